//! Do two replicas of one account answer, send and ask once, whatever happens to the one that leads?

use super::sessions::{Coordinator, number};
use super::{ANSWER, QUESTION};
use crate::bot::{Bot, Home};
use crate::colleague::{Colleague, Seen};
use crate::gate::{Door, Gate};
use crate::message::Message;
use crate::postgres;
use crate::world::World;
use serde_json::json;
use std::time::{Duration, Instant};

/// So many rooms, the first ones encrypted.
const ROOMS: usize = 8;

/// For a message that one replica began to send and another must look for first.
const HALF_SENT: Duration = Duration::from_secs(180);

/// What happens to the replica that leads.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Killed,
    Asleep,
    WithoutDatabase,
    WithoutHomeserver,
}

/// One replica, with doors of its own to what it needs.
struct Replica {
    home: Home,
    bot: Option<Bot>,
    homeserver: Gate,
    database: Gate,
}

impl Replica {
    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("it runs")
    }

    /// Whether it said last that it leads.
    fn leads(&self) -> bool {
        let log = self.bot().log();
        let last = log.iter().rev().find(|line| LEADS.iter().any(|said| line.contains(said)));
        last.is_some_and(|line| line.contains(LEADS[0]))
    }

    /// How many messages it found that the other had sent, and how many it sent that the other had not.
    fn reconciled(&self) -> [usize; 2] {
        let log = self.bot.as_ref().map(Bot::log).unwrap_or_default();
        ["another device had sent it", "another device began to send it"]
            .map(|said| log.iter().filter(|line| line.contains(said)).count())
    }

    fn strike(&mut self, fault: Fault) {
        match fault {
            Fault::Killed => self.bot.take().expect("it runs").kill(),
            Fault::Asleep => self.bot().pause(),
            Fault::WithoutDatabase => self.database.set(Door::Away),
            Fault::WithoutHomeserver => self.homeserver.set(Door::Away),
        }
    }

    fn mend(&mut self, fault: Fault) {
        match fault {
            Fault::Killed => self.bot = Some(self.home.start()),
            Fault::Asleep => self.bot().resume(),
            Fault::WithoutDatabase => self.database.set(Door::Open),
            Fault::WithoutHomeserver => self.homeserver.set(Door::Open),
        }
    }
}

/// That it leads, that it lost the lead, that another leads.
const LEADS: [&str; 3] = ["this process leads", "lost the lead", "another process leads"];

#[test]
fn whatever_happens_to_the_replica_that_leads_everything_is_said_once() {
    let world = World::shared();
    let carla = world.colleague("carla");
    let home = world.coordinated_by(&carla);
    let database = postgres::shared().database();
    let (host, name) = database.rsplit_once('/').expect("a URL");
    let address = host.rsplit_once('@').expect("a URL").1;
    let replica = |home: Home| {
        let (homeserver, database) = (
            Gate::before(&world.server.url, Door::Open),
            Gate::before_address(address, Door::Open),
        );
        let url = database.url.replace("http://", "postgres://postgres@");
        let home = home
            .with("homeserver", json!(homeserver.url))
            .with("database", json!(format!("{url}/{name}")));
        Replica { home, bot: None, homeserver, database }
    };
    let mut first = replica(home);
    first.bot = Some(first.home.start());
    let mut second = replica(first.home.replica());
    second.bot = Some(second.home.start());
    let carla = Coordinator::in_rooms(carla, &first.home.user, ROOMS);

    let mut replicas = [first, second];
    let faults = [Fault::Killed, Fault::Asleep, Fault::WithoutDatabase, Fault::WithoutHomeserver];
    let anna = world.colleague("anna");
    let apart = json!({"is_direct": true, "name": "", "preset": "trusted_private_chat"});
    let apart = (anna.team(&replicas[0].home.user, apart), anna);
    println!(
        "{:<18} {:>9} {:>8} {:>7} {:>6} {:>11} {:>9} {:>8}",
        "fault", "questions", "messages", "quiz", "found", "sent again", "new work", "all"
    );
    for (nth, fault) in faults.into_iter().enumerate() {
        let began = Instant::now();
        let before = replicas.each_ref().map(Replica::reconciled);
        let (counts, new_work) = endures(&carla, &apart, &mut replicas, fault, nth);
        let [question, message, quiz] = counts.map(|[came, wanted]| format!("{came} of {wanted}"));
        let [found, again] = [0, 1].map(|which| {
            let now = replicas.iter().zip(&before);
            // A killed one begins to count anew.
            now.map(|(now, before)| now.reconciled()[which].saturating_sub(before[which]))
                .sum::<usize>()
        });
        let (fault, took) = (format!("{fault:?}"), began.elapsed().as_secs());
        println!(
            "{fault:<18} {question:>9} {message:>8} {quiz:>7} {found:>6} {again:>11} \
             {new_work:>7.1} s {took:>6} s"
        );
        assert!(counts.iter().all(|[came, wanted]| came == wanted), "{fault}: {counts:?}");
    }
}

