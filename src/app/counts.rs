//! What is counted, and how long do people wait? Since the start, by kind; never by room or person.

use crate::ports::Delivery;
use crate::vocab::{Act, Because, DeliveryKey, Incoming, Moment, Plan, Timestamp, What};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// One label with its value.
type Label = [(&'static str, &'static str); 1];

/// How long somebody waits for an answer, in seconds: what is quick, and what came after a pause.
const ANSWERING: [f64; 13] =
    [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0];

/// How late a reminder is, in seconds.
const LATENESS: [f64; 10] = [0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0, 300.0, 3_600.0, 43_200.0];

/// A delivery that waits for longer than a day is given up.
const DAY: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// What happened since the start, for the metrics.
#[derive(Debug)]
pub struct Counts {
    /// Messages delivered.
    pub delivered: AtomicU64,
    /// Messages that another device had sent, and had not marked.
    pub found_sent: AtomicU64,
    /// Messages that another device had begun to send, that were not in the room.
    pub sent_again: AtomicU64,
    questions: Family<Label, Counter>,
    reload_failures: Family<Label, Counter>,
    answering: Histogram,
    lateness: Histogram,
    /// What somebody waits for, and since when.
    awaited: Mutex<HashMap<DeliveryKey, (Awaited, Timestamp)>>,
}

#[derive(Debug, Clone, Copy)]
enum Awaited {
    Answer,
    Reminder,
}

impl Default for Counts {
    fn default() -> Self {
        let counts = Self {
            delivered: AtomicU64::default(),
            found_sent: AtomicU64::default(),
            sent_again: AtomicU64::default(),
            questions: Family::default(),
            reload_failures: Family::default(),
            answering: Histogram::new(ANSWERING),
            lateness: Histogram::new(LATENESS),
            awaited: Mutex::default(),
        };
        // What never happened is zero, not absent: else the first time would be no increase.
        for outcome in ["answered", "clarified", "unknown", "command", "other"] {
            let _zero = counts.questions.get_or_create(&[("outcome", outcome)]);
        }
        for what in ["base", "config"] {
            let _zero = counts.reload_failures.get_or_create(&[("what", what)]);
        }
        counts
    }
}

impl Counts {
    /// Shows these counts in a registry, under their names.
    pub fn register(&self, registry: &mut Registry) {
        let help = "What became of what people asked, since the start";
        registry.register("questions", help, self.questions.clone());
        let help = "Changed files that were wrong, so that the last good ones stay";
        registry.register("reload_failures", help, self.reload_failures.clone());
        let help = "From a message to the delivery of what the bot says to it, seconds";
        registry.register("answer_latency_seconds", help, self.answering.clone());
        let help = "From the moment of a reminder to its delivery, seconds";
        registry.register("reminder_lateness_seconds", help, self.lateness.clone());
    }

    /// A changed file was wrong: that of the config, or one of the base.
    pub fn reload_failed(&self, config: bool) {
        let what = if config { "config" } else { "base" };
        self.reload_failures.get_or_create(&[("what", what)]).inc();
    }

    /// Something was decided.
    pub(super) fn decided(&self, input: &Incoming, because: &Because) {
        if let Some(outcome) = outcome(input, because) {
            self.questions.get_or_create(&[("outcome", outcome)]).inc();
        }
    }

    /// From now on somebody waits for these deliveries.
    pub(super) fn awaits(&self, input: &Incoming, deliveries: &[Delivery]) {
        let (kind, since, most) = match &input.what {
            What::Message(_) | What::Edit { .. } | What::Reaction { .. } => {
                (Awaited::Answer, input.at, 1)
            }
            What::Wake { due, plan: Some(plan), .. } if reminds(plan) => {
                (Awaited::Reminder, *due, usize::MAX)
            }
            _ => return,
        };
        let said = |delivery: &&Delivery| {
            let here = matches!(kind, Awaited::Reminder) || delivery.room == input.room;
            here && matches!(delivery.act, Act::Say(_) | Act::Edit { .. })
        };
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        awaited.retain(|_, (_, since)| input.at.duration_since(*since) < DAY);
        for delivery in deliveries.iter().filter(said).take(most) {
            awaited.insert(delivery.key.clone(), (kind, since));
        }
    }

    /// A delivery was done.
    pub(super) fn done(&self, key: &DeliveryKey, now: Timestamp) {
        self.delivered.fetch_add(1, Ordering::Relaxed);
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((kind, since)) = awaited.remove(key) else { return };
        // The homeserver's clock may be ahead.
        let seconds = now.duration_since(since).as_secs_f64().max(0.0);
        match kind {
            Awaited::Answer => self.answering.observe(seconds),
            Awaited::Reminder => self.lateness.observe(seconds),
        }
    }
}

/// What became of a question; none when nobody asked anything.
fn outcome(input: &Incoming, because: &Because) -> Option<&'static str> {
    let said = matches!(input.what, What::Message(_) | What::Edit { .. });
    match because {
        Because::Answer(..) => Some("answered"),
        Because::Clarify(_) => Some("clarified"),
        Because::DontKnow => Some("unknown"),
        Because::Rule(name) if said && name.starts_with("command:") => Some("command"),
        Because::Rule(_) if said => Some("other"),
        Because::Nothing | Because::Rule(_) => None,
    }
}

fn reminds(plan: &Plan) -> bool {
    matches!(plan, Plan::Reminder(_) | Plan::Session { moment: Moment::Remind(_), .. })
}
