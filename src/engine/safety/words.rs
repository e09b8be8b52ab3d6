//! Which words and signs is a message made of, and on which lists do they stand?

use super::folded::Folded;
use crate::knowledge::PersonalWords;
use std::collections::BTreeMap;
use std::ops::Range;

/// A message is searched in its first words.
const WORDS: usize = 2000;

/// A word or a sign of a message.
pub(super) struct Token {
    pub(super) span: Range<usize>,
    /// In lower case; every number is `0`.
    pub(super) low: String,
    pub(super) shape: &'static str,
    /// On which of [`Lists`] it stands, a bit each.
    pub(super) lists: u8,
    /// How ordinary a word it is, from never used to often.
    pub(super) common: &'static str,
    /// How much it sounds like a name.
    pub(super) like: &'static str,
}

/// The lists, by their bits.
pub(super) const FIRST_NAME: u8 = 1;
pub(super) const SURNAME: u8 = 2;
pub(super) const ROLE: u8 = 4;
pub(super) const TITLE: u8 = 8;
pub(super) const COLLEAGUE: u8 = 16;
pub(super) const LISTS: [(&str, u8); 5] = [
    ("first", FIRST_NAME),
    ("surname", SURNAME),
    ("role", ROLE),
    ("title", TITLE),
    ("colleague", COLLEAGUE),
];

/// The words of the curator's lists.
#[derive(Debug)]
pub(super) struct Lists(BTreeMap<String, u8>);

impl Lists {
    pub(super) fn build(words: &PersonalWords) -> Lists {
        let mut lists: BTreeMap<String, u8> = BTreeMap::new();
        for (bit, words) in [
            (FIRST_NAME, &words.first_names),
            (SURNAME, &words.last_names),
            (ROLE, &words.roles),
            (TITLE, &words.titles),
            (COLLEAGUE, &words.colleagues),
        ] {
            // Of `van der Meer` the last word.
            let words = words.iter().filter_map(|word| word.split(' ').next_back());
            words.for_each(|word| *lists.entry(word.to_owned()).or_default() |= bit);
        }
        Lists(lists)
    }

    /// The first names and surnames.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.0.iter().filter(|(_, bits)| *bits & (FIRST_NAME | SURNAME) != 0);
        names.map(|(word, _)| word.as_str())
    }

    /// On which lists a word in small letters stands, a bit each.
    pub(super) fn of(&self, word: &str) -> u8 {
        self.0.get(word).copied().unwrap_or(0)
    }
}

impl Token {
    pub(super) fn new(span: Range<usize>, low: String, shape: &'static str) -> Self {
        Self { span, low, shape, lists: 0, common: "0", like: "-" }
    }

    /// Whether it stands on one of these lists.
    pub(super) fn is_on(&self, lists: u8) -> bool {
        self.lists & lists != 0
    }

    pub(super) fn is_word(&self) -> bool {
        self.shape != "." && self.shape != "0"
    }
}

/// The words and signs of a message. An initial keeps its dot, a name its dash and apostrophe.
pub(super) fn tokens(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = folded.text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if tokens.len() >= WORDS {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let inside = |next: char| match (c.is_alphabetic(), c.is_ascii_digit()) {
            (true, _) => next.is_alphabetic() || matches!(next, '\'' | '-'),
            (_, true) => next.is_ascii_digit(),
            _ => false,
        };
        while let Some((at, next)) = chars.next_if(|(_, next)| inside(*next)) {
            end = at + next.len_utf8();
        }
        // A quotation mark or a dash at the end is none of the word.
        let text = folded.text[start..end].trim_end_matches(['\'', '-']);
        let text = if text.is_empty() { &folded.text[start..end] } else { text };
        end = start + text.len();
        let single = text.chars().count() == 1;
        if single && c.is_uppercase() && chars.next_if(|(_, next)| *next == '.').is_some() {
            tokens.push(Token::new(start..end + 1, text.to_lowercase(), "X."));
            continue;
        }
        let shape = match c {
            c if c.is_ascii_digit() => "0",
            c if !c.is_alphabetic() => ".",
            c if c.is_lowercase() => "xx",
            _ if single => "X",
            _ if text.chars().all(|c| !c.is_lowercase()) => "XX",
            _ => "Xx",
        };
        let low = if shape == "0" { "0".to_owned() } else { text.to_lowercase() };
        tokens.push(Token::new(start..end, low, shape));
    }
    tokens
}
