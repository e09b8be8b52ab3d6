//! Does everything come at its moment by the clock on the wall, and nothing at night or too late?

use super::{CONTROL, NEW, TEAMS, Town, batch, message, moment};
use meldmaat::ports::{Delivery, Inbox, Refusal};
use meldmaat::text::calendar::ics;
use meldmaat::vocab::{Act, Timestamp, What};
use proptest::prelude::*;

const ANNA: &str = "@anna:wijk.test";
const HOME: &str = TEAMS[0];

/// By the clock on the wall: `2026-12-01T09:30`.
fn local(at: Timestamp) -> String {
    let there = at.in_tz("Europe/Amsterdam").unwrap();
    there.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// When what was said in a room with these words came.
fn came(town: &Town, room: &str, words: &str) -> Vec<String> {
    let said = |known: &Delivery| match &known.act {
        Act::Say(speech) => known.room.as_str() == room && speech.body.plain().contains(words),
        _ => false,
    };
    let found = town.arrivals().into_iter().filter(|(_, known)| said(known));
    found.map(|(at, _)| local(at)).collect()
}

/// What a room heard last.
fn last(town: &Town, room: &str) -> String {
    town.room.way.said_in(room).pop().unwrap()
}

#[tokio::test]
async fn a_whole_life_by_the_clock_on_the_wall() {
    // In winter; and where the clock changes between a reminder and the session.
    for (day, title, expected) in [
        ("di 8 dec", "winter", ["2026-12-01T09:30", "2026-12-07T09:30", "2026-12-08T08:30"]),
        ("28 maart 2027", "begin", ["2027-03-21T09:30", "2027-03-27T09:30", "2027-03-28T08:30"]),
        ("29 maart 2027", "na begin", ["2027-03-22T09:30", "2027-03-28T09:30", "2027-03-29T08:30"]),
        ("31 oktober 2027", "eind", ["2027-10-24T09:30", "2027-10-30T09:30", "2027-10-31T08:30"]),
        ("25 oktober 2026", "", ["", "", ""]),
    ] {
        let town = Town::new().await;
        let new = format!(r#"!meld sessie nieuw "Ouderen" {day} 9.30-11.00 voor alle kamers"#);
        if title.is_empty() {
            let told = town.command(&new).await;
            assert!(!told.contains("Concept"), "what has been is not planned: {told}");
            continue;
        }
        town.announced(&new).await;
        town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
        town.until(moment("2027-11-10T12:00")).await;
        let reminders = ["Over 7 dagen", "@room Morgen", "Over 1 uur"];
        for room in TEAMS {
            let came: Vec<String> =
                reminders.iter().flat_map(|words| came(&town, room, words)).collect();
            assert_eq!(came, expected, "{title}");
        }
        let asked = came(&town, HOME, "Had je er iets aan?");
        assert_eq!(asked, [format!("{}T11:30", &expected[2][..10])], "{title}");
        let file = ics(&town.files(HOME)[0]);
        let stamp = expected[2][..10].replace('-', "");
        assert!(file.contains(&format!("DTSTART;TZID=Europe/Amsterdam:{stamp}T093000")), "{file}");
        assert!(file.contains(&format!("DTEND;TZID=Europe/Amsterdam:{stamp}T110000")), "{file}");
    }
}

#[tokio::test]
async fn a_time_that_does_not_exist_or_comes_twice_is_one_moment() {
    for (day, hour, after) in [
        ("28 maart 2027", "02.30-04.00", "2027-03-28T07:30"),
        ("31 oktober 2027", "02.30-04.00", "2027-10-31T07:30"),
    ] {
        let town = Town::new().await;
        let new = format!(r#"!meld sessie nieuw "Nacht" {day} {hour} voor alle kamers"#);
        town.announced(&new).await;
        town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
        town.until(moment("2027-11-10T12:00")).await;
        assert_eq!(came(&town, HOME, "Over 7 dagen").len(), 1);
        assert_eq!(came(&town, HOME, "Had je er iets aan?"), [after]);
    }
}

#[tokio::test]
async fn a_cancelled_session_is_never_reminded_of() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
    town.until(moment("2026-12-03T10:00")).await;
    town.command("!meld sessie 1 annuleer").await;
    let said = TEAMS.map(|room| town.room.way.said_in(room).len());
    town.until(moment("2027-01-10T10:00")).await;
    assert_eq!(TEAMS.map(|room| town.room.way.said_in(room).len()), said);
}

#[tokio::test]
async fn away_until_after_the_begin_drops_the_reminder_and_the_control_room_hears_it() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.until(moment("2026-12-08T08:00")).await;
    let said = TEAMS.map(|room| town.room.way.said_in(room).len());
    town.away_until(moment("2026-12-08T09:31")).await;
    assert_eq!(TEAMS.map(|room| town.room.way.said_in(room).len()), said);
    let told = last(&town, CONTROL);
    assert!(told.contains("Ik was weg") && told.contains("Sessie 1"), "{told}");
    assert!(told.contains("niet meer gestuurd"), "{told}");
}

#[tokio::test]
async fn away_until_before_the_begin_sends_it_later_than_planned() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.until(moment("2026-12-07T08:00")).await;
    town.away_until(moment("2026-12-07T14:00")).await;
    for room in TEAMS {
        let said = last(&town, room);
        assert!(said.contains("Later dan gepland: maandag 7 december 2026, 9.30 uur"), "{said}");
        assert!(!said.contains("@room Morgen"), "it is sooner than that: {said}");
    }
    let told = last(&town, CONTROL);
    assert!(told.contains("later gestuurd"), "{told}");
    town.until(moment("2026-12-08T09:29")).await;
    assert_eq!(came(&town, HOME, "Over 1 uur"), ["2026-12-08T08:30"]);
}

