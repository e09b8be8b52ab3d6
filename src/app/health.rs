//! Does the bot notice that something is wrong with it? It looks each minute, and tells the control room
//! by an event like any other: its cause names the day, so that it is told once.

use super::{App, report};
use crate::engine;
use crate::ports::{Channel, Clock, Fault, Store};
use crate::vocab::{Health, Link};
use std::convert::Infallible;
use std::time::Duration;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(60);

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// How it is now.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn health(&self) -> Result<Health, Fault> {
        let (waiting, oldest) = self.store.backlog().await?;
        Ok(Health {
            link: self.channel.link(),
            waiting,
            oldest,
            disk: self.store.space(),
            misread: *self.misread.borrow(),
        })
    }

    /// How the way to the rooms is; from memory.
    pub fn link(&self) -> Link {
        self.channel.link()
    }

    /// Looks once; gives how many causes are new today.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn look_after(&self) -> Result<usize, Fault> {
        let health = self.health().await?;
        let world = self.world.borrow().clone();
        let incoming = engine::told(&world, &health, self.clock.now());
        if incoming.is_empty() {
            return Ok(0);
        }
        self.happened(incoming).await
    }

    /// In safe mode the control room hears it at once.
    pub(super) async fn tell_what_is_broken(&self) {
        let safe = self.world.borrow().safe();
        if safe && let Err(fault) = self.look_after().await {
            report("telling what is broken", &fault);
        }
    }

    /// Looks for ever.
    pub(super) async fn look_forever(&self) -> Infallible {
        loop {
            tokio::time::sleep(LOOK).await;
            if let Err(fault) = self.look_after().await {
                report("looking how it is", &fault);
            }
        }
    }
}
