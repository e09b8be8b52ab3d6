//! What does a delivery look like on the wire? Pure: speech in, content and transaction id out.

use super::incoming::{DELIVERY, POLL, POLL_END};
use crate::text::attached::File;
use crate::text::document::Document;
use crate::vocab::{DeliveryKey, EventId, Speech, UserId};
use matrix_sdk::ruma::OwnedTransactionId;
use matrix_sdk::ruma::serde::{Base64, base64::UrlSafe};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Text of an extensible event (MSC1767).
const TEXT: &str = "org.matrix.msc1767.text";

/// An event may be 65,536 bytes, and encryption adds a third.
const LARGEST: usize = 40_000;

/// The transaction id of a delivery: the same for ever, and no other delivery has it.
pub(super) fn transaction(key: &DeliveryKey) -> OwnedTransactionId {
    Base64::<UrlSafe, _>::new(key.as_str().as_bytes()).encode().into()
}

/// The content of a new message.
pub(super) fn message(key: &DeliveryKey, speech: &Speech<Document>) -> Value {
    fitting(speech, |plain, html| {
        let mut content = body(speech, plain, html);
        if let Some(relation) = relation(speech) {
            content.insert("m.relates_to".into(), relation);
        }
        content.insert(DELIVERY.into(), key.as_str().into());
        content
    })
}

/// The content of a poll that shows no counts before it ends; its options are lettered.
pub(super) fn poll(
    key: &DeliveryKey,
    speech: &Speech<Document>,
    question: &str,
    options: &[String],
) -> Value {
    let answers = options.iter().zip('a'..).map(|(option, letter)| {
        let shown = format!("{}. {option}", letter.to_ascii_uppercase());
        json!({"id": letter, TEXT: shown})
    });
    json!({
        POLL: {
            "kind": "org.matrix.msc3381.poll.undisclosed",
            "max_selections": 1,
            "question": {TEXT: question, "body": question, "msgtype": "m.text"},
            "answers": answers.collect::<Vec<_>>(),
        },
        TEXT: speech.body.plain(),
        "m.mentions": {},
        DELIVERY: key.as_str(),
    })
}

/// The content that ends a poll.
pub(super) fn poll_end(key: &DeliveryKey, speech: &Speech<Document>, of: &EventId) -> Value {
    json!({
        POLL_END: {},
        TEXT: speech.body.plain(),
        "m.relates_to": {"rel_type": "m.reference", "event_id": of.as_str()},
        "m.mentions": {},
        DELIVERY: key.as_str(),
    })
}

/// The content of a message that is a file or a picture, and where that lies (`url` or `file`). Of a
/// picture the body is what it shows, in words.
pub(super) fn file(key: &DeliveryKey, file: &File, (field, source): (&str, Value)) -> Value {
    let mut info = json!({"mimetype": file.kind, "size": file.bytes.len()});
    let (msgtype, body) = match &file.picture {
        Some((width, height, words)) => {
            info["w"] = (*width).into();
            info["h"] = (*height).into();
            ("m.image", words)
        }
        None => ("m.file", &file.name),
    };
    json!({
        "msgtype": msgtype,
        "body": body,
        "filename": file.name,
        "info": info,
        field: source,
        "m.mentions": {},
        DELIVERY: key.as_str(),
    })
}

/// The content of a message that takes the place of `of`.
pub(super) fn replacement(key: &DeliveryKey, speech: &Speech<Document>, of: &EventId) -> Value {
    fitting(speech, |plain, html| {
        let mut content = body(speech, &format!("* {plain}"), None);
        content.insert("m.new_content".into(), body(speech, plain, html).into());
        let relation = json!({"rel_type": "m.replace", "event_id": of.as_str()});
        content.insert("m.relates_to".into(), relation);
        content.insert(DELIVERY.into(), key.as_str().into());
        content
    })
}

/// The content of a message that takes the place of `of`, which says `said`: with another first paragraph,
/// if its own begins like this. None when there is nothing to change.
pub(super) fn amended(
    key: &DeliveryKey,
    said: &Value,
    (was, now): (&Document, &Document),
    of: &EventId,
) -> Option<Value> {
    let plain = said["body"].as_str()?.strip_prefix(&was.plain())?;
    let rest = plain.find("\n\n").map_or("", |at| &plain[at..]);
    let plain = format!("{}{rest}", now.plain());
    let mut new = said.as_object()?.clone();
    new.retain(|field, _| !matches!(&**field, "m.relates_to" | DELIVERY));
    new.insert("body".into(), plain.clone().into());
    new.insert("m.mentions".into(), json!({}));
    let html = said["formatted_body"].as_str().and_then(|html| {
        let (first, rest) = html.split_once("</p>")?;
        let opening = was.html();
        first.starts_with(opening.strip_suffix("</p>")?).then(|| format!("{}{rest}", now.html()))
    });
    match html {
        Some(html) => new.insert("formatted_body".into(), html.into()),
        None => new.remove("formatted_body").and_then(|_| new.remove("format")),
    };
    Some(json!({
        "msgtype": said["msgtype"],
        "body": format!("* {plain}"),
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": of.as_str()},
        DELIVERY: key.as_str(),
    }))
}

