//! Who answers what? By reaction, by number or by word; the last answer counts, and it can be taken back.

use super::count::Count;
use super::{headcount, say, tell, wish};
use crate::engine::World;
use crate::engine::command::{self, Request};
use crate::engine::poll;
use crate::engine::reply::{Reply, rule};
use crate::engine::sending::Sending;
use crate::vocab::{
    Act, Because, Change, Coming, Decision, DeliveryKey, Errand, Incoming, Message, Outgoing, Poll,
    Progress, Purpose, Response, Say, Session, SessionWords, Snapshot, Speech, What,
};

/// What follows from an answer.
struct Answered {
    changes: Vec<Change>,
    sends: Vec<Sending>,
    waiting: bool,
}

/// Whether a reaction can be an answer to anything.
pub fn may_answer(key: &str) -> bool {
    [Poll::Coming, Poll::Useful, Poll::Need]
        .into_iter()
        .any(|poll| wish::choice(key, poll).is_some())
}

/// The session and the poll that the event at hand is about, if it is still open.
fn asked<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<(&'s Session, Poll)> {
    let (number, poll) = poll::asked(seen, input)?;
    let session = seen.sessions.iter().find(|session| session.number == number)?;
    let open = match poll {
        Poll::Coming => open(session, input) && tell::is_here(session, input),
        Poll::Useful | Poll::Need => session.stage == Progress::Over,
        Poll::Item(_) | Poll::Pulse => false,
    };
    open.then_some((session, poll))
}

/// Whether one can say that one comes.
fn open(session: &Session, input: &Incoming) -> bool {
    session.stage == Progress::Announced && tell::lies_ahead(session, input.at)
}

/// Whether a message answers what it replies to, or stands in the thread of.
pub fn answers(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    chosen(world, seen, input, message).is_some()
}

/// Whether a reaction answers what it is attached to.
pub fn reacts(seen: &Snapshot, input: &Incoming, key: &str) -> bool {
    asked(seen, input).is_some_and(|(_, poll)| wish::choice(key, poll).is_some())
}

fn chosen<'s>(
    world: &World,
    seen: &'s Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<(&'s Session, Poll, u32)> {
    let (session, poll) = asked(seen, input)?;
    Some((session, poll, choice(world, message, poll)?))
}

/// What a message chooses of a poll.
fn choice(world: &World, message: &Message, poll: Poll) -> Option<u32> {
    match command::read(message, &world.name) {
        Request::Choice(n) => u32::try_from(n).ok().filter(|n| *n < poll.options()),
        Request::Question(text) => wish::choice(&text, poll),
        Request::Command(..) | Request::Empty => None,
    }
}

