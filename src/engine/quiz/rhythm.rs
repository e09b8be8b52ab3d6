//! When does a room get its next round by itself? Each week, but not on holidays, not where it is quiet,
//! and not where nobody answers.

use super::round::{self, Begun};
use super::{measure, open_in, say};
use crate::engine::reply::Reply;
use crate::engine::{World, agenda, calendar, dates, holidays};
use crate::vocab::{
    Act, Ask, Because, Change, Decision, DeliveryKey, Incoming, OnHoliday, Outgoing, Plan,
    QuizWords, Rhythm, RoomId, Round, Say, Snapshot, Speech, Timestamp, Urgency, Wake, When,
};

/// So many rounds in a row that nobody answered are enough.
const UNANSWERED: u8 = 2;

/// `!meld quiz elke dinsdag 9.00`.
pub fn plan(seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let when = match dates::read(rest, input.at).when {
        Ok(when) => when,
        Err(ask) => return say(QuizWords::Unclear(ask)),
    };
    if when.rule.is_none() {
        return say(QuizWords::NoSeries);
    }
    let changed = rhythm(seen, &input.room).is_some();
    let Some(wake) = waking(&input.room, &when, None, input.at, 0) else {
        return say(QuizWords::Unclear(Ask::NoOccurrence));
    };
    if seen.room.quiet {
        return Reply { changes: vec![Change::Wake(wake)], ..say(QuizWords::Quiet) };
    }
    Reply { changes: vec![Change::Wake(wake)], ..say(QuizWords::Planned { when, changed }) }
}

/// No more rounds by themselves; an open one closes in its time.
pub fn off(seen: &Snapshot, input: &Incoming) -> Reply {
    let was = rhythm(seen, &input.room).is_some();
    let over = was.then(|| Change::WakeOver { key: key(&input.room) });
    Reply { changes: over.into_iter().collect(), ..say(QuizWords::Off { was }) }
}

/// It goes on after nobody answered.
pub fn on(seen: &Snapshot, input: &Incoming) -> Reply {
    let Some((wake, rhythm)) = rhythm(seen, &input.room) else {
        return say(QuizWords::Off { was: false });
    };
    let plan = Some(Plan::Quiz(Box::new(Rhythm { unanswered: 0, ..rhythm.clone() })));
    let wake = Wake { plan, ..wake.clone() };
    Reply { changes: vec![Change::Wake(wake)], ..say(QuizWords::On) }
}

/// A room's round is due.
pub fn due(world: &World, seen: &Snapshot, wake: &agenda::Due, rhythm: &Rhythm) -> Decision {
    let agenda::Due { input, due, .. } = *wake;
    let room = &input.room;
    // One that was missed is not made up for.
    let next = waking(room, &rhythm.when, Some(rhythm.next), input.at, rhythm.unanswered);
    let silent = seen.room.quiet
        || rhythm.unanswered >= UNANSWERED
        || holidays::closed(calendar::today(due))
        || agenda::too_late(world, due, input.at)
        || holidays::schools_closed(&world.base, calendar::today(due))
        || measure::busy(seen, room, calendar::today(due))
        // Whoever was away does not come at night with what was planned for the day.
        || due < agenda::late_before(input.at) && calendar::by_day(input.at) > input.at
        || open_in(seen, room).is_some();
    let begun = if silent { None } else { round::begin(world, seen, room, input.at) };
    self::begun(input, begun, next.map(Change::Wake).into_iter().collect())
}

/// A round that began by itself, if there is something to ask.
pub fn begun(input: &Incoming, begun: Option<Begun>, mut changes: Vec<Change>) -> Decision {
    let because = Because::Rule("quiz:due");
    let Some(begun) = begun else {
        return Decision { changes, because, ..Decision::default() };
    };
    changes.extend(begun.changes);
    let begins = Act::Say(Speech::unasked(vec![Say::Quiz(begun.words)]));
    let key = |index| DeliveryKey::of(&input.cause, index);
    let begins = Outgoing::new(key(0), input.room.clone(), begins);
    let mut outgoing = vec![Outgoing { urgency: Urgency::Quiz, ..begins }];
    for sending in begun.sends {
        let key = key(outgoing.len());
        outgoing.push(sending.into_outgoing(key));
    }
    Decision { outgoing, changes, because, ..Decision::default() }
}

/// Whether a round was answered is remembered by the rhythm; true: it is asked whether to go on.
pub fn answered(seen: &Snapshot, of: &Round, anybody: bool) -> (Option<Change>, bool) {
    let Some((wake, rhythm)) = rhythm(seen, &of.room) else { return (None, false) };
    let unanswered = if anybody { 0 } else { rhythm.unanswered.saturating_add(1) };
    let plan = Some(Plan::Quiz(Box::new(Rhythm { unanswered, ..rhythm.clone() })));
    (Some(Change::Wake(Wake { plan, ..wake.clone() })), unanswered == UNANSWERED)
}

fn rhythm<'s>(seen: &'s Snapshot, room: &RoomId) -> Option<(&'s Wake, &'s Rhythm)> {
    seen.planned.iter().filter(|wake| wake.room == *room).find_map(|wake| match &wake.plan {
        Some(Plan::Quiz(rhythm)) => Some((wake, &**rhythm)),
        _ => None,
    })
}

/// The next of a series after this moment, whatever was missed.
pub fn again(room: &RoomId, rhythm: &Rhythm, now: Timestamp) -> Option<Wake> {
    waking(room, &rhythm.when, Some(rhythm.next), now, rhythm.unanswered)
}

fn waking(
    room: &RoomId,
    when: &When,
    after: Option<jiff::civil::DateTime>,
    now: Timestamp,
    unanswered: u8,
) -> Option<Wake> {
    let next = agenda::next(when, OnHoliday::Skip, after, now)?;
    let due = next.due;
    let rhythm = Rhythm { when: when.clone(), next: next.occurrence, unanswered };
    let plan = Some(Plan::Quiz(Box::new(rhythm)));
    Some(Wake { key: key(room), due, room: room.clone(), person: None, plan })
}

fn key(room: &RoomId) -> String {
    format!("quiz:{room}")
}
