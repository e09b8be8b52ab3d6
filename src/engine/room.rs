//! What does the bot do when its place in a room changes?

use super::{World, change};
use crate::vocab::{
    Act, Because, Change, Decision, DeliveryKey, Incoming, Outgoing, Report, RoomId, RoomState,
    Say, Snapshot, Speech, Urgency,
};

/// How long the bot keeps quiet after it said that it cannot read a message.
const UNREADABLE_AGAIN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Follows invitations of those who may invite; leaves others as they are.
pub fn invited(world: &World, input: &Incoming) -> Decision {
    if !world.access.may_invite(&input.from.user) {
        return change("stranger", Vec::new());
    }
    join(input, &input.room, "invited", Vec::new())
}

/// Follows the room and takes its state along, when it was moved by somebody who may.
pub fn upgraded(world: &World, input: &Incoming, successor: &RoomId) -> Decision {
    if !world.access.may_move(&input.from.user, &world.me) {
        return change("moved by a stranger", Vec::new());
    }
    let moved = Change::Moved { from: input.room.clone(), to: successor.clone() };
    // Threads stay behind.
    let walks = Change::RoomOver { room: input.room.clone() };
    join(input, successor, "upgraded", vec![moved, walks])
}

/// It went, or was sent away. How a team's room is set stays: whoever coordinates sees that it is lost.
pub fn left(seen: &Snapshot, input: &Incoming) -> Decision {
    let mut changes = vec![Change::RoomOver { room: input.room.clone() }];
    if !input.direct && seen.room != RoomState::default() {
        let state = RoomState { gone: Some(input.at), ..seen.room.clone() };
        changes.push(Change::Room { room: input.room.clone(), state });
    }
    let lost = Report::RoomLost { room: input.room.clone(), gemeente: seen.room.gemeente.clone() };
    let reports = (changes.len() > 1).then_some(lost).into_iter().collect();
    Decision { reports, ..change("left", changes) }
}

/// Introduces itself, once a room.
pub fn joined(world: &World, seen: &Snapshot, input: &Incoming) -> Decision {
    if seen.room.welcomed.is_some() {
        let back = seen.room.gone.map(|_| Change::Room {
            room: input.room.clone(),
            state: RoomState { gone: None, ..seen.room.clone() },
        });
        return change("known room", back.into_iter().collect());
    }
    let state = RoomState { welcomed: Some(input.at), gone: None, ..seen.room.clone() };
    let here = world.control_room.as_ref() == Some(&input.room);
    let direct = input.direct;
    let welcome = if here { Say::Report(Report::Welcome) } else { Say::Welcome { direct } };
    say(input, welcome, "welcome", state)
}

/// Says calmly that a message was unreadable, once a day.
pub fn unreadable(seen: &Snapshot, input: &Incoming) -> Decision {
    let lately = |said| input.at.duration_since(said) < UNREADABLE_AGAIN;
    if seen.room.unreadable_said.is_some_and(lately) {
        return change("unreadable, said before", Vec::new());
    }
    let state = RoomState { unreadable_said: Some(input.at), ..seen.room.clone() };
    say(input, Say::Unreadable, "unreadable", state)
}

fn say(input: &Incoming, say: Say, because: &'static str, state: RoomState) -> Decision {
    Decision {
        changes: vec![Change::Room { room: input.room.clone(), state }],
        outgoing: vec![Outgoing::new(
            DeliveryKey::of(&input.cause, 0),
            input.room.clone(),
            Act::Say(Speech::unasked(vec![say])),
        )],
        because: Because::Rule(because),
        ..Decision::default()
    }
}

fn join(input: &Incoming, room: &RoomId, because: &'static str, changes: Vec<Change>) -> Decision {
    Decision {
        changes,
        outgoing: vec![Outgoing {
            // Two hundred invitations keep nobody from an answer.
            urgency: Urgency::Reminder,
            ..Outgoing::new(
                DeliveryKey::of(&input.cause, 0),
                room.clone(),
                Act::Join { via: input.from.user.clone() },
            )
        }],
        because: Because::Rule(because),
        ..Decision::default()
    }
}
