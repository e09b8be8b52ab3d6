//! What can the bot express? Every utterance as data; `text` turns it into Dutch.

use super::{
    BallotWords, BroadcastWords, DateWords, PrivacyWords, QuizWords, ReminderWords, Report,
    SessionWords, StatusWords, TopicId, WalkWords, When, YearWords,
};
use serde::{Deserialize, Serialize};

/// One thing that the bot says. A message is a row of these, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Say {
    /// Someone may be in danger now: 112, then Veilig Thuis.
    Danger,
    /// About personal data, and about what is kept.
    Privacy(PrivacyWords),
    /// An entry of the base.
    Entry(EntryWords),
    /// What a region adds to the entry above it.
    Addition(AdditionWords),
    /// The answer differs by region: with a gemeente it can be completed.
    GemeenteHelps,
    /// Which Veilig Thuis belongs to a place, above the entry on it.
    Place(PlaceWords),
    /// Which of these did you mean?
    Clarify(Vec<TopicWords>),
    /// What there is to say on a topic was said; does one of these help?
    Said {
        /// The topic.
        title: TopicWords,
        /// What lies near it, at least one.
        options: Vec<TopicWords>,
    },
    /// A region adds nothing to the entry that was said before.
    NoAddition {
        /// The entry.
        title: TopicWords,
        /// The region's name: `Twente`.
        region: String,
    },
    /// Which of these places did you mean? 0800-2000 is right in any case.
    ClarifyPlace {
        /// The name as the list of places knows it.
        name: String,
        /// Descriptions to choose from, at least two.
        options: Vec<String>,
    },
    /// Not in the base; where to turn.
    DontKnow,
    /// In safe mode only questions of contact are answered; whom to call.
    OnlyContact,
    /// The commands that are of use to this person here, and how each is typed.
    Help {
        /// Where.
        here: Spot,
        /// From the command table.
        commands: Vec<(CommandName, String)>,
    },
    /// How this room is set.
    Settings(SettingsWords),
    /// Reminders and quiz are off (or on again) in this room.
    Quiet {
        /// Whether they are off now.
        on: bool,
    },
    /// Which gemeente the room works for.
    Gemeente {
        /// None when nobody said.
        gemeente: Option<GemeenteWords>,
        /// Whether that was set (or removed) just now.
        changed: bool,
        /// Whether it is a direct chat.
        direct: bool,
    },
    /// No gemeente of that name, or a whole region.
    NoSuchGemeente,
    /// A coordinator put the room's gemeente back.
    GemeenteUndone {
        /// What it is again.
        gemeente: Option<GemeenteWords>,
    },
    /// About reminders.
    Reminder(ReminderWords),
    /// About broadcasts, rooms and labels.
    Broadcast(BroadcastWords),
    /// About the quiz.
    Quiz(QuizWords),
    /// How the bot is.
    Status(Box<StatusWords>),
    /// About an answer in a poll.
    Ballot(BallotWords),
    /// About sessions and what is coming up.
    Session(SessionWords),
    /// About a file with a year of sessions.
    Year(YearWords),
    /// A part of the guided walk through the five steps.
    Walk(WalkWords),
    /// Which moment was read from a phrase, or what must be asked.
    Dates(DateWords),
    /// Which of these two moments did you mean?
    Moments(Box<[When; 2]>),
    /// What only the control room hears.
    Report(Report),
    /// Thanks for saying that an answer is not right.
    NotRight {
        /// Whether what is wrong was said, too.
        why: bool,
    },
    /// May this message go to those who look after the base, without names?
    OfferToPassOn,
    /// It is passed on.
    PassedOn {
        /// Its number in the control room.
        number: u32,
    },
    /// It was not wanted, and is not passed on.
    NotPassedOn,
    /// It cannot be read any more.
    CannotPassOn,
    /// Only in the control room, by a coordinator or an administrator.
    CuratorsOnly,
    /// Only moderators of the room may do this.
    ModeratorsOnly,
    /// No such command.
    UnknownCommand {
        /// The nearest command there is.
        suggestion: Option<String>,
    },
    /// A mention without a question.
    AskAway,
    /// A "ja" or "nee" from somebody who was asked nothing, or nothing that it could belong to.
    NothingAsked {
        /// Whether it was said under four eyes.
        direct: bool,
    },
    /// Good day.
    Hello,
    /// You are welcome.
    Thanks,
    /// Who the bot is.
    WhoAmI,
    /// The three lines at the door.
    Welcome {
        /// Whether that is the door of a direct chat.
        direct: bool,
    },
    /// A message could not be read (encryption).
    Unreadable,
    /// The message was too long to be a question.
    TooLong,
    /// Too many questions at once: in a minute there are answers again.
    TooMany {
        /// Whether it is the whole room that asks so much.
        room: bool,
    },
    /// A choice that is not among the options.
    NoSuchOption {
        /// How many options there are.
        options: usize,
    },
    /// Something broke; the operator finds it under this reference.
    Fault {
        /// Stands in the log, too.
        reference: String,
    },
}

/// What kind of room somebody types a command in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// A team's.
    Room,
    /// A direct chat.
    Direct,
    /// The control room.
    Control,
}