/// Builds the content from the text, and from less of it when the event would become too large.
fn fitting(
    speech: &Speech<Document>,
    build: impl Fn(&str, Option<&str>) -> Map<String, Value>,
) -> Value {
    let (mut plain, html) = (speech.body.plain(), speech.body.html());
    let mut content = Value::Object(build(&plain, Some(&html)));
    while content.to_string().len() > LARGEST && plain.len() > 100 {
        plain.truncate(plain.floor_char_boundary(plain.len() / 2));
        content = Value::Object(build(&format!("{plain}…"), None));
    }
    content
}

fn body(speech: &Speech<Document>, plain: &str, html: Option<&str>) -> Map<String, Value> {
    let mut content = Map::new();
    content.insert("msgtype".into(), if speech.loud { "m.text" } else { "m.notice" }.into());
    content.insert("body".into(), plain.into());
    if let Some(html) = html {
        content.insert("format".into(), "org.matrix.custom.html".into());
        content.insert("formatted_body".into(), html.into());
    }
    // Always there: without it, old push rules look for names in the text.
    let named = speech.body.mentions();
    let users: BTreeSet<&str> =
        named.into_iter().chain(&speech.mention).map(UserId::as_str).collect();
    let mut mentions = Map::new();
    if speech.loud && !users.is_empty() {
        mentions.insert("user_ids".into(), json!(users));
    }
    if speech.everyone_for.is_some() {
        mentions.insert("room".into(), true.into());
    }
    content.insert("m.mentions".into(), mentions.into());
    content
}

