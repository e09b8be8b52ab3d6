//! Which pieces of a message identify a client?

use super::days::Days;
use super::folded::Folded;
use super::names::Names;
use super::numbers::Numbers;
use super::places::Places;
use super::plates::Plates;
use super::whose::Whose;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Base, Safety};
use crate::vocab::PersonalData;
use regex::Regex;
use std::ops::Range;

/// A piece of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: PersonalData,
    pub(super) span: Range<usize>,
    pub(super) told: Told,
}

/// How sure its form and the words right beside it are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It can be nothing else.
    Sure,
    /// It is somebody's, unless all that stands around it says otherwise.
    Likely,
    /// It has the form, and is somebody's only if all that stands around it says so.
    Perhaps,
}

impl Found {
    pub(super) fn new(kind: PersonalData, span: Range<usize>, told: Told) -> Found {
        Found { kind, span, told }
    }
}

/// Everything that finds personal data.
#[derive(Debug)]
pub(super) struct Personal {
    mail: Regex,
    spoken_mail: Regex,
    mailboxes: Vec<String>,
    work_domains: Vec<String>,
    days: Days,
    numbers: Numbers,
    plates: Plates,
    places: Places,
    names: Names,
    whose: Whose,
}

/// One in so many texts without names is learnt from.
const ORDINARY: usize = 4;

impl Personal {
    pub(super) fn build(safety: &Safety) -> Personal {
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        let words = &safety.personal;
        let client = any_whole_word(words.roles.iter().chain(&words.titles));
        Personal {
            mail: fixed(r"[a-z0-9._%+\-]+ ?@ ?(?:[a-z0-9\-]+\.)+[a-z]{2,}"),
            spoken_mail: fixed(
                r"\b[a-z0-9._\-]+ ?(?:\(at\)|\[at\]|apenstaartje| at ) ?[a-z0-9\-]+ ?(?:\.|\(punt\)|\[punt\]|punt|\(dot\)|dot) ?(?:nl|com|be|de|net|eu)\b",
            ),
            mailboxes: words.mailboxes.clone(),
            work_domains: words.work_domains.clone(),
            days: Days::build(safety, client.clone()),
            numbers: Numbers::build(safety, client.clone()),
            plates: Plates::build(),
            places: Places::build(safety, client),
            names: Names::build(safety),
            whose: Whose::build(safety),
        }
    }

    /// Learns what a client's name looks like.
    pub(super) fn learn(&mut self, base: &Base) {
        let said = base.phrasings.values().flatten().chain(&base.outside);
        let told = base.examples.danger.iter().chain(&base.examples.harmless);
        let written =
            base.entries.values().flat_map(|e| [&e.title, &e.answer].into_iter().chain(&e.now));
        let gemeenten = &base.places.gemeenten;
        let places = gemeenten.iter().flat_map(|(name, g)| std::iter::once(name).chain(&g.aliases));
        let points = base.route.points.values();
        let walked = points.flat_map(|point| [&point.title, &point.text].into_iter());
        let plain = said.chain(told).chain(written).chain(walked);
        self.names.learn(&base.examples.marked, plain.clone(), places, ORDINARY);
        let told = |text: &str| {
            let folded = Folded::new(text);
            let told = self.told(&folded);
            (folded, told)
        };
        let lessons = self.whose.lessons(&base.examples.marked, plain, told);
        self.whose.learn(&lessons);
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.names.write(writer);
        self.whose.write(writer);
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.names.read(reader)?;
        self.whose.read(reader)
    }

    /// All that is found, with its place in the message; pieces may overlap.
    pub(super) fn find(&self, message: &str) -> Vec<Found> {
        let folded = Folded::new(message);
        let mut out = self.told(&folded);
        let others = self.whose.judge(&folded, &mut out);
        self.names.find(&folded, &others, &mut out);
        for found in &mut out {
            found.span = folded.place(&found.span);
        }
        out
    }

    /// All that has the form of personal data; spans in the folded text.
    fn told(&self, folded: &Folded) -> Vec<Found> {
        let mut out = Vec::new();
        self.mail(folded, &mut out);
        self.numbers.find(folded, &mut out);
        self.plates.find(folded, &mut out);
        self.places.find(folded, &mut out);
        self.days.find(folded, &mut out);
        out
    }

    fn mail(&self, folded: &Folded, out: &mut Vec<Found>) {
        for found in self.mail.find_iter(&folded.low).chain(self.spoken_mail.find_iter(&folded.low))
        {
            let (local, domain) = found.as_str().split_once('@').unwrap_or((found.as_str(), ""));
            let functional = self.mailboxes.iter().any(|m| {
                local
                    .trim()
                    .strip_prefix(m.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            });
            let work = self.work_domains.iter().any(|d| domain.contains(d.as_str()));
            if !functional && !work {
                out.push(Found::new(PersonalData::Email, found.range(), Told::Sure));
            }
        }
    }
}

/// An expression for any of these words at a word start; `None` without words.
pub(super) fn any_word(words: &[String]) -> Option<Regex> {
    if words.is_empty() {
        return None;
    }
    let parts: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
    Regex::new(&format!(r"\b(?:{})", parts.join("|"))).ok()
}

/// An expression for any of these words as whole words; one that never matches without words.
pub(super) fn any_whole_word<'w>(words: impl Iterator<Item = &'w String>) -> Regex {
    let parts: Vec<String> = words.map(|w| regex::escape(w)).collect();
    let pattern =
        if parts.is_empty() { r"[^\s\S]".into() } else { format!(r"\b(?:{})\b", parts.join("|")) };
    Regex::new(&pattern).unwrap_or_else(|_| {
        Regex::new(r"[^\s\S]").expect("a fixed pattern, compiled by every test")
    })
}
