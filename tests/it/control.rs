//! Does the control room hear what it must, once, and nothing that it must not?

use crate::world::{Room, Way};
use meldmaat::engine::{self, World};
use meldmaat::files::read_folder;
use meldmaat::knowledge::{self, Addition, Base};
use meldmaat::ports::Clock;
use meldmaat::vocab::{
    Access, Act, Finding, Incoming, Link, Message, RoomState, Say, Sender, Severity, Snapshot,
    Timestamp, TopicId, UserId, What,
};
use std::path::Path;
use std::sync::OnceLock;

const CONTROL: &str = "!regie:wijk.test";

pub fn world(base: Base, control: bool) -> World {
    let access = Access { administrators: vec!["@beheer:wijk.test".into()], ..Access::default() };
    World::new("@meldmaat:wijk.test".into(), "meldmaat", base, access, |_| None)
        .reporting_to(control.then(|| CONTROL.into()))
}

/// The places of the real base, and one topic to which every region adds something of its own.
pub fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let (base, _) = knowledge::read(&read_folder(Path::new("knowledge")).unwrap());
        let mut base = base.expect("the base is sound");
        let topic = topic();
        base.entries.retain(|id, _| *id == topic);
        base.phrasings.retain(|id, _| *id == topic || id.as_str() == "kindcheck");
        base.outside.truncate(40);
        // Each test learns it anew: the fewer, the sooner.
        base.examples.danger.truncate(300);
        base.examples.harmless.truncate(300);
        base.examples.marked.truncate(900);
        let entry = &base.entries[&topic];
        let addition = |region: &str| Addition {
            text: format!("Zo doet {region} het."),
            sources: entry.sources.clone(),
            facts: Vec::new(),
            checked: None,
            review_by: entry.review_by,
        };
        let regions = base.places.regions.keys();
        base.additions =
            regions.map(|id| (id.clone(), [(topic.clone(), addition(id))].into())).collect();
        base
    })
}

fn topic() -> TopicId {
    "ots-uithuisplaatsing".into()
}

fn asked(direct: bool, text: &str) -> Incoming {
    Incoming {
        cause: "$1".into(),
        at: "2026-11-23T09:00:00Z".parse().unwrap(),
        room: "!team:wijk.test".into(),
        direct,
        from: Sender { user: "@anna:wijk.test".into(), moderator: true },
        what: What::Message(Message { text: text.into(), ..Message::default() }),
    }
}

/// What is added to the answer in a room that works for this gemeente.
fn added(world: &World, gemeente: Option<&str>, direct: bool, text: &str) -> Vec<String> {
    let room = RoomState { gemeente: gemeente.map(str::to_owned), ..RoomState::default() };
    let seen = Snapshot { room, ..Snapshot::default() };
    let decision = engine::decide(world, &seen, &asked(direct, text));
    let Act::Say(speech) = &decision.outgoing[0].act else { panic!("no answer") };
    let entry = |say: &&Say| matches!(say, Say::Entry(words) if words.topic == topic());
    assert!(speech.body.iter().any(|say| entry(&say)), "{text}: {:?}", speech.body);
    let added = speech.body.iter().filter_map(|say| match say {
        Say::Addition(words) => Some(words.text.clone()),
        _ => None,
    });
    added.collect()
}

#[test]
fn no_room_ever_sees_what_another_region_adds() {
    let world = world(base().clone(), true);
    let places = &world.base.places;
    assert!(places.gemeenten.len() > 300);
    let names: Vec<&String> = places.gemeenten.keys().collect();
    for (n, (gemeente, known)) in places.gemeenten.iter().enumerate() {
        let own = [format!("Zo doet {} het.", known.region)];
        // Another gemeente in the question opens no other region's door.
        let other = names[(n * 7 + 11) % names.len()];
        for text in [
            "!meld wat is een ondertoezichtstelling".to_owned(),
            format!("!meld mijn client woont nu in {other}, wat is een ondertoezichtstelling"),
        ] {
            if n % 20 == 0 || text.len() < 45 {
                assert_eq!(added(&world, Some(gemeente), false, &text), own, "{gemeente}: {text}");
            }
        }
    }
    let question = "!meld wat is een ondertoezichtstelling";
    assert!(added(&world, None, false, question).is_empty(), "a room that chose nothing");
    assert!(added(&world, Some("Nergenshuizen"), false, question).is_empty());
}

