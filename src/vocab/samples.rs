//! Which sentences are there to read and test? One utterance of each kind.

use super::{
    AdditionWords, BallotWords, BroadcastWords, CommandName, DateWords, EntryWords, GemeenteWords,
    PlaceWords, PrivacyWords, QuizWords, ReminderWords, Report, Say, SessionWords, SettingsWords,
    SourceWords, Spot, StatusWords, TopicWords, WalkWords, When, YearWords,
};

impl Say {
    /// One of each, so that every sentence can be read, tested and kept as a snapshot.
    pub fn samples() -> Vec<Say> {
        let topic = |id: &str, title: &str| TopicWords {
            topic: id.into(),
            title: title.into(),
            doubtful: title.contains("0900"),
        };
        let source = SourceWords {
            name: "Voorbeeldbron".into(),
            url: "https://example.org/bron".into(),
            date: "nov 2023".into(),
        };
        let own = vec![
            Say::Danger,
            Say::Entry(EntryWords {
                topic: "stap-2".into(),
                title: "Stap 2: 0900-0000".into(),
                answer: "Overleg met een collega.\n\n- eerst dit\n- dan dat".into(),
                now: vec!["Bel 0900-0000.".into()],
                sources: vec![source.clone()],
                check_this: Some("Controleer de tijden.".into()),
                overdue: true,
                doubtful: vec!["0900-0000".into()],
                see_also: vec![
                    topic("stap-3", "Stap 3: gesprek"),
                    topic("lijn", "Hulplijn: 0900-0000"),
                ],
            }),
            Say::Addition(AdditionWords {
                region: "Twente".into(),
                text: "Bel eerst het team op 0900-0000.".into(),
                sources: vec![source.clone()],
                overdue: true,
                doubtful: vec!["0900-0000".into()],
            }),
            Say::GemeenteHelps,
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
            Say::Said {
                title: topic("stap-2", "Stap 2: overleg"),
                options: vec![topic("stap-3", "Stap 3: gesprek")],
            },
            Say::NoAddition { title: topic("stap-2", "Stap 2: overleg"), region: "Twente".into() },
            Say::ClarifyPlace {
                name: "Hengelo".into(),
                options: vec!["Hengelo (Twente)".into(), "Hengelo (Bronckhorst)".into()],
            },
            Say::DontKnow,
            Say::OnlyContact,
            Say::Help {
                here: Spot::Room,
                commands: vec![
                    (CommandName::Help, "!meld help".into()),
                    (CommandName::Settings, "!meld instellingen".into()),
                    (CommandName::Gemeente, "!meld gemeente".into()),
                    (CommandName::Quiet, "!meld stil".into()),
                    (CommandName::Watch, "!meld meekijken aan".into()),
                    (CommandName::Privacy, "!meld privacy".into()),
                    (CommandName::Forget, "!meld vergeet mij".into()),
                    (CommandName::Curation, "!meld curatie".into()),
                    (CommandName::Gaps, "!meld gaten".into()),
                    (CommandName::Gap, "!meld gat 12 klaar".into()),
                    (CommandName::Undo, "!meld terug 13".into()),
                    (CommandName::Steps, "!meld stappenplan".into()),
                    (CommandName::Remind, "!meld herinner di 9.00 teamoverleg".into()),
                    (CommandName::Label, "!meld label jeugd".into()),
                    (CommandName::Broadcast, "!meld bericht voor regio twente: tekst".into()),
                    (CommandName::Broadcasts, "!meld berichten".into()),
                    (CommandName::Rooms, "!meld kamers".into()),
                ],
            },
            settings(false, false, false, None),
            settings(true, true, false, None),
            settings(true, false, true, enschede()),
            Say::Gemeente { gemeente: enschede(), changed: true, direct: false },
            Say::Gemeente { gemeente: enschede(), changed: true, direct: true },
            Say::Gemeente { gemeente: enschede(), changed: false, direct: false },
            Say::Gemeente { gemeente: None, changed: true, direct: false },
            Say::Gemeente { gemeente: None, changed: false, direct: false },
            Say::Gemeente { gemeente: None, changed: false, direct: true },
            Say::NoSuchGemeente,
            Say::GemeenteUndone { gemeente: enschede() },
            Say::GemeenteUndone { gemeente: None },
            Say::NotRight { why: true },
            Say::NotRight { why: false },
            Say::OfferToPassOn,
            Say::PassedOn { number: 12 },
            Say::NotPassedOn,
            Say::CannotPassOn,
            Say::CuratorsOnly,
            Say::Quiet { on: true },
            Say::Quiet { on: false },
            Say::ModeratorsOnly,
            Say::UnknownCommand { suggestion: Some("!meld help".into()) },
            Say::UnknownCommand { suggestion: None },
            Say::AskAway,
            Say::NothingAsked { direct: false },
            Say::NothingAsked { direct: true },
            Say::Hello,
            Say::Thanks,
            Say::WhoAmI,
            Say::Help {
                here: Spot::Direct,
                commands: vec![
                    (CommandName::Remind, "!meld herinner di 9.00 teamoverleg".into()),
                    (CommandName::Quiz, "!meld quiz".into()),
                    (CommandName::Agenda, "!meld agenda".into()),
                    (CommandName::Settings, "!meld instellingen".into()),
                    (CommandName::Gemeente, "!meld gemeente".into()),
                ],
            },
            Say::Help {
                here: Spot::Control,
                commands: vec![(CommandName::Gaps, "!meld gaten".into())],
            },
            Say::Welcome { direct: false },
            Say::Welcome { direct: true },
            Say::Unreadable,
            Say::TooLong,
            Say::TooMany { room: false },
            Say::TooMany { room: true },
            Say::NoSuchOption { options: 3 },
            Say::Fault { reference: "a1b2".into() },
        ];
        let walk = WalkWords::samples().into_iter().map(Say::Walk);
        let privacy = PrivacyWords::samples().into_iter().map(Say::Privacy);
        let reminders = ReminderWords::samples().into_iter().map(Say::Reminder);
        let broadcasts = BroadcastWords::samples().into_iter().map(Say::Broadcast);
        let reports = Report::samples().into_iter().map(Say::Report);
        let sessions = SessionWords::samples().into_iter().map(Say::Session);
        let quiz = QuizWords::samples().into_iter().map(Say::Quiz);
        let status = StatusWords::samples().into_iter().map(|words| Say::Status(Box::new(words)));
        let ballot = BallotWords::samples().into_iter().map(Say::Ballot);
        let dates = DateWords::samples().into_iter().map(Say::Dates);
        let moment = |hour| When {
            start: jiff::civil::date(2026, 12, 8).at(hour, 30, 0, 0),
            end: None,
            rule: None,
        };
        let dates = dates.chain([Say::Moments(Box::new([7, 19].map(moment)))]);
        let told =
            privacy.chain(walk).chain(dates).chain(reminders).chain(broadcasts).chain(reports);
        let years = YearWords::samples().into_iter().map(Say::Year);
        own.into_iter()
            .chain(told)
            .chain(sessions)
            .chain(quiz)
            .chain(ballot)
            .chain(status)
            .chain(years)
            .collect()
    }
}

fn settings(quiet: bool, watch: bool, direct: bool, gemeente: Option<GemeenteWords>) -> Say {
    let labels = gemeente.iter().map(|_| "jeugd".to_owned()).collect();
    Say::Settings(SettingsWords { quiet, watch, direct, gemeente, labels })
}

fn enschede() -> Option<GemeenteWords> {
    let organisation = "Veilig Thuis Twente".into();
    Some(GemeenteWords { gemeente: "Enschede".into(), organisation })
}
