//! How does a thing to say become readable? [`Say`] →
//! [`Document`] → plain text, Matrix HTML or a terminal.

pub mod attached;
pub mod calendar;
pub mod chart;
pub mod document;
mod nl;
mod table;

use crate::vocab::Say;
use document::Document;
pub use nl::slip;

/// The Dutch message for what the engine wants to say, in the same order.
pub fn message(says: &[Say]) -> Document {
    Document(says.iter().flat_map(nl::blocks).collect())
}
