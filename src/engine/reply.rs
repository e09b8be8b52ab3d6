//! How does the bot reply to a person? Safety first, then the command, the choice or the answer.

use super::answer::{self, Ranked};
use super::command::{self, Request};
use super::entry::Asked;
use super::safety::Guards;
use super::sending::Sending;
use super::{
    World, agenda, ballot, broadcast, choice, curate, doubt, entry, follow, meant, obey, patience,
    removal, safe, session, steps,
};
use crate::vocab::{
    Act, Attachment, Because, Change, Choice, CommandName, Counted, Decision, DeliveryKey, Errand,
    EventId, Exchange, Incoming, Message, Offer, Outgoing, Report, RoomId, RoomState, Say,
    Snapshot, Speech, TopicId, Urgency, What,
};

/// From this score on something was asked beside the danger that was told.
const LIKELY: f32 = 0.5;

/// What the 112 lines answer when nothing else was asked.
const EMERGENCY_TOPIC: &str = "contact-112";

/// A message longer than this is no question.
const TOO_LONG: usize = 4_000;

/// What will be said, and what follows from it.
#[derive(Default)]
pub struct Reply {
    /// In the order of saying.
    pub says: Vec<Say>,
    /// What the asker may choose from.
    pub options: Vec<Choice>,
    /// The entry that a remark or an offer is on; an answer's own stands in `because`.
    pub topic: Option<TopicId>,
    /// What happens when the asker agrees.
    pub offer: Option<Offer>,
    /// The room's new state, when it changes.
    pub room: Option<RoomState>,
    /// What else changes.
    pub changes: Vec<Change>,
    /// What the control room must know.
    pub reports: Vec<Report>,
    /// What other rooms hear.
    pub elsewhere: Vec<(RoomId, Say)>,
    /// What the reply itself belongs to.
    pub errand: Option<Errand>,
    /// What goes to many rooms.
    pub sends: Vec<Sending>,
    /// Why.
    pub because: Because,
    /// What follows in a message of its own.
    pub after: Vec<Say>,
    /// What is sent behind it as files.
    pub files: Vec<Attachment>,
    /// Whether it is a part of the guided walk.
    pub walk: bool,
    /// The thread that it goes to, when that is not the question's.
    pub thread: Option<EventId>,
    /// Whether a silent phone would harm.
    pub loud: bool,
    /// What the safety room saw.
    pub guards: Guards,
    /// The topics that came nearest, best first; empty when the base was not asked.
    pub ranking: Vec<Ranked>,
}

