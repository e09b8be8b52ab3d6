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
const ANSWER: f32 = 0.45;

/// At least this much must lie with what is offered, else nothing is known.
const OFFER: f32 = 0.25;

/// The most that is offered.
const OPTIONS: usize = 3;

/// How much the nearest phrasings weigh beside the model.
const SECOND_OPINION: f32 = 5.0;

/// The model's chances, moved towards the classes whose phrasings are near; together 1.
pub(super) fn combine(chances: &[f32], near: &[f32]) -> Vec<f32> {
    let mixed: Vec<f32> =
        chances.iter().zip(near).map(|(p, n)| p * (SECOND_OPINION * n).exp()).collect();
    let total: f32 = mixed.iter().sum();
    mixed.iter().map(|m| if total > 0.0 { m / total } else { 0.0 }).collect()
}

/// The outcome; the class after the last topic is "outside".
pub(super) fn decide(
    base: &Base,
    topics: &[TopicId],
    scores: &[f32],
    _near: &[f32],
    order: &[usize],
) -> Outcome {
    let Some(first) = order.first() else { return Outcome::DontKnow };
    let Some(best) = topics.get(*first) else { return Outcome::DontKnow };
    if scores[*first] >= ANSWER {
        return match base.entries.contains_key(best) {
            true => Outcome::Answer(best.clone()),
            false => Outcome::DontKnow,
        };
    }
    let known = order.iter().filter_map(|c| Some((c, topics.get(*c)?)));
    let options: Vec<_> =
        known.filter(|(_, t)| base.entries.contains_key(*t)).take(OPTIONS).collect();
    let weight: f32 = options.iter().map(|(c, _)| scores[**c]).sum();
    if weight < OFFER || options.len() < 2 {
        return Outcome::DontKnow;
    }
    Outcome::Clarify(options.into_iter().map(|(_, t)| t.clone()).collect())
}
