//! How does somebody go through the five steps with the bot? One point, one choice at a time.

mod read;
mod way;

pub use read::{asks, may_choose, tells};
pub use way::overdue;

use super::command::{self, Request};
use super::reply::{Reply, rule};
use super::{World, meant};
use crate::knowledge::Next;
use crate::vocab::{
    Act, Because, Change, Decision, DeliveryKey, EventId, Go, Incoming, Message, Outcome, Outgoing,
    Say, Snapshot, Speech, Timestamp, Wake, Walk, WalkWords, What,
};

/// A walk that its owner leaves alone for so long is forgotten.
const KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// Before the name of a walk, in the key of the wake that ends it.
const WAKE: &str = "stappenplan:";

/// The same, when it ended at danger.
const AFTER: &str = "stappenplan voorbij:";

/// The reason of a reply to somebody who told something instead of choosing.
pub const TOLD: &str = "walk:choose";

/// The walk that its owner can go on with here and now.
pub fn open<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<&'s Walk> {
    let walk = seen.walk.as_ref()?;
    (!walk.ended && input.at.duration_since(walk.updated) < KEPT).then_some(walk)
}

/// The walk that ended at danger a moment ago: whoever touched the wrong word may still go back.
fn ended<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<&'s Walk> {
    seen.walk.as_ref().filter(|walk| walk.ended && meant::lately(walk.updated, input))
}

/// The walk that a new message stands in: by its thread, or as a reply to what was asked last.
pub fn here<'s>(seen: &'s Snapshot, input: &Incoming, message: &Message) -> Option<&'s Walk> {
    let new = matches!(input.what, What::Message(_));
    let walk = open(seen, input).filter(|_| new)?;
    // Some clients answer a message by a thread of its own below it.
    let replied = seen.walk_asked.is_some()
        && [&message.reply_to, &message.thread].contains(&&seen.walk_asked);
    (walk.thread == message.thread || replied).then_some(walk)
}

/// The walk to which a word may belong that was typed in the room, not in its thread: what its owner
/// heard last there, a moment ago, was a question of it.
pub fn beside<'s>(
    world: &World,
    seen: &'s Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<&'s Walk> {
    let alone = message.thread.is_none() && message.reply_to.is_none();
    let new = matches!(input.what, What::Message(_));
    let walk = open(seen, input).filter(|_| alone && new)?;
    let root = walk.thread.as_ref()?;
    let exchange = seen.exchange.as_ref().filter(|exchange| {
        exchange.walk
            && exchange.asker == walk.owner
            && (exchange.question == *root || exchange.thread.as_ref() == Some(root))
    })?;
    let text = said(&command::read(message, &world.name))?;
    (read::choice(world, walk, &text).is_some() && meant::lately(exchange.asked, input))
        .then_some(walk)
}

/// What may be a choice in a request, without the bot's name.
fn said(request: &Request) -> Option<String> {
    match request {
        Request::Question(text) => Some(text.clone()),
        Request::Choice(n) => Some((n + 1).to_string()),
        Request::Command(..) | Request::Empty => None,
    }
}

/// Whether a reaction chooses from what was asked last.
pub fn reacts(world: &World, seen: &Snapshot, input: &Incoming, to: &EventId, key: &str) -> bool {
    let Some(walk) = open(seen, input).filter(|_| seen.walk_asked.as_ref() == Some(to)) else {
        return false;
    };
    read::choice(world, walk, key).is_some()
}

/// `!meld stappenplan`: begins, or says where they were.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let walk = open(seen, input);
    if let Some(go) = Go::of(&command::bare(rest)) {
        return walk.map_or_else(not_open, |walk| went(world, input, walk, go));
    }
    let (event, thread) = match &input.what {
        What::Edit { of, message } => (of.clone(), message.thread.clone()),
        What::Message(message) => (EventId::new(input.cause.as_str()), message.thread.clone()),
        _ => return not_open(),
    };
    let thread = thread.or_else(|| (!input.direct).then(|| event.clone()));
    match walk.map(|walk| (walk, way::at(&world.base.route, walk))) {
        Some((walk, Some(at))) if !walk.path.is_empty() => {
            let walk = Walk { thread, resuming: true, ..walk.clone() };
            asking(input, walk, "walk:resume", vec![WalkWords::Resume(way::place(at))])
        }
        Some((walk, None)) => {
            begin(world, input, walk.begun.clone(), thread, vec![WalkWords::Changed])
        }
        _ => begin(world, input, event, thread, Vec::new()),
    }
}

