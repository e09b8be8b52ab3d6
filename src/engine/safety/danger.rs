//! Does a message say that someone is in danger now?
//!
//! Nobody can list the ways in which people tell of danger. So what a message sounds like is learnt
//! from examples (see [`super::learned`]), from its words and from the curated groups in it: weapons,
//! children, fear, but also denial, the past, a hypothesis, a question about danger in general.

use super::learned::Learned;
use super::phrase::{Phrases, literals};
use super::plain::Reading;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Safety, SafetyExamples};
use regex::Regex;

/// From this sound on a message is danger. A missed danger is worse than a false alarm. Chosen by leaving
/// out one writer of examples after the other: of theirs, which are hard on purpose, about one danger in
/// twenty-two is missed and one look-alike in nine is a false alarm.
const ALARM: f32 = 0.32;

/// What the learnt score is called among the reasons.
const SOUND: &str = "klank";

/// The compiled groups, and what was learnt.
#[derive(Debug)]
pub(super) struct Danger {
    reading: Reading,
    figures: Option<Regex>,
    groups: Vec<(String, Regex)>,
    learned: Option<Learned>,
}

/// What came of it, and why.
pub(super) struct Verdict {
    pub(super) danger: bool,
    pub(super) because: Vec<String>,
}

impl Danger {
    pub(super) fn compile(safety: &Safety) -> Danger {
        let phrases = Phrases::new(&safety.groups, &safety.deniers);
        let groups = safety.groups.iter();
        let groups =
            groups.filter_map(|(name, group)| Some((name.clone(), phrases.compile(group)?)));
        let known = literals(safety.figures.iter().chain(&safety.well_spelled));
        Danger {
            reading: Reading::new(
                &safety.deniers,
                known,
                &literals(safety.groups.values().flatten()),
            ),
            figures: phrases.compile(&safety.figures),
            groups: groups.collect(),
            learned: None,
        }
    }

    /// Learns how danger sounds; without an example of it, nothing is learnt.
    pub(super) fn learn<'q>(
        &mut self,
        examples: &'q SafetyExamples,
        ordinary: impl Iterator<Item = &'q String>,
    ) {
        if examples.danger.is_empty() {
            return;
        }
        let (danger, harmless) = (&examples.danger, &examples.harmless);
        self.learned = Some(Learned::train(danger, harmless, ordinary, |text| {
            let plain = self.plain(text);
            let groups = self.groups_in(&plain);
            (plain, groups)
        }));
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            learned.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote. Without examples that is nothing, and learnt at once.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.learned = Some(Learned::read(reader)?);
        Some(())
    }

    /// Weighs a message.
    pub(super) fn judge(&self, text: &str) -> Verdict {
        let Some(learned) = &self.learned else {
            return Verdict { danger: false, because: Vec::new() };
        };
        let plain = self.plain(text);
        let groups = self.groups_in(&plain);
        let sounds = learned.danger(&plain, &groups);
        let loudest = learned.loudest(&groups);
        let mut because: Vec<String> = loudest.into_iter().map(str::to_owned).collect();
        because.push(format!("{SOUND} {sounds:.2}"));
        // One word tells of nobody: `nu`, `vandaag`.
        let told = text.split_whitespace().nth(1).is_some();
        Verdict { danger: told && sounds >= ALARM, because }
    }

    /// The plain reading without sayings.
    fn plain(&self, text: &str) -> String {
        let plain = self.reading.read(text);
        match &self.figures {
            Some(figures) => figures.replace_all(&plain, " _").into_owned(),
            None => plain,
        }
    }

    /// The names of all groups in a plain reading, wherever they stand.
    fn groups_in(&self, plain: &str) -> Vec<&str> {
        let groups = self.groups.iter().filter(|(_, group)| group.is_match(plain));
        groups.map(|(name, _)| name.as_str()).collect()
    }
}
