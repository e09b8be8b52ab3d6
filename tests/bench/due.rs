//! What becomes of reminders: how late they come, and who loses or doubles them when things go wrong?

use crate::contender::Contender;
use crate::figures::{median, now, percentile, shown};
use crate::http::{Asker, Line};
use crate::process::signal;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// As many requests at once as the bot has for what can wait.
pub const AT_ONCE: usize = 6;
/// Reminders of one fault.
const FEW: usize = 10;
/// How long after the last moment a reminder that did not come is waited for.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// What a fault did to the reminders of one bot.
pub struct Outcome {
    /// How late each came, in milliseconds; none when it never came, several when it came again.
    came: Vec<Vec<f64>>,
}

impl Outcome {
    /// `10 sent, at most 3.2 s late`, `10 never sent`.
    pub fn words(&self) -> String {
        let lost = self.came.iter().filter(|times| times.is_empty()).count();
        let doubled = self.came.iter().filter(|times| times.len() > 1).count();
        let firsts = self.came.iter().filter_map(|times| times.first()).copied();
        let latest = firsts.fold(0.0, f64::max) / 1_000.0;
        let twice = if doubled > 0 { format!(", {doubled} twice") } else { String::new() };
        match (lost, self.came.len()) {
            (lost, all) if lost == all => format!("{lost} never sent"),
            (0, all) => format!("all {all} sent, {} s late{twice}", shown(latest)),
            (lost, _) => format!("{lost} never sent, others {} s late{twice}", shown(latest)),
        }
    }

    /// How late each was that came.
    fn late(&self) -> Vec<f64> {
        self.came.iter().filter_map(|times| times.first()).copied().collect()
    }

    /// The middle one and the last, or why there is none.
    pub fn lateness(&self) -> (String, String) {
        let late = self.late();
        if late.len() < self.came.len() {
            let words = self.words();
            return (words.clone(), words);
        }
        (format!("{} ms", shown(median(&late))), format!("{} ms", shown(percentile(&late, 1.0))))
    }
}

/// When the homeserver had it.
fn time(event: &Value) -> f64 {
    event["origin_server_ts"].as_f64().expect("a time")
}

/// The minute that begins at least this much later.
fn minute_after(least: Duration) -> Timestamp {
    let least = now().as_second() + least.as_secs().cast_signed();
    Timestamp::from_second((least / 60 + 1) * 60).expect("a moment")
}

/// A text that stands in nothing else, and that no guard takes for an address or a number of somebody.
fn text(mark: &str, number: usize) -> String {
    let letter = |digit: usize| char::from(b"abcdefghij"[digit % 10]);
    format!("koffie rondje-{mark}{}{}.", letter(number / 10), letter(number))
}

/// Plans so many in a room; each is confirmed before this returns. False when it plans none.
fn plan(
    asker: &mut Asker,
    bot: &Contender,
    room: &str,
    due: Timestamp,
    mark: &str,
    count: usize,
) -> bool {
    // Answers to what was asked before are no confirmations.
    while asker.wait_at_most(Duration::from_millis(300), |_| true).is_some() {}
    for number in 0..count {
        let Some(command) = bot.reminder(due, &text(mark, number)) else { return false };
        asker.say(room, command);
    }
    let mut confirmed = 0;
    let all = asker.wait_at_most(Duration::from_secs(90), |event| {
        confirmed += usize::from(event["sender"] == bot.user);
        confirmed == count
    });
    if all.is_none() || now() > due {
        eprintln!("  {} confirmed {confirmed} of {count}, and that too late", bot.name);
        return false;
    }
    true
}

/// Everything that comes until a moment.
fn listen(asker: &mut Asker, until: Timestamp) -> Vec<Value> {
    let mut heard = Vec::new();
    while let Ok(left) = Duration::try_from(until.duration_since(now())) {
        heard.extend(asker.wait_at_most(left, |_| true).map(|(_, event)| event));
    }
    heard
}

/// What came of the reminders of a bot.
fn outcome(heard: &[Value], bot: &Contender, due: Timestamp, mark: &str, count: usize) -> Outcome {
    let due = due.as_millisecond() as f64;
    let came = (0..count).map(|number| {
        let text = text(mark, number);
        let of_it = |event: &&Value| {
            // What confirms it stands before the moment.
            event["sender"] == bot.user
                && time(event) >= due
                && event["content"]["body"].as_str().is_some_and(|body| body.contains(&text))
        };
        heard.iter().filter(of_it).map(|event| time(event) - due).collect()
    });
    Outcome { came: came.collect() }
}

