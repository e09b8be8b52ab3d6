//! Does every wake become one event, and is what people plan found in its room?

use super::{Engine, apply, at, on_both_engines, plan};
use meldmaat::ports::Store;
use meldmaat::storage::Database;
use meldmaat::vocab::{Change, Overdue, RoomId, Scope, Snapshot, Timestamp, Wake, What};

on_both_engines! {
    a_wake_becomes_one_event
    a_wake_takes_the_place_of_the_one_before
    a_standing_wake_stays_where_it_is
    what_is_late_is_listed_once_more
    plans_are_found_in_their_room_and_go_with_it
    a_number_of_a_plan_is_never_given_twice
}

fn wake(key: &str, due: Timestamp) -> Wake {
    Wake { key: key.into(), due, room: "!team".into(), person: None, plan: None }
}

async fn planned(store: &Database, room: &str) -> Snapshot {
    let scope = Scope { room: Some(room.into()), planned: true, ..Scope::default() };
    store.load(&scope).await.unwrap()
}

async fn a_wake_becomes_one_event(on: Engine) {
    let store = on.open().await;
    assert_eq!(store.next_wake().await.unwrap(), None);
    let wakes = [wake("z", at(20)), plan(1, at(10), "tekst"), wake("a", at(10))];
    store.plan(&wakes).await.unwrap();
    assert_eq!(store.next_wake().await.unwrap(), Some(at(10)));
    assert_eq!(store.wake(at(9), at(0)).await.unwrap(), 0, "not yet");
    assert_eq!(store.wake(at(15), at(0)).await.unwrap(), 2);
    assert_eq!(store.wake(at(15), at(0)).await.unwrap(), 0, "once");
    for wake in [&wakes[2], &wakes[1]] {
        let (key, person, plan) = (wake.key.clone(), wake.person.clone(), wake.plan.clone());
        let event = store.pending().await.unwrap().unwrap();
        let due = at(10);
        assert_eq!(event.cause.as_str(), format!("wake:{key}:{}", due.as_millisecond()));
        assert_eq!((event.at, event.room.as_str()), (at(15), "!team"), "when it really was");
        assert_eq!(event.what, What::Wake { key, due, person, plan });
        assert!(store.commit(&event.cause, at(15), &[], &[]).await.unwrap());
    }
    // Planned again for the same moment, it is the same event: it was decided.
    store.plan(&wakes[1..2]).await.unwrap();
    assert_eq!(store.wake(at(16), at(0)).await.unwrap(), 0);
    assert_eq!(store.pending().await.unwrap(), None);
    assert_eq!(store.next_wake().await.unwrap(), Some(at(20)));
}

async fn a_wake_takes_the_place_of_the_one_before(on: Engine) {
    let store = on.open().await;
    apply(&store, "a", &[Change::Wake(plan(1, at(10), "een"))]).await;
    let later = plan(1, at(30), "twee");
    apply(&store, "b", &[Change::Wake(later.clone()), Change::Wake(later.clone())]).await;
    assert_eq!(store.next_wake().await.unwrap(), Some(at(30)));
    assert_eq!(store.wake(at(30), at(0)).await.unwrap(), 1);
    assert_eq!(store.pending().await.unwrap(), Some(later.into_incoming(at(30))));
}

async fn a_standing_wake_stays_where_it_is(on: Engine) {
    let store = on.open().await;
    store.plan(&[wake("w", at(10))]).await.unwrap();
    store.plan(&[wake("w", at(99))]).await.unwrap();
    assert_eq!(store.next_wake().await.unwrap(), Some(at(10)));
}

async fn what_is_late_is_listed_once_more(on: Engine) {
    let store = on.open().await;
    let all = [plan(2, at(20), "b"), wake("w", at(5)), plan(1, at(10), "a"), plan(3, at(60), "c")];
    store.plan(&all).await.unwrap();
    assert_eq!(store.wake(at(60), at(55)).await.unwrap(), 5);
    let mut last = None;
    while let Some(event) = store.pending().await.unwrap() {
        assert!(store.commit(&event.cause, at(60), &[], &[]).await.unwrap());
        last = Some(event);
    }
    // What nobody planned, and what is on time, is not in it.
    let overdue = |wake: &Wake| Overdue {
        room: RoomId::new("!team"),
        due: wake.due,
        plan: wake.plan.clone().unwrap(),
    };
    let plans = vec![overdue(&all[2]), overdue(&all[0])];
    assert_eq!(last.unwrap().what, What::Late { plans });
}

async fn plans_are_found_in_their_room_and_go_with_it(on: Engine) {
    let store = on.open().await;
    let elsewhere = Wake { room: "!other".into(), ..plan(3, at(30), "c") };
    let all = [plan(2, at(20), "b"), plan(1, at(40), "a"), elsewhere.clone()];
    apply(&store, "plan", &all.clone().map(Change::Wake)).await;
    store.plan(&[wake("w", at(1))]).await.unwrap();
    assert_eq!(planned(&store, "!team").await.planned, [all[1].clone(), all[0].clone()]);

    apply(&store, "over", &[Change::WakeOver { key: all[0].key.clone() }]).await;
    let moved = Change::Moved { from: "!team".into(), to: "!new".into() };
    apply(&store, "moved", &[moved, Change::RoomOver { room: "!team".into() }]).await;
    assert_eq!(planned(&store, "!team").await.planned, []);
    let moved = Wake { room: "!new".into(), ..all[1].clone() };
    assert_eq!(planned(&store, "!new").await.planned, [moved]);
    apply(&store, "left", &[Change::RoomOver { room: "!new".into() }]).await;
    assert_eq!(planned(&store, "!new").await.planned, []);
    assert_eq!(planned(&store, "!other").await.planned, [elsewhere]);
}

async fn a_number_of_a_plan_is_never_given_twice(on: Engine) {
    let store = on.open().await;
    assert_eq!(planned(&store, "!team").await.next_number, 1);
    apply(&store, "plan", &[Change::Wake(plan(1, at(10), "a"))]).await;
    apply(&store, "over", &[Change::WakeOver { key: "herinnering:1".into() }]).await;
    assert_eq!(planned(&store, "!team").await.next_number, 2);
}
