//! What stands in an entry, a list of phrasings, the list of words?

use super::{Addition, Entry, Source, Words};
use crate::vocab::TopicId;
use crate::yaml::{File, Kind, Node, Place, Reading, Spanned};
use std::collections::BTreeMap;

/// The longest answer that still fits a phone, in characters.
const MAX_ANSWER: usize = 900;

/// The longest addition that fits below it.
const MAX_ADDITION: usize = 300;

/// An entry with the places that later checks point at.
pub(super) struct PlacedEntry<'t> {
    pub file: File<'t>,
    pub entry: Entry,
    pub see_also: Vec<Spanned<String>>,
    pub facts: Vec<Spanned<String>>,
    pub sources: Vec<PlacedSource>,
    /// Title, answer and what else people read.
    pub prose: Vec<Spanned<String>>,
    /// The same without the title: what must read easily.
    pub sentences: Vec<Spanned<String>>,
}

/// A source with the places of its address and its date.
pub(super) struct PlacedSource {
    pub source: Source,
    pub url: Place,
    pub date: Place,
}

/// What a region adds to an entry, with the places that later checks point at.
pub(super) struct PlacedAddition<'t> {
    pub file: File<'t>,
    pub region: String,
    pub topic: TopicId,
    pub addition: Addition,
    pub facts: Vec<Spanned<String>>,
    pub sources: Vec<PlacedSource>,
    pub prose: Spanned<String>,
}

/// The words of `woorden.yaml`, or of another list.
pub(super) struct PlacedWords<'t> {
    pub file: File<'t>,
    pub prose: Vec<Spanned<String>>,
}

/// The phrasings of one topic.
pub(super) struct PlacedPhrasings<'t> {
    pub file: File<'t>,
    pub topic: TopicId,
    pub phrasings: Vec<Spanned<String>>,
}

/// `knowledge/onderwerpen/<id>.yaml`; `stem` is the name of the file.
pub(super) fn entry<'t>(
    reading: &mut Reading<'t>,
    root: &Node,
    stem: &str,
) -> Option<PlacedEntry<'t>> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let id = map.must("id").and_then(|node| reading.spanned(node));
        if let Some(id) = id.as_ref().filter(|id| id.value != stem) {
            let message = format!("`{}` is niet de naam van dit bestand.", id.value);
            reading.error(
                id.place,
                message,
                format!("Schrijf `id: {stem}` of hernoem het bestand."),
            );
        }
        let title = map.must("titel").and_then(|node| reading.spanned(node));
        let answer = map.must("antwoord").and_then(|node| reading.spanned(node));
        if let Some(answer) = &answer {
            length(
                reading,
                "Het antwoord",
                answer,
                MAX_ANSWER,
                "Kort het in, of splits het onderwerp.",
            );
        }
        let now = map.get("nu_doen").map_or_else(Vec::new, |node| reading.texts(node));
        let sources = match map.must("bronnen") {
            Some(node) => sources(reading, node),
            None => Vec::new(),
        };
        let see_also = map.get("zie_ook").map_or_else(Vec::new, |node| reading.texts(node));
        let facts = map.get("feiten").map_or_else(Vec::new, |node| reading.texts(node));
        let check_this = map.get("controleer").and_then(|node| reading.spanned(node));
        let checked = map.get("gecontroleerd").and_then(|node| checked(reading, node));
        let review_by = map.must("herzien_voor").and_then(|node| reading.date(node));

        let texts = [answer.clone(), check_this.clone()];
        let sentences: Vec<_> = texts.into_iter().flatten().chain(now.iter().cloned()).collect();
        let prose = title.iter().chain(&sentences).cloned().collect();
        let entry = Entry {
            id: TopicId::new(id?.value),
            title: title?.value,
            answer: answer?.value,
            now: values(now),
            sources: sources.iter().map(|placed| placed.source.clone()).collect(),
            see_also: see_also.iter().map(|topic| TopicId::new(&*topic.value)).collect(),
            facts: values(facts.clone()),
            check_this: check_this.map(|text| text.value),
            checked,
            review_by: review_by?,
        };
        Some(PlacedEntry { file, entry, see_also, facts, sources, prose, sentences })
    })
}

/// `knowledge/regio/<region>/<topic>.yaml`; `stem` is the name of the file.
pub(super) fn addition<'t>(
    reading: &mut Reading<'t>,
    root: &Node,
    region: &str,
    stem: &str,
) -> Option<PlacedAddition<'t>> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let text = map.must("aanvulling").and_then(|node| reading.spanned(node));
        if let Some(text) = &text {
            length(reading, "De aanvulling", text, MAX_ADDITION, "Kort hem in.");
        }
        let sources = match map.must("bronnen") {
            Some(node) => sources(reading, node),
            None => Vec::new(),
        };
        let facts = map.get("feiten").map_or_else(Vec::new, |node| reading.texts(node));
        let checked = map.get("gecontroleerd").and_then(|node| checked(reading, node));
        let review_by = map.must("herzien_voor").and_then(|node| reading.date(node));
        let prose = text?;
        let addition = Addition {
            text: prose.value.clone(),
            sources: sources.iter().map(|placed| placed.source.clone()).collect(),
            facts: values(facts.clone()),
            checked,
            review_by: review_by?,
        };
        let (region, topic) = (region.into(), stem.into());
        Some(PlacedAddition { file, region, topic, addition, facts, sources, prose })
    })
}

