//! How is a broadcast written? As a draft with a number, that shows what will happen.

use super::say;
use super::wish::Draft;
use crate::engine::reply::Reply;
use crate::engine::{World, audience};
use crate::vocab::{
    Broadcast, BroadcastWords, Change, EventId, Incoming, Pulse, Snapshot, Stage, Target,
    Timestamp, Urgency, What,
};

/// More than this nobody reads in a room; in characters.
const LONGEST: usize = 2000;

/// Writes one; an edited command writes the same one anew.
pub fn new(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    typed: Draft,
    pulse: Option<Pulse>,
) -> Reply {
    if typed.text.is_empty() {
        return say(BroadcastWords::NoText);
    }
    let user = &input.from.user;
    let before = match &input.what {
        What::Edit { of, .. } => {
            seen.broadcasts.iter().find(|b| b.source == *of && b.by.as_ref() == Some(user))
        }
        _ => None,
    };
    if let Some(before) = before.filter(|before| !before.stage.before_sending()) {
        return say(BroadcastWords::NotNow { number: before.number, stage: before.stage });
    }
    let named = audience::named(world, seen, user, &typed.audience, typed.also_quiet);
    let (parts, targets) = match named {
        Ok(named) => named,
        Err(words) => return say(words),
    };
    if targets.is_empty() {
        return say(BroadcastWords::NoRooms(parts));
    }
    let source = EventId::new(input.cause.as_str());
    let broadcast = Broadcast {
        number: before.map_or(seen.next_number, |before| before.number),
        at: before.map_or(input.at, |before| before.at),
        by: Some(user.clone()),
        room: input.room.clone(),
        source: before.map_or(source, |before| before.source.clone()),
        text: typed.text,
        pulse,
        audience: parts,
        everyone: typed.everyone,
        also_quiet: typed.also_quiet,
        targets,
        stage: before.map_or(Stage::Draft, |before| before.stage),
    };
    shown(world, seen, input.at, broadcast, before.is_some())
}

/// Another text before it was sent.
pub fn reword(
    world: &World,
    seen: &Snapshot,
    now: Timestamp,
    broadcast: &Broadcast,
    text: String,
) -> Reply {
    let (text, everyone) = audience::without_everyone(&text);
    if text.is_empty() {
        return say(BroadcastWords::NoText);
    }
    let everyone = everyone || broadcast.everyone;
    shown(world, seen, now, Broadcast { text, everyone, ..broadcast.clone() }, true)
}

/// Keeps a draft, and says what will happen.
fn shown(
    world: &World,
    seen: &Snapshot,
    now: Timestamp,
    broadcast: Broadcast,
    changed: bool,
) -> Reply {
    if too_long(&broadcast.text) {
        return say(BroadcastWords::TooLong { most: LONGEST });
    }
    let goes = broadcast.targets.iter().filter(|target| target.missed.is_none());
    let silent = |target: &&Target| {
        let joined = seen.joined.iter().find(|joined| joined.room == target.room);
        joined.is_some_and(|joined| !joined.mentions)
    };
    let without_mention = match broadcast.everyone {
        true => goes.clone().filter(silent).count(),
        false => 0,
    };
    let seconds = world.seconds_from(seen, now, Urgency::Broadcast, goes.count());
    let change = Change::Broadcast(broadcast.clone());
    let broadcast = Box::new(broadcast);
    let words = BroadcastWords::Draft { broadcast, changed, seconds, without_mention };
    Reply { changes: vec![change], ..say(words) }
}

/// Whether a text is too long for a room.
pub fn too_long(text: &str) -> bool {
    text.chars().count() > LONGEST
}

/// The words for that.
pub fn refuse_long() -> Reply {
    say(BroadcastWords::TooLong { most: LONGEST })
}

/// A draft goes.
pub fn remove(broadcast: &Broadcast) -> Reply {
    let number = broadcast.number;
    if !broadcast.stage.before_sending() {
        return say(BroadcastWords::NotNow { number, stage: broadcast.stage });
    }
    Reply { changes: over(number), ..say(BroadcastWords::Gone { number }) }
}

/// The message that a draft was written in is gone, and the draft with it.
pub fn removed(seen: &Snapshot, source: &EventId) -> Vec<Change> {
    let draft = seen.broadcasts.iter().find(|b| b.source == *source && b.stage.before_sending());
    draft.map_or_else(Vec::new, |draft| over(draft.number))
}

fn over(number: u32) -> Vec<Change> {
    let key = super::send::key(number);
    vec![Change::BroadcastOver { number }, Change::WakeOver { key }]
}
