//! Does the memory open what it should, survive what it must, and refuse the rest clearly?

use super::{
    Engine, KEY, arrived, at, cause, due, event, exchange, key, on_both_engines, question, says,
};
use meldmaat::ports::{Batch, Store};
use meldmaat::storage::seal::Seal;
use meldmaat::storage::{Lock, Place, Schema, open, schema};
use meldmaat::vocab::{Exchange, Held, Scope};
use std::os::unix::fs::PermissionsExt;

/// The last version that did not know whose a row is.
const BEFORE_PEOPLE: i64 = 3;

/// From this version on each device has its own place in the stream.
const BY_DEVICE: i64 = 13;

on_both_engines! {
    everything_survives_a_restart
    another_key_is_refused
    a_newer_database_is_refused
    a_changed_migration_is_refused
    every_older_database_is_brought_up_to_date
    what_was_there_before_people_could_be_forgotten_is_theirs
}

async fn everything_survives_a_restart(on: Engine) {
    let store = on.open().await;
    let mut batch = arrived(&[&question("$a", "een"), &question("$b", "twee")]);
    batch.position = Some("s1".into());
    store.receive(&batch).await.unwrap();
    store.commit(&cause("$a"), at(1), &[], &[says("$a", "!team", "antwoord")]).await.unwrap();
    store.close().await;
    let fault = store.position().await.unwrap_err();
    assert!(fault.to_string().contains("reading the position"), "{fault}");

    let store = on.open().await;
    assert_eq!(store.position().await.unwrap().as_deref(), Some("s1"));
    assert_eq!(store.pending().await.unwrap(), Some(question("$b", "twee")));
    assert_eq!(due(&store, at(1)).await, ["$a/0"]);
    assert!(!store.commit(&cause("$a"), at(2), &[], &[]).await.unwrap());
}

async fn another_key_is_refused(on: Engine) {
    on.open().await.close().await;
    let refusal = on.open_with([8; 32]).await.unwrap_err().to_string();
    assert!(refusal.contains("sealed with another store key"), "{refusal}");
    assert!(refusal.contains("store_key_file"), "{refusal}");
    on.open_with(KEY).await.unwrap();
}

async fn a_newer_database_is_refused(on: Engine) {
    on.open().await.close().await;
    on.execute(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         select 9999, 'from the future', success, checksum, 0 from _sqlx_migrations limit 1",
    )
    .await;
    assert_eq!(schema(&on.place).await.unwrap().found, 9999);
    let refusal = on.open_with(KEY).await.unwrap_err().to_string();
    assert!(refusal.contains("does not fit this version"), "{refusal}");
    assert!(refusal.contains("9999"), "{refusal}");
}

async fn a_changed_migration_is_refused(on: Engine) {
    on.open().await.close().await;
    on.execute("update _sqlx_migrations set checksum = (select probe from seal)").await;
    let refusal = on.open_with(KEY).await.unwrap_err().to_string();
    assert!(refusal.contains("has been modified"), "{refusal}");
}

/// Each version of the tables, filled past the store as that version would have; then opened by this one.
async fn every_older_database_is_brought_up_to_date(on: Engine) {
    for version in on.versions() {
        let on = on.another();
        on.migrate_to(version).await;
        let seal = Seal::new(KEY);
        let probe = on.hex(seal.seal("seal 1", b"meldmaat").unwrap());
        let body = serde_json::to_vec(&question("$b", "oud")).unwrap();
        let body = on.hex(seal.seal("inbox $b", &body).unwrap());
        let answer = serde_json::to_vec(&says("$a", "!team", "antwoord")).unwrap();
        let answer = on.hex(seal.seal("outbox $a/0", &answer).unwrap());
        let position = if version < BY_DEVICE { "1, 's1'" } else { "'', 's1', 0" };
        on.execute(&format!(
            "insert into seal (id, probe) values (1, {probe});
             insert into position values ({position});
             insert into inbox (cause, at, body, decided_at)
                 values ('$a', 1, null, 2), ('$b', 1800000000000, {body}, null);
             insert into room (room, gemeente, quiet, welcomed, unreadable_said)
                 values ('!team', 'Meierijstad', 1, 5, null);
             insert into exchange (question, room, asker, asked, thread, answer, options)
                 values ('$a', '!team', '@anna:x', 1, null, '$a/0', '[{{\"Topic\":\"stap-2\"}}]');
             insert into outbox (key, room, target, queued, not_before, attempts, state, finished,
                     event_id, reason, body)
                 values ('$0/0', '!team', null, 1, null, 0, 'done', 2, '$sent', null, null),
                        ('$a/0', '!team', '$0/0', 2, 3, 1, 'waiting', null, null, null, {answer});"
        ))
        .await;

        // Who only looks sees what is there, and leaves it so.
        for _ in 0..2 {
            let seen = schema(&on.place).await.unwrap();
            assert_eq!(seen, Schema { found: version, fits: on.versions().pop().unwrap() });
        }
        let store = on.open().await;
        let seen = schema(&on.place).await.unwrap();
        assert_eq!(seen.found, seen.fits, "brought up to date, and open");
        assert_eq!(store.position().await.unwrap().as_deref(), Some("s1"), "{version}");
        assert_eq!(store.pending().await.unwrap(), Some(question("$b", "oud")), "{version}");
        assert!(!store.commit(&cause("$a"), at(2), &[], &[]).await.unwrap(), "{version}");
        let head = store.due(at(0), 9).await.unwrap().pop().unwrap();
        let expected = (says("$a", "!team", "antwoord"), 1);
        assert_eq!((head.delivery, head.attempts), expected, "{version}");
        assert_eq!(head.target, Some(event("$sent")), "{version}");
        let (room, events) = (Some("!team".into()), vec![event("$a")]);
        let snapshot = store.load(&Scope { room, events, ..Scope::default() }).await.unwrap();
        assert!(snapshot.room.quiet, "{version}");
        assert_eq!(snapshot.room.gemeente.as_deref(), Some("Meierijstad"), "{version}");
        assert_eq!(snapshot.exchange.unwrap().answer, key("$a"), "{version}");
        store.close().await;
        // Nothing is done twice.
        on.open().await.close().await;
    }
}

