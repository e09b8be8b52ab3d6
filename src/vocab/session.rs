//! What is a session, who comes, and what hangs on it?

use super::{EventId, Part, RoomId, Target, Timestamp, UserId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A meeting that rooms are invited to. One date is one session; several with one programme know each
/// other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its name for people.
    pub number: u32,
    /// From when on the time counts that it is kept.
    pub at: Timestamp,
    /// Who planned it; none when they were forgotten.
    pub by: Option<UserId>,
    /// Where it was planned.
    pub room: RoomId,
    /// The message that planned it.
    pub source: EventId,
    /// The number of the first session of its programme.
    pub programme: u32,
    /// What it is about; empty while it is not known.
    pub title: String,
    /// When it is, once that is known.
    pub when: Option<Span>,
    /// Whether nobody named an end.
    #[serde(default)]
    pub end_guessed: bool,
    /// Further dates of its programme, until they are sessions of their own.
    pub others: Vec<Span>,
    /// Where, or the link.
    pub place: Option<String>,
    /// For whom.
    pub audience: Vec<Part>,
    /// So many can come.
    pub capacity: Option<u32>,
    /// Who does what: a role and a name.
    pub roles: Vec<(Role, String)>,
    /// What those who came get afterwards: a link, or where it lies.
    pub material: Option<String>,
    /// So many minutes before its begin the rooms are reminded, the earliest first.
    pub reminders: Vec<u32>,
    /// Rooms that are not reminded.
    pub muted: Vec<RoomId>,
    /// So many come from outside the rooms.
    pub guests: u32,
    /// How many of each team came, once nobody knows any more who.
    pub came: Vec<(RoomId, Headcount)>,
    /// Every room of the audience, once it was announced.
    pub targets: Vec<Target>,
    /// How often it was changed since it was announced; iCalendar's SEQUENCE.
    pub sequence: u32,
    /// What the planner still has to do.
    pub tasks: Vec<Task>,
    /// How far it is.
    pub stage: Progress,
}

impl Session {
    /// Whether somebody has this role.
    pub fn has(&self, wanted: Role) -> bool {
        self.roles.iter().any(|(role, _)| *role == wanted)
    }
}

/// From when to when, local times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Its begin.
    pub start: DateTime,
    /// Its end.
    pub end: DateTime,
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Its planner was asked for something.
    Asking {
        /// For what.
        field: Field,
        /// Whether what it can do without is asked, too.
        all: bool,
    },
    /// Nobody but its planner saw it.
    Draft,
    /// It is announced at this moment.
    Planned(DateTime),
    /// The rooms know of it.
    Announced,
    /// The rooms know that it does not take place.
    Cancelled,
    /// It is over.
    Over,
}

impl Progress {
    /// Whether no room knows of it yet.
    pub fn before_announcing(self) -> bool {
        matches!(self, Progress::Asking { .. } | Progress::Draft | Progress::Planned(_))
    }
}

/// What a planner is asked for, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What it is about.
    Title,
    /// When it is.
    When,
    /// Where, or the link.
    Place,
    /// For whom.
    Audience,
    /// How many can come.
    Capacity,
    /// Who gives it.
    Speaker,
    /// What those who came get.
    Material,
}

impl Field {
    /// All, in the order of asking.
    pub const ALL: [Field; 7] = [
        Field::Title,
        Field::When,
        Field::Place,
        Field::Audience,
        Field::Capacity,
        Field::Speaker,
        Field::Material,
    ];

    /// Whether a session can do without it.
    pub fn optional(self) -> bool {
        !matches!(self, Field::Title | Field::When | Field::Audience)
    }
}

/// What somebody does at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Gives it.
    Speaker,
    /// Tells what they lived through.
    Expert,
    /// Receives everybody.
    Host,
}

/// Something that the planner has to do for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What.
    pub what: Chore,
    /// By when.
    pub due: DateTime,
    /// Whether it is done.
    pub done: bool,
}

/// What has to be done for a session, in the order of the organiser's checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chore {
    /// A date and a place are settled.
    Venue,
    /// Speaker and expert by experience are asked.
    Speakers,
    /// Schools, care and others outside the rooms are invited.
    Partners,
    /// A case and the material are ready.
    Programme,
    /// Who comes is known to the place: chairs, sound, catering.
    Arrangements,
    /// What was agreed is written down, and sent to who was there.
    Agreements,
}

