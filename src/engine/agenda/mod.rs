//! What is planned for a room, and what happens when its moment has come?

mod planning;
mod reminder;
mod wish;

pub use reminder::{command, removed, told};

use super::{World, calendar};
use crate::vocab::{
    Because, Change, Decision, Incoming, LateWords, Overdue, Plan, Report, Snapshot, Timestamp,
    UserId,
};

/// What comes later than this after its moment says so, and is told in the control room.
const LATE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// So many late plans are named in the control room; of the rest the number.
const NAMED: usize = 20;

/// What was due before this is late at `now`.
pub fn late_before(now: Timestamp) -> Timestamp {
    now.checked_sub(LATE).unwrap_or(Timestamp::MIN)
}

/// The moment of a plan has come.
pub fn due(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    due: Timestamp,
    planner: Option<&UserId>,
    plan: &Plan,
) -> Decision {
    match plan {
        Plan::Reminder(reminder) => reminder::due(world, seen, input, due, planner, reminder),
    }
}

/// The bot was away: the control room hears what came late because of it.
pub fn late(world: &World, input: &Incoming, plans: &[Overdue]) -> Decision {
    let words = |overdue: &Overdue| LateWords {
        number: overdue.plan.number(),
        room: overdue.room.clone(),
        planned: calendar::local(overdue.due),
        said: !too_late(world, overdue.due, input.at),
    };
    let first = plans.iter().take(NAMED).map(words).collect();
    Decision {
        reports: vec![Report::Late { first, more: plans.len().saturating_sub(NAMED) }],
        because: Because::Rule("late"),
        ..Decision::default()
    }
}

/// Whether what was due then is not said any more now.
fn too_late(world: &World, due: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due) > world.late_until
}

/// A decision that only plans.
fn plans(because: &'static str, changes: Vec<Change>) -> Decision {
    Decision { changes, because: Because::Rule(because), ..Decision::default() }
}
