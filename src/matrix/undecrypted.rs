//! What becomes of a message whose key is not here yet? It is tried again, on news and by the clock.

use super::incoming::Event;
use super::patience::Patience;
use super::rooms::Facts;
use super::sync::Listener;
use crate::ports::{Batch, Clock, Inbox, Undecrypted};
use crate::vocab::{Cause, EventId, What};
use futures_util::StreamExt;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Room, RoomState};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// When it is tried again, counted from when this process first saw it. After the last it is given
/// up: the key that comes then would open a question that nobody remembers.
const TRIES: [Duration; 6] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    GRACE,
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(60 * 60),
];
/// After this the sender hears that their message cannot be read.
const GRACE: Duration = Duration::from_secs(60);

/// What the listening part has to tell.
pub(super) enum Late {
    /// This one is waiting now.
    Waiting(Undecrypted),
    /// This one need not be tried again.
    Settled(EventId),
}

/// A message that waits for its key.
struct Waiting {
    message: Undecrypted,
    session: Option<String>,
    seen: Instant,
    tries: usize,
    told: bool,
}

impl Waiting {
    fn new(message: Undecrypted) -> Self {
        let session = Event::read(&message.raw).ok();
        let session = session.and_then(|event| event.encrypted_with().map(str::to_owned));
        Self { message, session, seen: Instant::now(), tries: 0, told: false }
    }

    fn next(&self) -> Instant {
        self.seen + TRIES[self.tries.min(TRIES.len() - 1)]
    }
}

/// What came of a try.
enum Outcome {
    /// It can be read now.
    Read(Box<TimelineEvent>, Room),
    /// The key is still missing.
    Missing,
    /// The bot is not in the room any more.
    Pointless,
}

/// Tries what waits until it can be read or is given up. Never ends by itself.
pub(super) async fn retry<I: Inbox, C: Clock>(
    listener: &Listener<'_, I, C>,
    mut news: mpsc::UnboundedReceiver<Late>,
) -> Infallible {
    let mut waiting = from_before(listener).await;
    let mut keys = listener.client.encryption().room_keys_received_stream().await;
    loop {
        let next = waiting.iter().map(Waiting::next).min();
        tokio::select! {
            late = news.recv() => match late {
                Some(Late::Waiting(message)) => {
                    if waiting.iter().all(|known| known.message.event != message.event) {
                        tracing::info!(room = %message.room, event = %message.event, "waiting for the key");
                        waiting.push(Waiting::new(message));
                    }
                }
                Some(Late::Settled(event)) => waiting.retain(|known| known.message.event != event),
                // The other end lives as long as the listener does.
                None => std::future::pending().await,
            },
            received = async { match &mut keys {
                Some(stream) => stream.next().await,
                None => std::future::pending().await,
            }} => match received {
                Some(Ok(received)) => {
                    let opened = |known: &Waiting| received.iter().any(|key| {
                        known.session.as_deref() == Some(key.session_id.as_str())
                    });
                    round(listener, &mut waiting, opened).await;
                }
                // Some news was lost: any of them may be open now.
                Some(Err(_)) => round(listener, &mut waiting, |_| true).await,
                // The SDK has made itself a new machine.
                None => keys = listener.client.encryption().room_keys_received_stream().await,
            },
            () = async { match next {
                Some(next) => sleep_until(next).await,
                None => std::future::pending().await,
            }} => {
                let now = Instant::now();
                round(listener, &mut waiting, |known| known.next() <= now).await;
            }
        }
        listener.pulse.send_if_modified(|pulse| {
            std::mem::replace(&mut pulse.waiting, waiting.len()) != waiting.len()
        });
    }
}

/// What an earlier process could not read; tried as if it had come now.
async fn from_before<I: Inbox, C: Clock>(listener: &Listener<'_, I, C>) -> Vec<Waiting> {
    let what = "looking up what waits for a key";
    let mut patience = Patience::default();
    let mut waiting: Vec<_> = loop {
        match listener.inbox.undecrypted().await {
            Ok(messages) => break messages.into_iter().map(Waiting::new).collect(),
            Err(fault) => patience.wait(what, fault).await,
        }
    };
    round(listener, &mut waiting, |_| true).await;
    waiting
}

/// One try for each that is `due`; what came of it is handed over in one batch.
async fn round<I: Inbox, C: Clock>(
    listener: &Listener<'_, I, C>,
    waiting: &mut Vec<Waiting>,
    due: impl Fn(&Waiting) -> bool,
) {
    let mut batch = Batch::default();
    let mut given_up = 0;
    for known in waiting.iter_mut().filter(|known| due(known)) {
        let id = &known.message.event;
        match attempt(listener, &known.message).await {
            Outcome::Read(event, room) => {
                tracing::info!(event = %id, "the key came");
                batch.settled.push(id.clone());
                if let Ok(read) = Event::read(event.raw().json().get()) {
                    let read = read.by(listener.clock.now());
                    listener.take(&Facts::of(&room).await, &read, &event, &mut batch);
                }
            }
            Outcome::Pointless => batch.settled.push(id.clone()),
            Outcome::Missing => {
                let age = known.seen.elapsed();
                known.tries = TRIES.iter().filter(|due| **due <= age).count();
                if known.tries == TRIES.len() {
                    tracing::warn!(event = %id, "gave up waiting for the key");
                    given_up += 1;
                    batch.settled.push(id.clone());
                } else if age >= GRACE && !known.told {
                    known.told = true;
                    tell(listener, &known.message, &mut batch).await;
                }
            }
        }
    }
    waiting.retain(|known| !batch.settled.contains(&known.message.event));
    listener.pulse.send_if_modified(|pulse| {
        pulse.undecryptable += given_up;
        given_up > 0
    });
    if !(batch.settled.is_empty() && batch.incoming.is_empty()) {
        listener.hand_over(batch).await;
    }
}

fn room_of<I, C>(listener: &Listener<'_, I, C>, message: &Undecrypted) -> Option<Room> {
    let id = ruma::RoomId::parse(message.room.as_str()).ok()?;
    listener.client.get_room(&id).filter(|room| room.state() == RoomState::Joined)
}

async fn attempt<I, C>(listener: &Listener<'_, I, C>, message: &Undecrypted) -> Outcome {
    let Some(room) = room_of(listener, message) else { return Outcome::Pointless };
    let Ok(raw) = Raw::from_json_string(message.raw.clone()) else { return Outcome::Pointless };
    match room.decrypt_event(&raw, None).await {
        Ok(event) if matches!(event.kind, TimelineEventKind::Decrypted(_)) => {
            Outcome::Read(Box::new(event), room)
        }
        _ => Outcome::Missing,
    }
}

/// Lets the sender know, unless it was the bot itself on another device.
async fn tell<I: Inbox, C: Clock>(
    listener: &Listener<'_, I, C>,
    message: &Undecrypted,
    batch: &mut Batch,
) {
    let (Some(room), Ok(event)) = (room_of(listener, message), Event::read(&message.raw)) else {
        return;
    };
    if message.sender == *listener.me {
        return;
    }
    let cause = Cause::new(format!("unreadable:{}", message.event));
    let facts = Facts::of(&room).await;
    let event = event.by(listener.clock.now());
    batch.incoming.push(facts.incoming(&event, cause, What::Unreadable));
}
