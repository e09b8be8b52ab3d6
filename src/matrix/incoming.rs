//! What does an event say, in the bot's own words? Pure: JSON in, [`Heard`] out.

use crate::vocab::{DeliveryKey, EventId, Message, RoomId, Timestamp, UserId, What};
use serde::Deserialize;
use serde_json::Value;

/// Where the bot's own messages carry their delivery key.
pub(super) const DELIVERY: &str = "nl.meldmaat.delivery";

/// A poll, a vote in it, and its end, as clients know them (MSC3381).
pub(super) const POLL: &str = "org.matrix.msc3381.poll.start";
const VOTE: &str = "org.matrix.msc3381.poll.response";
pub(super) const POLL_END: &str = "org.matrix.msc3381.poll.end";

/// A room event, as far as the bot looks at it.
#[derive(Debug)]
pub(super) struct Event {
    pub id: EventId,
    pub kind: String,
    pub sender: UserId,
    pub at: Timestamp,
    /// How long ago that was, by the homeserver's clock when it answered, in milliseconds.
    pub age: Option<i64>,
    state_key: Option<String>,
    content: Value,
    replaced: Option<Value>,
    redacts: Option<String>,
    before: Option<String>,
    redacted: bool,
}

/// What an event means to the bot.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Somebody did something.
    Said(What),
    /// The bot's own message, as the homeserver shows it.
    Echo(DeliveryKey),
    /// The bot entered the room; by an invitation, or in another way.
    Entered { invited: bool },
    /// The bot is out of the room.
    Gone,
    /// Nothing for the bot.
    Nothing,
}

