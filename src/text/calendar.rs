//! What stands in the calendar file of a session? iCalendar (RFC 5545), for every calendar program.
//!
//! Own code: the crate `icalendar` writes the moment of writing (DTSTAMP) and a random UID into every
//! component, also into the rules of a VTIMEZONE where neither may stand, and keeps carriage returns
//! and control characters.

use crate::vocab::CalendarEntry;

/// The most octets that a line may have, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// Who organises it must stand there (RFC 5546, 3.2.1), and the bot has no mailbox: what programs write and
/// take for "no address".
const NOBODY: &str = "invalid:nomail";

/// The zone of every session, as the law has it since 1996.
const AMSTERDAM: [(&str, &str); 16] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", "Europe/Amsterdam"),
    ("BEGIN", "DAYLIGHT"),
    ("TZOFFSETFROM", "+0100"),
    ("TZOFFSETTO", "+0200"),
    ("TZNAME", "CEST"),
    ("DTSTART", "19960331T020000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("END", "DAYLIGHT"),
    ("BEGIN", "STANDARD"),
    ("TZOFFSETFROM", "+0200"),
    ("TZOFFSETTO", "+0100"),
    ("TZNAME", "CET"),
    ("DTSTART", "19961027T030000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ("END", "STANDARD"),
];

/// The file that puts the session in a calendar, or takes it out again: UTF-8, lines that end in
/// CRLF and have at most 75 octets. Whatever stands in the entry's texts, it stays text.
pub fn ics(entry: &CalendarEntry) -> String {
    // Who still sees a cancelled session is not kept busy by it.
    let (method, status, transparency) = match entry.cancelled {
        false => ("PUBLISH", "CONFIRMED", "OPAQUE"),
        true => ("CANCEL", "CANCELLED", "TRANSPARENT"),
    };
    let mut file = Lines(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("PRODID", "-//Meldmaat//Meldmaat//NL");
    file.line("VERSION", "2.0");
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", method);
    for (name, value) in AMSTERDAM {
        file.line(name, value);
    }
    file.line("END", "VTIMEZONE");
    file.line("BEGIN", "VEVENT");
    file.line("UID", &escaped(&entry.uid));
    file.line("SEQUENCE", &entry.sequence.to_string());
    file.line("DTSTAMP", &entry.stamp.strftime("%Y%m%dT%H%M%SZ").to_string());
    for (name, moment) in [("DTSTART", entry.span.start), ("DTEND", entry.span.end)] {
        let local = moment.strftime("%Y%m%dT%H%M%S").to_string();
        file.line(&format!("{name};TZID=Europe/Amsterdam"), &local);
    }
    file.line("ORGANIZER;CN=Meldmaat", NOBODY);
    file.line("SUMMARY", &escaped(&entry.title));
    if let Some(place) = &entry.place {
        file.line("LOCATION", &escaped(place));
        if is_link(place) {
            file.line("URL", place);
            file.line("CONFERENCE;VALUE=URI", place);
        }
    }
    if let Some(description) = &entry.description {
        file.line("DESCRIPTION", &escaped(description));
    }
    file.line("STATUS", status);
    file.line("TRANSP", transparency);
    file.line("END", "VEVENT");
    file.line("END", "VCALENDAR");
    file.0
}

/// Whether the text is a web address and nothing else, so that it may stand in a file as it is.
fn is_link(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
        && text.chars().all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c))
}

/// The text as a TEXT value (RFC 5545, 3.3.11), on one line and without control characters.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => value.extend(['\\', char]),
            // All that some reader may take for the end of a line.
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                value.push_str("\\n");
            }
            '\t' => value.push(' '),
            _ if char.is_control() => {}
            _ => value.push(char),
        }
    }
    value
}

/// The lines of a file, folded.
struct Lines(String);

impl Lines {
    /// Adds one; goes on with a space on the next where it is too long, never within a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for char in name.chars().chain([':']).chain(value.chars()) {
            if octets + char.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(char);
            octets += char.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Span;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn entry() -> CalendarEntry {
        CalendarEntry {
            uid: "7@meldmaat".into(),
            sequence: 2,
            stamp: "2026-11-02T08:30:00Z".parse().expect("a fixed moment"),
            cancelled: false,
            span: Span {
                start: date(2026, 12, 8).at(13, 30, 0, 0),
                end: date(2026, 12, 8).at(15, 0, 0, 0),
            },
            title: "Oefenen met de meldcode".into(),
            place: None,
            description: None,
            file: "sessie.ics".into(),
        }
    }

    /// The lines before they were folded.
    fn unfolded(file: &str) -> Vec<String> {
        let whole = file.replace("\r\n ", "");
        whole.strip_suffix("\r\n").expect("a last line end").split("\r\n").map(Into::into).collect()
    }

    /// The value of the only line with this name.
    fn value(file: &str, name: &str) -> Option<String> {
        let start = format!("{name}:");
        let mut found =
            unfolded(file).into_iter().filter_map(|l| Some(l.strip_prefix(&start)?.into()));
        let first = found.next();
        assert_eq!(found.next(), None, "{name} stands there twice");
        first
    }

