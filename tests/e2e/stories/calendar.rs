//! Do calendar programs read in the bot's files what the planner meant? Two parsers that are not ours.

use crate::python::Python;
use jiff::civil::date;
use meldmaat::text::calendar::ics;
use meldmaat::vocab::{CalendarEntry, Span};
use serde_json::{Value, json};

/// A session of ninety minutes from 13:30 on.
fn session((year, month, day): (i16, i8, i8)) -> CalendarEntry {
    let day = date(year, month, day);
    CalendarEntry {
        uid: "7@meldmaat".into(),
        sequence: 0,
        stamp: "2026-05-01T08:30:00Z".parse().expect("a fixed moment"),
        cancelled: false,
        span: Span { start: day.at(13, 30, 0, 0), end: day.at(15, 0, 0, 0) },
        title: "Oefenen met de meldcode".into(),
        place: None,
        description: None,
        file: "sessie.ics".into(),
    }
}

/// What must be read in the file of [`session`] on a day, which has this offset from UTC.
fn expected(day: &str, offset: &str, utc: &str) -> Value {
    json!({
        "method": "PUBLISH",
        "components": ["VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT"],
        "uid": "7@meldmaat",
        "sequence": 0,
        "stamp": "2026-05-01T08:30:00+00:00",
        "zone": "Europe/Amsterdam",
        "start": format!("{day}T13:30:00{offset}"),
        "end": format!("{day}T15:00:00{offset}"),
        "summary": "Oefenen met de meldcode",
        "location": null,
        "description": null,
        "url": null,
        "conference": null,
        "status": "CONFIRMED",
        "transp": "OPAQUE",
        "people": ["ORGANIZER"],
        "extensions": [],
        "utc": format!("{day}T{utc}:00+00:00"),
    })
}

/// Has both parsers read the entries and compares every field.
fn assert_read(cases: &[(&str, CalendarEntry, Value)]) {
    let readers = Python::start("readback/calendars.py", &[]);
    let files: Vec<String> = cases.iter().map(|(_, entry, _)| ics(entry)).collect();
    let read = readers.ask(json!({"files": files})).expect("both parsers read every file");
    for ((name, _, expected), read) in cases.iter().zip(read.as_array().expect("a list")) {
        for reader in ["icalendar", "thunderbird"] {
            assert_eq!(&read[reader], expected, "{name}, read by {reader}");
        }
    }
}

#[test]
fn a_session_is_at_the_right_moment_in_summer_and_winter() {
    let winter = |day: &str| expected(day, "+01:00", "12:30");
    let summer = |day: &str| expected(day, "+02:00", "11:30");
    assert_read(&[
        ("July", session((2026, 7, 7)), summer("2026-07-07")),
        ("December", session((2026, 12, 8)), winter("2026-12-08")),
        ("before summer time", session((2027, 3, 27)), winter("2027-03-27")),
        ("the day it begins", session((2027, 3, 28)), summer("2027-03-28")),
        ("its last day", session((2027, 10, 30)), summer("2027-10-30")),
        ("the day it ends", session((2027, 10, 31)), winter("2027-10-31")),
        ("years ahead", session((2035, 7, 3)), summer("2035-07-03")),
    ]);
}

#[test]
fn texts_links_and_a_cancellation_arrive_as_they_were_meant() {
    const LINK: &str = "https://video.example/kamer?a=1,2;b=3#d";
    let winter = |fields: Value| {
        let mut all = expected("2026-12-08", "+01:00", "12:30");
        for (name, value) in fields.as_object().expect("fields") {
            all[name] = value.clone();
        }
        all
    };
    let entry = session((2026, 12, 8));
    let long = "Één casus, twee vragen; neem de map mee ☕ 👩‍👧 ".repeat(20);
    assert_read(&[
        (
            "special characters and line ends",
            CalendarEntry {
                title: r"Stap 1, 2; en C:\nieuw \, \\ “dag”: één".into(),
                place: Some("Zaal 2; Markt 1, Utrecht".into()),
                description: Some("Neem mee:\r\n- de map\n\n- \"koffie\" ☕".into()),
                ..entry.clone()
            },
            winter(json!({
                "summary": r"Stap 1, 2; en C:\nieuw \, \\ “dag”: één",
                "location": "Zaal 2; Markt 1, Utrecht",
                "description": "Neem mee:\n- de map\n\n- \"koffie\" ☕",
            })),
        ),
        (
            "long lines",
            CalendarEntry { title: long.clone(), description: Some(long.clone()), ..entry.clone() },
            winter(json!({"summary": long, "description": long})),
        ),
        (
            "a title that would be an alarm",
            CalendarEntry {
                title: "a\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\u{2028}END:VALARM\u{85}\0b".into(),
                ..entry.clone()
            },
            winter(json!({"summary": "a\nBEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM\nb"})),
        ),
        (
            "a place on the web",
            CalendarEntry { place: Some(LINK.into()), ..entry.clone() },
            winter(json!({"location": LINK, "url": LINK, "conference": LINK})),
        ),
        (
            "cancelled",
            CalendarEntry { sequence: 3, cancelled: true, ..entry },
            winter(json!({
                "method": "CANCEL",
                "sequence": 3,
                "status": "CANCELLED",
                "transp": "TRANSPARENT",
            })),
        ),
    ]);
}
