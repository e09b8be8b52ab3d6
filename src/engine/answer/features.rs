//! What is looked at in a row of words? Stems, pairs of stems and groups of letters, as numbers.

use frostem::{Algorithm, Stemmer};

/// Features share this many places (a power of two): larger is more exact, smaller is lighter.
pub(super) const PLACES: usize = 1 << 15;

/// Lengths of the groups of letters.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// A sparse row: place and weight, ascending by place.
pub(super) type Row = Vec<(u32, f32)>;

/// Turns words into rows, weighted by how rare each feature is in the base.
pub(super) struct Features {
    /// Snowball's two Dutch stemmers miss different things; both are used.
    stemmers: [Stemmer; 2],
    /// Inverse document frequency by place.
    rarity: Vec<f32>,
}

/// Occurrences per place, ascending, for words and for letters apart.
pub(super) struct Counts {
    words: Vec<(u32, f32)>,
    letters: Vec<(u32, f32)>,
}

impl Features {
    /// Without any base: everything is equally rare.
    pub(super) fn new() -> Self {
        let stemmers = [Stemmer::new(Algorithm::DutchPorter), Stemmer::new(Algorithm::Dutch)];
        Self { stemmers, rarity: vec![1.0; PLACES] }
    }

    /// The stem by which a word is compared with others.
    pub(super) fn stem(&self, word: &str) -> String {
        self.stemmers[0].stem(word).into_owned()
    }

    /// Learns how rare each feature is.
    pub(super) fn learn<'a>(&mut self, rows: impl Iterator<Item = &'a Counts>) {
        let mut seen = vec![0_u32; PLACES];
        let mut total = 0_u32;
        for row in rows {
            total += 1;
            for (place, _) in row.words.iter().chain(&row.letters) {
                seen[*place as usize] += 1;
            }
        }
        for (rarity, seen) in self.rarity.iter_mut().zip(seen) {
            *rarity = ((1.0 + total as f32) / (1.0 + seen as f32)).ln() + 1.0;
        }
    }

    /// The features of a row of words, counted.
    pub(super) fn count(&self, words: &[String]) -> Counts {
        let (mut stems, mut letters) = (Vec::new(), Vec::new());
        let mut previous: Option<String> = None;
        for word in words {
            let [first, second] = &self.stemmers;
            let (stem, other) = (first.stem(word), second.stem(word));
            stems.push(place(1, [stem.as_bytes()]));
            if other != stem {
                stems.push(place(2, [other.as_bytes()]));
            }
            if let Some(before) = &previous {
                stems.push(place(3, [before.as_bytes(), b" ", stem.as_bytes()]));
            }
            previous = Some(stem.into_owned());
            let padded = format!(" {word} ");
            let starts: Vec<usize> =
                padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
            for length in LETTERS {
                letters.extend(
                    starts
                        .windows(length + 1)
                        .map(|group| place(4, [&padded.as_bytes()[group[0]..group[length]]])),
                );
            }
        }
        Counts { words: tally(stems), letters: tally(letters) }
    }

    /// Counts as a row of length about 1: words and letters speak equally loud.
    pub(super) fn weigh(&self, counts: &Counts) -> Row {
        let mut row = Row::new();
        for group in [&counts.words, &counts.letters] {
            let weight = |(at, n): &(u32, f32)| (1.0 + n.ln()) * self.rarity[*at as usize];
            let norm = group.iter().map(|pair| weight(pair).powi(2)).sum::<f32>().sqrt();
            let share = std::f32::consts::FRAC_1_SQRT_2 / norm;
            row.extend(group.iter().map(|pair| (pair.0, weight(pair) * share)));
        }
        row.sort_unstable_by_key(|(at, _)| *at);
        row.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0.0 };
            same
        });
        row
    }
}

/// How often each place occurs, ascending.
fn tally(mut places: Vec<u32>) -> Vec<(u32, f32)> {
    places.sort_unstable();
    places.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}

/// FNV-1a, folded: the same on every machine and in every build.
fn place<const N: usize>(kind: u8, feature: [&[u8]; N]) -> u32 {
    let bytes = std::iter::once(&kind).chain(feature.into_iter().flatten());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ((hash ^ (hash >> 32) ^ (hash >> 17)) & (PLACES as u64 - 1)) as u32
}
