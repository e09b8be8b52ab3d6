//! What does the bot still do in safe mode? It answers questions of contact, tells of danger, and does
//! what needs no base; to everything else it says whom to call.

use super::World;
use super::entry::REGION_TOPIC;
use super::reply::{Reply, rule};
use crate::vocab::{Because, CommandName, Pillar, Say, TopicId};

/// The reason of the reply that says whom to call.
pub const CALM: &str = "safe mode";

/// How the entries begin that tell whom to call.
const CONTACT: &str = "contact-";

/// What needs no memory.
const LIGHT: [&str; 6] = ["command:help", "command:status", "empty", "hello", "thanks", "who am i"];

impl World {
    /// Whether a part is broken.
    pub fn safe(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether nothing outlives this process: the database is broken, and nothing may be planned or
    /// promised.
    pub fn forgets(&self) -> bool {
        self.broken.iter().any(|broken| matches!(broken.pillar, Pillar::Database(_)))
    }
}

/// Whether a command still does something: the help names no other.
pub fn works(world: &World, name: CommandName) -> bool {
    match name {
        CommandName::Help | CommandName::Status => true,
        CommandName::Steps => !world.safe(),
        _ => !world.forgets(),
    }
}

/// The reply itself, or whom to call.
pub fn instead(world: &World, reply: Reply) -> Reply {
    let stays = match &reply.because {
        _ if !world.safe() => true,
        Because::Answer(topic, _) => contact(topic),
        Because::Clarify(topics) => topics.iter().all(contact),
        Because::Nothing => true,
        Because::DontKnow => false,
        Because::Rule(rule) => !reply.walk && (!world.forgets() || LIGHT.contains(rule)),
    };
    match stays {
        true => reply,
        false => Reply { ranking: reply.ranking, ..rule(CALM, Say::OnlyContact) },
    }
}

fn contact(topic: &TopicId) -> bool {
    topic.as_str().starts_with(CONTACT) || topic.as_str() == REGION_TOPIC
}
