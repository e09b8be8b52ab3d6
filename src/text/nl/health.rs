//! What does the bot say of how it is, and of what is wrong with it?

use super::session::capital;
use super::{dates, paragraph, phone, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Ailment, Broken, Misread, Pillar, Ruin, StatusWords};

/// What is wrong, and what to do.
pub(super) fn ailing(ailment: &Ailment) -> Vec<Block> {
    let (what, remedy) = words(ailment);
    let mut out = vec![Block::Paragraph(vec![strong("Let op: "), text(what)])];
    if let Ailment::Broken(broken) = ailment {
        out.extend(mistakes(broken));
    }
    out.push(paragraph(remedy));
    if let Ailment::Broken(broken) = ailment {
        out.push(paragraph(meanwhile(broken.pillar)));
    }
    out
}

/// In safe mode, in place of what cannot be answered.
pub(super) fn only_contact() -> Vec<Block> {
    vec![Block::Paragraph(vec![
        text(
            "Er is iets mis bij mij. Ik kan nu alleen zeggen wie je kunt bellen. Vraag advies bij \
             Veilig Thuis: ",
        ),
        phone("0800-2000"),
        text(" (gratis, dag en nacht). Direct gevaar: "),
        phone("112"),
        text("."),
    ])]
}

/// Where it is wrong, and how that is mended.
fn mistakes(broken: &Broken) -> Option<Block> {
    let line = |wrong: &Misread| {
        let place = match wrong.line {
            0 => wrong.file.clone(),
            line => format!("{}, regel {line}", wrong.file),
        };
        let words = [&*format!("{place}: {}", wrong.message), &*wrong.advice];
        vec![text(words.join(" ").trim_end().to_owned())]
    };
    let mut lines: Vec<_> = broken.first.iter().map(line).collect();
    if broken.more > 0 {
        lines.push(vec![text(format!("\u{2026} en nog {}", broken.more))]);
    }
    (!lines.is_empty()).then_some(Block::List(lines))
}

/// What the bot does until then.
fn meanwhile(pillar: Pillar) -> &'static str {
    match pillar {
        Pillar::Base | Pillar::Config => {
            "Tot dan zeg ik alleen wie mensen kunnen bellen. Wat gepland is, gaat door."
        }
        Pillar::Database(_) => {
            "Tot dan zeg ik alleen wie mensen kunnen bellen, en onthoud ik niets. Wat gepland is, \
             wacht."
        }
    }
}

/// `!meld status`.
pub(super) fn status(words: &StatusWords) -> Vec<Block> {
    let StatusWords { version, heard, lately, health, entries, ailments } = words;
    let link = &health.link;
    let synced = match heard {
        None => "nog niet".to_owned(),
        Some(_) if *lately => "zojuist".to_owned(),
        Some(at) => format!("voor het laatst op {}", dates::moment(*at, None)),
    };
    let mut rows: Vec<Vec<Inline>> = vec![
        vec![text(format!("Homeserver: {synced} gehoord; ik ben in {} kamers", link.rooms))],
        vec![text(match link.verified {
            true => "Apparaat: geverifieerd".to_owned(),
            false => "Apparaat: niet geverifieerd".to_owned(),
        })],
        vec![text(match health.waiting {
            0 => "Berichten: alles is verstuurd".to_owned(),
            1 => "Berichten: 1 wacht".to_owned(),
            many => format!("Berichten: {many} wachten"),
        })],
        vec![text(match link.undecrypted {
            0 => "Sleutels: alles is te lezen".to_owned(),
            1 => "Sleutels: 1 bericht kan ik nog niet lezen".to_owned(),
            many => format!("Sleutels: {many} berichten kan ik nog niet lezen"),
        })],
        vec![text(format!("Kennisbank: {entries} onderwerpen"))],
    ];
    if let Some(free) = health.disk {
        rows.push(vec![text(format!("Schijf: {} vrij", bytes(free)))]);
    }
    let works = ailments
        .iter()
        .all(|ailment| matches!(ailment, Ailment::Calendar(_) | Ailment::Expired(_)));
    let mut out = vec![Block::Paragraph(vec![strong(match works {
        true if ailments.is_empty() => format!("Alles werkt (versie {version})."),
        true => format!("Ik werk (versie {version}). Let wel op dit:"),
        false => format!("Er is iets mis (versie {version})."),
    })])];
    for ailment in ailments {
        let (what, remedy) = self::words(ailment);
        out.push(paragraph(format!("{} {remedy}", capital(&what))));
        if let Ailment::Broken(broken) = ailment {
            out.extend(mistakes(broken));
        }
    }
    out.push(Block::List(rows));
    out
}

