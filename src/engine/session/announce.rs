//! How do rooms hear of a session?

use super::{draft, moments, say};
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::engine::{World, audience, calendar};
use crate::vocab::{
    Act, AnnouncementWords, Ask, Attachment, CalendarEntry, Change, Errand, Fate, Headcount,
    Incoming, KnownRoom, Missed, Moment, Poll, Progress, Purpose, RoomId, Say, Sent, Session,
    SessionWords, Snapshot, Speech, Target, Timestamp, Unclear, Urgency, UserId, When,
};
use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan};

/// A room hears of a session so many days before, unless its planner wants it otherwise.
pub const BEFORE: i64 = 28;

/// From one evening to the next morning.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// The rooms hear of it, and of what belongs to the same programme: now, or when its time has come.
pub fn planned(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    when: Option<Result<When, Ask>>,
    at_once: bool,
) -> Reply {
    let number = session.number;
    if !matches!(session.stage, Progress::Draft | Progress::Planned(_)) {
        return say(SessionWords::NotNow { number, stage: session.stage });
    }
    let chosen = match when {
        None => None,
        Some(Err(ask)) => return unclear(number, ask),
        Some(Ok(when)) => match calendar::moment(when.start).filter(|due| *due > input.at) {
            Some(due) => Some(due),
            None => return unclear(number, Ask::Past(when.start)),
        },
    };
    let together = seen.sessions.iter().filter(|other| {
        other.programme == session.programme
            && matches!(other.stage, Progress::Draft | Progress::Planned(_))
    });
    let mut reply = Reply::default();
    let (mut numbers, mut rooms, mut missed) = (Vec::new(), 0, Vec::new());
    let mut later: Option<(Vec<u32>, DateTime)> = None;
    for session in together {
        let Some(start) = session.when.and_then(|span| calendar::moment(span.start)) else {
            return say(SessionWords::NotNow { number: session.number, stage: session.stage });
        };
        if start <= input.at {
            let past = session.when.map_or(Ask::NoDay, |span| Ask::Past(span.start));
            return unclear(session.number, past);
        }
        let due = chosen.unwrap_or_else(|| match at_once {
            true => input.at,
            false => due(start, BEFORE, input.at),
        });
        if due > input.at {
            let at = calendar::local(due);
            let (numbers, first) = later.get_or_insert_with(|| (Vec::new(), at));
            numbers.push(session.number);
            *first = at.min(*first);
            let targets = draft::targets(world, seen, &input.from.user, &session.audience);
            rooms = rooms.max(targets.len());
            let (at, stage) = (ends(session, input.at), Progress::Planned(at));
            let planned = Session { at, stage, targets, ..session.clone() };
            reply.changes.push(Change::Session(planned));
            let by = session.by.clone();
            reply.changes.push(Change::Wake(moments::wake(session, Moment::Announce, due, by)));
            continue;
        }
        numbers.push(session.number);
        let told = told(world, seen, Some(&input.from.user), input.at, session);
        rooms = rooms.max(told.rooms);
        missed = told.missed;
        reply.changes.extend(told.changes);
        reply.sends.extend(told.sends);
    }
    // Put off only because it is late in the day.
    let soon =
        |at: DateTime| calendar::moment(at).is_some_and(|due| due.duration_since(input.at) < NIGHT);
    let night = chosen.is_none() && later.as_ref().is_some_and(|(_, first)| soon(*first));
    let seconds = world.seconds_from(seen, input.at, Urgency::Broadcast, reply.sends.len());
    let words = SessionWords::Announcing { numbers, rooms, seconds, missed, later, night };
    Reply { changes: reply.changes, sends: reply.sends, ..say(words) }
}

/// So many days before its start, by day; what lies behind becomes the present.
pub fn due(start: Timestamp, before: i64, now: Timestamp) -> Timestamp {
    calendar::by_day(now.max(days(start, -before)))
}

/// When it is over: what rooms know of or will hear is kept until then, however early it was planned.
pub fn ends(session: &Session, now: Timestamp) -> Timestamp {
    session.when.and_then(|span| calendar::moment(span.end)).unwrap_or(now)
}

/// What happens when it is announced.
pub struct Told {
    pub changes: Vec<Change>,
    pub sends: Vec<Sending>,
    pub rooms: usize,
    pub missed: Vec<(Missed, usize)>,
}

/// The session with every room of its audience, as it is once they know of it.
pub fn announced(
    world: &World,
    seen: &Snapshot,
    user: Option<&UserId>,
    at: Timestamp,
    session: &Session,
) -> Session {
    let parts = &session.audience;
    let rooms: Vec<KnownRoom> = seen.rooms().collect();
    let reachable = user.map(|user| audience::reachable(world, seen, user)).unwrap_or_default();
    let holds = |known: &KnownRoom| parts.iter().any(|part| audience::holds(world, part, known));
    let mut targets = audience::targets(&reachable, holds, false);
    // What was in reach when it was planned, and is not any more, is named in the report.
    let within = |target: &&Target| reachable.iter().any(|known| known.joined.room == target.room);
    let lost = session.targets.iter().filter(|target| !within(target));
    targets.extend(lost.map(|target| Target { missed: None, ..target.clone() }));
    for target in targets.iter_mut().filter(|target| target.missed.is_none()) {
        let known = rooms.iter().find(|known| known.joined.room == target.room);
        target.missed = audience::missed(world, known, user, false);
    }
    let end = ends(session, at);
    Session { at: end, targets, stage: Progress::Announced, ..session.clone() }
}

