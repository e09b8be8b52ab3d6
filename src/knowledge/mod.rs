//! What does the bot know? The curated YAML as types; read whole and checked.

mod check;
mod due;
mod entries;
mod facts;
mod model;
mod never;
mod never_check;
mod never_rules;
mod places;
mod prose;
mod quiz;
mod quiz_check;
mod read;
mod readable;
mod route;
mod route_check;
mod safety;
mod school;
mod signs;

pub use due::{collision, missing_school_year, overdue, school_holidays};
pub use model::{
    Addition, Base, Entry, Gemeente, Namesake, PlaceWords, Places, Region, Source, Words,
};
pub use never::{Forbidden, Never, forbidden};
pub use prose::numbers;
pub use quiz::{Choice, Item, Kind};
pub use read::{read, read_again};
pub use route::{Next, Point, Route, Way};
pub use safety::{Marked, PersonalWords, Safety, SafetyExamples};
pub use school::{SchoolYear, school_year};
