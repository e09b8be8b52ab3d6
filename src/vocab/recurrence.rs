//! How is a series named? A rule of RFC 5545, as data and as its text.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter, Write};
use std::str::FromStr;

/// When something happens again. Prints as the text behind `RRULE:`, and is read back from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Recurrence {
    /// The unit that the interval counts.
    pub frequency: Frequency,
    /// Each how many units; at least 1.
    pub interval: u16,
    /// Only in these months, 1 to 12; all when empty.
    pub months: Vec<i8>,
    /// Only on these days of the month; from its end when negative.
    pub month_days: Vec<i8>,
    /// Only on these days of the week.
    pub days: Vec<Nth>,
    /// Of what is left in each unit only these places; from its end when negative.
    pub places: Vec<i16>,
    /// When it is over.
    pub ending: Ending,
}

/// The unit in which a series counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// `DAILY`
    Daily,
    /// `WEEKLY`; weeks begin on Monday.
    Weekly,
    /// `MONTHLY`
    Monthly,
    /// `YEARLY`
    Yearly,
}

/// A day of the week: each, or the n-th of its month or year, from the end when negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nth {
    /// Which; 0 for each.
    pub nth: i8,
    /// The day.
    pub weekday: Weekday,
}

/// When a series is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Not.
    Never,
    /// After so many times.
    Count(u32),
    /// After this moment, to the second.
    Until(Timestamp),
}

/// The text is no rule that is known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no recurrence rule: {0}")]
pub struct NoRule(String);

impl Recurrence {
    /// Each unit, without an end.
    pub fn each(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            places: Vec::new(),
            ending: Ending::Never,
        }
    }
}

const FREQUENCIES: [(Frequency, &str); 4] = [
    (Frequency::Daily, "DAILY"),
    (Frequency::Weekly, "WEEKLY"),
    (Frequency::Monthly, "MONTHLY"),
    (Frequency::Yearly, "YEARLY"),
];

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "MO"),
    (Weekday::Tuesday, "TU"),
    (Weekday::Wednesday, "WE"),
    (Weekday::Thursday, "TH"),
    (Weekday::Friday, "FR"),
    (Weekday::Saturday, "SA"),
    (Weekday::Sunday, "SU"),
];

/// A moment in UTC as RFC 5545 writes it.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

impl Display for Nth {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(f, "{}", self.nth)?;
        }
        f.write_str(name(&DAYS, self.weekday))
    }
}

impl Display for Recurrence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ={}", name(&FREQUENCIES, self.frequency))?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        list(f, "BYMONTH", &self.months)?;
        list(f, "BYMONTHDAY", &self.month_days)?;
        list(f, "BYDAY", &self.days)?;
        list(f, "BYSETPOS", &self.places)?;
        match self.ending {
            Ending::Never => Ok(()),
            Ending::Count(count) => write!(f, ";COUNT={count}"),
            Ending::Until(moment) => write!(f, ";UNTIL={}", moment.strftime(MOMENT)),
        }
    }
}

fn list<T: Display>(f: &mut Formatter<'_>, part: &str, values: &[T]) -> fmt::Result {
    for (n, value) in values.iter().enumerate() {
        if n == 0 {
            write!(f, ";{part}=")?;
        } else {
            f.write_char(',')?;
        }
        write!(f, "{value}")?;
    }
    Ok(())
}

fn name<T: PartialEq>(names: &[(T, &'static str)], value: T) -> &'static str {
    names.iter().find(|(known, _)| *known == value).map_or("", |(_, name)| name)
}

impl FromStr for Recurrence {
    type Err = NoRule;

    fn from_str(text: &str) -> Result<Self, NoRule> {
        let no_rule = || NoRule(text.to_owned());
        let mut frequency = None;
        let mut rule = Self::each(Frequency::Daily);
        for part in text.trim().trim_start_matches("RRULE:").split(';') {
            let (key, value) = part.split_once('=').ok_or_else(no_rule)?;
            rule.set(key, value, &mut frequency).ok_or_else(no_rule)?;
        }
        rule.frequency = frequency.ok_or_else(no_rule)?;
        let weekly = matches!(rule.frequency, Frequency::Daily | Frequency::Weekly);
        if weekly && rule.days.iter().any(|day| day.nth != 0) {
            return Err(no_rule());
        }
        Ok(rule)
    }
}

impl Recurrence {
    /// Takes one part of the text; none when it is wrong, or nothing that is known here.
    fn set(&mut self, key: &str, value: &str, frequency: &mut Option<Frequency>) -> Option<()> {
        match key {
            "FREQ" => *frequency = Some(known(&FREQUENCIES, value)?),
            "INTERVAL" => self.interval = value.parse().ok().filter(|interval| *interval > 0)?,
            "BYMONTH" => self.months = numbers(value, |month: &i8| (1..=12).contains(month))?,
            "BYMONTHDAY" => {
                self.month_days = numbers(value, |day: &i8| *day != 0 && day.abs() <= 31)?;
            }
            "BYDAY" => self.days = value.split(',').map(nth).collect::<Option<_>>()?,
            "BYSETPOS" => {
                self.places = numbers(value, |place: &i16| *place != 0 && place.abs() <= 366)?;
            }
            "WKST" => known(&DAYS, value).filter(|day| *day == Weekday::Monday).map(|_| ())?,
            "COUNT" | "UNTIL" if self.ending != Ending::Never => return None,
            "COUNT" => self.ending = Ending::Count(value.parse().ok().filter(|count| *count > 0)?),
            "UNTIL" => {
                let moment = jiff::civil::DateTime::strptime(MOMENT, value).ok()?;
                self.ending =
                    Ending::Until(moment.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp())?);
            }
            _ => return None,
        }
        Some(())
    }
}

fn known<T: Copy>(names: &[(T, &'static str)], value: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == value).map(|(known, _)| *known)
}

fn numbers<T: FromStr>(value: &str, fits: impl Fn(&T) -> bool) -> Option<Vec<T>> {
    value.split(',').map(|number| number.parse().ok().filter(&fits)).collect()
}

fn nth(text: &str) -> Option<Nth> {
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (nth, day) = text.split_at(at);
    let weekday = known(&DAYS, day)?;
    let nth = match nth {
        "" => 0,
        nth => nth.parse().ok().filter(|nth: &i8| *nth != 0 && nth.abs() <= 53)?,
    };
    Some(Nth { nth, weekday })
}

impl From<Recurrence> for String {
    fn from(rule: Recurrence) -> Self {
        rule.to_string()
    }
}

impl TryFrom<String> for Recurrence {
    type Error = NoRule;

    fn try_from(text: String) -> Result<Self, NoRule> {
        text.parse()
    }
}
