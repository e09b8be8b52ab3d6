//! Which entry of the base answers a question? Normalise, rank, and know when not to answer.
//!
//! A linear model learnt from the phrasings judges stems and letters; the nearest phrasings give a
//! second opinion and the reason. What is unsure becomes a question back, what is foreign a
//! "don't know": a wrong answer is worse than either.

mod features;
mod linear;
mod nearest;
mod normalise;
mod place;
mod place_words;
mod smalltalk;
mod verdict;

use crate::knowledge::Base;
use crate::vocab::TopicId;
use features::{Features, PLACES, Rows};
use linear::Linear;
use nearest::Nearest;
use normalise::{Lexicon, tokens};
pub use place::PlaceFound;
use place::PlaceNames;
pub use smalltalk::{SmallTalk, smalltalk};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
pub use verdict::Outcome;

/// Stands for every place in what the ranking sees.
const MASK: &str = "plaatsnaam";

/// So many topics are ranked.
const RANKED: usize = 8;

/// The base, ready to be searched. Building it is the only costly part.
pub struct Index {
    /// Names what the model was learnt from.
    key: u64,
    lexicon: Lexicon,
    names: PlaceNames,
    features: Features,
    linear: Linear,
    nearest: Nearest,
    /// The topics in the order of the model's classes; the class after the last is "outside".
    topics: Vec<TopicId>,
    /// The class of each phrasing in `nearest`.
    class_of: Vec<u16>,
    /// All words of the base.
    vocabulary: BTreeSet<String>,
}

/// What was found for a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What to do.
    pub outcome: Outcome,
    /// The topics that came nearest, best first; those without an entry, too.
    pub ranking: Vec<Ranked>,
}

/// A topic with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The topic.
    pub topic: TopicId,
    /// About the chance that it is meant, 0 to 1.
    pub score: f32,
    /// What spoke for it: phrasings and words of the base, never of the question.
    pub why: Vec<String>,
}

impl Index {
    /// Learns the base. The same base always gives the same index. Learning is most of the work:
    /// `recall` may give what [`Self::learnt`] gave for the same key before.
    pub fn build(base: &Base, recall: impl FnOnce(u64) -> Option<Vec<u8>>) -> Self {
        let lexicon = Lexicon::new(&base.words);
        let names = PlaceNames::new(&base.places);
        let topics: Vec<TopicId> = base
            .phrasings
            .keys()
            .chain(base.entries.keys())
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let class: BTreeMap<&TopicId, usize> = topics.iter().zip(0..).collect();
        let outside = topics.len();
        let phrasings = base
            .phrasings
            .iter()
            .flat_map(|(topic, said)| said.iter().map(|s| (class[topic], s)))
            .chain(base.outside.iter().map(|s| (outside, s)));
        let titles = base.entries.values().map(|e| (class[&e.id], &e.title));
        let mut features = Features::new();
        let mut vocabulary = BTreeSet::new();
        let mut examples = Rows::default();
        let mut class_of = Vec::new();
        for (class, text) in phrasings.chain(titles) {
            let words = lexicon.apply(names.masked(&tokens(text), MASK));
            features.count(&words, &mut examples);
            class_of.push(class as u16);
            vocabulary.extend(words);
        }
        features.learn(&examples);
        features.weigh(&mut examples);
        for entry in base.entries.values() {
            vocabulary.extend(tokens(&entry.answer).into_iter().map(|t| t.text));
        }
        let key = fingerprint(&examples, &class_of);
        let recalled = recall(key).and_then(|bytes| Linear::from_bytes(&bytes, outside + 1));
        Self {
            key,
            linear: recalled.unwrap_or_else(|| Linear::learn(&examples, &class_of, outside + 1)),
            nearest: Nearest::new(&examples, PLACES),
            class_of,
            lexicon,
            names,
            features,
            topics,
            vocabulary,
        }
    }

    /// What was learnt, and the key under which it can be recalled.
    pub fn learnt(&self) -> (u64, Vec<u8>) {
        (self.key, self.linear.to_bytes())
    }

    /// The topics nearest to a question, and what to do with them.
    pub fn find(&self, base: &Base, question: &str) -> Found {
        let words = self.lexicon.apply(self.names.masked(&tokens(question), MASK));
        let mut rows = Rows::default();
        self.features.count(&words, &mut rows);
        self.features.weigh(&mut rows);
        let row = rows.row(0);
        let chances = self.linear.chances(row);
        let likeness = self.nearest.likeness(row);
        let near = nearest::by_class(&likeness, &self.class_of, chances.len());
        let scores = verdict::combine(&chances, &near);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let outcome = verdict::decide(base, &self.topics, &scores, &near, &order);
        let ranking = order.iter().filter_map(|class| Some((class, self.topics.get(*class)?)));
        let ranking = ranking.take(RANKED).map(|(class, topic)| Ranked {
            topic: topic.clone(),
            score: scores[*class],
            why: self.why(base, topic, *class, &likeness, &words),
        });
        Found { outcome, ranking: ranking.collect() }
    }

    /// Which place a question names; `alone` when the whole text answers "which place?".
    pub fn place(&self, base: &Base, question: &str, alone: bool) -> PlaceFound {
        self.names.find(base, &self.vocabulary, question, alone)
    }

    /// The nearest phrasing of a topic, and the telling words that it shares with the question.
    fn why(
        &self,
        base: &Base,
        topic: &TopicId,
        class: usize,
        likeness: &[f32],
        words: &[String],
    ) -> Vec<String> {
        let Some(said) = base.phrasings.get(topic) else { return Vec::new() };
        let first = self.class_of.partition_point(|c| usize::from(*c) < class);
        let best = said
            .iter()
            .zip(&likeness[first.min(likeness.len())..])
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(said, _)| said);
        let Some(best) = best else { return Vec::new() };
        let stems: BTreeSet<String> = words
            .iter()
            .filter(|w| !self.lexicon.is_stop(w))
            .map(|w| self.features.stem(w))
            .collect();
        let theirs = self.lexicon.apply(self.names.masked(&tokens(best), MASK));
        let shared: BTreeSet<String> = theirs
            .into_iter()
            .filter(|w| !self.lexicon.is_stop(w) && stems.contains(&self.features.stem(w)))
            .collect();
        let mut why = vec![format!("\u{201e}{best}\u{201d}")];
        if !shared.is_empty() {
            why.push(shared.into_iter().collect::<Vec<_>>().join(", "));
        }
        why
    }
}

/// Names a row of examples with their classes, and the way of learning from them.
fn fingerprint(examples: &Rows, class_of: &[u16]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (linear::WAY, examples.fingerprint(), class_of).hash(&mut hasher);
    hasher.finish()
}
