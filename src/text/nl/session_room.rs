//! What does a team room see of a session: the announcement, who comes, what changes, how it was?

use super::broadcast_report::small;
use super::session::{capital, lead, name, when};
use super::{dates, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{AnnouncementWords, Headcount, Poll, Progress, Role, Session, Span, UserId};
use jiff::civil::DateTime;

pub(super) fn announcement(words: &AnnouncementWords) -> Vec<Block> {
    let AnnouncementWords { session, here, full, changed, late } = words;
    let number = session.number;
    let begin = match session.stage {
        Progress::Cancelled => format!("Gaat niet door: sessie {number}, {}", session.title),
        _ if *changed => format!("Sessie {number} (gewijzigd): {}", session.title),
        _ => format!("Sessie {number}: {}", session.title),
    };
    let mut out =
        vec![Block::Paragraph(vec![strong(begin), Inline::Break, text(capital(&when(session)))])];
    out.extend(details(session));
    match session.stage {
        Progress::Cancelled => return out,
        Progress::Over => {
            out.push(paragraph(format!(
                "Deze sessie is geweest. Uit dit team: {}.",
                headcount(*here)
            )));
            return out;
        }
        _ => {}
    }
    out.push(paragraph("Kom je?"));
    let option = |word: &str| vec![text(word)];
    out.push(Block::Numbered(vec![option("Ik kom"), option("Ik kom niet"), option("Misschien")]));
    let room = match (full, session.capacity) {
        (true, _) => " Vol: wie nu komt, staat op de wachtlijst.".to_owned(),
        (false, Some(1)) => " Er is plek voor 1 persoon uit alle teams.".to_owned(),
        (false, Some(most)) => format!(" Er is plek voor {most} mensen uit alle teams."),
        (false, None) => String::new(),
    };
    out.push(paragraph(format!("Uit dit team: {}.{room}", headcount(*here))));
    if let Some(late) = late {
        out.push(small(format!("Later dan gepland: {}", dates::moment(*late, None))));
    }
    out.push(small(
        "Reageer met \u{1f44d} (ik kom), \u{1f44e} (ik kom niet) of \u{2753} (misschien), of antwoord \
         op dit bericht met 1, 2 of 3. Reacties ziet iedereen in de kamer.",
    ));
    out
}

/// `3 komen, 1 komt niet, 2 misschien`
pub fn headcount(count: Headcount) -> String {
    headcount_of(count, &[], &[])
}

/// The same with the names of who comes and who waits, each behind their count.
pub fn headcount_of(count: Headcount, coming: &[String], waiting: &[String]) -> String {
    let komt = |times: u32| if times == 1 { "komt" } else { "komen" };
    let who = |names: &[String]| match names {
        [] => String::new(),
        names => format!(" ({})", names.join(", ")),
    };
    let mut said = Vec::new();
    if count.yes > 0 {
        said.push(format!("{} {}{}", count.yes, komt(count.yes), who(coming)));
    }
    if count.waiting > 0 {
        said.push(format!("{} op de wachtlijst{}", count.waiting, who(waiting)));
    }
    if count.no > 0 {
        said.push(format!("{} {} niet", count.no, komt(count.no)));
    }
    if count.maybe > 0 {
        said.push(format!("{} misschien", count.maybe));
    }
    match said.is_empty() {
        true => "nog geen antwoord".to_owned(),
        false => said.join(", "),
    }
}

/// Where, and by whom; nothing when neither is known.
pub fn details(session: &Session) -> Option<Block> {
    let mut lines: Vec<Vec<Inline>> = Vec::new();
    if let Some(place) = &session.place {
        lines.push(vec![text(format!("Waar: {place}"))]);
    }
    let role = |wanted: Role| {
        session.roles.iter().find(|(role, _)| *role == wanted).map(|(_, name)| name.as_str())
    };
    if let Some(name) = role(Role::Speaker) {
        lines.push(vec![text(format!("Door: {name}"))]);
    }
    if let Some(name) = role(Role::Expert) {
        lines.push(vec![text(format!("Met ervaringsdeskundige: {name}"))]);
    }
    let mut all = Vec::new();
    for (nth, line) in lines.into_iter().enumerate() {
        if nth > 0 {
            all.push(Inline::Break);
        }
        all.extend(line);
    }
    (!all.is_empty()).then_some(Block::Paragraph(all))
}

pub(super) fn heard(session: &Session, choice: u32, waiting: bool, who: &UserId) -> Vec<Block> {
    let number = session.number;
    if choice == 0 && waiting {
        // Everybody reads it: by name it is clear who waits.
        return vec![
            Block::Paragraph(vec![
                Inline::Mention(who.clone()),
                text(format!(
                    ", sessie {number} is vol. Je staat op de wachtlijst. Komt er een plek vrij, dan \
                     hoor je het hier."
                )),
            ]),
            small("Toch niet? Antwoord op dit bericht met 2."),
        ];
    }
    vec![
        paragraph(match (choice, waiting) {
            (0, _) => format!("Genoteerd: je komt naar sessie {number}, {}.", when(session)),
            (1, _) => format!("Genoteerd: je komt niet naar sessie {number}."),
            _ => format!("Genoteerd: je komt misschien naar sessie {number}."),
        }),
        small("Toch anders? Antwoord gewoon opnieuw: het laatste telt."),
    ]
}

/// A reminder that comes so many minutes before says "tomorrow".
const A_DAY: u32 = 24 * 60;

pub(super) fn reminder(session: &Session, minutes: u32, late: Option<DateTime>) -> Vec<Block> {
    // What comes late is sooner than it was planned to say.
    let begin = match (late, session.when) {
        (Some(_), _) => "Herinnering".to_owned(),
        (None, Some(span)) if minutes == A_DAY => {
            format!("Morgen, {}", dates::hours(span.start.time(), None))
        }
        (None, _) => format!("Over {}", lead(minutes)),
    };
    let begin = format!("{begin}: {}", name(session));
    let mut out = vec![Block::Paragraph(vec![
        text("@room "),
        strong(begin),
        Inline::Break,
        text(capital(&when(session))),
    ])];
    out.extend(details(session));
    if let Some(late) = late {
        out.push(small(format!("Later dan gepland: {}", dates::moment(late, None))));
    }
    out.push(small(
        "Kom je? Antwoord op dit bericht met 1 (ik kom), 2 (ik kom niet) of 3 (misschien).",
    ));
    out
}

pub(super) fn changed(session: &Session, from: Option<Span>, coming: bool) -> Vec<Block> {
    let mut out = match (from, session.when) {
        (Some(from), Some(now)) => {
            // The year only where it is another one.
            let far = from.start.year() != now.start.year();
            vec![Block::Paragraph(vec![
                strong(format!("Verplaatst naar {}:", dates::on(now.start, Some(now.end), far))),
                text(format!(" {}. Het was {}.", name(session), dates::on(from.start, None, far))),
            ])]
        }
        _ => {
            let line = format!("{} is gewijzigd.", capital(&name(session)));
            std::iter::once(Block::Paragraph(vec![strong(line)])).chain(details(session)).collect()
        }
    };
    if coming {
        out.push(paragraph(
            "Zei je dat je komt? Dat laat ik zo staan. Kun je niet meer? Antwoord op dit bericht met \
             2.",
        ));
    }
    out
}

/// There is a place for somebody who waited.
pub(super) fn place_free(session: &Session, who: &UserId) -> Vec<Block> {
    vec![
        Block::Paragraph(vec![
            Inline::Mention(who.clone()),
            text(", er is een plek vrij bij "),
            strong(name(session)),
            text(". Die is voor jou. Je stond op de wachtlijst."),
        ]),
        small("Kun je niet meer? Antwoord op dit bericht met 2."),
    ]
}

pub(super) fn after(session: &Session, poll: Poll) -> Vec<Block> {
    let option = |word: &str| vec![text(word)];
    let (question, options) = match poll {
        Poll::Need => (
            "Wat heb je nog nodig?".to_owned(),
            vec![
                option("Samen een casus bespreken"),
                option("Uitleg over de stappen"),
                option("Oefenen met gesprekken"),
                option("Niets, ik kan verder"),
            ],
        ),
        Poll::Useful | Poll::Coming | Poll::Item(_) | Poll::Pulse => (
            format!("Was je bij {}? Had je er iets aan?", name(session)),
            vec![option("Ja"), option("Een beetje"), option("Nee")],
        ),
    };
    let mut out = vec![paragraph(question), Block::Numbered(options)];
    let how = match poll {
        Poll::Need => "Reageer met een cijfer, of antwoord op dit bericht.".to_owned(),
        Poll::Useful | Poll::Coming | Poll::Item(_) | Poll::Pulse => format!(
            "Reageer met een cijfer, of antwoord op dit bericht. Wie coördineert ziet alleen \
             aantallen. Reacties ziet iedereen in de kamer: liever niet? Typ in een gesprek met mij \
             alleen: !meld sessie {} terugblik",
            session.number
        ),
    };
    out.push(small(how));
    out
}
