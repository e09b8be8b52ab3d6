//! How does the text of the configuration become a [`Config`]?

use super::{Config, Environment, Login, StoreKey, form};
use crate::vocab::{Access, Crowd, Finding, Findings, Rate, Retention, RoomId, Severity, UserId};
use crate::yaml::{File, Kind, Map, Node, Reading};
use jiff::SignedDuration;
use secrecy::SecretString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How old a question may be when nothing is said, in hours.
const ANSWER_UNTIL: u16 = 24;

/// How late a reminder may be when nothing is said, in hours.
const LATE_UNTIL: u16 = 12;

/// Keys whose line may be shown in a finding. Every other line is cut after its key, for a secret
/// can stand under a key with a typing error too.
const SHOWN: [&str; 31] = [
    "access",
    "administrators",
    "answer_until_hours",
    "bots",
    "burst",
    "control_room",
    "conversations",
    "coordinators",
    "counts",
    "data",
    "device_id",
    "gaps",
    "handled",
    "homeserver",
    "http",
    "invites_from",
    "keep_days",
    "knowledge",
    "late_until_hours",
    "log",
    "password_file",
    "per_minute",
    "per_second",
    "questions",
    "regions",
    "reminders",
    "sending",
    "servers",
    "store_key_file",
    "user",
    "users",
];

/// Reads the configuration. `path` names it in findings, and its folder resolves relative paths.
///
/// # Errors
/// Everything that is wrong, at once; never with a secret in it.
pub fn read(text: &str, path: &Path, environment: &Environment) -> Result<Config, Findings> {
    let name = path.display().to_string();
    let (mut reading, root) = Reading::open(File { name: &name, text });
    let folder = path.parent().unwrap_or(Path::new(""));
    let config = root.and_then(|root| {
        reading.map(&root, |map, reading| config(map, reading, folder, environment))
    });
    let mut findings = reading.findings;
    if let (Some(config), true) = (config, findings.is_empty()) {
        return Ok(config);
    }
    findings.sort_by_key(|finding| (finding.line, finding.column));
    findings.iter_mut().for_each(mask);
    Err(findings)
}

fn config(
    map: &mut Map<'_>,
    reading: &mut Reading<'_>,
    folder: &Path,
    environment: &Environment,
) -> Option<Config> {
    let homeserver = map.must("homeserver").and_then(|n| form::homeserver(reading, n));
    let user = map.must("user").and_then(|node| form::user(reading, node));
    let device_id = map.get("device_id").and_then(|node| reading.spanned(node));
    let login = login(map, reading, folder, environment);
    let data = map.must("data").and_then(|node| file(reading, node, folder));
    let key_file = map.get("store_key_file").and_then(|node| file(reading, node, folder));
    let database = map.get("database").and_then(|node| form::database(reading, node));
    let knowledge = map.get("knowledge").and_then(|node| file(reading, node, folder));
    let mut regions = Vec::new();
    let access = map.must("access").and_then(|node| access(reading, node, &mut regions));
    let control_room = map.get("control_room").and_then(|node| form::room(reading, node));
    let http = map.get("http").and_then(|node| {
        let advice = "Schrijf een adres met een poort: 127.0.0.1:9110";
        form::parsed(reading, node, |_| true, "Dit is geen adres om op te luisteren.", advice)
    });
    let (answer_until, crowd) = questions(map, reading);
    let late_until = map.get("reminders").and_then(|node| {
        reading.map(node, |map, reading| hours(map.get("late_until_hours")?, reading))
    });

    let sending =
        map.get("sending").map_or(Some(Some(Rate::default())), |node| sending(reading, node));
    let keep = map.get("keep_days").map_or(Some(Retention::default()), |node| keep(reading, node));

    if matches!(login, Some(Login::Token(_))) && device_id.is_none() {
        let advice = "Vul `device_id:` in: het apparaat waarvoor het token is gemaakt.";
        reading.error(map.place, "Bij `access_token` hoort `device_id`.", advice);
    }
    let data = data?;
    Some(Config {
        homeserver: homeserver?,
        user: UserId::new(user?.value),
        login: login?,
        device_id: device_id.map(|id| id.value),
        store_key: match (&environment.store_key, key_file) {
            (Some(key), _) => StoreKey::Given(key.clone()),
            (None, Some(path)) => StoreKey::File(path),
            (None, None) => StoreKey::File(data.join("store.key")),
        },
        data,
        database: database.map(SecretString::from),
        knowledge,
        access: access?,
        control_room: control_room.map(RoomId::new),
        http,
        answer_until: Duration::from_secs(3600 * u64::from(answer_until.unwrap_or(ANSWER_UNTIL))),
        crowd,
        late_until: SignedDuration::from_hours(i64::from(late_until.unwrap_or(LATE_UNTIL))),
        sending: sending?,
        keep: keep?,
        regions,
    })
}

