//! How does a command get at the base? From a folder, checked whole, or not at all.

use crate::engine::World;
use crate::files::{self, ModelCache};
use crate::knowledge::{self, Base};
use crate::vocab::{Access, Findings, Severity, UserId};
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

/// The files of the folder.
pub fn texts(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    files::read_folder(folder)
        .with_context(|| format!("de map {} kan niet worden gelezen", folder.display()))
}

/// Reads and checks the folder. The base is missing when there are errors.
pub fn read(folder: &Path) -> anyhow::Result<(Option<Base>, Findings)> {
    Ok(knowledge::read(&texts(folder)?))
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

/// Where what was learnt is kept: the user's cache folder, else `other`.
pub fn cache(other: Option<&Path>) -> Option<ModelCache> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    let folder = folder.map(|folder| folder.join("meldmaat"));
    folder.as_deref().or(other).map(ModelCache::new)
}

/// The world of a base, with what was learnt of it before, or learning it now.
pub fn world(
    me: UserId,
    name: &str,
    base: Base,
    access: Access,
    cache: Option<&ModelCache>,
) -> World {
    let mut recalled = false;
    let world = World::new(me, name, base, access, |key| {
        let bytes = cache?.recall(key);
        recalled = bytes.is_some();
        bytes
    });
    if let Some(cache) = cache.filter(|_| !recalled) {
        let (key, bytes) = world.learnt();
        if let Err(error) = cache.keep(key, &bytes) {
            tracing::warn!(%error, "what was learnt of the base is not kept: each start learns anew");
        }
    }
    world
}
