//! Do fifty rooms on a real homeserver hear of a session and a message once, and can they answer?

use crate::bot::{Bot, Home};
use crate::colleague::{Colleague, PATIENCE, Seen, encrypted};
use crate::message::Message;
use crate::python::Python;
use crate::world::World;
use regex::Regex;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// So many rooms, and so many of them encrypted.
const ROOMS: usize = 50;
const ENCRYPTED: usize = 3;

/// For what goes to all rooms, on a slow machine.
const ALL_ROOMS: Duration = Duration::from_secs(180);

/// A coordinator, her direct chat with the bot, and her team rooms: the encrypted ones first.
pub(super) struct Coordinator {
    pub who: Colleague,
    bot: String,
    pub direct: String,
    pub rooms: Vec<String>,
}

impl Coordinator {
    /// In so many rooms with a bot that runs; in each it has said hello.
    pub fn in_rooms(who: Colleague, bot: &str, rooms: usize) -> Self {
        let direct = json!({"is_direct": true, "name": "", "preset": "trusted_private_chat"});
        let direct = who.team(bot, direct);
        let settings = |nth| if nth < ENCRYPTED { encrypted() } else { json!({}) };
        let rooms: Vec<String> =
            (0..rooms).map(|nth| who.make_room(&[bot], settings(nth))).collect();
        let coordinator = Self { who, bot: bot.to_owned(), direct, rooms };
        for room in &coordinator.rooms {
            coordinator.waits(room, "its welcome", Seen::is_message);
        }
        coordinator
    }

    /// The bot's answer to this in the direct chat.
    pub fn asks(&self, text: &str) -> String {
        self.who.ask_bot(&self.direct, Message::text(text)).body().to_owned()
    }

    /// Waits until a room has something from the bot.
    pub fn waits(&self, room: &str, what: &str, holds: impl Fn(&Seen) -> bool) -> Seen {
        let holds = |event: &Seen| event.sender() == self.bot && holds(event);
        let came = self.who.wait_at_most(ALL_ROOMS, room, &holds);
        came.unwrap_or_else(|| self.who.wait(room, what, holds))
    }

    /// The bot's calendar files in a room, once there are so many.
    fn files(&self, room: &str, count: usize) -> Vec<Seen> {
        let files = || {
            let mut said = self.who.said_by(room, &self.bot);
            said.retain(|event| event.kind() == "m.file");
            said
        };
        self.waits(room, "its calendar file", |_| files().len() >= count);
        files()
    }

    /// How many messages of the bot the homeserver has in each room.
    fn counts(&self) -> Vec<usize> {
        self.rooms.iter().map(|room| self.who.stored(room, &self.bot)).collect()
    }

    /// How many came since then.
    fn added(&self, before: &[usize]) -> Vec<usize> {
        self.counts().iter().zip(before).map(|(after, before)| after - before).collect()
    }

    /// Rooms, sent, waiting and missed, as a report has them.
    pub fn report(&self, of: &str) -> [usize; 4] {
        let report = self.asks(of);
        let found = |pattern: &str| {
            let found = Regex::new(pattern).expect("a pattern").captures(&report);
            found.map(|found| found[1].parse::<usize>().expect("a number"))
        };
        let rooms = found(r"van de (\d+) kamers").unwrap_or_else(|| panic!("{report}"));
        let sent = found(r"Verstuurd naar (\d+)").unwrap_or_else(|| panic!("{report}"));
        let (waiting, missed) = (found(r"(\d+) wacht"), found(r"(\d+) krijg"));
        [rooms, sent, waiting.unwrap_or(0), missed.unwrap_or(0)]
    }
}

/// The number that the bot gave: `Sessie 7: …`, `Bericht 8: …`.
pub(super) fn number(of: &str, text: &str) -> u32 {
    let found = Regex::new(&format!(r"(?i){of} (\d+)")).expect("a pattern").captures(text);
    found.unwrap_or_else(|| panic!("{text}"))[1].parse().expect("a number")
}

#[test]
fn fifty_rooms_hear_of_a_session_and_of_each_message_once_whenever_it_is_killed() {
    let world = World::shared();
    let carla = world.colleague("carla");
    let home = world.coordinated_by(&carla);
    let bot = home.start();
    let carla = Coordinator::in_rooms(carla, &home.user, ROOMS);
    a_session(&carla);
    messages(&carla, &home, bot);
}

