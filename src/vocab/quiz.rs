//! What is a quiz round, and what is kept of it?

use super::{ItemId, Poll, RoomId, Timestamp, TopicWords, When};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A few items that a room is asked at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its name for people.
    pub number: u32,
    /// Where it is asked.
    pub room: RoomId,
    /// When it began; from then on the time counts that it is kept.
    pub at: Timestamp,
    /// When it closes, local time.
    pub closes: DateTime,
    /// What is asked, in this order.
    pub items: Vec<ItemId>,
    /// Whether it can be answered.
    pub open: bool,
    /// In a measurement: so many months after its start.
    pub measured: Option<u8>,
}

/// How an item went in a room: counts, nobody's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Where.
    pub room: RoomId,
    /// What.
    pub item: ItemId,
    /// When the round closed.
    pub day: Date,
    /// So many answered.
    pub took_part: u32,
    /// So many chose the best option.
    pub right: u32,
    /// In a measurement: so many months after its start.
    pub measured: Option<u8>,
}

/// Which round of its measurement a room gets next: a plan, kept as its wake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The day of the first round.
    pub begun: Date,
    /// So many months after that.
    pub months: u8,
    /// Which round then, from 0.
    pub round: u8,
}

/// A room's weekly round: a plan, kept as its wake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The first one, and how it comes back.
    pub when: When,
    /// The one that comes next, as the series has it.
    pub next: DateTime,
    /// So many rounds in a row nobody answered.
    pub unanswered: u8,
}

/// A vote as the homeserver shows it, when it is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The message or reaction.
    pub event: super::EventId,
    /// Who.
    pub person: super::UserId,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub room: RoomId,
    /// In what.
    pub poll: Poll,
    /// What was chosen: a letter or a sign.
    pub key: String,
}

/// Something that is said about the quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuizWords {
    /// A round begins: how it goes.
    Begins {
        /// How many items.
        items: usize,
        /// When it closes.
        closes: DateTime,
        /// Whether the room never had one.
        first: bool,
        /// In a measurement: which of its rounds, from 1, and of how many.
        measured: Option<(usize, usize)>,
    },
    /// One item of a round.
    Item {
        /// Which of the round, from 1.
        nth: usize,
        /// Of so many.
        of: usize,
        /// What is asked.
        question: String,
        /// What can be chosen.
        options: Vec<String>,
        /// For which team, under four eyes.
        team: Option<String>,
    },
    /// What is said about a measurement.
    Measure(MeasureWords),
    /// How an item went: what is best and why, and how the team did, if enough answered.
    Result(Box<ResultWords>),
    /// No more answers to this one.
    Ended {
        /// Which of the round, from 1.
        nth: usize,
    },
    /// Nobody answered.
    NobodyAnswered {
        /// Whether that was so twice, and the room is asked whether to go on.
        again: bool,
    },
    /// A round is open here.
    Open {
        /// When it closes.
        closes: DateTime,
    },
    /// The room gets a round at these times.
    Planned {
        /// How it comes back, from the next on.
        when: When,
        /// Whether it was another before.
        changed: bool,
    },
    /// No rounds by themselves any more.
    Off {
        /// Whether there were any.
        was: bool,
    },
    /// It goes on.
    On,
    /// When the rounds are to come is not clear.
    Unclear(super::Ask),
    /// A rhythm is needed, not one moment.
    NoSeries,
    /// Nothing is left to ask: all was asked in the last weeks.
    NothingLeft,
    /// Under four eyes: for which team is this? With something to choose.
    WhichTeam(Vec<String>),
    /// Under four eyes: no team of theirs has a round open.
    NoRound,
    /// Under four eyes: the items follow.
    Unseen {
        /// For which team they count.
        team: String,
        /// When the round closes.
        closes: DateTime,
    },
    /// The room wants quiet.
    Quiet,
    /// What a coordinator sees of a month.
    Insight(Box<InsightWords>),
    /// A situation to read out and talk about in the next session.
    Case(Box<CaseWords>),
    /// The table of a month follows.
    Table {
        /// `2026-11`.
        month: String,
        /// The region, by its id; none: all that this person reaches.
        region: Option<String>,
        /// How many lines it has; none: there is no table.
        rows: usize,
    },
    /// The month is not clear.
    NoSuchMonth,
}

/// How an item went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultWords {
    /// Which of the round, from 1.
    pub nth: usize,
    /// What was asked.
    pub question: String,
    /// The letter of the best option, from 0.
    pub best: usize,
    /// Each option, with why it is best or not.
    pub options: Vec<(String, String)>,
    /// How many chose the best, of how many; none when too few answered to say.
    pub team: Option<(u32, u32)>,
    /// Who says so: name and date.
    pub source: (String, String),
    /// Where to read on.
    pub topic: TopicWords,
}

