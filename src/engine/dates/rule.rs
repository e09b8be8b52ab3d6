//! Which series is meant, and when is it for the first time? Rules R14 to R17.

use super::days::From;
use super::item::{Anchor, Month, NthOf, Shift, Week, Which, Year};
use super::phrase::{Day, Phrase};
use super::times::Hours;
use super::words::Unit;
use crate::engine::calendar;
use crate::vocab::{Ask, Ending, Frequency, Nth, Recurrence, When};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

const WORKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// How a series counts: the rule, and whether it keeps to the first months of the quarters.
struct Counted {
    rule: Recurrence,
    quarters: bool,
}

/// The series that a phrase names.
///
/// # Errors
/// What must be asked.
pub fn series(phrase: &Phrase, hours: Hours, now: DateTime) -> Result<When, Ask> {
    let Counted { mut rule, quarters } = counted(phrase)?;
    if hours.over || phrase.night_to || phrase.elapsed.is_some() || phrase.this.is_some() {
        return Err(Ask::NoTime);
    }
    let whole = From { now, hours: Hours::late(hours) };
    let since = match &phrase.since {
        Some(day) => edge(whole, day, false)?,
        None => now.date(),
    };
    if since < now.date() && rule.interval > 1 {
        return Err(Ask::Past(since.to_datetime(hours.start)));
    }
    let mut each = rule.clone();
    each.interval = 1;
    let base = since.max(now.date()).to_datetime(hours.start);
    let start = each
        .occurrences(base)
        .take(800)
        .filter(|time| !quarters || time.month() % 3 == 1)
        .find(|time| *time > now)
        .ok_or(Ask::NoOccurrence)?;
    if let Some((with, day)) = &phrase.until {
        let from = From { now: now.max(since.to_datetime(hours.start)), ..whole };
        let last = edge(from, day, *with)?;
        let last = if *with { last } else { last.yesterday().map_err(|_| Ask::NoOccurrence)? };
        if start.date() > last || phrase.times.is_some() {
            return Err(Ask::NoOccurrence);
        }
        let until = calendar::moment(last.at(23, 59, 59, 0)).ok_or(Ask::NoOccurrence)?;
        rule.ending = Ending::Until(until);
    }
    if let Some(times) = phrase.times {
        if times == 0 {
            return Err(Ask::NoOccurrence);
        }
        rule.ending = Ending::Count(times);
    }
    Ok(When { start, end: hours.end(start)?, rule: Some(rule) })
}

/// The first (or last) day of what an edge of a series names: a day, a week, a month or a year.
fn edge(from: From, day: &Day, last: bool) -> Result<Date, Ask> {
    if day.is_named() {
        return from.find(day);
    }
    let today = from.now.date();
    let period = |_| Ask::Period;
    match (day.month, day.week, day.year) {
        (Some(Month::Number(month)), None, year) => {
            let n = i8::try_from(month).unwrap_or(0);
            let ends = |year: i16| Date::new(year, n, 1).map(Date::last_of_month).map_err(period);
            match (last, year) {
                (true, Some(Year::Number(year))) => ends(year),
                (true, None) => {
                    let this = ends(today.year())?;
                    if this >= today { Ok(this) } else { ends(today.year() + 1) }
                }
                _ => from.date(1, month, year),
            }
        }
        (Some(Month::Next), None, None) => {
            let first = today.first_of_month().checked_add(1.month()).map_err(period)?;
            Ok(if last { first.last_of_month() } else { first })
        }
        (Some(Month::This), None, None) if last => Ok(today.last_of_month()),
        (None, Some(week @ (Week::Next | Week::This | Week::Number(_))), year) => {
            let weekday = if last { Weekday::Sunday } else { Weekday::Monday };
            let named = Some((vec![weekday], Which::Bare));
            from.find(&Day { weekdays: named, week: Some(week), year, ..Day::default() })
        }
        (None, None, Some(year @ (Year::Number(_) | Year::Next))) => {
            let (day, month) = if last { (31, 12) } else { (1, 1) };
            from.date(day, month, Some(year))
        }
        _ => Err(Ask::Period),
    }
}

