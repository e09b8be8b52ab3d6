//! What does the bot say about the measurement: that it begins, goes on and is over, and what it shows?

use super::broadcast_report::small;
use super::{dates, enumeration, paragraph};
use crate::text::document::Block;
use crate::vocab::{MeasureWords, MeasuredWords};

/// The blocks of what is said about it.
pub(super) fn measure(words: &MeasureWords) -> Vec<Block> {
    use MeasureWords as W;
    match words {
        W::Planned(days) => vec![
            paragraph(format!(
                "Goed. De nulmeting is tien vragen in vier korte rondes: {}, om 8.30 uur. Over 3 en over \
                 12 maanden stel ik dezelfde tien. Zo zien jullie wat blijft hangen.",
                enumeration(&days.iter().map(|day| dates::near(*day)).collect::<Vec<_>>())
            )),
            small(
                "Antwoorden gaat als bij de quiz: zonder namen of punten. Stoppen: !meld nulmeting stop",
            ),
        ],
        W::Preview { rooms, missed, day, audience } => {
            let missed = match missed {
                0 => String::new(),
                1 => " 1 kamer niet: die staat op stil, of ik kan er niet schrijven.".to_owned(),
                many => format!(" {many} kamers niet: op stil, of ik kan er niet schrijven."),
            };
            vec![
                paragraph(format!(
                    "De nulmeting in {}: tien vragen in vier korte rondes, vanaf {} om 8.30 uur. Over 3 en \
                     12 maanden dezelfde tien. Waar al een meting loopt, gaat die door.{missed}",
                    rooms_of(*rooms),
                    dates::day(*day)
                )),
                paragraph(format!("Beginnen? Typ: !meld nulmeting voor {audience} start")),
            ]
        }
        W::Begun { rooms, day } => vec![paragraph(format!(
            "Goed. De nulmeting begint in {} op {} om 8.30 uur. De uitkomst komt bij !meld inzicht.",
            rooms_of(*rooms),
            dates::day(*day)
        ))],
        W::NoRooms => vec![paragraph("Er is geen kamer waar ik de nulmeting kan beginnen.")],
        W::Running(next) => vec![
            paragraph(format!(
                "Hier loopt al een meting. De volgende ronde is {} om 8.30 uur.",
                dates::day(*next)
            )),
            small("Stoppen: !meld nulmeting stop"),
        ],
        W::Off { was: true } => vec![paragraph(
            "Goed, de meting stopt hier. Een ronde die open is, sluit op haar eigen tijd.",
        )],
        W::Off { was: false } => vec![paragraph("Hier loopt geen meting.")],
        W::NoItems => vec![paragraph("Er staan geen vragen voor een nulmeting klaar.")],
        W::How => vec![
            paragraph("Voor welke kamers? Bijvoorbeeld: !meld nulmeting voor regio twente"),
            small(
                "Je ziet eerst wat er gebeurt. In een teamkamer zelf begint een moderator met !meld nulmeting",
            ),
        ],
        W::Over { team, again } => {
            let mut out = Vec::new();
            if let Some((start, now)) = team {
                out.push(paragraph(format!(
                    "Jullie bij de start: {start} % het beste antwoord. Nu: {now} %. Dezelfde tien vragen; \
                     dat je ze herkent, telt mee."
                )));
            }
            out.push(paragraph(match again {
                Some(day) => format!(
                    "Dat waren de tien vragen van de meting. Vanaf {} stel ik ze opnieuw.",
                    dates::day(*day)
                ),
                None => "Dat was de laatste ronde van de meting. Dank jullie wel.".to_owned(),
            }));
            out
        }
    }
}

/// What it shows of a region, and what it cannot show.
pub(super) fn shown(words: MeasuredWords) -> Vec<Block> {
    let careful = "Het zijn tien vragen. Herkennen telt mee, en wie antwoordt kan wisselen. Het zegt niet of \
                   iemand anders werkt.";
    match words {
        MeasuredWords::TooFew { teams, of } => vec![small(format!(
            "Nulmeting: {} met genoeg antwoorden. Vanaf {of} laat ik iets zien.",
            teams_of(teams)
        ))],
        MeasuredWords::Start { teams, share } => vec![
            paragraph(format!(
                "Nulmeting: bij de start koos {share} % het beste antwoord ({}).",
                teams_of(teams)
            )),
            small(careful),
        ],
        MeasuredWords::Later { months, teams, before, now } => vec![
            paragraph(format!(
                "Nulmeting: bij de start {before} %, na {months} maanden {now} % het beste antwoord ({}, \
                 dezelfde vragen).",
                teams_of(teams)
            )),
            small(careful),
        ],
    }
}

fn rooms_of(rooms: usize) -> String {
    super::broadcast_report::count(rooms)
}

fn teams_of(teams: usize) -> String {
    match teams {
        0 => "nog geen team".to_owned(),
        1 => "1 team".to_owned(),
        many => format!("{many} teams"),
    }
}
