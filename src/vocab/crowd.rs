//! How much may one person, or one room, ask of the bot in a minute?

/// What was answered in the minute that began with the first of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lately {
    /// To this person, in any room.
    pub person: u32,
    /// In this room.
    pub room: u32,
    /// To this person, about danger.
    pub danger: u32,
    /// Whether this person heard that it is too much.
    pub person_told: bool,
    /// Whether this room did.
    pub room_told: bool,
}

/// So many answers a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// To one person.
    pub person: u32,
}

impl Default for Crowd {
    fn default() -> Self {
        Self { person: 20 }
    }
}

impl Crowd {
    /// In one room, whoever asks: a whole team can answer a quiz there in letters.
    pub fn room(self) -> u32 {
        self.person.saturating_mul(5)
    }

    /// So many come at once; the next of that minute let others go first.
    pub fn at_once(self) -> u32 {
        self.person.div_ceil(4)
    }
}
