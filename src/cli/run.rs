//! How does the bot start, run and stop? In this order: config, lock, memory, base, account, loop.

use super::safe::Configured;
use super::world::Worlds;
use super::{log, runtime, safe};
use crate::app::{App, Limits};
use crate::clock::System;
use crate::config::{self, Config, Environment, Login, StoreKey};
use crate::matrix::{self, Account, Session};
use crate::ops::{self, Supervisor, Vitals};
use crate::ports::Clock;
use crate::storage::{Database, Lock, Place, seal};
use crate::vocab::{Finding, Health};
use anyhow::{Context, bail};
use futures_util::FutureExt;
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
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

/// Who still reads a page, or learns a base, gets so long once the bot stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// Without a memory, questions older than this may have been answered.
const FORGETFUL: Duration = Duration::from_secs(600);

/// Loops that were not seen to move for so long hang. Deciding is a matter of milliseconds.
const STILL: Duration = Duration::from_secs(60);

/// The bot in a house of its own.
pub type Bot = App<Database, matrix::Channel, System>;

impl Run {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        log::start(self.log_json);
        let (config, wrong) = safe::config(&self.config)?;
        let _lock = Lock::take(&config.data)?;
        let supervisor = Supervisor::new(std::env::var_os("NOTIFY_SOCKET").is_some());
        let runtime = runtime()?;
        let ended = runtime.block_on(Box::pin(live(&self.config, (config, wrong), supervisor)));
        // A base that is just being read is no reason to stay.
        runtime.shutdown_timeout(FAREWELL);
        ended
    }
}

/// The checked configuration, or all findings on stderr.
pub fn load(path: &Path) -> anyhow::Result<Config> {
    config::read(&text(path)?, path, &environment()).map_err(|findings| {
        show(&findings);
        anyhow::anyhow!("de configuratie heeft {} fout(en)", findings.len())
    })
}

/// The text of the configuration.
pub fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| {
        format!(
            "{} kan niet worden gelezen. Begin met een kopie van config.example.yaml",
            path.display()
        )
    })
}

/// Findings, for whoever started the program.
pub fn show(findings: &[Finding]) {
    for finding in findings {
        anstream::eprintln!("\u{1b}[31mfout\u{1b}[0m {finding}\n");
    }
}

/// The secrets that the environment may hold in place of the config.
pub fn environment() -> Environment {
    let secret = |name| std::env::var(name).ok().map(SecretString::from);
    Environment { password: secret("MELDMAAT_PASSWORD"), store_key: secret("MELDMAAT_STORE_KEY") }
}

/// The 32 bytes that seal everything at rest; made at the first start.
pub fn store_key(config: &Config) -> anyhow::Result<[u8; 32]> {
    key(&config.store_key)
}

/// The same by where it is.
pub fn key(place: &StoreKey) -> anyhow::Result<[u8; 32]> {
    Ok(match place {
        // systemd guards its credentials itself; their mode shows its way of doing so, not who may read.
        StoreKey::File(path) if credential(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} kan niet worden gelezen", path.display()))?;
            seal::parse_key(&text).with_context(|| {
                format!("{} is geen sleutel: schrijf 64 hexadecimale tekens", path.display())
            })?
        }
        StoreKey::File(path) => seal::key_file(path)?,
        StoreKey::Given(text) => seal::parse_key(text.expose_secret())
            .context("MELDMAAT_STORE_KEY is geen sleutel: schrijf 64 hexadecimale tekens")?,
    })
}

