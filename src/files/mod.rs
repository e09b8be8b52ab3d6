//! What stands in the folders that people fill, and when does it change?

mod copy;
mod folder;
mod last_good;
mod model;
mod sheet;
mod watch;
mod year;

pub use folder::{find_knowledge, read_folder};
pub use last_good::{LastGood, SealedAccount};
pub use model::ModelCache;
pub use watch::{Watch, watch};
pub use year::{MOST_BYTES, Unreadable, read_year};
