//! On which facts may a text rest, and who says them? The index of the facts, without the facts.

use super::entries::{PlacedSource, values, web_address};
use super::read::Draft;
use crate::vocab::{Findings, Severity};
use crate::yaml::{File, Node, Place, Reading, Spanned, meant};
use std::collections::{BTreeMap, BTreeSet};

/// `knowledge/feiten.yaml`.
#[derive(Default)]
pub(super) struct Facts {
    /// Where each fact was seen: places in `sources`.
    seen: BTreeMap<String, Vec<usize>>,
    /// Facts that nobody has seen in a source.
    unseen: BTreeSet<String>,
    sources: Vec<Seen>,
}

/// A source in which facts were seen.
struct Seen {
    url: Option<String>,
    date: String,
    facts: Vec<String>,
}

/// Reads the index.
pub(super) fn facts(reading: &mut Reading<'_>, root: &Node) -> Option<Facts> {
    reading.map(root, |map, reading| {
        let mut facts = Facts::default();
        for node in map.must("bronnen").map_or(&[][..], |node| reading.list(node)) {
            facts.sources.extend(seen(reading, node));
        }
        for (at, source) in facts.sources.iter().enumerate() {
            for fact in &source.facts {
                facts.seen.entry(fact.clone()).or_default().push(at);
            }
        }
        for fact in map.must("niet_gezien").map_or_else(Vec::new, |node| reading.texts(node)) {
            if facts.seen.contains_key(&fact.value) {
                let message = format!("Feit `{}` staat ook bij een bron.", fact.value);
                reading.error(fact.place, message, "Haal het hier weg als de bron klopt.");
            }
            facts.unseen.insert(fact.value);
        }
        Some(facts)
    })
}

fn seen(reading: &mut Reading<'_>, node: &Node) -> Option<Seen> {
    reading.map(node, |map, reading| {
        map.must("naam").and_then(|node| reading.text(node));
        let url = map.get("adres").and_then(|node| web_address(reading, node));
        let date = map.must("datum").and_then(|node| reading.text(node))?.to_owned();
        let mut facts = Vec::new();
        for key in ["zeker", "redelijk_zeker"] {
            facts.extend(values(map.get(key).map_or_else(Vec::new, |node| reading.texts(node))));
        }
        if facts.is_empty() {
            let advice = "Noem bij `zeker` of `redelijk_zeker` de nummers, of haal de bron weg.";
            reading.error(node.place, "Deze bron draagt geen feit.", advice);
        }
        Some(Seen { url, date, facts })
    })
}

/// Holds every text's facts and sources against the index.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    for placed in &draft.entries {
        let of =
            Text { file: placed.file, top: TOP, facts: &placed.facts, sources: &placed.sources };
        of.check(draft.facts.as_ref(), findings);
    }
    for placed in &draft.additions {
        let of =
            Text { file: placed.file, top: TOP, facts: &placed.facts, sources: &placed.sources };
        of.check(draft.facts.as_ref(), findings);
    }
    if let Some(route) = &draft.route {
        for point in &route.points {
            let (top, facts, sources) = (point.id.place, &point.facts, &point.sources);
            let of = Text { file: route.file, top, facts, sources };
            of.check(draft.facts.as_ref(), findings);
        }
    }
    for placed in &draft.items {
        let (top, facts, sources) = (placed.id.place, &placed.facts, &placed.sources);
        let of = Text { file: placed.file, top, facts, sources };
        of.check(draft.facts.as_ref(), findings);
    }
}

/// The top of a file.
const TOP: Place = Place { line: 1, column: 1 };

/// What an entry, an addition, a point of the walk or an item of the quiz rests on.
struct Text<'a> {
    file: File<'a>,
    /// Where it begins.
    top: Place,
    facts: &'a [Spanned<String>],
    sources: &'a [PlacedSource],
}

impl Text<'_> {
    fn check(&self, index: Option<&Facts>, findings: &mut Findings) {
        let mut known: Vec<&Seen> = Vec::new();
        if let Some(index) = index {
            for fact in self.facts {
                match index.seen.get(&fact.value) {
                    Some(at) => known.extend(at.iter().map(|at| &index.sources[*at])),
                    None => self.unknown(fact, index, findings),
                }
            }
            if self.facts.is_empty() {
                let message = "Er staat niet bij op welke feiten deze tekst rust.";
                let advice = "Schrijf `feiten: [\"2.02\"]`, met nummers uit feiten.yaml.";
                findings.push(self.file.finding(Severity::Note, self.top, message, advice));
            }
            for source in self.sources.iter().filter(|_| !self.facts.is_empty()) {
                self.source(source, &known, index, findings);
            }
        }
        // Old pages were seen on http only; the index knows them so.
        for source in self.sources.iter().filter(|source| source.source.url.starts_with("http://"))
        {
            if !known.iter().any(|seen| seen.url.as_ref() == Some(&source.source.url)) {
                let message = "Dit adres is niet beveiligd (http).";
                let advice = "Kijk of https:// ook werkt.";
                findings.push(self.file.finding(Severity::Note, source.url, message, advice));
            }
        }
    }

    fn unknown(&self, fact: &Spanned<String>, index: &Facts, findings: &mut Findings) {
        let (message, advice) = if index.unseen.contains(&fact.value) {
            let advice = "Zoek een bron en zet het feit daarbij in feiten.yaml, of haal het weg.";
            (format!("Feit `{}` heeft nog niemand gezien.", fact.value), advice.to_owned())
        } else {
            let near = meant(&fact.value, index.seen.keys().map(String::as_str));
            let near = near.filter(|_| fact.value.starts_with("contact:"));
            let near = near.map_or_else(String::new, |name| format!("Bedoel je `{name}`? "));
            let advice = format!("{near}Kijk in feiten.yaml, of zet het feit daar bij zijn bron.");
            (format!("Feit `{}` is er niet.", fact.value), advice)
        };
        findings.push(self.file.finding(Severity::Error, fact.place, message, advice));
    }

    /// A source says at least one of the facts, on the date that the index has.
    fn source(
        &self,
        source: &PlacedSource,
        known: &[&Seen],
        index: &Facts,
        findings: &mut Findings,
    ) {
        let here = |seen: &&Seen| seen.url.as_ref() == Some(&source.source.url);
        let dates: BTreeSet<&str> =
            known.iter().copied().filter(here).map(|seen| &*seen.date).collect();
        let (place, message, advice) = if dates.is_empty() {
            let advice = if index.sources.iter().any(|seen| here(&seen)) {
                "Noem bij `feiten` wat hier staat (zie feiten.yaml), of haal de bron weg."
            } else {
                "Zet de bron met haar feiten in feiten.yaml, of haal haar hier weg."
            };
            (source.url, "Geen van de feiten hier komt uit deze bron.".to_owned(), advice)
        } else if dates.contains(&*source.source.date) {
            return;
        } else {
            let dates = dates.into_iter().collect::<Vec<_>>().join("` of `");
            let message = format!("In feiten.yaml heeft deze bron een andere datum: `{dates}`.");
            (source.date, message, "Maak de datums gelijk.")
        };
        findings.push(self.file.finding(Severity::Error, place, message, advice));
    }
}
