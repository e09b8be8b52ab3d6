//! Which weekdays, weeks and months are named? Their form only; `days` says what they mean.

use super::cursor::Cursor;
use super::day::{OF, date, relative};
use super::item::{Item, Month, NthOf, Week, Which};
use super::token::Kind;
use super::words::{Unit, Word};
use crate::vocab::Ask;
use jiff::civil::Weekday;

type Found<'a> = Option<(Item, Cursor<'a>)>;

/// `eerste maandag`, `1e en 3e dinsdag`, `laatste werkdag`, `laatste dag`, `de 15e`
pub fn nth(here: Cursor<'_>) -> Found<'_> {
    let start = here.skip(&[Word::The]);
    let Some(Word::Ordinal(first)) = start.word() else { return None };
    let mut all = vec![first];
    let mut next = start.next().dot();
    while let Some((n, after)) = another(next) {
        all.push(n);
        next = after;
    }
    match next.word() {
        Some(Word::Weekday(day)) => {
            return Some((Item::Nth(all, NthOf::Weekday(day)), next.next().dot()));
        }
        Some(Word::Workday) => return Some((Item::Nth(all, NthOf::Workday), next.next())),
        Some(Word::Unit(Unit::Day)) if all.len() == 1 => {
            return Some((Item::MonthDay(first), next.next()));
        }
        Some(Word::Unit(Unit::Week | Unit::Month)) | Some(Word::Season | Word::School) => {
            return Some((Item::Ask(Ask::Period), next.next()));
        }
        _ => {}
    }
    // `de eerste` alone is a day only where it can be nothing else: not in `de eerste sessie`.
    // No ordinal that is written out is as short as `15e`.
    let digits = start.token().is_some_and(|token| token.span.len() <= 4);
    let free = !matches!(next.kind(), Some(Kind::Unknown { .. }));
    let article = start.at > here.at || here.back().is_some_and(|before| before.is(Word::The));
    let monthly = matches!(month(next), Some((Item::Month(Month::Any), _)));
    let day = first > 0 && all.len() == 1 && free && (digits || article || monthly);
    day.then_some((Item::MonthDay(first), next))
}

/// `en 3e`
fn another(here: Cursor<'_>) -> Option<(i8, Cursor<'_>)> {
    let next = here
        .eat(Word::And)
        .or_else(|| here.sign(&[',', '/', '+', '&']).map(|(_, next)| next))?
        .skip(&[Word::The]);
    match next.word()? {
        Word::Ordinal(n) => Some((n, next.next().dot())),
        _ => None,
    }
}

/// `van de maand`, `volgende maand`, `in februari`, `van het kwartaal`
pub fn month(here: Cursor<'_>) -> Found<'_> {
    let next = here.skip(&OF);
    if let Some((month, after)) = next.month() {
        // A first name, a verb: only where something before it asks for a month.
        let long = next.token().is_some_and(|token| token.span.len() > 3);
        let asked = next.at > here.at || here.back().is_some_and(Cursor::asks_for_month);
        return (long || asked).then_some((Item::Month(Month::Number(month)), after));
    }
    if let Some((which, next)) = relative(next) {
        let after = next.eat(Word::Unit(Unit::Month))?;
        let month = match which {
            Which::This => Month::This,
            Which::Next => Month::Next,
            _ => Month::Coming,
        };
        return Some((Item::Month(month), after));
    }
    let of = here.one_of(&[Word::From, Word::In, Word::OfThe]).is_some();
    match next.unit().filter(|_| of)? {
        (Unit::Month, after) => Some((Item::Month(Month::Any), after)),
        (Unit::Quarter, after) => Some((Item::Month(Month::OfQuarter), after)),
        (Unit::Year | Unit::Week, after) => Some((Item::Ask(Ask::Period), after)),
        _ => None,
    }
}

impl Cursor<'_> {
    fn asks_for_month(self) -> bool {
        let words = [Word::Since, Word::To, Word::Through, Word::Begin, Word::End, Word::Half];
        self.one_of(&words).is_some()
            || matches!(self.word(), Some(Word::Ordinal(_) | Word::Weekday(_)))
    }
}

/// `volgende week`, `week 3`, `week 3 van 2027`
pub fn week(here: Cursor<'_>) -> Found<'_> {
    let start = here.skip(&[Word::In, Word::From, Word::The]);
    if let Some(next) = start.eat(Word::Unit(Unit::Week)) {
        let next = next.dot();
        let number = next.number().filter(|number| number.len <= 2)?;
        let after = next.next();
        let more = after.sign(&['/', '-']).is_some_and(|(_, n)| n.number().is_some())
            || after.one_of(&[Word::Or]).is_some_and(|n| n.number().is_some());
        if more {
            return Some((Item::Ask(Ask::Several), after.next().next()));
        }
        return Some((Item::Week(Week::Number(number.value)), after));
    }
    let (which, next) = relative(start)?;
    let after = next.eat(Word::Unit(Unit::Week))?;
    let week = match which {
        Which::This => Week::This,
        Which::Next => Week::Next,
        _ => Week::Coming,
    };
    Some((Item::Week(week), after))
}

/// `dinsdag`, `a.s. dinsdag`, `dinsdag a.s.`, `di en do`, `ma t/m vr`
pub fn weekdays(here: Cursor<'_>) -> Found<'_> {
    let (which, next) = match relative(here) {
        Some((which, next)) => (which, next),
        None => (Which::Bare, here.skip(&[Word::The])),
    };
    let (first, mut next) = weekday(next)?;
    let mut days = vec![first];
    loop {
        if let Some((last, after)) = through(next).filter(|(_, after)| !dated(*after)) {
            let from = days.last().copied().unwrap_or(first);
            let mut day = from;
            while day != last {
                day = day.next();
                days.push(day);
            }
            next = after;
        } else if let Some((day, after)) = and_weekday(next) {
            days.push(day);
            next = after;
        } else {
            break;
        }
    }
    if which == Which::Bare
        && let Some(after) = next.eat(Word::Coming)
    {
        return Some((Item::Weekdays(days, Which::Coming), after.dot()));
    }
    Some((Item::Weekdays(days, which), next))
}

fn weekday(here: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    let next = here.next();
    match here.word()? {
        // `zo rond 10`, `zo snel mogelijk`: no Sunday.
        Word::Weekday(Weekday::Sunday)
            if here.token().is_some_and(|token| token.span.len() == 2)
                && next.one_of(&[Word::Around, Word::Later, Word::Early, Word::Late]).is_some() =>
        {
            None
        }
        // `dinsdag zo om 10`
        Word::Weekday(Weekday::Sunday)
            if next.is(Word::At)
                && here.token().is_some_and(|token| token.span.len() == 2)
                && here.back().is_some_and(|before| {
                    matches!(before.word(), Some(Word::Weekday(_) | Word::Day(_) | Word::Morgen))
                }) =>
        {
            None
        }
        Word::Weekday(day) => Some((day, next.dot())),
        Word::MaybeWeekday(day) => {
            let after = next.dot();
            let timely = after.number().is_some()
                || matches!(
                    after.word(),
                    Some(
                        Word::Number(_)
                            | Word::At
                            | Word::Part(_)
                            | Word::Half
                            | Word::Ordinal(_)
                            | Word::Coming
                    )
                );
            timely.then_some((day, after))
        }
        _ => None,
    }
}

/// `t/m vr`
fn through(here: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    let next = match here.eat(Word::Through).or_else(|| full_through(here)) {
        Some(next) => next,
        None => here.sign(&['-']).map(|(_, next)| next)?,
    };
    weekday(next)
}

/// `tot en met`
pub fn full_through(here: Cursor<'_>) -> Option<Cursor<'_>> {
    here.eat(Word::To)?.eat(Word::And)?.eat(Word::With)
}

fn and_weekday(here: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    let next = here.sign(&[',', '/', '+', '&']).map_or(here, |(_, next)| next);
    let next = next.eat(Word::And).unwrap_or(next);
    (next.at > here.at || next.glued() || matches!(here.word(), Some(Word::Weekday(_))))
        .then(|| weekday(next.skip(&[Word::On])))
        .flatten()
        .filter(|(_, after)| !dated(*after))
}

/// Whether a day of the month stands here, so that the weekday before it belongs to that.
fn dated(here: Cursor<'_>) -> bool {
    date(here).is_some_and(|(item, _)| matches!(item, Item::Date(..)))
}
