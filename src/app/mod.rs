//! How does an event travel? receive → load → decide → commit → deliver; each step may be the last
//! before the power goes, and nothing is lost or done twice.

mod budget;
mod counts;
mod crowd;
mod deliver;
mod files;
mod health;
mod lead;
mod receive;
mod reconcile;
mod wakes;

use crate::engine::{self, World};
use crate::ports::{Batch, Channel, Clock, Fault, Store};
use crate::text;
use crate::vocab::{
    Change, EventId, Incoming, Outgoing, Purpose, Rate, RoomId, Snapshot, Timestamp, Vote,
};
use crowd::Answers;
use futures_util::{FutureExt, StreamExt, stream};
use std::convert::Infallible;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

pub use counts::Counts;
pub use deliver::SignedOut;

/// The votes of so many messages are read at once.
const READ_AT_ONCE: usize = 8;

/// How often the loops show that they move.
const BEAT: Duration = Duration::from_secs(1);

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
    leading: AtomicBool,
    counts: Counts,
    /// When the loops last came by.
    alive: watch::Sender<Instant>,
    answers: Mutex<Answers>,
    /// Since when the newest files cannot be read.
    misread: watch::Sender<Option<Timestamp>>,
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
            leading: AtomicBool::new(true),
            counts: Counts::default(),
            alive: watch::Sender::new(Instant::now()),
            answers: Mutex::default(),
            misread: watch::Sender::new(None),
        }
    }

    /// The store, for those who watch it.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// What is counted.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Decides and delivers whenever it leads, until it is told to stop, or until the account is signed
    /// out. Nothing wakes before `heard`: what people did while the bot was away goes before what became
    /// due meanwhile.
    pub async fn run(
        &self,
        stop: &CancellationToken,
        heard: impl Future<Output = ()> + Send,
    ) -> Result<(), SignedOut> {
        let ended = tokio::select! {
            () = stop.cancelled() => Ok(()),
            signed_out = self.lead_forever(heard.shared()) => Err(signed_out),
            never = self.beat_forever() => match never {},
        };
        self.resign().await;
        ended
    }

    /// All that the process that leads does; ends when the account is signed out.
    async fn work(&self, heard: impl Future<Output = ()>) -> SignedOut {
        let waking = async {
            heard.await;
            self.tell_what_is_broken().await;
            self.wake_forever().await
        };
        tokio::select! {
            never = self.decide_forever() => match never {},
            never = waking => match never {},
            never = self.look_forever() => match never {},
            signed_out = self.deliver_forever() => signed_out,
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

    /// When deciding, delivering and waking were last seen to move: none of them keeps the others from
    /// going on. Says nothing of whether they succeed.
    pub fn alive(&self) -> Instant {
        *self.alive.borrow()
    }

    /// All loops are one task: while one of them does not let go, this does not go on either.
    async fn beat_forever(&self) -> Infallible {
        loop {
            self.alive.send_replace(Instant::now());
            tokio::time::sleep(BEAT).await;
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
        seen.lately = self.answers().lately(&input, self.clock.now());
        let decision = engine::decide(&world, &seen, &input);
        let rendered = |outgoing: &Outgoing| outgoing.clone().map(|says| text::message(&says));
        let deliveries: Vec<_> = decision.outgoing.iter().map(rendered).collect();
        let now = self.clock.now();
        self.counts.awaits(&input, &deliveries);
        if self.store.commit(&input.cause, now, &decision.changes, &deliveries).await? {
            self.counts.decided(&input, &decision.because);
            self.answers().count(&input, &decision, now);
        }
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

    /// Keeps events of the house itself, to be decided once each; gives how many were new.
    async fn happened(&self, incoming: Vec<Incoming>) -> Result<usize, Fault> {
        let new = self.store.receive(&Batch { incoming, ..Batch::default() }).await?;
        if new > 0 {
            self.arrived.notify_one();
        }
        Ok(new)
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

    async fn decide_forever(&self) -> Infallible {
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

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
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
