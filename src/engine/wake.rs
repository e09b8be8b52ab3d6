//! What does the bot do when nobody asks? It wakes at the moments that it planned.

use super::{World, agenda, calendar, curate, quiz, steps};
use crate::vocab::{Because, Change, Decision, Incoming, Plan, RoomId, Snapshot, Timestamp, Wake};

/// The monthly list for the control room.
const MONTHLY: &str = "curatie";

/// Every night what is past its time goes.
const NIGHTLY: &str = "bewaren";

/// The wakes that must always be planned; one that is planned already stays as it is.
pub fn standing(world: &World, now: Timestamp) -> Vec<Wake> {
    if world.forgets() {
        return Vec::new();
    }
    monthly(world, now).into_iter().chain(nightly(now)).collect()
}

fn nightly(after: Timestamp) -> Option<Wake> {
    // It is about no room.
    let room = RoomId::new("");
    Some(Wake {
        key: NIGHTLY.into(),
        due: calendar::next_night(after)?,
        room,
        person: None,
        plan: None,
    })
}

fn monthly(world: &World, after: Timestamp) -> Option<Wake> {
    let room = world.control_room.clone()?;
    let due = calendar::next_working_month(after)?;
    Some(Wake { key: MONTHLY.into(), due, room, person: None, plan: None })
}

/// The month whose counts a wake needs that runs at this moment.
pub fn tallies(key: &str, at: Timestamp) -> Option<String> {
    (key == MONTHLY).then(|| calendar::month_before(&calendar::month(at))).flatten()
}

/// What comes in place of a wake that must not run: a series goes on after this moment, a measurement on
/// its next day.
pub fn skipped(world: &World, wake: &Wake, now: Timestamp) -> Option<Wake> {
    match wake.plan.as_ref()? {
        Plan::Reminder(reminder) if reminder.when.rule.is_some() => {
            agenda::planned(&wake.room, wake.person.as_ref(), reminder, now)
        }
        Plan::Quiz(rhythm) => quiz::again(&wake.room, rhythm, now),
        Plan::Measure(measure) => quiz::measured_again(world, &wake.room, *measure, now),
        _ => None,
    }
}

/// A wake has come that nobody planned. One that nobody knows any more does nothing.
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
    if key == NIGHTLY {
        let prune = Change::Prune { at: input.at, keep: world.keep };
        let changes = nightly(input.at).map(Change::Wake).into_iter().chain([prune]).collect();
        return Decision { changes, because: Because::Rule("wake:bewaren"), ..Decision::default() };
    }
    let Some(month) = tallies(key, input.at) else {
        return Decision { because: Because::Rule("unknown wake"), ..Decision::default() };
    };
    let curation = curate::curation(world, seen, month.clone(), input.at);
    let room = world.control_room.as_ref().filter(|_| !seen.asked.is_empty());
    let insight = room.map(|room| quiz::monthly(world, seen, input, month, room));
    Decision {
        changes: monthly(world, input.at).map(Change::Wake).into_iter().collect(),
        outgoing: insight.unwrap_or_default(),
        reports: vec![curation],
        because: Because::Rule("wake:curatie"),
    }
}
