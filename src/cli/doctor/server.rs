//! What does the homeserver say of the account? Everything is asked with the bot's own session.

use super::{Report, store_key};
use crate::cli::run;
use crate::clock::System;
use crate::config::{Config, Login};
use crate::matrix::{self, Credentials, Homeserver, Trust, Whose};
use crate::ports::Clock;

/// A clock that is so many seconds off makes reminders late or early.
const OFF: u64 = 60;

/// What to do with a session that is of no use any more.
const ANEW: &str = "Er is niets verloren. Stop de bot, haal session.json en de map matrix uit de datamap, \
                    laat recovery-key.txt en het geheugen staan, en start hem: dan meldt hij zich opnieuw aan.";

pub async fn examine(report: &mut Report, config: &Config) {
    let address = &config.homeserver;
    let server = match Homeserver::reach(address).await {
        Ok(server) => server,
        Err(error) => {
            return report.bad(
                "homeserver",
                &format!("{address} antwoordt niet ({})", error.cause),
                &format!(
                    "Klopt het adres, en draait de server? Kijk: curl \
                     {address}/_matrix/client/versions"
                ),
            );
        }
    };
    let version = server.version.as_deref().unwrap_or("zonder versie");
    report.good("homeserver", &format!("{address} (Matrix {version})"));
    clock(report, &server);
    match credentials(config) {
        Ok(Some(credentials)) => session(report, config, &server, &credentials).await,
        Ok(None) => not_yet(report, config, &server).await,
        Err(error) => report.wrong("aanmelding", error),
    }
    limits(report, config);
}

fn clock(report: &mut Report, server: &Homeserver) {
    let Some(there) = server.date else {
        report.note("klok", "de homeserver zegt niet hoe laat het is", "Vergelijk zelf: date -u.");
        return;
    };
    let ahead = System.now().duration_since(there).as_secs();
    if ahead.unsigned_abs() <= OFF {
        report.good("klok", "gelijk met die van de homeserver");
    } else {
        let way = if ahead > 0 { "voor" } else { "achter" };
        report.bad(
            "klok",
            &format!("loopt {} seconden {way} op die van de homeserver", ahead.unsigned_abs()),
            "Laat de machine haar tijd ophalen: timedatectl set-ntp true.",
        );
    }
}

fn credentials(config: &Config) -> anyhow::Result<Option<Credentials>> {
    // Without a key there is no session to be read either.
    let key = store_key(config)?;
    if key.is_none() && config.data.join("session.json").exists() {
        anyhow::bail!("er is een sessie, maar geen sleutel: zet store.key terug uit de back-up");
    }
    Ok(matrix::credentials(&run::account(config, key.unwrap_or_default())?)?)
}

async fn not_yet(report: &mut Report, config: &Config, server: &Homeserver) {
    report.note("aanmelding", "de bot is nog niet aangemeld", "Dat gebeurt bij de eerste start.");
    if matches!(config.login, Login::Token(_)) {
        return;
    }
    match server.takes_passwords().await {
        Ok(true) => report.good("wachtwoord", "de homeserver neemt wachtwoorden aan"),
        Ok(false) => report.bad(
            "wachtwoord",
            "de homeserver neemt geen wachtwoorden aan",
            "Geef in de configuratie een access_token met zijn device_id.",
        ),
        Err(error) => report.wrong("wachtwoord", error),
    }
}

async fn session(report: &mut Report, config: &Config, server: &Homeserver, with: &Credentials) {
    let user = config.user.as_str();
    match server.login(user, with).await {
        Ok(Whose::Good) => report.good("aanmelding", &format!("{user}, apparaat {}", with.device)),
        Ok(Whose::SignedOut) => {
            return report.bad("aanmelding", "de homeserver heeft de bot uitgelogd", ANEW);
        }
        Ok(Whose::Foreign(other)) => {
            return report.bad(
                "aanmelding",
                &format!("de sessie is van {other}"),
                "Zet user, access_token en device_id op een en hetzelfde apparaat, of geef dit account \
                 een eigen datamap.",
            );
        }
        Err(error) => return report.wrong("aanmelding", error),
    }
    match server.trust(user, with).await {
        Ok(trust) => trusted(report, trust),
        Err(error) => report.wrong("verificatie", error),
    }
    control_room(report, config, server, with).await;
}

