//! How does the account stand with its homeserver? Asked without the SDK's stores, so that it can be asked
//! while the bot runs; nothing is changed.

use super::account::{Account, Login, StartError};
use super::failure::unreached;
use super::kept;
use crate::vocab::{RoomId, Timestamp};
use jiff::fmt::rfc2822::DateTimeParser;
use matrix_sdk::Client;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A homeserver that answers.
pub struct Homeserver {
    client: Client,
    /// The newest version of Matrix that it names.
    pub version: Option<String>,
    /// What time it is there.
    pub date: Option<Timestamp>,
}

/// Who signed in here before, if anybody.
pub struct Credentials {
    token: String,
    /// The device.
    pub device: String,
}

/// What the homeserver says of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// It is this account's, on this device.
    Good,
    /// The token is not accepted any more.
    SignedOut,
    /// It belongs to another account, or to another device of it.
    Foreign(String),
}

/// How far others trust the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust {
    /// The account has a cross-signing identity.
    pub identity: bool,
    /// The homeserver knows the device's keys.
    pub known: bool,
    /// The account has signed them.
    pub signed: bool,
    /// Secrets lie at the homeserver, and open with a recovery key.
    pub recovery: bool,
    /// So do the keys of rooms.
    pub backup: bool,
}

/// How a room is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The account is in it.
    pub joined: bool,
    /// It is encrypted.
    pub encrypted: bool,
    /// Anybody can come in.
    pub public: bool,
}

/// The session of the data folder, or the one that the configuration gives.
///
/// # Errors
/// The session cannot be read.
pub fn credentials(account: &Account) -> Result<Option<Credentials>, StartError> {
    let kept = kept::read(&account.data, &account.key)?;
    let signed_in = kept.and_then(|kept| {
        let device = kept.device;
        kept.signed_in.map(|session| Credentials { token: session.token, device })
    });
    Ok(signed_in.or_else(|| match (&account.login, &account.device_id) {
        (Login::Token(token), Some(device)) => {
            Some(Credentials { token: token.expose_secret().to_owned(), device: device.clone() })
        }
        _ => None,
    }))
}

impl Homeserver {
    /// Knocks.
    ///
    /// # Errors
    /// The address is no address, or no homeserver answers there.
    pub async fn reach(address: &str) -> Result<Self, StartError> {
        let remedy = "check `homeserver` in the config, and whether the server runs";
        let client = Client::builder().homeserver_url(address).build().await;
        let client = client.map_err(|e| StartError::new("no homeserver", e, remedy))?;
        let mut found = Self { client, version: None, date: None };
        let failed = |cause: &str| StartError::new("the homeserver does not answer", cause, remedy);
        let url = found.url("versions");
        let asked = found.client.http_client().get(url).timeout(PATIENCE).send().await;
        let answer = asked.map_err(|e| failed(unreached(&e)))?;
        let status = answer.status();
        let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
        found.date = date.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
        let body = answer.text().await.unwrap_or_default();
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let Some(versions) = body["versions"].as_array() else {
            return Err(failed(&format!("it answered {status} without versions of Matrix")));
        };
        found.version = versions.last().and_then(Value::as_str).map(str::to_owned);
        Ok(found)
    }

    /// Whether an account can sign in with a password.
    ///
    /// # Errors
    /// The homeserver does not answer.
    pub async fn takes_passwords(&self) -> Result<bool, StartError> {
        let (_, body) = self.ask(None, "v3/login", None).await?;
        let flows = body["flows"].as_array();
        Ok(flows.is_some_and(|flows| flows.iter().any(|flow| flow["type"] == "m.login.password")))
    }

