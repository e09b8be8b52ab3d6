//! How does a command get at the base? From a folder, checked whole, or not at all.

use crate::files;
use crate::knowledge::{self, Base};
use crate::vocab::{Findings, Severity};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// The folder that was named, or the one that is found.
pub fn folder(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    match named {
        Some(folder) => Ok(folder.to_owned()),
        None => files::find_knowledge(std::env::current_exe().ok().as_deref()).context(
            "geen kennisbank gevonden. Start in de map van het project, of geef --knowledge MAP",
        ),
    }
}

/// Reads and checks the folder. The base is missing when there are errors.
pub fn read(folder: &Path) -> anyhow::Result<(Option<Base>, Findings)> {
    let texts = files::read_folder(folder)
        .with_context(|| format!("de map {} kan niet worden gelezen", folder.display()))?;
    Ok(knowledge::read(&texts))
}

/// The base, or all errors.
pub fn load(named: Option<&Path>) -> anyhow::Result<Base> {
    let folder = folder(named)?;
    let (base, findings) = read(&folder)?;
    if let Some(base) = base {
        return Ok(base);
    }
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        anstream::eprintln!("{}/{finding}\n", folder.display());
    }
    bail!("de kennisbank in {} heeft fouten", folder.display())
}
