//! What does a session hold that was typed in one line, and which dates does it name?

use crate::engine::audience::{QUOTES, after_word};
use crate::engine::dates as reading;
use crate::engine::fold::fold;
use crate::vocab::{Ask, Field, Span, Timestamp, When};
use jiff::ToSpan;
use jiff::civil::DateTime;

/// A session as it was typed.
#[derive(Debug, Default, PartialEq)]
pub struct Typed {
    pub title: String,
    /// Every date that was named, or what stands in the way.
    pub when: Option<Result<Dates, Ask>>,
    pub place: Option<String>,
    pub audience: Option<String>,
    pub capacity: Option<u32>,
    pub speaker: Option<String>,
    pub material: Option<String>,
    /// What was not understood.
    pub leftover: Vec<String>,
}

/// The dates of one programme.
#[derive(Debug, PartialEq)]
pub struct Dates {
    /// In order.
    pub spans: Vec<Span>,
    /// Whether no end was named.
    pub end_guessed: bool,
    /// Whether the series goes on after the last of these.
    pub more: bool,
}

/// So far ahead a series is planned, and so many dates of it.
const AHEAD_DAYS: i64 = 366;
const MOST_DATES: usize = 26;

/// How long a session takes whose end nobody named, in minutes.
const LENGTH: i64 = 90;

/// `"Meldcode en ouderen" di 8 dec 9.30-11.00 in zaal 2 voor regio twente, max 30`.
pub fn read(rest: &str, now: Timestamp) -> Typed {
    let rest = rest.trim();
    let (title, rest) = quoted(rest).unwrap_or(("", rest));
    let (title, dates, tail) = match (title.is_empty(), dates(rest, now)) {
        (_, Some((dates, tail))) => (title.to_owned(), Some(dates), tail),
        (true, None) => match untitled(rest, now) {
            Some((title, dates, tail)) => (title, Some(dates), tail),
            None => return Typed { title: rest.to_owned(), ..Typed::default() },
        },
        (false, None) => (title.to_owned(), None, rest),
    };
    let mut found = Typed { title, when: dates, ..Typed::default() };
    for (field, text) in parts(tail) {
        fill(&mut found, field, text);
    }
    found
}

/// What stands between quotes at the front, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(QUOTES)?;
    let (title, rest) = inside.split_once(QUOTES)?;
    Some((title.trim(), rest.trim_start_matches([',', ':', ' '])))
}

/// A title without quotes ends where a moment begins.
fn untitled(rest: &str, now: Timestamp) -> Option<(String, Result<Dates, Ask>, &str)> {
    let starts = rest.char_indices().filter(|(at, c)| *at > 0 && c.is_whitespace());
    starts.map(|(at, _)| at).find_map(|at| {
        let (title, moment) = rest.split_at(at);
        let (dates, tail) = dates(moment.trim_start(), now)?;
        dates.is_ok().then(|| (title.trim_matches([' ', ',', ':']).to_owned(), dates, tail))
    })
}

/// The dates at the front of a text, and what follows them.
pub fn dates(text: &str, now: Timestamp) -> Option<(Result<Dates, Ask>, &str)> {
    let text = after_word(text, "naar").unwrap_or(text);
    let text = after_word(text, "op").unwrap_or(text);
    let (reading, mut tail) = reading::leading(text, now)?;
    let first = match reading.when {
        Ok(when) => when,
        Err(ask) => return Some((Err(ask), tail)),
    };
    let mut found = expand(first, now);
    // "en do 10 dec 13.00": another date of the same programme.
    while let Ok(dates) = &mut found {
        let next = after_word(tail, "en").unwrap_or(tail).trim_start_matches([',', '+', '&', ' ']);
        let Some((Ok(when), rest)) = reading::leading(next, now).map(|(r, rest)| (r.when, rest))
        else {
            break;
        };
        match expand(when, now) {
            Ok(more) => {
                dates.spans.extend(more.spans);
                dates.end_guessed |= more.end_guessed;
                dates.more |= more.more;
            }
            Err(ask) => found = Err(ask),
        }
        tail = rest;
    }
    if let Ok(dates) = &mut found {
        dates.spans.sort_unstable();
        dates.spans.dedup();
        dates.more |= dates.spans.len() > MOST_DATES;
        dates.spans.truncate(MOST_DATES);
    }
    Some((found, tail))
}

/// The dates of a text that says nothing else.
///
/// # Errors
/// They are not clear, or, with the part that nothing was made of, there is more.
pub fn only_dates(text: &str, now: Timestamp) -> Result<Result<Dates, Ask>, String> {
    if let Some((found, "")) = dates(text, now) {
        return Ok(found);
    }
    // What is not known may stand before the moment, too.
    let reading = reading::read(text, now);
    match reading.leftover.first().and_then(|span| text.get(span.clone())) {
        Some(strange) if reading.when.is_ok() => Err(strange.to_owned()),
        _ => Ok(reading.when.and_then(|when| expand(when, now))),
    }
}

