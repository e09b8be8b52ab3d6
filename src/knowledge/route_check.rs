//! Does every way of the guided walk lead to an end? Dead ends, lost points, words that collide.

use super::check::closest;
use super::route::{BEGIN, Next, PlacedPoint, PlacedRoute};
use crate::vocab::{Findings, Go, Severity};
use crate::yaml::{Place, Spanned};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most choices that a letter can tell apart.
const MOST_CHOICES: usize = 6;

/// Checks the route as a whole; `topics` are the entries there are.
pub(super) fn check(route: &PlacedRoute<'_>, topics: &BTreeSet<&str>, findings: &mut Findings) {
    let mut error = |place: Place, message: String, advice: String| {
        findings.push(route.file.finding(Severity::Error, place, message, advice));
    };
    let mut ids: BTreeMap<&str, &PlacedPoint> = BTreeMap::new();
    for point in &route.points {
        if let Some(first) = ids.get(&*point.id.value) {
            let message = format!("Dit punt staat er al, op regel {}.", first.id.place.line);
            error(point.id.place, message, "Geef het een andere naam.".into());
        } else {
            ids.insert(&point.id.value, point);
        }
    }
    let Some(first) = route.points.first() else {
        error(
            BEGIN,
            "Er staat geen punt.".into(),
            "Schrijf minstens een vraag en een einde.".into(),
        );
        return;
    };
    for point in &route.points {
        for way in point.ways.iter().filter(|way| !ids.contains_key(&*way.to.value)) {
            let message = format!("Dit punt is er niet: `{}`.", way.to.value);
            error(way.to.place, message, closest(&way.to.value, ids.keys().copied()));
        }
        for topic in point.topics.iter().filter(|topic| !topics.contains(&*topic.value)) {
            let message = format!("Dit onderwerp is er niet: `{}`.", topic.value);
            error(topic.place, message, closest(&topic.value, topics.iter().copied()));
        }
        choices(point, &mut error);
    }
    let reached = reach(&first.id.value, |id| {
        ids.get(id).map_or_else(Vec::new, |point| targets(point).collect())
    });
    let ended = ending(&route.points);
    for point in &route.points {
        let end = matches!(point.point.next, Next::End { .. });
        if !reached.contains(&*point.id.value) {
            let what = if end { "einde" } else { "punt" };
            let message = format!("Bij dit {what} kom je nooit vanaf het begin.");
            error(point.id.place, message, "Laat een keuze hierheen gaan, of haal het weg.".into());
        } else if !ended.contains(&*point.id.value) {
            let message = "Vanaf hier kom je nooit bij een einde.".to_owned();
            error(point.id.place, message, "Laat een keuze naar een einde gaan.".into());
        }
    }
}

/// How many choices there are, and whether their words tell them apart.
fn choices(point: &PlacedPoint, error: &mut impl FnMut(Place, String, String)) {
    if let Some(way) = point.ways.get(MOST_CHOICES) {
        let message = format!("Er zijn {} keuzes.", point.ways.len());
        error(way.text.place, message, format!("Houd het bij {MOST_CHOICES}."));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, way) in point.ways.iter().enumerate() {
        for word in way.words.iter().chain([&way.text]) {
            let plain = folded(word);
            let message = format!("`{}`", word.value);
            if Go::of(&plain).is_some() {
                let message =
                    format!("{message} stuurt het hele stappenplan: terug, stop, verder.");
                error(word.place, message, "Kies een ander woord.".into());
            } else if plain.chars().count() == 1 {
                let message = format!("{message} kan een nummer of letter van een keuze zijn.");
                error(word.place, message, "Kies een langer woord.".into());
            } else if seen.insert(plain, at).is_some_and(|other| other != at) {
                let message = format!("{message} hoort ook bij een andere keuze van dit punt.");
                error(word.place, message, "Houd het bij één keuze.".into());
            }
        }
    }
}

fn targets(point: &PlacedPoint) -> impl Iterator<Item = &str> {
    point.ways.iter().map(|way| &*way.to.value)
}

/// All that can be reached from a point, itself too.
fn reach<'p>(start: &'p str, next: impl Fn(&str) -> Vec<&'p str>) -> BTreeSet<&'p str> {
    let (mut reached, mut open) = (BTreeSet::from([start]), vec![start]);
    while let Some(id) = open.pop() {
        open.extend(next(id).into_iter().filter(|to| reached.insert(to)));
    }
    reached
}

/// The points from which an end can be reached; one that is no end and has no choice was told before.
fn ending(points: &[PlacedPoint]) -> BTreeSet<&str> {
    let mut ended: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = ended.len();
        for point in points {
            if point.ways.is_empty() || targets(point).any(|to| ended.contains(to)) {
                ended.insert(&point.id.value);
            }
        }
        if ended.len() == before {
            return ended;
        }
    }
}

/// How a word is compared when somebody types it: lower case, no accents, no marks around it.
fn folded(word: &Spanned<String>) -> String {
    let letters = word.value.nfkd().filter(|c| !is_combining_mark(*c));
    let letters: String = letters.flat_map(char::to_lowercase).filter(|c| *c != ',').collect();
    let words = letters.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ').to_owned()
}
