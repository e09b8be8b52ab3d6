//! Who may announce, change and answer, and is that asked again when the moment comes?

use super::{CARLA, CONTROL, NEW, TEAMS, Town, moment, world};
use crate::control;
use meldmaat::engine::World;
use meldmaat::knowledge::Base;

const EVA: &str = "@eva:wijk.test";
const MO: &str = "@mo:wijk.test";

/// With the places of the real base, and nothing else of it.
fn with_places(regions: &[&str]) -> World {
    world(Base { places: control::base().places.clone(), ..Base::default() }, regions)
}

/// Carla coordinates Twente; three rooms are there and two in Flevoland.
async fn town() -> Town {
    let town = Town::with(with_places(&["twente"])).await;
    let gemeenten = ["Almelo", "Borne", "Enschede", "Almere", "Urk"];
    for (room, gemeente) in TEAMS.iter().zip(gemeenten) {
        town.say(room, MO, &format!("!meld gemeente {gemeente}")).await;
    }
    town
}

/// What rooms heard of sessions.
fn heard(town: &Town) -> [usize; 5] {
    TEAMS.map(|room| town.began(room, "Sessie 6: Ouderen"))
}

#[tokio::test]
async fn a_coordinator_announces_in_their_own_region_and_nowhere_else() {
    let town = town().await;
    for audience in ["regio flevoland", "gemeente Almere", "Urk"] {
        let told = town.command(&NEW.replace("alle kamers", audience)).await;
        assert!(told.contains("kunt") && told.contains("niet bereiken"), "{audience}: {told}");
        town.command("stop").await;
    }
    let told = town.command(&NEW.replace("alle kamers", "kamer west")).await;
    assert!(!told.contains("Concept"), "a room that she cannot see: {told}");
    town.command("stop").await;
    let draft = town.command(NEW).await;
    assert!(draft.contains("3 kamers"), "{draft}");
    let number: String = draft.split("Sessie ").nth(1).unwrap().split(':').next().unwrap().into();
    town.command(&format!("!meld sessie {number} aankondigen nu")).await;
    let heard = TEAMS.map(|room| town.began(room, "Ouderen"));
    assert_eq!(heard, [1, 1, 1, 0, 0]);
}

#[tokio::test]
async fn who_lost_the_right_in_between_reaches_nothing_and_the_report_says_so() {
    let town = town().await;
    let draft = town.command(&NEW.replace("alle kamers", "regio twente")).await;
    assert!(draft.contains("Sessie 6") && draft.contains("3 kamers"), "{draft}");
    town.command("!meld sessie 6 aankondigen di 24 nov 9.00").await;
    town.room.change(with_places(&["flevoland"]));
    town.until(moment("2026-11-24T09:00")).await;
    assert_eq!(heard(&town), [0; 5]);
    let told = town.room.way.said_in(CONTROL).pop().unwrap();
    assert!(told.contains("Niet naar 3 kamers: hoort niet (meer) bij je regio"), "{told}");
    let report = town.command("!meld sessie 6").await;
    assert!(report.contains("Verstuurd naar 0 van de 3 kamers; 3 krijgen het niet."), "{report}");
}

#[tokio::test]
async fn who_lost_the_right_after_the_announcement_reminds_nobody() {
    let town = town().await;
    town.command(NEW).await;
    town.command("!meld sessie 6 aankondigen nu").await;
    assert_eq!(heard(&town), [1, 1, 1, 0, 0]);
    town.room.change(with_places(&[]));
    town.until(moment("2026-12-08T12:00")).await;
    assert_eq!(heard(&town), [1, 1, 1, 0, 0]);
    assert_eq!(TEAMS.map(|room| town.began(room, "@room Morgen")), [0; 5]);
}

#[tokio::test]
async fn a_member_changes_nothing() {
    let town = town().await;
    town.command(NEW).await;
    town.command("!meld sessie 6 aankondigen nu").await;
    let before = TEAMS.map(|room| town.shown(room_heard(room)));
    for change in [
        "verplaats naar do 10 dec 13.00",
        "annuleer",
        "waar: elders",
        "max 1",
        "gasten 4",
        "titel: Anders",
        "aankondigen",
        "herinner 1 uur",
        "weg",
        "uitnodiging",
        "rol spreker Mark",
    ] {
        // In the room, under four eyes, and as a moderator of the room.
        for (room, user) in [(TEAMS[0], EVA), ("!direct-eva:wijk.test", EVA), (TEAMS[0], MO)] {
            town.say(room, user, &format!("!meld sessie 6 {change}")).await;
        }
        // Nor as somebody who is in the control room but not in the config.
        town.say(CONTROL, EVA, &format!("!meld sessie 6 {change}")).await;
    }
    town.wait(180).await;
    assert_eq!(TEAMS.map(|room| town.shown(room_heard(room))), before);
    assert_eq!(town.files(TEAMS[0]).len(), 1);
    assert!(town.files("!direct-eva:wijk.test").is_empty());
    let report = town.command("!meld sessie 6").await;
    assert!(report.contains("Dinsdag 8 december 2026, 9.30-11.00"), "{report}");
    assert!(!report.contains("gast"), "{report}");
}

/// One of the rooms that heard of it.
fn room_heard(room: &'static str) -> &'static str {
    TEAMS[..3].iter().find(|known| **known == room).unwrap_or(&TEAMS[0])
}

#[tokio::test]
async fn names_are_for_the_coordinator_only() {
    let town = town().await;
    town.command(NEW).await;
    town.command("!meld sessie 6 aankondigen nu").await;
    town.react(TEAMS[0], EVA, &town.announcement(TEAMS[0]), "1️⃣").await;
    town.wait(121).await;
    assert!(town.command("!meld sessie 6").await.contains("(eva)"));
    town.say(TEAMS[0], MO, "!meld sessie 6").await;
    for room in TEAMS {
        for line in town.transcript(room) {
            assert!(!line.contains("eva") && !line.contains(CARLA), "{room}: {line}");
        }
    }
}
