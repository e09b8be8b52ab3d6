//! Which sentences about sessions are there to read and test? One of each kind.

use super::{
    AnnouncementWords, Ask, Chore, Field, Headcount, Missed, Notice, Part, Poll, Progress, Role,
    SchoolHoliday, SchoolRegion, SchoolWords, Session, SessionReport, SessionWords, Span, Target,
    TeamWords, Unclear,
};

impl Session {
    /// A session for the samples.
    pub fn sample() -> Session {
        let day = jiff::civil::date(2026, 12, 8);
        Session {
            number: 12,
            at: super::Timestamp::UNIX_EPOCH,
            by: Some("@carla:wijk.test".into()),
            room: "!regie:wijk.test".into(),
            source: "$a".into(),
            programme: 12,
            title: "Meldcode en ouderen".into(),
            when: Some(Span { start: day.at(9, 30, 0, 0), end: day.at(11, 0, 0, 0) }),
            end_guessed: false,
            others: Vec::new(),
            place: Some("Gemeentehuis zaal 2".into()),
            audience: vec![Part { whom: super::Whom::Region("twente".into()), labelled: None }],
            capacity: Some(30),
            roles: vec![(Role::Speaker, "Veilig Thuis".into())],
            material: Some("https://voorbeeld.nl/ouderen".into()),
            reminders: vec![7 * 24 * 60, 24 * 60, 60],
            muted: Vec::new(),
            guests: 0,
            came: Vec::new(),
            targets: Vec::new(),
            sequence: 0,
            tasks: Vec::new(),
            stage: Progress::Draft,
        }
    }
}

/// A holiday in two regions, and a year that nobody knows.
fn school() -> SchoolWords {
    let regions = vec![SchoolRegion::North, SchoolRegion::Middle];
    SchoolWords {
        within: vec![(jiff::civil::date(2027, 10, 20), SchoolHoliday::Autumn, regions)],
        unknown: vec![2028],
    }
}

