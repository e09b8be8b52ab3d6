//! What does the bot know? The curated YAML as types; read whole and checked.

mod model;

pub use model::{Base, Entry, Gemeente, Namesake, Places, Region, Source, Words};
