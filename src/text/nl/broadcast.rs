//! What does the bot say about messages to many rooms, about rooms and about labels?

use super::broadcast_report::{self as told, count, duration, left_out, parts, small, whom, why};
use super::{dates, enumeration, paragraph, pulse, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Broadcast, BroadcastWords, Missed, Stage, TextWords, Whom};
use jiff::civil::DateTime;

/// So many rooms of a draft are called by name.
const NAMED: usize = 5;

/// The blocks of what is said about broadcasts.
pub fn broadcast(words: &BroadcastWords) -> Vec<Block> {
    use BroadcastWords as W;
    match words {
        W::How => how(),
        W::CoordinatorsOnly => vec![paragraph(
            "Dit kan alleen een coördinator of een beheerder, in de regiekamer of in een gesprek \
             met mij alleen.",
        )],
        W::Draft { broadcast, changed, seconds, without_mention } => {
            draft(broadcast, *changed, *seconds, *without_mention)
        }
        W::Pulse(words) => pulse::pulse(words),
        W::Text(words) => said(words),
        W::Sending { number, rooms, seconds, missed, late } => {
            sending(*number, *rooms, *seconds, missed, *late)
        }
        W::Changing { number, withdrawn, rooms, stays, seconds } => {
            changing(*number, *withdrawn, *rooms, *stays, *seconds)
        }
        W::Through { number, sent, rooms } => {
            vec![paragraph(told::through(*number, *sent, *rooms))]
        }
        W::Report(words) => told::report(words),
        W::List(rows) => told::list(rows),
        W::Rooms { known, lost } => {
            told::rooms(known).into_iter().chain(told::lost(lost)).collect()
        }
        W::Labels { labels, changed } => told::labels(labels, *changed),
        W::NoLabelsHere => vec![paragraph("Een label is voor een kamer, niet voor dit gesprek.")],
        W::NoSuchLabel => vec![paragraph(
            "Dit kan geen label zijn. Neem een of twee gewone woorden, en niet meer dan 10 labels.",
        )],
        other => refused(other),
    }
}

/// What does not go as it was asked, and what is done in a word.
fn refused(words: &BroadcastWords) -> Vec<Block> {
    use BroadcastWords as W;
    match words {
        W::NotUnderstood(part) => vec![
            paragraph(format!("Voor wie is dit bericht? Ik begrijp niet: \u{201c}{part}\u{201d}.")),
            small(
                "Zo kan het: regio twente, gemeente Enschede, label jeugd, kamer \"Team Noord\" of \
                 alle kamers. Met \u{201c}en\u{201d} ertussen mag het er meer zijn.",
            ),
        ],
        W::NoLabel(label) => vec![
            paragraph(format!("Geen van je kamers heeft het label \u{201c}{label}\u{201d}.")),
            small("Welke labels er zijn: !meld kamers"),
        ],
        W::OutsideYourRegions { place, yours } => outside(place, yours),
        W::NoRooms(audience) => vec![
            paragraph(format!("Hiermee bereik je nog geen kamers: {}.", parts(audience))),
            small("Welke kamers je bereikt: !meld kamers"),
        ],
        W::NoText => vec![
            paragraph("Wat wil je zeggen? Zet het achter een dubbele punt, bijvoorbeeld:"),
            example("!meld bericht voor regio twente: de training gaat door"),
        ],
        W::TooLong { most } => {
            vec![paragraph(format!("Dit is te lang. Houd het onder {most} tekens."))]
        }
        W::CaseDetails => vec![paragraph(
            "Ik verstuur dit niet, want er staan gegevens van iemand in. Schrijf het bericht zonder \
             namen, nummers en adressen van cliënten.",
        )],
        W::NotFound { number } => vec![paragraph(format!(
            "Bericht {number} ken ik niet (meer). Kijk wat er is: !meld berichten"
        ))],
        W::NotYours => {
            vec![paragraph("Dit kan alleen wie het bericht schreef, of een beheerder.")]
        }
        W::Unclear { number, ask } => vec![
            paragraph(dates::question(*ask)),
            small(format!(
                "Er is nog niets gepland. Typ het zo: !meld bericht {number} verstuur morgen 9.00"
            )),
        ],
        W::NoSeries => vec![paragraph(
            "Een bericht gaat één keer. Iets wat terugkomt, plan je per kamer: !meld herinner",
        )],
        W::Planned { number, rooms, at, night } => vec![
            paragraph(format!(
                "Gepland: bericht {number} gaat {} naar {}.{}",
                dates::moment(*at, None),
                count(*rooms),
                match night {
                    true => format!(
                        " Zo laat stuur ik niets, tenzij jij dat wilt: !meld bericht {number} \
                         verstuur nu"
                    ),
                    false => String::new(),
                }
            )),
            small(format!("Toch niet? !meld bericht {number} stop")),
        ],
        W::TooLate { number, planned } => vec![
            paragraph(format!(
                "Ik was weg. Bericht {number} ging niet op {}. Het is weer een concept.",
                dates::moment(*planned, None)
            )),
            small(format!("Alsnog: !meld bericht {number} verstuur")),
        ],
        W::Unplanned { number } => {
            vec![paragraph(format!("Bericht {number} is niet meer gepland. Het is een concept."))]
        }
        W::Stopped { number, rooms } => vec![
            paragraph(format!("Gestopt. {} bericht {number} niet meer.", get(*rooms))),
            small(format!("Wie het wel kreeg: !meld bericht {number}")),
        ],
        W::NothingToStop { number } => {
            vec![paragraph(format!("Van bericht {number} staat niets meer te wachten."))]
        }
        W::Gone { number } => vec![paragraph(format!("Concept {number} is weg."))],
        W::NotNow { number, stage } => vec![paragraph(not_now(*number, *stage))],
        _ => Vec::new(),
    }
}

