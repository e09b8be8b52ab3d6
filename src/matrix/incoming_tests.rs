//! Is every form of event understood, and is none of them able to stop the bot?

use super::*;
use serde_json::json;

const ME: &str = "@meldmaat:example.org";

fn heard(patch: Value) -> Result<Heard, Malformed> {
    let mut event = json!({
        "event_id": "$e", "type": "m.room.message", "sender": "@anna:example.org",
        "origin_server_ts": 1_700_000_000_000_i64, "content": {},
    });
    event.as_object_mut().unwrap().extend(patch.as_object().unwrap().clone());
    Event::read(&event.to_string())?.heard(&ME.into())
}

fn message(content: Value) -> Message {
    match heard(json!({ "content": content })).unwrap() {
        Heard::Said(What::Message(message)) => message,
        other => panic!("not a message: {other:?}"),
    }
}

#[test]
fn a_text_is_a_message_and_other_kinds_are_not() {
    let plain = message(json!({"msgtype": "m.text", "body": "Wat is stap 2?"}));
    assert_eq!(plain.text, "Wat is stap 2?");
    assert!(!plain.mentions_me && plain.reply_to.is_none() && plain.thread.is_none());
    for kind in ["m.notice", "m.image", "m.emote", "m.audio"] {
        let content = json!({"msgtype": kind, "body": "x"});
        assert_eq!(heard(json!({ "content": content })).unwrap(), Heard::Nothing, "{kind}");
    }
}

#[test]
fn the_bot_is_named_by_mention_or_pill() {
    let html = |html: &str| {
        json!({"msgtype": "m.text", "body": "hoi", "format": "org.matrix.custom.html",
               "formatted_body": html})
    };
    let cases = [
        (
            "in m.mentions",
            json!({"msgtype": "m.text", "body": "hoi", "m.mentions": {"user_ids": [ME]}}),
            true,
        ),
        (
            "somebody else",
            json!({"msgtype": "m.text", "body": "hoi", "m.mentions": {"user_ids": ["@bob:example.org"]}}),
            false,
        ),
        (
            "mentions of the wrong form",
            json!({"msgtype": "m.text", "body": "hoi", "m.mentions": {"user_ids": ME}}),
            false,
        ),
        ("a pill", html("<a href=\"https://matrix.to/#/@meldmaat:example.org\">M</a>"), true),
        (
            "an encoded pill",
            html("<a href='https://matrix.to/#/%40meldmaat%3aexample.org?via=x'>M</a>"),
            true,
        ),
        (
            "a longer name",
            html("<a href=\"https://matrix.to/#/@meldmaat:example.org.evil\">M</a>"),
            false,
        ),
        (
            "in the quote of a reply",
            html(
                "<mx-reply><a href=\"https://matrix.to/#/@meldmaat:example.org\">M</a></mx-reply>hoi",
            ),
            false,
        ),
        ("cut off", html("https://matrix.to/#/@meld"), false),
        ("cut in a letter", html("https://matrix.to/#/@meldmaat:example.or€"), false),
    ];
    for (name, content, named) in cases {
        assert_eq!(message(content).mentions_me, named, "{name}");
    }
}

#[test]
fn replies_and_threads_are_told_apart() {
    let with = |relation: Value| {
        message(json!({"msgtype": "m.text", "body": "> <@meldmaat:example.org> oud\n> nog\n\nja",
                       "m.relates_to": relation}))
    };
    let reply = with(json!({"m.in_reply_to": {"event_id": "$a"}}));
    assert_eq!(
        (reply.text.as_str(), reply.reply_to, reply.thread),
        ("ja", Some("$a".into()), None)
    );
    let thread = with(json!({"rel_type": "m.thread", "event_id": "$root",
                             "is_falling_back": true, "m.in_reply_to": {"event_id": "$a"}}));
    assert_eq!((thread.reply_to, thread.thread), (None, Some("$root".into())));
    let both = with(json!({"rel_type": "m.thread", "event_id": "$root",
                           "m.in_reply_to": {"event_id": "$a"}}));
    assert_eq!((both.reply_to, both.thread), (Some("$a".into()), Some("$root".into())));
}

