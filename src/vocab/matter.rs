//! What lies on the coordinators' table? Numbered things in the control room that somebody can end.

use super::{RoomId, Timestamp, TopicId};
use serde::{Deserialize, Serialize};

/// A matter with its number. Numbers are never given twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// By which people name it: `!meld gat 12 klaar`.
    pub number: u32,
    /// Since when.
    pub at: Timestamp,
    /// What it is.
    pub about: About,
}

/// What a matter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// A question without an answer, or a remark on an answer, passed on by its asker.
    Gap {
        /// Its text, without personal data.
        text: String,
        /// The entry that the remark is on.
        topic: Option<TopicId>,
    },
    /// A room chose its gemeente: the region's coordinator may undo it.
    Gemeente {
        /// The room.
        room: RoomId,
        /// What it was.
        before: Option<String>,
        /// What it is now.
        now: Option<String>,
    },
}
