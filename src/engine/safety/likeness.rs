//! Does a word sound like a name? Learnt from the letters of names and of ordinary words.
//!
//! Two judges each learn from one half of the words and judge the other half, so that a word that was
//! learnt from is judged no better than one that was never seen.

use super::logistic::{Course, Features, Logistic, place};
use crate::engine::hashing;
use crate::engine::learnt::{Reader, Writer};
use std::collections::BTreeSet;

/// How is learnt.
const COURSE: Course = Course { places: 1 << 16, epochs: 3, decay: 1e-4, balance: 3.0 };
/// From so many letters on a word can be made of two.
const LONG: usize = 7;
/// The shortest word that another ends with.
const TAIL: usize = 4;
/// How many judges there are.
const HALVES: usize = 2;

/// How much words sound like names.
#[derive(Debug)]
pub(super) struct Likeness {
    judges: [Logistic; HALVES],
}

impl Likeness {
    /// Learns from names and from ordinary words; what is both is a name.
    pub(super) fn learn(names: &BTreeSet<String>, ordinary: &BTreeSet<String>) -> Likeness {
        let learn = |half: usize| {
            let of = |words: &BTreeSet<String>, so: bool| -> Vec<(Features, bool)> {
                let words = words.iter().filter(|word| so || !names.contains(*word));
                let words = words.filter(|word| half_of(word) != half);
                words.map(|word| (features(word), so)).collect()
            };
            let lessons: Vec<_> = [of(names, true), of(ordinary, false)].concat();
            Logistic::train(&COURSE, &lessons)
        };
        Likeness { judges: [learn(0), learn(1)] }
    }

    /// How much a word in small letters sounds like a name, from `a` to `e`.
    pub(super) fn of(&self, word: &str) -> &'static str {
        match self.judges[half_of(word)].chance(&features(word)) {
            chance if chance < 0.1 => "a",
            chance if chance < 0.3 => "b",
            chance if chance < 0.6 => "c",
            chance if chance < 0.85 => "d",
            _ => "e",
        }
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.judges.iter().for_each(|judge| judge.write(writer));
    }

    /// What [`Self::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Likeness> {
        let mut judge = || Logistic::read(reader, COURSE.places);
        Some(Likeness { judges: [judge()?, judge()?] })
    }
}

/// Which judge has not learnt from a word.
fn half_of(word: &str) -> usize {
    hashing::place([word.as_bytes()], HALVES)
}

/// The letters of a word: all runs of two to four, and how it starts and ends.
fn features(word: &str) -> Features {
    let mut out = Features::new();
    let edged = format!("^{word}$");
    let at: Vec<usize> = edged.char_indices().map(|(at, _)| at).chain([edged.len()]).collect();
    for many in 2..=4 {
        for ends in at.windows(many + 1) {
            out.push((place(&[&edged[ends[0]..ends[many]]], COURSE.places), 1.0));
        }
    }
    let letters = at.len() - 3;
    out.push((place(&["long", &letters.min(14).to_string()], COURSE.places), 1.0));
    if letters >= LONG {
        for many in TAIL..=letters - 3 {
            let tail = &edged[at[at.len() - 2 - many]..];
            out.push((place(&["tail", tail], COURSE.places), 1.0));
        }
    }
    out
}
