//! What of a good configuration is kept, so that the bot can tell in the control room that a later one is
//! broken? The account and the rights; no way to sign in, for the session is there.

use super::{Config, Environment, Login, StoreKey};
use crate::vocab::{Access, Crowd, Rate, Retention, RoomId, UserId};
use crate::yaml::{File, Kind, Reading};
use core::net::SocketAddr;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// In the words of this version; a later one that adds to it reads it still.
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    homeserver: String,
    user: String,
    device_id: Option<String>,
    database: Option<String>,
    knowledge: Option<PathBuf>,
    control_room: Option<String>,
    http: Option<SocketAddr>,
    inviting_servers: Vec<String>,
    inviting_users: Vec<UserId>,
    coordinators: BTreeMap<UserId, Vec<String>>,
    administrators: Vec<UserId>,
    bots: Vec<UserId>,
    answer_until: u64,
    late_until: i64,
    per_person: u32,
    sending: Option<(f64, u32)>,
    keep: Retention,
}

impl Default for Kept {
    fn default() -> Self {
        let rate = Rate::default();
        Self {
            homeserver: String::new(),
            user: String::new(),
            device_id: None,
            database: None,
            knowledge: None,
            control_room: None,
            http: None,
            inviting_servers: Vec::new(),
            inviting_users: Vec::new(),
            coordinators: BTreeMap::new(),
            administrators: Vec::new(),
            bots: Vec::new(),
            answer_until: 24 * 3600,
            late_until: 12 * 3600,
            per_person: Crowd::default().person,
            sending: Some((rate.per_second, rate.burst)),
            keep: Retention::default(),
        }
    }
}

impl Config {
    /// What is to be kept of it. Secret: it may hold the password of a database.
    pub fn kept(&self) -> Vec<u8> {
        let access = self.access.clone();
        let kept = Kept {
            homeserver: self.homeserver.clone(),
            user: self.user.as_str().to_owned(),
            device_id: self.device_id.clone(),
            database: self.database.as_ref().map(|url| url.expose_secret().to_owned()),
            knowledge: self.knowledge.clone(),
            control_room: self.control_room.as_ref().map(|room| room.as_str().to_owned()),
            http: self.http,
            inviting_servers: access.inviting_servers,
            inviting_users: access.inviting_users,
            coordinators: access.coordinators,
            administrators: access.administrators,
            bots: access.bots,
            answer_until: self.answer_until.as_secs(),
            late_until: self.late_until.as_secs(),
            per_person: self.crowd.person,
            sending: self.sending.map(|rate| (rate.per_second, rate.burst)),
            keep: self.keep,
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// The configuration that was kept, for the same data folder; none when it is none.
    pub fn from_kept(kept: &[u8], data: PathBuf, store_key: StoreKey) -> Option<Config> {
        let kept: Kept = serde_json::from_slice(kept).ok()?;
        Some(Config {
            homeserver: kept.homeserver,
            user: UserId::new(kept.user),
            // Never used: the session is there, or there is no way.
            login: Login::Password(SecretString::from("")),
            device_id: kept.device_id,
            data,
            store_key,
            database: kept.database.map(SecretString::from),
            knowledge: kept.knowledge,
            access: Access {
                inviting_servers: kept.inviting_servers,
                inviting_users: kept.inviting_users,
                coordinators: kept.coordinators,
                administrators: kept.administrators,
                bots: kept.bots,
            },
            control_room: kept.control_room.map(RoomId::new),
            http: kept.http,
            answer_until: Duration::from_secs(kept.answer_until),
            crowd: Crowd { person: kept.per_person },
            late_until: SignedDuration::from_secs(kept.late_until),
            sending: kept.sending.map(|(per_second, burst)| Rate { per_second, burst }),
            keep: kept.keep,
            regions: Vec::new(),
        })
    }
}

/// The data folder that a broken configuration names, when that much of it can be read.
pub fn data_folder(text: &str, path: &Path) -> Option<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let (_, root) = Reading::open(File { name: "", text });
    let named = match root.map(|root| root.kind) {
        Some(Kind::Map(entries)) => {
            entries.into_iter().find_map(|(key, node)| match (key.value.as_str(), node.kind) {
                ("data", Kind::Text(named)) => Some(named),
                _ => None,
            })
        }
        // No YAML any more: the line alone says it.
        _ => text.lines().find_map(|line| {
            let named = line.strip_prefix("data:")?.split(" #").next()?.trim();
            let named = named.trim_matches(['"', '\'']);
            (!named.is_empty()).then(|| named.to_owned())
        }),
    };
    named.map(|named| folder.join(named))
}

/// Where the key is by which the kept account opens: in the environment, or in the file of then.
pub fn kept_key(file: Option<PathBuf>, environment: &Environment) -> Option<StoreKey> {
    match &environment.store_key {
        Some(key) => Some(StoreKey::Given(key.clone())),
        None => file.map(StoreKey::File),
    }
}
