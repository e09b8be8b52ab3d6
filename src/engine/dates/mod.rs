//! Which moment does a Dutch phrase name? Words and numbers → items → a phrase → a day and a time.
//!
//! A phrase that can be read in two ways, that stays vague or that lies behind gives a question, never
//! a guess.

mod clock;
mod cursor;
mod day;
mod days;
mod either;
mod hours;
mod item;
mod lexicon;
mod named;
mod occurrences;
mod phrase;
mod rule;
mod scan;
mod series;
mod spelling;
mod times;
mod token;
mod words;

use super::calendar;
pub use super::calendar::moment;
use crate::vocab::{Ask, Reading, Timestamp, When};
use days::From;
pub use either::{Either, either};
use item::Item;
use jiff::ToSpan;
use jiff::civil::DateTime;
use phrase::Phrase;
use scan::Placed;
use std::ops::Range;
use times::Hours;
use token::{Kind, Token};
use words::Word;

/// Longer texts are read no further than this; in bytes.
const LONGEST: usize = 2000;

/// The number of the month that a folded word names: `oktober`, `okt`.
pub fn month(word: &str) -> Option<i8> {
    match words::lookup(word)? {
        Word::Month(number) => i8::try_from(number).ok(),
        _ => None,
    }
}

/// The moment or series that a text names, wherever in the text that stands.
pub fn read(text: &str, now: Timestamp) -> Reading {
    let tokens = token::tokens(shorten(text));
    let items = scan::items(&tokens);
    reading(&tokens, &items, now)
}

/// The longest phrase at the front of a text that names one moment or series, and the text behind it.
/// None when the text does not begin with anything about time.
pub fn leading(text: &str, now: Timestamp) -> Option<(Reading, &str)> {
    let tokens = token::tokens(shorten(text));
    let all = scan::items(&tokens);
    let mut at = 0;
    let joined = all.iter().take_while(|placed| {
        let gap = tokens.get(at..placed.from).unwrap_or_default();
        at = placed.to;
        gap.iter().all(|token| match token.kind {
            Kind::Word(word) => word != Word::Meal,
            kind => matches!(kind, Kind::Sign(_)),
        })
    });
    let mut count = joined.count();
    while count > 1 && Phrase::of(&all[..count]).conflict {
        count -= 1;
    }
    while count > 1 && belongs_to_what_follows(&tokens, &all[..count]) {
        count -= 1;
    }
    let items = all.get(..count).filter(|items| !items.is_empty())?;
    let last = items.last()?.to;
    let end = tokens.get(last.checked_sub(1)?)?.span.end;
    let rest =
        text.get(end..)?.trim_start_matches(|c: char| c.is_whitespace() || ",;:.".contains(c));
    Some((reading(&tokens[..last], items, now), rest))
}

/// Whether the last item only looks like one: `di 9.00 geen stoelen`, `di 9.00: vakantie bespreken`. Not
/// in a series, where it may be an exception.
fn belongs_to_what_follows(tokens: &[Token], items: &[Placed]) -> bool {
    let [before @ .., previous, last] = items else { return false };
    let rest = tokens.get(last.to).map(|token| token.kind);
    let goes_on = !matches!(rest, None | Some(Kind::Sign(_)));
    let phrase = Phrase::of(&items[..=before.len()]);
    let timed = phrase.start.is_some() || phrase.elapsed.is_some();
    let gap = tokens.get(previous.to..last.from).unwrap_or_default();
    let apart = gap.iter().all(|token| matches!(token.kind, Kind::Sign(_)));
    match last.item {
        Item::Later | Item::On => goes_on,
        Item::Ask(Ask::Exceptions) => goes_on && !phrase.is_series(),
        Item::Ask(Ask::Period | Ask::SchoolHoliday) => timed && apart && !phrase.is_series(),
        _ => false,
    }
}

