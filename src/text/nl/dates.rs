//! How does the bot name a moment or a series, and what does it ask when it cannot tell which?

use super::{enumeration, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Ask, DateWords, Daypart, Ending, Frequency, Nth, Recurrence, Timestamp, When};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;

/// The blocks of what was read from a phrase.
pub fn dates(words: &DateWords) -> Vec<Block> {
    let mut blocks = vec![match &words.when {
        Ok(when) => Block::Paragraph(vec![strong(moment_or_series(when))]),
        Err(ask) => paragraph(question(*ask)),
    }];
    if !words.leftover.is_empty() {
        let typed: Vec<String> =
            words.leftover.iter().map(|typed| format!("\u{201c}{typed}\u{201d}")).collect();
        let line = format!("Niet begrepen: {}.", typed.join(", "));
        blocks.push(Block::Paragraph(vec![text(line)] as Vec<Inline>));
    }
    blocks
}

/// Which of the two did somebody mean?
pub fn either(both: &[When; 2]) -> Vec<Block> {
    vec![
        paragraph("Welk moment bedoel je? Antwoord met een nummer:"),
        Block::Numbered(both.iter().map(|when| vec![text(moment_or_series(when))]).collect()),
        paragraph("Geen van beide? Typ het moment dan anders."),
    ]
}

pub fn moment_or_series(when: &When) -> String {
    match &when.rule {
        None => moment(when.start, when.end),
        Some(rule) => {
            let end = when.end.filter(|end| end.date() == when.start.date());
            let hours = hours(when.start.time(), end.map(DateTime::time));
            let first = day(when.start.date());
            format!("{}, {hours}, voor het eerst op {first}{}", each(rule), ending(rule.ending))
        }
    }
}

/// `dinsdag 8 december 2026, 9.30-11.00 uur`
pub fn moment(start: DateTime, end: Option<DateTime>) -> String {
    match end {
        Some(end) if end.date() != start.date() => {
            format!("{} tot {}", moment(start, None), moment(end, None))
        }
        end => format!("{}, {}", day(start.date()), hours(start.time(), end.map(DateTime::time))),
    }
}

/// `9.30-11.00 uur`
pub(super) fn hours(start: Time, end: Option<Time>) -> String {
    match end {
        Some(end) => format!("{}-{} uur", time(start), time(end)),
        None => format!("{} uur", time(start)),
    }
}

/// `11.30 uur`
pub(super) fn clock(time: Time) -> String {
    hours(time, None)
}

/// `9.30`
fn time(time: Time) -> String {
    format!("{}.{:02}", time.hour(), time.minute())
}

/// A day that is not far: `dinsdag 8 december`.
pub(super) fn near(day: Date) -> String {
    format!("{} {} {}", weekday(day.weekday()), day.day(), month(day.month()))
}

/// `dinsdag 8 december, 9.30-11.00 uur`, on one day; with the year where that matters.
pub(super) fn on(start: DateTime, end: Option<DateTime>, year: bool) -> String {
    match end.is_some_and(|end| end.date() != start.date()) || year {
        true => moment(start, end),
        false => {
            format!("{}, {}", near(start.date()), hours(start.time(), end.map(DateTime::time)))
        }
    }
}

/// `dinsdag 8 december 2026`
pub(super) fn day(day: Date) -> String {
    format!("{} {}", weekday(day.weekday()), date(day))
}

/// `8 december 2026`
fn date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "maandag",
        Weekday::Tuesday => "dinsdag",
        Weekday::Wednesday => "woensdag",
        Weekday::Thursday => "donderdag",
        Weekday::Friday => "vrijdag",
        Weekday::Saturday => "zaterdag",
        Weekday::Sunday => "zondag",
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

pub fn month(month: i8) -> &'static str {
    usize::from(month.unsigned_abs()).checked_sub(1).and_then(|at| MONTHS.get(at)).unwrap_or(&"")
}

