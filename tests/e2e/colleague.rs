//! What can a colleague do and see? A person at an encrypting client that is not the bot's.

use crate::bot::last_words;
use crate::homeserver::{Account, Homeserver};
use crate::message::Message;
use crate::python::Python;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long anything may take before a story fails.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// A person, signed in.
pub struct Colleague {
    /// `@anna-1:wijk.test`.
    pub user: String,
    python: Arc<Python>,
}

/// An event as a colleague sees it: decrypted, whole.
#[derive(Clone, Debug)]
pub struct Seen(pub Value);

impl Seen {
    /// Its id; empty for stripped state.
    pub fn id(&self) -> &str {
        self.0["event_id"].as_str().unwrap_or_default()
    }

    /// Who sent it.
    pub fn sender(&self) -> &str {
        self.0["sender"].as_str().unwrap_or_default()
    }

    /// Whether it is a message that this client could read.
    pub fn is_message(&self) -> bool {
        self.0["type"] == "m.room.message"
    }

    /// The plain text.
    pub fn body(&self) -> &str {
        self.0["content"]["body"].as_str().unwrap_or_default()
    }

    /// The HTML.
    pub fn html(&self) -> &str {
        self.0["content"]["formatted_body"].as_str().unwrap_or_default()
    }

    /// `m.text`, `m.notice`, …
    pub fn kind(&self) -> &str {
        self.0["content"]["msgtype"].as_str().unwrap_or_default()
    }

    /// The event that it is a reply to.
    pub fn reply_to(&self) -> &str {
        self.0["content"]["m.relates_to"]["m.in_reply_to"]["event_id"].as_str().unwrap_or_default()
    }

    /// The event that it is a new version of.
    pub fn replaces(&self) -> &str {
        let relation = &self.0["content"]["m.relates_to"];
        if relation["rel_type"] != "m.replace" {
            return "";
        }
        relation["event_id"].as_str().unwrap_or_default()
    }

    /// The event that it removes.
    pub fn redacts(&self) -> &str {
        self.0["redacts"].as_str().unwrap_or_default()
    }

    /// Whether it came encrypted.
    pub fn was_encrypted(&self) -> bool {
        self.0["was_encrypted"] == true
    }

    /// Whether it says that this user's place in the room is now this.
    pub fn is_membership(&self, user: &str, membership: &str) -> bool {
        self.0["type"] == "m.room.member"
            && self.0["state_key"] == user
            && self.0["content"]["membership"] == membership
    }
}

impl Colleague {
    /// Signs an account in.
    pub fn sign_in(python: &Arc<Python>, server: &Homeserver, account: &Account) -> Self {
        let colleague = Self { user: account.user.clone(), python: Arc::clone(python) };
        colleague.ask(json!({
            "do": "login", "homeserver": server.url,
            "device_id": account.device, "access_token": account.token,
        }));
        colleague
    }

    fn ask(&self, mut request: Value) -> Value {
        request["who"] = json!(self.user);
        let what = request["do"].clone();
        self.python.ask(request).unwrap_or_else(|error| panic!("{} {what}: {error}", self.user))
    }

