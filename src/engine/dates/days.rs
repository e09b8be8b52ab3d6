//! Which day of the calendar is meant? Rules R7 to R13 and R18.

use super::item::{Anchor, Month, NthOf, Shift, Week, Which, Year};
use super::phrase::Day;
use super::times::Hours;
use super::words::Unit;
use crate::vocab::Ask;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// A date that was at most so many days ago may still be meant.
const RECENT: i32 = 60;

/// From where a day is looked for.
#[derive(Clone, Copy)]
pub struct From {
    pub now: DateTime,
    pub hours: Hours,
}

type Found = Result<Date, Ask>;

impl From {
    fn today(self) -> Date {
        self.now.date()
    }

    /// Whether it would still begin on this day.
    fn ahead(self, day: Date) -> bool {
        self.hours.begin(day).is_some_and(|start| start > self.now)
    }

    /// The day that the phrase names.
    ///
    /// # Errors
    /// What must be asked.
    pub fn find(self, day: &Day) -> Found {
        let several = day.weekdays.as_ref().is_some_and(|(days, _)| days.len() > 1);
        if day.kinds() > 1 || several {
            return Err(Ask::Several);
        }
        let weekday =
            day.weekdays.as_ref().and_then(|(days, which)| Some((*days.first()?, *which)));
        let found = match (day, weekday) {
            (Day { days: Some(days), steps, .. }, _) => {
                let from = plus(self.today(), i64::from(*days).days())?;
                steps.map_or(Ok(from), |steps| step(from, steps))?
            }
            (Day { steps: Some(_), .. }, _) if day.kinds() > 0 => return Err(Ask::Several),
            (Day { date: Some((d, month, year)), .. }, _) => {
                let year = year.or(day.year);
                if day.month.is_some() || (day.year.is_some() && day.year != year) {
                    return Err(Ask::Several);
                }
                self.date(*d, *month, year)?
            }
            (Day { month_day: Some(n), .. }, _) => self.month_day(*n, day.month, day.year)?,
            (Day { nth: Some((nth, of)), .. }, _) => match nth.as_slice() {
                [nth] => self.nth(*nth, *of, day.month, day.year)?,
                _ => return Err(Ask::Several),
            },
            (Day { beside: Some((anchor, shift)), .. }, _) => {
                self.beside(*anchor, *shift, day.year)?
            }
            (_, Some(_)) if day.month.is_some() => return Err(Ask::Period),
            (_, Some((weekday, which))) => self.weekday(weekday, which, day)?,
            (Day { steps: Some(steps), .. }, None) => step(self.today(), *steps)?,
            _ if day.is_empty() => return Err(Ask::NoDay),
            _ => return Err(Ask::Period),
        };
        if weekday.is_some_and(|(weekday, _)| found.weekday() != weekday) {
            return Err(Ask::OtherWeekday(found));
        }
        self.in_week(found, day, weekday.is_some())
    }

    /// Holds a day that was named otherwise against the week that was named with it.
    fn in_week(self, found: Date, day: &Day, weekday: bool) -> Found {
        let Some(week) = day.week.filter(|_| !weekday || day.kinds() > 0) else { return Ok(found) };
        let monday = monday(found);
        let this = monday_of(self.today())?;
        let next = plus(this, 7.days())?;
        let fits = match week {
            Week::This => monday == this,
            Week::Next => monday == next,
            Week::Coming => monday == this || monday == next,
            Week::Number(n) => found.iso_week_date().week() == i8::try_from(n).unwrap_or(0),
        };
        if fits { Ok(found) } else { Err(Ask::Several) }
    }

    /// R10: the first upcoming, if it was not there a short while ago.
    pub fn date(self, d: u32, m: u32, year: Option<Year>) -> Found {
        let this = self.today().year();
        let no_such = |year| Ask::NoSuchDate { day: d, month: m, year };
        let (Some(day), Some(month)) = (
            i8::try_from(d).ok().filter(|d| (1..=31).contains(d)),
            i8::try_from(m).ok().filter(|m| (1..=12).contains(m)),
        ) else {
            return Err(no_such(this));
        };
        let on = |year: i16| Date::new(year, month, day).map_err(|_| no_such(year));
        match year {
            Some(Year::Number(year)) => on(year),
            Some(Year::This) => on(this),
            Some(Year::Next) => on(this + 1),
            Some(Year::Coming) => {
                let (first, next) = (self.date(d, m, None)?, on(this + 1)?);
                if first == next { Ok(first) } else { Err(Ask::Days([first, next])) }
            }
            None => {
                let today = self.today();
                let upcoming = match on(this) {
                    Ok(date) if self.ahead(date) => this,
                    Err(_) if (month, day) >= (today.month(), today.day()) => this,
                    _ => this + 1,
                };
                let last = on(upcoming - 1).ok().filter(|last| recent(today, *last));
                match last {
                    Some(last) => Err(Ask::Behind { last, next: on(upcoming).ok() }),
                    None => on(upcoming),
                }
            }
        }
    }

