//! What if the bot is killed, its homeserver goes away, or its keys do not come?

use super::{OTHER_ANSWER, OTHER_QUESTION, QUESTION, assert_answered};
use crate::bot::Home;
use crate::colleague::{Colleague, PATIENCE, Seen};
use crate::gate::{Door, Gate, response};
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::time::Duration;

#[test]
fn killed_at_any_moment_it_answers_every_question_once() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    let mut bot = home.start();
    let rooms = [anna.team(&home.user, json!({})), anna.encrypted_team(&home.user)];
    let mut asked = Vec::new();
    let mut ask = |number: u32| {
        let room = &rooms[number as usize % 2];
        let question = anna.say(room, Message::to(&home.user, QUESTION));
        asked.push((room.clone(), question.clone()));
        (room.clone(), question)
    };
    for number in 0..10 {
        let (room, question) = ask(number);
        // A later moment in each round, unless the answer comes first.
        let moment = Duration::from_millis(u64::from(number) * 30);
        anna.wait_at_most(moment, &room, &|event| anna.is_answer(event, &question));
        bot.kill();
        if number % 3 == 0 {
            ask(number + 1);
        }
        bot = home.launch();
        // In the other rounds the kill hits the start.
        if number % 2 == 0 {
            bot.wait_until_ready();
        }
    }
    for (room, question) in &asked {
        assert_answered(&anna.answer(room, question));
    }
    for room in &rooms {
        assert_answered(&anna.ask_bot(room, Message::to(&home.user, QUESTION)));
        for (_, question) in asked.iter().filter(|(asked_in, _)| asked_in == room) {
            let answers = anna.seen(room);
            let count = answers.iter().filter(|e| anna.is_answer(e, question)).count();
            assert_eq!(count, 1, "answers to {question}");
        }
    }
}

#[test]
fn killed_during_its_first_start_it_still_becomes_ready() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    for number in 1..=6 {
        let mut bot = home.launch();
        bot.runs_for(Duration::from_millis(number * 150));
        bot.kill();
    }
    let _bot = home.start();
    let (identity, devices) = anna.verify(&home.user);
    assert!(identity.is_some());
    let unsigned = devices.iter().filter(|(_, signed)| !signed).count();
    assert_eq!(unsigned, 0, "{devices:?}");
    let room = anna.encrypted_team(&home.user);
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

#[test]
fn it_waits_for_a_homeserver_that_is_away_and_loses_nothing() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let gate = Gate::before(&world.server.url, Door::Away);
    let home = Home::new(&gate.url, &world.account("bot"));
    let mut bot = home.launch();
    gate.turned_away(2, PATIENCE);
    assert!(bot.runs(), "it gave up");
    gate.set(Door::Open);
    bot.wait_until_ready();
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));

    let broken = response("502 Bad Gateway", "<html>bad gateway</html>");
    let slow = r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": 200}"#;
    for door in [Door::Away, Door::Says(broken), Door::Says(response("429 Slow", slow))] {
        gate.set(door);
        let question = anna.say(&room, Message::to(&home.user, QUESTION));
        gate.turned_away(2, PATIENCE);
        gate.set(Door::Open);
        assert_answered(&anna.answer(&room, &question));
        assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
        let seen = anna.seen(&room);
        assert_eq!(seen.iter().filter(|e| anna.is_answer(e, &question)).count(), 1);
    }
    assert!(bot.runs());
}

#[test]
fn under_the_limits_of_a_real_homeserver_every_question_is_answered() {
    let world = World::new(&["--real-limits"]);
    let anna = world.colleague("anna");
    world.server.lift_limits(&anna.user);
    let bot = world.bot();
    let room = anna.team(bot, json!({}));
    // Synapse lets an account send ten at once and then one in five seconds.
    let questions: Vec<String> =
        (0..12).map(|_| anna.say(&room, Message::to(bot, QUESTION))).collect();
    for question in &questions {
        assert_answered(&anna.answer(&room, question));
    }
    assert_eq!(anna.said_by(&room, bot).len(), 1 + questions.len());
}

#[test]
fn a_signed_out_account_ends_it_with_one_line() {
    let world = World::shared();
    let home = Home::new(&world.server.url, &world.account("bot"));
    let mut bot = home.start();
    let before = bot.log().len();
    for device in world.server.devices(&home.user) {
        world.server.sign_out(&home.user, &device);
    }
    let status = bot.wait_for_end();
    assert!(!status.success(), "an account that was signed out is a failure");
    let last = bot.log().split_off(before);
    assert_eq!(last.len(), 1, "{last:#?}");
}

#[test]
fn a_second_process_on_the_same_data_is_refused_and_the_first_goes_on() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let (home, _) = world.shared_bot();
    let mut second = home.launch_another();
    assert!(!second.wait_for_end().success());
    let log = second.log().join("\n");
    let folder = home.data();
    assert!(log.contains(folder.to_str().expect("a plain name")), "which folder? {log}");
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

#[test]
fn a_message_whose_key_comes_late_is_answered_once() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.encrypted_team(bot);
    let question = anna.say_without_key(&room, Message::to(bot, QUESTION));
    ask_something_else(&anna, &room, bot);
    anna.release_key(&room);
    assert_answered(&anna.answer(&room, &question));
    ask_something_else(&anna, &room, bot);
    let seen = anna.seen(&room);
    assert_eq!(seen.iter().filter(|e| anna.is_answer(e, &question)).count(), 1);
}

#[test]
fn a_message_that_stays_unreadable_gets_one_calm_line() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.encrypted_team(bot);
    let before = anna.said_by(&room, bot).len();
    anna.say_without_key(&room, Message::to(bot, QUESTION));
    anna.say_without_key(&room, Message::to(bot, OTHER_QUESTION));
    let calm = |event: &Seen| event.sender() == bot && event.body().contains("niet lezen");
    let line = anna.wait_at_most(GRACE + PATIENCE, &room, &calm).expect("a calm line");
    assert_eq!(line.kind(), "m.notice");
    ask_something_else(&anna, &room, bot);
    assert_eq!(anna.said_by(&room, bot).len(), before + 2, "the line and an answer");
}

/// How long the bot waits for a key before it says something.
const GRACE: Duration = Duration::from_secs(60);

/// A question that can be read, and its answer: whatever came before it has been dealt with.
fn ask_something_else(anna: &Colleague, room: &str, bot: &str) {
    let answer = anna.ask_bot(room, Message::to(bot, OTHER_QUESTION));
    assert!(answer.body().contains(OTHER_ANSWER), "{}", answer.0);
}
