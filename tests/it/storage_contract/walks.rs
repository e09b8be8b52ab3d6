//! Are guided walks kept, sealed, found by their owner, and forgotten?

use super::{Engine, at, cause, event, key, on_both_engines, queue, room, says, user};
use meldmaat::ports::Store;
use meldmaat::storage::Database;
use meldmaat::vocab::{Change, PointId, Scope, Snapshot, Taken, Timestamp, Walk};

on_both_engines! {
    a_walk_is_found_by_its_owner_in_its_room
    a_walk_takes_the_place_of_the_one_before
    the_message_that_asked_last_is_known_when_it_was_delivered
    a_walk_ends_unless_it_was_answered_since
    a_room_that_was_left_keeps_no_walk
    no_walk_can_be_read_at_rest
    a_walk_survives_a_restart
}

async fn apply(store: &Database, name: &str, changes: &[Change]) {
    assert!(store.commit(&cause(name), at(0), changes, &[]).await.unwrap());
}

async fn look(store: &Database, place: &str, owner: &str) -> Snapshot {
    let scope = Scope { room: Some(room(place)), walk_of: Some(user(owner)), ..Scope::default() };
    store.load(&scope).await.unwrap()
}

fn walk(begun: &str, place: &str, owner: &str, updated: Timestamp) -> Walk {
    Walk {
        begun: event(begun),
        room: room(place),
        thread: Some(event(begun)),
        owner: user(owner),
        at: PointId::new("geheim-punt"),
        path: vec![Taken { point: PointId::new("gevaar"), choice: "nee".into() }],
        resuming: true,
        ended: false,
        asked: key(begun),
        updated,
    }
}

async fn a_walk_is_found_by_its_owner_in_its_room(on: Engine) {
    let store = on.open().await;
    let anna = walk("$1", "!a", "@anna:x", at(1));
    let direct = Walk { thread: None, path: Vec::new(), ..walk("$2", "!b", "@anna:x", at(2)) };
    let bob = Walk { resuming: false, ended: true, ..walk("$3", "!a", "@bob:x", at(3)) };
    let all = [&anna, &direct, &bob].map(|walk| Change::Walk(walk.clone()));
    apply(&store, "keep", &all).await;
    for (place, owner, found) in [
        ("!a", "@anna:x", Some(&anna)),
        ("!b", "@anna:x", Some(&direct)),
        ("!a", "@bob:x", Some(&bob)),
        ("!b", "@bob:x", None),
    ] {
        assert_eq!(look(&store, place, owner).await.walk.as_ref(), found, "{owner} in {place}");
    }
    let without = Scope { room: Some(room("!a")), ..Scope::default() };
    assert_eq!(store.load(&without).await.unwrap().walk, None, "not asked for");
}

async fn a_walk_takes_the_place_of_the_one_before(on: Engine) {
    let store = on.open().await;
    apply(&store, "first", &[Change::Walk(walk("$1", "!a", "@anna:x", at(1)))]).await;
    let second = walk("$2", "!a", "@anna:x", at(2));
    let change = [Change::Walk(second.clone())];
    apply(&store, "second", &change).await;
    apply(&store, "again", &change).await;
    assert_eq!(look(&store, "!a", "@anna:x").await.walk, Some(second));
}

async fn the_message_that_asked_last_is_known_when_it_was_delivered(on: Engine) {
    let store = on.open().await;
    apply(&store, "keep", &[Change::Walk(walk("$1", "!a", "@anna:x", at(1)))]).await;
    queue(&store, &[says("$1", "!a", "een vraag")], at(1)).await;
    assert_eq!(look(&store, "!a", "@anna:x").await.walk_asked, None);
    store.delivered(&key("$1"), Some(&event("$question")), at(2)).await.unwrap();
    assert_eq!(look(&store, "!a", "@anna:x").await.walk_asked, Some(event("$question")));
}

async fn a_walk_ends_unless_it_was_answered_since(on: Engine) {
    let store = on.open().await;
    let keep = [Change::Walk(walk("$1", "!a", "@anna:x", at(10)))];
    apply(&store, "keep", &keep).await;
    let over = |begun: &str, until: Option<i64>| {
        [Change::WalkOver { begun: event(begun), answered_until: until.map(at) }]
    };
    for (name, change) in [("late answer", over("$1", Some(9))), ("another", over("$2", None))] {
        apply(&store, name, &change).await;
        assert!(look(&store, "!a", "@anna:x").await.walk.is_some(), "{name}");
    }
    for (name, change) in [("old", over("$1", Some(10))), ("stopped", over("$1", None))] {
        apply(&store, &format!("keep {name}"), &keep).await;
        apply(&store, name, &change).await;
        assert_eq!(look(&store, "!a", "@anna:x").await.walk, None, "{name}");
        apply(&store, &format!("{name} twice"), &change).await;
    }
}

async fn a_room_that_was_left_keeps_no_walk(on: Engine) {
    let store = on.open().await;
    let all = [
        Change::Walk(walk("$1", "!a", "@anna:x", at(1))),
        Change::Walk(walk("$2", "!a", "@bob:x", at(1))),
        Change::Walk(walk("$3", "!b", "@anna:x", at(1))),
    ];
    apply(&store, "keep", &all).await;
    apply(&store, "left", &[Change::RoomOver { room: room("!a") }]).await;
    assert_eq!(look(&store, "!a", "@anna:x").await.walk, None);
    assert_eq!(look(&store, "!a", "@bob:x").await.walk, None);
    assert!(look(&store, "!b", "@anna:x").await.walk.is_some());
}

async fn no_walk_can_be_read_at_rest(on: Engine) {
    let store = on.open().await;
    apply(&store, "keep", &[Change::Walk(walk("$1", "!a", "@anna:x", at(1)))]).await;
    store.close().await;
    for body in on.bytes("select body from walk").await.into_iter().flatten() {
        assert!(!String::from_utf8_lossy(&body).contains("geheim-punt"));
        assert!(!String::from_utf8_lossy(&body).contains("nee"));
    }
}

async fn a_walk_survives_a_restart(on: Engine) {
    let store = on.open().await;
    let kept = walk("$1", "!a", "@anna:x", at(1));
    apply(&store, "keep", &[Change::Walk(kept.clone())]).await;
    drop(store);
    assert_eq!(look(&on.open().await, "!a", "@anna:x").await.walk, Some(kept));
}