#[test]
fn only_a_quote_above_a_reply_is_taken_off() {
    let cases = [
        ("> <@a:b> x\n\nantwoord", "antwoord"),
        ("> <@a:b> x\n>\n> y\n\n> eigen citaat", "> eigen citaat"),
        ("> <@a:b> alleen citaat", ""),
        ("> gewoon citaat\n\ntekst", "> gewoon citaat\n\ntekst"),
        ("", ""),
    ];
    for (body, rest) in cases {
        assert_eq!(without_quote(body), rest, "{body:?}");
    }
}

#[test]
fn an_edit_carries_the_new_text() {
    let content = json!({
        "msgtype": "m.text", "body": "* nieuw",
        "m.new_content": {"msgtype": "m.text", "body": "nieuw", "m.mentions": {"user_ids": [ME]}},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$old"},
    });
    let Heard::Said(What::Edit { of, message }) = heard(json!({ "content": content })).unwrap()
    else {
        panic!("not an edit")
    };
    assert_eq!((of.as_str(), message.text.as_str()), ("$old", "nieuw"));
    assert!(message.mentions_me);
}

#[test]
fn reactions_redactions_and_upgrades() {
    let reaction =
        json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$a", "key": "1️⃣"}});
    assert_eq!(
        heard(json!({"type": "m.reaction", "content": reaction})).unwrap(),
        Heard::Said(What::Reaction { to: "$a".into(), key: "1️⃣".into() })
    );
    let gone = Heard::Said(What::Redaction { of: "$a".into() });
    assert_eq!(heard(json!({"type": "m.room.redaction", "redacts": "$a"})).unwrap(), gone);
    let content = json!({"redacts": "$a"});
    assert_eq!(heard(json!({"type": "m.room.redaction", "content": content})).unwrap(), gone);
    let tombstone = |content: Value| {
        heard(json!({"type": "m.room.tombstone", "state_key": "", "content": content})).unwrap()
    };
    assert_eq!(
        tombstone(json!({"replacement_room": "!new:example.org"})),
        Heard::Said(What::Upgraded { successor: "!new:example.org".into() })
    );
    assert_eq!(tombstone(json!({"replacement_room": 7})), Heard::Nothing);
}

#[test]
fn the_bot_s_own_events() {
    let own = |content: Value| heard(json!({"sender": ME, "content": content})).unwrap();
    assert_eq!(
        own(json!({"msgtype": "m.notice", "body": "x", DELIVERY: "$q/0"})),
        Heard::Echo(DeliveryKey::new("$q/0"))
    );
    assert_eq!(own(json!({"msgtype": "m.text", "body": "x"})), Heard::Nothing);
    let member = |membership: &str, before: Option<&str>| {
        heard(json!({"type": "m.room.member", "state_key": ME, "sender": ME,
            "content": {"membership": membership},
            "unsigned": before.map_or(json!({}), |b| json!({"prev_content": {"membership": b}}))}))
        .unwrap()
    };
    assert_eq!(member("join", Some("invite")), Heard::Entered { invited: true });
    assert_eq!(member("join", None), Heard::Entered { invited: false });
    assert_eq!(member("join", Some("join")), Heard::Nothing);
    assert_eq!(member("leave", Some("join")), Heard::Gone);
    assert_eq!(member("ban", Some("join")), Heard::Gone);
}

#[test]
fn malformed_events_are_errors_and_nothing_worse() {
    let cases = [
        json!({"event_id": 7}),
        json!({"origin_server_ts": i64::MAX}),
        json!({"origin_server_ts": "morgen"}),
        json!({"content": {"msgtype": "m.text", "body": {"a": 1}}}),
        json!({"content": {"msgtype": "m.text"}}),
        json!({"content": {"msgtype": "m.text", "body": "x", "m.relates_to": {"rel_type": "m.replace"}}}),
        json!({"type": "m.reaction", "content": {"m.relates_to": []}}),
        json!({"type": "m.room.redaction"}),
        json!({"type": "m.room.member", "state_key": ME, "content": 3}),
    ];
    for case in cases {
        assert!(heard(case.clone()).is_err(), "{case}");
    }
    assert!(Event::read("{\"content\":").is_err());
    for content in [json!(null), json!([]), json!("x"), json!({"msgtype": []})] {
        assert_eq!(heard(json!({ "content": content })).unwrap(), Heard::Nothing);
    }
}

