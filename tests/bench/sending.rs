//! Does what is planned arrive in time, also when it is much, and in many rooms?
//!
//!     cargo bench --bench sending                       plans, reminders and 50 encrypted rooms
//!     cargo bench --bench sending -- --encrypted 200    so many encrypted rooms, without limits
//!     cargo bench --bench sending -- --limited 200      so many rooms under Synapse's default limits:
//!                                                       200 take a quarter of an hour
//!
//! A throw-away Synapse serves; the times are those at which it had the messages.

#[path = "../e2e/bot.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod bot;
#[path = "../e2e/colleague.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod colleague;
#[expect(dead_code, reason = "the other bench uses all of it")]
mod figures;
#[path = "../e2e/homeserver.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod homeserver;
mod limited;
#[path = "../e2e/message.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod message;
#[path = "../e2e/python.rs"]
mod python;
#[path = "../e2e/world.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use colleague::Seen;
use figures::{Table, median, now, percentile};
use limited::{PATIENCE, send, time};
use meldmaat::ports::Store;
use meldmaat::storage::{Lock, Place, open, seal::Seal};
use meldmaat::vocab::{OnHoliday, Plan, Reminder, RoomId, Timestamp, UserId, Wake, When};
use message::Message;
use serde_json::json;
use std::process::ExitCode;
use std::time::Instant;
use world::World;

/// Reminders of the same second.
const REMINDERS: usize = 100;

/// Plans that the memory holds.
const PLANS: u32 = 100_000;

fn main() -> ExitCode {
    let mut rooms = (50, 0);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|n| n.parse().ok());
        match (word.as_str(), ()) {
            ("--encrypted", ()) => rooms.0 = number().unwrap_or(200),
            ("--limited", ()) => rooms = (0, number().unwrap_or(200)),
            ("--bench", ()) => {}
            _ => {
                eprintln!("{word}? There is --encrypted N and --limited N");
                return ExitCode::FAILURE;
            }
        }
    }
    let mut table = Table::default();
    if rooms.1 > 0 {
        limited(&mut table, rooms.1);
    } else {
        plans(&mut table);
        let world = World::new(&[]);
        reminders(&mut table, &world);
        broadcast(&mut table, &world, rooms.0);
    }
    table.close();
    ExitCode::SUCCESS
}

/// A memory full of plans: opened, and asked what is due.
fn plans(table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite(folder.path().to_owned());
    let _lock = Lock::take(folder.path()).expect("a folder of its own");
    let begin: Timestamp = "2026-11-23T09:00:00Z".parse().expect("a moment");
    let (mut starts, mut looks, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    runtime.block_on(async {
        let store = open(&place, Seal::new([7; 32])).await.expect("it opens");
        let empty = resident();
        let wake = |number: u32| {
            let start = jiff::civil::date(2027, 1, 4).at(9, 0, 0, 0);
            Wake {
                key: format!("herinnering:{number}"),
                due: begin + jiff::SignedDuration::from_secs(i64::from(number) * 60),
                room: RoomId::new(format!("!{}:wijk.test", number % 1_000)),
                person: Some(UserId::new("@anna:wijk.test")),
                plan: Some(Plan::Reminder(Box::new(Reminder {
                    number,
                    source: format!("$plan-{number}").as_str().into(),
                    text: "het overleg over de meldcode begint".into(),
                    when: When { start, end: None, rule: "FREQ=WEEKLY".parse().ok() },
                    next: start,
                    holidays: OnHoliday::Skip,
                    everyone: false,
                }))),
            }
        };
        for from in (1..=PLANS).step_by(1_000) {
            let wakes: Vec<Wake> = (from..from + 1_000).map(wake).collect();
            store.plan(&wakes).await.expect("planned");
        }
        store.close().await;
        for _ in 0..5 {
            let begun = Instant::now();
            let store = open(&place, Seal::new([7; 32])).await.expect("it opens");
            store.next_wake().await.expect("the next one");
            starts.push(begun.elapsed().as_secs_f64());
            let begun = Instant::now();
            store.wake(begin, begin).await.expect("what is due");
            looks.push(begun.elapsed().as_secs_f64() * 1_000.0);
            memory.push((resident() - empty).max(0.0));
            store.close().await;
        }
    });
    table.heading(&format!("{PLANS} planned reminders on SQLite"));
    table.row("opening the memory, and the next moment", "s", &starts, Some(1.0));
    table.row("finding what is due", "ms", &looks, Some(5.0));
    table.row("memory above an empty one", "MB", &memory, Some(60.0));
}

/// Resident memory of this process in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a known line");
    let kilobytes = line.split_whitespace().next().expect("a number");
    kilobytes.parse::<f64>().expect("a number") / 1_024.0
}

