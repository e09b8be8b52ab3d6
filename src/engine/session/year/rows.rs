//! What does a row of a file plan, and what is wrong with it?

use super::super::{announce, draft, private, typed, wish};
use crate::engine::agenda;
use crate::engine::fold::fold;
use crate::engine::{World, audience, calendar, dates};
use crate::vocab::{
    Ask, BroadcastWords, Field, OnHoliday, Part, PersonalData, ReminderRow, Session, SessionRow,
    Slip, Snapshot, Timestamp, Unclear, UserId, When, Written, Wrong,
};

/// A row of a file.
#[derive(Clone, Copy)]
pub enum Row<'f> {
    Session(&'f SessionRow),
    Reminder(&'f ReminderRow),
}

impl<'f> Row<'f> {
    /// The value that names it for people.
    pub fn title(self) -> &'f Written {
        match self {
            Row::Session(row) => &row.title,
            Row::Reminder(row) => &row.text,
        }
    }

    /// Its values; title, moment and audience first.
    fn values(self) -> Vec<Option<&'f Written>> {
        match self {
            Row::Session(row) => {
                let needed = [&row.title, &row.when, &row.audience].map(Some);
                let others = [
                    &row.place,
                    &row.capacity,
                    &row.speaker,
                    &row.material,
                    &row.announce,
                    &row.reminders,
                ];
                needed.into_iter().chain(others.map(Option::as_ref)).collect()
            }
            Row::Reminder(row) => {
                let needed = [&row.text, &row.when, &row.audience].map(Some);
                // A row without these has the name that it always had.
                let others = [&row.holidays, &row.everyone].map(Option::as_ref);
                let others = others.into_iter().filter(|_| others.iter().any(Option::is_some));
                needed.into_iter().chain(others).collect()
            }
        }
    }

    /// Their texts.
    pub fn texts(self) -> Vec<Option<&'f str>> {
        self.values().into_iter().map(|value| value.map(|value| value.text.as_str())).collect()
    }
}

/// Who reads a file, and when.
pub struct Reader<'a> {
    pub world: &'a World,
    pub seen: &'a Snapshot,
    pub planner: &'a UserId,
    pub at: Timestamp,
}

/// A session row that is in order: the session without its dates, its dates, and when rooms hear of it.
pub struct ReadSession {
    pub session: Session,
    pub dates: typed::Dates,
    pub announce: Announce,
}

/// When the rooms hear of a session.
#[derive(Clone, Copy)]
pub enum Announce {
    /// So many days before it.
    Before(i64),
    /// At this moment.
    At(Timestamp),
}

/// A reminder row that is in order.
pub struct ReadReminder {
    pub when: When,
    pub audience: Vec<Part>,
    pub holidays: OnHoliday,
    pub everyone: bool,
}

const DAY: u32 = 24 * 60;

