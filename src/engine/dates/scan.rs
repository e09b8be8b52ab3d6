//! What does each piece of a phrase say about time? The phrase from left to right.

use super::clock;
use super::cursor::Cursor;
use super::day;
use super::hours;
use super::item::{Item, Year};
use super::named;
use super::series;
use super::token::{Kind, Token};
use super::words::{Unit, Word};
use crate::vocab::{Ask, Daypart};

type Found<'a> = Option<(Item, Cursor<'a>)>;

/// An item and the pieces it was read from.
#[derive(Debug, Clone)]
pub struct Placed {
    pub item: Item,
    pub from: usize,
    pub to: usize,
}

/// The items of a phrase, in order. Pieces between them say nothing about time.
pub fn items(tokens: &[Token]) -> Vec<Placed> {
    let mut items: Vec<Placed> = Vec::new();
    let mut here = Cursor { tokens, at: 0 };
    while here.at < tokens.len() {
        let before = items.last().filter(|last| last.to == here.at).map(|last| last.item.clone());
        let Some((item, after)) = item(here, before.as_ref()) else {
            here = here.next();
            continue;
        };
        let to = after.at.min(tokens.len());
        if item != Item::Nothing {
            items.push(Placed { item, from: here.at, to });
        } else if let Some(last) = items.last_mut() {
            last.to = to;
        }
        here = Cursor { at: after.at.max(here.at + 1), ..after };
    }
    items
}

/// Whether a piece that no item was read from says something about time all the same: then the phrase
/// was not understood.
pub fn overlooked(tokens: &[Token], at: usize) -> bool {
    let here = Cursor { tokens, at };
    match here.kind() {
        Some(Kind::Unknown { day, .. }) => day,
        Some(Kind::Word(Word::Half | Word::Quarter | Word::OneAndHalf | Word::Midnight)) => true,
        Some(Kind::Number(_) | Kind::Word(Word::Number(_))) => {
            // Somebody's age is none.
            here.next().unit().is_some_and(|(unit, _)| unit != Unit::Year)
        }
        _ => false,
    }
}

/// The longest thing that stands here.
fn item<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    plain_asks(here, before)
        .or_else(|| series::series(here))
        .or_else(|| relative(here))
        .or_else(|| greeting(here))
        .or_else(|| some_day(here))
        .or_else(|| day::beside(here))
        .or_else(|| night_to(here))
        .or_else(|| hours::range(here, before))
        .or_else(|| day::date(here))
        .or_else(|| hours::time_after_word(here))
        .or_else(|| blurred(here))
        .or_else(|| named::nth(here))
        .or_else(|| named::week(here))
        .or_else(|| named::month(here))
        .or_else(|| day::year(here, false).and_then(|found| year(here, found)))
        .or_else(|| hours::part(here, before))
        .or_else(|| named::weekdays(here).or_else(|| weekly(here)))
        .or_else(|| hours::length(here))
        .or_else(|| hours::time(here, before))
        .or_else(|| edge(here, before))
        .or_else(|| loose(here, before))
}

/// Words that make it unclear whatever else is said.
fn plain_asks<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    let ask = match here.word()? {
        Word::Past => Ask::Gone,
        Word::School => Ask::SchoolHoliday,
        Word::Except | Word::Not | Word::No => Ask::Exceptions,
        Word::EvenWeek => {
            let weeks = here.next().is(Word::Unit(Unit::Week));
            return weeks.then(|| (Item::Ask(Ask::EvenWeeks), here.next().next()));
        }
        Word::Season => Ask::Period,
        Word::Workdays => Ask::SeriesWithoutDay,
        Word::Bound => Ask::Bound,
        Word::Within => Ask::Bound,
        Word::Vague => Ask::Vague,
        _ => return None,
    };
    let after = here.next();
    // `uiterlijk` and `niet` only count beside a day or a time: not in `dinsdag niet vergeten`.
    let timely = || timely(after.skip(&[Word::The, Word::On, Word::At, Word::In]));
    let other = matches!(after.kind(), Some(Kind::Unknown { .. }));
    let counts = match here.word()? {
        Word::Bound | Word::Within | Word::Vague => timely(),
        Word::Not => timely() || (before.is_some() && !other),
        Word::No => timely() || before.is_some(),
        _ => true,
    };
    counts.then_some((Item::Ask(ask), after))
}

