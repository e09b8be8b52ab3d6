//! Is the finder better than simpler ones? The same questions, ranked in three ways.

use super::features::Rows;
use super::{Index, best_first, examples, likeness};
use crate::knowledge::Base;
use crate::vocab::TopicId;
use std::collections::HashMap;

/// The ways of ranking, in the order of [`Comparison::rankings`].
pub const WAYS: [&str; 3] = ["BM25", "naaste zin", "meldmaat"];

/// How much a word that is said more often in an entry adds (BM25's k1), and how much a long entry is
/// held against it (b). The textbook's values.
const OFTEN: f32 = 1.2;
const LONG: f32 = 0.75;

/// A title says more than a sentence of the answer.
const TITLE_COUNTS: usize = 3;

/// A topic is as near as so many of its phrasings together.
const NEAREST: usize = 3;

/// So many topics are compared.
const FIRST: usize = 3;

/// An index beside plain word search in the entries.
pub struct Comparison<'a> {
    index: &'a Index,
    entries: Vec<(&'a TopicId, HashMap<String, f32>, f32)>,
    rarity: HashMap<String, f32>,
    mean_length: f32,
    /// The rows of all phrasings, with their classes.
    phrasings: (Vec<u16>, Rows),
}

impl<'a> Comparison<'a> {
    /// Counts the words of the entries.
    pub fn new(base: &'a Base, index: &'a Index) -> Self {
        let mut entries = Vec::new();
        let mut standing: HashMap<String, f32> = HashMap::new();
        for entry in base.entries.values() {
            let titles = std::iter::repeat_n(entry.title.as_str(), TITLE_COUNTS);
            let mut counts: HashMap<String, f32> = HashMap::new();
            for stem in titles.chain([entry.answer.as_str()]).flat_map(|t| stems(index, t)) {
                *counts.entry(stem).or_default() += 1.0;
            }
            for stem in counts.keys() {
                *standing.entry(stem.clone()).or_default() += 1.0;
            }
            let length = counts.values().sum();
            entries.push((&entry.id, counts, length));
        }
        let total = entries.len() as f32;
        let rarity = |n: f32| ((total - n + 0.5) / (n + 0.5) + 1.0).ln();
        let length: f32 = entries.iter().map(|(_, _, length)| length).sum();
        let mut phrasings = (Vec::new(), Rows::default());
        for (class, text) in examples(base, &index.topics) {
            phrasings.0.push(class);
            index.features.count(&index.words(text), &mut phrasings.1);
        }
        index.features.weigh(&mut phrasings.1);
        Self {
            index,
            entries,
            rarity: standing.into_iter().map(|(stem, n)| (stem, rarity(n))).collect(),
            mean_length: length / total.max(1.0),
            phrasings,
        }
    }

    /// The topics that each way puts first, best first; a topic that is `None` is "outside".
    pub fn rankings(&self, question: &str) -> [Vec<(Option<TopicId>, f32)>; 3] {
        let index = self.index;
        let rows = index.rows(&index.words(question));
        let chances = index.linear.chances(rows.row(0));
        let mut near = vec![[0.0_f32; NEAREST]; chances.len()];
        for (class, said) in self.phrasings.0.iter().zip(self.phrasings.1.iter()) {
            let best = &mut near[usize::from(*class)];
            best[NEAREST - 1] = best[NEAREST - 1].max(likeness(rows.row(0), said));
            best.sort_unstable_by(|a, b| b.total_cmp(a));
        }
        let near: Vec<f32> = near.iter().map(|best| best.iter().sum()).collect();
        let ranked = |scores: &[f32]| {
            let first = best_first(scores).into_iter().take(FIRST);
            first.map(|c| (index.topics.get(c).cloned(), scores[c])).collect()
        };
        [self.by_words(question), ranked(&near), ranked(&chances)]
    }

    /// BM25 over the texts of the entries; it knows no "outside".
    fn by_words(&self, question: &str) -> Vec<(Option<TopicId>, f32)> {
        let asked = stems(self.index, question);
        let mut scored: Vec<_> = self
            .entries
            .iter()
            .map(|(topic, counts, length)| {
                let long = OFTEN * (1.0 - LONG + LONG * length / self.mean_length);
                let fit = |stem: &String| {
                    let n = counts.get(stem)?;
                    Some(self.rarity.get(stem)? * n * (OFTEN + 1.0) / (n + long))
                };
                (Some((*topic).clone()), asked.iter().filter_map(fit).sum::<f32>())
            })
            .collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.truncate(FIRST);
        scored
    }
}

