//! What stands in `stappenplan.yaml`? The points of the guided walk, and where each choice leads.

use super::Source;
use super::entries::{PlacedSource, checked, length, sources, values};
use crate::vocab::{Outcome, PointId, TopicId};
use crate::yaml::{File, Map, Node, Place, Reading, Spanned, meant};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The most characters: one point, with its choices, fits a phone.
const MAX_TITLE: usize = 60;
const MAX_TEXT: usize = 600;
const MAX_LINE: usize = 160;
const MAX_CHOICE: usize = 80;
const MAX_LISTED: usize = 120;

/// How ends are called in the file.
const OUTCOMES: [(&str, Outcome); 4] = [
    ("melden", Outcome::Report),
    ("advies", Outcome::Advice),
    ("afsluiten", Outcome::Close),
    ("gevaar", Outcome::Danger),
];

/// The guided walk, checked: every choice leads to a point, and from every point an end is reached.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Route {
    /// Where it begins; none without a route.
    pub start: Option<PointId>,
    /// All points by id.
    pub points: BTreeMap<PointId, Point>,
    /// Which expert checked it, and when.
    pub checked: Option<(String, Date)>,
    /// By when it must be looked at again.
    pub review_by: Date,
}

/// One point of it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Point {
    /// Of the five steps, where it is one of them.
    pub step: Option<u8>,
    /// What it is about.
    pub title: String,
    /// What to do: paragraphs and `- ` lists.
    pub text: String,
    /// Who does it.
    pub who: Option<String>,
    /// What to write down.
    pub write_down: Option<String>,
    /// What goes wrong easily.
    pub pitfall: Option<String>,
    /// What comes after it.
    pub next: Next,
    /// The numbers of the facts that it rests on.
    pub facts: Vec<String>,
}

/// What comes after a point.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Next {
    /// A question decides.
    Ask {
        /// The question.
        question: String,
        /// Its answers, at least one.
        ways: Vec<Way>,
    },
    /// Nothing: it is an end.
    End {
        /// Which.
        outcome: Outcome,
        /// Where it comes from; never empty.
        sources: Vec<Source>,
        /// Where to read on, each with an entry.
        see_also: Vec<TopicId>,
    },
}

/// An answer, and where it leads.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Way {
    /// How it is shown.
    pub text: String,
    /// How it can be typed; the first names it in what is stored. Never empty.
    pub words: Vec<String>,
    /// The point that it leads to.
    pub to: PointId,
    /// What it adds to the list for the file.
    pub line: String,
}

/// The route with the places that later checks point at.
pub(super) struct PlacedRoute<'t> {
    pub file: File<'t>,
    pub points: Vec<PlacedPoint>,
    pub checked: Option<(String, Date)>,
    pub review_by: Date,
}

pub(super) struct PlacedPoint {
    pub id: Spanned<String>,
    pub point: Point,
    pub ways: Vec<PlacedWay>,
    pub topics: Vec<Spanned<String>>,
    pub facts: Vec<Spanned<String>>,
    pub sources: Vec<PlacedSource>,
    /// What the bot tells: the title, the text and the lines below it.
    pub prose: Vec<Spanned<String>>,
    /// What a colleague answers: the choices, and what they add to the list.
    pub answers: Vec<Spanned<String>>,
    /// What of it must read easily.
    pub sentences: Vec<Spanned<String>>,
    /// Where the text begins, and all that stands on the screen.
    pub screen: Spanned<String>,
}

pub(super) struct PlacedWay {
    pub to: Spanned<String>,
    pub text: Spanned<String>,
    pub words: Vec<Spanned<String>>,
}

impl PlacedRoute<'_> {
    pub(super) fn into_route(self) -> Route {
        let start = self.points.first().map(|placed| PointId::new(&*placed.id.value));
        let points = self.points.into_iter();
        let points = points.map(|placed| (PointId::new(placed.id.value), placed.point)).collect();
        Route { start, points, checked: self.checked, review_by: self.review_by }
    }
}

