//! What must be true of the bot in a real room? One story each.

mod addressed;
mod answers;
mod attacks;
mod calendar;
mod control;
mod doctor;
mod faults;
mod input;
mod privacy;
mod quiz;
mod reload;
mod reminders;
mod replicas;
mod rooms;
mod safe;
mod sessions;
mod start;
mod walks;
mod watch;

use crate::colleague::Seen;

/// A question that the base answers, in words of its own.
const QUESTION: &str = "Wat is het nummer van de Kindertelefoon?";
/// What stands in its answer and in no other of these stories.
const ANSWER: &str = "0800-0432";
/// Another one.
const OTHER_QUESTION: &str = "Wat houdt stap 2 van de meldcode in?";
/// What stands in its answer.
const OTHER_ANSWER: &str = "Handel nooit alleen";

/// Fails unless the answer is the one to [`QUESTION`].
#[track_caller]
fn assert_answered(answer: &Seen) {
    assert!(answer.body().contains(ANSWER), "not the answer: {}", answer.0);
}