/// Every date of a moment or series, within a year.
fn expand(when: When, now: Timestamp) -> Result<Dates, Ask> {
    let length = when.end.and_then(|end| when.start.until(end).ok());
    let length = length.unwrap_or_else(|| LENGTH.minutes());
    let span = |start: DateTime| Span { start, end: start.saturating_add(length) };
    let end_guessed = when.end.is_none();
    let Some(rule) = &when.rule else {
        return Ok(Dates { spans: vec![span(when.start)], end_guessed, more: false });
    };
    let last = when.start.saturating_add(AHEAD_DAYS.days());
    let mut starts =
        rule.occurrences(when.start).filter(|start| reading::moment(*start) > Some(now));
    let spans: Vec<Span> =
        starts.by_ref().take_while(|start| *start <= last).take(MOST_DATES).map(span).collect();
    let more = spans.len() == MOST_DATES && starts.next().is_some();
    match spans.is_empty() {
        true => Err(Ask::NoOccurrence),
        false => Ok(Dates { spans, end_guessed, more }),
    }
}

/// The parts behind the dates, each with what it is about.
fn parts(tail: &str) -> Vec<(Option<Field>, &str)> {
    let mut parts: Vec<(Option<Field>, usize, usize)> = Vec::new();
    let mut quoted = false;
    let mut fresh = true;
    let mut at = 0;
    for word in tail.split_inclusive(char::is_whitespace) {
        let bare = fold(word.trim_matches([' ', ',', ';', ':', '\n']));
        let field = match bare.as_str() {
            "voor" => Some(Field::Audience),
            "max" | "maximaal" | "maximum" => Some(Field::Capacity),
            "door" | "spreker" => Some(Field::Speaker),
            "materiaal" => Some(Field::Material),
            "in" | "op" | "bij" | "via" | "te" | "online" | "locatie" if fresh => {
                Some(Field::Place)
            }
            bare if fresh && bare.starts_with("http") => Some(Field::Place),
            _ => None,
        };
        let known = |field| parts.iter().any(|(known, ..)| *known == Some(field));
        let field = field.filter(|field| !quoted && !known(*field));
        if field.is_some() || parts.is_empty() {
            // "online" and a link are the place itself.
            let whole = bare == "online" || bare.starts_with("http") || field.is_none();
            parts.push((field, at, if whole { at } else { at + word.len() }));
        }
        quoted ^= word.matches(QUOTES).count() % 2 == 1;
        at += word.len();
        fresh = word.trim_end().ends_with([',', ';']);
    }
    let ends: Vec<usize> = parts.iter().skip(1).map(|part| part.1).chain([tail.len()]).collect();
    let trim = |text: &'_ str| -> (usize, usize) {
        let start = text.len() - text.trim_start_matches([' ', ',', ';', ':', '\n', '\t']).len();
        (start, text.trim_end_matches([' ', ',', ';', ':', '\n', '\t']).len())
    };
    let cut = |(part, end): (&(Option<Field>, usize, usize), usize)| {
        let text = tail.get(part.2..end)?;
        let (from, to) = trim(text);
        Some((part.0, text.get(from..to).unwrap_or("")))
    };
    parts.iter().zip(ends).filter_map(cut).filter(|(_, text)| !text.is_empty()).collect()
}

fn fill(found: &mut Typed, field: Option<Field>, text: &str) {
    let text = text.trim_matches(QUOTES).trim();
    match field {
        Some(Field::Audience) => found.audience = Some(text.to_owned()),
        Some(Field::Speaker) => found.speaker = Some(text.to_owned()),
        Some(Field::Material) => found.material = Some(text.to_owned()),
        Some(Field::Capacity) => match capacity(text) {
            Some(most) => found.capacity = Some(most),
            None => found.leftover.push(text.to_owned()),
        },
        // Between the dates and "voor" stands a place, whatever it begins with.
        Some(Field::Place) | None if found.place.is_none() => found.place = Some(text.to_owned()),
        Some(Field::Place | Field::Title | Field::When) | None => {
            found.leftover.push(text.to_owned());
        }
    }
}

/// `30`, `30 mensen`, `30 plekken`.
pub fn capacity(text: &str) -> Option<u32> {
    let digits = text.split_whitespace().next()?.trim_end_matches([',', '.']);
    digits.parse().ok().filter(|most| (1..=100_000).contains(most))
}