pub(super) fn length(
    reading: &mut Reading<'_>,
    what: &str,
    text: &Spanned<String>,
    most: usize,
    advice: &str,
) {
    let length = text.value.chars().count();
    if length > most {
        let message = format!("{what} is te lang: {length} tekens, er passen er {most}.");
        reading.error(text.place, message, advice);
    }
}

pub(super) fn sources(reading: &mut Reading<'_>, node: &Node) -> Vec<PlacedSource> {
    let items = reading.list(node);
    if items.is_empty() && matches!(node.kind, Kind::List(_)) {
        reading.error(node.place, "Er staat geen bron.", "Noem minstens één bron.");
    }
    items.iter().filter_map(|item| placed_source(reading, item)).collect()
}

/// `{naam, adres, datum}`.
pub(super) fn source(reading: &mut Reading<'_>, node: &Node) -> Option<Source> {
    placed_source(reading, node).map(|placed| placed.source)
}

pub(super) fn placed_source(reading: &mut Reading<'_>, node: &Node) -> Option<PlacedSource> {
    reading.map(node, |map, reading| {
        let name = map.must("naam").and_then(|node| reading.text(node));
        let address = map.must("adres");
        let url = address.and_then(|node| web_address(reading, node));
        let date = map.must("datum").and_then(|node| reading.spanned(node));
        let (name, date) = (name?.to_owned(), date?);
        let source = Source { name, url: url?, date: date.value };
        Some(PlacedSource { source, url: address?.place, date: date.place })
    })
}

/// A web address that can be shown as a link.
pub(super) fn web_address(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let text = reading.text(node)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if !rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace)) {
        let message = format!("Dit is geen webadres: `{text}`.");
        reading.error(node.place, message, "Begin met https:// en gebruik geen spaties.");
        return None;
    }
    Some(text.to_owned())
}

pub(super) fn checked(
    reading: &mut Reading<'_>,
    node: &Node,
) -> Option<(String, jiff::civil::Date)> {
    if node.kind == Kind::Map(Vec::new()) {
        return None;
    }
    reading.map(node, |map, reading| {
        let who = map.must("door").and_then(|node| reading.text(node));
        let on = map.must("op").and_then(|node| reading.date(node));
        Some((who?.to_owned(), on?))
    })
}

/// `knowledge/vragen/<id>.yaml`.
pub(super) fn phrasings<'t>(
    reading: &mut Reading<'t>,
    root: &Node,
    stem: &str,
) -> Option<PlacedPhrasings<'t>> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let phrasings = reading_list(map.must("vragen"), reading);
        Some(PlacedPhrasings { file, topic: stem.into(), phrasings })
    })
}

/// `knowledge/woorden.yaml`, with every word in its place.
pub(super) fn words<'t>(
    reading: &mut Reading<'t>,
    root: &Node,
) -> Option<(Words, PlacedWords<'t>)> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let synonyms = map.must("synoniemen").map_or(&[][..], |node| reading.list(node));
        let mut prose = Vec::new();
        let synonyms = synonyms.iter().filter_map(|group| {
            let words = reading.texts(group);
            prose.extend(words.iter().cloned());
            if words.len() < 2 {
                let advice = "Schrijf minstens twee woorden: [mishandeling, geweld].";
                reading.error(group.place, "Deze groep heeft geen twee woorden.", advice);
                return None;
            }
            Some(values(words))
        });
        let synonyms = synonyms.collect();
        let stop = reading_list(map.must("stopwoorden"), reading);
        prose.extend(stop.iter().cloned());
        Some((Words { synonyms, stop: values(stop) }, PlacedWords { file, prose }))
    })
}

/// `knowledge/moeilijke-woorden.yaml`: a hard word, and what to say instead.
pub(super) fn hard_words(reading: &mut Reading<'_>, root: &Node) -> BTreeMap<String, String> {
    let entries = reading.entries(root).unwrap_or_default();
    let words = entries.iter().filter_map(|(word, node)| {
        Some((word.value.to_lowercase(), reading.text(node)?.to_owned()))
    });
    words.collect()
}

fn reading_list(node: Option<&Node>, reading: &mut Reading<'_>) -> Vec<Spanned<String>> {
    node.map_or_else(Vec::new, |node| reading.texts(node))
}

pub(super) fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// The file as a whole.
pub(super) const WHOLE: Place = Place { line: 0, column: 0 };
