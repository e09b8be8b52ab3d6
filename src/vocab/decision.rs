//! What comes out of the engine? Changes, acts, and why.

use super::{Change, Outgoing, Report, TopicId};

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
