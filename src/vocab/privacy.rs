//! What does the bot say about personal data, and about what it keeps? And for how long does it keep it?

use super::{Held, Holdings, PersonalData, Retention, UserId};
use serde::{Deserialize, Serialize};

/// Something that is said about privacy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrivacyWords {
    /// The message held personal data; nothing of it is kept.
    Found {
        /// Of these kinds.
        kinds: Vec<PersonalData>,
        /// How the message can go.
        removal: Removal,
        /// Whether the message was not meant for the bot: the room asked it to watch along.
        overheard: bool,
    },
    /// The message stays: its sender does not want it removed.
    LeftStanding,
    /// How it is told that a message held personal data: its first words.
    Finding,
    /// The message is removed: in place of the question whether it must be.
    Removed,
    /// The homeserver refused to remove it.
    CannotRemove,
    /// Why a message was removed, for who sees the gap in the room.
    OnRequest,
    /// Whether the bot points out personal data in messages that are not meant for it.
    Watching {
        /// Whether it does.
        on: bool,
        /// Whether that was set just now.
        changed: bool,
    },
    /// In a direct chat every message is meant for the bot.
    WatchingInRooms,
    /// What is kept, how long and where.
    Kept {
        /// How long.
        keep: Retention,
        /// Whether the room is watched.
        watching: bool,
        /// Whom to ask.
        administrators: Vec<UserId>,
    },
    /// What referred to the person is gone.
    Forgotten {
        /// What there was.
        gone: Holdings,
    },
}

/// How a message with personal data can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Removal {
    /// The bot removes it when its sender agrees.
    Offered,
    /// The bot may not: its sender removes it.
    Yourself,
    /// Now is not the moment: somebody is in danger.
    NotNow,
}

impl PrivacyWords {
    /// One of each kind.
    pub fn samples() -> Vec<PrivacyWords> {
        let found = |kinds: &[PersonalData], removal, overheard| PrivacyWords::Found {
            kinds: kinds.to_vec(),
            removal,
            overheard,
        };
        let all = [
            PersonalData::Bsn,
            PersonalData::Phone,
            PersonalData::Email,
            PersonalData::Iban,
            PersonalData::BirthDate,
            PersonalData::Address,
            PersonalData::NumberPlate,
            PersonalData::VNumber,
            PersonalData::Name,
        ];
        vec![
            found(&all, Removal::Offered, false),
            found(&all[..2], Removal::Yourself, false),
            found(&all[..1], Removal::NotNow, false),
            found(&all[..1], Removal::Offered, true),
            found(&all[8..], Removal::Yourself, true),
            PrivacyWords::LeftStanding,
            PrivacyWords::Finding,
            PrivacyWords::Removed,
            PrivacyWords::CannotRemove,
            PrivacyWords::OnRequest,
            PrivacyWords::Watching { on: true, changed: true },
            PrivacyWords::Watching { on: false, changed: true },
            PrivacyWords::Watching { on: true, changed: false },
            PrivacyWords::Watching { on: false, changed: false },
            PrivacyWords::WatchingInRooms,
            PrivacyWords::Kept {
                keep: Retention::default(),
                watching: false,
                administrators: Vec::new(),
            },
            PrivacyWords::Kept {
                keep: Retention { conversations: 1, ..Retention::default() },
                watching: true,
                administrators: vec!["@beheer:example.org".into()],
            },
            PrivacyWords::Forgotten { gone: Vec::new() },
            PrivacyWords::Forgotten {
                gone: vec![
                    (Held::Conversations, 12),
                    (Held::Answers, 1),
                    (Held::Handled, 14),
                    (Held::Walks, 1),
                    (Held::PassedOn, 1),
                    (Held::Plans, 3),
                    (Held::Broadcasts, 1),
                    (Held::Actions, 4),
                    (Held::Undecrypted, 2),
                ],
            },
        ]
    }
}
