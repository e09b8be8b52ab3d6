//! Does a coordinator see what teams find hard, and nothing of a team that is too small?

use meldmaat::engine::{self, World};
use meldmaat::files::read_folder;
use meldmaat::knowledge::{self, Base};
use meldmaat::text::{self, attached};
use meldmaat::vocab::{
    Access, Act, Asked, Counted, Incoming, ItemId, JoinedRoom, Message, Outgoing, RoomId,
    RoomState, Sender, Snapshot, Tally, Timestamp, What,
};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

const CONTROL: &str = "!regie:wijk.test";

/// Two teams of one region, one of another, and one that named no gemeente.
const TEAMS: [(&str, Option<&str>); 4] = [
    ("!a:wijk.test", Some("Enschede")),
    ("!b:wijk.test", Some("Almelo")),
    ("!c:wijk.test", Some("Utrecht")),
    ("!d:wijk.test", None),
];

/// Topics that have items.
const TOPICS: [&str; 3] = ["verwurging", "ots-uithuisplaatsing", "dossier-vastleggen"];

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let files = read_folder(Path::new("knowledge")).expect("the files");
    let mut base: Base = knowledge::read(&files).0.expect("the base is sound");
    let kept = |topic: &str| TOPICS.contains(&topic);
    base.entries.retain(|id, _| kept(id.as_str()));
    base.phrasings.retain(|id, _| kept(id.as_str()));
    base.items.retain(|_, item| kept(item.topic.as_str()));
    base.outside.truncate(40);
    base.examples.danger.truncate(300);
    base.examples.harmless.truncate(300);
    base.examples.marked.truncate(900);
    let access = Access { administrators: vec!["@carla:wijk.test".into()], ..Access::default() };
    World::new("@meldmaat:wijk.test".into(), "meldmaat", base, access, |_| None)
        .reporting_to(Some(CONTROL.into()))
});

fn items() -> Vec<ItemId> {
    WORLD.base.items.keys().cloned().collect()
}

fn at() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn asked(team: usize, item: &ItemId, month: i8, took_part: u32, right: u32) -> Asked {
    let (room, item) = (RoomId::new(TEAMS[team].0), item.clone());
    let day = jiff::civil::date(2026, month, 12);
    Asked { room, item, day, took_part, right, measured: None }
}

fn seen(asked: Vec<Asked>) -> Snapshot {
    let state = |gemeente: &Option<&str>| RoomState {
        gemeente: gemeente.map(str::to_owned),
        ..RoomState::default()
    };
    let joined = |room: &str| JoinedRoom {
        room: room.into(),
        name: None,
        direct: false,
        writes: true,
        mentions: false,
        member: true,
    };
    let states = TEAMS.iter().map(|(room, gemeente)| ((*room).into(), state(gemeente)));
    Snapshot {
        states: states.chain([(CONTROL.into(), RoomState::default())]).collect(),
        joined: TEAMS.iter().map(|(room, _)| joined(room)).chain([joined(CONTROL)]).collect(),
        tallies: vec![Tally { what: Counted::Asked(TOPICS[0].into()), times: 12 }],
        asked,
        ..Snapshot::default()
    }
}

fn heard(what: What) -> Incoming {
    Incoming {
        cause: "$1".into(),
        at: at(),
        room: CONTROL.into(),
        direct: false,
        from: Sender { user: "@carla:wijk.test".into(), moderator: false },
        what,
    }
}

fn types(seen: &Snapshot, text: &str) -> Vec<Outgoing> {
    let message = Message { text: text.into(), ..Message::default() };
    engine::decide(&WORLD, seen, &heard(What::Message(message))).outgoing
}

/// What comes by itself at the beginning of the next month.
fn monthly(seen: &Snapshot) -> Vec<Outgoing> {
    let due: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
    let wake = What::Wake { key: "curatie".into(), due, person: None, plan: None };
    engine::decide(&WORLD, seen, &Incoming { at: due, ..heard(wake) }).outgoing
}

