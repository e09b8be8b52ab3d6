//! What can people ask about their own traces? What is kept, that all of it goes, and whether the bot
//! watches along.

use super::World;
use super::reply::{Reply, rule};
use crate::vocab::{Change, Incoming, PrivacyWords, RoomState, Say, Snapshot};

/// `!meld privacy`.
pub fn kept(world: &World, seen: &Snapshot) -> Reply {
    let words = PrivacyWords::Kept {
        keep: world.keep,
        watching: seen.room.watch,
        administrators: world.access.administrators.clone(),
    };
    rule("command:privacy", Say::Privacy(words))
}

/// `!meld vergeet mij`. The exchange that this answer makes is forgotten with the rest.
pub fn forget(seen: &Snapshot, input: &Incoming) -> Reply {
    let words = PrivacyWords::Forgotten { gone: seen.held.clone() };
    Reply {
        changes: vec![Change::ForgetPerson { user: input.from.user.clone() }],
        ..rule("command:vergeet", Say::Privacy(words))
    }
}

/// `!meld meekijken`, `!meld meekijken aan`, `!meld meekijken uit`.
pub fn watch(seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let say = |words| rule("command:meekijken", Say::Privacy(words));
    if input.direct {
        return say(PrivacyWords::WatchingInRooms);
    }
    if rest.is_empty() {
        return say(PrivacyWords::Watching { on: seen.room.watch, changed: false });
    }
    let watch = rest.eq_ignore_ascii_case("aan");
    let room = RoomState { watch, ..seen.room.clone() };
    Reply { room: Some(room), ..say(PrivacyWords::Watching { on: watch, changed: true }) }
}
