//! What changes in a session that rooms may know of already?

use super::count::Count;
use super::typed::Dates;
use super::{announce, chores, draft, headcount, moments, notice, say, set_role, tell};
use crate::engine::reply::{Reply, rule};
use crate::engine::{World, calendar};
use crate::vocab::{
    Ask, Change, Field, Incoming, Moment, Need, Notice, Progress, Response, Role, Say, Session,
    SessionWords, Snapshot, Span, Task, Unclear, Urgency,
};

/// Those who said that they come.
pub fn coming<'r>(session: &Session, responses: &'r [Response]) -> Vec<&'r Response> {
    Count::of(session, responses).yes().map(|(response, _)| response).collect()
}

/// Another moment.
pub fn moved(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    dates: Option<Result<Dates, Ask>>,
) -> Reply {
    let number = session.number;
    let unclear = |ask| say(SessionWords::Unclear { number, unclear: Unclear::When(ask) });
    let (span, guessed) = match dates {
        None => return unclear(Ask::NoDay),
        Some(Err(ask)) => return unclear(ask),
        Some(Ok(dates)) => match dates.spans[..] {
            [span] => (with_length(span, dates.end_guessed, session.when), dates.end_guessed),
            _ => return unclear(Ask::Several),
        },
    };
    if calendar::moment(span.start).is_none_or(|start| start <= input.at) {
        return unclear(Ask::Past(span.start));
    }
    let from = session.when.filter(|before| *before != span);
    let tasks =
        session.tasks.iter().map(|task| Task { due: chores::due(task.what, span), ..task.clone() });
    let end_guessed = session.end_guessed && guessed;
    let tasks = tasks.collect();
    let changed = Session { when: Some(span), end_guessed, tasks, ..session.clone() };
    let at = match changed.stage {
        Progress::Planned(_) => announce::ends(&changed, input.at),
        _ => changed.at,
    };
    let changed = Session { at, ..changed };
    changed_to(world, seen, input, session, changed, from)
}

/// Without an end it takes as long as before.
fn with_length(span: Span, guessed: bool, before: Option<Span>) -> Span {
    let length = before.filter(|_| guessed).and_then(|b| b.start.until(b.end).ok());
    match length {
        Some(length) => Span { end: span.start.saturating_add(length), ..span },
        None => span,
    }
}

/// Something else.
pub fn set(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    field: Field,
    text: &str,
) -> Reply {
    let number = session.number;
    if field == Field::Audience && !session.stage.before_announcing() {
        return say(SessionWords::NotNow { number, stage: session.stage });
    }
    let user = &input.from.user;
    let changed = match draft::set(world, seen, user, session, field, text) {
        Err(unclear) => return say(SessionWords::Unclear { number, unclear }),
        Ok(changed) => changed,
    };
    if !session.stage.before_announcing() {
        return changed_to(world, seen, input, session, changed, None);
    }
    // What no room knows of yet changes together.
    let changed = |other: &Session| draft::set(world, seen, user, other, field, text).ok();
    let changed = unannounced(seen, session).filter_map(changed).collect();
    draft::shown(world, seen, user, changed, false, Vec::new())
}

fn changed_to(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    before: &Session,
    changed: Session,
    from: Option<Span>,
) -> Reply {
    let number = changed.number;
    match changed.stage {
        stage if stage.before_announcing() => {
            let user = &input.from.user;
            return draft::shown(world, seen, user, vec![changed], false, Vec::new());
        }
        Progress::Announced => {}
        stage => return say(SessionWords::NotNow { number, stage }),
    }
    let end = announce::ends(&changed, changed.at);
    let changed = Session { at: end, sequence: changed.sequence + 1, ..changed };
    // A name or the material is no reason to wake anybody.
    let weighty = from.is_some() || before.place != changed.place;
    // Nobody is woken, unless the first of the two moments comes before the morning.
    let soonest = from.into_iter().chain(changed.when).min();
    let morning = moments::morning(input.at, soonest).filter(|_| weighty);
    let news = (weighty && morning.is_none()).then_some(notice::News { from });
    let mut sends = notice::told_anew(world, seen, input, &changed, news);
    let (was, is) = (Count::of(before, &seen.responses), Count::of(&changed, &seen.responses));
    let (later, placed) = headcount::places(input, &changed, &was, &is, None);
    sends.extend(placed);
    let rooms = announce::reached(world, seen, &changed);
    let mut changes = vec![Change::Session(changed.clone())];
    changes.extend(later);
    changes.extend(morning.map(|due| notice::tell_at(&changed, due, from)));
    changes.extend(headcount::told(input, &changed, &is, &rooms));
    changes.extend(over(before));
    changes.extend(moments::wakes(&changed, input.at));
    changes.extend(chores::wakes(&changed, input.at));
    let rooms = rooms.len();
    let seconds = world.seconds_from(seen, input.at, Urgency::Correction, sends.len());
    let notice = if weighty { notice::when(morning) } else { Notice::None };
    let words = SessionWords::Changing { number, cancelled: false, rooms, seconds, notice };
    Reply { changes, sends, ..say(words) }
}