#[tokio::test]
async fn a_second_process_on_the_folder_is_refused() {
    let on = Engine::sqlite();
    let lock = Lock::take(on.folder.path()).unwrap();
    let refusal = Lock::take(on.folder.path()).unwrap_err().to_string();
    assert!(refusal.contains("is in use"), "{refusal}");
    on.open().await.close().await;
    drop(lock);
    Lock::take(on.folder.path()).unwrap();
}

#[tokio::test]
async fn nobody_else_may_read_the_file() {
    let on = Engine::sqlite();
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", "vraag")])).await.unwrap();
    for entry in std::fs::read_dir(on.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

#[tokio::test]
async fn an_erased_body_leaves_the_file() {
    let on = Engine::sqlite();
    let store = on.open().await;
    store.receive(&arrived(&[&question("$a", &"lang ".repeat(5_000))])).await.unwrap();
    let body = on.bytes("select body from inbox").await.remove(0).unwrap();
    on.execute("pragma wal_checkpoint(truncate)").await;
    let path = on.folder.path().join("meldmaat.db");
    let holds_it = |file: &[u8]| body.chunks_exact(64).any(|part| find(file, part));
    assert!(holds_it(&std::fs::read(&path).unwrap()));
    store.commit(&cause("$a"), at(1), &[], &[]).await.unwrap();
    store.close().await;
    assert!(!holds_it(&std::fs::read(&path).unwrap()));
}

fn find(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let on = Engine::sqlite();
    std::fs::write(on.folder.path().join("meldmaat.db"), "geen database ".repeat(100)).unwrap();
    let refusal = on.open_with(KEY).await.unwrap_err().to_string();
    assert!(refusal.contains("cannot open the database"), "{refusal}");
    assert!(refusal.contains("damaged"), "{refusal}");
    let missing = Place::Sqlite(on.folder.path().join("missing"));
    let refusal = open(&missing, Seal::new(KEY)).await.unwrap_err().to_string();
    assert!(refusal.contains("No such file"), "{refusal}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_its_password() {
    for (url, expected) in [
        ("postgres://u:geheim@localhost:notaport/db", "no address of a PostgreSQL database"),
        ("postgres://u:geheim@%2Fnowhere/db", "database is away"),
    ] {
        let place = Place::Postgres(url.into());
        let refusal = open(&place, Seal::new(KEY)).await.unwrap_err().to_string();
        assert!(refusal.contains(expected), "{url}: {refusal}");
        assert!(!refusal.contains("geheim"), "{refusal}");
    }
}

#[tokio::test]
async fn a_server_that_goes_away_is_a_fault_and_comes_back_by_itself() {
    let server = crate::postgres::Server::start();
    let place = Place::Postgres(server.database());
    let store = open(&place, Seal::new(KEY)).await.unwrap();
    let batch = arrived(&[&question("$a", "vraag")]);
    store.receive(&batch).await.unwrap();
    server.halt();
    let fault = store.receive(&Batch::default()).await.unwrap_err().to_string();
    assert!(fault.contains("the database is away"), "{fault}");
    server.go_on();
    assert_eq!(store.receive(&batch).await.unwrap(), 0, "nothing is lost");
}

async fn what_was_there_before_people_could_be_forgotten_is_theirs(on: Engine) {
    let offered = Exchange { options: vec![], ..exchange("$q", "!team", "@anna:x", at(1)) };
    on.migrate_to(BEFORE_PEOPLE).await;
    on.execute(&format!(
        "insert into inbox (cause, at, body, decided_at) values ('$q', 1, null, 2);
         insert into exchange (question, room, asker, asked, thread, answer, options, topic, offer)
             values ('$q', '!team', '@anna:x', {}, null, '$q/0', '[]', 'stap-2', '$offered');
         insert into outbox (key, room, target, queued, not_before, attempts, state, finished,
                 event_id, reason, body)
             values ('$q/0', '!team', null, 1, null, 0, 'done', 2, null, null, null);",
        at(1).as_millisecond()
    ))
    .await;
    let store = on.open().await;
    let scope = Scope {
        room: Some("!team".into()),
        events: vec!["$q".into()],
        held_of: Some("@anna:x".into()),
        ..Scope::default()
    };
    let seen = store.load(&scope).await.unwrap();
    // Nor did it say what was a part of a walk.
    assert_eq!(seen.exchange, Some(Exchange { walk: false, ..offered }));
    let all = [(Held::Conversations, 1), (Held::Answers, 1), (Held::Handled, 1)];
    assert_eq!(seen.held, all);
}
