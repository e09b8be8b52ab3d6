//! What can a decision change in the bot's memory?

use super::{
    Action, Asked, Broadcast, Counted, EventId, Exchange, Matter, Response, Retention, RoomId,
    RoomState, Round, Session, Timestamp, UserId, Wake, Walk,
};
use serde::{Deserialize, Serialize};

/// One change. Applying it twice gives the same state, but for a count: the decision that holds it is
/// applied once.
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
    /// Another room than the one that acts has this gemeente from now on. A room that the bot does
    /// not know stays unknown.
    Gemeente {
        /// The room.
        room: RoomId,
        /// By official name; none to forget it.
        gemeente: Option<String>,
    },
    /// One more of something in a month.
    Count {
        /// `2026-11`.
        month: String,
        /// What is counted.
        what: Counted,
    },
    /// A matter lies on the table.
    Open(Matter),
    /// It is done: its body is erased.
    Close {
        /// Its number.
        number: u32,
        /// When.
        at: Timestamp,
    },
    /// The control room was told this once; that is enough.
    Told {
        /// Names what was told.
        mark: String,
        /// When.
        at: Timestamp,
    },
    /// Nothing that was decided refers to this person any more; the rest of the decision does not
    /// either. What they say from now on is new.
    ForgetPerson {
        /// The person.
        user: UserId,
    },
    /// What is past its time goes.
    Prune {
        /// Now.
        at: Timestamp,
        /// How long each kind is kept.
        keep: Retention,
    },
    /// The engine wants to be woken; takes the place of an earlier wake of that key.
    Wake(Wake),
    /// The same, unless a wake of that key is planned already.
    WakeUnlessPlanned(Wake),
    /// Remember a walk, in place of the one of the same person in the same room.
    Walk(Walk),
    /// Forget a walk, unless its owner answered after this moment.
    WalkOver {
        /// Its name.
        begun: EventId,
        /// Nothing later than this was the last answer; none: whatever it was.
        answered_until: Option<Timestamp>,
    },
    /// A wake is not planned any more.
    WakeOver {
        /// Its name.
        key: String,
    },
    /// Remember a broadcast, in place of the one with its number.
    Broadcast(Broadcast),
    /// A broadcast is gone.
    BroadcastOver {
        /// Its number.
        number: u32,
    },
    /// What still has to go to rooms for a broadcast does not go any more.
    TakeBack {
        /// Its number.
        number: u32,
        /// When.
        at: Timestamp,
    },
    /// Keep in the log what was done.
    Acted(Action),
    /// Remember a round, in place of the one with its number.
    Round(Round),
    /// Remember how an item went.
    Asked(Asked),
    /// Remember a session, in place of the one with its number.
    Session(Session),
    /// A session is gone, with all answers to it.
    SessionOver {
        /// Its number.
        number: u32,
    },
    /// Remember an answer, in place of an earlier one of the same person to the same poll.
    Response(Response),
    /// The answer that came with this event does not count any more.
    ResponseOver {
        /// The message or reaction.
        event: EventId,
    },
    /// Who answered what to a session is forgotten.
    ResponsesOver {
        /// Its number.
        session: u32,
    },
    /// Forget all that people planned in a room, and all walks there.
    RoomOver {
        /// The room.
        room: RoomId,
    },
}