impl Reader<'_> {
    /// Reads a session into an empty one; all that is wrong goes to `slips`.
    pub fn session(
        &self,
        row: &SessionRow,
        empty: Session,
        slips: &mut Vec<Slip>,
    ) -> Option<ReadSession> {
        let before = slips.len();
        let strict = std::iter::once(&row.title);
        self.personal(Row::Session(row).values().into_iter().flatten(), strict, slips);
        let mut session = empty;
        for (field, value) in [
            (Field::Title, Some(&row.title)),
            (Field::Place, row.place.as_ref()),
            (Field::Capacity, row.capacity.as_ref()),
            (Field::Speaker, row.speaker.as_ref()),
            (Field::Material, row.material.as_ref()),
        ] {
            let Some(value) = value else { continue };
            match draft::set(self.world, self.seen, self.planner, &session, field, &value.text) {
                Ok(set) => session = set,
                Err(unclear) => slips.push(slip(value, wrong(unclear))),
            }
        }
        session.audience = self.audience(&row.audience, slips);
        if let Some(value) = &row.reminders {
            match wish::leads(&fold(&value.text)) {
                Some(leads) => session.reminders = leads,
                None => slips.push(slip(value, Wrong::Reminders)),
            }
        }
        let dates = self.dates(&row.when, slips);
        let announce = match &row.announce {
            None => Some(Announce::Before(announce::BEFORE)),
            Some(value) => self.announce(value, slips),
        };
        let (dates, announce) = (dates?, announce?);
        self.in_time(row, &dates, announce, slips);
        (slips.len() == before).then_some(ReadSession { session, dates, announce })
    }

    /// Reads a reminder.
    pub fn reminder(&self, row: &ReminderRow, slips: &mut Vec<Slip>) -> Option<ReadReminder> {
        let before = slips.len();
        self.personal([&row.when, &row.audience].into_iter(), std::iter::once(&row.text), slips);
        if row.text.text.chars().count() > agenda::LONGEST {
            slips.push(slip(&row.text, Wrong::TooLong { most: agenda::LONGEST }));
        }
        let audience = self.audience(&row.audience, slips);
        let rooms = draft::chosen(self.world, self.seen, self.planner, &audience);
        if !audience.is_empty() && rooms.is_empty() {
            slips.push(slip(&row.audience, Wrong::NoRooms));
        }
        let mut holidays = OnHoliday::AsUsual;
        if let Some(value) = &row.holidays {
            match agenda::on_holiday(&value.text) {
                Some(read) => holidays = read,
                None => slips.push(slip(value, Wrong::Holidays)),
            }
        }
        let mut everyone = false;
        if let Some(value) = &row.everyone {
            match fold(&value.text).as_str() {
                "ja" | "wel" | "true" | "x" => everyone = true,
                "nee" | "niet" | "false" => {}
                _ => slips.push(slip(value, Wrong::YesOrNo)),
            }
        }
        let when = self.moment(&row.when, slips)?;
        (slips.len() == before).then_some(ReadReminder { when, audience, holidays, everyone })
    }

    /// Personal data does not belong in a plan; in what is `strict` no name or address either.
    fn personal<'w>(
        &self,
        values: impl Iterator<Item = &'w Written>,
        strict: impl Iterator<Item = &'w Written>,
        slips: &mut Vec<Slip>,
    ) {
        let strict: Vec<&Written> = strict.collect();
        let values = values.filter(|value| !strict.contains(value));
        let all = strict.iter().map(|value| (*value, true)).chain(values.map(|v| (v, false)));
        for (value, strict) in all {
            let found = self.world.rules.personal(&value.text).into_iter();
            let kinds: Vec<PersonalData> = found.filter(|kind| strict || private(*kind)).collect();
            if !kinds.is_empty() {
                slips.push(slip(value, Wrong::Private(kinds)));
            }
        }
    }

    fn audience(&self, value: &Written, slips: &mut Vec<Slip>) -> Vec<Part> {
        let rooms = audience::reachable(self.world, self.seen, self.planner);
        match audience::read(self.world, &rooms, self.planner, &value.text) {
            Ok(parts) => parts,
            Err(words) => {
                let by_name = matches!(&words, BroadcastWords::NotUnderstood(typed)
                    if audience::after_word(typed, "kamer").is_some());
                let wrong = match by_name {
                    true => Wrong::RoomByName,
                    false => Wrong::Audience(Box::new(words)),
                };
                slips.push(slip(value, wrong));
                Vec::new()
            }
        }
    }

    fn dates(&self, value: &Written, slips: &mut Vec<Slip>) -> Option<typed::Dates> {
        let wrong = match typed::only_dates(&value.text, self.at) {
            Ok(Ok(dates)) => return Some(dates),
            Ok(Err(ask)) => Wrong::When(ask),
            Err(strange) => Wrong::Leftover(strange),
        };
        slips.push(slip(value, wrong));
        None
    }

    fn moment(&self, value: &Written, slips: &mut Vec<Slip>) -> Option<When> {
        let reading = dates::read(&value.text, self.at);
        let strange = reading.leftover.first().and_then(|span| value.text.get(span.clone()));
        let wrong = match (reading.when, strange) {
            (Err(ask), _) => Wrong::When(ask),
            (Ok(_), Some(strange)) => Wrong::Leftover(strange.to_owned()),
            (Ok(when), None) => return Some(when),
        };
        slips.push(slip(value, wrong));
        None
    }

    /// `4 weken`, `10 dagen van tevoren`, or a moment.
    fn announce(&self, value: &Written, slips: &mut Vec<Slip>) -> Option<Announce> {
        if let Some([lead]) = wish::leads(&fold(&value.text)).as_deref()
            && lead % DAY == 0
        {
            return Some(Announce::Before(i64::from(lead / DAY)));
        }
        let reading = dates::read(&value.text, self.at);
        let wrong = match reading.when {
            Ok(when) if reading.leftover.is_empty() && when.rule.is_none() => {
                match calendar::moment(when.start).filter(|moment| *moment > self.at) {
                    Some(moment) => return Some(Announce::At(moment)),
                    None => Wrong::When(Ask::Past(when.start)),
                }
            }
            Err(ask) if ask != Ask::NoDay => Wrong::When(ask),
            _ => Wrong::Announce,
        };
        slips.push(slip(value, wrong));
        None
    }

    /// No date lies behind, and the rooms hear of each before it begins.
    fn in_time(
        &self,
        row: &SessionRow,
        dates: &typed::Dates,
        announce: Announce,
        slips: &mut Vec<Slip>,
    ) {
        for span in &dates.spans {
            let start = calendar::moment(span.start).filter(|start| *start > self.at);
            let Some(start) = start else {
                slips.push(slip(&row.when, Wrong::When(Ask::Past(span.start))));
                return;
            };
            if announce.due(start, self.at) >= start {
                let value = row.announce.as_ref().unwrap_or(&row.when);
                slips.push(slip(value, Wrong::AnnouncedTooLate { begin: span.start }));
                return;
            }
        }
    }
}

impl Announce {
    /// When the rooms hear of a session that begins at `start`.
    pub fn due(self, start: Timestamp, now: Timestamp) -> Timestamp {
        match self {
            Announce::Before(days) => announce::due(start, days, now),
            Announce::At(moment) => moment,
        }
    }
}

/// Something is wrong with a value.
pub fn slip(value: &Written, wrong: Wrong) -> Slip {
    Slip { line: value.line, column: value.column, wrong }
}

fn wrong(unclear: Unclear) -> Wrong {
    match unclear {
        Unclear::When(ask) => Wrong::When(ask),
        Unclear::Number | Unclear::Empty | Unclear::Verb => Wrong::Number,
        Unclear::Audience(words) => Wrong::Audience(words),
        Unclear::TooLong { most } => Wrong::TooLong { most },
    }
}
