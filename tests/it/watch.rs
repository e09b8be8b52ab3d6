//! Can whoever watches the bot see how it does, and nothing of anybody?

use crate::world::Room;
use jiff::{SignedDuration, Timestamp};
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ops::{Metrics, Vitals};
use meldmaat::vocab::{Access, Health, Link, Message, UserId, What};
use regex::Regex;
use std::collections::BTreeSet;

fn world() -> World {
    let me = UserId::new("@meldmaat:wijk.test");
    World::new(me, "meldmaat", Base::default(), Access::default(), |_| None)
}

/// A bot of which everything is known.
fn vitals(now: Timestamp) -> Vitals {
    let link = Link { synced: Some(now), verified: true, rooms: 2, undecrypted: 0, ahead: Some(0) };
    Vitals {
        now: Some(now),
        started: Some(now - SignedDuration::from_mins(7)),
        database: true,
        health: Health { link, waiting: 1, oldest: Some(now), disk: Some(5), misread: None },
        keys: Some(50),
        ..Vitals::default()
    }
}

/// The value of a line of the page.
#[track_caller]
fn value(page: &str, name: &str) -> f64 {
    let line = page.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("no {name} in\n{page}")).parse().unwrap()
}

#[tokio::test]
async fn questions_waiting_and_lateness_are_counted_without_a_name() {
    let room = Room::with(world()).await;
    let ask = |text: &str| What::Message(Message { text: text.into(), ..Message::default() });
    let now = room.clock_now();
    // Asked three seconds ago.
    room.hear("$asked", now - SignedDuration::from_secs(3), ask("!meld wat is een zeppelin")).await;
    room.hear("$help", now, ask("!meld help")).await;
    room.hear("$plan", now, ask("!meld herinner vandaag 11.00 de map")).await;
    // The bot hears nothing of what is not meant for it, and wakes seven seconds late.
    room.hear("$other", now, ask("gaan we koffie drinken")).await;
    room.wait_until(now + SignedDuration::from_secs(3_607)).await;

    let metrics = Metrics::new(|registry| room.bot.counts().register(registry));
    let page = metrics.page(vitals(now)).unwrap();
    for (outcome, count) in
        [("unknown", 1.0), ("command", 2.0), ("answered", 0.0), ("clarified", 0.0), ("other", 0.0)]
    {
        let name = format!("meldmaat_questions_total{{outcome=\"{outcome}\"}}");
        assert_eq!(value(&page, &name), count, "{outcome}\n{page}");
    }
    assert_eq!(value(&page, "meldmaat_answer_latency_seconds_count"), 3.0);
    assert_eq!(value(&page, "meldmaat_answer_latency_seconds_sum"), 3.0);
    assert_eq!(value(&page, "meldmaat_reminder_lateness_seconds_count"), 1.0);
    assert_eq!(value(&page, "meldmaat_reminder_lateness_seconds_sum"), 7.0);
    for id in ["wijk.test", "$asked", "zeppelin", "de map"] {
        assert!(!page.contains(id), "{id} in\n{page}");
    }
}

#[test]
fn what_is_unknown_is_absent_and_a_sync_that_never_came_is_as_old_as_the_bot() {
    let now = "2026-11-23T09:00:00Z".parse().unwrap();
    let blind = Vitals { database: false, health: Health::default(), keys: None, ..vitals(now) };
    let page = Metrics::new(|_| ()).page(blind).unwrap();
    assert_eq!(value(&page, "meldmaat_sync_age_seconds"), 420.0);
    assert_eq!(value(&page, "meldmaat_database_up"), 0.0);
    let unknown = [
        "outbox_depth",
        "outbox_age_seconds",
        "one_time_keys",
        "clock_ahead_seconds",
        "disk_free_bytes",
    ];
    for unknown in unknown {
        assert!(!page.contains(unknown), "{unknown} in\n{page}");
    }
}

#[tokio::test]
async fn every_number_that_an_alert_names_exists() {
    #[derive(serde::Deserialize)]
    struct File {
        groups: Vec<Group>,
    }
    #[derive(serde::Deserialize)]
    struct Group {
        rules: Vec<Rule>,
    }
    #[derive(serde::Deserialize)]
    struct Rule {
        alert: String,
        expr: String,
    }
    let file: File = serde_yaml::from_str(include_str!("../../src/cli/print/alerts.yaml")).unwrap();
    let room = Room::with(world()).await;
    let metrics = Metrics::new(|registry| room.bot.counts().register(registry));
    let page = metrics.page(vitals(room.clock_now())).unwrap();
    let shown: BTreeSet<&str> = page
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(['{', ' ']).next())
        .collect();
    let labels: BTreeSet<&str> =
        page.split('{').filter_map(|rest| rest.split('=').next()).collect();
    let (name, label) = (Regex::new(r"meldmaat_\w+").unwrap(), Regex::new(r"\{(\w+)=").unwrap());
    let rules: Vec<Rule> = file.groups.into_iter().flat_map(|group| group.rules).collect();
    assert!(rules.len() > 10);
    for Rule { alert, expr } in &rules {
        assert!(name.is_match(expr), "{alert} looks at nothing");
        for found in name.find_iter(expr) {
            assert!(shown.contains(found.as_str()), "{alert} names {}", found.as_str());
        }
        for found in label.captures_iter(expr) {
            assert!(labels.contains(&found[1]), "{alert} names the label {}", &found[1]);
        }
    }
}
