//! How does the bot hear what happens? Its own loop on single syncs; nothing is lost in a crash.
//!
//! The SDK remembers where it stands *before* we have kept what it gave us, and its own loop sleeps
//! a second between quick responses. So the inbox keeps a position of its own, in one transaction
//! with what came; where the two differ, the gap is fetched again ([`Listener::catch_up`]).

use super::failure::Failure;
use super::incoming::Event;
use super::patience::{LONGEST_ASKED, Patience};
use super::session::{Pulse, StopReason, trusted};
use super::undecrypted::Late;
use crate::ports::{Batch, Clock, Inbox};
use crate::vocab::UserId;
use jiff::SignedDuration;
use matrix_sdk::Client;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::filter::{Filter, FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::sync::sync_events::v3;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::store::StateStoreDataKey;
use matrix_sdk::sync::{State, SyncResponse};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

/// How long the homeserver may hold a request while nothing happens.
const LONG_POLL: Duration = Duration::from_secs(30);
/// An empty response sooner than this did not wait for news.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Once around takes less than this, also when each request runs into its timeout.
const AROUND: Duration = Duration::from_secs(240);

/// While the bot hears nothing but what it says itself, much at a time, it lets some of it come together:
/// the homeserver needs its time for the sending.
const BREATH: Duration = Duration::from_millis(100);

/// How quickly the next poll follows.
#[derive(Default)]
struct Pace {
    /// How long the last empty answer that came at once was followed by a pause.
    idle: Duration,
    /// Whether the last answer brought only what the bot said.
    own: bool,
}

/// Listens for the inbox.
pub(super) struct Listener<'a, I, C> {
    pub client: &'a Client,
    pub me: &'a UserId,
    pub inbox: &'a I,
    pub clock: &'a C,
    pub pulse: &'a watch::Sender<Pulse>,
    pub late: mpsc::UnboundedSender<Late>,
}

/// What the bot asks of a sync: no presence, no typing, no receipts, only the members it meets.
pub(super) fn settings(since: Option<String>, patience: Duration) -> SyncSettings {
    let settings =
        SyncSettings::new().filter(filter()).set_presence(PresenceState::Offline).timeout(patience);
    match since {
        Some(since) => settings.token(since),
        None => settings,
    }
}

fn filter() -> v3::Filter {
    let nothing = || vec!["*".to_owned()];
    let mut definition = FilterDefinition::default();
    let mut presence = Filter::default();
    presence.not_types = nothing();
    definition.presence = presence;
    definition.room.ephemeral.not_types = nothing();
    // Synapse gives at most 100; what is beyond is paged in.
    definition.room.timeline.limit = Some(100_u32.into());
    let lazy = LazyLoadOptions::Enabled { include_redundant_members: false };
    definition.room.timeline.lazy_load_options = lazy;
    definition.room.state.lazy_load_options = lazy;
    v3::Filter::FilterDefinition(definition)
}