/// `knowledge/stappenplan.yaml`.
pub(super) fn route<'t>(reading: &mut Reading<'t>, root: &Node) -> Option<PlacedRoute<'t>> {
    let file = reading.file;
    reading.map(root, |map, reading| {
        let points = map.must("punten").map_or(&[][..], |node| reading.list(node));
        let points = points.iter().filter_map(|node| point(reading, node)).collect();
        let checked = map.get("gecontroleerd").and_then(|node| checked(reading, node));
        let review_by = map.must("herzien_voor").and_then(|node| reading.date(node))?;
        Some(PlacedRoute { file, points, checked, review_by })
    })
}

fn point(reading: &mut Reading<'_>, node: &Node) -> Option<PlacedPoint> {
    reading.map(node, |map, reading| {
        let id = map.must("id").and_then(|node| reading.spanned(node));
        let step = map.get("stap").and_then(|node| step(reading, node));
        let title = map.must("titel").and_then(|node| reading.spanned(node));
        let text = map.must("tekst").and_then(|node| reading.spanned(node));
        within(reading, "De titel", title.as_ref(), MAX_TITLE);
        within(reading, "De tekst", text.as_ref(), MAX_TEXT);
        let mut line = |key, name| {
            let line = map.get(key).and_then(|node| reading.spanned(node));
            within(reading, name, line.as_ref(), MAX_LINE);
            line
        };
        let who = line("wie", "Deze regel");
        let write_down = line("opschrijven", "Deze regel");
        let pitfall = line("valkuil", "Deze regel");
        let question = line("vraag", "De vraag");
        let facts = map.get("feiten").map_or_else(Vec::new, |node| reading.texts(node));
        let mut ways: Vec<(PlacedWay, Spanned<String>)> = Vec::new();
        let mut end = End::default();
        match (map.get("keuzes"), map.get("uitkomst")) {
            (Some(node), None) => {
                ways.extend(reading.list(node).iter().filter_map(|node| way(reading, node)));
                if question.is_none() {
                    let advice = "Schrijf er `vraag:` bij, of maak er een einde van.";
                    reading.error(node.place, "Er zijn keuzes, maar er is geen vraag.", advice);
                }
            }
            (None, Some(node)) => end = End::read(reading, map, node),
            (None, None) => {
                // One mistake, one finding.
                let _ = (map.get("bronnen"), map.get("onderwerpen"));
                reading.error(
                    node.place,
                    "Dit punt loopt dood: er is geen keuze en het is geen einde.",
                    "Schrijf er `vraag:` en `keuzes:` bij, of `uitkomst:` en `bronnen:`.",
                );
            }
            (Some(_), Some(node)) => reading.error(
                node.place,
                "Dit punt heeft keuzes en is ook een einde.",
                "Haal `keuzes:` weg, of `uitkomst:`.",
            ),
        }
        placed(Read { id, step, title, text, who, write_down, pitfall, question, facts, ways, end })
    })
}

/// What was read of a point.
struct Read {
    id: Option<Spanned<String>>,
    step: Option<u8>,
    title: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
    who: Option<Spanned<String>>,
    write_down: Option<Spanned<String>>,
    pitfall: Option<Spanned<String>>,
    question: Option<Spanned<String>>,
    facts: Vec<Spanned<String>>,
    /// Each with its line for the list.
    ways: Vec<(PlacedWay, Spanned<String>)>,
    end: End,
}

/// What an end has instead of choices.
#[derive(Default)]
struct End {
    outcome: Option<Outcome>,
    sources: Vec<PlacedSource>,
    topics: Vec<Spanned<String>>,
}

impl End {
    fn read(reading: &mut Reading<'_>, map: &mut Map<'_>, node: &Node) -> Self {
        let sources = match map.must("bronnen") {
            Some(node) => sources(reading, node),
            None => Vec::new(),
        };
        let topics = map.get("onderwerpen").map_or_else(Vec::new, |node| reading.texts(node));
        Self { outcome: outcome(reading, node), sources, topics }
    }
}

