//! What does somebody want of the sessions? The words behind the command, read once.

use super::typed::{self, Dates, Typed};
use crate::engine::audience::{QUOTES, after_word};
use crate::engine::command;
use crate::engine::dates;
use crate::engine::fold::fold;
use crate::vocab::{Ask, Chore, Coming, Field, Poll, Role, Timestamp, When};

/// What the words behind the command ask for.
#[derive(Debug, PartialEq)]
pub enum Wish {
    /// To hear how it is done.
    How,
    /// To plan one, or several.
    New(Typed),
    /// Something about the one with a number.
    About(u32, Verb),
    /// To say whether one comes to the next one in the room.
    Come(Coming),
}

/// What is done with one.
#[derive(Debug, PartialEq)]
pub enum Verb {
    Show,
    /// When, if not as soon as it may be; at once also outside the day.
    Announce(Option<Result<When, Ask>>, bool),
    Move(Option<Result<Dates, Ask>>),
    Set(Field, String),
    Cancel {
        whole: bool,
    },
    TellNow,
    Remove,
    Come(Coming),
    Guests(Option<u32>),
    Remind(Option<Vec<u32>>),
    Invitation,
    Roles,
    Role(Role, Option<String>),
    Tasks,
    Done(Option<Chore>),
    Feedback,
    Unknown,
}

/// The rooms are reminded so many minutes before, unless the planner chose otherwise.
pub const REMINDERS: [u32; 3] = [7 * 24 * 60, 24 * 60, 60];

/// Reads what follows the command.
pub fn read(rest: &str, now: Timestamp) -> Wish {
    let rest = rest.trim();
    if let Some(coming) = coming(rest) {
        return Wish::Come(coming);
    }
    if let Some(number) = number(rest) {
        let about = rest.split_once(char::is_whitespace).map_or("", |(_, about)| about.trim());
        return Wish::About(number, verb(about, now));
    }
    match fold(rest).as_str() {
        "nieuw" => Wish::New(Typed::default()),
        _ => match after_word(rest, "nieuw") {
            Some(rest) => Wish::New(typed::read(rest, now)),
            None => Wish::How,
        },
    }
}

/// The number that the words begin with.
pub fn number(rest: &str) -> Option<u32> {
    let first = rest.split_whitespace().next()?;
    first.trim_start_matches('#').trim_end_matches([':', ',']).parse().ok()
}

/// Whether these words say that one comes.
pub fn coming(text: &str) -> Option<Coming> {
    Some(match command::bare(text).as_str() {
        "kom" | "komt" | "ik kom" | "ik kom ook" | "ik ben erbij" | "aanwezig" | "ja"
        | "ja ik kom" | "ik doe mee" => Coming::Yes,
        "kom niet" | "komt niet" | "ik kom niet" | "ik kan niet" | "ik kom toch niet"
        | "ik kan toch niet" | "ik kan niet meer" | "toch niet" | "afwezig" | "nee"
        | "nee ik kom niet" | "nee ik kan niet" | "verhinderd" | "ik ben er niet"
        | "ik ben verhinderd" => Coming::No,
        "misschien" | "ik weet het nog niet" | "weet ik nog niet" | "ik kom misschien" => {
            Coming::Maybe
        }
        _ => return None,
    })
}

/// What a word, number or reaction chooses of a poll, from 0.
pub fn choice(text: &str, poll: Poll) -> Option<u32> {
    let marks = match poll {
        Poll::Coming => coming(text).map(|coming| coming as u32),
        _ => None,
    };
    let hand = || match (poll, command::thumb(text)) {
        (Poll::Coming, Some(true)) => Some(0),
        (Poll::Coming, Some(false)) => Some(1),
        (Poll::Useful, Some(up)) => Some(if up { 0 } else { 2 }),
        _ => None,
    };
    let sign = || match (poll, text.trim_end_matches('\u{FE0F}')) {
        (Poll::Coming, "✅" | "✔" | "🙋" | "➕") => Some(0),
        (Poll::Coming, "❌" | "✖" | "🚫" | "➖") => Some(1),
        (Poll::Coming, "❓" | "❔" | "🤔" | "🤷") => Some(2),
        _ => None,
    };
    let number = || command::choice(text).and_then(|n| u32::try_from(n).ok());
    let chosen = marks.or_else(hand).or_else(sign).or_else(number)?;
    (chosen < poll.options()).then_some(chosen)
}

