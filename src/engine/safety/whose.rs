//! Whose is a day, a telephone number, an address or a number plate: a client's, or anybody else's?
//!
//! Its form does not tell, and no rule foresees all that may stand around it. What does tell is learnt
//! from the curator's examples: the words beside it, the rest of the sentence, and how it is written.

use super::folded::Folded;
use super::logistic::{Course, Features, Logistic, place};
use super::personal::{Found, Told};
use super::words::{LISTS, Lists, Token, tokens};
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Marked, Safety};
use crate::vocab::PersonalData;
use std::ops::Range;

/// From this chance on it is a client's: what is likely,
const LIKELY: f32 = 0.4;
/// and what only has the form.
const PERHAPS: f32 = 0.7;
/// How is learnt.
const COURSE: Course = Course { places: 1 << 17, epochs: 6, decay: 1e-4, balance: 1.5 };
/// So many words before and after count as the sentence around it.
const AROUND: usize = 15;
/// So many words before and after stand beside it.
const BESIDE: usize = 4;

/// Judges what has the form of personal data.
#[derive(Debug)]
pub(super) struct Whose {
    lists: Lists,
    learned: Option<Logistic>,
}

/// What is seen of something, and whether it is a client's.
pub(super) type Lesson = (Features, bool);

impl Whose {
    pub(super) fn build(safety: &Safety) -> Whose {
        Whose { lists: Lists::build(&safety.personal), learned: None }
    }

    /// What can be learnt from texts in which the data are marked and from `plain` ones without any;
    /// `told` finds what has the form.
    pub(super) fn lessons<'t>(
        &self,
        marked: &[Marked],
        plain: impl Iterator<Item = &'t String>,
        told: impl Fn(&str) -> (Folded, Vec<Found>),
    ) -> Vec<Lesson> {
        let mut lessons = Vec::new();
        if marked.is_empty() {
            return lessons;
        }
        let mut lesson = |text: &str, is_piece: &dyn Fn(Range<usize>) -> bool| {
            let (folded, told) = told(text);
            let told = told.iter().filter(|found| found.told != Told::Sure);
            let told: Vec<&Found> = told.collect();
            if told.is_empty() {
                return;
            }
            let tokens = tokens(&folded);
            for found in told {
                let is_clients = is_piece(folded.place(&found.span));
                lessons.push((self.features(&folded, &tokens, found), is_clients));
            }
        };
        for text in marked {
            lesson(&text.text, &|place| {
                text.pieces
                    .iter()
                    .any(|(_, piece)| piece.start < place.end && place.start < piece.end)
            });
        }
        plain.for_each(|text| lesson(text, &|_| false));
        lessons
    }

    /// Learns whose what is.
    pub(super) fn learn(&mut self, lessons: &[Lesson]) {
        self.learned = (!lessons.is_empty()).then(|| Logistic::train(&COURSE, lessons));
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            learned.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.learned = Some(Logistic::read(reader, COURSE.places)?);
        Some(())
    }

    /// Leaves what is a client's, and returns the places of the rest. With nothing learnt what is likely
    /// is a client's.
    pub(super) fn judge(&self, folded: &Folded, found: &mut Vec<Found>) -> Vec<Range<usize>> {
        if found.iter().all(|found| found.told == Told::Sure) {
            return Vec::new();
        }
        let tokens = tokens(folded);
        let rest = found.extract_if(.., |found| match (found.told, &self.learned) {
            (Told::Sure, _) => false,
            (told, None) => told == Told::Perhaps,
            (told, Some(learned)) => {
                let needed = if told == Told::Likely { LIKELY } else { PERHAPS };
                learned.chance(&self.features(folded, &tokens, found)) < needed
            }
        });
        rest.map(|found| found.span).collect()
    }

    /// What is to be seen of something with the form of personal data.
    fn features(&self, folded: &Folded, tokens: &[Token], found: &Found) -> Features {
        let kind = match found.kind {
            PersonalData::BirthDate => "day",
            PersonalData::Phone => "phone",
            PersonalData::NumberPlate => "plate",
            _ => "address",
        };
        let told = if found.told == Told::Likely { "likely" } else { "perhaps" };
        let mut out = Features::new();
        let mut add = |parts: &[&str]| out.push((place(parts, COURSE.places), 1.0));
        let written = &folded.low[found.span.clone()];
        add(&["told", kind, told]);
        let form = form(written);
        add(&["form", kind, &form]);
        add(&["form, told", kind, told, &form]);
        let capital = folded.text[found.span.clone()].contains(|c: char| c.is_ascii_uppercase());
        add(&["capital", kind, if capital { "yes" } else { "no" }]);
        let head = written.split(|c: char| !c.is_ascii_alphabetic()).rfind(|word| word.len() > 2);
        if let Some(head) = head {
            add(&["head", kind, head]);
            add(&["head end", kind, &head[head.len().saturating_sub(4)..]]);
        }
        for year in years(written) {
            add(&["year", kind, year]);
        }
        let first = tokens.partition_point(|token| token.span.end <= found.span.start);
        let after = tokens.partition_point(|token| token.span.start < found.span.end);
        let edge = |side: &[Token]| if side.is_empty() { "-" } else { "+" };
        let (before, behind) = (&tokens[..first], &tokens[after..]);
        add(&["edges", kind, edge(before), edge(behind)]);
        let low = |token: Option<&Token>| token.map_or("-", |token| token.low.as_str()).to_owned();
        let last = [low(before.last()), low(before.iter().rev().nth(1))];
        let next = [low(behind.first()), low(behind.get(1))];
        add(&["last", kind, &last[0]]);
        add(&["lasts", kind, &last[1], &last[0]]);
        add(&["next", kind, &next[0]]);
        add(&["nexts", kind, &next[0], &next[1]]);
        let ways: [(&str, Vec<&Token>); 2] = [
            ("before", before.iter().rev().take(AROUND).collect()),
            ("behind", behind.iter().take(AROUND).collect()),
        ];
        for (way, side) in &ways {
            for (at, token) in side.iter().enumerate().filter(|(_, token)| token.is_word()) {
                add(&["word", &token.low]);
                add(&["word, kind", kind, &token.low]);
                if at < BESIDE {
                    add(&["beside", kind, way, &token.low]);
                    add(&["beside", way, &token.low]);
                }
                let lists = self.lists.of(&token.low);
                for (name, _) in LISTS.iter().filter(|(_, bit)| lists & bit != 0) {
                    add(&["list", name]);
                    add(&["list, kind", kind, name, way]);
                    if at < BESIDE {
                        add(&["list beside", kind, name, way]);
                    }
                }
            }
        }
        out
    }
}

/// How it is written: digits as `0`, words as `a`.
fn form(written: &str) -> String {
    let mut form = String::new();
    for c in written.chars() {
        match c {
            c if c.is_ascii_digit() => form.push('0'),
            c if c.is_alphabetic() && form.ends_with('a') => {}
            c if c.is_alphabetic() => form.push('a'),
            c => form.push(c),
        }
    }
    form
}

/// In which time the years of a day lie.
fn years(written: &str) -> impl Iterator<Item = &'static str> {
    let numbers = written.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    numbers.filter_map(|run| run.parse::<u32>().ok()).filter_map(|year| match year {
        1900..=1959 => Some("old"),
        1960..=1999 => Some("grown"),
        2000..=2019 => Some("young"),
        2020..=2023 => Some("small"),
        2024..=2040 => Some("now"),
        _ => None,
    })
}
