//! What does the bot need from outside? Clock, store, channel; and what it offers: an inbox.

use crate::text::document::Document;
use crate::vocab::{
    Cause, Change, DeliveryKey, EventId, Incoming, JoinedRoom, Link, Outgoing, Poll, RoomId, Scope,
    Snapshot, Timestamp, UserId, Vote, Wake,
};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::time::Duration;

/// A rendered act, as it waits in the outbox.
pub type Delivery = Outgoing<Document>;

/// What time it is.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// A fault of the outside world: for the operator's log, never for a person in a room.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    /// What was being done.
    pub what: String,
    /// Why it failed.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    /// A fault with its cause.
    pub fn new(
        what: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { what: what.into(), source: Some(source.into()) }
    }
}

/// An event that could not be decrypted yet, kept as it came: still encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecrypted {
    /// The event.
    pub event: EventId,
    /// Its room.
    pub room: RoomId,
    /// Who sent it.
    pub sender: UserId,
    /// When it was sent.
    pub at: Timestamp,
    /// Its whole JSON.
    pub raw: String,
}

/// What one response of the homeserver brought, whole.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Where the homeserver's stream stands after it; none for late decryptions and repairs.
    pub position: Option<String>,
    /// What happened, oldest first in each room.
    pub incoming: Vec<Incoming>,
    /// What could not be read yet.
    pub undecrypted: Vec<Undecrypted>,
    /// Events that need no further try: decrypted since, or given up.
    pub settled: Vec<EventId>,
    /// The bot's own messages as the homeserver shows them: proof of delivery.
    pub echoes: Vec<(DeliveryKey, EventId)>,
}

/// Where a channel hands over what it received. The application is one.
pub trait Inbox: Send + Sync {
    /// Keeps what is meant for the bot, and the position, in one transaction. After `Ok` nothing of
    /// the batch can be lost.
    fn receive(&self, batch: Batch) -> impl Future<Output = Result<(), Fault>> + Send;
    /// The position of the last batch that was kept.
    fn position(&self) -> impl Future<Output = Result<Option<String>, Fault>> + Send;
    /// What still waits for a key.
    fn undecrypted(&self) -> impl Future<Output = Result<Vec<Undecrypted>, Fault>> + Send;
}

/// Why a delivery did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Try this one again later; `None`: the caller chooses when (network, 5xx).
    Later(Option<Duration>),
    /// The account sends too much: nothing at all before this much time (429).
    Slow(Duration),
    /// It will never succeed (403, gone, too large): the reason, for the log.
    Never(String),
    /// The account is signed out: stop.
    SignedOut,
}

/// What came of looking for a delivery in its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// There it is.
    There(EventId),
    /// It is not there.
    NotThere,
    /// Something of the account's own is there that cannot be read (yet).
    Unreadable,
}

/// The way to the rooms.
pub trait Channel: Send + Sync {
    /// Delivers once; doing it again with the same key is harmless. `target` is the event of the
    /// delivery that an edit or redaction is about. Gives the event that was made, if any.
    fn deliver(
        &self,
        delivery: &Delivery,
        target: Option<&EventId>,
    ) -> impl Future<Output = Result<Option<EventId>, Refusal>> + Send;
    /// Reads a message again: who sent it, and its text. None when there is no such text any more, or
    /// the bot cannot read it.
    fn read(
        &self,
        room: &RoomId,
        event: &EventId,
    ) -> impl Future<Output = Result<Option<(UserId, String)>, Refusal>> + Send;
    /// Whether a delivery, begun at this moment by another device of the account, is in its room.
    fn find(
        &self,
        room: &RoomId,
        key: &DeliveryKey,
        since: Timestamp,
    ) -> impl Future<Output = Result<Found, Refusal>> + Send;
    /// The reactions to a question, and the votes in its poll, as the homeserver has them
    /// now.
    fn votes(
        &self,
        room: &RoomId,
        event: &EventId,
        poll: Poll,
    ) -> impl Future<Output = Result<Vec<Vote>, Refusal>> + Send;
    /// How the way is; from memory.
    fn link(&self) -> Link;
    /// The rooms that the bot is in, and what this person and the bot may do there; from memory, the
    /// homeserver is not asked.
    fn rooms(&self, user: &UserId) -> impl Future<Output = Vec<JoinedRoom>> + Send;
}

