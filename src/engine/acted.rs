//! What of a decision goes into the log of who did what? What concerns others than who did it.

use super::reply::{Reply, rule};
use super::{calendar, command};
use crate::vocab::{
    Acted, Action, ActionWords, Ailment, Broadcast, Change, Decision, Incoming, Plan, Progress,
    Report, Say, Session, Snapshot, Stage, Wake, What,
};

/// So many are shown unless a number is asked for, and at most.
const SHOWN: u32 = 10;
const MOST: u32 = 50;

/// The rows for the log.
pub fn acted(seen: &Snapshot, input: &Incoming, decision: &Decision) -> Vec<Action> {
    let person = match &input.what {
        What::Wake { person, .. } => person.clone(),
        _ => Some(input.from.user.clone()).filter(|user| !user.as_str().is_empty()),
    };
    let row =
        |what, number, room| Action { at: input.at, person: person.clone(), what, number, room };
    if let What::Ailing { ailment: Ailment::Broken(broken) } = &input.what {
        return Acted::without(broken.pillar)
            .map(|what| row(what, None, None))
            .into_iter()
            .collect();
    }
    // Whoever asks to be forgotten is not written down for it.
    let forgets = |change: &Change| matches!(change, Change::ForgetPerson { .. });
    if decision.changes.iter().any(forgets) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for change in &decision.changes {
        match change {
            Change::Broadcast(now) => {
                let before = seen.broadcasts.iter().find(|before| before.number == now.number);
                rows.extend(broadcast(before, now).map(|what| row(what, Some(now.number), None)));
            }
            Change::TakeBack { number, .. } => {
                rows.push(row(Acted::BroadcastStopped, Some(*number), None));
            }
            Change::BroadcastOver { number } => {
                let planned = |b: &&Broadcast| b.number == *number && b.stage != Stage::Draft;
                let planned = seen.broadcasts.iter().find(planned);
                rows.extend(planned.map(|_| row(Acted::BroadcastCancelled, Some(*number), None)));
            }
            Change::Session(now) => {
                let before = seen.sessions.iter().find(|before| before.number == now.number);
                rows.extend(session(before, now).map(|what| row(what, Some(now.number), None)));
            }
            Change::SessionOver { number } => {
                let known = |s: &&Session| s.number == *number && stands(s.stage);
                let known = seen.sessions.iter().find(known);
                rows.extend(known.map(|_| row(Acted::SessionCancelled, Some(*number), None)));
            }
            Change::Room { room, state } if input.what.asks() && *room == input.room => {
                let before = &seen.room;
                let set = |what| row(what, None, Some(room.clone()));
                let kinds = [
                    (before.gemeente != state.gemeente, Acted::GemeenteSet),
                    (before.labels != state.labels, Acted::LabelsSet),
                    (
                        (before.quiet, before.watch) != (state.quiet, state.watch),
                        Acted::SettingsSet,
                    ),
                ];
                rows.extend(kinds.into_iter().filter(|(is, _)| *is).map(|(_, what)| set(what)));
            }
            Change::Gemeente { room, .. } => {
                rows.push(row(Acted::GemeenteSet, None, Some(room.clone())));
            }
            Change::Wake(wake) | Change::WakeUnlessPlanned(wake) if input.what.asks() => {
                rows.extend(set(wake).map(|what| row(what, None, Some(wake.room.clone()))));
            }
            Change::WakeOver { key } if input.what.asks() => {
                let wake = seen.planned.iter().find(|wake| wake.key == *key);
                let stopped = wake.and_then(set);
                rows.extend(stopped.map(|what| row(what, None, Some(input.room.clone()))));
            }
            _ => {}
        }
    }
    // Many rooms are measured at once.
    if rows.iter().filter(|row| row.what == Acted::MeasureSet).count() > 1 {
        rows.retain(|row| row.what != Acted::MeasureSet);
        rows.push(row(Acted::MeasureSet, None, None));
    }
    // A withdrawal takes back what waits, too.
    if rows.iter().any(|row| row.what == Acted::BroadcastWithdrawn) {
        rows.retain(|row| row.what != Acted::BroadcastStopped);
    }
    rows
}

/// What is set with a wake, of what rooms get by themselves.
fn set(wake: &Wake) -> Option<Acted> {
    match wake.plan.as_ref()? {
        Plan::Quiz(_) => Some(Acted::QuizSet),
        Plan::Measure(_) => Some(Acted::MeasureSet),
        _ => None,
    }
}

fn broadcast(before: Option<&Broadcast>, now: &Broadcast) -> Option<Acted> {
    let same = before.is_some_and(|before| before.stage == now.stage && before.text == now.text);
    match now.stage {
        _ if same => None,
        Stage::Draft => None,
        Stage::Planned(_) => Some(Acted::BroadcastPlanned),
        Stage::Sent => Some(Acted::BroadcastSent),
        Stage::Corrected => Some(Acted::BroadcastCorrected),
        Stage::Withdrawn => Some(Acted::BroadcastWithdrawn),
    }
}

fn session(before: Option<&Session>, now: &Session) -> Option<Acted> {
    let stage = before.map(|before| before.stage);
    match now.stage {
        Progress::Announced if stage == Some(Progress::Announced) => {
            let changed = before.is_some_and(|before| before.sequence != now.sequence);
            changed.then_some(Acted::SessionChanged)
        }
        stands if stage == Some(stands) => None,
        Progress::Planned(_) => Some(Acted::SessionPlanned),
        Progress::Announced => Some(Acted::SessionAnnounced),
        Progress::Cancelled => Some(Acted::SessionCancelled),
        Progress::Asking { .. } | Progress::Draft | Progress::Over => None,
    }
}

fn stands(stage: Progress) -> bool {
    matches!(stage, Progress::Planned(_) | Progress::Announced)
}

/// How many rows `!meld logboek …` asks for.
pub fn wanted(rest: &str) -> u32 {
    match command::number(rest) {
        0 => SHOWN,
        many => many.min(MOST),
    }
}

/// `!meld logboek`.
pub fn log(seen: &Snapshot) -> Reply {
    let words =
        |action: &Action| ActionWords { at: calendar::local(action.at), action: action.clone() };
    rule("command:logboek", Say::Report(Report::Log(seen.actions.iter().map(words).collect())))
}
