//! How does a delivery reach its room? Once, whatever happens in between.

use super::failure::Failure;
use super::incoming::{self, Heard};
use super::outgoing;
use super::rooms::{self, may_mention_room};
use super::session::Pulse;
use crate::ports::{self, Delivery, Found, Refusal};
use crate::text::attached::{self, File};
use crate::text::document::Document;
use crate::vocab::{
    Act, DeliveryKey, EventId, Fate, JoinedRoom, Link, Poll, RoomId, Speech, Timestamp, UserId,
    Vote, What,
};
use matrix_sdk::config::RequestConfig;
use matrix_sdk::room::RelationsOptions;
use matrix_sdk::ruma::{self, OwnedTransactionId, RoomOrAliasId, uint};
use matrix_sdk::{Client, Error, Room, RoomState};
use mime::Mime;
use serde_json::Value;
use std::time::Duration;
use tokio::sync::watch;

/// A message of any kind.
const MESSAGE: &str = "m.room.message";

/// The way to the rooms of the homeserver.
#[derive(Clone)]
pub struct Channel {
    client: Client,
    pulse: watch::Receiver<Pulse>,
}

impl ports::Channel for Channel {
    async fn deliver(
        &self,
        delivery: &Delivery,
        target: Option<&EventId>,
    ) -> Result<Option<EventId>, Refusal> {
        let txn = outgoing::transaction(&delivery.key);
        match &delivery.act {
            Act::Say(speech) => {
                let everyone_for = self.everyone(&delivery.room, speech).await?;
                let speech = Speech { everyone_for, ..speech.clone() };
                let content = outgoing::message(&delivery.key, &speech);
                self.send(&delivery.room, txn, MESSAGE, content).await.map(Some)
            }
            Act::Edit { speech, .. } => {
                // What was never delivered cannot be replaced: then this is the message.
                let content = match target {
                    Some(of) => outgoing::replacement(&delivery.key, speech, of),
                    None => outgoing::message(&delivery.key, speech),
                };
                self.send(&delivery.room, txn, MESSAGE, content).await.map(Some)
            }
            Act::Amend { was, now, .. } => {
                let Some(of) = target else { return Ok(None) };
                let said = self.fetched(&delivery.room, of).await?;
                let said = said.as_ref().and_then(incoming::Event::newest);
                match said.and_then(|said| outgoing::amended(&delivery.key, said, (was, now), of)) {
                    Some(content) => {
                        self.send(&delivery.room, txn, MESSAGE, content).await.map(Some)
                    }
                    None => Ok(None),
                }
            }
            Act::Redact { .. } => match target {
                Some(event) => self.redact(&delivery.room, txn, event, None).await.map(Some),
                None => Ok(None),
            },
            Act::Remove { event, sender, reason } => {
                let said = self.fetched(&delivery.room, event).await?;
                // Anybody can name anybody's message as an earlier version of their own.
                if said.is_none_or(|said| said.sender != *sender) {
                    return Err(Refusal::Never("not a message of who asked".into()));
                }
                self.redact(&delivery.room, txn, event, Some(&reason.plain())).await.map(Some)
            }
            Act::Poll { speech, question, options } => {
                let content = outgoing::poll(&delivery.key, speech, question, options);
                self.send(&delivery.room, txn, incoming::POLL, content).await.map(Some)
            }
            Act::EndPoll { speech, .. } => match target {
                Some(of) => {
                    let content = outgoing::poll_end(&delivery.key, speech, of);
                    self.send(&delivery.room, txn, incoming::POLL_END, content).await.map(Some)
                }
                None => Ok(None),
            },
            Act::Attach { file } => {
                let file = attached::file(file).map_err(never)?;
                let content = self.file(&delivery.room, &delivery.key, file).await?;
                self.send(&delivery.room, txn, MESSAGE, content).await.map(Some)
            }
            Act::Join { via } => self.join(&delivery.room, via).await.map(|()| None),
        }
    }

