//! Is everything that arrives kept, decided once, and erased then?

use super::{
    Engine, arrived, at, cause, due, event, exchange, key, on_both_engines, question, says,
};
use meldmaat::ports::{Batch, Store, Undecrypted};
use meldmaat::vocab::{Change, RoomState, Scope};

on_both_engines! {
    what_arrives_twice_is_kept_once
    events_are_decided_in_the_order_of_their_arrival
    a_decision_counts_once
    a_cause_that_never_arrived_is_decided_once_too
    a_decision_is_kept_whole_or_not_at_all
    two_deciders_at_once_make_one_decision
    no_body_can_be_read_at_rest
    a_decided_event_loses_its_body
    the_position_moves_with_its_batch
    undecrypted_events_wait_until_they_are_settled
    a_damaged_body_is_a_fault_that_names_its_row
}

async fn what_arrives_twice_is_kept_once(on: Engine) {
    let store = on.open().await;
    let (a, b) = (question("$a", "een"), question("$b", "twee"));
    assert_eq!(store.receive(&arrived(&[&a, &b, &a])).await.unwrap(), 2);
    assert_eq!(store.receive(&arrived(&[&question("$a", "anders"), &b])).await.unwrap(), 0);
    assert_eq!(store.pending().await.unwrap(), Some(a.clone()), "the first version stays");

    store.commit(&a.cause, at(1), &[], &[]).await.unwrap();
    assert_eq!(store.receive(&arrived(&[&a])).await.unwrap(), 0, "also when it is decided");
    assert_eq!(store.pending().await.unwrap(), Some(b));
}

async fn events_are_decided_in_the_order_of_their_arrival(on: Engine) {
    let store = on.open().await;
    assert_eq!(store.pending().await.unwrap(), None);
    let mut late = question("$a-late", "een");
    late.at = at(-500);
    let names = ["$z", "$m", "$a"].map(|name| question(name, "vraag"));
    store.receive(&arrived(&[&names[0], &names[1]])).await.unwrap();
    store.receive(&arrived(&[&names[2], &late])).await.unwrap();
    for expected in names.iter().chain([&late]) {
        let next = store.pending().await.unwrap().unwrap();
        assert_eq!(&next, expected);
        assert!(store.commit(&next.cause, at(1), &[], &[]).await.unwrap());
    }
    assert_eq!(store.pending().await.unwrap(), None);
}

async fn a_decision_counts_once(on: Engine) {
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", "vraag")])).await.unwrap();
    let deliveries = [says("$a", "!team", "antwoord")];
    assert!(store.commit(&cause("$a"), at(1), &[], &deliveries).await.unwrap());

    let again = [says("$a", "!team", "ander"), says("$a-more", "!other", "meer")];
    let state = RoomState { quiet: true, ..RoomState::default() };
    let quiet = Change::Room { room: "!team".into(), state };
    assert!(!store.commit(&cause("$a"), at(2), &[quiet], &again).await.unwrap());
    let due = store.due(at(9), 9).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.delivery).collect::<Vec<_>>(), [&deliveries[0]]);
    let scope = Scope { room: Some("!team".into()), ..Scope::default() };
    assert_eq!(store.load(&scope).await.unwrap().room, RoomState::default());
}

async fn a_cause_that_never_arrived_is_decided_once_too(on: Engine) {
    let store = on.open().await;
    assert!(store.commit(&cause("join:!r"), at(1), &[], &[]).await.unwrap());
    assert!(!store.commit(&cause("join:!r"), at(2), &[], &[]).await.unwrap());
    assert_eq!(store.receive(&arrived(&[&question("join:!r", "laat")])).await.unwrap(), 0);
    assert_eq!(store.pending().await.unwrap(), None);
}

async fn a_decision_is_kept_whole_or_not_at_all(on: Engine) {
    let store = on.open().await;
    let asked = question("$a", "vraag");
    store.receive(&arrived(&[&asked])).await.unwrap();
    // The last thing that a decision writes cannot be written now.
    on.execute("alter table outbox rename to elsewhere").await;
    let remember = [Change::Exchange(exchange("$a", "!team", "@anna:x", at(0)))];
    let answer = [says("$a", "!team", "antwoord")];
    store.commit(&cause("$a"), at(1), &remember, &answer).await.unwrap_err();
    on.execute("alter table elsewhere rename to outbox").await;

    assert_eq!(store.pending().await.unwrap(), Some(asked), "it can be decided again");
    let scope = Scope { room: Some("!team".into()), events: vec![event("$a")], ..Scope::default() };
    assert_eq!(store.load(&scope).await.unwrap().exchange, None);
    assert!(store.commit(&cause("$a"), at(1), &remember, &answer).await.unwrap());
    assert_eq!(due(&store, at(1)).await, ["$a/0"]);
    assert!(store.load(&scope).await.unwrap().exchange.is_some());
}

