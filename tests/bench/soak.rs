//! Does it stay small, and does it keep count, when it goes on and on?

use crate::batch;
use crate::bot::Home;
use crate::figures::shown;
use crate::http::{Asker, Line, PATIENCE};
use crate::message::Message;
use crate::process::{BINARY, memory};
use crate::world::World;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Rooms on the homeserver, and how many people ask at the same time.
const ROOMS: usize = 50;
const PEOPLE: usize = 2;
/// When in a bot's life its memory is looked at, and when it is killed.
const LOOK: Duration = Duration::from_secs(50);
const LIFE: Duration = Duration::from_secs(60);
/// From one question to the next in the list of all; prime, so that all topics have their turn.
const STRIDE: usize = 37;

/// One person's rooms, and what came of their questions.
struct Person<'a> {
    asker: Asker<'a>,
    rooms: Vec<String>,
    /// How often each question was answered.
    answers: HashMap<String, usize>,
}

impl Person<'_> {
    /// Asks, and waits for the answer, counting every other that comes meanwhile.
    fn ask(&mut self, bot: &str, room: usize, text: &str) {
        let room = &self.rooms[room % self.rooms.len()];
        let asked = self.asker.say(room, Message::to(bot, text).content());
        self.answers.insert(asked.clone(), 0);
        let answers = &mut self.answers;
        let came = self.asker.wait_at_most(PATIENCE, |event| {
            let content = &event["content"];
            let to = content["m.relates_to"]["m.in_reply_to"]["event_id"].as_str();
            // A later version of an answer is not a second one.
            let theirs = event["sender"] == bot && content["m.new_content"] == Value::Null;
            if let Some(count) = to.filter(|_| theirs).and_then(|to| answers.get_mut(to)) {
                *count += 1;
            }
            theirs && to == Some(&asked)
        });
        if came.is_none() {
            eprintln!("  no answer to {asked} in {PATIENCE:?}");
        }
    }
}

/// Questions in 50 rooms all the while, and a kill each minute.
pub fn on_a_homeserver(minutes: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let world = World::new(&[]);
    let home = Home::new(&world.server.url, &world.account("meldmaat"));
    let mut bot = Some(home.start());
    let user = home.user.as_str();
    let questions = batch::questions();
    let mut people: Vec<Person> = (0..PEOPLE)
        .map(|_| {
            let account = world.account("asker");
            let line = Line::new(&world.server.url, &account.user, &account.token);
            let mut asker = Asker::start(&runtime, line);
            let make = |asker: &mut Asker| {
                let room = runtime.block_on(asker.line.make_room(user, &json!({})));
                asker.word_of(user);
                room
            };
            let rooms = (0..ROOMS / PEOPLE).map(|_| make(&mut asker)).collect();
            Person { asker, rooms, answers: HashMap::new() }
        })
        .collect();
    let end = Instant::now() + LIFE * u32::try_from(minutes).expect("not for ever");
    let mut sizes = Vec::new();
    std::thread::scope(|scope| {
        for (number, person) in people.iter_mut().enumerate() {
            let mut questions = questions.iter().cycle().skip(number).step_by(STRIDE);
            scope.spawn(move || {
                for room in 0.. {
                    if Instant::now() > end {
                        return;
                    }
                    person.ask(user, room, questions.next().expect("a list without end"));
                }
            });
        }
        while Instant::now() < end {
            let running = bot.as_mut().expect("it runs");
            running.runs_for(LOOK);
            let size = memory(running.id()).0;
            eprintln!("  {} MB", shown(size));
            sizes.push(size);
            running.runs_for(LIFE.saturating_sub(LOOK));
            // Before the next one is there the first one is gone.
            drop(bot.take());
            bot = Some(home.launch());
        }
    });
    // Whatever still was to come in a room comes before the answer to a last question.
    for person in &mut people {
        (0..person.rooms.len()).for_each(|room| person.ask(user, room, "wat is stap 2"));
    }
    let all: Vec<usize> =
        people.iter().flat_map(|person| person.answers.values().copied()).collect();
    let of = |holds: &dyn Fn(usize) -> bool| all.iter().filter(|count| holds(**count)).count();
    println!(
        "\n{minutes} minutes on Synapse, {ROOMS} rooms, {} kills: {} questions, {} answered once, {} never, \
         {} more than once",
        sizes.len(),
        all.len(),
        of(&|count| count == 1),
        of(&|count| count == 0),
        of(&|count| count > 1),
    );
    let sizes: Vec<String> = sizes.into_iter().map(shown).collect();
    println!("memory {} s after each start, in MB: {}", LOOK.as_secs(), sizes.join(" "));
}

/// So many messages in rooms at the keyboard, a thousand a day, of which one in five is not for the bot.
pub fn at_the_keyboard(messages: usize) {
    const A_DAY: usize = 1_000;
    const LOOKS: usize = 10;
    let mut child = Command::new(BINARY)
        .args(["chat", "--now", "2026-12-08T09:00", "--knowledge"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"))
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let out = BufReader::new(child.stdout.take().expect("piped above"));
    let (day, days) = channel();
    let reading = std::thread::spawn(move || {
        let mut said = 0_usize;
        for line in out.lines().map_while(Result::ok) {
            said += usize::from(line.starts_with("meldmaat"));
            if line.starts_with("(het is nu") && day.send(()).is_err() {
                break;
            }
        }
        said
    });
    let questions = batch::questions();
    let mut questions = questions.iter().cycle().step_by(STRIDE);
    let mut stdin = child.stdin.take().expect("piped above");
    let (begun, mut asked, mut sizes) = (Instant::now(), 0, Vec::new());
    for number in 1..=messages {
        let text = questions.next().expect("a list without end");
        let to_it = !number.is_multiple_of(5);
        asked += usize::from(to_it);
        if number % 100 == 1 {
            writeln!(stdin, "/kamer team-{}", number / 100 % 4).expect("it reads");
        }
        writeln!(stdin, "{}{text}", if to_it { "!meld " } else { "" }).expect("it reads");
        if number.is_multiple_of(A_DAY) {
            writeln!(stdin, "/klok +1d").expect("it reads");
            days.recv().expect("it goes on");
            if number.is_multiple_of((messages / LOOKS).max(A_DAY)) {
                let (now, most) = memory(child.id());
                eprintln!(
                    "  {number} messages, {:.0} s: {} MB, at most {}",
                    begun.elapsed().as_secs_f64(),
                    shown(now),
                    shown(most)
                );
                sizes.push(now);
            }
        }
    }
    drop(stdin);
    let said = reading.join().expect("no panic");
    assert!(child.wait().expect("our own child").success(), "it failed");
    println!(
        "\n{messages} messages at the keyboard in {:.0} s, {asked} of them to the bot; it said {said}",
        begun.elapsed().as_secs_f64()
    );
    let sizes: Vec<String> = sizes.into_iter().map(shown).collect();
    println!("memory after each tenth, in MB: {}", sizes.join(" "));
}
