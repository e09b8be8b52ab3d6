//! How is the bot doing, and what is wrong with it?

use super::{Misread, Timestamp};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What the way to the rooms says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// When the homeserver last answered.
    pub synced: Option<Timestamp>,
    /// Whether the device is signed by its owner.
    pub verified: bool,
    /// In how many rooms the bot is.
    pub rooms: usize,
    /// How many messages wait for their key.
    pub undecrypted: usize,
    /// How many seconds the machine's clock is ahead of the homeserver's; none before an event came.
    pub ahead: Option<i64>,
}

/// How it is at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The way to the rooms.
    pub link: Link,
    /// How many deliveries wait.
    pub waiting: u64,
    /// Since when the oldest does.
    pub oldest: Option<Timestamp>,
    /// Bytes that are free where the memory is; none where nobody can say.
    pub disk: Option<u64>,
    /// Since when the newest files cannot be read, if that is so.
    pub misread: Option<Timestamp>,
}

/// What the bot could not start with: it works in safe mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// Which part.
    pub pillar: Pillar,
    /// What is wrong with it, the first of it; of a database nothing.
    pub first: Vec<Misread>,
    /// How much more is wrong.
    pub more: usize,
}

/// A part without which the bot cannot work as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pillar {
    /// The configuration: what the last good one said of the account holds.
    Config,
    /// The base: the last good one holds.
    Base,
    /// The database: nothing is remembered.
    Database(Ruin),
}

/// Why a database cannot be opened, although it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruin {
    /// Its file is damaged, or is none.
    Damaged,
    /// Another version of the program made it.
    Version,
    /// Another store key sealed it.
    Key,
}

impl Pillar {
    /// Its name for the cause of an event, and for who watches the bot.
    pub fn name(self) -> &'static str {
        match self {
            Pillar::Config => "broken-config",
            Pillar::Base => "broken-base",
            Pillar::Database(_) => "broken-database",
        }
    }
}

/// What is wrong, and somebody must do something about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ailment {
    /// Nothing was heard from the homeserver since then, local time.
    Deaf(DateTime),
    /// Messages wait, the oldest since then, and no limit explains it.
    Stuck {
        /// How many.
        waiting: u64,
        /// Since when, local time.
        since: DateTime,
    },
    /// Clients show no messages of the device.
    Unverified,
    /// So many messages cannot be read for want of a key.
    Keys(usize),
    /// So many bytes are free.
    Disk(u64),
    /// The machine's clock is so many seconds ahead; behind when negative.
    Clock(i64),
    /// The school holidays from this year on are not known.
    Calendar(i16),
    /// So many texts are past the date by which they had to be looked at again.
    Expired(usize),
    /// A file was changed at this moment, local time, and cannot be read since.
    Misread(DateTime),
    /// The bot could not start with a part of it, and works in safe mode.
    Broken(Broken),
}

impl Ailment {
    /// Its name for the cause of the event.
    pub fn name(&self) -> &'static str {
        match self {
            Ailment::Deaf(_) => "deaf",
            Ailment::Stuck { .. } => "stuck",
            Ailment::Unverified => "unverified",
            Ailment::Keys(_) => "keys",
            Ailment::Disk(_) => "disk",
            Ailment::Clock(_) => "clock",
            Ailment::Calendar(_) => "calendar",
            Ailment::Expired(_) => "expired",
            Ailment::Misread(_) => "misread",
            Ailment::Broken(broken) => broken.pillar.name(),
        }
    }

    /// One of each kind.
    pub fn samples() -> Vec<Ailment> {
        let since = jiff::civil::date(2026, 11, 23).at(9, 40, 0, 0);
        let misread = |file: &str, line, message: &str, advice: &str| Misread {
            file: file.into(),
            line,
            message: message.into(),
            advice: advice.into(),
        };
        let unknown = misread(
            "onderwerpen/stap-2.yaml",
            12,
            "Dit ken ik niet: `bronen`.",
            "Bedoel je `bronnen`?",
        );
        let region = misread("config.yaml", 9, "Deze regio is er niet: `twent`.", "");
        let broken = |pillar, first, more| Ailment::Broken(Broken { pillar, first, more });
        vec![
            Ailment::Deaf(since),
            Ailment::Stuck { waiting: 12, since },
            Ailment::Unverified,
            Ailment::Keys(31),
            Ailment::Disk(210_000_000),
            Ailment::Clock(95),
            Ailment::Clock(-95),
            Ailment::Calendar(2026),
            Ailment::Expired(1),
            Ailment::Expired(12),
            Ailment::Misread(since),
            broken(Pillar::Base, vec![unknown], 2),
            broken(Pillar::Config, vec![region], 0),
            broken(Pillar::Database(Ruin::Damaged), Vec::new(), 0),
            broken(Pillar::Database(Ruin::Version), Vec::new(), 0),
            broken(Pillar::Database(Ruin::Key), Vec::new(), 0),
        ]
    }
}

/// How it is, for who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusWords {
    /// The version of the program.
    pub version: String,
    /// When the homeserver last answered, local time.
    pub heard: Option<DateTime>,
    /// Whether that was just now.
    pub lately: bool,
    /// How it is.
    pub health: Health,
    /// How many entries the base has.
    pub entries: usize,
    /// What is wrong.
    pub ailments: Vec<Ailment>,
}

impl StatusWords {
    /// Well, and not.
    pub fn samples() -> Vec<StatusWords> {
        let now = Timestamp::from_second(1_795_421_000).unwrap_or_default();
        let link =
            Link { synced: Some(now), verified: true, rooms: 14, undecrypted: 0, ahead: Some(0) };
        let health = Health {
            link,
            waiting: 0,
            oldest: None,
            disk: Some(9_000_000_000),
            ..Health::default()
        };
        let well = StatusWords {
            version: "0.1.0".into(),
            heard: Some(jiff::civil::date(2026, 11, 23).at(9, 40, 0, 0)),
            lately: true,
            health: health.clone(),
            entries: 166,
            ailments: Vec::new(),
        };
        let ill = Health { waiting: 12, oldest: Some(now), ..Health::default() };
        vec![
            well.clone(),
            StatusWords { lately: false, health: ill, ailments: Ailment::samples(), ..well },
        ]
    }
}