    async fn read(
        &self,
        room: &RoomId,
        event: &EventId,
    ) -> Result<Option<(UserId, String)>, Refusal> {
        let Some(event) = self.fetched(room, event).await? else { return Ok(None) };
        let me = self.client.user_id().map(|me| UserId::new(me.as_str()));
        // What cannot be decrypted, and what was removed, says nothing.
        let heard = me.and_then(|me| event.heard(&me).ok());
        Ok(match heard {
            Some(Heard::Said(What::Message(message) | What::Edit { message, .. })) => {
                Some((event.sender, message.text))
            }
            _ => None,
        })
    }

    async fn find(
        &self,
        room: &RoomId,
        key: &DeliveryKey,
        since: Timestamp,
    ) -> Result<Found, Refusal> {
        self.look_back(room, key, since).await
    }

    fn link(&self) -> Link {
        let pulse = *self.pulse.borrow();
        Link {
            synced: pulse.synced,
            verified: pulse.verified,
            rooms: pulse.rooms,
            undecrypted: pulse.waiting,
            ahead: pulse.ahead,
        }
    }

    async fn votes(
        &self,
        room: &RoomId,
        event: &EventId,
        poll: Poll,
    ) -> Result<Vec<Vote>, Refusal> {
        let id = ruma::EventId::parse(event.as_str()).map_err(never)?;
        let (in_room, room) = (room.clone(), self.room(room)?);
        let me = UserId::new(room.own_user_id().as_str());
        let mut votes = Vec::new();
        let mut from = None;
        loop {
            let options =
                RelationsOptions { from, limit: Some(uint!(100)), ..RelationsOptions::default() };
            let page = room.relations(id.clone(), options).await.map_err(|e| refusal(&e))?;
            for related in &page.chunk {
                let Ok(related) = incoming::Event::read(related.raw().json().get()) else {
                    continue;
                };
                if let Ok(Heard::Said(What::Reaction { to, key })) = related.heard(&me)
                    && to == *event
                {
                    let (person, at) = (related.sender, related.at);
                    votes.push(Vote {
                        event: related.id,
                        person,
                        at,
                        room: in_room.clone(),
                        poll,
                        key,
                    });
                }
            }
            from = page.next_batch_token;
            if from.is_none() {
                return Ok(votes);
            }
        }
    }

    async fn rooms(&self, user: &UserId) -> Vec<JoinedRoom> {
        let mut found = Vec::new();
        for room in self.client.joined_rooms() {
            found.push(rooms::joined(&room, user).await);
        }
        found
    }
}

impl Channel {
    pub(super) fn new(client: Client, pulse: watch::Receiver<Pulse>) -> Self {
        Self { client, pulse }
    }

    pub(super) fn room(&self, id: &RoomId) -> Result<Room, Refusal> {
        let parsed = ruma::RoomId::parse(id.as_str()).map_err(never)?;
        self.client.get_room(&parsed).ok_or_else(|| {
            // A new device does not know its rooms before the first sync.
            match self.pulse.borrow().synced {
                Some(_) => Refusal::Never(Fate::NOT_THERE.into()),
                None => Refusal::Later(None),
            }
        })
    }

    /// An event as the homeserver has it now; none when it is no event that can be understood.
    async fn fetched(
        &self,
        room: &RoomId,
        event: &EventId,
    ) -> Result<Option<incoming::Event>, Refusal> {
        let id = ruma::EventId::parse(event.as_str()).map_err(never)?;
        let config = RequestConfig::new().disable_retry().timeout(Duration::from_secs(20));
        let found = Box::pin(self.room(room)?.event(&id, Some(config))).await;
        let found = found.map_err(|e| refusal(&e))?;
        Ok(incoming::Event::read(found.raw().json().get()).ok())
    }