    /// Any call of the client API; `path` starts after `/_matrix/client/v3/`.
    pub fn request(&self, method: &str, path: &[&str], body: Value) -> Value {
        self.try_request(method, path, body).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same when the homeserver may refuse.
    ///
    /// # Errors
    /// Its status and words.
    pub fn try_request(&self, method: &str, path: &[&str], body: Value) -> Result<Value, String> {
        let path: Vec<&str> = ["_matrix", "client", "v3"].iter().chain(path).copied().collect();
        self.python.ask(json!({
            "who": self.user, "do": "request", "method": method, "path": path, "body": body,
        }))
    }

    /// Makes a room and invites these users into it. `settings` are those of `createRoom`.
    pub fn make_room(&self, invite: &[&str], settings: Value) -> String {
        let mut body = json!({"name": "Wijkteam", "preset": "private_chat", "invite": invite});
        for (key, value) in settings.as_object().into_iter().flatten() {
            body[key] = value.clone();
        }
        let made = self.request("POST", &["createRoom"], body);
        let room = made["room_id"].as_str().expect("a room id").to_owned();
        self.settle(&room);
        room
    }

    /// Joins a room that this colleague is invited to, or that is open.
    pub fn join(&self, room: &str) {
        self.request("POST", &["join", room], json!({}));
        self.settle(room);
    }

    fn settle(&self, room: &str) {
        self.ask(json!({"do": "room", "room": room, "seconds": PATIENCE.as_secs()}));
    }

    /// Makes a room with the bot in it and waits until it has said hello.
    pub fn team(&self, bot: &str, settings: Value) -> String {
        let room = self.make_room(&[bot], settings);
        self.wait(&room, "the bot's welcome", |e| e.sender() == bot && e.is_message());
        room
    }

    /// The same, encrypted.
    pub fn encrypted_team(&self, bot: &str) -> String {
        self.team(bot, encrypted())
    }

    /// Sends a message; gives its event id.
    pub fn say(&self, room: &str, message: Message) -> String {
        self.send(room, "m.room.message", message.content())
    }

    /// Sends any event; gives its id.
    pub fn send(&self, room: &str, kind: &str, content: Value) -> String {
        let sent = self.ask(json!({"do": "send", "room": room, "type": kind, "content": content}));
        sent["event_id"].as_str().expect("an event id").to_owned()
    }

    /// Sends a message whose key nobody gets.
    pub fn say_without_key(&self, room: &str, message: Message) -> String {
        let content = message.content();
        let sent = self.ask(json!({"do": "withhold", "room": room, "content": content}));
        sent["event_id"].as_str().expect("an event id").to_owned()
    }

    /// Hands the withheld key over after all.
    pub fn release_key(&self, room: &str) {
        self.ask(json!({"do": "release", "room": room}));
    }

    /// Puts an emoji on an event.
    pub fn react(&self, room: &str, event: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": event, "key": key});
        self.send(room, "m.reaction", json!({"m.relates_to": relation}))
    }

    /// Removes an event.
    pub fn redact(&self, room: &str, event: &str) {
        // Once per event is enough, so the event names the transaction.
        let path = ["rooms", room, "redact", event, &format!("remove{event}")];
        self.request("PUT", &path, json!({}));
    }

    /// Invites a user.
    pub fn invite(&self, room: &str, user: &str) {
        self.request("POST", &["rooms", room, "invite"], json!({"user_id": user}));
    }

    /// Kicks a user.
    pub fn kick(&self, room: &str, user: &str) {
        self.request("POST", &["rooms", room, "kick"], json!({"user_id": user}));
    }

    /// Replaces the room by a new one; gives the new one.
    pub fn upgrade(&self, room: &str) -> String {
        let made = self.request("POST", &["rooms", room, "upgrade"], json!({"new_version": "12"}));
        let successor = made["replacement_room"].as_str().expect("a room id").to_owned();
        self.settle(&successor);
        successor
    }

    /// The file that a message holds, as text; decrypted if it came encrypted.
    pub fn download(&self, message: &Seen) -> String {
        let found = self.ask(json!({"do": "download", "content": message.0["content"]}));
        found["text"].as_str().expect("a text").to_owned()
    }

    /// The same of a file that is no text, in base64.
    pub fn download_bytes(&self, message: &Seen) -> String {
        let found = self.ask(json!({"do": "download", "content": message.0["content"]}));
        found["base64"].as_str().expect("base64").to_owned()
    }

    /// How many messages of a user the homeserver has in a room, encrypted or not.
    pub fn stored(&self, room: &str, user: &str) -> usize {
        let (mut from, mut count) = (None, 0);
        loop {
            let mut query = json!({"dir": "b", "limit": 100});
            if let Some(from) = &from {
                query["from"] = json!(from);
            }
            let path = json!(["_matrix", "client", "v3", "rooms", room, "messages", query]);
            let page = self.ask(json!({"do": "request", "method": "GET", "path": path}));
            let theirs = |event: &&Value| {
                let kind = event["type"].as_str().unwrap_or_default();
                event["sender"] == user && matches!(kind, "m.room.message" | "m.room.encrypted")
            };
            count += page["chunk"].as_array().expect("a list").iter().filter(theirs).count();
            from = page["end"].as_str().map(str::to_owned);
            if from.is_none() {
                return count;
            }
        }
    }

    /// How the server shows an event now (a redacted one has no content).
    pub fn look_up(&self, room: &str, event: &str) -> Value {
        self.request("GET", &["rooms", room, "event", event], Value::Null)
    }

    /// Which cross-signing identity a user has, and whether it signed each of their devices.
    pub fn verify(&self, user: &str) -> (Option<String>, Vec<(String, bool)>) {
        let found = self.ask(json!({"do": "verify", "user": user}));
        let devices = found["devices"].as_object().expect("a map");
        let signed = |(id, signed): (&String, &Value)| (id.clone(), *signed == true);
        (found["identity"].as_str().map(str::to_owned), devices.iter().map(signed).collect())
    }

    /// Everything this colleague has seen of a room so far.
    pub fn seen(&self, room: &str) -> Vec<Seen> {
        self.events(room, 0, Duration::ZERO)
    }

    /// What this colleague has seen of a room from this index on; waits until there is something.
    pub fn events(&self, room: &str, from: usize, patience: Duration) -> Vec<Seen> {
        let mut found = self.ask(json!({
            "do": "events", "room": room, "from": from, "seconds": patience.as_secs_f64(),
        }));
        let Value::Array(events) = found["events"].take() else { panic!("not a list") };
        events.into_iter().map(Seen).collect()
    }

    /// The first event in the room, however old, on which this holds; fails after [`PATIENCE`].
    pub fn wait(&self, room: &str, what: &str, holds: impl Fn(&Seen) -> bool) -> Seen {
        self.wait_at_most(PATIENCE, room, &holds).unwrap_or_else(|| {
            let seen: Vec<String> = self.seen(room).iter().map(|e| e.0.to_string()).collect();
            let (user, seen, words) = (&self.user, seen.join("\n"), last_words());
            panic!("{user} did not see {what} in {room}. Seen:\n{seen}\n{words}")
        })
    }

    /// The same; `None` when it does not come in time.
    pub fn wait_at_most(
        &self,
        patience: Duration,
        room: &str,
        holds: &impl Fn(&Seen) -> bool,
    ) -> Option<Seen> {
        let deadline = Instant::now() + patience;
        let mut from = 0;
        loop {
            let events =
                self.events(room, from, deadline.saturating_duration_since(Instant::now()));
            if events.is_empty() {
                return None;
            }
            from += events.len();
            if let Some(found) = events.into_iter().find(|event| holds(event)) {
                return Some(found);
            }
        }
    }

    /// The answer to a question: a reply to it by somebody else.
    pub fn answer(&self, room: &str, question: &str) -> Seen {
        self.wait(room, "an answer", |event| self.is_answer(event, question))
    }

    /// Whether an event is a reply of somebody else to this question, and not a later version.
    pub fn is_answer(&self, event: &Seen, question: &str) -> bool {
        event.is_message()
            && event.sender() != self.user
            && event.reply_to() == question
            && event.replaces().is_empty()
    }

    /// Asks and waits for the answer.
    pub fn ask_bot(&self, room: &str, message: Message) -> Seen {
        let question = self.say(room, message);
        self.answer(room, &question)
    }

    /// What a user has said in the room, oldest first: every event of theirs but memberships.
    pub fn said_by(&self, room: &str, user: &str) -> Vec<Seen> {
        let mut events = self.seen(room);
        events.retain(|e| e.sender() == user && e.0["type"] != "m.room.member");
        events
    }

    /// The place of a user in a room, as the server has it.
    pub fn membership(&self, room: &str, user: &str) -> Option<String> {
        let members = self.request("GET", &["rooms", room, "members"], Value::Null);
        let chunk = members["chunk"].as_array().expect("a list");
        let theirs = chunk.iter().find(|event| event["state_key"] == user)?;
        theirs["content"]["membership"].as_str().map(str::to_owned)
    }
}

/// Settings of `createRoom` for an encrypted room.
pub fn encrypted() -> Value {
    json!({"initial_state": [{
        "type": "m.room.encryption", "state_key": "",
        "content": {"algorithm": "m.megolm.v1.aes-sha2"},
    }]})
}