async fn two_deciders_at_once_make_one_decision(on: Engine) {
    let (first, second) = (on.open().await, on.open().await);
    first.receive(&arrived(&[&question("$a", "vraag")])).await.unwrap();
    let (cause, answer) = (cause("$a"), [says("$a", "!team", "antwoord")]);
    let (one, two) = tokio::join!(
        first.commit(&cause, at(1), &[], &answer),
        second.commit(&cause, at(1), &[], &answer)
    );
    assert_ne!(one.unwrap(), two.unwrap());
    assert_eq!(due(&first, at(1)).await.len(), 1);
}

async fn no_body_can_be_read_at_rest(on: Engine) {
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", "VRAAGTEKST")])).await.unwrap();
    let open = on.bytes("select body from inbox").await.remove(0).unwrap();
    assert!(open.len() > 100, "the body is there");
    store.commit(&cause("$z"), at(1), &[], &[says("$z", "!team", "ANTWOORDTEKST")]).await.unwrap();
    for sql in ["select body from inbox where body is not null", "select body from outbox"] {
        for body in on.bytes(sql).await {
            let text = String::from_utf8_lossy(&body.unwrap()).into_owned();
            for word in ["VRAAGTEKST", "ANTWOORDTEKST", "anna", "Paragraph"] {
                assert!(!text.contains(word), "{sql}: {word}");
            }
        }
    }
    if on.folder.path().join("meldmaat.db").exists() {
        for file in std::fs::read_dir(on.folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("VRAAGTEKST") && !text.contains("ANTWOORDTEKST"));
        }
    }
}

async fn a_decided_event_loses_its_body(on: Engine) {
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", "vraag"), &question("$b", "nog")])).await.unwrap();
    store.commit(&cause("$a"), at(1), &[], &[says("$a", "!team", "antwoord")]).await.unwrap();
    let bodies = on.bytes("select body from inbox order by arrival").await;
    assert_eq!(bodies.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
    store.delivered(&key("$a"), Some(&event("$answer")), at(2)).await.unwrap();
    assert_eq!(on.bytes("select body from outbox").await, [None]);
}

async fn the_position_moves_with_its_batch(on: Engine) {
    let store = on.open().await;
    assert_eq!(store.position().await.unwrap(), None);
    let at_position =
        |position: &str| Batch { position: Some(position.into()), ..Batch::default() };
    store.receive(&at_position("s1")).await.unwrap();
    store.receive(&at_position("s2")).await.unwrap();
    store.receive(&arrived(&[&question("$late", "laat ontsleuteld")])).await.unwrap();
    assert_eq!(store.position().await.unwrap().as_deref(), Some("s2"), "none leaves it");

    on.execute("alter table undecrypted rename to elsewhere").await;
    let mut batch = at_position("s3");
    batch.incoming.push(question("$b", "vraag"));
    batch.settled.push(event("$x"));
    store.receive(&batch).await.unwrap_err();
    on.execute("alter table elsewhere rename to undecrypted").await;
    assert_eq!(store.position().await.unwrap().as_deref(), Some("s2"), "whole or not at all");
    assert_eq!(store.receive(&batch).await.unwrap(), 1);
}

async fn undecrypted_events_wait_until_they_are_settled(on: Engine) {
    let store = on.open().await;
    let locked = |name: &str, seconds| Undecrypted {
        event: name.into(),
        room: "!team".into(),
        sender: "@anna:x".into(),
        at: at(seconds),
        raw: format!(r#"{{"type":"m.room.encrypted","event_id":"{name}"}}"#),
    };
    let (old, new) = (locked("$z", 1), locked("$a", 2));
    let mut batch = Batch { undecrypted: vec![new.clone(), old.clone()], ..Batch::default() };
    assert_eq!(store.receive(&batch).await.unwrap(), 0);
    store.receive(&batch).await.unwrap();
    assert_eq!(store.undecrypted().await.unwrap(), [old, new.clone()], "oldest first");

    batch = arrived(&[&question("$z", "ontsleuteld")]);
    batch.settled = vec![event("$z"), event("$unknown")];
    assert_eq!(store.receive(&batch).await.unwrap(), 1);
    assert_eq!(store.undecrypted().await.unwrap(), [new]);
}

async fn a_damaged_body_is_a_fault_that_names_its_row(on: Engine) {
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", "vraag"), &question("$b", "nog")])).await.unwrap();
    // A body of another row is as foreign as a damaged one.
    on.execute(
        "update inbox set body = (select body from inbox where cause = '$b') where cause = '$a'",
    )
    .await;
    let fault = store.pending().await.unwrap_err().to_string();
    assert!(fault.contains("inbox $a"), "{fault}");
    assert!(store.commit(&cause("$a"), at(1), &[], &[]).await.unwrap(), "it can be passed over");

    store.commit(&cause("$c"), at(1), &[], &[says("$c", "!team", "antwoord")]).await.unwrap();
    on.execute("update outbox set body = null").await;
    let fault = store.due(at(2), 9).await.unwrap_err().to_string();
    assert!(fault.contains("outbox $c/0"), "{fault}");
}
