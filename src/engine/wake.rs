//! What does the bot do when nobody asks? It wakes at the moments that it planned.

use super::{World, calendar, curate, steps};
use crate::vocab::{Because, Change, Decision, Incoming, Snapshot, Timestamp, Wake};

/// The monthly list for the control room.
const MONTHLY: &str = "curatie";

/// The wakes that must always be planned; one that is planned already stays as it is.
pub fn standing(world: &World, now: Timestamp) -> Vec<Wake> {
    monthly(world, now).into_iter().collect()
}

fn monthly(world: &World, after: Timestamp) -> Option<Wake> {
    let room = world.control_room.clone()?;
    let due = calendar::next_working_month(after)?;
    Some(Wake { key: MONTHLY.into(), due, room, body: None })
}

/// The month whose counts a wake needs that runs at this moment.
pub fn tallies(key: &str, at: Timestamp) -> Option<String> {
    (key == MONTHLY).then(|| calendar::month_before(at))
}

/// A wake has come. One that nobody knows any more does nothing.
pub fn woken(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    key: &str,
    due: Timestamp,
) -> Decision {
    if let Some(decision) = steps::woken(key, due) {
        return decision;
    }
    let Some(month) = tallies(key, input.at) else {
        return Decision { because: Because::Rule("unknown wake"), ..Decision::default() };
    };
    Decision {
        changes: monthly(world, input.at).map(Change::Wake).into_iter().collect(),
        reports: vec![curate::curation(world, seen, month, input.at)],
        because: Because::Rule("wake:curatie"),
        ..Decision::default()
    }
}
