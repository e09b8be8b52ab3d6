//! What is a reminder, and what is said about it?

use super::{Ask, EventId, RoomId, When};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Something that a room is told at a moment, once or in a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its name for people.
    pub number: u32,
    /// The message that planned it: its edit or removal changes the plan.
    pub source: EventId,
    /// What it says.
    pub text: String,
    /// The moment, or the first of the series.
    pub when: When,
    /// The occurrence that comes next, as the series has it.
    pub next: DateTime,
    /// What happens to an occurrence on a public holiday.
    pub holidays: OnHoliday,
    /// Whether everybody in the room is mentioned, where its planner and the bot may.
    pub everyone: bool,
}

/// What happens to an occurrence of a series on a public holiday.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnHoliday {
    /// Nothing else.
    #[default]
    AsUsual,
    /// It falls silent.
    Skip,
    /// It moves to the next working day.
    Move,
}

/// Something that is said about reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderWords {
    /// How one is planned.
    How,
    /// It is planned.
    Planned {
        /// The plan.
        reminder: Reminder,
        /// Whether it was planned before, and is another now.
        changed: bool,
        /// What stands in the way of it, now or then.
        mind: Vec<Mind>,
    },
    /// The moment is not clear.
    Unclear(Ask),
    /// There is no text.
    NoText,
    /// The text is longer than a reminder may be, in characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// The text held personal data: it is not planned.
    CaseDetails,
    /// What is planned in the room.
    List(Vec<Reminder>),
    /// So many is enough.
    Enough,
    /// It is not planned any more.
    Gone {
        /// Its number.
        number: u32,
    },
    /// No reminder of this room has that number.
    NotFound {
        /// The number.
        number: u32,
    },
    /// Only who planned it, or a moderator, may change it.
    NotYours,
    /// Its moment has come.
    Due {
        /// The plan.
        reminder: Reminder,
        /// When it was to be, if that was long ago.
        late: Option<DateTime>,
    },
}

/// What the planner should know beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mind {
    /// The room is quiet: it will not be said before that changes.
    Quiet,
    /// Not everybody will be mentioned: the planner or the bot may not.
    MayNotMention,
    /// The first one falls on a public holiday.
    Holiday,
}

/// Something that came later than planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateWords {
    /// The reminder's number.
    pub number: u32,
    /// Where.
    pub room: RoomId,
    /// When it was to be.
    pub planned: DateTime,
    /// Whether it was said after all.
    pub said: bool,
}

impl ReminderWords {
    /// One of each kind.
    pub fn samples() -> Vec<ReminderWords> {
        let start = jiff::civil::date(2026, 12, 8).at(9, 0, 0, 0);
        let when = When { start, end: None, rule: None };
        let weekly = When { rule: "FREQ=WEEKLY;BYDAY=TU".parse().ok(), ..when.clone() };
        let once = Reminder {
            number: 12,
            source: "$a".into(),
            text: "Neem de map mee.".into(),
            when: when.clone(),
            next: start,
            holidays: OnHoliday::AsUsual,
            everyone: false,
        };
        let series = Reminder {
            number: 13,
            when: weekly,
            holidays: OnHoliday::Move,
            everyone: true,
            ..once.clone()
        };
        let skipped = Reminder { holidays: OnHoliday::Skip, ..series.clone() };
        let planned = |reminder: &Reminder, changed, mind: &[Mind]| ReminderWords::Planned {
            reminder: reminder.clone(),
            changed,
            mind: mind.to_vec(),
        };
        let due =
            |reminder: &Reminder, late| ReminderWords::Due { reminder: reminder.clone(), late };
        vec![
            ReminderWords::How,
            planned(&once, false, &[]),
            planned(&series, false, &[Mind::Quiet, Mind::MayNotMention, Mind::Holiday]),
            planned(&skipped, true, &[]),
            ReminderWords::Unclear(Ask::NoDay),
            ReminderWords::NoText,
            ReminderWords::TooLong { most: 500 },
            ReminderWords::CaseDetails,
            ReminderWords::List(Vec::new()),
            ReminderWords::List(vec![once.clone(), series.clone()]),
            ReminderWords::Enough,
            ReminderWords::Gone { number: 12 },
            ReminderWords::NotFound { number: 12 },
            ReminderWords::NotYours,
            due(&once, None),
            due(&series, Some(start)),
        ]
    }
}
