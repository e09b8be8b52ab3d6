//! Are exchanges and rooms remembered, found, and forgotten?

use super::{
    Engine, arrived, at, cause, event, exchange, key, on_both_engines, question, queue, room, says,
    user,
};
use meldmaat::ports::Store;
use meldmaat::storage::Database;
use meldmaat::vocab::{Change, Exchange, Retention, RoomState, Scope, Snapshot, Timestamp};

on_both_engines! {
    an_unknown_room_is_empty
    an_exchange_is_found_by_question_answer_and_thread
    a_thread_gives_the_newest_exchange_of_who_began_it
    the_last_exchange_of_a_person_is_found_when_no_event_tells
    events_of_another_room_count_for_nothing
    an_exchange_is_replaced_and_forgotten
    changes_applied_twice_are_applied_once
    a_room_keeps_its_state_and_takes_it_along
    what_is_old_and_finished_is_forgotten
}

async fn apply(store: &Database, changes: &[Change]) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let cause = cause(&format!("change {}", NUMBER.fetch_add(1, Ordering::Relaxed)));
    assert!(store.commit(&cause, at(0), changes, &[]).await.unwrap());
}

async fn look(store: &Database, room: &str, events: &[&str], last_of: Option<&str>) -> Snapshot {
    let scope = Scope {
        room: Some(room.into()),
        events: events.iter().map(|&name| event(name)).collect(),
        last_of: last_of.map(user),
        ..Scope::default()
    };
    store.load(&scope).await.unwrap()
}

fn name(snapshot: &Snapshot) -> Option<&str> {
    snapshot.exchange.as_ref().map(|e| e.question.as_str())
}

async fn an_unknown_room_is_empty(on: Engine) {
    let store = on.open().await;
    assert_eq!(look(&store, "!a", &["$x"], Some("@anna:x")).await, Snapshot::default());
    assert_eq!(store.load(&Scope::default()).await.unwrap(), Snapshot::default());
}

async fn an_exchange_is_found_by_question_answer_and_thread(on: Engine) {
    let store = on.open().await;
    let asked = |name: &str, seconds, thread: Option<&str>| Exchange {
        thread: thread.map(event),
        ..exchange(name, "!a", "@anna:x", at(seconds))
    };
    let all = [
        asked("$1", 1, None),
        asked("$2", 2, Some("$root")),
        asked("$4", 4, Some("$root")),
        asked("$3", 3, Some("$root")),
        asked("$5", 5, Some("$1")),
    ];
    apply(&store, &all.clone().map(Change::Exchange)).await;
    queue(&store, &[says("$1", "!a", "antwoord"), says("$welcome", "!a", "hoi")], at(1)).await;
    store.delivered(&key("$1"), Some(&event("$answer1")), at(2)).await.unwrap();
    store.delivered(&key("$welcome"), Some(&event("$hello")), at(2)).await.unwrap();

    assert_eq!(look(&store, "!a", &["$1"], None).await.exchange.as_ref(), Some(&all[0]), "whole");
    for (case, events, found, mine) in [
        ("question", &["$2"][..], Some("$2"), &[][..]),
        ("question before thread", &["$1"], Some("$1"), &[]),
        ("answer", &["$answer1"], Some("$1"), &["$answer1"]),
        ("thread: its newest", &["$root"], Some("$4"), &[]),
        ("the first that is found", &["$nothing", "$3", "$2"], Some("$3"), &[]),
        ("a later event is mine", &["$3", "$hello"], Some("$3"), &["$hello"]),
        ("two are mine", &["$hello", "$answer1"], Some("$1"), &["$hello", "$answer1"]),
        ("mine, but no exchange", &["$hello"], None, &["$hello"]),
        ("a stranger's", &["$nothing"], None, &[]),
    ] {
        let snapshot = look(&store, "!a", events, None).await;
        let mine: Vec<_> = mine.iter().map(|&name: &&str| event(name)).collect();
        assert_eq!((name(&snapshot), &snapshot.mine), (found, &mine), "{case}");
    }
}