#[test]
fn an_invitation_names_the_inviter() {
    let state = [
        json!({"type": "m.room.name", "state_key": "", "sender": "@x:y", "content": {}})
            .to_string(),
        "kapot".to_owned(),
        json!({"type": "m.room.member", "state_key": ME, "sender": "@anna:example.org",
               "content": {"membership": "invite", "is_direct": true}})
        .to_string(),
    ];
    let state = || state.iter().map(String::as_str);
    assert_eq!(invitation(state(), &ME.into()), Some(("@anna:example.org".into(), true)));
    assert_eq!(invitation(state(), &"@other:example.org".into()), None);

    // What the bot was in the room before is no invitation.
    let kicked = json!({"type": "m.room.member", "state_key": ME, "sender": "@bob:example.org",
                        "content": {"membership": "leave"}});
    let with = invitation(state().chain([kicked.to_string().as_str()]), &ME.into());
    assert_eq!(with.map(|(inviter, _)| inviter), Some("@anna:example.org".into()));
}

#[test]
fn a_foreign_server_cannot_lend_its_user_the_name_of_a_trusted_inviter() {
    let invites = |sender: Value| {
        let content = json!({"membership": "invite"});
        json!({"type": "m.room.member", "state_key": ME, "sender": sender, "content": content})
            .to_string()
    };
    let (forged, real) = (invites(json!("@anna:example.org")), invites(json!("@eve:evil.org")));
    for state in [[&forged, &real], [&real, &forged], [&real, &invites(json!(null))]] {
        assert_eq!(invitation(state.map(String::as_str), &ME.into()), None);
    }
}

#[test]
fn nobody_else_writes_with_the_bots_delivery_key() {
    let content = json!({"msgtype": "m.text", "body": "Er is geen gevaar.", DELIVERY: "$q/0"});
    for sender in ["@anna:example.org", "@meldmaat:example.org.evil", "@Meldmaat:example.org"] {
        let heard = heard(json!({"sender": sender, "content": content})).unwrap();
        assert!(matches!(heard, Heard::Said(What::Message(_))), "{sender}: {heard:?}");
    }
    // Nor does a poll of theirs pass for one of the bot's.
    let poll = heard(json!({"type": POLL, "content": {DELIVERY: "$q/0"}})).unwrap();
    assert_eq!(poll, Heard::Nothing);
}

#[test]
fn a_mention_without_words_is_an_empty_message_and_a_reply_needs_its_event() {
    let mention = json!({"user_ids": [ME, 7, null, {"a": 1}], "room": "ja"});
    let empty = message(json!({"msgtype": "m.text", "body": "", "m.mentions": mention}));
    assert!(empty.mentions_me && empty.text.is_empty());
    for relation in [
        json!({"m.in_reply_to": {"event_id": 7}}),
        json!({"m.in_reply_to": "$bot"}),
        json!({"m.in_reply_to": [{"event_id": "$bot"}]}),
        json!({"rel_type": ["m.thread"], "event_id": "$bot"}),
        json!({"rel_type": "m.thread", "event_id": {"$bot": 1}, "is_falling_back": "ja"}),
        json!([{"rel_type": "m.replace", "event_id": "$bot"}]),
        json!("m.replace"),
    ] {
        let content = json!({"msgtype": "m.text", "body": "x", "m.relates_to": relation});
        let read = message(content.clone());
        assert_eq!((read.reply_to, read.thread), (None, None), "{content}");
    }
}

#[test]
fn an_event_is_never_later_than_now() {
    let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let at = |sent: i64| {
        let event = json!({"event_id": "$e", "type": "m.room.message", "sender": "@anna:x",
                           "origin_server_ts": sent, "content": {}});
        Event::read(&event.to_string()).map(|event| event.by(now).at)
    };
    assert_eq!(at(now.as_millisecond() - 1).unwrap(), now - jiff::SignedDuration::from_millis(1));
    assert_eq!(at(now.as_millisecond() + 1).unwrap(), now);
    assert_eq!(at(253_402_207_200_000).unwrap(), now, "the last moment there is");
    assert!(at(i64::MIN).is_err());
}
