//! What is said about broadcasts, rooms and labels?

use super::{Ask, Broadcast, Missed, Part, Pulse, PulseWords, Stage, Target, Whom};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Something that is said about broadcasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BroadcastWords {
    /// How one is made.
    How,
    /// Only a coordinator or an administrator, in the control room or in a direct chat.
    CoordinatorsOnly,
    /// This part of the audience is not understood.
    NotUnderstood(String),
    /// No room that this person may reach has this label.
    NoLabel(String),
    /// This place is outside the regions of who asks.
    OutsideYourRegions {
        /// `regio Flevoland`, `gemeente Almere`.
        place: Whom,
        /// The regions of who asks, by id.
        yours: Vec<String>,
    },
    /// No room belongs to the audience.
    NoRooms(Vec<Part>),
    /// There is no text.
    NoText,
    /// The text is longer than a broadcast may be, in characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// The text held personal data.
    CaseDetails,
    /// What is said about a poll in many rooms.
    Pulse(PulseWords),
    /// A draft is made, or changed.
    Draft {
        /// The draft.
        broadcast: Box<Broadcast>,
        /// Whether it was there before.
        changed: bool,
        /// How long sending will take.
        seconds: u64,
        /// In how many rooms nobody is mentioned although everybody was to be.
        without_mention: usize,
    },
    /// No broadcast has that number.
    NotFound {
        /// The number.
        number: u32,
    },
    /// Only its writer, an administrator, or who may reach all its rooms.
    NotYours,
    /// What the rooms see.
    Text(TextWords),
    /// It goes now.
    Sending {
        /// The number.
        number: u32,
        /// To so many rooms.
        rooms: usize,
        /// How long it will take.
        seconds: u64,
        /// The rooms that do not get it, and why.
        missed: Vec<(Missed, usize)>,
        /// When it was to go, if that was long ago.
        late: Option<DateTime>,
    },
    /// It is in all rooms that it goes to.
    Through {
        /// The number.
        number: u32,
        /// It is in so many.
        sent: usize,
        /// Of so many.
        rooms: usize,
    },
    /// It was due so long ago that it is a draft again.
    TooLate {
        /// The number.
        number: u32,
        /// When it was to go.
        planned: DateTime,
    },
    /// It goes at a moment.
    Planned {
        /// The number.
        number: u32,
        /// To so many rooms.
        rooms: usize,
        /// When.
        at: DateTime,
        /// Whether it waits only because it is late in the day.
        night: bool,
    },
    /// The moment is not clear.
    Unclear {
        /// The number.
        number: u32,
        /// What must be asked.
        ask: Ask,
    },
    /// Moments in a series are for reminders.
    NoSeries,
    /// A plan was undone: it is a draft again.
    Unplanned {
        /// The number.
        number: u32,
    },
    /// What was under way was taken back.
    Stopped {
        /// The number.
        number: u32,
        /// From so many rooms.
        rooms: usize,
    },
    /// Nothing is under way.
    NothingToStop {
        /// The number.
        number: u32,
    },
    /// The draft is gone.
    Gone {
        /// The number.
        number: u32,
    },
    /// Its place in time does not allow that: so it is changed now.
    NotNow {
        /// The number.
        number: u32,
        /// How far it is.
        stage: Stage,
    },
    /// The text changes, or goes, in every room that has it.
    Changing {
        /// The number.
        number: u32,
        /// Whether it goes.
        withdrawn: bool,
        /// In so many rooms.
        rooms: usize,
        /// In so many rooms the old text stays: who asks may not reach them any more.
        stays: usize,
        /// How long it will take.
        seconds: u64,
    },
    /// What became of one.
    Report(Box<ReportWords>),
    /// Those that are there, the newest first.
    List(Vec<RowWords>),
    /// The rooms that somebody may reach.
    Rooms {
        /// Those that the bot is in.
        known: Vec<RoomWords>,
        /// Those that it was in.
        lost: Vec<LostWords>,
    },
    /// The labels of this room.
    Labels {
        /// In order.
        labels: Vec<String>,
        /// Whether that was set just now.
        changed: bool,
    },
    /// A direct chat has no labels.
    NoLabelsHere,
    /// That is no label, or there are too many.
    NoSuchLabel,
}

