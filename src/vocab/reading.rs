//! What was read from a phrase that names a moment? The moment or the series, or what must be asked.

use super::Recurrence;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a phrase says about time. Places in the text are in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The moment, or what stands in its way.
    pub when: Result<When, Ask>,
    /// The parts of the text that say something about time, in order.
    pub understood: Vec<Range<usize>>,
    /// The parts of the text that nothing was made of, in order.
    pub leftover: Vec<Range<usize>>,
}

/// A moment, or the first of a series. Local times in the Netherlands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// When it begins.
    pub start: DateTime,
    /// When it ends, if that was said.
    pub end: Option<DateTime>,
    /// How it comes back.
    pub rule: Option<Recurrence>,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Daypart {
    /// 5.00-11.59
    Morning,
    /// 12.00-18.00
    Afternoon,
    /// 17.00-23.59
    Evening,
    /// 0.00-6.00
    Night,
}

/// Why a phrase does not name one moment to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Nothing names a day.
    NoDay,
    /// A night without a time.
    NoTime,
    /// A day that can be one of two.
    Days([Date; 2]),
    /// It lies behind.
    Past(DateTime),
    /// A date that was not long ago: that one, or the next?
    Behind {
        /// The last one.
        last: Date,
        /// The next one, if the calendar has it.
        next: Option<Date>,
    },
    /// In the morning or in the evening?
    HalfDay([Time; 2]),
    /// Midnight or a night with a day: the night before that day, or after it?
    Night([DateTime; 2]),
    /// A time that does not lie in the part of the day that was named.
    OutsideDaypart(Daypart),
    /// A date that the calendar does not have.
    NoSuchDate {
        /// Day of the month.
        day: u32,
        /// The month, 1 to 12 if there is such a month.
        month: u32,
        /// The year in which it was looked for.
        year: i16,
    },
    /// A time that the clock does not have.
    NoSuchTime {
        /// Hours.
        hour: u32,
        /// Minutes.
        minute: u32,
    },
    /// A week that the year does not have.
    NoSuchWeek {
        /// ISO number of the week.
        week: u32,
        /// The year in which it was looked for.
        year: i16,
    },
    /// A date that falls on another weekday than the one named.
    OtherWeekday(Date),
    /// `12-1` after a weekday: that date, or these hours?
    DateOrTime {
        /// The date.
        date: Date,
        /// The first hour, if it is not the date.
        from: Time,
    },
    /// It would end before it begins.
    EndsFirst {
        /// When it would begin.
        start: Time,
        /// When it would end.
        end: Time,
    },
    /// More than one moment, or a choice.
    Several,
    /// Only a limit: after, before, at the latest.
    Bound,
    /// A week, a month, a season: which day?
    Period,
    /// Something about how long or when that stays vague.
    Vague,
    /// Hangs on school holidays, which differ by region and year.
    SchoolHoliday,
    /// A series with exceptions.
    Exceptions,
    /// Even or odd weeks: that breaks after a week 53.
    EvenWeeks,
    /// `elke tweede dinsdag`: every other week, or the second of the month?
    EveryNth,
    /// Monthly on a day that not every month has.
    MonthEnd,
    /// A series without its day.
    SeriesWithoutDay,
    /// A series that is over before it begins.
    NoOccurrence,
}
