//! Which words, numbers and signs stand in a phrase, and where?

use super::spelling;
use super::words::{self, Unit, Word};
use crate::engine::fold::letters;
use std::ops::Range;

/// A piece of the text.
#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Nothing stands between it and the piece before it.
    pub glued: bool,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word that has to do with time, or that says nothing.
    Word(Word),
    /// A number in digits.
    Number(Number),
    /// Anything that is no letter and no digit.
    Sign(char),
    /// A word that has nothing to do with time; `things` when it looks like a plural, `day` when it
    /// looks like a day or a month all the same.
    Unknown { things: bool, day: bool },
}

/// A number as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub value: u32,
    /// How many digits.
    pub len: usize,
    /// Whether it begins with a zero.
    pub zero: bool,
}

/// A folded character and the bytes it comes from.
struct Letter {
    c: char,
    span: Range<usize>,
}

/// The pieces of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let letters = folded(text);
    let mut tokens = Vec::new();
    let mut rest = letters.as_slice();
    let mut glued = false;
    while let Some(first) = rest.first() {
        let (len, last) = if first.c.is_whitespace() {
            glued = false;
            rest = &rest[1..];
            continue;
        } else if first.c.is_ascii_digit() {
            (number(rest, glued, &mut tokens), true)
        } else if first.c.is_alphabetic() {
            (word(rest, glued, &mut tokens), true)
        } else {
            // An apostrophe only means something before the digits of a year.
            let kept = first.c != '\'' || rest.get(1).is_some_and(|next| next.c.is_ascii_digit());
            if kept {
                push(&mut tokens, Kind::Sign(first.c), rest, 1, glued);
            }
            (1, kept || glued)
        };
        glued = last;
        rest = &rest[len..];
    }
    tokens
}

fn folded(text: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let span = at..at + c.len_utf8();
        let mut push = |c| out.push(Letter { c, span: span.clone() });
        match c {
            '\u{bd}' => ",5".chars().for_each(push),
            '\u{2018}' | '\u{2019}' | '\u{b4}' | '`' | '\u{2032}' | '\u{201b}' => push('\''),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => push('-'),
            // A number in a circle, a keycap: never a date.
            c if c.is_numeric() && !letters(c).all(|c| c.is_ascii_digit()) => push('#'),
            c => letters(c).for_each(push),
        }
    }
    out
}

fn push(tokens: &mut Vec<Token>, kind: Kind, letters: &[Letter], len: usize, glued: bool) {
    let (Some(first), Some(last)) = (letters.first(), letters.get(len.saturating_sub(1))) else {
        return;
    };
    tokens.push(Token { kind, span: first.span.start..last.span.end, glued });
}

/// Takes the digits at the front, with the ending of an ordinal; says how many characters.
fn number(letters: &[Letter], glued: bool, tokens: &mut Vec<Token>) -> usize {
    let digits: String =
        letters.iter().map(|letter| letter.c).take_while(char::is_ascii_digit).collect();
    let len = digits.len();
    let kind = match digits.parse() {
        Ok(value) if len <= 8 => Kind::Number(Number { value, len, zero: digits.starts_with('0') }),
        _ => Kind::Unknown { things: false, day: false },
    };
    let ending: String = run(&letters[len..]).collect();
    if let (Kind::Number(Number { value: value @ 1..=99, .. }), true) =
        (kind, ["e", "de", "ste", "th", "st", "nd", "rd"].contains(&ending.as_str()))
    {
        let value = i8::try_from(value).unwrap_or(i8::MAX);
        let whole = len + ending.len();
        push(tokens, Kind::Word(Word::Ordinal(value)), letters, whole, glued);
        return whole;
    }
    push(tokens, kind, letters, len, glued);
    len
}

/// The letters at the front, and the apostrophes between them.
fn run(letters: &[Letter]) -> impl Iterator<Item = char> {
    let inside = |at: usize| letters.get(at + 1).is_some_and(|next| next.c.is_alphabetic());
    let each = letters.iter().enumerate();
    each.take_while(move |(at, letter)| {
        letter.c.is_alphabetic() || (letter.c == '\'' && *at > 0 && inside(*at))
    })
    .map(|(_, letter)| letter.c)
}

/// Takes the word at the front, which may be an abbreviation or hold several words; says how many
/// characters.
fn word(letters: &[Letter], glued: bool, tokens: &mut Vec<Token>) -> usize {
    if let Some((word, len)) = abbreviation(letters) {
        push(tokens, Kind::Word(word), letters, len, glued);
        return len;
    }
    let word: String = run(letters).collect();
    let len = word.chars().count();
    // After a number a word can be short for a unit: `9u`, `16h`.
    let digits = glued && matches!(tokens.last(), Some(Token { kind: Kind::Number(_), .. }));
    if digits && word == "m" {
        push(tokens, Kind::Word(Word::Unit(Unit::Minute)), letters, len, glued);
        return len;
    }
    let parts = words::lookup(&word).map(|word| vec![(word, len)]);
    let Some(parts) = parts.or_else(|| spelling::parts(&word)) else {
        let things = ["en", "s"].iter().any(|ending| word.len() > 3 && word.ends_with(ending));
        let day = spelling::looks_like_a_day(&word);
        push(tokens, Kind::Unknown { things, day }, letters, len, glued);
        return len;
    };
    let mut at = 0;
    for (n, (part, len)) in parts.into_iter().enumerate() {
        push(tokens, Kind::Word(part), &letters[at..], len, glued || n > 0);
        at += len;
    }
    len
}

/// `a.s.`, `t/m`, `v.d.`: single letters with a dot or a stroke between them.
fn abbreviation(letters: &[Letter]) -> Option<(Word, usize)> {
    let mut short = String::new();
    let mut at = 0;
    let alphabetic = |at: usize| letters.get(at).is_some_and(|letter| letter.c.is_alphabetic());
    while alphabetic(at) && !alphabetic(at + 1) {
        short.push(letters[at].c);
        at += 1;
        let joint = letters.get(at).is_some_and(|joint| joint.c == '.' || joint.c == '/');
        if !joint {
            break;
        }
        at += 1;
    }
    let open = at > 0 && letters[at - 1].c == '/';
    let len = if short.len() < 2 || open { return None } else { at };
    words::abbreviated(&short).map(|word| (word, len))
}