/// It does not take place; `whole`: nor does the rest of its programme.
pub fn cancelled(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    session: &Session,
    whole: bool,
) -> Reply {
    let together = seen.sessions.iter().filter(|other| {
        other.number == session.number
            || whole && other.programme == session.programme && tell::lies_ahead(other, input.at)
    });
    let mut reply = Reply::default();
    let (mut rooms, mut notice) = (0, Notice::Now);
    for session in together {
        match session.stage {
            stage if stage.before_announcing() => {
                reply.changes.push(Change::SessionOver { number: session.number });
                reply.changes.extend(over(session));
            }
            Progress::Announced => {
                let gone = Session {
                    stage: Progress::Cancelled,
                    sequence: session.sequence + 1,
                    ..session.clone()
                };
                let morning = moments::morning(input.at, gone.when);
                let news = morning.is_none().then_some(notice::News { from: None });
                let sends = notice::told_anew(world, seen, input, &gone, news);
                reply.changes.extend(morning.map(|due| notice::tell_at(&gone, due, None)));
                if morning.is_some() {
                    notice = notice::when(morning);
                }
                rooms += announce::reached(world, seen, &gone).len();
                reply.sends.extend(sends);
                reply.changes.extend(over(session));
                reply.changes.push(Change::Session(gone));
            }
            stage if !whole => {
                return say(SessionWords::NotNow { number: session.number, stage });
            }
            _ => {}
        }
    }
    let number = session.number;
    if reply.sends.is_empty() && session.stage.before_announcing() {
        return Reply { changes: reply.changes, ..say(SessionWords::Gone { number }) };
    }
    let seconds = world.seconds_from(seen, input.at, Urgency::Correction, reply.sends.len());
    let words = SessionWords::Changing { number, cancelled: true, rooms, seconds, notice };
    Reply { changes: reply.changes, sends: reply.sends, ..say(words) }
}

/// A draft goes, with all of its programme.
pub fn gone(seen: &Snapshot, session: &Session) -> Reply {
    let number = session.number;
    if !session.stage.before_announcing() {
        return say(SessionWords::NotNow { number, stage: session.stage });
    }
    let mut changes = Vec::new();
    for session in unannounced(seen, session) {
        changes.push(Change::SessionOver { number: session.number });
        changes.extend(over(session));
    }
    Reply { changes, ..say(SessionWords::Gone { number }) }
}

/// What belongs to the same programme, and no room knows of yet.
fn unannounced<'s>(seen: &'s Snapshot, session: &Session) -> impl Iterator<Item = &'s Session> {
    let programme = session.programme;
    let together = seen.sessions.iter().filter(move |other| other.programme == programme);
    together.filter(|other| other.stage.before_announcing())
}

/// Its wakes are not planned any more.
fn over(session: &Session) -> Vec<Change> {
    let leads = session.reminders.iter().map(|minutes| Moment::Remind(*minutes));
    let tasks = session.tasks.iter().map(|task| Moment::Task(task.what));
    let moments = [Moment::Announce, Moment::After].into_iter().chain(leads).chain(tasks);
    let number = session.number;
    moments.map(|moment| Change::WakeOver { key: moments::key(number, &moment) }).collect()
}

/// When the rooms are reminded.
pub fn reminders(input: &Incoming, session: &Session, leads: Option<Vec<u32>>) -> Reply {
    let number = session.number;
    let Some(reminders) = leads else {
        return say(SessionWords::Unclear { number, unclear: Unclear::Number });
    };
    let changed = Session { reminders, ..session.clone() };
    let mut changes = vec![Change::Session(changed.clone())];
    if session.stage == Progress::Announced {
        changes.extend(over(session));
        changes.extend(moments::wakes(&changed, input.at));
        changes.extend(chores::wakes(&changed, input.at));
    }
    Reply { changes, ..say(SessionWords::Reminders(Box::new(changed))) }
}

/// A room is not reminded of it, or is again: its moderators choose.
pub fn quiet_here(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    number: u32,
    leads: &[u32],
) -> Reply {
    let session = seen.sessions.iter().find(|session| session.number == number);
    let Some(session) = session.filter(|session| tell::is_here(session, input)) else {
        return say(SessionWords::NoneHere);
    };
    if !world.access.allows(Need::Moderator, &input.from, input.direct) {
        return rule("moderators only", Say::ModeratorsOnly);
    }
    let on = leads.is_empty();
    let mut changed = session.clone();
    changed.muted.retain(|room| *room != input.room);
    if on {
        changed.muted.push(input.room.clone());
    }
    let changes = vec![Change::Session(changed)];
    Reply { changes, ..say(SessionWords::QuietHere { number, on }) }
}

/// Who does what.
pub fn role(session: &Session, role: Role, name: Option<String>) -> Reply {
    let mut changed = session.clone();
    set_role(&mut changed, role, name.clone());
    let changes = vec![Change::Session(changed)];
    Reply { changes, ..say(SessionWords::Role { role, name }) }
}
