//! What does somebody want of the reminders? The words behind the command, read once.

use crate::engine::audience::without_everyone;
use crate::engine::dates;
use crate::engine::fold::fold;
use crate::vocab::{Ask, OnHoliday, Timestamp, When};

/// What the words behind the command ask for.
#[derive(Debug, PartialEq)]
pub enum Wish {
    /// To see what there is.
    List,
    /// To plan one.
    New(Draft),
    /// To change the one with a number.
    Change(u32, Verb),
}

/// A reminder as it was typed.
#[derive(Debug, PartialEq)]
pub struct Draft {
    pub when: Result<When, Ask>,
    pub text: String,
    pub everyone: bool,
}

/// What is done to a reminder.
#[derive(Debug, PartialEq)]
pub enum Verb {
    Remove,
    Move(Result<When, Ask>),
    Text(String),
    Holidays(OnHoliday),
}

/// Who is reminded: said, but always the room.
const WHOM: [&str; 12] = [
    "mij",
    "me",
    "ons",
    "iedereen",
    "allemaal",
    "de kamer",
    "deze kamer",
    "het team",
    "de groep",
    "even",
    "eraan",
    "aub",
];

/// What stands before a moment: who is reminded, and that something follows.
const OPENING: [&str; 6] = ["eraan", "aan", "dat", "we", "wij", "er"];

/// Before what is to be said.
const BEFORE_TEXT: [&str; 5] = ["aan", "dat", "om", "te", "eraan"];

/// Reads what follows the command.
pub fn read(rest: &str, now: Timestamp) -> Wish {
    let rest = rest.trim();
    if matches!(fold(rest).as_str(), "" | "lijst" | "overzicht" | "alles") {
        return Wish::List;
    }
    if let Some((number, verb)) = change(rest, now) {
        return Wish::Change(number, verb);
    }
    Wish::New(draft(rest, now))
}

/// `12 weg`, `12 verplaats naar do 10.00`, `12 tekst …`, `12 feestdagen overslaan`.
fn change(rest: &str, now: Timestamp) -> Option<(u32, Verb)> {
    let (number, rest) = rest.split_once(char::is_whitespace)?;
    let number = number.trim_start_matches('#').parse().ok()?;
    let rest = rest.trim();
    let (verb, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let after = after.trim();
    let verb = match (fold(verb).as_str(), after) {
        ("weg" | "stop" | "verwijder" | "annuleer" | "schrap" | "verwijderen", "") => Verb::Remove,
        ("verplaats" | "verzet" | "wordt", after) if !after.is_empty() => {
            Verb::Move(dates::read(after, now).when)
        }
        ("tekst", after) if !after.is_empty() => Verb::Text(after.to_owned()),
        ("feestdagen" | "feestdag", after) => Verb::Holidays(on_holiday(after)?),
        _ => return None,
    };
    Some((number, verb))
}

/// What it does on a public holiday.
pub fn on_holiday(text: &str) -> Option<OnHoliday> {
    Some(match fold(text).as_str() {
        "overslaan" | "niet" | "stil" => OnHoliday::Skip,
        "verplaatsen" | "verschuiven" | "werkdag" | "volgende werkdag" => OnHoliday::Move,
        "gewoon" | "ook" | "wel" => OnHoliday::AsUsual,
        _ => return None,
    })
}

/// A moment and a text, in either order.
fn draft(rest: &str, now: Timestamp) -> Draft {
    let (rest, everyone) = without_everyone(rest.trim_end_matches([',', ';', ':']));
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = without(&rest, &WHOM);
    // A colon divides the two, if a moment stands before it.
    let divided = rest.split_once(": ").and_then(|(moment, text)| {
        let (reading, after) = dates::leading(moment, now)?;
        after.is_empty().then_some((reading, text))
    });
    let leading = divided.or_else(|| dates::leading(without(rest, &OPENING), now));
    if let Some((reading, text)) = leading {
        let text = without(without(text, &WHOM), &BEFORE_TEXT).to_owned();
        return Draft { when: reading.when, text, everyone };
    }
    // "… aan de map morgen om 9.00": the longest end that is a moment and nothing else.
    let starts = rest.char_indices().filter(|(at, c)| *at > 0 && c.is_whitespace());
    let bare =
        |text: &str| without(text.trim_end_matches([',', ';', ':', ' ']), &BEFORE_TEXT).to_owned();
    let moment = starts.map(|(at, _)| at).find_map(|at| {
        let (text, end) = rest.split_at(at);
        let (reading, after) = dates::leading(end.trim_start(), now)?;
        (after.is_empty() && reading.leftover.is_empty()).then_some((text, reading.when))
    });
    match moment {
        Some((text, when)) => Draft { when, text: bare(text), everyone },
        None => Draft { when: Err(Ask::NoDay), text: rest.to_owned(), everyone },
    }
}

/// The text without such words at its beginning.
fn without<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text.trim().trim_start_matches([':', '-', ',', '–']).trim_start();
    while let Some(rest) = words.iter().find_map(|words| after(text, words)) {
        text = rest;
    }
    text
}

