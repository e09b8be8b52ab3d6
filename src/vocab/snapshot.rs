//! What does the engine need to know before it decides? It names it as a [`Scope`], the store fills
//! a [`Snapshot`].

use super::{
    Action, Asked, Broadcast, DeliveryKey, Errand, EventId, Health, Holdings, JoinedRoom,
    KnownRoom, Lately, Matter, Response, RoomId, Round, Sent, Session, Tally, Timestamp, TopicId,
    Traffic, UserId, Vote, Wake, Walk,
};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What must be loaded before a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// The state of this room.
    pub room: Option<RoomId>,
    /// The exchange in which one of these events is the question, the answer, or the thread's root;
    /// the first that is found counts.
    pub events: Vec<EventId>,
    /// Else the exchange at the root of this thread, or the newest in it of the same asker.
    pub thread: Option<EventId>,
    /// Else the last exchange of this person in the room.
    pub last_of: Option<UserId>,
    /// What lies on the coordinators' table.
    pub matters: bool,
    /// What the control room was told once.
    pub marks: bool,
    /// What is planned in the room.
    pub planned: bool,
    /// The counts of this month (`2026-11`).
    pub tallies: Option<String>,
    /// The walk of this person in the room.
    pub walk_of: Option<UserId>,
    /// How much refers to this person.
    pub held_of: Option<UserId>,
    /// When this person last heard in the room that a message held personal data.
    pub warned: Option<UserId>,
    /// All rooms that the bot is in, as far as this person has rights there.
    pub rooms_for: Option<UserId>,
    /// All broadcasts.
    pub broadcasts: bool,
    /// The deliveries of the broadcast with this number; of a session and its programme also who
    /// answered what.
    pub sent: Option<u32>,
    /// All sessions.
    pub sessions: bool,
    /// The open rounds of all rooms, and how the items went in this room.
    pub quiz: bool,
    /// How the items went in all rooms.
    pub quiz_of_all: bool,
    /// How the bot is.
    pub health: bool,
    /// Whether the votes in what was sent are read again from the homeserver.
    pub votes: bool,
    /// Of every session that is announced in the room: its deliveries, and who answered what.
    pub answers_here: bool,
    /// The newest so many rows of the log of who did what.
    pub actions: Option<u32>,
    /// What was sent since this moment, and what waits to be sent.
    pub traffic_since: Option<Timestamp>,
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The room's settings and history with the bot.
    pub room: RoomState,
    /// The exchange that the scope asked for.
    pub exchange: Option<Exchange>,
    /// Which of the scope's events, the thread's root among them, are messages of the bot's own.
    pub mine: Vec<EventId>,
    /// The open matters, oldest first.
    pub matters: Vec<Matter>,
    /// What people planned in the room, by number; with deliveries also what is planned for all rooms.
    pub planned: Vec<Wake>,
    /// The number that the next matter or plan gets; 0 when neither was asked for.
    pub next_number: u32,
    /// What the control room was told once.
    pub marks: Vec<String>,
    /// The counts of the month.
    pub tallies: Vec<Tally>,
    /// The walk that the scope asked for.
    pub walk: Option<Walk>,
    /// The message that asked last in it, when it was delivered.
    pub walk_asked: Option<EventId>,
    /// How much refers to the person of the scope.
    pub held: Holdings,
    /// When the person of the scope last heard in the room that a message held personal data.
    pub warned: Option<Timestamp>,
    /// How each room is set that the bot ever knew.
    pub states: Vec<(RoomId, RoomState)>,
    /// The rooms that the bot is in now.
    pub joined: Vec<JoinedRoom>,
    /// All broadcasts, by number.
    pub broadcasts: Vec<Broadcast>,
    /// The deliveries that the scope asked for, of each number in the order in which they were decided.
    pub sent: Vec<Sent>,
    /// All sessions, by number. Also there, with responses and deliveries, when one of the scope's
    /// events is a message about a session, or an answer to one.
    pub sessions: Vec<Session>,
    /// Who answered what, of each session the first answer first.
    pub responses: Vec<Response>,
    /// The rounds that are open; also there, with what was voted, when one of the scope's events is an
    /// item of a round, or a vote.
    pub rounds: Vec<Round>,
    /// How the items went, in the order of days.
    pub asked: Vec<Asked>,
    /// How the bot is, if that was asked for.
    pub health: Option<Health>,
    /// The votes as the homeserver has them, as far as it could be asked.
    pub votes: Vec<Vote>,
    /// What a message of the bot's own among the scope's events belongs to.
    pub errand: Option<Errand>,
    /// The answer that came with one of the scope's events.
    pub answered: Option<Response>,
    /// The newest rows of the log, the newest first.
    pub actions: Vec<Action>,
    /// What was sent lately, and what waits.
    pub traffic: Traffic,
    /// How much this person and this room were answered in the last minute.
    pub lately: Lately,
}

