//! Which pieces of a message identify a client?

use super::folded::Folded;
use super::names::Names;
use super::numbers::Numbers;
use super::places::Places;
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
}

impl Found {
    pub(super) fn new(kind: PersonalData, span: Range<usize>) -> Found {
        Found { kind, span }
    }
}

/// Everything that finds personal data.
#[derive(Debug)]
pub(super) struct Personal {
    mail: Regex,
    spoken_mail: Regex,
    mailboxes: Vec<String>,
    work_domains: Vec<String>,
    born_before: Regex,
    born_after: Regex,
    born_beside: Regex,
    day: Regex,
    client: Regex,
    event: Option<Regex>,
    numbers: Numbers,
    places: Places,
    names: Names,
}

/// One in so many texts without names is learnt from.
const ORDINARY: usize = 4;

/// A day in any usual form.
const DAY: &str = r"(?:[0-3]?[0-9][ ]?[\-./ ][ ]?[01]?[0-9][ ]?[\-./ ][ ]?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][ \-](?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?[ \-]'?(?:19|20)?[0-9]{2}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})";

/// Six digits are a day only beside a word that says so.
const SHORT_DAY: &str = "[0-3][0-9][01][0-9]{3}";

impl Personal {
    pub(super) fn build(safety: &Safety) -> Personal {
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        let words = &safety.personal;
        let people = words.roles.iter().chain(&words.first_names).map(|w| regex::escape(w));
        let people = people.chain(["gegeven".to_owned()]).collect::<Vec<_>>().join("|");
        let client = any_whole_word(words.roles.iter().chain(&words.titles));
        Personal {
            mail: fixed(r"[a-z0-9._%+\-]+ ?@ ?(?:[a-z0-9\-]+\.)+[a-z]{2,}"),
            spoken_mail: fixed(
                r"\b[a-z0-9._\-]+ ?(?:\(at\)|\[at\]|apenstaartje| at ) ?[a-z0-9\-]+ ?(?:\.|\(punt\)|\[punt\]|punt|\(dot\)|dot) ?(?:nl|com|be|de|net|eu)\b",
            ),
            mailboxes: words.mailboxes.clone(),
            work_domains: words.work_domains.clone(),
            born_before: fixed(&format!(
                r"(?:\bgeboren|\bgeb\b|\bgeb\.|geboortedat[a-z]*|geboortedag|gebdat[a-z]*|geb\.? ?dat[a-z]*|\bd\.?o\.?b\b|\bborn|\bverjaart|\bjarig|ter wereld)[^\n]{{0,28}}?\b({DAY}|{SHORT_DAY})\b"
            )),
            born_after: fixed(&format!(
                r"\b({DAY})\b[^\n0-9]{{0,25}}\b(?:geboren|geboortedatum|geb\b|ter wereld|is (?:zijn|haar) verjaardag)"
            )),
            born_beside: fixed(&format!(
                r"(?:\b(?:{people})(?: [a-z'\-]+){{0,2}} ?[,(] ?|\b(?:hij|zij|ze|{people}) (?:is )?van |\bgd:? )({DAY})\b"
            )),
            day: fixed(&format!(r"\b{DAY}\b")),
            client: client.clone(),
            event: any_word(&words.events),
            numbers: Numbers::build(safety, client.clone()),
            places: Places::build(safety, client.clone()),
            names: Names::build(safety),
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
        self.names.learn(&base.examples.marked, plain, places, ORDINARY);
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.names.write(writer);
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.names.read(reader)
    }

    /// All that is found, with its place in the message; pieces may overlap.
    pub(super) fn find(&self, message: &str) -> Vec<Found> {
        let folded = Folded::new(message);
        let mut out = Vec::new();
        self.mail(&folded, &mut out);
        for regex in [&self.born_before, &self.born_after, &self.born_beside] {
            let days = regex.captures_iter(&folded.low).filter_map(|c| c.get(1));
            out.extend(days.map(|day| Found::new(PersonalData::BirthDate, day.range())));
        }
        self.days(&folded, &mut out);
        self.numbers.find(&folded, &mut out);
        self.places.find(&folded, &mut out);
        self.names.find(&folded, &mut out);
        for found in &mut out {
            found.span = folded.place(&found.span);
        }
        out
    }

    /// Days beside a person, unless something else happened on them.
    fn days(&self, folded: &Folded, out: &mut Vec<Found>) {
        for day in self.day.find_iter(&folded.low) {
            let (before, after) = (folded.before(day.start(), 40), folded.after(day.end(), 25));
            let told = self.client.is_match(before)
                || self.client.is_match(after)
                || before.contains("gegeven");
            let event = |text| self.event.as_ref().is_some_and(|r| r.is_match(text));
            let coming =
                ["2024", "2025", "2026", "2027"].iter().any(|year| day.as_str().ends_with(year));
            if told && !coming && !event(before) && !event(after) {
                out.push(Found::new(PersonalData::BirthDate, day.range()));
            }
        }
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
                out.push(Found::new(PersonalData::Email, found.range()));
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
