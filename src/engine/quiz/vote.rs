//! Who answers an item, and how? In the poll, with a reaction or with a letter; the last answer before
//! closing counts, one a person.

use super::say;
use crate::engine::command::{self, Request};
use crate::engine::reply::{Reply, rule};
use crate::engine::{World, calendar, poll};
use crate::vocab::{
    Because, Change, Decision, Incoming, Message, Poll, QuizWords, Response, Round, Say, Snapshot,
};

/// The round that the event at hand is about, and which item of it.
fn about<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<(&'s Round, u8)> {
    let (number, poll) = poll::asked(seen, input)?;
    let Poll::Item(item) = poll else { return None };
    let round = seen.rounds.iter().find(|round| round.number == number)?;
    Some((round, item))
}

/// The option that a text or sign chooses, from 0.
pub fn choice(world: &World, round: &Round, item: u8, key: &str) -> Option<u32> {
    let id = round.items.get(usize::from(item))?;
    let options = super::item(world, id)?.options.len();
    let chosen = command::choice(key).filter(|chosen| *chosen < options)?;
    u32::try_from(chosen).ok()
}

/// Whether a message answers an item that it replies to.
pub fn answers(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    chosen(world, seen, input, message).is_some()
}

fn chosen<'s>(
    world: &World,
    seen: &'s Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<(&'s Round, u8, u32)> {
    let (round, item) = about(seen, input)?;
    match command::read(message, &world.name) {
        Request::Choice(_) => Some((round, item, choice(world, round, item, &message.text)?)),
        _ => None,
    }
}

/// Whether a reaction or a vote in a poll answers what it is attached to.
pub fn reacts(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> bool {
    about(seen, input).is_some_and(|(round, item)| choice(world, round, item, key).is_some())
}

/// The reply to a letter that was typed.
pub fn to_message(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<Reply> {
    let (round, item, choice) = chosen(world, seen, input, message)?;
    Some(match voted(input, round, item, choice) {
        Some(change) => {
            Reply { changes: vec![change], ..rule("quiz:vote", Say::Quiz(QuizWords::Heard)) }
        }
        None => say(QuizWords::TooLate),
    })
}

/// A vote in a poll, or a reaction: nothing is said, the poll shows it.
pub fn reacted(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> Option<Decision> {
    let (round, item) = about(seen, input)?;
    let choice = choice(world, round, item, key)?;
    let changes = voted(input, round, item, choice).into_iter().collect();
    Some(Decision { changes, because: Because::Rule("quiz:vote"), ..Decision::default() })
}

/// The vote, if the round was open when it was cast.
fn voted(input: &Incoming, round: &Round, item: u8, choice: u32) -> Option<Change> {
    let closes = calendar::moment(round.closes)?;
    (round.open && input.at <= closes).then(|| {
        Change::Response(Response {
            session: round.number,
            poll: Poll::Item(item),
            person: input.from.user.clone(),
            room: round.room.clone(),
            choice,
            at: input.at,
            event: input.first_version(),
        })
    })
}
