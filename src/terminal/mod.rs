//! How does a room at the keyboard work? Typed lines become events; deliveries become text.

mod channel;
mod line;

pub use channel::{CONTROL_ROOM, Screen, Terminal};
pub use line::{Line, Room};
