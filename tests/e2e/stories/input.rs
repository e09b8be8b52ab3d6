//! What happens to messages that no colleague means to send, and some do?

use super::{QUESTION, assert_answered};
use crate::message::Message;
use crate::world::World;
use serde_json::{Value, json};

#[test]
fn a_message_of_60_kb_is_answered_and_does_no_harm() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    for long in ["meldcode ".repeat(6_600), "a".repeat(60_000), "💥".repeat(15_000)] {
        let answer = anna.ask_bot(&room, Message::text(format!("!meld {long}")));
        assert!(answer.body().len() < 8_000, "{} bytes", answer.body().len());
    }
    assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
}

#[test]
fn html_and_markdown_in_a_question_come_back_as_text_or_not_at_all() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    for evil in [
        "!meld <img src=x onerror=alert(1)>",
        "!meld </mx-reply><script>alert(1)</script>",
        "!meld instellingen<iframe src=//x>",
        "!meld Wie bel ik in <img src=x>Hengelo[x](javascript:alert(1))?",
    ] {
        let answer = anna.ask_bot(&room, Message::text(evil));
        let html = answer.html().to_lowercase();
        for bad in ["<img", "<script", "<iframe", "mx-reply>", "href=\"javascript"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
    }
}

#[test]
fn a_mention_bomb_is_answered_without_mentioning_anybody() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    let mut everyone: Vec<String> = (0..500).map(|n| format!("@u{n}:wijk.test")).collect();
    everyone.push(bot.to_owned());
    let mentions = json!({"room": true, "user_ids": everyone});
    let bomb = Message::text(format!("@room @meldmaat {QUESTION} @room @everyone"));
    let answer = anna.ask_bot(&room, bomb.with("m.mentions", mentions));
    assert_answered(&answer);
    assert_eq!(answer.0["content"]["m.mentions"], json!({}));
    assert!(!answer.body().contains("@room") && !answer.html().contains("@room"));
}

#[test]
fn invisible_and_turning_characters_do_not_hide_a_question() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    for hidden in [
        "!meld Wat is het nummer van de Kinder\u{200b}tele\u{200d}foon?",
        "!meld \u{202e}Wat is het nummer van de Kindertelefoon?\u{202c}",
        "!meld\u{a0}Wat is het nummer van de Kindertelefoon\u{feff}?",
    ] {
        assert_answered(&anna.ask_bot(&room, Message::text(hidden)));
    }
}

#[test]
fn commands_cut_off_half_way_and_malformed_events_do_not_stop_it() {
    let world = World::shared();
    let (anna, bot) = (world.colleague("anna"), world.bot());
    let room = anna.team(bot, json!({}));
    for half in ["!meld", "!meld ", "!meld hel", "!meld stil a b", "!meld \0", "@meldmaat"] {
        let answer = anna.ask_bot(&room, Message::text(half));
        assert!(!answer.body().is_empty());
    }
    let user_ids = json!([bot]);
    for (kind, content) in [
        ("m.room.message", json!({})),
        ("m.room.message", json!({"msgtype": "m.text"})),
        ("m.room.message", json!({"msgtype": 7, "body": "!meld 7"})),
        ("m.room.message", json!({"msgtype": "m.text", "body": ["!meld"]})),
        ("m.room.message", json!({"msgtype": "m.text", "body": null, "m.mentions": "x"})),
        ("m.room.message", json!({"msgtype": "m.nl.onbekend", "body": "!meld"})),
        ("m.reaction", json!({})),
        ("m.reaction", json!({"m.relates_to": {"rel_type": "m.annotation", "key": 3}})),
        ("m.room.encrypted", json!({"algorithm": "m.megolm.v1.aes-sha2"})),
        ("org.matrix.msc3381.poll.start", json!({"m.mentions": {"user_ids": user_ids}})),
    ] {
        try_to_send(&anna, &room, kind, content);
    }
    assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
}

/// Sends past the client, which would refuse. The homeserver may refuse as well: as good.
fn try_to_send(anna: &crate::colleague::Colleague, room: &str, kind: &str, content: Value) {
    let transaction = format!("{kind}{content}");
    let _refused = anna.try_request("PUT", &["rooms", room, "send", kind, &transaction], content);
}
