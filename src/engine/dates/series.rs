//! Which words make a series of it? Their form only; `rule` makes the rule of them.

use super::cursor::Cursor;
use super::day::date;
use super::item::{Item, Month};
use super::named::full_through;
use super::words::{Unit, Word};
use crate::vocab::Ask;

type Found<'a> = Option<(Item, Cursor<'a>)>;

/// `elke`, `om de 3 weken`, `maandelijks`, `2 keer per week`, `10 keer`
pub fn series(here: Cursor<'_>) -> Found<'_> {
    every(here).or_else(|| each(here)).or_else(|| times(here))
}

/// `elke`, `elke 2 weken`, `ieder kwartaal`
fn every(here: Cursor<'_>) -> Found<'_> {
    let next = here.skip(&[Word::The]).eat(Word::Every)?;
    if let Some((count, unit, after)) = amount(next) {
        return Some((Item::Each(count, unit), after));
    }
    if next.is(Word::Other) {
        return Some((Item::Ask(Ask::EveryNth), next.next()));
    }
    if matches!(next.word(), Some(Word::Season)) {
        return Some((Item::Ask(Ask::SeriesWithoutDay), next.next()));
    }
    // `elke keer`, `elke sessie`: nothing about days.
    let about = next.word().is_some_and(|word| !matches!(word, Word::Times | Word::Filler))
        || next.number().is_some();
    about.then_some((Item::Every, next))
}

/// `3 weken`, `week`, `half jaar`
fn amount(here: Cursor<'_>) -> Option<(u32, Unit, Cursor<'_>)> {
    if let Some(next) = here.eat(Word::Half) {
        let (unit, after) = next.unit()?;
        return (unit == Unit::Year).then_some((1, Unit::HalfYear, after));
    }
    let (count, next) = here.count().unwrap_or((1, here));
    let (unit, after) = next.unit()?;
    Some((count, unit, after))
}

/// `om de week`, `per maand`, `eens in de 3 weken`, `wekelijks`, `2-wekelijks`
fn each(here: Cursor<'_>) -> Found<'_> {
    if let Some(Word::Each(count, unit)) = here.word() {
        return Some((Item::Each(u32::from(count), unit), here.next()));
    }
    if let Some(number) = here.number() {
        let next = here.next();
        let next = next.sign(&['-']).map_or(next, |(_, next)| next);
        if let Some(Word::Each(1, unit)) = next.word() {
            return Some((Item::Each(number.value, unit), next.next()));
        }
    }
    if let Some(next) = here.eat(Word::At).and_then(|next| next.eat(Word::The)) {
        let other = next.eat(Word::Other).unwrap_or(next);
        let bare = other.unit();
        return match bare {
            Some((unit, after)) => Some((Item::Each(2, unit), after)),
            None if other.one_of(&[Word::Workday]).is_some() => {
                Some((Item::Ask(Ask::SeriesWithoutDay), other.next()))
            }
            None => match amount(next) {
                Some((count, unit, after)) => Some((Item::Each(count, unit), after)),
                None => matches!(next.word(), Some(Word::Weekday(_)))
                    .then_some((Item::Ask(Ask::EveryNth), next)),
            },
        };
    }
    let next = here.eat(Word::Per)?;
    match amount(next) {
        Some((count, unit, after)) => Some((Item::Each(count, unit), after)),
        None => next.is(Word::Workday).then_some((Item::Every, next)),
    }
}

/// `10 keer`, `2x per week`, `eens per maand`, `eens in de 3 weken`
fn times(here: Cursor<'_>) -> Found<'_> {
    let (count, next) = if let Some(next) = here.eat(Word::Once) {
        (1, next)
    } else {
        let (count, next) = here.count()?;
        (count, next.eat(Word::Times)?)
    };
    let unit = next.eat(Word::In).map(|inside| inside.skip(&[Word::The]));
    if let Some((each, unit, after)) = unit.and_then(amount) {
        return Some(match count {
            1 => (Item::Each(each, unit), after),
            _ if unit == Unit::Week && each == 1 => (Item::PerUnit(count), after),
            _ => (Item::Ask(Ask::SeriesWithoutDay), after),
        });
    }
    let every = next.eat(Word::Every).is_some_and(|next| amount(next).is_some());
    let per = next.is(Word::Per) || every;
    let single = here.is(Word::Once) && !per;
    if single {
        return None;
    }
    let frequent = per || matches!(next.word(), Some(Word::Each(..)));
    Some((if frequent { Item::PerUnit(count) } else { Item::Times(count) }, next))
}

/// `vanaf`, `met ingang van`, `te beginnen op`, `tot`, `t/m`: the day follows.
pub fn edge(here: Cursor<'_>) -> Found<'_> {
    if let Some(next) = full_through(here).or_else(|| here.eat(Word::Through)) {
        // `t/m eind juni`: the end is in it anyway.
        return Some((Item::Until(true), next.skip(&[Word::End, Word::From])));
    }
    if let Some(next) = here.eat(Word::To) {
        return Some((Item::Until(false), next));
    }
    if let Some(next) = here.skip(&[Word::With]).one_of(&[Word::Since, Word::Per]) {
        return Some((Item::Since, next.skip(&[Word::From, Word::On])));
    }
    let first = here.eat(Word::Before).and_then(|next| next.eat(Word::The)?.eat(Word::First));
    let first = first.or_else(|| here.eat(Word::Ordinal(1))?.eat(Word::Times));
    if let Some(next) = first.or_else(|| here.eat(Word::Start)) {
        let next = next.sign(&[':']).map_or(next, |(_, next)| next);
        return Some((Item::Start, next.skip(&[Word::On, Word::With, Word::From, Word::In])));
    }
    // `van 5 januari t/m 30 maart`
    let next = here.eat(Word::From)?;
    let (_, after) =
        date(next).filter(|(item, _)| matches!(item, Item::Date(..))).or_else(|| {
            let (month, after) = next.month()?;
            Some((Item::Month(Month::Number(month)), after))
        })?;
    after.one_of(&[Word::To, Word::Through]).map(|_| (Item::Since, next))
}
