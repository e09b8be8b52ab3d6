//! Where is what was learnt from the base kept, so that the next start need not learn it again?

use super::copy;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// One model in a folder. It is only ever a copy: whatever is wrong with it, it is learnt again.
#[derive(Debug, Clone)]
pub struct ModelCache(PathBuf);

impl ModelCache {
    /// Keeps the model in this folder, which is made when needed.
    pub fn new(folder: &Path) -> Self {
        Self(folder.join("model.cache"))
    }

    /// What was kept under this key, if it is whole.
    pub fn recall(&self, key: u64) -> Option<Vec<u8>> {
        let mut bytes = fs::read(&self.0).ok()?;
        if bytes.len() < 16 {
            return None;
        }
        let body = bytes.split_off(16);
        (bytes == head(key, &body)).then_some(body)
    }

    /// Keeps a model in place of the one before.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn keep(&self, key: u64, body: &[u8]) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        copy::write(folder, &self.0, &[&head(key, body), body].concat())
    }
}

/// The key, and a sum over the body.
fn head(key: u64, body: &[u8]) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    [key.to_le_bytes(), hasher.finish().to_le_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_model_of_the_same_key_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ModelCache::new(folder.path());
        assert_eq!(cache.recall(7), None, "nothing was kept yet");
        cache.keep(7, b"learnt").unwrap();
        assert_eq!(cache.recall(7).as_deref(), Some(&b"learnt"[..]));
        assert_eq!(cache.recall(8), None, "another key");
        for broken in [&b"short"[..], &b"0123456789abcdefgarbage"[..], b""] {
            fs::write(folder.path().join("model.cache"), broken).unwrap();
            assert_eq!(cache.recall(7), None);
        }
    }
}
