//! How does the bot come into rooms, follow them and leave them?

use super::{QUESTION, assert_answered};
use crate::bot::Home;
use crate::message::Message;
use crate::world::World;
use serde_json::json;

#[test]
fn a_stranger_may_invite_but_nobody_comes() {
    let world = World::shared();
    let (anna, stranger) = (world.colleague("anna"), world.colleague("vreemde"));
    let access = json!({"invites_from": {"servers": [], "users": [anna.user]}});
    let home = Home::new(&world.server.url, &world.account("bot")).with("access", access);
    let _bot = home.start();
    let theirs = stranger.make_room(&[&home.user], json!({}));
    // Invited later, come at once: so the bot has seen the first invitation, too.
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
    assert_ne!(stranger.membership(&theirs, &home.user).as_deref(), Some("join"));
    assert!(stranger.said_by(&theirs, &home.user).is_empty());
}

#[test]
fn it_introduces_itself_once_in_three_quiet_lines() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for room in [anna.team(bot, json!({})), anna.encrypted_team(bot)] {
        assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
        let said = anna.said_by(&room, bot);
        assert_eq!(said.len(), 2, "a welcome and an answer");
        let welcome = &said[0];
        assert_eq!(welcome.kind(), "m.notice");
        assert_eq!(welcome.0["content"]["m.mentions"], json!({}));
        let lines = welcome.body().lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(lines, 3, "{}", welcome.body());
    }
}

#[test]
fn kicked_and_invited_again_it_answers_as_before() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    for room in [anna.team(bot, json!({})), anna.encrypted_team(bot)] {
        assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
        anna.kick(&room, bot);
        anna.wait(&room, "the bot gone", |e| e.is_membership(bot, "leave"));
        let missed = anna.say(&room, Message::to(bot, QUESTION));
        let joins =
            |room: &str| anna.seen(room).iter().filter(|e| e.is_membership(bot, "join")).count();
        let before = joins(&room);
        anna.invite(&room, bot);
        anna.wait(&room, "the bot back", |e| e.is_membership(bot, "join") && joins(&room) > before);
        assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
        assert!(!anna.seen(&room).iter().any(|e| anna.is_answer(e, &missed)));
    }
}

#[test]
fn it_follows_an_upgraded_room_and_does_not_introduce_itself_again() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({"preset": "public_chat", "room_version": "11"}));
    let successor = anna.upgrade(&room);
    anna.wait(&successor, "the bot in the new room", |e| e.is_membership(bot, "join"));
    assert_answered(&anna.ask_bot(&successor, Message::to(bot, QUESTION)));
    assert_eq!(anna.said_by(&successor, bot).len(), 1, "only the answer");
}

#[test]
fn it_does_not_follow_to_a_room_that_does_not_point_back() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    let trap = anna.make_room(&[], json!({"preset": "public_chat"}));
    let content = json!({"body": "Deze kamer is verhuisd", "replacement_room": trap});
    anna.request("PUT", &["rooms", &room, "state", "m.room.tombstone", ""], content);
    // Asked later in the same room, answered: so the bot has dealt with the tombstone.
    let other = anna.team(bot, json!({}));
    assert_answered(&anna.ask_bot(&other, Message::to(bot, QUESTION)));
    // Who has to go in to see what a room points to, goes out again, and says nothing.
    if anna.seen(&trap).iter().any(|event| event.is_membership(bot, "join")) {
        anna.wait(&trap, "the bot gone", |event| event.is_membership(bot, "leave"));
    }
    assert!(anna.said_by(&trap, bot).is_empty());
}
