//! Does every reminder come once, in order and at its moment, whatever happens in between?

use crate::world::{Room, copied, killed_after, pass};
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ports::{Batch, Inbox};
use meldmaat::storage::Place;
use meldmaat::vocab::{Access, Incoming, Message, Sender, UserId, What};
use serde::Deserialize;
use std::path::Path;

const TEAM: &str = "!team:wijk.test";

/// Series that were typed on Monday 23 November 2026 at ten, and their moments until a day: made once
/// with Python's dateutil (rules) and zoneinfo (moments).
#[derive(Deserialize)]
struct Series {
    typed: String,
    until: jiff::civil::Date,
    moments: Vec<String>,
}

fn world() -> World {
    let me = UserId::new("@meldmaat:wijk.test");
    World::new(me, "meldmaat", Base::default(), Access::default(), |_| None)
}

#[tokio::test]
async fn over_five_years_every_occurrence_comes_once_and_at_its_moment() {
    let all: Vec<Series> = serde_json::from_str(include_str!("reminders/five-years.json")).unwrap();
    for series in all {
        let room = Room::with(world()).await;
        room.ask("$plan", &format!("!meld herinner {} proef", series.typed)).await;
        let mut came = Vec::new();
        let midnight = series.until.at(0, 0, 0, 0);
        let end = midnight.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        while let Some(wake) = room.bot.next_wake().await.unwrap().filter(|wake| *wake <= end) {
            room.clock.set(wake);
            let before = room.way.said_in(TEAM).len();
            room.bot.settle().await.unwrap();
            let said = room.way.said_in(TEAM).len() - before;
            came.extend(vec![wake.strftime("%Y-%m-%dT%H:%MZ").to_string(); said]);
        }
        assert_eq!(came, series.moments, "{}", series.typed);
    }
}

/// A bot with its memory in this folder, and eleven reminders planned for the same minute.
async fn planned(folder: &Path) -> Room {
    let room = Room::at(&Place::Sqlite(folder.to_owned()), world()).await;
    for number in 1..=11 {
        let plan = format!("!meld herinner elke dag 11.00 nummer {number}");
        room.ask(&format!("$plan-{number}"), &plan).await;
    }
    room
}

#[tokio::test]
async fn killed_at_any_step_between_due_and_done_each_comes_once_and_in_order() {
    let expected: Vec<String> = (1..=11).map(|n| format!("nummer {n}")).collect();
    // Planned once; each kill has a copy of that.
    let office = tempfile::tempdir().unwrap();
    let before = planned(office.path()).await.way;
    let planning = before.said_in(TEAM).len();
    let due = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut kills = 0;
    for steps in 0.. {
        let folder = copied(office.path());
        let place = Place::Sqlite(folder.path().to_owned());
        let room = Room::again(&place, world(), before.fork()).await;
        room.clock.set(due);
        let killed = killed_after(steps, async { room.bot.settle().await.unwrap() }).await;
        // The room outlives the process: the homeserver knows what arrived.
        let way = room.way.clone();
        drop(room);
        let again = Room::again(&place, world(), way).await;
        again.clock.set(due);
        again.bot.settle().await.unwrap();
        let came: Vec<String> = again.way.said_in(TEAM).split_off(planning);
        let came: Vec<&str> = came
            .iter()
            .filter_map(|said| said.lines().next()?.strip_prefix("Herinnering: "))
            .collect();
        assert_eq!(came, expected, "killed after {steps} steps");
        // The next day all of them come again.
        pass(&again, "2026-11-24T10:00:00Z".parse().unwrap()).await;
        let total = again.way.said_in(TEAM).len();
        assert_eq!(total, planning + 22, "a day after the kill at step {steps}");
        if killed.is_none() {
            break;
        }
        kills += 1;
    }
    assert!(kills >= 50, "only {kills} places to be killed at");
}

#[tokio::test]
async fn who_may_not_change_a_reminder_does_not_and_the_room_takes_it_along() {
    let room = Room::with(world()).await;
    room.ask("$plan", "!meld herinner morgen 9.00 de map").await;
    let by = |user: &str, text: &str, moderator| Incoming {
        cause: text.into(),
        at: room.clock_now(),
        room: TEAM.into(),
        direct: false,
        from: Sender { user: user.into(), moderator },
        what: What::Message(Message { text: text.into(), ..Message::default() }),
    };
    room.happen(by("@bob:wijk.test", "!meld herinner 1 weg", false)).await;
    assert!(room.way.said_in(TEAM).last().unwrap().contains("alleen wie de herinnering plande"));
    let follows = What::Upgraded { successor: "!nieuw:wijk.test".into() };
    room.bot
        .receive(Batch {
            incoming: vec![Incoming { what: follows, ..by("@anna:wijk.test", "$up", false) }],
            ..Batch::default()
        })
        .await
        .unwrap();
    room.bot.settle().await.unwrap();
    pass(&room, "2026-11-24T08:00:00Z".parse().unwrap()).await;
    assert_eq!(room.way.said_in("!nieuw:wijk.test"), ["Herinnering: de map"]);
}

#[tokio::test]
async fn a_room_that_the_bot_left_is_not_reminded_when_it_comes_back() {
    let room = Room::with(world()).await;
    room.ask("$plan", "!meld herinner elke dag 9.00 de map").await;
    room.hear("$left", room.clock_now(), What::Left).await;
    room.hear("$joined", room.clock_now(), What::Joined).await;
    let before = room.way.said_in(TEAM).len();
    pass(&room, "2026-11-30T08:00:00Z".parse().unwrap()).await;
    assert_eq!(room.way.said_in(TEAM).len(), before);
}
