//! How does the bot get in? It logs in once, and restores the session ever after.

use super::account::{Account, Login, StartError};
use super::failure::{Failure, unreached};
use super::identity;
use super::kept::{self, Kept, SignedIn};
use super::patience::Patience;
use super::session::Session;
use super::sync;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::api::client::session::login;
use matrix_sdk::ruma::api::client::uiaa::{MatrixUserIdentifier, UserIdentifier};
use matrix_sdk::ruma::{DeviceId, UserId};
use matrix_sdk::{Client, SessionMeta, SessionTokens, SqliteStoreConfig};
use secrecy::ExposeSecret;
use std::fs::{DirBuilder, File, TryLockError};
use std::num::NonZeroUsize;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the bot's device is called in other people's device lists.
const DEVICE_NAME: &str = "Meldmaat";
/// The SDK's name for the file with the device's keys.
const KEYS: &str = "matrix-sdk-crypto.sqlite3";

/// Signs in (once), restores the session (ever after) and makes the device trusted. Waits for a
/// homeserver that is away; drop the future to stop waiting.
///
/// # Errors
/// When waiting does not help: a wrong password, a signed-out device, lost or foreign stores.
pub async fn open(account: Account) -> Result<Session, StartError> {
    let store = account.data.join("matrix");
    let lock = claim(&store)?;
    let known = kept::read(&account.data, &account.key)?;
    if known.as_ref().is_some_and(|kept| kept.signed_in.is_some()) && !store.join(KEYS).exists() {
        return Err(lost_keys(&store));
    }
    let client = build(&account, &store).await?;
    let mut kept = match known {
        Some(kept) => kept,
        None => {
            // Kept before the first login, so that a start that is cut off goes on as this device.
            let kept = Kept::fresh(account.device_id.as_deref());
            kept::write(&account.data, &account.key, &kept)?;
            kept
        }
    };
    if let Some(device) = account.device_id.as_ref().filter(|device| **device != kept.device) {
        if kept.signed_in.is_some() {
            tracing::warn!(device = kept.device, "device_id is fixed; {device} is not used");
        } else {
            kept.device.clone_from(device);
        }
    }
    if let Some(other) = kept.signed_in.as_ref().filter(|session| session.user != account.user) {
        return Err(StartError::new(
            "the data folder belongs to another account",
            format!("it holds the session of {}, not of {}", other.user, account.user),
            "Set user to that account, or give this account a data folder of its own",
        ));
    }
    let session = match kept.signed_in.clone().filter(|session| !renewed(&account, &kept, session))
    {
        Some(session) => session,
        None => {
            let session = sign_in(&client, &account, &kept.device).await?;
            kept.signed_in = Some(session.clone());
            kept::write(&account.data, &account.key, &kept)?;
            session
        }
    };
    restore(&client, &kept.device, &session).await?;
    let key_file = if kept.set_up {
        None
    } else {
        first_sync(&client).await?;
        identity::set_up(&client, &account, &mut kept).await?
    };
    Session::new(client, key_file, lock).await
}

/// Whether the configuration has a new token for the same device.
fn renewed(account: &Account, kept: &Kept, session: &SignedIn) -> bool {
    let same_device = account.device_id.as_ref() == Some(&kept.device);
    match &account.login {
        Login::Token(token) => same_device && token.expose_secret() != session.token,
        Login::Password(_) => false,
    }
}

/// Makes the folder, and keeps a second process out of it: two of them would break the keys.
fn claim(store: &Path) -> Result<File, StartError> {
    let what = format!("cannot use the folder {}", store.display());
    let remedy = "Let the bot write in its data folder";
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(store)
        .map_err(|e| StartError::new(&what, e, remedy))?;
    let lock = File::create(store.join("lock")).map_err(|e| StartError::new(&what, e, remedy))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StartError::new(
            &what,
            "another process uses it",
            "Stop the other one, or give this one a data folder of its own",
        )),
        Err(TryLockError::Error(e)) => Err(StartError::new(&what, e, remedy)),
    }
}

fn lost_keys(store: &Path) -> StartError {
    StartError::new(
        "the session is here, but the device's keys are not",
        format!("{} is missing", store.join(KEYS).display()),
        "Put the folder back from a backup. Without one: remove session.json and the folder matrix, \
         leave recovery-key.txt, and start again as a new device (with another device_id, if it is \
         configured)",
    )
}

async fn build(account: &Account, store: &Path) -> Result<Client, StartError> {
    let config = SqliteStoreConfig::with_low_memory_config(store).key(Some(&account.key));
    Client::builder()
        .homeserver_url(&account.homeserver)
        .sqlite_store_with_config_and_cache_path(config, None::<PathBuf>)
        .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
        .with_encryption_settings(EncryptionSettings {
            // Both are done step by step in `identity`, where a failure is not just a log line.
            auto_enable_cross_signing: false,
            auto_enable_backups: false,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
        })
        .with_enable_share_history_on_invite(false)
        // Whoever asks tries again: a wait inside the SDK would be silent and long.
        .request_config(
            RequestConfig::new()
                .disable_retry()
                .timeout(Duration::from_secs(30))
                .max_concurrent_requests(NonZeroUsize::new(16)),
        )
        .build()
        .await
        .map_err(|e| {
            StartError::new(
                "cannot open the Matrix stores",
                e,
                "Check homeserver and store key in the configuration, and the space on the disk",
            )
        })
}

