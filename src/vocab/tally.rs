//! What is counted, a month at a time? How answers were received: no person, no text.

use super::TopicId;
use serde::{Deserialize, Serialize};

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Counted {
    /// A question was answered.
    Asked(TopicId),
    /// A thumb up on an answer.
    Up(TopicId),
    /// A thumb down.
    Down(TopicId),
    /// Somebody said that the answer is not right.
    Wrong(TopicId),
    /// A choice from a list of topics.
    Chosen {
        /// The topic that stood first.
        first: TopicId,
        /// The topic that was meant.
        chosen: TopicId,
    },
}

/// How often something was counted in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What.
    pub what: Counted,
    /// How often.
    pub times: u32,
}
