//! What does a phrase say as a whole? Its items, each in its place.

use super::clock::Clock;
use super::item::{Anchor, Item, Month, NthOf, Part, Shift, Week, Which, Year};
use super::scan::Placed;
use super::words::Unit;
use crate::vocab::{Ask, Daypart};
use jiff::civil::Weekday;

/// The items of a phrase. What was said twice is in `conflict`.
#[derive(Debug, Default, Clone)]
pub struct Phrase {
    pub day: Day,
    /// From when a series runs.
    pub since: Option<Day>,
    /// The day of `since` is the first one, not a limit.
    pub first: bool,
    /// Until when; whether that day is in it.
    pub until: Option<(bool, Day)>,
    pub start: Option<Clock>,
    pub end: Option<Clock>,
    pub part: Option<Part>,
    pub this: Option<Daypart>,
    pub whole: Option<Option<Daypart>>,
    pub lunch: bool,
    pub night_to: bool,
    pub length: Option<u32>,
    pub elapsed: Option<u32>,
    pub every: bool,
    pub each: Option<(u32, Unit)>,
    pub per_unit: Option<u32>,
    pub times: Option<u32>,
    pub bare: Option<Clock>,
    pub pairs: Vec<(Clock, Clock)>,
    pub asks: Vec<Ask>,
    pub later: bool,
    pub conflict: bool,
    /// The one doubt that somebody decided, and how: the first or the second.
    pub decided: Option<(Ask, usize)>,
}

/// What a phrase says about one day.
#[derive(Debug, Default, Clone)]
pub struct Day {
    pub days: Option<i32>,
    pub weekdays: Option<(Vec<Weekday>, Which)>,
    pub workday: Option<()>,
    pub week: Option<Week>,
    pub steps: Option<(Unit, i32)>,
    pub date: Option<(u32, u32, Option<Year>)>,
    pub month_day: Option<i8>,
    pub nth: Option<(Vec<i8>, NthOf)>,
    pub month: Option<Month>,
    pub year: Option<Year>,
    pub beside: Option<(Anchor, Shift)>,
}

impl Day {
    pub fn is_empty(&self) -> bool {
        !self.is_named()
            && self.workday.is_none()
            && self.week.is_none()
            && self.month.is_none()
            && self.year.is_none()
    }

    /// Whether one day is named, and not only a period.
    pub fn is_named(&self) -> bool {
        self.weekdays.is_some() || self.steps.is_some() || self.kinds() > 0
    }

    /// How many different ways of naming a day there are.
    pub fn kinds(&self) -> usize {
        [
            self.days.is_some(),
            self.date.is_some(),
            self.month_day.is_some(),
            self.nth.is_some(),
            self.beside.is_some(),
        ]
        .into_iter()
        .filter(|there| *there)
        .count()
    }
}

/// Which day the next item is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Main,
    Since,
    Until,
}

impl Phrase {
    /// What was found, or what somebody decided where that asks which of two.
    pub fn decide<T: Copy>(
        &self,
        found: Result<T, Ask>,
        two: impl Fn(Ask) -> Option<[T; 2]>,
    ) -> Result<T, Ask> {
        match (found, self.decided) {
            (Err(ask), Some((decided, n))) if ask == decided => {
                two(ask).and_then(|both| both.get(n).copied()).ok_or(ask)
            }
            (found, _) => found,
        }
    }

    /// The phrase of these items.
    pub fn of(items: &[Placed]) -> Self {
        let mut phrase = Self::default();
        let mut about = About::Main;
        for placed in items {
            about = phrase.take(&placed.item, about);
        }
        phrase.settle();
        phrase
    }

    /// Whether it says that something comes back.
    pub fn is_series(&self) -> bool {
        self.every || self.each.is_some() || self.per_unit.is_some()
    }

    fn take(&mut self, item: &Item, about: About) -> About {
        match item {
            Item::Since | Item::Start => {
                self.conflict |= self.since.is_some();
                self.since = Some(Day::default());
                self.first = *item == Item::Start;
                return About::Since;
            }
            Item::Until(with) => {
                self.conflict |= self.until.is_some();
                self.until = Some((*with, Day::default()));
                return About::Until;
            }
            Item::Every | Item::Each(..) | Item::PerUnit(_) => {
                self.frequency(item);
                return About::Main;
            }
            Item::On => {
                return if self.about(about).is_empty() { about } else { About::Main };
            }
            _ => {}
        }
        if self.time(item, about) {
            return about;
        }
        if let Item::Weekdays(days, Which::Each) = item {
            self.every = true;
            self.conflict |= !self.day.take(&Item::Weekdays(days.clone(), Which::Bare));
            return About::Main;
        }
        let free = self.about(about).take(item);
        self.conflict |= !free;
        about
    }

    fn about(&mut self, about: About) -> &mut Day {
        match (about, &mut self.since, &mut self.until) {
            (About::Since, Some(day), _) | (About::Until, _, Some((_, day))) => day,
            _ => &mut self.day,
        }
    }

    fn frequency(&mut self, item: &Item) {
        match item {
            Item::Each(count, unit) => {
                // `1 keer per week wekelijks`, `elke week elke dinsdag` say the same twice.
                let other = self.each.is_some_and(|each| each != (*count, *unit));
                self.conflict |= other;
                self.each = Some((*count, *unit));
            }
            Item::PerUnit(count) => self.conflict |= !put(&mut self.per_unit, *count),
            _ => self.every = true,
        }
    }

