//! How is a session planned? In one line, or by being asked; then it is shown as the rooms will see it.

use super::typed::{self, Dates, Typed};
use super::{SHORT, say, set_role};
use crate::engine::command;
use crate::engine::reply::Reply;
use crate::engine::{World, audience, holidays};
use crate::vocab::{
    BroadcastWords, Change, EventId, Field, Incoming, KnownRoom, Part, Progress, Role, RoomId,
    Session, SessionWords, Snapshot, Span, Target, Timestamp, Unclear, UserId,
};

/// A longer value nobody reads on a phone; in characters.
const LONGEST: usize = 200;

/// Plans one, or several with one programme; an edited command plans them anew.
pub fn new(world: &World, seen: &Snapshot, input: &Incoming, typed: Typed) -> Reply {
    let user = &input.from.user;
    let source = input.first_version();
    let before: Vec<&Session> = seen
        .sessions
        .iter()
        .filter(|session| session.source == source && session.by.as_ref() == Some(user))
        .collect();
    if let Some(known) = before.iter().find(|session| !session.stage.before_announcing()) {
        return say(SessionWords::NotNow { number: known.number, stage: known.stage });
    }
    let number = before.first().map_or(seen.next_number, |session| session.number);
    let all = typed.title.is_empty();
    let first = Session {
        title: typed.title,
        place: typed.place,
        capacity: typed.capacity,
        roles: typed.speaker.map(|name| (Role::Speaker, name)).into_iter().collect(),
        material: typed.material,
        stage: Progress::Asking { field: Field::Title, all },
        ..empty(number, input.at, user, &input.room, source)
    };
    if let Some(most) = too_long(&first) {
        return say(SessionWords::Unclear { number, unclear: Unclear::TooLong { most } });
    }
    let mut unclear = None;
    let mut first = match &typed.when {
        Some(Ok(dates)) => dated(first, dates),
        Some(Err(ask)) => {
            unclear = Some((Field::When, Unclear::When(*ask)));
            first
        }
        None => first,
    };
    let more = typed.when.is_some_and(|when| when.is_ok_and(|dates| dates.more));
    if let Some(text) = &typed.audience {
        match parts(world, seen, user, text) {
            Ok(parts) => first.audience = parts,
            Err(words) => {
                unclear = unclear.or(Some((Field::Audience, words)));
            }
        }
    }
    let gone = before.iter().map(|session| Change::SessionOver { number: session.number });
    let mut reply = match missing(&first, all, None) {
        Some(field) => {
            let unclear = unclear.filter(|(about, _)| *about == field).map(|(_, words)| words);
            asking(first, field, all, unclear)
        }
        None => {
            let sessions = programme(seen.next_number, &first);
            shown(world, seen, user, sessions, more, typed.leftover)
        }
    };
    reply.changes = gone.chain(reply.changes).collect();
    reply
}

/// A draft of which nothing is known yet.
pub fn empty(number: u32, at: Timestamp, user: &UserId, room: &RoomId, source: EventId) -> Session {
    Session {
        number,
        at,
        by: Some(user.clone()),
        room: room.clone(),
        source,
        programme: number,
        title: String::new(),
        when: None,
        end_guessed: false,
        others: Vec::new(),
        place: None,
        audience: Vec::new(),
        capacity: None,
        roles: Vec::new(),
        material: None,
        reminders: super::wish::REMINDERS.to_vec(),
        muted: Vec::new(),
        guests: 0,
        came: Vec::new(),
        targets: Vec::new(),
        sequence: 0,
        tasks: Vec::new(),
        stage: Progress::Draft,
    }
}

/// The session on the first of these dates; the others wait until all is known.
pub fn dated(session: Session, dates: &Dates) -> Session {
    let others = dates.spans.get(1..).unwrap_or_default().to_vec();
    let when = dates.spans.first().copied().or(session.when);
    Session { when, end_guessed: dates.end_guessed, others, ..session }
}

/// A session a date: the others get numbers of their own, from `next` on.
pub fn programme(next: u32, first: &Session) -> Vec<Session> {
    let numbers = (next..).filter(|number| *number != first.number);
    let spans = &first.others;
    let first = Session { others: Vec::new(), stage: Progress::Draft, ..first.clone() };
    let others = numbers.zip(spans).map(|(number, span)| Session {
        number,
        when: Some(*span),
        ..first.clone()
    });
    std::iter::once(first.clone()).chain(others).collect()
}

/// What has to be asked, after a field if one was.
fn missing(session: &Session, all: bool, after: Option<Field>) -> Option<Field> {
    let known = |field: Field| match field {
        Field::Title => !session.title.is_empty(),
        Field::When => session.when.is_some(),
        Field::Audience => !session.audience.is_empty(),
        Field::Place => session.place.is_some(),
        Field::Capacity => session.capacity.is_some(),
        Field::Speaker => session.has(Role::Speaker),
        Field::Material => session.material.is_some(),
    };
    let place = |field| Field::ALL.iter().position(|known| *known == field);
    let passed = after.and_then(place);
    let open = |field: &Field| {
        let later = passed.is_none_or(|passed| place(*field) > Some(passed));
        !known(*field) && (!field.optional() || all && later)
    };
    Field::ALL.into_iter().find(open)
}

fn asking(session: Session, field: Field, all: bool, unclear: Option<Unclear>) -> Reply {
    let asked = Session { stage: Progress::Asking { field, all }, ..session };
    let changes = vec![Change::Session(asked.clone())];
    Reply { changes, ..say(SessionWords::Ask { session: Box::new(asked), field, unclear }) }
}

