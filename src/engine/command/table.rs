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
    /// One of these words.
    Word(&'static [&'static str]),
    /// Nothing, or a name of a few words.
    Name,
    /// Anything.
    Text,
    /// Nothing, or a number or one of these words and then anything.
    Begins(&'static [&'static str]),
    /// A number, and then this.
    Number(&'static str),
}

impl Takes {
    /// Whether `rest` may follow.
    pub fn fits(&self, rest: &str) -> bool {
        match self {
            Takes::Nothing => rest.is_empty(),
            Takes::Text => true,
            Takes::OneOf(words) => {
                rest.is_empty() || words.iter().any(|w| rest.eq_ignore_ascii_case(w))
            }
            Takes::Word(words) => words.iter().any(|w| rest.eq_ignore_ascii_case(w)),
            // "Nuenen, Gerwen en Nederwetten"; anything longer is a question.
            Takes::Name => !rest.contains('?') && rest.split_whitespace().count() <= 4,
            Takes::Begins(words) => {
                let first = rest.split_whitespace().next().unwrap_or("");
                let number = first.trim_start_matches('#').trim_end_matches([':', ',']);
                first.is_empty()
                    || number.parse::<u32>().is_ok()
                    || words.iter().any(|w| first.eq_ignore_ascii_case(w))
            }
            Takes::Number(end) => {
                rest.split_once(' ').unwrap_or((rest, "")).0.parse::<u32>().is_ok()
                    && rest
                        .trim_start_matches(|c: char| c.is_ascii_digit())
                        .trim()
                        .eq_ignore_ascii_case(end)
            }
        }
    }
}

/// All commands.
pub const TABLE: &[Row] = &[
    Row {
        name: CommandName::Help,
        words: &["help", "hulp", "?", "commandos"],
        usage: "!meld help",
        needs: Need::Member,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Steps,
        words: &["stappenplan"],
        usage: "!meld stappenplan",
        needs: Need::Member,
        takes: Takes::OneOf(&["verder", "terug", "opnieuw", "stop"]),
    },
    Row {
        name: CommandName::Remind,
        words: &["herinner", "herinnering", "herinneringen"],
        usage: "!meld herinner di 9.00 teamoverleg",
        // Changing another's asks for more.
        needs: Need::Member,
        takes: Takes::Text,
    },
    Row {
        name: CommandName::Quiz,
        words: &["quiz"],
        usage: "!meld quiz",
        // Planning it asks for more.
        needs: Need::Member,
        takes: Takes::Name,
    },
    Row {
        name: CommandName::Agenda,
        words: &["agenda"],
        usage: "!meld agenda",
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
        name: CommandName::Gemeente,
        words: &["gemeente"],
        usage: "!meld gemeente",
        // Anyone may ask; setting it asks for more.
        needs: Need::Member,
        takes: Takes::Name,
    },
    Row {
        name: CommandName::Quiet,
        words: &["stil"],
        usage: "!meld stil",
        needs: Need::Moderator,
        takes: Takes::OneOf(&["aan", "uit"]),
    },
    Row {
        name: CommandName::Watch,
        words: &["meekijken"],
        usage: "!meld meekijken aan",
        needs: Need::Moderator,
        takes: Takes::OneOf(&["aan", "uit"]),
    },
    Row {
        name: CommandName::Label,
        words: &["label", "labels"],
        usage: "!meld label jeugd",
        // Anyone may ask; setting it asks for more.
        needs: Need::Member,
        takes: Takes::Name,
    },
    Row {
        name: CommandName::Privacy,
        words: &["privacy"],
        usage: "!meld privacy",
        needs: Need::Member,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Forget,
        words: &["vergeet"],
        usage: "!meld vergeet mij",
        needs: Need::Member,
        takes: Takes::Word(&["mij", "me"]),
    },
    Row {
        name: CommandName::Session,
        words: &["sessie", "bijeenkomst"],
        usage: "!meld sessie nieuw",
        // Anyone may say whether they come; planning asks for more.
        needs: Need::Member,
        takes: Takes::Begins(&["nieuw", "kom", "komt", "ik", "misschien"]),
    },
    Row {
        name: CommandName::Sessions,
        words: &["sessies", "bijeenkomsten"],
        usage: "!meld sessies",
        needs: Need::Coordinator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Broadcast,
        words: &["bericht"],
        usage: "!meld bericht voor regio twente: tekst",
        needs: Need::Coordinator,
        takes: Takes::Begins(&["voor"]),
    },
    Row {
        name: CommandName::Poll,
        words: &["peiling"],
        usage: "!meld peiling voor regio twente: Heb je tijd? Ja / Nee",
        // Anyone may answer under four eyes; asking asks for more.
        needs: Need::Member,
        takes: Takes::Begins(&["voor"]),
    },
    Row {
        name: CommandName::Broadcasts,
        words: &["berichten"],
        usage: "!meld berichten",
        needs: Need::Coordinator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Rooms,
        words: &["kamers"],
        usage: "!meld kamers",
        needs: Need::Coordinator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Insight,
        words: &["inzicht"],
        usage: "!meld inzicht",
        needs: Need::Coordinator,
        takes: Takes::Name,
    },
    Row {
        name: CommandName::Measure,
        words: &["nulmeting"],
        usage: "!meld nulmeting",
        // Moderators here, coordinators for many rooms.
        needs: Need::Member,
        takes: Takes::Begins(&["voor", "stop", "uit", "weg"]),
    },
    Row {
        name: CommandName::Curation,
        words: &["curatie"],
        usage: "!meld curatie",
        needs: Need::Curator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Status,
        words: &["status"],
        usage: "!meld status",
        needs: Need::Curator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Log,
        words: &["logboek"],
        usage: "!meld logboek",
        needs: Need::Curator,
        takes: Takes::Begins(&[]),
    },
    Row {
        name: CommandName::Gaps,
        words: &["gaten"],
        usage: "!meld gaten",
        needs: Need::Curator,
        takes: Takes::Nothing,
    },
    Row {
        name: CommandName::Gap,
        words: &["gat"],
        usage: "!meld gat 12 klaar",
        needs: Need::Curator,
        takes: Takes::Number("klaar"),
    },
    Row {
        name: CommandName::Undo,
        words: &["terug"],
        usage: "!meld terug 13",
        needs: Need::Curator,
        takes: Takes::Number(""),
    },
];
