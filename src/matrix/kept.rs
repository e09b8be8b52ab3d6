//! What of the session survives a restart? A small file in the data folder, sealed with the key.

use super::account::StartError;
use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng, Payload, rand_core::RngCore};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use matrix_sdk::ruma::serde::Base64;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const NAME: &str = "session.json";
/// Binds the seal to its purpose: the key also seals other things.
const PURPOSE: &[u8] = b"meldmaat session 1";

/// The device, and how it signed in.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// The device's id, fixed before the first login.
    pub device: String,
    /// User id and access token, once signed in.
    pub signed_in: Option<SignedIn>,
    /// Whether cross-signing and recovery are done.
    pub set_up: bool,
}

/// A session on the homeserver.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SignedIn {
    pub user: String,
    pub token: String,
}

/// The file's form: everything that matters is inside `sealed`.
#[derive(Serialize, Deserialize)]
struct Envelope {
    nonce: Base64,
    sealed: Base64,
}

impl Kept {
    /// A new device, not signed in yet.
    pub(super) fn fresh(device: Option<&str>) -> Self {
        let device = device.map_or_else(made_up_device, str::to_owned);
        Self { device, signed_in: None, set_up: false }
    }
}

fn made_up_device() -> String {
    let mut bytes = [0u8; 10];
    OsRng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The kept session of this folder, if there is one.
pub(super) fn read(data: &Path, key: &[u8; 32]) -> Result<Option<Kept>, StartError> {
    let path = data.join(NAME);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(unreadable(&path, e)),
    };
    let envelope: Envelope = serde_json::from_slice(&text).map_err(|e| unreadable(&path, e))?;
    if envelope.nonce.as_bytes().len() != 24 {
        return Err(unreadable(&path, "the file is damaged"));
    }
    let opened = XChaCha20Poly1305::new(key.into())
        .decrypt(
            XNonce::from_slice(envelope.nonce.as_bytes()),
            Payload { msg: envelope.sealed.as_bytes(), aad: PURPOSE },
        )
        .map_err(|_| unreadable(&path, "the store key does not fit"))?;
    serde_json::from_slice(&opened).map(Some).map_err(|e| unreadable(&path, e))
}

fn unreadable(path: &Path, cause: impl std::fmt::Display) -> StartError {
    StartError::new(
        &format!("cannot read the session in {}", path.display()),
        cause,
        "Give the store key that this data folder was made with, or put the folder back from a \
         backup; to begin again as a new device, use an empty data folder with a copy of \
         recovery-key.txt",
    )
}

/// Keeps the session; the file is never half written and only its owner can read it.
pub(super) fn write(data: &Path, key: &[u8; 32], kept: &Kept) -> Result<(), StartError> {
    let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
    let sealed = serde_json::to_vec(kept).map_err(io::Error::from).and_then(|text| {
        XChaCha20Poly1305::new(key.into())
            .encrypt(&nonce, Payload { msg: &text, aad: PURPOSE })
            .map_err(|_| io::Error::other("sealing failed"))
    });
    let path = data.join(NAME);
    sealed
        .and_then(|sealed| {
            let envelope =
                Envelope { nonce: Base64::new(nonce.to_vec()), sealed: Base64::new(sealed) };
            write_private(&path, &serde_json::to_vec(&envelope)?)
        })
        .map_err(|e| {
            StartError::new(
                &format!("cannot write {}", path.display()),
                e,
                "Make room on the disk and let the bot write in its data folder",
            )
        })
}

/// Writes a file that only its owner can read: all of it, or nothing.
pub(super) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut draft = PathBuf::from(path);
    draft.as_mut_os_string().push(".new");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    const KEY: [u8; 32] = [7; 32];

    fn signed_in() -> Kept {
        Kept {
            device: "MELDMAAT".into(),
            signed_in: Some(SignedIn { user: "@bot:example.org".into(), token: "geheim".into() }),
            set_up: true,
        }
    }

    #[test]
    fn what_was_kept_comes_back_and_only_the_owner_can_read_the_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path(), &KEY).unwrap().is_none());
        write(folder.path(), &KEY, &signed_in()).unwrap();
        let kept = read(folder.path(), &KEY).unwrap().unwrap();
        assert_eq!(kept.device, "MELDMAAT");
        assert_eq!(kept.signed_in.unwrap().token, "geheim");
        assert!(kept.set_up);
        let path = folder.path().join(NAME);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!fs::read_to_string(&path).unwrap().contains("geheim"));
    }

    #[test]
    fn another_key_or_a_damaged_file_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &KEY, &signed_in()).unwrap();
        let Err(error) = read(folder.path(), &[8; 32]) else { panic!("opened with another key") };
        assert!(error.to_string().contains("store key"), "{error}");
        for damage in ["", "{}", "{\"nonce\":\"AA\",\"sealed\":\"AA\"}", "[1,2"] {
            fs::write(folder.path().join(NAME), damage).unwrap();
            assert!(read(folder.path(), &KEY).is_err(), "{damage:?}");
        }
    }

    #[test]
    fn a_made_up_device_is_ten_capitals_and_never_the_same() {
        let (one, two) = (Kept::fresh(None).device, Kept::fresh(None).device);
        assert!(one.len() == 10 && one.bytes().all(|b| b.is_ascii_uppercase()));
        assert_ne!(one, two);
        assert_eq!(Kept::fresh(Some("EIGEN")).device, "EIGEN");
    }
}
