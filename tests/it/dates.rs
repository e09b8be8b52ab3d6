//! Are Dutch dates read as people mean them, and do series happen when they should?
//!
//! The labelled phrases in `dates/*.yaml` are our own. Each names in `why` the rule it stands for:
//! R1 ask when it is ambiguous, vague, impossible or past · R2 no clock time · R3 the half of the day ·
//! R4 parts of the day · R5 ends · R6 midnight · R7 no day · R8 weekdays · R9 weeks · R10 dates without a
//! year · R11 dates in numbers · R12 no day to find · R13 once · R14 series · R15 intervals · R16 series
//! to ask about · R17 ends of series · R18 holidays · R19 changes of the clock · R20 spelling.

use jiff::civil::{DateTime, date};
use jiff::{Timestamp, ToSpan};
use meldmaat::engine::dates;
use meldmaat::vocab::{Ask, Ending, Frequency, Nth, Recurrence, When};
use meldmaat::yaml::{File, typed};
use proptest::prelude::*;
use serde::Deserialize;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize, Clone, Debug)]
struct Case {
    text: String,
    now: DateTime,
    start: Option<DateTime>,
    end: Option<DateTime>,
    rule: Option<Recurrence>,
    #[serde(default)]
    ask: bool,
    why: String,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let files = [
        ("times.yaml", include_str!("dates/times.yaml")),
        ("days.yaml", include_str!("dates/days.yaml")),
        ("series.yaml", include_str!("dates/series.yaml")),
        ("spelling.yaml", include_str!("dates/spelling.yaml")),
        ("second-writer.yaml", include_str!("dates/second-writer.yaml")),
    ];
    let read = |(name, text)| match typed::<Cases>(File { name, text }) {
        Ok(read) => read.cases,
        Err(finding) => panic!("{finding}"),
    };
    files.into_iter().flat_map(read).collect()
});

fn moment(local: DateTime) -> Timestamp {
    dates::moment(local).expect("a moment in our time")
}

