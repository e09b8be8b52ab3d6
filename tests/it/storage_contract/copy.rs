//! Does a backup hold everything, and does it come back, on either engine, without sending anything twice?

use super::{
    Engine, KEY, apply, arrived, at, due, exchange, on_both_engines, plan, question, queue, says,
};
use meldmaat::ports::{Doubt, Store};
use meldmaat::storage::Database;
use meldmaat::storage::seal::Seal;
use meldmaat::vocab::{Asked, Change, RoomState, Round, Scope, Wake};

on_both_engines! {
    a_backup_comes_back_on_either_engine_and_counts_up
    what_may_have_been_sent_is_held_back
    a_memory_that_is_not_empty_takes_nothing
    another_key_opens_no_backup
}

/// Something of most kinds: a room, an exchange, a round, counts, plans, what waits, and what is to be
/// decided.
async fn fill(store: &Database) {
    let round = Round {
        number: 12,
        room: "!team".into(),
        at: at(5),
        closes: jiff::civil::date(2026, 12, 9).at(16, 0, 0, 0),
        items: vec!["een".into()],
        open: true,
        measured: Some(3),
    };
    let asked = Asked {
        room: "!team".into(),
        item: "een".into(),
        day: jiff::civil::date(2027, 1, 20),
        took_part: 7,
        right: 5,
        measured: None,
    };
    let state = RoomState { gemeente: Some("Borne".into()), ..RoomState::default() };
    let changes = [
        Change::Room { room: "!team".into(), state },
        Change::Exchange(exchange("$q", "!team", "@anna:x", at(1))),
        Change::Round(round),
        Change::Asked(asked),
        Change::Wake(plan(3, at(10), "overleg")),
        Change::Wake(plan(4, at(9_000), "later")),
    ];
    apply(store, "a", &changes).await;
    queue(store, &[says("one", "!team", "hallo"), says("two", "!b", "dag")], at(2)).await;
    store.delivered(&super::key("two"), Some(&super::event("$two")), at(3)).await.unwrap();
    let question = question("$new", "wat is stap 2");
    store.receive(&arrived(&[&question])).await.unwrap();
}

/// Backed up to a file, and from there to another place.
async fn copied(store: &Database, to: &Engine) -> Database {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    let kept = store.back_up(&file).await.unwrap();
    assert!(kept.iter().any(|(table, rows)| table == "outbox" && *rows == 2), "{kept:?}");
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(names.len(), 1, "one file and nothing beside it");
    let (backup, _folder) = Database::of_backup(&file, Seal::new(KEY)).await.unwrap();
    let again = to.open().await;
    assert_eq!(backup.copy_to(&again).await.unwrap(), kept);
    again
}

async fn a_backup_comes_back_on_either_engine_and_counts_up(on: Engine) {
    let store = on.open().await;
    fill(&store).await;
    for to in [Engine::sqlite(), Engine::postgres()] {
        same(&copied(&store, &to).await, &to).await;
    }
}

async fn same(again: &Database, to: &Engine) {
    let scope = Scope { room: Some("!team".into()), planned: true, quiz: true, ..Scope::default() };
    let seen = again.load(&scope).await.unwrap();
    assert_eq!(seen.room.gemeente.as_deref(), Some("Borne"));
    assert_eq!((seen.rounds.len(), seen.asked[0].took_part, seen.planned.len()), (1, 7, 2));
    assert_eq!((seen.rounds[0].measured, seen.asked[0].measured), (Some(3), None));
    assert_eq!(due(again, at(10)).await, ["one/0"], "what waits, and not what was sent");
    let pending = again.pending().await.unwrap().expect("what was not decided");
    assert_eq!(pending.cause.as_str(), "$new");
    // What comes next gets numbers of its own.
    queue(again, &[says("three", "!c", "nieuw")], at(20)).await;
    assert_eq!(due(again, at(30)).await, ["one/0", "three/0"]);
    assert_eq!(to.rows("outbox").await, 3);
}

async fn what_may_have_been_sent_is_held_back(on: Engine) {
    let store = on.open().await;
    fill(&store).await;
    let fell_due = store.fell_due(at(100)).await.unwrap();
    let keys: Vec<&str> = fell_due.iter().map(|wake| wake.key.as_str()).collect();
    assert_eq!(keys, [plan(3, at(10), "").key]);
    let instead = Wake { due: at(700), ..fell_due[0].clone() };
    assert_eq!(store.hold_back(&fell_due, &[instead]).await.unwrap(), 1);
    let waits = store.due(at(100), 8).await.unwrap();
    let doubts: Vec<_> = waits.iter().map(|due| due.doubt).collect();
    assert_eq!(doubts, [Some(Doubt::Restored(at(2)))], "it is looked for first");
    assert_eq!(store.next_wake().await.unwrap(), Some(at(700)), "the series goes on");
    assert_eq!(store.position().await.unwrap(), None, "from now on");
}

async fn a_memory_that_is_not_empty_takes_nothing(on: Engine) {
    let store = on.open().await;
    fill(&store).await;
    let other = Engine::sqlite();
    let there = other.open().await;
    apply(&there, "a", &[Change::Wake(plan(9, at(9), "van hier"))]).await;
    let before = other.dump().await;
    assert!(store.copy_to(&there).await.is_err());
    assert_eq!(other.dump().await, before);
}

async fn another_key_opens_no_backup(on: Engine) {
    let store = on.open().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    store.back_up(&file).await.unwrap();
    let refusal = Database::of_backup(&file, Seal::new([9; 32])).await.unwrap_err().to_string();
    assert!(refusal.contains("another store key"), "{refusal}");
}
