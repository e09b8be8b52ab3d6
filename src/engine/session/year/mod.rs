//! What comes of a whole year that somebody wrote in a file? The sessions and reminders, every message
//! that they will send, and what must change in the memory so that they do.

mod names;
mod rows;
mod sent;

pub use names::in_file;

use super::{draft, moments};
use crate::engine::{World, agenda, calendar, hashing, holidays};
use crate::vocab::{
    Cause, Change, Dispatched, EventId, JoinedRoom, KnownRoom, Moment, Need, Progress, Reminder,
    ReminderRow, RoomId, SchoolWords, Sender, Session, SessionRow, Slip, Snapshot, Span, Timestamp,
    TotalWords, UserId, Wrong, YearFile, YearWords,
};
use jiff::civil::{Date, DateTime};
use names::{Name, Standing};
use rows::{Reader, Row};

/// A year, ready to be planned.
#[derive(Debug, Default)]
pub struct Year {
    /// What plans it, and remembers that it is planned.
    pub changes: Vec<Change>,
    /// Names these changes: the same rows are planned once.
    pub cause: Option<Cause>,
    /// Every message, in the order in which it is sent.
    pub messages: Vec<Dispatched>,
    /// What should be known about the rows, in the order of the file.
    pub remarks: Vec<YearWords>,
    /// All in numbers.
    pub totals: TotalWords,
}

/// Whether this person plans for many rooms at all.
pub fn may_plan(world: &World, user: &UserId) -> bool {
    let from = Sender { user: user.clone(), moderator: false };
    world.access.allows(Need::Coordinator, &from, true)
}

/// What the memory alone knows of the rooms that the bot is in: how they are set, not what they are
/// called.
pub fn without_names(seen: Snapshot) -> Snapshot {
    let joined = |room: &RoomId| JoinedRoom {
        room: room.clone(),
        name: None,
        direct: false,
        writes: true,
        mentions: false,
        member: false,
    };
    let there = seen.states.iter().filter(|(_, state)| state.gone.is_none());
    let joined = there.map(|(room, _)| joined(room)).collect();
    Snapshot { joined, ..seen }
}

/// Plans what is new in a file, on behalf of `planner`; `room` hears what happens to it.
///
/// # Errors
/// Everything that is wrong in the file, in its order. Then nothing of it is planned.
pub fn plan(
    world: &World,
    seen: &Snapshot,
    planner: &UserId,
    room: &RoomId,
    at: Timestamp,
    file: &YearFile,
) -> Result<Year, Vec<Slip>> {
    let reader = Reader { world, seen, planner, at };
    let mut planning = Planning {
        reader: &reader,
        room,
        next: seen.next_number,
        year: Year::default(),
        slips: Vec::new(),
    };
    let sessions = file.sessions.iter().map(Row::Session);
    let rows: Vec<Row<'_>> = sessions.chain(file.reminders.iter().map(Row::Reminder)).collect();
    let names: Vec<Name> = rows.iter().map(|row| Name::of(*row)).collect();
    let alive = |mark: &str| alive(seen, mark);
    let standing = names::standing(&names, &seen.marks, at, alive);
    let mut lines: Vec<(Name, usize)> = Vec::new();
    let mut new = Vec::new();
    for ((row, name), standing) in rows.into_iter().zip(names).zip(standing) {
        let title = row.title();
        if let Some((_, line)) = lines.iter().find(|(known, _)| *known == name) {
            planning.slips.push(rows::slip(title, Wrong::Double { line: *line }));
            continue;
        }
        lines.push((name, title.line));
        match (standing, row) {
            (Standing::Known, _) => planning.year.totals.known += 1,
            (Standing::Changed(mark), _) => planning.changed(row, &mark),
            (Standing::New, Row::Session(row)) => new.extend(planning.session(row, name)),
            (Standing::New, Row::Reminder(row)) => new.extend(planning.reminder(row, name)),
        }
    }
    planning.finish(new)
}

/// Whether what was planned under a mark can still be changed where it is. Of reminders the snapshot
/// does not know.
fn alive(seen: &Snapshot, mark: &str) -> bool {
    let mut of_mark = seen.sessions.iter().filter(|session| session.source.as_str() == mark);
    names::of_reminder(mark)
        || of_mark.any(|s| !matches!(s.stage, Progress::Cancelled | Progress::Over))
}

/// A year while it is read.
struct Planning<'a> {
    reader: &'a Reader<'a>,
    room: &'a RoomId,
    /// The next number that is free.
    next: u32,
    year: Year,
    slips: Vec<Slip>,
}