/// A question, a message to all rooms and a quiz round are under way when the fault strikes. Gives how
/// many of each came, and how many should; and after how many seconds a question in a chat apart, asked
/// after it struck, was answered.
fn endures(
    carla: &Coordinator,
    (apart, anna): &(String, Colleague),
    replicas: &mut [Replica; 2],
    fault: Fault,
    nth: usize,
) -> ([[usize; 2]; 3], f64) {
    let text = format!("bij fout {nth}");
    let broadcast =
        number("bericht", &carla.asks(&format!("!meld bericht voor alle kamers: {text}")));
    let (quiz_room, question_room) = (&carla.rooms[nth], &carla.rooms[ROOMS - 1 - nth]);
    let leader = replicas.iter().position(Replica::leads).expect("one leads");
    carla.who.say(&carla.direct, Message::text(format!("!meld bericht {broadcast} verstuur nu")));
    carla.who.say(quiz_room, Message::text("!meld quiz"));
    let bot = replicas[leader].home.user.clone();
    let question = carla.who.say(question_room, Message::to(&bot, QUESTION));
    // Some of it is on its way when the first room has the message.
    carla.waits(&carla.rooms[0], "the message", |event| event.body().ends_with(&text));
    replicas[leader].strike(fault);
    // What is asked now only the other can answer.
    let new_work = anna.say(apart, Message::text(QUESTION));
    let asked = Instant::now();
    let later = carla.who.say(question_room, Message::to(&bot, QUESTION));

    let answers =
        |event: &Seen, to: &str| carla.who.is_answer(event, to) && event.body().contains(ANSWER);
    let patiently = |room: &str, holds: &dyn Fn(&Seen) -> bool| {
        carla.who.wait_at_most(HALF_SENT, room, &holds);
    };
    anna.wait_at_most(HALF_SENT, apart, &|event| anna.is_answer(event, &new_work));
    let new_work = asked.elapsed().as_secs_f64();
    patiently(question_room, &|event| answers(event, &later));
    patiently(question_room, &|event| answers(event, &question));
    for room in &carla.rooms {
        patiently(room, &|event| event.body().ends_with(&text));
    }
    patiently(quiz_room, &|event| nth_of_quiz(event) == Some(3));
    replicas[leader].mend(fault);
    let other = &replicas[1 - leader];
    assert!(other.leads(), "the other one leads: {:#?}", other.bot().log());
    if !matches!(fault, Fault::Killed) {
        replicas[leader]
            .bot()
            .wait_for_line("that it lost the lead", |line| line.contains(LEADS[1]));
    }
    // Whatever the first still does, it does before it answers for the other: the report comes last.
    assert_eq!(carla.report(&format!("!meld bericht {broadcast}")), [ROOMS, ROOMS, 0, 0]);

    let count = |room: &str, holds: &dyn Fn(&Seen) -> bool| {
        carla.who.said_by(room, &bot).iter().filter(|event| holds(event)).count()
    };
    let answered =
        count(question_room, &|event| answers(event, &question) || answers(event, &later));
    let told = carla.rooms.iter().map(|room| count(room, &|event| event.body().ends_with(&text)));
    let asked = count(quiz_room, &|event| nth_of_quiz(event).is_some());
    ([[answered, 2], [told.sum(), ROOMS], [asked, 3]], new_work)
}

/// Which question of a quiz round this is.
fn nth_of_quiz(event: &Seen) -> Option<usize> {
    let text = event.0["content"]["org.matrix.msc1767.text"].as_str()?;
    let (nth, _) = text.strip_prefix("Vraag ")?.split_once(" van 3: ")?;
    nth.parse().ok()
}
