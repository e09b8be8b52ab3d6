//! Answer, ask back, or say that it is not known? Scores in, one outcome out.

use crate::knowledge::{Base, Entry};
use crate::vocab::TopicId;

/// What to do with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// This entry answers it.
    Answer(TopicId),
    /// One of these two or three entries is meant.
    Clarify(Vec<TopicId>),
    /// A follow-up that the answer before it seems to hold already: these lie near it.
    Said(Vec<TopicId>),
    /// Nothing in the base answers it.
    DontKnow,
}

/// From this score on an entry is the answer.
const ANSWER: f32 = 0.55;

/// At least this much must lie with what is offered, else nothing is known.
const OFFER: f32 = 0.12;

/// The most that is offered.
const OPTIONS: usize = 3;

/// From this score on "outside", nothing is known; less only makes the rest less sure.
const OUTSIDE: f32 = 0.5;

/// So many lie near an answer, at most.
const NEAR: usize = 4;

/// From this score on a topic lies near an answer that does not name it as a neighbour.
const NEAR_ENOUGH: f32 = 0.1;

/// The outcome for topics with their chances, best first, and the chance of "outside".
pub(super) fn decide(base: &Base, ranked: &[(&TopicId, f32)], outside: f32) -> Outcome {
    let mut ranked = ranked.iter().copied();
    let known = |(topic, _): &(&TopicId, f32)| base.entries.contains_key(*topic);
    match ranked.next() {
        Some(best) if best.1 >= ANSWER && known(&best) => Outcome::Answer(best.0.clone()),
        Some((_, score)) if score >= ANSWER || outside >= OUTSIDE => Outcome::DontKnow,
        first => {
            let offered: Vec<_> =
                first.into_iter().chain(ranked).filter(known).take(OPTIONS).collect();
            let weight: f32 = offered.iter().map(|(_, score)| score).sum();
            if weight < OFFER || offered.len() < 2 {
                return Outcome::DontKnow;
            }
            Outcome::Clarify(offered.into_iter().map(|(topic, _)| topic.clone()).collect())
        }
    }
}

/// The same after an answer: it is not given twice, and not offered again.
pub(super) fn after(
    base: &Base,
    ranked: &[(&TopicId, f32)],
    outcome: Outcome,
    before: &Entry,
) -> Outcome {
    let offer = |many, near: fn(&Entry, &TopicId, f32) -> bool| -> Vec<TopicId> {
        let others = ranked
            .iter()
            .filter(|(topic, _)| **topic != before.id && base.entries.contains_key(*topic));
        let near = others.filter(|(topic, score)| near(before, topic, *score));
        near.take(many).map(|(topic, _)| (*topic).clone()).collect()
    };
    let again = |(topic, _): &(&TopicId, f32)| **topic == before.id;
    let perhaps = ranked.iter().find(|one| again(one)).is_some_and(|one| one.1 >= NEAR_ENOUGH);
    let options = match outcome {
        Outcome::Answer(_) | Outcome::Clarify(_) if ranked.first().is_some_and(again) => {
            let near = |before: &Entry, topic: &TopicId, score| {
                score >= NEAR_ENOUGH || before.see_also.contains(topic)
            };
            offer(NEAR, near)
        }
        Outcome::Clarify(_) => offer(OPTIONS, |_, _, _| true),
        other => return other,
    };
    match options.is_empty() {
        true => Outcome::DontKnow,
        false if perhaps => Outcome::Said(options),
        false => Outcome::Clarify(options),
    }
}
