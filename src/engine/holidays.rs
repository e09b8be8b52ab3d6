//! On which day does a holiday fall? Computed for every year: nobody has to keep a list.

use crate::knowledge::{Base, school_year};
use crate::vocab::{SchoolHoliday, SchoolRegion, SchoolWords};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A day with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holiday {
    NewYear,
    Epiphany,
    Valentine,
    AshWednesday,
    MaundyThursday,
    GoodFriday,
    Easter,
    EasterMonday,
    KingsDay,
    Remembrance,
    Liberation,
    MothersDay,
    Ascension,
    Pentecost,
    PentecostMonday,
    FathersDay,
    BudgetDay,
    Halloween,
    SaintMartin,
    SaintNicholas,
    ChristmasEve,
    Christmas,
    BoxingDay,
    NewYearsEve,
}

/// Where a holiday falls: on a date, so many days from Easter, or on a weekday of a month.
enum Place {
    Date(i8, i8),
    Easter(i32),
    Nth(i8, Weekday, i8),
}

impl Holiday {
    fn place(self) -> Place {
        match self {
            Self::NewYear => Place::Date(1, 1),
            Self::Epiphany => Place::Date(6, 1),
            Self::Valentine => Place::Date(14, 2),
            Self::AshWednesday => Place::Easter(-46),
            Self::MaundyThursday => Place::Easter(-3),
            Self::GoodFriday => Place::Easter(-2),
            Self::Easter => Place::Easter(0),
            Self::EasterMonday => Place::Easter(1),
            Self::KingsDay => Place::Date(27, 4),
            Self::Remembrance => Place::Date(4, 5),
            Self::Liberation => Place::Date(5, 5),
            Self::MothersDay => Place::Nth(2, Weekday::Sunday, 5),
            Self::Ascension => Place::Easter(39),
            Self::Pentecost => Place::Easter(49),
            Self::PentecostMonday => Place::Easter(50),
            Self::FathersDay => Place::Nth(3, Weekday::Sunday, 6),
            Self::BudgetDay => Place::Nth(3, Weekday::Tuesday, 9),
            Self::Halloween => Place::Date(31, 10),
            Self::SaintMartin => Place::Date(11, 11),
            Self::SaintNicholas => Place::Date(5, 12),
            Self::ChristmasEve => Place::Date(24, 12),
            Self::Christmas => Place::Date(25, 12),
            Self::BoxingDay => Place::Date(26, 12),
            Self::NewYearsEve => Place::Date(31, 12),
        }
    }

    /// The day in a year; none outside the calendar.
    pub fn day(self, year: i16) -> Option<Date> {
        let day = match self.place() {
            Place::Date(day, month) => Date::new(year, month, day).ok()?,
            Place::Easter(days) => easter(year)?.checked_add(days.days()).ok()?,
            Place::Nth(nth, weekday, month) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?
            }
        };
        // The king's birthday is kept on Saturday when it is a Sunday.
        let moved = self == Self::KingsDay && day.weekday() == Weekday::Sunday;
        if moved { day.yesterday().ok() } else { Some(day) }
    }

    /// Day and month, if they are the same each year.
    pub fn fixed(self) -> Option<(i8, i8)> {
        match self.place() {
            Place::Date(day, month) if self != Self::KingsDay => Some((day, month)),
            _ => None,
        }
    }
}

/// Easter Sunday, by the rule of Meeus, Jones and Butcher for the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether offices are closed for a holiday, as in the collective agreements of gemeenten and social
/// work: not on Good Friday, and on Liberation Day only each fifth year.
pub fn closed(day: Date) -> bool {
    let year = day.year();
    let off = [
        Holiday::NewYear,
        Holiday::Easter,
        Holiday::EasterMonday,
        Holiday::KingsDay,
        Holiday::Ascension,
        Holiday::Pentecost,
        Holiday::PentecostMonday,
        Holiday::Christmas,
        Holiday::BoxingDay,
    ];
    let liberation = year % 5 == 0 && Holiday::Liberation.day(year) == Some(day);
    liberation || off.iter().any(|holiday| holiday.day(year) == Some(day))
}

