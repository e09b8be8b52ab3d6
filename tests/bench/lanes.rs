//! Who is asked, in which room, by whom, and what did it take?

use crate::bot::{Bot, Home};
use crate::colleague::{Colleague, encrypted};
use crate::figures::median;
use crate::homeserver::Account;
use crate::http::{self, Asker, Line, PATIENCE};
use crate::message::Message;
use crate::process::{self, Echo, cpu_seconds};
use crate::world::World;
use serde_json::json;
use std::iter::{Cycle, StepBy};
use std::path::PathBuf;
use std::slice::Iter;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A stretch ends here, however few questions it was: all of them together stay within minutes.
const LONGEST_STRETCH: Duration = Duration::from_secs(9);
/// Questions that are not measured: connections, caches and keys come into being.
const WARM_UP: usize = 10;
/// From one question to the next in the list of all; prime, so that all topics have their turn.
const STRIDE: usize = 37;

/// A bot in a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// The bare HTTP echo in a plain room.
    PlainHttp,
    /// The SDK echo there.
    PlainSdk,
    /// The bot there.
    PlainMeldmaat,
    /// The SDK echo in an encrypted room.
    EncryptedSdk,
    /// The bot there.
    EncryptedMeldmaat,
}

/// In the order of a run.
const ALL: [Lane; 5] = [
    Lane::PlainHttp,
    Lane::PlainSdk,
    Lane::PlainMeldmaat,
    Lane::EncryptedSdk,
    Lane::EncryptedMeldmaat,
];

/// What the runs brought: one value each.
#[derive(Default)]
pub struct Measured {
    /// Milliseconds from question to answer, the median of the run.
    pub latency: Vec<f64>,
    /// CPU seconds per 1,000 questions; empty for the HTTP echo, which lives in this process.
    pub cpu: Vec<f64>,
}

/// What all lanes brought.
#[derive(Default)]
pub struct Runs([Measured; ALL.len()]);

impl Runs {
    /// What this lane brought.
    pub fn of(&self, lane: Lane) -> &Measured {
        &self.0[lane as usize]
    }
}

/// Resident memory in MB, now and at most.
pub struct Memory {
    /// Of the SDK echo.
    pub sdk: (f64, f64),
    /// Of the bot.
    pub meldmaat: (f64, f64),
}

/// The bots, their rooms and who asks there.
pub struct Lanes<'a> {
    world: World,
    home: Home,
    bot: Option<Bot>,
    echo_binary: PathBuf,
    echo_account: Account,
    echo_folder: TempDir,
    echo: Option<Echo>,
    asker: Asker<'a>,
    colleague: Colleague,
    /// Who is asked in each lane, and where.
    places: [(String, String); ALL.len()],
    /// How many events of each lane's room the colleague has looked at.
    looked_at: [usize; ALL.len()],
    questions: StepBy<Cycle<Iter<'a, String>>>,
}

impl<'a> Lanes<'a> {
    /// Starts everybody and brings them together; each bot has answered some questions then.
    pub fn open(runtime: &'a Runtime, questions: &'a [String]) -> Self {
        let echo_binary = process::build_echo();
        eprintln!("starting a homeserver, three bots and two who ask");
        let world = World::new(&[]);
        let url = world.server.url.clone();
        let line = |account: &Account| Line::new(&url, &account.user, &account.token);
        let home = Home::new(&url, &world.account("meldmaat"));
        let bot = home.start();
        let echo_account = world.account("sdk-echo");
        let echo_folder = tempfile::tempdir().expect("a folder");
        let mut echo = Echo::launch(&echo_binary, &url, &echo_account, echo_folder.path());
        echo.wait_until_ready();
        let http_echo = line(&world.account("http-echo"));
        let asker = Asker::start(runtime, line(&world.account("asker")));
        let colleague = world.colleague("colleague");

        let sdk = line(&echo_account);
        let plain = |bot: &str| runtime.block_on(asker.line.make_room(bot, &json!({})));
        let encrypted = |bot: &str| colleague.make_room(&[bot], encrypted());
        let places = ALL.map(|lane| {
            let (user, room) = match lane {
                Lane::PlainHttp => (&http_echo.user, plain(&http_echo.user)),
                Lane::PlainSdk => (&sdk.user, plain(&sdk.user)),
                Lane::PlainMeldmaat => (&home.user, plain(&home.user)),
                Lane::EncryptedSdk => (&sdk.user, encrypted(&sdk.user)),
                Lane::EncryptedMeldmaat => (&home.user, encrypted(&home.user)),
            };
            match lane {
                Lane::PlainHttp => runtime.block_on(http_echo.join(&room)),
                Lane::PlainSdk | Lane::EncryptedSdk => runtime.block_on(sdk.join(&room)),
                // The bot comes by itself.
                Lane::PlainMeldmaat | Lane::EncryptedMeldmaat => {}
            }
            (user.clone(), room)
        });
        http::start_echo(runtime, http_echo);
        let mut lanes = Self {
            world,
            home,
            bot: Some(bot),
            echo_binary,
            echo_account,
            echo_folder,
            echo: Some(echo),
            asker,
            colleague,
            places,
            looked_at: [0; ALL.len()],
            questions: questions.iter().cycle().step_by(STRIDE),
        };
        lanes.settle();
        lanes
    }

