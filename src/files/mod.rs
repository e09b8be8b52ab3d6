//! What stands in the folders that people fill, and when does it change?

mod folder;

pub use folder::{find_knowledge, read_folder};
