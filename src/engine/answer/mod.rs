//! Which entry of the base answers a question? Normalise, rank, and know when not to answer.
//!
//! A linear model learnt from the phrasings judges stems and letters; the nearest phrasings give a
//! second opinion and the reason. What is unsure becomes a question back, what is foreign a
//! "don't know": a wrong answer is worse than either.

pub mod compare;
mod features;
mod linear;
mod nearest;
mod normalise;
mod place;
mod place_words;
mod smalltalk;
mod verdict;

use super::learnt::{Reader, Writer};
use crate::knowledge::Base;
use crate::vocab::TopicId;
use features::{Features, Rows};
use linear::Linear;
use nearest::Nearest;
use normalise::{Lexicon, tokens};
pub use place::PlaceFound;
use place::PlaceNames;
pub use smalltalk::{SmallTalk, smalltalk};
use std::collections::BTreeSet;
pub use verdict::Outcome;

/// Stands for every place in what the ranking sees.
const MASK: &str = "plaatsnaam";

/// So many topics are ranked.
const RANKED: usize = 8;

/// The base, ready to be searched. Learning it is the only costly part.
pub struct Index {
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
}

impl Index {
    /// Learns the base. The same base always gives the same index.
    pub fn learn(base: &Base) -> Self {
        let (lexicon, names) = (Lexicon::new(&base.words), PlaceNames::new(&base.places));
        let mut features = Features::new();
        let mut vocabulary = BTreeSet::new();
        let mut examples = Rows::default();
        let (topics, class_of) = classes(base);
        for text in examples_of(base) {
            let words = lexicon.apply(names.masked(&tokens(text), MASK));
            features.count(&words, &mut examples);
            vocabulary.extend(words);
        }
        features.learn(&examples);
        features.weigh(&mut examples);
        for entry in base.entries.values() {
            vocabulary.extend(tokens(&entry.answer).into_iter().map(|t| t.text));
        }
        let linear = Linear::learn(&examples, &class_of, topics.len() + 1);
        let nearest = Nearest::new(&examples);
        Self { lexicon, names, features, linear, nearest, topics, class_of, vocabulary }
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.features.write(writer);
        self.linear.write(writer);
        self.nearest.write(writer);
        writer.bytes(
            self.vocabulary.iter().map(String::as_str).collect::<Vec<_>>().join(" ").as_bytes(),
        );
    }

    /// The index that [`Self::write`] wrote for the same base.
    pub(super) fn read(base: &Base, reader: &mut Reader<'_>) -> Option<Self> {
        let (topics, class_of) = classes(base);
        Some(Self {
            features: Features::read(reader)?,
            linear: Linear::read(reader, topics.len() + 1)?,
            nearest: Nearest::read(reader, class_of.len())?,
            vocabulary: str::from_utf8(reader.bytes()?)
                .ok()?
                .split(' ')
                .map(str::to_owned)
                .collect(),
            lexicon: Lexicon::new(&base.words),
            names: PlaceNames::new(&base.places),
            topics,
            class_of,
        })
    }

    /// The topics nearest to a question, and what to do with them.
    pub fn find(&self, base: &Base, question: &str) -> Found {
        let rows = self.rows(&self.words(question));
        let row = rows.row(0);
        let chances = self.linear.chances(row);
        let likeness = self.nearest.likeness(row);
        let near = nearest::by_class(&likeness, &self.class_of, chances.len());
        let scores = verdict::combine(&chances, &near);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let outcome = verdict::decide(base, &self.topics, &scores, &near, &order);
        let ranking = order.iter().filter_map(|class| Some((class, self.topics.get(*class)?)));
        let ranking = ranking
            .take(RANKED)
            .map(|(class, topic)| Ranked { topic: topic.clone(), score: scores[*class] });
        Found { outcome, ranking: ranking.collect() }
    }

    /// Which place a question names; `alone` when the whole text answers "which place?".
    pub fn place(&self, base: &Base, question: &str, alone: bool) -> PlaceFound {
        self.names.find(base, &self.vocabulary, question, alone)
    }

    /// A text as the words that are compared: places masked, synonyms brought back to one.
    fn words(&self, text: &str) -> Vec<String> {
        self.lexicon.apply(self.names.masked(&tokens(text), MASK))
    }

    /// One row of weighted features.
    fn rows(&self, words: &[String]) -> Rows {
        let mut rows = Rows::default();
        self.features.count(words, &mut rows);
        self.features.weigh(&mut rows);
        rows
    }

    /// What speaks for a topic: its phrasing nearest to the question, and the telling words that they
    /// share. Words of the base, never of the question.
    pub fn why(&self, base: &Base, question: &str, topic: &TopicId) -> Vec<String> {
        let Some(said) = base.phrasings.get(topic) else { return Vec::new() };
        let words = self.words(question);
        let likeness = self.nearest.likeness(self.rows(&words).row(0));
        let first = base.phrasings.range(..topic).map(|(_, said)| said.len()).sum();
        let best = said
            .iter()
            .zip(likeness.iter().skip(first))
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(said, _)| said);
        let Some(best) = best else { return Vec::new() };
        let stems: BTreeSet<String> = words
            .iter()
            .filter(|w| !self.lexicon.is_stop(w))
            .map(|w| self.features.stem(w))
            .collect();
        let shared: BTreeSet<String> = self
            .words(best)
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

/// The topics, and the class of each example: the number of its topic; after the last, "outside".
fn classes(base: &Base) -> (Vec<TopicId>, Vec<u16>) {
    let topics: BTreeSet<&TopicId> = base.phrasings.keys().chain(base.entries.keys()).collect();
    let topics: Vec<TopicId> = topics.into_iter().cloned().collect();
    let class = |topic| topics.binary_search(topic).unwrap_or(topics.len()) as u16;
    let said = base.phrasings.iter().flat_map(|(t, said)| said.iter().map(move |_| class(t)));
    let outside = base.outside.iter().map(|_| topics.len() as u16);
    let class_of = said.chain(outside).chain(base.entries.keys().map(class)).collect();
    (topics, class_of)
}

/// What is learnt from, in the order of [`classes`]: phrasings, messages outside, titles.
fn examples_of(base: &Base) -> impl Iterator<Item = &String> {
    let titles = base.entries.values().map(|entry| &entry.title);
    base.phrasings.values().flatten().chain(&base.outside).chain(titles)
}
