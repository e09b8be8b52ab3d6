//! What does the control room hear? What those who look after the base must know, as data.

use super::{
    Acted, Action, ActionWords, Ailment, Finding, GemeenteWords, LateWords, RoomId, UserId,
};
use serde::{Deserialize, Serialize};

/// Something that is said in the control room only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Report {
    /// The lines at the door of the control room.
    Welcome,
    /// A room chose its gemeente.
    Gemeente {
        /// The room.
        room: RoomId,
        /// What it is called, where that is known.
        name: Option<String>,
        /// Who did it.
        by: UserId,
        /// What it is now; none: removed.
        gemeente: Option<GemeenteWords>,
        /// The coordinators of the region.
        coordinators: Vec<UserId>,
        /// Undoes it: `!meld terug 13`.
        undo: u32,
    },
    /// The gemeente was put back.
    Undone {
        /// The number that undid it.
        number: u32,
    },
    /// Only this region's coordinators may do that.
    NotYourRegion,
    /// Nothing open has this number.
    NoSuchNumber {
        /// The number.
        number: u32,
    },
    /// A text is past the date by which it had to be looked at again.
    Overdue {
        /// The title of its entry.
        title: String,
        /// The region, when it is a regional addition.
        region: Option<String>,
        /// The file, as the curator knows it.
        file: String,
    },
    /// A message that was passed on.
    Gap(GapWords),
    /// What is open.
    Gaps(Vec<GapWords>),
    /// A gap is closed.
    GapClosed {
        /// Its number.
        number: u32,
    },
    /// A file changed and cannot be used: the last good ones stay.
    FilesWrong {
        /// What is wrong, the first of it.
        first: Vec<Misread>,
        /// How much more is wrong.
        more: usize,
    },
    /// The files are good again, and hold now.
    FilesGood {
        /// How many entries there are.
        entries: usize,
    },
    /// The bot is out of a room that it worked in.
    RoomLost {
        /// The room.
        room: RoomId,
        /// For which gemeente it works.
        gemeente: Option<String>,
    },
    /// Something is wrong with the bot.
    Ailing(Ailment),
    /// What people planned came late.
    Late {
        /// The first of it.
        first: Vec<LateWords>,
        /// How much more.
        more: usize,
    },
    /// How answers were received, and what is to be done.
    Curation(CurationWords),
    /// Who did what, the newest first.
    Log(Vec<ActionWords>),
}

/// One mistake in a file, without the file's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misread {
    /// The file, as the curator knows it.
    pub file: String,
    /// Line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    #[serde(default)]
    pub advice: String,
}

impl From<&Finding> for Misread {
    fn from(finding: &Finding) -> Self {
        Self {
            // Where a file lies on the machine is nobody's business in the control room.
            file: match finding.file.strip_prefix('/') {
                Some(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
                None => finding.file.clone(),
            },
            line: finding.line,
            message: finding.message.clone(),
            advice: finding.advice.clone(),
        }
    }
}

/// A message that waits for a curator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapWords {
    /// Its number.
    pub number: u32,
    /// Its text, without personal data.
    pub text: String,
    /// The title of the entry that it is a remark on.
    pub title: Option<String>,
}

/// How answers were received in a month, and what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurationWords {
    /// The month: `2026-11`.
    pub month: String,
    /// The entries that got a sign, the worst first.
    pub thumbs: Vec<Thumbs>,
    /// Titles that are confused: the one shown first, the one chosen, how often.
    pub confused: Vec<(String, String, u32)>,
    /// The open gaps, oldest first.
    pub gaps: Vec<GapWords>,
    /// What is overdue: titles.
    pub overdue: Vec<String>,
    /// Whether the guided walk is overdue, too.
    pub walk_overdue: bool,
}

/// How one entry was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbs {
    /// Its title.
    pub title: String,
    /// Thumbs up.
    pub up: u32,
    /// Thumbs down.
    pub down: u32,
    /// How often somebody said that it is not right.
    pub wrong: u32,
}

impl Report {
    /// Whether a telephone should ring: somebody is mentioned.
    pub fn loud(&self) -> bool {
        matches!(self, Report::Gemeente { coordinators, .. } if !coordinators.is_empty())
    }

