//! What does the bot say about sessions: when one is planned, announced, answered and changed?

use super::broadcast_report::{count, duration, parts, small};
use super::session_report as told;
use super::session_room::{self as room, details};
use super::{broadcast, dates, enumeration, paragraph, strong, text};
use crate::text::document::Block;
use crate::vocab::{Field, Missed, Notice, Session, SessionWords, Span, Unclear};
use jiff::civil::DateTime;

/// The blocks of what is said about sessions.
pub fn session(words: &SessionWords) -> Vec<Block> {
    use SessionWords as W;
    match words {
        W::How => how(),
        W::Ask { session, field, unclear } => ask(session, *field, unclear.as_ref()),
        W::Draft { sessions, rooms, seconds, leftover, more, holiday, school, end_guessed } => {
            let spans: Vec<Span> = sessions.iter().filter_map(|session| session.when).collect();
            let mut out = draft(sessions, *rooms, *seconds);
            out.extend(not_understood(leftover));
            out.extend(end_guessed.then(|| end_remark(&spans)));
            out.extend(date_remarks(*more, *holiday));
            out.extend(sessions.first().map(|first| commands(first.number)));
            out.extend(super::school::school(school, sessions.len() == 1));
            out
        }
        W::Announcing { numbers, rooms, seconds, missed, later, night } => {
            announcing(numbers, (*rooms, *seconds), missed, later.as_ref(), *night)
        }
        W::Announcement(words) => room::announcement(words),
        W::Heard { session, choice, waiting, who } => room::heard(session, *choice, *waiting, who),
        W::Thanks => vec![paragraph("Dank je, ik heb het geteld.")],
        W::NoAnswer => vec![paragraph(
            "Goed, je antwoord telt niet meer. Toch antwoorden? Stuur een nieuw bericht.",
        )],
        W::LookBack => {
            vec![paragraph("Je krijgt hier twee vragen. Wie coördineert ziet alleen aantallen.")]
        }
        W::QuietHere { number, on: true } => vec![
            paragraph(format!("Goed. Aan sessie {number} herinner ik deze kamer niet.")),
            small(format!("Toch wel? !meld sessie {number} herinner wel")),
        ],
        W::QuietHere { number, on: false } => {
            vec![paragraph(format!("Goed. Ik herinner deze kamer weer aan sessie {number}."))]
        }
        W::PlaceFree { session, who } => room::place_free(session, who),
        W::Closed { number, cancelled } => closed(*number, *cancelled),
        W::Reminder { session, minutes, late } => room::reminder(session, *minutes, *late),
        W::Changed { session, from, coming } => room::changed(session, *from, *coming),
        W::Cancelled(session) => vec![
            Block::Paragraph(vec![
                strong(format!("{} gaat niet door.", capital(&name(session)))),
                text(format!(" Het was op {}.", when(session))),
            ]),
            small("Stond het in je agenda? Open het bestand hieronder, dan gaat het eruit."),
        ],
        W::Changing { number, cancelled, rooms, seconds, notice } => {
            changing(*number, *cancelled, (*rooms, *seconds), *notice)
        }
        W::After { session, poll } => room::after(session, *poll),
        W::Material(session) => vec![Block::Paragraph(vec![
            text(format!("Het materiaal van {}: ", name(session))),
            text(session.material.clone().unwrap_or_default()),
        ])],
        other => told::session(other),
    }
}

fn how() -> Vec<Block> {
    vec![
        paragraph("Een sessie plannen? Typ alles in een keer, bijvoorbeeld:"),
        Block::Paragraph(vec![strong(
            "!meld sessie nieuw \"Meldcode en ouderen\" di 8 dec 9.30-11.00 in Gemeentehuis zaal 2 \
             voor regio twente, max 30",
        )]),
        paragraph("Of typ !meld sessie nieuw. Dan vraag ik wat ik moet weten."),
        small("Je sessies: !meld sessies"),
    ]
}

