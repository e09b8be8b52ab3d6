//! How is a copy written whole or not at all? Beside its place, and renamed: nobody reads half of it.

use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes a file that only its owner can read, in place of the one before, in a folder that exists.
pub fn write(folder: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    let mut beside = NamedTempFile::new_in(folder)?;
    beside.write_all(content)?;
    beside.as_file().sync_all()?;
    beside.persist(path)?;
    Ok(())
}