/// All that people see of it: texts, names of files, and the files in words.
fn shown(outgoing: &[Outgoing]) -> Vec<String> {
    let one = |outgoing: &Outgoing| match &outgoing.act {
        Act::Say(speech) => text::message(&speech.body).plain(),
        Act::Attach { file } => {
            format!("{}\n{}", attached::name(file), attached::words(file).unwrap_or_default())
        }
        other => panic!("{other:?}"),
    };
    outgoing.iter().map(one).collect()
}

#[test]
fn a_month_comes_as_text_case_chart_and_table() {
    let items = items();
    let of = |topic: &str| {
        let found = items.iter().find(|id| WORLD.base.items[*id].topic.as_str() == topic);
        found.expect("an item on it")
    };
    let (neck, court) = (of(TOPICS[0]), of(TOPICS[1]));
    let seen = seen(vec![
        asked(0, neck, 10, 6, 4),
        asked(0, neck, 11, 6, 1),
        asked(1, neck, 11, 5, 2),
        asked(2, neck, 11, 4, 4),
        asked(2, court, 11, 7, 5),
        asked(3, court, 11, 8, 8),
    ]);
    let mut told = Vec::new();
    for command in [
        "!meld inzicht",
        "!meld inzicht twente",
        "!meld inzicht csv",
        "!meld inzicht csv oktober twente",
    ] {
        let shown = shown(&types(&seen, command)).join("\n\n");
        told.push(format!("> {command}\n{}", shown.replace('\r', "")));
    }
    insta::assert_snapshot!(told.join("\n\n"));
    assert_eq!(shown(&monthly(&seen))[..3], shown(&types(&seen, "!meld inzicht"))[..]);
    let chart = types(&seen, "!meld inzicht").pop().unwrap();
    let Act::Attach { file } = chart.act else { panic!("{chart:?}") };
    let painted = attached::file(&file).unwrap();
    assert_eq!((painted.name.as_str(), painted.kind), ("inzicht-2026-11.png", "image/png"));
    assert!(painted.bytes.starts_with(b"\x89PNG"));
}

#[test]
fn where_every_team_is_too_small_there_is_nothing_but_that() {
    let mut few = Vec::new();
    for item in &items() {
        few.extend((0..4).map(|team| asked(team, item, 11, 4, 1)));
    }
    let seen = seen(few);
    for outgoing in [types(&seen, "!meld inzicht"), types(&seen, "!meld inzicht csv")] {
        let shown = shown(&outgoing);
        assert_eq!(shown.len(), 1, "no case, no chart, no table: {shown:?}");
        assert!(!shown[0].contains('%'), "{shown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Texts, charts and tables are made of what is sent here, and of nothing else.
    #[test]
    fn what_fewer_than_five_of_a_team_answered_changes_nothing_that_is_sent(
        counts in prop::collection::vec((0_usize..4, any::<prop::sample::Index>(), 10_i8..12, 1_u32..9, 0_u32..9), 0..40)
    ) {
        let items = items();
        let month = |few: (u32, u32)| {
            let one = |(team, item, month, all, right): &(usize, prop::sample::Index, i8, u32, u32)| {
                let (all, right) = if *all < 5 { few } else { (*all, *right.min(all)) };
                asked(*team, item.get(&items), *month, all, right)
            };
            seen(counts.iter().map(one).collect())
        };
        let (one, other) = (month((1, 0)), month((4, 4)));
        for command in ["", "twente", "oktober", "csv", "csv twente", "csv oktober"] {
            let command = format!("!meld inzicht {command}");
            let sent = |seen| format!("{:?}", types(seen, &command));
            prop_assert_eq!(sent(&one), sent(&other), "{}", command);
        }
        prop_assert_eq!(format!("{:?}", monthly(&one)), format!("{:?}", monthly(&other)));
    }
}
