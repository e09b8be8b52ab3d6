//! What does a room more cost? Start, memory, rest and answers as the number of rooms grows.

use crate::bot::{Bot, Home};
use crate::colleague::Colleague;
use crate::figures::{Grid, median, percentile, shown};
use crate::http::{self, Asker, Line};
use crate::message::Message;
use crate::process::{cpu_seconds, memory};
use crate::world::World;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// So many make rooms at the same time.
const CREATORS: usize = 4;
/// How often the same question is asked for the latency.
const QUESTIONS: usize = 60;
/// How long the bot is left alone.
const REST: Duration = Duration::from_secs(60);
/// Starts of which the middle one counts.
const STARTS: usize = 3;

/// What was measured with so many rooms.
struct Size {
    rooms: String,
    start: f64,
    fresh: f64,
    asked: f64,
    peak: f64,
    idle: f64,
    latency: Vec<f64>,
    floor: Vec<f64>,
}

/// Grows a bot to these numbers of rooms, and another one to so many encrypted rooms; prints a table.
pub fn measure(sizes: &[usize], encrypted: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let world = World::new(&[]);
    let line = |name: &str| {
        let account = world.account(name);
        Line::new(&world.server.url, &account.user, &account.token)
    };
    let mut crowd = Crowd::new(&runtime, &line, &world);
    let mut measured = Vec::new();
    let home = Home::new(&world.server.url, &world.account("meldmaat"));
    let mut bot = home.start();
    let mut sizes = sizes.to_vec();
    sizes.sort_unstable();
    for size in sizes {
        crowd.grow(&home.user, size);
        let (size, goes_on) = crowd.size(&home, bot, format!("{size}"));
        measured.push(size);
        bot = goes_on;
    }
    drop(bot);
    if encrypted > 0 {
        let home = Home::new(&world.server.url, &world.account("meldmaat"));
        let bot = home.start();
        let owner = world.colleague("owner");
        let rooms: Vec<String> = (1..=encrypted)
            .inspect(|number| told(*number, encrypted, "encrypted rooms"))
            .map(|_| owner.encrypted_team(&home.user))
            .collect();
        measured.push(sealed(&home, bot, &owner, &rooms, &mut crowd));
    }
    print(&measured);
}

/// Who makes the rooms, who asks, and the echo to compare with.
struct Crowd<'a> {
    runtime: &'a Runtime,
    creators: Vec<Asker<'a>>,
    /// The rooms of each creator.
    rooms: Vec<Vec<String>>,
    asker: Asker<'a>,
    /// Where the asker asks the bot; made with the first rooms.
    place: Option<String>,
    echo: String,
}

impl<'a> Crowd<'a> {
    fn new(runtime: &'a Runtime, line: &dyn Fn(&str) -> Line, world: &World) -> Self {
        let creators = (0..CREATORS).map(|_| Asker::start(runtime, line("maker"))).collect();
        let account = world.account("http-echo");
        let echo = || Line::new(&world.server.url, &account.user, &account.token);
        let asker = Asker::start(runtime, line("asker"));
        let room = runtime.block_on(asker.line.make_room(&account.user, &json!({})));
        runtime.block_on(echo().join(&room));
        http::start_echo(runtime, echo());
        let rooms = vec![Vec::new(); CREATORS];
        Self { runtime, creators, rooms, asker, place: None, echo: room }
    }

    /// Makes rooms until there are so many, and waits until the bot said hello in each.
    fn grow(&mut self, bot: &str, size: usize) {
        let there =
            self.rooms.iter().map(Vec::len).sum::<usize>() + usize::from(self.place.is_some());
        let begun = Instant::now();
        if self.place.is_none() {
            let room = self.runtime.block_on(self.asker.line.make_room(bot, &json!({})));
            self.place = Some(room);
            self.asker.word_of(bot);
        }
        let missing = size.saturating_sub(there.max(1));
        let share = |number: usize| missing / CREATORS + usize::from(number < missing % CREATORS);
        let runtime = self.runtime;
        std::thread::scope(|scope| {
            let creators = self.creators.iter_mut().zip(&mut self.rooms).enumerate();
            for (number, (creator, rooms)) in creators {
                scope.spawn(move || {
                    for made in 1..=share(number) {
                        rooms.push(runtime.block_on(creator.line.make_room(bot, &json!({}))));
                        creator.word_of(bot);
                        if number == 0 {
                            told(made * CREATORS, missing, "rooms more");
                        }
                    }
                });
            }
        });
        eprintln!("  {size} rooms after {:.0} s", begun.elapsed().as_secs_f64());
    }

