//! What is the least that a client and a bot can be? Bare HTTP: no SDK, no store, no crypto.

use reqwest::{Client, Method, Url};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// How long an answer may take before the bench gives up.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// An account's line to its homeserver.
pub struct Line {
    /// `@anna-1:wijk.test`.
    pub user: String,
    token: String,
    url: String,
    client: Client,
}

impl Line {
    /// A line with the token of an account.
    pub fn new(url: &str, user: &str, token: &str) -> Self {
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { user: user.to_owned(), token: token.to_owned(), url: url.to_owned(), client }
    }

    async fn call(&self, method: Method, path: &str, query: &[(&str, &str)], body: Value) -> Value {
        self.call_at(method, &format!("/_matrix/client/v3/{path}"), query, body).await
    }

    /// A call of any interface that takes a token and JSON; `path` with its slash.
    pub async fn call_at(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Value,
    ) -> Value {
        let address = format!("{}{path}", self.url);
        let address = Url::parse_with_params(&address, query).expect("a URL");
        let mut request = self.client.request(method, address.clone()).bearer_auth(&self.token);
        if !body.is_null() {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let response = request.send().await.unwrap_or_else(|e| panic!("{address}: {e}"));
        let status = response.status();
        let text = response.text().await.unwrap_or_else(|e| panic!("{address}: {e}"));
        assert!(status.is_success(), "{address}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Makes a room and invites this user; gives its id.
    pub async fn make_room(&self, invite: &str, settings: &Value) -> String {
        let mut body = json!({"name": "Wijkteam", "preset": "private_chat", "invite": [invite]});
        for (key, value) in settings.as_object().into_iter().flatten() {
            body[key] = value.clone();
        }
        let made = self.call(Method::POST, "createRoom", &[], body).await;
        made["room_id"].as_str().expect("a room id").to_owned()
    }

    /// Joins a room.
    pub async fn join(&self, room: &str) {
        self.call(Method::POST, &format!("join/{room}"), &[], json!({})).await;
    }

    /// Sends a message; gives its event id.
    pub async fn say(&self, room: &str, content: Value) -> String {
        static SENT: AtomicU64 = AtomicU64::new(0);
        let transaction = SENT.fetch_add(1, Ordering::Relaxed);
        let path = format!("rooms/{room}/send/m.room.message/bench{transaction}");
        let sent = self.call(Method::PUT, &path, &[], content).await;
        sent["event_id"].as_str().expect("an event id").to_owned()
    }

    /// An event as the homeserver has it.
    pub async fn event(&self, room: &str, id: &str) -> Value {
        self.call(Method::GET, &format!("rooms/{room}/event/{id}"), &[], Value::Null).await
    }

    /// One long poll: what was said in any room, and the position behind it.
    async fn sync(&self, since: Option<&str>) -> (Vec<(String, Value)>, String) {
        let filter = json!({
            "presence": {"not_types": ["*"]},
            "room": {
                "ephemeral": {"not_types": ["*"]},
                "timeline": {"lazy_load_members": true, "limit": 1_000},
                "state": {"lazy_load_members": true},
            },
        });
        let filter = filter.to_string();
        let mut query = vec![("filter", filter.as_str()), ("set_presence", "offline")];
        match since {
            Some(since) => query.extend([("since", since), ("timeout", "30000")]),
            None => query.push(("timeout", "0")),
        }
        let mut answer = self.call(Method::GET, "sync", &query, Value::Null).await;
        let mut said = Vec::new();
        for (room, update) in answer["rooms"]["join"].as_object_mut().into_iter().flatten() {
            let Some(events) = update["timeline"]["events"].as_array_mut() else { continue };
            let messages = events.iter_mut().filter(|event| event["type"] == "m.room.message");
            said.extend(messages.map(|event| (room.clone(), event.take())));
        }
        (said, answer["next_batch"].as_str().expect("a position").to_owned())
    }
}

/// A bot that says every text back, as a reply, for as long as the runtime lives.
pub fn start_echo(runtime: &Runtime, line: Line) {
    runtime.spawn(async move {
        let (_, mut since) = line.sync(None).await;
        loop {
            let (said, next) = line.sync(Some(&since)).await;
            since = next;
            for (room, event) in said {
                let content = &event["content"];
                if content["msgtype"] == "m.text" {
                    let relation = json!({"m.in_reply_to": {"event_id": event["event_id"]}});
                    let reply = json!({
                        "msgtype": "m.notice",
                        "body": content["body"],
                        "m.mentions": {},
                        "m.relates_to": relation,
                    });
                    line.say(&room, reply).await;
                }
            }
        }
    });
}

/// Somebody who asks, and listens all the while.
pub struct Asker<'a> {
    /// Their line.
    pub line: Arc<Line>,
    runtime: &'a Runtime,
    heard: UnboundedReceiver<(Instant, Value)>,
}

impl<'a> Asker<'a> {
    /// Begins to listen.
    pub fn start(runtime: &'a Runtime, line: Line) -> Self {
        let line = Arc::new(line);
        let (ear, heard) = unbounded_channel();
        let theirs = Arc::clone(&line);
        runtime.spawn(async move {
            let (_, mut since) = theirs.sync(None).await;
            loop {
                let (said, next) = theirs.sync(Some(&since)).await;
                let now = Instant::now();
                since = next;
                for (room, mut event) in said {
                    event["room_id"] = json!(room);
                    // Nobody hears it any more when the bench is done.
                    let _done = ear.send((now, event));
                }
            }
        });
        Self { line, runtime, heard }
    }

    /// Says something; gives its event id.
    pub fn say(&self, room: &str, content: Value) -> String {
        self.runtime.block_on(self.line.say(room, content))
    }

    /// Waits for the reply to an event; gives when it came.
    pub fn reply(&mut self, question: &str) -> Instant {
        self.wait("an answer", |event| {
            event["content"]["m.relates_to"]["m.in_reply_to"]["event_id"] == question
        })
    }

    /// Waits until this user says something.
    pub fn word_of(&mut self, user: &str) {
        self.wait("a welcome", |event| event["sender"] == user);
    }

    /// The next message on which this holds, and when it came; none when it does not come in time.
    pub fn wait_at_most(
        &mut self,
        patience: Duration,
        mut holds: impl FnMut(&Value) -> bool,
    ) -> Option<(Instant, Value)> {
        let listening = async {
            loop {
                let (at, event) = self.heard.recv().await.expect("the listener goes on");
                if holds(&event) {
                    return (at, event);
                }
            }
        };
        self.runtime.block_on(async { timeout(patience, listening).await }).ok()
    }

    fn wait(&mut self, what: &str, holds: impl Fn(&Value) -> bool) -> Instant {
        let came = self.wait_at_most(PATIENCE, holds);
        came.unwrap_or_else(|| panic!("{what} did not come in {PATIENCE:?}")).0
    }
}