/// What the rooms see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextWords {
    /// What it says.
    pub text: String,
    /// Whether everybody is mentioned.
    pub everyone: bool,
    /// Whether it takes the place of an earlier text.
    pub corrected: bool,
}

/// What became of a broadcast. Sent, waiting and missed are together the rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportWords {
    /// Its number.
    pub number: u32,
    /// How far it is.
    pub stage: Stage,
    /// What it says.
    pub text: String,
    /// What it lets people choose.
    pub pulse: Option<Pulse>,
    /// For whom.
    pub audience: Vec<Part>,
    /// The size of the audience.
    pub rooms: usize,
    /// It is in so many rooms (or was, when it was withdrawn).
    pub sent: usize,
    /// It has yet to go to so many rooms.
    pub waiting: usize,
    /// These do not get it.
    pub missed: Vec<Target>,
    /// Of the rooms that have it: how far the last change is.
    pub change: Option<ChangeWords>,
}

/// How far a correction is, or the removal. Done, waiting, failed and untouched are together the rooms
/// that have the message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeWords {
    /// Changed.
    pub done: usize,
    /// Not yet.
    pub waiting: usize,
    /// The homeserver refused it.
    pub failed: usize,
    /// Who changed it may not reach these.
    pub untouched: usize,
}

/// One of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowWords {
    /// Its number.
    pub number: u32,
    /// How far it is.
    pub stage: Stage,
    /// To so many rooms.
    pub rooms: usize,
    /// How it begins.
    pub text: String,
}

/// A room as a coordinator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomWords {
    /// Its name.
    pub name: String,
    /// Its gemeente.
    pub gemeente: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// Whether it wants quiet.
    pub quiet: bool,
    /// Whether the bot may write there.
    pub writes: bool,
}

/// A room that the bot is not in any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostWords {
    /// What it was called, if anything was sent to it.
    pub name: Option<String>,
    /// Its gemeente.
    pub gemeente: Option<String>,
    /// Since when.
    pub since: DateTime,
}