/// An outbox row that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// What to deliver.
    pub delivery: Delivery,
    /// The event of the delivery that an edit or redaction is about, when it was delivered.
    pub target: Option<EventId>,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it was decided (the `at` of its commit).
    pub queued: Timestamp,
    /// Why nobody knows whether it is in its room already.
    pub doubt: Option<Doubt>,
}

/// Why a delivery may be in its room already, without this device knowing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Another device began to send it at this moment.
    HalfSent(Timestamp),
    /// It waited since this moment when the backup was made that this memory comes from.
    Restored(Timestamp),
}

/// The bot's memory. One transaction a call.
pub trait Store: Send + Sync {
    /// Fills a snapshot for the scope.
    fn load(&self, scope: &Scope) -> impl Future<Output = Result<Snapshot, Fault>> + Send;
    /// Keeps the batch: new rows of the inbox (a known cause is left as it is), undecrypted events,
    /// settled ones, echoes, position. Gives how many rows were new.
    fn receive(&self, batch: &Batch) -> impl Future<Output = Result<usize, Fault>> + Send;
    /// Whether an event waits to be decided.
    fn waits(&self, cause: &Cause) -> impl Future<Output = Result<bool, Fault>> + Send;
    /// The oldest event that is not decided yet.
    fn pending(&self) -> impl Future<Output = Result<Option<Incoming>, Fault>> + Send;
    /// Applies the changes, queues the deliveries (an edit with an `unsent` text changes what has not
    /// begun to go where it waits), marks the cause as decided and erases its body.
    /// Gives false, and changes nothing, when the cause was decided before; fails when another process
    /// leads.
    fn commit(
        &self,
        cause: &Cause,
        at: Timestamp,
        changes: &[Change],
        deliveries: &[Delivery],
    ) -> impl Future<Output = Result<bool, Fault>> + Send;
    /// At most `limit` deliveries that are due, at most one a room and the oldest of its room.
    fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Due>, Fault>> + Send;
    /// A delivery begins to go from this device: it is as it is now, and no change takes its place any
    /// more. `None` when it does not wait any more, or another process leads.
    fn begin(
        &self,
        key: &DeliveryKey,
        at: Timestamp,
    ) -> impl Future<Output = Result<Option<Delivery>, Fault>> + Send;
    /// When each delivery since a moment was done, in order.
    fn sent_since(
        &self,
        since: Timestamp,
    ) -> impl Future<Output = Result<Vec<Timestamp>, Fault>> + Send;
    /// When the next waiting delivery becomes due; `None` when nothing waits.
    fn next_due(&self) -> impl Future<Output = Result<Option<Timestamp>, Fault>> + Send;
    /// Marks a delivery as done and erases its body.
    fn delivered(
        &self,
        key: &DeliveryKey,
        event: Option<&EventId>,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Puts a delivery off and counts the attempt.
    fn postpone(
        &self,
        key: &DeliveryKey,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Gives a delivery up, erases its body and keeps the reason.
    fn give_up(
        &self,
        key: &DeliveryKey,
        reason: &str,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
    /// The position of the last batch.
    fn position(&self) -> impl Future<Output = Result<Option<String>, Fault>> + Send;
    /// What still waits for a key.
    fn undecrypted(&self) -> impl Future<Output = Result<Vec<Undecrypted>, Fault>> + Send;
    /// Plans the wakes whose key is not planned yet.
    fn plan(&self, wakes: &[Wake]) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Turns each wake that is due into an event that waits to be decided, once; the plans that were
    /// due before `late` are listed in one more. Gives how many events were new.
    fn wake(
        &self,
        now: Timestamp,
        late: Timestamp,
    ) -> impl Future<Output = Result<usize, Fault>> + Send;
    /// When the next wake is due; `None` when none is planned.
    fn next_wake(&self) -> impl Future<Output = Result<Option<Timestamp>, Fault>> + Send;
    /// Takes the lead among the processes that share this memory, or keeps it; whether it leads. `hears`:
    /// whether the homeserver answers this one. False after a lead was lost means that all that was
    /// under way is to begin anew. Where nobody can share it: always true.
    fn lead(&self, hears: bool) -> impl Future<Output = Result<bool, Fault>> + Send;
    /// Lets another process take the lead at once.
    fn resign(&self) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Whether other processes may share it.
    fn shared(&self) -> bool;
    /// Bytes that are free where the memory is, and of how many; none where nobody can say.
    fn space(&self) -> Option<u64>;
    /// How many deliveries wait, and since when the oldest does.
    fn backlog(&self) -> impl Future<Output = Result<(u64, Option<Timestamp>), Fault>> + Send;
}
