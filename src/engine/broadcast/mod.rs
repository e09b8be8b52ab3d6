//! What does a coordinator tell many rooms at once, and what became of it?

mod draft;
mod label;
mod pulse;
mod report;
mod send;
mod wish;

pub use draft::removed;
pub use label::command as label;
pub use pulse::ballot;
pub use report::why;
pub use send::{due, through};

use super::command::Request;
use super::reply::{Reply, rule};
use super::{World, audience, obey};
use crate::vocab::{
    Broadcast, BroadcastWords, CommandName, Incoming, Need, PulseWords, RowWords, Say, Snapshot,
    Timestamp, UserId, What,
};
use wish::{Verb, Wish};

/// So much of a text stands in the list, in characters.
const BEGINNING: usize = 60;

/// `!meld bericht …`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let (What::Message(message) | What::Edit { message, .. }) = &input.what else {
        return say(BroadcastWords::How);
    };
    let wish = wish::read(rest, input.at);
    let tells = matches!(wish, Wish::New(_) | Wish::About(_, Verb::Correct(_)));
    if tells && !message.withheld.is_empty() {
        return say(BroadcastWords::CaseDetails);
    }
    let (number, verb) = match wish {
        Wish::How => return say(BroadcastWords::How),
        Wish::New(typed) => return draft::new(world, seen, input, typed, None),
        Wish::About(number, verb) => (number, verb),
    };
    let Some(broadcast) = seen.broadcasts.iter().find(|b| b.number == number) else {
        return say(BroadcastWords::NotFound { number });
    };
    if !theirs(world, seen, &input.from.user, broadcast) {
        return say(BroadcastWords::NotYours);
    }
    match verb {
        Verb::Report => {
            say(BroadcastWords::Report(Box::new(report::report(broadcast, &seen.sent))))
        }
        Verb::Correct(_) if broadcast.pulse.is_some() => {
            say(BroadcastWords::Pulse(PulseWords::Fixed { number }))
        }
        Verb::Test => send::test(broadcast),
        Verb::Send { at_once } => send::now(world, seen, input, broadcast, at_once),
        Verb::Plan(when) => send::plan(input, broadcast, when),
        Verb::Stop => send::stop(seen, input, broadcast),
        Verb::Remove => draft::remove(broadcast),
        Verb::Correct(text) if broadcast.stage.before_sending() => {
            draft::reword(world, seen, input.at, broadcast, text)
        }
        Verb::Correct(text) => send::correct(world, seen, input, broadcast, &text),
        Verb::Withdraw => send::withdraw(world, seen, input, broadcast),
    }
}

/// `!meld peiling …`: a poll in many rooms, or under four eyes the open ones.
pub fn poll(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let number = wish::number(rest).is_some();
    if rest.is_empty()
        && input.direct
        && let Some(reply) = pulse::unseen(seen, input)
    {
        return reply;
    }
    if !obey::may(world, input, Need::Coordinator) {
        return obey::coordinators_only();
    }
    if number {
        return command(world, seen, input, rest);
    }
    let (What::Message(message) | What::Edit { message, .. }) = &input.what else {
        return say(BroadcastWords::Pulse(PulseWords::How));
    };
    if !message.withheld.is_empty() {
        return say(BroadcastWords::CaseDetails);
    }
    let Some(rest) = audience::after_word(rest, "voor") else {
        return say(BroadcastWords::Pulse(PulseWords::How));
    };
    match pulse::read(rest, input.at) {
        Ok(pulse::Typed { audience, question, pulse }) => {
            let typed =
                wish::Draft { audience, text: question, everyone: false, also_quiet: false };
            draft::new(world, seen, input, typed, Some(pulse))
        }
        Err(words) => say(BroadcastWords::Pulse(words)),
    }
}

/// `!meld berichten`: those of this person, and those that they may change.
pub fn list(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    let own = seen.broadcasts.iter().rev();
    let own = own.filter(|broadcast| theirs(world, seen, &input.from.user, broadcast));
    let row = |broadcast: &Broadcast| RowWords {
        number: broadcast.number,
        stage: broadcast.stage,
        rooms: broadcast.targets.len(),
        text: broadcast.text.lines().next().unwrap_or("").chars().take(BEGINNING).collect(),
    };
    say(BroadcastWords::List(own.map(row).collect()))
}

/// `!meld kamers`.
pub fn rooms(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    let words = audience::rooms(world, seen, &input.from.user);
    rule("command:kamers", Say::Broadcast(words))
}

/// The number of the broadcast that a command is about.
pub fn number(rest: &str) -> Option<u32> {
    wish::number(rest)
}

/// The parts of a command that somebody chose freely; none when it is no command of these. Dates, names
/// of places and what the command knows itself are left out.
pub fn free(request: &Request, now: Timestamp) -> Option<Vec<String>> {
    let (name, rest) = match request {
        Request::Command(name, rest) => (name, rest),
        Request::Question(_) | Request::Choice(_) | Request::Empty => return None,
    };
    match name {
        CommandName::Label => Some(vec![label::named(rest).0]),
        CommandName::Broadcast => wish::free(rest, now),
        CommandName::Poll => wish::free(rest, now).filter(|_| wish::number(rest).is_none()),
        _ => None,
    }
}

/// What a command tells the rooms; all of it when that is not clear.
pub fn told(rest: &str, now: Timestamp) -> String {
    match wish::read(rest, now) {
        Wish::New(wish::Draft { text, .. }) | Wish::About(_, Verb::Correct(text)) => text,
        Wish::About(..) => String::new(),
        Wish::How => rest.to_owned(),
    }
}

fn theirs(world: &World, seen: &Snapshot, user: &UserId, broadcast: &Broadcast) -> bool {
    audience::theirs(world, seen, user, broadcast.by.as_ref(), &broadcast.targets)
}

fn say(words: BroadcastWords) -> Reply {
    rule("command:bericht", Say::Broadcast(words))
}
