//! What does a short question ask after an answer? It is ranked alone, and once more behind the title
//! of the topic that was answered; both count, and that topic's neighbours count more.

use super::normalise::tokens;
use super::{Found, Index, Outcome, verdict};
use crate::knowledge::{Base, Entry};
use crate::vocab::TopicId;

/// From this score on a question needs nothing before it. Short ones are wrong too often below it.
const CLEAR: f32 = 0.95;

/// A question of more words than this says itself what it is about.
const SHORT: usize = 7;

/// The two chances are multiplied and flattened by this power: what only one of them is sure of is
/// not sure any more.
const FLAT: f32 = 0.3;

/// So many times likelier is a neighbour of the topic that was answered.
const NEIGHBOUR: f32 = 8.0;

/// A question that begins like this goes on from what was said.
const GOES_ON: [&str; 6] = ["en", "maar", "of", "dus", "waarom", "hoezo"];

impl Index {
    /// As [`Self::find`], for a question that follows on the answer on a topic.
    pub fn find_after(&self, base: &Base, question: &str, before: &TopicId) -> Found {
        let mut scores = self.scores(question);
        let alone = self.found(base, scores.clone(), None);
        let short = question.split_whitespace().count() <= SHORT;
        let Some(entry) = base.entries.get(before).filter(|_| short) else { return alone };
        if alone.outcome == Outcome::Answer(before.clone()) {
            // Who names the topic again wants to see it again.
            let goes_on = tokens(question).first().is_some_and(|t| GOES_ON.contains(&&*t.text));
            return if goes_on { self.found(base, scores, Some(entry)) } else { alone };
        }
        if alone.ranking.first().is_some_and(|first| first.score >= CLEAR) {
            return alone;
        }
        let behind = self.scores(&format!("{} {question}", entry.title));
        for (score, behind) in scores.iter_mut().zip(behind) {
            *score = (*score * behind).powf(FLAT);
        }
        for class in entry.see_also.iter().filter_map(|t| self.topics.binary_search(t).ok()) {
            scores[class] *= NEIGHBOUR;
        }
        let total: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|score| *score /= total);
        self.found(base, scores, Some(entry))
    }

    /// What was found by these scores; `before` is the entry that a follow-up leans on.
    pub(super) fn found(&self, base: &Base, scores: Vec<f32>, before: Option<&Entry>) -> Found {
        let ranked: Vec<(&TopicId, f32)> = super::best_first(&scores)
            .into_iter()
            .filter_map(|class| Some((self.topics.get(class)?, scores[class])))
            .collect();
        let outside = scores.get(self.topics.len()).copied().unwrap_or(0.0);
        let outcome = verdict::decide(base, &ranked, outside);
        let outcome = match before {
            Some(entry) => verdict::after(base, &ranked, outcome, entry),
            None => outcome,
        };
        Found { outcome, ranking: super::ranking(&ranked) }
    }
}
