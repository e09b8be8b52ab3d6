//! Which answers count, from whom, and until when?

use super::{CONTROL, NEW, TEAMS, Town, moment};
use meldmaat::vocab::EventId;

const ANNA: &str = "@anna:wijk.test";
const BOB: &str = "@bob:wijk.test";
const HOME: &str = TEAMS[0];

async fn announced() -> Town {
    let town = Town::new().await;
    town.announced(NEW).await;
    town
}

/// What a room sees of who comes, once its message had the time to change.
async fn counted(town: &Town, room: &str) -> String {
    town.wait(121).await;
    town.count(room)
}

#[tokio::test]
async fn a_reaction_a_reply_and_a_command_count_and_the_last_one_holds() {
    let town = announced().await;
    let to = town.announcement(HOME);
    town.react(HOME, ANNA, &to, "1️⃣").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
    town.reply(HOME, ANNA, &to, "misschien").await;
    assert_eq!(counted(&town, HOME).await, "1 misschien");
    town.say(HOME, ANNA, "!meld sessie 1 ik kom niet").await;
    assert_eq!(counted(&town, HOME).await, "1 komt niet");
    town.say(HOME, ANNA, "!meld sessie kom").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
    town.react(HOME, BOB, &to, "👎🏽").await;
    assert_eq!(counted(&town, HOME).await, "1 komt, 1 komt niet");
    let report = town.command("!meld sessie 1").await;
    assert!(report.contains("In totaal: 1 komt, 1 komt niet"), "{report}");
}

#[tokio::test]
async fn what_is_taken_back_does_not_count_and_an_older_answer_does_not_come_back() {
    let town = announced().await;
    let to = town.announcement(HOME);
    let reaction = town.react(HOME, ANNA, &to, "1️⃣").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
    town.redact(HOME, ANNA, &reaction).await;
    assert_eq!(counted(&town, HOME).await, "nog geen antwoord");
    let yes = town.reply(HOME, ANNA, &to, "1").await;
    let no = town.reply(HOME, ANNA, &to, "2").await;
    town.redact(HOME, ANNA, &yes).await;
    assert_eq!(counted(&town, HOME).await, "1 komt niet", "the later answer stands");
    town.redact(HOME, ANNA, &no).await;
    assert_eq!(counted(&town, HOME).await, "nog geen antwoord");
    // Taken back by somebody who can see the room's events elsewhere: nothing.
    let yes = town.reply(HOME, ANNA, &to, "1").await;
    town.redact(TEAMS[1], BOB, &yes).await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
}

#[tokio::test]
async fn an_edited_answer_counts_as_it_reads_now() {
    let town = announced().await;
    let to = town.announcement(HOME);
    let by_reply = town.reply(HOME, ANNA, &to, "ik kom").await;
    let by_command = town.say(HOME, BOB, "!meld sessie 1 ik kom").await;
    assert_eq!(counted(&town, HOME).await, "2 komen");
    town.edit(HOME, ANNA, &by_reply, "ik kom niet").await;
    assert_eq!(counted(&town, HOME).await, "1 komt, 1 komt niet");
    town.edit(HOME, BOB, &by_command, "!meld sessie 1 ik kom niet").await;
    assert_eq!(counted(&town, HOME).await, "2 komen niet");
    town.redact(HOME, ANNA, &by_reply).await;
    assert_eq!(counted(&town, HOME).await, "1 komt niet");
}

#[tokio::test]
async fn an_answer_that_reads_as_none_any_more_does_not_count() {
    let town = announced().await;
    let to = town.announcement(HOME);
    let yes = town.reply(HOME, ANNA, &to, "ik kom").await;
    let no = town.reply(HOME, BOB, &to, "2").await;
    assert_eq!(counted(&town, HOME).await, "1 komt, 1 komt niet");
    // What a colleague makes of it is not theirs.
    town.edit(HOME, BOB, &yes, "of toch niet").await;
    assert_eq!(counted(&town, HOME).await, "1 komt, 1 komt niet");
    town.edit(HOME, ANNA, &yes, "ik weet het nog niet zeker").await;
    assert_eq!(counted(&town, HOME).await, "1 komt niet");
    let said = town.transcript(HOME);
    let told = said.iter().filter(|said| said.contains("je antwoord telt niet meer")).count();
    assert_eq!(told, 1, "{said:?}");
    // Who asks something now is answered.
    town.edit(HOME, BOB, &no, "meldmaat: !meld help").await;
    assert_eq!(counted(&town, HOME).await, "nog geen antwoord");
    town.reply(HOME, ANNA, &to, "1").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
}

#[tokio::test]
async fn who_answers_in_two_rooms_counts_once_where_they_answered_last() {
    let town = announced().await;
    let [here, there] = [HOME, TEAMS[1]];
    town.react(here, ANNA, &town.announcement(here), "1").await;
    assert_eq!(counted(&town, here).await, "1 komt");
    town.react(there, ANNA, &town.announcement(there), "1").await;
    assert_eq!(counted(&town, there).await, "1 komt");
    assert_eq!(town.count(here), "nog geen antwoord");
    let report = town.command("!meld sessie 1").await;
    assert!(report.contains("In totaal: 1 komt."), "{report}");
}

