//! What does an answer look like, and what becomes of it when its question changes?

use super::{ANSWER, OTHER_ANSWER, OTHER_QUESTION, QUESTION, assert_answered};
use crate::message::Message;
use crate::world::World;
use serde_json::json;

#[test]
fn an_answer_is_quiet_has_its_source_and_mentions_nobody() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    let answer = anna.ask_bot(&room, Message::to(bot, QUESTION));
    assert_answered(&answer);
    assert_eq!(answer.kind(), "m.notice");
    assert_eq!(answer.0["content"]["m.mentions"], json!({}));
    assert_eq!(answer.0["content"]["format"], "org.matrix.custom.html");
    assert!(answer.html().contains(ANSWER) && answer.html().contains("<a href="));
    assert!(answer.body().contains("Bron"), "no source: {}", answer.body());
    assert!(!answer.body().contains("</"), "HTML in the plain text: {}", answer.body());
}

#[test]
fn words_of_danger_ring_the_asker_and_name_112_first() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for room in [anna.team(bot, json!({})), anna.encrypted_team(bot)] {
        let danger = "Hij staat nu voor de deur met een mes, wat moet ik doen?";
        let answer = anna.ask_bot(&room, Message::to(bot, danger));
        let first = answer.body().lines().next().unwrap_or_default();
        assert!(first.contains("112"), "{}", answer.body());
        assert!(answer.body().contains("0800-2000"), "{}", answer.body());
        assert_eq!(answer.kind(), "m.text");
        assert_eq!(answer.0["content"]["m.mentions"]["user_ids"], json!([anna.user]));
    }
}

#[test]
fn which_hengelo_can_be_said_by_number_and_by_reaction() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));

    let which = anna.ask_bot(&room, Message::to(bot, "Wie bel ik in Hengelo?"));
    assert!(which.body().contains("0800-2000"), "{}", which.body());
    let chosen = anna.ask_bot(&room, Message::text("1").replying_to(which.id()));
    assert!(chosen.body().contains("Veilig Thuis"), "{}", chosen.body());

    let which = anna.ask_bot(&room, Message::to(bot, "Wie bel ik in Hengelo?"));
    let before = anna.said_by(&room, bot).len();
    anna.react(&room, which.id(), "2️⃣");
    let chosen = anna.wait(&room, "the answer to a reaction", |event| {
        event.sender() == bot
            && event.is_message()
            && event.id() != which.id()
            && anna.said_by(&room, bot).iter().skip(before).any(|e| e.id() == event.id())
    });
    assert!(chosen.body().contains("Veilig Thuis"), "{}", chosen.body());
}

#[test]
fn an_edited_question_gets_an_edited_answer() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for room in [anna.team(bot, json!({})), anna.encrypted_team(bot)] {
        let question = anna.say(&room, Message::to(bot, OTHER_QUESTION));
        let answer = anna.answer(&room, &question);
        assert!(answer.body().contains(OTHER_ANSWER), "{}", answer.0);
        anna.say(&room, Message::to(bot, QUESTION).replacing(&question));
        let edited = anna.wait(&room, "an edited answer", |e| e.replaces() == answer.id());
        let new = edited.0["content"]["m.new_content"]["body"].as_str().unwrap_or_default();
        assert!(new.contains(ANSWER), "{}", edited.0);
        assert_eq!(edited.sender(), bot);
        let answers = anna.said_by(&room, bot);
        assert_eq!(
            answers.iter().filter(|e| e.replaces().is_empty()).count(),
            2,
            "welcome, answer"
        );
    }
}

#[test]
fn a_removed_question_takes_its_answer_along() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for room in [anna.team(bot, json!({})), anna.encrypted_team(bot)] {
        let question = anna.say(&room, Message::to(bot, QUESTION));
        let answer = anna.answer(&room, &question);
        anna.redact(&room, &question);
        let removal = anna.wait(&room, "a removed answer", |e| e.redacts() == answer.id());
        assert_eq!(removal.sender(), bot);
        assert_eq!(anna.look_up(&room, answer.id())["content"], json!({}));
    }
}

#[test]
fn what_is_asked_stands_in_no_file_and_a_bsn_is_never_repeated() {
    let world = World::shared();
    let (home, bot) = world.shared_bot();
    let anna = world.colleague("anna");
    for room in [anna.team(&home.user, json!({})), anna.encrypted_team(&home.user)] {
        let text = format!("Mijn client Kwartelaar met BSN 111222333 belt. {QUESTION}");
        let answer = anna.ask_bot(&room, Message::to(&home.user, &text));
        assert!(!answer.0.to_string().contains("111222333"), "{}", answer.0);
        assert!(answer.body().contains("BSN"), "it does not warn: {}", answer.body());
        // Said in the room, not to the bot.
        anna.say(&room, Message::text("Het gaat om Kwartelaar, 111222333."));
        assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
    }
    for secret in ["111222333", "Kwartelaar"] {
        for (path, bytes) in home.files() {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", path.display());
        }
        let told = bot.log().into_iter().find(|line| line.contains(secret));
        assert_eq!(told, None, "{secret} stands in the log");
    }
}
