//! What kind of team is a room? Its moderators give it labels, by which it can be reached.

use crate::engine::World;
use crate::engine::fold::fold;
use crate::engine::reply::{Reply, rule};
use crate::vocab::{BroadcastWords, Incoming, Need, RoomState, Say, Snapshot, What};

/// A room with more labels than this is not told apart by them.
const MOST: usize = 10;

/// A label is a word or two; in characters.
const LONGEST: usize = 30;

/// `!meld label`, `!meld label jeugd`, `!meld label jeugd weg`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let say = |words| rule("command:label", Say::Broadcast(words));
    if input.direct {
        return say(BroadcastWords::NoLabelsHere);
    }
    let mut labels = seen.room.labels.clone();
    if rest.is_empty() {
        return say(BroadcastWords::Labels { labels, changed: false });
    }
    if !world.access.allows(Need::Moderator, &input.from, input.direct) {
        return rule("moderators only", Say::ModeratorsOnly);
    }
    let (label, gone) = named(rest);
    labels.retain(|known| *known != label);
    if !gone {
        labels.push(label.clone());
        labels.sort();
    }
    let plain = label.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    let personal = match &input.what {
        What::Message(message) | What::Edit { message, .. } => !message.withheld.is_empty(),
        _ => false,
    };
    let fits = plain && !personal && label.chars().count() <= LONGEST && labels.len() <= MOST;
    if !gone && !fits {
        return say(BroadcastWords::NoSuchLabel);
    }
    let room = RoomState { labels: labels.clone(), ..seen.room.clone() };
    Reply { room: Some(room), ..say(BroadcastWords::Labels { labels, changed: true }) }
}

/// The label that a command names, and whether it goes.
pub fn named(rest: &str) -> (String, bool) {
    let wanted = fold(rest);
    match wanted.strip_suffix(" weg") {
        Some(label) => (label.trim().to_owned(), true),
        None => (wanted, false),
    }
}