/// What is wrong, and what to do.
fn words(ailment: &Ailment) -> (String, &'static str) {
    match *ailment {
        Ailment::Deaf(since) => (
            format!("sinds {} hoorde ik niets van de homeserver.", dates::moment(since, None)),
            "Was hij uit, dan is het nu voorbij. Anders: kijk in het logboek van de bot.",
        ),
        Ailment::Stuck { waiting, since } => (
            match waiting {
                1 => format!("1 bericht wacht al sinds {}.", dates::moment(since, None)),
                many => format!("{many} berichten wachten, het oudste sinds {}.", dates::moment(since, None)),
            },
            "Kijk in het logboek van de bot welke kamer niet lukt.",
        ),
        Ailment::Unverified => (
            "mijn apparaat is niet meer geverifieerd. Element toont mijn berichten dan niet overal.".to_owned(),
            "Zet de herstelsleutel in recovery-key.txt in de datamap en start de bot opnieuw.",
        ),
        Ailment::Keys(messages) => (
            format!("{messages} berichten kan ik niet lezen: de sleutels ontbreken."),
            "Vraag wie ze stuurde om ze opnieuw te typen. Blijft het zo, start de bot dan opnieuw.",
        ),
        Ailment::Disk(free) => (
            format!("de schijf is bijna vol: nog {} vrij.", bytes(free)),
            "Maak ruimte vrij. Op een volle schijf kan ik niets meer onthouden.",
        ),
        Ailment::Clock(ahead) => (
            format!(
                "mijn klok loopt {} seconden {} op die van de homeserver.",
                ahead.unsigned_abs(),
                if ahead > 0 { "voor" } else { "achter" }
            ),
            "Zet de tijd van de machine gelijk (NTP). Herinneringen komen anders op het verkeerde moment.",
        ),
        Ailment::Calendar(year) => (
            format!("de schoolvakanties van {year}-{} ken ik niet.", year + 1),
            "Vul knowledge/schoolvakanties.yaml aan. Tot dan gaat de quiz in die vakanties door.",
        ),
        Ailment::Expired(texts) => (
            match texts {
                1 => "1 tekst in de kennisbank is over de datum.".to_owned(),
                many => format!("{many} teksten in de kennisbank zijn over de datum."),
            },
            "Welke: !meld curatie. Kijk ze na en zet er een nieuwe datum bij.",
        ),
        Ailment::Misread(since) => (
            format!("in een bestand staat een fout, sinds {}.", dates::moment(since, None)),
            "Ik werk door met de vorige versie. Alles zien: meldmaat check",
        ),
        Ailment::Broken(ref broken) => broken_words(broken.pillar),
    }
}

fn broken_words(pillar: Pillar) -> (String, &'static str) {
    let (what, remedy) = match pillar {
        Pillar::Base => (
            "in de kennisbank zit een fout. Ik ben gestart met de vorige, goede versie.",
            "Herstel het bestand, dan ga ik vanzelf verder. Alles zien: meldmaat check",
        ),
        Pillar::Config => (
            "in de configuratie zit een fout. Ik ben gestart met mijn vorige account en rechten.",
            "Herstel het bestand en start de bot opnieuw. Alles zien: meldmaat check --config",
        ),
        Pillar::Database(Ruin::Damaged) => (
            "mijn geheugen (meldmaat.db) is beschadigd. Ik heb er niets aan veranderd.",
            "Stop de bot, zet een back-up terug (meldmaat restore) en start hem opnieuw.",
        ),
        Pillar::Database(Ruin::Version) => (
            "mijn geheugen (meldmaat.db) past niet bij deze versie van het programma. Ik heb er \
             niets aan veranderd.",
            "Start de versie die het laatst draaide, of een nieuwere.",
        ),
        Pillar::Database(Ruin::Key) => (
            "mijn geheugen (meldmaat.db) hoort bij een andere sleutel. Ik heb er niets aan veranderd.",
            "Zet de sleutel van de eerste start terug (store_key_file) en start de bot opnieuw.",
        ),
    };
    (what.to_owned(), remedy)
}

fn bytes(bytes: u64) -> String {
    match bytes / 1_000_000 {
        mega @ 0..1_000 => format!("{mega} MB"),
        mega => format!("{} GB", mega / 1_000),
    }
}
