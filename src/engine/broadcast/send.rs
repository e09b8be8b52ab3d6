//! How does a broadcast reach its rooms, and change or go there? Who may reach what is asked again.

use super::report::{self, Outcome};
use super::{draft, pulse, say};
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::engine::{World, agenda, audience, calendar};
use crate::vocab::{
    Act, Ask, Because, Broadcast, BroadcastWords, Change, Decision, DeliveryKey, Errand, Incoming,
    KnownRoom, Outgoing, Plan, Pulse, PulseWords, Purpose, RoomId, Say, Snapshot, Speech, Stage,
    Target, TextWords, Timestamp, Urgency, UserId, Wake, When,
};
use jiff::SignedDuration;
use jiff::civil::DateTime;

/// Nobody is told sooner after the sending that all have it, nor looked later than this; in seconds.
const LEAST: u64 = 60;
const MOST: u64 = 3_600;

/// Only this chat sees it.
pub fn test(broadcast: &Broadcast) -> Reply {
    if let Some(pulse) = &broadcast.pulse {
        let words = PulseWords::Question(Box::new((broadcast.text.clone(), pulse.clone())));
        return say(BroadcastWords::Pulse(words));
    }
    let everyone = false;
    let words = TextWords { text: broadcast.text.clone(), everyone, corrected: false };
    say(BroadcastWords::Text(words))
}

/// It goes now; in the evening and at night only when that is asked for.
pub fn now(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    broadcast: &Broadcast,
    at_once: bool,
) -> Reply {
    let number = broadcast.number;
    if !broadcast.stage.before_sending() {
        return say(BroadcastWords::NotNow { number, stage: broadcast.stage });
    }
    if let Some(words) = too_short(broadcast, input.at) {
        return say(words);
    }
    let due = calendar::by_day(input.at);
    if !at_once && due > input.at {
        return planned(input, broadcast, calendar::local(due), due, true);
    }
    let (sent, sends) = sending(world, seen, Some(&input.from.user), input.at, broadcast);
    let seconds = world.seconds_from(seen, input.at, Urgency::Broadcast, sends.len());
    let words = words(&sent, sends.len(), seconds, None);
    let look = looking(number, input.at, seconds, &input.room).filter(|_| !sends.is_empty());
    let mut changes = vec![Change::Broadcast(sent), Change::WakeOver { key: key(number) }];
    changes.extend(look);
    changes.extend(pulse::wake(broadcast));
    Reply { changes, sends, ..say(words) }
}

/// It goes at a moment.
pub fn plan(input: &Incoming, broadcast: &Broadcast, when: Result<When, Ask>) -> Reply {
    let number = broadcast.number;
    if !broadcast.stage.before_sending() {
        return say(BroadcastWords::NotNow { number, stage: broadcast.stage });
    }
    let start = match when {
        Err(ask) => return say(BroadcastWords::Unclear { number, ask }),
        Ok(when) if when.rule.is_some() => return say(BroadcastWords::NoSeries),
        Ok(when) => when.start,
    };
    let Some(due) = calendar::moment(start).filter(|due| *due > input.at) else {
        return say(BroadcastWords::Unclear { number, ask: Ask::NoOccurrence });
    };
    if let Some(words) = too_short(broadcast, due) {
        return say(words);
    }
    planned(input, broadcast, start, due, false)
}

/// A poll that would be closed before it is sent, or open for too long.
fn too_short(broadcast: &Broadcast, sent: Timestamp) -> Option<BroadcastWords> {
    let fits = |pulse: &Pulse| pulse::fits(pulse.closes, sent);
    let fits = broadcast.pulse.as_ref().is_none_or(fits);
    (!fits).then_some(BroadcastWords::Pulse(pulse::DOES_NOT_FIT))
}

