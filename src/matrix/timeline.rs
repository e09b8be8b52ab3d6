//! What of a response is for the inbox? Rooms and their events become a batch, oldest first.

use super::failure::Failure;
use super::incoming::{Event, Heard, invitation};
use super::rooms::{Facts, false_successor, was_direct};
use super::sync::Listener;
use crate::ports::{Batch, Clock, Inbox, Undecrypted};
use crate::vocab::{Cause, Incoming, RoomId, Sender, Timestamp, UserId, What};
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma;
use matrix_sdk::ruma::api::client::membership::leave_room;
use matrix_sdk::ruma::api::client::sync::sync_events::v3;
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::serde::Raw;
use std::time::Duration;

/// How far back a gap is filled. What is older is not answered any more.
const OLDEST: Duration = Duration::from_secs(24 * 60 * 60);
/// How many pages of a hundred events at most.
const PAGES: u32 = 50;

impl<I: Inbox, C: Clock> Listener<'_, I, C> {
    /// The events of a timeline with those before it, back to the position `since` or our entry.
    pub(super) async fn whole(
        &self,
        room: &Room,
        newest: Vec<TimelineEvent>,
        mut more: Option<String>,
        since: &str,
    ) -> Result<Vec<TimelineEvent>, Failure> {
        let oldest = self.clock.now().checked_sub(OLDEST).unwrap_or(Timestamp::MIN);
        let mut backwards: Vec<_> = newest.into_iter().rev().collect();
        let mut pages = 0;
        if more.is_some() && self.reaches(&backwards, oldest) {
            more = None;
        }
        while let Some(from) = more.take().filter(|_| pages < PAGES) {
            pages += 1;
            self.moves(Duration::ZERO);
            let mut options = MessagesOptions::backward().from(from.as_str());
            options.to = Some(since.to_owned());
            options.limit = 100_u32.into();
            match Box::pin(room.messages(options)).await {
                Ok(page) => {
                    let reached = self.reaches(&page.chunk, oldest);
                    backwards.extend(page.chunk);
                    more = page.end.filter(|end| *end != from && !reached);
                }
                Err(error) => match Failure::from(&error) {
                    Failure::Lasting(cause) => {
                        tracing::warn!(room = %room.room_id(), "cannot look back: {cause}");
                    }
                    failure => return Err(failure),
                },
            }
        }
        backwards.reverse();
        Ok(backwards)
    }

    /// Whether nothing that matters lies before these: the bot came in, or all of them are old. One
    /// event with a false time must not hide what lies before it.
    fn reaches(&self, events: &[TimelineEvent], oldest: Timestamp) -> bool {
        let read = || events.iter().filter_map(|event| Event::read(event.raw().json().get()).ok());
        let entered = |event: Event| matches!(event.heard(self.me), Ok(Heard::Entered { .. }));
        (read().next().is_some() && read().all(|event| event.at < oldest)) || read().any(entered)
    }

    /// Takes over what happened in a room that the bot is in.
    pub(super) async fn joined(&self, room: &Room, events: Vec<TimelineEvent>, batch: &mut Batch) {
        if events.is_empty() {
            return;
        }
        let mut read: Vec<_> =
            events.iter().filter_map(|event| Some((self.read(room, event)?, event))).collect();
        let entry = read.iter().enumerate().rev().find_map(|(index, (event, _))| {
            match event.heard(self.me) {
                Ok(Heard::Entered { invited }) => Some((index, invited)),
                _ => None,
            }
        });
        let others = read.iter().any(|(event, _)| event.sender != *self.me);
        let facts = if others { Facts::of(room).await } else { Facts::of_own(room) };
        if let Some((index, invited)) = entry {
            // What was said before the bot came in was not said to it.
            let (event, _) = read.drain(..=index).next_back().expect("the range holds its end");
            if !invited && false_successor(room) {
                self.turn_back(room).await;
                return;
            }
            let cause = Cause::new(format!("join:{}", event.id));
            batch.incoming.push(facts.incoming(&event, cause, What::Joined));
        }
        for (event, source) in read {
            self.take(&facts, &event, source, batch);
        }
    }

    fn read(&self, room: &Room, event: &TimelineEvent) -> Option<Event> {
        Event::read(event.raw().json().get())
            .map(|event| event.by(self.clock.now()))
            .inspect_err(|error| {
                let id = event.event_id().map(|id| id.to_string()).unwrap_or_default();
                tracing::warn!(room = %room.room_id(), event = id, "skipped: {error}");
            })
            .ok()
    }

    /// Sorts one event into the batch.
    pub(super) fn take(
        &self,
        facts: &Facts,
        event: &Event,
        source: &TimelineEvent,
        batch: &mut Batch,
    ) {
        if matches!(source.kind, TimelineEventKind::UnableToDecrypt { .. }) {
            if !event.redacted() {
                batch.undecrypted.push(Undecrypted {
                    event: event.id.clone(),
                    room: facts.room(),
                    sender: event.sender.clone(),
                    at: event.at,
                    raw: source.raw().json().get().to_owned(),
                });
            }
            return;
        }
        match event.heard(self.me) {
            Ok(Heard::Said(what)) => {
                if let What::Redaction { of } = &what {
                    batch.settled.push(of.clone());
                }
                batch.incoming.push(facts.incoming(event, Cause::from(&event.id), what));
            }
            Ok(Heard::Echo(key)) => batch.echoes.push((key, event.id.clone())),
            Ok(Heard::Entered { .. } | Heard::Gone | Heard::Nothing) => {}
            Err(error) => {
                tracing::warn!(room = %facts.room(), event = %event.id, "skipped: {error}");
            }
        }
    }

    /// Leaves a room that was joined as the follower of another, which it does not know.
    async fn turn_back(&self, room: &Room) {
        let id = room.room_id();
        tracing::warn!(room = %id, "left again: it does not point back to the room it follows");
        // The SDK's own `leave` would leave the rooms before it, too.
        if let Err(error) = self.client.send(leave_room::v3::Request::new(id.to_owned())).await {
            tracing::warn!(room = %id, "leaving failed: {error}");
        }
    }

    /// Takes over that the bot is out of a room.
    pub(super) fn left<'a>(
        &self,
        room: &ruma::RoomId,
        mut events: impl Iterator<Item = &'a str>,
        batch: &mut Batch,
    ) {
        let gone = events.find_map(|json| {
            Event::read(json).ok().filter(|e| matches!(e.heard(self.me), Ok(Heard::Gone)))
        });
        let Some(event) = gone.map(|event| event.by(self.clock.now())) else { return };
        batch.incoming.push(Incoming {
            cause: Cause::new(format!("left:{}", event.id)),
            at: event.at,
            room: RoomId::new(room.as_str()),
            direct: self.client.get_room(room).is_some_and(|room| was_direct(&room)),
            from: Sender { user: event.sender, moderator: false },
            what: What::Left,
        });
    }

    /// Takes over an invitation. It has no id of its own: the position in the stream tells it from
    /// an earlier one to the same room.
    pub(super) fn invited<'a>(
        &self,
        room: &ruma::RoomId,
        state: impl Iterator<Item = &'a str>,
        batch: &mut Batch,
    ) {
        match invitation(state, self.me) {
            Some((inviter, direct)) => self.invitation_from(inviter, direct, room, batch),
            None => tracing::warn!(%room, "skipped an invitation that does not say from whom"),
        }
    }

    fn invitation_from(
        &self,
        inviter: UserId,
        direct: bool,
        room: &ruma::RoomId,
        batch: &mut Batch,
    ) {
        let position = batch.position.as_deref().unwrap_or_default();
        batch.incoming.push(Incoming {
            cause: Cause::new(format!("invite:{room}:{position}")),
            at: self.clock.now(),
            room: RoomId::new(room.as_str()),
            direct,
            from: Sender { user: inviter, moderator: false },
            what: What::Invited,
        });
    }

    /// Takes over the invitations that are still open: who may invite can have changed since.
    pub(super) async fn pending_invitations(&self, batch: &mut Batch) {
        for room in self.client.invited_rooms() {
            let direct = room.is_direct().await.unwrap_or(false);
            if let Ok(invite) = room.invite_details().await {
                let inviter = UserId::new(invite.inviter_id.as_str());
                self.invitation_from(inviter, direct, room.room_id(), batch);
            }
        }
    }

    /// Takes over a response that the SDK has not processed (and has no need to).
    pub(super) async fn missed(
        &self,
        response: v3::Response,
        since: &str,
        batch: &mut Batch,
    ) -> Result<(), Failure> {
        for (id, update) in response.rooms.join {
            let Some(room) = self.client.get_room(&id) else { continue };
            let mut events = Vec::with_capacity(update.timeline.events.len());
            for event in update.timeline.events {
                events.push(decrypted(&room, event).await);
            }
            let more = update.timeline.prev_batch.filter(|_| update.timeline.limited);
            let events = self.whole(&room, events, more, since).await?;
            self.joined(&room, events, batch).await;
        }
        for (id, update) in response.rooms.leave {
            self.left(&id, update.timeline.events.iter().map(|event| event.json().get()), batch);
        }
        for (id, update) in response.rooms.invite {
            let state = update.invite_state.events.iter().map(|event| event.json().get());
            self.invited(&id, state, batch);
        }
        Ok(())
    }
}

/// The event in the clear where that is possible.
async fn decrypted(room: &Room, event: Raw<AnySyncTimelineEvent>) -> TimelineEvent {
    let encrypted = event.get_field::<String>("type").ok().flatten();
    if encrypted.as_deref() != Some("m.room.encrypted") {
        return TimelineEvent::from_plaintext(event);
    }
    match room.decrypt_event(event.cast_ref_unchecked(), None).await {
        Ok(event) => event,
        Err(error) => {
            tracing::warn!(room = %room.room_id(), "an event cannot be decrypted: {error}");
            TimelineEvent::from_plaintext(event)
        }
    }
}

impl Facts {
    /// What somebody did in this room.
    pub(super) fn incoming(&self, event: &Event, cause: Cause, mut what: What) -> Incoming {
        if let What::Message(message) | What::Edit { message, .. } = &mut what {
            message.removable = self.removes();
            message.may_mention_room = self.may_mention_room(&event.sender);
        }
        Incoming {
            cause,
            at: event.at,
            room: self.room(),
            direct: self.direct,
            from: self.sender(&event.sender),
            what,
        }
    }
}