/// What follows these words, if the text begins with them and goes on.
fn after<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = text;
    for word in words.split(' ') {
        let (first, after) = rest.split_once(char::is_whitespace)?;
        rest = after.trim_start();
        if fold(first.trim_end_matches([':', ','])) != word {
            return None;
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        // A Monday, ten o'clock there.
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_moment_and_a_text_in_either_order() {
        for (typed, start, text) in [
            ("di 9.00 neem de map mee", "2026-11-24T09:00", "neem de map mee"),
            ("mij morgen om 9 uur aan de map", "2026-11-24T09:00", "de map"),
            ("ons eraan dat we morgen 9.00 bellen", "2026-11-24T09:00", "bellen"),
            ("de map meenemen, morgen om 9.00", "2026-11-24T09:00", "de map meenemen"),
            ("iedereen: over 3 kwartier bellen", "2026-11-23T10:45", "bellen"),
            ("@room vrijdag 16.00: weekend!", "2026-11-27T16:00", "weekend!"),
            ("@room: vrijdag 16.00 weekend!", "2026-11-27T16:00", "weekend!"),
            ("do half 3 koffie om 15.00 klaar", "2026-11-26T14:30", "koffie om 15.00 klaar"),
        ] {
            let Wish::New(draft) = read(typed, now()) else { panic!("{typed}") };
            let when = draft.when.as_ref().map(|when| when.start.to_string());
            assert_eq!(when, Ok(format!("{start}:00")), "{typed}");
            assert_eq!(draft.text, text, "{typed}");
            assert_eq!(draft.everyone, typed.contains("@room"), "{typed}");
        }
    }

    #[test]
    fn what_is_done_to_one_has_its_number_in_front() {
        for (typed, expected) in [
            ("12 weg", Wish::Change(12, Verb::Remove)),
            ("#12 Stop", Wish::Change(12, Verb::Remove)),
            (
                "12 tekst Neem 3 mappen mee",
                Wish::Change(12, Verb::Text("Neem 3 mappen mee".into())),
            ),
            ("3 feestdagen overslaan", Wish::Change(3, Verb::Holidays(OnHoliday::Skip))),
            ("3 feestdagen volgende werkdag", Wish::Change(3, Verb::Holidays(OnHoliday::Move))),
            ("lijst", Wish::List),
        ] {
            assert_eq!(read(typed, now()), expected, "{typed}");
        }
        for typed in ["12 dec 9.00 weg met de fiets", "12 uur lunch", "9.00 weg"] {
            assert!(matches!(read(typed, now()), Wish::New(_)), "{typed}");
        }
        let moved = read("12 verplaats naar do 10.00", now());
        let Wish::Change(12, Verb::Move(Ok(when))) = moved else { panic!("{moved:?}") };
        assert_eq!(when.start.to_string(), "2026-11-26T10:00:00");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(@?[a-z0-9.:,]{1,8} ?){0,12}|.{0,60}") {
            read(&text, now());
        }
    }
}
