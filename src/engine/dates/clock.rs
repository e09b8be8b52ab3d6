//! Which times, ranges and lengths are named? Their form only; `times` says what they mean.

use super::cursor::Cursor;
use super::token::{Kind, Number};
use super::words::{Unit, Word};
use crate::vocab::Daypart;

/// A time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub hour: u32,
    pub minute: u32,
    /// It can only be read on a 24-hour clock.
    pub literal: bool,
    pub part: Option<Named>,
    /// `middernacht`
    pub midnight: bool,
    /// `8.12`: also a date.
    pub dotted: bool,
    /// A number and nothing else.
    pub bare: bool,
}

/// What settles the half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Part(Daypart),
    /// `'s nachts`, unlike `nacht`.
    AtNight,
    Am,
    Pm,
}

const MIDNIGHT: Clock = Clock {
    hour: 24,
    minute: 0,
    literal: true,
    part: None,
    midnight: true,
    dotted: false,
    bare: false,
};

impl Clock {
    fn typed(hour: u32, minute: u32, zero: bool) -> Self {
        let literal = zero || hour == 0 || hour > 12;
        Self { hour, minute, literal, midnight: false, ..MIDNIGHT }
    }

    /// A whole hour.
    pub fn whole(hour: Number) -> Self {
        Self::typed(hour.value, 0, hour.zero)
    }

    /// So many minutes after the hour, or before it when negative: `kwart voor 9`.
    fn around(hour: Self, minutes: i32) -> Self {
        let all = i32::try_from(hour.hour * 60).unwrap_or(0) + minutes;
        // Half an hour before one is after twelve; before midnight it is evening.
        let day = if hour.literal { 24 * 60 } else { 12 * 60 };
        let all = if all < 60 && !hour.literal { all + day } else { all.rem_euclid(24 * 60) };
        let all = u32::try_from(all).unwrap_or(0);
        Self { hour: all / 60, minute: all % 60, bare: false, dotted: false, ..hour }
    }
}

/// A time. `sure`: something before it says that a number is a time.
pub fn clock(here: Cursor<'_>, sure: bool) -> Option<(Clock, Cursor<'_>)> {
    let (mut clock, mut after) = bare_clock(here, sure)?;
    if let Some((part, next)) = named(after) {
        clock.part = Some(part);
        clock.bare = false;
        after = next;
    }
    Some((clock, after))
}

/// What settles the half of the day behind a time: `'s avonds`, `in de middag`, `pm`.
fn named(here: Cursor<'_>) -> Option<(Named, Cursor<'_>)> {
    let inside = here.eat(Word::In).map_or(here, |next| next.skip(&[Word::The]));
    let inside = inside.skip(&[Word::S]);
    let part = match inside.word()? {
        Word::Part(part) => Named::Part(part),
        Word::AtNight => Named::AtNight,
        Word::Morgen if inside.at > here.at => Named::Part(Daypart::Morning),
        Word::Am => Named::Am,
        Word::Pm => Named::Pm,
        _ => return None,
    };
    Some((part, inside.next()))
}

fn bare_clock(here: Cursor<'_>, sure: bool) -> Option<(Clock, Cursor<'_>)> {
    if here.is(Word::Midnight) {
        return Some((MIDNIGHT, here.next()));
    }
    if let Some(next) = here.eat(Word::Half) {
        let (hour, after) = hour(next)?;
        let after = hour_word(after).unwrap_or(after);
        return Some((Clock::around(hour, -30), after));
    }
    near_hour(here).or_else(|| digits(here, sure)).or_else(|| words(here, sure))
}

/// `kwart over 9`, `5 voor half 10`
fn near_hour(here: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let (minutes, next) = match here.word() {
        Some(Word::Quarter) => (15, here.next()),
        _ => {
            let (minutes, next) = here.count().filter(|(minutes, _)| (1..30).contains(minutes))?;
            (minutes, next.eat(Word::Unit(Unit::Minute)).unwrap_or(next))
        }
    };
    let minutes = i32::try_from(minutes).ok()?;
    let (minutes, next) = match next.word()? {
        Word::Before => (-minutes, next.next()),
        Word::Over => (minutes, next.next()),
        _ => return None,
    };
    let (minutes, next) = match next.eat(Word::Half) {
        Some(next) => (minutes - 30, next),
        None => (minutes, next),
    };
    let (hour, after) = hour(next)?;
    // `10 over 2 weken` is no time.
    let counted = after.unit().is_some_and(|(unit, _)| unit != Unit::Hour);
    let after = hour_word(after).unwrap_or(after);
    (!counted && !month_or_things(after)).then(|| (Clock::around(hour, minutes), after))
}

