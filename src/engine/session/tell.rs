//! What is told about a session: to its planner, to a room, and to people outside the rooms?

use super::count::Count;
use super::{announce, notice, say};
use crate::engine::broadcast::why;
use crate::engine::calendar;
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::vocab::{
    Act, Errand, Fate, Incoming, Missed, Poll, Progress, Purpose, Response, RoomId, Say, Session,
    SessionReport, SessionWords, Snapshot, Speech, Target, TeamWords, Timestamp, Urgency, UserId,
};

/// Whether it is announced in the room at hand.
pub fn is_here(session: &Session, input: &Incoming) -> bool {
    !session.stage.before_announcing()
        && session.targets.iter().any(|t| t.room == input.room && t.missed.is_none())
}

/// Whether it has yet to come.
pub fn lies_ahead(session: &Session, now: Timestamp) -> bool {
    let end = session.when.and_then(|span| calendar::moment(span.end));
    end.is_some_and(|end| end > now) && session.stage != Progress::Cancelled
}

/// What is coming up in this room.
pub fn coming_here<'s>(seen: &'s Snapshot, input: &Incoming) -> Vec<&'s Session> {
    let here = |session: &&Session| {
        session.stage == Progress::Announced
            && is_here(session, input)
            && lies_ahead(session, input.at)
    };
    seen.sessions.iter().filter(here).collect()
}

/// What a room sees of it, again.
pub fn announcement(seen: &Snapshot, input: &Incoming, number: u32) -> Reply {
    let session = seen.sessions.iter().find(|session| session.number == number);
    let Some(session) = session.filter(|session| is_here(session, input)) else {
        return say(SessionWords::NoneHere);
    };
    let count = Count::of(session, &seen.responses);
    let here = count.headcount(Some(&input.room));
    let words = announce::announcement(session, here, count.full(), session.sequence > 0);
    // It can be answered like the first.
    let purpose = Some(Purpose::Asks(Poll::Coming));
    let errand = Some(Errand { number, purpose });
    Reply { says: vec![words], errand, ..say(SessionWords::NoneHere) }
}

/// What its planner sees.
pub fn report(seen: &Snapshot, session: &Session) -> Reply {
    match session.stage {
        Progress::Asking { field, .. } => {
            let session = Box::new(session.clone());
            say(SessionWords::Ask { session, field, unclear: None })
        }
        _ => say(report_words(seen, session)),
    }
}

/// Who comes, by team; names only here.
pub fn report_words(seen: &Snapshot, session: &Session) -> SessionWords {
    let count = Count::of(session, &seen.responses);
    let mut words = SessionReport {
        session: session.clone(),
        total: count.headcount(None),
        teams: Vec::new(),
        missed: Vec::new(),
        sent: 0,
        waiting: 0,
        later: notice::untold(seen, session).map(|wake| calendar::local(wake.due)),
    };
    for target in &session.targets {
        match fate(seen, session, target) {
            Ok(true) => words.sent += 1,
            Ok(false) => words.waiting += 1,
            Err(missed) => words.missed.push(Target { missed: Some(missed), ..target.clone() }),
        }
        let came = session.came.iter().find(|(room, _)| *room == target.room);
        if let Some((_, count)) = came {
            let (name, coming, waiting) = (target.name.clone(), Vec::new(), Vec::new());
            words.total = words.total + *count;
            words.teams.push(TeamWords { name, count: *count, coming, waiting });
        }
        let theirs = |r: &Response| r.room == target.room && r.session == session.number;
        if !seen.responses.iter().any(theirs) {
            continue;
        }
        let theirs = |has_place: bool| {
            let yes = count.yes().filter(|(response, _)| response.room == target.room);
            let yes = yes.filter(|(_, place)| *place == has_place);
            yes.map(|(response, _)| local(&response.person)).collect()
        };
        let (name, coming, waiting) = (target.name.clone(), theirs(true), theirs(false));
        let count = count.headcount(Some(&target.room));
        words.teams.push(TeamWords { name, count, coming, waiting });
    }
    SessionWords::Report(Box::new(words))
}

/// Whether a room heard of it (true), has yet to (false), or why it does not.
fn fate(seen: &Snapshot, session: &Session, target: &Target) -> Result<bool, Missed> {
    if let Some(missed) = target.missed {
        return Err(missed);
    }
    if session.stage.before_announcing() {
        return Ok(false);
    }
    let asks = Some(Purpose::Asks(Poll::Coming));
    let first = seen.sent.iter().find(|sent| {
        sent.number == session.number
            && sent.room == target.room
            && sent.of.is_none()
            && sent.purpose == asks
    });
    match first.map(|sent| &sent.fate) {
        None => Err(Missed::Unknown),
        Some(Fate::Waiting) => Ok(false),
        Some(Fate::Done) => Ok(true),
        Some(Fate::GivenUp(reason)) => Err(why(reason)),
    }
}

/// `@anna:wijk.nl` as `anna`.
fn local(user: &UserId) -> String {
    let name = user.as_str().trim_start_matches('@');
    name.split_once(':').map_or(name, |(local, _)| local).to_owned()
}

/// A text to mail on, and the calendar file, in the chat that asks for it.
pub fn invitation(input: &Incoming, session: &Session, world: &crate::engine::World) -> Reply {
    if session.when.is_none() || matches!(session.stage, Progress::Cancelled | Progress::Over) {
        return say(SessionWords::NotNow { number: session.number, stage: session.stage });
    }
    let file = announce::file(world, session, &input.room, (input.at, ""), Urgency::Answer);
    let words = SessionWords::Invitation(Box::new(session.clone()));
    Reply { sends: file.into_iter().collect(), ..say(words) }
}

/// The two questions afterwards, for one room.
pub fn questions(session: &Session, room: &RoomId) -> Vec<Sending> {
    let question = |poll| {
        let words = SessionWords::After { session: Box::new(session.clone()), poll };
        let act = Act::Say(Speech::unasked(vec![Say::Session(words)]));
        announce::sending(session, room, act, Urgency::Broadcast, Purpose::Asks(poll))
    };
    vec![question(Poll::Useful), question(Poll::Need)]
}

/// How it was, in counts: nobody is named.
pub fn feedback_words(seen: &Snapshot, session: &Session) -> SessionWords {
    let mut useful = [0; 3];
    let mut need = [0; 4];
    for response in seen.responses.iter().filter(|r| r.session == session.number) {
        let choice = response.choice as usize;
        let count = match response.poll {
            Poll::Coming | Poll::Item(_) | Poll::Pulse => None,
            Poll::Useful => useful.get_mut(choice),
            Poll::Need => need.get_mut(choice),
        };
        if let Some(count) = count {
            *count += 1;
        }
    }
    SessionWords::Feedback { session: Box::new(session.clone()), useful, need }
}

/// What its planner hears of the answers afterwards.
pub fn feedback(seen: &Snapshot, session: &Session) -> Reply {
    match session.stage {
        Progress::Over => say(feedback_words(seen, session)),
        stage => say(SessionWords::NotNow { number: session.number, stage }),
    }
}

/// The two questions under four eyes.
pub fn look_back(seen: &Snapshot, input: &Incoming, number: u32) -> Reply {
    let session = seen.sessions.iter().find(|session| session.number == number);
    match session {
        Some(session) if session.stage == Progress::Over => {
            let sends = questions(session, &input.room);
            Reply { sends, ..say(SessionWords::LookBack) }
        }
        _ => say(SessionWords::NoneHere),
    }
}
