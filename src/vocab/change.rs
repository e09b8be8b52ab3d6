//! What can a decision change in the bot's memory?

use super::{EventId, Exchange, RoomId, RoomState};
use serde::{Deserialize, Serialize};

/// One change. Applying it twice gives the same state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Remember an exchange, replacing the one with the same question.
    Exchange(Exchange),
    /// Forget the exchange of a question (it was removed).
    Forget {
        /// The event of the question.
        question: EventId,
    },
    /// The room's state is now this.
    Room {
        /// The room.
        room: RoomId,
        /// Its whole new state.
        state: RoomState,
    },
    /// A room was upgraded: its state goes along.
    Moved {
        /// The old room.
        from: RoomId,
        /// The new one.
        to: RoomId,
    },
}