/// Restores the session after a look whether the homeserver still knows it as ours.
async fn restore(client: &Client, device: &str, session: &SignedIn) -> Result<(), StartError> {
    check_owner(client, device, session).await?;
    let user_id = UserId::parse(&session.user)
        .map_err(|e| StartError::new("the user id is no user id", e, "Write it as @name:server"))?;
    let session = MatrixSession {
        meta: SessionMeta { user_id, device_id: device.into() },
        tokens: SessionTokens { access_token: session.token.clone(), refresh_token: None },
    };
    client.restore_session(session).await.map_err(|e| {
        StartError::new(
            "cannot restore the session",
            e,
            "The stores in the data folder belong to another account or device: give this one a \
             data folder of its own",
        )
    })
}

/// Asks the homeserver whose token this is. Asked without the SDK, which would begin to work with a
/// session that may be the wrong one.
async fn check_owner(client: &Client, device: &str, session: &SignedIn) -> Result<(), StartError> {
    #[derive(serde::Deserialize)]
    struct Owner {
        user_id: String,
        device_id: Option<String>,
    }
    let homeserver = client.homeserver();
    let address =
        format!("{}/_matrix/client/v3/account/whoami", homeserver.as_str().trim_end_matches('/'));
    let what = "reaching the homeserver";
    let mut patience = Patience::default();
    let owner = loop {
        let asked = client.http_client().get(&address).bearer_auth(&session.token);
        let answer = match asked.timeout(Duration::from_secs(20)).send().await {
            Ok(answer) => answer,
            Err(e) => {
                patience.wait(what, unreached(&e)).await;
                continue;
            }
        };
        let status = answer.status();
        let owner = answer.text().await.ok().and_then(|t| serde_json::from_str::<Owner>(&t).ok());
        match (status.as_u16(), owner) {
            (200, Some(owner)) => break owner,
            (401 | 403, _) => return Err(signed_out()),
            _ => patience.wait(what, format!("it answered {status}")).await,
        }
    };
    patience.over(what);
    let ours = owner.user_id == session.user
        && owner.device_id.as_deref().is_none_or(|theirs| theirs == device);
    if ours {
        return Ok(());
    }
    Err(StartError::new(
        "the session belongs to somebody else",
        format!(
            "the homeserver says {} on device {}, but this is {} on device {device}",
            owner.user_id,
            owner.device_id.as_deref().unwrap_or("-"),
            session.user
        ),
        "Set user, access_token and device_id to those of one and the same device",
    ))
}

fn signed_out() -> StartError {
    StartError::new(
        "the bot is signed out",
        "the homeserver no longer accepts its access token",
        "Nothing is lost. Remove session.json and the folder matrix from the data folder, leave \
         recovery-key.txt and the database, and start again as a new device (with another \
         device_id, if it is configured)",
    )
}

async fn sign_in(client: &Client, account: &Account, device: &str) -> Result<SignedIn, StartError> {
    let password = match &account.login {
        Login::Password(password) => password,
        Login::Token(token) => {
            if account.device_id.is_none() {
                return Err(StartError::new(
                    "cannot sign in",
                    "an access_token without a device_id",
                    "Give the device_id that the token was made for",
                ));
            }
            let token = token.expose_secret().to_owned();
            let session = SignedIn { user: account.user.clone(), token };
            check_owner(client, device, &session).await?;
            return Ok(session);
        }
    };
    let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(account.user.clone()));
    let info = login::v3::Password::new(who, password.expose_secret().to_owned());
    let mut request = login::v3::Request::new(login::v3::LoginInfo::Password(info));
    request.device_id = Some(<&DeviceId>::from(device).to_owned());
    request.initial_device_display_name = Some(DEVICE_NAME.to_owned());
    let what = "signing in";
    let mut patience = Patience::default();
    loop {
        let error = match client.send(request.clone()).await {
            Ok(answer) => {
                patience.over(what);
                tracing::info!(user = %answer.user_id, device = %answer.device_id, "signed in");
                return Ok(SignedIn {
                    user: answer.user_id.to_string(),
                    token: answer.access_token,
                });
            }
            Err(error) => error,
        };
        match Failure::from(&error) {
            Failure::Slow(asked) => patience.wait_as_asked(what, asked).await,
            Failure::Passing(cause) => patience.wait(what, cause).await,
            Failure::Lasting(_) | Failure::SignedOut => {
                return Err(StartError::new(
                    "cannot sign in",
                    error,
                    "Check user and password. If the homeserver has no login with a password, \
                     give an access_token and its device_id instead",
                ));
            }
        }
    }
}

/// Makes the device known: its keys go up, the rooms it is in come down.
async fn first_sync(client: &Client) -> Result<(), StartError> {
    let what = "the first sync";
    let mut patience = Patience::default();
    loop {
        let Err(error) = Box::pin(client.sync_once(sync::settings(None, Duration::ZERO))).await
        else {
            patience.over(what);
            return Ok(());
        };
        match Failure::from(&error) {
            Failure::SignedOut => return Err(signed_out()),
            Failure::Slow(asked) => patience.wait_as_asked(what, asked).await,
            Failure::Passing(cause) | Failure::Lasting(cause) => patience.wait(what, cause).await,
        }
    }
}