#[test]
fn under_four_eyes_a_named_gemeente_goes_before_the_kept_one() {
    let world = world(base().clone(), true);
    let question = "wat is een ondertoezichtstelling";
    let of = |kept, text: &str| added(&world, kept, true, text);
    assert!(of(None, question).is_empty());
    assert_eq!(of(Some("Enschede"), question), ["Zo doet twente het."]);
    let in_zwolle = format!("{question} in Zwolle");
    assert_eq!(of(Some("Enschede"), &in_zwolle), ["Zo doet ijsselland het."]);
    assert_eq!(of(None, &in_zwolle), ["Zo doet ijsselland het."]);
}

async fn room(control: bool) -> Room {
    Room::with(world(base().clone(), control)).await
}

fn in_control(way: &Way) -> Vec<String> {
    way.said_in(CONTROL)
}

#[tokio::test]
async fn without_a_control_room_nobody_is_told_and_nothing_is_offered() {
    let room = room(false).await;
    room.moderate("$1", "!meld gemeente Enschede").await;
    room.ask("$2", "!meld hoe duur is een brood").await;
    let said = room.way.speeches();
    assert_eq!(said.len(), 2, "only the two answers: {said:?}");
    assert!(!said[1].0.contains("doorgeven"), "{}", said[1].0);
    room.wait_until(day(400)).await;
    assert_eq!(room.way.speeches().len(), 2, "no monthly list");
}

#[tokio::test]
async fn a_message_is_passed_on_only_as_its_asker_wrote_it() {
    let room = room(true).await;
    let question = "!meld hoe duur is een brood voor Jan de Boer, bsn 111222333";
    for (event, sender, text, passed) in [
        ("$own", "@anna:wijk.test", Some(question), true),
        ("$foreign", "@eva:wijk.test", Some("!meld iets anders"), false),
        ("$gone", "@anna:wijk.test", None, false),
        ("$command", "@anna:wijk.test", Some("!meld help"), false),
    ] {
        let before = in_control(&room.way).len();
        room.ask(event, "!meld hoe duur is een brood").await;
        if let Some(text) = text {
            room.way.remember(event, sender, text);
        }
        room.ask(&format!("{event}-ja"), "ja").await;
        let said = room.way.speeches();
        let last = &said[said.len() - 1 - usize::from(passed)].0;
        let told = in_control(&room.way);
        assert_eq!(told.len() - before, usize::from(passed), "{event}");
        if passed {
            let gap = told.last().unwrap();
            assert!(gap.contains("hoe duur is een brood"), "{gap}");
            assert!(!gap.contains("Boer") && !gap.contains("111222333"), "{gap}");
            assert!(last.contains("nummer 1"), "{last}");
        } else {
            assert!(last.contains("niets doorgegeven"), "{last}");
        }
    }
}

#[tokio::test]
async fn what_could_not_be_read_can_be_agreed_to_again() {
    let room = room(true).await;
    room.ask("$1", "!meld hoe duur is een brood").await;
    room.ask("$2", "ja").await;
    assert!(in_control(&room.way).is_empty());
    room.way.remember("$1", "@anna:wijk.test", "!meld hoe duur is een brood");
    room.ask("$3", "ja").await;
    room.ask("$4", "ja").await;
    assert_eq!(in_control(&room.way).len(), 1, "once");
}

#[tokio::test]
async fn a_question_that_was_removed_is_not_passed_on() {
    let room = room(true).await;
    room.ask("$1", "!meld hoe duur is een brood").await;
    room.way.remember("$1", "@anna:wijk.test", "!meld hoe duur is een brood");
    room.hear("$2", room.clock.now(), What::Redaction { of: "$1".into() }).await;
    room.ask("$3", "ja").await;
    assert!(in_control(&room.way).is_empty());
}

