//! Is everything in place for the bot to run? It tries each part against the real server, and says what to
//! do where something is wrong. It changes nothing of a running bot.

mod folders;
mod server;

use super::{base, run};
use crate::config::{Config, StoreKey};
use crate::ports::Store;
use crate::storage::{self, Lock, Schema, seal};
use crate::vocab::Severity;
use anyhow::{Context, bail};
use std::cmp::Ordering;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

#[derive(clap::Args)]
pub struct Doctor {
    /// De configuratie
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

/// What was looked at, and what came of it.
#[derive(Default)]
struct Report {
    faults: usize,
}

impl Doctor {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        super::runtime()?.block_on(Box::pin(self.examine()))
    }

    async fn examine(self) -> anyhow::Result<ExitCode> {
        let mut report = Report::default();
        let Some(config) = report.line("configuratie", run::load(&self.config), |config| {
            format!("{} als {}", self.config.display(), config.user)
        }) else {
            return Ok(ExitCode::FAILURE);
        };
        report.line("kennisbank", knowledge(&config), Clone::clone);
        folders::examine(&mut report, &config, &self.config);
        let running = folders::in_use(&config.data);
        if running {
            report.good("bot", "draait");
            if let Some(address) = config.http {
                ask_the_bot(&mut report, address);
            }
        } else {
            report.note("bot", "draait niet (hier)", "Start hem met meldmaat run.");
        }
        memory(&mut report, &config, running).await;
        server::examine(&mut report, &config).await;
        Ok(if report.faults == 0 {
            anstream::println!("\nEr is niets mis.");
            ExitCode::SUCCESS
        } else {
            anstream::println!("\nMis: {}. Begin bij het eerste.", report.faults);
            ExitCode::FAILURE
        })
    }
}

impl Report {
    fn good(&mut self, part: &str, found: &str) {
        anstream::println!("\u{1b}[32mgoed\u{1b}[0m    {part}: {found}");
    }

    /// Not wrong, but somebody must know of it.
    fn note(&mut self, part: &str, found: &str, advice: &str) {
        anstream::println!("\u{1b}[33mlet op\u{1b}[0m  {part}: {found}\n        → {advice}");
    }

    fn bad(&mut self, part: &str, found: &str, advice: &str) {
        self.faults += 1;
        anstream::println!("\u{1b}[31mfout\u{1b}[0m    {part}: {found}\n        → {advice}");
    }

    /// Prints how it is with one part, and gives it on. Errors say themselves what to do.
    fn line<T, E: Into<anyhow::Error>>(
        &mut self,
        part: &str,
        outcome: Result<T, E>,
        show: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match outcome {
            Ok(found) => {
                self.good(part, &show(&found));
                Some(found)
            }
            Err(error) => {
                self.wrong(part, error);
                None
            }
        }
    }

    fn wrong(&mut self, part: &str, error: impl Into<anyhow::Error>) {
        self.faults += 1;
        anstream::println!("\u{1b}[31mfout\u{1b}[0m    {part}: {:#}", error.into());
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

/// Of which version the memory is; and whether it opens, when nobody uses it and that changes nothing.
async fn memory(report: &mut Report, config: &Config, running: bool) {
    let part = "geheugen";
    let there = config.database.is_some() || config.data.join("meldmaat.db").exists();
    let Schema { found, fits } = match there {
        false => Schema::default(),
        true => match storage::schema(&run::place(config)).await {
            Ok(schema) => schema,
            Err(error) => return report.wrong(part, error),
        },
    };
    if found == 0 {
        return report.note(part, "is er nog niet", "De eerste start maakt het.");
    }
    let version = format!("versie {found}, en dit programma heeft versie {fits}");
    match found.cmp(&fits) {
        Ordering::Less => report.note(
            part,
            &version,
            "De eerste start werkt het bij; een ouder programma kan er dan niet meer mee verder. \
             Maak eerst een reservekopie.",
        ),
        Ordering::Greater => report.bad(
            part,
            &version,
            "Neem het programma dat er het laatst mee werkte, of een nieuwer.",
        ),
        Ordering::Equal => {
            let engine = if config.database.is_some() { "PostgreSQL" } else { "SQLite" };
            let known = format!("{engine}, versie {found}");
            if running {
                return report.good(part, &known);
            }
            report.line(part, waiting(config).await, |many| {
                format!("{known}; {many} berichten wachten op bezorging")
            });
        }
    }
}

/// How many deliveries wait. Opens the memory, as a start would.
async fn waiting(config: &Config) -> anyhow::Result<u64> {
    let _lock = Lock::take(&config.data)?;
    let Some(key) = store_key(config)? else {
        bail!("er is een geheugen, maar geen sleutel: zet store.key terug uit de back-up")
    };
    let store = storage::open(&run::place(config), seal::Seal::new(key)).await?;
    let (waiting, _) = store.backlog().await.context("de opslag antwoordt niet")?;
    Ok(waiting)
}

/// The key, if there is one already; looking makes none.
fn store_key(config: &Config) -> anyhow::Result<Option<[u8; 32]>> {
    match &config.store_key {
        StoreKey::File(path) if !path.exists() => Ok(None),
        _ => run::store_key(config).map(Some),
    }
}

/// What the bot says of itself.
fn ask_the_bot(report: &mut Report, address: SocketAddr) {
    let part = "bot, /readyz";
    match page(address) {
        Ok(page) => {
            let body = page.split_once("\r\n\r\n").map_or("", |(_, body)| body).trim();
            if page.split_whitespace().nth(1) == Some("200") {
                report.good(part, body);
            } else {
                let advice = "De regels hieronder en het logboek zeggen meer.";
                report.bad(part, &body.replace('\n', "; "), advice);
            }
        }
        Err(error) => report.note(
            part,
            &format!("{address} antwoordt niet ({error})"),
            "Tijdens een start is dat zo. Anders: is de poort van een ander? Het logboek zegt het.",
        ),
    }
}

fn page(address: SocketAddr) -> std::io::Result<String> {
    // A database that is away is waited for.
    let patience = Duration::from_secs(15);
    let mut line = TcpStream::connect_timeout(&address, patience)?;
    line.set_read_timeout(Some(patience))?;
    write!(line, "GET /readyz HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut page = String::new();
    line.read_to_string(&mut page)?;
    Ok(page)
}