    /// R13: `de 15e`, `de laatste dag van februari`.
    fn month_day(self, n: i8, month: Option<Month>, year: Option<Year>) -> Found {
        let no_such = Ask::NoSuchDate {
            day: n.unsigned_abs().into(),
            month: self.today().month().unsigned_abs().into(),
            year: self.today().year(),
        };
        if n > 31 {
            return Err(no_such);
        }
        self.in_months(month, year, n < 0, |first| match n {
            0 => None,
            n if n < 0 => first.last_of_month().checked_sub((-i64::from(n) - 1).days()).ok(),
            n => Date::new(first.year(), first.month(), n).ok(),
        })
        .and_then(|found| found.ok_or(no_such))
    }

    /// R13: `eerste maandag van februari`.
    fn nth(self, nth: i8, of: NthOf, month: Option<Month>, year: Option<Year>) -> Found {
        // `eerste maandag van volgend jaar`
        let month = match (month, year, nth > 0) {
            (None, Some(_), true) => Some(Month::Number(1)),
            (None, Some(_), false) => Some(Month::Number(12)),
            (None, None, _) => return Err(Ask::Period),
            (month, _, _) => month,
        };
        self.in_months(month, year, nth < 0, |first| nth_of(first, nth, of))
            .and_then(|found| found.ok_or(Ask::Period))
    }

    /// The first day to come that `pick` finds in the months that were named.
    fn in_months(
        self,
        month: Option<Month>,
        year: Option<Year>,
        last: bool,
        pick: impl Fn(Date) -> Option<Date>,
    ) -> Result<Option<Date>, Ask> {
        let this = self.today().first_of_month();
        let next = plus(this, 1.month())?;
        let first = |months: &mut dyn Iterator<Item = Date>| {
            months.filter_map(&pick).find(|day| self.ahead(*day))
        };
        let mut all = (0..60_i64).filter_map(|n| this.checked_add(n.months()).ok());
        let day = match month {
            Some(Month::This) => pick(this),
            Some(Month::Next) => pick(next),
            Some(Month::Coming) => match (first(&mut all), pick(next)) {
                (Some(a), Some(b)) if a != b => return Err(Ask::Days([a, b])),
                (a, b) => a.or(b),
            },
            Some(Month::OfQuarter) if last => return Err(Ask::Period),
            Some(Month::OfQuarter) => first(&mut all.filter(|first| first.month() % 3 == 1)),
            Some(Month::Number(n)) => {
                let n = i8::try_from(n).unwrap_or(0);
                if let Some(year) = year {
                    let year = match year {
                        Year::Number(year) => year,
                        Year::This => this.year(),
                        Year::Next => this.year() + 1,
                        Year::Coming => return Err(Ask::Period),
                    };
                    return Ok(Date::new(year, n, 1).ok().and_then(pick));
                }
                first(&mut all.filter(|first| first.month() == n))
            }
            Some(Month::Any) | None if year.is_some() => return Err(Ask::Period),
            Some(Month::Any) | None => first(&mut all),
        };
        Ok(day)
    }

    /// R18: a holiday, or the day beside it.
    fn beside(self, anchor: Anchor, shift: Shift, year: Option<Year>) -> Found {
        let this = self.today().year();
        let on = |year: i16| -> Option<Date> {
            let day = match anchor {
                Anchor::Holiday(holiday) => holiday.day(year)?,
                Anchor::Date(day, month) => {
                    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?
                }
            };
            match shift {
                Shift::Days(days) => {
                    let span = Span::new().try_days(i64::from(days)).ok()?;
                    day.checked_add(span).ok()
                }
                Shift::After(weekday) => day.nth_weekday(1, weekday).ok(),
                Shift::Before(weekday) => day.nth_weekday(-1, weekday).ok(),
            }
        };
        let found = match year {
            Some(Year::Number(year)) => on(year),
            Some(Year::This) => on(this),
            Some(Year::Next) => on(this + 1),
            Some(Year::Coming) => return Err(Ask::Period),
            None => {
                let mut all = (this - 1..=this + 8).filter_map(on);
                let first = all.find(|day| *day >= self.today());
                if let Some(today) = first.filter(|day| !self.ahead(*day)) {
                    return Err(Ask::Behind { last: today, next: all.next() });
                }
                first
            }
        };
        found.ok_or(Ask::Period)
    }

