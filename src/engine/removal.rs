//! How do personal data go from a room again? The bot says what kinds it saw, and removes the message
//! when its sender agrees.

use super::reply::Reply;
use super::{World, meant};
use crate::vocab::{
    Act, Because, Change, Decision, DeliveryKey, EventId, Exchange, Incoming, Message, Offer,
    Outgoing, PersonalData, PrivacyWords, Removal, Say, Snapshot, Speech, What,
};

/// A person hears at most so often what they type in a room that is watched.
const AGAIN: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// Says above the answer which kinds of personal data stand in the message. The offer to remove it
/// takes the place of the offer to pass it on: a message that is gone cannot be read again.
pub fn found(input: &Incoming, message: &Message, danger: bool, reply: &mut Reply) {
    let mut kinds = message.withheld.clone();
    kinds.extend(reply.guards.personal.iter().copied());
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return;
    }
    // Whoever is in danger is not asked for a favour; and in the walk a "ja" is an answer to its question.
    let removal = match (danger, message.removable && !reply.walk) {
        (true, _) => Removal::NotNow,
        (false, true) => Removal::Offered,
        (false, false) => Removal::Yourself,
    };
    if removal == Removal::Offered {
        reply.offer = Some(Offer::Remove(versions(input)));
    }
    let found = PrivacyWords::Found { kinds, removal, overheard: false };
    reply.says.insert(usize::from(danger), Say::Privacy(found));
    reply.offer.get_or_insert(Offer::Remove(Vec::new()));
}

/// The events that hold what was sent: a new version leaves the old one readable.
fn versions(input: &Incoming) -> Vec<EventId> {
    let this = EventId::new(input.cause.as_str());
    let of = match &input.what {
        What::Edit { of, .. } | What::Overheard { of: Some(of), .. } => Some(of.clone()),
        _ => None,
    };
    of.into_iter().chain([this]).collect()
}

/// The sender agrees: the message goes. What remains of the offer is that it was made.
pub fn agreed(input: &Incoming, exchange: &Exchange, offer: &Offer) -> Option<Decision> {
    let (events, done) = match offer {
        Offer::PassOn(_) => return None,
        Offer::Remove(events) => (events, Offer::Remove(Vec::new())),
        Offer::Overheard(events) => (events, Offer::Overheard(Vec::new())),
    };
    let remove = |(index, event): (usize, &EventId)| {
        let (event, sender) = (event.clone(), exchange.asker.clone());
        let reason = vec![Say::Privacy(PrivacyWords::OnRequest)];
        let key = DeliveryKey::of(&input.cause, index);
        Outgoing::new(key, input.room.clone(), Act::Remove { event, sender, reason })
    };
    Some(Decision {
        changes: vec![Change::Exchange(Exchange { offer: Some(done), ..exchange.clone() })],
        outgoing: events.iter().enumerate().map(remove).collect(),
        because: Because::Rule("removal agreed"),
        ..Decision::default()
    })
}

/// It is gone: the line that asked says so. The answer below it stays as it is.
pub fn removed(seen: &Snapshot, input: &Incoming, event: &EventId) -> Decision {
    let because = Because::Rule("removed");
    let own =
        |exchange: &&Exchange| exchange.question == *event && exchange.asker == input.from.user;
    let amended = seen.exchange.as_ref().filter(own).map(|exchange| {
        let say = |words| vec![Say::Privacy(words)];
        let (was, now) = (say(PrivacyWords::Finding), say(PrivacyWords::Removed));
        let act = Act::Amend { of: exchange.answer.clone(), was, now };
        Outgoing::new(DeliveryKey::of(&input.cause, 0), input.room.clone(), act)
    });
    Decision { outgoing: amended.into_iter().collect(), because, ..Decision::default() }
}