/// What is to be done with one.
fn verb(about: &str, now: Timestamp) -> Verb {
    if about.is_empty() {
        return Verb::Show;
    }
    if let Some(coming) = coming(about) {
        return Verb::Come(coming);
    }
    let end = about.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(about.len());
    let (word, after) = about.split_at(end);
    let after = after.trim_start_matches([':', ' ', '\t', '\n', '\r']).trim_end();
    let text = || after.trim_matches(QUOTES).to_owned();
    let folded = fold(after);
    let whole = matches!(folded.as_str(), "alles" | "alle" | "hele reeks" | "de hele reeks");
    match fold(word).as_str() {
        "aankondigen" | "kondig" | "verstuur" | "versturen" => {
            let after = after.strip_prefix("aan ").unwrap_or(after);
            match fold(after).as_str() {
                "" | "aan" => Verb::Announce(None, false),
                "nu" | "meteen" | "direct" => Verb::Announce(None, true),
                _ => Verb::Announce(Some(dates::read(after, now).when), true),
            }
        }
        "verplaats" | "verzet" | "wordt" | "wanneer" | "datum" | "tijd" => {
            let moment = typed::dates(after, now).map(|(dates, _)| dates);
            Verb::Move((!after.is_empty()).then(|| moment.unwrap_or(Err(Ask::NoDay))))
        }
        "titel" => Verb::Set(Field::Title, text()),
        "waar" | "plaats" | "locatie" | "plek" | "link" => Verb::Set(Field::Place, text()),
        "voor" | "doelgroep" => Verb::Set(Field::Audience, after.to_owned()),
        "max" | "maximaal" | "maximum" => Verb::Set(Field::Capacity, text()),
        "door" => Verb::Set(Field::Speaker, text()),
        "materiaal" => Verb::Set(Field::Material, text()),
        "annuleer" | "afgelast" | "annuleren" | "gaat" => Verb::Cancel { whole },
        "vertel" | "meld" => Verb::TellNow,
        "weg" | "verwijder" | "schrap" => Verb::Remove,
        "gasten" | "gast" | "extern" => Verb::Guests(after.parse().ok()),
        "herinner" | "herinnering" | "herinneringen" => Verb::Remind(leads(&folded)),
        "uitnodiging" | "uitnodigen" => Verb::Invitation,
        "rollen" => Verb::Roles,
        "rol" => match role(&folded) {
            Some((role, length)) => {
                let name =
                    after.get(length..).map(|name| name.trim_matches([' ', ':'])).unwrap_or("");
                let nobody = matches!(fold(name).as_str(), "" | "niemand" | "weg");
                Verb::Role(role, (!nobody).then(|| name.to_owned()))
            }
            None => Verb::Roles,
        },
        "taken" | "checklist" => Verb::Tasks,
        "klaar" | "gedaan" => {
            let nth: Option<usize> = after.parse().ok();
            let nth = nth.and_then(|nth| Chore::ALL.get(nth.checked_sub(1)?));
            Verb::Done(nth.map(|(what, _)| *what))
        }
        "terugblik" => Verb::Feedback,
        _ => Verb::Unknown,
    }
}

fn role(folded: &str) -> Option<(Role, usize)> {
    let words = [
        ("spreker", Role::Speaker),
        ("ervaringsdeskundige", Role::Expert),
        ("gastheer", Role::Host),
        ("gastvrouw", Role::Host),
    ];
    words.iter().find(|(word, _)| folded.starts_with(word)).map(|(word, role)| (*role, word.len()))
}

