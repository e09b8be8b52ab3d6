//! Does a message sound like the messages in which people tell of danger?
//!
//! A logistic regression over words, pairs of words and pieces of words, trained on the curator's
//! examples when the base is read: the examples are the model. Nothing here is random, so the same
//! examples always make the same judgement.

use crate::engine::learnt::{Reader, Writer};

/// Weights; features share them by their hash.
const SIZE: usize = 1 << 16;
/// Passes over the examples.
const EPOCHS: usize = 16;
/// First step of learning; each weight then slows down by what it has learnt (AdaGrad).
const STEP: f32 = 0.5;
/// Pull of every weight towards nothing.
const DECAY: f32 = 1e-4;
/// How heavily a piece of a word counts beside a word.
const PIECE: f32 = 0.5;
/// How heavily a defuser in the message counts beside its text.
const MARK: f32 = 0.2;
/// A message is judged by its first words; who tells of danger does not begin after this many.
const WORDS: usize = 400;

/// The trained weights.
#[derive(Debug)]
pub(super) struct Learned {
    weights: Vec<f32>,
    bias: f32,
}

/// A message as features and their values.
type Features = Vec<(usize, f32)>;

impl Learned {
    /// Learns from the examples; `read` gives the plain reading of a message and
    /// the names of the defusers in it. Both kinds weigh the same,
    /// however many there are of each.
    pub(super) fn train<'t, 'm>(
        danger: impl IntoIterator<Item = &'t String>,
        harmless: impl IntoIterator<Item = &'t String>,
        read: impl Fn(&str) -> (String, Vec<&'m str>),
    ) -> Learned {
        let lesson = |text: &String, label| {
            let (plain, marks) = read(text);
            (features(&plain, &marks), label)
        };
        let mut lessons: Vec<(Features, f32)> =
            danger.into_iter().map(|t| lesson(t, 1.0)).collect();
        let told = lessons.len() as f32;
        lessons.extend(harmless.into_iter().map(|t| lesson(t, 0.0)));
        let balance = ((lessons.len() as f32 - told) / told).clamp(0.2, 5.0);
        let weight = |label: f32| if label > 0.5 { balance } else { 1.0 };
        let mut learned = Learned { weights: vec![0.0; SIZE], bias: 0.0 };
        let mut slow = vec![1e-3f32; SIZE];
        let stride = stride(lessons.len());
        for _ in 0..EPOCHS {
            // A fixed order that mixes both kinds.
            for (features, label) in
                (0..lessons.len()).map(|i| &lessons[i * stride % lessons.len()])
            {
                let error = (learned.probability(features) - label) * weight(*label);
                learned.bias -= 0.02 * error;
                for &(at, value) in features {
                    let slope = error * value + DECAY * learned.weights[at];
                    slow[at] += slope * slope;
                    learned.weights[at] -= STEP * slope / slow[at].sqrt();
                }
            }
        }
        learned
    }

    /// Writes the weights down.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.floats(&self.weights);
        writer.floats(&[self.bias]);
    }

    /// What [`Self::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { weights: reader.floats(SIZE)?, bias: *reader.floats(1)?.first()? })
    }

    /// How much a message sounds like danger, from 0 to 1.
    pub(super) fn danger(&self, plain: &str, marks: &[&str]) -> f32 {
        self.probability(&features(plain, marks))
    }

    fn probability(&self, features: &Features) -> f32 {
        let sum: f32 = features.iter().map(|&(at, value)| self.weights[at] * value).sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }
}

/// The smallest step from a third of `length` on that visits all lessons.
fn stride(length: usize) -> usize {
    let common = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (length / 3 + 1..=length).find(|&s| common(s, length) == 1).unwrap_or(1)
}

/// The features of a message; as a vector of length one.
fn features(plain: &str, marks: &[&str]) -> Features {
    let number = |word: &'_ str| word.bytes().all(|b| b.is_ascii_digit());
    let words = plain.split_ascii_whitespace().take(WORDS);
    let words: Vec<&str> = words.map(|w| if number(w) { "0" } else { w }).collect();
    let mut out = Features::new();
    for word in &words {
        out.push((hash(&["w", word]), 1.0));
        let edged = format!("<{word}>");
        for length in 3..=5 {
            let pieces = edged.as_bytes().windows(length);
            out.extend(
                pieces
                    .filter_map(|p| std::str::from_utf8(p).ok())
                    .map(|p| (hash(&["p", p]), PIECE)),
            );
        }
    }
    for pair in words.windows(2) {
        out.push((hash(&["b", pair[0], pair[1]]), 1.0));
    }
    for three in words.windows(3) {
        out.push((hash(&["s", three[0], three[2]]), PIECE));
    }
    out.sort_by_key(|f| f.0);
    out.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let length = out.iter().map(|f| f.1 * f.1).sum::<f32>().sqrt().max(1.0);
    out.iter_mut().for_each(|f| f.1 /= length);
    out.extend(marks.iter().map(|mark| (hash(&["m", mark]), MARK)));
    out
}

/// FNV-1a over the parts.
fn hash(parts: &[&str]) -> usize {
    let mut state = 0xcbf2_9ce4_8422_2325u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    (state ^ (state >> 32)) as usize % SIZE
}