    /// R8 and R9: a weekday, and which.
    fn weekday(self, weekday: Weekday, which: Which, day: &Day) -> Found {
        let today = self.today();
        if day.year.is_some() && !matches!(day.week, Some(Week::Number(_))) {
            return Err(Ask::Period);
        }
        let on_or_after =
            |from: Date| if from.weekday() == weekday { Ok(from) } else { after(from, weekday) };
        if let Some((unit, count)) = day.steps {
            let weeks = match unit {
                Unit::Week => i64::from(count),
                Unit::Day if count % 7 == 0 => i64::from(count / 7),
                _ => return Err(Ask::Several),
            };
            let a = in_week_of(plus(monday_of(today)?, weeks.weeks())?, weekday)?;
            let b = plus(on_or_after(today)?, weeks.weeks())?;
            return one_of(a, b);
        }
        let next_week = plus(monday_of(today)?, 7.days())?;
        match (day.week, which) {
            (Some(Week::This), _) => in_week_of(today, weekday),
            (Some(Week::Next), _) => in_week_of(next_week, weekday),
            (Some(Week::Number(week)), _) => self.week(week, weekday, day.year),
            (Some(Week::Coming), _) | (None, Which::Next) => {
                one_of(after(today, weekday)?, in_week_of(next_week, weekday)?)
            }
            (None, Which::Coming) => after(today, weekday),
            (None, Which::This) => on_or_after(today),
            (None, Which::Bare) if today.weekday() == weekday => {
                let next = plus(today, 7.days())?;
                let passed = self.hours.said && !self.ahead(today);
                if passed { Ok(next) } else { Err(Ask::Days([today, next])) }
            }
            (None, Which::Bare | Which::Each) => after(today, weekday),
        }
    }

    /// R13: a day of a numbered week.
    fn week(self, week: u32, weekday: Weekday, year: Option<Year>) -> Found {
        let now = self.today().iso_week_date();
        let n = i8::try_from(week).unwrap_or(i8::MAX);
        let no_such = |year| Ask::NoSuchWeek { week, year };
        let on = |year: i16| {
            ISOWeekDate::new(year, n, weekday).map(Date::from).map_err(|_| no_such(year))
        };
        match year {
            Some(Year::Number(year)) => on(year),
            Some(Year::This) => on(now.year()),
            Some(Year::Next) => on(now.year() + 1),
            Some(Year::Coming) => Err(Ask::Period),
            None => {
                let upcoming = match on(now.year()) {
                    Ok(date) if self.ahead(date) => now.year(),
                    Err(_) if n >= now.week() => now.year(),
                    _ => now.year() + 1,
                };
                let last = on(upcoming - 1).ok().filter(|last| recent(self.today(), *last));
                match last {
                    Some(last) => Err(Ask::Behind { last, next: on(upcoming).ok() }),
                    None => on(upcoming),
                }
            }
        }
    }
}

fn one_of(a: Date, b: Date) -> Found {
    if a == b { Ok(a) } else { Err(Ask::Days([a.min(b), a.max(b)])) }
}

fn recent(today: Date, last: Date) -> bool {
    last <= today && last.until(today).is_ok_and(|span| span.get_days() <= RECENT)
}

fn plus(day: Date, span: Span) -> Found {
    day.checked_add(span).map_err(|_| Ask::NoDay)
}

/// Calendar steps; the end of a shorter month is kept.
fn step(from: Date, (unit, count): (Unit, i32)) -> Found {
    let count = i64::from(count);
    let span = match unit {
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Year => Span::new().try_years(count),
        _ => return Err(Ask::NoDay),
    };
    plus(from, span.map_err(|_| Ask::NoDay)?)
}

/// The first day of that name after a day.
fn after(day: Date, weekday: Weekday) -> Found {
    day.nth_weekday(1, weekday).map_err(|_| Ask::NoDay)
}

pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(back.days())
}

fn monday_of(day: Date) -> Found {
    Ok(monday(day))
}

/// The day of that name in the ISO week of a day.
fn in_week_of(day: Date, weekday: Weekday) -> Found {
    plus(monday(day), i64::from(weekday.to_monday_zero_offset()).days())
}

/// The n-th day of a kind in the month that begins on `first`.
pub fn nth_of(first: Date, nth: i8, of: NthOf) -> Option<Date> {
    match of {
        NthOf::Weekday(weekday) => first.nth_weekday_of_month(nth, weekday).ok(),
        NthOf::Workday => {
            let month = first.days_in_month();
            let mut days: Vec<Date> = first
                .series(1.day())
                .take(usize::from(month.unsigned_abs()))
                .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
                .collect();
            if nth < 0 {
                days.reverse();
            }
            days.get(usize::from(nth.unsigned_abs()).checked_sub(1)?).copied()
        }
    }
}
