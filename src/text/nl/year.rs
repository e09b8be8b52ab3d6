//! What is said about a file with a year of sessions: what will be sent, what is wrong?

use super::broadcast_report::{count, duration, parts, small};
use super::session::{capital, which};
use super::{broadcast, dates, enumeration, paragraph, privacy, school, strong, text};
use crate::text::document::{Block, Document};
use crate::vocab::{
    BroadcastWords, Dispatch, DispatchWords, RoomSeat, SchoolWords, Span, TotalWords, Wrong,
    YearWords,
};

/// More rooms than this nobody reads.
const MOST: usize = 40;

/// The blocks of what is said about a year.
pub fn year(words: &YearWords) -> Vec<Block> {
    match words {
        YearWords::Dispatch(words) => dispatch(words),
        YearWords::Remarks {
            line,
            title,
            numbers,
            end_guessed,
            more,
            holiday,
            school,
            no_rooms,
        } => {
            let about = match numbers[..] {
                [] => String::new(),
                _ => format!(", {}", which(numbers)),
            };
            let mut out =
                vec![Block::Paragraph(vec![strong(format!("Regel {line}{about}: {title}"))])];
            out.extend(remarks(*end_guessed, *more, *holiday, school, *no_rooms));
            out
        }
        YearWords::Changed { line, title, numbers } => changed(*line, title, numbers),
        YearWords::Totals { totals, done } => total(totals, *done),
    }
}

fn dispatch(words: &DispatchWords) -> Vec<Block> {
    let session = words.number.map(|number| format!("sessie {number}")).unwrap_or_default();
    let what = match words.what {
        Dispatch::Announcement => format!("aankondiging van {session}, met agendabestand"),
        Dispatch::SessionReminder => format!("herinnering aan {session}"),
        Dispatch::After => format!("na {session}, in elke kamer waaruit iemand zei te komen"),
        Dispatch::Reminder => "herinnering".to_owned(),
    };
    let quiet = match words.quiet {
        0 => String::new(),
        1 => "; 1 kamer staat op stil".to_owned(),
        many => format!("; {many} kamers staan op stil"),
    };
    let rooms = match words.rooms.len() {
        0 => "nu is er geen kamer die het hoort".to_owned(),
        many => {
            format!("{} ({}), in {}", count(many), seats(&words.rooms), duration(words.seconds))
        }
    };
    let at = capital(&dates::moment(words.at, None));
    vec![
        Block::Paragraph(vec![strong(at), text(format!(": {what}"))]),
        small(format!("Voor {}: {rooms}{quiet}.", parts(&words.audience))),
    ]
}

/// `Almelo met label jeugd, Enschede 2 keer`
fn seats(rooms: &[RoomSeat]) -> String {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for room in rooms {
        let name = seat(room);
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => *times += 1,
            None => counted.push((name, 1)),
        }
    }
    let more = counted.len().saturating_sub(MOST);
    let mut said: Vec<String> = counted
        .into_iter()
        .take(MOST)
        .map(|(name, times)| if times == 1 { name } else { format!("{name} {times} keer") })
        .collect();
    if more > 0 {
        said.push(format!("nog {more}"));
    }
    enumeration(&said)
}

fn seat(room: &RoomSeat) -> String {
    let gemeente = room.gemeente.as_deref().unwrap_or("zonder gemeente");
    match room.labels[..] {
        [] => gemeente.to_owned(),
        _ => format!("{gemeente} met label {}", enumeration(&room.labels)),
    }
}

fn remarks(
    end_guessed: bool,
    more: bool,
    holiday: Option<Span>,
    days: &SchoolWords,
    no_rooms: bool,
) -> Vec<Block> {
    let mut out: Vec<Block> =
        end_guessed.then(|| super::session::end_remark(&[])).into_iter().collect();
    out.extend(super::session::date_remarks(more, holiday));
    out.extend(school::school(days, false));
    if no_rooms {
        out.push(paragraph(
            "Nu is er geen kamer die het hoort. Een kamer hoort erbij zodra zij daar haar gemeente of \
             label kiest.",
        ));
    }
    out
}

fn changed(line: usize, title: &str, numbers: &[u32]) -> Vec<Block> {
    let advice = match numbers {
        [] => "Pas hem aan in de kamers zelf: !meld herinner lijst".to_owned(),
        [number, ..] => format!("Pas aan met !meld sessie {number} (verplaats, waar, max, door)"),
    };
    let as_what = match numbers {
        [] => "als herinnering".to_owned(),
        many => format!("als {}", which(many)),
    };
    vec![
        Block::Paragraph(vec![strong(format!("Regel {line}: {title}"))]),
        paragraph(format!(
            "Dit is al gepland, {as_what}, en staat nu anders in het bestand. Ik verander niets."
        )),
        small(advice),
    ]
}