/// The reply to a text, without regard to how it is delivered. `at` tells which entries are overdue.
pub fn think(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> Reply {
    let mut guards = world.rules.look(&message.text);
    guards.personal = super::personal(world, seen, input, message);
    // Already without personal data in a room; at the keyboard nobody took it out.
    let masked = (!guards.personal.is_empty())
        .then(|| Message { text: world.rules.mask(&message.text), ..message.clone() });
    let message = masked.as_ref().unwrap_or(message);
    let request = command::read(message, &world.name);
    guards.danger = guards.danger && may_tell_danger(world, input, &request);
    let mut reply = if message.text.len() > TOO_LONG {
        rule("too long", Say::TooLong)
    } else {
        safe::instead(world, answer(world, seen, input, message, request))
    };
    // Nor is one of the words that were offered to choose from.
    guards.danger &= !reply.walk || reply.because == Because::Rule(steps::TOLD);
    // Whoever is in danger is not asked for a favour, and nobody for two. In a walk, "ja" is the answer
    // to its question.
    let worth_passing_on = matches!(reply.says[..], [Say::DontKnow | Say::NotRight { why: true }]);
    let personal = !(message.withheld.is_empty() && guards.personal.is_empty());
    let walking = steps::here(seen, input, message).is_some();
    let something_else = guards.danger || walking || personal && message.removable;
    if worth_passing_on && !something_else {
        curate::offer(world, input, &mut reply);
    }
    if guards.danger {
        let likely = reply.ranking.first().is_some_and(|ranked| ranked.score >= LIKELY);
        let nothing_asked = match reply.because {
            Because::Clarify(_) => !likely,
            // Told in a walk instead of a choice.
            Because::DontKnow | Because::Rule(steps::TOLD | safe::CALM) => true,
            // The lines of danger say it all.
            Because::Answer(ref topic, _) => topic.as_str() == EMERGENCY_TOPIC,
            _ => false,
        };
        if nothing_asked {
            // Nothing was asked that the base knows: who is in danger is not asked to choose.
            let because = Because::Answer(EMERGENCY_TOPIC.into(), 1.0);
            reply = Reply { ranking: reply.ranking, because, ..Reply::default() };
        }
        reply.says.insert(0, Say::Danger);
        reply.loud = true;
    }
    let danger = guards.danger;
    reply.guards = guards;
    // Nobody is asked two things in a walk: with something to choose, no removal is offered.
    let removable = message.removable && (!walking || reply.options.is_empty());
    removal::found(input, &Message { removable, ..message.clone() }, danger, &mut reply);
    // Whoever asked something in between is told that the walk is still open; nobody in danger is, and
    // nobody who has something else to answer first.
    let asked = match reply.because {
        Because::Answer(..) | Because::DontKnow => true,
        Because::Rule(rule) => rule == curate::DECLINED,
        _ => false,
    };
    let answered = reply.options.is_empty() && !reply.offer.as_ref().is_some_and(Offer::open);
    let between = asked && answered && !reply.walk && !danger;
    if let Some(walk) = steps::here(seen, input, message).filter(|_| between) {
        reply.says.extend(steps::still_open(world, walk));
    }
    reply
}

/// Whether what sounds like danger can be told by this request: a command and a greeting only have
/// the sound.
fn may_tell_danger(world: &World, input: &Incoming, request: &Request) -> bool {
    let told = match request {
        // With a word at most it is no cry for help, "help" least of all: its answer names 112.
        Request::Command(_, rest) if !rest.trim().contains(' ') => return false,
        // The moment of a plan is none either.
        Request::Command(CommandName::Remind, rest) => agenda::told(rest, input.at),
        Request::Command(CommandName::Broadcast, rest) => broadcast::told(rest, input.at),
        Request::Command(CommandName::Session, rest) => session::told(rest, input.at),
        Request::Question(text) => return answer::smalltalk(text).is_none(),
        Request::Command(..) | Request::Choice(_) | Request::Empty => return true,
    };
    !told.is_empty() && world.rules.look(&told).danger
}

/// The reply before safety has spoken.
fn answer(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
    request: Request,
) -> Reply {
    let planning = || {
        let reply = session::asked(world, seen, input, &request)?;
        Some(doubt::offer(input, message, &message.text, reply))
    };
    let voting = || ballot::to_message(world, seen, input, message);
    let answered = session::to_message(world, seen, input, message).or_else(voting);
    let deciding = || match request {
        Request::Choice(n) => doubt::chosen(world, seen, input, n),
        _ => None,
    };
    if let Some(reply) = answered.or_else(deciding).or_else(planning) {
        return reply;
    }
    let asks = steps::asks(&message.text) || meant::calls_by_name(world, message);
    let taken_back = || session::no_answer(world, seen, input, message).filter(|_| !asks);
    if let Some(reply) = taken_back() {
        return reply;
    }
    if let Request::Question(text) = &request {
        // Short words mean something only where they refer to what was said.
        let refers = meant::refers(seen, input, message);
        let about_before =
            || curate::declined(seen, text).or_else(|| curate::wrong(seen, input, text));
        if let Some(reply) = refers.then(about_before).flatten() {
            return reply;
        }
    }
    if let Some(reply) = steps::go(world, seen, input, message, &request) {
        return reply;
    }
    let told = match (&request, steps::here(seen, input, message)) {
        (Request::Question(text), Some(walk)) if !meant::calls_by_name(world, message) => {
            steps::tells(text).then_some(walk)
        }
        _ => None,
    };
    if let Some(walk) = told {
        return steps::choose(world, input, walk);
    }
    let asked = |text| Asked::new(world, seen, input, text);
    match request {
        Request::Empty => rule("empty", Say::AskAway),
        Request::Command(name, rest) => {
            let reply = obey::obey(world, seen, input, name, &rest);
            doubt::offer(input, message, &rest, reply)
        }
        Request::Choice(n) => choice::choose(world, seen, input, n)
            .unwrap_or_else(|| choice::unclear(seen, input, message)),
        Request::Question(text) if command::consents(&text) || command::declines(&text) => {
            choice::unclear(seen, input, message)
        }
        Request::Question(text) => {
            let before = follow::before(seen, input, message);
            entry::answer_to(&asked(&text), before)
        }
    }
}

/// A new message.
pub fn to_message(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> Decision {
    let mut reply = think(world, seen, input, message);
    if let Because::Answer(topic, _) = &reply.because {
        // How often, this month: nobody's question, and none of its words.
        let asked = curate::count(input, Counted::Asked(topic.clone()));
        reply.changes.push(asked);
    }
    let question = EventId::new(input.cause.as_str());
    // In a thread the conversation stays there; the relation to the question is kept by the reply.
    let place = Standing { reply_to: question.clone(), question, thread: message.thread.clone() };
    deliver(input, reply, place, None)
}

/// A message that took the place of an earlier one: the answer changes with it.
pub fn to_edit(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    of: &EventId,
    message: &Message,
) -> Decision {
    // Only the asker changes a question: others cannot, whatever they send.
    let own = |exchange: &&Exchange| exchange.question == *of && exchange.asker == input.from.user;
    let before = seen.exchange.as_ref().filter(own);
    let thread = before.map_or_else(|| message.thread.clone(), |exchange| exchange.thread.clone());
    let walked = before.is_some_and(|exchange| exchange.walk);
    // Danger and personal data come first, in an edit too.
    let harmless = || {
        let guards = world.rules.look(&message.text);
        !guards.danger && guards.personal.is_empty() && message.withheld.is_empty()
    };
    let asks = || steps::asks(&message.text) || meant::calls_by_name(world, message);
    if walked && (meant::bare(world, message) || !asks()) && harmless() {
        return steps::not_edited(seen, input, of, thread);
    }
    let before = before.filter(|_| !walked);
    let mut reply = think(world, seen, input, message);
    // A better wording is no second sign.
    reply.changes.retain(|change| !matches!(change, Change::Count { .. }));
    // An answer that is none any more does not count.
    let anew = reply.changes.iter().any(|change| matches!(change, Change::Response(_)));
    let taken = session::unanswered(world, seen, input, message).filter(|_| !anew);
    let taken = taken.map(|decision| (decision.changes, decision.outgoing)).unwrap_or_default();
    reply.changes.extend(taken.0);
    // The first version can still be read in the room, whatever the new one says.
    let still = before.and_then(|exchange| exchange.offer.clone());
    if let (None, Some(Offer::Remove(events))) = (&reply.offer, still) {
        reply.offer = Some(Offer::Remove(events));
    }
    let place = Standing { reply_to: of.clone(), question: of.clone(), thread };
    let mut decision = deliver(input, reply, place, before.map(|exchange| exchange.answer.clone()));
    for told in taken.1 {
        let key = DeliveryKey::of(&input.cause, decision.outgoing.len());
        decision.outgoing.push(Outgoing { key, ..told });
    }
    decision
}

/// A reaction that chooses from what was offered, or a thumb.
pub fn to_reaction(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> Decision {
    if let What::Reaction { to, .. } = &input.what
        && let Some(reply) = steps::reacted(world, seen, input, to, key)
    {
        // A reaction that is taken back takes no answer along: it stands below what was asked.
        let place = Standing { question: to.clone(), reply_to: to.clone(), thread: None };
        return deliver(input, safe::instead(world, reply), place, None);
    }
    let answered = || ballot::reacted(world, seen, input, key);
    if let Some(decision) = session::reacted(seen, input, key).or_else(answered) {
        return decision;
    }
    let Some(exchange) = &seen.exchange else { return Decision::default() };
    let chosen = command::choice(key).and_then(|n| choice::choose(world, seen, input, n));
    let Some(reply) = chosen else {
        return curate::thumb(seen, input, key).unwrap_or_default();
    };
    let place = Standing {
        question: EventId::new(input.cause.as_str()),
        reply_to: exchange.question.clone(),
        thread: exchange.thread.clone(),
    };
    deliver(input, safe::instead(world, reply), place, None)
}

/// The question is gone: so is the answer.
pub fn to_redaction(seen: &Snapshot, input: &Incoming) -> Decision {
    // Who wrote that they come, and takes it away, is not counted; nor is the answer to it left.
    let mut taken = session::removed(seen, input).unwrap_or_default();
    let Some(exchange) = &seen.exchange else { return taken };
    let plan = agenda::removed(seen, &exchange.question);
    let draft = broadcast::removed(seen, &exchange.question);
    taken.changes.push(Change::Forget { question: exchange.question.clone() });
    taken.changes.extend(plan.into_iter().chain(draft));
    taken.changes.push(doubt::removed(&exchange.question));
    taken.outgoing.push(Outgoing::new(
        DeliveryKey::of(&input.cause, taken.outgoing.len()),
        input.room.clone(),
        Act::Redact { of: exchange.answer.clone() },
    ));
    Decision { because: Because::Rule("redacted"), ..taken }
}

/// How a reply stands in the conversation.
struct Standing {
    /// The event that asks; its edit or removal changes the reply.
    question: EventId,
    /// The event that the reply is attached to.
    reply_to: EventId,
    /// The thread of both.
    thread: Option<EventId>,
}

/// Turns a reply into acts and memory. `answered` is the delivery to replace, if there is one.
fn deliver(
    input: &Incoming,
    reply: Reply,
    place: Standing,
    answered: Option<DeliveryKey>,
) -> Decision {
    let key = DeliveryKey::of(&input.cause, 0);
    let loud = reply.loud;
    let thread = reply.thread.or(place.thread.clone());
    let speech = |body| Speech {
        reply_to: Some(place.reply_to.clone()),
        thread: thread.clone(),
        mention: vec![input.from.user.clone()],
        loud,
        loud_from: patience(input.at),
        ..Speech::unasked(body)
    };
    let urgency = if loud { Urgency::Danger } else { Urgency::Answer };
    let outgoing = |index, act| Outgoing {
        urgency,
        ..Outgoing::new(DeliveryKey::of(&input.cause, index), input.room.clone(), act)
    };
    let mut acts = Vec::new();
    if let Some(of) = &answered {
        // A replaced message makes no phone ring: danger is said anew as well.
        if loud {
            acts.push(outgoing(1, Act::Say(speech(vec![Say::Danger]))));
        }
        let quiet = Speech { loud: false, loud_from: None, ..speech(reply.says) };
        acts.push(outgoing(0, Act::Edit { of: of.clone(), speech: quiet, unsent: None }));
    } else {
        let errand = reply.errand;
        acts.push(Outgoing { errand, ..outgoing(0, Act::Say(speech(reply.says))) });
    }
    if !reply.after.is_empty() {
        let speech = Speech { reply_to: None, mention: Vec::new(), ..speech(reply.after) };
        acts.push(outgoing(acts.len(), Act::Say(speech)));
    }
    for file in reply.files {
        acts.push(outgoing(acts.len(), Act::Attach { file: Box::new(file) }));
    }
    for (room, say) in reply.elsewhere {
        let key = DeliveryKey::of(&input.cause, acts.len());
        acts.push(Outgoing::new(key, room, Act::Say(Speech::unasked(vec![say]))));
    }
    for sending in reply.sends {
        let key = DeliveryKey::of(&input.cause, acts.len());
        acts.push(sending.into_outgoing(key));
    }
    let answered_topic = match &reply.because {
        Because::Answer(topic, _) => Some(topic.clone()),
        _ => None,
    };
    let exchange = Exchange {
        question: place.question.clone(),
        room: input.room.clone(),
        asker: input.from.user.clone(),
        asked: input.at,
        thread: thread.filter(|root| *root != place.question),
        answer: answered.unwrap_or(key),
        options: reply.options,
        topic: answered_topic.or(reply.topic),
        offer: reply.offer,
        walk: reply.walk,
    };
    let mut changes = vec![Change::Exchange(exchange)];
    changes.extend(reply.changes);
    changes.extend(reply.room.map(|state| Change::Room { room: input.room.clone(), state }));
    Decision { changes, outgoing: acts, reports: reply.reports, because: reply.because }
}

/// A reply with a name of its own.
pub fn rule(because: &'static str, say: Say) -> Reply {
    Reply { says: vec![say], because: Because::Rule(because), ..Reply::default() }
}
