//! Which entry of the base answers a question? Normalise, rank, and know when not to answer.
//!
//! A linear model learnt from the phrasings judges stems and letters; the nearest phrasing is the
//! reason given. What is unsure becomes a question back, what is foreign a
//! "don't know": a wrong answer is worse than either.

mod after;
pub mod compare;
mod features;
mod linear;
mod normalise;
mod place;
mod smalltalk;
mod verdict;

use super::learnt::{Reader, Writer};
use crate::knowledge::Base;
use crate::vocab::TopicId;
use features::{Features, Row, Rows};
use linear::Linear;
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
    /// The topics in the order of the model's classes; the class after the last is "outside".
    topics: Vec<TopicId>,
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
        let mut rows = Rows::default();
        let topics = topics(base);
        let mut class_of = Vec::new();
        for (class, text) in examples(base, &topics) {
            let words = lexicon.apply(names.masked(&tokens(text), MASK));
            features.count(&words, &mut rows);
            vocabulary.extend(words);
            class_of.push(class);
        }
        features.learn(&rows);
        features.weigh(&mut rows);
        for entry in base.entries.values() {
            vocabulary.extend(tokens(&entry.answer).into_iter().map(|t| t.text));
        }
        let linear = Linear::learn(&rows, &class_of, topics.len() + 1);
        Self { lexicon, names, features, linear, topics, vocabulary }
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.features.write(writer);
        self.linear.write(writer);
        writer.bytes(
            self.vocabulary.iter().map(String::as_str).collect::<Vec<_>>().join(" ").as_bytes(),
        );
    }

    /// The index that [`Self::write`] wrote for the same base.
    pub(super) fn read(base: &Base, reader: &mut Reader<'_>) -> Option<Self> {
        let topics = topics(base);
        Some(Self {
            features: Features::read(reader)?,
            linear: Linear::read(reader, topics.len() + 1)?,
            vocabulary: str::from_utf8(reader.bytes()?)
                .ok()?
                .split(' ')
                .map(str::to_owned)
                .collect(),
            lexicon: Lexicon::new(&base.words),
            names: PlaceNames::new(&base.places),
            topics,
        })
    }

    /// The topics nearest to a question, and what to do with them.
    pub fn find(&self, base: &Base, question: &str) -> Found {
        self.found(base, self.scores(question), None)
    }

    /// The chance of each topic, and of "outside" after the last.
    fn scores(&self, question: &str) -> Vec<f32> {
        let rows = self.rows(&self.words(question));
        self.linear.chances(rows.row(0))
    }

    /// Which place a question names; `alone` when the whole text answers "which place?".
    pub fn place(&self, base: &Base, question: &str, alone: bool) -> PlaceFound {
        self.names.find(base, &self.vocabulary, question, alone)
    }

    /// The titles and phrasings of the base that another topic answers: `(own topic, question,
    /// other topic)`. A title collides as soon as another topic comes first.
    pub fn collisions<'b>(&self, base: &'b Base) -> Vec<(TopicId, &'b str, TopicId)> {
        let titles = base.entries.values().filter_map(|entry| {
            let first = self.find(base, &entry.title).ranking.into_iter().next()?;
            Some((&entry.id, &*entry.title, first.topic))
        });
        let said = base.phrasings.iter().flat_map(|(id, said)| said.iter().map(move |s| (id, s)));
        let said = said.filter_map(|(id, text)| match self.find(base, text).outcome {
            Outcome::Answer(topic) => Some((id, &**text, topic)),
            Outcome::Clarify(_) | Outcome::Said(_) | Outcome::DontKnow => None,
        });
        let all = titles.chain(said).filter(|(id, _, found)| *id != found);
        all.map(|(id, text, found)| (id.clone(), text, found)).collect()
    }

    /// The place, when a text names one and hardly anything else ("en in Zwolle?").
    pub fn bare_place(&self, base: &Base, text: &str) -> PlaceFound {
        match self.names.stands_alone(text) {
            true => self.place(base, text, true),
            false => PlaceFound::Missing,
        }
    }

    /// The words of a question without the places that it names.
    pub fn without_place(&self, question: &str) -> String {
        self.names.masked(&tokens(question), "").join(" ")
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
        let asked = self.rows(&words);
        let likeness = |said: &String| likeness(asked.row(0), self.rows(&self.words(said)).row(0));
        let best = said.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
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

/// The classes by their scores; of equals the first.
fn best_first(scores: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    order
}

/// The topics, in the order of the model's classes.
fn topics(base: &Base) -> Vec<TopicId> {
    let topics: BTreeSet<&TopicId> = base.phrasings.keys().chain(base.entries.keys()).collect();
    topics.into_iter().cloned().collect()
}

/// What is learnt from, with its class: phrasings, titles, and messages outside.
fn examples<'b>(base: &'b Base, topics: &[TopicId]) -> impl Iterator<Item = (u16, &'b String)> {
    let class = |topic| topics.binary_search(topic).unwrap_or(topics.len()) as u16;
    let said =
        base.phrasings.iter().flat_map(move |(t, said)| said.iter().map(move |s| (class(t), s)));
    let titles = base.entries.values().map(move |entry| (class(&entry.id), &entry.title));
    said.chain(titles).chain(base.outside.iter().map(|text| (topics.len() as u16, text)))
}

/// The first of what was ranked.
fn ranking(ranked: &[(&TopicId, f32)]) -> Vec<Ranked> {
    let first = ranked.iter().take(RANKED);
    first.map(|(topic, score)| Ranked { topic: (*topic).clone(), score: *score }).collect()
}

/// The cosine of two rows of length 1: 0 to 1.
fn likeness(one: &Row, other: &Row) -> f32 {
    let (mut sum, mut at) = (0.0, 0);
    for (place, weight) in one {
        at += other[at..].partition_point(|(there, _)| there < place);
        if let Some((_, there)) = other.get(at).filter(|(there, _)| there == place) {
            sum += weight * there;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::knowledge::Base;

    #[test]
    fn a_question_that_another_topic_answers_is_a_collision() {
        let said = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let mut base = Base {
            phrasings: [
                ("stap-1".into(), said(&["signalen noteren", "welke signalen schrijf ik op"])),
                ("stap-2".into(), said(&["met wie overleg ik", "collega om raad vragen"])),
            ]
            .into(),
            ..Base::default()
        };
        for id in base.phrasings.keys().cloned().collect::<Vec<_>>() {
            base.entries.insert(id.clone(), entry(id));
        }
        let index = Index::learn(&base);
        assert_eq!(index.collisions(&base), []);
        // The entries change their titles after the base was learnt.
        for (id, title) in [("stap-1", "met wie overleg ik"), ("stap-2", "collega om raad vragen")]
        {
            base.entries.get_mut(&id.into()).unwrap().title = title.to_owned();
        }
        let found = index.collisions(&base);
        assert_eq!(found, [("stap-1".into(), "met wie overleg ik", "stap-2".into())]);
    }

    fn entry(id: crate::vocab::TopicId) -> crate::knowledge::Entry {
        crate::knowledge::Entry {
            title: id.to_string(),
            id,
            answer: String::new(),
            now: Vec::new(),
            sources: Vec::new(),
            see_also: Vec::new(),
            facts: Vec::new(),
            check_this: None,
            checked: None,
            review_by: jiff::civil::date(2027, 1, 1),
        }
    }
}
