//! What is kept for how long, and what of it refers to a person?

use serde::{Deserialize, Serialize};

/// How many days each kind of thing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Who asked when, which topic was answered, and which message of the bot's was the answer.
    pub conversations: u16,
    /// Which events were handled, and of whom; and what could not be decrypted.
    pub handled: u16,
    /// What lies on the coordinators' table: messages that were passed on.
    pub gaps: u16,
    /// How answers were received, by topic and month; and what the control room was told once.
    pub counts: u16,
    /// Who did what that concerns others.
    pub log: u16,
}

impl Retention {
    /// How each item of the quiz went in a team: its memory of one fades within two years.
    pub fn quiz_counts(&self) -> u16 {
        self.counts.saturating_mul(2)
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self { conversations: 30, handled: 8, gaps: 180, counts: 400, log: 400 }
    }
}

/// A kind of rows that refer to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Questions that they asked, with what was offered.
    Conversations,
    /// Messages of the bot's to them.
    Answers,
    /// Events of theirs that were handled.
    Handled,
    /// Messages of theirs that were passed on to the control room.
    PassedOn,
    /// Walks that they are on.
    Walks,
    /// What they planned.
    Plans,
    /// What they wrote to many rooms.
    Broadcasts,
    /// Sessions that they planned.
    Sessions,
    /// Whether they come to sessions, and what they thought of them.
    Responses,
    /// What they did that concerns others.
    Actions,
    /// Messages of theirs that could not be decrypted yet.
    Undecrypted,
}

/// How many rows of each kind refer to a person; kinds without rows are left out.
pub type Holdings = Vec<(Held, u64)>;
