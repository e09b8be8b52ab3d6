//! Is a row of a file one that was planned before, and did it change since? Each row has a name made of
//! its text; the memory keeps the names as marks, and nothing of the text.

use super::rows::Row;
use crate::engine::calendar;
use crate::engine::hashing::digest;
use crate::vocab::{EventId, Timestamp};
use jiff::civil::Date;

/// The names of rows begin with this.
const MARK: &str = "jaar";

/// The two kinds of rows, as their names tell them apart.
const SESSION: &str = "sessie";
const REMINDER: &str = "herinnering";

/// Whether this is the source of something that was planned from a file.
pub fn in_file(source: &EventId) -> bool {
    source.as_str().split(':').next() == Some(MARK)
}

/// Whether a mark is of a reminder.
pub fn of_reminder(mark: &str) -> bool {
    mark.split(':').nth(1) == Some(REMINDER)
}

/// What a row says, as numbers: its title, its moment and its audience, and all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    kind: &'static str,
    parts: [u64; 3],
    whole: u64,
}

impl Name {
    /// Of a row.
    pub fn of(row: Row<'_>) -> Self {
        let texts = row.texts();
        let kind = match row {
            Row::Session(_) => SESSION,
            Row::Reminder(_) => REMINDER,
        };
        let number = |text: Option<&str>| {
            digest([kind.as_bytes(), text.map_or(&b"\x1f"[..], str::as_bytes)])
        };
        let all: Vec<u8> = texts.iter().flat_map(|text| number(*text).to_be_bytes()).collect();
        let part = |at: usize| number(texts.get(at).copied().flatten());
        Self { kind, parts: [part(0), part(1), part(2)], whole: digest([all.as_slice()]) }
    }

    /// As the memory keeps it, with the day after which the row has nothing more to say.
    pub fn mark(self, until: Date) -> String {
        let [title, when, audience] = self.parts;
        let (kind, whole) = (self.kind, self.whole);
        format!("{MARK}:{kind}:{title:016x}:{when:016x}:{audience:016x}:{whole:016x}:{until}")
    }

    /// Of a mark, with its day; none when it marks something else.
    fn read(mark: &str) -> Option<(Self, Date)> {
        let parts: Vec<&str> = mark.split(':').collect();
        let [MARK, kind, title, when, audience, whole, until] = parts[..] else { return None };
        let kind = [SESSION, REMINDER].into_iter().find(|known| *known == kind)?;
        let number = |text| u64::from_str_radix(text, 16).ok();
        let parts = [number(title)?, number(when)?, number(audience)?];
        Some((Self { kind, parts, whole: number(whole)? }, until.parse().ok()?))
    }

    /// Whether two of title, moment and audience are the same: then it is the same row, changed.
    fn resembles(self, other: Self) -> bool {
        self.parts.iter().zip(other.parts).filter(|(a, b)| **a == *b).count() >= 2
    }
}

/// What is known of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was never planned.
    New,
    /// It was planned as it stands.
    Known,
    /// It was planned under this mark, and reads otherwise now.
    Changed(String),
}

/// What is known of each of these rows. `alive` says whether what a mark stands for can still be changed.
pub fn standing(
    names: &[Name],
    marks: &[String],
    now: Timestamp,
    alive: impl Fn(&str) -> bool,
) -> Vec<Standing> {
    let today = calendar::today(now);
    let known: Vec<(&String, Name, Date)> =
        marks.iter().filter_map(|mark| Name::read(mark).map(|(n, day)| (mark, n, day))).collect();
    let is_known = |name: &Name| known.iter().any(|(_, other, _)| other.whole == name.whole);
    // What is in the file as it was planned is no earlier form of another row.
    let mut loose: Vec<(&String, Name)> = known
        .iter()
        .filter(|(mark, name, until)| {
            *until >= today && alive(mark) && !names.iter().any(|row| row.whole == name.whole)
        })
        .map(|(mark, name, _)| (*mark, *name))
        .collect();
    let mut standing = |name: &Name| {
        if is_known(name) {
            return Standing::Known;
        }
        match loose.iter().position(|(_, other)| name.resembles(*other)) {
            Some(at) => Standing::Changed(loose.remove(at).0.clone()),
            None => Standing::New,
        }
    };
    names.iter().map(&mut standing).collect()
}
