//! What can the bot express? Every utterance as data; `text` turns it into Dutch.

use super::TopicId;
use serde::{Deserialize, Serialize};

/// One thing that the bot says. A message is a row of these, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Say {
    /// Someone may be in danger now: 112, then Veilig Thuis.
    Danger,
    /// The message held personal data of these kinds; nothing of it is kept.
    PersonalData(Vec<PersonalData>),
    /// An entry of the base.
    Entry(EntryWords),
    /// Which Veilig Thuis belongs to a place, above the entry on it.
    Place(PlaceWords),
    /// Which of these did you mean?
    Clarify(Vec<TopicWords>),
    /// Which of these places did you mean? 0800-2000 is right in any case.
    ClarifyPlace {
        /// The name as the list of places knows it.
        name: String,
        /// Descriptions to choose from, at least two.
        options: Vec<String>,
    },
    /// Not in the base; where to turn.
    DontKnow,
    /// The commands that this person may use, and how each is typed.
    Help {
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
    /// Only moderators of the room may do this.
    ModeratorsOnly,
    /// No such command.
    UnknownCommand {
        /// The nearest command there is.
        suggestion: Option<String>,
    },
    /// A mention without a question.
    AskAway,
    /// Good day.
    Hello,
    /// You are welcome.
    Thanks,
    /// Who the bot is.
    WhoAmI,
    /// The three lines at the door.
    Welcome,
    /// A message could not be read (encryption).
    Unreadable,
    /// The message was too long to be a question.
    TooLong,
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

/// A command, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommandName {
    /// The commands on one phone screen.
    Help,
    /// How the room is set.
    Settings,
    /// No reminders and quiz here, or again.
    Quiet,
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
    /// Neighbouring topics.
    pub see_also: Vec<TopicWords>,
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
    /// Whether it is a direct chat.
    pub direct: bool,
}

impl Say {
    /// The sources that this utterance names.
    pub fn sources(&self) -> &[SourceWords] {
        match self {
            Say::Entry(words) => &words.sources,
            Say::Place(PlaceWords::Known { source, .. }) => std::slice::from_ref(source),
            _ => &[],
        }
    }

    /// One of each, so that every sentence can be read, tested and kept as a snapshot.
    pub fn samples() -> Vec<Say> {
        let topic = |id: &str, title: &str| TopicWords { topic: id.into(), title: title.into() };
        let source = SourceWords {
            name: "Voorbeeldbron".into(),
            url: "https://example.org/bron".into(),
            date: "nov 2023".into(),
        };
        vec![
            Say::Danger,
            Say::PersonalData(vec![
                PersonalData::Bsn,
                PersonalData::Phone,
                PersonalData::Email,
                PersonalData::Iban,
                PersonalData::BirthDate,
                PersonalData::Address,
                PersonalData::NumberPlate,
                PersonalData::VNumber,
                PersonalData::Name,
            ]),
            Say::Entry(EntryWords {
                topic: "stap-2".into(),
                title: "Stap 2: overleg".into(),
                answer: "Overleg met een collega.\n\n- eerst dit\n- dan dat".into(),
                now: vec!["Bel.".into()],
                sources: vec![source.clone()],
                check_this: Some("Controleer de tijden.".into()),
                overdue: true,
                see_also: vec![topic("stap-3", "Stap 3: gesprek")],
            }),
            Say::Place(PlaceWords::Known {
                place: "Borne".into(),
                gemeente: "Borne".into(),
                organisation: "Veilig Thuis Twente".into(),
                website: Some("https://www.example.org".into()),
                remarks: vec!["Dag en nacht bereikbaar.".into()],
                source,
            }),
            Say::Place(PlaceWords::Unknown),
            Say::Place(PlaceWords::Missing),
            Say::Clarify(vec![
                topic("stap-2", "Stap 2: overleg"),
                topic("stap-3", "Stap 3: gesprek"),
            ]),
            Say::ClarifyPlace {
                name: "Hengelo".into(),
                options: vec!["Hengelo (Twente)".into(), "Hengelo (Bronckhorst)".into()],
            },
            Say::DontKnow,
            Say::Help {
                commands: vec![
                    (CommandName::Help, "!meld help".into()),
                    (CommandName::Settings, "!meld instellingen".into()),
                    (CommandName::Quiet, "!meld stil".into()),
                ],
            },
            Say::Settings(SettingsWords { quiet: false, direct: false }),
            Say::Settings(SettingsWords { quiet: true, direct: true }),
            Say::Quiet { on: true },
            Say::Quiet { on: false },
            Say::ModeratorsOnly,
            Say::UnknownCommand { suggestion: Some("!meld help".into()) },
            Say::UnknownCommand { suggestion: None },
            Say::AskAway,
            Say::Hello,
            Say::Thanks,
            Say::WhoAmI,
            Say::Welcome,
            Say::Unreadable,
            Say::TooLong,
            Say::NoSuchOption { options: 3 },
            Say::Fault { reference: "a1b2".into() },
        ]
    }
}