#[tokio::test]
async fn back_in_the_night_it_waits_for_the_morning() {
    let town = Town::new().await;
    town.announced(&NEW.replace("9.30-11.00", "19.00-20.30")).await;
    town.until(moment("2026-12-07T18:00")).await;
    town.away_until(moment("2026-12-08T03:00")).await;
    let said = town.room.way.said_in(HOME).len();
    town.until(moment("2026-12-08T07:29")).await;
    assert_eq!(town.room.way.said_in(HOME).len(), said, "it is night");
    town.until(moment("2026-12-08T07:31")).await;
    let said = last(&town, HOME);
    assert!(said.contains("Later dan gepland: maandag 7 december 2026, 19.00 uur"), "{said}");
}

#[tokio::test]
async fn an_announcement_that_came_late_in_the_night_waits_for_the_morning_too() {
    let town = Town::new().await;
    town.command(NEW).await;
    town.command("!meld sessie 1 aankondigen di 24 nov 19.00").await;
    town.until(moment("2026-11-24T18:00")).await;
    town.away_until(moment("2026-11-25T03:00")).await;
    assert_eq!(town.began(HOME, "Kom je?"), 0, "it is night");
    town.until(moment("2026-11-25T08:00")).await;
    assert_eq!(came(&town, HOME, "Kom je?"), ["2026-11-25T07:30"]);
}

#[tokio::test]
async fn a_reminder_whose_session_moved_in_the_same_moment_is_not_said() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.until(moment("2026-12-08T08:29:59")).await;
    let text = message("!meld sessie 1 verplaats naar do 10 dec 13.00");
    let moves = town.act(CONTROL, super::CARLA, What::Message(text));
    // It was heard before the moment, and decided after it.
    town.room.bot.receive(batch(&moves)).await.unwrap();
    town.away_until(moment("2026-12-08T08:30")).await;
    assert_eq!(town.began(HOME, "Over 1 uur"), 0);
    town.until(moment("2026-12-10T12:59")).await;
    assert_eq!(came(&town, HOME, "Over 1 uur"), ["2026-12-10T12:00"]);
}

