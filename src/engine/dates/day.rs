//! Which days are named? Their form only; `days` says which day of the calendar they mean.

use super::clock::Clock;
use super::cursor::Cursor;
use super::item::{Anchor, Item, Shift, Which, Year};
use super::token::Number;
use super::words::{Holiday, Unit, Word};
use crate::vocab::Ask;
use jiff::civil::Weekday;

type Found<'a> = Option<(Item, Cursor<'a>)>;

/// What stands between the parts of a date and says nothing.
pub const OF: [Word; 4] = [Word::From, Word::In, Word::OfThe, Word::The];

/// A date with a day and a month.
pub fn date(here: Cursor<'_>) -> Found<'_> {
    iso(here).or_else(|| numeric(here)).or_else(|| named_month(here))
}

/// `2026-12-08`, `20261208`, with or without `T`.
fn iso(here: Cursor<'_>) -> Found<'_> {
    let year = here.number()?;
    if year.len == 8 {
        let (y, month, day) = (year.value / 10_000, year.value / 100 % 100, year.value % 100);
        let sound = (1900..2200).contains(&y) && (1..=12).contains(&month);
        let year = Year::Number(i16::try_from(y).ok()?);
        return sound.then_some((Item::Date(day, month, Some(year)), here.next()));
    }
    let (sign, next) = here.next().sign(&['-', '/', '.']).filter(|_| year.len == 4)?;
    let month = next.number()?;
    let (_, next) = next.next().sign(&[sign])?;
    let day = next.number().filter(|day| day.len <= 2 && month.len <= 2)?;
    let year = Year::Number(i16::try_from(year.value).ok()?);
    let after = next.next();
    // `2026-12-08T09:30`: the letter has no word of its own.
    let after = match after.token() {
        Some(t) if t.glued && after.next().glued() && t.span.len() == 1 => after.next(),
        _ => after,
    };
    Some((Item::Date(day.value, month.value, Some(year)), after))
}

/// `8-12-26`, `8/12`, `8.12.2026`, and `12-1`, which may be hours.
fn numeric(here: Cursor<'_>) -> Found<'_> {
    let day = here.number().filter(|day| day.len <= 2)?;
    let before = here.back().filter(|_| here.glued());
    if before.is_some_and(|before| before.sign(&['.', '/', ':', ',', '#']).is_some()) {
        return None;
    }
    let (sign, next) = here.next().sign(&['-', '/', '.'])?;
    let month = next.number().filter(|month| month.len <= 2)?;
    let glued = here.next().glued() && next.glued();
    let after = next.next();
    let third = after.sign(&[sign]).filter(|_| glued && after.glued());
    if let Some((year, after)) = third.and_then(|(_, next)| self::year(next, true)) {
        return Some((Item::Date(day.value, month.value, Some(year)), after));
    }
    // A third number that is no year: a version, an address, a time behind a day and month.
    if third.is_some_and(|(_, next)| next.number().is_some() && next.glued()) {
        return None;
    }
    let hours = after.glued() && after.sign(&[':', '.']).is_some_and(|(_, n)| n.number().is_some());
    let said = after.is(Word::Unit(Unit::Hour)) || after.one_of(&[Word::Am, Word::Pm]).is_some();
    match sign {
        '-' if !hours && !said && !after.things() => {
            Some((Item::Pair(Clock::whole(day), Clock::whole(month)), after))
        }
        '/' if said => Some((Item::Ask(Ask::Several), after.next())),
        '/' if glued && !hours => {
            let (year, after) = trailing_year(after);
            Some((Item::Date(day.value, month.value, year), after))
        }
        // No time has so many hours.
        '.' if glued && !hours && !said && day.value > 24 && (1..=12).contains(&month.value) => {
            Some((Item::Date(day.value, month.value, None), after))
        }
        _ => None,
    }
}

/// `8 dec`, `8e december 2026`, `achtste van december`
fn named_month(here: Cursor<'_>) -> Found<'_> {
    let (day, next) = match here.word() {
        Some(Word::Ordinal(day)) if day > 0 => (u32::try_from(day).ok()?, here.next().dot()),
        _ => {
            let (day, next) = here.count()?;
            let wide = here.number().is_some_and(|number| number.len > 2);
            (day, if wide { return None } else { next.dot() })
        }
    };
    if let Some((of, after)) = next.skip(&OF).dash().month() {
        let (year, after) = trailing_year(after);
        return Some((Item::Date(day, of, year), after));
    }
    // `8 en 9 december`, `8/9 dec`, `8 t/m 10 december`: more days than one.
    let joint = next.one_of(&[Word::And, Word::Or, Word::Through, Word::To]);
    let joint = joint.or_else(|| next.sign(&['-', '/', ',', '+', '&']).map(|(_, next)| next))?;
    let second = match joint.word() {
        Some(Word::Ordinal(_)) => joint.next(),
        _ => joint.number().filter(|number| number.len <= 2).map(|_| joint.next())?,
    };
    let (_, after) = second.skip(&OF).month().filter(|_| here.number().is_some() || day > 0)?;
    (day <= 31).then(|| (Item::Ask(Ask::Several), trailing_year(after).1))
}

impl Cursor<'_> {
    /// `8-dec-2026`: the place behind a stroke between a day and its month.
    fn dash(self) -> Self {
        let stroke = self.sign(&['-', '/', '.']).filter(|(_, next)| next.month().is_some());
        stroke.map_or(self, |(_, next)| next)
    }
}

/// The year behind a day and a month.
fn trailing_year(here: Cursor<'_>) -> (Option<Year>, Cursor<'_>) {
    let stroke = here.sign(&['-', '/', ',']).map_or(here, |(_, next)| next);
    let next = stroke.skip(&[Word::From, Word::In]);
    match year(next, false) {
        Some((year, after)) => (Some(year), after),
        None => (None, here),
    }
}

/// A year: `2026`, `'26`, `26`, `volgend jaar`. `sure`: nothing else can stand here.
pub fn year(here: Cursor<'_>, sure: bool) -> Option<(Year, Cursor<'_>)> {
    let short = here.sign(&['\'']).map_or(here, |(_, next)| next);
    if let Some(Number { value, len, .. }) = short.number() {
        let after = short.next();
        let clock = after.unit().is_some_and(|(unit, _)| unit == Unit::Hour)
            || (after.glued()
                && after
                    .sign(&['.', ':', '-', ','])
                    .is_some_and(|(_, n)| n.glued() && n.number().is_some()));
        let sound = match len {
            4 => (1900..2200).contains(&value),
            2 => sure || short.at > here.at || (25..=99).contains(&value),
            _ => false,
        };
        let value = if len == 2 { 2000 + value } else { value };
        let year = Year::Number(i16::try_from(value).ok()?);
        return (sound && (sure || !clock) && !after.things()).then_some((year, after));
    }
    let (which, next) = relative(here)?;
    let after = next.eat(Word::Unit(Unit::Year))?;
    let year = match which {
        Which::This => Year::This,
        Which::Next => Year::Next,
        _ => Year::Coming,
    };
    Some((year, after))
}

/// `deze`, `volgende`, `komende`
pub fn relative(here: Cursor<'_>) -> Option<(Which, Cursor<'_>)> {
    let which = match here.skip(&[Word::The]).word()? {
        Word::Deze => Which::This,
        Word::Next => Which::Next,
        Word::Coming => Which::Coming,
        _ => return None,
    };
    Some((which, here.skip(&[Word::The]).next().dot()))
}

/// A day with a name, and one beside it: `2e kerstdag`, `dag na Pasen`, `eerste dinsdag na 1 mei`.
pub fn beside(here: Cursor<'_>) -> Found<'_> {
    if let Some((anchor, after)) = anchor(here, false) {
        return Some((Item::Beside(anchor, Shift::Days(0)), after));
    }
    let first = here.skip(&[Word::The]).eat(Word::Ordinal(1)).unwrap_or(here);
    let weekday = match first.word() {
        Some(Word::Weekday(weekday)) => Some((weekday, first.next().dot())),
        _ => None,
    };
    if let Some((weekday, next)) = weekday {
        let (after, next) = side(next)?;
        let (anchor, end) = anchor(next, true)?;
        let shift = if after { Shift::After(weekday) } else { Shift::Before(weekday) };
        return Some((Item::Beside(anchor, shift), end));
    }
    let (days, next) = if let Some(next) = here.eat(Word::DayAfter) {
        (1, next)
    } else {
        let (count, next) = here.skip(&[Word::The]).count().unwrap_or((1, here.skip(&[Word::The])));
        let (unit, next) = next.unit()?;
        let counted = here.count().is_some();
        match unit {
            Unit::Day => (i32::try_from(count).ok()?, next),
            Unit::Week if counted => (i32::try_from(count).ok()?.checked_mul(7)?, next),
            _ => return None,
        }
    };
    let (after, next) = side(next)?;
    let (anchor, end) = anchor(next, true)?;
    Some((Item::Beside(anchor, Shift::Days(if after { days } else { -days })), end))
}

/// The n-th day of a feast of two days.
fn of_feast(feast: Holiday, nth: i8) -> Option<Holiday> {
    match (feast, nth) {
        (_, 1) => Some(feast),
        (Holiday::Christmas, 2) => Some(Holiday::BoxingDay),
        (Holiday::Easter, 2) => Some(Holiday::EasterMonday),
        (Holiday::Pentecost, 2) => Some(Holiday::PentecostMonday),
        _ => None,
    }
}

/// `na` (true) or `voor`.
fn side(here: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    here.eat(Word::After)
        .map(|next| (true, next))
        .or_else(|| here.eat(Word::Before).map(|next| (false, next)))
}

fn anchor(here: Cursor<'_>, dates: bool) -> Option<(Anchor, Cursor<'_>)> {
    let here = here.skip(&[Word::The]);
    let holiday = |holiday, after| Some((Anchor::Holiday(holiday), after));
    match here.word() {
        Some(Word::Holiday(name)) => return holiday(name, here.next()),
        Some(Word::Feast(feast)) => return holiday(of_feast(feast, 1)?, here.next()),
        Some(Word::Ordinal(n)) => {
            if let Some(Word::Feast(feast)) = here.next().word() {
                return holiday(of_feast(feast, n)?, here.next().next());
            }
        }
        Some(Word::Good) if here.next().is(Word::Weekday(Weekday::Friday)) => {
            return holiday(Holiday::GoodFriday, here.next().next());
        }
        Some(Word::White) if here.next().is(Word::Weekday(Weekday::Thursday)) => {
            return holiday(Holiday::MaundyThursday, here.next().next());
        }
        _ => {}
    }
    match date(here).filter(|_| dates)? {
        (Item::Date(day, month, None), after) => Some((Anchor::Date(day, month), after)),
        _ => None,
    }
}
