//! Did it last? Ten fixed items over two weeks: at the start, and again after three months and a year.

use super::{ENOUGH, open_in, round, say};
use crate::engine::reply::Reply;
use crate::engine::{self, World, agenda, audience, calendar, holidays, obey};
use crate::knowledge::Item;
use crate::vocab::{
    Asked, Change, Decision, Incoming, Measure, MeasureWords, MeasuredWords, Need, Plan, QuizWords,
    RoomId, Round, Say, Snapshot, Timestamp, TopicShare, Wake,
};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Months after the start at which the items are asked.
const MONTHS: [u8; 3] = [0, 3, 12];

/// The rounds of one time: so many days after the first, and so many items.
const ROUNDS: [(i64, usize); 4] = [(0, 3), (3, 3), (7, 2), (10, 2)];

/// A round begins at this time: before the rounds that rooms planned on the hour.
const BEGINS: jiff::civil::Time = jiff::civil::time(8, 30, 0, 0);

/// Fewer teams than this say nothing about a region.
const TEAMS: usize = 5;

/// In the days before a round of the measurement no other round begins.
const APART: i64 = 7;

/// `!meld nulmeting …`: here, or for an audience.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let tell = |words| say(QuizWords::Measure(words));
    if world.base.measured.is_empty() {
        return tell(MeasureWords::NoItems);
    }
    if obey::may(world, input, Need::Coordinator) {
        return match audience::after_word(rest, "voor") {
            Some(rest) => many(world, seen, input, rest),
            None => tell(MeasureWords::How),
        };
    }
    if !world.access.allows(Need::Moderator, &input.from, input.direct) || input.direct {
        return super::rule("moderators only", Say::ModeratorsOnly);
    }
    let running = planned(seen, &input.room);
    if matches!(super::bare(rest).as_str(), "uit" | "stop" | "weg") {
        let changes = running.map(|_| Change::WakeOver { key: key(&input.room) });
        let words = MeasureWords::Off { was: running.is_some() };
        return Reply { changes: changes.into_iter().collect(), ..tell(words) };
    }
    if let Some((wake, _)) = running {
        return tell(MeasureWords::Running(calendar::today(wake.due)));
    }
    let Some(wake) = first(world, &input.room, input.at) else {
        return tell(MeasureWords::NoItems);
    };
    let begun = calendar::today(wake.due);
    let days = (0..ROUNDS.len()).filter_map(|round| {
        day(world, &Measure { begun, months: 0, round: u8::try_from(round).ok()? })
    });
    let words = MeasureWords::Planned(days.collect());
    Reply { changes: vec![Change::Wake(wake)], ..tell(words) }
}

/// In every room of an audience; first it says what would happen.
fn many(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let tell = |words| say(QuizWords::Measure(words));
    let (typed, starts) = match rest.trim().rsplit_once(char::is_whitespace) {
        Some((typed, word)) if super::bare(word) == "start" => (typed.trim_end(), true),
        _ => (rest.trim(), false),
    };
    let targets = match audience::named(world, seen, &input.from.user, typed, false) {
        Ok((_, targets)) => targets,
        Err(words) => return super::rule("command:nulmeting", Say::Broadcast(words)),
    };
    let goes = targets.iter().filter(|target| target.missed.is_none());
    let wakes: Vec<Wake> = goes.filter_map(|to| first(world, &to.room, input.at)).collect();
    let Some(day) = wakes.first().map(|wake| calendar::today(wake.due)) else {
        return tell(MeasureWords::NoRooms);
    };
    let rooms = wakes.len();
    if !starts {
        let missed = targets.len() - rooms;
        let audience = typed.to_owned();
        return tell(MeasureWords::Preview { rooms, missed, day, audience });
    }
    // A room that is measured already goes on.
    let changes = wakes.into_iter().map(Change::WakeUnlessPlanned).collect();
    Reply { changes, ..tell(MeasureWords::Begun { rooms, day }) }
}