fn trusted(report: &mut Report, trust: Trust) {
    if !trust.known {
        report.bad("verificatie", "de homeserver kent de sleutels van het apparaat niet", ANEW);
    } else if !trust.identity || !trust.signed {
        report.bad(
            "verificatie",
            "het apparaat is niet geverifieerd: Element laat zijn berichten niet zien",
            "Zet de herstelsleutel van dit account in recovery-key.txt in de datamap. Stop de bot, haal \
             session.json en de map matrix weg, en start hem: dan tekent hij zijn nieuwe apparaat.",
        );
    } else {
        report.good("verificatie", "het account heeft het apparaat ondertekend");
    }
    if trust.recovery && trust.backup {
        report.good("herstel", "geheimen en kamersleutels staan versleuteld op de homeserver");
    } else {
        report.bad(
            "herstel",
            "op de homeserver staan geen geheimen om van te herstellen",
            "Heeft iemand de beveiligde back-up van dit account uitgezet? Een nieuwe start maakt die \
             niet altijd opnieuw; begin anders met een nieuw account.",
        );
    }
}

async fn control_room(
    report: &mut Report,
    config: &Config,
    server: &Homeserver,
    with: &Credentials,
) {
    let part = "regiekamer";
    let Some(room) = &config.control_room else {
        let advice =
            "Maak een versleutelde kamer, nodig de bot uit en zet haar id bij control_room.";
        return report.note(part, "niet ingesteld: niemand hoort wat de bot meldt", advice);
    };
    match server.room(room, with).await {
        Ok(room) if !room.joined => report.bad(
            part,
            "de bot is er niet in",
            "Nodig hem uit, als iemand die onder invites_from staat. Klopt de id?",
        ),
        Ok(room) if !room.encrypted => report.bad(
            part,
            "niet versleuteld: de homeserver leest mee",
            "Zet versleuteling aan (in Element: kamerinstellingen, Beveiliging).",
        ),
        Ok(room) if room.public => report.bad(
            part,
            "iedereen kan erin",
            "Maak de kamer besloten (in Element: kamerinstellingen, Beveiliging).",
        ),
        Ok(_) => report.good(part, "de bot is erin; versleuteld en besloten"),
        Err(error) => report.wrong(part, error),
    }
}

/// What an administrator must do stands there whole, to be copied.
fn limits(report: &mut Report, config: &Config) {
    let address = format!(
        "{}/_synapse/admin/v1/users/{}/override_ratelimit",
        config.homeserver.trim_end_matches('/'),
        config.user
    );
    let token = "-H \"Authorization: Bearer $TOKEN_VAN_EEN_BEHEERDER\"";
    match config.sending {
        Some(rate) => report.note(
            "limiet",
            &format!(
                "de bot houdt zich aan {} berichten ineens en daarna {} per seconde",
                rate.burst, rate.per_second
            ),
            &format!(
                "Gaat het te langzaam? Een beheerder van Synapse heft de limiet op met:\n          \
                 curl -X POST {token} -d '{{\"messages_per_second\": 0, \"burst_count\": 0}}' \\\n            \
                 '{address}'\n          Zet daarna sending: unlimited in de configuratie."
            ),
        ),
        None => report.note(
            "limiet",
            "de configuratie zegt dat er geen is",
            &format!(
                "Of dat zo is, ziet een beheerder van Synapse (twee keer 0 is goed):\n          \
                 curl {token} \\\n            '{address}'"
            ),
        ),
    }
}