async fn a_thread_gives_the_newest_exchange_of_who_began_it(on: Engine) {
    let store = on.open().await;
    let ask = |name: &str, user: &str, seconds, thread: Option<&str>| {
        let exchange = exchange(name, "!a", user, at(seconds));
        Change::Exchange(Exchange { thread: thread.map(event), ..exchange })
    };
    let all = [
        ask("$1", "@anna:x", 1, None),
        ask("$2", "@anna:x", 2, Some("$1")),
        ask("$3", "@bob:x", 3, Some("$1")),
        ask("$lonely", "@anna:x", 4, None),
        ask("$elsewhere", "@anna:x", 9, Some("$root")),
    ];
    apply(&store, &all).await;
    for (case, events, thread, room, found) in [
        ("not what somebody else asked in it", &[][..], "$1", "!a", Some("$2")),
        ("the root alone", &[], "$lonely", "!a", Some("$lonely")),
        ("no exchange at the root", &[], "$root", "!a", Some("$elsewhere")),
        ("what it replies to goes first", &["$3"], "$1", "!a", Some("$3")),
        ("another room", &[], "$1", "!b", None),
    ] {
        let scope = Scope {
            room: Some(room.into()),
            events: events.iter().map(|&name| event(name)).collect(),
            thread: Some(event(thread)),
            ..Scope::default()
        };
        let snapshot = store.load(&scope).await.unwrap();
        assert_eq!(name(&snapshot), found, "{case}");
    }
}

async fn the_last_exchange_of_a_person_is_found_when_no_event_tells(on: Engine) {
    let store = on.open().await;
    let ask = |name: &str, room: &str, user: &str, seconds| {
        Change::Exchange(exchange(name, room, user, at(seconds)))
    };
    let all = [
        ask("$old", "!a", "@anna:x", 1),
        ask("$new", "!a", "@anna:x", 3),
        ask("$middle", "!a", "@anna:x", 2),
        ask("$same-moment", "!a", "@anna:x", 3),
        ask("$bob", "!a", "@bob:x", 9),
        ask("$elsewhere", "!b", "@anna:x", 9),
    ];
    apply(&store, &all).await;
    for (case, events, who, found) in [
        ("the newest, and of two at once the later", &[][..], "@anna:x", Some("$same-moment")),
        ("an event that tells goes first", &["$old"], "@anna:x", Some("$old")),
        ("an event that tells nothing", &["$unknown"], "@bob:x", Some("$bob")),
        ("nobody", &[], "@carla:x", None),
    ] {
        let snapshot = look(&store, "!a", events, Some(who)).await;
        assert_eq!((name(&snapshot), snapshot.mine.len()), (found, 0), "{case}");
    }
}

async fn events_of_another_room_count_for_nothing(on: Engine) {
    let store = on.open().await;
    let mut secret = exchange("$1", "!a", "@anna:x", at(1));
    secret.thread = Some(event("$root"));
    apply(&store, &[Change::Exchange(secret)]).await;
    queue(&store, &[says("$1", "!a", "antwoord")], at(1)).await;
    store.delivered(&key("$1"), Some(&event("$answer")), at(2)).await.unwrap();
    let seen = look(&store, "!b", &["$1", "$answer", "$root"], Some("@anna:x")).await;
    assert_eq!(seen, Snapshot::default());
}

async fn an_exchange_is_replaced_and_forgotten(on: Engine) {
    let store = on.open().await;
    let first = exchange("$1", "!a", "@anna:x", at(1));
    let second = Exchange { options: vec![], answer: key("$edit"), ..first.clone() };
    apply(&store, &[Change::Exchange(first)]).await;
    apply(&store, &[Change::Exchange(second.clone())]).await;
    assert_eq!(look(&store, "!a", &["$1"], None).await.exchange, Some(second));
    let forget = [Change::Forget { question: event("$1") }];
    apply(&store, &forget).await;
    apply(&store, &forget).await;
    assert_eq!(look(&store, "!a", &["$1"], Some("@anna:x")).await.exchange, None);
}

async fn changes_applied_twice_are_applied_once(on: Engine) {
    let store = on.open().await;
    let state = RoomState { quiet: true, welcomed: Some(at(1)), ..RoomState::default() };
    let changes = [
        Change::Exchange(exchange("$1", "!a", "@anna:x", at(1))),
        Change::Room { room: room("!a"), state: state.clone() },
        Change::Moved { from: room("!a"), to: room("!b") },
    ];
    apply(&store, &changes).await;
    let once = (look(&store, "!a", &["$1"], None).await, look(&store, "!b", &[], None).await);
    apply(&store, &changes).await;
    apply(&store, &changes[2..]).await;
    let twice = (look(&store, "!a", &["$1"], None).await, look(&store, "!b", &[], None).await);
    assert_eq!(once, twice);
    assert_eq!(once.1.room, state);
}

