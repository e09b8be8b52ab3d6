//! What does somebody want of the reminders? The words behind the command, read once.

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
const WHOM: [&str; 14] = [
    "mij", "me", "ons", "iedereen", "allemaal", "de", "kamer", "het", "team", "deze", "groep",
    "even", "eraan", "aub",
];

/// Everybody in the room.
const EVERYONE: [&str; 3] = ["@room", "@kamer", "@iedereen"];

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
        ("feestdagen" | "feestdag", after) => Verb::Holidays(match fold(after).as_str() {
            "overslaan" | "niet" | "stil" => OnHoliday::Skip,
            "verplaatsen" | "verschuiven" | "werkdag" | "volgende werkdag" => OnHoliday::Move,
            "gewoon" | "ook" | "wel" => OnHoliday::AsUsual,
            _ => return None,
        }),
        _ => return None,
    };
    Some((number, verb))
}

/// A moment and a text, in either order.
fn draft(rest: &str, now: Timestamp) -> Draft {
    let everyone = rest.split_whitespace().any(|word| EVERYONE.contains(&fold(word).as_str()));
    let rest = rest.trim_end_matches([',', ';', ':']);
    let words = rest.split_whitespace().filter(|word| !EVERYONE.contains(&fold(word).as_str()));
    let rest = words.collect::<Vec<_>>().join(" ");
    let rest = without(&rest, &WHOM);
    if let Some((reading, text)) = dates::leading(rest, now) {
        let text = without(without(text, &WHOM), &BEFORE_TEXT).to_owned();
        return Draft { when: reading.when, text, everyone };
    }
    // "… aan de map morgen om 9.00": the longest end that is a moment and nothing else.
    let starts = rest.char_indices().filter(|(at, c)| *at > 0 && c.is_whitespace());
    let moment = starts.map(|(at, _)| at).find_map(|at| {
        let (text, end) = rest.split_at(at);
        let (reading, after) = dates::leading(end.trim_start(), now)?;
        (after.is_empty() && reading.leftover.is_empty()).then_some((text, reading.when))
    });
    match moment {
        Some((text, when)) => {
            Draft { when, text: without(text, &BEFORE_TEXT).to_owned(), everyone }
        }
        None => Draft { when: Err(Ask::NoDay), text: rest.to_owned(), everyone },
    }
}

/// The text without such words at its beginning.
fn without<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text.trim().trim_start_matches([':', '-', ',', '–']).trim_start();
    while let Some((first, rest)) = text.split_once(char::is_whitespace)
        && words.contains(&fold(first.trim_end_matches([':', ','])).as_str())
    {
        text = rest.trim_start();
    }
    text
}