#[tokio::test]
async fn a_reaction_to_what_is_not_the_bots_counts_for_nothing() {
    let town = announced().await;
    let to = town.announcement(HOME);
    let answer = town.reply(HOME, ANNA, &to, "1").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
    // A thumb for a colleague, a word to a colleague, and events that are the bot's elsewhere or nobody's.
    town.react(HOME, BOB, &answer, "👍").await;
    town.reply(HOME, BOB, &answer, "ja").await;
    town.reply(HOME, BOB, &answer, "meldmaat: 2").await;
    town.react(HOME, BOB, &EventId::new("$of-nobody"), "1️⃣").await;
    town.react(TEAMS[1], BOB, &to, "1️⃣").await;
    town.reply(TEAMS[1], BOB, &to, "1").await;
    // A new version of what somebody else wrote.
    town.edit(HOME, BOB, &answer, "!meld ik kom niet").await;
    town.edit(TEAMS[1], BOB, &answer, "meldmaat: 2").await;
    assert_eq!(counted(&town, HOME).await, "1 komt");
    assert_eq!(town.count(TEAMS[1]), "nog geen antwoord");
    let report = town.command("!meld sessie 1").await;
    assert!(report.contains("In totaal: 1 komt."), "{report}");
    assert!(report.contains("noord: 1 komt (anna)"), "{report}");
}

#[tokio::test]
async fn who_is_in_no_room_of_the_audience_cannot_answer() {
    let town = Town::new().await;
    town.announced(&NEW.replace("alle kamers", "kamer noord")).await;
    let to = town.announcement(HOME);
    town.say(TEAMS[1], BOB, "!meld sessie 1 ik kom").await;
    town.say(TEAMS[1], BOB, "!meld sessie kom").await;
    town.react(TEAMS[1], BOB, &to, "1️⃣").await;
    town.say("!direct-bob:wijk.test", BOB, "!meld sessie 1 ik kom").await;
    town.say(CONTROL, BOB, "!meld sessie 1 ik kom").await;
    assert_eq!(counted(&town, HOME).await, "nog geen antwoord");
    let told = town.room.way.said_in(TEAMS[1]).pop().unwrap();
    assert!(told.contains("staat niet open in deze kamer"), "{told}");
}

#[tokio::test]
async fn after_the_cancel_nothing_counts() {
    let town = announced().await;
    let to = town.announcement(HOME);
    town.react(HOME, ANNA, &to, "1️⃣").await;
    town.wait(121).await;
    town.command("!meld sessie 1 annuleer").await;
    let before = town.room.way.arrived().len();
    town.react(HOME, BOB, &to, "1️⃣").await;
    town.wait(121).await;
    assert_eq!(town.room.way.arrived().len(), before, "a reaction is no reason to say anything");
    town.reply(HOME, BOB, &to, "1").await;
    town.say(HOME, BOB, "!meld sessie 1 ik kom").await;
    town.wait(121).await;
    let report = town.command("!meld sessie 1").await;
    assert!(report.contains("In totaal: 1 komt."), "{report}");
    assert!(!town.shown(HOME).contains("Uit dit team"), "{}", town.shown(HOME));
}

#[tokio::test]
async fn after_the_end_nothing_counts() {
    let town = announced().await;
    let to = town.announcement(HOME);
    town.react(HOME, ANNA, &to, "1️⃣").await;
    // Over, and not asked yet how it was; and asked.
    for now in ["2026-12-08T11:10", "2026-12-08T11:40"] {
        town.until(moment(now)).await;
        town.react(HOME, BOB, &to, "1️⃣").await;
        town.reply(HOME, BOB, &to, "1").await;
        town.say(HOME, BOB, "!meld sessie 1 ik kom").await;
        let said = town.room.way.said_in(HOME).pop().unwrap();
        assert!(said.contains("al geweest"), "{now}: {said}");
        town.wait(121).await;
        let report = town.command("!meld sessie 1").await;
        assert!(report.contains("In totaal: 1 komt."), "{now}: {report}");
    }
}

#[tokio::test]
async fn afterwards_each_question_counts_each_person_once() {
    let town = announced().await;
    town.react(HOME, ANNA, &town.announcement(HOME), "1️⃣").await;
    town.until(moment("2026-12-08T11:30")).await;
    let arrived = town.room.way.arrived();
    let asked = |words: &str| {
        let holds = |(_, known): &&(EventId, meldmaat::ports::Delivery)| match &known.act {
            meldmaat::vocab::Act::Say(speech) => {
                known.room.as_str() == HOME && speech.body.plain().contains(words)
            }
            _ => false,
        };
        arrived.iter().find(holds).expect("it is asked").0.clone()
    };
    let (useful, need) = (asked("Had je er iets aan?"), asked("Wat heb je nog nodig?"));
    for user in [ANNA, BOB] {
        town.react(HOME, user, &useful, "3").await;
        town.react(HOME, user, &useful, "1").await;
        town.react(HOME, user, &need, "4").await;
    }
    let back = town.command("!meld sessie 1 terugblik").await;
    assert!(back.contains("2 keer"), "{back}");
    assert!(!back.contains("anna") && !back.contains("bob"), "nobody is named: {back}");
}
