//! How much was answered in the last minute, to whom and where? By the bot's own clock: what an event
//! says of its time is its sender's word. Kept in memory alone: a minute is over after a restart.

use crate::vocab::{Decision, Incoming, Lately, RoomId, Timestamp, UserId};
use std::collections::HashMap;

/// After so long it begins anew.
const MINUTE: jiff::SignedDuration = jiff::SignedDuration::from_mins(1);

/// A minute that began with an answer.
struct Window {
    began: Timestamp,
    answers: u32,
    danger: u32,
    told: bool,
}

impl Window {
    fn open(&self, now: Timestamp) -> bool {
        (jiff::SignedDuration::ZERO..MINUTE).contains(&now.duration_since(self.began))
    }
}

/// The answers of the last minute.
#[derive(Default)]
pub(super) struct Answers {
    people: HashMap<UserId, Window>,
    rooms: HashMap<RoomId, Window>,
}

impl Answers {
    /// What was answered lately to who did this, and where it was done.
    pub(super) fn lately(&self, input: &Incoming, now: Timestamp) -> Lately {
        let person = self.people.get(&input.from.user).filter(|window| window.open(now));
        let room = self.rooms.get(&input.room).filter(|window| window.open(now));
        Lately {
            person: person.map_or(0, |window| window.answers),
            room: room.map_or(0, |window| window.answers),
            danger: person.map_or(0, |window| window.danger),
            person_told: person.is_some_and(|window| window.told),
            room_told: room.is_some_and(|window| window.told),
        }
    }

    /// This was decided. Only what somebody asked for counts.
    pub(super) fn count(&mut self, input: &Incoming, decision: &Decision, now: Timestamp) {
        let asked = input.what.asks();
        if !asked || decision.outgoing.is_empty() {
            return;
        }
        // Nobody is remembered longer than it matters.
        self.people.retain(|_, window| window.open(now));
        self.rooms.retain(|_, window| window.open(now));
        let danger = u32::from(decision.tells_danger());
        let told = decision.tells_too_many();
        let new = || Window { began: now, answers: 0, danger: 0, told: false };
        let person = self.people.entry(input.from.user.clone()).or_insert_with(new);
        let room = self.rooms.entry(input.room.clone()).or_insert_with(new);
        person.told |= told == Some(false);
        room.told |= told == Some(true);
        for window in [person, room] {
            window.answers = window.answers.saturating_add(1);
            window.danger = window.danger.saturating_add(danger);
        }
    }
}
