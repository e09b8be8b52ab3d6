//! Is a delivery in its room already? Another device may have sent it, and died before it could say so.

use super::App;
use super::budget::later;
use super::deliver::{Outcome, back_off};
use crate::ports::{Channel, Clock, Delivery, Doubt, Fault, Found, Refusal, Store};
use std::sync::atomic::Ordering;

/// So long may a message of another device still be under way to the homeserver: only then is it looked
/// for in its room.
const UNDER_WAY: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// What cannot be read there is taken for something else after this long.
const UNREADABLE: jiff::SignedDuration = jiff::SignedDuration::from_secs(120);

/// Why a delivery is given up after a restore.
const RESTORED: &str = "restored: it may have been sent, and is not in its room";

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Looks for a delivery in its room before it is sent (again). None: it is to be sent.
    pub(super) async fn look_for(
        &self,
        delivery: &Delivery,
        doubt: Doubt,
    ) -> Result<Option<Outcome>, Fault> {
        let (key, now) = (&delivery.key, self.clock.now());
        let (Doubt::HalfSent(since) | Doubt::Restored(since)) = doubt;
        let restored = matches!(doubt, Doubt::Restored(_));
        let waited = now.duration_since(since);
        let put_off = async |pause| {
            self.store.postpone(key, later(now, pause)).await?;
            Ok(Some(Outcome::Settled))
        };
        if waited < UNDER_WAY {
            return put_off((UNDER_WAY - waited).unsigned_abs()).await;
        }
        let found = match delivery.act.leaves_its_key() {
            true => self.channel.find(&delivery.room, key, since).await,
            false => Ok(Found::NotThere),
        };
        match found {
            Ok(Found::There(event)) => {
                self.store.delivered(key, Some(&event), now).await?;
                self.counts.found_sent.fetch_add(1, Ordering::Relaxed);
                tracing::info!(%key, room = %delivery.room, "another device had sent it");
                Ok(Some(Outcome::Settled))
            }
            Ok(Found::Unreadable) if waited < UNREADABLE => put_off(back_off(3)).await,
            Err(Refusal::Later(_)) => put_off(back_off(3)).await,
            Err(Refusal::SignedOut) => Ok(Some(Outcome::SignedOut)),
            Err(Refusal::Slow(pause)) => {
                self.store.postpone(key, later(now, pause)).await?;
                Ok(Some(Outcome::Slow(pause)))
            }
            Ok(_) | Err(Refusal::Never(_)) if restored => {
                tracing::warn!(%key, room = %delivery.room, "not sent after the restore");
                self.store.give_up(key, RESTORED, now).await?;
                Ok(Some(Outcome::Settled))
            }
            Ok(_) => {
                self.counts.sent_again.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(%key, room = %delivery.room, "another device began to send it");
                Ok(None)
            }
            // The sending itself will say so.
            Err(Refusal::Never(_)) => Ok(None),
        }
    }
}
