//! What does the bot decide? A pure function of the world, what was loaded, and what came in.
//!
//! The one place that orders the features: being addressed, safety, commands, the answer.

pub mod answer;
mod command;
mod explain;
mod fold;
mod learnt;
pub mod measure;
mod reply;
mod room;
pub mod safety;

use crate::knowledge::Base;
use crate::vocab::{
    Access, Because, Change, Decision, Incoming, Message, Scope, Snapshot, Timestamp, UserId, What,
};
use answer::Index;
pub use explain::{Explained, explain};
use learnt::{Reader, Writer};
use safety::Rules;

/// Everything that stays the same between two events.
pub struct World {
    /// The bot's own user.
    pub me: UserId,
    /// The name by which it is called, without `@`.
    pub name: String,
    /// The curated base.
    pub base: Base,
    /// The base, ready to be searched.
    pub index: Index,
    /// What counts as danger and as personal data.
    pub rules: Rules,
    /// Who may do what.
    pub access: Access,
}

impl World {
    /// The world of a base. Learning the base is most of the work: `recall` may give what
    /// [`Self::learnt`] gave for the same key before.
    pub fn new(
        me: UserId,
        name: impl Into<String>,
        base: Base,
        access: Access,
        recall: impl FnOnce(u64) -> Option<Vec<u8>>,
    ) -> Self {
        let recalled = recall(learnt::key(&base)).and_then(|bytes| {
            let reader = &mut Reader(&bytes);
            Some((Index::read(&base, reader)?, Rules::read(&base, reader)?))
        });
        let (index, rules) = recalled.unwrap_or_else(|| (Index::learn(&base), Rules::learn(&base)));
        Self { me, name: name.into(), base, index, rules, access }
    }

    /// What was learnt of the base, and the key under which it can be recalled.
    pub fn learnt(&self) -> (u64, Vec<u8>) {
        let mut writer = Writer::default();
        self.index.write(&mut writer);
        self.rules.write(&mut writer);
        (learnt::key(&self.base), writer.finish())
    }
}

/// What must be loaded before [`meant`] and [`decide`]; empty for what cannot concern the bot.
pub fn scope(world: &World, input: &Incoming) -> Scope {
    let room = Some(input.room.clone());
    let to_events = |events: Vec<_>| Scope { room: room.clone(), events, last_of: None };
    match &input.what {
        What::Message(message) => {
            let events: Vec<_> = message.reply_to.iter().chain(&message.thread).cloned().collect();
            let choice = command::choice(&message.text).is_some();
            if events.is_empty() && !choice && !calls(world, input, message) {
                return Scope::default();
            }
            Scope { last_of: choice.then(|| input.from.user.clone()), ..to_events(events) }
        }
        What::Edit { of, .. } | What::Redaction { of } => to_events(vec![of.clone()]),
        What::Reaction { to, key } if command::choice(key).is_some() => to_events(vec![to.clone()]),
        What::Reaction { .. } => Scope::default(),
        What::Unreadable | What::Joined | What::Left => to_events(Vec::new()),
        What::Invited | What::Upgraded { .. } => Scope::default(),
    }
}

/// Whether the event is the bot's business. What is not is never stored.
pub fn meant(world: &World, seen: &Snapshot, input: &Incoming) -> bool {
    let from = &input.from.user;
    if *from == world.me || world.access.bots.contains(from) {
        return matches!(input.what, What::Joined | What::Left | What::Upgraded { .. });
    }
    match &input.what {
        What::Message(message) => {
            calls(world, input, message)
                || message.reply_to.as_ref().is_some_and(|event| seen.mine.contains(event))
                || own_thread(seen, input, message)
                || open_choice(seen, input, message)
        }
        What::Edit { message, .. } => asked_by_sender(seen, input) || calls(world, input, message),
        What::Redaction { of } => {
            seen.exchange.as_ref().is_some_and(|exchange| exchange.question == *of)
        }
        What::Reaction { key, .. } => {
            let options = seen.exchange.as_ref().map_or(0, |exchange| exchange.options.len());
            asked_by_sender(seen, input) && command::choice(key).is_some_and(|n| n < options)
        }
        What::Unreadable | What::Invited | What::Joined | What::Left | What::Upgraded { .. } => {
            true
        }
    }
}

/// The same event without personal data in its text: only this may be stored.
pub fn withheld(world: &World, mut input: Incoming) -> Incoming {
    if let What::Message(message) | What::Edit { message, .. } = &mut input.what {
        let found = world.rules.look(&message.text).personal;
        if !found.is_empty() {
            message.text = world.rules.mask(&message.text);
            message.withheld = found.into_iter().collect();
        }
    }
    input
}

/// The whole bot.
pub fn decide(world: &World, seen: &Snapshot, input: &Incoming) -> Decision {
    match &input.what {
        What::Message(message) => reply::to_message(world, seen, input, message),
        What::Edit { of, message } => reply::to_edit(world, seen, input, of, message),
        What::Reaction { key, .. } => reply::to_reaction(world, seen, input, key),
        What::Redaction { .. } => reply::to_redaction(seen, input),
        What::Unreadable => room::unreadable(seen, input),
        What::Invited => room::invited(world, input),
        What::Joined => room::joined(seen, input),
        What::Left => Decision { because: Because::Rule("left"), ..Decision::default() },
        What::Upgraded { successor } => room::upgraded(input, successor),
    }
}

/// Addressed by its own means: in a direct chat, by a mention, by name or by prefix.
fn calls(world: &World, input: &Incoming, message: &Message) -> bool {
    input.direct || message.mentions_me || command::calls(&message.text, &world.name)
}

/// The asker goes on in the thread of their own question.
fn own_thread(seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    let Some(thread) = &message.thread else { return false };
    asked_by_sender(seen, input)
        && seen.exchange.as_ref().is_some_and(|exchange| {
            exchange.question == *thread
                || exchange.thread.as_ref() == Some(thread)
                || seen.mine.contains(thread)
        })
}

/// How long a bare "2" counts as a choice from what was offered last.
const CHOICE_STAYS_OPEN: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

/// A bare "2" shortly after an offer to the same person.
fn open_choice(seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    let Some(choice) = command::choice(&message.text) else { return false };
    asked_by_sender(seen, input)
        && seen.exchange.as_ref().is_some_and(|exchange| {
            choice < exchange.options.len()
                && input.at.duration_since(exchange.asked) <= CHOICE_STAYS_OPEN
        })
}

fn asked_by_sender(seen: &Snapshot, input: &Incoming) -> bool {
    seen.exchange.as_ref().is_some_and(|exchange| exchange.asker == input.from.user)
}

/// The moment from which an answer to something said at `at` must be heard: half a minute later the
/// asker has put the phone away.
fn patience(at: Timestamp) -> Option<Timestamp> {
    at.checked_add(jiff::SignedDuration::from_secs(30)).ok()
}

/// A decision that only changes a room's state.
fn change(because: &'static str, changes: Vec<Change>) -> Decision {
    Decision { changes, because: Because::Rule(because), ..Decision::default() }
}
