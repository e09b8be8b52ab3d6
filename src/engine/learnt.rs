//! How is what was learnt from the base written down and read back? As sections of plain bytes.
//!
//! Learning takes seconds and reading milliseconds, so the result is kept under a name made of the
//! base: whatever is changed there, it is learnt anew.

use crate::knowledge::Base;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The version of the way of learning: count on when anything in it changes.
const WAY: u32 = 12;

/// Names what is learnt from this base in this way. A new part of the base is named here: whether it
/// counts is then a decision.
pub(super) fn key(base: &Base) -> u64 {
    let Base {
        entries,
        additions,
        phrasings,
        outside,
        places,
        words,
        safety,
        examples,
        route,
        // Nothing is learnt from the quiz and the calendar.
        items: _,
        measured: _,
        school_years: _,
    } = base;
    let mut hasher = DefaultHasher::new();
    let asked = (entries, additions, phrasings, outside);
    (WAY, asked, places, words, safety, examples, route).hash(&mut hasher);
    hasher.finish()
}

/// Writes sections one after the other, each behind its length in bytes.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// Adds a section of bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u64).to_le_bytes());
        self.0.extend(bytes);
    }

    /// Adds a section of numbers.
    pub(super) fn floats(&mut self, numbers: &[f32]) {
        self.bytes(&numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>());
    }

    /// All sections.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads the sections in the order of writing; none where the bytes do not hold one.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next section as bytes.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (section, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(section)
    }

    /// The next section as so many numbers.
    pub(super) fn floats(&mut self, many: usize) -> Option<Vec<f32>> {
        let (fours, rest) = self.bytes()?.as_chunks();
        let whole = fours.len() == many && rest.is_empty();
        whole.then(|| fours.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Item, Kind, Source};

    #[test]
    fn the_quiz_changes_nothing_that_was_learnt() {
        let mut base = Base::default();
        let before = key(&base);
        let source = Source { name: String::new(), url: String::new(), date: String::new() };
        let item = Item {
            id: "t-proef".into(),
            topic: "stap-2".into(),
            kind: Kind::Know,
            difficulty: 1,
            importance: 1,
            why: String::new(),
            question: "Wat is stap 2?".into(),
            options: Vec::new(),
            source,
            facts: Vec::new(),
        };
        base.items.insert(item.id.clone(), item);
        assert_eq!(key(&base), before);
        base.phrasings.insert("stap-2".into(), vec!["wat is stap 2".into()]);
        assert_ne!(key(&base), before);
    }

    #[test]
    fn what_was_written_is_read_back_and_nothing_else() {
        let mut writer = Writer::default();
        writer.bytes(b"words");
        writer.floats(&[0.5, -1.0]);
        let bytes = writer.finish();
        let mut reader = Reader(&bytes);
        assert_eq!(reader.bytes(), Some(&b"words"[..]));
        assert_eq!(reader.floats(2), Some(vec![0.5, -1.0]));
        assert_eq!(reader.bytes(), None);
        for length in 0..bytes.len() {
            let mut cut = Reader(&bytes[..length]);
            assert_eq!(cut.bytes().and_then(|_| cut.floats(2)), None);
        }
        let mut other = Reader(&bytes);
        assert_eq!(other.floats(1), None, "another length");
    }
}
