//! What does the bot say about personal data, and about what it keeps?

use super::{paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Held, PersonalData, PrivacyWords, Removal, Retention, UserId};

/// The blocks of what is said about privacy.
pub fn privacy(words: &PrivacyWords) -> Vec<Block> {
    match words {
        PrivacyWords::Found { kinds, removal, overheard } => found(kinds, *removal, *overheard),
        PrivacyWords::LeftStanding => {
            vec![paragraph("Goed, ik laat je bericht staan. Je kunt het altijd zelf verwijderen.")]
        }
        PrivacyWords::CannotRemove => vec![paragraph(format!(
            "Het lukt mij niet om je bericht weg te halen. {YOURSELF} Kan dat niet? Vraag het een \
             moderator van de kamer."
        ))],
        PrivacyWords::Watching { on, changed } => vec![paragraph(watching(*on, *changed))],
        PrivacyWords::WatchingInRooms => vec![paragraph(
            "In een gesprek met mij let ik al bij elk bericht op gegevens van cliënten. Meekijken is \
             voor kamers.",
        )],
        PrivacyWords::Kept { keep, watching, administrators } => {
            kept(keep, *watching, administrators)
        }
        PrivacyWords::Forgotten { gone } => forgotten(gone),
        PrivacyWords::OnRequest => vec![paragraph("Op verzoek van de schrijver weggehaald.")],
    }
}

/// How a person removes their own message, in any client.
const YOURSELF: &str =
    "Verwijder je bericht zelf: houd het ingedrukt, of klik op de puntjes erbij.";

fn found(kinds: &[PersonalData], removal: Removal, overheard: bool) -> Vec<Block> {
    let named: Vec<&str> = kinds.iter().map(|kind| name(*kind)).collect();
    let seen = format!("In je bericht staat {}. Ik heb dat niet bewaard.", enumeration(&named));
    let then = match (removal, overheard) {
        (Removal::Offered, false) => {
            "Zal ik je bericht weghalen? Zeg \u{201c}ja\u{201d} of reageer met ✅. Mijn antwoord \
             blijft staan."
                .to_owned()
        }
        (Removal::Offered, true) => {
            "Zal ik je bericht weghalen? Zeg \u{201c}ja\u{201d} of reageer met ✅.".to_owned()
        }
        (Removal::Yourself, false) => {
            format!("{YOURSELF} Lees eerst mijn antwoord, want dat verdwijnt mee.")
        }
        (Removal::Yourself, true) => YOURSELF.to_owned(),
        (Removal::NotNow, _) => "Zet geen gegevens van cliënten in de chat.".to_owned(),
    };
    vec![paragraph(format!("{seen} {then}"))]
}

fn name(kind: PersonalData) -> &'static str {
    match kind {
        PersonalData::Bsn => "een BSN",
        PersonalData::Phone => "een telefoonnummer",
        PersonalData::Email => "een e-mailadres",
        PersonalData::Iban => "een rekeningnummer",
        PersonalData::BirthDate => "een geboortedatum",
        PersonalData::Address => "een adres",
        PersonalData::NumberPlate => "een kenteken",
        PersonalData::VNumber => "een V-nummer",
        PersonalData::Name => "een naam",
    }
}

fn watching(on: bool, changed: bool) -> &'static str {
    match (on, changed) {
        (true, true) => {
            "Goed. Ik kijk vanaf nu mee in deze kamer. Staan er gegevens van een cliënt in een \
             bericht, dan zeg ik dat tegen de schrijver. Hooguit eens per tien minuten. Van die \
             berichten bewaar ik geen tekst. Stoppen: !meld meekijken uit"
        }
        (false, true) => "Goed. Ik let nu alleen nog op berichten die voor mij zijn.",
        (true, false) => {
            "Ik kijk mee in deze kamer: ik wijs op gegevens van cliënten, ook in berichten die niet \
             voor mij zijn. Stoppen: !meld meekijken uit"
        }
        (false, false) => {
            "Ik kijk niet mee: ik let alleen op berichten die voor mij zijn. Wel meekijken op gegevens \
             van cliënten: !meld meekijken aan"
        }
    }
}

