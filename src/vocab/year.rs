//! What does somebody plan for a whole year in a file, what is wrong with it, and what will be sent?

use super::{Ask, BroadcastWords, Part, PersonalData, RoomId, Say, SchoolWords, Span};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A value of a file, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The value, without white space around it.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1; 0 when only the line is known.
    pub column: usize,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearFile {
    /// Sessions, in the order of the file.
    pub sessions: Vec<SessionRow>,
    /// Reminders, in the order of the file.
    pub reminders: Vec<ReminderRow>,
}

/// A session, or a row of them with one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// What it is about.
    pub title: Written,
    /// When, in the words of the room's commands: one date, several or a series.
    pub when: Written,
    /// For whom.
    pub audience: Written,
    /// Where, or the link.
    pub place: Option<Written>,
    /// So many can come.
    pub capacity: Option<Written>,
    /// Who gives it.
    pub speaker: Option<Written>,
    /// What those who came get afterwards.
    pub material: Option<Written>,
    /// When the rooms hear of it: a moment, or so long before.
    pub announce: Option<Written>,
    /// How long before they are reminded.
    pub reminders: Option<Written>,
}

/// A reminder of rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// What it says.
    pub text: Written,
    /// When: a moment or a series.
    pub when: Written,
    /// For whom.
    pub audience: Written,
    /// What it does on a public holiday.
    pub holidays: Option<Written>,
    /// Whether everybody is mentioned.
    pub everyone: Option<Written>,
}

/// Something that is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1; 0 when only the line is known.
    pub column: usize,
    /// What.
    pub wrong: Wrong,
}

/// What can be wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The moment or series is not clear.
    When(Ask),
    /// This part of it was not understood.
    Leftover(String),
    /// It is no number of people.
    Number,
    /// It is longer than this, in characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// It is no time before, and no moment.
    Announce,
    /// The rooms would hear of it when it has begun.
    AnnouncedTooLate {
        /// When it begins.
        begin: DateTime,
    },
    /// They are no times before.
    Reminders,
    /// It is nothing that a reminder does on a public holiday.
    Holidays,
    /// It is neither yes nor no.
    YesOrNo,
    /// The audience: what the broadcasts say of it.
    Audience(Box<BroadcastWords>),
    /// A room by its name, which the bot's memory does not hold.
    RoomByName,
    /// No room that the bot knows belongs to the audience, and a reminder needs one.
    NoRooms,
    /// It holds personal data.
    Private(Vec<PersonalData>),
    /// The same row stands on this line already.
    Double {
        /// The line.
        line: usize,
    },
}

/// A room as the bot's memory knows it: without its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoomSeat {
    /// The gemeente that it works for.
    pub gemeente: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// The room.
    pub room: RoomId,
}

/// What a planned message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dispatch {
    /// The rooms hear of a session, and get its calendar file.
    Announcement,
    /// They are reminded of it.
    SessionReminder,
    /// It is over: the rooms from which somebody came are asked, and get the material.
    After,
    /// A reminder of its own.
    Reminder,
}

/// Something that will be sent to rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchWords {
    /// When.
    pub at: DateTime,
    /// What.
    pub what: Dispatch,
    /// The session; none for a reminder.
    pub number: Option<u32>,
    /// For whom.
    pub audience: Vec<Part>,
    /// The rooms that belong to it now, and hear it.
    pub rooms: Vec<RoomSeat>,
    /// How many more belong to it, and want quiet.
    pub quiet: usize,
    /// How long it takes until all have it, in seconds.
    pub seconds: u64,
}

/// What is sent in a year, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalWords {
    /// New sessions.
    pub sessions: usize,
    /// New reminders: rows.
    pub reminders: usize,
    /// Rows that were planned before.
    pub known: usize,
    /// The most messages to each room that the bot knows now.
    pub rooms: Vec<(RoomSeat, usize)>,
    /// The most messages in all.
    pub messages: usize,
    /// How long the account would take for all of them in a row, in seconds.
    pub seconds: u64,
    /// School years that dates fall in and that are not known, by the calendar year in which they begin.
    pub unknown: Vec<i16>,
    /// The moment with most messages: when, how many, and how long they take in seconds.
    pub busiest: Option<(DateTime, usize, u64)>,
}

