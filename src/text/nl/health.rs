//! What does the bot say of how it is, and of what is wrong with it?

use super::session::capital;
use super::{dates, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Ailment, StatusWords};

/// What is wrong, and what to do.
pub(super) fn ailing(ailment: Ailment) -> Vec<Block> {
    let (what, remedy) = words(ailment);
    vec![Block::Paragraph(vec![strong("Let op: "), text(what)]), paragraph(remedy)]
}

/// `!meld status`.
pub(super) fn status(words: &StatusWords) -> Vec<Block> {
    let StatusWords { version, heard, lately, health, entries, ailments } = words;
    let link = &health.link;
    let synced = match heard {
        None => "nog niet".to_owned(),
        Some(_) if *lately => "zojuist".to_owned(),
        Some(at) => format!("voor het laatst op {}", dates::moment(*at, None)),
    };
    let mut rows: Vec<Vec<Inline>> = vec![
        vec![text(format!("Homeserver: {synced} gehoord; ik ben in {} kamers", link.rooms))],
        vec![text(match link.verified {
            true => "Apparaat: geverifieerd".to_owned(),
            false => "Apparaat: niet geverifieerd".to_owned(),
        })],
        vec![text(match health.waiting {
            0 => "Berichten: alles is verstuurd".to_owned(),
            1 => "Berichten: 1 wacht".to_owned(),
            many => format!("Berichten: {many} wachten"),
        })],
        vec![text(match link.undecrypted {
            0 => "Sleutels: alles is te lezen".to_owned(),
            1 => "Sleutels: 1 bericht kan ik nog niet lezen".to_owned(),
            many => format!("Sleutels: {many} berichten kan ik nog niet lezen"),
        })],
        vec![text(format!("Kennisbank: {entries} onderwerpen"))],
    ];
    if let Some((free, _)) = health.disk {
        rows.push(vec![text(format!("Schijf: {} vrij", bytes(free)))]);
    }
    let works = ailments.iter().all(|ailment| matches!(ailment, Ailment::Calendar(_)));
    let mut out = vec![Block::Paragraph(vec![strong(match works {
        true => format!("Alles werkt (versie {version})."),
        false => format!("Er is iets mis (versie {version})."),
    })])];
    for ailment in ailments {
        let (what, remedy) = self::words(*ailment);
        out.push(paragraph(format!("{} {remedy}", capital(&what))));
    }
    out.push(Block::List(rows));
    out
}

/// What is wrong, and what to do.
fn words(ailment: Ailment) -> (String, &'static str) {
    match ailment {
        Ailment::Deaf(since) => (
            format!("sinds {} hoorde ik niets van de homeserver.", dates::moment(since, None)),
            "Was hij uit, dan is het nu voorbij. Anders: kijk in het logboek van de bot.",
        ),
        Ailment::Stuck { waiting, since } => (
            match waiting {
                1 => format!("1 bericht wacht al sinds {}.", dates::moment(since, None)),
                many => format!("{many} berichten wachten, het oudste sinds {}.", dates::moment(since, None)),
            },
            "Kijk in het logboek van de bot welke kamer niet lukt.",
        ),
        Ailment::Unverified => (
            "mijn apparaat is niet meer geverifieerd. Element toont mijn berichten dan niet overal.".to_owned(),
            "Zet de herstelsleutel in recovery-key.txt in de datamap en start de bot opnieuw.",
        ),
        Ailment::Keys(messages) => (
            format!("{messages} berichten kan ik niet lezen: de sleutels ontbreken."),
            "Vraag wie ze stuurde om ze opnieuw te typen. Blijft het zo, start de bot dan opnieuw.",
        ),
        Ailment::Disk(free) => (
            format!("de schijf is bijna vol: nog {} vrij.", bytes(free)),
            "Maak ruimte vrij. Op een volle schijf kan ik niets meer onthouden.",
        ),
        Ailment::Clock(ahead) => (
            format!(
                "mijn klok loopt {} seconden {} op die van de homeserver.",
                ahead.unsigned_abs(),
                if ahead > 0 { "voor" } else { "achter" }
            ),
            "Zet de tijd van de machine gelijk (NTP). Herinneringen komen anders op het verkeerde moment.",
        ),
        Ailment::Calendar(year) => (
            format!("de schoolvakanties van {year}-{} ken ik niet.", year + 1),
            "Vul knowledge/schoolvakanties.yaml aan. Tot dan gaat de quiz in die vakanties door.",
        ),
    }
}

fn bytes(bytes: u64) -> String {
    match bytes / 1_000_000 {
        mega @ 0..1_000 => format!("{mega} MB"),
        mega => format!("{} GB", mega / 1_000),
    }
}
