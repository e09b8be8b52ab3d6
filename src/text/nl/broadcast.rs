//! What does the bot say about messages to many rooms, about rooms and about labels?

use super::{dates, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{
    Broadcast, BroadcastWords, ChangeWords, Missed, Part, ReportWords, RoomWords, RowWords, Stage,
    TextWords, Whom,
};
use jiff::civil::DateTime;

/// More rooms than this nobody reads on a phone.
const MOST: usize = 40;

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
        W::Text(words) => said(words),
        W::Sending { number, rooms, seconds, missed, late } => {
            sending(*number, *rooms, *seconds, missed, *late)
        }
        W::Changing { number, withdrawn, rooms, stays, seconds } => {
            changing(*number, *withdrawn, *rooms, *stays, *seconds)
        }
        W::Report(words) => report(words),
        W::List(rows) => list(rows),
        W::Rooms(known) => rooms_list(known),
        W::Labels { labels, changed } => labels_words(labels, *changed),
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
        W::OutsideYourRegions { place, yours } => outside(place, yours),
        W::NoRooms(audience) => vec![
            paragraph(format!("Ik ken geen kamers voor {}.", parts(audience))),
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
        W::Unclear(ask) => vec![
            paragraph(dates::question(*ask)),
            small("Er is nog niets gepland. Typ het zo: !meld bericht 31 verstuur morgen 9.00"),
        ],
        W::NoSeries => vec![paragraph(
            "Een bericht gaat één keer. Iets wat terugkomt, plan je per kamer: !meld herinner",
        )],
        W::Planned { number, rooms, at } => vec![
            paragraph(format!(
                "Gepland: bericht {number} gaat {} naar {}.",
                dates::moment(*at, None),
                count(*rooms)
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
        out.push(small(format!("Jij bereikt: {kind} {}.", enumeration(yours))));
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
        text(format!(" voor {}. Zo zien {} het:", parts(&broadcast.audience), count(rooms))),
    ])];
    out.extend(said(&TextWords {
        text: broadcast.text.clone(),
        everyone: broadcast.everyone,
        corrected: false,
    }));
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
    let mut line = vec![text(everyone), strong("Bericht: ")];
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

/// Each reason with the rooms by name.
fn left_out(missed: &[(Missed, &str)]) -> Option<Block> {
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

fn report(words: &ReportWords) -> Vec<Block> {
    let number = words.number;
    let begin = words.text.lines().next().unwrap_or("");
    let mut out = vec![
        Block::Paragraph(vec![
            strong(format!("Bericht {number}")),
            text(format!(", {}: \u{201c}{begin}\u{201d}", stage(words.stage))),
        ]),
        paragraph(format!(
            "Voor {}: {}, waarvan {} verstuurd, {} wachtend en {} niet.",
            parts(&words.audience),
            count(words.rooms),
            words.sent,
            words.waiting,
            words.missed.len()
        )),
    ];
    let missed = words.missed.iter().filter_map(|t| Some((t.missed?, t.name.as_str())));
    out.extend(left_out(&missed.collect::<Vec<_>>()));
    let withdrawn = words.stage == Stage::Withdrawn;
    out.extend(words.change.map(|change| change_words(change, withdrawn)));
    let next = match words.stage {
        Stage::Draft => format!("Versturen: !meld bericht {number} verstuur"),
        Stage::Planned(_) => format!("Niet versturen: !meld bericht {number} stop"),
        Stage::Sent | Stage::Corrected if words.waiting > 0 => {
            format!("Stoppen: !meld bericht {number} stop")
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

fn list(rows: &[RowWords]) -> Vec<Block> {
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
        small("Meer weten: !meld bericht 31 (met het nummer dat ervoor staat)"),
    ]
}

fn rooms_list(known: &[RoomWords]) -> Vec<Block> {
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

fn labels_words(labels: &[String], changed: bool) -> Vec<Block> {
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

fn stage(stage: Stage) -> String {
    match stage {
        Stage::Draft => "concept".to_owned(),
        Stage::Planned(at) => format!("gepland voor {}", dates::moment(at, None)),
        Stage::Sent => "verstuurd".to_owned(),
        Stage::Corrected => "verstuurd en aangepast".to_owned(),
        Stage::Withdrawn => "ingetrokken".to_owned(),
    }
}

fn why(missed: Missed) -> &'static str {
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

fn parts(audience: &[Part]) -> String {
    let part = |part: &Part| match &part.labelled {
        Some(label) => format!("{} met label {label}", whom(&part.whom)),
        None => whom(&part.whom),
    };
    enumeration(&audience.iter().map(part).collect::<Vec<_>>())
}

fn whom(whom: &Whom) -> String {
    match whom {
        Whom::All => "alle kamers".to_owned(),
        Whom::Region(id) => format!("regio {id}"),
        Whom::Gemeente(name) => format!("gemeente {name}"),
        Whom::Label(label) => format!("label {label}"),
        Whom::Room(name) => format!("kamer \u{201c}{name}\u{201d}"),
    }
}

fn count(rooms: usize) -> String {
    if rooms == 1 { "1 kamer".to_owned() } else { format!("{rooms} kamers") }
}

fn get(rooms: usize) -> String {
    if rooms == 1 { "1 kamer krijgt".to_owned() } else { format!("{rooms} kamers krijgen") }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0 => "een paar tellen".to_owned(),
        1..=50 => "minder dan een minuut".to_owned(),
        51..=89 => "ongeveer een minuut".to_owned(),
        90..=5_399 => format!("ongeveer {} minuten", (seconds + 30) / 60),
        _ => format!("ongeveer {} uur", (seconds + 1_800) / 3_600),
    }
}

/// `a, b en c`.
fn enumeration(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    }
}

fn example(command: &str) -> Block {
    Block::Paragraph(vec![strong(command)])
}

fn small(line: impl Into<String>) -> Block {
    Block::Small(vec![text(line)])
}
