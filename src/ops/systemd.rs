//! Does systemd know how it is? Ready after the first sync, alive while the loops move, stopping when it
//! is told to stop. Without systemd nothing is said.

use super::Pulse;
use sd_notify::NotifyState;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How often the state is told when there is no watchdog.
const TELL: Duration = Duration::from_secs(30);

/// So much more time the start gets while it waits for a homeserver; asked for again twice in that time.
const MORE: Duration = Duration::from_secs(60);

/// A database that does not answer must not keep the sign of life back.
const LOOK: Duration = Duration::from_secs(5);

/// Who started the bot, and wants to hear how it is.
#[derive(Debug, Clone, Copy)]
pub struct Supervisor {
    /// After this long without a sign of life it starts the bot again.
    watchdog: Option<Duration>,
    /// Whether there is one.
    listens: bool,
}

impl Supervisor {
    /// The one that the environment names; `listens` says whether it names one at all.
    pub fn new(listens: bool) -> Self {
        Self { watchdog: sd_notify::watchdog_enabled().filter(|_| listens), listens }
    }

    /// The bot is ready.
    pub async fn ready(self) {
        tell(vec![NotifyState::Ready], Some("ready".to_owned())).await;
    }

    /// The bot was told to stop.
    pub async fn stopping(self) {
        tell(vec![NotifyState::Stopping], Some("stopping".to_owned())).await;
    }

    /// Tells for ever how the bot is, and that it lives for as long as `alive` says so. A homeserver or
    /// database that is away is no reason to start again: then the loops wait, and that is moving too.
    pub async fn watch(self, alive: impl Fn() -> bool, pulse: Pulse) {
        if !self.listens {
            return std::future::pending().await;
        }
        let mut ticks = interval(self.watchdog.map_or(TELL, |limit| TELL.min(limit / 2)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = false;
        loop {
            ticks.tick().await;
            if !alive() {
                tracing::error!("a loop hangs: no sign of life for the watchdog");
                tell(Vec::new(), Some("a loop hangs".to_owned())).await;
                continue;
            }
            let mut signs = vec![NotifyState::Watchdog];
            signs.extend((!heard).then(more));
            tell(signs, None).await;
            let status = match timeout(LOOK, pulse()).await {
                Ok(vitals) => {
                    heard |= vitals.health.link.synced.is_some();
                    vitals.status()
                }
                Err(_) => "the database does not answer".to_owned(),
            };
            tell(Vec::new(), Some(status)).await;
        }
    }
}

/// Waits for a start that may take as long as the homeserver is away, and asks for the time. Both are one
/// task: a start that hangs asks for nothing.
pub async fn patiently<T>(start: impl Future<Output = T>) -> T {
    let mut start = pin!(start);
    let mut ticks = interval(MORE / 2);
    loop {
        tokio::select! {
            biased;
            started = &mut start => return started,
            _ = ticks.tick() => {
                // Not waited for: the start goes on meanwhile.
                tokio::spawn(tell(vec![more()], Some("waiting for the homeserver".to_owned())));
            }
        }
    }
}

/// Time to become ready in.
fn more() -> NotifyState<'static> {
    NotifyState::ExtendTimeoutUsec(u32::try_from(MORE.as_micros()).unwrap_or(u32::MAX))
}

/// Does nothing when nobody listens. On a thread of its own: who listens and does not read blocks it.
async fn tell(signs: Vec<NotifyState<'static>>, status: Option<String>) {
    let telling = tokio::task::spawn_blocking(move || {
        let mut all: Vec<NotifyState<'_>> = signs;
        all.extend(status.as_deref().map(NotifyState::Status));
        if let Err(error) = sd_notify::notify(&all) {
            tracing::debug!(%error, "systemd was not told");
        }
    });
    // Broken off only when the program ends.
    let _ended = telling.await;
}
