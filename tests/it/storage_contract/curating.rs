//! Are matters, marks, counts and wakes kept, found, and forgotten?

use super::{Engine, apply, at, cause, on_both_engines, plan};
use meldmaat::ports::Store;
use meldmaat::storage::Database;
use meldmaat::vocab::{
    About, Change, Counted, Matter, Retention, RoomState, Scope, Snapshot, Tally, TopicId,
};

on_both_engines! {
    a_matter_is_open_until_it_is_closed
    a_number_is_never_given_twice
    no_matter_can_be_read_at_rest
    what_was_told_is_told_once
    counts_add_up_by_month
    another_rooms_gemeente_changes_alone
    what_is_long_past_is_forgotten
}

const DAY: i64 = 24 * 3_600;

async fn look(store: &Database, month: Option<&str>) -> Snapshot {
    let tallies = month.map(str::to_owned);
    let room = Some("!team".into());
    let scope = Scope { room, matters: true, marks: true, tallies, ..Scope::default() };
    store.load(&scope).await.unwrap()
}

fn gap(number: u32, text: &str) -> Matter {
    Matter { number, at: at(1), about: About::Gap { text: text.into(), topic: None } }
}

async fn a_matter_is_open_until_it_is_closed(on: Engine) {
    let store = on.open().await;
    assert_eq!(look(&store, None).await.next_number, 1);
    let about = About::Gemeente {
        room: "!team".into(),
        before: None,
        now: Some("'s-Hertogenbosch".into()),
    };
    let matters = [gap(1, "een vraag"), Matter { number: 2, at: at(2), about }];
    apply(&store, "open", &matters.clone().map(Change::Open)).await;
    let seen = look(&store, None).await;
    assert_eq!((&seen.matters[..], seen.next_number), (&matters[..], 3));

    apply(&store, "close", &[Change::Close { number: 1, at: at(3) }]).await;
    let seen = look(&store, None).await;
    assert_eq!((&seen.matters[..], seen.next_number), (&matters[1..], 3));
    assert_eq!(on.bytes("select body from matter where number = 1").await, [None], "it is erased");
    apply(&store, "again", &[Change::Close { number: 1, at: at(9) }]).await;
    let unasked = Scope { room: Some("!team".into()), ..Scope::default() };
    assert_eq!(store.load(&unasked).await.unwrap(), Snapshot::default(), "only for who asks");
}

async fn a_number_is_never_given_twice(on: Engine) {
    let store = on.open().await;
    apply(&store, "one", &[Change::Open(gap(1, "een"))]).await;
    let twice = [Change::Open(gap(1, "ander"))];
    store.commit(&cause("two"), at(0), &twice, &[]).await.unwrap_err();
    assert_eq!(look(&store, None).await.matters, [gap(1, "een")]);

    apply(&store, "close", &[Change::Close { number: 1, at: at(3) }]).await;
    let keep = Retention::default();
    apply(&store, "prune", &[Change::Prune { at: at(999 * DAY), keep }]).await;
    assert_eq!(look(&store, None).await.next_number, 2, "also when it is long past");
}

async fn no_matter_can_be_read_at_rest(on: Engine) {
    let store = on.open().await;
    apply(&store, "open", &[Change::Open(gap(1, "VRAAGTEKST"))]).await;
    store.plan(&[plan(2, at(1), "WEKTEKST")]).await.unwrap();
    for sql in ["select body from matter", "select body from wake"] {
        let body = on.bytes(sql).await.remove(0).unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        assert!(!text.contains("TEKST") && !text.contains("Gap"), "{sql}");
    }
}

async fn what_was_told_is_told_once(on: Engine) {
    let store = on.open().await;
    let told = |mark: &str, seconds| Change::Told { mark: mark.into(), at: at(seconds) };
    apply(&store, "a", &[told("b", 1), told("a", 1)]).await;
    apply(&store, "b", &[told("a", 2)]).await;
    assert_eq!(look(&store, None).await.marks, ["a", "b"]);
}