/// Many reminders in one room and in ten, all of the same second.
fn reminders(table: &mut Table, world: &World) {
    let anna = world.colleague("anna");
    let home = world.coordinated_by(&anna);
    let _bot = home.start();
    table.heading(&format!("{REMINDERS} reminders due in the same second, limits lifted"));
    for rooms in [1, 10] {
        let rooms: Vec<String> = (0..rooms).map(|_| anna.team(&home.user, json!({}))).collect();
        // Far enough for all to be planned.
        let due = (now().as_second() / 60 + 2) * 60;
        let due = Timestamp::from_second(due).expect("a moment");
        let zoned = due.in_tz("Europe/Amsterdam").expect("a time zone");
        let at = zoned.strftime("%-d-%-m-%Y %H.%M").to_string();
        for number in 0..REMINDERS {
            let text = format!("!meld herinner {at} nummer {number}");
            anna.say(&rooms[number % rooms.len()], Message::text(text));
        }
        let mut late = Vec::new();
        for (place, room) in rooms.iter().enumerate() {
            let wanted = (0..REMINDERS).filter(|n| n % rooms.len() == place).count();
            let reminded = || {
                let mut said = anna.said_by(room, &home.user);
                said.retain(|event| time(event) >= due.as_millisecond() as f64);
                said
            };
            let came = anna.wait_at_most(PATIENCE, room, &|_: &Seen| reminded().len() >= wanted);
            assert!(came.is_some(), "{} of {wanted} in {room}", reminded().len());
            let events = reminded();
            late.extend(events.iter().map(|event| time(event) - due.as_millisecond() as f64));
        }
        let name = |what: &str| format!("{what}, {} room(s)", rooms.len());
        table.row(&name("lateness, median"), "ms", &[median(&late)], Some(500.0));
        table.row(&name("the last"), "ms", &[percentile(&late, 1.0)], Some(1_000.0));
    }
}

/// A message to many encrypted rooms, limits lifted.
fn broadcast(table: &mut Table, world: &World, rooms: usize) {
    let anna = world.colleague("anna");
    let home = world.coordinated_by(&anna);
    let _bot = home.start();
    let direct = json!({"is_direct": true, "name": "", "preset": "trusted_private_chat"});
    let direct = anna.team(&home.user, direct);
    eprintln!("making {rooms} encrypted rooms");
    let rooms: Vec<String> = (0..rooms).map(|_| anna.encrypted_team(&home.user)).collect();
    let (_, took) = send(&anna, &direct, &rooms, &home.user);
    table.heading(&format!("A message to {} encrypted rooms, limits lifted", rooms.len()));
    table.row("the last room has it after", "s", &[percentile(&took, 1.0)], Some(60.0));
}

/// A message to many rooms under Synapse's default limits, with a question asked meanwhile.
fn limited(table: &mut Table, rooms: usize) {
    let sent = limited::broadcast(rooms);
    table.heading(&format!("A message to {rooms} rooms under default limits"));
    table.row("the last room has it after", "s", &[sent.last], Some(1.05 * sent.allowed));
    table.row("what the limit allows, with the answers", "s", &[sent.allowed], None);
    table.row("a question when idle", "ms", &[sent.idle], None);
    table.row("a question meanwhile", "ms", &[sent.meanwhile], None);
    println!("  told beforehand: {}", sent.told.replace('\n', " "));
}
