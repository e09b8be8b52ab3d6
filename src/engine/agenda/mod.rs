//! What is planned for a room, and what happens when its moment has come?

mod planning;
mod reminder;
mod wish;

pub use planning::next;
pub use reminder::{LONGEST, command, due, moments, planned, removed, told, words};
pub use wish::on_holiday;

use super::{World, calendar};
use crate::vocab::{
    Because, Decision, Incoming, LateWords, Moment, Overdue, Plan, Report, Snapshot, Timestamp,
    UserId,
};

/// What comes later than this after its moment says so, and is told in the control room.
const LATE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// So many late plans are named in the control room; of the rest the number.
const NAMED: usize = 20;

/// The moment of a plan has come.
pub struct Due<'a> {
    /// The wake.
    pub input: &'a Incoming,
    /// When it was to be.
    pub due: Timestamp,
    /// Who planned it, unless they are forgotten.
    pub planner: Option<&'a UserId>,
}

/// What was due before this is late at `now`.
pub fn late_before(now: Timestamp) -> Timestamp {
    now.checked_sub(LATE).unwrap_or(Timestamp::MIN)
}

/// The bot was away: the control room hears what came late because of it.
pub fn late(world: &World, seen: &Snapshot, input: &Incoming, plans: &[Overdue]) -> Decision {
    let said = |overdue: &Overdue| match &overdue.plan {
        // Nobody is reminded of what has begun.
        Plan::Session { number, .. } => {
            let session = seen.sessions.iter().find(|session| session.number == *number);
            let start = session.and_then(|session| calendar::moment(session.when?.start));
            start.is_some_and(|start| start > input.at)
        }
        _ => !too_late(world, overdue.due, input.at),
    };
    let words = |overdue: &Overdue| LateWords {
        number: overdue.plan.number(),
        room: overdue.room.clone(),
        planned: calendar::local(overdue.due),
        said: said(overdue),
    };
    // A broadcast says itself, where it was written, that it came late.
    let reminders = plans.iter().filter(|late| {
        let reminds = |moment: &Moment| matches!(moment, Moment::Remind(_));
        match &late.plan {
            Plan::Reminder(_) => true,
            Plan::Session { moment, .. } => reminds(moment),
            Plan::Broadcast { .. }
            | Plan::Through { .. }
            | Plan::Doubt(_)
            | Plan::Quiz(_)
            | Plan::Measure(_)
            | Plan::Round { .. } => false,
        }
    });
    let first: Vec<_> = reminders.clone().take(NAMED).map(words).collect();
    let more = reminders.count().saturating_sub(NAMED);
    let report = (!first.is_empty()).then_some(Report::Late { first, more });
    Decision {
        reports: report.into_iter().collect(),
        because: Because::Rule("late"),
        ..Decision::default()
    }
}

/// Whether what was due then is not said any more now.
pub fn too_late(world: &World, due: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due) > world.late_until
}