#[tokio::test]
async fn a_moved_session_is_looked_back_on_after_its_new_end_only() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
    town.until(moment("2026-12-08T11:29:59")).await;
    let text = message("!meld sessie 1 verplaats naar do 10 dec 13.00");
    let moves = town.act(CONTROL, super::CARLA, What::Message(text));
    town.room.bot.receive(batch(&moves)).await.unwrap();
    town.away_until(moment("2026-12-08T11:30")).await;
    town.until(moment("2026-12-11T09:00")).await;
    assert_eq!(came(&town, HOME, "Had je er iets aan?"), ["2026-12-10T15:00"]);
    assert_eq!(came(&town, HOME, "@room Morgen"), ["2026-12-07T09:30", "2026-12-09T13:00"]);
}

#[tokio::test]
async fn rooms_that_could_not_be_reached_get_all_of_it_in_the_order_in_which_it_was() {
    let town = Town::new().await;
    let later = Refusal::Later(Some(std::time::Duration::from_secs(600)));
    town.room.way.close(HOME, Some(later));
    town.announced(NEW).await;
    let report = town.command("!meld sessie 1").await;
    assert!(report.contains("Verstuurd naar 4 van de 5 kamers; 1 wacht nog."), "{report}");
    town.command("!meld sessie 1 annuleer").await;
    town.room.way.close(HOME, None);
    town.away_until(town.room.clock_now() + jiff::SignedDuration::from_secs(3_600)).await;
    let files: Vec<bool> = town.files(HOME).iter().map(|file| file.cancelled).collect();
    assert_eq!(files, [false, true], "the file that takes it out comes last");
    assert!(town.shown(HOME).contains("Gaat niet door"));
}

