//! What stands in `quiz/*.yaml`? Items: a situation or a statement, and what one may think of it.

use super::Source;
use super::entries::{PlacedSource, placed_source, values};
use super::route::within;
use crate::vocab::{ItemId, TopicId};
use crate::yaml::{File, Node, Reading, Spanned, meant};

/// The most characters: an item with its options fits a phone, and so does what is told of it.
const MAX_QUESTION: usize = 260;
const MAX_OPTION: usize = 85;
const MAX_EXPLANATION: usize = 230;
const MAX_WHY: usize = 110;

/// How many options an item has.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=4;

/// The highest difficulty and importance; both begin at 1.
const MAX_DIFFICULTY: u8 = 3;
const MAX_IMPORTANCE: u8 = 5;

/// How kinds are called in the file.
const KINDS: [(&str, Kind); 2] = [("toepassen", Kind::Apply), ("weten", Kind::Know)];

/// One item of the quiz, checked: its topic has an entry, and one option is best.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Item {
    /// Its name, one of a kind in all files.
    pub id: ItemId,
    /// What it is about, and where to read on.
    pub topic: TopicId,
    /// What it asks of people.
    pub kind: Kind,
    /// From 1 (most get it right) to 3 (most get it wrong).
    pub difficulty: u8,
    /// From 1 to 5: how much harm a wrong belief here can do.
    pub importance: u8,
    /// Why it is that important; for curators.
    pub why: String,
    /// The situation or the statement, and the question: at most 260 characters.
    pub question: String,
    /// Two to four; one is best.
    pub options: Vec<Choice>,
    /// Who says so.
    pub source: Source,
    /// The numbers of the facts that it rests on.
    pub facts: Vec<String>,
}

/// What an item asks of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What to do or to think in a situation.
    Apply,
    /// A rule or a statement.
    Know,
}

/// One option of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    /// How it is shown: at most 85 characters.
    pub text: String,
    /// Whether it is the best one.
    pub best: bool,
    /// Why it is, or is not: at most 230 characters, and clear without the option.
    pub explanation: String,
}

/// An item with the places that later checks point at.
pub(super) struct PlacedItem<'t> {
    pub file: File<'t>,
    pub item: Item,
    pub id: Spanned<String>,
    pub topic: Spanned<String>,
    pub why: Spanned<String>,
    pub question: Spanned<String>,
    pub options: Vec<PlacedChoice>,
    pub sources: Vec<PlacedSource>,
    pub facts: Vec<Spanned<String>>,
}

pub(super) struct PlacedChoice {
    pub text: Spanned<String>,
    pub best: bool,
    pub explanation: Spanned<String>,
}

impl PlacedItem<'_> {
    /// All that people read, in this order.
    pub(super) fn prose(&self) -> Vec<Spanned<String>> {
        let options = self.options.iter().flat_map(|option| [&option.text, &option.explanation]);
        [&self.question].into_iter().chain(options).cloned().collect()
    }

    pub(super) fn best(&self) -> Option<&PlacedChoice> {
        self.options.iter().find(|option| option.best)
    }
}

/// The items that a team is measured with, with their places.
pub(super) struct PlacedMeasured<'t> {
    pub file: File<'t>,
    pub ids: Vec<Spanned<String>>,
}

impl PlacedMeasured<'_> {
    pub(super) fn into_ids(self) -> Vec<ItemId> {
        self.ids.into_iter().map(|id| ItemId::new(id.value)).collect()
    }
}

/// `knowledge/nulmeting.yaml`.
pub(super) fn measured<'t>(reading: &mut Reading<'t>, root: &Node) -> Option<PlacedMeasured<'t>> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let ids = reading.texts(map.must("vragen")?);
        Some(PlacedMeasured { file, ids })
    })
}

/// `knowledge/quiz/<name>.yaml`.
pub(super) fn items<'t>(reading: &mut Reading<'t>, root: &Node) -> Vec<PlacedItem<'t>> {
    let items = reading.map(root, |map, reading| {
        let items = map.must("items").map_or(&[][..], |node| reading.list(node));
        Some(items.iter().filter_map(|node| item(reading, node)).collect())
    });
    items.unwrap_or_default()
}