/// The rule in words, without its end: `elke 2e donderdag van de maand`.
fn each(rule: &Recurrence) -> String {
    let words = match rule.frequency {
        Frequency::Daily => every(rule.interval, "dag", "dagen"),
        Frequency::Weekly => weekly(rule),
        Frequency::Monthly => monthly(rule),
        Frequency::Yearly => yearly(rule),
    };
    words.unwrap_or_else(|| format!("volgens de regel {rule}"))
}

/// `elke dag`, `elke 2 dagen`
fn every(interval: u16, one: &str, more: &str) -> Option<String> {
    Some(if interval == 1 { format!("elke {one}") } else { format!("elke {interval} {more}") })
}

fn weekly(rule: &Recurrence) -> Option<String> {
    let days: Vec<&str> = rule.days.iter().map(|nth| weekday(nth.weekday)).collect();
    let days = if workdays(rule) {
        "werkdag".to_owned()
    } else {
        (!days.is_empty()).then(|| enumeration(&days))?
    };
    match rule.interval {
        1 => Some(format!("elke {days}")),
        _ => Some(format!("{} op {days}", every(rule.interval, "week", "weken")?)),
    }
}

fn workdays(rule: &Recurrence) -> bool {
    let days = rule.days.iter().map(|nth| nth.weekday.to_monday_zero_offset());
    rule.days.len() == 5 && days.eq(0..5)
}

fn monthly(rule: &Recurrence) -> Option<String> {
    let days = numbered(rule)?;
    match rule.interval {
        1 => Some(format!("elke {days} van de maand")),
        _ => {
            Some(format!("{} op de {days} van de maand", every(rule.interval, "maand", "maanden")?))
        }
    }
}

/// The days of a month that a rule numbers: `2e donderdag`, `laatste werkdag`, `15e`.
fn numbered(rule: &Recurrence) -> Option<String> {
    if let ([n], []) = (rule.month_days.as_slice(), rule.days.as_slice()) {
        return Some(if *n < 0 { format!("{} dag", nth((*n).into())) } else { nth((*n).into()) });
    }
    if workdays(rule) && !rule.places.is_empty() {
        let places: Vec<String> = rule.places.iter().map(|place| nth(*place)).collect();
        return Some(format!("{} werkdag", enumeration(&places)));
    }
    let Nth { weekday: name, .. } = rule.days.first()?;
    let same = rule.days.iter().all(|day| day.weekday == *name && day.nth != 0);
    let places: Vec<String> = rule.days.iter().map(|day| nth(day.nth.into())).collect();
    let sound = same && rule.places.is_empty() && rule.month_days.is_empty();
    sound.then(|| format!("{} {}", enumeration(&places), weekday(*name)))
}

/// `2e`, `laatste`
fn nth(n: i16) -> String {
    match n {
        -1 => "laatste".to_owned(),
        -2 => "voorlaatste".to_owned(),
        n if n < 0 => format!("{}e van achteren", -n),
        n => format!("{n}e"),
    }
}

fn yearly(rule: &Recurrence) -> Option<String> {
    let [in_month] = rule.months.as_slice() else { return None };
    let in_month = month(*in_month);
    let on = match (rule.month_days.as_slice(), rule.days.as_slice()) {
        ([day], []) if *day > 0 => format!("{day} {in_month}"),
        _ => format!("de {} van {in_month}", numbered(rule)?),
    };
    Some(format!(
        "{} op {on}",
        every(rule.interval, "jaar", "jaar")?.replace("elke jaar", "elk jaar")
    ))
}

fn ending(ending: Ending) -> String {
    match ending {
        Ending::Never => String::new(),
        Ending::Count(1) => ", 1 keer".to_owned(),
        Ending::Count(count) => format!(", {count} keer"),
        Ending::Until(until) => format!(", tot en met {}", day(last_day(until))),
    }
}

/// A Dutch day is over before it is midnight in UTC, so that is the same day.
fn last_day(until: Timestamp) -> Date {
    until.to_zoned(TimeZone::UTC).date()
}