impl Planning<'_> {
    /// Plans a session row; gives the mark that it leaves.
    fn session(&mut self, row: &SessionRow, name: Name) -> Option<String> {
        let Reader { world, seen, planner, at } = *self.reader;
        let empty = draft::empty(self.next, at, planner, self.room, EventId::new(""));
        let read = self.reader.session(row, empty, &mut self.slips)?;
        let last = read.dates.spans.last()?.end.date();
        let mark = name.mark(last);
        let first = Session { source: EventId::new(&mark), ..read.session };
        let sessions = draft::programme(self.next + 1, &draft::dated(first, &read.dates));
        let (mut numbers, mut rooms) = (Vec::new(), 0);
        for session in sessions {
            let span = session.when?;
            let (start, end) = (calendar::moment(span.start)?, calendar::moment(span.end)?);
            let due = read.announce.due(start, at);
            let stage = Progress::Planned(calendar::local(due));
            let session = Session { at: end, stage, ..session };
            let wake = moments::wake(&session, Moment::Announce, due, Some(planner.clone()));
            let messages = sent::of_session(self.reader, &session, due);
            rooms = rooms.max(draft::chosen(world, seen, planner, &session.audience).len());
            numbers.push(session.number);
            self.next = self.next.max(session.number + 1);
            self.year.messages.extend(messages);
            self.year.changes.extend([Change::Session(session), Change::Wake(wake)]);
        }
        self.year.totals.sessions += numbers.len();
        let spans = &read.dates.spans;
        let school = holidays::schools(&world.base, spans.iter().map(|span| span.start.date()));
        // Said once for all rows.
        self.year.totals.unknown.extend(school.unknown);
        let school = SchoolWords { unknown: Vec::new(), ..school };
        self.remark(YearWords::Remarks {
            line: row.title.line,
            title: row.title.text.clone(),
            numbers,
            end_guessed: read.dates.end_guessed,
            more: read.dates.more,
            holiday: spans.iter().copied().find(|span| holidays::closed(span.start.date())),
            school,
            no_rooms: rooms == 0,
        });
        Some(mark)
    }

    /// Plans a reminder row in each of its rooms; gives the mark that it leaves.
    fn reminder(&mut self, row: &ReminderRow, name: Name) -> Option<String> {
        let Reader { world, seen, planner, at } = *self.reader;
        let read = self.reader.reminder(row, &mut self.slips)?;
        let rooms: Vec<KnownRoom> = draft::chosen(world, seen, planner, &read.audience);
        let until = match &read.when.rule {
            None => read.when.start.date(),
            // A series is changed in its rooms for as long as its mark is kept.
            Some(_) => Date::MAX,
        };
        let mark = name.mark(until);
        let reminder = Reminder {
            number: self.next,
            source: EventId::new(&mark),
            text: row.text.text.clone(),
            next: read.when.start,
            when: read.when,
            holidays: read.holidays,
            everyone: read.everyone,
        };
        for known in &rooms {
            let reminder = Reminder { number: self.next, ..reminder.clone() };
            let Some(wake) = agenda::planned(&known.joined.room, Some(planner), &reminder, at)
            else {
                let wrong = Wrong::When(crate::vocab::Ask::NoOccurrence);
                self.slips.push(rows::slip(&row.when, wrong));
                return None;
            };
            self.next += 1;
            self.year.changes.push(Change::Wake(wake));
            // Each room's has a number of its own.
            let messages = sent::of_reminder(self.reader, &reminder, &read.audience, known);
            self.year.messages.extend(messages);
        }
        self.year.totals.reminders += 1;
        let closed = |start: &DateTime| holidays::closed(start.date());
        // What it does then was chosen where there is something to choose.
        let chosen = row.holidays.is_some();
        let holiday = Some(reminder.when.start).filter(closed).filter(|_| !chosen);
        self.remark(YearWords::Remarks {
            line: row.text.line,
            title: row.text.text.clone(),
            numbers: Vec::new(),
            end_guessed: false,
            more: false,
            holiday: holiday.map(|start| Span { start, end: start }),
            school: SchoolWords::default(),
            no_rooms: false,
        });
        Some(mark)
    }

    /// A row reads otherwise than when it was planned.
    fn changed(&mut self, row: Row<'_>, mark: &str) {
        let sessions = &self.reader.seen.sessions;
        let theirs = sessions.iter().filter(|session| session.source.as_str() == mark);
        let numbers = theirs.map(|session| session.number).collect();
        let title = row.title();
        let (line, title) = (title.line, title.text.clone());
        self.year.remarks.push(YearWords::Changed { line, title, numbers });
    }

    /// Keeps a remark that says something.
    fn remark(&mut self, words: YearWords) {
        let says = match &words {
            YearWords::Remarks { end_guessed, more, holiday, school, no_rooms, .. } => {
                *end_guessed
                    || *more
                    || *no_rooms
                    || holiday.is_some()
                    || *school != SchoolWords::default()
            }
            _ => true,
        };
        self.year.remarks.extend(says.then_some(words));
    }

    fn finish(self, new: Vec<String>) -> Result<Year, Vec<Slip>> {
        let Planning { reader, mut year, mut slips, .. } = self;
        if !slips.is_empty() {
            slips.sort_by_key(|slip| (slip.line, slip.column));
            return Err(slips);
        }
        year.messages.sort_by_key(|message| (message.words.at, message.words.number));
        let TotalWords { sessions, reminders, known, mut unknown, .. } = year.totals;
        unknown.sort_unstable();
        unknown.dedup();
        let sent = sent::totals(reader, &year.messages);
        year.totals = TotalWords { sessions, reminders, known, unknown, ..sent };
        if !new.is_empty() {
            let rows = hashing::digest(new.iter().map(String::as_bytes));
            year.cause = Some(Cause::new(format!("jaar:{rows:016x}")));
        }
        let told = |mark| Change::Told { mark, at: reader.at };
        year.changes.extend(new.into_iter().map(told));
        Ok(year)
    }
}
