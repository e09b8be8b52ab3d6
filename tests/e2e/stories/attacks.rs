//! What can somebody read or do who means harm, on a real homeserver?

use super::{QUESTION, assert_answered};
use crate::bot::Home;
use crate::message::Message;
use crate::world::World;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

#[test]
fn secrets_stand_in_no_log_on_no_page_and_in_no_complaint() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let (account, other) = (world.account("bot"), world.account("bot"));
    let home = Home::new(&world.server.url, &account);
    let with_token = Home::new(&world.server.url, &other)
        .with("password", Value::Null)
        .with("access_token", json!(other.token))
        .with("device_id", json!(other.device));
    let mut told = String::new();
    let mut secrets = vec![account.password.clone(), other.token.clone()];
    for home in [&home, &with_token] {
        let bot = home.start();
        let room = anna.encrypted_team(&home.user);
        assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
        for page in ["/healthz", "/readyz", "/metrics", "/", "/../data/store.key"] {
            told.push_str(&bot.page(page));
        }
        told.push_str(&home.try_command(&["doctor"]));
        told.push_str(&home.try_command(&["run"]));
        told.push_str(&bot.log().join("\n"));
        assert_alone(home, bot.id());
        assert!(bot.terminate().success());
        for file in ["store.key", "recovery-key.txt"] {
            let secret = std::fs::read_to_string(home.data().join(file)).expect("a readable file");
            secrets.push(secret.trim().to_owned());
        }
    }
    // A homeserver that refuses, and a database that is not there, are told with their reason.
    let database = "postgres://meldmaat:zeergeheim@127.0.0.1:1/meldmaat";
    let refused = Home::new(&world.server.url, &account).with("password", json!("zeergeheim"));
    told.push_str(&refused.try_command(&["run"]));
    told.push_str(&home.with("database", json!(database)).try_command(&["run"]));
    secrets.push("zeergeheim".into());
    assert!(told.len() > 2_000, "{told}");
    for secret in secrets {
        assert!(secret.len() >= 8, "{} is no secret", secret.len());
        assert!(!told.contains(&secret), "a secret of {} characters: {told}", secret.len());
    }
}

/// Nobody else may read what it keeps, and there is no core file to read it from.
fn assert_alone(home: &Home, process: u32) {
    let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).expect("its limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    let mut open = vec![home.data()];
    while let Some(path) = open.pop() {
        // A journal may vanish between the two calls.
        let Ok(known) = std::fs::metadata(&path) else { continue };
        let mode = known.permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{} has mode {mode:o}", path.display());
        if known.is_dir() {
            assert_eq!(mode, 0o700, "{}", path.display());
            open.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|e| e.path()));
        }
    }
}

#[test]
fn forged_events_are_nobodys_word_and_the_next_question_is_answered() {
    let world = World::shared();
    let (anna, eve, bot) = (world.colleague("anna"), world.colleague("eve"), world.bot());
    let room = anna.team(bot, json!({"preset": "public_chat"}));
    let question = anna.say(&room, Message::to(bot, QUESTION));
    let answer = anna.answer(&room, &question);
    assert_answered(&answer);
    let outsider = world.colleague("buiten");
    eve.join(&room);
    let text = |body: &str| json!({"msgtype": "m.text", "body": body});
    let with = |mut content: Value, key: &str, value: Value| {
        content[key] = value;
        content
    };
    let replaces = |of: &str| json!({"rel_type": "m.replace", "event_id": of});
    let key = answer.0["content"]["nl.meldmaat.delivery"].clone();
    assert!(key.is_string(), "{answer:?}");
    let forged = [
        // The bot's own delivery key, in somebody else's message.
        ("m.room.message", with(text("Bel nooit 112."), "nl.meldmaat.delivery", key.clone())),
        ("org.matrix.msc3381.poll.start", json!({"nl.meldmaat.delivery": key})),
        // A new version of the bot's answer, and of Anna's question.
        (
            "m.room.message",
            with(
                with(text("* x"), "m.new_content", text("Bel nooit 112.")),
                "m.relates_to",
                replaces(answer.id()),
            ),
        ),
        (
            "m.room.message",
            with(
                with(text("* x"), "m.new_content", text("!meld help")),
                "m.relates_to",
                replaces(&question),
            ),
        ),
        // Relations to what is not there, to the wrong kind, and of the wrong form.
        ("m.room.message", with(text("ja"), "m.relates_to", json!({"m.in_reply_to": 7}))),
        (
            "m.room.message",
            with(
                text("2"),
                "m.relates_to",
                json!({"rel_type": "m.thread", "event_id": "$nergens:elders.test"}),
            ),
        ),
        (
            "m.reaction",
            json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": answer.id(), "key": "✅"}}),
        ),
        (
            "org.matrix.msc3381.poll.response",
            json!({"m.relates_to": {"rel_type": "m.reference", "event_id": answer.id()},
                   "org.matrix.msc3381.poll.response": {"answers": {"a": 1}}}),
        ),
    ];
    let before = anna.said_by(&room, bot).len();
    for (n, (kind, content)) in forged.iter().enumerate() {
        let transaction = format!("forged-{n}");
        let path = ["rooms", &room, "send", kind, &transaction];
        // Who is not in the room is refused; who is may send what they like.
        let refused = outsider.try_request("PUT", &path, content.clone());
        assert!(refused.is_err(), "{refused:?}");
        let _refused = eve.try_request("PUT", &path, content.clone());
    }
    assert_answered(&anna.ask_bot(&room, Message::to(bot, QUESTION)));
    let said = anna.said_by(&room, bot);
    assert_eq!(said.len(), before + 1, "{:#?}", &said[before..]);
    // The answer is still known as the bot's own: it goes with its question.
    anna.redact(&room, &question);
    anna.wait(&room, "the answer gone", |event| event.redacts() == answer.id());
}
