//! What does the bot say about polls in many rooms, and about votes?

use super::broadcast_report::{count, small};
use super::quiz::{bar, letter};
use super::{dates, joined, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{BallotWords, Pulse, PulseWords};

/// The blocks of what is said about a vote.
pub fn ballot(words: BallotWords) -> Vec<Block> {
    vec![match words {
        BallotWords::Heard { nth: Some(nth), choice } => paragraph(format!(
            "Genoteerd: vraag {nth}, {}. Veranderen kan tot de ronde sluit.",
            letter(choice)
        )),
        BallotWords::Heard { nth: None, choice } => {
            paragraph(format!("Genoteerd: {}. Je laatste antwoord telt.", letter(choice)))
        }
        BallotWords::TooLate => paragraph("Dit is al gesloten. Je antwoord telt niet meer mee."),
        BallotWords::NoSuchOption { options } => paragraph(format!("Kies {}.", letters(options))),
    }]
}

/// The blocks of what is said about a poll.
pub(super) fn pulse(words: &PulseWords) -> Vec<Block> {
    use PulseWords as W;
    match words {
        W::How => vec![
            paragraph(
                "Ik stel een vraag in veel kamers, zonder namen. Typ voor wie, een dubbele punt, de vraag en de antwoorden:",
            ),
            Block::List(vec![
                vec![strong(
                    "!meld peiling voor regio twente: Wat houdt je tegen? Geen tijd / Ik twijfel / De relatie",
                )],
                vec![strong(
                    "!meld peiling voor label jeugd tot vrijdag 16.00: Heb je een maatje? Ja / Nee",
                )],
            ]),
            small("Twee tot zes antwoorden. Je ziet eerst een concept."),
        ],
        W::Unclear(ask) => vec![
            paragraph(dates::question(*ask)),
            small(
                "Zo kan het: !meld peiling voor regio twente tot vrijdag 16.00: Heb je een maatje? Ja / Nee",
            ),
        ],
        W::Closes { most } => vec![paragraph(format!(
            "Tot wanneer staat de peiling open? Kies een moment dat nog komt, binnen {most} dagen."
        ))],
        W::TooLong { option, most } => vec![paragraph(format!(
            "Dit antwoord is te lang: \u{201c}{option}\u{201d}. Houd het onder {most} tekens."
        ))],
        W::Fixed { number } => vec![
            paragraph("Een peiling die loopt, verandert niet meer: mensen antwoordden al."),
            small(format!("Weghalen: !meld bericht {number} trek in")),
        ],
        W::Question(asked) => question(&asked.0, &asked.1),
        W::Copy(asked) => copy(&asked.0, &asked.1),
        W::Unseen => {
            vec![paragraph("Niemand in de kamer ziet wat je hier kiest. Het telt wel mee.")]
        }
        W::Ended => vec![paragraph("De peiling is gesloten. De uitslag staat hieronder.")],
        W::Result { question, counts, rooms } => result(question, counts, *rooms),
        W::TooFew { question } => vec![
            Block::Paragraph(vec![strong("Peiling: "), text(question)]),
            paragraph(
                "Er kwamen te weinig antwoorden om te laten zien. Vanaf vijf laat ik het totaal zien.",
            ),
        ],
    }
}

/// What a room is asked.
pub(super) fn question(asked: &str, pulse: &Pulse) -> Vec<Block> {
    let mut out = choices(asked, pulse);
    out.push(small(format!(
        "Open tot {}. Kies in de poll, reageer met een cijfer (1\u{fe0f}\u{20e3} is A) of antwoord met \
         een letter. Ik tel alleen het totaal. Wie in de kamer zit, kan stemmen zien. Liever niet? \
         Typ in een gesprek met mij alleen: !meld peiling",
        dates::moment(pulse.closes, None)
    )));
    out
}

/// The same under four eyes.
fn copy(asked: &str, pulse: &Pulse) -> Vec<Block> {
    let mut out = choices(asked, pulse);
    out.push(small(format!(
        "Open tot {}. Beantwoord dit bericht met een letter, of reageer erop met een cijfer \
         (1\u{fe0f}\u{20e3} is A).",
        dates::moment(pulse.closes, None)
    )));
    out
}

fn choices(asked: &str, pulse: &Pulse) -> Vec<Block> {
    let mut lines = Vec::new();
    for (place, option) in pulse.options.iter().enumerate() {
        if place > 0 {
            lines.push(Inline::Break);
        }
        lines.push(text(format!("{}. {option}", letter(place))));
    }
    vec![Block::Paragraph(vec![strong("Peiling: "), text(asked)]), Block::Paragraph(lines)]
}

/// How many chose what.
pub(super) fn result(asked: &str, counts: &[(String, u32)], rooms: usize) -> Vec<Block> {
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let line = |(option, chose): &(String, u32)| {
        vec![text(format!("{option}: {chose} {}", bar(*chose, all)))]
    };
    vec![
        Block::Paragraph(vec![strong("Peiling: "), text(asked)]),
        paragraph(match rooms {
            // All of them under four eyes.
            0 => format!("{all} antwoorden:"),
            rooms => format!("{all} antwoorden uit {}:", count(rooms)),
        }),
        Block::List(counts.iter().map(line).collect()),
    ]
}

fn letters(options: usize) -> String {
    let letters: Vec<String> = (0..options).map(|place| letter(place).to_string()).collect();
    joined(&letters, "of")
}
