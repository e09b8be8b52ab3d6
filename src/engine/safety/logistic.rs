//! How likely is it? A logistic regression over hashed features, learnt from labelled examples.
//!
//! Nothing here is random, so the same examples always make the same judgement.

use crate::engine::hashing::{self, stride};
use crate::engine::learnt::{Reader, Writer};

/// First step of learning; each weight then slows down by what it has learnt (AdaGrad).
const STEP: f32 = 0.5;
/// Step of the bias.
const BIAS_STEP: f32 = 0.02;

/// Features by their place, with their values.
pub(super) type Features = Vec<(u32, f32)>;

/// How to learn.
pub(super) struct Course {
    /// Weights; features share them by their hash.
    pub(super) places: usize,
    /// Passes over the examples.
    pub(super) epochs: usize,
    /// Pull of every weight towards nothing.
    pub(super) decay: f32,
    /// How much heavier an example that is so weighs than one that is not.
    pub(super) balance: f32,
}

/// The weights.
#[derive(Debug)]
pub(super) struct Logistic {
    weights: Vec<f32>,
    bias: f32,
}

impl Logistic {
    /// Learns from examples, each with whether it is so.
    pub(super) fn train(course: &Course, lessons: &[(Features, bool)]) -> Logistic {
        Logistic::train_weighed(course, lessons, |_| 1.0)
    }

    /// The same, where each example weighs what `weigh` says of its place.
    pub(super) fn train_weighed(
        course: &Course,
        lessons: &[(Features, bool)],
        weigh: impl Fn(usize) -> f32,
    ) -> Logistic {
        let mut learned = Logistic { weights: vec![0.0; course.places], bias: 0.0 };
        let mut slow = vec![1e-3f32; course.places];
        let stride = stride(lessons.len());
        for _ in 0..course.epochs {
            // A fixed order that mixes both kinds.
            for at in (0..lessons.len()).map(|i| i * stride % lessons.len()) {
                let (features, so) = &lessons[at];
                let (label, weight) = if *so { (1.0, course.balance) } else { (0.0, 1.0) };
                let error = (learned.chance(features) - label) * weight * weigh(at);
                learned.bias -= BIAS_STEP * error;
                for &(at, value) in features {
                    let at = at as usize;
                    let slope = error * value + course.decay * learned.weights[at];
                    slow[at] += slope * slope;
                    learned.weights[at] -= STEP * slope / slow[at].sqrt();
                }
            }
        }
        learned
    }

    /// The chance that it is so, from 0 to 1.
    pub(super) fn chance(&self, features: &Features) -> f32 {
        let sum: f32 = features.iter().map(|&(at, value)| self.weights[at as usize] * value).sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }

    /// What one feature says, for and against.
    pub(super) fn weight(&self, parts: &[&str]) -> f32 {
        self.weights[place(parts, self.weights.len()) as usize]
    }

    /// Writes the weights down.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.floats(&self.weights);
        writer.floats(&[self.bias]);
    }

    /// What [`Self::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>, places: usize) -> Option<Self> {
        Some(Self { weights: reader.floats(places)?, bias: *reader.floats(1)?.first()? })
    }
}

/// The place of a feature, one of so many.
pub(super) fn place(parts: &[&str], places: usize) -> u32 {
    hashing::place(parts.iter().flat_map(|part| [part.as_bytes(), &[0]]), places) as u32
}