impl Snapshot {
    /// The rooms that the bot is in now, with how they are set.
    pub fn rooms(&self) -> impl Iterator<Item = KnownRoom> {
        self.joined.iter().map(|joined| {
            let state = self.states.iter().find(|(room, _)| *room == joined.room);
            let state = state.map(|(_, state)| state.clone()).unwrap_or_default();
            KnownRoom { joined: joined.clone(), state }
        })
    }
}

/// What the bot keeps about a room. The default is a room that it has never seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoomState {
    /// The gemeente that the room works for, by official name.
    pub gemeente: Option<String>,
    /// No reminders and no quiz here.
    pub quiet: bool,
    /// Personal data in messages that are not meant for the bot are pointed out, too.
    pub watch: bool,
    /// What kind of team it is, in the words of its moderators; in order.
    #[serde(default)]
    pub labels: Vec<String>,
    /// When the bot introduced itself.
    pub welcomed: Option<Timestamp>,
    /// When it last said that a message was unreadable.
    pub unreadable_said: Option<Timestamp>,
    /// Since when the bot is not there any more; never of a direct chat.
    #[serde(default)]
    pub gone: Option<Timestamp>,
}

/// A question and its answer, without the text of either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The event of the question (its first version).
    pub question: EventId,
    /// Where it was asked.
    pub room: RoomId,
    /// Who asked.
    pub asker: UserId,
    /// When.
    pub asked: Timestamp,
    /// The root of the thread, when it was asked in one.
    pub thread: Option<EventId>,
    /// The delivery that answered it.
    pub answer: DeliveryKey,
    /// What the asker can choose from; empty when there is nothing to choose.
    pub options: Vec<Choice>,
    /// The topic that was answered; with something to choose: the one that the choice goes on from.
    pub topic: Option<TopicId>,
    /// What happens when the asker agrees.
    pub offer: Option<Offer>,
    /// Whether the answer is a part of the guided walk: it stays as it was said.
    pub walk: bool,
}

/// What the asker was offered; "ja" or ✅ accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// This message goes to the control room.
    PassOn(EventId),
    /// These messages held personal data and are removed. None: there is nothing (more) to offer, but
    /// what was seen was said.
    Remove(Vec<EventId>),
    /// The same for a message that was not meant for the bot, in a room that asked it to watch along.
    Overheard(Vec<EventId>),
}

impl Offer {
    /// Whether there is still something to agree to.
    pub fn open(&self) -> bool {
        match self {
            Offer::PassOn(_) => true,
            Offer::Remove(events) | Offer::Overheard(events) => !events.is_empty(),
        }
    }
}

/// Something that the asker can choose by number, letter or reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// A topic.
    Topic(TopicId),
    /// The gemeente that the room is to work for, of several with one name.
    Gemeente {
        /// As it was offered.
        label: String,
        /// By official name.
        gemeente: String,
    },
    /// A moment, of the two that were typed.
    Moment {
        /// When it begins.
        start: DateTime,
        /// The number of what it is for, if that has one.
        about: Option<u32>,
    },
    /// A place of several with one name.
    Place {
        /// As it was offered: `Hengelo in Gelderland`.
        label: String,
        /// Its gemeente, by official name.
        gemeente: String,
    },
}
