//! Which rooms does somebody mean, and which may they reach?

use super::World;
use super::answer::PlaceFound;
use super::calendar::local;
use super::command::EVERYONE;
use super::fold::fold;
use crate::vocab::{
    BroadcastWords, KnownRoom, LostWords, Missed, Part, RoomId, RoomState, RoomWords, Snapshot,
    Target, UserId, Whom,
};

/// Around a name.
pub const QUOTES: [char; 6] = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];

/// The rooms that this person may write to, by name: never a direct chat, never the control room.
pub fn reachable(world: &World, seen: &Snapshot, user: &UserId) -> Vec<KnownRoom> {
    let team = |known: &KnownRoom| {
        !known.joined.direct && world.control_room.as_ref() != Some(&known.joined.room)
    };
    let mut rooms: Vec<KnownRoom> =
        seen.rooms().filter(|known| team(known) && reaches(world, user, &known.state)).collect();
    rooms.sort_by_key(|known| fold(&name(known)));
    rooms
}

/// Whether this person may reach a room that is set like this.
pub fn reaches(world: &World, user: &UserId, state: &RoomState) -> bool {
    world.access.reaches(user, region_of(world, state))
}

/// How people call a room.
pub fn name(known: &KnownRoom) -> String {
    known.joined.name.clone().unwrap_or_else(|| known.joined.room.to_string())
}

/// The rooms that the bot lost, of those that this person could write to, the last one first.
fn lost(world: &World, seen: &Snapshot, user: &UserId) -> Vec<LostWords> {
    let targets = || {
        let broadcasts = seen.broadcasts.iter().flat_map(|broadcast| &broadcast.targets);
        broadcasts.chain(seen.sessions.iter().flat_map(|session| &session.targets))
    };
    // What it is called nobody can ask any more; it may stand in an audience.
    let name = |room: &RoomId| targets().rfind(|target| target.room == *room);
    let words = |(room, state): &(RoomId, RoomState)| {
        let there = seen.joined.iter().any(|joined| joined.room == *room);
        let gone = state.gone.filter(|_| !there && reaches(world, user, state))?;
        let name = name(room).map(|target| target.name.clone());
        Some((gone, LostWords { name, gemeente: state.gemeente.clone(), since: local(gone) }))
    };
    let mut lost: Vec<_> = seen.states.iter().filter_map(words).collect();
    lost.sort_by_key(|(gone, _)| std::cmp::Reverse(*gone));
    lost.into_iter().map(|(_, words)| words).collect()
}

/// As `!meld kamers` shows them.
pub fn rooms(world: &World, seen: &Snapshot, user: &UserId) -> BroadcastWords {
    let words = |known: KnownRoom| RoomWords {
        name: name(&known),
        gemeente: known.state.gemeente,
        labels: known.state.labels,
        quiet: known.state.quiet,
        writes: known.joined.writes,
    };
    let known = reachable(world, seen, user).into_iter().map(words).collect();
    BroadcastWords::Rooms { known, lost: lost(world, seen, user) }
}

/// The region of a room's gemeente.
pub fn region_of<'w>(world: &'w World, state: &RoomState) -> Option<&'w str> {
    let gemeente = world.base.places.gemeenten.get(state.gemeente.as_ref()?)?;
    Some(&gemeente.region)
}

/// Whether this person may see and change what somebody planned for these rooms: who planned it, an
/// administrator, or who may reach all of them.
pub fn theirs(
    world: &World,
    seen: &Snapshot,
    user: &UserId,
    by: Option<&UserId>,
    targets: &[Target],
) -> bool {
    let reaches = |target: &Target| {
        let state = seen.states.iter().find(|(room, _)| *room == target.room);
        let state = state.map(|(_, state)| state.clone()).unwrap_or_default();
        reaches(world, user, &state)
    };
    by == Some(user)
        || world.access.administrators.contains(user)
        || !targets.is_empty() && targets.iter().all(reaches)
}

/// The rooms of an audience, and why one of them does not hear it.
pub fn targets(
    rooms: &[KnownRoom],
    chosen: impl Fn(&KnownRoom) -> bool,
    also_quiet: bool,
) -> Vec<Target> {
    let target = |known: &KnownRoom| {
        let missed = match known {
            known if !known.joined.writes => Some(Missed::NoAccess),
            known if known.state.quiet && !also_quiet => Some(Missed::Quiet),
            _ => None,
        };
        Target { room: known.joined.room.clone(), name: name(known), missed }
    };
    rooms.iter().filter(|known| chosen(known)).map(target).collect()
}

