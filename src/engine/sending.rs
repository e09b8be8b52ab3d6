//! What does the bot send to rooms besides its replies, before it has a key?

use crate::vocab::{Act, DeliveryKey, Errand, Outgoing, RoomId, Urgency};

/// A part of what goes to many rooms.
pub struct Sending {
    /// Where.
    pub room: RoomId,
    /// What.
    pub act: Act,
    /// What goes before it.
    pub urgency: Urgency,
    /// What it belongs to.
    pub errand: Errand,
}

impl Sending {
    /// With the key that names it.
    pub fn into_outgoing(self, key: DeliveryKey) -> Outgoing {
        let (urgency, errand) = (self.urgency, Some(self.errand));
        Outgoing { urgency, errand, ..Outgoing::new(key, self.room, self.act) }
    }
}