impl Chore {
    /// All, with the days before (or after) the session's day by which it is to be done.
    pub const ALL: [(Chore, i64); 6] = [
        (Chore::Venue, -56),
        (Chore::Speakers, -42),
        (Chore::Partners, -28),
        (Chore::Programme, -14),
        (Chore::Arrangements, -3),
        (Chore::Agreements, 7),
    ];
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The session's number.
    pub session: u32,
    /// What was asked.
    pub poll: Poll,
    /// Who.
    pub person: UserId,
    /// For which room they count.
    pub room: RoomId,
    /// What they chose, from 0.
    pub choice: u32,
    /// When: who says yes first, comes first.
    pub at: Timestamp,
    /// The message or reaction with which they did: when that goes, the answer goes.
    pub event: EventId,
}

/// What a room is asked about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Poll {
    /// Do you come?
    Coming,
    /// Was it useful?
    Useful,
    /// What do you still need?
    Need,
    /// The item of a quiz round, from 0.
    Item(u8),
    /// A poll in many rooms.
    Pulse,
}

impl Poll {
    /// How many answers there are to choose from.
    pub fn options(self) -> u32 {
        match self {
            Poll::Coming | Poll::Useful => 3,
            Poll::Need | Poll::Item(_) | Poll::Pulse => 4,
        }
    }
}

/// Whether somebody comes; in the order in which a room can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coming {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Perhaps.
    Maybe,
}

impl Coming {
    /// The choice as it is kept.
    pub fn of(choice: u32) -> Option<Coming> {
        [Coming::Yes, Coming::No, Coming::Maybe].get(choice as usize).copied()
    }
}

/// How many of a team come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// Have a place.
    pub yes: u32,
    /// Do not come.
    pub no: u32,
    /// Perhaps.
    pub maybe: u32,
    /// Wait for a place.
    pub waiting: u32,
}

impl std::ops::Add for Headcount {
    type Output = Headcount;

    fn add(self, other: Headcount) -> Headcount {
        Headcount {
            yes: self.yes + other.yes,
            no: self.no + other.no,
            maybe: self.maybe + other.maybe,
            waiting: self.waiting + other.waiting,
        }
    }
}

/// A moment of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The rooms hear of it.
    Announce,
    /// The rooms are reminded, so many minutes before.
    Remind(u32),
    /// A room's headcount may be told anew: what it shows, and whether every place is taken.
    Headcount {
        /// What the room's message shows.
        shown: Headcount,
        /// Whether it says that it is full.
        full: bool,
    },
    /// Who was given a place in the night hears it.
    Place,
    /// Those who come hear that it was changed or cancelled in the night.
    Changed {
        /// When it was to be, if it was moved.
        from: Option<Span>,
    },
    /// It is over: what was it like?
    After,
    /// The answers are counted, and who gave them is forgotten.
    Close,
    /// Something has to be done by its planner.
    Task(Chore),
}

/// What a message to a room is for, where that matters later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The question itself.
    Asks(Poll),
    /// Tells something about what was asked: who replies to it answers that.
    Answerable(Poll),
    /// The calendar file of a session.
    Calendar,
    /// Tells something once.
    Tells,
}

impl Purpose {
    /// What a reply or reaction to it answers.
    pub fn answers(self) -> Option<Poll> {
        match self {
            Purpose::Asks(poll) | Purpose::Answerable(poll) => Some(poll),
            Purpose::Calendar => Some(Poll::Coming),
            Purpose::Tells => None,
        }
    }
}

/// A meeting as a calendar file tells it (RFC 5545).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// The same for ever: UID.
    pub uid: String,
    /// SEQUENCE.
    pub sequence: u32,
    /// DTSTAMP.
    pub stamp: Timestamp,
    /// Whether it does not take place any more: METHOD and STATUS.
    pub cancelled: bool,
    /// DTSTART and DTEND, local times in Europe/Amsterdam.
    pub span: Span,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub place: Option<String>,
    /// DESCRIPTION.
    pub description: Option<String>,
    /// The file's name, ends in `.ics`.
    pub file: String,
}