    /// Takes an item that is not about a day.
    fn time(&mut self, item: &Item, about: About) -> bool {
        let free = match item {
            Item::Time(clock) => self.clock(*clock, about),
            Item::Range(start, end) => put(&mut self.start, *start) & put(&mut self.end, *end),
            Item::EndTime(clock) => put(&mut self.end, *clock),
            Item::Part(part) => put(&mut self.part, *part),
            Item::This(part) => put(&mut self.this, *part) && self.day.take(&Item::Days(0)),
            Item::Whole(part) => put(&mut self.whole, *part),
            Item::Lunch => !std::mem::replace(&mut self.lunch, true),
            Item::NightTo => !std::mem::replace(&mut self.night_to, true),
            Item::Length(minutes) => put(&mut self.length, *minutes),
            Item::Elapsed(minutes) => put(&mut self.elapsed, *minutes),
            Item::Times(count) => put(&mut self.times, *count),
            Item::Bare(clock) => put(&mut self.bare, *clock),
            Item::Pair(a, b) => {
                self.pairs.push((*a, *b));
                true
            }
            Item::Ask(ask) => {
                self.asks.push(*ask);
                true
            }
            Item::Later => {
                self.later = true;
                true
            }
            _ => return false,
        };
        self.conflict |= !free;
        true
    }

    fn clock(&mut self, clock: Clock, about: About) -> bool {
        // `van vrijdag 20.00 tot zaterdag 2.00`
        if about == About::Until && self.start.is_some() && !self.is_series() {
            return put(&mut self.end, clock);
        }
        // `8.12 om 10 uur`: the dots belong to a date.
        if let Some(dotted) = self.start.filter(|start| start.dotted && date_like(*start)) {
            self.start = Some(clock);
            return self.day.take(&Item::Date(dotted.hour, dotted.minute, None));
        }
        if clock.dotted && self.start.is_some() && date_like(clock) && !self.day.is_named() {
            return self.day.take(&Item::Date(clock.hour, clock.minute, None));
        }
        put(&mut self.start, clock)
    }

    /// Decides on numbers whose meaning hangs on what else was said.
    fn settle(&mut self) {
        // `start dinsdag 8 dec`: without a series that is the day itself.
        if self.first && !self.is_series() && self.day.is_empty() {
            self.day = self.since.take().unwrap_or_default();
        }
        let timed = self.start.is_some() || self.end.is_some();
        let mut pairs = std::mem::take(&mut self.pairs).into_iter();
        if let Some(pair) = pairs.next() {
            let weekday = self.day.weekdays.as_ref().is_some_and(|(days, _)| days.len() == 1)
                && self.day.kinds() == 0
                && self.day.week.is_none()
                && self.day.steps.is_none();
            if let Some(hours) = pairs.next() {
                self.conflict |=
                    timed || !self.day.take(&Item::Date(pair.0.hour, pair.1.hour, None));
                self.hours(hours);
            } else if timed || (self.day.is_empty() && !self.is_series() && self.this.is_none()) {
                self.conflict |= !self.day.take(&Item::Date(pair.0.hour, pair.1.hour, None));
            } else if weekday && !self.is_series() {
                self.pairs = vec![pair];
            } else {
                self.hours(pair);
            }
            self.conflict |= pairs.next().is_some();
        }
        if let Some(bare) = self.bare.filter(|_| timed || self.start.is_some()) {
            // `di 8 10.00 uur`: the first number is the day.
            self.bare = None;
            let day = i8::try_from(bare.hour).unwrap_or(0);
            self.conflict |= bare.minute != 0 || !self.day.take(&Item::MonthDay(day));
        }
    }

    /// Takes two numbers as hours.
    pub fn hours(&mut self, (from, to): (Clock, Clock)) {
        self.start = Some(from);
        self.end = Some(to);
    }
}

/// Whether a time with a dot can be a day and a month.
pub fn date_like(clock: Clock) -> bool {
    (1..=31).contains(&clock.hour) && (1..=12).contains(&clock.minute)
}

impl Day {
    /// Takes an item; false when something of that kind was said before.
    fn take(&mut self, item: &Item) -> bool {
        match item {
            Item::Days(days) => put(&mut self.days, *days),
            Item::Weekdays(days, which) => put(&mut self.weekdays, (days.clone(), *which)),
            Item::Workday => put(&mut self.workday, ()),
            Item::Week(week) => put(&mut self.week, *week),
            Item::Steps(unit, count) => put(&mut self.steps, (*unit, *count)),
            Item::Date(day, month, year) => put(&mut self.date, (*day, *month, *year)),
            Item::MonthDay(day) => put(&mut self.month_day, *day),
            Item::Nth(nth, of) => put(&mut self.nth, (nth.clone(), *of)),
            Item::Month(month) => put(&mut self.month, *month),
            Item::Year(year) => put(&mut self.year, *year),
            Item::Beside(anchor, shift) => put(&mut self.beside, (*anchor, *shift)),
            _ => true,
        }
    }
}

/// Fills an empty place; false when it was filled with something else.
fn put<T: PartialEq>(place: &mut Option<T>, value: T) -> bool {
    match place {
        Some(there) => *there == value,
        None => {
            *place = Some(value);
            true
        }
    }
}