impl<I: Inbox, C: Clock> Listener<'_, I, C> {
    /// Listens for ever; ends only when that makes no sense any more.
    pub(super) async fn listen(&self) -> StopReason {
        let what = "syncing";
        let mut patience = Patience::default();
        let mut pace = Pace::default();
        let mut position = None;
        let mut hold = Duration::ZERO;
        loop {
            self.moves(Duration::ZERO);
            let outcome = match position.take() {
                Some(since) => {
                    let polled = self.poll(since, hold, &mut pace).await;
                    hold = LONG_POLL;
                    polled.inspect(|_| patience.over(what)).map(Some)
                }
                None => {
                    // Needs no homeserver when nothing is missing: no sign that it is back. The
                    // next poll does not wait for news, and shows it at once.
                    hold = Duration::ZERO;
                    self.catch_up().await
                }
            };
            match outcome {
                Ok(reached) => position = reached,
                Err(Failure::SignedOut) => return StopReason::SignedOut,
                Err(Failure::Slow(asked)) => {
                    self.moves(asked);
                    patience.wait_as_asked(what, asked).await;
                }
                Err(Failure::Passing(cause) | Failure::Lasting(cause)) => {
                    patience.wait(what, cause).await;
                }
            }
        }
    }

    /// One long poll; gives the position that it reached.
    async fn poll(
        &self,
        since: String,
        hold: Duration,
        pace: &mut Pace,
    ) -> Result<String, Failure> {
        let began = Instant::now();
        let polled = Box::pin(self.client.sync_once(settings(Some(since.clone()), hold))).await;
        let response = polled.map_err(|e| Failure::from(&e))?;
        let reached = response.next_batch.clone();
        let in_vain = hold > AT_ONCE && began.elapsed() < AT_ONCE && empty(&response);
        let own = self.hear(response, &since).await?;
        if in_vain {
            // A homeserver that does not wait for news must not be asked without end.
            pace.idle = (pace.idle * 2).clamp(AT_ONCE / 10, AT_ONCE * 5);
            sleep(pace.idle).await;
        } else {
            pace.idle = Duration::ZERO;
        }
        if std::mem::replace(&mut pace.own, own) && own {
            sleep(BREATH).await;
        }
        Ok(reached)
    }

    /// Where the SDK stands, after fetching what it has seen and the inbox has not.
    async fn catch_up(&self) -> Result<Option<String>, Failure> {
        let stored = self.client.state_store().get_kv_data(StateStoreDataKey::SyncToken).await;
        let stored = stored.map_err(|e| Failure::Passing(e.to_string()))?;
        let Some(reached) = stored.and_then(|data| data.into_sync_token()) else {
            // A new account's very first sync; what it brings was before our time.
            let first = Box::pin(self.client.sync_once(settings(None, Duration::ZERO))).await;
            first.map_err(|e| Failure::from(&e))?;
            return Ok(None);
        };
        let kept = self.inbox.position().await.map_err(|e| Failure::Passing(e.to_string()))?;
        let mut batch = Batch { position: Some(reached.clone()), ..Batch::default() };
        let known = kept.as_ref() == Some(&reached);
        match kept {
            Some(_) if known => {}
            Some(kept) => {
                // Past the SDK, which has seen it and would give an empty response.
                let mut request = v3::Request::new();
                request.filter = Some(filter());
                request.since = Some(kept.clone());
                request.set_presence = PresenceState::Offline;
                match self.client.send(request).await.map_err(|e| Failure::from(&e)) {
                    Ok(missed) => {
                        self.missed(missed, &kept, &mut batch).await?;
                        let events = batch.incoming.len() + batch.undecrypted.len();
                        tracing::info!(
                            events,
                            "fetched what came since the inbox was last written"
                        );
                    }
                    Err(Failure::Lasting(cause)) => {
                        tracing::error!("what came in between cannot be fetched: {cause}");
                    }
                    Err(failure) => return Err(failure),
                }
            }
            None => {}
        }
        if self.pulse.borrow().synced.is_none() {
            self.pending_invitations(&mut batch).await;
        }
        if !known || !batch.incoming.is_empty() {
            self.hand_over(batch).await;
        }
        Ok(Some(reached))
    }

    /// Hands a response over, whole. Whether it brought nothing but what the bot said itself.
    async fn hear(&self, response: SyncResponse, since: &str) -> Result<bool, Failure> {
        let for_device = !response.to_device.is_empty();
        let mut batch = Batch { position: Some(response.next_batch.clone()), ..Batch::default() };
        for (id, update) in response.rooms.joined {
            let Some(room) = self.client.get_room(&id) else { continue };
            self.moves(Duration::ZERO);
            self.compare_clocks(&update.timeline.events);
            let more = update.timeline.prev_batch.filter(|_| update.timeline.limited);
            let events = self.whole(&room, update.timeline.events, more, since).await?;
            self.joined(&room, events, &mut batch).await;
        }
        for (id, update) in response.rooms.left {
            let (State::Before(state) | State::After(state)) = &update.state;
            let timeline = update.timeline.events.iter().map(|event| event.raw().json().get());
            self.left(
                &id,
                timeline.chain(state.iter().map(|event| event.json().get())),
                &mut batch,
            );
        }
        for (id, update) in response.rooms.invited {
            let state = update.invite_state.events.iter().map(|event| event.json().get());
            self.invited(&id, state, &mut batch);
        }
        let nobody_else =
            batch.incoming.is_empty() && batch.undecrypted.is_empty() && batch.settled.is_empty();
        let own = nobody_else && !batch.echoes.is_empty();
        // Without news, the inbox's position may lag behind: what lies between is empty.
        if own || !nobody_else {
            self.hand_over(batch).await;
        }
        self.beat();
        Ok(own && !for_device)
    }

    /// Gives the inbox a batch until it takes it.
    pub(super) async fn hand_over(&self, batch: Batch) {
        let what = "keeping what came";
        let mut patience = Patience::default();
        while let Err(fault) = self.inbox.receive(batch.clone()).await {
            self.moves(Duration::ZERO);
            let source = fault.source.as_ref().map(ToString::to_string).unwrap_or_default();
            patience.wait(what, format!("{fault}: {source}")).await;
        }
        patience.over(what);
        let waiting = batch.undecrypted.into_iter().map(Late::Waiting);
        for late in batch.settled.into_iter().map(Late::Settled).chain(waiting) {
            // Nobody receives only when the session is about to end.
            let _ = self.late.send(late);
        }
    }

    /// How far this clock is from the homeserver's: it says of an event when it was, and how long ago.
    fn compare_clocks(&self, events: &[TimelineEvent]) {
        let newest = events.last().and_then(|event| Event::read(event.raw().json().get()).ok());
        let answered =
            |event: Event| event.at.checked_add(SignedDuration::from_millis(event.age?)).ok();
        if let Some(there) = newest.and_then(answered) {
            let ahead = self.clock.now().duration_since(there).as_secs();
            self.pulse.send_modify(|pulse| pulse.ahead = Some(ahead));
        }
    }

    /// The listening goes on: it is around again in good time, after a pause that was asked for.
    pub(super) fn moves(&self, pause: Duration) {
        let around = Instant::now().checked_add(AROUND + pause.min(LONGEST_ASKED));
        self.pulse.send_modify(|pulse| pulse.around = around.map(Instant::into_std));
    }

    /// The homeserver has answered, and all of it is kept.
    fn beat(&self) {
        let (now, rooms) = (self.clock.now(), self.client.joined_rooms().len());
        self.pulse.send_modify(|pulse| {
            pulse.synced = Some(now);
            pulse.rooms = rooms;
            pulse.verified = trusted(self.client).unwrap_or(pulse.verified);
        });
    }
}

fn empty(response: &SyncResponse) -> bool {
    response.rooms.is_empty() && response.to_device.is_empty() && response.account_data.is_empty()
}
