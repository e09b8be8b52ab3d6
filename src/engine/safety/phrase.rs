//! What does a curator's phrase match? Turns phrases and groups into regular expressions.

use regex::{Regex, RegexBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// Groups nest at most this deep; deeper is a circle.
const DEPTH: usize = 6;

/// The most bytes that a compiled expression may take.
const SIZE: usize = 64 << 20;

/// Compiles phrases over text of [`super::plain`], where each word follows one space.
pub(super) struct Phrases<'a> {
    groups: &'a BTreeMap<String, Vec<String>>,
    deniers: BTreeSet<&'a str>,
}

impl<'a> Phrases<'a> {
    pub(super) fn new(groups: &'a BTreeMap<String, Vec<String>>, deniers: &'a [String]) -> Self {
        Self { groups, deniers: deniers.iter().map(String::as_str).collect() }
    }

    /// An expression that matches any of the phrases, on word boundaries; `None` when there are none
    /// or they refer to what is not there.
    pub(super) fn compile<'p>(
        &self,
        phrases: impl IntoIterator<Item = &'p String>,
    ) -> Option<Regex> {
        let parts: Vec<String> = phrases.into_iter().filter_map(|p| self.phrase(p, 0)).collect();
        if parts.is_empty() {
            return None;
        }
        RegexBuilder::new(&format!("(?:{})(?-u:\\b)", parts.join("|")))
            .unicode(false)
            .size_limit(SIZE)
            .build()
            .ok()
    }

    /// One phrase; `None` when a group in it does not exist, or all of it may be missing.
    fn phrase(&self, phrase: &str, depth: usize) -> Option<String> {
        let parts = top_level(phrase, ' ');
        let solid = parts.iter().any(|p| !p.ends_with(")?") && !matches!(*p, "" | ".." | "..."));
        if !solid {
            return None;
        }
        parts.into_iter().filter(|p| !p.is_empty()).map(|part| self.part(part, depth)).collect()
    }

    /// A gap, a choice of phrases that may be missing, or a choice of words.
    fn part(&self, part: &str, depth: usize) -> Option<String> {
        match part {
            ".." => return Some("(?: [a-z0-9_,]+){0,3}?".into()),
            "..." => return Some("(?: [a-z0-9_,]+){0,6}?".into()),
            _ => {}
        }
        let (inner, mark) = match part.strip_suffix('?') {
            Some(inner) => (inner, "?"),
            None => (part, ""),
        };
        let choices: Option<Vec<String>> =
            match inner.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
                Some(phrases) => {
                    top_level(phrases, '/').into_iter().map(|p| self.phrase(p, depth)).collect()
                }
                None => inner.split('/').map(|word| self.word(word, depth)).collect(),
            };
        Some(format!("(?:{}){mark}", choices?.join("|")))
    }

    /// A word, or a whole group. Each brings the space before it.
    fn word(&self, word: &str, depth: usize) -> Option<String> {
        if let Some(group) = word.strip_prefix('@') {
            if depth >= DEPTH {
                return None;
            }
            let parts: Option<Vec<String>> =
                self.groups.get(group)?.iter().map(|p| self.phrase(p, depth + 1)).collect();
            return Some(parts?.join("|"));
        }
        let denial = if self.deniers.contains(word) { "!" } else { "" };
        let letters = word.split('*').map(regex::escape).collect::<Vec<_>>().join("[a-z0-9]*");
        Some(format!(" {denial}{letters}"))
    }
}

/// The pieces between a sign, which counts only outside brackets.
fn top_level(text: &str, sign: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut depth, mut from) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c == sign && depth == 0 => {
                pieces.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces
}

/// Every literal word of these phrases that is long enough to be mistyped recognisably.
pub(super) fn literals<'p>(phrases: impl Iterator<Item = &'p String>) -> BTreeSet<&'p str> {
    phrases
        .flat_map(|phrase| phrase.split([' ', '/', '(', ')', '?']))
        .filter(|word| word.len() >= super::plain::SHORTEST_MISTYPED)
        .filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect()
}
