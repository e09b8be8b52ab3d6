//! Which base and which rights hold now? They are read again when a file changes; when the new text
//! is wrong, the last good one stays.

use super::safe::{self, Configured, Texts};
use super::{base, run};
use crate::config::{self, Config};
use crate::engine::World;
use crate::files::{self, LastGood, ModelCache};
use crate::knowledge::Base;
use crate::vocab::{Broken, Finding, Findings, Pillar, UserId};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The world, and the files that it comes from.
pub struct Worlds {
    config: PathBuf,
    folder: PathBuf,
    data: PathBuf,
    user: UserId,
    cache: Option<ModelCache>,
    /// The database, when it cannot be opened.
    lost: Option<Broken>,
    /// What was wrong at the start.
    told: Findings,
    /// The files that the bot starts with, until it is known that it got in with them.
    texts: Mutex<Option<Texts>>,
    world: watch::Sender<Arc<World>>,
}

/// What is wrong: the config, or the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Config,
    Base,
}

impl Worlds {
    /// The world of a base without errors, for commands that need no safe mode.
    ///
    /// # Errors
    /// The base is broken: all findings are on stderr.
    pub fn open(path: &Path, config: &Config) -> anyhow::Result<Arc<Self>> {
        let worlds = Self::start(path, &(config.clone(), Findings::new()), None)?;
        if worlds.world.borrow().safe() {
            bail!("de kennisbank of de configuratie heeft fouten");
        }
        Ok(worlds)
    }

    /// Reads the base for the first time. `lost`: the database, when it cannot be opened. What is broken
    /// is replaced by what was last good.
    ///
    /// # Errors
    /// The base is broken, and none was kept: all findings are on stderr.
    pub fn start(
        path: &Path,
        configured: &Configured,
        lost: Option<Broken>,
    ) -> anyhow::Result<Arc<Self>> {
        let (config, wrong) = configured;
        let folder = safe::folder(config);
        let (base, texts, misread) = match safe::read_base(&folder, &config.data) {
            Ok((base, texts)) => (base, texts, Findings::new()),
            Err(findings) => {
                run::show(&findings);
                let base = safe::last_base(&config.data).with_context(|| {
                    format!("de kennisbank in {} heeft fouten", folder.display())
                })?;
                tracing::error!(
                    mistakes = findings.len(),
                    entries = base.entries.len(),
                    "safe mode: the base is broken, the last good one answers questions of contact"
                );
                (base, None, findings)
            }
        };
        let mut wrong = wrong.clone();
        // A base that is not the right one cannot say which regions there are.
        if misread.is_empty() {
            let unknown = unknown_regions(config, &base);
            run::show(&unknown);
            if !unknown.is_empty() && LastGood::new(&config.data).base().is_none() {
                bail!("{}", list(&unknown));
            }
            wrong.extend(unknown);
        }
        let broken = [
            safe::broken(Pillar::Config, &wrong),
            safe::broken(Pillar::Base, &misread),
            lost.clone(),
        ];
        let broken: Vec<Broken> = broken.into_iter().flatten().collect();
        let told = wrong.into_iter().chain(misread).collect();
        let cache = base::cache(Some(&config.data));
        let world = world(&config.user, base, config, cache.as_ref()).without(broken);
        Ok(Arc::new(Self {
            config: path.to_owned(),
            folder,
            data: config.data.clone(),
            user: config.user.clone(),
            cache,
            lost,
            told,
            texts: Mutex::new(texts),
            world: watch::Sender::new(Arc::new(world)),
        }))
    }

    /// The bot got in: what it started with is good, and kept.
    pub fn started(&self, config: &Config) {
        let healthy = |pillar| self.broken().iter().all(|broken| *broken != pillar);
        if healthy(Pillar::Config) {
            safe::keep_account(config);
        }
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(texts) = texts {
            safe::keep_base(&self.data, &texts);
        }
    }

    /// Which parts are broken.
    pub fn broken(&self) -> Vec<Pillar> {
        self.world.borrow().broken.iter().map(|broken| broken.pillar).collect()
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
        let mut told = self.told.clone();
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
                Ok(Err((source, wrong))) => {
                    bot.counts().reload_failed(source == Source::Config);
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

    fn read(&self) -> Result<World, (Source, Findings)> {
        let config = std::fs::read_to_string(&self.config)
            .map_err(|error| vec![safe::unreadable(&self.config, error)])
            .and_then(|text| config::read(&text, &self.config, &run::environment()))
            .map_err(|wrong| (Source::Config, wrong))?;
        let (base, texts) =
            safe::read_base(&self.folder, &self.data).map_err(|wrong| (Source::Base, wrong))?;
        let unknown = unknown_regions(&config, &base);
        if !unknown.is_empty() {
            return Err((Source::Config, unknown));
        }
        if config.data == self.data {
            safe::keep_account(&config);
        }
        if let Some(texts) = texts {
            safe::keep_base(&self.data, &texts);
        }
        Ok(world(&self.user, base, &config, self.cache.as_ref())
            .without(self.lost.clone().into_iter().collect()))
    }
}

/// The world of a base under a configuration. The user is the one that signed in.
fn world(user: &UserId, base: Base, config: &Config, cache: Option<&ModelCache>) -> World {
    base::world(user.clone(), name(user), base, config.access.clone(), cache)
        .reporting_to(config.control_room.clone())
        .keeping(config.keep)
        .late_until(config.late_until)
        .sending(config.sending)
        .answering(config.crowd)
}

fn unknown_regions(config: &Config, base: &Base) -> Findings {
    config.unknown_regions(|region| base.places.regions.contains_key(region))
}

fn list(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("\n{finding}")).collect()
}

/// The name by which people call the bot: the local part of its user id.
fn name(user: &UserId) -> &str {
    let local = user.as_str().trim_start_matches('@');
    local.split(':').next().unwrap_or(local)
}
