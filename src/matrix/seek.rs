//! Is a delivery in its room already? What another device of the account sent shows its key there.

use super::channel::{Channel, refusal};
use super::incoming::{Event, Heard};
use crate::ports::{Found, Refusal};
use crate::vocab::{DeliveryKey, RoomId, Timestamp, UserId};
use matrix_sdk::deserialized_responses::TimelineEventKind;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::uint;

/// So much may two clocks differ.
const CLOCKS: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// So many pages of a hundred events are looked through for a delivery.
const PAGES: u32 = 10;

impl Channel {
    /// Looks for a delivery in what the account itself sent, from now back to a little before `since`.
    pub(super) async fn look_back(
        &self,
        room: &RoomId,
        key: &DeliveryKey,
        since: Timestamp,
    ) -> Result<Found, Refusal> {
        let room = self.room(room)?;
        let me = UserId::new(room.own_user_id().as_str());
        // The clock of who began to send it may differ from the homeserver's.
        let since = since.checked_sub(CLOCKS).unwrap_or(Timestamp::MIN);
        let (mut from, mut unreadable) = (None::<String>, false);
        for _ in 0..PAGES {
            let mut options = MessagesOptions::backward();
            options.from = from.take();
            options.limit = uint!(100);
            let page = Box::pin(room.messages(options)).await.map_err(|e| refusal(&e))?;
            for event in &page.chunk {
                let locked = matches!(event.kind, TimelineEventKind::UnableToDecrypt { .. });
                let Ok(event) = Event::read(event.raw().json().get()) else { continue };
                if event.at < since {
                    return Ok(if unreadable { Found::Unreadable } else { Found::NotThere });
                }
                if event.sender != me {
                    continue;
                }
                match event.heard(&me) {
                    Ok(Heard::Echo(there)) if there == *key => {
                        return Ok(Found::There(event.id));
                    }
                    _ => unreadable |= locked && !event.redacted(),
                }
            }
            from = page.end;
            if from.is_none() {
                break;
            }
        }
        Ok(if unreadable { Found::Unreadable } else { Found::NotThere })
    }
}
