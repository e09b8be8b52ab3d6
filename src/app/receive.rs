//! What is kept of what the homeserver sends? Only what is meant for the bot, in one transaction.

use super::App;
use crate::engine;
use crate::ports::{Batch, Channel, Clock, Fault, Inbox, Store, Undecrypted};
use crate::vocab::{Cause, EventId, Incoming, Offer, UserId, What};

impl<S: Store, C: Channel, K: Clock> Inbox for App<S, C, K> {
    async fn receive(&self, mut batch: Batch) -> Result<(), Fault> {
        let world = self.world.borrow().clone();
        let mut kept = Vec::new();
        for input in batch.incoming {
            // What one process cannot read another may: only the one that answers complains.
            if matches!(input.what, What::Unreadable) && !self.leads() {
                continue;
            }
            // A place in a room is a fact whatever its age; what people said has its time.
            let said = matches!(
                input.what,
                What::Message(_) | What::Edit { .. } | What::Reaction { .. } | What::Unreadable
            );
            if said && self.too_old(&input) {
                tracing::info!(cause = %input.cause, "too old to be answered");
                continue;
            }
            let seen = self.store.load(&engine::scope(&world, &input)).await?;
            if !engine::meant(&world, &seen, &input) && !self.overtakes(&input, &kept).await? {
                // Of what is overheard only the kinds of personal data go any further.
                kept.extend(engine::overheard(&world, &seen, &input));
                continue;
            }
            // Only now, with the asker's consent, is what was asked read again.
            kept.push(match engine::agrees(&world, &seen, &input) {
                Some(Offer::PassOn(event)) => {
                    let read = self.read_again(&input, event).await;
                    engine::agreed(&world, &seen, input, read)
                }
                _ => engine::withheld(&world, &seen, input),
            });
        }
        batch.incoming = kept;
        self.store.receive(&batch).await?;
        // Also when another process kept it first: it does not know who decides.
        if !batch.incoming.is_empty() {
            self.arrived.notify_one();
        }
        Ok(())
    }

    async fn position(&self) -> Result<Option<String>, Fault> {
        self.store.position().await
    }

    async fn undecrypted(&self) -> Result<Vec<Undecrypted>, Fault> {
        self.store.undecrypted().await
    }
}

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Whether it removes a question that waits to be decided: nobody knows yet that it was one.
    async fn overtakes(&self, input: &Incoming, kept: &[Incoming]) -> Result<bool, Fault> {
        let What::Redaction { of } = &input.what else { return Ok(false) };
        let question = Cause::from(of);
        Ok(kept.iter().any(|kept| kept.cause == question) || self.store.waits(&question).await?)
    }

    /// Who sent the message and its text; none when it cannot be read (any more).
    async fn read_again(&self, input: &Incoming, event: &EventId) -> Option<(UserId, String)> {
        let read = self.channel.read(&input.room, event).await;
        read.unwrap_or_else(|refusal| {
            tracing::warn!(cause = %input.cause, %event, ?refusal, "cannot be read again");
            None
        })
    }
}
