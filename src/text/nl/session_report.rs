//! What does the planner of a session hear, and what stands in the agenda?

use super::broadcast_report::{Sent, left_out, parts, sent_to, small};
use super::session::{audience, capital, lead, name, when};
use super::session_room::{details, headcount, headcount_of};
use super::{ahead, dates, enumeration, paragraph, strong, text};
use crate::text::document::Block;
use crate::vocab::{
    Chore, Progress, Role, Session, SessionReport, SessionWords, TeamWords, Unclear,
};

/// The blocks of the rest of what is said about sessions.
pub(super) fn session(words: &SessionWords) -> Vec<Block> {
    use SessionWords as W;
    match words {
        W::Report(report) => self::report(report),
        W::List(sessions) => list(sessions),
        W::Agenda { sessions, reminders, elsewhere } => {
            ahead::agenda(sessions, reminders, elsewhere.as_deref())
        }
        W::SeeAgenda => ahead::see_agenda(),
        W::Feedback { session, useful, need } => feedback(session, useful, need),
        W::Invitation(session) => invitation(session),
        W::Reminders(session) => reminders(session),
        W::Roles(session) => roles(session),
        W::Tasks(session) => tasks(session),
        W::TaskDue { session, what } => vec![
            paragraph(format!("Nog te doen voor {}: {}.", name(session), chore(*what))),
            small(format!("Klaar? !meld sessie {} klaar {}", session.number, place(*what))),
        ],
        W::Role { role, name: Some(name) } => {
            vec![paragraph(format!("Genoteerd: {} is {name}.", self::role(*role)))]
        }
        W::Role { role, name: None } => {
            vec![paragraph(format!("Genoteerd: er is nog geen {}.", self::role(*role)))]
        }
        W::Gone { number } => {
            vec![paragraph(format!("Sessie {number} is weg. Geen kamer wist ervan."))]
        }
        W::NotFound { number } => vec![
            paragraph(format!("Sessie {number} ken ik niet.")),
            small("Je sessies: !meld sessies"),
        ],
        W::ToldNow { number } => {
            vec![paragraph(format!("Goed, de kamers van sessie {number} horen het nu."))]
        }
        W::NothingToTell { number } => vec![
            paragraph(format!("De kamers van sessie {number} hebben alles al gehoord.")),
            small(format!("Hoe het staat: !meld sessie {number}")),
        ],
        W::NoneHere => vec![
            paragraph("Die sessie staat niet open in deze kamer."),
            small("Wat hier wel komt: !meld agenda"),
        ],
        W::NotYours => {
            vec![paragraph("Dit kan alleen wie de sessie plande, of wie al die kamers bereikt.")]
        }
        W::CaseDetails => vec![paragraph(
            "Ik neem dit niet over, want er staan gegevens van iemand in. Schrijf het zonder \
             namen, nummers en adressen van cliënten.",
        )],
        W::NotNow { number, stage } => vec![paragraph(not_now(*number, *stage))],
        W::Unclear { number, unclear } => {
            let mut out = self::unclear(unclear);
            if matches!(unclear, Unclear::Verb) {
                out.push(small(format!("Hoe het ermee staat: !meld sessie {number}")));
            }
            out
        }
        W::Stopped { number } => {
            vec![paragraph(format!("Goed, ik stop ermee. Sessie {number} is niet gepland."))]
        }
        // The rest stands in the other file.
        _ => Vec::new(),
    }
}

/// What was not clear.
pub(super) fn unclear(unclear: &Unclear) -> Vec<Block> {
    match unclear {
        Unclear::When(ask) => vec![paragraph(dates::question(*ask))],
        Unclear::Number => vec![paragraph("Ik begrijp het aantal niet. Geef een getal.")],
        Unclear::Empty => vec![paragraph("Er staat nog niets achter.")],
        Unclear::Audience(words) => audience(words),
        Unclear::TooLong { most } => {
            vec![paragraph(format!("Dit is te lang. Houd het onder {most} tekens."))]
        }
        Unclear::Verb => vec![paragraph(
            "Wat wil je met deze sessie? Het kan zo: aankondigen, verplaats naar do 10 dec 13.00, \
             waar: \u{2026}, max 30, gasten 5, uitnodiging, herinner 1 dag, rol spreker \u{2026}, taken, \
             annuleer.",
        )],
    }
}