/// What a message means for the walk; none when it is about something else.
pub fn go(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
    request: &Request,
) -> Option<Reply> {
    let here = here(seen, input, message);
    let text = &said(request)?;
    if let Some(go) = Go::of(&command::bare(text)) {
        let new = matches!(input.what, What::Message(_));
        // Whoever calls the bot for it means the walk, wherever it is said.
        let called = input.direct || meant::calls_by_name(world, message);
        let back = ended(seen, input).filter(|walk| {
            let near = called || walk.thread == message.thread || message.reply_to.is_some();
            new && near && go == Go::Back
        });
        if let Some(walk) = back {
            return Some(went(world, input, walk, go));
        }
        return match here.or_else(|| open(seen, input).filter(|_| new && called)) {
            Some(walk) => Some(went(world, input, walk, go)),
            None => (new && open(seen, input).is_none()).then(not_open),
        };
    }
    // What was offered after the last question goes first.
    let offered = seen.exchange.as_ref().is_some_and(|exchange| !exchange.options.is_empty());
    let Some(walk) = here else {
        return outside(world, seen, input, message, text).filter(|_| !offered);
    };
    match request {
        Request::Choice(_) if offered => None,
        Request::Question(text) if offered && command::consents(text) => None,
        // None of what was offered: then there is only the walk.
        Request::Question(text) if offered && command::declines(text) => {
            still_open(world, walk).map(|say| rule("walk:none of these", say))
        }
        Request::Choice(_) => Some(
            read::choice(world, walk, text)
                .map_or_else(|| choose(world, input, walk), |n| took(world, input, walk, n)),
        ),
        _ => read::choice(world, walk, text).map(|n| took(world, input, walk, n)),
    }
}

/// A choice that was said outside the thread of the walk. Whoever calls the bot for it right after its
/// question means the walk; a loose word may be meant for a colleague, and is only asked about.
fn outside(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
    text: &str,
) -> Option<Reply> {
    let new = matches!(input.what, What::Message(_));
    let walk = open(seen, input).filter(|_| new)?;
    let n = read::choice(world, walk, text)?;
    let called = message.reply_to.is_none()
        && message.thread.is_none()
        && (input.direct || meant::calls_by_name(world, message));
    if called && meant::lately(walk.updated, input) {
        return Some(took(world, input, walk, n));
    }
    // Other words may be a question of their own: "meldmaat, verwurging".
    let only_an_answer = command::consents(text)
        || command::declines(text)
        || command::choice(text).is_some()
        || beside(world, seen, input, message).is_some();
    only_an_answer.then(|| rule("walk:beside", Say::Walk(WalkWords::Beside)))
}

/// A reaction on what was asked last.
pub fn reacted(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    to: &EventId,
    key: &str,
) -> Option<Reply> {
    let walk = open(seen, input).filter(|_| reacts(world, seen, input, to, key))?;
    read::choice(world, walk, key).map(|n| took(world, input, walk, n))
}

/// An answer in the walk was edited: what it led to stays. Says so, without taking the place of what
/// was said before.
pub fn not_edited(
    seen: &Snapshot,
    input: &Incoming,
    of: &EventId,
    thread: Option<EventId>,
) -> Decision {
    // The message that began the walk stands at the root of its thread, not in it.
    let inside = |walk: &Walk| thread == walk.thread || walk.thread.as_ref() == Some(of);
    let over = !open(seen, input).is_some_and(inside);
    let body = vec![Say::Walk(WalkWords::Edited { over })];
    let speech = Speech { reply_to: Some(of.clone()), thread, ..Speech::unasked(body) };
    Decision {
        outgoing: vec![Outgoing::new(
            DeliveryKey::of(&input.cause, 0),
            input.room.clone(),
            Act::Say(speech),
        )],
        because: Because::Rule("walk:edited"),
        ..Decision::default()
    }
}

/// The one line below an answer that was given in between.
pub fn still_open(world: &World, walk: &Walk) -> Option<Say> {
    way::at(&world.base.route, walk).map(|at| Say::Walk(WalkWords::Open(way::place(at))))
}

/// That was no choice: what there is to choose from, and nothing about the case.
pub fn choose(world: &World, input: &Incoming, walk: &Walk) -> Reply {
    let Some(at) = way::at(&world.base.route, walk) else {
        return anew(world, input, walk, vec![WalkWords::Changed]);
    };
    let words = match &at.next {
        Next::Ask { ways, .. } if !walk.resuming => {
            WalkWords::Choose { choices: ways.iter().map(|way| way.text.clone()).collect() }
        }
        _ => WalkWords::Resume(way::place(at)),
    };
    // It was no answer: the seven days run on.
    let walk = Walk { asked: DeliveryKey::of(&input.cause, 0), ..walk.clone() };
    let thread = walk.thread.clone();
    let reply = rule(TOLD, Say::Walk(words));
    Reply { changes: vec![Change::Walk(walk)], thread, walk: true, ..reply }
}

/// Seven days after the last answer, or a quarter of an hour after the end at danger.
pub fn woken(key: &str, due: Timestamp) -> Option<Decision> {
    let after = || Some((key.strip_prefix(AFTER)?, meant::LATELY));
    let (begun, kept) = key.strip_prefix(WAKE).map(|begun| (begun, KEPT)).or_else(after)?;
    let begun = EventId::new(begun);
    let answered_until = due.checked_sub(kept).ok();
    let over = Change::WalkOver { begun, answered_until };
    Some(super::change("walk:forgotten", vec![over]))
}

