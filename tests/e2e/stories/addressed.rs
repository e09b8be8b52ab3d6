//! When does the bot know that it is meant? And when does it keep quiet?

use super::{OTHER_ANSWER, OTHER_QUESTION, QUESTION, assert_answered};
use crate::bot::OTHER_BOT;
use crate::message::Message;
use crate::world::World;
use serde_json::json;

#[test]
fn a_mention_a_name_and_a_command_are_answered_in_a_plain_room() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    for message in [
        Message::to(bot, QUESTION),
        Message::text(format!("@meldmaat {QUESTION}")),
        Message::text(format!("!meld {QUESTION}")),
    ] {
        assert_answered(&anna.ask_bot(&room, message));
    }
}

#[test]
fn an_encrypted_question_gets_an_encrypted_answer() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.encrypted_team(bot);
    for message in [Message::to(bot, QUESTION), Message::text(format!("!meld {QUESTION}"))] {
        let answer = anna.ask_bot(&room, message);
        assert_answered(&answer);
        assert!(answer.was_encrypted(), "sent in the clear: {}", answer.0);
    }
}

#[test]
fn a_reply_to_the_bot_is_answered() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    let first = anna.ask_bot(&room, Message::to(bot, QUESTION));
    let reply = Message::text(OTHER_QUESTION).replying_to(first.id());
    let second = anna.ask_bot(&room, reply);
    assert!(second.body().contains(OTHER_ANSWER), "{}", second.0);
}

#[test]
fn in_the_thread_of_a_question_the_asker_needs_no_mention_and_others_do() {
    let world = World::shared();
    let (anna, bram, bot) = (world.colleague("anna"), world.colleague("bram"), world.bot());
    let room = anna.team(bot, json!({}));
    anna.invite(&room, &bram.user);
    bram.join(&room);

    let root = anna.say(&room, Message::to(bot, QUESTION));
    assert_answered(&anna.answer(&room, &root));
    let second = anna.ask_bot(&room, Message::text(OTHER_QUESTION).in_thread(&root));
    assert!(second.body().contains(OTHER_ANSWER), "{}", second.0);
    assert_eq!(second.0["content"]["m.relates_to"]["rel_type"], "m.thread");
    assert_eq!(second.0["content"]["m.relates_to"]["event_id"], root);

    let aside = bram.say(&room, Message::text(QUESTION).in_thread(&root));
    let meant = bram.say(&room, Message::to(bot, QUESTION).in_thread(&root));
    assert_answered(&bram.answer(&room, &meant));
    // The bot takes the messages of a room in order: had it answered, it would stand there by now.
    assert!(!bram.seen(&room).iter().any(|event| bram.is_answer(event, &aside)));
}

#[test]
fn in_a_direct_chat_no_mention_is_needed() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for settings in [json!({}), crate::colleague::encrypted()] {
        let mut settings = settings;
        settings["is_direct"] = json!(true);
        settings["name"] = json!("");
        settings["preset"] = json!("trusted_private_chat");
        let room = anna.team(bot, settings);
        assert_answered(&anna.ask_bot(&room, Message::text(QUESTION)));
    }
}

#[test]
fn what_is_not_meant_for_the_bot_is_not_answered() {
    let world = World::shared();
    let (anna, bram, bot) = (world.colleague("anna"), world.colleague("bram"), world.bot());
    let room = anna.team(bot, json!({}));
    anna.invite(&room, &bram.user);
    bram.join(&room);
    let other_bot = world.sign_in(&world.server.register(OTHER_BOT));
    anna.invite(&room, &other_bot.user);
    other_bot.join(&room);
    let welcome = anna.said_by(&room, bot).len();

    let talk = anna.say(&room, Message::text(QUESTION));
    bram.say(&room, Message::text(OTHER_QUESTION).replying_to(&talk));
    anna.say(&room, Message::text("Heeft iemand meldmaat al geprobeerd? En die !meld?"));
    anna.say(&room, Message::to(&bram.user, QUESTION));
    anna.say(&room, Message::to(bot, QUESTION).with("msgtype", json!("m.notice")));
    anna.say(&room, Message::notice(&format!("!meld {QUESTION}")));
    other_bot.say(&room, Message::to(bot, QUESTION));
    anna.react(&room, &talk, "1️⃣");

    let question = anna.say(&room, Message::to(bot, QUESTION));
    assert_answered(&anna.answer(&room, &question));
    let said: Vec<_> = anna.said_by(&room, bot).split_off(welcome);
    assert_eq!(
        said.len(),
        1,
        "it also said: {:?}",
        said.iter().map(|e| e.body()).collect::<Vec<_>>()
    );
}