/// A command, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommandName {
    /// The commands on one phone screen.
    Help,
    /// How the room is set.
    Settings,
    /// Which gemeente the room works for.
    Gemeente,
    /// No reminders and quiz here, or again.
    Quiet,
    /// How answers were received.
    Curation,
    /// The open gaps.
    Gaps,
    /// Who did what.
    Log,
    /// Closes a gap.
    Gap,
    /// What is kept, and for how long.
    Privacy,
    /// Removes what refers to a person.
    Forget,
    /// Personal data in messages that are not meant for the bot are pointed out, or not.
    Watch,
    /// Puts a room's gemeente back.
    Undo,
    /// The guided walk through the five steps.
    Steps,
    /// What the room is reminded of.
    Remind,
    /// A message to many rooms.
    Broadcast,
    /// The messages to many rooms.
    Broadcasts,
    /// The rooms that somebody may reach.
    Rooms,
    /// What kind of team a room is.
    Label,
    /// A session: planning it, and answering whether one comes.
    Session,
    /// The sessions that somebody may change.
    Sessions,
    /// What is coming up in the room.
    Agenda,
    /// A quiz round, now or each week.
    Quiz,
    /// What a region finds hard.
    Insight,
    /// Ten fixed items, now and later.
    Measure,
    /// A poll in many rooms.
    Poll,
    /// How the bot is.
    Status,
}

/// Why a guard spoke before the answer. The names are those of `ask --json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardKind {
    /// Someone is in danger now.
    Danger,
    /// The message identifies a client.
    PersonalData,
}

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// Burgerservicenummer.
    Bsn,
    /// A telephone number that is not a known help line.
    Phone,
    /// An e-mail address.
    Email,
    /// A bank account.
    Iban,
    /// The day somebody was born.
    BirthDate,
    /// Where somebody lives: street, or postcode with number.
    Address,
    /// The number plate of a car.
    NumberPlate,
    /// The number of a foreign national (V-nummer).
    VNumber,
    /// A client's name.
    Name,
}

/// An entry of the base, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryWords {
    /// The topic.
    pub topic: TopicId,
    /// What it is about.
    pub title: String,
    /// The answer: paragraphs and `- ` lists.
    pub answer: String,
    /// What to do now.
    pub now: Vec<String>,
    /// Where it comes from; never empty.
    pub sources: Vec<SourceWords>,
    /// What may have changed since.
    pub check_this: Option<String>,
    /// Whether the entry is past the date by which it had to be looked at again.
    pub overdue: bool,
    /// Telephone numbers as they stand in the texts that cannot be relied on: the entry is overdue.
    pub doubtful: Vec<String>,
    /// Neighbouring topics.
    pub see_also: Vec<TopicWords>,
}

/// What a region adds to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditionWords {
    /// The region's name: `Twente`.
    pub region: String,
    /// What it adds.
    pub text: String,
    /// Where it comes from; never empty.
    pub sources: Vec<SourceWords>,
    /// Whether it is past the date by which it had to be looked at again.
    pub overdue: bool,
    /// As in [`EntryWords`].
    pub doubtful: Vec<String>,
}

/// A gemeente and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GemeenteWords {
    /// Its official name.
    pub gemeente: String,
    /// Its Veilig Thuis: `Veilig Thuis Twente`.
    pub organisation: String,
}

/// A source as it is named to the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceWords {
    /// Who says it.
    pub name: String,
    /// Where to read it.
    pub url: String,
    /// When it was said, as far as known (`nov 2023`, `z.d.`).
    pub date: String,
}

/// A topic by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicWords {
    /// Its id.
    pub topic: TopicId,
    /// Its title.
    pub title: String,
    /// Whether the title holds a telephone number that cannot be relied on: the entry is overdue.
    pub doubtful: bool,
}

/// The Veilig Thuis of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceWords {
    /// The place is known.
    Known {
        /// The place as it was recognised (a village, say).
        place: String,
        /// Its gemeente.
        gemeente: String,
        /// `Veilig Thuis Twente`.
        organisation: String,
        /// Its website, where it was seen.
        website: Option<String>,
        /// What is known of hours and routes in this region, in Dutch.
        remarks: Vec<String>,
        /// Where the mapping comes from.
        source: SourceWords,
    },
    /// A place was named, but it is not in the list.
    Unknown,
    /// No place was named.
    Missing,
}

/// How a room is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsWords {
    /// Whether reminders and quiz are off.
    pub quiet: bool,
    /// Whether personal data in messages that are not meant for the bot are pointed out.
    pub watch: bool,
    /// Whether it is a direct chat.
    pub direct: bool,
    /// The gemeente that the room works for.
    pub gemeente: Option<GemeenteWords>,
    /// What kind of team it is.
    pub labels: Vec<String>,
}

impl Say {
    /// The sources that this utterance names.
    pub fn sources(&self) -> &[SourceWords] {
        match self {
            Say::Entry(words) => &words.sources,
            Say::Addition(words) => &words.sources,
            Say::Walk(WalkWords::End(words)) => &words.sources,
            Say::Place(PlaceWords::Known { source, .. }) => std::slice::from_ref(source),
            _ => &[],
        }
    }
}
