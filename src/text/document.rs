//! What is a message made of? Blocks of inline text, free of any protocol.

use crate::vocab::UserId;
use serde::{Deserialize, Serialize};

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document(pub Vec<Block>);

/// A block of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with dashes.
    List(Vec<Vec<Inline>>),
    /// A list with numbers from 1: the reader can choose.
    Numbered(Vec<Vec<Inline>>),
    /// Small print: sources, dates.
    Small(Vec<Inline>),
}

/// Text inside a block. Never holds markup: every renderer escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// A link.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads: `https:`, `tel:` or `mailto:`.
        url: String,
    },
    /// A person's name as a pill.
    Mention(UserId),
    /// A new line in the same block.
    Break,
}
