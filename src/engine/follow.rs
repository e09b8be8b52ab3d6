//! What does a message go on from? The topic of the answer before it; nothing else of it is known.

use super::answer::{Outcome, PlaceFound};
use super::entry::{self, Asked};
use super::reply::Reply;
use super::{World, meant};
use crate::vocab::{Because, Choice, Incoming, Message, PlaceWords, Say, Snapshot, TopicId, What};

/// So long a question in a direct chat goes on from the one before it.
const GOES_ON: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// The topic of the answer that a message replies to, stands under in a thread, or shortly follows
/// under four eyes.
pub fn before<'s>(seen: &'s Snapshot, input: &Incoming, message: &Message) -> Option<&'s TopicId> {
    let exchange = seen.exchange.as_ref()?;
    // For an edit its own answer was loaded.
    let new = matches!(input.what, What::Message(_));
    let goes_on = match (&message.reply_to, &message.thread) {
        (Some(event), _) => exchange.question == *event || seen.mine.contains(event),
        (None, Some(_)) => meant::in_thread(seen, message),
        (None, None) => input.direct && input.at.duration_since(exchange.asked) <= GOES_ON,
    };
    exchange.topic.as_ref().filter(|_| new && goes_on)
}

/// A bare place after an answer that has to do with places: the same question again, for there.
pub fn place(asked: &Asked, before: &TopicId) -> Option<Reply> {
    let Asked { world, input, text, .. } = *asked;
    let which = before.as_str() == entry::REGION_TOPIC;
    // A question in a team room opens no other region than the room's own.
    let differs = which || (input.direct && world.base.differs(before));
    if !differs {
        return None;
    }
    let found = world.index.bare_place(&world.base, text);
    if !entry::known(&found) && (!which || knows(world, text)) {
        return None;
    }
    match found {
        PlaceFound::Missing => None,
        // The entry stands above.
        PlaceFound::Unknown => Some(Reply {
            says: vec![Say::Place(PlaceWords::Unknown)],
            because: Because::Answer(before.clone(), 1.0),
            ..Reply::default()
        }),
        found if which => Some(entry::placed(asked, before, &found)),
        PlaceFound::Known { gemeente, .. } => there(asked, before, &gemeente),
        PlaceFound::Region { region, .. } => entry::added(asked, before, &region),
        PlaceFound::Ambiguous { name, options } => Some(Reply {
            topic: Some(before.clone()),
            ..entry::which_place(before, &name, &options)
        }),
    }
}

/// What the region of a gemeente adds to the topic that was answered.
pub fn there(asked: &Asked, topic: &TopicId, gemeente: &str) -> Option<Reply> {
    let region = &asked.world.base.places.gemeenten.get(gemeente)?.region;
    entry::added(asked, topic, region)
}

/// A question that stays with its topic, but names a place that it matters for.
pub fn elsewhere(asked: &Asked, before: &TopicId) -> Option<Reply> {
    if before.as_str() == entry::REGION_TOPIC {
        return asked.names_place().then(|| entry::placed(asked, before, &asked.place));
    }
    let region = asked.region()?;
    entry::added(asked, before, &region).filter(|_| asked.world.base.differs(before))
}

/// Whether the base answers this text.
fn knows(world: &World, text: &str) -> bool {
    matches!(world.index.find(&world.base, text).outcome, Outcome::Answer(_))
}

/// The answer above says what there is; what lies near it is offered.
pub fn said(asked: &Asked, before: &TopicId, near: Vec<TopicId>) -> Reply {
    let Asked { world, input, .. } = *asked;
    let Some(title) = entry::title(world, before, input.at) else { return entry::dont_know() };
    let options = near.iter().filter_map(|topic| entry::title(world, topic, input.at)).collect();
    Reply {
        says: vec![Say::Said { title, options }],
        options: near.iter().cloned().map(Choice::Topic).collect(),
        topic: Some(before.clone()),
        because: Because::Clarify(near),
        ..Reply::default()
    }
}