fn relation(speech: &Speech<Document>) -> Option<Value> {
    let mut relation = Map::new();
    if let Some(root) = &speech.thread {
        relation.insert("rel_type".into(), "m.thread".into());
        relation.insert("event_id".into(), root.as_str().into());
        relation.insert("is_falling_back".into(), false.into());
    }
    if let Some(event) = &speech.reply_to {
        relation.insert("m.in_reply_to".into(), json!({"event_id": event.as_str()}));
    }
    (!relation.is_empty()).then_some(Value::Object(relation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::{Block, Inline};
    use crate::vocab::Cause;

    fn speech(text: &str) -> Speech<Document> {
        Speech {
            body: Document(vec![Block::Paragraph(vec![Inline::Text(text.into())])]),
            mention: vec!["@anna:example.org".into()],
            ..Speech::unasked(Document::default())
        }
    }

    fn key() -> DeliveryKey {
        DeliveryKey::of(&Cause::new("$q:example.org"), 0)
    }

    #[test]
    fn a_notice_mentions_nobody_and_carries_its_key() {
        let content = message(&key(), &Speech { reply_to: Some("$q".into()), ..speech("Ja.") });
        assert_eq!(content["msgtype"], "m.notice");
        assert_eq!(content["m.mentions"], json!({}));
        assert_eq!(content["m.relates_to"], json!({"m.in_reply_to": {"event_id": "$q"}}));
        assert_eq!(content[DELIVERY], "$q:example.org/0");
        assert_eq!(content["format"], "org.matrix.custom.html");
        assert!(content["body"].as_str().unwrap().contains("Ja."));
    }

    #[test]
    fn a_loud_message_is_a_text_that_mentions() {
        let loud = Speech { loud: true, ..speech("Bel 112.") };
        let content = message(&key(), &loud);
        assert_eq!(content["msgtype"], "m.text");
        assert_eq!(content["m.mentions"], json!({"user_ids": ["@anna:example.org"]}));
        assert!(content.get("m.relates_to").is_none());
        let nobody = message(&key(), &Speech { mention: Vec::new(), ..loud });
        assert_eq!(nobody["m.mentions"], json!({}));
    }

    #[test]
    fn a_loud_message_mentions_the_pills_in_it() {
        let pills = Document(vec![Block::Paragraph(vec![
            Inline::Mention("@carla:example.org".into()),
            Inline::Mention("@bea:example.org".into()),
        ])]);
        let speech = Speech { body: pills, mention: Vec::new(), ..speech("") };
        let loud = message(&key(), &Speech { loud: true, ..speech.clone() });
        let users = json!({"user_ids": ["@bea:example.org", "@carla:example.org"]});
        assert_eq!(loud["m.mentions"], users);
        assert_eq!(message(&key(), &speech)["m.mentions"], json!({}));
    }

    #[test]
    fn everybody_is_mentioned_beside_who_is_named() {
        let all = Speech { loud: true, everyone_for: Some("@anna:x".into()), ..speech("Let op.") };
        let mentions = &message(&key(), &all)["m.mentions"];
        assert_eq!(*mentions, json!({"user_ids": ["@anna:example.org"], "room": true}));
    }

    #[test]
    fn a_thread_keeps_its_root_and_the_reply() {
        let content = message(
            &key(),
            &Speech { thread: Some("$root".into()), reply_to: Some("$q".into()), ..speech("Ja.") },
        );
        assert_eq!(
            content["m.relates_to"],
            json!({"rel_type": "m.thread", "event_id": "$root", "is_falling_back": false,
                   "m.in_reply_to": {"event_id": "$q"}})
        );
    }

    #[test]
    fn a_picture_says_its_size_and_what_it_shows_and_another_file_its_name() {
        let picture = Some((720, 300, "Staafdiagram.".to_owned()));
        let name = "inzicht-2026-10.png".to_owned();
        let chart = File { name, kind: "image/png", bytes: vec![1, 2, 3], picture };
        let sent = file(&key(), &chart, ("url", "mxc://x/y".into()));
        assert_eq!(sent["msgtype"], "m.image");
        assert_eq!(
            (&sent["body"], &sent["filename"]),
            (&"Staafdiagram.".into(), &"inzicht-2026-10.png".into())
        );
        assert_eq!(sent["info"], json!({"mimetype": "image/png", "size": 3, "w": 720, "h": 300}));
        let meeting =
            File { name: "sessie-1.ics".into(), kind: "text/calendar", picture: None, ..chart };
        let sent = file(&key(), &meeting, ("file", json!({})));
        assert_eq!((&sent["msgtype"], &sent["body"]), (&"m.file".into(), &"sessie-1.ics".into()));
    }

    #[test]
    fn an_edit_replaces() {
        let content = replacement(&key(), &speech("Nee."), &"$a".into());
        assert_eq!(content["m.relates_to"], json!({"rel_type": "m.replace", "event_id": "$a"}));
        assert!(content["body"].as_str().unwrap().starts_with("* "));
        assert_eq!(content["m.new_content"]["msgtype"], "m.notice");
        assert_eq!(content["m.new_content"]["m.mentions"], json!({}));
        assert!(content["m.new_content"].get("m.relates_to").is_none());
        assert_eq!(content[DELIVERY], "$q:example.org/0");
    }

    #[test]
    fn only_the_first_paragraph_changes_and_only_if_it_is_the_one() {
        let document = |text: &str| Document(vec![Block::Paragraph(vec![text.into()])]);
        let (was, now) = (document("In je <"), document("Weg."));
        let blocks = ["In je < staat iets. Zal ik?", "Stap 2", "Doe dit."].map(document);
        let body = Document(blocks.iter().flat_map(|one| one.0.clone()).collect());
        let said = message(&key(), &Speech { body, thread: Some("$t".into()), ..speech("") });
        let edit = amended(&key(), &said, (&was, &now), &"$a".into()).unwrap();
        assert_eq!(edit["m.relates_to"], json!({"rel_type": "m.replace", "event_id": "$a"}));
        assert_eq!(edit["body"], "* Weg.\n\nStap 2\n\nDoe dit.");
        assert_eq!(
            edit["m.new_content"],
            json!({
                "msgtype": "m.notice",
                "body": "Weg.\n\nStap 2\n\nDoe dit.",
                "format": "org.matrix.custom.html",
                "formatted_body": "<p>Weg.</p><p>Stap 2</p><p>Doe dit.</p>",
                "m.mentions": {},
            })
        );
        assert_eq!(amended(&key(), &edit["m.new_content"], (&was, &now), &"$a".into()), None);
    }

    #[test]
    fn what_is_too_large_is_cut_between_letters() {
        let long = speech(&"€".repeat(60_000));
        for content in [message(&key(), &long), replacement(&key(), &long, &"$a".into())] {
            assert!(content.to_string().len() <= LARGEST);
            assert!(content["body"].as_str().unwrap().ends_with('…'));
            assert!(content.get("formatted_body").is_none());
        }
    }

    #[test]
    fn a_transaction_id_is_safe_in_a_path_and_has_one_key() {
        let ids: std::collections::BTreeSet<_> =
            ["$a/0", "$a/1", "join:$a/0", "unreadable:$a/0", "$A/0"]
                .map(|key| transaction(&DeliveryKey::new(key)).to_string())
                .into();
        assert_eq!(ids.len(), 5);
        let safe = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(ids.iter().all(|id| id.chars().all(safe)), "{ids:?}");
    }
}
