//! Do personal data go from the room when their sender wants it, and leave no trace with the bot?

use super::{ANSWER, QUESTION, assert_answered};
use crate::bot::Home;
use crate::colleague::{Colleague, encrypted};
use crate::details::details;
use crate::message::Message;
use crate::world::World;
use serde_json::{Value, json};
use std::time::Duration;

/// Settings of a room in which the bot may remove what others say.
fn trusting(bot: &str) -> Value {
    // Who makes a room stands above all levels.
    json!({"power_level_content_override": {"users": {bot: 50}}})
}

fn question() -> String {
    format!("{QUESTION} Het gaat om bsn 111222333")
}

/// Whether the homeserver still has the text.
fn stands(anna: &Colleague, room: &str, event: &str) -> bool {
    anna.look_up(room, event)["content"].as_object().is_some_and(|content| !content.is_empty())
}

#[test]
fn a_message_goes_when_its_sender_agrees_and_the_answer_stays() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let mut secret = trusting(bot);
    secret["initial_state"] = encrypted()["initial_state"].take();
    for settings in [trusting(bot), secret] {
        let room = anna.team(bot, settings);
        let asked = anna.say(&room, Message::to(bot, &question()));
        let answer = anna.answer(&room, &asked);
        assert!(answer.body().contains("Zal ik je bericht weghalen?"), "{}", answer.body());
        assert!(answer.body().contains(ANSWER) && !answer.body().contains("111222333"));
        assert!(stands(&anna, &room, &asked), "nobody agreed yet");
        anna.react(&room, answer.id(), "✅");
        let removal = anna.wait(&room, "the removal", |event| {
            event.sender() == bot && event.0["type"] == "m.room.redaction"
        });
        assert_eq!(removal.0["content"]["reason"], "Op verzoek van de schrijver weggehaald.");
        assert!(!stands(&anna, &room, &asked));
        assert!(stands(&anna, &room, answer.id()), "the answer holds no personal data");
        let told = anna.wait(&room, "that it is gone", |event| {
            event.sender() == bot && event.body().starts_with("* Je bericht is weg.")
        });
        let now = told.0["content"]["m.new_content"]["body"].as_str().unwrap_or_default();
        assert!(now.starts_with("Je bericht is weg.") && now.contains(ANSWER), "{now}");
        assert!(!now.contains("Zal ik"), "{now}");
        assert_eq!(told.0["content"]["m.relates_to"]["event_id"], answer.id());
    }
}

#[test]
fn without_the_right_the_bot_says_so_before_or_after() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    let answer = anna.ask_bot(&room, Message::to(bot, &question()));
    assert!(answer.body().contains("Verwijder je bericht zelf"), "{}", answer.body());

    // The right goes between the offer and the "ja".
    let room = anna.team(bot, trusting(bot));
    let asked = anna.say(&room, Message::to(bot, &question()));
    let answer = anna.answer(&room, &asked);
    let alone = json!({"users": {}, "users_default": 0});
    anna.request("PUT", &["rooms", &room, "state", "m.room.power_levels", ""], alone);
    anna.say(&room, Message::text("ja").replying_to(answer.id()));
    let told = anna.wait(&room, "a refusal", |event| event.body().contains("Het lukt mij niet"));
    assert_eq!(told.reply_to(), asked);
    assert!(stands(&anna, &room, &asked));
}

#[test]
fn killed_half_way_through_a_thousand_details_it_leaves_none_behind() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    let mut bot = home.start();
    let room = anna.team(&home.user, json!({}));
    let details = details(1_000);
    let mut log = Vec::new();
    let mut asked = Vec::new();
    for (number, some) in details.chunks(20).enumerate() {
        let told: Vec<_> = some.iter().map(|detail| detail.told.as_str()).collect();
        let text = format!("{QUESTION} {}", told.join(". "));
        asked.push(anna.say(&room, Message::to(&home.user, &text)));
        if number % 10 == 5 {
            // While it reads, decides or answers.
            let moment = Duration::from_millis(number as u64 * 4);
            anna.wait_at_most(moment, &room, &|event| anna.is_answer(event, &asked[number]));
            log.extend(bot.log());
            bot.kill();
            search(&home, &details);
            bot = home.launch();
        }
    }
    for question in &asked {
        let answer = anna.answer(&room, question);
        assert!(answer.body().contains("Ik heb dat niet bewaard"), "{}", answer.body());
    }
    log.extend(bot.log());
    bot.kill();
    search(&home, &details);
    let log = log.join("\n").to_lowercase();
    for detail in &details {
        assert!(!log.contains(&detail.raw.to_lowercase()), "in the log: {}", detail.raw);
        let digits = detail.digits.as_ref().filter(|digits| log.contains(*digits));
        assert_eq!(digits, None, "in the log");
    }
    let _bot = home.start();
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

/// None of the details stands in a file of the bot's.
fn search(home: &Home, details: &[crate::details::Detail]) {
    for (path, bytes) in home.files() {
        let bytes = bytes.to_ascii_lowercase();
        // One look at each place: the first bytes of every needle.
        let mut starts = std::collections::HashMap::<&[u8], Vec<&str>>::new();
        let needles: Vec<String> = details
            .iter()
            .flat_map(|detail| [Some(detail.raw.to_lowercase()), detail.digits.clone()])
            .flatten()
            .collect();
        for needle in &needles {
            starts.entry(&needle.as_bytes()[..6]).or_default().push(needle);
        }
        for (at, window) in bytes.windows(6).enumerate() {
            let Some(needles) = starts.get(window) else { continue };
            for needle in needles {
                let found = bytes[at..].starts_with(needle.as_bytes());
                assert!(!found, "{needle} in {}", path.display());
            }
        }
    }
}
