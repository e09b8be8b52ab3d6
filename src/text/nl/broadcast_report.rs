//! How does the bot tell what became of messages to many rooms, and which rooms there are?

use super::{dates, enumeration, paragraph, pulse, strong, text};
use crate::text::document::Block;
use crate::vocab::{
    ChangeWords, LostWords, Missed, Part, Pulse, PulseWords, ReportWords, RoomWords, RowWords,
    Stage, Whom,
};

/// More rooms than this nobody reads on a phone.
const MOST: usize = 40;

pub(super) fn report(words: &ReportWords) -> Vec<Block> {
    let number = words.number;
    let begin = words.text.lines().next().unwrap_or("");
    let mut out = vec![
        Block::Paragraph(vec![
            strong(format!("Bericht {number}")),
            text(format!(", {}: \u{201c}{begin}\u{201d}", stage(words.stage))),
        ]),
        paragraph(format!("Voor {}{}", parts(&words.audience), so_far(words))),
    ];
    let missed = words.missed.iter().filter_map(|t| Some((t.missed?, t.name.as_str())));
    out.extend(left_out(&missed.collect::<Vec<_>>()));
    let withdrawn = words.stage == Stage::Withdrawn;
    out.extend(words.pulse.iter().flat_map(|asked| counted(&words.text, asked)));
    out.extend(words.change.map(|change| change_words(change, withdrawn)));
    let next = match words.stage {
        Stage::Draft => format!("Versturen: !meld bericht {number} verstuur"),
        Stage::Planned(_) => format!("Niet versturen: !meld bericht {number} stop"),
        Stage::Sent | Stage::Corrected if words.waiting > 0 => {
            format!("Stoppen: !meld bericht {number} stop")
        }
        Stage::Sent | Stage::Corrected if words.pulse.is_some() => {
            format!("Weghalen: !meld bericht {number} trek in")
        }
        Stage::Sent | Stage::Corrected => format!(
            "Aanpassen: !meld bericht {number} corrigeer: nieuwe tekst. Weghalen: !meld bericht \
             {number} trek in"
        ),
        Stage::Withdrawn => return out,
    };
    out.push(small(next));
    out
}

fn so_far(words: &ReportWords) -> String {
    let ReportWords { rooms, sent, waiting, .. } = *words;
    match words.stage {
        Stage::Draft | Stage::Planned(_) => format!(": {}.", count(rooms)),
        Stage::Sent | Stage::Corrected | Stage::Withdrawn => {
            format!(". {}", sent_to(Sent { rooms, sent, waiting, missed: words.missed.len() }))
        }
    }
}

/// In how many rooms a message is.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// It was for so many.
    pub(super) rooms: usize,
    /// It is in so many.
    pub(super) sent: usize,
    /// It has yet to go to so many.
    pub(super) waiting: usize,
    /// So many do not get it.
    pub(super) missed: usize,
}

/// `Verstuurd naar 4 van de 5 kamers; 1 wacht nog.`
pub(super) fn sent_to(known: Sent) -> String {
    let Sent { rooms, sent, waiting, missed } = known;
    let all = match (rooms, sent) {
        (1, 1) => "1 kamer".to_owned(),
        (rooms, sent) => format!("{sent} van de {}", count(rooms)),
    };
    let verb = |times: usize, one: &str, many: &str| {
        (times > 0).then(|| format!("{times} {}", if times == 1 { one } else { many }))
    };
    let rest = [
        verb(waiting, "wacht nog", "wachten nog"),
        verb(missed, "krijgt het niet", "krijgen het niet"),
    ];
    let rest: Vec<String> = rest.into_iter().flatten().collect();
    match rest.is_empty() {
        true => format!("Verstuurd naar {all}."),
        false => format!("Verstuurd naar {all}; {}.", enumeration(&rest)),
    }
}

/// How a poll went, or until when it is open.
fn counted(question: &str, asked: &Pulse) -> Vec<Block> {
    match asked.counts.as_deref() {
        None => {
            let closes = dates::moment(asked.closes, None);
            vec![paragraph(format!("De peiling is open tot {closes}. Daarna komt het totaal."))]
        }
        Some([]) => pulse::pulse(&PulseWords::TooFew { question: question.to_owned() }),
        Some(counts) => {
            let line = |(option, chose): (&String, &u32)| vec![text(format!("{option}: {chose}"))];
            vec![Block::List(asked.options.iter().zip(counts).map(line).collect())]
        }
    }
}

