//! What goes to many rooms, to which, and what became of it?

use super::{DeliveryKey, EventId, Pulse, Purpose, RoomId, RoomState, Timestamp, UserId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A message to many rooms. What became of it stands in the outbox, under its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broadcast {
    /// Its name for people.
    pub number: u32,
    /// From when on the time counts that it is kept.
    pub at: Timestamp,
    /// Who wrote it; none when they were forgotten.
    pub by: Option<UserId>,
    /// Where it was written.
    pub room: RoomId,
    /// The message that it was written in: while it is a draft, an edit changes it.
    pub source: EventId,
    /// What it says; of a poll what it asks.
    pub text: String,
    /// What can be chosen, when it is a poll.
    #[serde(default)]
    pub pulse: Option<Pulse>,
    /// For whom.
    pub audience: Vec<Part>,
    /// Whether everybody is mentioned, where its writer and the bot may.
    pub everyone: bool,
    /// Whether rooms that want quiet get it, too.
    pub also_quiet: bool,
    /// Every room of the audience.
    pub targets: Vec<Target>,
    /// How far it is.
    pub stage: Stage,
}

/// A room of an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The room.
    pub room: RoomId,
    /// Its name when the audience was made.
    pub name: String,
    /// Why nothing is sent to it.
    pub missed: Option<Missed>,
}

/// Why a room of the audience does not get the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// It wants quiet.
    Quiet,
    /// The bot may not write there.
    NoAccess,
    /// The bot is not there any more.
    Left,
    /// Who sends it may not reach the room any more.
    NotYours,
    /// It was stopped before its turn.
    TakenBack,
    /// The homeserver could not be reached for a day.
    TooLate,
    /// The homeserver refused it.
    Refused,
    /// Nothing is known of it any more.
    Unknown,
}

/// How far a broadcast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody but its writer saw it.
    Draft,
    /// It goes at this moment.
    Planned(DateTime),
    /// It was given to the outbox.
    Sent,
    /// It was given to the outbox, and its text was changed since.
    Corrected,
    /// It was taken out of the rooms again.
    Withdrawn,
}

impl Stage {
    /// Whether the outbox was given nothing yet.
    pub fn before_sending(self) -> bool {
        matches!(self, Stage::Draft | Stage::Planned(_))
    }
}

/// Some rooms of an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which.
    pub whom: Whom,
    /// Of these, only the ones with this label.
    pub labelled: Option<String>,
}

/// Which rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// All that its writer may reach.
    All,
    /// Of the gemeenten of a region, by its id.
    Region(String),
    /// Of a gemeente, by official name.
    Gemeente(String),
    /// With a label.
    Label(String),
    /// By name.
    Room(String),
}

/// A room that the bot is in, as the homeserver shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedRoom {
    /// The room.
    pub room: RoomId,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Whether it is a direct chat.
    pub direct: bool,
    /// Whether the bot may write there.
    pub writes: bool,
    /// Whether the bot and the person who was asked for may both mention everybody.
    pub mentions: bool,
    /// Whether that person is in it.
    pub member: bool,
}

/// A room that the bot is in, and what it keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRoom {
    /// As the homeserver shows it.
    pub joined: JoinedRoom,
    /// As it is set.
    pub state: RoomState,
}

/// A delivery of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Names it.
    pub key: DeliveryKey,
    /// Of which broadcast or session.
    pub number: u32,
    /// Where.
    pub room: RoomId,
    /// The delivery that it changes or removes; none: the message itself.
    pub of: Option<DeliveryKey>,
    /// How far it is.
    pub fate: Fate,
    /// The event that it became.
    pub event: Option<EventId>,
    /// What it is for, where that matters.
    pub purpose: Option<Purpose>,
}

/// How far a delivery is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It has yet to go.
    Waiting,
    /// It is in the room.
    Done,
    /// It will never go: the reason, as the outbox has it.
    GivenUp(String),
}

impl Fate {
    /// The reason of what was taken back.
    pub const TAKEN_BACK: &str = "taken back";
    /// The reason of what could not be delivered for a day.
    pub const TOO_LATE: &str = "too late";
    /// The reason where the bot is gone.
    pub const NOT_THERE: &str = "the bot is not in the room";
}
