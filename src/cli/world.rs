//! Which base and which rights hold now? They are read again when a file changes; when the new text
//! is wrong, the last good one stays.

use super::{base, run};
use crate::config::{self, Config};
use crate::engine::World;
use crate::files::{self, ModelCache};
use crate::vocab::{Finding, Findings, Severity, UserId};
use anyhow::bail;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The world, and the files that it comes from.
pub struct Worlds {
    config: PathBuf,
    folder: PathBuf,
    user: UserId,
    cache: Option<ModelCache>,
    world: watch::Sender<Arc<World>>,
}

impl Worlds {
    /// Reads the base for the first time: an error here stops the start.
    pub fn open(path: &Path, config: &Config) -> anyhow::Result<Arc<Self>> {
        let folder = base::folder(config.knowledge.as_deref())?;
        let base = base::load(Some(&folder))?;
        let unknown = unknown_regions(config, &base);
        if !unknown.is_empty() {
            bail!("{}", list(&unknown));
        }
        let cache = base::cache(Some(&config.data));
        let (user, access) = (config.user.clone(), config.access.clone());
        let world = base::world(user, name(&config.user), base, access, cache.as_ref())
            .reporting_to(config.control_room.clone())
            .keeping(config.keep)
            .late_until(config.late_until)
            .sending(config.sending);
        Ok(Arc::new(Self {
            config: path.to_owned(),
            folder,
            user: config.user.clone(),
            cache,
            world: watch::Sender::new(Arc::new(world)),
        }))
    }

    /// The world as it changes.
    pub fn reader(&self) -> watch::Receiver<Arc<World>> {
        self.world.subscribe()
    }

    /// How many entries the base has.
    pub fn entries(&self) -> usize {
        self.world.borrow().base.entries.len()
    }

    /// Reads everything again whenever a file changes, until stopped. The control room hears of each
    /// new mistake, and when all is good again.
    pub async fn follow(self: Arc<Self>, bot: Arc<run::Bot>, stop: CancellationToken) {
        let mut told = Findings::new();
        let mut changes = files::watch(vec![self.config.clone(), self.folder.clone()]);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = changes.changed() => {}
            }
            let worlds = self.clone();
            let read = tokio::task::spawn_blocking(move || worlds.read());
            let wrong = match read.await {
                Ok(Ok(world)) => {
                    tracing::info!(entries = world.base.entries.len(), "read the files again");
                    self.world.send_replace(Arc::new(world));
                    Findings::new()
                }
                Ok(Err(wrong)) => {
                    let list = list(&wrong);
                    tracing::error!("the files changed, the last good ones stay: {list}");
                    wrong
                }
                Err(_) => {
                    tracing::error!("reading the files again was broken off");
                    continue;
                }
            };
            if wrong != told {
                match bot.files_were_read(&wrong).await {
                    Ok(()) => told = wrong,
                    Err(fault) => tracing::error!(%fault, "the control room was not told"),
                }
            }
        }
    }

    fn read(&self) -> Result<World, Findings> {
        let text = std::fs::read_to_string(&self.config)
            .map_err(|error| vec![unreadable(&self.config, error)])?;
        let config = config::read(&text, &self.config, &run::environment())?;
        let (base, findings) =
            base::read(&self.folder).map_err(|error| vec![unreadable(&self.folder, error)])?;
        let errors = |finding: &Finding| finding.severity == Severity::Error;
        let Some(base) = base else { return Err(findings.into_iter().filter(errors).collect()) };
        let unknown = unknown_regions(&config, &base);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        Ok(base::world(
            self.user.clone(),
            name(&self.user),
            base,
            config.access,
            self.cache.as_ref(),
        )
        .reporting_to(config.control_room)
        .keeping(config.keep)
        .late_until(config.late_until)
        .sending(config.sending))
    }
}

fn unknown_regions(config: &Config, base: &crate::knowledge::Base) -> Findings {
    config.unknown_regions(|region| base.places.regions.contains_key(region))
}

/// A file or folder that cannot be read at all.
fn unreadable(path: &Path, error: impl std::fmt::Display) -> Finding {
    Finding {
        severity: Severity::Error,
        file: path.display().to_string(),
        line: 0,
        column: 0,
        message: "Dit kan niet worden gelezen.".into(),
        advice: error.to_string(),
        excerpt: String::new(),
    }
}

fn list(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("\n{finding}")).collect()
}

/// The name by which people call the bot: the local part of its user id.
fn name(user: &UserId) -> &str {
    let local = user.as_str().trim_start_matches('@');
    local.split(':').next().unwrap_or(local)
}