/// What is said about a file with a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum YearWords {
    /// Stands above what is sent at a moment.
    Dispatch(DispatchWords),
    /// What should be known about a row.
    Remarks {
        /// The row's line.
        line: usize,
        /// Its title or text.
        title: String,
        /// The numbers of its sessions.
        numbers: Vec<u32>,
        /// Whether no end was named.
        end_guessed: bool,
        /// Whether the series goes on after the last that is planned.
        more: bool,
        /// A date on a public holiday.
        holiday: Option<Span>,
        /// Dates in a school holiday.
        school: SchoolWords,
        /// Whether no room belongs to the audience now.
        no_rooms: bool,
    },
    /// A row was planned before, and reads otherwise now: nothing changes.
    Changed {
        /// The row's line.
        line: usize,
        /// Its title or text.
        title: String,
        /// The numbers under which it was planned; empty for a reminder.
        numbers: Vec<u32>,
    },
    /// All in numbers.
    Totals {
        /// The numbers.
        totals: TotalWords,
        /// Whether it is planned now; else it was only shown.
        done: bool,
    },
}

impl YearWords {
    /// One of each kind.
    pub fn samples() -> Vec<YearWords> {
        let at = jiff::civil::date(2026, 12, 8).at(9, 30, 0, 0);
        let seat = |gemeente: Option<&str>, label: &str, room: &str| RoomSeat {
            gemeente: gemeente.map(str::to_owned),
            labels: label.lines().map(str::to_owned).collect(),
            room: room.into(),
        };
        let rooms = vec![
            seat(Some("Almelo"), "jeugd", "!a:wijk.test"),
            seat(Some("Enschede"), "", "!b:wijk.test"),
            seat(Some("Enschede"), "", "!c:wijk.test"),
        ];
        let region = Part { whom: super::Whom::Region("twente".into()), labelled: None };
        let dispatch = |what, number, rooms: &[RoomSeat]| {
            let (audience, rooms, quiet) = (vec![region.clone()], rooms.to_vec(), rooms.len() / 2);
            let seconds = 60;
            let words = DispatchWords { at, what, number, audience, rooms, quiet, seconds };
            YearWords::Dispatch(words)
        };
        let title = || "Meldcode en ouderen".to_owned();
        let totals = TotalWords {
            sessions: 14,
            reminders: 1,
            known: 2,
            rooms: rooms.iter().cloned().zip([8, 16, 8]).collect(),
            messages: 32,
            seconds: 120,
            unknown: vec![2026],
            busiest: Some((at, 12, 20)),
        };
        vec![
            dispatch(Dispatch::Announcement, Some(12), &rooms),
            dispatch(Dispatch::SessionReminder, Some(12), &rooms[..1]),
            dispatch(Dispatch::After, Some(12), &[]),
            dispatch(Dispatch::Reminder, None, &rooms),
            YearWords::Remarks {
                line: 3,
                title: title(),
                numbers: vec![12, 13],
                end_guessed: true,
                more: true,
                holiday: Some(Span { start: at, end: at }),
                school: SchoolWords::default(),
                no_rooms: true,
            },
            YearWords::Changed { line: 3, title: title(), numbers: vec![12] },
            YearWords::Changed { line: 9, title: title(), numbers: Vec::new() },
            YearWords::Totals { totals: totals.clone(), done: false },
            YearWords::Totals { totals, done: true },
            YearWords::Totals { totals: TotalWords::default(), done: true },
        ]
    }
}

/// Several messages that belong together, each as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatched {
    /// When, what and to whom.
    pub words: DispatchWords,
    /// The messages, each to every room.
    pub says: Vec<Vec<Say>>,
}