/// Why an event cannot be understood.
#[derive(Debug, thiserror::Error)]
pub(super) enum Malformed {
    #[error("not an event: {0}")]
    Json(#[from] serde_json::Error),
    #[error("its time is out of range")]
    Time,
    #[error("a field is missing or of the wrong type: {0}")]
    Field(&'static str),
}

#[derive(Deserialize)]
struct Wire {
    event_id: String,
    #[serde(rename = "type")]
    kind: String,
    sender: String,
    origin_server_ts: i64,
    state_key: Option<String>,
    #[serde(default)]
    content: Value,
    redacts: Option<String>,
    #[serde(default)]
    unsigned: Value,
}

impl Event {
    /// Reads the JSON of an event.
    pub(super) fn read(json: &str) -> Result<Self, Malformed> {
        let wire: Wire = serde_json::from_str(json)?;
        Ok(Self {
            id: EventId::new(wire.event_id),
            kind: wire.kind,
            sender: UserId::new(wire.sender),
            at: Timestamp::from_millisecond(wire.origin_server_ts).map_err(|_| Malformed::Time)?,
            age: wire.unsigned.get("age").and_then(Value::as_i64),
            state_key: wire.state_key,
            redacted: wire.unsigned.get("redacted_because").is_some_and(|why| !why.is_null()),
            before: string(&wire.unsigned, &["prev_content", "membership"]),
            content: wire.content,
            replaced: wire.unsigned.pointer("/m.relations/m.replace").cloned(),
            redacts: wire.redacts,
        })
    }

    /// The same event, no later than this: its time is its sender's word.
    pub(super) fn by(self, now: Timestamp) -> Self {
        Self { at: self.at.min(now), ..self }
    }

    /// What it says now: the newest version that the homeserver knows. None when that cannot be read.
    pub(super) fn newest(&self) -> Option<&Value> {
        match &self.replaced {
            Some(version) => version.pointer("/content/m.new_content"),
            None => Some(&self.content),
        }
    }

    /// Whether it was removed: there is nothing left to decrypt.
    pub(super) fn redacted(&self) -> bool {
        self.redacted
    }

    /// The Megolm session that it was encrypted with.
    pub(super) fn encrypted_with(&self) -> Option<&str> {
        self.content.get("session_id").and_then(Value::as_str)
    }

    /// What it means to the bot, whose user id is `me`.
    pub(super) fn heard(&self, me: &UserId) -> Result<Heard, Malformed> {
        match (self.kind.as_str(), self.state_key.as_deref()) {
            ("m.room.member", Some(whose)) if whose == me.as_str() => self.membership(),
            ("m.room.tombstone", Some("")) => {
                Ok(match string(&self.content, &["replacement_room"]) {
                    Some(room) if room.starts_with('!') => {
                        Heard::Said(What::Upgraded { successor: RoomId::new(room) })
                    }
                    _ => Heard::Nothing,
                })
            }
            ("m.room.message" | POLL | POLL_END, None) if self.sender == *me => Ok(self.echo()),
            _ if self.sender == *me => Ok(Heard::Nothing),
            ("m.room.message", None) if !self.redacted => self.message(me),
            ("m.reaction", None) if !self.redacted => self.reaction(),
            (VOTE | "m.poll.response", None) if !self.redacted => self.vote(),
            ("m.room.redaction", None) => {
                let of = string(&self.content, &["redacts"]).or_else(|| self.redacts.clone());
                let of = EventId::new(of.ok_or(Malformed::Field("redacts"))?);
                Ok(Heard::Said(What::Redaction { of }))
            }
            _ => Ok(Heard::Nothing),
        }
    }

    fn membership(&self) -> Result<Heard, Malformed> {
        let before = self.before.as_deref();
        match self.content.get("membership").and_then(Value::as_str) {
            // A new name or picture is an entry that follows on one.
            Some("join") if before == Some("join") => Ok(Heard::Nothing),
            Some("join") => Ok(Heard::Entered { invited: before == Some("invite") }),
            Some("leave" | "ban") => Ok(Heard::Gone),
            Some(_) => Ok(Heard::Nothing),
            None => Err(Malformed::Field("membership")),
        }
    }

    fn echo(&self) -> Heard {
        match self.content.get(DELIVERY).and_then(Value::as_str) {
            Some(key) => Heard::Echo(DeliveryKey::new(key)),
            None => Heard::Nothing,
        }
    }

    fn message(&self, me: &UserId) -> Result<Heard, Malformed> {
        let relation = self.content.get("m.relates_to").unwrap_or(&Value::Null);
        if relation.get("rel_type").and_then(Value::as_str) == Some("m.replace") {
            let of = string(relation, &["event_id"]).ok_or(Malformed::Field("event_id"))?;
            let new = self.content.get("m.new_content").ok_or(Malformed::Field("m.new_content"))?;
            let message = read_message(new, &Value::Null, me)?;
            return Ok(message.map_or(Heard::Nothing, |message| {
                Heard::Said(What::Edit { of: EventId::new(of), message })
            }));
        }
        let message = read_message(&self.content, relation, me)?;
        Ok(message.map_or(Heard::Nothing, |message| Heard::Said(What::Message(message))))
    }

    fn reaction(&self) -> Result<Heard, Malformed> {
        let relation = self.content.get("m.relates_to").unwrap_or(&Value::Null);
        let to = string(relation, &["event_id"]).ok_or(Malformed::Field("event_id"))?;
        let key = string(relation, &["key"]).ok_or(Malformed::Field("key"))?;
        Ok(Heard::Said(What::Reaction { to: EventId::new(to), key }))
    }

    /// A vote in a poll is a reaction with the answer's id. One without an answer takes nothing back.
    fn vote(&self) -> Result<Heard, Malformed> {
        let relation = self.content.get("m.relates_to").unwrap_or(&Value::Null);
        let to = string(relation, &["event_id"]).ok_or(Malformed::Field("event_id"))?;
        Ok(answer(&self.content).map_or(Heard::Nothing, |key| {
            Heard::Said(What::Reaction { to: EventId::new(to), key: key.to_owned() })
        }))
    }
}

/// The first answer that a vote in a poll names, in its unstable and its stable form.
fn answer(content: &Value) -> Option<&str> {
    let unstable = content.get(VOTE).and_then(|vote| vote.get("answers"));
    unstable.or_else(|| content.get("m.selections"))?.get(0)?.as_str()
}

/// The inviter, and whether the invitation is to a direct chat, by the state that comes with it. The
/// homeserver vouches for one of these events; a foreign server can put others beside it, with any
/// sender. So nobody invites who does not stand in all of them.
pub(super) fn invitation<'a>(
    state: impl IntoIterator<Item = &'a str>,
    me: &UserId,
) -> Option<(UserId, bool)> {
    let mut claims = state.into_iter().filter_map(|json| {
        let event: Value = serde_json::from_str(json).ok()?;
        let text = |name: &str| event.get(name).and_then(Value::as_str);
        let about_me = text("type") == Some("m.room.member")
            && text("state_key") == Some(me.as_str())
            && event.pointer("/content/membership").and_then(Value::as_str) == Some("invite");
        let direct = event.pointer("/content/is_direct").and_then(Value::as_bool);
        about_me.then(|| Some((UserId::new(text("sender")?), direct.unwrap_or(false))))
    });
    let (inviter, direct) = claims.next()??;
    claims
        .all(|claim| claim.is_some_and(|(other, _)| other == inviter))
        .then_some((inviter, direct))
}

/// Who did what, and when, by the JSON of an event; none when that is nothing to the bot.
pub fn understood(json: &str, me: &UserId) -> Option<(UserId, Timestamp, What)> {
    let event = Event::read(json).ok()?;
    match event.heard(me) {
        Ok(Heard::Said(what)) => Some((event.sender, event.at, what)),
        _ => None,
    }
}

fn string(value: &Value, path: &[&str]) -> Option<String> {
    path.iter().try_fold(value, |value, name| value.get(name))?.as_str().map(str::to_owned)
}

/// A text message; none when it is of another kind (a notice, a picture).
fn read_message(
    content: &Value,
    relation: &Value,
    me: &UserId,
) -> Result<Option<Message>, Malformed> {
    if content.get("msgtype").and_then(Value::as_str) != Some("m.text") {
        return Ok(None);
    }
    let body = content.get("body").and_then(Value::as_str).ok_or(Malformed::Field("body"))?;
    let in_thread = relation.get("rel_type").and_then(Value::as_str) == Some("m.thread");
    let falls_back =
        in_thread && relation.get("is_falling_back").and_then(Value::as_bool).unwrap_or(false);
    let reply_to = string(relation, &["m.in_reply_to", "event_id"]);
    let text = if reply_to.is_some() { without_quote(body) } else { body };
    Ok(Some(Message {
        withheld: Vec::new(),
        removable: false,
        may_mention_room: false,
        text: text.to_owned(),
        mentions_me: mentioned(content, me) || pill(content, me),
        reply_to: reply_to.filter(|_| !falls_back).map(EventId::new),
        thread: in_thread.then(|| string(relation, &["event_id"])).flatten().map(EventId::new),
    }))
}

/// The body without the quoted lines that older clients put above a reply.
fn without_quote(body: &str) -> &str {
    if !body.starts_with("> <") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with("> ") || rest.starts_with(">\n") {
        let Some((_, after)) = rest.split_once('\n') else { return "" };
        rest = after;
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn mentioned(content: &Value, me: &UserId) -> bool {
    let users = content.get("m.mentions").and_then(|mentions| mentions.get("user_ids"));
    let users = users.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    users.iter().any(|user| user.as_str() == Some(me.as_str()))
}

/// Whether the HTML links to the bot; the quote above a reply does not count.
fn pill(content: &Value, me: &UserId) -> bool {
    let Some(html) = content.get("formatted_body").and_then(Value::as_str) else { return false };
    let html = html.split_once("</mx-reply>").map_or(html, |(_, after)| after);
    let encoded = me.as_str().replace('@', "%40").replace(':', "%3A");
    html.split("https://matrix.to/#/").skip(1).any(|link| {
        [me.as_str(), &encoded].iter().any(|name| {
            let start = link.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name))
                && link[name.len()..].starts_with(['"', '\'', '?'])
        })
    })
}

#[cfg(test)]
#[path = "incoming_tests.rs"]
mod tests;
