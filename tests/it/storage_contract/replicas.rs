//! Do several processes that share one PostgreSQL keep out of each other's way?

use super::{Engine, apply, arrived, at, cause, event, key, question, says};
use meldmaat::ports::{Batch, Doubt, Store, Undecrypted};
use meldmaat::storage::Database;

/// The memory as each of two devices has it.
async fn two() -> (Engine, Database, Database) {
    let engine = Engine::postgres();
    let (a, b) = (engine.open().await, engine.open().await);
    (engine, a.of_device("A"), b.of_device("B"))
}

/// Whether it leads, while it hears the homeserver.
async fn leads(store: &Database) -> bool {
    store.lead(true).await.unwrap()
}

/// Its lease runs out, as when its process sleeps.
const SLEEPS: &str = "update lease set ends = 0";

#[tokio::test]
async fn one_leads_and_the_next_takes_over() {
    let (on, a, b) = two().await;
    assert!(leads(&a).await, "nobody led");
    assert!(leads(&a).await, "it goes on");
    assert!(!leads(&b).await, "one at a time");

    a.resign().await.unwrap();
    assert!(leads(&b).await, "at once after an orderly end");
    assert!(!leads(&a).await);

    on.execute(SLEEPS).await;
    assert!(leads(&a).await, "after the other's time");
    assert!(!leads(&b).await, "it hears that it lost the lead");
}

#[tokio::test]
async fn who_lost_the_lead_for_a_moment_begins_anew() {
    let (on, a, b) = two().await;
    assert!(leads(&a).await);
    on.execute(SLEEPS).await;
    assert!(leads(&b).await);
    b.resign().await.unwrap();
    assert!(!leads(&a).await, "what it read before is old");
    assert!(leads(&a).await, "then it may lead again");
}

#[tokio::test]
async fn a_sleeper_that_wakes_decides_and_sends_nothing() {
    let (on, a, b) = two().await;
    assert!(leads(&a).await);
    a.receive(&arrived(&[&question("$q", "vraag")])).await.unwrap();
    apply(&a, "$before", &[]).await;
    a.commit(&cause("$old"), at(0), &[], &[says("$old", "!team", "een")]).await.unwrap();

    on.execute(SLEEPS).await;
    let late = a.commit(&cause("$q"), at(1), &[], &[says("$q", "!team", "twee")]).await;
    let told = late.unwrap_err();
    assert!(told.source.unwrap().to_string().contains("another process leads"));
    assert_eq!(a.begin(&key("$old"), at(1)).await.unwrap(), None, "nor without a successor");

    assert!(leads(&b).await);
    assert!(a.commit(&cause("$q"), at(1), &[], &[]).await.is_err());
    assert_eq!(a.begin(&key("$old"), at(1)).await.unwrap(), None);
    assert!(b.commit(&cause("$q"), at(2), &[], &[says("$q", "!team", "drie")]).await.unwrap());
    assert!(b.begin(&key("$old"), at(2)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_deaf_one_leads_only_where_nobody_hears() {
    let (on, a, b) = two().await;
    assert!(a.lead(false).await.unwrap(), "there is nobody else");
    assert!(!b.lead(false).await.unwrap());
    assert!(a.lead(false).await.unwrap(), "the other one is as deaf");
    assert!(!b.lead(true).await.unwrap(), "a lead is not taken away");
    assert!(!a.lead(false).await.unwrap(), "but it is given up to who hears");
    on.execute(SLEEPS).await;
    assert!(!a.lead(false).await.unwrap());
    assert!(b.lead(true).await.unwrap());
}

#[tokio::test]
async fn what_another_device_began_to_send_is_known() {
    let (_on, a, b) = two().await;
    assert!(leads(&a).await);
    let all = [says("$q", "!team", "een"), says("$r", "!other", "twee")];
    a.commit(&cause("$q"), at(0), &[], &all).await.unwrap();
    a.begin(&key("$q"), at(5)).await.unwrap().unwrap();
    let half_sent = async |store: &Database| {
        let due = store.due(at(9), 8).await.unwrap();
        due.into_iter().map(|due| due.doubt).collect::<Vec<_>>()
    };
    assert_eq!(half_sent(&a).await, [None, None], "its own transaction ids are known");
    assert_eq!(half_sent(&b).await, [Some(Doubt::HalfSent(at(5))), None]);
}

#[tokio::test]
async fn each_device_has_its_own_place_and_keys() {
    let (_on, a, b) = two().await;
    let position = |name: &str| Batch { position: Some(name.into()), ..Batch::default() };
    a.receive(&position("s1")).await.unwrap();
    assert_eq!(b.position().await.unwrap().as_deref(), Some("s1"), "a new one goes on from there");
    b.receive(&position("s2")).await.unwrap();
    assert_eq!(a.position().await.unwrap().as_deref(), Some("s1"));
    assert_eq!(b.position().await.unwrap().as_deref(), Some("s2"));

    let locked = Undecrypted {
        event: event("$locked"),
        room: "!team".into(),
        sender: "@anna:x".into(),
        at: at(0),
        raw: "{}".into(),
    };
    for store in [&a, &b] {
        let batch = Batch { undecrypted: vec![locked.clone()], ..Batch::default() };
        store.receive(&batch).await.unwrap();
    }
    let read = Batch { settled: vec![event("$locked")], ..Batch::default() };
    b.receive(&read).await.unwrap();
    assert_eq!(b.undecrypted().await.unwrap(), []);
    assert_eq!(a.undecrypted().await.unwrap(), [locked], "the other one still waits for its key");
}
