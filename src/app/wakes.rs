//! When does the bot act without being asked? What is due becomes an event like any other.

use super::{App, report};
use crate::engine;
use crate::ports::{Channel, Clock, Fault, Store};
use crate::vocab::Timestamp;
use std::convert::Infallible;
use std::time::Duration;

/// A machine that slept, or a clock that was set, is noticed within this time.
const LOOK: Duration = Duration::from_secs(600);

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// When the bot wakes next by itself.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, Fault> {
        self.store.next_wake().await
    }

    /// Plans what must always be planned, and wakes what is due. Gives how many events came of it.
    pub(super) async fn wake_due(&self) -> Result<usize, Fault> {
        let now = self.clock.now();
        let standing = engine::standing(&self.world.borrow().clone(), now);
        self.store.plan(&standing).await?;
        self.store.wake(now, engine::late_before(now)).await
    }

    /// Wakes for ever.
    pub(super) async fn wake_forever(&self) -> Infallible {
        // A world with another control room has other plans.
        let mut world = self.world.clone();
        loop {
            let next = match self.wake_due().await {
                Ok(woken) => {
                    if woken > 0 {
                        self.arrived.notify_one();
                    }
                    self.next_wake().await
                }
                Err(fault) => Err(fault),
            };
            let wait = match next {
                Ok(next) => next.map_or(LOOK, |moment| {
                    Duration::try_from(moment.duration_since(self.clock.now()))
                        .unwrap_or_default()
                        .min(LOOK)
                }),
                Err(fault) => {
                    report("waking", &fault);
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.planned.notified() => {}
                Ok(()) = world.changed() => {}
            }
        }
    }
}
