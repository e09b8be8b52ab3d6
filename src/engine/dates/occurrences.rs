//! When does a series happen? Local times: a clock change moves none of them.

use crate::engine::calendar;
use crate::vocab::{Ending, Frequency, Nth, Recurrence};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

impl Recurrence {
    /// The local times of a series that begins at `start`, in order: `start` itself only when the rule
    /// fits it. A day that a month does not have is left out, never moved.
    pub fn occurrences(&self, start: DateTime) -> impl Iterator<Item = DateTime> + use<> {
        let rule = self.clone();
        let (most, until) = match self.ending {
            Ending::Never => (usize::MAX, None),
            Ending::Count(count) => (usize::try_from(count).unwrap_or(usize::MAX), None),
            Ending::Until(until) => (usize::MAX, Some(until)),
        };
        let mut units = units(&rule, start.date());
        let mut days = Vec::new().into_iter();
        let mut found = start.date();
        let next_day = std::iter::from_fn(move || {
            loop {
                if let Some(day) = days.next() {
                    found = day;
                    return Some(day);
                }
                let first = units.next().filter(|first| first.year() - found.year() <= CYCLE)?;
                days = rule.days_of(first, start.date()).into_iter();
            }
        });
        next_day
            .map(move |day| day.to_datetime(start.time()))
            .filter(move |time| *time >= start)
            .take(most)
            .take_while(move |time| {
                until.is_none_or(|until| calendar::moment(*time).is_some_and(|at| at <= until))
            })
    }

    /// The days in the unit that begins on `first`, in order.
    fn days_of(&self, first: Date, start: Date) -> Vec<Date> {
        let mut days = match self.frequency {
            Frequency::Daily => vec![first],
            Frequency::Weekly => self.days_of_week(first, start),
            Frequency::Monthly => self.days_of_month(first, start),
            Frequency::Yearly => self.days_of_year(first, start),
        };
        let listed = |day: &Date| {
            (self.months.is_empty() || self.months.contains(&day.month()))
                && (self.month_days.is_empty() || self.month_days.iter().any(|n| is_day(*day, *n)))
                && (self.days.is_empty()
                    || self.days.iter().any(|nth| nth.weekday == day.weekday()))
        };
        days.retain(listed);
        days.sort_unstable();
        days.dedup();
        if self.places.is_empty() {
            return days;
        }
        let len = days.len();
        let mut places: Vec<usize> =
            self.places.iter().filter_map(|place| index(*place, len)).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|at| days[at]).collect()
    }

    fn days_of_week(&self, monday: Date, start: Date) -> Vec<Date> {
        let only = self.days.is_empty().then_some(start.weekday());
        monday
            .series(1.day())
            .take(7)
            .filter(|day| only.is_none_or(|only| day.weekday() == only))
            .collect()
    }

    fn days_of_month(&self, first: Date, start: Date) -> Vec<Date> {
        if !self.month_days.is_empty() {
            let month =
                first.series(1.day()).take(usize::from(first.days_in_month().unsigned_abs()));
            return month.filter(|day| self.fits_nth(*day)).collect();
        }
        if self.days.is_empty() {
            return Date::new(first.year(), first.month(), start.day()).into_iter().collect();
        }
        let month = first.series(1.day()).take(usize::from(first.days_in_month().unsigned_abs()));
        month.filter(|day| self.fits_nth(*day)).collect()
    }

    /// Whether it is one of the numbered days of its month, as far as days are numbered.
    fn fits_nth(&self, day: Date) -> bool {
        let fits = |nth: &Nth| {
            nth.weekday == day.weekday()
                && (nth.nth == 0
                    || day
                        .nth_weekday_of_month(nth.nth, nth.weekday)
                        .is_ok_and(|found| found == day))
        };
        self.days.is_empty() || self.days.iter().any(fits)
    }

    fn days_of_year(&self, first: Date, start: Date) -> Vec<Date> {
        let month = |month: i8| Date::new(first.year(), month, 1).ok();
        if !self.months.is_empty() {
            let months = self.months.iter().filter_map(|n| month(*n));
            return months.flat_map(|first| self.days_of_month(first, start)).collect();
        }
        if !self.month_days.is_empty() {
            let months = (1..=12).filter_map(month);
            return months.flat_map(|first| self.days_of_month(first, start)).collect();
        }
        if self.days.is_empty() {
            return Date::new(first.year(), start.month(), start.day()).into_iter().collect();
        }
        let days = first.series(1.day()).take(usize::from(first.days_in_year().unsigned_abs()));
        days.filter(|day| {
            self.days.iter().any(|nth| {
                nth.weekday == day.weekday() && (nth.nth == 0 || is_nth_of_year(*day, *nth))
            })
        })
        .collect()
    }
}

/// After so many years the calendar repeats: what did not happen in them never does.
const CYCLE: i16 = 400;

/// The first days of the units that the interval leaves.
fn units(rule: &Recurrence, start: Date) -> impl Iterator<Item = Date> + use<> {
    let (frequency, interval) = (rule.frequency, i64::from(rule.interval.max(1)));
    let first = period(frequency, start);
    (0_i64..).map_while(move |n| {
        let count = n.checked_mul(interval)?;
        let span = match frequency {
            Frequency::Daily => Span::new().try_days(count),
            Frequency::Weekly => Span::new().try_weeks(count),
            Frequency::Monthly => Span::new().try_months(count),
            Frequency::Yearly => Span::new().try_years(count),
        };
        first.checked_add(span.ok()?).ok()
    })
}

/// The first day of the unit in which a day lies.
fn period(frequency: Frequency, day: Date) -> Date {
    match frequency {
        Frequency::Daily => day,
        Frequency::Weekly => {
            day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
        }
        Frequency::Monthly => day.first_of_month(),
        Frequency::Yearly => day.first_of_year(),
    }
}

fn is_day(day: Date, n: i8) -> bool {
    day.day() == n || (n < 0 && day.day() - day.days_in_month() - 1 == n)
}

fn is_nth_of_year(day: Date, nth: Nth) -> bool {
    let from_start = (day.day_of_year() - 1) / 7 + 1;
    let from_end = -((day.days_in_year() - day.day_of_year()) / 7 + 1);
    [from_start, from_end].contains(&i16::from(nth.nth))
}

/// The place as an index; from the end when negative.
fn index(place: i16, len: usize) -> Option<usize> {
    let n = usize::from(place.unsigned_abs());
    let at = if place > 0 { n.checked_sub(1)? } else { len.checked_sub(n)? };
    (at < len).then_some(at)
}