fn planned(
    input: &Incoming,
    broadcast: &Broadcast,
    start: DateTime,
    due: Timestamp,
    night: bool,
) -> Reply {
    let number = broadcast.number;
    let wake = waking(number, due, Some(input.from.user.clone()));
    let planned = Broadcast { at: due, stage: Stage::Planned(start), ..broadcast.clone() };
    let rooms = planned.targets.iter().filter(|target| target.missed.is_none()).count();
    let words = BroadcastWords::Planned { number, rooms, at: start, night };
    Reply { changes: vec![Change::Broadcast(planned), Change::Wake(wake)], ..say(words) }
}

fn waking(number: u32, due: Timestamp, person: Option<UserId>) -> Wake {
    // About no room: it goes on when the one that it was written in is left.
    let room = "".into();
    Wake { key: key(number), due, room, person, plan: Some(Plan::Broadcast { number }) }
}

/// The moment of a planned one has come; `planner` is who chose it.
pub fn due(world: &World, seen: &Snapshot, wake: &agenda::Due, number: u32) -> Decision {
    let agenda::Due { input, due, planner } = *wake;
    let broadcast = seen.broadcasts.iter().find(|broadcast| broadcast.number == number);
    if let Some((broadcast, pulse)) = broadcast.and_then(pulse::open) {
        return pulse::closing_time(seen, input, broadcast, pulse);
    }
    let planned = broadcast.and_then(|broadcast| match broadcast.stage {
        Stage::Planned(at) => Some((broadcast, at)),
        _ => None,
    });
    let Some((broadcast, at)) = planned else {
        return Decision { because: Because::Rule("no such broadcast"), ..Decision::default() };
    };
    let first = calendar::moment(at).unwrap_or(due);
    let late = first < agenda::late_before(input.at);
    // Who was away does not wake anybody: in the morning it is time enough, or too late.
    let morning = calendar::by_day(input.at);
    if late && morning > input.at && !agenda::too_late(world, first, morning) {
        let again = waking(number, morning, planner.cloned());
        let because = Because::Rule("broadcast: in the morning");
        return Decision { changes: vec![Change::Wake(again)], because, ..Decision::default() };
    }
    let (kept, sends, words, seconds) = if agenda::too_late(world, first, input.at) {
        let kept = Broadcast { at: input.at, stage: Stage::Draft, ..broadcast.clone() };
        (kept, Vec::new(), BroadcastWords::TooLate { number, planned: at }, 0)
    } else {
        let late = late.then_some(at);
        let (sent, sends) = sending(world, seen, planner, input.at, broadcast);
        let seconds = world.seconds_from(seen, input.at, Urgency::Broadcast, sends.len());
        let words = words(&sent, sends.len(), seconds, late);
        (sent, sends, words, seconds)
    };
    let look = looking(number, input.at, seconds, &kept.room).filter(|_| !sends.is_empty());
    let closes = pulse::wake(broadcast).filter(|_| kept.stage == Stage::Sent);
    let told = Act::Say(Speech::unasked(vec![Say::Broadcast(words)]));
    let key = |index| DeliveryKey::of(&input.cause, index);
    let told = Outgoing::new(key(0), broadcast.room.clone(), told);
    let sends = sends.into_iter().enumerate();
    let sends = sends.map(|(index, sending)| sending.into_outgoing(key(index + 1)));
    Decision {
        outgoing: std::iter::once(told).chain(sends).collect(),
        changes: std::iter::once(Change::Broadcast(kept)).chain(look).chain(closes).collect(),
        because: Because::Rule("broadcast"),
        ..Decision::default()
    }
}

/// Looks whether all have it when they should, a while after `now`, and says so where it was sent from.
fn looking(number: u32, now: Timestamp, seconds: u64, room: &RoomId) -> Option<Change> {
    let pause = SignedDuration::from_secs(seconds.max(LEAST).try_into().ok()?);
    Some(Change::Wake(Wake {
        key: through_key(number),
        due: now.checked_add(pause).ok()?,
        room: room.clone(),
        person: None,
        plan: Some(Plan::Through { number }),
    }))
}

