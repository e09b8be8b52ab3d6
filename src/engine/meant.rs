//! Is an event the bot's business, and what must be known before that can be told?

use super::command::{self, Request};
use super::{World, acted, ballot, broadcast, calendar, curate, obey, quiz, session, steps, wake};
use crate::vocab::{
    CommandName, EventId, Exchange, Incoming, Message, Need, Offer, Plan, Scope, Snapshot,
    Timestamp, UserId, What,
};

/// What must be loaded before [`meant`] and [`super::decide`]; empty for what cannot concern the bot.
pub fn scope(world: &World, input: &Incoming) -> Scope {
    let room = Some(input.room.clone());
    let to_events = |events: Vec<_>| Scope { room: room.clone(), events, ..Scope::default() };
    match &input.what {
        What::Message(message) => {
            let alone = message.reply_to.is_none() && message.thread.is_none();
            // A planner may be asked for something.
            let bare = bare(world, message) || may_plan(world, input);
            let warned = warned(world, input, message);
            if alone && !bare && !calls(world, input, message) {
                return match warned {
                    None => Scope::default(),
                    warned => Scope { warned, ..to_events(Vec::new()) },
                };
            }
            // Under four eyes a question may go on from the one before it. What replies to a message is
            // about that one: it never chooses from what was offered in another.
            let follows = message.reply_to.is_none() && (bare || input.direct);
            let last_of = follows.then(|| input.from.user.clone());
            let events = message.reply_to.iter().cloned().collect();
            let thread = message.thread.clone();
            let scope = Scope { thread, last_of, warned, ..to_events(events) };
            for_text(world, input, message, scope)
        }
        What::Edit { of, message } => {
            let warned = warned(world, input, message);
            for_text(world, input, message, Scope { warned, ..to_events(vec![of.clone()]) })
        }
        What::Overheard { of, .. } => {
            let this = EventId::new(input.cause.as_str());
            let events = vec![of.clone().unwrap_or(this)];
            Scope { warned: Some(input.from.user.clone()), ..to_events(events) }
        }
        What::Removed { event } | What::NotRemoved { event } => to_events(vec![event.clone()]),
        What::Redaction { of } => {
            Scope { planned: true, broadcasts: true, ..to_events(vec![of.clone()]) }
        }
        What::Reaction { to, key } if command::choice(key).is_some() => {
            let marks = any_overdue(world, input.at);
            let walk_of = Some(input.from.user.clone());
            let scope = to_events(vec![to.clone()]);
            for_chooser(world, input, Scope { matters: true, marks, walk_of, ..scope })
        }
        What::Reaction { to, key }
            if command::consents(key)
                || command::declines(key)
                || command::thumb(key).is_some()
                || session::may_answer(key) =>
        {
            let walk_of = Some(input.from.user.clone());
            Scope { walk_of, ..to_events(vec![to.clone()]) }
        }
        What::Reaction { .. } => Scope::default(),
        What::Unreadable | What::Joined | What::Left => to_events(Vec::new()),
        What::Invited | What::Upgraded { .. } | What::ReadAgain { .. } => Scope::default(),
        What::Ailing { .. } => Scope::default(),
        What::Late { .. } => Scope { sessions: true, ..to_events(Vec::new()) },
        What::Agreed { question, .. } => {
            Scope { matters: true, ..to_events(vec![question.clone()]) }
        }
        What::Wake { plan: Some(Plan::Broadcast { number }), person, .. } => Scope {
            // Whoever was forgotten may reach nothing.
            rooms_for: Some(person.clone().unwrap_or_else(|| UserId::new(""))),
            broadcasts: true,
            sent: Some(*number),
            votes: true,
            traffic_since: traffic_since(world, input),
            ..to_events(Vec::new())
        },
        What::Wake { plan: Some(Plan::Through { number }), .. } => Scope {
            broadcasts: true,
            sent: Some(*number),
            traffic_since: traffic_since(world, input),
            ..to_events(Vec::new())
        },
        What::Wake { plan: Some(Plan::Session { number, .. }), person, .. } => Scope {
            rooms_for: Some(person.clone().unwrap_or_else(|| UserId::new(""))),
            sessions: true,
            sent: Some(*number),
            traffic_since: traffic_since(world, input),
            ..to_events(Vec::new())
        },
        What::Wake { plan: Some(Plan::Quiz(_) | Plan::Measure(_)), .. } => {
            Scope { quiz: true, sessions: true, planned: true, ..to_events(Vec::new()) }
        }
        What::Wake { plan: Some(Plan::Round { number }), .. } => Scope {
            quiz: true,
            planned: true,
            sent: Some(*number),
            votes: true,
            ..to_events(Vec::new())
        },
        What::Wake { key, .. } => {
            let tallies = wake::tallies(key, input.at);
            let monthly = tallies.is_some();
            Scope {
                matters: monthly,
                tallies,
                quiz_of_all: monthly,
                rooms_for: monthly.then(|| world.me.clone()),
                ..to_events(Vec::new())
            }
        }
    }
}