fn report(words: &SessionReport) -> Vec<Block> {
    let SessionReport { session, total, teams, missed, sent, waiting, later } = words;
    let number = session.number;
    let mut out = vec![
        Block::Paragraph(vec![
            strong(format!("Sessie {number}: {}", session.title)),
            text(format!(", {}", stage(session.stage))),
        ]),
        paragraph(capital(&when(session))),
    ];
    out.extend(details(session));
    if session.stage.before_announcing() {
        out.push(paragraph(format!("Voor {}.", parts(&session.audience))));
        out.push(small(format!("Laten weten: !meld sessie {number} aankondigen")));
        return out;
    }
    let guests = match session.guests {
        0 => String::new(),
        1 => ", en 1 gast van buiten".to_owned(),
        guests => format!(", en {guests} gasten van buiten"),
    };
    let places = session.capacity.map(|most| format!(" Er is plek voor {most}."));
    out.push(paragraph(format!(
        "In totaal: {}{guests}.{}",
        headcount(*total),
        places.unwrap_or_default()
    )));
    if !teams.is_empty() {
        out.push(Block::List(teams.iter().map(|team| vec![text(self::team(team))]).collect()));
    }
    let rooms = session.targets.len();
    let so_far = Sent { rooms, sent: *sent, waiting: *waiting, missed: missed.len() };
    out.push(paragraph(format!("Voor {}. {}", parts(&session.audience), sent_to(so_far))));
    let missed: Vec<_> = missed.iter().filter_map(|t| Some((t.missed?, t.name.as_str()))).collect();
    out.extend(left_out(&missed));
    out.extend(later.map(|moment| paragraph(super::session::untold(number, moment))));
    if session.stage == Progress::Announced {
        out.push(small(format!(
            "Verplaatsen: !meld sessie {number} verplaats naar \u{2026} Afgelasten: !meld sessie {number} \
             annuleer. Mensen van buiten: !meld sessie {number} uitnodiging"
        )));
    }
    out
}

fn team(team: &TeamWords) -> String {
    let TeamWords { name, count, coming, waiting } = team;
    format!("{name}: {}", headcount_of(*count, coming, waiting))
}

fn list(sessions: &[Session]) -> Vec<Block> {
    if sessions.is_empty() {
        return vec![
            paragraph("Er zijn geen sessies."),
            small("Een sessie plannen: !meld sessie nieuw"),
        ];
    }
    let mut sorted: Vec<&Session> = sessions.iter().collect();
    sorted.sort_by_key(|session| session.when);
    let line = |session: &&Session| {
        let title = if session.title.is_empty() { "zonder titel" } else { &session.title };
        vec![
            strong(session.number.to_string()),
            text(format!(": {title}, {} ({})", when(session), stage(session.stage))),
        ]
    };
    vec![
        paragraph("Je sessies:"),
        Block::List(sorted.iter().take(40).map(line).collect()),
        small(format!("Meer weten, bijvoorbeeld: !meld sessie {}", sorted[0].number)),
    ]
}

fn feedback(session: &Session, useful: &[u32; 3], need: &[u32; 4]) -> Vec<Block> {
    let answered: u32 = useful.iter().sum();
    if answered == 0 && need.iter().all(|count| *count == 0) {
        return vec![paragraph(format!("Over {} heeft nog niemand iets gezegd.", name(session)))];
    }
    let counted = |words: &[&str], counts: &[u32]| {
        let said = words.iter().zip(counts).filter(|(_, count)| **count > 0);
        enumeration(&said.map(|(word, count)| format!("{count} keer {word}")).collect::<Vec<_>>())
    };
    let useful = counted(&["ja", "een beetje", "nee"], useful);
    let words =
        ["een casus bespreken", "uitleg over de stappen", "oefenen met gesprekken", "niets"];
    let need = counted(&words, need);
    let line = |question: &str, said: String| match said.is_empty() {
        true => vec![text(format!("{question} Nog geen antwoord."))],
        false => vec![text(format!("{question} {}.", capital(&said)))],
    };
    vec![
        Block::Paragraph(vec![strong(format!("Terugblik op {}", name(session)))]),
        Block::List(vec![line("Had je er iets aan?", useful), line("Wat heb je nog nodig?", need)]),
    ]
}