    /// Waits until everybody is where they are asked, and warms up.
    fn settle(&mut self) {
        let (meldmaat, _) = &self.places[Lane::PlainMeldmaat as usize];
        self.asker.word_of(meldmaat);
        for lane in [Lane::EncryptedSdk, Lane::EncryptedMeldmaat] {
            let (user, room) = &self.places[lane as usize];
            let joined = |event: &crate::colleague::Seen| event.is_membership(user, "join");
            self.colleague.wait(room, "the bot", joined);
            if lane == Lane::EncryptedMeldmaat {
                let welcome =
                    |event: &crate::colleague::Seen| event.sender() == user && event.is_message();
                self.colleague.wait(room, "the bot's welcome", welcome);
            }
        }
        for lane in ALL {
            for _ in 0..WARM_UP {
                self.ask(lane);
            }
        }
    }

    /// One run: a stretch of questions in each lane, one lane after the other.
    pub fn run(&mut self, questions: usize, runs: &mut Runs) {
        for lane in ALL {
            let process = self.process(lane);
            let cpu = process.map(cpu_seconds);
            let start = Instant::now();
            let mut latencies = Vec::new();
            while latencies.len() < questions && start.elapsed() < LONGEST_STRETCH {
                latencies.push(self.ask(lane).as_secs_f64() * 1e3);
            }
            let measured = &mut runs.0[lane as usize];
            if let (Some(process), Some(before)) = (process, cpu) {
                let used = cpu_seconds(process) - before;
                measured.cpu.push(used * 1e3 / latencies.len() as f64);
            }
            let middle = median(&latencies);
            eprintln!("  {lane:?}: {middle:.1} ms over {} questions", latencies.len());
            measured.latency.push(middle);
        }
    }

    fn process(&self, lane: Lane) -> Option<u32> {
        match lane {
            Lane::PlainHttp => None,
            Lane::PlainSdk | Lane::EncryptedSdk => self.echo.as_ref().map(|echo| echo.id),
            Lane::PlainMeldmaat | Lane::EncryptedMeldmaat => self.bot.as_ref().map(Bot::id),
        }
    }

    fn question(&mut self, lane: Lane) -> Message {
        let question = self.questions.next().expect("a list without end");
        Message::to(&self.places[lane as usize].0, question)
    }

    /// Asks and waits for the answer.
    fn ask(&mut self, lane: Lane) -> Duration {
        let question = self.question(lane);
        let (_, room) = &self.places[lane as usize];
        let start = Instant::now();
        match lane {
            Lane::PlainHttp | Lane::PlainSdk | Lane::PlainMeldmaat => {
                let id = self.asker.say(room, question.content());
                self.asker.reply(&id).duration_since(start)
            }
            Lane::EncryptedSdk | Lane::EncryptedMeldmaat => {
                let id = self.colleague.say(room, question);
                let looked_at = &mut self.looked_at[lane as usize];
                loop {
                    let events = self.colleague.events(room, *looked_at, PATIENCE);
                    assert!(!events.is_empty(), "no answer in {lane:?} in {PATIENCE:?}");
                    *looked_at += events.len();
                    if events.iter().any(|event| self.colleague.is_answer(event, &id)) {
                        return start.elapsed();
                    }
                }
            }
        }
    }

    /// The memory of the bots now.
    pub fn memory(&self) -> Memory {
        let of = |lane| process::memory(self.process(lane).expect("it runs"));
        Memory { sdk: of(Lane::PlainSdk), meldmaat: of(Lane::PlainMeldmaat) }
    }

    /// Stops both bots, asks, starts them; gives the seconds to the SDK echo's and the bot's answer.
    pub fn restart(&mut self) -> (f64, f64) {
        drop(self.echo.take());
        let asked = self.ask_the_absent(Lane::PlainSdk);
        let start = Instant::now();
        let url = &self.world.server.url;
        let data = self.echo_folder.path();
        self.echo = Some(Echo::launch(&self.echo_binary, url, &self.echo_account, data));
        let sdk = self.asker.reply(&asked).duration_since(start);

        if let Some(bot) = self.bot.take() {
            bot.terminate();
        }
        let asked = self.ask_the_absent(Lane::PlainMeldmaat);
        let start = Instant::now();
        self.bot = Some(self.home.launch());
        let meldmaat = self.asker.reply(&asked).duration_since(start);
        (sdk.as_secs_f64(), meldmaat.as_secs_f64())
    }

    fn ask_the_absent(&mut self, lane: Lane) -> String {
        let question = self.question(lane).content();
        self.asker.say(&self.places[lane as usize].1, question)
    }
}