fn item<'t>(reading: &mut Reading<'t>, node: &Node) -> Option<PlacedItem<'t>> {
    let file = reading.file;
    reading.map(node, |map, reading| {
        let id = map.must("id").and_then(|node| name(reading, node));
        let topic = map.must("onderwerp").and_then(|node| reading.spanned(node));
        let kind = map.must("soort").and_then(|node| kind(reading, node));
        let difficulty = map.must("moeilijk");
        let difficulty = difficulty.and_then(|node| grade(reading, node, MAX_DIFFICULTY));
        let importance = map.must("belang");
        let importance = importance.and_then(|node| grade(reading, node, MAX_IMPORTANCE));
        let why = map.must("waarom").and_then(|node| reading.spanned(node));
        let question = map.must("vraag").and_then(|node| reading.spanned(node));
        within(reading, "De reden", why.as_ref(), MAX_WHY);
        within(reading, "De vraag", question.as_ref(), MAX_QUESTION);
        let options = map.must("antwoorden").map(|node| options(reading, node));
        let source = map.must("bron").and_then(|node| placed_source(reading, node));
        let facts = map.get("feiten").map_or_else(Vec::new, |node| reading.texts(node));
        let (id, topic, why, question) = (id?, topic?, why?, question?);
        let (options, source) = (options?, source?);
        let item = Item {
            id: ItemId::new(&*id.value),
            topic: TopicId::new(&*topic.value),
            kind: kind?,
            difficulty: difficulty?,
            importance: importance?,
            why: why.value.clone(),
            question: question.value.clone(),
            options: options.iter().map(PlacedChoice::as_choice).collect(),
            source: source.source.clone(),
            facts: values(facts.clone()),
        };
        let sources = vec![source];
        Some(PlacedItem { file, item, id, topic, why, question, options, sources, facts })
    })
}

impl PlacedChoice {
    fn as_choice(&self) -> Choice {
        let (text, explanation) = (self.text.value.clone(), self.explanation.value.clone());
        Choice { text, best: self.best, explanation }
    }
}

/// The options, and whether one of them is best.
fn options(reading: &mut Reading<'_>, node: &Node) -> Vec<PlacedChoice> {
    let nodes = reading.list(node);
    let options: Vec<_> = nodes.iter().filter_map(|node| option(reading, node)).collect();
    // Where an option could not be read, more than that is not known.
    if nodes.is_empty() || options.len() < nodes.len() {
        return options;
    }
    if !OPTIONS.contains(&options.len()) {
        let message = match options.len() {
            1 => "Er staat maar één antwoord.".to_owned(),
            many => format!("Er staan {many} antwoorden."),
        };
        reading.error(node.place, message, "Houd het bij twee, drie of vier.");
    }
    let best: Vec<_> = options.iter().filter(|option| option.best).collect();
    match best[..] {
        [] => {
            let advice = "Schrijf bij één antwoord `beste: true`.";
            reading.error(node.place, "Geen antwoord is het beste.", advice);
        }
        [_] => {}
        [_, second, ..] => {
            let message = format!("Er zijn {} beste antwoorden.", best.len());
            reading.error(second.text.place, message, "Houd bij één antwoord `beste: true`.");
        }
    }
    options
}

fn option(reading: &mut Reading<'_>, node: &Node) -> Option<PlacedChoice> {
    reading.map(node, |map, reading| {
        let text = map.must("tekst").and_then(|node| reading.spanned(node));
        let best = map.get("beste").map_or(Some(false), |node| truth(reading, node));
        let explanation = map.must("uitleg").and_then(|node| reading.spanned(node));
        within(reading, "Het antwoord", text.as_ref(), MAX_OPTION);
        within(reading, "De uitleg", explanation.as_ref(), MAX_EXPLANATION);
        Some(PlacedChoice { text: text?, best: best?, explanation: explanation? })
    })
}

/// A name that can be stored and typed.
fn name(reading: &mut Reading<'_>, node: &Node) -> Option<Spanned<String>> {
    let id = reading.spanned(node)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.value.chars().all(plain) {
        let message = format!("Zo kan een vraag niet heten: `{}`.", id.value);
        reading.error(id.place, message, "Gebruik kleine letters, cijfers en streepjes.");
        return None;
    }
    Some(id)
}

fn kind(reading: &mut Reading<'_>, node: &Node) -> Option<Kind> {
    let text = reading.text(node)?;
    let found = KINDS.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind);
    if found.is_none() {
        let names = KINDS.map(|(name, _)| name);
        let near = meant(text, names).map_or_else(String::new, |n| format!("Bedoel je `{n}`? "));
        let message = format!("Deze soort ken ik niet: `{text}`.");
        reading.error(node.place, message, format!("{near}Hier kan: {}.", names.join(", ")));
    }
    found
}

/// A whole number from 1 to `most`.
fn grade(reading: &mut Reading<'_>, node: &Node, most: u8) -> Option<u8> {
    let text = reading.text(node)?;
    let grade = text.parse().ok().filter(|grade| (1..=most).contains(grade));
    if grade.is_none() {
        let message = format!("Dit kan hier niet: `{text}`.");
        reading.error(node.place, message, format!("Schrijf een getal van 1 tot en met {most}."));
    }
    grade
}

fn truth(reading: &mut Reading<'_>, node: &Node) -> Option<bool> {
    let text = reading.text(node)?;
    let truth = text.parse().ok();
    if truth.is_none() {
        let message = format!("Dit kan hier niet: `{text}`.");
        reading.error(node.place, message, "Schrijf `beste: true`, of haal de regel weg.");
    }
    truth
}