/// `7 dagen, 1 dag en 1 uur`, in minutes, the earliest first; empty: none at all.
pub fn leads(folded: &str) -> Option<Vec<u32>> {
    if matches!(folded, "niet" | "geen" | "uit") {
        return Some(Vec::new());
    }
    if matches!(folded, "aan" | "wel" | "gewoon") {
        return Some(REMINDERS.to_vec());
    }
    let mut leads = Vec::new();
    let mut words = folded
        .split([' ', ','])
        .filter(|word| !matches!(*word, "" | "en" | "van" | "tevoren" | "vooraf"));
    while let Some(word) = words.next() {
        let many: u32 = match word {
            "een" | "1" => 1,
            word => word.parse().ok()?,
        };
        let unit = match words.next()? {
            "minuut" | "minuten" | "min" => 1,
            "uur" | "uren" => 60,
            "dag" | "dagen" => 24 * 60,
            "week" | "weken" => 7 * 24 * 60,
            _ => return None,
        };
        leads.push(many.checked_mul(unit).filter(|lead| (1..=90 * 24 * 60).contains(lead))?);
    }
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    (!leads.is_empty() && leads.len() <= 5).then_some(leads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Span;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        // A Monday, ten o'clock there.
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn new(typed: &str) -> Typed {
        match read(&format!("nieuw {typed}"), now()) {
            Wish::New(typed) => typed,
            other => panic!("{typed}: {other:?}"),
        }
    }

    fn spans(typed: &Typed) -> Vec<String> {
        let dates = typed.when.as_ref().unwrap().as_ref().unwrap();
        let shown = |span: &Span| {
            format!("{}-{}", span.start.strftime("%m-%dT%H:%M"), span.end.strftime("%H:%M"))
        };
        dates.spans.iter().map(shown).collect()
    }

    #[test]
    fn one_line_holds_everything() {
        let line = r#""Meldcode en ouderen" di 8 dec 9.30-11.00 in Gemeentehuis zaal 2 voor regio twente, max 30"#;
        let found = new(line);
        assert_eq!(found.title, "Meldcode en ouderen");
        assert_eq!(spans(&found), ["12-08T09:30-11:00"]);
        assert_eq!(found.place.as_deref(), Some("Gemeentehuis zaal 2"));
        assert_eq!(found.audience.as_deref(), Some("regio twente"));
        assert_eq!(found.capacity, Some(30));
        assert!(found.leftover.is_empty());
        let other = "Praten met kinderen do 10 dec 13.00-14.30, https://voorbeeld.nl/kamer voor label \
                     jeugd en gemeente Almelo, door Veilig Thuis, materiaal https://voorbeeld.nl/map";
        let found = new(other);
        assert_eq!(found.title, "Praten met kinderen");
        assert_eq!(spans(&found), ["12-10T13:00-14:30"]);
        assert_eq!(found.place.as_deref(), Some("https://voorbeeld.nl/kamer"));
        assert_eq!(found.audience.as_deref(), Some("label jeugd en gemeente Almelo"));
        assert_eq!(found.speaker.as_deref(), Some("Veilig Thuis"));
        assert_eq!(found.material.as_deref(), Some("https://voorbeeld.nl/map"));
    }

    #[test]
    fn several_dates_and_a_series_are_one_programme() {
        let two =
            new(r#""Kindcheck" di 8 dec 9.30-11.00 en do 10 dec 13.00-14.30 voor regio twente"#);
        assert_eq!(spans(&two), ["12-08T09:30-11:00", "12-10T13:00-14:30"]);
        assert_eq!(two.audience.as_deref(), Some("regio twente"));
        let three =
            new(r#""Kindcheck" di 8 dec 9.30-11.00, wo 9 dec 9.30-11.00, do 10 dec 9.30-11.00"#);
        assert_eq!(spans(&three).len(), 3);
        let series =
            new(r#""Overleg" elke 2e donderdag van de maand 10.00-11.00 voor alle kamers"#);
        assert_eq!(spans(&series)[..2], ["12-10T10:00-11:00", "01-14T10:00-11:00"]);
        assert_eq!(spans(&series).len(), 13);
        assert_eq!(series.audience.as_deref(), Some("alle kamers"));
        let quarter = new(r#""Overleg" 12 januari 10.00, ieder kwartaal"#);
        assert!(quarter.when.is_some());
    }

    #[test]
    fn what_is_not_there_is_left_open() {
        assert_eq!(new("Meldcode en ouderen").title, "Meldcode en ouderen");
        assert!(new("Meldcode en ouderen").when.is_none());
        assert_eq!(new(r#""Ouderen" volgende week"#).when, Some(Err(Ask::Period)));
        assert!(new(r#""Ouderen" di 8 dec 9.30"#).when.unwrap().unwrap().end_guessed);
        assert_eq!(read("nieuw", now()), Wish::New(Typed::default()));
        assert_eq!(read("iets", now()), Wish::How);
    }

    #[test]
    fn what_is_done_to_one_has_its_number_in_front() {
        for (typed, expected) in [
            ("12", Verb::Show),
            ("12 aankondigen", Verb::Announce(None, false)),
            ("12 aankondigen nu", Verb::Announce(None, true)),
            ("12 kom", Verb::Come(Coming::Yes)),
            ("12 ik kom niet", Verb::Come(Coming::No)),
            ("12 misschien", Verb::Come(Coming::Maybe)),
            ("12 annuleer", Verb::Cancel { whole: false }),
            ("12 annuleer alles", Verb::Cancel { whole: true }),
            ("12 vertel nu", Verb::TellNow),
            ("12 waar: Stadhuis, zaal 3", Verb::Set(Field::Place, "Stadhuis, zaal 3".into())),
            ("12 gasten 5", Verb::Guests(Some(5))),
            ("12 herinner 7 dagen, 1 dag en 2 uur", Verb::Remind(Some(vec![10_080, 1_440, 120]))),
            ("12 herinner niet", Verb::Remind(Some(Vec::new()))),
            ("12 herinner ooit", Verb::Remind(None)),
            ("12 rol spreker Mark", Verb::Role(Role::Speaker, Some("Mark".into()))),
            ("12 rol gastvrouw niemand", Verb::Role(Role::Host, None)),
            ("12 klaar 2", Verb::Done(Some(Chore::Speakers))),
            ("12 klaar 99", Verb::Done(None)),
            ("12 dans", Verb::Unknown),
        ] {
            assert_eq!(read(typed, now()), Wish::About(12, expected), "{typed}");
        }
        let Wish::About(12, Verb::Move(Some(Ok(dates)))) =
            read("12 verplaats naar do 10 dec 13.00", now())
        else {
            panic!()
        };
        assert_eq!(dates.spans[0].start.to_string(), "2026-12-10T13:00:00");
    }

    #[test]
    fn an_answer_is_a_word_a_number_or_a_reaction() {
        for (text, poll, expected) in [
            ("1", Poll::Coming, Some(0)),
            ("2️⃣", Poll::Coming, Some(1)),
            ("👍🏽", Poll::Coming, Some(0)),
            ("❌", Poll::Coming, Some(1)),
            ("🤔", Poll::Coming, Some(2)),
            ("Misschien", Poll::Coming, Some(2)),
            ("Ik kom niet!", Poll::Coming, Some(1)),
            ("4", Poll::Coming, None),
            ("4", Poll::Need, Some(3)),
            ("👎", Poll::Useful, Some(2)),
            ("ik kom later", Poll::Coming, None),
            ("❤️", Poll::Coming, None),
        ] {
            assert_eq!(choice(text, poll), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(
            text in "(nieuw |12 )?([\"a-z0-9.:,]{1,8} ?){0,14}|.{0,60}"
        ) {
            read(&text, now());
        }
    }
}