/// What the commands and answers of a text need besides.
fn for_text(world: &World, input: &Incoming, message: &Message, scope: Scope) -> Scope {
    let walk_of = Some(input.from.user.clone());
    let scope = Scope { marks: any_overdue(world, input.at), walk_of, ..scope };
    let (name, rest) = match command::read(message, &world.name) {
        Request::Command(name, rest) => (name, rest),
        Request::Choice(_) => {
            let scope = for_planner(world, input, Scope { matters: true, ..scope });
            return for_chooser(world, input, scope);
        }
        Request::Question(_) | Request::Empty => return for_planner(world, input, scope),
    };
    let rooms_for = Some(input.from.user.clone());
    let traffic_since = traffic_since(world, input);
    use CommandName as C;
    match name {
        C::Broadcast | C::Poll => {
            let sent = broadcast::number(&rest);
            Scope { broadcasts: true, rooms_for, sent, traffic_since, ..scope }
        }
        C::Broadcasts => Scope { broadcasts: true, rooms_for, ..scope },
        // What a lost room was called stands in what went there.
        C::Rooms => Scope { broadcasts: true, sessions: true, rooms_for, ..scope },
        C::Session => {
            let sent = session::number(&rest);
            let answers_here = sent.is_none();
            let scope = Scope { answers_here, sent, traffic_since, ..scope };
            Scope { sessions: true, planned: true, rooms_for, ..scope }
        }
        C::Sessions => Scope { sessions: true, rooms_for, ..scope },
        C::Agenda => Scope { sessions: true, planned: true, rooms_for, ..scope },
        C::Quiz => Scope { quiz: true, sessions: true, planned: true, rooms_for, ..scope },
        C::Measure => Scope { quiz: true, planned: true, rooms_for, ..scope },
        C::Insight => {
            let tallies = quiz::insight_month(world, &rest, input.at);
            Scope { quiz_of_all: true, rooms_for, tallies, ..scope }
        }
        C::Status => Scope { health: true, ..scope },
        C::Remind => Scope { planned: true, ..scope },
        C::Forget => Scope { held_of: rooms_for, ..scope },
        C::Curation => Scope { matters: true, tallies: Some(calendar::month(input.at)), ..scope },
        // The control room hears what the room is called.
        C::Gemeente => Scope { matters: true, rooms_for, ..scope },
        C::Log => Scope { actions: Some(acted::wanted(&rest)), ..scope },
        C::Gaps | C::Gap | C::Undo => Scope { matters: true, ..scope },
        C::Help | C::Settings | C::Quiet | C::Steps | C::Watch | C::Privacy | C::Label => scope,
    }
}

/// What somebody who plans may be asked for is answered without a command.
fn for_planner(world: &World, input: &Incoming, scope: Scope) -> Scope {
    let sessions = may_plan(world, input);
    let rooms_for = sessions.then(|| input.from.user.clone());
    Scope { sessions, rooms_for, ..scope }
}

/// What a coordinator chooses may be about rooms; what a moderator chooses may be the gemeente of a room,
/// and the control room hears what that is called.
fn for_chooser(world: &World, input: &Incoming, scope: Scope) -> Scope {
    let sets = world.control_room.is_some() && input.from.moderator && !input.direct;
    let rooms_for = (sets || may_plan(world, input)).then(|| input.from.user.clone());
    Scope { rooms_for, ..scope }
}

