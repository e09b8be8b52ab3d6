//! Which words does every module speak? Plain data, without behaviour that needs the outside world.

mod access;
mod change;
mod decision;
mod finding;
mod ids;
mod incoming;
mod outgoing;
mod say;
mod snapshot;

pub use access::{Access, Need};
pub use change::Change;
pub use decision::{Because, Decision};
pub use finding::{Finding, Findings, Severity};
pub use ids::{Cause, DeliveryKey, EventId, RoomId, TopicId, UserId};
pub use incoming::{Incoming, Message, Sender, What};
pub use outgoing::{Act, Outgoing, Speech};
pub use say::{
    CommandName, EntryWords, GuardKind, PersonalData, PlaceWords, Say, SettingsWords, SourceWords,
    TopicWords,
};
pub use snapshot::{Choice, Exchange, RoomState, Scope, Snapshot};

pub use jiff::Timestamp;
