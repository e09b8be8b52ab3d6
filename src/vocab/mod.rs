//! Which words does every module speak? Plain data, without behaviour that needs the outside world.

mod access;
mod acted;
mod broadcast;
mod broadcast_words;
mod change;
mod crowd;
mod decision;
mod finding;
mod health;
mod ids;
mod incoming;
mod kept;
mod matter;
mod outgoing;
mod privacy;
mod pulse;
mod quiz;
mod reading;
mod recurrence;
mod reminder;
mod report;
mod samples;
mod say;
mod school;
mod session;
mod session_samples;
mod session_words;
mod snapshot;
mod tally;
mod wake;
mod walk;
mod year;

pub use access::{Access, Need};
pub use acted::{Acted, Action, ActionWords};
pub use broadcast::{
    Broadcast, Fate, JoinedRoom, KnownRoom, Missed, Part, Sent, Stage, Target, Whom,
};
pub use broadcast_words::{
    BroadcastWords, ChangeWords, LostWords, ReportWords, RoomWords, RowWords, TextWords,
};
pub use change::Change;
pub use crowd::{Crowd, Lately};
pub use decision::{Because, Decision};
pub use finding::{Finding, Findings, Severity};
pub use health::{Ailment, Broken, Health, Link, Pillar, Ruin, StatusWords};
pub use ids::{Cause, DeliveryKey, EventId, ItemId, PointId, RoomId, TopicId, UserId};
pub use incoming::{Incoming, Message, Overdue, Sender, What};
pub use kept::{Held, Holdings, Retention};
pub use matter::{About, Matter};
pub use outgoing::{Act, Attachment, Errand, Outgoing, Rate, Speech, Traffic, Urgency};
pub use privacy::{PrivacyWords, Removal};
pub use pulse::{BallotWords, Pulse, PulseWords};
pub use quiz::{
    Asked, CaseWords, InsightWords, Measure, MeasureWords, MeasuredWords, QuizWords, ResultWords,
    Rhythm, Round, TableWords, TopicShare, Vote,
};
pub use reading::{Ask, DateWords, Daypart, Reading, When};
pub use recurrence::{Ending, Frequency, NoRule, Nth, Recurrence};
pub use reminder::{LateWords, Mind, OnHoliday, Reminder, ReminderWords};
pub use report::{CurationWords, GapWords, Misread, Report, Thumbs};
pub use say::{
    AdditionWords, CommandName, EntryWords, GemeenteWords, GuardKind, PersonalData, PlaceWords,
    Say, SettingsWords, SourceWords, Spot, TopicWords,
};
pub use school::{SchoolHoliday, SchoolRegion, SchoolWords};
pub use session::{
    CalendarEntry, Chore, Coming, Field, Headcount, Moment, Poll, Progress, Purpose, Response,
    Role, Session, Span, Task,
};
pub use session_words::{
    AnnouncementWords, Notice, SessionReport, SessionWords, TeamWords, Unclear,
};
pub use snapshot::{Choice, Exchange, Offer, RoomState, Scope, Snapshot};
pub use tally::{Counted, Tally};
pub use wake::{Doubt, Plan, Wake};
pub use walk::{EndWords, Go, ListWords, Outcome, Place, PointWords, Taken, Walk, WalkWords};
pub use year::{
    Dispatch, DispatchWords, Dispatched, ReminderRow, RoomSeat, SessionRow, Slip, TotalWords,
    Written, Wrong, YearFile, YearWords,
};

pub use jiff::Timestamp;
