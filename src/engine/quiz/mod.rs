//! How does a team keep the meldcode alive in a few minutes a week? Rounds of three items, answered
//! without names, explained, and chosen so that what matters is remembered.

mod close;
mod insight;
mod measure;
mod rhythm;
mod round;
pub mod schedule;

pub use close::closing;
pub use insight::{command as insight, month as insight_month, monthly};
pub use measure::{again as measured_again, command as measurement, due as measured};
pub use rhythm::{again, due};

use super::ballot::Ballot;
use super::command::bare;
use super::reply::{Reply, rule};
use super::{World, calendar};
use crate::knowledge::Item;
use crate::vocab::{Incoming, ItemId, Need, Poll, QuizWords, RoomId, Round, Say, Snapshot};

/// Fewer answers than this say who answered what: nothing of them is shown or passed on.
pub const ENOUGH: u32 = 5;

/// `!meld quiz …`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let word = bare(rest);
    if input.direct {
        return round::unseen(world, seen, input, rest);
    }
    let may = world.access.allows(Need::Moderator, &input.from, input.direct);
    match word.as_str() {
        "" | "nu" | "start" => round::now(world, seen, input),
        _ if !may => rule("moderators only", Say::ModeratorsOnly),
        "uit" | "stop" | "weg" => rhythm::off(seen, input),
        "verder" | "aan" | "door" => rhythm::on(seen, input),
        _ => rhythm::plan(seen, input, rest),
    }
}

/// What a vote for an item of a round is cast in.
pub fn ballot(world: &World, seen: &Snapshot, number: u32, poll: Poll) -> Option<Ballot> {
    let round = seen.rounds.iter().find(|round| round.number == number)?;
    let closes = calendar::moment(round.closes).filter(|_| round.open);
    Some(Ballot {
        number,
        poll,
        room: round.room.clone(),
        options: options(world, round, poll),
        closes,
    })
}

/// How many options an item of a round has; none when it is no item of it.
fn options(world: &World, round: &Round, poll: Poll) -> usize {
    let Poll::Item(place) = poll else { return 0 };
    let id = round.items.get(usize::from(place));
    id.and_then(|id| item(world, id)).map_or(0, |item| item.options.len())
}

/// The open round of a room.
fn open_in<'s>(seen: &'s Snapshot, room: &RoomId) -> Option<&'s Round> {
    seen.rounds.iter().find(|round| round.open && round.room == *room)
}

fn item<'w>(world: &'w World, id: &ItemId) -> Option<&'w Item> {
    world.base.items.get(id)
}

fn say(words: QuizWords) -> Reply {
    rule("command:quiz", Say::Quiz(words))
}