/// The homeserver refused: the one who asked hears that the message still stands.
pub fn refused(seen: &Snapshot, input: &Incoming, event: &EventId) -> Decision {
    let exchange = seen.exchange.as_ref().filter(|exchange| exchange.asker == input.from.user);
    let thread = exchange.and_then(|exchange| exchange.thread.clone());
    let act = say(input, PrivacyWords::CannotRemove, event.clone(), thread);
    Decision {
        outgoing: vec![act],
        because: Because::Rule("removal refused"),
        ..Decision::default()
    }
}

/// What a room that is watched keeps of a message that is not meant for the bot: the kinds of personal
/// data in it. None when there is nothing to say; the text is never part of it.
pub fn overheard(world: &World, seen: &Snapshot, input: &Incoming) -> Option<Incoming> {
    let (of, message) = match &input.what {
        What::Message(message) => (None, message),
        What::Edit { of, message } => (Some(of.clone()), message),
        _ => return None,
    };
    if !seen.room.watch || input.direct || meant::is_bot(world, &input.from.user) {
        return None;
    }
    let kinds: Vec<_> = world.rules.personal(&message.text).into_iter().collect();
    if kinds.is_empty() {
        return None;
    }
    let (thread, removable) = (message.thread.clone(), message.removable);
    let what = What::Overheard { of, kinds, removable, thread };
    let heard = Incoming { what, ..input.clone() };
    (!quiet(seen, &heard) || follows_on(seen, &heard).is_some()).then_some(heard)
}

/// One kind line for a message that was not meant for the bot, and not again for a while.
pub fn warn(
    seen: &Snapshot,
    input: &Incoming,
    kinds: &[PersonalData],
    removable: bool,
    thread: Option<&EventId>,
) -> Decision {
    let because = Because::Rule("overheard");
    let events = if removable { versions(input) } else { Vec::new() };
    if let Some(exchange) = follows_on(seen, input) {
        // It was said already; now there is one version more to remove.
        let offer = Some(Offer::Overheard(events));
        let changes = vec![Change::Exchange(Exchange { offer, ..exchange.clone() })];
        return Decision { changes, because, ..Decision::default() };
    }
    let this = versions(input).swap_remove(0);
    let known = seen.exchange.as_ref().is_some_and(|exchange| exchange.question == this);
    if quiet(seen, input) || known || !seen.room.watch {
        return Decision {
            because: Because::Rule("overheard, said before"),
            ..Decision::default()
        };
    }
    let removal = if removable { Removal::Offered } else { Removal::Yourself };
    let found = PrivacyWords::Found { kinds: kinds.to_vec(), removal, overheard: true };
    let exchange = Exchange {
        question: this.clone(),
        room: input.room.clone(),
        asker: input.from.user.clone(),
        asked: input.at,
        thread: thread.cloned(),
        answer: DeliveryKey::of(&input.cause, 0),
        options: Vec::new(),
        topic: None,
        offer: Some(Offer::Overheard(events)),
        walk: false,
    };
    Decision {
        changes: vec![Change::Exchange(exchange)],
        outgoing: vec![say(input, found, this, thread.cloned())],
        because,
        ..Decision::default()
    }
}

/// Whether this person heard it lately.
fn quiet(seen: &Snapshot, input: &Incoming) -> bool {
    seen.warned.is_some_and(|warned| input.at.duration_since(warned) < AGAIN)
}

/// The exchange of the first version, when this is a new version of what was overheard before.
fn follows_on<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<&'s Exchange> {
    let What::Overheard { of: Some(of), .. } = &input.what else { return None };
    seen.exchange.as_ref().filter(|exchange| {
        exchange.question == *of
            && exchange.asker == input.from.user
            && matches!(exchange.offer, Some(Offer::Overheard(_)))
    })
}

fn say(
    input: &Incoming,
    words: PrivacyWords,
    reply_to: EventId,
    thread: Option<EventId>,
) -> Outgoing {
    let speech = Speech {
        reply_to: Some(reply_to),
        thread,
        mention: vec![input.from.user.clone()],
        ..Speech::unasked(vec![Say::Privacy(words)])
    };
    Outgoing::new(DeliveryKey::of(&input.cause, 0), input.room.clone(), Act::Say(speech))
}
