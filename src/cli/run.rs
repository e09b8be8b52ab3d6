//! How does the bot start, run and stop? In this order: config, lock, base, memory, account, loop.

use super::world::Worlds;
use super::{log, runtime};
use crate::app::{App, Limits};
use crate::clock::System;
use crate::config::{self, Config, Environment, Login, StoreKey};
use crate::matrix::{self, Account, Session};
use crate::ops::{self, Vitals};
use crate::ports::{Clock, Store};
use crate::storage::{self, Database, Lock, Place, seal};
use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio_util::sync::CancellationToken;

#[derive(clap::Args)]
pub struct Run {
    /// De configuratie; config.example.yaml legt elke instelling uit
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
    /// Schrijf het logboek als JSON
    #[arg(long)]
    log_json: bool,
}

/// The bot in a house of its own.
pub type Bot = App<Database, matrix::Channel, System>;

impl Run {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        log::start(self.log_json);
        let config = load(&self.config)?;
        std::fs::create_dir_all(&config.data)
            .with_context(|| format!("de map {} kan niet worden gemaakt", config.data.display()))?;
        let _lock = Lock::take(&config.data)?;
        runtime()?.block_on(Box::pin(live(&self.config, config)))
    }
}

/// The checked configuration, or all findings on stderr.
pub fn load(path: &Path) -> anyhow::Result<Config> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!(
            "{} kan niet worden gelezen. Begin met een kopie van config.example.yaml",
            path.display()
        )
    })?;
    config::read(&text, path, &environment()).map_err(|findings| {
        for finding in &findings {
            anstream::eprintln!("\u{1b}[31mfout\u{1b}[0m {finding}\n");
        }
        anyhow::anyhow!("de configuratie heeft {} fout(en)", findings.len())
    })
}

/// The secrets that the environment may hold in place of the config.
pub fn environment() -> Environment {
    let secret = |name| std::env::var(name).ok().map(SecretString::from);
    Environment { password: secret("MELDMAAT_PASSWORD"), store_key: secret("MELDMAAT_STORE_KEY") }
}

/// The 32 bytes that seal everything at rest; made at the first start.
pub fn store_key(config: &Config) -> anyhow::Result<[u8; 32]> {
    Ok(match &config.store_key {
        StoreKey::File(path) => seal::key_file(path)?,
        StoreKey::Given(text) => seal::parse_key(text.expose_secret())
            .context("MELDMAAT_STORE_KEY is geen sleutel: schrijf 64 hexadecimale tekens")?,
    })
}

/// Where the bot's own memory is.
pub fn place(config: &Config) -> Place {
    match &config.database {
        Some(url) => Place::Postgres(url.expose_secret().to_owned()),
        None => Place::Sqlite(config.data.clone()),
    }
}

/// How the account signs in.
pub fn account(config: &Config, key: [u8; 32]) -> anyhow::Result<Account> {
    let login = match &config.login {
        Login::Password(password) => matrix::Login::Password(password.clone()),
        Login::PasswordFile(path) => {
            let text = std::fs::read_to_string(path).with_context(|| {
                format!("het wachtwoordbestand {} kan niet worden gelezen", path.display())
            })?;
            let first = text.lines().next().unwrap_or("").trim();
            if first.is_empty() {
                bail!("het wachtwoordbestand {} is leeg", path.display());
            }
            matrix::Login::Password(SecretString::from(first.to_owned()))
        }
        Login::Token(token) => matrix::Login::Token(token.clone()),
    };
    Ok(Account {
        homeserver: config.homeserver.clone(),
        user: config.user.as_str().to_owned(),
        login,
        device_id: config.device_id.clone(),
        data: config.data.clone(),
        key,
    })
}

async fn live(path: &Path, config: Config) -> anyhow::Result<ExitCode> {
    let stop = CancellationToken::new();
    stop_on_signals(stop.clone())?;
    let worlds = Worlds::open(path, &config)?;
    let key = store_key(&config)?;
    let store = storage::open(&place(&config), seal::Seal::new(key)).await?;
    tracing::info!(entries = worlds.entries(), "knowledge base and memory are open");

    let session = tokio::select! {
        session = Box::pin(matrix::open(account(&config, key)?)) => session?,
        () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
    };
    if let Some(file) = session.recovery_key_file() {
        tracing::warn!(
            file = %file.display(),
            "wrote the recovery key: keep a copy in a safe place, it is needed when this folder is lost"
        );
    }
    if !session.verified() {
        tracing::error!(
            "the device is not verified: Element shows no messages of it. Put the account's \
             recovery key in recovery-key.txt in the data folder and start again"
        );
    }
    let limits = Limits { answer_until: config.answer_until, rate: config.sending };
    let bot: Arc<Bot> =
        Arc::new(App::new(store, session.channel(), System, worlds.reader(), limits));
    let reloading = tokio::spawn(worlds.clone().follow(bot.clone(), stop.clone()));
    let health = tokio::spawn(health(config.http, pulse(&bot, &session, &worlds), stop.clone()));
    let ending = listen(session, bot, stop.clone()).await;
    stop.cancel();
    let _ = tokio::join!(reloading, health);
    ending.map(|()| ExitCode::SUCCESS)
}

/// Listens, decides and delivers until one of them ends.
async fn listen(session: Session, bot: Arc<Bot>, stop: CancellationToken) -> anyhow::Result<()> {
    let mut pulse = session.pulse();
    let first_sync = async move {
        let synced = pulse.wait_for(|pulse| pulse.synced.is_some()).await;
        match synced.map(|pulse| pulse.verified) {
            Ok(verified) => tracing::info!(verified, "ready"),
            // The session is about to end.
            Err(_) => std::future::pending().await,
        }
    };
    let working = tokio::spawn({
        let (bot, stop) = (bot.clone(), stop.clone());
        async move { bot.run(&stop, first_sync).await }
    });
    tokio::select! {
        ended = Box::pin(session.run(bot, System, stop.clone())) => ended?,
        ended = working => ended??,
    }
    Ok(())
}

async fn health(address: Option<SocketAddr>, pulse: ops::Pulse, stop: CancellationToken) {
    let Some(address) = address else { return };
    if let Err(error) = ops::serve(address, pulse, stop).await {
        tracing::error!(%address, %error, "health and metrics are not served: is the port in use?");
    }
}

/// Takes the vitals from where they are.
fn pulse(bot: &Arc<Bot>, session: &Session, worlds: &Arc<Worlds>) -> ops::Pulse {
    let (bot, matrix, worlds) = (bot.clone(), session.pulse(), worlds.clone());
    Arc::new(move || {
        let (bot, matrix, worlds) = (bot.clone(), *matrix.borrow(), worlds.clone());
        Box::pin(async move {
            let backlog = bot.store().backlog().await;
            let (waiting, oldest) = *backlog.as_ref().unwrap_or(&(0, None));
            let counts = bot.counts();
            Vitals {
                now: Some(System.now()),
                synced: matrix.synced,
                verified: matrix.verified,
                database: backlog.is_ok(),
                entries: worlds.entries() as u64,
                backlog: waiting,
                oldest,
                answered: counts.answered.load(Relaxed),
                clarified: counts.clarified.load(Relaxed),
                unknown: counts.unknown.load(Relaxed),
                delivered: counts.delivered.load(Relaxed),
                undecryptable: matrix.waiting as u64,
            }
        })
    })
}

/// Ctrl-C and SIGTERM end the loop in order: what is decided is kept, what is sent is marked.
fn stop_on_signals(stop: CancellationToken) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(())
}
