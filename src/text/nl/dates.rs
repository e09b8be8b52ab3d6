//! How are moments and series said in Dutch?

use crate::vocab::{Ask, When};
use jiff::civil::DateTime;

const DAYS: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

/// `dinsdag 8 december 2026, 9.00 uur`
pub fn moment(at: DateTime, _: Option<DateTime>) -> String {
    let day = DAYS[usize::try_from(at.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let month = super::control::month(&at.strftime("%Y-%m").to_string());
    format!("{day} {} {month}, {}", at.day(), time(at))
}

/// `9.00 uur`
pub fn time(at: DateTime) -> String {
    format!("{}.{:02} uur", at.hour(), at.minute())
}

/// The moment, or the series with its first moment.
pub fn moment_or_series(when: &When) -> String {
    match &when.rule {
        Some(rule) => format!("{rule}, voor het eerst op {}", moment(when.start, None)),
        None => moment(when.start, None),
    }
}

/// What must be asked back.
pub fn question(ask: Ask) -> String {
    format!("{ask:?}")
}
