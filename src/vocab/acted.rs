//! Who did what, of the things that concern others? Never a text.

use super::{Pillar, RoomId, Timestamp, UserId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    pub at: Timestamp,
    /// Who; none: the bot, an operator, or somebody who was forgotten.
    pub person: Option<UserId>,
    /// What.
    pub what: Acted,
    /// The number of what it was done to, if that has one.
    pub number: Option<u32>,
    /// The room that is set otherwise.
    pub room: Option<RoomId>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acted {
    /// A message to many rooms goes later.
    BroadcastPlanned,
    /// It went.
    BroadcastSent,
    /// Its text is another.
    BroadcastCorrected,
    /// It is taken out of the rooms.
    BroadcastWithdrawn,
    /// What had not gone yet does not go.
    BroadcastStopped,
    /// It was planned, and does not go.
    BroadcastCancelled,
    /// A session is announced later.
    SessionPlanned,
    /// The rooms know of it.
    SessionAnnounced,
    /// What the rooms know of it is otherwise now: moved, another place.
    SessionChanged,
    /// It does not take place.
    SessionCancelled,
    /// A room works for another gemeente, or none.
    GemeenteSet,
    /// A room has other labels.
    LabelsSet,
    /// Quiet or watching along.
    SettingsSet,
    /// A room gets rounds by itself, on other days, or none any more.
    QuizSet,
    /// A room is measured, or is not any more; without a room: several are.
    MeasureSet,
    /// The bot started with its configuration broken.
    SafeConfig,
    /// With its base broken.
    SafeBase,
    /// An operator had a person forgotten.
    Forgotten,
}

impl Acted {
    /// All of them.
    pub const ALL: [Acted; 18] = [
        Acted::BroadcastPlanned,
        Acted::BroadcastSent,
        Acted::BroadcastCorrected,
        Acted::BroadcastWithdrawn,
        Acted::BroadcastStopped,
        Acted::BroadcastCancelled,
        Acted::SessionPlanned,
        Acted::SessionAnnounced,
        Acted::SessionChanged,
        Acted::SessionCancelled,
        Acted::GemeenteSet,
        Acted::LabelsSet,
        Acted::SettingsSet,
        Acted::QuizSet,
        Acted::MeasureSet,
        Acted::SafeConfig,
        Acted::SafeBase,
        Acted::Forgotten,
    ];

    /// Its name where it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Acted::BroadcastPlanned => "broadcast_planned",
            Acted::BroadcastSent => "broadcast_sent",
            Acted::BroadcastCorrected => "broadcast_corrected",
            Acted::BroadcastWithdrawn => "broadcast_withdrawn",
            Acted::BroadcastStopped => "broadcast_stopped",
            Acted::BroadcastCancelled => "broadcast_cancelled",
            Acted::SessionPlanned => "session_planned",
            Acted::SessionAnnounced => "session_announced",
            Acted::SessionChanged => "session_changed",
            Acted::SessionCancelled => "session_cancelled",
            Acted::GemeenteSet => "gemeente_set",
            Acted::LabelsSet => "labels_set",
            Acted::SettingsSet => "settings_set",
            Acted::QuizSet => "quiz_set",
            Acted::MeasureSet => "measure_set",
            Acted::SafeConfig => "safe_config",
            Acted::SafeBase => "safe_base",
            Acted::Forgotten => "forgotten",
        }
    }

    /// What has this name.
    pub fn named(name: &str) -> Option<Acted> {
        Acted::ALL.into_iter().find(|acted| acted.name() == name)
    }

    /// What it is to start without this; a lost database cannot keep that.
    pub fn without(pillar: Pillar) -> Option<Acted> {
        match pillar {
            Pillar::Config => Some(Acted::SafeConfig),
            Pillar::Base => Some(Acted::SafeBase),
            Pillar::Database(_) => None,
        }
    }
}

/// One thing that was done, for who reads of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionWords {
    /// When, local time.
    pub at: DateTime,
    /// What was done, and by whom.
    pub action: Action,
}