/// A session is announced, answered, moved and cancelled.
fn a_session(carla: &Coordinator) {
    let before = carla.counts();
    #[expect(clippy::disallowed_methods, reason = "it lies ahead by the clock of the real bot")]
    let year = jiff::Zoned::now().year() + 1;
    let new = "!meld sessie nieuw \"Meldcode en ouderen\"";
    let draft = carla.asks(&format!("{new} 7 juli {year} 9.30-11.00 in zaal 2 voor alle kamers"));
    assert!(draft.contains(&format!("{ROOMS} kamers")), "{draft}");
    let session = number("sessie", &draft);
    carla.asks(&format!("!meld sessie {session} aankondigen nu"));
    for room in &carla.rooms {
        carla.files(room, 1);
    }
    assert_eq!(carla.added(&before), [2; ROOMS], "an announcement and a file in each room");
    assert_eq!(carla.report(&format!("!meld sessie {session}")), [ROOMS, ROOMS, 0, 0]);
    let (secret, plain) = (&carla.rooms[0], &carla.rooms[ROOMS - 1]);
    for room in [secret, plain] {
        answers(carla, room, room == secret);
    }
    // The same file for both.
    let read = |nth: usize| {
        let files = [secret, plain].map(|room| carla.files(room, nth + 1).swap_remove(nth));
        assert!(files[0].0["content"]["file"].is_object(), "encrypted as the room is");
        let texts = files.each_ref().map(|file| carla.who.download(file));
        assert_eq!(texts[0], texts[1]);
        texts[0].clone()
    };
    let announced = read(0);
    let moves = format!("verplaats naar 9 juli {year} 13.00-15.00");
    let changes = [(&*moves, format!("9 juli {year}")), ("annuleer", "Gaat niet door".into())];
    let [moved, cancelled] = changes.map(|(change, shown)| {
        let changed = carla.asks(&format!("!meld sessie {session} {change}"));
        let now = format!("!meld sessie {session} vertel nu");
        // In the evening nobody is woken unless that is asked for.
        if changed.contains(&now) {
            carla.asks(&now);
        }
        for room in &carla.rooms {
            let changed = |e: &Seen| !e.replaces().is_empty() && e.body().contains(&shown);
            carla.waits(room, "the change", changed);
        }
        if change == "annuleer" { read(2) } else { read(1) }
    });
    // Nothing of it is under way any more when the next messages are counted.
    for room in &carla.rooms {
        carla.files(room, 3);
    }
    assert_read(&[announced, moved, cancelled], year);
}

/// Answered by a reaction, seen in the same message, and otherwise by a reply.
fn answers(carla: &Coordinator, room: &str, secret: bool) {
    let told = carla.waits(room, "the announcement", |event| event.body().contains("Kom je?"));
    assert_eq!(told.was_encrypted(), secret);
    carla.who.react(room, told.id(), "1\u{fe0f}\u{20e3}");
    carla.waits(room, "the new headcount", |event| {
        event.replaces() == told.id() && event.body().contains("Uit dit team: 1 komt.")
    });
    let heard = carla.who.ask_bot(room, Message::text("3").replying_to(told.id()));
    assert!(heard.body().contains("je komt misschien naar sessie"), "{}", heard.body());
}

/// What both parsers read in the files of the announcement, the move and the cancel.
fn assert_read(files: &[String], year: i16) {
    let readers = Python::start("readback/calendars.py", &[]);
    let read = readers.ask(json!({"files": files})).expect("both parsers read every file");
    let at = |moment: &str| format!("{year}-07-{moment}:00+02:00");
    let expected = [
        ("PUBLISH", 0, at("07T09:30"), at("07T11:00")),
        ("PUBLISH", 1, at("09T13:00"), at("09T15:00")),
        ("CANCEL", 2, at("09T13:00"), at("09T15:00")),
    ];
    let uid = &read[0]["icalendar"]["uid"];
    for (nth, (method, sequence, start, end)) in expected.into_iter().enumerate() {
        for reader in ["icalendar", "thunderbird"] {
            let fields = ["method", "sequence", "start", "end", "summary", "location", "uid"];
            let found: Vec<&Value> = fields.iter().map(|field| &read[nth][reader][field]).collect();
            let expected =
                json!([method, sequence, start, end, "Meldcode en ouderen", "zaal 2", uid]);
            assert_eq!(json!(found), expected, "{reader}");
        }
    }
}

