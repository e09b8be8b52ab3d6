//! What is a running session? The device, what it says of itself, and its listening.

use super::account::StartError;
use super::channel::Channel;
use super::keys;
use super::sync::Listener;
use super::undecrypted;
use crate::ports::{Clock, Inbox};
use crate::vocab::{Timestamp, UserId};
use matrix_sdk::Client;
use matrix_sdk::encryption::VerificationState;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// How the session is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pulse {
    /// When the homeserver last answered and everything it said was kept.
    pub synced: Option<Timestamp>,
    /// Whether the device is signed by its account, so that others trust it.
    pub verified: bool,
    /// In how many rooms the bot is.
    pub rooms: usize,
    /// How many messages wait for their key.
    pub waiting: usize,
    /// How many seconds this clock is ahead of the homeserver's.
    pub ahead: Option<i64>,
    /// How many messages were given up since the start, because their key never came.
    pub undecryptable: u64,
    /// How many one-time keys of the device the homeserver holds; none when it has not said so.
    pub keys: Option<u64>,
    /// When the listening is once around again at the latest, whatever the homeserver does; later than
    /// that, it hangs. None before it began.
    pub around: Option<Instant>,
}

/// Why the session ended by itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StopReason {
    /// The homeserver no longer accepts the access token.
    #[error(
        "the bot is signed out: the homeserver no longer accepts its access token. Nothing is \
         lost; sign in again as a new device"
    )]
    SignedOut,
}

/// A device that is signed in.
pub struct Session {
    client: Client,
    me: UserId,
    key_file: Option<PathBuf>,
    pulse: watch::Sender<Pulse>,
    /// Keeps a second process out for as long as the session lives.
    _lock: File,
}

impl Session {
    pub(super) async fn new(
        client: Client,
        key_file: Option<PathBuf>,
        lock: File,
    ) -> Result<Self, StartError> {
        let me = client.user_id().map(|id| UserId::new(id.as_str()));
        let me = me.ok_or_else(|| StartError::new("cannot sign in", "no user", "Start again"))?;
        let own = client.encryption().get_own_device().await;
        let verified = own.ok().flatten().is_some_and(|device| device.is_cross_signed_by_owner());
        let pulse = Pulse { verified, rooms: client.joined_rooms().len(), ..Pulse::default() };
        Ok(Self { client, me, key_file, pulse: watch::Sender::new(pulse), _lock: lock })
    }

    /// The bot's user id.
    pub fn me(&self) -> UserId {
        self.me.clone()
    }

    /// The id of this device.
    pub fn device(&self) -> String {
        self.client.device_id().map(ToString::to_string).unwrap_or_default()
    }

    /// Whether the device is signed by its account at this moment.
    pub fn verified(&self) -> bool {
        self.pulse.borrow().verified
    }

    /// The file with the recovery key, when this start has written it.
    pub fn recovery_key_file(&self) -> Option<&Path> {
        self.key_file.as_deref()
    }

    /// The way to the rooms.
    pub fn channel(&self) -> Channel {
        Channel::new(self.client.clone(), self.pulse.subscribe())
    }

    /// How the session is doing, now and as it changes.
    pub fn pulse(&self) -> watch::Receiver<Pulse> {
        self.pulse.subscribe()
    }

    /// Listens until `stop`, and hands everything over to the inbox. Waits out a homeserver that is
    /// away and an inbox that fails.
    ///
    /// # Errors
    /// When listening on makes no sense: the device is signed out.
    pub async fn run<I: Inbox + 'static, C: Clock>(
        self,
        inbox: Arc<I>,
        clock: C,
        stop: CancellationToken,
    ) -> Result<(), StopReason> {
        let (late, news) = mpsc::unbounded_channel();
        let listener = Listener {
            client: &self.client,
            me: &self.me,
            inbox: &*inbox,
            clock: &clock,
            pulse: &self.pulse,
            late,
        };
        tokio::select! {
            () = stop.cancelled() => Ok(()),
            reason = Box::pin(listener.listen()) => Err(reason),
            never = keys::count(&self.client, &self.pulse) => match never {},
            never = Box::pin(undecrypted::retry(&listener, news)) => match never {},
        }
    }
}

/// Whether the account has signed the device, as far as the SDK knows; none while it does not know.
pub(super) fn trusted(client: &Client) -> Option<bool> {
    match client.encryption().verification_state().get() {
        VerificationState::Verified => Some(true),
        VerificationState::Unverified => Some(false),
        VerificationState::Unknown => None,
    }
}
