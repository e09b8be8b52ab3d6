//! What is wrong with the bot, and who hears of it? The control room, once a day for each cause.

use super::reply::{Reply, rule};
use super::{World, calendar, curate};
use crate::knowledge::missing_school_year;
use crate::vocab::{
    Ailment, Because, Cause, Decision, Health, Incoming, Report, Say, Snapshot, StatusWords,
    Timestamp, What,
};
use jiff::SignedDuration;

/// After this long without an answer the homeserver is away, or the bot is deaf.
const DEAF: SignedDuration = SignedDuration::from_mins(15);

/// A delivery that waits longer than this, and longer than the limits explain, is stuck.
const STUCK: SignedDuration = SignedDuration::from_mins(30);

/// An answer of the homeserver since then was just now.
const LATELY: SignedDuration = SignedDuration::from_secs(90);

/// What was told when it happened is told again while it lasts.
const REMIND: SignedDuration = SignedDuration::from_hours(24);

/// So many messages that cannot be read are no accident.
const KEYS: usize = 20;

/// With less than this free, in bytes, the disk is nearly full for a bot that keeps so little.
pub const NEARLY_FULL: u64 = 500_000_000;

/// A clock that is so many seconds off makes reminders late or early.
const OFF: u64 = 60;

/// What is wrong at this moment.
pub fn ailments(world: &World, health: &Health, now: Timestamp) -> Vec<Ailment> {
    let mut found: Vec<_> = world.broken.iter().cloned().map(Ailment::Broken).collect();
    let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
    let deaf = health.link.synced.filter(|at| *at < before(DEAF));
    found.extend(deaf.map(|at| Ailment::Deaf(calendar::local(at))));
    // Before the first answer nothing is known of the device.
    if health.link.synced.is_some() && !health.link.verified {
        found.push(Ailment::Unverified);
    }
    let waiting = usize::try_from(health.waiting).unwrap_or(usize::MAX);
    let allowed = i64::try_from(world.seconds_for(waiting)).unwrap_or(i64::MAX / 2);
    let patience = STUCK.saturating_add(SignedDuration::from_secs(allowed));
    if let Some(since) = health.oldest.filter(|oldest| *oldest < before(patience)) {
        found.push(Ailment::Stuck { waiting: health.waiting, since: calendar::local(since) });
    }
    if health.link.undecrypted >= KEYS {
        found.push(Ailment::Keys(health.link.undecrypted));
    }
    found.extend(health.disk.filter(|free| *free < NEARLY_FULL).map(Ailment::Disk));
    found.extend(health.link.ahead.filter(|off| off.unsigned_abs() > OFF).map(Ailment::Clock));
    found.extend(
        health
            .misread
            .filter(|at| *at < before(REMIND))
            .map(|at| Ailment::Misread(calendar::local(at))),
    );
    let expired = curate::overdue(world, now).len();
    if expired > 0 {
        found.push(Ailment::Expired(expired));
    }
    // Without a base no year is known.
    let calendar = missing_school_year(&world.base, calendar::today(now));
    found.extend(calendar.filter(|_| !world.safe()).map(Ailment::Calendar));
    found
}

/// The events that tell it: one a cause and day, of what passes slowly one a month.
pub fn told(world: &World, health: &Health, now: Timestamp) -> Vec<Incoming> {
    let Some(room) = &world.control_room else { return Vec::new() };
    let event = |ailment: Ailment| {
        let period = match ailment {
            Ailment::Calendar(_) | Ailment::Expired(_) => calendar::month(now),
            _ => calendar::today(now).to_string(),
        };
        let cause = Cause::new(format!("health:{}:{period}", ailment.name()));
        let what = What::Ailing { ailment };
        Incoming { room: room.clone(), ..Incoming::of_the_house(cause, now, what) }
    };
    ailments(world, health, now).into_iter().map(event).collect()
}

/// The control room hears of it.
pub fn ailing(ailment: Ailment) -> Decision {
    let reports = vec![Report::Ailing(ailment)];
    Decision { reports, because: Because::Rule("health"), ..Decision::default() }
}

/// `!meld status`.
pub fn status(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    let health = seen.health.clone().unwrap_or_default();
    let words = StatusWords {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        heard: health.link.synced.map(calendar::local),
        lately: health.link.synced.is_some_and(|at| at >= input.at - LATELY),
        entries: world.base.entries.len(),
        ailments: ailments(world, &health, input.at),
        health,
    };
    rule("command:status", Say::Status(Box::new(words)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Base;
    use crate::vocab::{Access, Link, Rate, UserId};

    fn now() -> Timestamp {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn minutes_ago(minutes: i64) -> Option<Timestamp> {
        Some(now() - SignedDuration::from_mins(minutes))
    }

    fn well() -> Health {
        let link = Link { synced: minutes_ago(1), verified: true, ..Link::default() };
        Health { link, disk: Some(NEARLY_FULL), ..Health::default() }
    }

    fn wrong(health: &Health, rate: Option<Rate>) -> Vec<&'static str> {
        let me = UserId::new("@meldmaat:wijk.test");
        let mut base = Base::default();
        for year in 2020..2040 {
            base.school_years.insert(year, Default::default());
        }
        let world = World::new(me, "meldmaat", base, Access::default(), |_| None).sending(rate);
        ailments(&world, health, now()).iter().map(Ailment::name).collect()
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_else() {
        let with = |change: &dyn Fn(&mut Health)| {
            let mut health = well();
            change(&mut health);
            wrong(&health, None)
        };
        assert!(wrong(&well(), None).is_empty());
        assert!(wrong(&Health::default(), None).is_empty(), "not yet heard anything");
        assert_eq!(with(&|h| h.link.synced = minutes_ago(16)), ["deaf"]);
        assert_eq!(with(&|h| h.link.verified = false), ["unverified"]);
        assert_eq!(with(&|h| h.link.undecrypted = 20), ["keys"]);
        assert_eq!(with(&|h| h.link.ahead = Some(-61)), ["clock"]);
        assert_eq!(with(&|h| h.link.ahead = Some(60)), [""; 0]);
        assert_eq!(with(&|h| h.misread = minutes_ago(60)), [""; 0], "told when it happened");
        assert_eq!(with(&|h| h.misread = minutes_ago(25 * 60)), ["misread"]);
        assert_eq!(with(&|h| h.disk = Some(NEARLY_FULL - 1)), ["disk"]);
        let stuck = |minutes| Health { waiting: 200, oldest: minutes_ago(minutes), ..well() };
        assert_eq!(wrong(&stuck(31), None), ["stuck"]);
        // Two hundred messages take sixteen minutes where the homeserver limits them.
        assert_eq!(wrong(&stuck(31), Some(Rate::default())), [""; 0]);
        assert_eq!(wrong(&stuck(47), Some(Rate::default())), ["stuck"]);
    }
}