impl BroadcastWords {
    /// One of each kind.
    pub fn samples() -> Vec<BroadcastWords> {
        use BroadcastWords as W;
        let at = jiff::civil::date(2026, 12, 8).at(9, 0, 0, 0);
        let draft = sample();
        let everyone = Broadcast { everyone: true, stage: Stage::Planned(at), ..draft.clone() };
        let report = |stage, sent, waiting, change| {
            let (text, audience) = (draft.text.clone(), draft.audience.clone());
            let missed = draft.targets[1..].to_vec();
            let (number, rooms) = (31, sent + waiting + missed.len());
            W::Report(Box::new(ReportWords {
                number,
                stage,
                text,
                pulse: None,
                audience,
                rooms,
                sent,
                waiting,
                missed,
                change,
            }))
        };
        let change = Some(ChangeWords { done: 9, waiting: 2, failed: 1, untouched: 1 });
        let row = |number, stage| RowWords { number, stage, rooms: 12, text: "Let op".into() };
        let room = |name: &str, gemeente: Option<&str>, quiet, writes| RoomWords {
            name: name.into(),
            gemeente: gemeente.map(str::to_owned),
            labels: gemeente.map(|_| "jeugd".to_owned()).into_iter().collect(),
            quiet,
            writes,
        };
        let missed = vec![(Missed::Quiet, 2), (Missed::NotYours, 1)];
        let text = |everyone, corrected| {
            W::Text(TextWords { text: "Let op.\nTot dan!".into(), everyone, corrected })
        };
        let changing =
            |withdrawn, stays| W::Changing { number: 31, withdrawn, rooms: 12, stays, seconds: 90 };
        let outside = |place, yours: &[&str]| W::OutsideYourRegions {
            place,
            yours: yours.iter().map(|id| (*id).to_owned()).collect(),
        };
        let sending =
            |rooms, seconds, missed, late| W::Sending { number: 31, rooms, seconds, missed, late };
        let draft_words = |broadcast: &Broadcast, changed, seconds, without_mention| W::Draft {
            broadcast: Box::new(broadcast.clone()),
            changed,
            seconds,
            without_mention,
        };
        let mut all: Vec<W> = PulseWords::samples().into_iter().map(W::Pulse).collect();
        all.extend([
            W::How,
            W::CoordinatorsOnly,
            W::NotUnderstood("de buren".into()),
            W::NoLabel("senioren".into()),
            outside(Whom::Region("flevoland".into()), &["twente", "ijsselland"]),
            outside(Whom::Gemeente("Almere".into()), &[]),
            W::NoRooms(draft.audience.clone()),
            W::NoText,
            W::TooLong { most: 2000 },
            W::CaseDetails,
            draft_words(&draft, false, 0, 0),
            draft_words(&everyone, true, 960, 3),
            W::NotFound { number: 31 },
            W::NotYours,
            text(false, false),
            text(true, true),
            sending(1, 0, Vec::new(), None),
            sending(200, 960, missed, Some(at)),
            sending(0, 0, vec![(Missed::NotYours, 3)], None),
            W::Through { number: 31, sent: 48, rooms: 50 },
            W::Through { number: 31, sent: 50, rooms: 50 },
            W::Through { number: 31, sent: 1, rooms: 1 },
            W::Through { number: 31, sent: 0, rooms: 2 },
            W::TooLate { number: 31, planned: at },
            W::Planned { number: 31, rooms: 12, at, night: false },
            W::Planned { number: 31, rooms: 12, at, night: true },
            W::Unclear { number: 31, ask: Ask::NoDay },
            W::NoSeries,
            W::Unplanned { number: 31 },
            W::Stopped { number: 31, rooms: 43 },
            W::NothingToStop { number: 31 },
            W::Gone { number: 31 },
            W::NotNow { number: 31, stage: Stage::Draft },
            W::NotNow { number: 31, stage: Stage::Sent },
            W::NotNow { number: 31, stage: Stage::Withdrawn },
            changing(false, 0),
            changing(true, 2),
            report(Stage::Draft, 0, 1, None),
            report(Stage::Planned(at), 0, 1, None),
            report(Stage::Sent, 13, 4, None),
            report(Stage::Corrected, 13, 0, change),
            report(Stage::Withdrawn, 13, 0, change),
            W::List(Vec::new()),
            W::List(vec![
                row(33, Stage::Draft),
                row(32, Stage::Planned(at)),
                row(31, Stage::Sent),
                row(30, Stage::Corrected),
                row(29, Stage::Withdrawn),
            ]),
            W::Rooms { known: Vec::new(), lost: Vec::new() },
            W::Rooms {
                known: vec![
                    room("Team Noord", Some("Enschede"), false, true),
                    room("Team Zuid", Some("Enschede"), true, false),
                    room("Team Oost", None, false, true),
                ],
                lost: vec![
                    LostWords {
                        name: Some("Team West".into()),
                        gemeente: Some("Enschede".into()),
                        since: at,
                    },
                    LostWords { name: None, gemeente: None, since: at },
                ],
            },
            W::Labels { labels: vec!["jeugd".into(), "wmo".into()], changed: true },
            W::Labels { labels: Vec::new(), changed: true },
            W::Labels { labels: Vec::new(), changed: false },
            W::NoLabelsHere,
            W::NoSuchLabel,
        ]);
        all
    }
}

fn sample() -> Broadcast {
    let part = |whom, labelled: Option<&str>| Part { whom, labelled: labelled.map(str::to_owned) };
    let reasons = [
        None,
        Some(Missed::Quiet),
        Some(Missed::NoAccess),
        Some(Missed::Left),
        Some(Missed::NotYours),
        Some(Missed::TakenBack),
        Some(Missed::TooLate),
        Some(Missed::Refused),
        Some(Missed::Unknown),
    ];
    let targets = reasons.into_iter().enumerate().map(|(n, missed)| Target {
        room: format!("!{n}").as_str().into(),
        name: format!("Team {n}"),
        missed,
    });
    Broadcast {
        number: 31,
        at: jiff::Timestamp::UNIX_EPOCH,
        by: None,
        room: "!regie".into(),
        source: "$a".into(),
        pulse: None,
        text: "De training gaat door.\nTot dan!".into(),
        audience: vec![
            part(Whom::Region("twente".into()), Some("jeugd")),
            part(Whom::Gemeente("Enschede".into()), None),
            part(Whom::Label("wmo".into()), None),
            part(Whom::Room("Team Noord".into()), None),
            part(Whom::All, None),
        ],
        everyone: false,
        also_quiet: false,
        targets: targets.collect(),
        stage: Stage::Draft,
    }
}