#[tokio::test]
async fn the_monthly_list_comes_once_a_month_and_once_when_the_bot_was_away() {
    let room = room(true).await;
    let lists = |room: &Room| {
        let mut lists = in_control(&room.way);
        lists.iter_mut().for_each(|text| *text = text.lines().next().unwrap_or_default().into());
        lists
    };
    room.wait_until("2026-12-01T07:59:59Z".parse().unwrap()).await;
    assert!(lists(&room).is_empty());
    room.wait_until("2026-12-01T08:00:00Z".parse().unwrap()).await;
    room.wait_until("2026-12-01T08:00:01Z".parse().unwrap()).await;
    assert_eq!(lists(&room), ["Curatie november 2026"]);
    // Away over three of them.
    room.wait_until("2027-03-20T08:00:00Z".parse().unwrap()).await;
    assert_eq!(lists(&room)[1..], ["Curatie februari 2027"]);
    room.wait_until("2027-04-01T06:59:59Z".parse().unwrap()).await;
    assert_eq!(lists(&room).len(), 2);
    room.wait_until("2027-04-01T07:00:00Z".parse().unwrap()).await;
    assert_eq!(lists(&room)[2..], ["Curatie maart 2027"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_told_in_short_and_so_is_that_it_is_good_again() {
    let wrong = |file: &str, line| Finding {
        severity: Severity::Error,
        file: file.into(),
        line,
        column: 3,
        message: "Dit ken ik niet: `bronen`.".into(),
        advice: "Bedoel je `bronnen`?".into(),
        excerpt: "bronen: geheim".into(),
    };
    let mut findings =
        vec![wrong("onderwerpen/stap-2.yaml", 19), wrong("/etc/secret/config.yaml", 0)];
    findings.extend((1..=3).map(|line| wrong("woorden.yaml", line)));
    let room = room(true).await;
    for findings in [&findings[..], &[]] {
        room.bot.files_were_read(findings).await.unwrap();
        // Settling again, as after a crash, tells nothing again.
        room.bot.settle().await.unwrap();
        room.wait_until(room.clock.now() + jiff::SignedDuration::from_secs(1)).await;
    }
    let told = in_control(&room.way);
    assert_eq!(told.len(), 2, "{told:?}");
    for part in ["onderwerpen/stap-2.yaml, regel 19", "`bronen`", "config.yaml:", "en nog 2"] {
        assert!(told[0].contains(part), "no {part}: {}", told[0]);
    }
    assert!(!told[0].contains("/etc/") && !told[0].contains("geheim"), "{}", told[0]);
    assert!(told[1].contains("weer goed"), "{}", told[1]);
    assert_eq!(room.way.speeches().len(), 2, "no other room hears it");
}

#[tokio::test]
async fn without_a_control_room_a_wrong_file_makes_no_event() {
    let room = room(false).await;
    room.bot.files_were_read(&[]).await.unwrap();
    room.bot.settle().await.unwrap();
    assert!(room.way.speeches().is_empty());
}

#[tokio::test]
async fn only_who_may_brings_the_bot_into_its_control_room() {
    for (user, comes) in [("@beheer:wijk.test", true), ("@vreemd:elders.test", false)] {
        let room = room(true).await;
        let from = Sender { user: UserId::new(user), moderator: false };
        let invitation = Incoming {
            cause: "invite".into(),
            room: CONTROL.into(),
            from,
            what: What::Invited,
            ..asked(false, "")
        };
        room.happen(invitation).await;
        assert_eq!(room.way.speeches().len(), usize::from(comes), "{user}");
    }
}

fn day(days: i64) -> Timestamp {
    let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    start + jiff::SignedDuration::from_hours(24 * days)
}

#[tokio::test]
async fn what_is_wrong_with_the_bot_is_told_once_a_day_for_each_cause() {
    let room = room(true).await;
    let at = |minutes: i64| room.clock_now() - jiff::SignedDuration::from_mins(minutes);
    let well = Link { synced: Some(at(0)), verified: true, ..Link::default() };
    let look = async || {
        room.bot.look_after().await.unwrap();
        room.bot.settle().await.unwrap();
        let told = in_control(&room.way);
        told.iter().filter(|text| text.starts_with("Let op")).count()
    };
    // Only that the coming school holidays are not known: once a month.
    room.way.be(well);
    assert_eq!(look().await, 1);
    room.way.be(Link { verified: false, ahead: Some(300), ..well });
    assert_eq!((look().await, look().await), (3, 3));
    let told = in_control(&room.way).join("\n");
    assert!(
        told.contains("niet meer geverifieerd") && told.contains("300 seconden voor"),
        "{told}"
    );
    room.way.be(Link { synced: Some(at(20)), ..well });
    assert_eq!(look().await, 4);
    room.wait_until(day(1)).await;
    assert_eq!((look().await, look().await), (5, 5), "deaf, again");
    let text = Message { text: "!meld status".into(), ..Message::default() };
    let what = What::Message(text);
    let from = Sender { user: "@beheer:wijk.test".into(), moderator: false };
    let at = room.clock_now();
    let asked =
        Incoming { cause: "$status".into(), at, room: CONTROL.into(), direct: false, from, what };
    room.happen(asked).await;
    let status = in_control(&room.way).pop().unwrap();
    assert!(status.starts_with("Er is iets mis"), "{status}");
}
