//! Which times stand in a phrase, and which parts of the day? With the words that lead them.

use super::clock::{self, Clock};
use super::cursor::Cursor;
use super::day;
use super::item::{Item, Part};
use super::named;
use super::words::{Unit, Word};
use crate::vocab::{Ask, Daypart};

type Found<'a> = Option<(Item, Cursor<'a>)>;

/// `van 9 tot 11`, `9.30-11.00`, `tussen 2 en 4 uur`
pub fn range<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    let led = here.skip(&[Word::From, Word::Since, Word::At, Word::Around]);
    let between = led.eat(Word::Between);
    let start = between.unwrap_or(led);
    let sure = start.at > here.at || here.back().is_some_and(|b| b.is(Word::From));
    let whole_dates = matches!(day::date(start), Some((Item::Date(..) | Item::Ask(_), _)));
    if whole_dates {
        return None;
    }
    // The help lines of this trade: 0800-2000 is no time.
    if before.is_none()
        && start.number().is_some_and(|n| n.len == 4 && (n.value == 800 || n.value == 900))
    {
        return None;
    }
    let (first, next) = clock::clock(start, true)?;
    let (dash, next) = match () {
        () if between.is_some() && next.is(Word::And) => (false, next.next()),
        () if named::full_through(next).is_some() => (false, named::full_through(next)?),
        () => match next.one_of(&[Word::To, Word::Through]) {
            Some(after) => (false, after),
            None => (true, next.sign(&['-']).map(|(_, next)| next)?),
        },
    };
    let next = next.skip(&[Word::At, Word::Around]);
    if matches!(day::date(next), Some((Item::Date(..), _))) {
        return None;
    }
    let (last, after) = clock::clock(next, true).filter(|(_, after)| after.month().is_none())?;
    // Two numbers with a dash and nothing else can be a date.
    let plain = first.bare && last.bare && after.back().is_some_and(|b| b.number().is_some());
    let unsure = plain && (!sure || here.is(Word::Since));
    if dash && unsure && first.minute == 0 && last.minute == 0 {
        return None;
    }
    // `een tot 3 mensen`, `2 tot 4 sessies`
    if after.things() || (unsure && !dash && before.is_none() && start.is(Word::One)) {
        return None;
    }
    Some((Item::Range(first, last), after))
}

/// A time behind a word that asks for one: `om 9`, `rond 4`, `een uur of vier`.
pub fn time_after_word(here: Cursor<'_>) -> Found<'_> {
    if let Some(next) = clock::about(here) {
        return clock::clock(next, true).map(|(clock, after)| (Item::Time(sure(clock)), after));
    }
    let lead = [Word::At, Word::Around, Word::Since, Word::Begin, Word::Start];
    let ends = here.is(Word::End);
    let start = if ends { here.next() } else { here.one_of(&lead)? };
    let start = start.skip(&[Word::At, Word::Around, Word::On]);
    let start = start.sign(&[':']).map_or(start, |(_, next)| next);
    let start = clock::about(start).unwrap_or(start);
    if let Some((item @ Item::Range(..), after)) = range(start, None) {
        return Some((item, after));
    }
    // `rond 8 december`, `vanaf 5 jan`, `om de week`
    if matches!(day::date(start), Some((Item::Date(..), _))) {
        return None;
    }
    let (clock, after) = clock::clock(start, true)?;
    let pair =
        after.glued() && after.sign(&['-', '/']).is_some_and(|(_, next)| next.number().is_some());
    let since = here.is(Word::Since) && clock.bare && start.number().is_none();
    let dated = here.one_of(&[Word::At, Word::Around]).is_none() && is_year(start);
    if dated || pair || since || after.things() {
        return None;
    }
    Some((if ends { Item::EndTime(sure(clock)) } else { Item::Time(sure(clock)) }, after))
}

/// Whether a number stands here that is rather a year than a time.
pub fn is_year(here: Cursor<'_>) -> bool {
    let year = here.number().is_some_and(|n| n.len == 4 && (2020..2060).contains(&n.value));
    year && here.next().unit().is_none()
}

pub fn sure(clock: Clock) -> Clock {
    Clock { bare: false, dotted: false, ..clock }
}

/// Parts of the day.
pub fn part<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    if let Some(next) = here.eat(Word::Between) {
        let noon = next.skip(&[Word::The]).eat(Word::Part(Daypart::Afternoon));
        if let Some(after) = noon {
            return Some((Item::Lunch, after));
        }
    }
    let whole = here.skip(&[Word::The]);
    if let Some(next) = whole.eat(Word::Whole) {
        return match next.word()? {
            Word::Unit(Unit::Day) => Some((Item::Whole(None), next.next())),
            Word::Part(part) => Some((Item::Whole(Some(part)), next.next())),
            Word::Morgen => Some((Item::Whole(Some(Daypart::Morning)), next.next())),
            Word::Unit(Unit::Week | Unit::Month) => Some((Item::Ask(Ask::Period), next.next())),
            _ => None,
        };
    }
    let lead = here.skip(&[Word::In, Word::The, Word::S]);
    // `het morgen` is tomorrow, `in de morgen` is not.
    let led = here.one_of(&[Word::In, Word::S]).is_some()
        || lead.back().is_some_and(|back| back.is(Word::S));
    let after_day = matches!(before, Some(Item::Weekdays(..) | Item::Every | Item::Nth(..)));
    match lead.word()? {
        Word::This(part) => Some((Item::This(part), lead.next())),
        Word::Deze => match lead.next().word()? {
            Word::Part(part) => Some((Item::This(part), lead.next().next())),
            Word::Morgen => Some((Item::This(Daypart::Morning), lead.next().next())),
            _ => None,
        },
        Word::Part(part) => Some((Item::Part(Part::Of(part)), lead.next())),
        Word::AtNight => Some((Item::Part(Part::AtNight), lead.next())),
        Word::Morgen if led || after_day => {
            Some((Item::Part(Part::Of(Daypart::Morning)), lead.next()))
        }
        Word::Morgen => Some((Item::Days(1), lead.next())),
        Word::Day(days) => Some((Item::Days(days), lead.next())),
        Word::Early if matches!(before, Some(Item::Days(1))) => {
            Some((Item::Part(Part::Of(Daypart::Morning)), lead.next()))
        }
        _ => None,
    }
}

