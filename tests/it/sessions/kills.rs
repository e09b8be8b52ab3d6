//! Does every room hear everything of a session once and in order, wherever the process is killed?

use super::{CONTROL, NEW, TEAMS, Town, everywhere, message, moment, takes};
use crate::world::{copied, killed_after};
use meldmaat::storage::Place;
use meldmaat::vocab::{Incoming, Timestamp, What};

/// What happens next: somebody does something, or a moment comes.
struct Next {
    at: Timestamp,
    act: Option<Incoming>,
}

/// Lets the town come to a moment in a folder, and kills what happens then at every step: each time the
/// next start ends with the same messages in each room as if nothing had happened.
async fn killed_at_every_step(prepare: impl AsyncFn(&Town) -> Next, least: usize) -> Town {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::at(&Place::Sqlite(folder.path().to_owned()), everywhere()).await;
    let next = prepare(&town).await;
    let (way, events) = (town.room.way.clone(), town.events());
    drop(town);
    let mut expected: Option<Vec<Vec<String>>> = None;
    // First without a kill.
    for steps in std::iter::once(usize::MAX).chain(0..) {
        let copy = copied(folder.path());
        let place = Place::Sqlite(copy.path().to_owned());
        let town = Town::again(&place, everywhere(), way.fork(), events).await;
        town.room.clock.set(next.at);
        town.room.way.slow_down();
        let killed = killed_after(steps, takes(&town.room, next.act.as_ref())).await;
        // The rooms outlive the process: the homeserver knows what arrived, and tells again what was said.
        let way = town.room.way.clone();
        drop(town);
        let again = Town::again(&place, everywhere(), way, events).await;
        again.room.clock.set(next.at);
        takes(&again.room, next.act.as_ref()).await;
        again.command("!meld sessie 1").await;
        let came: Vec<Vec<String>> =
            TEAMS.iter().chain(&[CONTROL]).map(|room| again.transcript(room)).collect();
        match &expected {
            None => expected = Some(came),
            Some(expected) => assert_eq!(came, *expected, "killed after {steps} steps"),
        }
        if steps < usize::MAX && killed.is_none() {
            assert!(steps >= least, "only {steps} places to be killed at");
            return again;
        }
    }
    unreachable!("it ends some time")
}

/// Announced, with five answers of three kinds: three come, one perhaps, one does not.
async fn answered(town: &Town) {
    town.announced(NEW).await;
    for (room, user, key) in
        [(TEAMS[0], "@anna:wijk.test", "1️⃣"), (TEAMS[0], "@bea:wijk.test", "3️⃣")]
    {
        town.react(room, user, &town.announcement(room), key).await;
    }
    town.reply(TEAMS[1], "@cor:wijk.test", &town.announcement(TEAMS[1]), "1").await;
    town.reply(TEAMS[2], "@dirk:wijk.test", &town.announcement(TEAMS[2]), "ik kom niet").await;
    town.say(TEAMS[3], "@eva:wijk.test", "!meld sessie 1 ik kom").await;
    town.wait(120).await;
}

fn by_carla(town: &Town, text: &str) -> Next {
    let at = town.room.clock_now();
    Next { at, act: Some(town.act(CONTROL, super::CARLA, What::Message(message(text)))) }
}

async fn at(town: &Town, due: &str) -> Next {
    answered(town).await;
    let at = moment(due);
    town.until(at - jiff::SignedDuration::from_secs(1)).await;
    Next { at, act: None }
}

/// What the coordinator reads in the end.
fn report(town: &Town) -> String {
    town.room.way.said_in(CONTROL).pop().unwrap()
}

#[tokio::test]
async fn announcing() {
    let prepare = async |town: &Town| {
        town.command(NEW).await;
        by_carla(town, "!meld sessie 1 aankondigen nu")
    };
    let town = killed_at_every_step(prepare, 40).await;
    for room in TEAMS {
        assert_eq!(town.transcript(room).len(), 2, "a message and a file");
    }
    assert!(report(&town).contains("Verstuurd naar 5 van de 5 kamers."), "{}", report(&town));
}

#[tokio::test]
async fn announcing_at_its_moment() {
    let prepare = async |town: &Town| {
        town.command(NEW).await;
        town.command("!meld sessie 1 aankondigen di 24 nov 9.00").await;
        town.until(moment("2026-11-24T08:59:59")).await;
        Next { at: moment("2026-11-24T09:00"), act: None }
    };
    let town = killed_at_every_step(prepare, 30).await;
    for room in TEAMS {
        assert_eq!(town.transcript(room).len(), 2, "a message and a file");
    }
}

#[tokio::test]
async fn answering() {
    let prepare = async |town: &Town| {
        town.announced(NEW).await;
        let to = town.announcement(TEAMS[0]);
        let at = town.room.clock_now();
        let what = What::Reaction { to, key: "1️⃣".into() };
        Next { at, act: Some(town.act(TEAMS[0], "@anna:wijk.test", what)) }
    };
    let town = killed_at_every_step(prepare, 5).await;
    assert_eq!(town.count(TEAMS[0]), "1 komt");
    assert!(report(&town).contains("In totaal: 1 komt"), "{}", report(&town));
}

#[tokio::test]
async fn reminding() {
    // The wakes of a week, a day and an hour before are the same but for their minutes.
    let town =
        killed_at_every_step(async |town: &Town| at(town, "2026-12-07T09:30").await, 20).await;
    town.until(moment("2026-12-08T08:31")).await;
    town.command("!meld sessie 1").await;
    for words in ["Over 7 dagen", "@room Morgen", "Over 1 uur"] {
        reminded(&town, words);
    }
}

#[track_caller]
fn reminded(town: &Town, words: &str) {
    for room in TEAMS {
        assert_eq!(town.began(room, words), 1, "{room}");
    }
    let report = report(town);
    assert!(report.contains("In totaal: 3 komen, 1 komt niet, 1 misschien"), "{report}");
}

#[tokio::test]
async fn moving() {
    let prepare = async |town: &Town| {
        answered(town).await;
        by_carla(town, "!meld sessie 1 verplaats naar do 10 dec 13.00")
    };
    let town = killed_at_every_step(prepare, 40).await;
    for room in TEAMS {
        assert_eq!(town.began(room, "Verplaatst naar"), 1, "{room}");
        let files: Vec<u32> = town.files(room).iter().map(|file| file.sequence).collect();
        assert_eq!(files, [0, 1], "{room}");
        assert!(town.shown(room).contains("Donderdag 10 december 2026, 13.00-14.30"), "{room}");
    }
}

#[tokio::test]
async fn cancelling() {
    let prepare = async |town: &Town| {
        answered(town).await;
        by_carla(town, "!meld sessie 1 annuleer")
    };
    let town = killed_at_every_step(prepare, 40).await;
    for room in TEAMS {
        assert_eq!(town.began(room, "gaat niet door"), 1, "{room}");
        let files: Vec<bool> = town.files(room).iter().map(|file| file.cancelled).collect();
        assert_eq!(files, [false, true], "{room}");
    }
}

#[tokio::test]
async fn looking_back() {
    let town =
        killed_at_every_step(async |town: &Town| at(town, "2026-12-08T11:30").await, 20).await;
    for (room, asked) in TEAMS.iter().zip([1, 1, 0, 1, 0]) {
        assert_eq!(town.began(room, "Had je er iets aan?"), asked, "{room}");
        assert_eq!(town.began(room, "Wat heb je nog nodig?"), asked, "{room}");
    }
}