async fn a_room_keeps_its_state_and_takes_it_along(on: Engine) {
    let store = on.open().await;
    let state = RoomState {
        gemeente: Some("'s-Hertogenbosch".into()),
        labels: vec!["jeugd".into()],
        quiet: true,
        watch: true,
        welcomed: Some(at(1)),
        unreadable_said: Some(at(2)),
        gone: Some(at(2)),
    };
    apply(&store, &[Change::Room { room: room("!a"), state: state.clone() }]).await;
    assert_eq!(look(&store, "!a", &[], None).await.room, state);
    let calm = RoomState { quiet: false, unreadable_said: None, gone: None, ..state };
    apply(&store, &[Change::Room { room: room("!a"), state: calm.clone() }]).await;
    assert_eq!(look(&store, "!a", &[], None).await.room, calm);

    let met = RoomState { welcomed: Some(at(9)), ..RoomState::default() };
    apply(&store, &[Change::Room { room: room("!b"), state: met.clone() }]).await;
    apply(&store, &[Change::Moved { from: room("!unknown"), to: room("!b") }]).await;
    assert_eq!(look(&store, "!b", &[], None).await.room, met, "an unknown room brings nothing");
    apply(&store, &[Change::Moved { from: room("!a"), to: room("!b") }]).await;
    assert_eq!(look(&store, "!b", &[], None).await.room, calm);
    assert_eq!(look(&store, "!a", &[], None).await.room, RoomState::default());
    apply(&store, &[Change::Moved { from: room("!b"), to: room("!b") }]).await;
    assert_eq!(look(&store, "!b", &[], None).await.room, calm, "to itself");
}

async fn what_is_old_and_finished_is_forgotten(on: Engine) {
    let store = on.open().await;
    let decide = async |name: &str, moment: Timestamp| {
        let remember = [Change::Exchange(exchange(name, "!a", "@anna:x", moment))];
        let answer = [says(name, "!a", "antwoord")];
        assert!(store.commit(&cause(name), moment, &remember, &answer).await.unwrap());
    };
    for (name, seconds) in [("$done", 1), ("$given-up", 2), ("$young", 10), ("$waits", 3)] {
        decide(name, at(seconds)).await;
    }
    store.receive(&arrived(&[&question("$undecided", "oud")])).await.unwrap();
    store.delivered(&key("$done"), Some(&event("$sent")), at(4)).await.unwrap();
    store.give_up(&key("$given-up"), "403", at(4)).await.unwrap();
    store.delivered(&key("$young"), Some(&event("$sent2")), at(11)).await.unwrap();

    let keep = Retention { conversations: 1, handled: 2, ..Retention::default() };
    let day = 24 * 3_600;
    let counts = async |case: &str, expected: [usize; 3]| {
        let found = [on.rows("inbox").await, on.rows("outbox").await, on.rows("exchange").await];
        assert_eq!(found, expected, "{case}: causes, deliveries, exchanges");
    };
    apply(&store, &[Change::Prune { at: at(10 + day), keep }]).await;
    counts("conversations go after a day", [4 + 1 + 1, 2, 1]).await;
    apply(&store, &[Change::Prune { at: at(10 + day), keep }]).await;
    counts("again", [4 + 1 + 1 + 1, 2, 1]).await;
    let keep = Retention { conversations: 9, ..keep };
    apply(&store, &[Change::Prune { at: at(10 + 2 * day), keep }]).await;
    counts("what was handled goes after two", [2, 2, 1]).await;
    assert_eq!(name(&look(&store, "!a", &["$done", "$sent2"], None).await), Some("$young"));
    assert_eq!(store.due(at(99), 9).await.unwrap()[0].delivery.key, key("$waits"));
    assert_eq!(store.pending().await.unwrap().unwrap().cause, cause("$undecided"));
    assert_eq!(store.receive(&arrived(&[&question("$young", "x")])).await.unwrap(), 0, "dedupe");
}
