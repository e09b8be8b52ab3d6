//! How does the bot stand beside what else there is? The same work on the same Synapse, in one run.
//!
//!     cargo bench --bench peers -- --plugin echo.mbp --plugin reminder.mbp      ten minutes
//!     cargo bench --bench peers -- --quick          a few questions and reminders, to see that it works
//!
//! matrix-reminder-bot and maubot come from PyPI. maubot's plugins are not there: they are given, as files
//! that `mbc build` makes of github.com/maubot/echo and github.com/maubot/reminder. The floor is an echo over
//! bare HTTP, and for reminders the same messages by bare HTTP with as many requests at once as the bot has.
//! The peers answer a command (`!help`, `!echo`), the bot a question.

#[path = "../e2e/bot.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod bot;
#[path = "../e2e/colleague.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod colleague;
mod contender;
mod due;
#[expect(dead_code, reason = "the other benches use all of it")]
mod figures;
#[path = "../e2e/homeserver.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod homeserver;
#[expect(dead_code, reason = "the other benches use all of it")]
mod http;
mod install;
#[expect(dead_code, reason = "the other bench prints all of it")]
mod limited;
#[path = "../e2e/message.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod message;
#[expect(dead_code, reason = "the other benches use all of it")]
mod process;
#[path = "../e2e/python.rs"]
mod python;
#[path = "../e2e/world.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use contender::Contender;
use due::{Fault, Outcome};
use figures::{Grid, median, ratios, shown, today};
use http::{Asker, Line};
use limited::Limited;
use process::cpu_seconds;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use world::World;

/// What is asked; the bot's answers to them are of different lengths.
const QUESTIONS: [&str; 4] = [
    "wat is stap 2",
    "wie bel ik in Hengelo",
    "wanneer moet ik melden",
    "wat is het afwegingskader",
];

struct Options {
    plugins: Vec<PathBuf>,
    /// Interleaved runs, questions of a run to each bot, reminders of one second, rooms of the broadcast.
    runs: usize,
    questions: usize,
    reminders: usize,
    rooms: usize,
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options =
        Options { plugins: Vec::new(), runs: 3, questions: 40, reminders: 100, rooms: 50 };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--plugin" => {
                let file = words.next().ok_or("--plugin needs a file")?;
                options.plugins.push(contender::existing(&file)?);
            }
            "--runs" => {
                let runs = words.next().and_then(|number| number.parse().ok());
                options.runs = runs.filter(|runs| *runs > 0).ok_or("--runs needs a number")?;
            }
            "--quick" => {
                (options.runs, options.questions, options.reminders, options.rooms) =
                    (1, 10, 10, 0);
            }
            // Cargo says this to every bench.
            "--bench" => {}
            _ => return Err(format!("{word}? There is --quick, --runs N and --plugin FILE.mbp")),
        }
    }
    Ok(options)
}

