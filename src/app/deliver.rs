//! How does what was decided reach the room, once, in order, and without flooding the homeserver?

use super::budget::{Budget, later};
use super::{App, report};
use crate::ports::{Channel, Clock, Delivery, Due, Fault, Refusal, Store};
use crate::vocab::{
    Act, Cause, DeliveryKey, Fate, Incoming, RoomId, Sender, Speech, Timestamp, Urgency, What,
};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::pin::pin;
use std::time::Duration;

/// The homeserver does not know the account's session any more. Nothing is lost: what waits is
/// delivered when the account is signed in again.
#[derive(Debug, thiserror::Error)]
#[error("the homeserver has signed the bot's account out")]
pub struct SignedOut;

/// How many messages go at the same time.
const AT_ONCE: usize = 18;

/// So many of them are kept for those who wait for an answer.
const KEPT: usize = 2;

/// The homeserver recognises a repeated delivery for a day: after that a repeat could be a second
/// message, and nobody waits for the answer any more.
const GIVE_UP: jiff::SignedDuration = jiff::SignedDuration::from_hours(23);

/// What became of one delivery.
pub(super) enum Outcome {
    Settled,
    Slow(Duration),
    SignedOut,
}

impl<S: Store, C: Channel, K: Clock> App<S, C, K> {
    /// Delivers what is due now, one after another. Gives how many were settled.
    pub(super) async fn deliver_due(&self) -> Result<usize, Fault> {
        let due = self.store.due(self.clock.now(), 64).await?;
        let mut settled = 0;
        for one in due {
            if matches!(self.deliver(one).await?, Outcome::Settled) {
                settled += 1;
            }
        }
        Ok(settled)
    }

    /// Delivers for ever, several messages at a time.
    pub(super) async fn deliver_forever(&self) -> SignedOut {
        let mut busy: Vec<Busy> = Vec::new();
        let mut budget = self.budget().await;
        let mut under_way = FuturesUnordered::new();
        let mut ended = Vec::new();
        let mut not_before: Option<Timestamp> = None;
        loop {
            let now = self.clock.now();
            let open = not_before.is_none_or(|moment| moment <= now);
            let mut next = not_before.filter(|_| !open);
            if open && under_way.len() < AT_ONCE {
                let due = self.store.due(now, 2 * AT_ONCE as u32);
                match meanwhile(due, &mut under_way, &mut ended).await {
                    Ok(due) => {
                        for one in due {
                            let urgency = one.delivery.urgency;
                            if !busy.iter().all(|busy| busy.lets_go(&one.delivery)) {
                                continue;
                            }
                            if !open_to(urgency, &busy) {
                                break;
                            }
                            let free = budget.free_at(urgency, now);
                            if free > now {
                                // What is less urgent waits at least as long.
                                next = Some(free);
                                break;
                            }
                            budget.spend(now);
                            busy.push(Busy::with(&one.delivery));
                            let key = one.delivery.key.clone();
                            under_way.push(async move { (key, self.deliver(one).await) });
                        }
                    }
                    Err(fault) => {
                        report("looking for deliveries", &fault);
                        next = now.checked_add(Duration::from_secs(1)).ok();
                    }
                }
                if next.is_none() && under_way.is_empty() {
                    next = self.store.next_due().await.ok().flatten();
                }
            }
            let wait = next.map(|moment| {
                Duration::try_from(moment.duration_since(self.clock.now())).unwrap_or_default()
            });
            if ended.is_empty() {
                tokio::select! {
                    Some(one) = under_way.next(), if !under_way.is_empty() => ended.push(one),
                    () = self.queued.notified() => {}
                    () = pause(wait) => {}
                }
            }
            for (key, outcome) in ended.drain(..) {
                busy.retain(|busy| busy.key != key);
                match outcome {
                    Ok(Outcome::Settled) => {}
                    Ok(Outcome::Slow(pause)) => {
                        tracing::warn!(?pause, "the homeserver asks for fewer messages");
                        let now = self.clock.now();
                        if pause > Duration::ZERO {
                            budget.exhaust(now);
                        }
                        not_before = Some(later(now, pause));
                    }
                    Ok(Outcome::SignedOut) => return SignedOut,
                    Err(fault) => report("delivering", &fault),
                }
            }
        }
    }

    /// The homeserver has not forgotten what was sent before the start.
    async fn budget(&self) -> Budget {
        let (rate, now) = (self.limits.rate, self.clock.now());
        let since = rate.and_then(|rate| now.checked_sub(rate.memory()).ok());
        let sent = match since {
            Some(since) => self.store.sent_since(since).await.unwrap_or_else(|fault| {
                report("reading what was sent before", &fault);
                Vec::new()
            }),
            None => Vec::new(),
        };
        Budget::new(rate, &sent, now)
    }