/// Why a room does not get what this person sends now.
pub fn missed(
    world: &World,
    known: Option<&KnownRoom>,
    user: Option<&UserId>,
    also_quiet: bool,
) -> Option<Missed> {
    let Some(known) = known else { return Some(Missed::Left) };
    let theirs = user.is_some_and(|user| reaches(world, user, &known.state));
    match known {
        _ if !theirs => Some(Missed::NotYours),
        known if !known.joined.writes => Some(Missed::NoAccess),
        known if known.state.quiet && !also_quiet => Some(Missed::Quiet),
        _ => None,
    }
}

/// Reasons with how often each, the first of the list first.
pub fn counted(missed: impl Iterator<Item = Missed>) -> Vec<(Missed, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for missed in missed {
        *counts.entry(missed).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

/// The lines without the words that mention everybody, and whether there were any.
pub fn without_everyone(text: &str) -> (String, bool) {
    let everyone = |word: &str| EVERYONE.contains(&fold(word).trim_end_matches([':', ',']));
    let found = text.split_whitespace().any(everyone);
    let line = |line: &str| {
        line.split_whitespace().filter(|word| !everyone(word)).collect::<Vec<_>>().join(" ")
    };
    let text = text.trim().lines().map(line).collect::<Vec<_>>().join("\n");
    (text.trim().to_owned(), found)
}

/// What follows a word, if the text begins with it.
pub fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    (fold(first) == word).then(|| rest.trim_start())
}

/// Whether a room belongs to a part of an audience.
pub fn holds(world: &World, part: &Part, known: &KnownRoom) -> bool {
    let labelled = |label: &String| known.state.labels.contains(label);
    let whom = match &part.whom {
        Whom::All => true,
        Whom::Region(id) => region_of(world, &known.state) == Some(id),
        Whom::Gemeente(name) => known.state.gemeente.as_ref() == Some(name),
        Whom::Label(label) => labelled(label),
        Whom::Room(wanted) => fold(&name(known)) == fold(wanted),
    };
    whom && part.labelled.as_ref().is_none_or(labelled)
}

/// Reads for whom it is: places, labels and names with "en" between them.
pub fn read(
    world: &World,
    rooms: &[KnownRoom],
    user: &UserId,
    text: &str,
) -> Result<Vec<Part>, BroadcastWords> {
    let pieces = pieces(text);
    let mut parts = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        // "Nuenen, Gerwen en Nederwetten" is one name: what is known whole goes first.
        let whole = (at + 1..=pieces.len()).rev().find_map(|end| {
            let words = &text[pieces[at].0..pieces[end - 1].1];
            Some((part(world, rooms, words, false)?, end))
        });
        let words = &text[pieces[at].0..pieces[at].1];
        let loose = || Some((part(world, rooms, words, true)?, at + 1));
        let Some((part, end)) = whole.or_else(loose) else {
            let label = unknown_label(rooms, words).map(BroadcastWords::NoLabel);
            return Err(label.unwrap_or_else(|| BroadcastWords::NotUnderstood(words.to_owned())));
        };
        allowed(world, user, &part)?;
        parts.push(part);
        at = end;
    }
    match parts.is_empty() {
        true => Err(BroadcastWords::How),
        false => Ok(parts),
    }
}

/// The parts of an audience as it was typed, and its rooms as this person reaches them.
pub fn named(
    world: &World,
    seen: &Snapshot,
    user: &UserId,
    text: &str,
    also_quiet: bool,
) -> Result<(Vec<Part>, Vec<Target>), BroadcastWords> {
    let rooms = reachable(world, seen, user);
    let parts = read(world, &rooms, user, text)?;
    let chosen = |known: &KnownRoom| parts.iter().any(|part| holds(world, part, known));
    let targets = targets(&rooms, chosen, also_quiet);
    Ok((parts, targets))
}

/// A place outside the regions of a coordinator is refused, not left out without a word.
fn allowed(world: &World, user: &UserId, part: &Part) -> Result<(), BroadcastWords> {
    let gemeenten = &world.base.places.gemeenten;
    let region = match &part.whom {
        Whom::Region(id) => Some(id),
        Whom::Gemeente(name) => gemeenten.get(name).map(|gemeente| &gemeente.region),
        Whom::All | Whom::Label(_) | Whom::Room(_) => return Ok(()),
    };
    if world.access.reaches(user, region.map(String::as_str)) {
        return Ok(());
    }
    let yours = world.access.coordinators.get(user).cloned().unwrap_or_default();
    Err(BroadcastWords::OutsideYourRegions { place: part.whom.clone(), yours })
}

