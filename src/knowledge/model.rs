//! What does the curated base hold? Entries, phrasings, regions and words, as plain types.

use super::{Item, Route, Safety, SafetyExamples, SchoolYear};
use crate::vocab::{ItemId, TopicId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The whole base, checked: every reference leads somewhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Base {
    /// What can be answered.
    pub entries: BTreeMap<TopicId, Entry>,
    /// What a region adds to an entry, by the region's id.
    pub additions: BTreeMap<String, BTreeMap<TopicId, Addition>>,
    /// The ways in which colleagues ask, by topic. A topic without an entry is recognised as one
    /// that the base cannot answer yet.
    pub phrasings: BTreeMap<TopicId, Vec<String>>,
    /// Messages that no topic answers.
    pub outside: Vec<String>,
    /// Veilig Thuis regions, gemeenten and their other names.
    pub places: Places,
    /// Synonyms, abbreviations, stop words.
    pub words: Words,
    /// What counts as danger and as personal data.
    pub safety: Safety,
    /// Messages from which the sound of danger is learnt.
    pub examples: SafetyExamples,
    /// The guided walk through the five steps.
    pub route: Route,
    /// What the quiz can ask.
    pub items: BTreeMap<ItemId, Item>,
    /// The items that a team is measured with, in the order of asking.
    pub measured: Vec<ItemId>,
    /// When the schools are closed: school years by the calendar year in which they begin.
    pub school_years: BTreeMap<i16, SchoolYear>,
}

/// One topic's answer.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entry {
    /// The topic; the name of its file.
    pub id: TopicId,
    /// What a person recognises it by.
    pub title: String,
    /// The answer: paragraphs and `- ` lists, at most 900 characters.
    pub answer: String,
    /// What to do now.
    pub now: Vec<String>,
    /// Where it comes from; never empty.
    pub sources: Vec<Source>,
    /// Neighbouring topics, each with an entry.
    pub see_also: Vec<TopicId>,
    /// The numbers of the facts that it rests on.
    pub facts: Vec<String>,
    /// What may have changed since.
    pub check_this: Option<String>,
    /// Which expert checked it, and when.
    pub checked: Option<(String, Date)>,
    /// By when it must be looked at again.
    pub review_by: Date,
}

/// What a region adds to an entry.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Addition {
    /// The text: at most 300 characters.
    pub text: String,
    /// Where it comes from; never empty.
    pub sources: Vec<Source>,
    /// The numbers of the facts that it rests on.
    pub facts: Vec<String>,
    /// Who checked it, and when.
    pub checked: Option<(String, Date)>,
    /// By when it must be looked at again.
    pub review_by: Date,
}

impl Base {
    /// What a region adds to a topic's entry.
    pub fn addition(&self, region: &str, topic: &TopicId) -> Option<&Addition> {
        self.additions.get(region)?.get(topic)
    }

    /// Whether some region adds something to this topic.
    pub fn differs(&self, topic: &TopicId) -> bool {
        self.additions.values().any(|of_region| of_region.contains_key(topic))
    }
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// Who says it.
    pub name: String,
    /// Where to read it.
    pub url: String,
    /// When it was said, as far as known.
    pub date: String,
}

/// Who to call where.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Places {
    /// The 25 Veilig Thuis organisations, by id.
    pub regions: BTreeMap<String, Region>,
    /// The 342 gemeenten, by official name.
    pub gemeenten: BTreeMap<String, Gemeente>,
    /// Names that stand for more than one place: always ask back.
    pub namesakes: BTreeMap<String, Vec<Namesake>>,
    /// The source of the division, named with every answer.
    pub source: Option<Source>,
    /// By which words a name is told to be a place.
    pub words: PlaceWords,
}

/// By which words a name is told to be a place; all in lower case.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct PlaceWords {
    /// Names that are ordinary Dutch words, too: a place only where the sentence says so.
    pub ordinary: BTreeSet<String>,
    /// Of these, the ones that follow `in` and `te` in ordinary sentences ("in huizen"): a place only
    /// with a capital, after a certain word, or on their own.
    pub treacherous: BTreeSet<String>,
    /// A place follows these.
    pub before: BTreeSet<String>,
    /// After these even a treacherous name is a place.
    pub certain: BTreeSet<String>,
    /// A question with one of these asks whom to reach, or where somebody belongs.
    pub cues: BTreeSet<String>,
    /// Words that say nothing beside a place's name.
    pub beside: BTreeSet<String>,
    /// Words that may stand before a place that is the whole message, besides these.
    pub leads: BTreeSet<String>,
    /// Of the words beside a place, those that ask whom to reach there.
    pub asks: BTreeSet<String>,
}

/// A Veilig Thuis organisation.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Region {
    /// `Veilig Thuis Twente`.
    pub name: String,
    /// Its website, where it was seen (confidence A or B).
    pub website: Option<String>,
    /// What is known of its hours and routes, in Dutch.
    pub remarks: Vec<String>,
    /// Where that was seen.
    pub source: Source,
}

/// A gemeente.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Gemeente {
    /// The id of its region.
    pub region: String,
    /// Villages, districts and former names that lead to it.
    pub aliases: Vec<String>,
    /// What to know about this gemeente (a doubtful region, say), in Dutch.
    pub remark: Option<String>,
}

/// One of the places that share a name.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Namesake {
    /// How to tell it from the other: `Hengelo (Gld), in de gemeente Bronckhorst`.
    pub label: String,
    /// Its gemeente.
    pub gemeente: String,
}

/// Words that mean the same, and words that mean little.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Words {
    /// Groups of words or phrases of one meaning; the first is the leading one.
    pub synonyms: Vec<Vec<String>>,
    /// Words that do not tell topics apart.
    pub stop: Vec<String>,
}