fn placed(read: Read) -> Option<PlacedPoint> {
    let (id, title, text) = (read.id?, read.title?, read.text?);
    let told = [&read.who, &read.write_down, &read.pitfall, &read.question];
    let told = told.into_iter().flatten();
    let sentences: Vec<_> = [&text].into_iter().chain(told).cloned().collect();
    let choices = read.ways.iter().map(|(way, _)| &way.text);
    let lines = read.ways.iter().map(|(_, line)| line);
    let prose: Vec<_> = [&title].into_iter().chain(&sentences).cloned().collect();
    let shown = prose.iter().chain(choices.clone());
    let whole = shown.map(|text| &*text.value).collect::<Vec<_>>().join("\n");
    let answers = choices.chain(lines).cloned().collect();
    let value = |text: Option<Spanned<String>>| text.map(|text| text.value);
    let next = match read.end.outcome {
        Some(outcome) => Next::End {
            outcome,
            sources: read.end.sources.iter().map(|placed| placed.source.clone()).collect(),
            see_also: read.end.topics.iter().map(|topic| TopicId::new(&*topic.value)).collect(),
        },
        None => Next::Ask {
            question: value(read.question).unwrap_or_default(),
            ways: read.ways.iter().map(|(way, line)| way.as_way(line)).collect(),
        },
    };
    let point = Point {
        step: read.step,
        title: title.value,
        text: text.value,
        who: value(read.who),
        write_down: value(read.write_down),
        pitfall: value(read.pitfall),
        next,
        facts: values(read.facts.clone()),
    };
    Some(PlacedPoint {
        id,
        point,
        ways: read.ways.into_iter().map(|(way, _)| way).collect(),
        topics: read.end.topics,
        facts: read.facts,
        sources: read.end.sources,
        prose,
        answers,
        sentences,
        screen: Spanned { value: whole, place: text.place },
    })
}

impl PlacedWay {
    fn as_way(&self, line: &Spanned<String>) -> Way {
        Way {
            text: self.text.value.clone(),
            words: values(self.words.clone()),
            to: PointId::new(&*self.to.value),
            line: line.value.clone(),
        }
    }
}

fn way(reading: &mut Reading<'_>, node: &Node) -> Option<(PlacedWay, Spanned<String>)> {
    reading.map(node, |map, reading| {
        let text = map.must("tekst").and_then(|node| reading.spanned(node));
        within(reading, "De keuze", text.as_ref(), MAX_CHOICE);
        let words = map.must("woorden");
        let words = words.map_or_else(Vec::new, |node| {
            let words = reading.texts(node);
            if words.is_empty() {
                let advice = "Schrijf de woorden waarmee je dit kiest: [ja, jazeker].";
                reading.error(node.place, "Er staat geen woord.", advice);
            }
            words
        });
        let to = map.must("naar").and_then(|node| reading.spanned(node));
        let line = map.must("lijst").and_then(|node| reading.spanned(node));
        within(reading, "De regel voor de lijst", line.as_ref(), MAX_LISTED);
        let way = PlacedWay { to: to?, text: text?, words };
        (!way.words.is_empty()).then_some((way, line?))
    })
}

pub(super) fn within(
    reading: &mut Reading<'_>,
    what: &str,
    text: Option<&Spanned<String>>,
    most: usize,
) {
    if let Some(text) = text {
        length(reading, what, text, most, "Kort het in.");
    }
}

fn step(reading: &mut Reading<'_>, node: &Node) -> Option<u8> {
    let text = reading.text(node)?;
    let step = text.parse().ok().filter(|step| (1..=5).contains(step));
    if step.is_none() {
        let message = format!("Dit is geen stap van de meldcode: `{text}`.");
        reading.error(node.place, message, "Schrijf 1, 2, 3, 4 of 5, of haal de regel weg.");
    }
    step
}

fn outcome(reading: &mut Reading<'_>, node: &Node) -> Option<Outcome> {
    let text = reading.text(node)?;
    let found = OUTCOMES.iter().find(|(name, _)| *name == text).map(|(_, outcome)| *outcome);
    if found.is_none() {
        let names = OUTCOMES.map(|(name, _)| name);
        let near = meant(text, names).map_or_else(String::new, |n| format!("Bedoel je `{n}`? "));
        let message = format!("Deze uitkomst ken ik niet: `{text}`.");
        reading.error(node.place, message, format!("{near}Hier kan: {}.", names.join(", ")));
    }
    found
}

/// The file as a whole, for what no line can tell.
pub(super) const BEGIN: Place = Place { line: 1, column: 1 };