    /// Starts the bot anew, and measures.
    fn size(&mut self, home: &Home, bot: Bot, name: String) -> (Size, Bot) {
        let (mut bot, start) = restarted(home, bot);
        let fresh = memory(bot.id()).0;
        let idle = rest(&mut bot);
        let user = &home.user;
        for (creator, rooms) in self.creators.iter_mut().zip(&self.rooms) {
            for room in rooms.iter().step_by(10) {
                let asked = creator.say(room, question(user));
                creator.reply(&asked);
            }
        }
        let place = self.place.clone().expect("made with the first rooms");
        let mut ask = |room: &str| {
            let begun = Instant::now();
            let asked = self.asker.say(room, question(user));
            self.asker.reply(&asked).duration_since(begun).as_secs_f64() * 1e3
        };
        // In turn, so that what slows the machine slows both.
        let both = (0..QUESTIONS).map(|_| (ask(&place), ask(&self.echo)));
        let (latency, floor) = both.unzip();
        let (asked, peak) = memory(bot.id());
        (Size { rooms: name, start, fresh, asked, peak, idle, latency, floor }, bot)
    }
}

/// The same for encrypted rooms, where only the owner can ask.
fn sealed(home: &Home, bot: Bot, owner: &Colleague, rooms: &[String], crowd: &mut Crowd) -> Size {
    let (mut bot, start) = restarted(home, bot);
    let fresh = memory(bot.id()).0;
    let idle = rest(&mut bot);
    let ask = |room: &str| {
        let begun = Instant::now();
        owner.ask_bot(room, Message::to(&home.user, "wat is stap 2"));
        begun.elapsed().as_secs_f64() * 1e3
    };
    rooms.iter().step_by(10).for_each(|room| {
        ask(room);
    });
    let mut echoed = || {
        let begun = Instant::now();
        let asked = crowd.asker.say(&crowd.echo, question(&home.user));
        crowd.asker.reply(&asked).duration_since(begun).as_secs_f64() * 1e3
    };
    let both = (0..QUESTIONS).map(|_| (ask(&rooms[0]), echoed()));
    let (latency, floor) = both.unzip();
    let (asked, peak) = memory(bot.id());
    let name = format!("{} encrypted", rooms.len());
    Size { rooms: name, start, fresh, asked, peak, idle, latency, floor }
}

fn question(bot: &str) -> Value {
    Message::to(bot, "wat is stap 2").content()
}

/// Stops and starts it; gives the middle one of the seconds until it was ready.
fn restarted(home: &Home, mut bot: Bot) -> (Bot, f64) {
    let mut starts = Vec::new();
    for number in 0..STARTS {
        bot.terminate();
        let begun = Instant::now();
        bot = home.start();
        starts.push(begun.elapsed().as_secs_f64());
        if number + 1 == STARTS {
            eprintln!("  ready after {starts:.2?} s");
        }
    }
    (bot, median(&starts))
}

/// CPU seconds of a minute in which nobody says anything.
fn rest(bot: &mut Bot) -> f64 {
    let before = cpu_seconds(bot.id());
    bot.runs_for(REST);
    cpu_seconds(bot.id()) - before
}

fn told(done: usize, of: usize, what: &str) {
    if done.is_multiple_of(100) {
        eprintln!("  {} of {of} {what}", done.min(of));
    }
}

fn print(sizes: &[Size]) {
    let mut grid = Grid::new(sizes.iter().map(|size| format!("{} rooms", size.rooms)).collect());
    let first = sizes.first().expect("a size");
    let mut row = |name: &str, of: &dyn Fn(&Size) -> String| {
        grid.row(name, sizes.iter().map(of).collect());
    };
    row("start until ready", &|size| format!("{} s", shown(size.start)));
    row("memory after the start", &|size| format!("{} MB", shown(size.fresh)));
    row("memory after questions in a tenth of the rooms", &|size| {
        format!("{} MB", shown(size.asked))
    });
    row("memory at most", &|size| format!("{} MB", shown(size.peak)));
    row("CPU in a minute of rest", &|size| format!("{} s", shown(size.idle)));
    row("question to answer, median", &|size| format!("{} ms", shown(median(&size.latency))));
    row("question to answer, 95 of 100 below", &|size| {
        format!("{} ms", shown(percentile(&size.latency, 0.95)))
    });
    row("the echo over bare HTTP, median", &|size| format!("{} ms", shown(median(&size.floor))));
    row("median by the echo's", &|size| {
        format!("{:.2} ×", median(&size.latency) / median(&size.floor))
    });
    row("median by that of the first column", &|size| {
        format!("{:.2} ×", median(&size.latency) / median(&first.latency))
    });
    println!();
    grid.print();
}