/// An answer that comes too late: its session is over, or does not take place.
fn too_late(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> Option<Reply> {
    let (number, poll) = poll::asked(seen, input).filter(|(_, poll)| *poll == Poll::Coming)?;
    let session = seen.sessions.iter().find(|session| session.number == number)?;
    let new = matches!(input.what, What::Message(_)) && tell::is_here(session, input);
    choice(world, message, poll).filter(|_| new)?;
    Some(closed(session))
}

fn closed(session: &Session) -> Reply {
    let cancelled = session.stage == Progress::Cancelled;
    say(SessionWords::Closed { number: session.number, cancelled })
}

/// The reply to a message that answers.
pub fn to_message(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<Reply> {
    match chosen(world, seen, input, message) {
        Some((session, poll, choice)) => Some(heard(seen, input, session, poll, choice)),
        None => too_late(world, seen, input, message),
    }
}

fn heard(seen: &Snapshot, input: &Incoming, session: &Session, poll: Poll, choice: u32) -> Reply {
    let answered = answer(seen, input, session, poll, choice);
    let words = match poll {
        Poll::Coming => SessionWords::Heard {
            session: Box::new(session.clone()),
            choice,
            waiting: answered.waiting,
            who: input.from.user.clone(),
        },
        _ => SessionWords::Thanks,
    };
    let (changes, sends) = (answered.changes, answered.sends);
    let errand = Some(answerable(session, poll));
    Reply { changes, sends, errand, ..rule("session:answer", Say::Session(words)) }
}

/// What is said to an answer can be answered once more.
fn answerable(session: &Session, poll: Poll) -> Errand {
    Errand { number: session.number, purpose: Some(Purpose::Answerable(poll)) }
}

/// A reaction that answers. The message shows it soon; only who has to wait is told.
pub fn reacted(seen: &Snapshot, input: &Incoming, key: &str) -> Option<Decision> {
    let (session, poll) = asked(seen, input)?;
    let choice = wish::choice(key, poll)?;
    let answered = answer(seen, input, session, poll, choice);
    let mut outgoing = Vec::new();
    if answered.waiting {
        let words = SessionWords::Heard {
            session: Box::new(session.clone()),
            choice,
            waiting: true,
            who: input.from.user.clone(),
        };
        let speech = Speech {
            mention: vec![input.from.user.clone()],
            loud: true,
            ..Speech::unasked(vec![Say::Session(words)])
        };
        let key = DeliveryKey::of(&input.cause, 0);
        let told = Outgoing::new(key, input.room.clone(), Act::Say(speech));
        outgoing.push(Outgoing { errand: Some(answerable(session, poll)), ..told });
    }
    for sending in answered.sends {
        let key = DeliveryKey::of(&input.cause, outgoing.len());
        outgoing.push(sending.into_outgoing(key));
    }
    let because = Because::Rule("session:answer");
    Some(Decision { changes: answered.changes, outgoing, because, ..Decision::default() })
}

fn answer(
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    poll: Poll,
    choice: u32,
) -> Answered {
    let person = input.from.user.clone();
    let known = seen
        .responses
        .iter()
        .find(|r| (r.session, r.poll, &r.person) == (session.number, poll, &person));
    // Who says yes again keeps the place in the row.
    let same = known.filter(|known| known.choice == choice);
    let response = Response {
        session: session.number,
        poll,
        person: person.clone(),
        room: input.room.clone(),
        choice,
        at: same.map_or(input.at, |known| known.at),
        event: input.first_version(),
    };
    let mut now: Vec<Response> = seen
        .responses
        .iter()
        .filter(|r| (r.session, r.poll, &r.person) != (session.number, poll, &person))
        .cloned()
        .collect();
    now.push(response.clone());
    now.sort_by(|a, b| (a.at, &a.event).cmp(&(b.at, &b.event)));
    let mut changes = vec![Change::Response(response)];
    if poll != Poll::Coming {
        return Answered { changes, sends: Vec::new(), waiting: false };
    }
    let (before, after) = (Count::of(session, &seen.responses), Count::of(session, &now));
    changes.extend(headcount::recount(input, session, &before, &after));
    let (later, sends) = headcount::places(input, session, &before, &after, Some(&person));
    changes.extend(later);
    Answered { changes, sends, waiting: after.waits(&person) }
}

/// `!meld sessie 12 kom`.
pub fn come(seen: &Snapshot, input: &Incoming, number: u32, coming: Coming) -> Reply {
    let session = seen.sessions.iter().find(|session| session.number == number);
    let here = session.filter(|session| tell::is_here(session, input));
    match here {
        Some(session) if open(session, input) => {
            heard(seen, input, session, Poll::Coming, coming as u32)
        }
        // Also when it is over, and nobody was asked yet how it was.
        Some(session) => closed(session),
        None => say(SessionWords::NoneHere),
    }
}

/// `!meld sessie kom`: the next one of the room.
pub fn next_here(seen: &Snapshot, input: &Incoming, coming: Coming) -> Reply {
    match tell::coming_here(seen, input)[..] {
        [session] => come(seen, input, session.number, coming),
        [] => say(SessionWords::NoneHere),
        // Answers to one of them would be guessed.
        _ => super::ahead::agenda_here(seen, input),
    }
}

/// What follows when somebody's answer was changed into something that answers nothing.
pub fn unanswered(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<Decision> {
    let (_, poll) = poll::asked(seen, input).filter(|(_, poll)| !matches!(poll, Poll::Item(_)))?;
    let open = asked(seen, input).is_some() || poll != Poll::Coming;
    let taken = open && matches!(input.what, What::Edit { .. });
    removed(seen, input).filter(|_| taken && !answers(world, seen, input, message))
}

/// What is said then, unless the new words ask for something.
pub fn no_answer(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<Reply> {
    unanswered(world, seen, input, message)?;
    Some(say(SessionWords::NoAnswer))
}

/// An answer was taken back: its message or reaction is gone, or says something else now.
pub fn removed(seen: &Snapshot, input: &Incoming) -> Option<Decision> {
    let gone = poll::taken(seen, input)?;
    let mut changes = vec![Change::ResponseOver { event: gone.event.clone() }];
    let mut outgoing = Vec::new();
    let session = seen.sessions.iter().find(|session| session.number == gone.session);
    let open = session.filter(|s| s.stage == Progress::Announced && gone.poll == Poll::Coming);
    if let Some(session) = open {
        let left: Vec<Response> =
            seen.responses.iter().filter(|known| known.event != gone.event).cloned().collect();
        let (before, after) = (Count::of(session, &seen.responses), Count::of(session, &left));
        changes.extend(headcount::recount(input, session, &before, &after));
        let (later, sends) = headcount::places(input, session, &before, &after, None);
        changes.extend(later);
        for sending in sends {
            let key = DeliveryKey::of(&input.cause, outgoing.len());
            outgoing.push(sending.into_outgoing(key));
        }
    }
    Some(Decision {
        changes,
        outgoing,
        because: Because::Rule("session:taken back"),
        ..Decision::default()
    })
}
