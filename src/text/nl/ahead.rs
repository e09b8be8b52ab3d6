//! What stands in the agenda?

use super::broadcast_report::small;
use super::session::when;
use super::{dates, joined, paragraph, strong, text};
use crate::text::document::Block;
use crate::vocab::Session;
use jiff::civil::DateTime;

/// More rooms than this nobody wants to hear of.
const ROOMS: usize = 5;

/// What is coming up; `elsewhere`: outside a team's room, with the rooms of who asks.
pub(super) fn agenda(
    sessions: &[Session],
    reminders: &[(DateTime, String)],
    elsewhere: Option<&[String]>,
) -> Vec<Block> {
    let session = |session: &Session| {
        (
            session.when.map(|span| span.start),
            vec![
                strong(format!("Sessie {}", session.number)),
                text(format!(": {}, {}", session.title, when(session))),
            ],
        )
    };
    let reminder = |(at, say): &(DateTime, String)| {
        let line = format!("Herinnering: {} \u{201c}{say}\u{201d}", dates::moment(*at, None));
        (Some(*at), vec![text(line)])
    };
    let mut lines: Vec<_> =
        sessions.iter().map(session).chain(reminders.iter().map(reminder)).collect();
    lines.sort_by_key(|(at, _)| *at);
    let mut out = match (lines.is_empty(), elsewhere) {
        (true, None) => return vec![paragraph("Er staat hier niets op de agenda.")],
        (true, Some(_)) => vec![paragraph("Er komt geen sessie aan.")],
        (false, _) => vec![
            paragraph("Wat er komt:"),
            Block::List(lines.into_iter().take(20).map(|(_, line)| line).collect()),
        ],
    };
    match (elsewhere, sessions.first()) {
        (Some(rooms), _) => out.push(small(in_the_room(rooms))),
        (None, Some(first)) => {
            out.push(small(format!("Kom je? !meld sessie {} ik kom", first.number)));
        }
        (None, None) => {}
    }
    out
}

/// What else there is stands in the room itself.
fn in_the_room(rooms: &[String]) -> String {
    let rooms = match rooms.len() {
        1..=ROOMS => joined(rooms, "of"),
        _ => "de kamer van je team".to_owned(),
    };
    format!("Alles van een kamer zien? Typ daar, dus in {rooms}: !meld agenda")
}

pub(super) fn see_agenda() -> Vec<Block> {
    vec![
        paragraph("De lijst van sessies is voor coördinatoren."),
        small("Wat er in deze kamer komt: !meld agenda"),
    ]
}