#[tokio::test]
async fn a_quiet_room_a_muted_room_and_one_that_was_left_hear_no_reminder() {
    let town = Town::new().await;
    town.announced(NEW).await;
    town.say(TEAMS[1], "@mo:wijk.test", "!meld stil").await;
    town.say(TEAMS[2], "@mo:wijk.test", "!meld sessie 1 herinner niet").await;
    let left = town.act(TEAMS[3], ANNA, What::Left);
    town.room.happen(left).await;
    town.room.way.leave(TEAMS[3]);
    town.until(moment("2026-12-08T09:29")).await;
    let heard = TEAMS.map(|room| town.began(room, "@room Morgen"));
    assert_eq!(heard, [1, 0, 0, 0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_pushed_at_night_that_nobody_asked_for(
        hour in 0..24_i8, quarter in 0..4_i8, planned in 0..24_i8, day in 1..20_i8,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let town = Town::new().await;
            // Planned at any hour, by somebody who works at any hour.
            town.until(moment(&format!("2026-11-24T{planned:02}:00"))).await;
            let when = format!("{day} jan 2027 {hour:02}.{:02} uur", quarter * 15);
            let draft = town
                .command(&format!(r#"!meld sessie nieuw "Ouderen" {when} voor alle kamers"#))
                .await;
            prop_assert!(draft.contains("Sessie 1"), "{}", draft);
            town.command("!meld sessie 1 aankondigen").await;
            town.until(moment("2026-12-31T12:00")).await;
            town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
            town.until(moment("2027-02-20T12:00")).await;
            let mut reminders = 0;
            for (at, known) in town.arrivals() {
                let Act::Say(speech) = &known.act else { continue };
                let said = speech.body.plain();
                if TEAMS.contains(&known.room.as_str()) {
                    let reminds = ["Herinnering", "Over ", "@room Morgen"];
                    reminders += usize::from(reminds.iter().any(|word| said.contains(word)));
                    let clock = local(at)[11..].to_owned();
                    let by_day = "07:30" <= clock.as_str() && clock.as_str() <= "20:00";
                    prop_assert!(by_day, "at {}: {}", local(at), said);
                }
            }
            // A week and a day before always; an hour before unless that is in the night.
            prop_assert!(reminders == 10 || reminders == 15, "{} reminders", reminders);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn nobody_is_woken_for_a_place_or_a_change() {
    let town = Town::new().await;
    town.announced(&NEW.replace("voor alle", "max 1 voor alle")).await;
    let to = town.announcement(HOME);
    let yes = town.react(HOME, ANNA, &to, "1️⃣").await;
    town.react(HOME, "@bob:wijk.test", &to, "1️⃣").await;
    town.until(moment("2026-11-23T22:00")).await;
    town.redact(HOME, ANNA, &yes).await;
    town.until(moment("2026-11-24T07:29")).await;
    assert_eq!(came(&town, HOME, "er is een plek vrij"), [""; 0]);
    assert_eq!(town.count(HOME), "1 komt", "what is only shown is shown at once");
    town.until(moment("2026-11-24T12:00")).await;
    assert_eq!(came(&town, HOME, "er is een plek vrij"), ["2026-11-24T07:30"]);

    // The message changes at once; those who come hear it by day, as it stands then.
    town.until(moment("2026-11-24T22:00")).await;
    town.command("!meld sessie 1 verplaats naar do 10 dec 13.00").await;
    town.command("!meld sessie 1 verplaats naar vr 11 dec 13.00").await;
    assert!(town.shown(HOME).contains("Vrijdag 11 december"), "{}", town.shown(HOME));
    assert_eq!(came(&town, HOME, "Verplaatst naar"), [""; 0]);
    town.until(moment("2026-11-25T12:00")).await;
    assert_eq!(came(&town, HOME, "Verplaatst naar"), ["2026-11-25T07:30"]);
    let said = town.room.way.said_in(HOME);
    let told = said.iter().rfind(|said| said.contains("Verplaatst naar")).unwrap();
    assert!(told.contains("rijdag 11 december"), "{told}");
    for room in TEAMS {
        let files: Vec<u32> = town.files(room).iter().map(|file| file.sequence).collect();
        assert_eq!(files, [0, 2], "one file for both, and not at night");
    }
    // What begins before the morning is told at once.
    town.until(moment("2026-12-10T22:00")).await;
    town.command("!meld sessie 1 verplaats naar vr 11 dec 07.00").await;
    assert_eq!(came(&town, HOME, "Verplaatst naar").last().unwrap(), "2026-12-10T22:00");
    town.command("!meld sessie 1 verplaats naar vr 11 dec 13.00").await;
    town.command("!meld sessie 1 annuleer").await;
    town.until(moment("2026-12-11T12:00")).await;
    assert_eq!(came(&town, HOME, "gaat niet door"), ["2026-12-11T07:30"]);
}

#[tokio::test]
async fn what_changed_in_the_night_is_told_at_once_when_its_planner_asks_for_it() {
    let town = Town::new().await;
    town.announced(NEW).await;
    assert!(town.command("!meld sessie 1 titel: Ouderen").await.contains("over"), "no notice");
    town.until(moment("2026-11-24T22:00")).await;
    let moved = town.command("!meld sessie 1 verplaats naar do 10 dec 13.00").await;
    let waits = "pas een melding van op woensdag 25 november 2026, 7.30 uur. Liever nu? !meld sessie 1 vertel nu";
    assert!(moved.contains(waits), "{moved}");
    assert!(town.command("!meld sessie 1").await.contains(waits));
    assert_eq!(came(&town, HOME, "Verplaatst naar"), [""; 0]);
    town.command("!meld sessie 1 vertel nu").await;
    town.until(moment("2026-11-24T22:01")).await;
    assert_eq!(came(&town, HOME, "Verplaatst naar"), ["2026-11-24T22:00"]);
    let again = town.command("!meld sessie 1 vertel nu").await;
    assert!(again.contains("alles al gehoord"), "{again}");
    assert!(!town.command("!meld sessie 1").await.contains("vertel nu"));
    town.until(moment("2026-11-25T12:00")).await;
    assert_eq!(came(&town, HOME, "Verplaatst naar"), ["2026-11-24T22:00"], "and not again");
}
