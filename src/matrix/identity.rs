//! How does the bot's device become one that others trust? Cross-signing, and a way to recover it.

use super::account::{Account, Login, StartError};
use super::failure::Failure;
use super::kept::{self, Kept};
use super::patience::Patience;
use matrix_sdk::encryption::recovery::RecoveryError;
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use matrix_sdk::ruma::api::client::uiaa::{
    AuthData, MatrixUserIdentifier, Password, UserIdentifier,
};
use matrix_sdk::{Client, Error};
use secrecy::ExposeSecret;
use std::fs;
use std::path::PathBuf;

const KEY_FILE: &str = "recovery-key.txt";

/// How far the device is.
enum Standing {
    /// It holds the account's private keys and is signed by them.
    Trusted,
    /// The account has an identity, and this device has not its keys.
    Stranger,
}

/// Makes the device trusted: a new account gets its identity and a recovery key, a later device
/// recovers with the key. Never resets an identity. Gives the file of a newly written key. Each step
/// may have been done by an earlier start that was cut off.
pub(super) async fn set_up(
    client: &Client,
    account: &Account,
    kept: &mut Kept,
) -> Result<Option<PathBuf>, StartError> {
    let what = "making the device trusted";
    let mut patience = Patience::default();
    let written = loop {
        let error = match attempt(client, account).await {
            Ok((Standing::Trusted, written)) => break written,
            Ok((Standing::Stranger, _)) => return Ok(None),
            Err(Trouble::Ours(error)) => return Err(error),
            Err(Trouble::Theirs(error)) => error,
        };
        let wants_proof = error.as_uiaa_response().is_some();
        match Failure::from(&error) {
            Failure::Passing(_) if wants_proof => return Err(unproven(what, "no valid password")),
            Failure::Lasting(cause) => return Err(unproven(what, &cause)),
            Failure::SignedOut => return Err(unproven(what, "the access token is not valid")),
            Failure::Slow(asked) => patience.wait_as_asked(what, asked).await,
            Failure::Passing(cause) => patience.wait(what, cause).await,
        }
    };
    patience.over(what);
    kept.set_up = true;
    kept::write(&account.data, &account.key, kept)?;
    Ok(written)
}

fn unproven(what: &str, cause: &str) -> StartError {
    StartError::new(
        what,
        cause,
        "The homeserver wants the account's password for this step: check it, or give it for the \
         first start if the bot signs in with an access_token",
    )
}

/// Whose fault it is that a step failed.
enum Trouble {
    /// Waiting does not help.
    Ours(StartError),
    /// The homeserver or the way to it.
    Theirs(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Theirs(error)
    }
}

impl From<RecoveryError> for Trouble {
    fn from(error: RecoveryError) -> Self {
        match error {
            RecoveryError::Sdk(e) | RecoveryError::SecretStorage(SecretStorageError::Sdk(e)) => {
                Self::Theirs(e)
            }
            other => Self::Ours(StartError::new(
                "recovery does not work",
                other,
                "Check that recovery-key.txt in the data folder holds this account's recovery key",
            )),
        }
    }
}

async fn attempt(
    client: &Client,
    account: &Account,
) -> Result<(Standing, Option<PathBuf>), Trouble> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    found_identity(client, account).await?;
    let path = account.data.join(KEY_FILE);
    let holds_keys = |status: Option<matrix_sdk::encryption::CrossSigningStatus>| {
        status.is_some_and(|status| status.is_complete())
    };
    if !holds_keys(encryption.cross_signing_status().await) {
        // Whoever opened the session says so: it is not verified.
        let Ok(key) = fs::read_to_string(&path) else { return Ok((Standing::Stranger, None)) };
        encryption.recovery().recover(key.trim()).await?;
        tracing::info!("recovered the account's identity with the recovery key");
        return Ok((Standing::Trusted, None));
    }
    sign_own_device(client).await?;
    let recovery = encryption.recovery();
    let key = if !encryption.secret_storage().is_enabled().await? {
        enable(client).await?
    } else if path.exists() {
        return Ok((Standing::Trusted, None));
    } else {
        // An earlier start was cut off between enabling recovery and writing the key down.
        recovery.reset_key().await?
    };
    kept::write_private(&path, format!("{key}\n").as_bytes()).map_err(|e| {
        Trouble::Ours(StartError::new(
            &format!("cannot write the recovery key to {}", path.display()),
            e,
            "Make room on the disk and let the bot write in its data folder",
        ))
    })?;
    Ok((Standing::Trusted, Some(path)))
}

/// Makes secret storage and a key backup; gives the recovery key.
async fn enable(client: &Client) -> Result<String, Trouble> {
    let encryption = client.encryption();
    match encryption.recovery().enable().await {
        Err(RecoveryError::BackupExistsOnServer) => {
            // Left by a start that was cut off before it kept the backup's key: nobody can open it,
            // for there is no secret storage that could hold that key.
            tracing::warn!("removing a key backup that nobody has the key of");
            encryption.backups().disable_and_delete().await?;
            Ok(encryption.recovery().enable().await?)
        }
        enabled => Ok(enabled?),
    }
}

/// Gives the account an identity when it has none.
async fn found_identity(client: &Client, account: &Account) -> Result<(), Error> {
    let encryption = client.encryption();
    let Err(error) = encryption.bootstrap_cross_signing_if_needed(None).await else {
        return Ok(());
    };
    let (Some(info), Login::Password(password)) = (error.as_uiaa_response(), &account.login) else {
        return Err(error);
    };
    let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(account.user.clone()));
    let mut proof = Password::new(who, password.expose_secret().to_owned());
    proof.session.clone_from(&info.session);
    encryption.bootstrap_cross_signing(Some(AuthData::Password(proof))).await
}

/// Signs the own device when an earlier start was cut off before it did.
async fn sign_own_device(client: &Client) -> Result<(), Error> {
    let Some(me) = client.user_id() else { return Ok(()) };
    let encryption = client.encryption();
    encryption.request_user_identity(me).await?;
    let own =
        encryption.get_own_device().await.map_err(|e| Error::CryptoStoreError(Box::new(e)))?;
    if let Some(device) = own.filter(|device| !device.is_cross_signed_by_owner()) {
        device.verify().await.map_err(|e| Error::UnknownError(Box::new(e)))?;
        encryption.request_user_identity(me).await?;
    }
    Ok(())
}
