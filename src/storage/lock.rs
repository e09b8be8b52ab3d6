//! How is a second process on the same data folder kept out? With a lock on a file in it.

use super::OpenError;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Holds a data folder for this process until it is dropped. The operating system lets go of it
/// however the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes `folder`, which is made when it does not exist (for this user alone).
    ///
    /// # Errors
    /// Another process holds it, or it cannot be written.
    pub fn take(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join("meldmaat.lock");
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        let file = made
            .and_then(|()| {
                OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path)
            })
            .map_err(|e| OpenError {
                ruin: None,
                what: format!("cannot use the data folder {}", folder.display()),
                cause: e.to_string(),
                remedy: "set `data` to a folder that this user may write".into(),
            })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError {
                ruin: None,
                what: format!("the data folder {} is in use", folder.display()),
                cause: "another meldmaat process holds it".into(),
                remedy: "stop that process first, or give this one a data folder of its own; \
                         two on one folder would answer everything twice"
                    .into(),
            }),
            Err(TryLockError::Error(e)) => Err(OpenError {
                ruin: None,
                what: format!("cannot lock {}", path.display()),
                cause: e.to_string(),
                remedy: "use a local disk for `data`: some network disks know no locks".into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_is_refused_until_the_first_goes() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("deep/data");
        let first = Lock::take(&folder).unwrap();
        let refusal = Lock::take(&folder).unwrap_err().to_string();
        assert!(refusal.contains("is in use"), "{refusal}");
        assert!(refusal.contains("stop that process first"), "{refusal}");
        drop(first);
        Lock::take(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refusal = Lock::take(&file.path().join("data")).unwrap_err().to_string();
        assert!(refusal.contains("cannot use the data folder"), "{refusal}");
    }
}