/// An hour without minutes, for what stands around it.
fn hour(here: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    let clock = match here.kind()? {
        Kind::Number(Number { value, len: 1..=2, zero }) => Clock::typed(value, 0, zero),
        Kind::Word(Word::Number(value) | Word::Hour(value)) if value <= 24 => {
            Clock::typed(value, 0, false)
        }
        Kind::Word(Word::One) => Clock::typed(1, 0, false),
        _ => return None,
    };
    Some((clock, here.next()))
}

/// The place behind `uur`, `u`, `h`.
fn hour_word(here: Cursor<'_>) -> Option<Cursor<'_>> {
    here.eat(Word::Unit(Unit::Hour)).map(Cursor::dot)
}

fn month_or_things(here: Cursor<'_>) -> bool {
    here.month().is_some() || here.things()
}

/// Times in digits: `9`, `9.30`, `0930`, `9u30`, `9 uur`.
fn digits(here: Cursor<'_>, sure: bool) -> Option<(Clock, Cursor<'_>)> {
    let number = here.number()?;
    let next = here.next();
    if number.len <= 2 {
        if let Some((sign, minute, after)) = minutes(next) {
            let clock = Clock::typed(number.value, minute, number.zero && number.len > 1);
            let said = hour_word(after);
            // Money, a version, a decimal: a comma alone makes no time.
            if sign == ',' && said.is_none() && !sure {
                return None;
            }
            let dotted = sign == '.' && said.is_none() && !sure;
            return Some((Clock { dotted, ..clock }, said.unwrap_or(after)));
        }
        let clock = Clock::typed(number.value, 0, number.zero && number.len > 1);
        if let Some(after) = hour_word(next) {
            return Some(with_minutes(clock, after));
        }
        if next.one_of(&[Word::Am, Word::Pm]).is_some() {
            return Some((clock, next));
        }
        let sound = number.value <= 24 && !counted(next, sure);
        return sound.then_some((Clock { bare: true, ..clock }, next));
    }
    let together = Clock::typed(number.value / 100, number.value % 100, number.zero);
    let said = hour_word(next);
    let sound = (number.len == 3 || number.len == 4) && together.hour <= 24;
    let zero = number.zero && number.len == 4 && !counted(next, false);
    if !sound || (said.is_none() && !(sure || zero)) {
        let whole = number.len == 4 && together.hour <= 24 && together.minute < 60;
        let year = (1900..2100).contains(&number.value);
        return (whole && !year && !counted(next, sure))
            .then_some((Clock { bare: true, ..together }, next));
    }
    Some((together, said.unwrap_or(next)))
}

/// What a number before it counts, or makes it part of something else.
fn counted(next: Cursor<'_>, sure: bool) -> bool {
    let signs: &[char] = if sure { &['.', ',', ':', '/'] } else { &['.', ',', ':', '/', '-'] };
    let part_of = next.glued()
        && (next.sign(signs).is_some_and(|(_, after)| after.glued() && after.number().is_some())
            || next.is_sign('%')
            || matches!(next.kind(), Some(Kind::Unknown { .. })));
    part_of
        || month_or_things(next)
        || next.unit().is_some()
        || next.one_of(&[Word::Times, Word::Workday, Word::Workdays]).is_some()
}

/// `.30` glued to the hour: the sign, the minutes, and the place behind it. Seconds are passed over.
fn minutes(here: Cursor<'_>) -> Option<(char, u32, Cursor<'_>)> {
    let (sign, next) = here.sign(&['.', ':', ',', ';']).filter(|_| here.glued())?;
    let number = next.number().filter(|number| number.len == 2 && next.glued())?;
    let after = next.next();
    let more = after.sign(&[':', '.', '/']).filter(|(_, next)| after.glued() && next.glued());
    match more {
        None => Some((sign, number.value, after)),
        Some((':', next)) => next.number().map(|_| (sign, number.value, next.next())),
        Some((_, next)) => next.number().is_none().then_some((sign, number.value, after)),
    }
}

/// The minutes behind `9 uur`, if there are any.
fn with_minutes(clock: Clock, after: Cursor<'_>) -> (Clock, Cursor<'_>) {
    let glued = after.glued();
    let found = match after.kind() {
        Some(Kind::Number(Number { value, len: 2, .. })) => Some(value),
        Some(Kind::Word(Word::Number(
            value @ (10 | 15 | 20 | 25 | 30 | 35 | 40 | 45 | 50 | 55),
        ))) => Some(value),
        _ => None,
    };
    let next = after.next();
    let free = glued || !(counted(next, false) || next.sign(&['-', '/', '.', ':', ',']).is_some());
    match found.filter(|_| free) {
        Some(minute) => (Clock { minute, ..clock }, next),
        None => (clock, after),
    }
}

/// Times in words: `tien uur`, `negen uur dertig`, `een uur of vier`.
fn words(here: Cursor<'_>, sure: bool) -> Option<(Clock, Cursor<'_>)> {
    let (value, next) = match here.word()? {
        Word::Number(value) | Word::Hour(value) if value <= 24 => (value, here.next()),
        Word::One => (1, here.next()),
        _ => return None,
    };
    let clock = Clock::typed(value, 0, false);
    if let Some(after) = hour_word(next) {
        return Some(with_minutes(clock, after));
    }
    if next.one_of(&[Word::Am, Word::Pm]).is_some() {
        return Some((clock, next));
    }
    // `een` alone is an article.
    let article = here.is(Word::One) && !sure;
    (!article && !counted(next, sure)).then_some((Clock { bare: true, ..clock }, next))
}

/// `een uur of vier`, `4 uur of zo`: the place at the time itself.
pub fn about(here: Cursor<'_>) -> Option<Cursor<'_>> {
    let hours = here.eat(Word::One).unwrap_or(here);
    let next = hours.eat(Word::Unit(Unit::Hour))?.eat(Word::Or)?;
    hour(next).map(|_| next)
}

/// A length of time in minutes: `anderhalf uur`, `3 kwartier`, `90 min`, `1 uur en 30 minuten`.
pub fn length(here: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (mut minutes, mut after) = one_length(here)?;
    let joined = after.eat(Word::And).unwrap_or(after);
    if let Some((more, next)) = one_length(joined).filter(|(more, _)| *more < 60) {
        minutes += more;
        after = next;
    }
    Some((minutes, after))
}

fn one_length(here: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (halves, next) = halves(here)?;
    let next = if next.is_sign('-') { next.next() } else { next };
    let (unit, after) = next.unit()?;
    let minutes = match unit {
        Unit::Minute => 1,
        Unit::QuarterHour => 15,
        Unit::Hour => 60,
        _ => return None,
    };
    let all = halves.checked_mul(minutes)?;
    (all % 2 == 0).then_some((all / 2, after))
}

/// An amount in halves: `een half`, `anderhalf`, `2,5`, `twee en een half`, `3`.
fn halves(here: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if here.is(Word::OneAndHalf) {
        return Some((3, here.next()));
    }
    let article = here.eat(Word::One).unwrap_or(here);
    if let Some(after) = article.eat(Word::Half) {
        return Some((1, after));
    }
    if here.is_sign(',') {
        return half_after(here).map(|after| (1, after));
    }
    let (whole, next) = here.count().filter(|(whole, _)| *whole < 10_000)?;
    if let Some(after) = half_after(next) {
        return Some((whole * 2 + 1, after));
    }
    let and = next.eat(Word::And).map_or(next, |next| next.eat(Word::One).unwrap_or(next));
    match and.eat(Word::Half) {
        Some(after) => Some((whole * 2 + 1, after)),
        None => Some((whole * 2, next)),
    }
}

/// `,5`
fn half_after(here: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, next) = here.sign(&[',', '.'])?;
    let five = next.number().filter(|number| number.value == 5 && number.len == 1)?;
    (next.glued() && five.len == 1).then(|| next.next())
}
