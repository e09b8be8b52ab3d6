//! How far has somebody come in the guided walk, and what is said on the way? Ids and choices only:
//! nothing of a case.

use super::{DeliveryKey, EventId, PointId, RoomId, SourceWords, Timestamp, TopicWords, UserId};
use serde::{Deserialize, Serialize};

/// A walk that is not finished. There is one of a person in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The message that began it: its name.
    pub begun: EventId,
    /// Where it goes on.
    pub room: RoomId,
    /// The root of its thread; none in a direct chat.
    pub thread: Option<EventId>,
    /// Only this person's answers count.
    pub owner: UserId,
    /// The point that is asked about.
    pub at: PointId,
    /// What was chosen before it, from the beginning.
    pub path: Vec<Taken>,
    /// Whether it is asked if they go on here or anew.
    pub resuming: bool,
    /// Whether it ended at danger a moment ago: only "terug" goes on from there.
    pub ended: bool,
    /// The delivery that asked last.
    pub asked: DeliveryKey,
    /// When its owner answered last.
    pub updated: Timestamp,
}

/// One choice on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Where.
    pub point: PointId,
    /// The first of the words of the choice.
    pub choice: String,
}

/// Where to, without a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// To the question before.
    Back,
    /// Away: the walk is forgotten.
    Stop,
    /// To the beginning.
    Anew,
    /// On from where they are.
    On,
}

impl Go {
    /// The words that say so, folded. No choice of the base may use them.
    pub const WORDS: [(&'static str, Go); 11] = [
        ("terug", Go::Back),
        ("vorige", Go::Back),
        ("stop", Go::Stop),
        ("stoppen", Go::Stop),
        ("opnieuw", Go::Anew),
        ("opnieuw beginnen", Go::Anew),
        ("verder", Go::On),
        ("ga verder", Go::On),
        ("verder gaan", Go::On),
        ("doorgaan", Go::On),
        ("waar was ik", Go::On),
    ];

    /// What a folded text says.
    pub fn of(folded: &str) -> Option<Go> {
        Self::WORDS.iter().find(|(word, _)| *word == folded).map(|(_, go)| *go)
    }
}

/// Where a walk can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Reporting is the norm.
    Report,
    /// That cannot be said yet: ask Veilig Thuis.
    Advice,
    /// No suspicion is left: close and write down.
    Close,
    /// Danger now: 112.
    Danger,
}

/// One thing that is said in a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WalkWords {
    /// A point: what to do, and what decides where it goes on.
    Point(PointWords),
    /// There is a walk already: on from this place, or anew?
    Resume(Place),
    /// Below another answer: the walk is still open here.
    Open(Place),
    /// That was no choice: one of these, please, and nothing about the case.
    Choose {
        /// The choices.
        choices: Vec<String>,
    },
    /// There is nothing before the first question.
    First,
    /// The walk is forgotten.
    Stopped,
    /// The base changed under it: it begins anew.
    Changed,
    /// An edited answer does not count.
    Edited {
        /// Whether the walk is over.
        over: bool,
    },
    /// What may be a choice was typed beside the thread in which the walk goes on.
    Beside,
    /// There is no walk to go on with.
    NotOpen,
    /// Where it ends.
    End(EndWords),
    /// What was considered, to be copied.
    List(ListWords),
}

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Of the five steps, where it is one of them.
    pub step: Option<u8>,
    /// The title of the point.
    pub title: String,
}

/// A point, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointWords {
    /// Whether the walk begins here: with what it is and how it works.
    pub first: bool,
    /// Whether it goes on in a thread.
    pub threaded: bool,
    /// Where it is.
    pub place: Place,
    /// What to do: paragraphs and `- ` lists.
    pub text: String,
    /// Who does it.
    pub who: Option<String>,
    /// What to write down.
    pub write_down: Option<String>,
    /// What goes wrong easily.
    pub pitfall: Option<String>,
    /// The question that decides.
    pub question: String,
    /// The choices, at least one.
    pub choices: Vec<String>,
    /// Whether the texts had to be looked at again by now.
    pub overdue: bool,
}

/// An end, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndWords {
    /// Which.
    pub outcome: Outcome,
    /// Its title.
    pub title: String,
    /// What to do now.
    pub text: String,
    /// Where it comes from; never empty.
    pub sources: Vec<SourceWords>,
    /// Where to read on.
    pub see_also: Vec<TopicWords>,
    /// As in [`PointWords`].
    pub overdue: bool,
}

/// The list for one's own file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListWords {
    /// The day: `2026-11-23`.
    pub day: String,
    /// What was considered: the step, and the line of the choice.
    pub lines: Vec<(Option<u8>, String)>,
    /// What came of it.
    pub outcome: Outcome,
}

impl WalkWords {
    /// One of each.
    pub fn samples() -> Vec<WalkWords> {
        let place = |step| Place { step, title: "Overleg".into() };
        let point = PointWords {
            first: true,
            threaded: true,
            place: place(None),
            text: "Bespreek je zorgen.\n\n- eerst dit\n- dan dat".into(),
            who: Some("jij".into()),
            write_down: Some("met wie".into()),
            pitfall: Some("te lang wachten".into()),
            question: "Heb je overlegd?".into(),
            choices: vec!["Ja".into(), "Nog niet".into()],
            overdue: true,
        };
        let later = PointWords {
            first: false,
            place: place(Some(2)),
            who: None,
            write_down: None,
            pitfall: None,
            overdue: false,
            ..point.clone()
        };
        let end = |outcome| {
            let source = SourceWords {
                name: "Voorbeeldbron".into(),
                url: "https://example.org/bron".into(),
                date: "nov 2023".into(),
            };
            let stap = TopicWords {
                topic: "stap-5".into(),
                title: "Stap 5: beslissen".into(),
                doubtful: false,
            };
            WalkWords::End(EndWords {
                outcome,
                title: "Zo ga je verder".into(),
                text: "Bel Veilig Thuis: 0800-2000.".into(),
                sources: vec![source],
                see_also: vec![stap],
                overdue: outcome == Outcome::Report,
            })
        };
        let list = |outcome| {
            let lines = vec![
                (None, "Geen direct gevaar gezien".into()),
                (Some(2), "Overlegd met een collega".into()),
            ];
            WalkWords::List(ListWords { day: "2026-11-23".into(), lines, outcome })
        };
        vec![
            WalkWords::Point(point),
            WalkWords::Point(later),
            WalkWords::Resume(place(Some(2))),
            WalkWords::Resume(place(None)),
            WalkWords::Open(place(Some(2))),
            WalkWords::Open(place(None)),
            WalkWords::Choose { choices: vec!["Ja".into(), "Nee".into(), "Weet niet".into()] },
            WalkWords::First,
            WalkWords::Stopped,
            WalkWords::Changed,
            WalkWords::Edited { over: false },
            WalkWords::Edited { over: true },
            WalkWords::Beside,
            WalkWords::NotOpen,
            end(Outcome::Report),
            end(Outcome::Advice),
            end(Outcome::Close),
            end(Outcome::Danger),
            list(Outcome::Report),
            list(Outcome::Advice),
            list(Outcome::Close),
        ]
    }
}
