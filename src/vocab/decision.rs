//! What comes out of the engine? Changes, acts, and why.

use super::{Act, Change, Outgoing, Report, Say, TopicId};

/// Everything that follows from one incoming event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// What to remember.
    pub changes: Vec<Change>,
    /// What to do.
    pub outgoing: Vec<Outgoing>,
    /// What those who look after the base must know. The engine makes one message to the control room
    /// of it; what is left after that was told nobody, because there is no control room.
    pub reports: Vec<Report>,
    /// Why. Never holds the text of a question.
    pub because: Because,
}

impl Decision {
    /// What it says, message by message.
    fn says(&self) -> impl Iterator<Item = &super::Speech<Vec<Say>>> {
        self.outgoing.iter().filter_map(|outgoing| match &outgoing.act {
            Act::Say(speech) => Some(speech),
            _ => None,
        })
    }

    /// Whether somebody is told whom to call now.
    pub fn tells_danger(&self) -> bool {
        self.says().any(|speech| speech.body.contains(&Say::Danger))
    }

    /// Whether it says that it is too much, and if so, whether of the whole room.
    pub fn tells_too_many(&self) -> Option<bool> {
        self.says().flat_map(|speech| &speech.body).find_map(|say| match say {
            Say::TooMany { room } => Some(*room),
            _ => None,
        })
    }
}

/// The reason of a decision, fit for a log line.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Because {
    /// Nothing had to be done.
    #[default]
    Nothing,
    /// A rule with a name applied (`welcome`, `command:help`, `redacted`, …).
    Rule(&'static str),
    /// The base answered with this topic, at this score (0 to 1).
    Answer(TopicId, f32),
    /// These topics were offered.
    Clarify(Vec<TopicId>),
    /// Nothing in the base came near.
    DontKnow,
}