/// A room's next round of the measurement is due.
pub fn due(world: &World, seen: &Snapshot, wake: &agenda::Due, measure: Measure) -> Decision {
    let (room, at) = (&wake.input.room, wake.input.at);
    let items = items(world, measure.round);
    let today = calendar::today(at);
    // What does not fit today is not skipped: all ten are asked, or nothing can be compared.
    let waits = seen.room.quiet
        || calendar::by_day(at) > at
        || calendar::working(today) != Some(today)
        || holidays::schools_closed(&world.base, today)
        || open_in(seen, room).is_some();
    if waits {
        let again = after(world, today).and_then(|day| waking(room, measure, day));
        return engine::change("nulmeting:waits", again.into_iter().map(Change::Wake).collect());
    }
    let next = next(measure).and_then(|next| {
        let day = day(world, &next)?.max(after(world, today)?);
        waking(room, next, day)
    });
    let changes = next.map(Change::Wake);
    let begun = round::open(seen, room, at, &items, Some((measure.months, measure.round)));
    super::rhythm::begun(wake.input, begun, changes.into_iter().collect())
}

/// The items of one of the rounds.
fn items(world: &World, round: u8) -> Vec<&Item> {
    let before: usize = ROUNDS.iter().take(round.into()).map(|(_, items)| items).sum();
    let many = ROUNDS.get(usize::from(round)).map_or(0, |(_, items)| *items);
    let ids = world.base.measured.iter().skip(before).take(many);
    ids.filter_map(|id| super::item(world, id)).collect()
}

/// Which of the rounds this is, from 1, and of how many.
pub fn place(round: u8) -> (usize, usize) {
    (usize::from(round) + 1, ROUNDS.len())
}

/// Whether a room is measured.
pub fn planned<'s>(seen: &'s Snapshot, room: &RoomId) -> Option<(&'s Wake, Measure)> {
    seen.planned.iter().filter(|wake| wake.room == *room).find_map(|wake| match wake.plan {
        Some(Plan::Measure(measure)) => Some((wake, measure)),
        _ => None,
    })
}

/// Whether a room is asked so much for the measurement these days that other rounds wait.
pub fn busy(seen: &Snapshot, room: &RoomId, today: Date) -> bool {
    planned(seen, room).is_some_and(|(wake, measure)| {
        let until = calendar::today(wake.due);
        measure.round > 0 || until <= today.saturating_add(APART.days())
    })
}

/// What is said when the last round of one time is over; and after the last one, that it was the last.
pub fn over(world: &World, seen: &Snapshot, closed: &Round, now: &[Asked]) -> Option<MeasureWords> {
    let months = closed.measured?;
    let last = world.base.measured.last()?;
    if closed.items.last() != Some(last) {
        return None;
    }
    let here = seen.asked.iter().chain(now).filter(|asked| asked.room == closed.room);
    let at = |months: u8| {
        let then = here.clone().filter(move |asked| asked.measured == Some(months));
        let enough: Vec<&Asked> = then.filter(|asked| asked.took_part >= ENOUGH).collect();
        (enough.len() >= world.base.measured.len()).then(|| share(enough.into_iter())).flatten()
    };
    let team = (months > 0).then(|| Some((at(0)?, at(months)?))).flatten();
    let again = planned(seen, &closed.room).map(|(wake, _)| calendar::today(wake.due));
    Some(MeasureWords::Over { team, again })
}

/// What the teams of these counts show: the same teams and items at the start and later.
pub fn shown(asked: &[&Asked]) -> Option<MeasuredWords> {
    let mut at: BTreeMap<u8, BTreeMap<(&RoomId, &str), &Asked>> = BTreeMap::new();
    for asked in asked.iter().filter(|asked| asked.took_part >= ENOUGH) {
        let Some(months) = asked.measured else { continue };
        // Of one that was begun anew, the last counts.
        at.entry(months).or_default().insert((&asked.room, asked.item.as_str()), asked);
    }
    let start = at.get(&0)?;
    let teams = |keys: &mut dyn Iterator<Item = &RoomId>| keys.collect::<BTreeSet<_>>().len();
    for months in MONTHS.into_iter().rev().filter(|months| *months > 0) {
        let Some(later) = at.get(&months) else { continue };
        let both: Vec<_> = start.keys().filter(|key| later.contains_key(*key)).collect();
        let teams = teams(&mut both.iter().map(|(room, _)| *room));
        let share = |of: &BTreeMap<_, &Asked>| share(both.iter().map(|key| of[*key]));
        if let (true, Some(before), Some(now)) = (teams >= TEAMS, share(start), share(later)) {
            return Some(MeasuredWords::Later { months, teams, before, now });
        }
    }
    let teams = teams(&mut start.keys().map(|(room, _)| *room));
    Some(match share(start.values().copied()) {
        Some(share) if teams >= TEAMS => MeasuredWords::Start { teams, share },
        _ => MeasuredWords::TooFew { teams, of: TEAMS },
    })
}