#[test]
fn labelled_phrases_are_read_as_they_are_meant() {
    let mut wrong = Vec::new();
    for case in CASES.iter() {
        let when = dates::read(&case.text, moment(case.now)).when;
        let right = match &when {
            Err(_) => case.ask && case.start.is_none(),
            Ok(When { start, end, rule }) => {
                !case.ask && case.start == Some(*start) && case.end == *end && case.rule == *rule
            }
        };
        if !right {
            wrong.push(format!("{} {:?} at {}: {when:?}", case.why, case.text, case.now));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn what_is_asked_names_what_is_in_doubt() {
    let now = moment(date(2026, 11, 21).at(10, 0, 0, 0));
    let day = |month, day| date(2026, month, day);
    for (text, ask) in [
        ("zaterdag 14.00", Ask::Days([day(11, 21), day(11, 28)])),
        ("1 november", Ask::Behind { last: day(11, 1), next: Some(date(2027, 11, 1)) }),
        ("di 9.75 uur", Ask::NoSuchTime { hour: 9, minute: 75 }),
        ("31 november", Ask::NoSuchDate { day: 31, month: 11, year: 2026 }),
        ("di week 54", Ask::NoSuchWeek { week: 54, year: 2026 }),
        ("wo 8 december", Ask::OtherWeekday(day(12, 8))),
        ("in de zomervakantie", Ask::SchoolHoliday),
        ("elke dinsdag behalve 8 dec", Ask::Exceptions),
        ("elke tweede dinsdag", Ask::EveryNth),
        ("vrijdag of maandag", Ask::Several),
        ("week 50", Ask::Period),
        ("gisteren", Ask::Gone),
        ("goedemorgen allemaal", Ask::NoDay),
    ] {
        assert_eq!(dates::read(text, now).when, Err(ask), "{text}");
    }
}

#[test]
fn what_was_understood_and_what_was_not_covers_the_words() {
    let now = moment(date(2026, 11, 21).at(10, 0, 0, 0));
    let text = "Overleg di 8 dec om 9.30 in zaal 2, max 30";
    let reading = dates::read(text, now);
    let typed = |spans: &[std::ops::Range<usize>]| -> Vec<&str> {
        spans.iter().map(|span| &text[span.clone()]).collect()
    };
    assert_eq!(typed(&reading.understood), ["di", "8 dec", "om 9.30"]);
    assert_eq!(typed(&reading.leftover), ["Overleg", "zaal 2, max 30"]);
}

#[test]
fn a_phrase_at_the_front_is_told_from_what_follows() {
    let now = moment(date(2026, 11, 21).at(10, 0, 0, 0));
    for (text, start, rest) in [
        (
            "di 8 dec 9.30-11.00 in Gemeentehuis zaal 2 voor regio twente, max 30",
            "2026-12-08T09:30",
            "in Gemeentehuis zaal 2 voor regio twente, max 30",
        ),
        ("di 9.00 neem de map mee", "2026-11-24T09:00", "neem de map mee"),
        ("morgen om half 3: 2 mappen meenemen", "2026-11-22T14:30", "2 mappen meenemen"),
        ("8 dec 10.00 9 dec 11.00", "2026-12-08T10:00", "9 dec 11.00"),
        ("elke dinsdag 10 uur koffie", "2026-11-24T10:00", "koffie"),
        ("do half 3 koffie om 15.00 klaar", "2026-11-26T14:30", "koffie om 15.00 klaar"),
        ("di 9.00 geen stoelen mee", "2026-11-24T09:00", "geen stoelen mee"),
        ("di 9.00 na afloop bellen", "2026-11-24T09:00", "na afloop bellen"),
        ("di 9.00: vakantie bespreken", "2026-11-24T09:00", "vakantie bespreken"),
        ("over 3 kwartier bellen", "2026-11-21T10:45", "bellen"),
        ("vrijdag", "2026-11-27T09:00", ""),
    ] {
        let (reading, left) = dates::leading(text, now).expect(text);
        let start: DateTime = start.parse().expect("a time");
        assert_eq!(reading.when.map(|when| when.start), Ok(start), "{text}");
        assert_eq!(left, rest, "{text}");
    }
    let excepted = dates::leading("elke di 9.00 behalve in de vakantie bellen", now);
    assert!(excepted.is_some_and(|(reading, _)| reading.when.is_err()));
    for text in ["neem di de map mee", "", "max 30"] {
        assert!(dates::leading(text, now).is_none(), "{text}");
    }
}

/// Sixty rules over the years 2026 to 2031, with both changes of the clock, a leap day and the ends of
/// months. Made once with Python's dateutil 2.9 (`rrulestr` on the local start, `UNTIL` as local time)
/// and zoneinfo (fold 0) up to the end of 2031: how many, the last, the days since 1 January 2026 where
/// they are few, the sum of each day times its place, and the sum of all moments in minutes UTC.
#[derive(Deserialize)]
struct Counted {
    start: DateTime,
    rule: Recurrence,
    count: usize,
    last: DateTime,
    days: Option<Vec<i64>>,
    sum: i64,
    utc_minutes: i64,
}

#[test]
fn series_happen_when_an_independent_implementation_says() {
    let all: Vec<Counted> =
        serde_json::from_str(include_str!("dates/occurrences.json")).expect("counts");
    let first = date(2026, 1, 1);
    let end = date(2031, 12, 31).at(23, 59, 0, 0);
    for Counted { start, rule, count, last, days, sum, utc_minutes } in all {
        let found: Vec<DateTime> =
            rule.occurrences(start).take_while(|time| *time <= end).collect();
        assert_eq!((found.len(), found.last().copied()), (count, Some(last)), "{rule} {start}");
        let since = |time: &DateTime| i64::from(first.until(time.date()).expect("days").get_days());
        let on: Vec<i64> = found.iter().map(since).collect();
        assert!(days.is_none_or(|days| days == on), "{rule} {start}: {on:?}");
        assert_eq!((1..).zip(&on).map(|(n, day)| n * day).sum::<i64>(), sum, "{rule} {start}");
        let minutes = found.iter().map(|time| moment(*time).as_second() / 60).sum::<i64>();
        assert_eq!(minutes, utc_minutes, "{rule} {start}");
    }
}

#[test]
fn a_daily_series_loses_nothing_when_the_clock_changes() {
    let rule = Recurrence::each(Frequency::Daily);
    for (year, minutes) in (2026..2032).flat_map(|year| [0, 90, 150, 179, 180].map(|m| (year, m))) {
        let start = date(year, 1, 1).at(0, 0, 0, 0).saturating_add(i64::from(minutes).minutes());
        let days = usize::from(date(year, 1, 1).days_in_year().unsigned_abs());
        let moments: Vec<Timestamp> = rule.occurrences(start).take(days + 1).map(moment).collect();
        assert!(moments.windows(2).all(|pair| {
            let hours = (pair[1].as_second() - pair[0].as_second()) as f64 / 3600.0;
            (22.9..=25.1).contains(&hours)
        }));
        let next = date(year + 1, 1, 1).to_datetime(start.time());
        assert_eq!(moments.last().copied(), Some(moment(next)), "{year} {minutes}");
    }
}

#[test]
fn no_rule_is_read_from_what_is_none() {
    for text in [
        "",
        "FREQ=",
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20260101T000000Z",
        "FREQ=DAILY;UNTIL=2026",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=MONTHLY;BYDAY=é",
        "FREQ=YEARLY;BYMONTH=13",
    ] {
        assert!(text.parse::<Recurrence>().is_err(), "{text}");
    }
}

#[test]
fn the_command_line_answers_a_line_for_a_line() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
        .args(["wanneer", "--json", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = concat!(
        "{\"text\":\"di 8 dec half tien tot elf uur\",\"now\":\"2026-11-21T10:00\"}\n",
        "{\"text\":\"elke dinsdag\",\"now\":\"2026-11-21T10:00\"}\n\n",
        "{\"text\":\"week 50\",\"now\":\"2026-11-21T10:00\"}\n",
        "di 8 dec\n",
    );
    let mut stdin = program.stdin.take().expect("an open input");
    stdin.write_all(lines.as_bytes()).expect("a listening program");
    drop(stdin);
    let output = program.wait_with_output().expect("an end");
    let said = String::from_utf8(output.stdout).expect("text");
    let said: Vec<&str> = said.lines().collect();
    assert_eq!(
        said[..3],
        [
            r#"{"start":"2026-12-08T09:30","end":"2026-12-08T11:00","rule":null,"ask":false}"#,
            r#"{"start":"2026-11-24T09:00","end":null,"rule":"FREQ=WEEKLY;BYDAY=TU","ask":false}"#,
            r#"{"start":null,"end":null,"rule":null,"ask":true}"#,
        ]
    );
    assert!(said[3].starts_with(r#"{"error":"regel 5"#) && said.len() == 4, "{said:?}");
    assert_eq!(output.status.code(), Some(1));
}

/// What holds for every reading, whatever was typed.
fn sound(text: &str, now: DateTime) -> Result<(), TestCaseError> {
    let now = moment(now);
    let reading = dates::read(text, now);
    if let Ok(When { start, end, rule }) = &reading.when {
        prop_assert!(moment(*start) > now, "{text:?} lies behind: {start}");
        prop_assert!(end.is_none_or(|end| end >= *start), "{text:?} ends first");
        if let Some(rule) = rule {
            prop_assert_eq!(rule.to_string().parse(), Ok(rule.clone()), "{:?}", text);
            let first = rule.occurrences(*start).next();
            prop_assert_eq!(first, Some(*start), "{:?}: {}", text, rule);
        }
    }
    for span in reading.understood.iter().chain(&reading.leftover) {
        prop_assert!(text.get(span.clone()).is_some(), "{text:?}: {span:?}");
    }
    if let Some((_, rest)) = dates::leading(text, now) {
        prop_assert!(text.ends_with(rest) && rest.len() < text.len(), "{text:?}: {rest:?}");
    }
    Ok(())
}

fn some_now() -> impl Strategy<Value = DateTime> {
    (0..3000_i64, 0..1440_i64).prop_map(|(days, minutes)| {
        let start = date(2024, 1, 1).at(0, 0, 0, 0);
        start.saturating_add(days.days()).saturating_add(minutes.minutes())
    })
}

fn some_weekdays(nths: impl Strategy<Value = i8> + Clone) -> impl Strategy<Value = Vec<Nth>> {
    let day = (nths, 0..7_i8).prop_map(|(nth, day)| Nth {
        nth,
        weekday: jiff::civil::Weekday::from_monday_zero_offset(day).expect("a day"),
    });
    proptest::collection::vec(day, 0..4)
}

fn some_rule() -> impl Strategy<Value = Recurrence> {
    let frequency = prop_oneof![
        Just(Frequency::Daily),
        Just(Frequency::Weekly),
        Just(Frequency::Monthly),
        Just(Frequency::Yearly),
    ];
    let ending = prop_oneof![
        Just(Ending::Never),
        (1..500_u32).prop_map(Ending::Count),
        (1_700_000_000..2_000_000_000_i64).prop_map(|second| {
            Ending::Until(Timestamp::from_second(second).expect("a moment"))
        }),
    ];
    let months = proptest::collection::vec(1..=12_i8, 0..3);
    let month_days = proptest::collection::vec(prop_oneof![1..=31_i8, -31..=-1_i8], 0..3);
    let places = proptest::collection::vec(prop_oneof![1..=5_i16, -5..=-1_i16], 0..2);
    (frequency, 1..20_u16, months, month_days, some_weekdays(-5..=5_i8), places, ending).prop_map(
        |(frequency, interval, months, month_days, mut days, places, ending)| {
            if matches!(frequency, Frequency::Daily | Frequency::Weekly) {
                days.iter_mut().for_each(|day| day.nth = 0);
            }
            Recurrence { frequency, interval, months, month_days, days, places, ending }
        },
    )
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}", now in some_now()) {
        sound(&text, now)?;
    }

    #[test]
    fn no_row_of_words_breaks_the_reader(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "elke", "di", "dinsdag", "morgen", "t/m", "tot", "van", "om", "de", "half", "kwart",
                "over", "voor", "12", "9.30", "31", "8-12", "-", ".", "uur", "week", "weken", "maand",
                "2e", "laatste", "werkdag", "dec", "2027", "99999999", "na", "pasen", "vanaf", "x",
                "'s", "nachts", "middernacht", "vannacht", "per", "keer", "kwartaal", "hele", "dag",
                "0", "volgende", "jaar", "dagen", "maanden", "lang", "in", "nacht", "op", "feb", "29",
            ]),
            0..9,
        ),
        now in some_now(),
    ) {
        sound(&words.join(" "), now)?;
    }

    #[test]
    fn no_slip_of_the_thumb_breaks_the_reader(
        which in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        typed in any::<char>(),
        way in 0..4,
    ) {
        let case = &CASES[which.index(CASES.len())];
        let mut letters: Vec<char> = case.text.chars().collect();
        let at = at.index(letters.len());
        match way {
            0 => { letters.remove(at); }
            1 => letters.insert(at, typed),
            2 => letters[at] = typed,
            _ => letters.swap(at, 0),
        }
        sound(&letters.into_iter().collect::<String>(), case.now)?;
    }

    #[test]
    fn a_rule_is_read_back_from_its_text(rule in some_rule()) {
        prop_assert_eq!(rule.to_string().parse(), Ok(rule));
    }

    #[test]
    fn a_series_goes_on_in_time(rule in some_rule(), start in some_now()) {
        let times: Vec<DateTime> = rule.occurrences(start).take(40).collect();
        prop_assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
        prop_assert!(times.first().is_none_or(|first| *first >= start));
        prop_assert!(times.iter().all(|time| time.time() == start.time()));
    }
}