/// Something that is said about a measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeasureWords {
    /// It begins here, with rounds on these days.
    Planned(Vec<Date>),
    /// What would happen in many rooms, and how to let it.
    Preview {
        /// So many rooms begin.
        rooms: usize,
        /// So many are left out, for they want quiet or cannot be written in.
        missed: usize,
        /// When the first round is.
        day: Date,
        /// For whom, as it was typed.
        audience: String,
    },
    /// It begins in many rooms.
    Begun {
        /// So many.
        rooms: usize,
        /// When the first round is.
        day: Date,
    },
    /// No room of this audience can begin.
    NoRooms,
    /// It goes on: the next round.
    Running(Date),
    /// No more of it here.
    Off {
        /// Whether there was one.
        was: bool,
    },
    /// The base has no items for it.
    NoItems,
    /// How to start it in many rooms.
    How,
    /// The last of its rounds this time is over.
    Over {
        /// How the team did at the start and now, in per cent, if enough answered both times.
        team: Option<(u32, u32)>,
        /// When the same items come again.
        again: Option<Date>,
    },
}

/// What a region shows in the measurement: teams that took part at the start and later, by the same items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeasuredWords {
    /// Too few teams to say anything.
    TooFew {
        /// So many.
        teams: usize,
        /// Needed.
        of: usize,
    },
    /// At the start only: so many teams, and the share of best options in per cent.
    Start {
        /// Teams.
        teams: usize,
        /// Per cent.
        share: u32,
    },
    /// At the start and later.
    Later {
        /// So many months later.
        months: u8,
        /// Teams that took part both times.
        teams: usize,
        /// Per cent at the start.
        before: u32,
        /// Per cent later.
        now: u32,
    },
}

/// A situation for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseWords {
    /// The situation, and what is asked of it.
    pub question: String,
    /// What one may do.
    pub options: Vec<String>,
    /// The letter of the best option, from 0.
    pub best: usize,
    /// Why it is.
    pub why: String,
    /// Who says so: name and date.
    pub source: (String, String),
    /// What it is about, and where to read on.
    pub topic: TopicWords,
}

/// A month of quiz in the rooms of a region: counts, and nothing of a team that is too small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsightWords {
    /// `2026-11`.
    pub month: String,
    /// The region, by its id; none: all that this person reaches.
    pub region: Option<String>,
    /// How many rooms there are, and how many answered.
    pub rooms: usize,
    /// Of these, how many answered at least one item.
    pub took_part: usize,
    /// Answers in all.
    pub answers: u32,
    /// Topics, the best known first: how many answers, and how many of them right.
    pub topics: Vec<TopicShare>,
    /// Topics that too few answered to say anything of.
    pub hidden: usize,
    /// Topics that were asked most, with how often.
    pub asked: Vec<(TopicWords, u32)>,
    /// What the measurement shows, if there is one.
    pub measured: Option<MeasuredWords>,
}

impl InsightWords {
    /// How many topics a session has time for.
    const FOR_A_SESSION: usize = 3;

    /// The topics to discuss, the hardest first.
    pub fn hardest(&self) -> impl Iterator<Item = &TopicShare> {
        self.topics.iter().rev().take(Self::FOR_A_SESSION)
    }
}

/// A month as a table: counts, and nothing of a team that is too small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableWords {
    /// `2026-11`.
    pub month: String,
    /// The region that was asked for, by its id.
    pub region: Option<String>,
    /// By region, then the best known topic first; without a region the rooms that named no gemeente.
    pub rows: Vec<(Option<String>, TopicShare)>,
}

/// How a topic went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicShare {
    /// Which.
    pub topic: TopicWords,
    /// Answers.
    pub answers: u32,
    /// The best option.
    pub right: u32,
    /// In the month before, in per cent, if enough answered then.
    pub before: Option<u32>,
}

impl TopicShare {
    /// In per cent, rounded.
    pub fn share(&self) -> u32 {
        Self::percent(self.right, self.answers)
    }

    /// So many right of so many answers, in per cent, rounded; 0 of none.
    pub fn percent(right: u32, answers: u32) -> u32 {
        (right * 100 + answers / 2).checked_div(answers).unwrap_or(0)
    }
}