/// When it is through, who sent it hears it once. Until then: looked again when the rest should be
/// there, and later each time when a room cannot be reached.
pub fn through(world: &World, seen: &Snapshot, input: &Incoming, number: u32) -> Decision {
    let rule = |because| Decision { because: Because::Rule(because), ..Decision::default() };
    let broadcast = seen.broadcasts.iter().find(|broadcast| broadcast.number == number);
    let goes = |stage| matches!(stage, Stage::Sent | Stage::Corrected);
    let Some(broadcast) = broadcast.filter(|broadcast| goes(broadcast.stage)) else {
        return rule("no such broadcast");
    };
    let report = report::report(broadcast, &seen.sent);
    if report.waiting > 0 {
        // What waits stands in the traffic.
        let rest = world.seconds_from(seen, input.at, Urgency::Broadcast, 0);
        let since = input.at.duration_since(broadcast.at).as_secs();
        let patience = u64::try_from(since / 4).unwrap_or(0).min(MOST);
        let look = looking(number, input.at, rest.max(patience), &input.room);
        return Decision { changes: look.into_iter().collect(), ..rule("broadcast: under way") };
    }
    let (sent, rooms) = (report.sent, report.rooms);
    let words = vec![Say::Broadcast(BroadcastWords::Through { number, sent, rooms })];
    let told = Act::Say(Speech::unasked(words));
    let told = Outgoing::new(DeliveryKey::of(&input.cause, 0), input.room.clone(), told);
    Decision { outgoing: vec![told], ..rule("broadcast: through") }
}

/// The broadcast as it is after being sent, and what goes where.
fn sending(
    world: &World,
    seen: &Snapshot,
    user: Option<&UserId>,
    at: Timestamp,
    broadcast: &Broadcast,
) -> (Broadcast, Vec<Sending>) {
    let rooms: Vec<KnownRoom> = seen.rooms().collect();
    let mut sent = Broadcast { at, stage: Stage::Sent, ..broadcast.clone() };
    for target in sent.targets.iter_mut().filter(|target| target.missed.is_none()) {
        let known = rooms.iter().find(|known| known.joined.room == target.room);
        target.missed = audience::missed(world, known, user, broadcast.also_quiet);
    }
    let (act, purpose) = act(user, broadcast);
    let goes = sent.targets.iter().filter(|target| target.missed.is_none());
    let sends = goes.map(|target| Sending {
        room: target.room.clone(),
        act: act.clone(),
        urgency: Urgency::Broadcast,
        errand: Errand { number: broadcast.number, purpose },
    });
    let sends = sends.collect();
    (sent, sends)
}

/// What a room gets, and what that is for.
fn act(user: Option<&UserId>, broadcast: &Broadcast) -> (Act, Option<Purpose>) {
    if let Some(pulse) = &broadcast.pulse {
        return (pulse::act(broadcast, pulse), Some(pulse::PURPOSE));
    }
    let speech = Speech {
        loud: true,
        everyone_for: user.filter(|_| broadcast.everyone).cloned(),
        ..Speech::unasked(words_of(&broadcast.text, broadcast.everyone, false))
    };
    (Act::Say(speech), None)
}

fn words(sent: &Broadcast, rooms: usize, seconds: u64, late: Option<DateTime>) -> BroadcastWords {
    BroadcastWords::Sending {
        number: sent.number,
        rooms,
        seconds,
        missed: audience::counted(sent.targets.iter().filter_map(|target| target.missed)),
        late,
    }
}

fn words_of(text: &str, everyone: bool, corrected: bool) -> Vec<Say> {
    let words = TextWords { text: text.to_owned(), everyone, corrected };
    vec![Say::Broadcast(BroadcastWords::Text(words))]
}

