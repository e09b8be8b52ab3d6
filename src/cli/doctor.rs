//! Is everything in place for the bot to run? One line each, with what to do where it is not.

use super::{base, run};
use crate::config::Config;
use crate::matrix;
use crate::ports::Store;
use crate::storage::{self, Lock, seal};
use crate::vocab::Severity;
use anyhow::{Context, bail};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Doctor {
    /// De configuratie
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

/// What was looked at, and what came of it.
struct Report {
    faults: usize,
}

impl Doctor {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        super::runtime()?.block_on(Box::pin(self.examine()))
    }

    async fn examine(self) -> anyhow::Result<ExitCode> {
        let mut report = Report { faults: 0 };
        let Some(config) = report.line("configuratie", run::load(&self.config), |config| {
            format!("{} als {}", self.config.display(), config.user)
        }) else {
            return Ok(ExitCode::FAILURE);
        };
        report.line("kennisbank", knowledge(&config), Clone::clone);
        let lock = report.line("map voor gegevens", Lock::take(&config.data), |_| {
            config.data.display().to_string()
        });
        if lock.is_some() {
            report.line("geheugen", memory(&config).await, Clone::clone);
            report.line("apparaat", device(&config), Clone::clone);
        }
        let reached = matrix::reach(&config.homeserver).await;
        report.line("homeserver", reached, |version| format!("{} ({version})", config.homeserver));
        Ok(if report.faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Report {
    /// Prints how it is with one part, and gives it on.
    fn line<T, E: Into<anyhow::Error>>(
        &mut self,
        part: &str,
        outcome: Result<T, E>,
        show: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match outcome {
            Ok(found) => {
                anstream::println!("\u{1b}[32mgoed\u{1b}[0m  {part}: {}", show(&found));
                Some(found)
            }
            Err(error) => {
                self.faults += 1;
                anstream::println!("\u{1b}[31mfout\u{1b}[0m  {part}: {:#}", error.into());
                None
            }
        }
    }
}

fn knowledge(config: &Config) -> anyhow::Result<String> {
    let folder = base::folder(config.knowledge.as_deref())?;
    let (base, findings) = base::read(&folder)?;
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    let Some(base) = base else {
        bail!("{errors} fouten in {}: meldmaat check laat ze zien", folder.display())
    };
    Ok(format!("{} onderwerpen in {}", base.entries.len(), folder.display()))
}

async fn memory(config: &Config) -> anyhow::Result<String> {
    let key = run::store_key(config)?;
    let store = storage::open(&run::place(config), seal::Seal::new(key)).await?;
    let (waiting, _) = store.backlog().await.context("de opslag antwoordt niet")?;
    Ok(format!("open, {waiting} berichten wachten op bezorging"))
}

fn device(config: &Config) -> anyhow::Result<String> {
    Ok(if config.data.join("session.json").is_file() {
        "aangemeld; of het geverifieerd is, zegt meldmaat run bij de start en /readyz".to_owned()
    } else {
        "nog niet aangemeld: dat gebeurt bij de eerste start met meldmaat run".to_owned()
    })
}