    /// On whose behalf everybody is mentioned: who asked for it, and the bot, must be allowed to now.
    async fn everyone(
        &self,
        room: &RoomId,
        speech: &Speech<Document>,
    ) -> Result<Option<UserId>, Refusal> {
        let Some(planner) = &speech.everyone_for else { return Ok(None) };
        let room = self.room(room)?;
        let power = room.power_levels_or_default().await;
        let me = UserId::new(room.own_user_id().as_str());
        let may = may_mention_room(&power, &me) && may_mention_room(&power, planner);
        Ok(may.then(|| planner.clone()))
    }

    async fn send(
        &self,
        room: &RoomId,
        txn: OwnedTransactionId,
        kind: &str,
        content: Value,
    ) -> Result<EventId, Refusal> {
        let room = self.room(room)?;
        // The outbox tries again; an attempt must end before its row is taken for lost.
        let config = RequestConfig::new().disable_retry().timeout(Duration::from_secs(20));
        let sending =
            room.send_raw(kind, content).with_transaction_id(&txn).with_request_config(config);
        let sent = sending.await.map_err(|e| refusal(&e))?;
        Ok(EventId::new(sent.response.event_id.as_str()))
    }

    /// The content of a message with a file, once that lies on the homeserver: encrypted for an
    /// encrypted room. Who tries again leaves the first copy there, with nobody who knows of it.
    async fn file(&self, room: &RoomId, key: &DeliveryKey, file: File) -> Result<Value, Refusal> {
        let encryption = self.room(room)?.latest_encryption_state().await;
        let source = if encryption.map_err(|e| refusal(&e))?.is_encrypted() {
            let mut reader = file.bytes.as_slice();
            let sent = self.client.upload_encrypted_file(&mut reader).await;
            let sent = sent.map_err(|e| refusal(&e))?;
            ("file", serde_json::to_value(sent).map_err(never)?)
        } else {
            let kind: Mime = file.kind.parse().map_err(never)?;
            let sent = self.client.media().upload(&kind, file.bytes.clone(), None).await;
            let sent = sent.map_err(|e| Refusal::from(Failure::from(&e)))?;
            ("url", sent.content_uri.as_str().into())
        };
        Ok(outgoing::file(key, &file, source))
    }

    async fn redact(
        &self,
        room: &RoomId,
        txn: OwnedTransactionId,
        event: &EventId,
        reason: Option<&str>,
    ) -> Result<EventId, Refusal> {
        let event = ruma::EventId::parse(event.as_str()).map_err(never)?;
        let done = self.room(room)?.redact(&event, reason, Some(txn)).await;
        let done = done.map_err(|e| Refusal::from(Failure::from(&e)))?;
        Ok(EventId::new(done.event_id.as_str()))
    }

    /// Joins by id: by alias, the SDK loses the invitation. Being in the room already is success.
    async fn join(&self, room: &RoomId, via: &UserId) -> Result<(), Refusal> {
        let id = ruma::RoomId::parse(room.as_str()).map_err(never)?;
        let joined = || self.client.get_room(&id).is_some_and(|r| r.state() == RoomState::Joined);
        if joined() {
            return Ok(());
        }
        let servers: Vec<_> = ruma::UserId::parse(via.as_str())
            .map(|user| user.server_name().to_owned())
            .into_iter()
            .collect();
        let target = <&RoomOrAliasId>::from(&*id);
        match Box::pin(self.client.join_room_by_id_or_alias(target, &servers)).await {
            Ok(_) => Ok(()),
            Err(_) if joined() => Ok(()),
            Err(error) => Err(refusal(&error)),
        }
    }
}

fn never(error: impl std::fmt::Display) -> Refusal {
    Refusal::Never(error.to_string())
}

pub(super) fn refusal(error: &Error) -> Refusal {
    Failure::from(error).into()
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SignedOut => Self::SignedOut,
            Failure::Slow(pause) => Self::Slow(pause),
            Failure::Passing(cause) => {
                tracing::debug!("a delivery has to wait: {cause}");
                Self::Later(None)
            }
            Failure::Lasting(cause) => Self::Never(cause),
        }
    }
}