/// What was measured of one bot.
#[derive(Default)]
struct Measured {
    latency: Vec<f64>,
    cpu: Vec<f64>,
    starts: Vec<f64>,
    memory: f64,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let runtime = Runtime::new().expect("a runtime");
    let world = World::new(&[]);
    let (mut bots, mut absent) = (vec![Contender::meldmaat(&world)], Vec::new());
    let peers = [
        ("matrix-reminder-bot", Contender::reminder_bot(&world)),
        ("maubot", Contender::maubot(&runtime, &world, &options.plugins)),
    ];
    for (name, peer) in peers {
        match peer {
            Ok(peer) => bots.push(peer),
            Err(reason) => absent.push((name, reason)),
        }
    }
    let line = |name: &str| {
        let account = world.account(name);
        Line::new(&world.server.url, &account.user, &account.token)
    };
    let mut asker = Asker::start(&runtime, line("asker"));
    let account = world.account("http-echo");
    let echo = || Line::new(&world.server.url, &account.user, &account.token);
    let rooms = meet(&runtime, &mut asker, &mut bots, &echo());
    http::start_echo(&runtime, echo());
    let mut floor = Vec::new();
    let mut measured: Vec<Measured> = bots.iter().map(|_| Measured::default()).collect();
    for number in 1..=options.runs {
        eprintln!("run {number} of {}", options.runs);
        floor.push(echoed(&mut asker, &rooms[&account.user], options.questions));
        for (bot, measured) in bots.iter().zip(&mut measured) {
            questions(&mut asker, bot, &rooms[&bot.user], options.questions, measured);
        }
    }
    for (bot, measured) in bots.iter_mut().zip(&mut measured) {
        measured.memory = bot.memory();
        eprintln!("  {}: {} MB", bot.name, shown(measured.memory));
        for _ in 0..options.runs {
            measured.starts.push(restart(&mut asker, bot, &rooms[&bot.user]));
        }
    }
    // While one message in five seconds goes out elsewhere there is time for faults.
    let (faults, limited) = std::thread::scope(|scope| {
        let sending =
            (options.rooms > 0).then(|| scope.spawn(|| limited::broadcast(options.rooms)));
        let faults = due::faults(&mut asker, &mut bots, &rooms);
        (faults, sending.map(|sending| sending.join().expect("the broadcast")))
    });
    let few = options.reminders;
    let crowd = Crowd {
        floor: due::floor(&runtime, &Arc::new(echo()), &rooms[&account.user], few),
        bots: due::crowd(&mut asker, &bots, &rooms, few),
    };
    let results = Results { bots: &bots, absent, floor, measured, crowd, faults, limited };
    results.print(&options);
    ExitCode::SUCCESS
}

/// A room for each bot, with it in it.
fn meet(
    runtime: &Runtime,
    asker: &mut Asker,
    bots: &mut [Contender],
    echo: &Line,
) -> BTreeMap<String, String> {
    let mut rooms = BTreeMap::new();
    let make = |asker: &Asker, user: &str| runtime.block_on(asker.line.make_room(user, &json!({})));
    // All before the first room: maubot does not see an invitation that is there when it starts.
    bots.iter_mut().for_each(Contender::launch_if_it_is_down);
    for bot in bots {
        eprintln!("meeting {}", bot.name);
        let room = make(asker, &bot.user);
        bot.ask_until_answered(asker, &room);
        rooms.insert(bot.user.clone(), room);
    }
    let room = make(asker, &echo.user);
    runtime.block_on(echo.join(&room));
    rooms.insert(echo.user.clone(), room);
    rooms
}

/// The median of so many questions to the echo, in milliseconds.
fn echoed(asker: &mut Asker, room: &str, questions: usize) -> f64 {
    let took = QUESTIONS.iter().cycle().take(questions).map(|question| {
        let begun = Instant::now();
        let asked = asker.say(room, json!({"msgtype": "m.text", "body": question}));
        asker.reply(&asked).duration_since(begun).as_secs_f64() * 1e3
    });
    median(&took.collect::<Vec<_>>())
}

/// So many questions to a bot.
fn questions(asker: &mut Asker, bot: &Contender, room: &str, count: usize, into: &mut Measured) {
    let before = cpu_seconds(bot.id());
    let took = QUESTIONS.iter().cycle().take(count);
    let took = took.map(|question| bot.ask(asker, room, question).as_secs_f64() * 1e3);
    into.latency.push(median(&took.collect::<Vec<_>>()));
    into.cpu.push((cpu_seconds(bot.id()) - before) * 1e3 / count as f64);
    let (latency, cpu) = (into.latency.last(), into.cpu.last());
    eprintln!("  {}: {latency:.1?} ms, {cpu:.1?} s for 1,000", bot.name);
}

/// Seconds from launch to the first answer. It was asked once while it was away.
fn restart(asker: &mut Asker, bot: &mut Contender, room: &str) -> f64 {
    bot.kill();
    let mut asked = vec![asker.say(room, bot.question(QUESTIONS[0]))];
    // What was said before the kill is not an answer to this.
    while asker.wait_at_most(Duration::from_millis(100), |_| true).is_some() {}
    let begun = Instant::now();
    bot.launch();
    bot.answer(asker, room, &mut asked).duration_since(begun).as_secs_f64()
}

