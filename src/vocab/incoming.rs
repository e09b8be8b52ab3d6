//! What can reach the bot? A person's act, or a change of its place in a room.

use super::{Ailment, Cause, EventId, Misread, PersonalData, Plan, RoomId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// One thing that happened, in the bot's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Handled once, whatever happens.
    pub cause: Cause,
    /// When it happened, by the homeserver's clock.
    pub at: Timestamp,
    /// Where it happened.
    pub room: RoomId,
    /// Whether the room is a direct chat: one person and the bot.
    pub direct: bool,
    /// Who did it.
    pub from: Sender,
    /// What happened.
    pub what: What,
}

impl Incoming {
    /// An event that nobody sent, about no room.
    pub fn of_the_house(cause: Cause, at: Timestamp, what: What) -> Self {
        let from = Sender { user: UserId::new(""), moderator: false };
        Self { cause, at, room: RoomId::new(""), direct: false, from, what }
    }

    /// The message or reaction that this is; of a new version the first one.
    pub fn first_version(&self) -> EventId {
        match &self.what {
            What::Edit { of, .. } => of.clone(),
            _ => EventId::new(self.cause.as_str()),
        }
    }
}

/// Who acts, and what the room allows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The acting user.
    pub user: UserId,
    /// Whether the room's power levels let them change its settings (`state_default`).
    pub moderator: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A text message.
    Message(Message),
    /// A text message was replaced by another.
    Edit {
        /// The first version.
        of: EventId,
        /// The new version.
        message: Message,
    },
    /// A reaction (annotation).
    Reaction {
        /// The event that it is attached to.
        to: EventId,
        /// What was attached: an emoji, or text.
        key: String,
    },
    /// A message was removed.
    Redaction {
        /// The removed event.
        of: EventId,
    },
    /// A message stayed undecryptable after the grace time.
    Unreadable,
    /// Somebody (`from`) invites the bot to the room.
    Invited,
    /// The bot is in the room now.
    Joined,
    /// The bot is no longer in the room: kicked, banned or left.
    Left,
    /// The room was replaced, and the new room points back. The bot may join it.
    Upgraded {
        /// The room that follows.
        successor: RoomId,
    },
    /// The asker agreed that a message goes to the control room. Made by the application, which has
    /// read the message again; what the asker sent was a "ja" or a ✅.
    Agreed {
        /// The question whose answer made the offer.
        question: EventId,
        /// The message without personal data; none when it cannot be read any more.
        text: Option<String>,
    },
    /// A message was removed at its sender's request. Made by the application; `from` is the one who asked.
    Removed {
        /// The message; of several versions the first.
        event: EventId,
    },
    /// The homeserver refused to remove a message at its sender's request. Made by the application;
    /// `from` is the one who asked.
    NotRemoved {
        /// The message.
        event: EventId,
    },
    /// The config or the base changed and was read again; made by the application. Nothing wrong: what
    /// is new holds now; else the last good one stays.
    ReadAgain {
        /// What is wrong, the first of it.
        wrong: Vec<Misread>,
        /// How much more is wrong.
        more: usize,
    },
    /// A message that is not meant for the bot held personal data, in a room that asked the bot to
    /// watch along. Made by the application before anything is kept: nothing of the text is in it.
    Overheard {
        /// The first version, when this is a new one.
        of: Option<EventId>,
        /// What was in it.
        kinds: Vec<PersonalData>,
        /// Whether the room allows the bot to remove it.
        removable: bool,
        /// The root of the thread that it stands in.
        thread: Option<EventId>,
    },
    /// A moment has come that the engine asked for.
    Wake {
        /// The name of the wake.
        key: String,
        /// When it was to be; `at` of the event says when it was.
        due: Timestamp,
        /// Who planned it, if a person did.
        #[serde(default)]
        person: Option<UserId>,
        /// What was planned.
        plan: Option<Plan>,
    },
    /// Something is wrong with the bot; its cause names the day.
    Ailing {
        /// What.
        ailment: Ailment,
    },
    /// What people planned came late: the bot was away. Made by the store; all of it is an event of its
    /// own, too.
    Late {
        /// What, in the order in which it was due.
        plans: Vec<Overdue>,
    },
}

impl What {
    /// Whether a person wants something of the bot with it.
    pub fn asks(&self) -> bool {
        matches!(
            self,
            What::Message(_) | What::Edit { .. } | What::Reaction { .. } | What::Agreed { .. }
        )
    }
}

/// A plan whose moment had long passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    /// Where.
    pub room: RoomId,
    /// When it was to be.
    pub due: Timestamp,
    /// What.
    pub plan: Plan,
}

/// A text message as a person sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The plain body without reply fallback; may hold anything.
    pub text: String,
    /// Which personal data was taken out of the text before anything was kept.
    #[serde(default)]
    pub withheld: Vec<PersonalData>,
    /// Whether the room allows the bot to remove it.
    #[serde(default)]
    pub removable: bool,
    /// Whether the room allows both the sender and the bot to mention everybody in it.
    #[serde(default)]
    pub may_mention_room: bool,
    /// Whether the bot is named: in `m.mentions`, or by a pill in the HTML.
    pub mentions_me: bool,
    /// The message that this is a reply to.
    pub reply_to: Option<EventId>,
    /// The root of the thread that it stands in.
    pub thread: Option<EventId>,
}