/// Back, on, anew or away.
fn went(world: &World, input: &Incoming, walk: &Walk, go: Go) -> Reply {
    match go {
        Go::Stop => over(walk, "walk:stopped", vec![WalkWords::Stopped]),
        Go::Anew => anew(world, input, walk, Vec::new()),
        Go::Back => match walk.path.split_last() {
            None => show(world, input, walk.clone(), vec![WalkWords::First]),
            Some((last, before)) => {
                let (at, path) = (last.point.clone(), before.to_vec());
                let walk = Walk { at, path, ended: false, ..walk.clone() };
                show(world, input, walk, Vec::new())
            }
        },
        Go::On => show(world, input, walk.clone(), Vec::new()),
    }
}

/// The n-th choice was taken.
fn took(world: &World, input: &Incoming, walk: &Walk, n: usize) -> Reply {
    if walk.resuming {
        let go = if n == 0 { Go::On } else { Go::Anew };
        return went(world, input, walk, go);
    }
    match way::take(&world.base.route, walk, n) {
        Some(walk) => show(world, input, walk, Vec::new()),
        None => anew(world, input, walk, vec![WalkWords::Changed]),
    }
}

/// Shows where the walk is: a question, or an end.
fn show(world: &World, input: &Incoming, walk: Walk, before: Vec<WalkWords>) -> Reply {
    let Some(at) = way::at(&world.base.route, &walk) else {
        return anew(world, input, &walk, vec![WalkWords::Changed]);
    };
    match &at.next {
        Next::Ask { .. } => {
            let point = way::words(world, &walk, false, input.at);
            let words = before.into_iter().chain(point).collect();
            asking(input, Walk { resuming: false, ..walk }, "walk:point", words)
        }
        Next::End { outcome, .. } => {
            let outcome = *outcome;
            let end = way::end(world, at, input.at).map(WalkWords::End);
            let mut reply = over(&walk, "walk:end", end.into_iter().collect());
            // Whoever must call 112 now has no use for a list; who only touched the wrong word can go back.
            if outcome == Outcome::Danger {
                let changes = for_a_moment(input, walk);
                return Reply { loud: true, changes, ..reply };
            }
            let list = way::list(&world.base.route, &walk, outcome, input.at);
            reply.after = vec![Say::Walk(WalkWords::List(list))];
            reply
        }
    }
}

/// From the beginning.
fn anew(world: &World, input: &Incoming, walk: &Walk, before: Vec<WalkWords>) -> Reply {
    begin(world, input, walk.begun.clone(), walk.thread.clone(), before)
}

fn begin(
    world: &World,
    input: &Incoming,
    begun: EventId,
    thread: Option<EventId>,
    before: Vec<WalkWords>,
) -> Reply {
    let Some(start) = world.base.route.start.clone() else {
        return rule("walk:none", Say::DontKnow);
    };
    let walk = Walk {
        begun,
        room: input.room.clone(),
        thread,
        owner: input.from.user.clone(),
        at: start,
        path: Vec::new(),
        resuming: false,
        ended: false,
        asked: DeliveryKey::of(&input.cause, 0),
        updated: input.at,
    };
    let point = way::words(world, &walk, true, input.at);
    let words = before.into_iter().chain(point).collect();
    asking(input, walk, "walk:begin", words)
}

/// A reply that asks, and the walk that waits for the answer.
fn asking(input: &Incoming, walk: Walk, because: &'static str, words: Vec<WalkWords>) -> Reply {
    let thread = walk.thread.clone();
    Reply {
        says: words.into_iter().map(Say::Walk).collect(),
        thread,
        changes: kept(input, walk, WAKE, KEPT),
        walk: true,
        because: Because::Rule(because),
        ..Reply::default()
    }
}

/// A walk that ended at danger stays for a quarter of an hour.
fn for_a_moment(input: &Incoming, walk: Walk) -> Vec<Change> {
    kept(input, Walk { ended: true, resuming: false, ..walk }, AFTER, meant::LATELY)
}

/// The walk as it is after this message, and the wake that ends it.
fn kept(input: &Incoming, walk: Walk, before: &str, time: jiff::SignedDuration) -> Vec<Change> {
    let asked = DeliveryKey::of(&input.cause, 0);
    let walk = Walk { asked, updated: input.at, ..walk };
    let wake = input.at.checked_add(time).ok().map(|due| {
        let key = format!("{before}{}", walk.begun);
        Change::Wake(Wake { key, due, room: walk.room.clone(), person: None, plan: None })
    });
    [Change::Walk(walk)].into_iter().chain(wake).collect()
}

/// A reply after which nothing of the walk is left.
fn over(walk: &Walk, because: &'static str, words: Vec<WalkWords>) -> Reply {
    Reply {
        says: words.into_iter().map(Say::Walk).collect(),
        thread: walk.thread.clone(),
        changes: vec![Change::WalkOver { begun: walk.begun.clone(), answered_until: None }],
        walk: true,
        because: Because::Rule(because),
        ..Reply::default()
    }
}

fn not_open() -> Reply {
    Reply { walk: true, ..rule("walk:not open", Say::Walk(WalkWords::NotOpen)) }
}