/// Since when what was sent still counts; none when the account may send as much as it likes.
fn traffic_since(world: &World, input: &Incoming) -> Option<Timestamp> {
    world.rate.and_then(|rate| input.at.checked_sub(rate.memory()).ok())
}

/// Whether this person plans sessions, and could be asked for something here.
fn may_plan(world: &World, input: &Incoming) -> bool {
    obey::may(world, input, Need::Coordinator)
}

/// The sender of a message with personal data that may not be meant for the bot: a room that is watched
/// points that out.
fn warned(world: &World, input: &Incoming, message: &Message) -> Option<UserId> {
    let apart = !input.direct && !calls(world, input, message);
    let found = apart && !world.rules.personal(&message.text).is_empty();
    found.then(|| input.from.user.clone())
}

/// Whether some text is overdue, and somebody could be told.
fn any_overdue(world: &World, at: Timestamp) -> bool {
    let today = calendar::today(at);
    let entries = world.base.entries.values().map(|entry| entry.review_by);
    let additions = world.base.additions.values().flat_map(|of_region| of_region.values());
    let mut dates = entries.chain(additions.map(|addition| addition.review_by));
    world.control_room.is_some() && dates.any(|date| date < today)
}

/// Whether the event is the bot's business. What is not is never stored.
pub fn meant(world: &World, seen: &Snapshot, input: &Incoming) -> bool {
    if is_bot(world, &input.from.user) {
        return matches!(input.what, What::Joined | What::Left | What::Upgraded { .. });
    }
    match &input.what {
        What::Message(message) => {
            calls(world, input, message)
                || message.reply_to.as_ref().is_some_and(|event| seen.mine.contains(event))
                || (own_thread(seen, input, message) && !only_overheard(seen))
                || steps::here(seen, input, message).is_some()
                || steps::beside(world, seen, input, message).is_some()
                || open_choice(seen, input, message)
                || session::answers(world, seen, input, message)
                || ballot::answers(world, seen, input, message)
                || session::asking(seen, input).is_some_and(|(known, ..)| lately(known.at, input))
                || open_offer(world, seen, input, message).is_some()
        }
        What::Edit { of, message } => {
            // Anybody can send what claims to be a new version of somebody else's message.
            let asked = seen.exchange.as_ref().filter(|exchange| exchange.question == *of);
            let forged = asked.is_some_and(|exchange| exchange.asker != input.from.user)
                || seen.mine.contains(of);
            !forged
                && ((asked_by_sender(seen, input) && !only_overheard(seen))
                    || calls(world, input, message))
        }
        What::Redaction { of } => {
            let asked = seen.exchange.as_ref().is_some_and(|exchange| exchange.question == *of);
            let answered = seen.answered.as_ref().is_some_and(|answered| answered.event == *of);
            asked || answered
        }
        What::Reaction { to, key } => {
            let options = seen.exchange.as_ref().map_or(0, |exchange| exchange.options.len());
            let chosen =
                asked_by_sender(seen, input) && command::choice(key).is_some_and(|n| n < options);
            let thumb = command::thumb(key).is_some()
                && seen.mine.contains(to)
                && curate::judged(seen).is_some();
            chosen
                || thumb
                || session::reacts(seen, input, key)
                || ballot::reacts(world, seen, input, key)
                || steps::reacts(world, seen, input, to, key)
                || agrees(world, seen, input).is_some()
        }
        What::Unreadable | What::Invited | What::Joined | What::Left | What::Upgraded { .. } => {
            true
        }
        // These are made in the house; nobody can send them.
        What::Agreed { .. }
        | What::Removed { .. }
        | What::NotRemoved { .. }
        | What::Overheard { .. }
        | What::ReadAgain { .. }
        | What::Ailing { .. }
        | What::Late { .. }
        | What::Wake { .. } => false,
    }
}

/// Whether this is the bot itself, or another.
pub fn is_bot(world: &World, user: &UserId) -> bool {
    *user == world.me || world.access.bots.contains(user)
}