fn how() -> Vec<Block> {
    let row = |command: &str| vec![strong(command)];
    vec![
        paragraph(
            "Ik stuur een bericht naar veel kamers. Typ voor wie, een dubbele punt en de tekst:",
        ),
        Block::List(vec![
            row("!meld bericht voor regio twente: de training gaat door"),
            row("!meld bericht voor gemeente Enschede en label jeugd: nieuwe folder"),
            row("!meld bericht voor kamer \"Team Noord\": morgen geen overleg"),
            row("!meld bericht voor regio twente met label jeugd: alleen deze teams"),
        ]),
        small(
            "Je ziet eerst een concept. Alle berichten: !meld berichten. Je kamers: !meld kamers",
        ),
    ]
}

fn outside(place: &Whom, yours: &[String]) -> Vec<Block> {
    let place = whom(place);
    let mut out = vec![paragraph(format!("Je kunt {place} niet bereiken."))];
    if !yours.is_empty() {
        let kind = if yours.len() == 1 { "regio" } else { "regio's" };
        let yours: Vec<String> = yours.iter().map(|id| told::region(id)).collect();
        out.push(small(format!("Jij bereikt: {kind} {}.", enumeration(&yours))));
    }
    out
}

fn draft(broadcast: &Broadcast, changed: bool, seconds: u64, without: usize) -> Vec<Block> {
    let number = broadcast.number;
    let missed = broadcast.targets.iter().filter_map(|target| target.missed);
    let rooms = broadcast.targets.len() - missed.count();
    let begin = if changed { "Aangepast" } else { "Concept" };
    let mut out = vec![Block::Paragraph(vec![
        strong(format!("{begin}: bericht {number}")),
        text(format!(" voor {}. {}", parts(&broadcast.audience), see(rooms))),
    ])];
    out.extend(match &broadcast.pulse {
        Some(asked) => pulse::question(&broadcast.text, asked),
        None => said(&TextWords {
            text: broadcast.text.clone(),
            everyone: broadcast.everyone,
            corrected: false,
        }),
    });
    let goes = broadcast.targets.iter().filter(|target| target.missed.is_none());
    let names: Vec<String> = goes.map(|target| target.name.clone()).collect();
    if (1..=NAMED).contains(&names.len()) {
        out.push(paragraph(format!("Het gaat naar {}.", enumeration(&names))));
    }
    if broadcast.pulse.is_some() {
        out.push(small(
            "Niet elke app toont polls. Wie er geen ziet, typt in een gesprek met mij alleen: !meld peiling",
        ));
    }
    let left = broadcast.targets.iter().filter_map(|t| Some((t.missed?, t.name.as_str())));
    out.extend(left_out(&left.collect::<Vec<_>>()));
    let quiet = broadcast.targets.iter().any(|target| target.missed == Some(Missed::Quiet));
    if quiet {
        out.push(small(
            "Stille kamers krijgen het wel met \u{201c}ook stille kamers\u{201d} voor de dubbele \
             punt.",
        ));
    }
    if without > 0 {
        out.push(paragraph(format!(
            "Let op: in {} mag @room niet, van jou of van mij. Daar stuur ik het zonder.",
            count(without)
        )));
    }
    if let Stage::Planned(at) = broadcast.stage {
        out.push(paragraph(format!("Het gaat {}.", dates::moment(at, None))));
    }
    if rooms == 0 {
        out.push(paragraph("Zo gaat het naar niemand."));
        return out;
    }
    out.push(paragraph(format!("Versturen duurt {}.", duration(seconds))));
    out.push(Block::List(vec![
        vec![text("Eerst zelf zien: "), strong(format!("!meld bericht {number} test"))],
        vec![text("Nu versturen: "), strong(format!("!meld bericht {number} verstuur"))],
        vec![text("Later: "), strong(format!("!meld bericht {number} verstuur morgen 9.00"))],
        vec![text("Weggooien: "), strong(format!("!meld bericht {number} weg"))],
    ]));
    out
}

