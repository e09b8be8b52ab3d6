//! What is looked at in a row of words? Stems, pairs of stems and groups of letters, as numbers.

use crate::engine::hashing;
use crate::engine::learnt::{Reader, Writer};
use frostem::{Algorithm, Stemmer};

/// Features share this many places (a power of two): larger is more exact, smaller is lighter.
pub(super) const PLACES: usize = 1 << 15;

/// Lengths of the groups of letters.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// A sparse row: place and weight, ascending by place.
pub(super) type Row = [(u32, f32)];

/// Rows one after the other: thousands of small allocations would stay with the process for ever.
#[derive(Default)]
pub(super) struct Rows {
    cells: Vec<(u32, f32)>,
    ends: Vec<usize>,
}

impl Rows {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    pub(super) fn row(&self, number: usize) -> &Row {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[number]]
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        (0..self.len()).map(|number| self.row(number))
    }

    /// Adds the occurrences of each place, counted, ascending.
    fn push_tally(&mut self, places: &mut Vec<u32>) {
        places.sort_unstable();
        self.cells.extend(places.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)));
        self.ends.push(self.cells.len());
        places.clear();
    }
}

/// Turns words into rows, weighted by how rare each feature is in the base.
pub(super) struct Features {
    /// Snowball's two Dutch stemmers miss different things; both are used.
    stemmers: [Stemmer; 2],
    /// Inverse document frequency by place.
    rarity: Vec<f32>,
}

impl Features {
    /// Without any base: everything is equally rare.
    pub(super) fn new() -> Self {
        Self::of(vec![1.0; PLACES])
    }

    fn of(rarity: Vec<f32>) -> Self {
        let stemmers = [Stemmer::new(Algorithm::DutchPorter), Stemmer::new(Algorithm::Dutch)];
        Self { stemmers, rarity }
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.floats(&self.rarity);
    }

    /// What [`Self::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.floats(PLACES).map(Self::of)
    }

    /// The stem by which a word is compared with others.
    pub(super) fn stem(&self, word: &str) -> String {
        self.stemmers[0].stem(word).into_owned()
    }

    /// Learns from counted rows how rare each feature is.
    pub(super) fn learn(&mut self, rows: &Rows) {
        let mut seen = vec![0_u32; PLACES];
        for (place, _) in &rows.cells {
            seen[*place as usize] += 1;
        }
        let total = rows.len() as f32;
        for (rarity, seen) in self.rarity.iter_mut().zip(seen) {
            *rarity = ((1.0 + total) / (1.0 + seen as f32)).ln() + 1.0;
        }
    }

    /// Counts the features of a row of words and adds them to the rows.
    pub(super) fn count(&self, words: &[String], rows: &mut Rows) {
        let mut places = Vec::new();
        let mut previous: Option<String> = None;
        for word in words {
            let [first, second] = &self.stemmers;
            let (stem, other) = (first.stem(word), second.stem(word));
            places.push(place(STEM, [stem.as_bytes()]));
            if other != stem {
                places.push(place(STEM, [b"+", other.as_bytes()]));
            }
            if let Some(before) = &previous {
                places.push(place(STEM, [before.as_bytes(), b" ", stem.as_bytes()]));
            }
            previous = Some(stem.into_owned());
            let padded = format!(" {word} ");
            let starts: Vec<usize> =
                padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
            for length in LETTERS {
                places.extend(
                    starts
                        .windows(length + 1)
                        .map(|group| place(LETTER, [&padded.as_bytes()[group[0]..group[length]]])),
                );
            }
        }
        rows.push_tally(&mut places);
    }

    /// Turns counts into weights; words and letters speak equally loud, a row is of length 1.
    pub(super) fn weigh(&self, rows: &mut Rows) {
        let mut start = 0;
        for end in &rows.ends {
            let row = &mut rows.cells[start..*end];
            start = *end;
            let mut squares = [0.0_f32; 2];
            for (place, n) in row.iter_mut() {
                *n = (1.0 + n.ln()) * self.rarity[*place as usize];
                squares[kind(*place)] += *n * *n;
            }
            let share = squares.map(|s| std::f32::consts::FRAC_1_SQRT_2 / s.sqrt());
            for (place, n) in row {
                *n *= share[kind(*place)];
            }
        }
    }
}

/// Stems and letters have places of their own: the lower and the upper part.
const STEM: usize = 0;
const LETTER: usize = 1;

/// Where the places of the letters begin.
const LETTERS_FROM: usize = PLACES / 4;

fn kind(place: u32) -> usize {
    if (place as usize) < LETTERS_FROM { STEM } else { LETTER }
}

/// The place of a feature; stems and pieces of words have places of their own.
fn place<const N: usize>(kind: usize, feature: [&[u8]; N]) -> u32 {
    let (first, many) = match kind {
        STEM => (0, LETTERS_FROM),
        _ => (LETTERS_FROM, PLACES - LETTERS_FROM),
    };
    (first + hashing::place(feature, many)) as u32
}
