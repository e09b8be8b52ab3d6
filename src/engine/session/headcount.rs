//! When does a room see anew who comes, and who hears that there is a place?

use super::count::Count;
use super::{announce, moments};
use crate::engine::sending::Sending;
use crate::vocab::{
    Act, Change, Decision, Fate, Headcount, Incoming, Moment, Poll, Purpose, Response, RoomId, Say,
    Session, SessionWords, Snapshot, Speech, Timestamp, Urgency, UserId, Wake,
};
use jiff::SignedDuration;

/// Between two new headcounts in a message.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// A room's message shows who comes now, at most once in a while.
pub fn recounted(
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    shown: (Headcount, bool),
) -> Decision {
    let count = Count::of(session, &seen.responses);
    let (here, full) = (count.headcount(Some(&input.room)), count.full());
    let Some(told) =
        announce::announced_in(&seen.sent, session, &input.room).filter(|_| (here, full) != shown)
    else {
        return moments::nothing();
    };
    // What still waits to go would only show less.
    let waits =
        seen.sent.iter().any(|s| s.of.as_ref() == Some(&told.key) && s.fate == Fate::Waiting);
    let known = if waits { shown } else { (here, full) };
    let again = counting(session, &input.room, known, input.at.checked_add(PAUSE).ok());
    let shown = announce::announcement(session, here, full, session.sequence > 0);
    // As loud as the message that it changes: a client shows the one that is quiet in grey.
    let speech = Speech { loud: true, ..Speech::unasked(vec![shown]) };
    let act = Act::Edit { of: told.key.clone(), speech, unsent: None };
    let purpose = Purpose::Asks(Poll::Coming);
    let edit = announce::sending(session, &input.room, act, Urgency::Headcount, purpose);
    let sends = if waits { Vec::new() } else { vec![edit] };
    moments::decision(input, again.map(Change::Wake).into_iter().collect(), None, sends)
}

fn counting(
    session: &Session,
    room: &RoomId,
    (shown, full): (Headcount, bool),
    due: Option<Timestamp>,
) -> Option<Wake> {
    let wake = moments::wake(session, Moment::Headcount { shown, full }, due?, None);
    let key = format!("{}:{room}", wake.key);
    Some(Wake { key, room: room.clone(), ..wake })
}

/// The headcounts that are to be told anew after an answer: the room's own at once, the others' soon.
/// A room that was told a moment ago looks again by itself, and knows what its message shows.
pub fn recount(input: &Incoming, session: &Session, before: &Count, after: &Count) -> Vec<Change> {
    let mut changes = Vec::new();
    for target in session.targets.iter().filter(|target| target.missed.is_none()) {
        let room = &target.room;
        let shown = (before.headcount(Some(room)), before.full());
        if shown == (after.headcount(Some(room)), after.full()) {
            continue;
        }
        let due = match *room == input.room {
            true => Some(input.at),
            false => input.at.checked_add(PAUSE).ok(),
        };
        changes.extend(counting(session, room, shown, due).map(Change::WakeUnlessPlanned));
    }
    changes
}

/// The rooms' messages show this now, because something else in them changed, too.
pub fn told(input: &Incoming, session: &Session, count: &Count, rooms: &[RoomId]) -> Vec<Change> {
    let due = input.at.checked_add(PAUSE).ok();
    let shown = |room| (count.headcount(Some(room)), count.full());
    let wakes = rooms.iter().filter_map(|room| counting(session, room, shown(room), due));
    wakes.map(Change::Wake).collect()
}

/// Those who waited and have a place now hear it, at night when it is day; who did it themselves is not
/// told.
pub fn places(
    input: &Incoming,
    session: &Session,
    before: &Count,
    after: &Count,
    not: Option<&UserId>,
) -> (Vec<Change>, Vec<Sending>) {
    let placed = after.yes().filter(|(_, place)| *place).map(|(response, _)| response);
    let lucky = placed.filter(|r| before.waits(&r.person) && Some(&r.person) != not);
    match moments::morning(input.at, session.when) {
        None => (Vec::new(), lucky.map(|response| place(session, response)).collect()),
        Some(morning) => {
            let wake = |response: &Response| {
                let person = Some(response.person.clone());
                let wake = moments::wake(session, Moment::Place, morning, person);
                // Not the person: a key outlives them when they are forgotten.
                let key = format!("{}:{}", wake.key, response.event);
                Change::Wake(Wake { key, room: response.room.clone(), ..wake })
            };
            (lucky.map(wake).collect(), Vec::new())
        }
    }
}

/// It is day: whoever was given a place in the night hears it, if there still is one.
pub fn placed(
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    who: &UserId,
) -> Option<Sending> {
    let count = Count::of(session, &seen.responses);
    let theirs = |response: &Response| response.person == *who && response.room == input.room;
    let mut placed = count.yes().filter(|(response, place)| *place && theirs(response));
    placed.next().map(|(response, _)| place(session, response))
}

fn place(session: &Session, response: &Response) -> Sending {
    let (named, who) = (Box::new(session.clone()), response.person.clone());
    let words = vec![Say::Session(SessionWords::PlaceFree { session: named, who })];
    let mention = vec![response.person.clone()];
    let act = Act::Say(Speech { loud: true, mention, ..Speech::unasked(words) });
    announce::sending(
        session,
        &response.room,
        act,
        Urgency::Correction,
        Purpose::Answerable(Poll::Coming),
    )
}
