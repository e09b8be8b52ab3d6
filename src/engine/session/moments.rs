//! What happens at the moments of a session: its announcement, its reminders, its end?

use super::count::Count;
use super::{announce, change, headcount, notice, tell};
use crate::engine::sending::Sending;
use crate::engine::{World, agenda, calendar};
use crate::vocab::{
    Act, Ask, Because, Change, Chore, Decision, DeliveryKey, Headcount, Incoming, Moment, Outgoing,
    Plan, Poll, Progress, Purpose, RoomId, Say, Session, SessionWords, Snapshot, Span, Speech,
    Timestamp, Unclear, Urgency, UserId, Wake,
};
use jiff::{SignedDuration, ToSpan};

/// So long after its end the rooms are asked how it was.
const AFTER: SignedDuration = SignedDuration::from_mins(30);

/// A day, in minutes.
const DAY: u32 = 24 * 60;

/// So many days they may answer.
const ANSWERABLE: i64 = 7;

/// The wakes of an announced session: its reminders, and its end.
pub fn wakes(session: &Session, now: Timestamp) -> Vec<Change> {
    let Some(span) = session.when else { return Vec::new() };
    let mut changes = Vec::new();
    for minutes in &session.reminders {
        if let Some(due) = reminder(span, *minutes).filter(|due| *due > now) {
            let moment = Moment::Remind(*minutes);
            changes.push(Change::Wake(wake(session, moment, due, session.by.clone())));
        }
    }
    if let Some(due) = afterwards(span) {
        changes.push(Change::Wake(wake(session, Moment::After, due, session.by.clone())));
    }
    changes
}

/// When the rooms are reminded so many minutes before. Whole days before it is as late on the day as the
/// session, whatever the clock did in between. None when that is only in the night before it.
fn reminder(span: Span, minutes: u32) -> Option<Timestamp> {
    let (days, rest) = (i64::from(minutes / DAY), i64::from(minutes % DAY));
    let day = calendar::moment(span.start.checked_sub(days.days()).ok()?)?;
    let due = calendar::near_day(day.checked_sub(SignedDuration::from_mins(rest)).ok()?);
    calendar::moment(span.start).is_some_and(|start| due < start).then_some(due)
}

/// When the rooms are asked how it was.
fn afterwards(span: Span) -> Option<Timestamp> {
    calendar::moment(span.end)?.checked_add(AFTER).ok().map(calendar::by_day)
}

/// A moment of a session. About no room: it goes on when the one that it was planned in is left.
pub fn wake(session: &Session, moment: Moment, due: Timestamp, person: Option<UserId>) -> Wake {
    let number = session.number;
    let plan = Some(Plan::Session { number, moment: moment.clone() });
    Wake { key: key(number, &moment), due, room: RoomId::new(""), person, plan }
}

/// The name of a wake.
pub fn key(number: u32, moment: &Moment) -> String {
    match moment {
        Moment::Announce => format!("sessie:{number}:aankondigen"),
        Moment::Remind(minutes) => format!("sessie:{number}:herinner:{minutes}"),
        Moment::Headcount { .. } => format!("sessie:{number}:stand"),
        Moment::Place => format!("sessie:{number}:plek"),
        Moment::Changed { .. } => format!("sessie:{number}:anders"),
        Moment::After => format!("sessie:{number}:na"),
        Moment::Close => format!("sessie:{number}:sluiten"),
        Moment::Task(what) => format!("sessie:{number}:taak:{}", *what as u8),
    }
}