impl SessionWords {
    /// One of each kind.
    pub fn samples() -> Vec<SessionWords> {
        let session = Session::sample;
        let boxed = || Box::new(session());
        let bare = Session {
            place: None,
            capacity: None,
            roles: Vec::new(),
            material: None,
            reminders: Vec::new(),
            when: None,
            title: String::new(),
            audience: Vec::new(),
            ..session()
        };
        let at = jiff::civil::date(2026, 12, 1).at(9, 0, 0, 0);
        let second = Session {
            number: 13,
            when: session().when.map(|span| Span {
                start: span.start.saturating_add(jiff::Span::new().days(2)),
                end: span.end.saturating_add(jiff::Span::new().days(2)),
            }),
            ..session()
        };
        let tasks = Chore::ALL.iter().map(|(what, _)| super::Task {
            what: *what,
            due: at,
            done: *what == Chore::Venue,
        });
        let busy = Session {
            tasks: tasks.collect(),
            roles: [Role::Speaker, Role::Expert, Role::Host]
                .map(|role| (role, "Mark".to_owned()))
                .into(),
            ..session()
        };
        let count = Headcount { yes: 3, no: 1, maybe: 1, waiting: 2 };
        let announcement = |here, full, changed, stage, late| {
            SessionWords::Announcement(Box::new(AnnouncementWords {
                session: Session { stage, ..session() },
                here,
                full,
                changed,
                late,
            }))
        };
        let asks = Field::ALL.map(|field| SessionWords::Ask {
            session: Box::new(if field == Field::Title { bare.clone() } else { session() }),
            field,
            unclear: None,
        });
        let unclear = [
            Unclear::When(Ask::NoDay),
            Unclear::Number,
            Unclear::Empty,
            Unclear::Audience(Box::new(super::BroadcastWords::NotUnderstood("buren".into()))),
            Unclear::TooLong { most: 100 },
            Unclear::Verb,
        ];
        let unclear = unclear.map(|unclear| SessionWords::Unclear { number: 12, unclear });
        let stages = [
            Progress::Asking { field: Field::When, all: true },
            Progress::Draft,
            Progress::Planned(at),
            Progress::Announced,
            Progress::Cancelled,
            Progress::Over,
        ];
        let stages = stages.map(|stage| SessionWords::NotNow { number: 12, stage });
        let room = "!noord:wijk.test".into();
        let target = Target { room, name: "Team Noord".into(), missed: None };
        let report = SessionReport {
            session: Session {
                stage: Progress::Announced,
                guests: 2,
                targets: vec![target; 14],
                ..session()
            },
            total: count,
            teams: vec![TeamWords {
                name: "Team Noord".into(),
                count,
                coming: vec!["anna".into(), "bob".into(), "cor".into()],
                waiting: vec!["dirk".into(), "eva".into()],
            }],
            missed: Vec::new(),
            sent: 13,
            waiting: 1,
            later: Some(at),
        };
        let changing = |cancelled, seconds, notice| SessionWords::Changing {
            number: 12,
            cancelled,
            rooms: 14,
            seconds,
            notice,
        };
        let agenda = |sessions: &[Session], reminders: &[_], elsewhere: Option<&[&str]>| {
            let names = |rooms: &[&str]| rooms.iter().map(|name| (*name).to_owned()).collect();
            SessionWords::Agenda {
                sessions: sessions.to_vec(),
                reminders: reminders.to_vec(),
                elsewhere: elsewhere.map(names),
            }
        };
        let mut all = vec![
            SessionWords::How,
            SessionWords::Ask {
                session: Box::new(bare),
                field: Field::When,
                unclear: Some(Unclear::When(Ask::NoDay)),
            },
            SessionWords::Draft {
                sessions: vec![session()],
                rooms: 14,
                seconds: 60,
                leftover: vec!["iets".into()],
                more: false,
                holiday: session().when,
                school: school(),
                end_guessed: true,
            },
            SessionWords::Draft {
                sessions: vec![session(), second.clone()],
                rooms: 0,
                seconds: 0,
                leftover: Vec::new(),
                more: true,
                holiday: None,
                school: SchoolWords { within: Vec::new(), ..school() },
                end_guessed: false,
            },
            SessionWords::Announcing {
                numbers: vec![12],
                rooms: 14,
                seconds: 60,
                missed: vec![(Missed::Quiet, 2)],
                later: None,
                night: false,
            },
            SessionWords::Announcing {
                numbers: vec![12],
                rooms: 14,
                seconds: 60,
                missed: Vec::new(),
                later: Some((vec![13, 14], at)),
                night: false,
            },
            SessionWords::Announcing {
                numbers: Vec::new(),
                rooms: 14,
                seconds: 60,
                missed: Vec::new(),
                later: Some((vec![12], at)),
                night: true,
            },
            announcement(Headcount::default(), false, false, Progress::Announced, None),
            announcement(count, true, true, Progress::Announced, Some(at)),
            announcement(count, false, false, Progress::Cancelled, None),
            announcement(count, false, false, Progress::Over, None),
            SessionWords::Report(Box::new(report)),
            SessionWords::List(Vec::new()),
            SessionWords::List(vec![session(), second.clone()]),
            SessionWords::SeeAgenda,
            agenda(&[], &[], None),
            agenda(&[session()], &[(at, "Neem de map mee.".into())], None),
            agenda(&[session()], &[], Some(&["Team Noord", "Team Zuid"])),
            agenda(&[], &[], Some(&["Team Noord"])),
            agenda(&[], &[], Some(&[])),
            SessionWords::Thanks,
            SessionWords::LookBack,
            SessionWords::QuietHere { number: 12, on: true },
            SessionWords::QuietHere { number: 12, on: false },
            SessionWords::NoAnswer,
            SessionWords::PlaceFree { session: boxed(), who: "@anna:wijk.test".into() },
            SessionWords::Closed { number: 12, cancelled: true },
            SessionWords::Closed { number: 12, cancelled: false },
            SessionWords::Reminder { session: boxed(), minutes: 7 * 24 * 60, late: None },
            SessionWords::Reminder { session: boxed(), minutes: 60, late: Some(at) },
            SessionWords::Changed { session: boxed(), from: session().when, coming: true },
            SessionWords::Changed { session: boxed(), from: second.when, coming: false },
            SessionWords::Changed { session: boxed(), from: None, coming: true },
            SessionWords::Cancelled(boxed()),
            changing(false, 60, Notice::Now),
            changing(false, 60, Notice::None),
            changing(false, 60, Notice::At(at)),
            changing(true, 0, Notice::Now),
            SessionWords::ToldNow { number: 12 },
            SessionWords::NothingToTell { number: 12 },
            SessionWords::After { session: boxed(), poll: Poll::Useful },
            SessionWords::After { session: boxed(), poll: Poll::Need },
            SessionWords::Material(boxed()),
            SessionWords::Feedback { session: boxed(), useful: [5, 2, 1], need: [3, 2, 1, 0] },
            SessionWords::Invitation(boxed()),
            SessionWords::Reminders(boxed()),
            SessionWords::Roles(Box::new(busy.clone())),
            SessionWords::Tasks(Box::new(busy)),
            SessionWords::Role { role: Role::Speaker, name: Some("Mark".into()) },
            SessionWords::Role { role: Role::Host, name: None },
            SessionWords::Gone { number: 12 },
            SessionWords::NotFound { number: 12 },
            SessionWords::NoneHere,
            SessionWords::NotYours,
            SessionWords::CaseDetails,
            SessionWords::Stopped { number: 12 },
        ];
        let heard = |choice, waiting| SessionWords::Heard {
            session: boxed(),
            choice,
            waiting,
            who: "@anna:wijk.test".into(),
        };
        all.extend([heard(0, false), heard(0, true), heard(1, false), heard(2, false)]);
        all.extend(Chore::ALL.map(|(what, _)| SessionWords::TaskDue { session: boxed(), what }));
        all.extend(asks);
        all.extend(unclear);
        all.extend(stages);
        all
    }
}