/// Messages to all rooms while the bot is killed: 20 times, or as often as `MELDMAAT_KILLS` says.
fn messages(carla: &Coordinator, home: &Home, mut bot: Bot) {
    let kills =
        std::env::var("MELDMAAT_KILLS").map_or(20, |kills| kills.parse().expect("a number"));
    // Moments as by chance, the same in each run.
    let mut chance = 1_u64;
    let mut killed = 0;
    while killed < kills {
        let before = carla.counts();
        let text = format!("na {killed} keer");
        let draft = carla.asks(&format!("!meld bericht voor alle kamers: {text}"));
        assert!(draft.contains(&format!("{ROOMS} kamers")), "{draft}");
        let broadcast = number("bericht", &draft);
        let go = Message::text(format!("!meld bericht {broadcast} verstuur nu"));
        carla.who.say(&carla.direct, go);
        for _ in 0..10 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            // In the middle of its start, of its sending, or after it.
            bot.runs_for(Duration::from_millis(50 + (chance >> 33) % 1_500));
            bot.kill();
            bot = home.launch();
            killed += 1;
        }
        bot.wait_until_ready();
        for room in &carla.rooms {
            carla.waits(room, "the message", |event| event.body().ends_with(&text));
        }
        assert_eq!(carla.report(&format!("!meld bericht {broadcast}")), [ROOMS, ROOMS, 0, 0]);
        assert_eq!(carla.added(&before), [1; ROOMS], "after {killed} kills");
    }
    println!("{killed} kills");
}

#[test]
fn under_the_limits_of_a_real_homeserver_the_forecast_holds_and_a_question_does_not_wait() {
    /// Of so many rooms eight are told at once, and one each five seconds after; the reply goes first. What
    /// was sent in the minute before the restart counts, too, up to ten messages.
    const FEW: usize = 14;
    const FORECAST: [f64; 2] = [(FEW as f64 - 7.0) * 5.0, (FEW as f64 + 3.0) * 5.0];
    let world = World::new(&["--real-limits"]);
    let carla = world.colleague("carla");
    let home = world.coordinated_by(&carla);
    // To come into the rooms nobody is limited.
    for user in [&carla.user, &home.user] {
        world.server.lift_limits(user);
    }
    let bot = home.start();
    let carla = Coordinator::in_rooms(carla, &home.user, FEW);
    let elapsed = |text: &str| {
        let asked = Instant::now();
        let answer = carla.asks(text);
        (answer, asked.elapsed().as_secs_f64())
    };
    let (_, idle) = elapsed("!meld help");
    let draft = carla.asks("!meld bericht voor alle kamers: een bericht");
    assert!(draft.contains(&format!("{FEW} kamers")), "{draft}");
    let broadcast = number("bericht", &draft);
    bot.kill();
    world.server.restore_limits(&home.user);
    let home = home.with("sending", json!({"per_second": 0.2, "burst": 10}));
    let _bot = home.start();
    let begun = Instant::now();
    let (sending, _) = elapsed(&format!("!meld bericht {broadcast} verstuur nu"));
    let likely = ["minder dan een minuut", "ongeveer een minuut"];
    assert!(likely.iter().any(|words| sending.contains(words)), "35 to 85 s: {sending}");
    let (_, answered) = elapsed("!meld help");
    for room in &carla.rooms {
        carla.waits(room, "the message", |event| event.body().ends_with("een bericht"));
    }
    let took = begun.elapsed().as_secs_f64();
    // Another answer was given meanwhile; it may move it by five seconds.
    println!(
        "{FEW} rooms in {took:.1} s, forecast {FORECAST:?} s and 5 s for an answer; \
         a question meanwhile answered in {answered:.2} s, in {idle:.2} s when idle"
    );
    assert_eq!(carla.report(&format!("!meld bericht {broadcast}")), [FEW, FEW, 0, 0]);
    assert!(answered < PATIENCE.as_secs_f64() / 9.0, "it waited behind the messages: {answered}");
}