    /// The names of the lines, and which components begin and end.
    fn shape(file: &str) -> Vec<String> {
        let name = |line: &String| match line.split_once(':') {
            Some(("BEGIN" | "END", _)) => line.clone(),
            Some((name, _)) => name.to_owned(),
            None => panic!("not a content line: {line}"),
        };
        unfolded(file).iter().map(name).collect()
    }

    #[test]
    fn a_session_in_full() {
        let full = CalendarEntry {
            place: Some("Buurthuis, zaal 2".into()),
            description: Some("Neem mee:\n- de map".into()),
            ..entry()
        };
        let expected = "BEGIN:VCALENDAR\nPRODID:-//Meldmaat//Meldmaat//NL\nVERSION:2.0\n\
            CALSCALE:GREGORIAN\nMETHOD:PUBLISH\n\
            BEGIN:VTIMEZONE\nTZID:Europe/Amsterdam\n\
            BEGIN:DAYLIGHT\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\n\
            DTSTART:19960331T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
            BEGIN:STANDARD\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\n\
            DTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n\
            END:VTIMEZONE\n\
            BEGIN:VEVENT\nUID:7@meldmaat\nSEQUENCE:2\nDTSTAMP:20261102T083000Z\n\
            DTSTART;TZID=Europe/Amsterdam:20261208T133000\n\
            DTEND;TZID=Europe/Amsterdam:20261208T150000\n\
            ORGANIZER;CN=Meldmaat:invalid:nomail\n\
            SUMMARY:Oefenen met de meldcode\nLOCATION:Buurthuis\\, zaal 2\n\
            DESCRIPTION:Neem mee:\\n- de map\nSTATUS:CONFIRMED\nTRANSP:OPAQUE\n\
            END:VEVENT\nEND:VCALENDAR\n";
        assert_eq!(ics(&full), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn a_cancelled_session_leaves_the_calendar() {
        let file = ics(&CalendarEntry { cancelled: true, ..entry() });
        for (name, expected) in
            [("METHOD", "CANCEL"), ("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT")]
        {
            assert_eq!(value(&file, name).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn only_a_place_that_is_a_web_address_becomes_a_link() {
        for (name, place, link) in [
            ("a room", "Zaal 2", false),
            ("an address", "https://video.example/a?b=1,2;c#d", true),
            ("an address and words", "online: https://video.example/a", false),
            ("only its begin", "https://", false),
            ("another scheme", "javascript:alert(1)", false),
            ("a line end in it", "https://video.example/\r\nBEGIN:VALARM", false),
        ] {
            let file = ics(&CalendarEntry { place: Some(place.into()), ..entry() });
            let expected = link.then(|| place.to_owned());
            assert_eq!(value(&file, "URL"), expected, "{name}");
            assert_eq!(value(&file, "CONFERENCE;VALUE=URI"), expected, "{name}");
        }
    }

    #[test]
    fn texts_are_escaped() {
        for (name, text, expected) in [
            ("special", r"a\b;c,d:e", r"a\\b\;c\,d:e"),
            ("line ends", "a\r\nb\nc\rd\u{2028}e\u{85}f", r"a\nb\nc\nd\ne\nf"),
            ("control characters", "a\0b\u{1b}c\u{7f}d\u{9f}e\tf", "abcde f"),
            ("others stay", "één ☕ 👩‍👧", "één ☕ 👩‍👧"),
        ] {
            assert_eq!(escaped(text), expected, "{name}");
        }
    }

    /// Any text, with a liking for what could break out of its line.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "\\PC{0,40}",
            any::<char>().prop_map(String::from),
            Just("\r\nBEGIN:VALARM\r\nEND:VALARM".to_owned()),
            Just("\nEND:VEVENT".to_owned()),
            Just("\r ".to_owned()),
            Just("https://video.example/".to_owned()),
            "[\\\\;,:\"\r\n\t ]{0,5}",
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    prop_compose! {
        fn any_entry()(
            uid in text(), title in text(), cancelled: bool, sequence: u32,
            place in prop::option::of(text()), description in prop::option::of(text()),
        ) -> CalendarEntry {
            CalendarEntry { uid, title, cancelled, sequence, place, description, ..entry() }
        }
    }

    proptest! {
        #[test]
        fn no_text_adds_a_line(wild in any_entry()) {
            let tame = |text: &String| match is_link(text) {
                true => text.clone(),
                false => "zaal".to_owned(),
            };
            let quiet = CalendarEntry {
                place: wild.place.as_ref().map(tame),
                description: wild.description.as_ref().map(|_| String::new()),
                ..entry()
            };
            prop_assert_eq!(shape(&ics(&wild)), shape(&ics(&quiet)));
        }

        #[test]
        fn folding_keeps_every_octet(wild in any_entry()) {
            let file = ics(&wild);
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS, "{} octets: {line}", line.len());
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            }
            prop_assert_eq!(value(&file, "UID"), Some(escaped(&wild.uid)));
            prop_assert_eq!(value(&file, "SUMMARY"), Some(escaped(&wild.title)));
            prop_assert_eq!(value(&file, "LOCATION"), wild.place.as_deref().map(escaped));
            prop_assert_eq!(value(&file, "DESCRIPTION"), wild.description.as_deref().map(escaped));
        }
    }
}
