//! How do rooms come together? A session is planned, announced, answered, changed, and looked back on.

mod ahead;
mod announce;
mod change;
mod chores;
mod count;
mod draft;
mod headcount;
mod moments;
mod notice;
mod respond;
mod tell;
mod typed;
mod wish;
mod year;

pub use ahead::{agenda, sessions_refused};
pub use draft::open as asking;
pub use moments::due;
pub use respond::{
    answers, may_answer, no_answer, reacted, reacts, removed, to_message, unanswered,
};
pub use year::{Year, in_file, may_plan, plan as plan_year, without_names};

use super::command::Request;
use super::reply::{Reply, rule};
use super::{World, audience, obey};
use crate::vocab::{
    CommandName, Field, Incoming, Need, PersonalData, Role, Say, Session, SessionWords, Snapshot,
    Timestamp, What,
};
use wish::{Verb, Wish};

/// The longest title and name, in characters.
const SHORT: usize = 100;

/// `!meld sessie …`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let (What::Message(message) | What::Edit { message, .. }) = &input.what else {
        return say(SessionWords::How);
    };
    if !message.withheld.is_empty() {
        return say(SessionWords::CaseDetails);
    }
    let coordinates = obey::may(world, input, Need::Coordinator);
    match wish::read(rest, input.at) {
        Wish::Come(coming) => respond::next_here(seen, input, coming),
        Wish::About(number, Verb::Come(coming)) => respond::come(seen, input, number, coming),
        Wish::About(number, Verb::Show) if !coordinates => tell::announcement(seen, input, number),
        Wish::About(number, Verb::Feedback) if !coordinates => tell::look_back(seen, input, number),
        Wish::About(number, Verb::Remind(Some(leads))) if !coordinates => {
            change::quiet_here(world, seen, input, number, &leads)
        }
        _ if !coordinates => obey::coordinators_only(),
        Wish::How => say(SessionWords::How),
        Wish::New(typed) => draft::new(world, seen, input, typed),
        Wish::About(number, verb) => match find(world, seen, input, number) {
            Ok(session) => about(world, seen, input, session, verb),
            Err(refused) => *refused,
        },
    }
}

/// The session with a number, if this person may change it.
fn find<'s>(
    world: &World,
    seen: &'s Snapshot,
    input: &Incoming,
    number: u32,
) -> Result<&'s Session, Box<Reply>> {
    let found = seen.sessions.iter().find(|session| session.number == number);
    let Some(session) = found else {
        return Err(Box::new(say(SessionWords::NotFound { number })));
    };
    match theirs(world, seen, input, session) {
        true => Ok(session),
        false => Err(Box::new(say(SessionWords::NotYours))),
    }
}

fn about(world: &World, seen: &Snapshot, input: &Incoming, session: &Session, verb: Verb) -> Reply {
    match verb {
        Verb::Show => tell::report(seen, session),
        Verb::Announce(when, at_once) => {
            announce::planned(world, seen, input, session, when, at_once)
        }
        Verb::Move(dates) => change::moved(world, seen, input, session, dates),
        Verb::Set(field, text) => change::set(world, seen, input, session, field, &text),
        Verb::Cancel { whole } => change::cancelled(world, seen, input, session, whole),
        Verb::TellNow => notice::told_now(seen, input, session),
        Verb::Remove => change::gone(seen, session),
        Verb::Guests(guests) => count::guests(seen, input, session, guests),
        Verb::Remind(leads) => change::reminders(input, session, leads),
        Verb::Invitation => tell::invitation(input, session, world),
        Verb::Roles => say(SessionWords::Roles(Box::new(session.clone()))),
        Verb::Role(role, name) => change::role(session, role, name),
        Verb::Tasks => chores::tasks(input, session),
        Verb::Done(what) => chores::done(session, what),
        Verb::Feedback => tell::feedback(seen, session),
        Verb::Come(_) | Verb::Unknown => say(SessionWords::Unclear {
            number: session.number,
            unclear: crate::vocab::Unclear::Verb,
        }),
    }
}

/// `!meld sessies`: those of this person, and those that they may change.
pub fn list(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    let own = seen.sessions.iter().filter(|session| theirs(world, seen, input, session));
    rule("command:sessies", Say::Session(SessionWords::List(own.cloned().collect())))
}

/// The answer of a planner who was asked for something.
pub fn asked(world: &World, seen: &Snapshot, input: &Incoming, request: &Request) -> Option<Reply> {
    let What::Message(message) = &input.what else { return None };
    let text = match request {
        Request::Question(text) => text,
        Request::Choice(_) => &message.text,
        Request::Command(..) | Request::Empty => return None,
    };
    draft::open(seen, input)?;
    if !message.withheld.is_empty() {
        return Some(say(SessionWords::CaseDetails));
    }
    draft::answer(world, seen, input, text)
}

/// The number of the session that a command is about.
pub fn number(rest: &str) -> Option<u32> {
    wish::number(rest)
}

/// Which personal data does not belong in the plan of a session: where it is, and who gives it, may be
/// said.
pub fn private(kind: PersonalData) -> bool {
    matches!(kind, PersonalData::Bsn | PersonalData::Iban | PersonalData::VNumber)
}

/// Whether this plans a session: a command, or the answer to what was asked.
pub fn plans(seen: &Snapshot, input: &Incoming, request: &Request) -> bool {
    match request {
        Request::Command(CommandName::Session, _) => true,
        Request::Question(_) | Request::Choice(_) => {
            draft::open(seen, input).is_some_and(|(_, field, _)| field != Field::Title)
        }
        Request::Command(..) | Request::Empty => false,
    }
}

/// What a command tells, in words that can be about anything.
pub fn told(rest: &str, now: Timestamp) -> String {
    match wish::read(rest, now) {
        Wish::New(typed) => typed.title,
        Wish::About(_, Verb::Set(Field::Title, text)) => text,
        _ => String::new(),
    }
}

fn theirs(world: &World, seen: &Snapshot, input: &Incoming, session: &Session) -> bool {
    audience::theirs(world, seen, &input.from.user, session.by.as_ref(), &session.targets)
}

/// Gives a role to somebody, or to nobody.
fn set_role(session: &mut Session, role: Role, name: Option<String>) {
    session.roles.retain(|(known, _)| *known != role);
    session.roles.extend(name.map(|name| (role, name)));
}

fn say(words: SessionWords) -> Reply {
    rule("command:sessie", Say::Session(words))
}
