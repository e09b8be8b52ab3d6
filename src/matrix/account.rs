//! Whose account is it, and what is said when it cannot be used?

use secrecy::SecretString;
use std::fmt;
use std::path::PathBuf;

/// The bot's account, and where its device keeps what it must not lose.
pub struct Account {
    /// The homeserver's address (`https://matrix.example.org`).
    pub homeserver: String,
    /// The whole user id (`@meldmaat:example.org`).
    pub user: String,
    /// How the first start signs in; later starts restore the session.
    pub login: Login,
    /// The device's id; made up and kept at the first start when left out.
    pub device_id: Option<String>,
    /// The folder for the session, the SDK's stores and the recovery key.
    pub data: PathBuf,
    /// Seals the session and the SDK's stores.
    pub key: [u8; 32],
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How the first start signs in.
pub enum Login {
    /// With the account's password.
    Password(SecretString),
    /// With an access token made elsewhere; the account must name its device.
    Token(SecretString),
}

/// Why the bot cannot start, in words for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {cause}. {remedy}")]
pub struct StartError {
    /// What was tried.
    pub what: String,
    /// Why it failed.
    pub cause: String,
    /// What the operator can do.
    pub remedy: String,
}

impl StartError {
    /// An error from its three parts.
    pub(super) fn new(what: &str, cause: impl fmt::Display, remedy: impl Into<String>) -> Self {
        Self { what: what.to_owned(), cause: cause.to_string(), remedy: remedy.into() }
    }
}
