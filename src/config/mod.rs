//! How is this bot set up? The operator's file as an immutable value, or everything wrong with it.

mod form;
mod kept;
mod read;

pub use kept::{data_folder, kept_key};
pub use read::read;

use crate::vocab::{Access, Crowd, Finding, Findings, Rate, Retention, RoomId, UserId};
// The plain value: the configuration opens nothing.
use core::net::SocketAddr;
use jiff::SignedDuration;
use secrecy::SecretString;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that an operator chose, checked. Paths are resolved against the file's folder.
#[derive(Debug, Clone)]
pub struct Config {
    /// The homeserver's base address, `https://matrix.example.org`.
    pub homeserver: String,
    /// The bot's account.
    pub user: UserId,
    /// How it signs in.
    pub login: Login,
    /// The device to sign in as; always there with [`Login::Token`].
    pub device_id: Option<String>,
    /// The folder for all state.
    pub data: PathBuf,
    /// Where the key of the stores is.
    pub store_key: StoreKey,
    /// A PostgreSQL address; without it SQLite in the data folder. Secret: it may hold a password.
    pub database: Option<SecretString>,
    /// The knowledge folder, when one is named.
    pub knowledge: Option<PathBuf>,
    /// Who may do what.
    pub access: Access,
    /// Where the bot tells its administrators what they must know.
    pub control_room: Option<RoomId>,
    /// Where health and metrics are served.
    pub http: Option<SocketAddr>,
    /// Older questions are not answered any more.
    pub answer_until: Duration,
    /// How much one person may ask.
    pub crowd: Crowd,
    /// Reminders that are later are not said any more.
    pub late_until: SignedDuration,
    /// How much the homeserver lets the account send; none: as much as it likes.
    pub sending: Option<Rate>,
    /// How long what is kept is kept.
    pub keep: Retention,
    /// A finding for each region that is named, in case it does not exist.
    regions: Vec<(String, Finding)>,
}

/// How the bot signs in.
#[derive(Debug, Clone)]
pub enum Login {
    /// With this password.
    Password(SecretString),
    /// With the password that is the first line of this file.
    PasswordFile(PathBuf),
    /// With a token that belongs to [`Config::device_id`].
    Token(SecretString),
}

/// Where the key of the stores comes from.
#[derive(Debug, Clone)]
pub enum StoreKey {
    /// From this file, which is made at the first start.
    File(PathBuf),
    /// From the environment.
    Given(SecretString),
}

/// What the environment says; only the command line reads it.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `MELDMAAT_PASSWORD`.
    pub password: Option<SecretString>,
    /// `MELDMAAT_STORE_KEY`.
    pub store_key: Option<SecretString>,
}

impl Config {
    /// A finding for each region of a coordinator that `exists` does not know.
    pub fn unknown_regions(&self, exists: impl Fn(&str) -> bool) -> Findings {
        let unknown = self.regions.iter().filter(|(region, _)| !exists(region));
        unknown.map(|(_, finding)| finding.clone()).collect()
    }
}
