//! What is said about sessions?

use super::{
    Ask, Chore, Field, Headcount, Missed, Poll, Progress, Role, SchoolWords, Session, Span, UserId,
};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Something that is said about sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionWords {
    /// How one is planned.
    How,
    /// What is not known yet is asked.
    Ask {
        /// What is known.
        session: Box<Session>,
        /// What is asked.
        field: Field,
        /// What was not clear in the answer before.
        unclear: Option<Unclear>,
    },
    /// A session, or several with one programme, as they would be announced.
    Draft {
        /// The sessions, in order.
        sessions: Vec<Session>,
        /// So many rooms hear of it.
        rooms: usize,
        /// So long that takes, in seconds.
        seconds: u64,
        /// What was typed and not understood.
        leftover: Vec<String>,
        /// How many dates of the series were left out, because so far ahead nobody plans.
        more: bool,
        /// A date that falls on a public holiday.
        holiday: Option<Span>,
        /// Which of the dates fall in a school holiday.
        school: SchoolWords,
        /// Whether no end was named.
        end_guessed: bool,
    },
    /// The rooms hear of it, now or then.
    Announcing {
        /// Which go now.
        numbers: Vec<u32>,
        /// To so many rooms.
        rooms: usize,
        /// So long it takes, in seconds.
        seconds: u64,
        /// Rooms that do not hear it, by reason.
        missed: Vec<(Missed, usize)>,
        /// Which go later, each in its time, and when the first does.
        later: Option<(Vec<u32>, DateTime)>,
        /// Whether it waits only because nobody is disturbed at night.
        night: bool,
    },
    /// What a room sees of it; its headcount changes in place.
    Announcement(Box<AnnouncementWords>),
    /// What its planner sees of it.
    Report(Box<SessionReport>),
    /// All sessions that this person may change.
    List(Vec<Session>),
    /// Who may not plan sees what is coming in the agenda.
    SeeAgenda,
    /// What is coming up in a room, or in the rooms of who asks elsewhere.
    Agenda {
        /// Its sessions.
        sessions: Vec<Session>,
        /// Its reminders: when, and what they say.
        reminders: Vec<(DateTime, String)>,
        /// Asked outside a team's room: the rooms of who asks, by name.
        elsewhere: Option<Vec<String>>,
    },
    /// An answer was heard.
    Heard {
        /// The session.
        session: Box<Session>,
        /// What was chosen, from 0.
        choice: u32,
        /// Whether they wait for a place.
        waiting: bool,
        /// Who answered.
        who: UserId,
    },
    /// An answer to a question afterwards was heard.
    Thanks,
    /// An answer reads otherwise now, and answers nothing.
    NoAnswer,
    /// The questions afterwards follow, under four eyes.
    LookBack,
    /// This room is not reminded of it, or is again.
    QuietHere {
        /// Which.
        number: u32,
        /// Whether it is silent.
        on: bool,
    },
    /// There is a place for somebody who waited.
    PlaceFree {
        /// Where.
        session: Box<Session>,
        /// For whom.
        who: UserId,
    },
    /// Somebody answered what cannot be answered any more.
    Closed {
        /// Its number.
        number: u32,
        /// Whether it does not take place; else it is over.
        cancelled: bool,
    },
    /// It comes closer.
    Reminder {
        /// Which.
        session: Box<Session>,
        /// So many minutes before.
        minutes: u32,
        /// When it was to be said, if that was long ago.
        late: Option<DateTime>,
    },
    /// It was moved, or its place is another.
    Changed {
        /// As it is now.
        session: Box<Session>,
        /// When it was to be before, if that changed.
        from: Option<Span>,
        /// Whether somebody in the room said yes.
        coming: bool,
    },
    /// It does not take place.
    Cancelled(Box<Session>),
    /// What a change did.
    Changing {
        /// Its number.
        number: u32,
        /// Whether it was called off.
        cancelled: bool,
        /// How many rooms see it.
        rooms: usize,
        /// How long that takes, in seconds.
        seconds: u64,
        /// When the rooms hear of it, besides what they see.
        notice: Notice,
    },
    /// What waited for the morning is told now.
    ToldNow {
        /// Its number.
        number: u32,
    },
    /// Nothing waits to be told.
    NothingToTell {
        /// Its number.
        number: u32,
    },
    /// It is over: one question to a room.
    After {
        /// Which.
        session: Box<Session>,
        /// What is asked.
        poll: Poll,
    },
    /// What those who came get.
    Material(Box<Session>),
    /// How it was, in counts.
    Feedback {
        /// Which.
        session: Box<Session>,
        /// Useful: yes, a little, no.
        useful: [u32; 3],
        /// Needed: talking a case through, explanation, practice, nothing.
        need: [u32; 4],
    },
    /// A text to mail on to people outside the rooms.
    Invitation(Box<Session>),
    /// When the rooms are reminded.
    Reminders(Box<Session>),
    /// Who does what.
    Roles(Box<Session>),
    /// What still has to be done.
    Tasks(Box<Session>),
    /// One of these is due.
    TaskDue {
        /// For which session.
        session: Box<Session>,
        /// What.
        what: Chore,
    },
    /// A role is nobody's any more, or somebody's.
    Role {
        /// Which.
        role: Role,
        /// Whose.
        name: Option<String>,
    },
    /// It is not planned any more.
    Gone {
        /// Its number.
        number: u32,
    },
    /// No session has that number.
    NotFound {
        /// The number.
        number: u32,
    },
    /// None is announced in this room.
    NoneHere,
    /// Only who planned it, or may reach all its rooms, may do that.
    NotYours,
    /// The text held personal data: it is not planned.
    CaseDetails,
    /// That cannot be done with a session that is this far.
    NotNow {
        /// Its number.
        number: u32,
        /// How far it is.
        stage: Progress,
    },
    /// What was typed is not clear.
    Unclear {
        /// Its number.
        number: u32,
        /// What is not clear.
        unclear: Unclear,
    },
    /// What was asked is not asked any more.
    Stopped {
        /// Its number: it stays a draft.
        number: u32,
    },
}