/// A moment of a session has come; its planner's rights are asked again.
pub fn due(
    world: &World,
    seen: &Snapshot,
    wake: &agenda::Due,
    number: u32,
    moment: &Moment,
) -> Decision {
    let session = seen.sessions.iter().find(|session| session.number == number);
    let Some(session) = session else { return nothing() };
    let input = wake.input;
    let started = session.when.and_then(|span| calendar::moment(span.start));
    let passed = started.is_none_or(|start| start <= input.at);
    // Who chose a moment in the night may have it; who was away does not wake anybody.
    let late = wake.due < agenda::late_before(input.at);
    let morning = Some(calendar::by_day(input.at)).filter(|morning| late && *morning > input.at);
    let in_time = |morning: &Timestamp| started.is_some_and(|start| *morning < start);
    match moment {
        Moment::Announce => match session.stage {
            Progress::Planned(_) if passed => {
                let past = session.when.map_or(Ask::NoDay, |span| Ask::Past(span.start));
                let unclear = Unclear::When(past);
                let draft = Session { stage: Progress::Draft, ..session.clone() };
                let words = SessionWords::Unclear { number, unclear };
                decision(input, vec![Change::Session(draft)], telling(session, words), Vec::new())
            }
            Progress::Planned(_) if let Some(morning) = morning.filter(in_time) => {
                put_off(wake, session, moment, morning)
            }
            Progress::Planned(_) => {
                let told = announce::told(world, seen, wake.planner, input.at, session);
                let seconds =
                    world.seconds_from(seen, input.at, Urgency::Broadcast, told.sends.len());
                let (rooms, missed) = (told.rooms, told.missed);
                let numbers = vec![number];
                let words = SessionWords::Announcing {
                    numbers,
                    rooms,
                    seconds,
                    missed,
                    later: None,
                    night: false,
                };
                decision(input, told.changes, telling(session, words), told.sends)
            }
            _ => nothing(),
        },
        Moment::Remind(minutes) if session.stage == Progress::Announced && !passed => {
            match (due_now(wake, session, |span| reminder(span, *minutes)), morning) {
                (None, _) => nothing(),
                (Some(_), Some(morning)) if in_time(&morning) => {
                    put_off(wake, session, moment, morning)
                }
                (Some(_), Some(_)) => nothing(),
                (Some(planned), None) => reminded(world, seen, input, session, *minutes, planned),
            }
        }
        Moment::Headcount { shown, full } if session.stage == Progress::Announced => {
            headcount::recounted(seen, input, session, (*shown, *full))
        }
        Moment::Place if session.stage == Progress::Announced && !passed => {
            let told = wake.planner.and_then(|who| headcount::placed(seen, input, session, who));
            decision(input, Vec::new(), None, told.into_iter().collect())
        }
        Moment::Changed { from } if !passed => {
            let sends = notice::told_later(world, seen, input, session, *from);
            decision(input, Vec::new(), None, sends)
        }
        Moment::After if session.stage == Progress::Announced => {
            match due_now(wake, session, afterwards) {
                Some(_) => after(world, seen, input, session),
                None => nothing(),
            }
        }
        Moment::Close => closed(seen, input, session),
        Moment::Task(what) => {
            let open = session.tasks.iter().any(|task| task.what == *what && !task.done);
            let stopped = session.stage == Progress::Cancelled;
            match open && !stopped {
                true => decision(input, Vec::new(), task(session, *what), Vec::new()),
                false => nothing(),
            }
        }
        _ => nothing(),
    }
}

/// The moment that this wake is for. None when the session was moved in the same moment: then it has a
/// wake of its own for its new moment.
fn due_now(
    wake: &agenda::Due,
    session: &Session,
    moment: impl Fn(Span) -> Option<Timestamp>,
) -> Option<Timestamp> {
    session.when.and_then(moment).filter(|planned| *planned <= wake.due)
}

/// When those who sleep hear something that nobody waits for; none when it is day, or when the morning is
/// too late for it.
pub fn morning(now: Timestamp, span: Option<Span>) -> Option<Timestamp> {
    let start = calendar::moment(span?.start)?;
    Some(calendar::by_day(now)).filter(|morning| *morning > now && *morning < start)
}

/// It is night, and the moment has long passed: in the morning it is time enough.
fn put_off(due: &agenda::Due, session: &Session, moment: &Moment, morning: Timestamp) -> Decision {
    let again = wake(session, moment.clone(), morning, due.planner.cloned());
    decision(due.input, vec![Change::Wake(again)], None, Vec::new())
}

/// The rooms are reminded of what was planned to be said at this moment.
fn reminded(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    minutes: u32,
    planned: Timestamp,
) -> Decision {
    let late = (planned < agenda::late_before(input.at)).then(|| calendar::local(planned));
    // What was moved into the day is told as it is.
    let start = session.when.and_then(|span| calendar::moment(span.start));
    let left = start.map(|start| start.duration_since(planned).as_mins());
    let left = left.and_then(|left| u32::try_from(left).ok()).filter(|_| minutes < DAY);
    let (session_now, minutes) = (Box::new(session.clone()), left.unwrap_or(minutes));
    let words = SessionWords::Reminder { session: session_now, minutes, late };
    decision(input, Vec::new(), None, loudly(world, seen, session, &words, Urgency::Reminder))
}

