//! How does an operator keep the bot's memory safe, bring it back, or move it to another database?

use super::world::Worlds;
use super::{person, run, runtime};
use crate::clock::System;
use crate::config::Config;
use crate::engine;
use crate::ports::Clock;
use crate::storage::{self, Counts, Database, Lock, Place, seal};
use crate::vocab::Timestamp;
use anyhow::{Context, bail};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Backup {
    /// Waar de back-up komt; een bestand dat er al is, wordt vervangen
    #[arg(value_name = "BESTAND")]
    file: PathBuf,
    /// De configuratie van de bot
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

#[derive(clap::Args)]
pub struct Restore {
    /// De back-up
    #[arg(value_name = "BESTAND")]
    file: PathBuf,
    /// De configuratie van de bot; haar geheugen moet nog leeg zijn
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

#[derive(clap::Args)]
pub struct Migrate {
    /// Waarheen: postgres://gebruiker:wachtwoord@host:5432/database
    ///
    /// Liever niet in beeld? Zet het in MELDMAAT_NEW_DATABASE en laat deze optie weg
    #[arg(long, value_name = "ADRES")]
    to: Option<String>,
    /// De configuratie van de bot, met de database waar hij nu staat
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

impl Backup {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let config = run::load(&self.config)?;
        let counts = runtime()?.block_on(async {
            let store = person::open(&config).await?;
            let counts = store.back_up(&self.file).await?;
            store.close().await;
            anyhow::Ok(counts)
        })?;
        show(&counts);
        anstream::println!("Bewaard in {}.", self.file.display());
        anstream::println!(
            "Bewaar op een andere plek de sleutel (store_key_file of MELDMAAT_STORE_KEY) en \
             recovery-key.txt: zonder die is de back-up niet te lezen."
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let config = run::load(&self.config)?;
        let _lock = Lock::take(&config.data).context("stop eerst de bot")?;
        if config.data.join("session.json").is_file() {
            bail!(
                "in {} staat nog een apparaat. Zet een back-up terug in een lege datamap, met alleen \
                 de sleutel en recovery-key.txt: de bot meldt zich dan aan als nieuw apparaat",
                config.data.display()
            );
        }
        let key = run::store_key(&config)?;
        runtime()?.block_on(async {
            let (backup, _folder) = Database::of_backup(&self.file, seal::Seal::new(key)).await?;
            let store = storage::open(&run::place(&config), seal::Seal::new(key)).await?;
            let counts = backup.copy_to(&store).await?;
            backup.close().await;
            show(&counts);
            let held = hold_back(&self.config, &config, &store).await;
            store.close().await;
            held
        })?;
        anstream::println!(
            "Teruggezet. Bij de start meldt de bot zich aan als nieuw apparaat, met recovery-key.txt."
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// What may have been sent since the backup is told here instead of sent.
async fn hold_back(
    path: &std::path::Path,
    config: &Config,
    store: &Database,
) -> anyhow::Result<()> {
    let now = System.now();
    let world = Worlds::open(path, config)?.reader().borrow().clone();
    let fell_due = store.fell_due(now).await?;
    let instead: Vec<_> =
        fell_due.iter().filter_map(|wake| engine::skipped(&world, wake, now)).collect();
    let waited = store.hold_back(&fell_due, &instead).await?;
    if waited > 0 {
        anstream::println!(
            "\nKlaar om te versturen: {waited}. Bij de start kijkt de bot in de kamers of het er al staat. \
             Wat er niet staat, stuurt hij niet meer: het logboek noemt het."
        );
    }
    if fell_due.is_empty() {
        return Ok(());
    }
    anstream::println!(
        "\nDit stuurt de bot niet meer, want het kan al verstuurd zijn. Kijk het na:"
    );
    for wake in &fell_due {
        let goes_on = if instead.iter().any(|next| next.key == wake.key) {
            "; de reeks gaat door"
        } else {
            ""
        };
        anstream::println!(
            "  {} voor {}, gepland {}{goes_on}",
            wake.key,
            wake.room,
            shown(wake.due)
        );
    }
    Ok(())
}

impl Migrate {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let config = run::load(&self.config)?;
        let _lock = Lock::take(&config.data).context(
            "stop eerst de bot: wat er tijdens het verhuizen bij komt, ging anders verloren",
        )?;
        let to = self.to.or_else(|| std::env::var("MELDMAAT_NEW_DATABASE").ok());
        let to = Place::Postgres(to.context("waarheen? Geef --to, of zet MELDMAAT_NEW_DATABASE")?);
        if to == run::place(&config) {
            bail!("daar staat het geheugen al");
        }
        let counts = runtime()?.block_on(async {
            let from = person::open(&config).await?;
            let to = storage::open(&to, seal::Seal::new(run::store_key(&config)?)).await?;
            let counts = from.copy_to(&to).await?;
            from.close().await;
            to.close().await;
            anyhow::Ok(counts)
        })?;
        show(&counts);
        anstream::println!(
            "Verhuisd en nageteld. Zet nu `database` in {} op het nieuwe adres en start de bot. Het \
             oude geheugen staat er nog.",
            self.config.display()
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn shown(at: Timestamp) -> String {
    engine::local(at).strftime("%-d-%-m-%Y %-H.%M uur").to_string()
}

/// The counts, table by table.
fn show(counts: &Counts) {
    for (table, rows) in counts.iter().filter(|(_, rows)| *rows > 0) {
        anstream::println!("{rows:>8}  {table}");
    }
    let all: u64 = counts.iter().map(|(_, rows)| rows).sum();
    anstream::println!("{all:>8}  rijen, nageteld");
}