/// How old a question may be, in hours, and how much one person may ask in a minute.
fn questions(map: &mut Map<'_>, reading: &mut Reading<'_>) -> (Option<u16>, Crowd) {
    let read = map.get("questions").and_then(|node| {
        reading.map(node, |map, reading| {
            let until = map.get("answer_until_hours").and_then(|node| hours(node, reading));
            let right = |answers: &u32| (5..=100_000).contains(answers);
            let advice = "Schrijf een heel getal van 5 tot en met 100000.";
            let person = map.get("per_minute").and_then(|node| {
                form::parsed(reading, node, right, "Dit is geen aantal antwoorden.", advice)
            });
            Some((until, person.map_or(Crowd::default(), |person| Crowd { person })))
        })
    });
    read.unwrap_or_default()
}

fn hours(node: &Node, reading: &mut Reading<'_>) -> Option<u16> {
    let right = |hours: &u16| (1..=168).contains(hours);
    let advice = "Schrijf een heel getal van 1 tot en met 168.";
    form::parsed(reading, node, right, "Dit is geen aantal uren.", advice)
}

/// How much the homeserver lets the account send; the inner none: as much as it likes.
fn sending(reading: &mut Reading<'_>, node: &Node) -> Option<Option<Rate>> {
    if matches!(&node.kind, Kind::Text(text) if text == "unlimited") {
        return Some(None);
    }
    reading.map(node, |map, reading| {
        let usual = Rate::default();
        let rate = |rate: &f64| (0.01..=1000.0).contains(rate);
        let advice = "Schrijf een getal van 0.01 tot en met 1000.";
        let per_second = map.get("per_second").map_or(Some(usual.per_second), |node| {
            form::parsed(reading, node, rate, "Dit is geen aantal berichten per seconde.", advice)
        });
        let burst = |burst: &u32| (1..=10_000).contains(burst);
        let advice = "Schrijf een heel getal van 1 tot en met 10000.";
        let burst = map.get("burst").map_or(Some(usual.burst), |node| {
            form::parsed(reading, node, burst, "Dit is geen aantal berichten.", advice)
        });
        Some(Some(Rate { per_second: per_second?, burst: burst? }))
    })
}

/// How long each kind is kept, in days; what is left out keeps its usual time.
fn keep(reading: &mut Reading<'_>, node: &Node) -> Option<Retention> {
    reading.map(node, |map, reading| {
        let mut days = |key, usual, limits: RangeInclusive<u16>| {
            let Some(node) = map.get(key) else { return Some(usual) };
            let (from, to) = (limits.start(), limits.end());
            let advice = format!("Schrijf een heel getal van {from} tot en met {to}.");
            let right = |days: &u16| limits.contains(days);
            form::parsed(reading, node, right, "Dit is geen aantal dagen.", &advice)
        };
        let usual = Retention::default();
        let conversations = days("conversations", usual.conversations, 1..=365);
        // Longer than a question can wait for its answer: else it could be answered twice.
        let handled = days("handled", usual.handled, 8..=90);
        let gaps = days("gaps", usual.gaps, 7..=730);
        let counts = days("counts", usual.counts, 31..=1100);
        let log = days("log", usual.log, 31..=1100);
        Some(Retention {
            conversations: conversations?,
            handled: handled?,
            gaps: gaps?,
            counts: counts?,
            log: log?,
        })
    })
}

