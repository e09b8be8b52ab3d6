//! What does somebody want of a broadcast? The words behind the command, read once.

use crate::engine::audience::{self, QUOTES, after_word, without_everyone};
use crate::engine::dates;
use crate::engine::fold::fold;
use crate::vocab::{Ask, Timestamp, When};

/// What the words behind the command ask for.
#[derive(Debug, PartialEq)]
pub enum Wish {
    /// To hear how it is done.
    How,
    /// To write one.
    New(Draft),
    /// Something about the one with a number.
    About(u32, Verb),
}

/// A broadcast as it was typed.
#[derive(Debug, PartialEq)]
pub struct Draft {
    pub audience: String,
    pub text: String,
    pub everyone: bool,
    pub also_quiet: bool,
}

/// What is done with one.
#[derive(Debug, PartialEq)]
pub enum Verb {
    Report,
    Test,
    /// At once also outside the day, or as soon as it may be.
    Send {
        at_once: bool,
    },
    Plan(Result<When, Ask>),
    Stop,
    Remove,
    Correct(String),
    Withdraw,
}

/// Quiet rooms as well.
const ALSO_QUIET: [&str; 3] = ["en ook stille kamers", "ook stille kamers", "ook stille"];

/// Reads what follows the command.
pub fn read(rest: &str, now: Timestamp) -> Wish {
    let rest = rest.trim();
    if let Some(number) = number(rest) {
        let about = rest.split_once(char::is_whitespace).map_or("", |(_, about)| about.trim());
        return Wish::About(number, verb(about, now));
    }
    match after_word(rest, "voor") {
        Some(rest) => Wish::New(draft(rest)),
        None => Wish::How,
    }
}

/// The number that the words begin with.
pub fn number(rest: &str) -> Option<u32> {
    let first = rest.split_whitespace().next()?;
    first.trim_start_matches('#').trim_end_matches([':', ',']).parse().ok()
}

/// The parts that somebody chose freely; none when it does not have its form.
pub fn free(rest: &str, now: Timestamp) -> Option<Vec<String>> {
    let after = |text: &str| text.split_once(char::is_whitespace).map(|(_, rest)| rest.to_owned());
    match read(rest, now) {
        Wish::How => None,
        Wish::New(Draft { audience, text, .. }) => {
            let pieces = audience::pieces(&audience).into_iter();
            let names = pieces.map(|(from, to)| {
                let piece = &audience[from..to];
                let known = ["regio", "gemeente", "label", "kamer"];
                known.iter().find_map(|word| after_word(piece, word)).unwrap_or(piece).to_owned()
            });
            Some(names.chain([text]).collect())
        }
        Wish::About(_, Verb::Correct(text)) => Some(vec![text]),
        Wish::About(_, Verb::Plan(Ok(_))) => {
            // Nothing but a moment.
            let moment = after(&after(rest.trim())?)?;
            dates::read(&moment, now).leftover.is_empty().then(Vec::new)
        }
        Wish::About(_, Verb::Plan(Err(_)) | Verb::Report) => None,
        Wish::About(
            _,
            Verb::Test | Verb::Send { .. } | Verb::Stop | Verb::Remove | Verb::Withdraw,
        ) => Some(Vec::new()),
    }
}

fn verb(about: &str, now: Timestamp) -> Verb {
    let end = about.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(about.len());
    let (word, after) = about.split_at(end);
    let after = after.trim_start_matches([':', ' ', '\t', '\n', '\r']).trim_end();
    match (fold(word).as_str(), fold(after).as_str()) {
        ("test", "") => Verb::Test,
        ("verstuur" | "versturen" | "stuur", "") => Verb::Send { at_once: false },
        ("verstuur" | "versturen" | "stuur", "nu" | "meteen" | "direct") => {
            Verb::Send { at_once: true }
        }
        ("verstuur" | "versturen" | "stuur" | "plan", _) => {
            Verb::Plan(dates::read(after, now).when)
        }
        ("stop", "") => Verb::Stop,
        ("weg" | "verwijder" | "schrap" | "annuleer", "") => Verb::Remove,
        ("corrigeer" | "verbeter" | "tekst", _) => Verb::Correct(after.to_owned()),
        ("trek", "in") | ("intrekken", "") => Verb::Withdraw,
        _ => Verb::Report,
    }
}

/// `regio twente, ook stille kamers: tekst`.
fn draft(rest: &str) -> Draft {
    let mut quoted = false;
    let divides = |c: char| {
        quoted ^= QUOTES.contains(&c);
        !quoted && matches!(c, ':' | '\n')
    };
    let end = rest.find(divides).unwrap_or(rest.len());
    let (audience, text) = rest.split_at(end);
    let (audience, everyone_there) = without_everyone(audience);
    let (text, everyone) = without_everyone(text.trim_start_matches([':', '\n', '\r', ' ']));
    let mut audience = audience.trim().to_owned();
    let mut also_quiet = false;
    for words in ALSO_QUIET {
        if let Some(at) =
            audience.to_lowercase().find(words).filter(|at| audience.is_char_boundary(*at))
        {
            let end = (at + words.len()).min(audience.len());
            if audience.is_char_boundary(end) {
                audience.replace_range(at..end, "");
                also_quiet = true;
            }
        }
    }
    let audience = audience.trim_matches([' ', ',', ';']).to_owned();
    Draft { audience, text, everyone: everyone || everyone_there, also_quiet }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_audience_and_a_text() {
        for (typed, audience, text, everyone, also_quiet) in [
            ("voor regio twente: Hoi", "regio twente", "Hoi", false, false),
            (
                "voor alle kamers:\nHoi\n\nDoei: dag",
                "alle kamers",
                "Hoi\n\nDoei: dag",
                false,
                false,
            ),
            (r#"voor kamer "Team: Noord": Hoi"#, r#"kamer "Team: Noord""#, "Hoi", false, false),
            ("voor label jeugd, ook stille kamers: Hoi", "label jeugd", "Hoi", false, true),
            ("voor label jeugd @room: Hoi", "label jeugd", "Hoi", true, false),
            ("voor label jeugd: @room Hoi", "label jeugd", "Hoi", true, false),
            ("voor regio twente", "regio twente", "", false, false),
        ] {
            let Wish::New(draft) = read(typed, now()) else { panic!("{typed}") };
            let expected =
                Draft { audience: audience.into(), text: text.into(), everyone, also_quiet };
            assert_eq!(draft, expected, "{typed}");
        }
    }

    #[test]
    fn what_is_done_with_one_has_its_number_in_front() {
        for (typed, verb) in [
            ("31", Verb::Report),
            ("#31 test", Verb::Test),
            ("31 Verstuur", Verb::Send { at_once: false }),
            ("31 verstuur nu", Verb::Send { at_once: true }),
            ("31 stop", Verb::Stop),
            ("31 weg", Verb::Remove),
            ("31 corrigeer: om 10.00 uur", Verb::Correct("om 10.00 uur".into())),
            ("31 corrigeer om 10.00 uur", Verb::Correct("om 10.00 uur".into())),
            ("31 trek in", Verb::Withdraw),
        ] {
            assert_eq!(read(typed, now()), Wish::About(31, verb), "{typed}");
        }
        let planned = read("31 verstuur morgen 9.00", now());
        let Wish::About(31, Verb::Plan(Ok(when))) = planned else { panic!("{planned:?}") };
        assert_eq!(when.start.to_string(), "2026-11-24T09:00:00");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(voor |31 )?([@a-z0-9.:,\"]{1,8} ?){0,9}|voor .{0,60}") {
            read(&text, now());
        }
    }
}
