//! Who comes? Counted from the answers, with a waiting list where there are fewer places.

use super::{headcount, say};
use crate::engine::reply::Reply;
use crate::vocab::{
    Coming, Headcount, Incoming, Poll, Progress, Response, RoomId, Session, SessionWords, Snapshot,
    Unclear, UserId,
};

/// Who said what, and for whom there is a place.
pub struct Count<'r> {
    answers: Vec<(&'r Response, Coming)>,
    places: Option<u32>,
}

impl<'r> Count<'r> {
    /// Counts the answers to a session, the first answer first.
    pub fn of(session: &Session, responses: &'r [Response]) -> Self {
        let coming =
            responses.iter().filter(|r| r.poll == Poll::Coming && r.session == session.number);
        let answers = coming.filter_map(|r| Some((r, Coming::of(r.choice)?))).collect();
        let places = session.capacity.map(|most| most.saturating_sub(session.guests));
        Self { answers, places }
    }

    /// Those who said yes, the first first, and whether there is a place for them.
    pub fn yes(&self) -> impl Iterator<Item = (&'r Response, bool)> {
        let places = self.places;
        let yes = self.answers.iter().filter(|(_, coming)| *coming == Coming::Yes);
        yes.zip(1_u32..)
            .map(move |((response, _), nth)| (*response, places.is_none_or(|p| nth <= p)))
    }

    /// Whether this person waits for a place.
    pub fn waits(&self, person: &UserId) -> bool {
        self.yes().any(|(response, place)| response.person == *person && !place)
    }

    /// Whether every place is taken.
    pub fn full(&self) -> bool {
        self.places.is_some_and(|places| self.yes().count() >= places as usize)
    }

    /// How many, of one room or of all.
    pub fn headcount(&self, room: Option<&RoomId>) -> Headcount {
        let here = |response: &Response| room.is_none_or(|room| response.room == *room);
        let mut count = Headcount::default();
        for (_, place) in self.yes().filter(|(response, _)| here(response)) {
            match place {
                true => count.yes += 1,
                false => count.waiting += 1,
            }
        }
        for (response, coming) in &self.answers {
            match coming {
                Coming::No if here(response) => count.no += 1,
                Coming::Maybe if here(response) => count.maybe += 1,
                _ => {}
            }
        }
        count
    }
}

/// So many come from outside the rooms; they take places, too.
pub fn guests(seen: &Snapshot, input: &Incoming, session: &Session, guests: Option<u32>) -> Reply {
    let Some(guests) = guests else {
        let (number, unclear) = (session.number, Unclear::Number);
        return say(SessionWords::Unclear { number, unclear });
    };
    let changed = Session { guests, ..session.clone() };
    let mut reply = super::tell::report(seen, &changed);
    reply.changes.push(crate::vocab::Change::Session(changed.clone()));
    if session.stage == Progress::Announced {
        let (before, after) =
            (Count::of(session, &seen.responses), Count::of(&changed, &seen.responses));
        reply.changes.extend(headcount::recount(input, session, &before, &after));
        let (later, sends) = headcount::places(input, &changed, &before, &after, None);
        reply.changes.extend(later);
        reply.sends.extend(sends);
    }
    reply
}
