//! Who answers what is answered by choosing, and how? In the poll, with a reaction or with a letter; the
//! last answer before closing counts, one a person.

use super::command::{self, Request};
use super::reply::{Reply, rule};
use super::{World, broadcast, poll, quiz};
use crate::vocab::{
    BallotWords, Because, Change, Decision, DeliveryKey, Fate, Incoming, Message, Poll, Purpose,
    Response, RoomId, Say, Snapshot, Timestamp,
};
use std::collections::BTreeMap;

/// Why a vote was kept.
const VOTE: Because = Because::Rule("vote");

/// What is answered by choosing: an item of a quiz round, or a poll in many rooms.
pub struct Ballot {
    /// The number of the round or of the message.
    pub number: u32,
    /// Which.
    pub poll: Poll,
    /// Where a vote counts.
    pub room: RoomId,
    /// So many can be chosen from.
    pub options: usize,
    /// Until when; none: it is closed.
    pub closes: Option<Timestamp>,
}

/// What the event at hand is an answer to.
fn about(world: &World, seen: &Snapshot, input: &Incoming) -> Option<Ballot> {
    let (number, poll) = poll::asked(seen, input)?;
    quiz::ballot(world, seen, number, poll)
        .or_else(|| broadcast::ballot(seen, &input.room, number, poll))
}

/// The delivery that asked it in a room, once it is there.
pub fn sent_as(seen: &Snapshot, number: u32, room: &RoomId, poll: Poll) -> Option<DeliveryKey> {
    let asks = Some(Purpose::Asks(poll));
    let found = seen.sent.iter().find(|sent| {
        sent.number == number
            && sent.room == *room
            && sent.purpose == asks
            && sent.of.is_none()
            && sent.fate == Fate::Done
    });
    found.map(|sent| sent.key.clone())
}

/// The option that a text or sign chooses, from 0; of so many.
pub fn choice(options: usize, key: &str) -> Option<u32> {
    let chosen = command::choice(key).filter(|chosen| *chosen < options)?;
    u32::try_from(chosen).ok()
}

/// What a message says of the question that it replies to: an option, or one that is not there.
fn said(world: &World, ballot: &Ballot, message: &Message) -> Option<Result<u32, ()>> {
    let text = match command::read(message, &world.name) {
        Request::Choice(_) => message.text.clone(),
        // "Ik denk A"; a question of its own is longer.
        Request::Question(text) if !text.contains('?') => command::letter(&text)?.to_string(),
        _ => return None,
    };
    Some(choice(ballot.options, &text).ok_or(()))
}

/// Whether a message answers what it replies to.
pub fn answers(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    about(world, seen, input).is_some_and(|ballot| said(world, &ballot, message).is_some())
}

/// Whether a reaction or a vote in a poll answers what it is attached to.
pub fn reacts(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> bool {
    about(world, seen, input).is_some_and(|ballot| choice(ballot.options, key).is_some())
}

/// The reply to a letter that was typed.
pub fn to_message(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<Reply> {
    let ballot = about(world, seen, input)?;
    let say = |words| Reply { because: VOTE, ..rule("vote", Say::Ballot(words)) };
    let Ok(choice) = said(world, &ballot, message)? else {
        return Some(say(BallotWords::NoSuchOption { options: ballot.options }));
    };
    Some(match voted(input, &ballot, choice) {
        Some(change) => {
            let nth = match ballot.poll {
                Poll::Item(item) => Some(usize::from(item) + 1),
                _ => None,
            };
            let words = BallotWords::Heard { nth, choice: choice as usize };
            Reply { changes: vec![change], ..say(words) }
        }
        None => say(BallotWords::TooLate),
    })
}

/// A vote in a poll, or a reaction: nothing is said, the poll shows it.
pub fn reacted(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> Option<Decision> {
    let ballot = about(world, seen, input)?;
    let choice = choice(ballot.options, key)?;
    let changes = voted(input, &ballot, choice).into_iter().collect();
    Some(Decision { changes, because: VOTE, ..Decision::default() })
}

/// The vote, if it could still be cast.
fn voted(input: &Incoming, ballot: &Ballot, choice: u32) -> Option<Change> {
    ballot.closes.is_some_and(|closes| input.at <= closes).then(|| {
        Change::Response(Response {
            session: ballot.number,
            poll: ballot.poll,
            person: input.from.user.clone(),
            room: ballot.room.clone(),
            choice,
            at: input.at,
            event: input.first_version(),
        })
    })
}

/// The last vote of each person on each poll of a number before it closed: what was kept, and what the
/// homeserver shows now. `options`: how many a poll has; `room`: where its votes count.
pub fn last(
    seen: &Snapshot,
    number: u32,
    closes: Timestamp,
    options: impl Fn(Poll) -> usize,
) -> Vec<Response> {
    let kept = seen.responses.iter().filter(|vote| vote.session == number).cloned();
    let read = seen.votes.iter().filter_map(|vote| {
        Some(Response {
            session: number,
            poll: vote.poll,
            person: vote.person.clone(),
            room: vote.room.clone(),
            choice: choice(options(vote.poll), &vote.key)?,
            at: vote.at,
            event: vote.event.clone(),
        })
    });
    let mut last: BTreeMap<(Poll, String), Response> = BTreeMap::new();
    for vote in kept.chain(read).filter(|vote| vote.at <= closes) {
        let person = (vote.poll, vote.person.as_str().to_owned());
        match last.get(&person) {
            Some(known) if known.at >= vote.at => {}
            _ => {
                last.insert(person, vote);
            }
        }
    }
    last.into_values().collect()
}
