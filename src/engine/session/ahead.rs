//! What is coming up: in this room, or in the rooms of who asks elsewhere?

use super::{say, tell, theirs};
use crate::engine::reply::{Reply, rule};
use crate::engine::{World, audience};
use crate::vocab::{
    Incoming, KnownRoom, Plan, Progress, RoomId, Say, Session, SessionWords, Snapshot,
};

/// `!meld agenda`.
pub fn agenda(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    let control_room = world.control_room.as_ref() == Some(&input.room);
    let (mut sessions, elsewhere) = match input.direct || control_room {
        true => {
            let rooms = rooms(world, seen, input);
            let sessions = in_rooms(world, seen, input, &rooms);
            (sessions, Some(rooms.iter().map(audience::name).collect()))
        }
        false => (tell::coming_here(seen, input), None),
    };
    sessions.sort_by_key(|session| session.when);
    let sessions = sessions.into_iter().cloned().collect();
    let reminders = seen.planned.iter().filter_map(|wake| match &wake.plan {
        Some(Plan::Reminder(reminder)) => Some((reminder.next, reminder.text.clone())),
        _ => None,
    });
    let mut reminders: Vec<_> = reminders.collect();
    reminders.sort();
    let words = SessionWords::Agenda { sessions, reminders, elsewhere };
    rule("command:agenda", Say::Session(words))
}

/// What is coming up here, when it is not clear which one is meant.
pub fn agenda_here(seen: &Snapshot, input: &Incoming) -> Reply {
    let sessions = tell::coming_here(seen, input).into_iter().cloned().collect();
    say(SessionWords::Agenda { sessions, reminders: Vec::new(), elsewhere: None })
}

/// `!meld sessies` of somebody who may not plan.
pub fn sessions_refused() -> Reply {
    rule("coordinators only", Say::Session(SessionWords::SeeAgenda))
}

/// The rooms of teams that somebody may reach, or is in; in the control room only what all there know of.
fn rooms(world: &World, seen: &Snapshot, input: &Incoming) -> Vec<KnownRoom> {
    let mut rooms = audience::reachable(world, seen, &input.from.user);
    let known: Vec<RoomId> = rooms.iter().map(|known| known.joined.room.clone()).collect();
    let mine = seen.rooms().filter(|room| {
        let joined = &room.joined;
        let team = !joined.direct && world.control_room.as_ref() != Some(&joined.room);
        input.direct && joined.member && team && !known.contains(&joined.room)
    });
    rooms.extend(mine);
    rooms
}

/// What is coming up in these rooms, and what this person plans.
fn in_rooms<'s>(
    world: &World,
    seen: &'s Snapshot,
    input: &Incoming,
    rooms: &[KnownRoom],
) -> Vec<&'s Session> {
    let there = |session: &Session| {
        let mut told = session.targets.iter().filter(|target| target.missed.is_none());
        session.stage == Progress::Announced
            && told.any(|target| rooms.iter().any(|known| known.joined.room == target.room))
    };
    let ahead = seen.sessions.iter().filter(|session| tell::lies_ahead(session, input.at));
    ahead.filter(|session| there(session) || theirs(world, seen, input, session)).collect()
}
