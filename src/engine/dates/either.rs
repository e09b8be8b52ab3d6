//! Which two moments can a phrase mean, and how is each of them said so that there is no doubt?

use super::phrase::Phrase;
use super::{leading, scan, token, when};
use crate::vocab::{Ask, Timestamp, When};

/// Two moments that a text can mean.
#[derive(Debug, PartialEq, Eq)]
pub struct Either {
    /// The moments.
    pub moments: [When; 2],
    /// The text with each of them in words that can only mean that one.
    pub texts: [String; 2],
}

/// Around a title.
const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

/// What makes a time one of the morning, or of later.
const DAYPARTS: [&str; 4] = ["'s ochtends", "'s middags", "'s avonds", "'s nachts"];

/// The moments between which `ask` asks about a text; what stands before `from` is left as it is. None
/// when they are not two, or cannot be said clearly.
pub fn either(text: &str, from: usize, ask: Ask, now: Timestamp) -> Option<Either> {
    if !matches!(ask, Ask::Days(_) | Ask::HalfDay(_) | Ask::Night(_)) {
        return None;
    }
    let (from, to) = doubtful(text, from, ask, now)?;
    let one = |n: usize| {
        let meant = picked(text.get(from..to)?, ask, n, now)?;
        let clear = clear(text, from, to, &meant, now)?;
        Some((meant, clear))
    };
    let ((first, this), (second, that)) = (one(0)?, one(1)?);
    (first != second).then_some(Either { moments: [first, second], texts: [this, that] })
}

/// The phrase that is in doubt: the first that asks this, outside quotes.
fn doubtful(text: &str, from: usize, ask: Ask, now: Timestamp) -> Option<(usize, usize)> {
    let words = text.char_indices().scan(true, |fresh, (at, c)| {
        let starts = std::mem::replace(fresh, c.is_whitespace()) && !c.is_whitespace();
        Some(starts.then_some(at))
    });
    words.flatten().filter(|at| *at >= from).find_map(|at| {
        let (reading, _) = leading(text.get(at..)?, now)?;
        let begin = at + reading.understood.first()?.start;
        let end = at + reading.understood.last()?.end;
        let quoted = text.get(..begin)?.matches(QUOTES).count() % 2 == 1;
        (!quoted && reading.when == Err(ask)).then_some((begin, end))
    })
}

/// What a phrase means when its one doubt is decided like this.
fn picked(phrase: &str, ask: Ask, n: usize, now: Timestamp) -> Option<When> {
    let tokens = token::tokens(phrase);
    let mut phrase = Phrase::of(&scan::items(&tokens));
    phrase.decided = Some((ask, n));
    when(&phrase, now).ok()
}

/// The text with this moment in the place of the phrase; read again, it means that.
fn clear(text: &str, from: usize, to: usize, meant: &When, now: Timestamp) -> Option<String> {
    let (before, phrase, after) = (text.get(..from)?, text.get(from..to)?, text.get(to..)?);
    let same_day = meant.end.is_none_or(|end| end.date() == meant.start.date());
    let whole = (meant.rule.is_none() && same_day).then(|| {
        let end = meant.end.map(|end| end.strftime("-%H.%M").to_string()).unwrap_or_default();
        format!("{}{end}", meant.start.strftime("%-d-%-m-%Y %H.%M"))
    });
    let parts = DAYPARTS.iter().map(|part| format!("{phrase} {part}"));
    whole.into_iter().chain(parts).find_map(|form| {
        let clear = format!("{before}{form}{after}");
        let (reading, _) = leading(clear.get(from..)?, now)?;
        let all = reading.understood.last()?.end == form.len();
        (all && reading.when.as_ref() == Ok(meant)).then_some(clear)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dates::read;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        // A Monday, ten o'clock there.
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn asked(text: &str) -> Ask {
        read(text, now()).when.unwrap_err()
    }

    #[test]
    fn each_of_the_two_is_said_clearly() {
        for (text, ask, texts, starts) in [
            (
                "!meld herinner morgen 7.30 bellen",
                "morgen 7.30",
                [
                    "!meld herinner 24-11-2026 07.30 bellen",
                    "!meld herinner 24-11-2026 19.30 bellen",
                ],
                ["2026-11-24T07:30:00", "2026-11-24T19:30:00"],
            ),
            (
                "!meld herinner elke dinsdag 7.30 bellen",
                "elke dinsdag 7.30",
                [
                    "!meld herinner elke dinsdag 7.30 's ochtends bellen",
                    "!meld herinner elke dinsdag 7.30 's avonds bellen",
                ],
                ["2026-11-24T07:30:00", "2026-11-24T19:30:00"],
            ),
            (
                "!meld sessie 12 verplaats naar maandag 14.00-15.30 uur",
                "maandag 14.00-15.30",
                [
                    "!meld sessie 12 verplaats naar 23-11-2026 14.00-15.30",
                    "!meld sessie 12 verplaats naar 30-11-2026 14.00-15.30",
                ],
                ["2026-11-23T14:00:00", "2026-11-30T14:00:00"],
            ),
        ] {
            let found = either(text, 0, asked(ask), now());
            let found = found.unwrap_or_else(|| panic!("{text}: {:?}", asked(ask)));
            let begin = |when: &When| when.start.to_string();
            assert_eq!(found.moments.each_ref().map(begin), starts, "{text}");
            assert_eq!(found.texts, texts, "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_twice_or_not_between_two_is_not_offered() {
        // Which Monday, and which half of it?
        let twice = "maandag 7.30";
        assert_eq!(either(twice, 0, asked(twice), now()), None);
        for other in ["volgende week", "gisteren 9.00", "31 november 9.00"] {
            assert_eq!(either(other, 0, asked(other), now()), None, "{other}");
        }
        let title = "nieuw \"Morgen 7.30\" en verder";
        assert_eq!(either(title, 0, asked("morgen 7.30"), now()), None, "a title stays");
    }

    proptest! {
        #[test]
        fn whatever_is_offered_means_that(text in "(di|ma|morgen|volgende week|elke|8|dec|7|7.30|half 7|nacht|en|om|bellen|  ?|\u{201c}|-){1,9}") {
            let spaced = text.replace("di", " di ").replace("om", " om ");
            if let Err(ask) = read(&spaced, now()).when
                && let Some(found) = either(&spaced, 0, ask, now())
            {
                prop_assert!(found.moments[0] != found.moments[1]);
                prop_assert!(found.texts[0] != found.texts[1]);
            }
        }
    }
}