    /// Whose session this is.
    ///
    /// # Errors
    /// The homeserver does not answer, or strangely.
    pub async fn login(&self, user: &str, with: &Credentials) -> Result<Whose, StartError> {
        let (status, body) = self.ask(Some(with), "v3/account/whoami", None).await?;
        match status {
            200 if body["user_id"] != user => {
                Ok(Whose::Foreign(body["user_id"].as_str().unwrap_or("-").to_owned()))
            }
            200 => match body["device_id"].as_str() {
                Some(device) if device != with.device => Ok(Whose::Foreign(device.to_owned())),
                _ => Ok(Whose::Good),
            },
            401 | 403 => Ok(Whose::SignedOut),
            _ => Err(strange(status)),
        }
    }

    /// How far others trust the device.
    ///
    /// # Errors
    /// The homeserver does not answer, or strangely.
    pub async fn trust(&self, user: &str, with: &Credentials) -> Result<Trust, StartError> {
        let wanted = json!({"device_keys": {user: []}});
        let (status, keys) = self.ask(Some(with), "v3/keys/query", Some(wanted)).await?;
        if status != 200 {
            return Err(strange(status));
        }
        let device = &keys["device_keys"][user][&with.device];
        let signers = keys["self_signing_keys"][user]["keys"].as_object();
        let signed = signers.is_some_and(|signers| {
            signers.keys().any(|signer| device["signatures"][user][signer].is_string())
        });
        let secrets = format!("v3/user/{}/account_data/m.secret_storage.default_key", safe(user));
        let (_, secrets) = self.ask(Some(with), &secrets, None).await?;
        let (_, backup) = self.ask(Some(with), "v3/room_keys/version", None).await?;
        Ok(Trust {
            identity: keys["master_keys"][user].is_object(),
            known: device.is_object(),
            signed,
            recovery: secrets["key"].is_string(),
            backup: backup["version"].is_string(),
        })
    }

    /// How a room is.
    ///
    /// # Errors
    /// The homeserver does not answer, or strangely.
    pub async fn room(&self, room: &RoomId, with: &Credentials) -> Result<Standing, StartError> {
        let (status, rooms) = self.ask(Some(with), "v3/joined_rooms", None).await?;
        if status != 200 {
            return Err(strange(status));
        }
        let rooms = rooms["joined_rooms"].as_array();
        let joined = rooms.is_some_and(|rooms| rooms.iter().any(|known| known == room.as_str()));
        let state = |kind| format!("v3/rooms/{}/state/{kind}/", safe(room.as_str()));
        let (_, encryption) = self.ask(Some(with), &state("m.room.encryption"), None).await?;
        let (_, rules) = self.ask(Some(with), &state("m.room.join_rules"), None).await?;
        Ok(Standing {
            joined,
            encrypted: encryption["algorithm"].is_string(),
            public: rules["join_rule"] == "public",
        })
    }

    fn url(&self, path: &str) -> String {
        let address = self.client.homeserver();
        format!("{}/_matrix/client/{path}", address.as_str().trim_end_matches('/'))
    }

    /// Status and body of an answer; a request with a body is a POST.
    async fn ask(
        &self,
        who: Option<&Credentials>,
        path: &str,
        body: Option<Value>,
    ) -> Result<(u16, Value), StartError> {
        let (http, url) = (self.client.http_client(), self.url(path));
        let request = match body {
            Some(body) => http.post(url).body(body.to_string()),
            None => http.get(url),
        };
        let request = match who {
            Some(who) => request.bearer_auth(&who.token),
            None => request,
        };
        let answer = request.timeout(PATIENCE).send().await.map_err(|e| {
            StartError::new("the homeserver does not answer", unreached(&e), "try again later")
        })?;
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap_or_default();
        Ok((status, serde_json::from_str(&body).unwrap_or_default()))
    }
}

fn strange(status: u16) -> StartError {
    StartError::new(
        "the homeserver answers strangely",
        format!("status {status}"),
        "look at its own log, or at the proxy before it",
    )
}

/// An id as part of an address.
fn safe(id: &str) -> String {
    id.bytes().fold(String::with_capacity(id.len()), |mut safe, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}"); // writing to a String cannot fail
        }
        safe
    })
}