fn shorten(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

fn reading(tokens: &[Token], items: &[Placed], now: Timestamp) -> Reading {
    let mut phrase = Phrase::of(items);
    let inside = |at: usize| items.iter().any(|placed| (placed.from..placed.to).contains(&at));
    if (0..tokens.len()).any(|at| !inside(at) && scan::overlooked(tokens, at)) {
        phrase.asks.push(Ask::Unread);
    }
    let when = when(&phrase, now);
    let span = |from: usize, to: usize| -> Option<Range<usize>> {
        Some(tokens.get(from)?.span.start..tokens.get(to.checked_sub(1)?)?.span.end)
    };
    let understood = items.iter().filter_map(|placed| span(placed.from, placed.to)).collect();
    let mut leftover = Vec::new();
    let mut at = 0;
    let edges = items.iter().map(|placed| (placed.from, placed.to));
    for (from, to) in edges.chain([(tokens.len(), tokens.len())]) {
        let strange = |token: &Token| {
            matches!(token.kind, Kind::Unknown { .. } | Kind::Number(_) | Kind::Word(Word::Meal))
        };
        let gap = tokens.get(at..from).unwrap_or_default();
        if let (Some(first), Some(last)) =
            (gap.iter().position(strange), gap.iter().rposition(strange))
        {
            leftover.extend(span(at + first, at + last + 1));
        }
        at = to;
    }
    Reading { when, understood, leftover }
}

fn when(phrase: &Phrase, now: Timestamp) -> Result<When, Ask> {
    let school = phrase.asks.iter().find(|ask| **ask == Ask::SchoolHoliday);
    if let Some(ask) = school.or(phrase.asks.first()) {
        return Err(*ask);
    }
    if phrase.conflict {
        return Err(Ask::Several);
    }
    let here = calendar::local(now);
    if phrase.is_series() {
        return rule::series(
            &with_bare(phrase, here)?,
            times::hours(&with_bare(phrase, here)?)?,
            here,
        );
    }
    if phrase.times.is_some_and(|times| times > 1) {
        return Err(Ask::SeriesWithoutDay);
    }
    if phrase.since.is_some() {
        return Err(Ask::Bound);
    }
    if let Some(minutes) = phrase.elapsed {
        return elapsed(phrase, minutes, now);
    }
    let phrase = &with_bare(phrase, here)?;
    if phrase.later && phrase.start.is_none() {
        return Err(Ask::Vague);
    }
    once(phrase, here)
}

/// The same phrase after a decision on a number that can be a date or a time.
fn with_bare(phrase: &Phrase, now: DateTime) -> Result<Phrase, Ask> {
    let mut phrase = phrase.clone();
    let from = From { now, hours: Hours::plain() };
    let weekday = phrase.day.weekdays.as_ref().and_then(|(days, _)| days.first().copied());
    if let Some(pair) = phrase.pairs.pop() {
        let date = match from.date(pair.0.hour, pair.1.hour, None) {
            Ok(date) | Err(Ask::Behind { last: date, .. }) => Some(date),
            Err(_) => None,
        };
        if let Some(date) = date.filter(|date| Some(date.weekday()) == weekday) {
            let from = times::first(pair.0)?;
            return Err(Ask::DateOrTime { date, from });
        }
        phrase.hours(pair);
    }
    if let Some(bare) = phrase.bare.take() {
        let only = phrase.day.kinds() == 0 && phrase.day.week.is_none() && !phrase.is_series();
        let day = i8::try_from(bare.hour).ok().filter(|_| bare.minute == 0 && only);
        if let (Some(day), Some(weekday)) = (day, weekday) {
            let dated = phrase::Day { month_day: Some(day), ..phrase::Day::default() };
            if let Ok(date) = from.find(&dated)
                && date.weekday() == weekday
            {
                return Err(Ask::DateOrTime { date, from: times::first(bare)? });
            }
        }
        phrase.start = Some(bare);
    }
    Ok(phrase)
}

/// `over 3 kwartier`: time that passes, also across a clock change.
fn elapsed(phrase: &Phrase, minutes: u32, now: Timestamp) -> Result<When, Ask> {
    let today = phrase::Day { days: Some(0), ..phrase::Day::default() };
    let alone = phrase.start.is_none() && phrase.end.is_none() && phrase.part.is_none();
    let only_today =
        phrase.day.is_empty() || phrase.day.days == today.days && phrase.day.kinds() == 1;
    if !alone || !only_today || phrase.bare.is_some() || !phrase.pairs.is_empty() {
        return Err(Ask::Several);
    }
    let later = |minutes: u32| now.checked_add(i64::from(minutes).minutes()).ok();
    let start = later(minutes).map(calendar::local).ok_or(Ask::NoDay)?;
    // To the minute, as a person says it.
    let whole = |time: DateTime| time.with().second(0).subsec_nanosecond(0).build().unwrap_or(time);
    // `over 0 uur` does not lie ahead.
    if minutes == 0 {
        return Err(Ask::Past(whole(start)));
    }
    let end = phrase.length.and_then(|length| later(minutes.checked_add(length)?));
    Ok(When { start: whole(start), end: end.map(calendar::local).map(whole), rule: None })
}

/// One moment.
fn once(phrase: &Phrase, now: DateTime) -> Result<When, Ask> {
    let hours = times::hours(phrase)?;
    let from = From { now, hours };
    let start = match times::night(phrase, now)? {
        Some(start) => start,
        None if phrase.day.is_empty() && phrase.day.workday.is_none() => {
            if !hours.said && !phrase.lunch {
                return Err(Ask::NoDay);
            }
            if let Some(clock) =
                phrase.start.filter(|clock| clock.dotted && phrase::date_like(*clock))
            {
                let date = from.date(clock.hour, clock.minute, None)?;
                return Err(Ask::DateOrTime { date, from: hours.start });
            }
            let start = hours.begin(now.date()).ok_or(Ask::NoDay)?;
            if start <= now { return Err(Ask::Past(start)) } else { start }
        }
        None => {
            let days = |ask| if let Ask::Days(both) = ask { Some(both) } else { None };
            let day = phrase.decide(from.find(&phrase.day), days)?;
            let begin =
                times::clear_night(phrase, day).and_then(|()| hours.begin(day).ok_or(Ask::NoDay));
            let nights = |ask| if let Ask::Night(both) = ask { Some(both) } else { None };
            phrase.decide(begin, nights)?
        }
    };
    if real(start) <= now {
        return Err(Ask::Past(start));
    }
    let end = match &phrase.until {
        Some((false, day)) => {
            let from = From { now: start, hours };
            let last = from.find(day)?;
            Some(times::on_day(start, last, phrase.end.ok_or(Ask::Several)?)?)
        }
        Some(_) => return Err(Ask::Several),
        None => hours.end(start)?,
    };
    Ok(When { start: real(start), end: end.map(real), rule: None })
}

/// R19: a time that does not exist moves one hour on.
fn real(time: DateTime) -> DateTime {
    calendar::moment(time).map_or(time, calendar::local)
}
