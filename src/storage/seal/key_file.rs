//! Where does the store key come from? From a file that is made at the first start.

use crate::storage::OpenError;
use chacha20poly1305::aead::{OsRng, rand_core::RngCore};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The 32 bytes in the file at `path`, as 64 hexadecimal digits. Makes the file with a random key
/// and mode 0600 when it does not exist; its folder must.
///
/// # Errors
/// The file cannot be read or made, others than its owner may read it, or it holds no key.
pub fn key_file(path: &Path) -> Result<[u8; 32], OpenError> {
    let key = match File::open(path) {
        Ok(file) => read(path, &file)?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => make(path).map_err(|e| OpenError {
            ruin: None,
            what: format!("cannot make the store key file {}", path.display()),
            cause: e.to_string(),
            remedy: "its folder must exist, and this user must be allowed to write there".into(),
        })?,
        Err(e) => return Err(unreadable(path, &e)),
    };
    Ok(key)
}

/// The key written in `text`: 64 hexadecimal digits, space around them ignored. Nothing when it is
/// not that.
#[must_use]
pub fn parse_key(text: &str) -> Option<[u8; 32]> {
    let digits = text.trim().as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |ascii: u8| char::from(ascii).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(key)
}

fn read(path: &Path, file: &File) -> Result<[u8; 32], OpenError> {
    let metadata = file.metadata().map_err(|e| unreadable(path, &e))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(OpenError {
            ruin: None,
            what: format!("the store key file {} is open to others", path.display()),
            cause: format!("its mode is {mode:04o}"),
            remedy: format!("chmod 600 {}", path.display()),
        });
    }
    let text = io::read_to_string(file).map_err(|e| unreadable(path, &e))?;
    parse_key(&text).ok_or_else(|| OpenError {
        ruin: None,
        what: format!("the store key file {} holds no key", path.display()),
        cause: "a key is 64 hexadecimal digits".into(),
        remedy: "put the right key back from your backup; without it nothing in the data folder \
                 can be read. For a new, empty data folder: remove the file, and one is made"
            .into(),
    })
}

/// Writes beside the place and renames, so that no crash leaves half a key.
fn make(path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    OsRng.try_fill_bytes(&mut key).map_err(|e| io::Error::other(e.to_string()))?;
    let text = key.iter().fold(String::with_capacity(65), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    });
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    match fs::remove_file(&beside) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(key)
}

fn unreadable(path: &Path, cause: &io::Error) -> OpenError {
    OpenError {
        ruin: None,
        what: format!("cannot read the store key file {}", path.display()),
        cause: cause.to_string(),
        remedy: "let it belong to the user that runs meldmaat, with mode 0600".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.key");
        let made = key_file(&path).unwrap();
        assert_eq!(key_file(&path).unwrap(), made);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays beside it");
        assert_ne!(key_file(&folder.path().join("other.key")).unwrap(), made);
    }

    #[test]
    fn what_is_no_good_key_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let good = "ab".repeat(32);
        for (name, text, mode, expected) in [
            ("readable by the group", &*good, 0o640, "chmod 600"),
            ("readable by all", &*good, 0o604, "its mode is 0604"),
            ("empty", "", 0o600, "holds no key"),
            ("too short", "abcd", 0o600, "holds no key"),
            ("no digits", &"gé".repeat(32)[..64], 0o600, "64 hexadecimal digits"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let refusal = key_file(&path).unwrap_err().to_string();
            assert!(refusal.contains(expected), "{name}: {refusal}");
        }
        let refusal = key_file(&folder.path().join("missing/key")).unwrap_err().to_string();
        assert!(refusal.contains("cannot make"), "{refusal}");
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        assert_eq!(parse_key(&format!(" {}\n", "0F".repeat(32))), Some([15; 32]));
        assert_eq!(parse_key(&"+f".repeat(32)), None);
        assert_eq!(parse_key(&"é".repeat(32)), None);
    }
}
