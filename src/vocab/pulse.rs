//! What is a poll in many rooms, and what is said about it and about votes?

use super::Ask;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What a poll in many rooms lets people choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// From these.
    pub options: Vec<String>,
    /// Until then, local time.
    pub closes: DateTime,
    /// Once it is closed: how many chose what; empty when too few did.
    pub counts: Option<Vec<u32>>,
}

/// Something that is said about a poll in many rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PulseWords {
    /// How one is made.
    How,
    /// When it is to close is not clear.
    Unclear(Ask),
    /// It has to close later than now, and within so many days.
    Closes {
        /// The most.
        most: i64,
    },
    /// An option is too long.
    TooLong {
        /// Which.
        option: String,
        /// The most characters.
        most: usize,
    },
    /// What was sent cannot be asked otherwise.
    Fixed {
        /// Its number.
        number: u32,
    },
    /// What a room is asked.
    Question(Box<(String, Pulse)>),
    /// The same under four eyes.
    Copy(Box<(String, Pulse)>),
    /// Under four eyes: the open ones follow.
    Unseen,
    /// How many chose what, in how many rooms.
    Result {
        /// What was asked.
        question: String,
        /// Each option, and how many chose it.
        counts: Vec<(String, u32)>,
        /// So many rooms answered.
        rooms: usize,
    },
    /// Too few answered to say anything.
    TooFew {
        /// What was asked.
        question: String,
    },
    /// The poll in the room takes no more votes.
    Ended,
}

impl PulseWords {
    /// One of each kind.
    pub fn samples() -> Vec<PulseWords> {
        use PulseWords as W;
        let question = "Wat houdt je tegen om te bellen?".to_owned();
        let options = vec!["Geen tijd".to_owned(), "Ik twijfel".to_owned()];
        let closes = jiff::civil::date(2026, 12, 11).at(16, 0, 0, 0);
        let pulse = Pulse { options, closes, counts: None };
        let counts = vec![("Geen tijd".to_owned(), 14), ("Ik twijfel".to_owned(), 29)];
        vec![
            W::How,
            W::Unclear(Ask::NoDay),
            W::Closes { most: 28 },
            W::TooLong { option: "Ik twijfel".into(), most: 60 },
            W::Fixed { number: 31 },
            W::Question(Box::new((question.clone(), pulse.clone()))),
            W::Copy(Box::new((question.clone(), pulse))),
            W::Unseen,
            W::Result { question: question.clone(), counts, rooms: 12 },
            W::TooFew { question },
            W::Ended,
        ]
    }
}

/// Something that is said about an answer in a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BallotWords {
    /// It was heard.
    Heard {
        /// Which question of a round, from 1.
        nth: Option<usize>,
        /// The option, from 0.
        choice: usize,
    },
    /// It came after it was closed.
    TooLate,
    /// There is no such option.
    NoSuchOption {
        /// There are so many.
        options: usize,
    },
}

impl BallotWords {
    /// One of each kind.
    pub fn samples() -> Vec<BallotWords> {
        vec![
            BallotWords::Heard { nth: Some(2), choice: 3 },
            BallotWords::Heard { nth: None, choice: 0 },
            BallotWords::TooLate,
            BallotWords::NoSuchOption { options: 3 },
        ]
    }
}
