//! When does the bot act without being asked? A wake comes due and travels like any other event.

use super::{Cause, Incoming, Measure, Moment, Reminder, Rhythm, RoomId, Timestamp, UserId, What};
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
    /// Who planned it, if a person did.
    #[serde(default)]
    pub person: Option<UserId>,
    /// What is planned.
    pub plan: Option<Plan>,
}

/// What the engine wants to know when it wakes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// A room is reminded.
    Reminder(Box<Reminder>),
    /// A message goes to many rooms.
    Broadcast {
        /// Its number.
        number: u32,
    },
    /// Is a message that went to many rooms there?
    Through {
        /// Its number.
        number: u32,
    },
    /// Words that wait until somebody has chosen which of two moments they mean.
    Doubt(Box<Doubt>),
    /// A room gets a quiz round.
    Quiz(Box<Rhythm>),
    /// A room is measured: its next round.
    Measure(Measure),
    /// A quiz round closes.
    Round {
        /// Its number.
        number: u32,
    },
    /// Something happens to a session.
    Session {
        /// Its number.
        number: u32,
        /// What.
        moment: Moment,
    },
}

/// What somebody typed with a moment that can be one of two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The same with the first, and with the second, said clearly.
    pub texts: [String; 2],
    /// Whether they and the bot may mention everybody in the room.
    pub may_mention_room: bool,
}

impl Plan {
    /// Its name for people.
    pub fn number(&self) -> u32 {
        match self {
            Plan::Reminder(reminder) => reminder.number,
            Plan::Broadcast { number }
            | Plan::Through { number }
            | Plan::Round { number }
            | Plan::Session { number, .. } => *number,
            Plan::Quiz(_) | Plan::Measure(_) | Plan::Doubt(_) => 0,
        }
    }
}

impl Wake {
    /// What names the event that it becomes: its key and due moment, so that the same wake twice is one
    /// event.
    pub fn cause(&self) -> Cause {
        Cause::new(format!("wake:{}:{}", self.key, self.due.as_millisecond()))
    }

    /// The event that it becomes when it is woken at `now`.
    pub fn into_incoming(self, now: Timestamp) -> Incoming {
        let cause = self.cause();
        let (room, due) = (self.room, self.due);
        let what = What::Wake { key: self.key, due, person: self.person, plan: self.plan };
        Incoming { room, ..Incoming::of_the_house(cause, now, what) }
    }
}