fn ask(session: &Session, field: Field, unclear: Option<&Unclear>) -> Vec<Block> {
    let mut out = unclear.map(told::unclear).unwrap_or_default();
    let question = match field {
        Field::Title => "Waar gaat de sessie over? Geef een korte titel.",
        Field::When => {
            "Wanneer is het? Bijvoorbeeld: di 8 dec 9.30-11.00. Meer dagen mag ook: di 8 dec \
             9.30-11.00 en do 10 dec 13.00-14.30."
        }
        Field::Place => "Waar is het? Een plek of een link.",
        Field::Audience => {
            "Voor wie is het? Bijvoorbeeld: regio twente, gemeente Enschede of label jeugd."
        }
        Field::Capacity => "Hoeveel mensen kunnen er komen?",
        Field::Speaker => "Wie geeft de sessie?",
        Field::Material => {
            "Krijgt wie er was achteraf materiaal? Geef een link, of zeg waar het ligt."
        }
    };
    if !session.title.is_empty() && unclear.is_none() && field != Field::Title {
        out.push(Block::Paragraph(vec![strong(&session.title), text(known(session, field))]));
    }
    out.push(paragraph(question));
    out.push(small(match field.optional() {
        true => "Weet je het niet? Typ: overslaan. Helemaal stoppen: stop.",
        false => "Stoppen kan ook: stop.",
    }));
    out
}

/// What was understood last, so that a mistake shows.
fn known(session: &Session, field: Field) -> String {
    match field {
        Field::Place => format!(": {}", when(session)),
        Field::Capacity => format!(": voor {}", parts(&session.audience)),
        _ => String::new(),
    }
}

fn draft(sessions: &[Session], rooms: usize, seconds: u64) -> Vec<Block> {
    let Some(first) = sessions.first() else { return Vec::new() };
    let numbers: Vec<u32> = sessions.iter().map(|session| session.number).collect();
    let mut out = vec![Block::Paragraph(vec![
        text("Concept. Er is nog niets verstuurd. "),
        strong(format!("{}: {}", capital(&which(&numbers)), first.title)),
    ])];
    match sessions {
        [one] => out.push(paragraph(capital(&when(one)))),
        many => {
            let line = |session: &Session| {
                vec![strong(session.number.to_string()), text(format!(": {}", when(session)))]
            };
            out.push(Block::List(many.iter().map(line).collect()));
        }
    }
    out.extend(details(first));
    out.extend(
        first.material.as_ref().map(|lies| paragraph(format!("Materiaal achteraf: {lies}"))),
    );
    let most = first.capacity.map(|most| format!(" Er is plek voor {most}."));
    let how_long = match rooms {
        0 => "Nu is er geen kamer die het hoort.".to_owned(),
        rooms => format!("Dat {} {}, in {}.", are(rooms), count(rooms), duration(seconds)),
    };
    out.push(paragraph(format!(
        "Voor {}. {how_long}{}",
        parts(&first.audience),
        most.unwrap_or_default()
    )));
    out
}

/// What can be done with a draft.
fn commands(number: u32) -> Block {
    let command = |what: &str, command: &str, how: &str| {
        vec![text(what), strong(format!("!meld sessie {number} {command}")), text(how)]
    };
    Block::List(vec![
        command("Laten weten, vier weken van tevoren of meteen: ", "aankondigen", ""),
        command("Laten weten, nu: ", "aankondigen nu", ""),
        command(
            "Aanpassen: ",
            "waar: \u{2026}",
            " (of titel, verplaats, voor, max, door, materiaal)",
        ),
        command("Weggooien: ", "weg", ""),
    ])
}

fn not_understood(leftover: &[String]) -> Option<Block> {
    let typed: Vec<String> =
        leftover.iter().map(|typed| format!("\u{201c}{typed}\u{201d}")).collect();
    (!typed.is_empty()).then(|| paragraph(format!("Niet begrepen: {}.", typed.join(", "))))
}

/// Nobody named an end: which was taken, where that is the same for all.
pub(super) fn end_remark(spans: &[Span]) -> Block {
    let mut ends = spans.iter().map(|span| span.end.time());
    let first = ends.next().filter(|first| ends.all(|end| end == *first));
    let taken = first.map_or_else(|| "anderhalf uur".to_owned(), dates::clock);
    paragraph(format!("Je noemde geen eindtijd, ik neem {taken}."))
}

/// What should be known about the dates of a programme.
pub(super) fn date_remarks(more: bool, holiday: Option<Span>) -> Vec<Block> {
    let mut out = Vec::new();
    if more {
        out.push(paragraph(
            "De reeks gaat verder. Ik plan niet meer dan 26 keer, en een jaar vooruit.",
        ));
    }
    if let Some(span) = holiday {
        out.push(paragraph(format!("Let op: {} is een feestdag.", dates::day(span.start.date()))));
    }
    out
}

