//! What does each piece of a phrase say about time? The phrase from left to right.

use super::clock::{self, Clock};
use super::cursor::Cursor;
use super::day;
use super::item::{Item, Part, Year};
use super::series;
use super::token::{Kind, Token};
use super::words::{Holiday, Unit, Word};
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
        here = after;
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
        .or_else(|| some_day(here))
        .or_else(|| day::beside(here))
        .or_else(|| night_to(here))
        .or_else(|| range(here, before))
        .or_else(|| day::date(here))
        .or_else(|| time_after_word(here))
        .or_else(|| blurred(here))
        .or_else(|| day::nth(here))
        .or_else(|| day::week(here))
        .or_else(|| day::month(here))
        .or_else(|| day::year(here, false).and_then(|found| year(here, found)))
        .or_else(|| part(here, before))
        .or_else(|| day::weekdays(here).or_else(|| weekly(here)))
        .or_else(|| length(here))
        .or_else(|| time(here, before))
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
        || day::weekdays(here).is_some()
        || day::beside(here).is_some()
        || day::week(here).is_some()
        || day::month(here).is_some()
        || day::nth(here).is_some()
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
    let after = match day::date(next).or_else(|| day::weekdays(next)) {
        Some((_, after)) => after,
        None => next.count().map(|(_, after)| after).or_else(|| {
            matches!(next.word(), Some(Word::Day(_) | Word::Morgen | Word::Ordinal(_)))
                .then(|| next.next())
        })?,
    };
    let to = after.eat(Word::On)?;
    Some((Item::NightTo, to))
}

/// `van 9 tot 11`, `9.30-11.00`, `tussen 2 en 4 uur`
fn range<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
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
        () if day::full_through(next).is_some() => (false, day::full_through(next)?),
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
fn time_after_word(here: Cursor<'_>) -> Found<'_> {
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
fn is_year(here: Cursor<'_>) -> bool {
    let year = here.number().is_some_and(|n| n.len == 4 && (2020..2060).contains(&n.value));
    year && here.next().unit().is_none()
}

fn sure(clock: Clock) -> Clock {
    Clock { bare: false, dotted: false, ..clock }
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
            || day::week(of).is_some()
            || day::month(of).is_some()
            || day::year(of, false).is_some()
            || matches!(
                of.word(),
                Some(Word::Part(_) | Word::Morgen | Word::Season | Word::School | Word::This(_))
            )
            || (of.at > next.at && of.unit().is_some());
        return period.then(|| (Item::Ask(Ask::Period), of));
    }
    let next = here.eat(Word::Around)?;
    let near = matches!(day::date(next), Some((Item::Date(..), _)))
        || day::beside(next).is_some()
        || day::weekdays(next).is_some()
        || day::month(next).is_some()
        || day::week(next).is_some();
    near.then(|| (Item::Ask(Ask::Vague), next))
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

/// Parts of the day.
fn part<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
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
        Word::Holiday(Holiday::ChristmasEve) => None,
        _ => None,
    }
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

/// `2 uur lang`, `duurt 90 minuten`, `anderhalf uur`
fn length(here: Cursor<'_>) -> Found<'_> {
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
fn time<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
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

/// `vanaf`, `tot`, and limits.
fn edge<'a>(here: Cursor<'a>, before: Option<&Item>) -> Found<'a> {
    if let Some((item, after)) = series::edge(here) {
        if let Item::Until(_) = item {
            let time = clock::clock(after.skip(&[Word::At]), true);
            let year = is_year(after) && !matches!(before, Some(Item::Time(_)));
            let dated =
                year || matches!(day::date(after), Some((Item::Date(..) | Item::Pair(..), _)));
            if let Some((clock, end)) = time.filter(|(_, end)| !dated && !end.things()) {
                return Some((Item::EndTime(sure(clock)), end));
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
