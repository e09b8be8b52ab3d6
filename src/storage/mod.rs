//! Where does the bot's memory live? In SQLite or PostgreSQL, behind the [`Store`](crate::ports::Store)
//! port.

mod actions;
mod broadcasts;
mod copy;
mod curating;
mod fault;
mod inbox;
mod lease;
mod lock;
mod memory;
mod open;
mod outbox;
mod person;
mod pool;
mod retention;
mod rooms;
mod rounds;
pub mod seal;
mod sessions;
mod store;
mod wakes;
mod walks;

pub use copy::Counts;
pub use lock::Lock;
pub use open::{OpenError, Place, Schema, open, schema};
pub use person::Record;
pub use store::Database;