fn stems(index: &Index, text: &str) -> Vec<String> {
    index.words(text).iter().map(|word| index.features.stem(word)).collect()
}

/// The base without every so-many-th phrasing, and what was left out with its topic (`None` is
/// "outside"): for cross-validation. `fold` counts from 0 to `folds`.
pub fn without(base: &Base, fold: usize, folds: usize) -> (Base, Vec<(String, Option<TopicId>)>) {
    let mut rest = base.clone();
    let mut left_out = Vec::new();
    let mut split = |said: &mut Vec<String>, topic: Option<&TopicId>| {
        let (out, kept): (Vec<_>, Vec<_>) =
            said.drain(..).enumerate().partition(|(number, _)| number % folds == fold);
        said.extend(kept.into_iter().map(|(_, text)| text));
        left_out.extend(out.into_iter().map(|(_, text)| (text, topic.cloned())));
    };
    for (topic, said) in &mut rest.phrasings {
        split(said, Some(topic));
    }
    split(&mut rest.outside, None);
    (rest, left_out)
}

/// How a way of ranking does on labelled questions.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Questions that the base answers.
    pub inside: usize,
    /// Of those: an accepted topic first, and among the first three.
    pub first: usize,
    /// See `first`.
    pub three: usize,
    /// Questions that it does not answer, and how many of them were recognised.
    pub outside: usize,
    /// See `outside`.
    pub recognised: usize,
    /// Per question that got a topic: the score of the first, and whether it is accepted.
    said: Vec<(f32, bool)>,
}

impl Score {
    /// Adds one question. `accepted` is empty for one that the base does not answer.
    pub fn add(&mut self, ranking: &[(Option<TopicId>, f32)], accepted: &[TopicId]) {
        let hit = |(topic, _): &(Option<TopicId>, f32)| {
            topic.as_ref().is_some_and(|topic| accepted.contains(topic))
        };
        let first = ranking.first();
        if accepted.is_empty() {
            self.outside += 1;
            self.recognised += usize::from(first.is_some_and(|(topic, _)| topic.is_none()));
        } else {
            self.inside += 1;
            self.first += usize::from(first.is_some_and(hit));
            self.three += usize::from(ranking.iter().any(hit));
        }
        if let Some(first) = first.filter(|(topic, _)| topic.is_some()) {
            self.said.push((first.1, hit(first)));
        }
    }

    /// The largest share of what is inside that is right at once while at most `limit` of all is
    /// wrong, over all thresholds.
    pub fn right_at(&self, limit: f32) -> f32 {
        let mut said = self.said.clone();
        said.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = limit * (self.inside + self.outside) as f32;
        let (mut right, mut wrong, mut best) = (0, 0, 0);
        for (number, (score, hit)) in said.iter().enumerate() {
            *(if *hit { &mut right } else { &mut wrong }) += 1;
            // A threshold cannot part equals.
            let last = said.get(number + 1).is_none_or(|next| next.0 < *score);
            if last && wrong as f32 <= most {
                best = right;
            }
        }
        best as f32 / (self.inside as f32).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_trades_right_for_wrong() {
        let topic = |name: &str| Some(TopicId::new(name));
        let accepted = [TopicId::new("a")];
        let mut score = Score::default();
        score.add(&[(topic("a"), 0.9)], &accepted);
        score.add(&[(topic("b"), 0.8), (topic("a"), 0.1)], &accepted);
        score.add(&[(topic("a"), 0.7)], &accepted);
        score.add(&[(None, 0.9)], &[]);
        assert_eq!((score.first, score.three, score.recognised), (2, 3, 1));
        assert!((score.right_at(0.0) - 1.0 / 3.0).abs() < 1e-6);
        assert!((score.right_at(0.25) - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn every_phrasing_is_left_out_once() {
        let mut base = Base::default();
        let said = |n: usize| (0..n).map(|i| format!("zin {i}")).collect::<Vec<_>>();
        base.phrasings.insert(TopicId::new("a"), said(7));
        base.outside = said(4);
        let mut seen = 0;
        for fold in 0..5 {
            let (rest, out) = without(&base, fold, 5);
            assert_eq!(
                out.len() + rest.phrasings[&TopicId::new("a")].len() + rest.outside.len(),
                11
            );
            seen += out.len();
        }
        assert_eq!(seen, 11);
    }
}