/// `goede morgen`, `fijne avond`: no time.
fn greeting(here: Cursor<'_>) -> Found<'_> {
    let next = here.one_of(&[Word::Good, Word::Nice])?;
    let part = matches!(next.word(), Some(Word::Part(_) | Word::Morgen | Word::Season))
        || next.is(Word::Unit(Unit::Day))
        || (here.is(Word::Nice) && matches!(next.word(), Some(Word::Weekday(_))));
    part.then(|| (Item::Nothing, next.next()))
}

/// `een dinsdag`: any.
fn some_day(here: Cursor<'_>) -> Found<'_> {
    let next = here.eat(Word::One)?;
    matches!(next.word(), Some(Word::Weekday(_))).then_some((Item::Ask(Ask::Vague), next))
}

/// Whether something about time stands here.
fn timely(here: Cursor<'_>) -> bool {
    if matches!(here.word(), Some(Word::Part(_) | Word::This(_) | Word::Day(_) | Word::Morgen)) {
        return true;
    }
    here.unit().is_some()
        || here.count().is_some_and(|(_, after)| after.unit().is_some())
        || day::date(here).is_some()
        || named::weekdays(here).is_some()
        || day::beside(here).is_some()
        || named::week(here).is_some()
        || named::month(here).is_some()
        || named::nth(here).is_some()
        || day::year(here, false).is_some()
        || clock::clock(here, true).is_some_and(|(clock, _)| {
            !clock.bare || here.number().is_some() || matches!(here.word(), Some(Word::Hour(_)))
        })
        || matches!(here.word(), Some(Word::Season | Word::School))
}

/// `over 3 kwartier`, `over 2 weken en een dag`
fn relative(here: Cursor<'_>) -> Found<'_> {
    let next = here.eat(Word::Over)?;
    if next.one_of(&[Word::Vague, Word::Around]).is_some() {
        return Some((Item::Ask(Ask::Vague), next.next()));
    }
    if let Some((minutes, after)) = clock::length(next) {
        return Some(match after.eat(Word::Or) {
            Some(after) => (Item::Ask(Ask::Vague), after.next()),
            None => (Item::Elapsed(minutes), after),
        });
    }
    let next_unit = match next.eat(Word::Half).or_else(|| next.eat(Word::One)?.eat(Word::Half)) {
        Some(half) => half
            .unit()
            .filter(|(unit, _)| *unit == Unit::Year)
            .map(|(_, after)| (6, Unit::Month, after)),
        None => next.count().and_then(|(count, next)| {
            let (unit, after) = next.unit()?;
            Some((count, unit, after))
        }),
    };
    let (count, unit, after) = match next_unit {
        Some(found) => found,
        None => {
            let one = next.is(Word::OneAndHalf)
                || next.count().is_some_and(|(_, after)| {
                    after.one_of(&[Word::Or]).is_some() || after.is_sign('-')
                });
            return one.then(|| (Item::Ask(Ask::Vague), next.next()));
        }
    };
    // `over een week of drie`
    if let Some(after) = after.eat(Word::Or).filter(|after| after.count().is_some()) {
        return Some((Item::Ask(Ask::Vague), after.next()));
    }
    let count = i32::try_from(count).ok().filter(|count| *count < 20_000)?;
    let (unit, count) = match unit {
        Unit::Quarter => (Unit::Month, count.checked_mul(3)?),
        Unit::HalfYear => (Unit::Month, count.checked_mul(6)?),
        unit => (unit, count),
    };
    Some((Item::Steps(unit, count), after))
}

/// `in de nacht van vrijdag op`: the day follows.
fn night_to(here: Cursor<'_>) -> Found<'_> {
    let next =
        here.skip(&[Word::In, Word::The]).eat(Word::Part(Daypart::Night))?.eat(Word::From)?;
    let next = next.skip(&[Word::The]);
    let after = match day::date(next).or_else(|| named::weekdays(next)) {
        Some((_, after)) => after,
        None => next.count().map(|(_, after)| after).or_else(|| {
            matches!(next.word(), Some(Word::Day(_) | Word::Morgen | Word::Ordinal(_)))
                .then(|| next.next())
        })?,
    };
    let to = after.eat(Word::On)?;
    Some((Item::NightTo, to))
}

/// `eind december`, `begin van de middag`, `half mei`, `vroeg in de avond`, `rond Pasen`
fn blurred(here: Cursor<'_>) -> Found<'_> {
    let blur = [Word::Begin, Word::End, Word::Middle, Word::Half, Word::Early, Word::Late];
    if let Some(next) = here.one_of(&blur) {
        let of = next.skip(&[Word::From, Word::The, Word::In, Word::OfThe, Word::S, Word::On]);
        let period = of.month().is_some()
            || of.unit().is_some_and(|(unit, _)| {
                matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Quarter)
            })
            || named::week(of).is_some()
            || named::month(of).is_some()
            || day::year(of, false).is_some()
            || matches!(
                of.word(),
                Some(Word::Part(_) | Word::Morgen | Word::Season | Word::School | Word::This(_))
            )
            || (of.at > next.at && of.unit().is_some());
        return period.then_some((Item::Ask(Ask::Period), of));
    }
    let next = here.eat(Word::Around)?;
    let near = matches!(day::date(next), Some((Item::Date(..), _)))
        || day::beside(next).is_some()
        || named::weekdays(next).is_some()
        || named::month(next).is_some()
        || named::week(next).is_some();
    near.then_some((Item::Ask(Ask::Vague), next))
}

fn year<'a>(here: Cursor<'a>, (year, after): (Year, Cursor<'a>)) -> Found<'a> {
    // A number alone is only a year behind a month, a week or a named day.
    let number = matches!(year, Year::Number(_));
    let whole = here.number().is_none_or(|number| number.len == 4);
    let joined = here.back().is_some_and(|before| {
        before.one_of(&[Word::From, Word::In, Word::To, Word::Through, Word::Since]).is_some()
            || matches!(before.word(), Some(Word::Month(_) | Word::Holiday(_) | Word::Feast(_)))
            || before.number().is_some()
    });
    (!number || (joined && whole)).then_some((Item::Year(year), after))
}

/// `'s maandags`, `elke werkdag`
fn weekly(here: Cursor<'_>) -> Found<'_> {
    let next = here.skip(&[Word::S]);
    match next.word()? {
        Word::Weekdays(day) => {
            Some((Item::Weekdays(vec![day], super::item::Which::Each), next.next()))
        }
        Word::Workday => Some((Item::Workday, next.next())),
        _ => None,
    }
}

/// `vanaf`, `tot`, and limits.
fn edge<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    if let Some((item, after)) = series::edge(here) {
        if let Item::Until(_) = item {
            let time = clock::clock(after.skip(&[Word::At]), true);
            let year = hours::is_year(after) && !matches!(before, Some(Item::Time(_)));
            let dated =
                year || matches!(day::date(after), Some((Item::Date(..) | Item::Pair(..), _)));
            if let Some((clock, end)) = time.filter(|(_, end)| !dated && !end.things()) {
                return Some((Item::EndTime(hours::sure(clock)), end));
            }
            let about = timely(after.skip(&[Word::The]))
                || after.number().is_some()
                || matches!(after.word(), Some(Word::Begin | Word::End | Word::Middle));
            return about.then_some((item, after));
        }
        let year = after.number().is_some_and(|number| number.len == 4);
        return (year || timely(after.skip(&[Word::The]))).then_some((item, after));
    }
    let limit = here.one_of(&[Word::After, Word::Before, Word::Between])?;
    let next = limit.skip(&[Word::The, Word::At]);
    let bare_number =
        next.number().is_some_and(|_| matches!(next.next().kind(), Some(Kind::Unknown { .. })));
    (timely(next) && !bare_number).then_some((Item::Ask(Ask::Bound), limit))
}

/// What is left that matters.
fn loose<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    match here.word()? {
        Word::Every => Some((Item::Every, here.next())),
        Word::Later => Some((Item::Later, here.next())),
        Word::On => Some((Item::On, here.next())),
        Word::Or if before.is_some() && timely(here.next()) => {
            Some((Item::Ask(Ask::Several), here.next()))
        }
        Word::Coming if before.is_some() => Some((Item::Nothing, here.next().dot())),
        Word::Oud if here.next().next().is(Word::Nieuw) => {
            Some((Item::Ask(Ask::Period), here.next().next().next()))
        }
        Word::Early if matches!(before, Some(Item::Part(_))) => Some((Item::Nothing, here.next())),
        Word::Early => Some((Item::Later, here.next())),
        Word::Late
            if before.is_some() && !matches!(here.next().kind(), Some(Kind::Unknown { .. })) =>
        {
            Some((Item::Later, here.next()))
        }
        // `na de lunch`, `na afloop`
        Word::After | Word::Before => {
            let next = here.next().skip(&[Word::The]);
            let unknown = here.is(Word::After) && matches!(next.kind(), Some(Kind::Unknown { .. }));
            (next.is(Word::Meal) || unknown).then(|| (Item::Later, here.next()))
        }
        _ => None,
    }
}