fn announcing(
    numbers: &[u32],
    (rooms, seconds): (usize, u64),
    missed: &[(Missed, usize)],
    later: Option<&(Vec<u32>, DateTime)>,
    night: bool,
) -> Vec<Block> {
    let mut out = Vec::new();
    if !numbers.is_empty() {
        let go = if numbers.len() == 1 { "gaat" } else { "gaan" };
        out.push(paragraph(format!(
            "{} {go} naar {}. Klaar over {}.",
            capital(&which(numbers)),
            count(rooms),
            duration(seconds)
        )));
    }
    for (why, times) in missed {
        let why = super::broadcast_report::why(*why);
        out.push(paragraph(format!("Niet naar {}: {why}.", count(*times))));
    }
    if let Some((later, first)) = later {
        let (which, first) = (capital(&which(later)), dates::moment(*first, None));
        let each = match later.len() {
            1 => "aan op",
            _ => "elk op tijd aan, de eerste op",
        };
        out.push(paragraph(format!("{which} kondig ik {each} {first}.")));
        if night && let [number, ..] = later[..] {
            out.push(paragraph(format!(
                "Zo laat stuur ik niets, tenzij jij dat wilt: !meld sessie {number} aankondigen nu"
            )));
        }
    }
    let first = numbers.first().or_else(|| later.and_then(|(later, _)| later.first()));
    out.extend(first.map(|number| small(format!("Wie komt er? !meld sessie {number}"))));
    out
}

/// `sessie 12`, `de sessies 12, 14 en 15`, `de sessies 12 tot en met 15`
pub(super) fn which(numbers: &[u32]) -> String {
    match numbers {
        [one] => format!("sessie {one}"),
        [first, .., last] if last - first == numbers.len() as u32 - 1 && numbers.len() > 2 => {
            format!("de sessies {first} tot en met {last}")
        }
        many => {
            let many: Vec<String> = many.iter().map(u32::to_string).collect();
            format!("de sessies {}", enumeration(&many))
        }
    }
}

fn closed(number: u32, cancelled: bool) -> Vec<Block> {
    let what = if cancelled { "gaat niet door" } else { "is al geweest" };
    vec![
        paragraph(format!("Sessie {number} {what}.")),
        small("Wat er in deze kamer wel komt: !meld agenda"),
    ]
}

fn changing(
    number: u32,
    cancelled: bool,
    (rooms, seconds): (usize, u64),
    notice: Notice,
) -> Vec<Block> {
    let what = if cancelled { "Afgelast" } else { "Aangepast" };
    let (rooms, seconds) = (count(rooms), duration(seconds));
    let hears = match notice {
        Notice::None => String::new(),
        Notice::Now => " Wie zei te komen, krijgt een melding.".to_owned(),
        Notice::At(moment) => format!(" {}", untold(number, moment)),
    };
    vec![
        paragraph(format!("{what}: sessie {number}. Dat staat in {rooms} over {seconds}.{hears}")),
        small(format!("Hoe het staat: !meld sessie {number}")),
    ]
}

/// What the rooms have yet to hear.
pub(super) fn untold(number: u32, moment: DateTime) -> String {
    let moment = dates::moment(moment, None);
    format!(
        "De kamers krijgen er pas een melding van op {moment}. Liever nu? !meld sessie {number} vertel nu"
    )
}

/// `sessie 12, Meldcode en ouderen`
pub fn name(session: &Session) -> String {
    format!("sessie {}, {}", session.number, session.title)
}

/// `dinsdag 8 december 2026, 9.30-11.00 uur`
pub fn when(session: &Session) -> String {
    session.when.map_or_else(
        || "nog geen datum".to_owned(),
        |span| dates::moment(span.start, Some(span.end)),
    )
}

/// `7 dagen`, `1 uur`
pub fn lead(minutes: u32) -> String {
    let (many, one, more) = match minutes {
        minutes if minutes % (24 * 60) == 0 => (minutes / (24 * 60), "dag", "dagen"),
        minutes if minutes % 60 == 0 => (minutes / 60, "uur", "uur"),
        minutes => (minutes, "minuut", "minuten"),
    };
    format!("{many} {}", if many == 1 { one } else { more })
}

fn are(rooms: usize) -> &'static str {
    if rooms == 1 { "is" } else { "zijn" }
}

/// The same, as the beginning of a sentence.
pub fn capital(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What the broadcasts say of an audience, for the sessions.
pub fn audience(words: &crate::vocab::BroadcastWords) -> Vec<Block> {
    broadcast::broadcast(words)
}