/// The session whose planner was asked for something here, and what.
pub fn open<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<(&'s Session, Field, bool)> {
    seen.sessions.iter().rev().find_map(|session| match session.stage {
        Progress::Asking { field, all }
            if session.by.as_ref() == Some(&input.from.user) && session.room == input.room =>
        {
            Some((session, field, all))
        }
        _ => None,
    })
}

/// The answer to what was asked.
pub fn answer(world: &World, seen: &Snapshot, input: &Incoming, text: &str) -> Option<Reply> {
    let (session, field, all) = open(seen, input)?;
    let user = &input.from.user;
    let word = command::bare(text);
    if matches!(word.as_str(), "stop" | "stoppen" | "annuleer" | "laat maar") {
        let number = session.number;
        let changes = vec![Change::SessionOver { number }];
        return Some(Reply { changes, ..say(SessionWords::Stopped { number }) });
    }
    let skipped = ["overslaan", "sla over", "nee", "geen", "niet", "nvt", "n.v.t", ""];
    let session = Session { at: input.at, ..session.clone() };
    let mut more = false;
    let changed = if field.optional() && skipped.contains(&word.as_str()) {
        Ok(session.clone())
    } else if field == Field::When {
        match typed::dates(text, input.at) {
            Some((Ok(dates), "")) => {
                more = dates.more;
                Ok(dated(session.clone(), &dates))
            }
            Some((Err(ask), _)) => Err(Unclear::When(ask)),
            _ => Err(Unclear::When(crate::vocab::Ask::NoDay)),
        }
    } else {
        set(world, seen, user, &session, field, text)
    };
    Some(match changed {
        Err(unclear) => asking(session, field, all, Some(unclear)),
        Ok(session) => match missing(&session, all, Some(field)) {
            Some(next) => asking(session, next, all, None),
            None => {
                shown(world, seen, user, programme(seen.next_number, &session), more, Vec::new())
            }
        },
    })
}

/// The session with something else in this field.
pub fn set(
    world: &World,
    seen: &Snapshot,
    user: &UserId,
    session: &Session,
    field: Field,
    text: &str,
) -> Result<Session, Unclear> {
    let text = text.trim().trim_matches(audience::QUOTES).trim();
    if text.is_empty() {
        return Err(Unclear::Empty);
    }
    let mut session = session.clone();
    let mut some = Some(text.to_owned());
    if field.optional() && matches!(command::bare(text).as_str(), "weg" | "geen" | "niemand") {
        some = None;
    }
    match field {
        Field::Title => session.title = text.to_owned(),
        Field::Place => session.place = some,
        Field::Material => session.material = some,
        Field::Speaker => set_role(&mut session, Role::Speaker, some),
        Field::Capacity => {
            session.capacity = match some {
                Some(text) => Some(typed::capacity(&text).ok_or(Unclear::Number)?),
                None => None,
            }
        }
        Field::Audience => {
            session.audience = parts(world, seen, user, text)?;
            if matches!(session.stage, Progress::Planned(_)) {
                session.targets = targets(world, seen, user, &session.audience);
            }
        }
        Field::When => return Err(Unclear::Verb),
    }
    match too_long(&session) {
        Some(most) => Err(Unclear::TooLong { most }),
        None => Ok(session),
    }
}

/// The most characters, when something is longer.
fn too_long(session: &Session) -> Option<usize> {
    let long = |text: &String, most| text.chars().count() > most;
    let names = session.roles.iter().map(|(_, name)| name);
    let others = session.place.iter().chain(&session.material).chain(names);
    if long(&session.title, SHORT) {
        return Some(SHORT);
    }
    others.into_iter().any(|text| long(text, LONGEST)).then_some(LONGEST)
}

fn parts(world: &World, seen: &Snapshot, user: &UserId, text: &str) -> Result<Vec<Part>, Unclear> {
    let parts = audience::read(world, &audience::reachable(world, seen, user), user, text);
    let parts = parts.map_err(|words| Unclear::Audience(Box::new(words)))?;
    match chosen(world, seen, user, &parts).is_empty() {
        true => Err(Unclear::Audience(Box::new(BroadcastWords::NoRooms(parts)))),
        false => Ok(parts),
    }
}

/// The rooms of an audience that this person may reach.
pub fn chosen(world: &World, seen: &Snapshot, user: &UserId, parts: &[Part]) -> Vec<KnownRoom> {
    let mut rooms = audience::reachable(world, seen, user);
    rooms.retain(|known| parts.iter().any(|part| audience::holds(world, part, known)));
    rooms
}

/// The same, as it is kept when a session is planned.
pub fn targets(world: &World, seen: &Snapshot, user: &UserId, parts: &[Part]) -> Vec<Target> {
    audience::targets(&chosen(world, seen, user, parts), |_| true, false)
}

/// Keeps drafts, and shows what the rooms will see.
pub fn shown(
    world: &World,
    seen: &Snapshot,
    user: &UserId,
    sessions: Vec<Session>,
    more: bool,
    leftover: Vec<String>,
) -> Reply {
    let parts = sessions.first().map(|session| session.audience.clone()).unwrap_or_default();
    let rooms = chosen(world, seen, user, &parts).len();
    let closed = |span: &Span| holidays::closed(span.start.date());
    let holiday = sessions.iter().filter_map(|session| session.when).find(closed);
    let changes = sessions.iter().cloned().map(Change::Session).collect();
    // Each announcement is a message and a calendar file.
    let seconds = world.seconds_for(rooms * 2);
    let end_guessed = sessions.iter().any(|session| session.end_guessed);
    let days = sessions.iter().filter_map(|session| Some(session.when?.start.date()));
    let school = holidays::schools(&world.base, days);
    let words = SessionWords::Draft {
        sessions,
        rooms,
        seconds,
        leftover,
        more,
        holiday,
        school,
        end_guessed,
    };
    Reply { changes, ..say(words) }
}
