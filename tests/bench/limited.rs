//! How long does a message to many rooms take under the limits that Synapse has when nobody changes them?

use crate::colleague::{Colleague, PATIENCE as SOON, Seen};
use crate::figures::{now, percentile};
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::time::{Duration, Instant};

/// For the slowest: 200 rooms under limits.
pub const PATIENCE: Duration = Duration::from_secs(1_500);

/// What was measured.
pub struct Limited {
    /// What the bot said beforehand.
    pub told: String,
    /// Seconds until the last room had it.
    pub last: f64,
    /// Seconds that the limit allows, with the answers in between.
    pub allowed: f64,
    /// Milliseconds that a question took before.
    pub idle: f64,
    /// Milliseconds that a question took meanwhile.
    pub meanwhile: f64,
}

/// When the homeserver had it, in milliseconds.
pub fn time(event: &Seen) -> f64 {
    event.0["origin_server_ts"].as_f64().expect("a time")
}

/// Sends a message to all rooms; gives when it was asked for, and when each room had it, in seconds after.
pub fn send(anna: &Colleague, direct: &str, rooms: &[String], bot: &str) -> (String, Vec<f64>) {
    let draft =
        anna.ask_bot(direct, Message::text("!meld bericht voor alle kamers: hallo allemaal"));
    let number: String = draft.body().chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    let go = Message::text(format!("!meld bericht {number} verstuur nu"));
    let begun = now().as_millisecond() as f64;
    let told = anna.ask_bot(direct, go);
    let took = rooms.iter().map(|room| {
        let holds = |e: &Seen| e.sender() == bot && e.body().ends_with("hallo allemaal");
        let came = anna.wait_at_most(PATIENCE, room, &holds).expect("the message");
        (time(&came) - begun) / 1_000.0
    });
    (told.body().to_owned(), took.collect())
}

/// A message to many rooms under Synapse's default limits, with a question asked meanwhile.
pub fn broadcast(rooms: usize) -> Limited {
    let world = World::new(&["--real-limits"]);
    let anna = world.colleague("anna");
    let home = world.coordinated_by(&anna);
    // To come into the rooms nobody is limited.
    for user in [&anna.user, &home.user] {
        world.server.lift_limits(user);
    }
    let bot = home.start();
    let direct = json!({"is_direct": true, "name": "", "preset": "trusted_private_chat"});
    let direct = anna.team(&home.user, direct);
    eprintln!("making {rooms} rooms");
    let rooms: Vec<String> = (0..rooms).map(|_| anna.team(&home.user, json!({}))).collect();
    let asked = |text: &str| {
        let begun = Instant::now();
        anna.ask_bot(&direct, Message::text(text));
        begun.elapsed().as_secs_f64() * 1_000.0
    };
    let idle = asked("!meld help");
    bot.kill();
    world.server.restore_limits(&home.user);
    let home = home.with("sending", json!({"per_second": 0.2, "burst": 10}));
    let _bot = home.start();
    // A minute after it whatever was sent before does not count any more.
    anna.ask_bot(&direct, Message::text("!meld herinner over 2 minuten het begint"));
    let reminded = |e: &Seen| e.sender() == home.user && e.body().ends_with("het begint");
    anna.wait_at_most(3 * SOON, &direct, &reminded).expect("the reminder");
    let waiting = std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            // When a tenth of the rooms have it, the rest still waits.
            let tenth = &rooms[rooms.len() / 10];
            let holds = |e: &Seen| e.sender() == home.user && e.body().ends_with("hallo allemaal");
            anna.wait_at_most(PATIENCE, tenth, &holds).expect("the message");
            asked("!meld help")
        });
        let (told, took) = send(&anna, &direct, &rooms, &home.user);
        (told, took, asking.join().expect("an answer"))
    });
    let (told, took, meanwhile) = waiting;
    // Eight at once and one each five seconds; the draft, two answers and the help move it by five each.
    let allowed = (rooms.len() as f64 - 8.0) * 5.0 + 3.0 * 5.0;
    Limited { told, last: percentile(&took, 1.0), allowed, idle, meanwhile }
}
