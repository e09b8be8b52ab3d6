//! How does a typed message read, stripped of everything that varies without meaning?
//!
//! Lower case, no accents, one space before each word, `.` and `,` as words of their own, a `!` before
//! words that deny, and typing errors mended towards the words that signs of danger are made of.

use crate::engine::fold::invisible;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Shorter words have too many neighbours to mend.
pub(super) const SHORTEST_MISTYPED: usize = 6;

/// From this length on two slips are forgiven.
const TWO_SLIPS: usize = 10;

/// How to read a message.
#[derive(Debug)]
pub(super) struct Reading {
    deniers: BTreeSet<String>,
    well_spelled: BTreeSet<String>,
    /// Words to mend towards, by first letter.
    targets: BTreeMap<u8, Vec<String>>,
}

impl Reading {
    /// `targets` are the words of the signs; `well_spelled` words are never mended.
    pub(super) fn new(
        deniers: &[String],
        well_spelled: BTreeSet<&str>,
        targets: &BTreeSet<&str>,
    ) -> Self {
        let mut by_letter: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for word in targets {
            by_letter.entry(word.as_bytes()[0]).or_default().push((*word).to_owned());
        }
        Self {
            deniers: deniers.iter().cloned().collect(),
            well_spelled: well_spelled.into_iter().map(str::to_owned).collect(),
            targets: by_letter,
        }
    }

    /// The message in plain form; starts with a space.
    pub(super) fn read(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let mut mended: BTreeMap<String, String> = BTreeMap::new();
        for word in split(text) {
            out.push(' ');
            if self.deniers.contains(&word) {
                out.push('!');
                out.push_str(&word);
            } else if word.len() < SHORTEST_MISTYPED {
                out.push_str(&word);
            } else {
                let right = mended.entry(word).or_insert_with_key(|w| self.mend(w));
                out.push_str(right);
            }
        }
        out.push_str(" .");
        out
    }

    /// The word that was meant, or the word itself.
    fn mend(&self, word: &str) -> String {
        let same = || word.to_owned();
        if word.len() > 40 || self.well_spelled.contains(word) {
            return same();
        }
        let Some(targets) = self.targets.get(&word.as_bytes()[0]) else { return same() };
        if targets.iter().any(|t| t == word) {
            return same();
        }
        let slips = |t: &str| if t.len() >= TWO_SLIPS { 2 } else { 1 };
        targets
            .iter()
            .filter(|t| t.len().abs_diff(word.len()) <= slips(t))
            .map(|t| (strsim::osa_distance(t, word), t))
            .filter(|(distance, t)| *distance <= slips(t))
            .min()
            .map_or_else(same, |(_, t)| t.clone())
    }
}

/// Words and marks of the message.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String, words: &mut Vec<String>| {
        if !word.is_empty() {
            words.push(calm(word));
            word.clear();
        }
    };
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'ß' => word.push_str("ss"),
            'ø' => word.push('o'),
            c if is_combining_mark(c) || silent(c) => {}
            '.' | '!' | ';' | ':' | '\n' | '…' => {
                end(&mut word, &mut words);
                words.push(".".into());
            }
            '?' => {
                end(&mut word, &mut words);
                words.push("?".into());
            }
            ',' | '(' | ')' | '–' | '—' | '"' | '“' | '”' | '„' => {
                end(&mut word, &mut words);
                words.push(",".into());
            }
            '&' => {
                end(&mut word, &mut words);
                words.push("en".into());
            }
            _ => end(&mut word, &mut words),
        }
    }
    end(&mut word, &mut words);
    words
}

/// Apostrophes and characters that nobody sees: `z'n` reads as `zn`.
fn silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´') || invisible(c)
}

/// A letter that is held down counts once from three on.
fn calm(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let letters: Vec<char> = word.chars().collect();
    let mut i = 0;
    while i < letters.len() {
        let run = letters[i..].iter().take_while(|c| **c == letters[i]).count();
        let keep = if run >= 3 && letters[i].is_ascii_alphabetic() { 1 } else { run };
        out.extend(std::iter::repeat_n(letters[i], keep));
        i += run;
    }
    out
}