    /// One attempt, and what the store must know of it.
    async fn deliver(&self, due: Due) -> Result<Outcome, Fault> {
        let Due { mut delivery, target, attempts, queued, doubt } = due;
        if let Some(doubt) = doubt
            && let Some(outcome) = self.look_for(&delivery, doubt).await?
        {
            return Ok(outcome);
        }
        let now = self.clock.now();
        // What goes to many rooms is corrected where it waits, up to this moment. And where others share
        // the memory, they must know who is sending.
        let can_change = delivery.errand.is_some() && matches!(delivery.act, Act::Say(_));
        if can_change || self.store.shared() {
            match self.store.begin(&delivery.key, now).await? {
                Some(latest) => delivery = latest,
                None => return Ok(Outcome::Settled),
            }
        }
        if let Act::Say(Speech { loud, loud_from: Some(moment), .. }) = &mut delivery.act {
            *loud |= *moment <= now;
        }
        let key = delivery.key.clone();
        let about =
            matches!(delivery.act, Act::Edit { .. } | Act::Amend { .. } | Act::Redact { .. });
        if target.is_none() && about {
            self.store.give_up(&key, "what it is about was never delivered", now).await?;
            return Ok(Outcome::Settled);
        }
        let answer = self.channel.deliver(&delivery, target.as_ref()).await;
        let now = self.clock.now();
        let too_late = now.duration_since(queued) > GIVE_UP;
        let lost = match &answer {
            Err(Refusal::Never(_)) => true,
            Err(Refusal::Later(_) | Refusal::Slow(_)) => too_late,
            _ => false,
        };
        if lost || answer.is_ok() {
            self.tell_removal(&delivery, now, answer.is_ok()).await?;
        }
        match answer {
            Ok(event) => {
                self.store.delivered(&key, event.as_ref(), now).await?;
                self.counts.done(&key, now);
                tracing::info!(%key, room = %delivery.room, attempts, "delivered");
                Ok(Outcome::Settled)
            }
            Err(Refusal::Never(reason)) => {
                tracing::error!(%key, room = %delivery.room, reason, "gave a delivery up");
                self.store.give_up(&key, &reason, now).await?;
                Ok(Outcome::Settled)
            }
            Err(Refusal::Later(_) | Refusal::Slow(_)) if too_late => {
                tracing::error!(%key, room = %delivery.room, attempts, "gave a delivery up: too late");
                self.store.give_up(&key, Fate::TOO_LATE, now).await?;
                Ok(Outcome::Settled)
            }
            Err(Refusal::Later(after)) => {
                let pause = after.unwrap_or_else(|| back_off(attempts));
                tracing::warn!(%key, room = %delivery.room, attempts, ?pause, "delivery put off");
                self.store.postpone(&key, later(now, pause)).await?;
                Ok(Outcome::Slow(Duration::ZERO))
            }
            Err(Refusal::Slow(pause)) => {
                self.store.postpone(&key, later(now, pause)).await?;
                Ok(Outcome::Slow(pause))
            }
            Err(Refusal::SignedOut) => Ok(Outcome::SignedOut),
        }
    }

    /// Lets the sender of a message know that it was removed, or was not after all; once for all its
    /// versions.
    async fn tell_removal(
        &self,
        delivery: &Delivery,
        now: Timestamp,
        removed: bool,
    ) -> Result<(), Fault> {
        let Act::Remove { event, sender, .. } = &delivery.act else { return Ok(()) };
        let agreed = delivery.key.as_str().rsplit_once('/').map_or("", |(cause, _)| cause);
        let event = event.clone();
        let (how, what) = match removed {
            true => ("removed", What::Removed { event }),
            false => ("refused", What::NotRemoved { event }),
        };
        let told = Incoming {
            cause: Cause::new(format!("{how}:{agreed}")),
            at: now,
            room: delivery.room.clone(),
            direct: false,
            from: Sender { user: sender.clone(), moderator: false },
            what,
        };
        self.happened(vec![told]).await?;
        Ok(())
    }
}

/// Waits for something while the deliveries go on. They hold the store's connection at times: who waits
/// for it, and lets them not go on, waits until patience is over.
async fn meanwhile<T, O>(
    wanted: impl Future<Output = T>,
    under_way: &mut FuturesUnordered<impl Future<Output = O>>,
    ended: &mut Vec<O>,
) -> T {
    let mut wanted = pin!(wanted);
    loop {
        tokio::select! {
            found = &mut wanted => return found,
            Some(one) = under_way.next(), if !under_way.is_empty() => ended.push(one),
        }
    }
}

/// A delivery that is under way.
struct Busy {
    key: DeliveryKey,
    room: RoomId,
    urgency: Urgency,
    moment: Option<Timestamp>,
}

impl Busy {
    fn with(delivery: &Delivery) -> Self {
        let Delivery { key, room, urgency, moment, .. } = delivery;
        Self { key: key.clone(), room: room.clone(), urgency: *urgency, moment: *moment }
    }

    /// Whether another may go meanwhile: to another room, or of the same moment.
    fn lets_go(&self, other: &Delivery) -> bool {
        let beside = self.moment.is_some() && self.moment == other.moment;
        self.key != other.key && (self.room != other.room || beside)
    }
}

/// Whether a place is free for something this urgent.
fn open_to(urgency: Urgency, busy: &[Busy]) -> bool {
    let patient = |urgency: Urgency| urgency > Urgency::Answer;
    let waiting = busy.iter().filter(|busy| patient(busy.urgency)).count();
    busy.len() < AT_ONCE && (!patient(urgency) || waiting < AT_ONCE - KEPT)
}

/// 1, 2, 4 … at most 60 seconds.
pub(super) fn back_off(attempts: u32) -> Duration {
    Duration::from_secs(1 << attempts.min(6)).min(Duration::from_secs(60))
}

async fn pause(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
