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

/// A reading, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateWords {
    /// The moment, or what stands in its way.
    pub when: Result<When, Ask>,
    /// What nothing was made of, as it was typed.
    pub leftover: Vec<String>,
}

impl DateWords {
    /// The words for what was read from `text`.
    pub fn of(text: &str, reading: Reading) -> Self {
        let typed = |span: Range<usize>| text.get(span).map(str::to_owned);
        Self {
            when: reading.when,
            leftover: reading.leftover.into_iter().filter_map(typed).collect(),
        }
    }

    /// One of each.
    pub fn samples() -> Vec<DateWords> {
        let day = |day: i8| Date::constant(2026, 12, day);
        let at = |d: i8, hour: i8, minute: i8| day(d).at(hour, minute, 0, 0);
        let time = |hour: i8, minute: i8| Time::constant(hour, minute, 0, 0);
        let moment = |start, end| DateWords {
            when: Ok(When { start, end, rule: None }),
            leftover: Vec::new(),
        };
        let series = |rule: &str| DateWords {
            when: Ok(When {
                start: at(8, 10, 0),
                end: Some(at(8, 11, 30)),
                rule: rule.parse::<Recurrence>().ok(),
            }),
            leftover: Vec::new(),
        };
        let mut all = vec![
            moment(at(8, 9, 30), Some(at(8, 11, 0))),
            moment(at(4, 20, 0), Some(at(5, 1, 0))),
            DateWords {
                leftover: vec!["zaal 2".into(), "max 30".into()],
                ..moment(at(8, 9, 0), None)
            },
        ];
        all.extend(RULES.map(series));
        let asks = [
            Ask::NoDay,
            Ask::NoTime,
            Ask::Days([day(8), day(15)]),
            Ask::Past(at(8, 9, 30)),
            Ask::Gone,
            Ask::Behind { last: day(1), next: Some(Date::constant(2027, 12, 1)) },
            Ask::Behind { last: day(1), next: None },
            Ask::HalfDay([time(7, 30), time(19, 30)]),
            Ask::Night([at(8, 0, 0), at(9, 0, 0)]),
            Ask::OutsideDaypart(Daypart::Afternoon),
            Ask::NoSuchDate { day: 31, month: 11, year: 2026 },
            Ask::NoSuchDate { day: 13, month: 13, year: 2026 },
            Ask::NoSuchTime { hour: 9, minute: 75 },
            Ask::NoSuchWeek { week: 53, year: 2027 },
            Ask::OtherWeekday(day(8)),
            Ask::DateOrTime { date: day(8), from: time(8, 0) },
            Ask::EndsFirst { start: time(14, 0), end: time(9, 30) },
            Ask::Several,
            Ask::Bound,
            Ask::Period,
            Ask::Vague,
            Ask::SchoolHoliday,
            Ask::Exceptions,
            Ask::EvenWeeks,
            Ask::EveryNth,
            Ask::MonthEnd,
            Ask::MovingDay,
            Ask::Unread,
            Ask::SeriesWithoutDay,
            Ask::NoOccurrence,
        ];
        all.extend(asks.map(|ask| DateWords { when: Err(ask), leftover: Vec::new() }));
        all
    }
}

/// A rule of each kind that can be said.
const RULES: [&str; 12] = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=2;COUNT=10",
    "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270601T215959Z",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=MONTHLY;BYDAY=1TU,3TU",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=1MO",
    "FREQ=YEARLY;BYDAY=20MO",
];

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
    /// A word that only names what lies behind: `gisteren`.
    Gone,
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
    /// Each year on a day that moves.
    MovingDay,
    /// A part that is about time and could not be read, such as a word that looks like a day.
    Unread,
    /// A series without its day.
    SeriesWithoutDay,
    /// A series that is over before it begins.
    NoOccurrence,
}
