//! What did the bot last start well with? A copy of the base's files and of the account, in case a later
//! start finds them broken.

use super::copy;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

/// The copies, in a folder of the data folder. Each is written whole or not at all.
#[derive(Debug, Clone)]
pub struct LastGood(PathBuf);

/// How the account was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedAccount {
    /// The file with the key that opens it; none when the environment gave the key.
    pub key_file: Option<PathBuf>,
    /// The account, sealed.
    pub sealed: Vec<u8>,
}

const BASE: &str = "base.json";
const ACCOUNT: &str = "account.json";

impl LastGood {
    /// Keeps the copies below this data folder.
    pub fn new(data: &Path) -> Self {
        Self(data.join("last-good"))
    }

    /// Keeps the files of a base that was read without errors, as `(path, text)`, and which program read
    /// it.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn keep_base(&self, texts: &[(String, String)]) -> io::Result<()> {
        self.keep(BASE, &serde_json::to_vec(&(program(), texts))?)
    }

    /// The files of the base that was kept last.
    pub fn base(&self) -> Option<Vec<(String, String)>> {
        self.read::<(Option<String>, _)>(BASE).map(|(_, texts)| texts)
    }

    /// Whether this very program has read these files without errors.
    pub fn knows(&self, texts: &[(String, String)]) -> bool {
        let (program, kept) = (program(), fs::read(self.0.join(BASE)));
        let same = |kept| serde_json::to_vec(&(&program, texts)).is_ok_and(|now| now == kept);
        program.is_some() && kept.is_ok_and(same)
    }

    /// Keeps the account of a start that went well.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn keep_account(&self, account: &SealedAccount) -> io::Result<()> {
        self.keep(ACCOUNT, &serde_json::to_vec(account)?)
    }

    /// The account that was kept last.
    pub fn account(&self) -> Option<SealedAccount> {
        self.read(ACCOUNT)
    }

    fn read<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&fs::read(self.0.join(name)).ok()?).ok()
    }

    fn keep(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let path = self.0.join(name);
        if fs::read(&path).is_ok_and(|kept| kept == content) {
            return Ok(());
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        copy::write(&self.0, &path, content)
    }
}

/// What no other build and no other installation has in common with the program that runs. None where
/// that cannot be seen.
fn program() -> Option<String> {
    let file = fs::metadata("/proc/self/exe").ok()?;
    let (size, changed, inode) = (file.len(), (file.ctime(), file.ctime_nsec()), file.ino());
    Some(format!("{} {size} {changed:?} {inode}", env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_was_kept_comes_back_for_its_owner_only_and_rubbish_does_not() {
        let data = tempfile::tempdir().unwrap();
        let last_good = LastGood::new(data.path());
        assert_eq!(last_good.base(), None);
        let texts = [("onderwerpen/stap-2.yaml".to_owned(), "id: stap-2".to_owned())];
        last_good.keep_base(&texts).unwrap();
        assert_eq!(last_good.base().as_deref(), Some(&texts[..]));
        assert!(last_good.knows(&texts));
        let other = [("onderwerpen/stap-2.yaml".to_owned(), "id: stap-3".to_owned())];
        assert!(!last_good.knows(&other));
        let account = SealedAccount { key_file: None, sealed: vec![1, 2] };
        last_good.keep_account(&account).unwrap();
        assert_eq!(last_good.account(), Some(account));
        let path = data.path().join("last-good/base.json");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let by_another = serde_json::to_vec(&("0.0.9 another build", &texts)).unwrap();
        fs::write(&path, by_another).unwrap();
        assert_eq!(last_good.base().as_deref(), Some(&texts[..]));
        assert!(!last_good.knows(&texts), "another program may have looked less well");
        fs::write(&path, "[[\"half").unwrap();
        assert_eq!(last_good.base(), None);
    }
}
