//! When does the bot act without being asked? A wake comes due and travels like any other event.

use super::{Cause, Incoming, RoomId, Sender, Timestamp, UserId, What};
use serde::{Deserialize, Serialize};

/// A moment at which the engine wants to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wake {
    /// Names it; there is one wake of a name at a time.
    pub key: String,
    /// When. A wake that is late runs once.
    pub due: Timestamp,
    /// The room that it is about.
    pub room: RoomId,
    /// What the engine wants to know then.
    pub body: Option<String>,
}

impl Wake {
    /// The event that it becomes when it is woken at `now`. Its cause is made of key and due moment:
    /// the same wake twice is one event.
    pub fn into_incoming(self, now: Timestamp) -> Incoming {
        Incoming {
            cause: Cause::new(format!("wake:{}:{}", self.key, self.due.as_millisecond())),
            at: now,
            room: self.room,
            direct: false,
            from: Sender { user: UserId::new(""), moderator: false },
            what: What::Wake { key: self.key, due: self.due, body: self.body },
        }
    }
}
