//! Which commands are there? One row gives parsing, help, permission and suggestions.

use crate::vocab::{CommandName, Need};

/// A command.
pub struct Row {
    /// What it does.
    pub name: CommandName,
    /// The words that call it, folded.
    pub words: &'static [&'static str],
    /// How it is typed.
    pub usage: &'static str,
    /// Who may use it.
    pub needs: Need,
    /// What may follow it.
    pub takes: Takes,
}

/// What may follow a command's word; with anything else the message is a question.
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Nothing, or one of these words.
    OneOf(&'static [&'static str]),
}

impl Takes {
    /// Whether `rest` may follow.
    pub fn fits(&self, rest: &str) -> bool {
        rest.is_empty()
            || match self {
                Takes::Nothing => false,
                Takes::OneOf(words) => words.iter().any(|w| rest.eq_ignore_ascii_case(w)),
            }
    }
}

/// All commands, in the order of the help.
pub const TABLE: &[Row] = &[
    Row {
        name: CommandName::Help,
        words: &["help", "hulp", "?", "commandos"],
        usage: "!meld help",
        needs: Need::Member,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Settings,
        words: &["instellingen", "instelling"],
        usage: "!meld instellingen",
        needs: Need::Member,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Quiet,
        words: &["stil"],
        usage: "!meld stil",
        needs: Need::Moderator,
        takes: Takes::OneOf(&["aan", "uit"]),
    },
];
