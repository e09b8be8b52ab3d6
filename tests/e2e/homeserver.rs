//! What does a story ask of its homeserver? Accounts, and what only an administrator may do.

use crate::python::Python;
use serde_json::{Value, json};

/// A running Synapse.
pub struct Homeserver {
    /// Where it listens.
    pub url: String,
    python: Python,
}

/// An account as it was made.
#[derive(Clone)]
pub struct Account {
    /// `@anna-1:wijk.test`.
    pub user: String,
    /// Its password.
    pub password: String,
    /// The device that came with it.
    pub device: String,
    /// The token of that device.
    pub token: String,
}

impl Homeserver {
    /// Starts one; `arguments` are those of homeserver.py.
    pub fn start(arguments: &[&str]) -> Self {
        let python = Python::start("homeserver.py", arguments);
        let url = python.hello["url"].as_str().expect("a text").to_owned();
        Self { url, python }
    }

    /// Makes an account.
    pub fn register(&self, name: &str) -> Account {
        let made = self.python.ask(json!({"do": "register", "user": name})).expect("an account");
        let text = |key: &str| made[key].as_str().expect("a text").to_owned();
        Account {
            user: text("user_id"),
            password: text("password"),
            device: text("device_id"),
            token: text("access_token"),
        }
    }

    /// A request with an administrator's token.
    pub fn administer(&self, method: &str, path: Value, body: Value) -> Value {
        self.python
            .ask(json!({"do": "request", "method": method, "path": path, "body": body}))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The ids of the devices of a user.
    pub fn devices(&self, user: &str) -> Vec<String> {
        let path = json!(["_synapse", "admin", "v2", "users", user, "devices"]);
        let found = self.administer("GET", path, Value::Null);
        let devices = found["devices"].as_array().expect("a list");
        devices.iter().filter_map(|d| d["device_id"].as_str().map(str::to_owned)).collect()
    }

    /// Signs a device out, as an administrator can.
    pub fn sign_out(&self, user: &str, device: &str) {
        let path = json!(["_synapse", "admin", "v2", "users", user, "devices", device]);
        self.administer("DELETE", path, Value::Null);
    }

    /// Gives the limits back to one user.
    pub fn restore_limits(&self, user: &str) {
        let path = json!(["_synapse", "admin", "v1", "users", user, "override_ratelimit"]);
        self.administer("DELETE", path, Value::Null);
    }

    /// Takes the limits on sending away from one user.
    pub fn lift_limits(&self, user: &str) {
        let path = json!(["_synapse", "admin", "v1", "users", user, "override_ratelimit"]);
        self.administer("POST", path, json!({"messages_per_second": 0, "burst_count": 0}));
    }
}