/// The school holiday of a day in a region, if it is one.
///
/// # Errors
/// The school year is not known: the calendar year in which it begins.
pub fn school(base: &Base, day: Date, region: SchoolRegion) -> Result<Option<SchoolHoliday>, i16> {
    let begins = school_year(day);
    let year = base.school_years.get(&begins).ok_or(begins)?;
    let here = |((_, there), (from, to)): &(&(_, SchoolRegion), &(Date, Date))| {
        *there == region && (*from..=*to).contains(&day)
    };
    Ok(year.iter().find(here).map(|((holiday, _), _)| *holiday))
}

/// Whether the schools are closed in the whole country. Where nothing is known, they are not.
pub fn schools_closed(base: &Base, day: Date) -> bool {
    SchoolRegion::ALL.into_iter().all(|region| matches!(school(base, day, region), Ok(Some(_))))
}

/// Which of these days fall in a school holiday, and of which nothing is known.
pub fn schools(base: &Base, days: impl IntoIterator<Item = Date>) -> SchoolWords {
    let mut words = SchoolWords::default();
    let days: std::collections::BTreeSet<Date> = days.into_iter().collect();
    for day in days {
        for region in SchoolRegion::ALL {
            match school(base, day, region) {
                Ok(None) => {}
                Ok(Some(holiday)) => match words.within.last_mut() {
                    Some((same, known, regions)) if (*same, *known) == (day, holiday) => {
                        regions.push(region);
                    }
                    _ => words.within.push((day, holiday, vec![region])),
                },
                Err(year) => words.unknown.push(year),
            }
        }
    }
    words.unknown.sort_unstable();
    words.unknown.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_where_the_calendar_says() {
        for (holiday, days) in [
            (
                Holiday::Easter,
                ["2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2038-04-25"],
            ),
            (
                Holiday::GoodFriday,
                ["2026-04-03", "2027-03-26", "2028-04-14", "2029-03-30", "2038-04-23"],
            ),
            (
                Holiday::Ascension,
                ["2026-05-14", "2027-05-06", "2028-05-25", "2029-05-10", "2038-06-03"],
            ),
            (
                Holiday::Pentecost,
                ["2026-05-24", "2027-05-16", "2028-06-04", "2029-05-20", "2038-06-13"],
            ),
            (
                Holiday::KingsDay,
                ["2026-04-27", "2027-04-27", "2025-04-26", "2031-04-26", "2036-04-26"],
            ),
            (
                Holiday::MothersDay,
                ["2026-05-10", "2027-05-09", "2028-05-14", "2029-05-13", "2038-05-09"],
            ),
        ] {
            for day in days {
                let day: Date = day.parse().unwrap();
                assert_eq!(holiday.day(day.year()), Some(day), "{holiday:?}");
            }
        }
    }

    #[test]
    fn school_holidays_are_by_region_and_only_what_is_known() {
        use SchoolRegion::{Middle, North, South};
        let day = |text: &str| text.parse::<Date>().unwrap();
        let autumn = |region, from, to| ((SchoolHoliday::Autumn, region), (day(from), day(to)));
        let year = [
            autumn(North, "2027-10-16", "2027-10-24"),
            autumn(Middle, "2027-10-16", "2027-10-24"),
            autumn(South, "2027-10-23", "2027-10-31"),
        ];
        let years = [(2027, year.into_iter().collect())];
        let base = Base { school_years: years.into_iter().collect(), ..Base::default() };
        for (asked, expected) in [
            ("2027-10-15", vec![]),
            ("2027-10-16", vec![North, Middle]),
            ("2027-10-23", vec![North, Middle, South]),
            ("2027-10-31", vec![South]),
            ("2027-11-01", vec![]),
        ] {
            let words = schools(&base, [day(asked)]);
            let regions = words.within.into_iter().flat_map(|(_, _, regions)| regions);
            assert_eq!(regions.collect::<Vec<_>>(), expected, "{asked}");
            assert!(words.unknown.is_empty(), "{asked}");
        }
        // The summer holiday of the year before may still go on.
        for (asked, unknown) in [("2027-09-09", 2026), ("2028-09-10", 2028)] {
            assert_eq!(schools(&base, [day(asked)]).unknown, [unknown], "{asked}");
        }
    }

    #[test]
    fn offices_are_closed_on_holidays_alone() {
        for (day, expected) in [
            ("2027-01-01", true),
            ("2027-03-26", false),
            ("2027-03-29", true),
            ("2027-05-05", false),
            ("2030-05-05", true),
            ("2026-12-24", false),
            ("2026-12-26", true),
        ] {
            assert_eq!(closed(day.parse().unwrap()), expected, "{day}");
        }
    }
}
