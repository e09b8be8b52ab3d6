//! Does a message sound like the messages in which people tell of danger?
//!
//! A logistic regression over words, pairs of words, pieces of words and curated groups, trained on the
//! curator's examples when the base is read: the examples are the model.

use super::logistic::{Course, Features, Logistic, place};
use crate::engine::learnt::{Reader, Writer};

/// How is learnt; the balance follows from the examples.
const COURSE: Course = Course { places: 1 << 19, epochs: 6, decay: 1e-3, balance: 1.0 };
/// How heavily a piece of a word counts beside a word,
const PIECE: f32 = 0.3;
/// two words with one in between,
const APART: f32 = 0.5;
/// a group in the message,
const GROUP: f32 = 0.2;
/// and two groups together.
const PAIR: f32 = 0.05;
/// How heavily it counts how long a message is,
const LENGTH: f32 = 0.5;
/// which is one of these: up to so many words, or more.
const LENGTHS: [usize; 7] = [2, 4, 6, 9, 14, 24, 49];
/// How heavily an ordinary question weighs beside an example. Nobody looked whether it tells of danger,
/// and some do.
const ORDINARY: f32 = 0.5;
/// A message is judged by its first words; who tells of danger does not begin after this many.
const WORDS: usize = 400;
/// So many groups are named as reasons.
const LOUDEST: usize = 3;

/// The trained weights.
#[derive(Debug)]
pub(super) struct Learned(Logistic);

impl Learned {
    /// Learns from the examples and from ordinary questions; `read` gives the plain reading of a message
    /// and the names of the groups in it. Both kinds weigh the same, however many there are of each.
    pub(super) fn train<'t, 'm>(
        danger: &[String],
        harmless: &[String],
        ordinary: impl Iterator<Item = &'t String>,
        read: impl Fn(&str) -> (String, Vec<&'m str>),
    ) -> Learned {
        let lesson = |text: &String, danger| {
            let (plain, groups) = read(text);
            (features(&plain, &groups), danger)
        };
        let mut lessons: Vec<(Features, bool)> = danger.iter().map(|t| lesson(t, true)).collect();
        lessons.extend(harmless.iter().map(|t| lesson(t, false)));
        let examples = lessons.len();
        lessons.extend(ordinary.map(|t| lesson(t, false)));
        let told = danger.len() as f32;
        let beside = harmless.len() as f32 + ORDINARY * (lessons.len() - examples) as f32;
        let course = Course { balance: (beside / told).clamp(0.2, 5.0), ..COURSE };
        let weigh = |at| if at < examples { 1.0 } else { ORDINARY };
        Learned(Logistic::train_weighed(&course, &lessons, weigh))
    }

    /// Writes the weights down.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }

    /// What [`Self::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Logistic::read(reader, COURSE.places).map(Learned)
    }

    /// How much a message sounds like danger, from 0 to 1.
    pub(super) fn danger(&self, plain: &str, groups: &[&str]) -> f32 {
        self.0.chance(&features(plain, groups))
    }

    /// The groups in a message that say most that it is danger, loudest first.
    pub(super) fn loudest<'g>(&self, groups: &[&'g str]) -> Vec<&'g str> {
        let mut loud: Vec<(f32, &str)> =
            groups.iter().map(|group| (self.0.weight(&["g", group]), *group)).collect();
        loud.retain(|(weight, _)| *weight > 0.0);
        loud.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        loud.into_iter().take(LOUDEST).map(|(_, group)| group).collect()
    }
}

/// The features of a message; but for its groups and how long it is, as a vector of length one.
fn features(plain: &str, groups: &[&str]) -> Features {
    let number = |word: &'_ str| word.bytes().all(|b| b.is_ascii_digit());
    let words = plain.split_ascii_whitespace().take(WORDS);
    let words: Vec<&str> = words.map(|w| if number(w) { "0" } else { w }).collect();
    let hash = |parts: &[&str]| place(parts, COURSE.places);
    let mut out = Features::new();
    for word in &words {
        out.push((hash(&["w", word]), 1.0));
        let edged = format!("<{word}>");
        for length in 3..=5 {
            let pieces = edged.as_bytes().windows(length);
            let pieces = pieces.filter_map(|piece| std::str::from_utf8(piece).ok());
            out.extend(pieces.map(|piece| (hash(&["p", piece]), PIECE)));
        }
    }
    out.extend(words.windows(2).map(|pair| (hash(&["b", pair[0], pair[1]]), 1.0)));
    out.extend(words.windows(3).map(|three| (hash(&["s", three[0], three[2]]), APART)));
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
    for (at, group) in groups.iter().enumerate() {
        out.push((hash(&["g", group]), GROUP));
        let others = &groups[at + 1..];
        out.extend(others.iter().map(|other| (hash(&["gg", group, other]), PAIR)));
    }
    let long = LENGTHS.partition_point(|most| *most < words.len());
    out.push((hash(&["long", &long.to_string()]), LENGTH));
    out
}
