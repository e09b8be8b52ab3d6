//! What does the bot say about personal data, and about what it keeps?

use super::{enumeration, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Held, PersonalData, PrivacyWords, Removal, Retention, UserId};

/// The blocks of what is said about privacy.
pub fn privacy(words: &PrivacyWords) -> Vec<Block> {
    match words {
        PrivacyWords::Found { kinds, removal, overheard } => found(kinds, *removal, *overheard),
        PrivacyWords::LeftStanding => {
            vec![paragraph("Goed, ik laat je bericht staan. Je kunt het altijd zelf verwijderen.")]
        }
        PrivacyWords::Finding => vec![paragraph(FINDING)],
        PrivacyWords::Removed => {
            vec![paragraph("Je bericht is weg. Er stonden gegevens in die niet in een chat horen.")]
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

/// How every line begins that says what was found.
const FINDING: &str = "In je bericht staat";

/// How a person removes their own message, in any client.
const YOURSELF: &str =
    "Verwijder je bericht zelf: houd het ingedrukt, of klik op de puntjes erbij.";

fn found(kinds: &[PersonalData], removal: Removal, overheard: bool) -> Vec<Block> {
    let mut named: Vec<&str> = kinds.iter().map(|kind| name(*kind)).collect();
    if named.is_empty() {
        named.push("een persoonsgegeven");
    }
    let seen = format!("{FINDING} {}. Ik heb dat niet bewaard.", enumeration(&named));
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

pub(super) fn name(kind: PersonalData) -> &'static str {
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
        format!(
            "Andere berichten: geen tekst, wel dat ik op gegevens wees. {}.",
            days(keep.conversations)
        )
    } else {
        "Berichten die niet voor mij zijn: niets.".to_owned()
    };
    let list = [
        format!(
            "Dat je iets vroeg: wanneer, in welke kamer, over welk onderwerp. {}.",
            days(keep.conversations)
        ),
        format!(
            "Welke berichten ik van je kreeg, en wat ik nog niet kan lezen. {}.",
            days(keep.handled)
        ),
        "Je keuzes in het stappenplan: hooguit 7 dagen.".to_owned(),
        format!(
            "Herinneringen: tot ze zijn geweest. Berichten aan kamers: {}.",
            days(keep.conversations)
        ),
        format!(
            "Een vraag die ik doorgeef, zonder namen: tot die klaar is, hooguit {}.",
            days(keep.gaps)
        ),
        format!("Wat je voor kamers regelt of instelt: {}.", days(keep.log)),
        format!("Duimen en keuzes, alleen aantallen: {}.", days(keep.counts)),
        not_meant,
    ];
    let mut ask = vec![text("Alles over jou weghalen: "), strong("!meld vergeet mij"), text(". ")];
    match administrators {
        [] => ask.push(text("Vragen? Vraag wie bij jullie de bot beheert.")),
        some => {
            ask.push(text("Vragen? Vraag het aan "));
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
        Block::Paragraph(vec![
            strong("De tekst van je vraag wis ik zodra je antwoord hebt."),
            text(
                " Mijn antwoord ook. Gegevens van cliënten die ik herken, bewaar ik nooit. Dit bewaar \
                 ik wel:",
            ),
        ]),
        Block::List(list.map(|line| vec![text(line)]).into()),
        paragraph(
            "Dit staat op de server waar ik draai, met de instellingen van de kamer en wie erin zit. \
             De chat zelf staat op jullie chatserver, tot iemand die daar wist.",
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
            paragraph("Gedaan. Dit wist ik nog van je, en dat is nu weg:"),
            Block::List(rows),
            paragraph(
                "Ik heb het nageteld: er staat nu 0 over jou. Ik onthoud nog even dat iemand dit vroeg, \
                 maar niet wie.",
            ),
        ],
    };
    if gone.iter().any(|(held, _)| *held == Held::PassedOn) {
        blocks.push(paragraph(
            "Wat je liet doorgeven, staat nog als bericht in de regiekamer, zonder namen.",
        ));
    }
    blocks.push(paragraph(
        "Je berichten zelf staan nog in de chat, op jullie chatserver, tot je ze daar verwijdert. Vraag \
         je mij weer iets, dan begint het opnieuw.",
    ));
    blocks
}

/// `12 vragen aan mij`.
fn count(held: Held, rows: u64) -> String {
    let (one, more) = match held {
        Held::Conversations => (
            "keer dat je iets vroeg of koos, zonder tekst",
            "keer dat je iets vroeg of koos, zonder tekst",
        ),
        Held::Answers => ("antwoord aan jou, zonder tekst", "antwoorden aan jou, zonder tekst"),
        Held::Handled => (
            "bericht of reactie van jou, zonder tekst",
            "berichten of reacties van jou, zonder tekst",
        ),
        Held::PassedOn => ("doorgegeven vraag", "doorgegeven vragen"),
        Held::Plans => (
            "herinnering als die van jou (ze blijft staan, zonder je naam)",
            "herinneringen als die van jou (ze blijven staan, zonder je naam)",
        ),
        Held::Broadcasts => {
            ("bericht dat je aan kamers schreef", "berichten die je aan kamers schreef")
        }
        Held::Sessions => ("sessie die je plande", "sessies die je plande"),
        Held::Responses => (
            "antwoord of je bij een sessie komt, of hoe het was",
            "antwoorden of je bij een sessie komt, of hoe het was",
        ),
        Held::Actions => (
            "regel in het logboek (zonder je naam blijft die staan)",
            "regels in het logboek (zonder je naam blijven die staan)",
        ),
        Held::Walks => ("open stappenplan", "open stappenplannen"),
        Held::Undecrypted => {
            ("bericht dat ik nog niet kon lezen", "berichten die ik nog niet kon lezen")
        }
    };
    format!("{rows} {}", if rows == 1 { one } else { more })
}