fn total(totals: &TotalWords, done: bool) -> Vec<Block> {
    let mut out = Vec::new();
    let known = match totals.known {
        0 => "",
        1 => " 1 rij was al gepland.",
        _ => " {} rijen waren al gepland.",
    };
    let known = known.replace("{}", &totals.known.to_string());
    if totals.sessions + totals.reminders == 0 {
        return vec![paragraph(format!("Er is niets nieuws te plannen.{known}"))];
    }
    let mut new = Vec::new();
    if totals.sessions > 0 {
        let word = if totals.sessions == 1 { "sessie" } else { "sessies" };
        new.push(format!("{} {word}", totals.sessions));
    }
    if totals.reminders > 0 {
        let word = if totals.reminders == 1 { "herinnering" } else { "herinneringen" };
        new.push(format!("{} {word}", totals.reminders));
    }
    let begin = if done { "Gepland" } else { "Nog niets gepland. Nieuw" };
    let new = enumeration(&new);
    out.push(Block::Paragraph(vec![strong(format!("{begin}: {new}.")), text(known)]));
    let word = if totals.messages == 1 { "bericht" } else { "berichten" };
    out.push(paragraph(format!(
        "Hooguit {} {word} in {}. Zonder pauze zou dat {} duren.",
        totals.messages,
        count(totals.rooms.len()),
        duration(totals.seconds)
    )));
    if let Some((at, messages, seconds)) = totals.busiest {
        let at = dates::moment(at, None);
        out.push(paragraph(format!(
            "Het drukste moment is {at}: {messages} berichten, klaar over {}.",
            duration(seconds)
        )));
    }
    let words = SchoolWords { within: Vec::new(), unknown: totals.unknown.clone() };
    out.extend(school::school(&words, false));
    let line = |(room, messages): &(RoomSeat, usize)| {
        vec![text(format!("{}: {messages} ({})", seat(room), room.room))]
    };
    let mut lines: Vec<_> = totals.rooms.iter().take(MOST).map(line).collect();
    if totals.rooms.len() > MOST {
        lines.push(vec![text(format!("\u{2026} en nog {}", totals.rooms.len() - MOST))]);
    }
    if !lines.is_empty() {
        out.push(paragraph("Hooguit zo veel berichten per kamer:"));
        out.push(Block::List(lines));
    }
    let after = match done {
        true => "De rechten en de kamers kijk ik opnieuw na als het zover is.",
        false => "Klopt het? Stop de bot en typ hetzelfde met --echt erachter.",
    };
    out.push(small(format!(
        "Het geheugen kent geen namen van kamers. Koos iemand in een gesprek met de bot alleen een \
         gemeente, dan telt dat hier mee. {after}"
    )));
    out
}

/// What is wrong in a file, and what to do about it.
pub fn slip(wrong: &Wrong) -> (String, String) {
    let say = |message: &str, advice: &str| (message.to_owned(), advice.to_owned());
    match wrong {
        Wrong::When(ask) => {
            let advice = "Schrijf bijvoorbeeld: di 8 dec 2026 9.30-11.00. Proberen kan met: meldmaat \
                          wanneer \"…\"";
            (dates::question(*ask), advice.to_owned())
        }
        Wrong::Leftover(typed) => (
            format!("Dit begrijp ik niet: \u{201c}{typed}\u{201d}."),
            "Laat hier alleen dagen en tijden staan.".to_owned(),
        ),
        Wrong::Number => say("Dit is geen aantal mensen.", "Schrijf een getal, zoals 30."),
        Wrong::TooLong { most } => {
            ("Dit is te lang.".to_owned(), format!("Houd het onder {most} tekens."))
        }
        Wrong::Announce => say(
            "Wanneer moet dit worden aangekondigd?",
            "Schrijf hoe lang van tevoren, zoals 4 weken, of een moment: ma 9 nov 2026 9.00.",
        ),
        Wrong::AnnouncedTooLate { begin } => (
            format!("Dan is de sessie al begonnen ({}).", dates::moment(*begin, None)),
            "Kies een eerder moment, of kondig deze sessie zelf aan in de regiekamer.".to_owned(),
        ),
        Wrong::Reminders => say(
            "Wanneer moet ik herinneren?",
            "Schrijf bijvoorbeeld: 7 dagen, 1 dag en 1 uur. Hooguit vijf keer. Of: niet.",
        ),
        Wrong::Holidays => say(
            "Wat moet ik doen op feestdagen?",
            "Schrijf: overslaan, werkdag (dan komt de herinnering de volgende werkdag) of gewoon.",
        ),
        Wrong::YesOrNo => say("Is het ja of nee?", "Schrijf ja of nee. Met ja gaat er @room bij."),
        Wrong::Audience(words) => audience(words),
        Wrong::RoomByName => say(
            "Namen van kamers kent het geheugen van de bot niet.",
            "Kies een regio, gemeente of label. Voor een kamer: plan het in de regiekamer.",
        ),
        Wrong::NoRooms => say(
            "Er is nu geen kamer die dit hoort.",
            "Een herinnering plan ik in de kamers die er zijn. Kies een andere doelgroep.",
        ),
        Wrong::Private(kinds) => {
            let kinds: Vec<String> =
                kinds.iter().map(|kind| privacy::name(*kind).to_owned()).collect();
            (
                format!("Hier staat {}.", enumeration(&kinds)),
                "Haal het weg: in een planning horen geen persoonsgegevens.".to_owned(),
            )
        }
        Wrong::Double { line } => (
            format!("Deze rij staat er twee keer (ook op regel {line})."),
            "Houd er een over.".to_owned(),
        ),
    }
}

/// What the broadcasts say: its first line is what is wrong.
fn audience(words: &BroadcastWords) -> (String, String) {
    let said = Document(broadcast::broadcast(words)).plain();
    let (message, advice) = said.split_once('\n').unwrap_or((&said, ""));
    let advice = advice.split_whitespace().collect::<Vec<_>>().join(" ");
    let advice = if advice.is_empty() {
        "Schrijf bijvoorbeeld: regio twente, gemeente Enschede, label jeugd of alle kamers.".into()
    } else {
        advice
    };
    (message.to_owned(), advice)
}
