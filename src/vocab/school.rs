//! Which school holidays are there, and what is said of days that fall in one?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The holidays of a school year, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolHoliday {
    /// October.
    Autumn,
    /// Two weeks around New Year.
    Christmas,
    /// February.
    Spring,
    /// Around Liberation Day.
    May,
    /// Six weeks.
    Summer,
}

/// The parts of the country that have them at different times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolRegion {
    /// Noord.
    North,
    /// Midden.
    Middle,
    /// Zuid.
    South,
}

impl SchoolRegion {
    /// All.
    pub const ALL: [SchoolRegion; 3] =
        [SchoolRegion::North, SchoolRegion::Middle, SchoolRegion::South];
}

/// Which of some days fall in a school holiday. Where a room is, the holidays do not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolWords {
    /// In order: the day, its holiday, and where it is one.
    pub within: Vec<(Date, SchoolHoliday, Vec<SchoolRegion>)>,
    /// School years of which nothing is known, by the calendar year in which they begin.
    pub unknown: Vec<i16>,
}
