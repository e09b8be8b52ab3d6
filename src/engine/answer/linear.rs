//! How well does a row of features fit each class? Weights learnt from the base when it is loaded.

use super::features::{PLACES, Row, Rows};
use crate::engine::hashing::stride;
use crate::engine::learnt::{Reader, Writer};

/// How often every example is looked at.
const ROUNDS: usize = 4;

/// The first step; later ones are smaller.
const STEP: f32 = 6.0;

/// How fast a class's own weight moves beside those of the features.
const STILL: f32 = 0.02;

/// A class this improbable is not corrected: most classes are far from most examples, and leaving
/// them alone makes learning several times as fast.
const NEGLIGIBLE: f32 = 0.002;

/// The model learns to be modest; so much sharper, its chances fit questions that it has not seen.
const SHARPER: f32 = 1.4;

/// Columns are handled in blocks, so that the compiler can use wide registers.
const BLOCK: usize = 8;

/// A multinomial logistic model with weights of one byte.
pub(super) struct Linear {
    classes: usize,
    /// Row of a place: `width` weights.
    width: usize,
    weights: Vec<i8>,
    /// What one unit of a weight is worth, by place.
    unit: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Learns from examples with their class, in a fixed order: the same base gives the same model.
    pub(super) fn learn(examples: &Rows, class_of: &[u16], classes: usize) -> Self {
        let width = classes.next_multiple_of(BLOCK);
        let mut weights = vec![0.0_f32; PLACES * width];
        let mut bias = vec![0.0_f32; width];
        let stride = stride(examples.len());
        let steps = (examples.len() * ROUNDS) as f32;
        let mut chance = vec![0.0_f32; width];
        let mut changes = Vec::with_capacity(classes);
        for done in 0..examples.len() * ROUNDS {
            let number = done * stride % examples.len();
            let row = examples.row(number);
            chance.copy_from_slice(&bias);
            for (place, value) in row {
                add(&mut chance, &weights[*place as usize * width..][..width], *value);
            }
            softmax(&mut chance[..classes]);
            chance[usize::from(class_of[number])] -= 1.0;
            let step = STEP * (1.0 - done as f32 / steps);
            changes.clear();
            let wrong = chance[..classes].iter().enumerate();
            changes.extend(wrong.filter(|(_, w)| w.abs() > NEGLIGIBLE).map(|(c, w)| (c, step * w)));
            for (place, value) in row {
                let weights = &mut weights[*place as usize * width..][..width];
                for (class, change) in &changes {
                    weights[*class] -= change * value;
                }
            }
            for (class, change) in &changes {
                bias[*class] -= change * STILL;
            }
        }
        Self::rounded(&weights, bias, classes, width)
    }

    /// Keeps each weight in one byte.
    fn rounded(weights: &[f32], bias: Vec<f32>, classes: usize, width: usize) -> Self {
        let mut unit = Vec::with_capacity(PLACES);
        let mut bytes = Vec::with_capacity(weights.len());
        for row in weights.chunks_exact(width) {
            let largest = row.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
            let worth = largest / 127.0;
            unit.push(worth);
            let scale = if largest > 0.0 { 1.0 / worth } else { 0.0 };
            bytes.extend(row.iter().map(|w| (w * scale).round() as i8));
        }
        Self { classes, width, weights: bytes, unit, bias }
    }

    /// Writes the model down.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.bytes(&self.weights.iter().map(|w| w.to_le_bytes()[0]).collect::<Vec<_>>());
        writer.floats(&self.unit);
        writer.floats(&self.bias);
    }

    /// The model that [`Self::write`] wrote for as many classes.
    pub(super) fn read(reader: &mut Reader<'_>, classes: usize) -> Option<Self> {
        let width = classes.next_multiple_of(BLOCK);
        let weights = reader.bytes().filter(|bytes| bytes.len() == PLACES * width)?;
        Some(Self {
            classes,
            width,
            weights: weights.iter().map(|byte| i8::from_le_bytes([*byte])).collect(),
            unit: reader.floats(PLACES)?,
            bias: reader.floats(width)?,
        })
    }

    /// The chance of each class.
    pub(super) fn chances(&self, row: &Row) -> Vec<f32> {
        let mut out = self.bias.clone();
        for (place, value) in row {
            let place = *place as usize;
            let factor = value * self.unit[place];
            for (sum, w) in out.iter_mut().zip(&self.weights[place * self.width..][..self.width]) {
                *sum += factor * f32::from(*w);
            }
        }
        out.truncate(self.classes);
        out.iter_mut().for_each(|score| *score *= SHARPER);
        softmax(&mut out);
        out
    }
}

fn add(sums: &mut [f32], weights: &[f32], value: f32) {
    let blocks = sums.chunks_exact_mut(BLOCK).zip(weights.chunks_exact(BLOCK));
    for (sums, weights) in blocks {
        for i in 0..BLOCK {
            sums[i] += value * weights[i];
        }
    }
}

fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for s in scores.iter_mut() {
        *s = (*s - most).exp();
        total += *s;
    }
    for s in scores.iter_mut() {
        *s /= total;
    }
}
