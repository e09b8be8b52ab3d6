//! What does the planner of a session still have to do, and when?

use super::{moments, say};
use crate::engine::calendar;
use crate::engine::reply::Reply;
use crate::vocab::{
    Change, Chore, Incoming, Moment, Role, Session, SessionWords, Span, Task, Timestamp, Unclear,
};
use jiff::ToSpan;

/// What its planner still has to do; the list is made when it is asked for.
pub fn tasks(input: &Incoming, session: &Session) -> Reply {
    let Some(span) = session.when.filter(|_| session.tasks.is_empty()) else {
        return say(SessionWords::Tasks(Box::new(session.clone())));
    };
    let task = |(what, _): &(Chore, i64)| {
        // What should have been done already is to be done now.
        let today = calendar::today(input.at);
        let soon = calendar::working(today.tomorrow().unwrap_or(today)).unwrap_or(today);
        let due = due(*what, span).max(soon.at(9, 0, 0, 0));
        let known = *what == Chore::Venue && session.place.is_some()
            || *what == Chore::Speakers && session.has(Role::Speaker);
        Task { what: *what, due, done: known }
    };
    let changed = Session { tasks: Chore::ALL.iter().map(task).collect(), ..session.clone() };
    let mut changes = vec![Change::Session(changed.clone())];
    changes.extend(wakes(&changed, input.at));
    Reply { changes, ..say(SessionWords::Tasks(Box::new(changed))) }
}

/// One of these is done.
pub fn done(session: &Session, what: Option<Chore>) -> Reply {
    let mut changed = session.clone();
    let task = changed.tasks.iter_mut().find(|task| Some(task.what) == what);
    let Some(task) = task else {
        let (number, unclear) = (session.number, Unclear::Number);
        return say(SessionWords::Unclear { number, unclear });
    };
    task.done = true;
    let changes = vec![Change::Session(changed.clone())];
    Reply { changes, ..say(SessionWords::Tasks(Box::new(changed))) }
}

/// Nine o'clock on a working day, so many days before or after.
pub fn due(what: Chore, span: Span) -> jiff::civil::DateTime {
    let days = Chore::ALL.iter().find(|(known, _)| *known == what).map_or(0, |(_, days)| *days);
    let day = span.start.date().saturating_add(days.days());
    calendar::working(day).unwrap_or(day).at(9, 0, 0, 0)
}

/// The wakes that remind its planner.
pub fn wakes(session: &Session, now: Timestamp) -> Vec<Change> {
    let open = session.tasks.iter().filter(|task| !task.done);
    let wake = |task: &Task| {
        let due = calendar::moment(task.due).filter(|due| *due > now)?;
        let moment = Moment::Task(task.what);
        Some(Change::Wake(moments::wake(session, moment, due, session.by.clone())))
    };
    open.filter_map(wake).collect()
}
