//! How is a text searched for data without losing the place where it stands?
//!
//! Invisible characters are skipped, full-width digits and odd dashes and spaces become plain ones, and
//! every byte remembers the character of the message that it comes from.

use crate::engine::fold::invisible;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A message made searchable.
pub(super) struct Folded {
    /// With capitals.
    pub(super) text: String,
    /// The same in ASCII lower case; same length.
    pub(super) low: String,
    /// For each byte of `text` the character of the message.
    origin: Vec<Range<usize>>,
}

impl Folded {
    pub(super) fn new(message: &str) -> Folded {
        let mut text = String::with_capacity(message.len());
        let mut origin = Vec::with_capacity(message.len());
        for (at, c) in message.char_indices() {
            if invisible(c) {
                continue;
            }
            for folded in std::iter::once(c).nfkc().map(plain) {
                text.push(folded);
                origin.resize(text.len(), at..at + c.len_utf8());
            }
        }
        let low = text.to_ascii_lowercase();
        Folded { text, low, origin }
    }

    /// Where a span of `text` stands in the message.
    pub(super) fn place(&self, span: &Range<usize>) -> Range<usize> {
        match (self.origin.get(span.start), self.origin.get(span.end.saturating_sub(1))) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Up to `bytes` of lower-case text before a place, in the same paragraph.
    pub(super) fn before(&self, at: usize, bytes: usize) -> &str {
        let mut from = at.saturating_sub(bytes);
        while !self.low.is_char_boundary(from) {
            from += 1;
        }
        let text = &self.low[from..at];
        text.rsplit('\n').next().unwrap_or(text)
    }

    /// Up to `bytes` of lower-case text after a place, in the same paragraph.
    pub(super) fn after(&self, at: usize, bytes: usize) -> &str {
        let mut to = (at + bytes).min(self.low.len());
        while !self.low.is_char_boundary(to) {
            to -= 1;
        }
        let text = &self.low[at..to];
        text.split('\n').next().unwrap_or(text)
    }
}

/// One form for every dash, space and quote.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => ' ',
        '’' | '‘' | '´' | '`' => '\'',
        c => c.to_digit(10).and_then(|d| char::from_digit(d, 10)).unwrap_or(c),
    }
}