impl QuizWords {
    /// One of each kind.
    pub fn samples() -> Vec<QuizWords> {
        let closes = jiff::civil::date(2026, 12, 9).at(16, 0, 0, 0);
        let start = jiff::civil::date(2026, 12, 8).at(9, 0, 0, 0);
        let when = When { start, end: None, rule: "FREQ=WEEKLY;BYDAY=TU".parse().ok() };
        let topic = TopicWords {
            topic: "kindcheck".into(),
            title: "Kindcheck: wat je nagaat en wanneer".into(),
            doubtful: false,
        };
        let options = || vec!["Ik bel vandaag".to_owned(), "Ik wacht een week af".to_owned()];
        let item = |team: Option<&str>| QuizWords::Item {
            nth: 1,
            of: 3,
            question: "Een vader in behandeling zorgt voor twee kinderen. Wat doe je?".into(),
            options: options(),
            team: team.map(str::to_owned),
        };
        let result = |team| {
            QuizWords::Result(Box::new(ResultWords {
                nth: 1,
                question: "Een vader in behandeling zorgt voor twee kinderen. Wat doe je?".into(),
                best: 0,
                options: options().into_iter().map(|o| (o, "Zo zit het.".to_owned())).collect(),
                team,
                source: ("KNMG".into(), "nov 2023".into()),
                topic: topic.clone(),
            }))
        };
        let share =
            |answers, right, before| TopicShare { topic: topic.clone(), answers, right, before };
        let insight = |topics: Vec<TopicShare>, region: Option<&str>| {
            QuizWords::Insight(Box::new(InsightWords {
                month: "2026-11".into(),
                region: region.map(str::to_owned),
                rooms: 14,
                took_part: if topics.is_empty() { 0 } else { 9 },
                answers: topics.iter().map(|share| share.answers).sum(),
                hidden: 2,
                asked: vec![(topic.clone(), 12)],
                measured: region.map(|_| MeasuredWords::Start { teams: 6, share: 54 }),
                topics,
            }))
        };
        let begins = |first| QuizWords::Begins { items: 3, closes, first, measured: None };
        let day = closes.date();
        vec![
            begins(true),
            begins(false),
            QuizWords::Begins { items: 2, closes, first: false, measured: Some((4, 4)) },
            QuizWords::Measure(MeasureWords::Planned(vec![day, day.saturating_add(7.days())])),
            QuizWords::Measure(MeasureWords::Preview {
                rooms: 14,
                missed: 1,
                day,
                audience: "regio twente".into(),
            }),
            QuizWords::Measure(MeasureWords::Begun { rooms: 14, day }),
            QuizWords::Measure(MeasureWords::NoRooms),
            QuizWords::Measure(MeasureWords::Running(day)),
            QuizWords::Measure(MeasureWords::Off { was: true }),
            QuizWords::Measure(MeasureWords::Off { was: false }),
            QuizWords::Measure(MeasureWords::NoItems),
            QuizWords::Measure(MeasureWords::How),
            QuizWords::Measure(MeasureWords::Over { team: Some((54, 68)), again: Some(day) }),
            QuizWords::Measure(MeasureWords::Over { team: None, again: None }),
            item(None),
            item(Some("Team Noord")),
            result(Some((4, 6))),
            result(Some((6, 6))),
            result(None),
            QuizWords::Ended { nth: 1 },
            QuizWords::NobodyAnswered { again: false },
            QuizWords::NobodyAnswered { again: true },
            QuizWords::Open { closes },
            QuizWords::Planned { when: when.clone(), changed: false },
            QuizWords::Planned { when, changed: true },
            QuizWords::Off { was: true },
            QuizWords::Off { was: false },
            QuizWords::On,
            QuizWords::Unclear(super::Ask::NoDay),
            QuizWords::NoSeries,
            QuizWords::NothingLeft,
            QuizWords::WhichTeam(vec!["Team Noord".into(), "Team Zuid".into()]),
            QuizWords::NoRound,
            QuizWords::Unseen { team: "Team Noord".into(), closes },
            QuizWords::Quiet,
            insight(vec![share(20, 16, Some(60)), share(10, 4, None)], Some("twente")),
            insight(Vec::new(), None),
            QuizWords::Case(Box::new(CaseWords {
                question: "Een vader in behandeling zorgt voor twee kinderen. Wat doe je?".into(),
                options: options(),
                best: 0,
                why: "Zo zit het.".into(),
                source: ("KNMG".into(), "nov 2023".into()),
                topic: topic.clone(),
            })),
            QuizWords::Table { month: "2026-11".into(), region: Some("twente".into()), rows: 12 },
            QuizWords::Table { month: "2026-11".into(), region: None, rows: 0 },
            QuizWords::NoSuchMonth,
        ]
    }
}
