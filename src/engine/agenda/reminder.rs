//! How is a room reminded? Planned by whoever is in it, said when its moment has come.

use super::planning;
use super::wish::{self, Draft, Verb, Wish};
use super::{Due, LATE, too_late};
use crate::engine::reply::{Reply, rule};
use crate::engine::{self, World, audience, calendar, holidays, session};
use crate::vocab::{
    Act, Ask, Because, Change, Decision, DeliveryKey, EventId, Incoming, Message, Mind, Need,
    OnHoliday, Outgoing, Plan, Reminder, ReminderWords, RoomId, Say, Snapshot, Speech, Timestamp,
    Urgency, UserId, Wake, What,
};

/// A reminder is no letter; in characters.
pub const LONGEST: usize = 500;

/// A room with more plans than this has lost sight of them.
const MOST: usize = 100;

/// `!meld herinner …`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let (What::Message(message) | What::Edit { message, .. }) = &input.what else {
        return say(ReminderWords::How);
    };
    if !message.withheld.is_empty() {
        return say(ReminderWords::CaseDetails);
    }
    match wish::read(rest, input.at) {
        Wish::List => list(seen, rest),
        Wish::New(draft) => new(seen, input, message, draft),
        Wish::Change(number, verb) => change(world, seen, input, message, number, verb),
    }
}

/// What a command tells besides its moment; all of it when that is not clear.
pub fn told(rest: &str, now: Timestamp) -> String {
    match wish::read(rest, now) {
        Wish::New(Draft { when: Ok(_), text, .. }) | Wish::Change(_, Verb::Text(text)) => text,
        Wish::List | Wish::Change(..) => String::new(),
        Wish::New(_) => rest.to_owned(),
    }
}

fn list(seen: &Snapshot, rest: &str) -> Reply {
    let mut planned: Vec<Reminder> = all(seen).map(|(_, reminder)| reminder.clone()).collect();
    planned.sort_by_key(|reminder| reminder.next);
    match planned.is_empty() && rest.is_empty() {
        true => say(ReminderWords::How),
        false => say(ReminderWords::List(planned)),
    }
}

/// Plans one; an edited command plans the same one anew.
fn new(seen: &Snapshot, input: &Incoming, message: &Message, draft: Draft) -> Reply {
    let source = input.first_version();
    let before = all(seen).find(|(_, reminder)| reminder.source == source);
    let when = match draft.when {
        Ok(when) => when,
        Err(ask) => return say(ReminderWords::Unclear(ask)),
    };
    if before.is_none() && seen.planned.len() >= MOST {
        return say(ReminderWords::Enough);
    }
    let reminder = Reminder {
        number: before.map_or(seen.next_number, |(_, reminder)| reminder.number),
        source,
        text: draft.text,
        next: when.start,
        when,
        holidays: before.map_or(OnHoliday::AsUsual, |(_, reminder)| reminder.holidays),
        everyone: draft.everyone,
    };
    plan(seen, input, message, &input.from.user, reminder, before.is_some())
}

fn change(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
    number: u32,
    verb: Verb,
) -> Reply {
    let Some((wake, reminder)) = all(seen).find(|(_, reminder)| reminder.number == number) else {
        return say(ReminderWords::NotFound { number });
    };
    let theirs = wake.person.as_ref() == Some(&input.from.user);
    if !theirs && !world.access.allows(Need::Moderator, &input.from, input.direct) {
        return say(ReminderWords::NotYours);
    }
    let reminder = reminder.clone();
    let changed = match verb {
        Verb::Remove => {
            let over = Change::WakeOver { key: key(number) };
            return Reply { changes: vec![over], ..say(ReminderWords::Gone { number }) };
        }
        Verb::Move(Err(ask)) => return say(ReminderWords::Unclear(ask)),
        Verb::Move(Ok(when)) => Reminder { when, ..reminder },
        Verb::Text(text) => Reminder { text, ..reminder },
        Verb::Holidays(holidays) => Reminder { holidays, ..reminder },
    };
    let planner = wake.person.clone().unwrap_or_else(|| input.from.user.clone());
    plan(seen, input, message, &planner, changed, true)
}