/// What the rooms see.
fn said(words: &TextWords) -> Vec<Block> {
    let everyone = if words.everyone { "@room " } else { "" };
    let mut line = vec![text(everyone), strong("Bericht van de coördinatoren: ")];
    for (n, row) in words.text.lines().enumerate() {
        if n > 0 {
            line.push(Inline::Break);
        }
        line.push(text(row));
    }
    let mut out = vec![Block::Paragraph(line)];
    if words.corrected {
        out.push(small("Deze tekst is aangepast."));
    }
    out
}

fn sending(
    number: u32,
    rooms: usize,
    seconds: u64,
    missed: &[(Missed, usize)],
    late: Option<DateTime>,
) -> Vec<Block> {
    let mut out = vec![paragraph(match rooms {
        0 => format!("Bericht {number} gaat naar geen enkele kamer."),
        rooms => format!(
            "Bericht {number} gaat nu naar {}. Dat duurt {}.",
            count(rooms),
            duration(seconds)
        ),
    })];
    let line = |(missed, times): &(Missed, usize)| {
        vec![text(format!("Niet naar {}: {}", count(*times), why(*missed)))]
    };
    if !missed.is_empty() {
        out.push(Block::List(missed.iter().map(line).collect()));
    }
    if let Some(planned) = late {
        out.push(small(format!("Later dan gepland: {}", dates::moment(planned, None))));
    }
    out.push(small(format!(
        "Hoe het gaat: !meld bericht {number}. Stoppen: !meld bericht {number} stop"
    )));
    out
}

fn changing(number: u32, withdrawn: bool, rooms: usize, stays: usize, seconds: u64) -> Vec<Block> {
    let what = if withdrawn { "Ik haal bericht" } else { "Ik pas bericht" };
    let end = if withdrawn { "weg" } else { "aan" };
    let mut out = vec![paragraph(match rooms {
        0 => format!("Bericht {number} staat in geen kamer die je nu bereikt."),
        rooms => {
            format!("{what} {number} {end} in {}. Dat duurt {}.", count(rooms), duration(seconds))
        }
    })];
    if stays > 0 {
        out.push(paragraph(format!(
            "Let op: in {} blijft staan wat er staat. Die bereik je niet meer.",
            count(stays)
        )));
    }
    out.push(small(format!("Hoe het gaat: !meld bericht {number}")));
    out
}

fn not_now(number: u32, stage: Stage) -> String {
    match stage {
        Stage::Draft | Stage::Planned(_) => format!(
            "Bericht {number} is nog niet verstuurd. Weggooien kan zo: !meld bericht {number} weg"
        ),
        Stage::Sent | Stage::Corrected => format!(
            "Bericht {number} is al verstuurd. Aanpassen: !meld bericht {number} corrigeer: nieuwe \
             tekst. Weghalen: !meld bericht {number} trek in"
        ),
        Stage::Withdrawn => format!("Bericht {number} is ingetrokken. Schrijf een nieuw bericht."),
    }
}

fn see(rooms: usize) -> String {
    match rooms {
        0 => "De tekst:".to_owned(),
        1 => "Zo ziet 1 kamer het:".to_owned(),
        rooms => format!("Zo zien {rooms} kamers het:"),
    }
}

fn get(rooms: usize) -> String {
    if rooms == 1 { "1 kamer krijgt".to_owned() } else { format!("{rooms} kamers krijgen") }
}

fn example(command: &str) -> Block {
    Block::Paragraph(vec![strong(command)])
}