    /// One of each kind.
    pub fn samples() -> Vec<Report> {
        let late = |said| LateWords {
            number: 12,
            room: "!team:example.org".into(),
            planned: jiff::civil::date(2026, 12, 8).at(9, 0, 0, 0),
            said,
        };
        let session = LateWords { number: 14, room: "".into(), ..late(false) };
        let enschede = GemeenteWords {
            gemeente: "Enschede".into(),
            organisation: "Veilig Thuis Twente".into(),
        };
        let report = |gemeente: Option<GemeenteWords>, coordinators| Report::Gemeente {
            room: "!team:example.org".into(),
            name: gemeente.is_some().then(|| "Wijkteam Noord".into()),
            by: "@anna:example.org".into(),
            gemeente,
            coordinators,
            undo: 13,
        };
        let done = |what: Acted| ActionWords {
            at: jiff::civil::date(2026, 12, 8).at(9, 0, 0, 0),
            action: Action {
                at: super::Timestamp::UNIX_EPOCH,
                person: (what != Acted::Forgotten).then(|| "@carla:example.org".into()),
                what,
                number: what.name().contains('_').then_some(31),
                room: what.name().ends_with("_set").then(|| "!team:example.org".into()),
            },
        };
        let gap = |number, title: Option<&str>| GapWords {
            number,
            text: "hoe zit het met een tolk".into(),
            title: title.map(str::to_owned),
        };
        let thumbs = |title: &str, up, down, wrong| Thumbs { title: title.into(), up, down, wrong };
        let empty = CurationWords {
            month: "2026-11".into(),
            thumbs: vec![],
            confused: vec![],
            gaps: vec![],
            overdue: vec![],
            walk_overdue: false,
        };
        vec![
            Report::Welcome,
            report(Some(enschede), vec!["@carla:example.org".into()]),
            report(None, vec![]),
            Report::Undone { number: 13 },
            Report::NotYourRegion,
            Report::NoSuchNumber { number: 12 },
            Report::Overdue {
                title: "Stap 2: overleg".into(),
                region: None,
                file: "onderwerpen/stap-2.yaml".into(),
            },
            Report::Overdue {
                title: "Stap 2: overleg".into(),
                region: Some("Twente".into()),
                file: "regio/twente/stap-2.yaml".into(),
            },
            Report::Gap(gap(12, None)),
            Report::Gap(gap(13, Some("Stap 2: overleg"))),
            Report::Gaps(vec![gap(12, None), gap(13, Some("Stap 2: overleg"))]),
            Report::Gaps(vec![]),
            Report::GapClosed { number: 12 },
            Report::FilesWrong {
                first: vec![
                    Misread {
                        file: "onderwerpen/stap-2.yaml".into(),
                        line: 12,
                        message: "Dit ken ik niet: `bronen`.".into(),
                        advice: "Bedoel je `bronnen`?".into(),
                    },
                    Misread {
                        file: "config.yaml".into(),
                        line: 0,
                        message: "Dit bestand kan niet worden gelezen.".into(),
                        advice: String::new(),
                    },
                ],
                more: 2,
            },
            Report::FilesGood { entries: 134 },
            Report::Curation(CurationWords {
                thumbs: vec![
                    thumbs("Stap 2: overleg", 1, 3, 2),
                    thumbs("Stap 3: gesprek", 4, 0, 0),
                ],
                confused: vec![("Stap 2: overleg".into(), "Stap 3: gesprek".into(), 4)],
                gaps: vec![gap(12, None)],
                overdue: vec!["Stap 2: overleg".into()],
                walk_overdue: true,
                ..empty.clone()
            }),
            Report::Curation(empty),
            Report::Log(Vec::new()),
            Report::Log(Acted::ALL.map(done).into()),
            Report::RoomLost {
                room: "!team:example.org".into(),
                gemeente: Some("Enschede".into()),
            },
            Report::Ailing(Ailment::Unverified),
            Report::Late { first: vec![late(true), session, late(false)], more: 3 },
        ]
    }
}
