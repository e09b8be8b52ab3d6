//! How far does one process go, and how long? Rooms by the hundred, and questions for minutes on end.
//!
//!     cargo bench --bench rooms                                10, 100 and 1,000 rooms: half an hour
//!     cargo bench --bench rooms -- --rooms 10,100              so many
//!     cargo bench --bench rooms -- --rooms 10 --encrypted 200  and so many encrypted ones
//!     cargo bench --bench rooms -- --soak 30                   so many minutes in 50 rooms, killed each minute
//!     cargo bench --bench rooms -- --script 200000             so many messages in a room at the keyboard
//!
//! A throw-away Synapse serves; making a room there takes longer than all that the bot does with it.

#[expect(dead_code, reason = "the other bench uses all of it")]
mod batch;
#[path = "../e2e/bot.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod bot;
#[path = "../e2e/colleague.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod colleague;
#[expect(dead_code, reason = "the other benches use all of it")]
mod figures;
mod grown;
#[path = "../e2e/homeserver.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod homeserver;
#[expect(dead_code, reason = "the other benches use all of it")]
mod http;
#[path = "../e2e/message.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod message;
#[expect(dead_code, reason = "the other benches use all of it")]
mod process;
#[path = "../e2e/python.rs"]
mod python;
mod soak;
#[path = "../e2e/world.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use std::process::ExitCode;

struct Options {
    rooms: Vec<usize>,
    encrypted: usize,
    soak: usize,
    script: usize,
}

fn options(mut words: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options { rooms: Vec::new(), encrypted: 0, soak: 0, script: 0 };
    let mut chosen = false;
    while let Some(word) = words.next() {
        // Cargo says this to every bench.
        if word == "--bench" {
            continue;
        }
        chosen = true;
        let value = words.next()?;
        match word.as_str() {
            "--rooms" => {
                options.rooms = value.split(',').map(|n| n.parse().ok()).collect::<Option<_>>()?;
            }
            "--encrypted" => options.encrypted = value.parse().ok()?,
            "--soak" => options.soak = value.parse().ok()?,
            "--script" => options.script = value.parse().ok()?,
            _ => return None,
        }
    }
    if !chosen {
        options.rooms = vec![10, 100, 1_000];
    }
    Some(options)
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("There is --rooms N,N,…, --encrypted N, --soak MINUTES and --script MESSAGES");
        return ExitCode::FAILURE;
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{}, {cores} cores, {} build", figures::today(), process::profile());
    if options.script > 0 {
        soak::at_the_keyboard(options.script);
    }
    if options.soak > 0 {
        soak::on_a_homeserver(options.soak);
    }
    if !options.rooms.is_empty() || options.encrypted > 0 {
        grown::measure(&options.rooms, options.encrypted);
    }
    ExitCode::SUCCESS
}