/// The share of best options, in per cent.
fn share<'a>(asked: impl Iterator<Item = &'a Asked>) -> Option<u32> {
    let add = |(all, right), asked: &Asked| (all + asked.took_part, right + asked.right);
    let (all, right) = asked.fold((0, 0), add);
    (all > 0).then(|| TopicShare::percent(right, all))
}

/// The same round on the next day that fits.
pub fn again(world: &World, room: &RoomId, measure: Measure, now: Timestamp) -> Option<Wake> {
    waking(room, measure, after(world, calendar::today(now))?)
}

fn next(measure: Measure) -> Option<Measure> {
    let round = measure.round + 1;
    if usize::from(round) < ROUNDS.len() {
        return Some(Measure { round, ..measure });
    }
    let months = MONTHS.into_iter().find(|months| *months > measure.months)?;
    Some(Measure { months, round: 0, ..measure })
}

/// The first round: on the next day that fits.
fn first(world: &World, room: &RoomId, at: Timestamp) -> Option<Wake> {
    let day = after(world, calendar::today(at))?;
    waking(room, Measure { begun: day, months: 0, round: 0 }, day)
}

/// The day of a round: a working day outside the school holidays.
fn day(world: &World, measure: &Measure) -> Option<Date> {
    let (days, _) = *ROUNDS.get(usize::from(measure.round))?;
    let day = measure.begun.saturating_add(i64::from(measure.months).months());
    fits(world, day.saturating_add(days.days()))
}

fn after(world: &World, day: Date) -> Option<Date> {
    fits(world, day.tomorrow().ok()?)
}

fn fits(world: &World, from: Date) -> Option<Date> {
    let open = |day: &Date| !holidays::schools_closed(&world.base, *day);
    let mut days = std::iter::successors(calendar::working(from), |day| {
        calendar::working(day.tomorrow().ok()?)
    });
    days.find(open)
}

fn waking(room: &RoomId, measure: Measure, day: Date) -> Option<Wake> {
    let due = calendar::moment(day.to_datetime(BEGINS))?;
    let plan = Some(Plan::Measure(measure));
    Some(Wake { key: key(room), due, room: room.clone(), person: None, plan })
}

fn key(room: &RoomId) -> String {
    format!("nulmeting:{room}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A team that was asked two items, so many months after its start.
    fn team(number: u32, months: u8, took_part: u32, right: u32) -> [Asked; 2] {
        let day = jiff::civil::date(2026, 11, 24).saturating_add(i64::from(months).months());
        ["een", "twee"].map(|item| Asked {
            room: RoomId::new(format!("!{number}")),
            item: item.into(),
            day,
            took_part,
            right,
            measured: Some(months),
        })
    }

    fn see(asked: &[Asked]) -> Option<MeasuredWords> {
        shown(&asked.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_region_is_compared_by_the_teams_that_took_part_both_times() {
        assert_eq!(see(&[]), None);
        let mut asked: Vec<Asked> = (0..4).flat_map(|number| team(number, 0, 6, 3)).collect();
        asked.extend(team(4, 0, 4, 0));
        let few = MeasuredWords::TooFew { teams: 4, of: 5 };
        assert_eq!(see(&asked), Some(few), "four answers in a team are too few");
        asked.extend(team(5, 0, 10, 5));
        assert_eq!(see(&asked), Some(MeasuredWords::Start { teams: 5, share: 50 }));
        // Only four of them again: still nothing but the start.
        asked.extend((0..4).flat_map(|number| team(number, 3, 6, 6)));
        asked.extend(team(9, 3, 6, 6));
        assert_eq!(see(&asked), Some(MeasuredWords::Start { teams: 5, share: 50 }));
        asked.extend(team(5, 3, 5, 0));
        let later = MeasuredWords::Later { months: 3, teams: 5, before: 50, now: 83 };
        assert_eq!(see(&asked), Some(later));
    }

    #[test]
    fn all_items_come_each_time_and_then_it_ends() {
        let mut measure =
            Some(Measure { begun: jiff::civil::date(2026, 11, 24), months: 0, round: 0 });
        let mut items = 0;
        let mut times = Vec::new();
        while let Some(now) = measure {
            items += ROUNDS[usize::from(now.round)].1;
            times.push(now.months);
            measure = next(now);
        }
        times.dedup();
        assert_eq!((items, times), (30, vec![0, 3, 12]));
    }
}
