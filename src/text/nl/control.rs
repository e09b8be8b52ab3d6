//! What is said in the control room?

use super::broadcast_report::small;
use super::{health, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{
    Acted, Action, ActionWords, CurationWords, GapWords, GemeenteWords, LateWords, Misread, Report,
    RoomId, Thumbs, UserId,
};

/// The blocks of a report.
pub fn report(report: &Report) -> Vec<Block> {
    match report {
        Report::Welcome => vec![
            paragraph("Hoi, ik ben Meldmaat. Dit is de regiekamer."),
            paragraph(
                "Hier meld ik wat beheerders en coördinatoren moeten weten: vragen die iemand \
                 doorgeeft, teksten die verlopen zijn en kamers die een gemeente kiezen. Typ !meld \
                 help voor wat je hier kunt doen.",
            ),
        ],
        Report::Gemeente { room, name, by, gemeente, coordinators, undo } => {
            let called = name.as_ref().map_or_else(|| link(room), strong);
            gemeente_set(called, by, gemeente.as_ref(), coordinators, *undo)
        }
        Report::Undone { number } => {
            vec![paragraph(format!("Teruggezet (nummer {number}). De kamer weet het."))]
        }
        Report::NotYourRegion => {
            vec![paragraph("Dit kan alleen een coördinator van die regio, of een beheerder.")]
        }
        Report::NoSuchNumber { number } => {
            vec![paragraph(format!("Er staat niets open met nummer {number}."))]
        }
        Report::Overdue { title, region, file } => overdue(title, region.as_deref(), file),
        Report::Gap(words) => vec![
            Block::Paragraph(gap(words)),
            Block::Small(vec![text(format!("Klaar? !meld gat {} klaar", words.number))]),
        ],
        Report::Gaps(gaps) if gaps.is_empty() => vec![paragraph("Er staan geen gaten open.")],
        Report::Gaps(gaps) => open_gaps(gaps),
        Report::GapClosed { number } => vec![paragraph(format!("Gat {number} is klaar."))],
        Report::FilesWrong { first, more } => files_wrong(first, *more),
        Report::FilesGood { entries } => vec![paragraph(format!(
            "De bestanden zijn weer goed. Ik werk nu met de nieuwe versie ({entries} onderwerpen)."
        ))],
        Report::RoomLost { room, gemeente } => {
            let of = gemeente.as_ref().map(|name| format!(" (gemeente {name})"));
            vec![
                Block::Paragraph(vec![
                    text("Ik ben niet meer in de kamer "),
                    link(room),
                    text(format!("{}. Daar hoort niemand mij nog.", of.unwrap_or_default())),
                ]),
                small("Was dat niet de bedoeling? Nodig mij daar opnieuw uit."),
            ]
        }
        Report::Ailing(ailment) => health::ailing(ailment),
        Report::Late { first, more } => late(first, *more),
        Report::Curation(words) => curation(words),
        Report::Log(rows) => log(rows),
    }
}

fn files_wrong(first: &[Misread], more: usize) -> Vec<Block> {
    let line = |wrong: &Misread| match wrong.line {
        0 => vec![text(format!("{}: {}", wrong.file, wrong.message))],
        line => vec![text(format!("{}, regel {line}: {}", wrong.file, wrong.message))],
    };
    let mut lines: Vec<_> = first.iter().map(line).collect();
    if more > 0 {
        lines.push(vec![text(format!("\u{2026} en nog {more}"))]);
    }
    vec![
        paragraph(
            "Een bestand is veranderd, maar er staat een fout in. Ik werk door met de vorige versie.",
        ),
        Block::List(lines),
        Block::Small(vec![text("Alles zien, met uitleg: meldmaat check")]),
    ]
}

fn log(rows: &[ActionWords]) -> Vec<Block> {
    if rows.is_empty() {
        return vec![paragraph("Er staat nog niets in het logboek.")];
    }
    let line = |ActionWords { at, action }: &ActionWords| {
        let Action { person, what, number, room, .. } = action;
        let (thing, done) = did(*what);
        let which = number.map(|number| format!("{number} ")).unwrap_or_default();
        let at = super::dates::moment(*at, None);
        let mut line = vec![text(format!("{at}: {thing} {which}{done}"))];
        if let Some(room) = room {
            line.extend([text(" in "), link(room)]);
        }
        if let Some(person) = person {
            line.push(text(format!(", door {}", localpart(person))));
        }
        line
    };
    vec![
        paragraph("Dit is gedaan, het nieuwste eerst:"),
        Block::List(rows.iter().map(line).collect()),
    ]
}

/// What, and what was done with it.
fn did(what: Acted) -> (&'static str, &'static str) {
    match what {
        Acted::BroadcastPlanned => ("bericht", "gepland"),
        Acted::BroadcastSent => ("bericht", "verstuurd"),
        Acted::BroadcastCorrected => ("bericht", "verbeterd"),
        Acted::BroadcastWithdrawn => ("bericht", "ingetrokken"),
        Acted::BroadcastStopped => ("bericht", "gestopt"),
        Acted::BroadcastCancelled => ("bericht", "weggehaald voor het werd verstuurd"),
        Acted::SessionPlanned => ("sessie", "gepland"),
        Acted::SessionAnnounced => ("sessie", "aangekondigd"),
        Acted::SessionChanged => ("sessie", "veranderd"),
        Acted::SessionCancelled => ("sessie", "afgezegd"),
        Acted::GemeenteSet => ("gemeente", "gekozen"),
        Acted::LabelsSet => ("label", "veranderd"),
        Acted::SettingsSet => ("instelling", "veranderd"),
        Acted::QuizSet => ("wekelijkse quiz", "veranderd"),
        Acted::MeasureSet => ("nulmeting", "veranderd"),
        Acted::SafeConfig => ("configuratie", "met een fout: gestart met de vorige"),
        Acted::SafeBase => ("kennisbank", "met een fout: gestart met de vorige"),
        Acted::Forgotten => ("iemand", "vergeten, door een beheerder op de server"),
    }
}

fn late(first: &[LateWords], more: usize) -> Vec<Block> {
    let line = |late: &LateWords| {
        let said = if late.said { "later gestuurd" } else { "niet meer gestuurd" };
        let planned = super::dates::moment(late.planned, None);
        let number = late.number;
        // A session goes to many rooms.
        if late.room.as_str().is_empty() {
            return vec![text(format!("Sessie {number}, {planned}: {said}"))];
        }
        vec![
            text(format!("Herinnering {number}, {planned}, in ")),
            link(&late.room),
            text(format!(": {said}")),
        ]
    };
    let mut lines: Vec<_> = first.iter().map(line).collect();
    if more > 0 {
        lines.push(vec![text(format!("\u{2026} en nog {more}"))]);
    }
    vec![
        paragraph("Ik was weg. Daardoor kwamen deze herinneringen niet op tijd:"),
        Block::List(lines),
    ]
}

/// `anna` of `@anna:example.org`: whoever reads it knows the server.
fn localpart(user: &UserId) -> &str {
    let name = user.as_str().trim_start_matches('@');
    name.split_once(':').map_or(name, |(local, _)| local)
}

/// A room that a client can open.
fn link(room: &RoomId) -> Inline {
    match room.as_str() {
        id if id.starts_with('!') => {
            Inline::Link { text: id.to_owned(), url: format!("https://matrix.to/#/{id}") }
        }
        name => text(name),
    }
}

fn gemeente_set(
    room: Inline,
    by: &UserId,
    gemeente: Option<&GemeenteWords>,
    coordinators: &[UserId],
    undo: u32,
) -> Vec<Block> {
    let mut line = vec![room];
    match gemeente {
        Some(words) => line.extend([
            text(" werkt nu voor gemeente "),
            strong(&words.gemeente),
            text(format!(" ({}).", words.organisation)),
        ]),
        None => line.push(text(" heeft geen gemeente meer.")),
    }
    // As text: a pill would make this person's telephone ring.
    line.push(text(format!(" Ingesteld door {}.", localpart(by))));
    let mut out = vec![Block::Paragraph(line)];
    let mut undoing = Vec::new();
    for user in coordinators {
        undoing.extend([Inline::Mention(user.clone()), text(" ")]);
    }
    undoing.extend([text("Klopt dit niet? Terugzetten: "), strong(format!("!meld terug {undo}"))]);
    out.push(Block::Paragraph(undoing));
    out
}

fn overdue(title: &str, region: Option<&str>, file: &str) -> Vec<Block> {
    let whose =
        region.map_or_else(String::new, |region| format!(" (aanvulling van regio {region})"));
    vec![paragraph(format!(
        "Verlopen: \u{201c}{title}\u{201d}{whose}. Ik geef dit antwoord met een waarschuwing. Kijk \
         het na en zet een nieuwe datum in {file}."
    ))]
}

/// `Gat 12 (bij Stap 2): "…"`.
fn gap(words: &GapWords) -> Vec<Inline> {
    let about = words.title.as_ref().map_or_else(String::new, |title| format!(" (bij {title})"));
    vec![
        strong(format!("Gat {}", words.number)),
        text(format!("{about}: \u{201c}{}\u{201d}", words.text)),
    ]
}

fn open_gaps(gaps: &[GapWords]) -> Vec<Block> {
    let first = gaps.first().map_or(0, |gap| gap.number);
    let done = format!("Open gaten. Klaar? Bijvoorbeeld: !meld gat {first} klaar");
    vec![paragraph(done), list(gaps, gap)]
}

fn curation(words: &CurationWords) -> Vec<Block> {
    let mut out = vec![Block::Paragraph(vec![strong(format!("Curatie {}", month(&words.month)))])];
    if !words.thumbs.is_empty() {
        out.push(paragraph("Oordeel over antwoorden, het slechtste eerst:"));
        out.push(list(&words.thumbs, thumbs));
    }
    if !words.confused.is_empty() {
        out.push(paragraph("Voorstel: deze onderwerpen lijken te veel op elkaar."));
        let line = |(first, chosen, times): &(String, String, u32)| {
            vec![text(format!(
                "Vaak gekozen na \u{201c}{first}\u{201d}: \u{201c}{chosen}\u{201d} ({times} \
                 keer). Overweeg een vraagzin."
            ))]
        };
        out.push(list(&words.confused, line));
    }
    if !words.gaps.is_empty() {
        out.extend(open_gaps(&words.gaps));
    }
    let walk = words.walk_overdue.then(|| "Het stappenplan (stappenplan.yaml)".to_owned());
    let overdue: Vec<String> = walk.into_iter().chain(words.overdue.iter().cloned()).collect();
    if !overdue.is_empty() {
        out.push(paragraph("Verlopen teksten:"));
        out.push(list(&overdue, |title| vec![text(title)]));
    }
    if out.len() == 1 {
        out.push(paragraph("Niets te doen: geen oordelen, geen open gaten, niets verlopen."));
    }
    out
}

/// At most so many lines, and how many are left out: it is read on a phone.
fn list<T>(items: &[T], line: impl Fn(&T) -> Vec<Inline>) -> Block {
    const MOST: usize = 20;
    let mut lines: Vec<_> = items.iter().take(MOST).map(line).collect();
    if items.len() > MOST {
        lines.push(vec![text(format!("… en nog {}", items.len() - MOST))]);
    }
    Block::List(lines)
}

fn thumbs(thumbs: &Thumbs) -> Vec<Inline> {
    let counts = [("goed", thumbs.up), ("niet goed", thumbs.down), ("klopt niet", thumbs.wrong)];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, times)| *times > 0)
        .map(|(what, times)| format!("{times} keer {what}"))
        .collect();
    vec![text(format!("{}: {}", thumbs.title, counts.join(", ")))]
}

/// `2026-11` as `november 2026`.
pub fn month(month: &str) -> String {
    let (year, number) = month.split_once('-').unwrap_or((month, ""));
    let name =
        number.parse().ok().filter(|number| (1..=12).contains(number)).map(super::dates::month);
    name.map_or_else(|| month.to_owned(), |name| format!("{name} {year}"))
}
