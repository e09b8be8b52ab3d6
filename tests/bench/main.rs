//! Is the bot quick and light? Latency, CPU, memory and start of the built binary, beside bots that
//! do nothing but say back what they hear.
//!
//!     cargo bench                     five interleaved runs, at most six minutes
//!     cargo bench -- --quick          one short run, to see that it works
//!     cargo bench -- --runs 3 --questions 30
//!
//! One throw-away Synapse serves everybody. In the plain rooms the asker is bare HTTP, in the
//! encrypted ones an independent client (matrix-nio); neither the binary's library nor the SDK is
//! linked here. Figures of different machines say little, ratios within a run much.

mod batch;
#[path = "../e2e/bot.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod bot;
#[path = "../e2e/colleague.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod colleague;
#[expect(dead_code, reason = "the other benches use all of it")]
mod figures;
#[path = "../e2e/homeserver.rs"]
#[expect(dead_code, reason = "the stories use all of it")]
mod homeserver;
#[expect(dead_code, reason = "the other benches use all of it")]
mod http;
mod lanes;
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

use figures::{Table, ratios};
use lanes::{Lane, Lanes, Runs};
use std::process::ExitCode;

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Options {
    /// Interleaved runs.
    runs: usize,
    /// Questions of a run to each bot in each room.
    questions: usize,
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { runs: 5, questions: 60 };
    while let Some(word) = words.next() {
        let mut number = || {
            let number = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
            number.ok_or(format!("{word} needs a number"))
        };
        match word.as_str() {
            "--quick" => options = Options { runs: 1, questions: 10 },
            "--runs" => options.runs = number()?,
            "--questions" => options.questions = number()?,
            // Cargo says this to every bench.
            "--bench" => {}
            _ => return Err(format!("{word}? There is --quick, --runs N and --questions N")),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let questions = batch::questions();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut lanes = Lanes::open(&runtime, &questions);
    let mut runs = Runs::default();
    for number in 1..=options.runs {
        eprintln!("run {number} of {}", options.runs);
        lanes.run(options.questions, &mut runs);
    }
    let memory = lanes.memory();
    let mut starts = Vec::new();
    for number in 1..=options.runs {
        eprintln!("start {number} of {}", options.runs);
        starts.push(lanes.restart());
    }
    drop(lanes);
    eprintln!("asking without a room");
    let speed = batch::answer(&questions[..questions.len().min(2_000)]);

    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "\nMedians of {} interleaved runs of {} questions; {profile} build, {cores} cores",
        options.runs, options.questions
    );
    let mut table = Table::default();
    show_latency(&mut table, &runs);
    show_cpu(&mut table, &runs);
    table.heading("Memory after the runs, with the whole base");
    table.row("bare SDK echo, resident", "MB", &[memory.sdk.0], None);
    table.row("meldmaat, resident", "MB", &[memory.meldmaat.0], Some(60.0));
    table.row("meldmaat, at most since its start", "MB", &[memory.meldmaat.1], None);
    table.heading("From launch to the answer to what was asked while it was down");
    let (sdk, meldmaat): (Vec<_>, Vec<_>) = starts.into_iter().unzip();
    table.row("bare SDK echo", "s", &sdk, None);
    table.row("meldmaat", "s", &meldmaat, Some(1.0));
    table.heading("meldmaat ask --batch");
    table.row("questions a second", "", &[speed.per_second], None);
    table.row("one question, median", "µs", &[speed.median_micros], None);
    table.row("one question, 99 of 100 below", "µs", &[speed.p99_micros], None);
    table.row("launch to first answer", "ms", &[speed.first_ms], None);
    table.close();
    ExitCode::SUCCESS
}

fn show_latency(table: &mut Table, runs: &Runs) {
    let http = &runs.of(Lane::PlainHttp).latency;
    table.heading("From question to answer in a plain room");
    table.row("bare HTTP echo", "ms", http, None);
    for (name, lane, target) in
        [("bare SDK echo", Lane::PlainSdk, None), ("meldmaat", Lane::PlainMeldmaat, Some(1.2))]
    {
        let latency = &runs.of(lane).latency;
        table.row(name, "ms", latency, None);
        table.row(&format!("{name} / HTTP echo"), "×", &ratios(latency, http), target);
    }
    table.heading("From question to answer in an encrypted room");
    let sdk = &runs.of(Lane::EncryptedSdk).latency;
    let meldmaat = &runs.of(Lane::EncryptedMeldmaat).latency;
    table.row("bare SDK echo", "ms", sdk, None);
    table.row("meldmaat", "ms", meldmaat, None);
    table.row("meldmaat / SDK echo", "×", &ratios(meldmaat, sdk), Some(1.2));
    table.row("meldmaat / HTTP echo in the plain room", "×", &ratios(meldmaat, http), None);
}

fn show_cpu(table: &mut Table, runs: &Runs) {
    table.heading("CPU seconds, user and system, per 1,000 questions");
    for (room, sdk, meldmaat, target) in [
        ("plain", Lane::PlainSdk, Lane::PlainMeldmaat, Some(1.25)),
        ("encrypted", Lane::EncryptedSdk, Lane::EncryptedMeldmaat, None),
    ] {
        let (sdk, meldmaat) = (&runs.of(sdk).cpu, &runs.of(meldmaat).cpu);
        table.row(&format!("bare SDK echo, {room}"), "s", sdk, None);
        table.row(&format!("meldmaat, {room}"), "s", meldmaat, None);
        let name = format!("meldmaat / SDK echo, {room}");
        table.row(&name, "×", &ratios(meldmaat, sdk), target);
    }
}