fn task(session: &Session, what: Chore) -> Option<(RoomId, SessionWords)> {
    telling(session, SessionWords::TaskDue { session: Box::new(session.clone()), what })
}

fn telling(session: &Session, words: SessionWords) -> Option<(RoomId, SessionWords)> {
    Some((session.room.clone(), words))
}

/// There is nothing (any more) to do.
pub fn nothing() -> Decision {
    Decision { because: Because::Rule("no such session"), ..Decision::default() }
}

/// What is told where it was planned comes first.
pub fn decision(
    input: &Incoming,
    changes: Vec<Change>,
    planner: Option<(RoomId, SessionWords)>,
    sends: Vec<Sending>,
) -> Decision {
    let mut outgoing = Vec::new();
    let key = |index| DeliveryKey::of(&input.cause, index);
    if let Some((room, words)) = planner {
        let told = Act::Say(Speech::unasked(vec![Say::Session(words)]));
        outgoing.push(Outgoing::new(key(0), room, told));
    }
    for sending in sends {
        let key = key(outgoing.len());
        outgoing.push(sending.into_outgoing(key));
    }
    Decision { outgoing, changes, because: Because::Rule("session"), ..Decision::default() }
}

/// The same words in every room that knows of it, mentioning everybody where its planner and the bot may.
fn loudly(
    world: &World,
    seen: &Snapshot,
    session: &Session,
    words: &SessionWords,
    urgency: Urgency,
) -> Vec<Sending> {
    let speech = Speech {
        loud: true,
        everyone_for: session.by.clone(),
        ..Speech::unasked(vec![Say::Session(words.clone())])
    };
    let rooms = announce::reached(world, seen, session);
    let rooms = rooms.into_iter().filter(|room| !session.muted.contains(room));
    rooms
        .map(|room| {
            let (act, about) = (Act::Say(speech.clone()), Purpose::Answerable(Poll::Coming));
            announce::sending(session, &room, act, urgency, about)
        })
        .collect()
}

/// It is over: the rooms that knew of it are asked how it was, and who came gets the material.
fn after(world: &World, seen: &Snapshot, input: &Incoming, session: &Session) -> Decision {
    let over = Session { stage: Progress::Over, ..session.clone() };
    let mut sends = Vec::new();
    let came = change::coming(session, &seen.responses);
    for room in announce::reached(world, seen, session) {
        if !came.iter().any(|response| response.room == room) {
            continue;
        }
        sends.extend(farewell(session, &room));
    }
    let close = announce::days(input.at, ANSWERABLE);
    let close = wake(session, Moment::Close, calendar::by_day(close), session.by.clone());
    let report = tell::report_words(seen, &over);
    let changes = vec![Change::Session(over), Change::Wake(close)];
    decision(input, changes, telling(session, report), sends)
}

/// What a room gets afterwards from which somebody came.
pub fn farewell(session: &Session, room: &RoomId) -> Vec<Sending> {
    let over = || Box::new(Session { stage: Progress::Over, ..session.clone() });
    let say = |words| Act::Say(Speech::unasked(vec![Say::Session(words)]));
    let material = session.material.is_some().then(|| SessionWords::Material(over()));
    let material = material.map(|words| {
        announce::sending(session, room, say(words), Urgency::Broadcast, Purpose::Tells)
    });
    material.into_iter().chain(tell::questions(session, room)).collect()
}

/// The answers are counted, and who gave them is forgotten.
fn closed(seen: &Snapshot, input: &Incoming, session: &Session) -> Decision {
    let words = tell::feedback_words(seen, session);
    // How many came of each team stays.
    let count = Count::of(session, &seen.responses);
    let teams = session.targets.iter().map(|target| &target.room);
    let came = teams.map(|room| (room.clone(), count.headcount(Some(room))));
    let came = came.filter(|(_, count)| *count != Headcount::default()).collect();
    let changes = vec![
        Change::Session(Session { came, ..session.clone() }),
        Change::ResponsesOver { session: session.number },
    ];
    decision(input, changes, telling(session, words), Vec::new())
}