/// Exactly one way to sign in, or a finding.
fn login(
    map: &mut Map<'_>,
    reading: &mut Reading<'_>,
    folder: &Path,
    environment: &Environment,
) -> Option<Login> {
    let mut secret = |key, reading: &mut Reading<'_>| {
        let node = map.get(key)?;
        Some((node.place, reading.text(node).map(|text| SecretString::from(text.to_owned()))))
    };
    let password = secret("password", reading);
    let token = secret("access_token", reading);
    let path = map.get("password_file").map(|node| (node.place, file(reading, node, folder)));
    let given = environment.password.clone();
    let ways = [
        password.map(|(place, text)| (place, text.map(Login::Password))),
        token.map(|(place, text)| (place, text.map(Login::Token))),
        path.map(|(place, path)| (place, path.map(Login::PasswordFile))),
        given.map(|password| (map.place, Some(Login::Password(password)))),
    ];
    let mut ways: Vec<_> = ways.into_iter().flatten().collect();
    let all = "`password`, `password_file`, `access_token` of MELDMAAT_PASSWORD";
    if ways.len() > 1 {
        let place = ways.iter().map(|(place, _)| *place).max().unwrap_or_default();
        reading.error(
            place,
            "Hier staat meer dan één manier om in te loggen.",
            format!("Kies {all}."),
        );
    }
    if ways.is_empty() {
        reading.error(map.place, "Er staat niet hoe de bot inlogt.", format!("Geef {all}."));
    }
    ways.pop().and_then(|(_, login)| login)
}

fn access(
    reading: &mut Reading<'_>,
    node: &Node,
    regions: &mut Vec<(String, Finding)>,
) -> Option<Access> {
    reading.map(node, |map, reading| {
        let mut access = Access::default();
        if let Some(node) = map.must("invites_from") {
            reading.map(node, |map, reading| {
                access.inviting_users = users(reading, map.get("users"));
                let servers = map.get("servers").map_or(&[][..], |node| reading.list(node));
                let servers = servers.iter().filter_map(|node| form::server(reading, node));
                access.inviting_servers = servers.collect();
                Some(())
            });
        }
        let coordinators = map.get("coordinators").map_or(&[][..], |node| reading.list(node));
        for node in coordinators {
            reading.map(node, |map, reading| {
                let user = map.must("user").and_then(|node| form::user(reading, node));
                let named = map.must("regions").map(|node| reading.texts(node))?;
                for region in named.iter().filter(|region| region.value != "*") {
                    let message = format!("Deze regio is er niet: `{}`.", region.value);
                    let advice = "Kijk in contact/regios.yaml van de kennisbank, of schrijf \"*\".";
                    let error = Severity::Error;
                    let finding = reading.file.finding(error, region.place, message, advice);
                    regions.push((region.value.clone(), finding));
                }
                let named = named.into_iter().map(|region| region.value);
                access.coordinators.entry(UserId::new(user?.value)).or_default().extend(named);
                Some(())
            });
        }
        access.administrators = users(reading, map.get("administrators"));
        access.bots = users(reading, map.get("bots"));
        Some(access)
    })
}

fn users(reading: &mut Reading<'_>, node: Option<&Node>) -> Vec<UserId> {
    let nodes = node.map_or(&[][..], |node| reading.list(node));
    let users = nodes.iter().filter_map(|node| form::user(reading, node));
    users.map(|user| UserId::new(user.value)).collect()
}

fn file(reading: &mut Reading<'_>, node: &Node, folder: &Path) -> Option<PathBuf> {
    reading.text(node).map(|path| folder.join(path))
}

/// Cuts a line that may hold a secret.
fn mask(finding: &mut Finding) {
    let line = finding.excerpt.trim_start();
    if line.is_empty() || line.starts_with(['-', '#']) {
        return;
    }
    match finding.excerpt.split_once(':') {
        Some((key, _)) if SHOWN.contains(&key.trim()) => {}
        Some((key, value)) if !value.trim().is_empty() => finding.excerpt = format!("{key}: …"),
        Some(_) => {}
        None => finding.excerpt.clear(),
    }
}