/// The rooms hear of it at this moment.
pub fn told(
    world: &World,
    seen: &Snapshot,
    user: Option<&UserId>,
    at: Timestamp,
    session: &Session,
) -> Told {
    let session = announced(world, seen, user, at, session);
    let goes: Vec<&Target> = session.targets.iter().filter(|t| t.missed.is_none()).collect();
    let mut sends = Vec::new();
    for target in &goes {
        let words = announcement(&session, Headcount::default(), false, false);
        sends.push(sending(
            &session,
            &target.room,
            Act::Say(Speech { loud: true, ..Speech::unasked(vec![words]) }),
            Urgency::Broadcast,
            Purpose::Asks(Poll::Coming),
        ));
        sends.extend(file(world, &session, &target.room, (at, ""), Urgency::Broadcast));
    }
    let rooms = goes.len();
    let missed = audience::counted(session.targets.iter().filter_map(|target| target.missed));
    let mut changes = moments::wakes(&session, at);
    changes.insert(0, Change::Session(session));
    Told { changes, sends, rooms, missed }
}

/// The rooms that know of it, and that its planner may still reach.
pub fn reached(world: &World, seen: &Snapshot, session: &Session) -> Vec<RoomId> {
    let rooms: Vec<KnownRoom> = seen.rooms().collect();
    let known = |room: &RoomId| rooms.iter().find(|known| known.joined.room == *room);
    // Nobody asks anything of a planner who was forgotten: the rooms know of it.
    let stands = |room: &RoomId| match &session.by {
        Some(by) => audience::missed(world, known(room), Some(by), false).is_none(),
        None => known(room).is_some_and(|known| known.joined.writes && !known.state.quiet),
    };
    let told = session.targets.iter().filter(|target| target.missed.is_none());
    let told = told.filter(|target| announced_in(&seen.sent, session, &target.room).is_some());
    told.map(|target| target.room.clone()).filter(stands).collect()
}

/// The delivery that announced it in a room, unless that failed.
pub fn announced_in<'s>(sent: &'s [Sent], session: &Session, room: &RoomId) -> Option<&'s Sent> {
    let asks = Some(Purpose::Asks(Poll::Coming));
    sent.iter().find(|sent| {
        sent.number == session.number
            && sent.room == *room
            && sent.purpose == asks
            && sent.of.is_none()
            && !matches!(sent.fate, Fate::GivenUp(_))
    })
}

/// What a room sees of it.
pub fn announcement(session: &Session, here: Headcount, full: bool, changed: bool) -> Say {
    let session = session.clone();
    let words = AnnouncementWords { session, here, full, changed, late: None };
    Say::Session(SessionWords::Announcement(Box::new(words)))
}

/// Something for one room.
pub fn sending(
    session: &Session,
    room: &RoomId,
    act: Act,
    urgency: Urgency,
    purpose: Purpose,
) -> Sending {
    let errand = Errand { number: session.number, purpose: Some(purpose) };
    Sending { room: room.clone(), act, urgency, errand }
}

/// The deliveries of its calendar files in a room that are or will be there.
pub fn files_in<'s>(sent: &'s [Sent], session: &Session, room: &RoomId) -> Vec<&'s Sent> {
    let here = |s: &&Sent| {
        (s.number, &s.room) == (session.number, room) && !matches!(s.fate, Fate::GivenUp(_))
    };
    let gone = |key| sent.iter().filter(here).any(|s| s.of.as_ref() == Some(key));
    let files = sent.iter().filter(here).filter(|s| s.purpose == Some(Purpose::Calendar));
    files.filter(|file| !gone(&file.key)).collect()
}

/// Its calendar file as it is now; its name says what changed.
pub fn file(
    world: &World,
    session: &Session,
    room: &RoomId,
    (at, changed): (Timestamp, &str),
    urgency: Urgency,
) -> Option<Sending> {
    let file = Box::new(Attachment::Calendar(entry(world, session, at, changed)?));
    Some(sending(session, room, Act::Attach { file }, urgency, Purpose::Calendar))
}

/// What its calendar file holds.
fn entry(world: &World, session: &Session, at: Timestamp, changed: &str) -> Option<CalendarEntry> {
    let server = world.me.as_str().split_once(':').map_or("meldmaat", |(_, server)| server);
    let number = session.number;
    Some(CalendarEntry {
        uid: format!("sessie-{number}@{server}"),
        sequence: session.sequence,
        stamp: at,
        cancelled: session.stage == Progress::Cancelled,
        span: session.when?,
        title: session.title.clone(),
        place: session.place.clone(),
        description: session.material.clone(),
        file: format!("sessie-{number}{changed}.ics"),
    })
}

fn unclear(number: u32, ask: Ask) -> Reply {
    say(SessionWords::Unclear { number, unclear: Unclear::When(ask) })
}

/// So many days later, at the same time of day there.
pub fn days(at: Timestamp, days: i64) -> Timestamp {
    let local = calendar::local(at).saturating_add(days.days());
    calendar::moment(local).unwrap_or(at)
}
