//! Answer, ask back, or say that it is not known? Scores in, one of three outcomes out.

use crate::knowledge::Base;
use crate::vocab::TopicId;

/// What to do with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// This entry answers it.
    Answer(TopicId),
    /// One of these two or three entries is meant.
    Clarify(Vec<TopicId>),
    /// Nothing in the base answers it.
    DontKnow,
}

/// From this score on an entry is the answer.
const ANSWER: f32 = 0.5;

/// At least this much must lie with what is offered, else nothing is known.
const OFFER: f32 = 0.2;

/// The most that is offered.
const OPTIONS: usize = 3;

/// From this score on "outside", nothing is known; less only makes the rest less sure.
const OUTSIDE: f32 = 0.5;

/// The outcome; the class after the last topic is "outside".
pub(super) fn decide(base: &Base, topics: &[TopicId], scores: &[f32], order: &[usize]) -> Outcome {
    let outside = scores.get(topics.len()).copied().unwrap_or(0.0);
    let mut ranked = order.iter().filter_map(|class| Some((topics.get(*class)?, scores[*class])));
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
