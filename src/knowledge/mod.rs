//! What does the bot know? The curated YAML as types; read whole and checked.

mod model;
mod safety;

pub use model::{Base, Entry, Gemeente, Namesake, Places, Region, Source, Words};
pub use safety::{Defuser, PersonalWords, Reach, Safety, SafetyExamples, Sign};