fn kept(keep: &Retention, watching: bool, administrators: &[UserId]) -> Vec<Block> {
    let not_meant = if watching {
        "Berichten die niet voor mij zijn: geen tekst. Staan er gegevens van een cliënt in, dan \
         onthoud ik alleen dat ik dat zei. Meekijken staat in deze kamer aan."
    } else {
        "Berichten die niet voor mij zijn: niets."
    };
    let list = [
        not_meant.to_owned(),
        "De tekst van je vraag en van mijn antwoord: tot het antwoord er is. Verzegeld, en zonder de \
         gegevens van cliënten die ik herken."
            .to_owned(),
        format!(
            "Wie wanneer in welke kamer iets vroeg, en over welk onderwerp: {}. Nooit de tekst.",
            days(keep.conversations)
        ),
        format!(
            "Welke berichten ik heb gehad en van wie, om niet dubbel te antwoorden: {}. Zo lang \
             bewaar ik ook een bericht dat ik nog niet kan ontsleutelen.",
            days(keep.handled)
        ),
        format!(
            "Een vraag die je laat doorgeven, zonder namen: tot die klaar is, hooguit {}.",
            days(keep.gaps)
        ),
        "Waar je bent in het stappenplan en wat je koos: tot het klaar is, hooguit 7 dagen.".to_owned(),
        format!(
            "Hoe vaak een antwoord een duim kreeg, per maand en zonder personen: {}.",
            days(keep.counts)
        ),
    ];
    let mut ask = vec![text("Alles over jou weghalen: "), strong("!meld vergeet mij"), text(". ")];
    match administrators {
        [] => ask.push(text("Vragen hierover? Vraag wie bij jullie de bot beheert.")),
        some => {
            ask.push(text("Vragen hierover? Vraag het aan "));
            for (n, user) in some.iter().enumerate() {
                if n > 0 {
                    ask.push(text(" of "));
                }
                ask.push(Inline::Mention(user.clone()));
            }
            ask.push(text("."));
        }
    }
    vec![
        Block::Paragraph(vec![strong("Wat ik bewaar, en hoe lang")]),
        Block::List(list.map(|line| vec![text(line)]).into()),
        paragraph(
            "Dat staat op de server waar ik draai. Daar staan ook mijn sleutels en wie er in mijn \
             kamers zit, want anders kan ik niet meedoen. De chat zelf staat op jullie homeserver, \
             tot iemand berichten daar verwijdert.",
        ),
        Block::Paragraph(ask),
    ]
}

fn days(days: u16) -> String {
    match days {
        1 => "1 dag".to_owned(),
        days => format!("{days} dagen"),
    }
}

fn forgotten(gone: &[(Held, u64)]) -> Vec<Block> {
    let rows = gone.iter().map(|(held, rows)| vec![text(count(*held, *rows))]).collect();
    let mut blocks = match gone {
        [] => vec![paragraph("Er stond bij mij niets over jou.")],
        _ => vec![
            paragraph("Gedaan. Dit stond er over jou, en dat is weg:"),
            Block::List(rows),
            paragraph(
                "Ik heb het nageteld: er staat nu 0 over jou. Dat dit verzoek er was, onthoud ik nog even, zonder \
                 wie het deed.",
            ),
        ],
    };
    if gone.iter().any(|(held, _)| *held == Held::PassedOn) {
        blocks.push(paragraph(
            "Wat je liet doorgeven, staat nog als bericht in de regiekamer, zonder namen.",
        ));
    }
    blocks.push(paragraph(
        "Je berichten zelf staan nog in de chat, op de homeserver. Verwijder ze daar als je dat wilt. \
         Vraag je mij weer iets, dan begint het opnieuw.",
    ));
    blocks
}

/// `12 vragen aan mij`.
fn count(held: Held, rows: u64) -> String {
    let (one, more) = match held {
        Held::Conversations => {
            ("vraag of bericht, zonder tekst", "vragen en berichten, zonder tekst")
        }
        Held::Answers => ("verwijzing naar een antwoord", "verwijzingen naar antwoorden"),
        Held::Handled => ("afgehandeld bericht", "afgehandelde berichten"),
        Held::PassedOn => ("doorgegeven vraag", "doorgegeven vragen"),
        Held::Plans => ("herinnering die je plande", "herinneringen die je plande"),
        Held::Walks => ("open stappenplan", "open stappenplannen"),
        Held::Undecrypted => {
            ("bericht dat ik nog niet kon lezen", "berichten die ik nog niet kon lezen")
        }
    };
    format!("{rows} {}", if rows == 1 { one } else { more })
}

/// `een BSN, een e-mailadres en een telefoonnummer`.
fn enumeration(words: &[&str]) -> String {
    match words {
        [] => "een persoonsgegeven".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    }
}