/// Plans a reminder, if it can be, and says so.
fn plan(
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
    planner: &UserId,
    reminder: Reminder,
    changed: bool,
) -> Reply {
    if reminder.text.is_empty() {
        return say(ReminderWords::NoText);
    }
    if reminder.text.chars().count() > LONGEST {
        return say(ReminderWords::TooLong { most: LONGEST });
    }
    let Some(wake) = waking(&input.room, Some(planner), &reminder, None, input.at) else {
        return say(ReminderWords::Unclear(Ask::NoOccurrence));
    };
    let mut mind = Vec::new();
    if seen.room.quiet {
        mind.push(Mind::Quiet);
    }
    if reminder.everyone && !message.may_mention_room {
        mind.push(Mind::MayNotMention);
    }
    if holidays::closed(reminder.when.start.date()) && reminder.holidays == OnHoliday::AsUsual {
        mind.push(Mind::Holiday);
    }
    let reminder = match &wake.plan {
        Some(Plan::Reminder(reminder)) => (**reminder).clone(),
        Some(_) | None => reminder,
    };
    let words = ReminderWords::Planned { reminder, changed, mind };
    Reply { changes: vec![Change::Wake(wake)], ..say(words) }
}

/// Its moment has come: it is said, unless the room is quiet or it is far too late, and planned again.
pub fn due(world: &World, seen: &Snapshot, wake: &Due, reminder: &Reminder) -> Decision {
    let Due { input, due, planner } = *wake;
    // Everything that was missed comes one after another, each at its own place in the series.
    let next = waking(&input.room, planner, reminder, Some(reminder.next), Timestamp::MIN);
    let changes: Vec<Change> = next.map(Change::Wake).into_iter().collect();
    if seen.room.quiet {
        return engine::change("reminder: quiet", changes);
    }
    // Who planned it from a file is not in the room: whether they reach it is asked each time.
    let reaches = |planner: &UserId| audience::reaches(world, planner, &seen.room);
    if session::in_file(&reminder.source) && planner.is_some_and(|planner| !reaches(planner)) {
        return engine::change("reminder: out of reach", changes);
    }
    if too_late(world, due, input.at) {
        return engine::change("reminder: too late", changes);
    }
    let late = (input.at.duration_since(due) > LATE).then(|| calendar::local(due));
    let words = ReminderWords::Due { reminder: reminder.clone(), late };
    let speech = Speech {
        loud: true,
        everyone_for: planner.filter(|_| reminder.everyone).cloned(),
        ..Speech::unasked(vec![Say::Reminder(words)])
    };
    let key = DeliveryKey::of(&input.cause, 0);
    let outgoing = Outgoing::new(key, input.room.clone(), Act::Say(speech));
    Decision {
        changes,
        outgoing: vec![Outgoing { urgency: Urgency::Reminder, moment: Some(due), ..outgoing }],
        because: Because::Rule("reminder"),
        ..Decision::default()
    }
}

/// The message that planned it is gone, and the plan with it.
pub fn removed(seen: &Snapshot, source: &EventId) -> Option<Change> {
    let (wake, _) = all(seen).find(|(_, reminder)| reminder.source == *source)?;
    Some(Change::WakeOver { key: wake.key.clone() })
}

/// The wake of the first occurrence after one, that comes after a moment too.
fn waking(
    room: &RoomId,
    planner: Option<&UserId>,
    reminder: &Reminder,
    after: Option<jiff::civil::DateTime>,
    now: Timestamp,
) -> Option<Wake> {
    let next = planning::next(&reminder.when, reminder.holidays, after, now)?;
    let reminder = Reminder { next: next.occurrence, ..reminder.clone() };
    Some(Wake {
        key: key(reminder.number),
        due: next.due,
        room: room.clone(),
        person: planner.cloned(),
        plan: Some(Plan::Reminder(Box::new(reminder))),
    })
}

/// Its next occurrence after a moment, whatever was missed; none when it never comes. For who plans it from
/// elsewhere, and for a memory that was away.
pub fn planned(
    room: &RoomId,
    planner: Option<&UserId>,
    reminder: &Reminder,
    now: Timestamp,
) -> Option<Wake> {
    waking(room, planner, reminder, None, now)
}

/// When a reminder comes between two moments.
pub fn moments(reminder: &Reminder, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
    let next = |after: Option<jiff::civil::DateTime>| {
        planning::next(&reminder.when, reminder.holidays, after, from)
    };
    let all = std::iter::successors(next(None), |before| next(Some(before.occurrence)));
    all.map(|found| found.due).take_while(|due| *due <= until).collect()
}

/// What an utterance says when its moment has come.
pub fn words(reminder: &Reminder) -> Say {
    Say::Reminder(ReminderWords::Due { reminder: reminder.clone(), late: None })
}

/// The name of its wake.
fn key(number: u32) -> String {
    format!("herinnering:{number}")
}

fn all(seen: &Snapshot) -> impl Iterator<Item = (&Wake, &Reminder)> {
    seen.planned.iter().filter_map(|wake| match &wake.plan {
        Some(Plan::Reminder(reminder)) => Some((wake, &**reminder)),
        Some(_) | None => None,
    })
}

fn say(words: ReminderWords) -> Reply {
    rule("command:herinner", Say::Reminder(words))
}
