//! What can a colleague write? The content of a message, as clients make it.

use serde_json::{Value, json};

/// A message in the making.
#[derive(Clone)]
pub struct Message(Value);

impl Message {
    /// A plain text message.
    pub fn text(body: impl Into<String>) -> Self {
        Self(json!({"msgtype": "m.text", "body": body.into()}))
    }

    /// A message as bots send it.
    pub fn notice(body: &str) -> Self {
        Self(json!({"msgtype": "m.notice", "body": body}))
    }

    /// A text that starts with a pill, as Element makes one.
    pub fn to(user: &str, body: &str) -> Self {
        let name = user.trim_start_matches('@').split(':').next().unwrap_or(user);
        Self(json!({
            "msgtype": "m.text",
            "body": format!("{name}: {body}"),
            "format": "org.matrix.custom.html",
            "formatted_body": format!("<a href=\"https://matrix.to/#/{user}\">{name}</a>: {body}"),
            "m.mentions": {"user_ids": [user]},
        }))
    }

    /// As a reply to an event.
    pub fn replying_to(mut self, event: &str) -> Self {
        self.0["m.relates_to"]["m.in_reply_to"] = json!({"event_id": event});
        self
    }

    /// In the thread under an event.
    pub fn in_thread(mut self, root: &str) -> Self {
        self.0["m.relates_to"] = json!({
            "rel_type": "m.thread", "event_id": root,
            "is_falling_back": true, "m.in_reply_to": {"event_id": root},
        });
        self
    }

    /// As the new version of an earlier message.
    pub fn replacing(self, event: &str) -> Self {
        let mut outer = self.0.clone();
        outer["body"] = json!(format!("* {}", self.0["body"].as_str().unwrap_or_default()));
        outer["m.new_content"] = self.0;
        outer["m.relates_to"] = json!({"rel_type": "m.replace", "event_id": event});
        Self(outer)
    }

    /// With a field set to anything at all.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.0[field] = value;
        self
    }

    /// The content.
    pub fn content(self) -> Value {
        self.0
    }
}
