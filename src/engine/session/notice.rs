//! How do rooms hear of what changed in a session? They see it in place, and those who said yes hear it
//! once, by day.

use super::count::Count;
use super::{announce, change, moments, say};
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::engine::{World, calendar};
use crate::vocab::{
    Act, Change, Fate, Incoming, Moment, Notice, Poll, Progress, Purpose, RoomId, Say, Sent,
    Session, SessionWords, Snapshot, Span, Speech, Timestamp, Urgency, Wake,
};

/// When the rooms hear of it: at once, or in the morning.
pub fn when(morning: Option<Timestamp>) -> Notice {
    morning.map_or(Notice::Now, |due| Notice::At(calendar::local(due)))
}

/// What rooms are told of a change: when it was to be, if it was moved.
#[derive(Clone, Copy)]
pub struct News {
    pub from: Option<Span>,
}

/// Every room's announcement as it is now; with news also a word, and its calendar file.
pub fn told_anew(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    news: Option<News>,
) -> Vec<Sending> {
    let count = Count::of(session, &seen.responses);
    let mut sends = Vec::new();
    let urgency = Urgency::Correction;
    for room in announce::reached(world, seen, session) {
        let Some(told) = announce::announced_in(&seen.sent, session, &room) else { continue };
        let here = count.headcount(Some(&room));
        let shown = |changed| announce::announcement(session, here, count.full(), changed);
        // A room that never saw another sees this one.
        let speech = Speech { loud: true, ..Speech::unasked(vec![shown(true)]) };
        let edit = Act::Edit { of: told.key.clone(), speech, unsent: Some(vec![shown(false)]) };
        let asks = Purpose::Asks(Poll::Coming);
        sends.push(announce::sending(session, &room, edit, urgency, asks));
        // What nobody is told now makes no phone ring with a file either.
        let Some(news) = news else { continue };
        sends.extend(told_in(world, seen, input, session, &room, news));
    }
    sends
}

/// In the morning those who come hear of it; of several changes in a night the last, and where it was
/// before the first.
pub fn tell_at(session: &Session, due: Timestamp, from: Option<Span>) -> Change {
    let moment = Moment::Changed { from };
    Change::WakeUnlessPlanned(moments::wake(session, moment, due, session.by.clone()))
}

/// What was held back in the night: a word to every room, and its calendar file.
pub fn told_later(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    from: Option<Span>,
) -> Vec<Sending> {
    let news = News { from: from.filter(|from| Some(*from) != session.when) };
    let told = |room: &RoomId| told_in(world, seen, input, session, room, news);
    announce::reached(world, seen, session).iter().flat_map(told).collect()
}

/// What the rooms have yet to hear in the morning.
pub fn untold<'s>(seen: &'s Snapshot, session: &Session) -> Option<&'s Wake> {
    let key = moments::key(session.number, &Moment::Changed { from: None });
    seen.planned.iter().find(|wake| wake.key == key)
}

/// The planner does not want to wait for the morning; of a programme all is told.
pub fn told_now(seen: &Snapshot, input: &Incoming, session: &Session) -> Reply {
    let number = session.number;
    let together = seen.sessions.iter().filter(|other| other.programme == session.programme);
    let untold = together.filter_map(|session| untold(seen, session));
    let now = |wake: &Wake| Change::Wake(Wake { due: input.at, ..wake.clone() });
    let changes: Vec<Change> = untold.map(now).collect();
    if changes.is_empty() {
        return say(SessionWords::NothingToTell { number });
    }
    Reply { changes, ..say(SessionWords::ToldNow { number }) }
}

/// A word, which those who come hear, and the calendar file in place of the one before.
fn told_in(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    room: &RoomId,
    news: News,
) -> Vec<Sending> {
    let coming = change::coming(session, &seen.responses).into_iter();
    let mention: Vec<_> =
        coming.filter(|r| r.room == *room).map(|response| response.person.clone()).collect();
    let (boxed, coming) = (Box::new(session.clone()), !mention.is_empty());
    let (words, file) = match (session.stage, news.from) {
        (Progress::Cancelled, _) => (SessionWords::Cancelled(boxed), "-gaat-niet-door"),
        (Progress::Announced, from) => (
            SessionWords::Changed { session: boxed, from, coming },
            if from.is_some() { "-nieuwe-tijd" } else { "-gewijzigd" },
        ),
        _ => return Vec::new(),
    };
    let body = vec![Say::Session(words)];
    // Where nobody said yes, nobody's phone rings.
    let act = Act::Say(Speech { loud: coming, mention, ..Speech::unasked(body) });
    let (urgency, about) = (Urgency::Correction, Purpose::Answerable(Poll::Coming));
    let mut sends = vec![announce::sending(session, room, act, urgency, about)];
    let before = announce::files_in(&seen.sent, session, room);
    // A file that has yet to go would undo this one if it came after it.
    let waits = before.iter().any(|sent| sent.fate == Fate::Waiting);
    let urgency = if waits { Urgency::Broadcast } else { urgency };
    let gone = |sent: &&Sent| {
        let act = Act::Redact { of: sent.key.clone() };
        announce::sending(session, room, act, urgency, Purpose::Tells)
    };
    sends.extend(before.iter().map(gone));
    sends.extend(announce::file(world, session, room, (input.at, file), urgency));
    sends
}