async fn counts_add_up_by_month(on: Engine) {
    let store = on.open().await;
    let topic = || TopicId::new("stap-2");
    let chosen = |chosen: &str| Counted::Chosen { first: topic(), chosen: chosen.into() };
    let count = |month: &str, what| Change::Count { month: month.into(), what };
    let both = [count("2026-11", Counted::Up(topic())), count("2026-11", Counted::Up(topic()))];
    apply(&store, "a", &both).await;
    apply(
        &store,
        "b",
        &[
            count("2026-11", Counted::Down(topic())),
            count("2026-11", Counted::Wrong(topic())),
            count("2026-11", chosen("stap-3")),
            count("2026-11", chosen("stap-4")),
            count("2026-12", Counted::Up(topic())),
        ],
    )
    .await;
    let decided = store.commit(&cause("a"), at(0), &both, &[]).await.unwrap();
    assert!(!decided, "one decision counts once");
    let tally = |what, times| Tally { what, times };
    let november = [
        tally(chosen("stap-3"), 1),
        tally(chosen("stap-4"), 1),
        tally(Counted::Down(topic()), 1),
        tally(Counted::Up(topic()), 2),
        tally(Counted::Wrong(topic()), 1),
    ];
    assert_eq!(look(&store, Some("2026-11")).await.tallies, november);
    assert_eq!(look(&store, Some("2026-12")).await.tallies, [tally(Counted::Up(topic()), 1)]);
    assert!(look(&store, Some("2026-10")).await.tallies.is_empty());
}

async fn another_rooms_gemeente_changes_alone(on: Engine) {
    let store = on.open().await;
    let state = RoomState {
        gemeente: Some("Borne".into()),
        labels: vec!["jeugd".into()],
        quiet: true,
        watch: true,
        welcomed: Some(at(1)),
        unreadable_said: Some(at(2)),
        gone: Some(at(2)),
    };
    let room = |state| Change::Room { room: "!team".into(), state };
    let set = |room: &str, gemeente: Option<&str>| Change::Gemeente {
        room: room.into(),
        gemeente: gemeente.map(str::to_owned),
    };
    apply(&store, "a", &[room(state.clone())]).await;
    apply(&store, "b", &[set("!team", None), set("!unknown", Some("Borne"))]).await;
    assert_eq!(look(&store, None).await.room, RoomState { gemeente: None, ..state });
    let unknown = Scope { room: Some("!unknown".into()), ..Scope::default() };
    assert_eq!(store.load(&unknown).await.unwrap().room, RoomState::default());
}

async fn what_is_long_past_is_forgotten(on: Engine) {
    let store = on.open().await;
    // `at(0)` is in January 2027.
    let count =
        |month: &str| Change::Count { month: month.into(), what: Counted::Up("stap-2".into()) };
    let told = |mark: &str, days: i64| Change::Told { mark: mark.into(), at: at(days * DAY) };
    apply(
        &store,
        "a",
        &[
            count("2025-12"),
            count("2026-01"),
            told("old", -366),
            told("young", -364),
            Change::Open(gap(1, "dicht")),
            Change::Open(gap(2, "pas dicht")),
            Change::Open(gap(3, "open")),
            Change::Close { number: 1, at: at(-1) },
            Change::Close { number: 2, at: at(1) },
        ],
    )
    .await;
    let keep = Retention { gaps: 30, counts: 395, ..Retention::default() };
    apply(&store, "prune", &[Change::Prune { at: at(30 * DAY), keep }]).await;
    assert!(look(&store, Some("2025-12")).await.tallies.is_empty());
    let seen = look(&store, Some("2026-01")).await;
    assert_eq!((seen.tallies.len(), &seen.marks[..]), (1, &["young".to_owned()][..]));
    assert_eq!((&seen.matters[..], seen.next_number), (&[gap(3, "open")][..], 4));
    assert_eq!(on.bytes("select body from matter").await.len(), 2);
}
