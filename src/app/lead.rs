//! Who decides and delivers, when several processes share one memory? The one that leads; the others keep
//! what they receive, and stand ready. A lead is lost like a process is: at any moment, and nothing with it.

use super::deliver::SignedOut;
use super::{App, report};
use crate::ports::{Channel, Clock, Fault, Store};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

/// How often the lead is kept, or asked for.
const TICK: Duration = Duration::from_secs(1);

/// Without an answer of the store for so long, another may lead: less than its lease lasts.
const UNSURE: Duration = Duration::from_secs(5);

/// A homeserver that was not heard for so long is away: a long poll lasts half a minute.
const DEAF: jiff::SignedDuration = jiff::SignedDuration::from_secs(45);

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Whether this process decides and delivers.
    pub fn leads(&self) -> bool {
        self.leading.load(Ordering::Relaxed)
    }

    /// Works whenever it leads, until the account is signed out.
    pub(super) async fn lead_forever(&self, heard: impl Future<Output = ()> + Clone) -> SignedOut {
        loop {
            self.leading.store(false, Ordering::Relaxed);
            self.take_the_lead().await;
            self.leading.store(true, Ordering::Relaxed);
            let ended = tokio::select! {
                signed_out = self.work(heard.clone()) => Some(signed_out),
                () = self.keep_the_lead() => None,
            };
            match ended {
                Some(signed_out) => return signed_out,
                None => tracing::warn!("lost the lead: another process may decide and deliver"),
            }
        }
    }

    /// Lets another process lead at once.
    pub(super) async fn resign(&self) {
        self.leading.store(false, Ordering::Relaxed);
        if let Err(fault) = self.store.resign().await {
            report("letting another lead", &fault);
        }
    }

    async fn take_the_lead(&self) {
        let mut waits = false;
        loop {
            match self.lead().await {
                Ok(true) => break,
                Ok(false) if !waits => {
                    waits = true;
                    tracing::info!("another process leads: this one keeps what it receives");
                }
                Ok(false) => {}
                Err(fault) => report("asking for the lead", &fault),
            }
            tokio::time::sleep(TICK).await;
        }
        if self.store.shared() {
            tracing::info!("this process leads");
        }
    }

    /// Ends when the lead is lost, or may be.
    async fn keep_the_lead(&self) {
        if !self.store.shared() {
            return std::future::pending().await;
        }
        let mut sure = Instant::now();
        loop {
            tokio::time::sleep(TICK).await;
            let asked = Instant::now();
            match tokio::time::timeout_at(sure + UNSURE, self.lead()).await {
                Ok(Ok(true)) => sure = asked,
                Ok(Ok(false)) | Err(_) => return,
                Ok(Err(fault)) => report("keeping the lead", &fault),
            }
            // What only another process could read waits here to be decided.
            self.arrived.notify_one();
        }
    }

    async fn lead(&self) -> Result<bool, Fault> {
        let heard = self.channel.link().synced;
        let since = |at| self.clock.now().duration_since(at);
        self.store.lead(heard.is_some_and(|at| since(at) < DEAF)).await
    }
}