/// `2 uur lang`, `duurt 90 minuten`, `anderhalf uur`
pub fn length(here: Cursor<'_>) -> Found<'_> {
    let said = here.skip(&[Word::Lasting]);
    let said = if said.at > here.at {
        said.sign(&[':']).map_or(said, |(_, next)| next).skip(&[Word::From, Word::Around])
    } else {
        said
    };
    let (minutes, after) = clock::length(said)?;
    if let Some(after) = after.eat(Word::Long) {
        return Some((Item::Length(minutes), after));
    }
    // `2 uur` is a time; `2,5 uur`, `90 min` and `een uurtje` are not.
    let whole_hours = said.at + 2 == after.at && minutes % 60 == 0 && !ends_small(after);
    let half_hour = said.is(Word::Half) && after.count().is_some();
    let length = said.at > here.at || !whole_hours;
    (length && !half_hour).then_some((Item::Length(minutes), after))
}

/// `uurtje`, `minuten`
fn ends_small(after: Cursor<'_>) -> bool {
    after.back().and_then(Cursor::token).is_some_and(|token| token.span.len() > 4)
}

/// A time that stands by itself.
pub fn time<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    // `dinsdag 25`: no hour.
    let day = here.number().filter(|n| n.len == 2 && (24..=31).contains(&n.value));
    let next = here.next();
    let alone = !next.glued() && next.unit().is_none() && !next.things() && next.month().is_none();
    if let Some(day) = day.filter(|_| alone && matches!(before, Some(Item::Weekdays(..)))) {
        return Some((Item::MonthDay(i8::try_from(day.value).ok()?), next));
    }
    let (clock, after) = clock::clock(here, false)?;
    if !clock.bare {
        return Some((Item::Time(clock), after));
    }
    // A number alone is a time or a day only right behind a day or a part of it.
    let follows = matches!(
        before,
        Some(
            Item::Days(_)
                | Item::Weekdays(..)
                | Item::Date(..)
                | Item::Part(_)
                | Item::This(_)
                | Item::Week(_)
                | Item::Steps(..)
                | Item::MonthDay(_)
                | Item::Beside(..)
                | Item::Nth(..)
                | Item::Month(_)
                | Item::Workday
                | Item::Pair(..)
        )
    );
    (follows && !after.things()).then_some((Item::Bare(clock), after))
}