/// Whether all rooms have it.
pub(super) fn through(number: u32, sent: usize, rooms: usize) -> String {
    match (sent, rooms.saturating_sub(sent)) {
        (1, 0) => format!("Bericht {number} is in de kamer."),
        (2, 0) => format!("Bericht {number} is in beide kamers."),
        (sent, 0) => format!("Bericht {number} is in alle {sent} kamers."),
        (sent, missed) => format!(
            "Bericht {number} is in {sent} van {}. {missed} niet: !meld bericht {number}",
            count(rooms)
        ),
    }
}

fn change_words(change: ChangeWords, withdrawn: bool) -> Block {
    let what = if withdrawn { "Weggehaald" } else { "Aangepast" };
    let mut line = format!("{what} in {}", count(change.done));
    for (times, why) in [
        (change.waiting, "wacht nog"),
        (change.failed, "lukte niet"),
        (change.untouched, "niet (meer) van jou of al eerder geregeld"),
    ] {
        if times > 0 {
            line.push_str(&format!("; {times} {why}"));
        }
    }
    line.push('.');
    paragraph(line)
}

pub(super) fn list(rows: &[RowWords]) -> Vec<Block> {
    if rows.is_empty() {
        return vec![
            paragraph("Er zijn geen berichten."),
            small("Hoe je er een maakt: !meld bericht"),
        ];
    }
    let line = |row: &RowWords| {
        vec![
            strong(row.number.to_string()),
            text(format!(
                ": {}, {} \u{201c}{}\u{201d}",
                stage(row.stage),
                count(row.rooms),
                row.text
            )),
        ]
    };
    vec![
        paragraph("Je berichten, het nieuwste eerst:"),
        Block::List(rows.iter().take(MOST).map(line).collect()),
        small(format!("Meer weten, bijvoorbeeld: !meld bericht {}", rows[0].number)),
    ]
}

pub(super) fn rooms(known: &[RoomWords]) -> Vec<Block> {
    if known.is_empty() {
        return vec![
            paragraph("Je bereikt nog geen kamers."),
            small("Een kamer hoort bij een regio als een moderator daar de gemeente kiest."),
        ];
    }
    let line = |room: &RoomWords| {
        let mut line = vec![strong(&room.name)];
        let gemeente = room.gemeente.as_deref().unwrap_or("gemeente niet gekozen");
        line.push(text(format!(": {gemeente}")));
        if !room.labels.is_empty() {
            line.push(text(format!(", {}", room.labels.join(", "))));
        }
        if room.quiet {
            line.push(text(", staat op stil"));
        }
        if !room.writes {
            line.push(text(", hier kan ik niet meer schrijven"));
        }
        line
    };
    let mut lines: Vec<_> = known.iter().take(MOST).map(line).collect();
    if known.len() > MOST {
        lines.push(vec![text(format!("\u{2026} en nog {}", known.len() - MOST))]);
    }
    vec![
        paragraph(format!("Je bereikt {}:", count(known.len()))),
        Block::List(lines),
        small("Een bericht sturen: !meld bericht voor regio twente: je tekst"),
    ]
}

/// The rooms that the bot is not in any more.
pub(super) fn lost(lost: &[LostWords]) -> Vec<Block> {
    let line = |room: &LostWords| {
        let name = room.name.as_deref().unwrap_or("een kamer zonder naam");
        let gemeente = room.gemeente.as_deref().map(|gemeente| format!(", {gemeente}"));
        let since = dates::day(room.since.date());
        let gemeente = gemeente.unwrap_or_default();
        vec![strong(name), text(format!("{gemeente}: geen toegang meer sinds {since}"))]
    };
    if lost.is_empty() {
        return Vec::new();
    }
    vec![
        paragraph("Hier was ik, en nu niet meer:"),
        Block::List(lost.iter().take(MOST).map(line).collect()),
        small("Moet ik terug? Nodig mij daar weer uit."),
    ]
}

