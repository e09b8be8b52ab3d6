//! What must be seen before anything else? Danger, and data that identify a client.

mod danger;
mod days;
mod folded;
mod learned;
mod likeness;
mod logistic;
mod mask;
mod names;
mod numbers;
mod personal;
mod phrase;
mod places;
mod plain;
mod plates;
mod seen;
mod whose;
mod words;

use super::hashing;
use super::learnt::{Reader, Writer};
use crate::knowledge::Base;
use crate::vocab::PersonalData;
use std::collections::BTreeSet;

/// What the safety room saw in a message. Holds nothing of the message itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guards {
    /// Someone may be in danger now: 112 and 0800-2000 come first.
    pub danger: bool,
    /// The kinds of personal data in it.
    pub personal: BTreeSet<PersonalData>,
    /// For `--why`: the groups (`wapen`) that sounded most like danger, and how much the whole message
    /// did (`klank 0.87`).
    pub because: Vec<String>,
}

/// One in so many ordinary questions is learnt from: more would drown the examples.
const ORDINARY: usize = 2;

/// The curated signs, compiled once.
#[derive(Debug)]
pub struct Rules {
    danger: danger::Danger,
    personal: personal::Personal,
}

impl Rules {
    /// Compiles the curated signs and learns how danger sounds, from the base's examples and from its
    /// ordinary questions. What the check of the base would refuse (an unknown group) never matches.
    pub fn learn(base: &Base) -> Rules {
        let mut rules = Rules::compile(base);
        // By what it says, not by its place: a new phrasing elsewhere changes nothing.
        let some = |text: &&String| hashing::place([text.as_bytes()], ORDINARY) == 0;
        let ordinary = base.phrasings.values().flatten().chain(&base.outside).filter(some);
        rules.danger.learn(&base.examples, ordinary);
        rules.personal.learn(base);
        rules
    }

    fn compile(base: &Base) -> Rules {
        Rules {
            danger: danger::Danger::compile(&base.safety),
            personal: personal::Personal::build(&base.safety),
        }
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.danger.write(writer);
        self.personal.write(writer);
    }

    /// The rules that [`Self::write`] wrote for the same base.
    pub(super) fn read(base: &Base, reader: &mut Reader<'_>) -> Option<Rules> {
        let mut rules = Rules::compile(base);
        rules.danger.read(reader)?;
        rules.personal.read(reader)?;
        Some(rules)
    }

    /// Looks at a message, whatever it holds; linear in its length.
    pub fn look(&self, text: &str) -> Guards {
        let personal = self.personal(text);
        // Masked, so that a name or a number never tips the scales.
        let masked = (!personal.is_empty()).then(|| self.mask(text));
        let verdict = self.danger.judge(masked.as_deref().unwrap_or(text));
        Guards { danger: verdict.danger, personal, because: verdict.because }
    }

    /// The kinds of personal data in a message.
    pub fn personal(&self, text: &str) -> BTreeSet<PersonalData> {
        self.personal.find(text).into_iter().map(|found| found.kind).collect()
    }

    /// The message with every piece of personal data replaced by the neutral word `gegeven`, so that
    /// nothing downstream sees it. The rest stays as it was; masking twice changes nothing.
    pub fn mask(&self, text: &str) -> String {
        mask::cover(text, |t| self.personal.find(t))
    }
}