/// `dinsdag, woensdag en donderdag`
/// What the bot asks back, in one sentence.
pub fn question(ask: Ask) -> String {
    match ask {
        Ask::NoDay => "Welke dag en tijd bedoel je?".to_owned(),
        Ask::NoTime => "Hoe laat bedoel je?".to_owned(),
        Ask::Days([a, b]) => format!("Bedoel je {} of {}?", day(a), day(b)),
        Ask::Past(at) => {
            format!("Dat is al geweest ({}): welk moment bedoel je?", moment(at, None))
        }
        Ask::Gone => "Dat is al geweest: welk moment bedoel je?".to_owned(),
        Ask::Behind { last, next: Some(next) } if next != last => {
            format!("Dat is al geweest ({}): bedoel je {}?", day(last), day(next))
        }
        Ask::Behind { last, .. } => {
            format!("Dat is al geweest ({}): welke dag bedoel je?", day(last))
        }
        Ask::HalfDay([a, b]) => format!("Bedoel je {} of {} uur?", time(a), time(b)),
        Ask::Night([a, b]) => format!("Bedoel je {} of {}?", moment(a, None), moment(b, None)),
        Ask::OutsideDaypart(part) => {
            format!("Die tijd ligt niet in de {}: hoe laat bedoel je?", daypart(part))
        }
        Ask::NoSuchTime { hour, minute } => {
            format!("{hour}.{minute:02} uur bestaat niet: hoe laat bedoel je?")
        }
        Ask::NoSuchWeek { week, year } => {
            format!("{year} heeft geen week {week}: welke week bedoel je?")
        }
        Ask::NoSuchDate { day, month, year } => no_such_date(day, month, year),
        Ask::OtherWeekday(on) => {
            format!("{} is een {}: welke dag bedoel je?", date(on), weekday(on.weekday()))
        }
        Ask::DateOrTime { date, from } => {
            format!("Bedoel je de datum {}, of een tijd vanaf {} uur?", day(date), time(from))
        }
        Ask::EndsFirst { start, end } => format!(
            "Het eind ({} uur) ligt niet na het begin ({} uur): hoe laat bedoel je?",
            time(end),
            time(start)
        ),
        _ => unclear(ask).to_owned(),
    }
}

/// What is asked without naming anything of what was read.
fn unclear(ask: Ask) -> &'static str {
    match ask {
        Ask::Several => "Ik lees meer dan één moment: welk bedoel je?",
        Ask::Bound => "Ik lees alleen vanaf of tot wanneer: welk moment bedoel je precies?",
        Ask::Period => "Welke dag in die tijd bedoel je?",
        Ask::Vague => "Welke dag en tijd bedoel je precies?",
        Ask::SchoolHoliday => {
            "Schoolvakanties verschillen per regio en per jaar: welke datum bedoel je?"
        }
        Ask::Exceptions => "Uitzonderingen kan ik niet lezen: welke dagen bedoel je wel?",
        Ask::EvenWeeks => {
            "Even en oneven weken lopen niet elk jaar door: bedoel je om de week, en vanaf welke \
             datum?"
        }
        Ask::EveryNth => {
            "Bedoel je om de zoveel weken, of een vaste dag, zoals de 2e dinsdag van de maand?"
        }
        Ask::MonthEnd => "Die dag is er niet altijd: bedoel je de laatste dag van de maand?",
        Ask::MovingDay => "Die dag valt elk jaar anders: welke datum bedoel je?",
        Ask::SeriesWithoutDay => {
            "Op welke dag is dat, bijvoorbeeld elke dinsdag of elke 2e dinsdag van de maand?"
        }
        Ask::NoOccurrence => "Er valt geen enkele keer in die tijd: welke dagen bedoel je?",
        _ => "Een deel over de tijd begrijp ik niet: hoe kun je het anders schrijven?",
    }
}

fn no_such_date(day: u32, number: u32, year: i16) -> String {
    let name = i8::try_from(number).map_or("", month);
    match name {
        "" => format!("{day}-{number} bestaat niet: welke datum bedoel je?"),
        name => format!("{day} {name} {year} bestaat niet: welke datum bedoel je?"),
    }
}

fn daypart(part: Daypart) -> &'static str {
    match part {
        Daypart::Morning => "ochtend",
        Daypart::Afternoon => "middag",
        Daypart::Evening => "avond",
        Daypart::Night => "nacht",
    }
}