/// The offer that this accepts. One to pass a message on needs the message to be read again.
pub fn agrees<'s>(world: &World, seen: &'s Snapshot, input: &Incoming) -> Option<&'s Offer> {
    let (exchange, text) = match &input.what {
        What::Message(message) => {
            (open_offer(world, seen, input, message)?, asked(world, message)?)
        }
        What::Reaction { key, .. } => {
            (seen.exchange.as_ref().filter(|_| asked_by_sender(seen, input))?, key.clone())
        }
        _ => return None,
    };
    exchange.offer.as_ref().filter(|offer| offer.open() && command::consents(&text))
}

/// The exchange with an offer, when this says yes or no to it.
fn open_offer<'a>(
    world: &World,
    seen: &'a Snapshot,
    input: &Incoming,
    message: &Message,
) -> Option<&'a Exchange> {
    let exchange = seen.exchange.as_ref().filter(|_| asked_by_sender(seen, input))?;
    let text = asked(world, message)?;
    let answers = command::consents(&text) || command::declines(&text);
    let open =
        exchange.offer.as_ref().is_some_and(Offer::open) && answers && refers(seen, input, message);
    open.then_some(exchange)
}

/// Whether a message is about the exchange that was loaded for it: a reply to it, in its thread, in a
/// direct chat, or shortly after it.
pub fn refers(seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    let Some(exchange) = &seen.exchange else { return false };
    match (&message.reply_to, &message.thread) {
        (Some(event), _) => exchange.question == *event || seen.mine.contains(event),
        (None, Some(_)) => own_thread(seen, input, message),
        (None, None) => input.direct || lately(exchange.asked, input),
    }
}

/// What a message asks in its own words; none for commands.
fn asked(world: &World, message: &Message) -> Option<String> {
    match command::read(message, &world.name) {
        Request::Question(text) => Some(text),
        Request::Command(..) | Request::Choice(_) | Request::Empty => None,
    }
}

/// A message so short that only the exchange before it tells what it means.
pub fn bare(world: &World, message: &Message) -> bool {
    match command::read(message, &world.name) {
        Request::Question(text) => {
            command::consents(&text)
                || command::declines(&text)
                || command::wrong(&text).is_some()
                || steps::may_choose(world, &text)
        }
        Request::Choice(_) => true,
        Request::Command(..) | Request::Empty => false,
    }
}

/// Addressed by its own means: in a direct chat, by a mention, by name or by prefix.
fn calls(world: &World, input: &Incoming, message: &Message) -> bool {
    input.direct || calls_by_name(world, message)
}

/// Addressed by a mention, by name or by prefix.
pub fn calls_by_name(world: &World, message: &Message) -> bool {
    message.mentions_me || command::calls(&message.text, &world.name)
}

/// The asker goes on in the thread of their own question.
fn own_thread(seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    asked_by_sender(seen, input) && in_thread(seen, message)
}

/// Whether the exchange that was loaded stands in the thread of a message.
pub fn in_thread(seen: &Snapshot, message: &Message) -> bool {
    let Some(thread) = &message.thread else { return false };
    seen.exchange.as_ref().is_some_and(|exchange| {
        exchange.question == *thread
            || exchange.thread.as_ref() == Some(thread)
            || seen.mine.contains(thread)
    })
}

/// How long a bare "2" counts as a choice from what was offered last.
pub const LATELY: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

/// A bare "2" shortly after an offer to the same person.
fn open_choice(seen: &Snapshot, input: &Incoming, message: &Message) -> bool {
    let Some(choice) = command::choice(&message.text) else { return false };
    asked_by_sender(seen, input)
        && seen.exchange.as_ref().is_some_and(|exchange| {
            choice < exchange.options.len() && lately(exchange.asked, input)
        })
}

/// Whether something was asked only a moment ago.
pub fn lately(asked: Timestamp, input: &Incoming) -> bool {
    input.at.duration_since(asked) <= LATELY
}

/// Whether the exchange is about a message that was not meant for the bot: nothing goes on from it.
fn only_overheard(seen: &Snapshot) -> bool {
    let offer = seen.exchange.as_ref().and_then(|exchange| exchange.offer.as_ref());
    matches!(offer, Some(Offer::Overheard(_)))
}

fn asked_by_sender(seen: &Snapshot, input: &Incoming) -> bool {
    seen.exchange.as_ref().is_some_and(|exchange| exchange.asker == input.from.user)
}
