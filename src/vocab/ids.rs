//! How are rooms, people, events and topics named? As text that only its own kind accepts.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is; whoever makes one vouches for its form.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

id!(
    /// A Matrix room id (`!abc:example.org`), or the name of a room in the terminal.
    RoomId
);
id!(
    /// A Matrix event id (`$abc`).
    EventId
);
id!(
    /// A Matrix user id (`@anna:example.org`).
    UserId
);
id!(
    /// A topic of the knowledge base (`stap-2`); the name of its file.
    TopicId
);
id!(
    /// A point of the guided walk (`kindcheck`).
    PointId
);
id!(
    /// An item of the quiz (`m07-verwurging`).
    ItemId
);
id!(
    /// What made the bot act: an event id, or a name made of one (`join:!room`). Handled once.
    Cause
);
id!(
    /// Names one thing to deliver: a cause and an index. Becomes the Matrix transaction id.
    DeliveryKey
);

impl DeliveryKey {
    /// The key of the `index`-th delivery for `cause`; never made from time, which would lose one.
    pub fn of(cause: &Cause, index: usize) -> Self {
        Self(format!("{cause}/{index}"))
    }
}

impl From<&EventId> for Cause {
    fn from(event: &EventId) -> Self {
        Self(event.0.clone())
    }
}