pub(super) fn labels(labels: &[String], changed: bool) -> Vec<Block> {
    let say = match (labels, changed) {
        ([], true) => "Goed. Deze kamer heeft geen labels meer.".to_owned(),
        ([], false) => {
            "Deze kamer heeft geen labels. Kiezen, bijvoorbeeld: !meld label jeugd".to_owned()
        }
        (labels, true) => format!("Goed. Labels van deze kamer: {}.", labels.join(", ")),
        (labels, false) => format!("Labels van deze kamer: {}.", labels.join(", ")),
    };
    let mut out = vec![paragraph(say)];
    if let Some(first) = labels.first() {
        out.push(small(format!("Weghalen: !meld label {first} weg")));
    }
    out
}

fn stage(stage: Stage) -> String {
    match stage {
        Stage::Draft => "concept".to_owned(),
        Stage::Planned(at) => format!("gepland voor {}", dates::moment(at, None)),
        Stage::Sent => "verstuurd".to_owned(),
        Stage::Corrected => "verstuurd en aangepast".to_owned(),
        Stage::Withdrawn => "ingetrokken".to_owned(),
    }
}

pub(super) fn why(missed: Missed) -> &'static str {
    match missed {
        Missed::Quiet => "staat op stil",
        Missed::NoAccess => "hier kan ik niet meer schrijven",
        Missed::Left => "hier ben ik niet meer",
        Missed::NotYours => "hoort niet (meer) bij je regio",
        Missed::TakenBack => "gestopt voor het aan de beurt was",
        Missed::TooLate => "een dag lang niet gelukt",
        Missed::Refused => "geweigerd door de server",
        Missed::Unknown => "hier weet ik niets meer van",
    }
}

pub(super) fn parts(audience: &[Part]) -> String {
    let part = |part: &Part| match &part.labelled {
        Some(label) => format!("{} met label {label}", whom(&part.whom)),
        None => whom(&part.whom),
    };
    enumeration(&audience.iter().map(part).collect::<Vec<_>>())
}

pub(super) fn whom(whom: &Whom) -> String {
    match whom {
        Whom::All => "alle kamers".to_owned(),
        Whom::Region(id) => format!("regio {}", region(id)),
        Whom::Gemeente(name) => format!("gemeente {name}"),
        Whom::Label(label) => format!("label {label}"),
        Whom::Room(name) => format!("kamer \u{201c}{name}\u{201d}"),
    }
}

pub(super) fn count(rooms: usize) -> String {
    if rooms == 1 { "1 kamer".to_owned() } else { format!("{rooms} kamers") }
}

pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0 => "een paar tellen".to_owned(),
        1..=50 => "minder dan een minuut".to_owned(),
        51..=89 => "ongeveer een minuut".to_owned(),
        90..=5_399 => format!("ongeveer {} minuten", (seconds + 30) / 60),
        _ => format!("ongeveer {} uur", (seconds + 1_800) / 3_600),
    }
}

/// `a, b en c`.
pub(super) fn small(line: impl Into<String>) -> Block {
    Block::Small(vec![text(line)])
}

/// Each reason with the rooms by name.
pub(super) fn left_out(missed: &[(Missed, &str)]) -> Option<Block> {
    let mut reasons: Vec<Missed> = missed.iter().map(|(missed, _)| *missed).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let line = |reason: &Missed| {
        let names: Vec<&str> =
            missed.iter().filter(|(missed, _)| missed == reason).map(|(_, name)| *name).collect();
        let mut shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
        if names.len() > MOST {
            shown = format!("{shown} en nog {}", names.len() - MOST);
        }
        vec![text(format!("Niet naar {}, {}: {shown}", count(names.len()), why(*reason)))]
    };
    (!reasons.is_empty()).then(|| Block::List(reasons.iter().map(line).collect()))
}

/// `noord-holland-noord` as `Noord-Holland-Noord`.
pub(super) fn region(id: &str) -> String {
    let small = ["en", "de", "van"];
    let part = |part: &str| match part.chars().next() {
        Some(first) if !small.contains(&part) => {
            first.to_uppercase().chain(part.chars().skip(1)).collect()
        }
        _ => part.to_owned(),
    };
    id.split('-').map(part).collect::<Vec<String>>().join("-")
}