/// What still waits does not go; what was planned is a draft again.
pub fn stop(seen: &Snapshot, input: &Incoming, broadcast: &Broadcast) -> Reply {
    let number = broadcast.number;
    if let Stage::Planned(_) = broadcast.stage {
        let draft = Broadcast { at: input.at, stage: Stage::Draft, ..broadcast.clone() };
        let changes = vec![Change::Broadcast(draft), Change::WakeOver { key: key(number) }];
        return Reply { changes, ..say(BroadcastWords::Unplanned { number }) };
    }
    let outcomes = report::outcomes(broadcast, &seen.sent);
    let waiting = |outcome: &Outcome| matches!(outcome, Outcome::Waiting(Some(_)));
    let rooms = outcomes.filter(|(_, outcome)| waiting(outcome)).count();
    if rooms == 0 {
        return say(BroadcastWords::NothingToStop { number });
    }
    // That is an end, too.
    let over = Change::WakeOver { key: through_key(number) };
    let changes = vec![Change::TakeBack { number, at: input.at }, over];
    Reply { changes, ..say(BroadcastWords::Stopped { number, rooms }) }
}

/// Another text in every room that has it; a room whose turn has not come gets it at once.
pub fn correct(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    broadcast: &Broadcast,
    text: &str,
) -> Reply {
    let (text, _) = audience::without_everyone(text);
    if text.is_empty() {
        return say(BroadcastWords::NoText);
    }
    if draft::too_long(&text) {
        return draft::refuse_long();
    }
    // As loud as the message that it changes: a client shows the one that is quiet in grey.
    let speech = Speech { loud: true, ..Speech::unasked(words_of(&text, false, true)) };
    let unsent = words_of(&text, broadcast.everyone, false);
    let edit = |of| Act::Edit { of, speech: speech.clone(), unsent: Some(unsent.clone()) };
    let corrected = Broadcast { text, stage: Stage::Corrected, ..broadcast.clone() };
    change(world, seen, input, corrected, broadcast.stage, edit)
}

/// Out of every room that has it.
pub fn withdraw(world: &World, seen: &Snapshot, input: &Incoming, broadcast: &Broadcast) -> Reply {
    let withdrawn = Broadcast { stage: Stage::Withdrawn, ..broadcast.clone() };
    let mut reply = change(world, seen, input, withdrawn, broadcast.stage, |of| Act::Redact { of });
    if !reply.changes.is_empty() {
        let number = broadcast.number;
        reply.changes.push(Change::TakeBack { number, at: input.at });
        reply.changes.push(Change::WakeOver { key: through_key(number) });
    }
    reply
}

/// Changes every room's message that this person may still reach.
fn change(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    changed: Broadcast,
    before: Stage,
    act: impl Fn(DeliveryKey) -> Act,
) -> Reply {
    let number = changed.number;
    if before.before_sending() || before == Stage::Withdrawn {
        return say(BroadcastWords::NotNow { number, stage: before });
    }
    let rooms: Vec<KnownRoom> = seen.rooms().collect();
    let reached = |target: &Target| {
        let known = rooms.iter().find(|known| known.joined.room == target.room);
        audience::missed(world, known, Some(&input.from.user), true).is_none()
    };
    let has =
        report::outcomes(&changed, &seen.sent).filter_map(|(target, outcome)| match outcome {
            Outcome::Sent(key) | Outcome::Waiting(Some(key)) => Some((target, key)),
            Outcome::Waiting(None) | Outcome::Missed(_) => None,
        });
    let (now, stays): (Vec<_>, Vec<_>) = has.partition(|(target, _)| reached(target));
    let sends: Vec<Sending> = now
        .into_iter()
        .map(|(target, key)| Sending {
            room: target.room.clone(),
            act: act(key),
            urgency: Urgency::Correction,
            errand: Errand { number, purpose: None },
        })
        .collect();
    let words = BroadcastWords::Changing {
        number,
        withdrawn: changed.stage == Stage::Withdrawn,
        rooms: sends.len(),
        stays: stays.len(),
        seconds: world.seconds_from(seen, input.at, Urgency::Correction, sends.len()),
    };
    Reply { changes: vec![Change::Broadcast(changed)], sends, ..say(words) }
}

/// The name of its wake.
pub fn key(number: u32) -> String {
    format!("bericht:{number}")
}

/// The name of the wake that looks whether all have it.
fn through_key(number: u32) -> String {
    format!("bericht:{number}:door")
}