/// What was not clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unclear {
    /// The moment.
    When(Ask),
    /// A number was expected.
    Number,
    /// A word was expected and nothing came.
    Empty,
    /// The audience: what the broadcasts say of it.
    Audience(Box<super::BroadcastWords>),
    /// It is too long, in characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// What is to be done is not known.
    Verb,
}

/// What a room sees of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementWords {
    /// The session.
    pub session: Session,
    /// How many of this team come.
    pub here: Headcount,
    /// Whether every place is taken.
    pub full: bool,
    /// Whether it was changed since it was announced.
    pub changed: bool,
    /// When it was to be said, if that was long ago.
    pub late: Option<DateTime>,
}

/// When the rooms hear of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// They only see it: it is no reason to wake anybody.
    None,
    /// As soon as it can be sent.
    Now,
    /// At this moment: now it is night.
    At(DateTime),
}

/// A session as its planner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionReport {
    /// The session.
    pub session: Session,
    /// All together.
    pub total: Headcount,
    /// Of each team that answered: its name, how many, and who comes or waits.
    pub teams: Vec<TeamWords>,
    /// Rooms that did not hear of it, with the reason.
    pub missed: Vec<super::Target>,
    /// So many rooms heard of it.
    pub sent: usize,
    /// In so many it still waits.
    pub waiting: usize,
    /// When they hear of a change that was made in the night.
    pub later: Option<DateTime>,
}

/// Who comes of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamWords {
    /// Its name.
    pub name: String,
    /// How many.
    pub count: Headcount,
    /// Who comes and has a place, as they are called on the homeserver.
    pub coming: Vec<String>,
    /// Who waits for a place, the first first.
    pub waiting: Vec<String>,
}