/// The rule without its end.
fn counted(phrase: &Phrase) -> Result<Counted, Ask> {
    let mut day = phrase.day.clone();
    // `elke 2 weken vanaf di 8 dec`: the day stands with the beginning.
    if !day.is_named() && day.workday.is_none() {
        let since = phrase.since.as_ref();
        day.weekdays =
            since.and_then(|since| since.weekdays.clone()).map(|(days, _)| (days, Which::Bare));
    }
    let several = day.kinds() > 1 || (day.kinds() == 1 && day.weekdays.is_some());
    if several || day.days.is_some() || day.steps.is_some() {
        return Err(Ask::Several);
    }
    if day.week.is_some() || day.year.is_some() {
        return Err(Ask::Period);
    }
    let (count, unit, quarters) = match phrase.each {
        Some((count, Unit::Quarter)) => (count.saturating_mul(3), Some(Unit::Month), true),
        Some((count, Unit::HalfYear)) => (count.saturating_mul(6), Some(Unit::Month), false),
        Some((count, Unit::Day)) if count > 0 && count % 7 == 0 => {
            (count / 7, Some(Unit::Week), false)
        }
        Some((count, unit)) => (count, Some(unit), false),
        None if day.month == Some(Month::OfQuarter) => (3, Some(Unit::Month), true),
        None => (1, None, false),
    };
    let interval = u16::try_from(count).ok().filter(|n| (1..1000).contains(n));
    let interval = interval.ok_or(Ask::SeriesWithoutDay)?;
    let mut rule = match (&day, unit) {
        (Day { nth: Some((nth, of)), .. }, unit) => nth_rule(nth, *of, day.month, unit)?,
        (Day { month_day: Some(n), .. }, unit) => month_day_rule(*n, day.month, unit)?,
        (Day { date: Some((d, m, year)), .. }, None | Some(Unit::Year)) => {
            let day = year.is_none().then_some((*d, *m)).ok_or(Ask::Several)?;
            yearly(day)?
        }
        (Day { beside: Some((anchor, shift)), .. }, None | Some(Unit::Year)) => {
            yearly(fixed(*anchor, *shift)?)?
        }
        (Day { weekdays: Some((days, Which::Bare)), month: None, .. }, None | Some(Unit::Week)) => {
            weekly(days)
        }
        (Day { weekdays: Some((days, Which::Bare)), month: None, .. }, Some(Unit::Day))
            if count == 1 =>
        {
            weekly(days)
        }
        (Day { weekdays: Some((_, Which::Bare)), month: Some(_), .. }, _) => {
            return Err(Ask::Period);
        }
        (Day { weekdays: Some((_, Which::Bare)), .. }, _) => return Err(Ask::SeriesWithoutDay),
        (Day { weekdays: Some(_), .. }, _) => return Err(Ask::EveryNth),
        (Day { workday: Some(()), month: None, .. }, None | Some(Unit::Week)) => weekly(&WORKDAYS),
        (Day { month: None, .. }, Some(Unit::Day)) => Recurrence::each(Frequency::Daily),
        (Day { month: None, workday: None, .. }, None) if phrase.part.is_some() || phrase.lunch => {
            Recurrence::each(Frequency::Daily)
        }
        _ => return Err(Ask::SeriesWithoutDay),
    };
    if phrase
        .per_unit
        .is_some_and(|n| usize::try_from(n).is_ok_and(|n| n > 1 && n != rule.days.len()))
    {
        return Err(Ask::SeriesWithoutDay);
    }
    rule.interval = interval;
    let from_end = rule.days.iter().any(|nth| nth.nth < 0)
        || rule.month_days.iter().any(|n| *n < 0)
        || rule.places.iter().any(|n| *n < 0);
    // The last one of a quarter lies in its last month.
    if quarters && from_end { Err(Ask::Period) } else { Ok(Counted { rule, quarters }) }
}

fn weekly(days: &[Weekday]) -> Recurrence {
    let mut days: Vec<Nth> = days.iter().map(|weekday| Nth { nth: 0, weekday: *weekday }).collect();
    days.sort_by_key(|nth| nth.weekday.to_monday_zero_offset());
    days.dedup();
    Recurrence { days, ..Recurrence::each(Frequency::Weekly) }
}

fn yearly((day, month): (u32, u32)) -> Result<Recurrence, Ask> {
    let no_such = Ask::NoSuchDate { day, month, year: 2028 };
    let (d, m) = i8::try_from(day).ok().zip(i8::try_from(month).ok()).ok_or(no_such)?;
    // Any leap year.
    Date::new(2028, m, d).map_err(|_| no_such)?;
    if (d, m) == (29, 2) {
        return Err(Ask::MonthEnd);
    }
    Ok(Recurrence { months: vec![m], month_days: vec![d], ..Recurrence::each(Frequency::Yearly) })
}

fn fixed(anchor: Anchor, shift: Shift) -> Result<(u32, u32), Ask> {
    match (anchor, shift) {
        (Anchor::Holiday(holiday), Shift::Days(0)) => {
            let (day, month) = holiday.fixed().ok_or(Ask::MovingDay)?;
            Ok((day.unsigned_abs().into(), month.unsigned_abs().into()))
        }
        _ => Err(Ask::MovingDay),
    }
}

/// The months in which a numbered day is looked for.
fn months(month: Option<Month>, unit: Option<Unit>, clear: bool) -> Result<Recurrence, Ask> {
    match (month, unit) {
        (Some(Month::Number(month)), None | Some(Unit::Year)) => {
            let month = i8::try_from(month).map_err(|_| Ask::Period)?;
            Ok(Recurrence { months: vec![month], ..Recurrence::each(Frequency::Yearly) })
        }
        (None | Some(Month::Any | Month::OfQuarter), Some(Unit::Month))
        | (Some(Month::Any), None) => Ok(Recurrence::each(Frequency::Monthly)),
        (None, None) if clear => Ok(Recurrence::each(Frequency::Monthly)),
        (None, None | Some(Unit::Week)) => Err(Ask::EveryNth),
        _ => Err(Ask::Period),
    }
}

fn nth_rule(
    nth: &[i8],
    of: NthOf,
    month: Option<Month>,
    unit: Option<Unit>,
) -> Result<Recurrence, Ask> {
    let clear = matches!(nth, [1 | -1 | -2]);
    let mut rule = months(month, unit, clear)?;
    let mut nth = nth.to_vec();
    // First to last, the last of the month behind them.
    nth.sort_by_key(|n| (*n < 0, *n));
    nth.dedup();
    match of {
        NthOf::Weekday(_) if nth.iter().any(|n| n.abs() > 5) => return Err(Ask::EveryNth),
        NthOf::Weekday(weekday) => {
            rule.days = nth.into_iter().map(|nth| Nth { nth, weekday }).collect();
        }
        NthOf::Workday => {
            rule.days = weekly(&WORKDAYS).days;
            rule.places = nth.into_iter().map(i16::from).collect();
        }
    }
    Ok(rule)
}

fn month_day_rule(n: i8, month: Option<Month>, unit: Option<Unit>) -> Result<Recurrence, Ask> {
    let mut rule = months(month, unit, true)?;
    if n > 28 && rule.frequency == Frequency::Monthly {
        return Err(Ask::MonthEnd);
    }
    rule.month_days = vec![n];
    Ok(rule)
}
