//! When does a room see anew who comes, and who hears that there is a place?

use super::count::Count;
use super::{announce, moments};
use crate::engine::sending::Sending;
use crate::vocab::{
    Act, Change, Decision, Fate, Headcount, Incoming, Moment, Poll, Purpose, RoomId, Say, Session,
    SessionWords, Snapshot, Speech, Timestamp, Urgency, UserId, Wake,
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
    let speech =
        Speech::unasked(vec![announce::announcement(session, here, full, session.sequence > 0)]);
    let act = Act::Edit { of: told.key.clone(), speech };
    let purpose = Purpose::Asks(Poll::Coming);
    let edit = announce::sending(session, &input.room, act, Urgency::Headcount, purpose);
    let sends = if waits { Vec::new() } else { vec![edit] };
    moments::decision(input, again.into_iter().collect(), None, sends)
}

fn counting(
    session: &Session,
    room: &RoomId,
    (shown, full): (Headcount, bool),
    due: Option<Timestamp>,
) -> Option<Change> {
    let wake = moments::wake(session, Moment::Headcount { shown, full }, due?, None);
    let key = format!("{}:{room}", wake.key);
    Some(Change::Wake(Wake { key, room: room.clone(), ..wake }))
}

/// The headcounts that are to be told anew after an answer: the room's own at once, unless it was told
/// a moment ago; the others only when it became full, or is not any more.
pub fn recount(
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    before: &Count,
    after: &Count,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let flipped = before.full() != after.full();
    for target in session.targets.iter().filter(|target| target.missed.is_none()) {
        let room = &target.room;
        let shown = (before.headcount(Some(room)), before.full());
        let now = (after.headcount(Some(room)), after.full());
        if shown == now {
            continue;
        }
        let planned = format!(
            "{}:{room}",
            moments::key(session.number, &Moment::Headcount { shown: shown.0, full: false })
        );
        let here = *room == input.room;
        if here && seen.planned.iter().any(|wake| wake.key == planned) {
            continue;
        }
        let due = match here {
            true => Some(input.at),
            false if flipped || shown.0 != now.0 => input.at.checked_add(PAUSE).ok(),
            false => None,
        };
        changes.extend(counting(session, room, shown, due));
    }
    changes
}

/// Those who waited and have a place now hear it; who did it themselves is not told.
pub fn places(
    session: &Session,
    before: &Count,
    after: &Count,
    not: Option<&UserId>,
) -> Vec<Sending> {
    let placed = after.yes().filter(|(_, place)| *place).map(|(response, _)| response);
    let lucky = placed.filter(|r| before.waits(&r.person) && Some(&r.person) != not);
    let told = lucky.map(|response| {
        let words = vec![Say::Session(SessionWords::PlaceFree(Box::new(session.clone())))];
        let speech =
            Speech { loud: true, mention: vec![response.person.clone()], ..Speech::unasked(words) };
        announce::sending(
            session,
            &response.room,
            Act::Say(speech),
            Urgency::Correction,
            Purpose::Tells,
        )
    });
    told.collect()
}
