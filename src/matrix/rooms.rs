//! What does the bot know of a room: who may do what, is it a direct chat, does it follow another?

use crate::vocab::{JoinedRoom, RoomId, Sender, UserId};
use matrix_sdk::Room;
use matrix_sdk::ruma;
use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::power_levels::{RoomPowerLevels, UserPowerLevel};

/// The facts of a room that stand in everything that comes from it.
pub(super) struct Facts {
    room: RoomId,
    /// Whether it is a direct chat.
    pub direct: bool,
    /// Whether the bot may remove what others say.
    removes: bool,
    me: UserId,
    power: Option<RoomPowerLevels>,
}

impl Facts {
    /// Looks the facts up, in memory and in the SDK's store; asks nobody.
    pub(super) async fn of(room: &Room) -> Self {
        let power = room.power_levels_or_default().await;
        let removes = power.user_can_redact_event_of_other(room.own_user_id());
        Self { removes, power: Some(power), ..Self::of_own(room) }
    }

    /// The facts that the bot's own events need: a look in the store less for every answer.
    pub(super) fn of_own(room: &Room) -> Self {
        let id = RoomId::new(room.room_id().as_str());
        let me = UserId::new(room.own_user_id().as_str());
        Self { room: id, direct: direct(room), removes: false, me, power: None }
    }

    /// The room's id.
    pub(super) fn room(&self) -> RoomId {
        self.room.clone()
    }

    /// Whether the bot may remove what others say here.
    pub(super) fn removes(&self) -> bool {
        self.removes
    }

    /// Whether this user and the bot may both mention everybody here.
    pub(super) fn may_mention_room(&self, user: &UserId) -> bool {
        self.power
            .as_ref()
            .is_some_and(|power| may_mention_room(power, &self.me) && may_mention_room(power, user))
    }

    /// The user, and whether they may change the room's settings.
    pub(super) fn sender(&self, user: &UserId) -> Sender {
        let moderates = |power: &RoomPowerLevels| {
            ruma::UserId::parse(user.as_str()).is_ok_and(|id| match power.for_user(&id) {
                UserPowerLevel::Int(level) => level >= power.state_default,
                // A creator, in rooms from version 12 on.
                _ => true,
            })
        };
        Sender { user: user.clone(), moderator: self.power.as_ref().is_some_and(moderates) }
    }
}

/// A room that the bot is in, and what this person and the bot may do there; asks nobody.
pub(super) async fn joined(room: &Room, user: &UserId) -> JoinedRoom {
    let power = room.power_levels_or_default().await;
    let me = UserId::new(room.own_user_id().as_str());
    // In an encrypted room the homeserver sees only that something is encrypted.
    let kind = match room.encryption_state().is_encrypted() {
        true => MessageLikeEventType::RoomEncrypted,
        false => MessageLikeEventType::RoomMessage,
    };
    let name = room.cached_display_name().map(|name| name.to_string());
    JoinedRoom {
        room: RoomId::new(room.room_id().as_str()),
        name: room.name().filter(|name| !name.is_empty()).or(name),
        direct: direct(room),
        writes: power.user_can_send_message(room.own_user_id(), kind),
        mentions: may_mention_room(&power, &me) && may_mention_room(&power, user),
        member: member(room, user).await,
    }
}

/// Whether a user is in the room, as far as the last sync told.
async fn member(room: &Room, user: &UserId) -> bool {
    let Ok(user) = ruma::UserId::parse(user.as_str()) else { return false };
    let found = room.get_member_no_sync(&user).await.ok().flatten();
    found.is_some_and(|member| *member.membership() == MembershipState::Join)
}

/// Whether a user may mention everybody in the room.
pub(super) fn may_mention_room(power: &RoomPowerLevels, user: &UserId) -> bool {
    ruma::UserId::parse(user.as_str())
        .is_ok_and(|user| power.user_can_trigger_room_notification(&user))
}

/// A room is a direct chat when exactly one other person is in it (or invited), and it was opened as
/// one or has no name: clients open direct chats in either way. A team room that has a name is none,
/// even while the bot and one colleague are the first two in it.
fn direct(room: &Room) -> bool {
    room.active_members_count() == 2 && private(room)
}

/// The same of a room that the bot is out of.
pub(super) fn was_direct(room: &Room) -> bool {
    room.active_members_count() <= 1 && private(room)
}

fn private(room: &Room) -> bool {
    let unnamed =
        room.name().is_none_or(|name| name.is_empty()) && room.canonical_alias().is_none();
    room.direct_targets_length() > 0 || unnamed
}

/// Whether some room says that this one follows it, while this one does not point back.
pub(super) fn false_successor(room: &Room) -> bool {
    let points_to = room.predecessor_room().map(|before| before.room_id);
    let claims: Vec<_> = room
        .client()
        .rooms()
        .into_iter()
        .filter(|old| old.successor_room().is_some_and(|next| next.room_id == room.room_id()))
        .map(|old| old.room_id().to_owned())
        .collect();
    !claims.is_empty() && !claims.iter().any(|old| points_to.as_ref() == Some(old))
}
