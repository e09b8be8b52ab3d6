//! Which day is it in the Netherlands, and when does the next month's work begin?

use super::holidays;
use crate::vocab::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// From the crate's own data: the machine's could differ from one replica to the next.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
    let bundled = TimeZoneDatabase::bundled().get("Europe/Amsterdam");
    bundled.expect("the bundled zones hold Europe/Amsterdam")
});

/// The day there.
pub fn today(at: Timestamp) -> Date {
    at.to_zoned(ZONE.clone()).date()
}

/// The month there, as `2026-11`.
pub fn month(at: Timestamp) -> String {
    month_of(today(at))
}

/// The month of a day, as `2026-11`.
pub fn month_of(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// `2026-10` of `2026-11`; none of what is no month.
pub fn month_before(month: &str) -> Option<String> {
    let first: Date = format!("{month}-01").parse().ok()?;
    first.yesterday().ok().map(month_of)
}

/// The clock and calendar there.
pub fn local(at: Timestamp) -> DateTime {
    at.to_zoned(ZONE.clone()).datetime()
}

/// The moment of a local time. A time that does not exist moves on by the hour that was skipped; of
/// one that occurs twice it is the first. None at the end of time.
pub fn moment(local: DateTime) -> Option<Timestamp> {
    local.to_zoned(ZONE.clone()).ok().map(|zoned| zoned.timestamp())
}

/// The first moment from here at which a room may be told something unasked: between 7.30 and 20.00.
pub fn by_day(at: Timestamp) -> Timestamp {
    let now = local(at);
    let morning = |date: Date| moment(date.at(7, 30, 0, 0));
    let next = match now.time() {
        time if time < jiff::civil::time(7, 30, 0, 0) => morning(now.date()),
        time if time > jiff::civil::time(20, 0, 0, 0) => {
            now.date().tomorrow().ok().and_then(morning)
        }
        _ => None,
    };
    next.unwrap_or(at)
}

/// The moment of the same day nearest to this one at which a room may be told something unasked.
pub fn near_day(at: Timestamp) -> Timestamp {
    let now = local(at);
    let day = now.time().clamp(jiff::civil::time(7, 30, 0, 0), jiff::civil::time(20, 0, 0, 0));
    moment(now.date().to_datetime(day)).unwrap_or(at)
}

/// The first 9.00 on the first working day of a month after this moment; none at the end of time.
pub fn next_working_month(after: Timestamp) -> Option<Timestamp> {
    let this = today(after).first_of_month();
    let months = [Some(this), this.checked_add(1.month()).ok()];
    first_after(
        after,
        months.into_iter().flatten().filter_map(working).map(|day| day.at(9, 0, 0, 0)),
    )
}

/// The first four o'clock in the night after this moment; none at the end of time.
pub fn next_night(after: Timestamp) -> Option<Timestamp> {
    let today = today(after);
    let nights = [Some(today), today.tomorrow().ok()];
    first_after(after, nights.into_iter().flatten().map(|day| day.at(4, 0, 0, 0)))
}

fn first_after(after: Timestamp, times: impl Iterator<Item = DateTime>) -> Option<Timestamp> {
    times.filter_map(moment).find(|moment| *moment > after)
}

/// The first day from here that is no weekend and no holiday.
pub fn working(from: Date) -> Option<Date> {
    let weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    from.series(1.day()).find(|day| !weekend(day) && !holidays::closed(*day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_month_begins_on_its_first_working_day_at_nine() {
        for (after, expected) in [
            ("2026-11-23T09:00:00Z", "2026-12-01T08:00:00Z"),
            ("2026-12-01T07:59:59Z", "2026-12-01T08:00:00Z"),
            // New Year's Day is a Friday in 2027, and a weekend follows.
            ("2026-12-01T08:00:00Z", "2027-01-04T08:00:00Z"),
            ("2027-01-02T12:00:00Z", "2027-01-04T08:00:00Z"),
            // Saturday; and summer time.
            ("2027-04-15T12:00:00Z", "2027-05-03T07:00:00Z"),
            // Easter Monday.
            ("2029-03-15T12:00:00Z", "2029-04-03T07:00:00Z"),
        ] {
            let next = next_working_month(after.parse().unwrap()).unwrap();
            assert_eq!(next.to_string(), expected, "after {after}");
        }
    }

    #[test]
    fn the_next_night_is_at_four_there() {
        for (after, expected) in [
            ("2026-11-23T09:00:00Z", "2026-11-24T03:00:00Z"),
            ("2026-11-24T02:59:59Z", "2026-11-24T03:00:00Z"),
            ("2026-11-24T03:00:00Z", "2026-11-25T03:00:00Z"),
            // The nights in which summer time begins and ends.
            ("2027-03-27T12:00:00Z", "2027-03-28T02:00:00Z"),
            ("2027-10-30T12:00:00Z", "2027-10-31T03:00:00Z"),
        ] {
            let next = next_night(after.parse().unwrap()).unwrap();
            assert_eq!(next.to_string(), expected, "after {after}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_there() {
        let at: Timestamp = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!((today(at).to_string(), month(at)), ("2027-01-01".into(), "2027-01".into()));
        assert_eq!(month_before("2027-01").as_deref(), Some("2026-12"));
        assert_eq!(month_before("2027-13"), None);
    }
}
