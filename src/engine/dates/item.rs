//! What can a piece of a phrase say? The items that the scanner finds and the phrase is made of.

use super::clock::Clock;
use super::words::{Holiday, Unit};
use crate::vocab::{Ask, Daypart};
use jiff::civil::Weekday;

/// One thing that a phrase says about time.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `vandaag`, `morgen`: days from today.
    Days(i32),
    /// `dinsdag`, `a.s. dinsdag`, `di en do`.
    Weekdays(Vec<Weekday>, Which),
    /// `werkdag`
    Workday,
    /// `volgende week`, `week 3`
    Week(Week),
    /// `over 2 weken`
    Steps(Unit, i32),
    /// `over 3 kwartier`: minutes from now.
    Elapsed(u32),
    /// `8 dec`, `8-12-2026`
    Date(u32, u32, Option<Year>),
    /// `12-1`: a date or hours.
    Pair(Clock, Clock),
    /// `de 15e`; -1 is the last.
    MonthDay(i8),
    /// `eerste maandag`
    Nth(Vec<i8>, NthOf),
    /// `van de maand`, `van februari`
    Month(Month),
    /// `2027`, `volgend jaar`
    Year(Year),
    /// `dinsdag na Pasen`
    Beside(Anchor, Shift),
    /// A time.
    Time(Clock),
    /// From one time to another.
    Range(Clock, Clock),
    /// `tot 11 uur`
    EndTime(Clock),
    /// `in de middag`
    Part(Part),
    /// `vanavond`
    This(Daypart),
    /// `hele dag`, `hele ochtend`
    Whole(Option<Daypart>),
    /// `tussen de middag`
    Lunch,
    /// `in de nacht van vrijdag op zaterdag`; the second day follows.
    NightTo,
    /// Minutes that it lasts.
    Length(u32),
    /// `elke`
    Every,
    /// `om de 3 weken`, `maandelijks`
    Each(u32, Unit),
    /// `2 keer` of `2 keer per week`
    PerUnit(u32),
    /// `10 keer`
    Times(u32),
    /// `vanaf`; the day follows.
    Since,
    /// `start`, `voor het eerst op`; the day follows.
    Start,
    /// `tot`, `t/m` (true); the day follows.
    Until(bool),
    /// A number that may be a day or an hour.
    Bare(Clock),
    /// What makes it unclear, whatever else is said.
    Ask(Ask),
    /// What makes it unclear unless a time is said.
    Later,
    /// What belongs to the item before, and adds nothing.
    Nothing,
    /// `op`: what follows no longer belongs to a `vanaf`.
    On,
}

/// Which of the days of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Bare,
    /// `a.s.`
    Coming,
    /// `deze`
    This,
    /// `volgende`
    Next,
    /// `maandags`
    Each,
}

/// Which week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Week {
    This,
    Next,
    /// `komende`: this one or the next.
    Coming,
    Number(u32),
}

/// Which month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Month {
    /// `van de maand`
    Any,
    /// `van het kwartaal`
    OfQuarter,
    This,
    Next,
    Coming,
    Number(u32),
}

/// Which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    This,
    Next,
    Coming,
    Number(i16),
}

/// Which days a number counts: `eerste maandag`, `laatste werkdag`, `laatste dag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NthOf {
    Weekday(Weekday),
    Workday,
}

/// A day beside which another lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Holiday(Holiday),
    Date(u32, u32),
}

/// How a day lies to its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    Days(i32),
    After(Weekday),
    Before(Weekday),
}

/// A part of the day, and how it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Of(Daypart),
    AtNight,
}