/// Reminders of one second.
struct Crowd {
    floor: Outcome,
    bots: Vec<Option<Outcome>>,
}

struct Results<'a> {
    bots: &'a [Contender],
    absent: Vec<(&'static str, String)>,
    floor: Vec<f64>,
    measured: Vec<Measured>,
    crowd: Crowd,
    faults: Vec<(Fault, Vec<Option<Outcome>>)>,
    limited: Option<Limited>,
}

impl Results<'_> {
    /// One row of the table: the floor's cell, and one for each bot.
    fn row(&self, grid: &mut Grid, name: &str, floor: String, of: impl Fn(usize) -> String) {
        let ran = (0..self.bots.len()).map(of);
        let absent = self.absent.iter().map(|_| "not run".to_owned());
        grid.row(name, std::iter::once(floor).chain(ran).chain(absent).collect());
    }

    fn print(&self, options: &Options) {
        let names = self.bots.iter().map(|bot| bot.name.clone());
        let absent = self.absent.iter().map(|(name, _)| (*name).to_owned());
        let headings = std::iter::once("bare HTTP".to_owned()).chain(names).chain(absent);
        let mut grid = Grid::new(headings.collect());
        let unit = |value: f64, unit: &str| format!("{} {unit}", shown(value));
        let of = |at: usize| &self.measured[at];
        let floor = median(&self.floor);
        self.row(&mut grid, "question or command to answer", unit(floor, "ms"), |at| {
            unit(median(&of(at).latency), "ms")
        });
        self.row(&mut grid, "the same, by the floor of its run (runs)", "1".into(), |at| {
            let ratios = ratios(&of(at).latency, &self.floor);
            let runs: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
            format!("{:.2} × ({})", median(&ratios), runs.join(" "))
        });
        self.row(&mut grid, "CPU for 1,000 of them", "–".into(), |at| {
            unit(median(&of(at).cpu), "s")
        });
        self.row(&mut grid, "memory after them", "–".into(), |at| unit(of(at).memory, "MB"));
        self.row(&mut grid, "launch to the first answer", "–".into(), |at| {
            unit(median(&of(at).starts), "s")
        });
        let (middle, last) = self.crowd.floor.lateness();
        let name = format!("{} reminders of one second: median late, last", options.reminders);
        self.row(&mut grid, &name, format!("{middle}, {last}"), |at| {
            self.crowd.bots[at].as_ref().map_or("not run".into(), |it| {
                let (middle, last) = it.lateness();
                if middle == last { middle } else { format!("{middle}, {last}") }
            })
        });
        for (fault, outcomes) in &self.faults {
            self.row(&mut grid, fault.name(), "–".into(), |at| {
                outcomes[at].as_ref().map_or("not run".into(), Outcome::words)
            });
        }
        if let Some(sent) = &self.limited {
            let name = format!("a message to {} rooms under default limits", options.rooms);
            let allowed = format!("{} s allowed", shown(sent.allowed));
            self.row(&mut grid, &name, allowed, |at| match at {
                0 => format!("{} s", shown(sent.last)),
                _ => "has none".into(),
            });
            self.row(&mut grid, "a question meanwhile (when idle)", "–".into(), |at| match at {
                0 => format!("{} ms ({} ms)", shown(sent.meanwhile), shown(sent.idle)),
                _ => "has none".into(),
            });
        }
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        println!(
            "\n{}, {cores} cores, Synapse {} on SQLite, limits lifted, loopback; meldmaat: {} build; \
             medians of {} interleaved runs of {}; {} requests at once by bare HTTP\n",
            today(),
            synapse(),
            process::profile(),
            options.runs,
            options.questions,
            due::AT_ONCE,
        );
        grid.print();
        for (name, reason) in &self.absent {
            println!("\n{name} was not run: {reason}");
        }
    }
}

/// The version of the homeserver, as the stories' requirements fix it.
fn synapse() -> &'static str {
    let requirements = include_str!("../e2e/requirements.txt");
    let line = requirements.lines().find_map(|line| line.strip_prefix("matrix-synapse=="));
    line.expect("a homeserver")
}
