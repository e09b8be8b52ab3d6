//! Which of two moments does somebody mean? Both are offered, and what was asked for goes on with the one
//! that is chosen.

use super::command::{self, Request};
use super::dates::{self, Either};
use super::fold::fold;
use super::reply::Reply;
use super::{World, obey, session};
use crate::vocab::{
    Ask, BroadcastWords, Change, Choice, Doubt, EventId, Incoming, Message, Plan, ReminderWords,
    Say, SessionWords, Snapshot, Unclear, Wake, What,
};

/// So long the words are kept that wait for a choice.
const OPEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// What is done with something that has a number, before a moment.
const VERBS: [&str; 10] = [
    "verplaats",
    "verzet",
    "wordt",
    "verstuur",
    "versturen",
    "stuur",
    "plan",
    "aankondigen",
    "aankondig",
    "kondig",
];

/// The same reply, or the two moments that stand in its way.
pub fn offer(input: &Incoming, message: &Message, rest: &str, reply: Reply) -> Reply {
    let Some((ask, about)) = asked(&reply) else { return reply };
    let begin = message.text.strip_suffix(rest).map(|before| before.len() + numbered(rest));
    let either = begin.and_then(|from| dates::either(&message.text, from, ask, input.at));
    let Some((Either { moments, texts }, due)) = either.zip(input.at.checked_add(OPEN).ok()) else {
        return reply;
    };
    let doubt = Doubt { texts, may_mention_room: message.may_mention_room };
    let wake = Wake {
        key: key(&input.first_version()),
        due,
        room: input.room.clone(),
        person: Some(input.from.user.clone()),
        plan: Some(Plan::Doubt(Box::new(doubt))),
    };
    let options = moments.iter().map(|when| Choice::Moment { start: when.start, about }).collect();
    let mut changes = reply.changes;
    changes.push(Change::Wake(wake));
    Reply { says: vec![Say::Moments(Box::new(moments))], options, changes, ..reply }
}

/// What a reply asks about a moment, and the number of what it is about.
fn asked(reply: &Reply) -> Option<(Ask, Option<u32>)> {
    match &reply.says[..] {
        [Say::Reminder(ReminderWords::Unclear(ask))] => Some((*ask, None)),
        [Say::Broadcast(BroadcastWords::Unclear { number, ask })] => Some((*ask, Some(*number))),
        [Say::Session(SessionWords::Unclear { number, unclear: Unclear::When(ask) })] => {
            Some((*ask, Some(*number)))
        }
        [Say::Session(SessionWords::Ask { unclear: Some(Unclear::When(ask)), .. })] => {
            Some((*ask, None))
        }
        _ => None,
    }
}

/// How long the number and the verb are that stand before a moment: `12 verplaats naar …`.
fn numbered(rest: &str) -> usize {
    let mut words = rest.split_inclusive(char::is_whitespace);
    let (number, verb) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let is_number = number.trim().trim_start_matches('#').parse::<u32>().is_ok();
    let is_verb = VERBS.contains(&fold(verb.trim()).as_str());
    if is_number && is_verb { number.len() + verb.len() } else { 0 }
}

/// What follows from a choice between two moments; none when something else was offered.
pub fn chosen(world: &World, seen: &Snapshot, input: &Incoming, n: usize) -> Option<Reply> {
    let exchange = seen.exchange.as_ref()?;
    let (Choice::Moment { .. }, true) =
        (exchange.options.get(n)?, exchange.asker == input.from.user)
    else {
        return None;
    };
    let key = key(&exchange.question);
    let doubt = seen.planned.iter().filter(|wake| wake.key == key).find_map(|wake| {
        let Some(Plan::Doubt(doubt)) = &wake.plan else { return None };
        Some(doubt)
    })?;
    let text = doubt.texts.get(n)?.clone();
    let may_mention_room = doubt.may_mention_room;
    let message = Message { text, may_mention_room, ..Message::default() };
    let what = What::Message(message.clone());
    let mut reply = match command::read(&message, &world.name) {
        Request::Command(name, rest) => {
            // As if it had been typed so from the start.
            let what = What::Edit { of: exchange.question.clone(), message };
            obey::obey(world, seen, &Incoming { what, ..input.clone() }, name, &rest)
        }
        request => session::asked(world, seen, &Incoming { what, ..input.clone() }, &request)?,
    };
    reply.changes.push(Change::WakeOver { key });
    Some(reply)
}

/// The message that was in doubt is gone, and its words with it.
pub fn removed(question: &EventId) -> Change {
    Change::WakeOver { key: key(question) }
}

/// The name of the wake that keeps the words.
fn key(question: &EventId) -> String {
    format!("twijfel:{question}")
}
