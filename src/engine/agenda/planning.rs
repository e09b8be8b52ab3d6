//! When does a series come next? Local times; a public holiday can skip or move it.

use crate::engine::{calendar, holidays};
use crate::vocab::{OnHoliday, Timestamp, When};
use jiff::civil::DateTime;

/// An occurrence as the series has it, and the moment at which it is said.
#[derive(Debug, PartialEq, Eq)]
pub struct Next {
    pub occurrence: DateTime,
    pub due: Timestamp,
}

/// The first occurrence after one, that is said after a moment too; `None` when the series is over.
pub fn next(
    when: &When,
    on_holiday: OnHoliday,
    after: Option<DateTime>,
    now: Timestamp,
) -> Option<Next> {
    let mut occurrences = occurrences(when)
        .skip_while(|occurrence| after.is_some_and(|after| *occurrence <= after))
        .peekable();
    while let Some(occurrence) = occurrences.next() {
        let said = match on_holiday {
            _ if !holidays::closed(occurrence.date()) => occurrence,
            OnHoliday::AsUsual => occurrence,
            OnHoliday::Skip => continue,
            OnHoliday::Move => calendar::working(occurrence.date())?.to_datetime(occurrence.time()),
        };
        // What moved to the day of the next one, or past it, is said once.
        if said != occurrence && occurrences.peek().is_some_and(|next| *next <= said) {
            continue;
        }
        let due = calendar::moment(said)?;
        if due > now {
            return Some(Next { occurrence, due });
        }
    }
    None
}

fn occurrences(when: &When) -> Box<dyn Iterator<Item = DateTime>> {
    match &when.rule {
        Some(rule) => Box::new(rule.occurrences(when.start)),
        None => Box::new(std::iter::once(when.start)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(rule: &str, start: &str, on_holiday: OnHoliday, count: usize) -> Vec<String> {
        let start: DateTime = start.parse().unwrap();
        let when = When { start, end: None, rule: rule.parse().ok() };
        let mut after = None;
        let mut out = Vec::new();
        while out.len() < count
            && let Some(found) = next(&when, on_holiday, after, Timestamp::UNIX_EPOCH)
        {
            out.push(calendar::local(found.due).strftime("%a %-d %b %H.%M").to_string());
            after = Some(found.occurrence);
        }
        out
    }

    #[test]
    fn a_public_holiday_is_as_usual_skipped_or_moved() {
        // The Monday of Easter 2027 is 29 March.
        let mondays =
            |on_holiday| moments("FREQ=WEEKLY;BYDAY=MO", "2027-03-22T09:00", on_holiday, 3);
        assert_eq!(
            mondays(OnHoliday::AsUsual),
            ["Mon 22 Mar 09.00", "Mon 29 Mar 09.00", "Mon 5 Apr 09.00"]
        );
        assert_eq!(
            mondays(OnHoliday::Skip),
            ["Mon 22 Mar 09.00", "Mon 5 Apr 09.00", "Mon 12 Apr 09.00"]
        );
        assert_eq!(
            mondays(OnHoliday::Move),
            ["Mon 22 Mar 09.00", "Tue 30 Mar 09.00", "Mon 5 Apr 09.00"]
        );
    }

    #[test]
    fn what_moves_onto_the_next_one_is_said_once() {
        let days = moments("FREQ=DAILY", "2027-03-26T09:00", OnHoliday::Move, 4);
        assert_eq!(
            days,
            ["Fri 26 Mar 09.00", "Sat 27 Mar 09.00", "Tue 30 Mar 09.00", "Wed 31 Mar 09.00"]
        );
    }

    #[test]
    fn one_moment_comes_once_and_never_when_it_has_passed() {
        let when = When { start: "2027-03-28T02:30".parse().unwrap(), end: None, rule: None };
        let first = next(&when, OnHoliday::Skip, None, Timestamp::UNIX_EPOCH);
        // Easter Sunday is skipped, if that was asked for.
        assert_eq!(first, None);
        let first = next(&when, OnHoliday::AsUsual, None, Timestamp::UNIX_EPOCH).unwrap();
        // That night the clock goes from two to three.
        assert_eq!(first.due.to_string(), "2027-03-28T01:30:00Z");
        assert_eq!(next(&when, OnHoliday::AsUsual, Some(first.occurrence), first.due), None);
        assert_eq!(next(&when, OnHoliday::AsUsual, None, first.due), None);
    }
}
