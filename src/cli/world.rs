//! Which base and which rights hold now? They are read again when a file changes; when the new text
//! is wrong, the last good one stays.

use super::{base, run};
use crate::config::{self, Config};
use crate::engine::World;
use crate::files::{self, ModelCache};
use crate::vocab::{Severity, UserId};
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
        check_regions(config, &base)?;
        let cache = base::cache(Some(&config.data));
        let (user, access) = (config.user.clone(), config.access.clone());
        let world = base::world(user, name(&config.user), base, access, cache.as_ref())
            .reporting_to(config.control_room.clone());
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

    /// Reads everything again whenever a file changes, until stopped.
    pub async fn follow(self: Arc<Self>, stop: CancellationToken) {
        let mut changes = files::watch(vec![self.config.clone(), self.folder.clone()]);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = changes.changed() => {}
            }
            let worlds = self.clone();
            let read = tokio::task::spawn_blocking(move || worlds.read());
            match read.await {
                Ok(Ok(world)) => {
                    tracing::info!(entries = world.base.entries.len(), "read the files again");
                    self.world.send_replace(Arc::new(world));
                }
                Ok(Err(error)) => {
                    tracing::error!("the files changed, the last good ones stay: {error:#}");
                }
                Err(_) => tracing::error!("reading the files again was broken off"),
            }
        }
    }

    fn read(&self) -> anyhow::Result<World> {
        let text = std::fs::read_to_string(&self.config)?;
        let config = match config::read(&text, &self.config, &run::environment()) {
            Ok(config) => config,
            Err(findings) => bail!("{}", list(&findings)),
        };
        let (base, findings) = base::read(&self.folder)?;
        let errors: Vec<_> =
            findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        let Some(base) = base else { bail!("{}", list(&errors)) };
        check_regions(&config, &base)?;
        Ok(base::world(
            self.user.clone(),
            name(&self.user),
            base,
            config.access,
            self.cache.as_ref(),
        )
        .reporting_to(config.control_room))
    }
}

fn check_regions(config: &Config, base: &crate::knowledge::Base) -> anyhow::Result<()> {
    let unknown = config.unknown_regions(|region| base.places.regions.contains_key(region));
    if unknown.is_empty() { Ok(()) } else { bail!("{}", list(&unknown)) }
}

fn list(findings: &[crate::vocab::Finding]) -> String {
    findings.iter().map(|finding| format!("\n{finding}")).collect()
}

/// The name by which people call the bot: the local part of its user id.
fn name(user: &UserId) -> &str {
    let local = user.as_str().trim_start_matches('@');
    local.split(':').next().unwrap_or(local)
}