fn invitation(session: &Session) -> Vec<Block> {
    let mut out = vec![
        paragraph("Dit kun je mailen naar mensen buiten Matrix, met het bestand hieronder erbij:"),
        Block::Paragraph(vec![
            strong(format!("Uitnodiging: {}", session.title)),
            crate::text::document::Inline::Break,
            text(capital(&when(session))),
        ]),
    ];
    out.extend(details(session));
    out.push(paragraph("Kom je? Laat het weten aan degene die je dit stuurt."));
    out.push(small(format!(
        "Hoeveel mensen van buiten komen er? !meld sessie {} gasten 5",
        session.number
    )));
    out
}

fn reminders(session: &Session) -> Vec<Block> {
    let leads: Vec<String> = session.reminders.iter().map(|minutes| lead(*minutes)).collect();
    vec![paragraph(match leads.is_empty() {
        true => format!("Goed. Aan sessie {} herinner ik niet.", session.number),
        false => format!(
            "Goed. Aan sessie {} herinner ik {} van tevoren, nooit voor 7.30 of na 20.00 uur.",
            session.number,
            enumeration(&leads)
        ),
    })]
}

fn roles(session: &Session) -> Vec<Block> {
    let line = |wanted: Role| {
        let name = session.roles.iter().find(|(role, _)| *role == wanted).map(|(_, name)| name);
        let name = name.map_or("nog niemand", String::as_str);
        vec![text(format!("{}: {name}", capital(role(wanted))))]
    };
    vec![
        paragraph(format!("Wie doet wat bij {}:", name(session))),
        Block::List([Role::Speaker, Role::Expert, Role::Host].map(line).into()),
        small(format!("Invullen: !meld sessie {} rol gastheer Mark", session.number)),
    ]
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Speaker => "spreker",
        Role::Expert => "ervaringsdeskundige",
        Role::Host => "gastheer",
    }
}

fn tasks(session: &Session) -> Vec<Block> {
    let line = |task: &crate::vocab::Task| {
        let state = if task.done { "klaar" } else { "nog doen" };
        let due = dates::moment(task.due, None);
        vec![text(format!("{} ({state}, voor {due})", capital(chore(task.what))))]
    };
    vec![
        paragraph(format!("Wat er te doen is voor {}:", name(session))),
        Block::Numbered(session.tasks.iter().map(line).collect()),
        small(format!(
            "Ik herinner je als iets nog niet klaar is. Klaar? !meld sessie {} klaar 2 (met het \
             nummer dat ervoor staat)",
            session.number
        )),
    ]
}

fn chore(what: Chore) -> &'static str {
    match what {
        Chore::Venue => "datum en plek vastleggen",
        Chore::Speakers => "spreker en ervaringsdeskundige vragen",
        Chore::Partners => "scholen, zorg en andere partners uitnodigen",
        Chore::Programme => "casus en materiaal klaarzetten",
        Chore::Arrangements => "aantal doorgeven: stoelen, geluid, koffie",
        Chore::Agreements => "afspraken opschrijven en rondsturen",
    }
}

fn place(what: Chore) -> usize {
    Chore::ALL.iter().position(|(known, _)| *known == what).map_or(0, |place| place + 1)
}

fn stage(stage: Progress) -> String {
    match stage {
        Progress::Asking { .. } => "nog niet af".to_owned(),
        Progress::Draft => "concept".to_owned(),
        Progress::Planned(at) => format!("wordt aangekondigd op {}", dates::moment(at, None)),
        Progress::Announced => "aangekondigd".to_owned(),
        Progress::Cancelled => "afgelast".to_owned(),
        Progress::Over => "geweest".to_owned(),
    }
}

fn not_now(number: u32, stage: Progress) -> String {
    match stage {
        Progress::Asking { .. } => {
            format!("Sessie {number} is nog niet af. Antwoord op mijn vraag, of typ: stop")
        }
        Progress::Draft | Progress::Planned(_) => format!(
            "Sessie {number} is nog niet aangekondigd. Laten weten: !meld sessie {number} aankondigen"
        ),
        Progress::Announced => format!(
            "Sessie {number} is al aangekondigd. Verplaatsen: !meld sessie {number} verplaats naar \
             \u{2026} Afgelasten: !meld sessie {number} annuleer"
        ),
        Progress::Cancelled => {
            format!("Sessie {number} is afgelast. Plan een nieuwe: !meld sessie nieuw")
        }
        Progress::Over => format!("Sessie {number} is al geweest."),
    }
}