/// Whether systemd put the file there for this process alone.
fn credential(path: &Path) -> bool {
    std::env::var_os("CREDENTIALS_DIRECTORY").is_some_and(|folder| path.starts_with(folder))
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

async fn live(
    path: &Path,
    configured: Configured,
    supervisor: Supervisor,
) -> anyhow::Result<ExitCode> {
    let stop = CancellationToken::new();
    stop_on_signals(stop.clone(), supervisor)?;
    let started = tokio::select! {
        started = Box::pin(start(path, &configured)) => started?,
        () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
    };
    let (worlds, store, session) = started;
    let (config, _) = configured;
    // Who does not know what was answered answers only what was asked just now.
    let longest = if worlds.reader().borrow().forgets() { FORGETFUL } else { Duration::MAX };
    let limits = Limits { answer_until: config.answer_until.min(longest), rate: config.sending };
    let bot: Arc<Bot> =
        Arc::new(App::new(store, session.channel(), System, worlds.reader(), limits));
    let pulse = pulse(&bot, &session, &worlds);
    let supervised = supervisor.watch(moves(&bot, &session), pulse.clone());
    let watching = tokio::spawn(supervised);
    let reloading = tokio::spawn(worlds.clone().follow(bot.clone(), stop.clone()));
    let health = tokio::spawn(health(config.http, pulse, bot.clone(), stop.clone()));
    let ending = listen(session, bot, stop.clone(), supervisor).await;
    stop.cancel();
    watching.abort();
    // Whoever holds a line open and asks nothing would be waited for.
    let farewell = tokio::time::timeout(FAREWELL, async { tokio::join!(reloading, health) });
    if farewell.await.is_err() {
        tracing::info!("stopped while somebody still read a page, or a file was read again");
    }
    ending.map(|()| ExitCode::SUCCESS)
}

/// Memory, base and account, in this order; waits for a homeserver that is away.
async fn start(
    path: &Path,
    configured: &Configured,
) -> anyhow::Result<(Arc<Worlds>, Database, Session)> {
    let config = &configured.0;
    let key = store_key(config)?;
    let (store, lost) = safe::memory(config, key).await?;
    let (file, configured) = (path.to_owned(), configured.clone());
    // To learn a base takes a while, in which the bot can be told to stop.
    let opening = move || Worlds::start(&file, &configured, lost);
    let worlds = tokio::task::spawn_blocking(opening).await??;
    tracing::info!(entries = worlds.entries(), "knowledge base and memory are open");
    let session = ops::patiently(Box::pin(matrix::open(account(config, key)?))).await?;
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
    let store = store.of_device(session.device());
    worlds.started(config);
    Ok((worlds, store, session))
}

/// Whether listening, deciding and delivering still move; not whether they succeed.
fn moves(bot: &Arc<Bot>, session: &Session) -> impl Fn() -> bool + use<> {
    let (bot, matrix) = (bot.clone(), session.pulse());
    move || {
        let listens = matrix.borrow().around.is_none_or(|around| Instant::now() < around);
        listens && bot.alive().elapsed() < STILL
    }
}

/// Listens, decides and delivers until one of them ends.
async fn listen(
    session: Session,
    bot: Arc<Bot>,
    stop: CancellationToken,
    supervisor: Supervisor,
) -> anyhow::Result<()> {
    let mut pulse = session.pulse();
    // Also where another replica leads.
    let first_sync = tokio::spawn(async move {
        let synced = pulse.wait_for(|pulse| pulse.synced.is_some()).await;
        match synced.map(|pulse| pulse.verified) {
            Ok(verified) => {
                tracing::info!(verified, "ready");
                supervisor.ready().await;
            }
            // The session is about to end.
            Err(_) => std::future::pending().await,
        }
    });
    let mut working = tokio::spawn({
        let (bot, stop) = (bot.clone(), stop.clone());
        async move { bot.run(&stop, first_sync.map(|_| ())).await }
    });
    tokio::select! {
        ended = Box::pin(session.run(bot, System, stop.clone())) => ended?,
        ended = &mut working => return Ok(ended??),
    }
    // It was told to stop: another process may lead at once, if the database hears it in time.
    match tokio::time::timeout(2 * FAREWELL, working).await {
        Ok(ended) => Ok(ended??),
        Err(_) => Ok(()),
    }
}

async fn health(
    address: Option<SocketAddr>,
    pulse: ops::Pulse,
    bot: Arc<Bot>,
    stop: CancellationToken,
) {
    let Some(address) = address else { return };
    let count = |registry: &mut _| bot.counts().register(registry);
    if let Err(error) = ops::serve(address, pulse, count, stop).await {
        tracing::error!(%address, %error, "health and metrics are not served: is the port in use?");
    }
}

/// Takes the vitals from where they are.
fn pulse(bot: &Arc<Bot>, session: &Session, worlds: &Arc<Worlds>) -> ops::Pulse {
    let (bot, matrix, worlds) = (bot.clone(), session.pulse(), worlds.clone());
    let started = Some(System.now());
    Arc::new(move || {
        let (bot, matrix, worlds) = (bot.clone(), *matrix.borrow(), worlds.clone());
        Box::pin(async move {
            let health = bot.health().await;
            let counts = bot.counts();
            Vitals {
                now: Some(System.now()),
                started,
                database: health.is_ok(),
                // Without the database the way to the rooms is known all the same.
                health: health.unwrap_or_else(|_| Health { link: bot.link(), ..Health::default() }),
                entries: worlds.entries() as u64,
                broken: worlds.broken(),
                leads: bot.leads(),
                delivered: counts.delivered.load(Relaxed),
                found_sent: counts.found_sent.load(Relaxed),
                sent_again: counts.sent_again.load(Relaxed),
                undecryptable: matrix.undecryptable,
                keys: matrix.keys,
            }
        })
    })
}

/// Ctrl-C and SIGTERM end the loop in order: what is decided is kept, what is sent is marked.
fn stop_on_signals(stop: CancellationToken, supervisor: Supervisor) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        // Said first, for afterwards the program may be gone; who does not listen is not waited for.
        let _told = tokio::time::timeout(FAREWELL / 2, supervisor.stopping()).await;
        stop.cancel();
    });
    Ok(())
}
