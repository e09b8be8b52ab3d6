//! Which messages will come of a plan, when, and to which rooms?

use super::super::{announce, moments};
use super::rows::Reader;
use crate::engine::sending::Sending;
use crate::engine::{agenda, calendar};
use crate::vocab::{
    Act, Change, Dispatch, DispatchWords, Dispatched, Headcount, KnownRoom, Missed, Moment, Part,
    Plan, Reminder, RoomId, RoomSeat, Say, Session, SessionWords, Snapshot, Timestamp, TotalWords,
};
use jiff::ToSpan;
use std::collections::BTreeMap;

/// So far ahead the reminders of a series are shown, in days.
const AHEAD: i64 = 366;

/// The rooms of an audience: who hears it now, and how many want quiet.
struct Rooms<'a> {
    audience: &'a [Part],
    hear: Vec<RoomSeat>,
    quiet: usize,
}

/// Everything that comes of a session which rooms hear of at `due`.
pub fn of_session(reader: &Reader<'_>, session: &Session, due: Timestamp) -> Vec<Dispatched> {
    let user = Some(reader.planner);
    let told = announce::announced(reader.world, reader.seen, user, due, session);
    let hear = told.targets.iter().filter(|target| target.missed.is_none());
    let rooms = Rooms {
        audience: &session.audience,
        hear: hear.map(|target| seat(reader.seen, &target.room)).collect(),
        quiet: told.targets.iter().filter(|t| t.missed == Some(Missed::Quiet)).count(),
    };
    let dispatched = |at: Timestamp, what, says: Vec<Vec<Say>>| {
        let number = Some(session.number);
        message(reader, at, (what, number), &rooms, says)
    };
    let first = announce::announcement(&told, Headcount::default(), false, false);
    let mut all = vec![dispatched(due, Dispatch::Announcement, vec![vec![first]])];
    for change in moments::wakes(&told, due) {
        let Change::Wake(wake) = change else { continue };
        let Some(Plan::Session { moment, .. }) = &wake.plan else { continue };
        all.extend(match moment {
            Moment::Remind(minutes) => {
                let (session, late) = (Box::new(told.clone()), None);
                let words = SessionWords::Reminder { session, minutes: *minutes, late };
                let says = vec![vec![Say::Session(words)]];
                Some(dispatched(wake.due, Dispatch::SessionReminder, says))
            }
            Moment::After => {
                // Each room gets the same.
                let says = moments::farewell(&told, &RoomId::new("")).into_iter().filter_map(said);
                Some(dispatched(wake.due, Dispatch::After, says.collect()))
            }
            _ => None,
        });
    }
    all
}

/// What comes of a reminder in its room.
pub fn of_reminder(
    reader: &Reader<'_>,
    reminder: &Reminder,
    audience: &[Part],
    known: &KnownRoom,
) -> Vec<Dispatched> {
    let quiet = known.state.quiet;
    let here = (!quiet).then(|| seat(reader.seen, &known.joined.room));
    let rooms = Rooms { audience, hear: here.into_iter().collect(), quiet: usize::from(quiet) };
    let until = calendar::local(reader.at).saturating_add(AHEAD.days());
    let until = calendar::moment(until).unwrap_or(Timestamp::MAX);
    let moments = agenda::moments(reminder, reader.at, until).into_iter();
    let says = || vec![vec![agenda::words(reminder)]];
    let what = (Dispatch::Reminder, None);
    moments.map(|at| message(reader, at, what, &rooms, says())).collect()
}

fn message(
    reader: &Reader<'_>,
    at: Timestamp,
    (what, number): (Dispatch, Option<u32>),
    rooms: &Rooms<'_>,
    says: Vec<Vec<Say>>,
) -> Dispatched {
    let seconds = reader.world.seconds_for(rooms.hear.len() * each(what, &says));
    let (audience, rooms, quiet) = (rooms.audience.to_vec(), rooms.hear.clone(), rooms.quiet);
    let words =
        DispatchWords { at: calendar::local(at), what, number, audience, rooms, quiet, seconds };
    Dispatched { words, says }
}

/// So many messages go to each room; an announcement brings its calendar file.
fn each(what: Dispatch, says: &[Vec<Say>]) -> usize {
    says.len() + usize::from(what == Dispatch::Announcement)
}

fn said(sending: Sending) -> Option<Vec<Say>> {
    match sending.act {
        Act::Say(speech) => Some(speech.body),
        _ => None,
    }
}

fn seat(seen: &Snapshot, room: &RoomId) -> RoomSeat {
    let state = seen.states.iter().find(|(known, _)| known == room).map(|(_, state)| state);
    RoomSeat {
        gemeente: state.and_then(|state| state.gemeente.clone()),
        labels: state.map(|state| state.labels.clone()).unwrap_or_default(),
        room: room.clone(),
    }
}

/// All in numbers, but for how many rows there are.
pub fn totals(reader: &Reader<'_>, messages: &[Dispatched]) -> TotalWords {
    let mut rooms: BTreeMap<&RoomSeat, usize> = BTreeMap::new();
    let mut moments: BTreeMap<_, usize> = BTreeMap::new();
    for Dispatched { words, says } in messages {
        let each = each(words.what, says);
        for room in &words.rooms {
            *rooms.entry(room).or_default() += each;
        }
        *moments.entry(words.at).or_default() += each * words.rooms.len();
    }
    let busiest = moments.iter().max_by_key(|(at, many)| (**many, std::cmp::Reverse(**at)));
    let busiest = busiest.filter(|(_, many)| **many > 1);
    let all = rooms.values().sum();
    TotalWords {
        rooms: rooms.into_iter().map(|(room, many)| (room.clone(), many)).collect(),
        messages: all,
        seconds: reader.world.seconds_for(all),
        busiest: busiest.map(|(at, many)| (*at, *many, reader.world.seconds_for(*many))),
        ..TotalWords::default()
    }
}
