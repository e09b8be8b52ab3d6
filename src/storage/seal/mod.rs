//! How is a body kept unreadable at rest? Sealed with the store key, bound to its row.

mod key_file;

pub use key_file::{key_file, parse_key};

use chacha20poly1305::aead::{Aead, OsRng, Payload, rand_core::RngCore};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::fmt;

/// Length of the random nonce that stands in front of a sealed body, in bytes.
const NONCE: usize = 24;

/// Seals and opens with XChaCha20-Poly1305. Shows nothing of its key.
#[derive(Clone)]
pub struct Seal(XChaCha20Poly1305);

/// Sealing or opening failed. Says no more: there is nothing more to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system gave no random bytes, or the text is beyond all measure.
    #[error("cannot be sealed")]
    Seal,
    /// Another key, another row, or damaged bytes.
    #[error("cannot be opened: damaged, or sealed with another key")]
    Open,
}

impl Seal {
    /// A seal with this key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// The sealed form of `plain`, which opens only with the same `row`.
    ///
    /// # Errors
    /// [`SealError::Seal`].
    pub fn seal(&self, row: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = vec![0; NONCE];
        OsRng.try_fill_bytes(&mut sealed).map_err(|_| SealError::Seal)?;
        let payload = Payload { msg: plain, aad: row.as_bytes() };
        let body = self.0.encrypt(XNonce::from_slice(&sealed), payload);
        sealed.extend(body.map_err(|_| SealError::Seal)?);
        Ok(sealed)
    }

    /// What was sealed for `row`.
    ///
    /// # Errors
    /// [`SealError::Open`].
    pub fn open(&self, row: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(SealError::Open)?;
        let payload = Payload { msg: body, aad: row.as_bytes() };
        self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| SealError::Open)
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_same_key_and_row_open_a_body() {
        let seal = Seal::new([1; 32]);
        let sealed = seal.seal("inbox $a", b"geheim").unwrap();
        assert_eq!(seal.open("inbox $a", &sealed).unwrap(), b"geheim");
        assert_eq!(seal.open("inbox $b", &sealed), Err(SealError::Open), "another row");
        assert_eq!(Seal::new([2; 32]).open("inbox $a", &sealed), Err(SealError::Open), "key");
        assert_ne!(
            seal.seal("inbox $a", b"geheim").unwrap(),
            sealed,
            "a nonce is never used twice"
        );
        assert_eq!(format!("{seal:?}"), "Seal");
    }

    proptest! {
        #[test]
        fn every_body_comes_back(row: String, plain: Vec<u8>) {
            let seal = Seal::new([3; 32]);
            prop_assert_eq!(seal.open(&row, &seal.seal(&row, &plain).unwrap()).unwrap(), plain);
        }

        #[test]
        fn no_change_goes_unseen(plain: Vec<u8>, place: prop::sample::Index, bit in 0..8u8) {
            let seal = Seal::new([3; 32]);
            let mut sealed = seal.seal("row", &plain).unwrap();
            let index = place.index(sealed.len());
            sealed[index] ^= 1 << bit;
            prop_assert_eq!(seal.open("row", &sealed), Err(SealError::Open));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            prop_assert_eq!(Seal::new([3; 32]).open("row", &bytes), Err(SealError::Open));
        }
    }
}