/// Where the pieces between "en", commas and "&" begin and end; what is quoted is one.
pub fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut from, mut quoted, mut skip) = (0, false, 0);
    for (at, c) in text.char_indices() {
        quoted ^= QUOTES.contains(&c);
        let rest = &text[at..];
        let and = rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(" en "));
        let long = match c {
            ',' | ';' | '&' | '+' => 1,
            ' ' if and => 4,
            _ => 0,
        };
        if quoted || long == 0 || at < skip {
            continue;
        }
        pieces.push((from, at));
        (from, skip) = (at + long, at + long);
    }
    pieces.push((from, text.len()));
    let trimmed = pieces.into_iter().map(|(from, to)| {
        let piece = &text[from..to];
        let from = from + (piece.len() - piece.trim_start().len());
        (from, from + piece.trim().len())
    });
    trimmed.filter(|(from, to)| from < to).collect()
}

/// One part; `loose` where a village may stand for its gemeente.
fn part(world: &World, rooms: &[KnownRoom], words: &str, loose: bool) -> Option<Part> {
    let (words, labelled) = match words.to_lowercase().find(" met label ") {
        Some(at) => {
            let label = words.get(at + " met label ".len()..)?;
            (words.get(..at)?, Some(known_label(rooms, label)?))
        }
        None => (words, None),
    };
    let typed = words.trim();
    let words = without_fillers(typed);
    let bare = typed.trim_matches(QUOTES);
    let whom =
        if matches!(fold(typed).as_str(), "alle kamers" | "alle teams" | "alles" | "iedereen") {
            Whom::All
        } else if let Some(name) = after_word(words, "regio") {
            Whom::Region(region(world, name)?)
        } else if let Some(name) = after_word(words, "gemeente") {
            Whom::Gemeente(gemeente(world, name, loose)?)
        } else if let Some(label) = after_word(words, "label") {
            Whom::Label(known_label(rooms, label)?)
        } else if let Some(name) = after_word(words, "kamer") {
            Whom::Room(known_room(rooms, name)?)
        } else {
            // Without saying what it is, it must be one thing only.
            let region = region(world, bare).map(Whom::Region);
            let gemeente = gemeente(world, bare, false).map(Whom::Gemeente);
            let room = known_room(rooms, bare).map(Whom::Room);
            let mut all = [region, gemeente, room].into_iter().flatten();
            let first = all.next()?;
            if all.next().is_some() {
                return None;
            }
            first
        };
    Some(Part { whom, labelled })
}

fn without_fillers(mut words: &str) -> &str {
    for filler in ["voor", "de", "alle", "kamers", "teams", "in", "van", "met"] {
        words = after_word(words, filler).unwrap_or(words);
    }
    words
}

/// The label that is named in a part, when none of these rooms has it.
fn unknown_label(rooms: &[KnownRoom], words: &str) -> Option<String> {
    let label = match words.to_lowercase().find(" met label ") {
        Some(at) => words.get(at + " met label ".len()..)?,
        None => after_word(without_fillers(words.trim()), "label")?,
    };
    known_label(rooms, label).is_none().then(|| label.trim().trim_matches(QUOTES).to_owned())
}

fn region(world: &World, name: &str) -> Option<String> {
    let wanted = fold(name.trim_matches(QUOTES)).replace('-', " ");
    let regions = &world.base.places.regions;
    let is = |id: &str, full: &str| {
        let full = fold(full).replace('-', " ");
        id.replace('-', " ") == wanted
            || full == wanted
            || full.strip_prefix("veilig thuis ") == Some(&wanted)
    };
    regions.iter().find(|(id, region)| is(id, &region.name)).map(|(id, _)| id.clone())
}

fn gemeente(world: &World, name: &str, loose: bool) -> Option<String> {
    let wanted = fold(name.trim_matches(QUOTES));
    let names = world.base.places.gemeenten.keys();
    let exact = names.into_iter().find(|name| fold(name) == wanted).cloned();
    exact.or_else(|| match world.index.place(&world.base, &wanted, true) {
        PlaceFound::Known { gemeente, .. } if loose => Some(gemeente),
        _ => None,
    })
}

fn known_label(rooms: &[KnownRoom], label: &str) -> Option<String> {
    let wanted = fold(label.trim().trim_matches(QUOTES));
    rooms.iter().any(|known| known.state.labels.contains(&wanted)).then_some(wanted)
}

fn known_room(rooms: &[KnownRoom], wanted: &str) -> Option<String> {
    let wanted = fold(wanted.trim().trim_matches(QUOTES));
    rooms.iter().map(name).find(|name| fold(name) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_between_and_and_commas() {
        for (text, expected) in [
            ("regio twente en label jeugd", vec!["regio twente", "label jeugd"]),
            ("a, b en c & d", vec!["a", "b", "c", "d"]),
            (r#"kamer "Jong en oud" en x"#, vec![r#"kamer "Jong en oud""#, "x"]),
            ("", vec![]),
            ("en", vec!["en"]),
        ] {
            let found: Vec<_> = pieces(text).into_iter().map(|(a, b)| &text[a..b]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
