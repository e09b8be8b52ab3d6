//! Where in the pieces of a phrase is the reader, and what stands there?

use super::token::{Kind, Number, Token};
use super::words::{Unit, Word};

/// A place between two pieces. What is read gives back the place after it.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    pub tokens: &'a [Token],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn token(self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub fn kind(self) -> Option<Kind> {
        self.token().map(|token| token.kind)
    }

    /// The place after the next piece.
    pub fn next(self) -> Self {
        Self { at: self.at + 1, ..self }
    }

    pub fn back(self) -> Option<Self> {
        Some(Self { at: self.at.checked_sub(1)?, ..self })
    }

    pub fn word(self) -> Option<Word> {
        match self.kind()? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn number(self) -> Option<Number> {
        match self.kind()? {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn is(self, word: Word) -> bool {
        self.word() == Some(word)
    }

    pub fn is_sign(self, sign: char) -> bool {
        self.kind() == Some(Kind::Sign(sign))
    }

    pub fn glued(self) -> bool {
        self.token().is_some_and(|token| token.glued)
    }

    /// The place behind this word, if it stands here.
    pub fn eat(self, word: Word) -> Option<Self> {
        self.is(word).then(|| self.next())
    }

    /// The place behind one of these words, if one stands here.
    pub fn one_of(self, words: &[Word]) -> Option<Self> {
        self.word().filter(|word| words.contains(word)).map(|_| self.next())
    }

    /// The place behind all of these words that stand here.
    pub fn skip(self, words: &[Word]) -> Self {
        let mut here = self;
        while let Some(next) = here.one_of(words) {
            here = next;
        }
        here
    }

    /// One of these signs, if it stands here, and the place behind it.
    pub fn sign(self, signs: &[char]) -> Option<(char, Self)> {
        match self.kind()? {
            Kind::Sign(sign) if signs.contains(&sign) => Some((sign, self.next())),
            _ => None,
        }
    }

    /// The place behind a dot that ends an abbreviation.
    pub fn dot(self) -> Self {
        let next = self.next();
        let inside = next.number().is_some() && next.glued();
        if self.is_sign('.') && self.glued() && !inside { next } else { self }
    }

    /// The month that stands here, and the place behind it.
    pub fn month(self) -> Option<(u32, Self)> {
        match self.word()? {
            Word::Month(month) => Some((month, self.next().dot())),
            _ => None,
        }
    }

    /// The unit that stands here, and the place behind it.
    pub fn unit(self) -> Option<(Unit, Self)> {
        match self.word()? {
            Word::Unit(unit) => Some((unit, self.next().dot())),
            _ => None,
        }
    }

    /// A whole number in digits or as a word, `een` among them.
    pub fn count(self) -> Option<(u32, Self)> {
        match self.kind()? {
            Kind::Number(number) => Some((number.value, self.next())),
            Kind::Word(Word::Number(value)) => Some((value, self.next())),
            Kind::Word(Word::One) => Some((1, self.next())),
            _ => None,
        }
    }

    /// Whether things stand here that a number before it counts: `3 mensen`.
    pub fn things(self) -> bool {
        matches!(self.kind(), Some(Kind::Unknown { things: true, .. })) && !self.glued()
    }
}