/// So many reminders of each bot due in one second; a third of a minute for each bot.
pub fn crowd(
    asker: &mut Asker,
    bots: &[Contender],
    rooms: &BTreeMap<String, String>,
    count: usize,
) -> Vec<Option<Outcome>> {
    eprintln!("  {count} reminders of each bot");
    let minute = minute_after(Duration::from_secs(150));
    // Ours are planned to the minute, those of the peers to the second.
    let places = bots.iter().zip([("k", 0), ("l", 20), ("m", 40)]);
    let planned = places.map(|(bot, (mark, second))| {
        let due = minute + SignedDuration::from_secs(second);
        (bot, mark, due, plan(asker, bot, &rooms[&bot.user], due, mark, count))
    });
    let planned: Vec<_> = planned.collect();
    if now() > minute {
        eprintln!("  planning took too long: some came while others were planned");
        return bots.iter().map(|_| None).collect();
    }
    let heard = listen(asker, minute + SignedDuration::from_secs(40) + PATIENCE);
    let outcomes = planned.into_iter().map(|(bot, mark, due, planned)| {
        let outcome = planned.then(|| outcome(&heard, bot, due, mark, count))?;
        eprintln!("  {}: {:?}", bot.name, outcome.lateness());
        Some(outcome)
    });
    outcomes.collect()
}

/// What is done to the bots around the moment.
#[derive(Clone, Copy)]
pub enum Fault {
    /// SIGKILL ten seconds before, started ten seconds after.
    DownWhenDue,
    /// SIGKILL twenty seconds before, started ten seconds before.
    Restarted,
    /// SIGSTOP two seconds before, SIGCONT three seconds after.
    Paused,
}

impl Fault {
    /// As the table names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::DownWhenDue => "SIGKILL 10 s before due, started 10 s after",
            Self::Restarted => "SIGKILL 20 s before due, started 10 s before",
            Self::Paused => "SIGSTOP from 2 s before due to 3 s after",
        }
    }
}

/// The faults, a minute after one another, for all bots at once: nobody's speed is measured.
pub fn faults(
    asker: &mut Asker,
    bots: &mut [Contender],
    rooms: &BTreeMap<String, String>,
) -> Vec<(Fault, Vec<Option<Outcome>>)> {
    let first = minute_after(Duration::from_secs(50));
    let faults = [(Fault::Restarted, "x"), (Fault::DownWhenDue, "y"), (Fault::Paused, "z")];
    let faults: Vec<_> = (0..).step_by(60).zip(faults).collect();
    let due = |second: i64| first + SignedDuration::from_secs(second);
    let mut plans = Vec::new();
    for &(second, (_, mark)) in &faults {
        let one = |bot: &Contender| plan(asker, bot, &rooms[&bot.user], due(second), mark, FEW);
        plans.push(bots.iter().map(one).collect::<Vec<_>>());
    }
    let mut heard = Vec::new();
    let mut at = |second: i64, work: &dyn Fn(&mut Contender)| {
        heard.extend(listen(asker, due(second)));
        bots.iter_mut().for_each(work);
    };
    at(-20, &Contender::kill);
    at(-10, &Contender::launch);
    at(50, &Contender::kill);
    at(70, &Contender::launch);
    at(118, &|bot| signal(bot.id(), "STOP"));
    at(123, &|bot| signal(bot.id(), "CONT"));
    // To the end: a second one might come after the first.
    heard.extend(listen(asker, due(120) + PATIENCE));
    let came = faults.into_iter().zip(plans).map(|((second, (fault, mark)), plans)| {
        eprintln!("  {}", fault.name());
        let outcomes = bots.iter().zip(plans).map(|(bot, planned)| {
            let outcome = planned.then(|| outcome(&heard, bot, due(second), mark, FEW))?;
            eprintln!("  {}: {}", bot.name, outcome.words());
            Some(outcome)
        });
        (fault, outcomes.collect())
    });
    came.collect()
}

/// What the homeserver itself takes for so many messages in a room: when it had each, in milliseconds after
/// the first request.
pub fn floor(runtime: &Runtime, line: &Arc<Line>, room: &str, count: usize) -> Outcome {
    let begun = now().as_millisecond() as f64;
    let sending = (0..AT_ONCE).map(|first| {
        let (line, room) = (Arc::clone(line), room.to_owned());
        runtime.spawn(async move {
            let mut sent = Vec::new();
            for number in (first..count).step_by(AT_ONCE) {
                let content = json!({"msgtype": "m.text", "body": text("kaal", number)});
                sent.push(line.say(&room, content).await);
            }
            sent
        })
    });
    let sending: Vec<_> = sending.collect();
    let came = sending.into_iter().flat_map(|task| runtime.block_on(task).expect("it sends"));
    let came = came.map(|id| {
        let event = runtime.block_on(line.event(room, &id));
        vec![time(&event) - begun]
    });
    Outcome { came: came.collect() }
}
