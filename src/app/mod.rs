//! How does an event travel? receive → load → decide → commit → deliver; each step may be the last
//! before the power goes, and nothing is lost or done twice.

mod budget;
mod deliver;
mod files;
mod health;
mod receive;
mod wakes;

use crate::engine::{self, World};
use crate::ports::{Channel, Clock, Fault, Store};
use crate::text;
use crate::vocab::{Because, Change, EventId, Incoming, Purpose, Rate, RoomId, Snapshot, Vote};
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

pub use deliver::SignedOut;

/// The votes of so many messages are read at once.
const READ_AT_ONCE: usize = 8;

/// The bot between its ports.
pub struct App<S, C, K> {
    store: S,
    channel: C,
    clock: K,
    world: watch::Receiver<Arc<World>>,
    limits: Limits,
    arrived: Notify,
    queued: Notify,
    planned: Notify,
    counts: Counts,
}

/// How old things may become, and how fast they may go.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A question older than this is not answered any more.
    pub answer_until: Duration,
    /// How much the homeserver lets the account send; none: as much as it likes.
    pub rate: Option<Rate>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { answer_until: Duration::from_secs(12 * 3_600), rate: None }
    }
}

/// What happened since the start, for the metrics.
#[derive(Debug, Default)]
pub struct Counts {
    /// Questions answered from the base.
    pub answered: std::sync::atomic::AtomicU64,
    /// Questions that were answered with an offer to choose.
    pub clarified: std::sync::atomic::AtomicU64,
    /// Questions that the base does not answer.
    pub unknown: std::sync::atomic::AtomicU64,
    /// Everything else that was decided.
    pub other: std::sync::atomic::AtomicU64,
    /// Messages delivered.
    pub delivered: std::sync::atomic::AtomicU64,
}

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Wires the bot. `world` may change while it runs.
    pub fn new(
        store: S,
        channel: C,
        clock: K,
        world: watch::Receiver<Arc<World>>,
        limits: Limits,
    ) -> Self {
        Self {
            store,
            channel,
            clock,
            world,
            limits,
            arrived: Notify::new(),
            queued: Notify::new(),
            planned: Notify::new(),
            counts: Counts::default(),
        }
    }

    /// The store, for those who watch it.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The counters.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Decides and delivers until it is told to stop, or until the account is signed out. Nothing wakes
    /// before `heard`: what people did while the bot was away goes before what became due meanwhile.
    pub async fn run(
        &self,
        stop: &CancellationToken,
        heard: impl Future<Output = ()>,
    ) -> Result<(), SignedOut> {
        let waking = async {
            heard.await;
            self.wake_forever().await;
        };
        tokio::select! {
            () = stop.cancelled() => Ok(()),
            () = self.decide_forever() => Ok(()),
            () = waking => Ok(()),
            () = self.look_forever() => Ok(()),
            signed_out = self.deliver_forever() => Err(signed_out),
        }
    }

    /// Decides and delivers until nothing is left to do now. For a simulated clock.
    pub async fn settle(&self) -> Result<(), Fault> {
        loop {
            self.wake_due().await?;
            while self.decide_next().await? {}
            if self.deliver_due().await? == 0 {
                return Ok(());
            }
        }
    }

    /// Takes the oldest undecided event through load, decide and commit. False when there was none.
    pub async fn decide_next(&self) -> Result<bool, Fault> {
        let Some(input) = self.store.pending().await? else { return Ok(false) };
        let world = self.world.borrow().clone();
        let scope = engine::scope(&world, &input);
        let mut seen = self.store.load(&scope).await?;
        if let Some(user) = &scope.rooms_for {
            seen.joined = self.channel.rooms(user).await;
        }
        if scope.health {
            seen.health = Some(self.health().await?);
        }
        if scope.votes {
            seen.votes = self.votes(&seen).await;
        }
        let decision = engine::decide(&world, &seen, &input);
        let deliveries: Vec<_> = decision
            .outgoing
            .into_iter()
            .map(|outgoing| outgoing.map(|says| text::message(&says)))
            .collect();
        let now = self.clock.now();
        self.store.commit(&input.cause, now, &decision.changes, &deliveries).await?;
        self.count(&decision.because);
        if !decision.reports.is_empty() {
            let reports = decision.reports.len();
            tracing::info!(cause = %input.cause, reports, "no control room: nobody was told");
        }
        let wakes =
            |change: &Change| matches!(change, Change::Wake(_) | Change::WakeUnlessPlanned(_));
        if decision.changes.iter().any(wakes) {
            self.planned.notify_one();
        }
        tracing::info!(
            cause = %input.cause, room = %input.room, because = ?decision.because,
            deliveries = deliveries.len(), "decided"
        );
        if !deliveries.is_empty() {
            self.queued.notify_one();
        }
        Ok(true)
    }

    /// The votes as the homeserver has them now, of the polls that were loaded. Where it cannot be asked,
    /// what was received counts.
    async fn votes(&self, seen: &Snapshot) -> Vec<Vote> {
        let asked: Vec<_> = seen
            .sent
            .iter()
            .filter_map(|sent| match (&sent.event, sent.purpose) {
                (Some(event), Some(Purpose::Asks(poll))) => {
                    Some((sent.room.clone(), event.clone(), poll))
                }
                _ => None,
            })
            .collect();
        let read = |(room, event, poll): (RoomId, EventId, _)| async move {
            let votes = self.channel.votes(&room, &event, poll).await;
            votes.unwrap_or_else(|refusal| {
                tracing::warn!(%room, ?refusal, "the votes cannot be read again");
                Vec::new()
            })
        };
        let read = stream::iter(asked.into_iter().map(read)).buffered(READ_AT_ONCE);
        read.collect::<Vec<_>>().await.concat()
    }

    async fn decide_forever(&self) {
        loop {
            match self.decide_next().await {
                Ok(true) => {}
                Ok(false) => self.arrived.notified().await,
                Err(fault) => {
                    report("deciding", &fault);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    fn count(&self, because: &Because) {
        let counter = match because {
            Because::Answer(..) => &self.counts.answered,
            Because::Clarify(_) => &self.counts.clarified,
            Because::DontKnow => &self.counts.unknown,
            Because::Nothing | Because::Rule(_) => &self.counts.other,
        };
        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

/// An app that several tasks share is an inbox, too.
impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    fn too_old(&self, input: &Incoming) -> bool {
        let age = self.clock.now().duration_since(input.at);
        age > self.limits.answer_until.try_into().unwrap_or(jiff::SignedDuration::MAX)
    }
}

/// Logs a fault once, with its whole chain.
fn report(doing: &str, fault: &Fault) {
    let mut chain = fault.to_string();
    let mut source = std::error::Error::source(fault);
    while let Some(cause) = source {
        chain = format!("{chain}: {cause}");
        source = cause.source();
    }
    tracing::error!(doing, fault = %chain, "it will be tried again");
}
