//! Which gemeente does a room work for? Its moderators say so; the region's coordinator may undo it.

use super::World;
use super::answer::PlaceFound;
use super::entry::gemeente_words;
use super::reply::{Reply, rule};
use crate::vocab::{
    About, Change, Choice, Incoming, Matter, Need, Report, RoomState, Say, Snapshot,
};

/// `!meld gemeente`, `!meld gemeente Enschede`, `!meld gemeente weg`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    if rest.is_empty() {
        let gemeente = seen.room.gemeente.as_deref().and_then(|name| gemeente_words(world, name));
        let say = Say::Gemeente { gemeente, changed: false, direct: input.direct };
        return rule("command:gemeente", say);
    }
    if rest.eq_ignore_ascii_case("weg") {
        return set(world, seen, input, None);
    }
    match world.index.place(&world.base, rest, true) {
        PlaceFound::Known { gemeente, .. } => set(world, seen, input, Some(&gemeente)),
        PlaceFound::Ambiguous { name, options } if may_set(world, input) => Reply {
            options: options
                .iter()
                .map(|o| Choice::Gemeente { label: o.label.clone(), gemeente: o.gemeente.clone() })
                .collect(),
            ..rule(
                "command:gemeente",
                Say::ClarifyPlace { name, options: options.into_iter().map(|o| o.label).collect() },
            )
        },
        PlaceFound::Ambiguous { .. } => rule("moderators only", Say::ModeratorsOnly),
        PlaceFound::Region { .. } | PlaceFound::Unknown | PlaceFound::Missing => {
            rule("command:gemeente", Say::NoSuchGemeente)
        }
    }
}

fn may_set(world: &World, input: &Incoming) -> bool {
    world.access.allows(Need::Moderator, &input.from, input.direct)
}

/// The room works for this gemeente from now on, or for none.
pub fn set(world: &World, seen: &Snapshot, input: &Incoming, gemeente: Option<&str>) -> Reply {
    if !may_set(world, input) {
        return rule("moderators only", Say::ModeratorsOnly);
    }
    let (before, now) = (seen.room.gemeente.clone(), gemeente.map(str::to_owned));
    let words = gemeente.and_then(|name| gemeente_words(world, name));
    let say = Say::Gemeente { gemeente: words.clone(), changed: true, direct: input.direct };
    let mut reply = rule("command:gemeente", say);
    if before == now {
        return reply;
    }
    reply.room = Some(RoomState { gemeente: now.clone(), ..seen.room.clone() });
    // What somebody chooses in a direct chat is nobody else's business.
    if input.direct || world.control_room.is_none() {
        return reply;
    }
    // An earlier choice of this room cannot be undone any more: it is past.
    let same_room =
        |about: &About| matches!(about, About::Gemeente { room, .. } if *room == input.room);
    let past = seen.matters.iter().filter(|matter| same_room(&matter.about));
    reply.changes.extend(past.map(|m| Change::Close { number: m.number, at: input.at }));
    let number = seen.next_number;
    let regions = regions(world, &before, &now);
    let mut coordinators: Vec<_> =
        regions.iter().flat_map(|region| world.access.coordinators_of(region)).cloned().collect();
    coordinators.sort();
    coordinators.dedup();
    let about = About::Gemeente { room: input.room.clone(), before, now };
    reply.changes.push(Change::Open(Matter { number, at: input.at, about }));
    reply.reports.push(Report::Gemeente {
        room: input.room.clone(),
        name: seen
            .rooms()
            .find(|known| known.joined.room == input.room)
            .and_then(|k| k.joined.name),
        by: input.from.user.clone(),
        gemeente: words,
        coordinators,
        undo: number,
    });
    reply
}

/// The regions that a change concerns: the one that gets the room, else the one that loses it.
fn regions(world: &World, before: &Option<String>, now: &Option<String>) -> Vec<String> {
    let gemeente = now.as_ref().or(before.as_ref());
    let known = gemeente.and_then(|name| world.base.places.gemeenten.get(name));
    known.map(|known| known.region.clone()).into_iter().collect()
}

/// `!meld terug 13` in the control room.
pub fn undo(world: &World, seen: &Snapshot, input: &Incoming, number: u32) -> Reply {
    let open = seen.matters.iter().find(|matter| matter.number == number);
    let Some(About::Gemeente { room, before, now }) = open.map(|matter| &matter.about) else {
        return report("command:terug", Report::NoSuchNumber { number });
    };
    let user = &input.from.user;
    let theirs = regions(world, before, now)
        .iter()
        .any(|region| world.access.coordinators_of(region).any(|c| c == user));
    if !theirs && !world.access.administrators.contains(user) {
        return report("command:terug", Report::NotYourRegion);
    }
    let words = before.as_deref().and_then(|name| gemeente_words(world, name));
    Reply {
        changes: vec![
            Change::Gemeente { room: room.clone(), gemeente: before.clone() },
            Change::Close { number, at: input.at },
        ],
        elsewhere: vec![(room.clone(), Say::GemeenteUndone { gemeente: words })],
        ..report("command:terug", Report::Undone { number })
    }
}

fn report(because: &'static str, report: Report) -> Reply {
    rule(because, Say::Report(report))
}
