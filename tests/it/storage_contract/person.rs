//! Is a person found in everything that is kept, and forgotten in all of it?

use super::broadcasts::broadcast;
use super::{
    Engine, arrived, at, cause, event, exchange, key, on_both_engines, plan, question, says, user,
};
use meldmaat::ports::{Batch, Store, Undecrypted};
use meldmaat::storage::Database;
use meldmaat::vocab::{
    About, Act, Acted, Action, Broadcast, Change, Held, Holdings, Incoming, Matter, Offer,
    Outgoing, Retention, Scope, Stage, Timestamp, UserId, Wake, Walk,
};

on_both_engines! {
    who_wants_to_be_forgotten_is_forgotten_and_nobody_else
    what_waits_is_still_decided_and_delivered
    the_operator_forgets_also_what_waits
    everything_that_refers_to_a_person_can_be_read
    a_person_is_remembered_as_warned
    each_kind_has_its_own_time
}

const ANNA: &str = "@anna:x";
const BOB: &str = "@bob:x";

fn asked(name: &str, who: &str) -> Incoming {
    let mut asked = question(name, "vraag");
    asked.from.user = who.into();
    asked
}

/// A question of this person, answered, delivered and passed on as matter `number`; the names of the
/// events hold the person.
async fn live(store: &Database, who: &str, number: u32) -> String {
    let name = format!("${who}-{number}");
    store.receive(&arrived(&[&asked(&name, who)])).await.unwrap();
    let about = About::Gap { text: format!("vraag van {number}"), topic: None };
    let changes = [
        Change::Exchange(exchange(&name, "!team", who, at(1))),
        Change::Open(Matter { number, at: at(1), about }),
        Change::Wake(Wake { person: Some(who.into()), ..plan(number, at(1), "plan") }),
        Change::Broadcast(Broadcast { by: Some(who.into()), ..broadcast(number, Stage::Draft) }),
        Change::Acted(Action {
            at: at(1),
            person: Some(who.into()),
            what: Acted::BroadcastSent,
            number: Some(number),
            room: None,
        }),
        Change::Walk(Walk {
            room: "!team".into(),
            thread: None,
            owner: who.into(),
            at: "begin".into(),
            path: vec![],
            resuming: false,
            ended: false,
            asked: key(&name),
            updated: at(1),
            begun: event(&name),
        }),
    ];
    let answer = [says(&name, "!team", "antwoord")];
    assert!(store.commit(&cause(&name), at(1), &changes, &answer).await.unwrap());
    store.delivered(&key(&name), Some(&event(&format!("$answer-{number}"))), at(2)).await.unwrap();
    let waits = Undecrypted {
        event: event(&format!("${who}-locked")),
        room: "!team".into(),
        sender: who.into(),
        at: at(1),
        raw: "{}".into(),
    };
    store.receive(&Batch { undecrypted: vec![waits], ..Batch::default() }).await.unwrap();
    name
}

async fn held(store: &Database, who: &str) -> Holdings {
    let scope = Scope { room: Some("!team".into()), held_of: Some(user(who)), ..Scope::default() };
    store.load(&scope).await.unwrap().held
}

const ONE_OF_EACH: [(Held, u64); 9] = [
    (Held::Conversations, 1),
    (Held::Answers, 1),
    (Held::Handled, 1),
    (Held::Walks, 1),
    (Held::PassedOn, 1),
    (Held::Plans, 1),
    (Held::Broadcasts, 1),
    (Held::Actions, 1),
    (Held::Undecrypted, 1),
];

async fn wish(store: &Database, name: &str, who: &str) {
    store.receive(&arrived(&[&asked(name, who)])).await.unwrap();
    // As the engine does: its own exchange goes with the rest.
    let changes = [
        Change::Exchange(exchange(name, "!team", who, at(5))),
        Change::ForgetPerson { user: user(who) },
    ];
    let answer = [says(name, "!team", "weg")];
    assert!(store.commit(&cause(name), at(5), &changes, &answer).await.unwrap());
}

async fn who_wants_to_be_forgotten_is_forgotten_and_nobody_else(on: Engine) {
    let store = on.open().await;
    live(&store, ANNA, 1).await;
    live(&store, BOB, 2).await;
    assert_eq!(held(&store, ANNA).await, ONE_OF_EACH);
    wish(&store, "$wish", ANNA).await;
    assert_eq!(held(&store, ANNA).await, []);
    assert_eq!(held(&store, BOB).await, ONE_OF_EACH);
    let dump = on.dump().await;
    assert!(!dump.contains(ANNA), "{dump}");
    assert!(dump.contains(BOB) && dump.contains("$wish"), "{dump}");
    // Once handled, it stays handled.
    assert_eq!(store.receive(&arrived(&[&asked("$wish", ANNA)])).await.unwrap(), 0);
    let matters = Scope { room: Some("!team".into()), matters: true, ..Scope::default() };
    let seen = store.load(&matters).await.unwrap();
    assert_eq!((seen.matters.len(), seen.next_number), (1, 3), "a number is never given twice");
}

async fn what_waits_is_still_decided_and_delivered(on: Engine) {
    let store = on.open().await;
    let answered = live(&store, ANNA, 1).await;
    let edit = Outgoing::new(key("$edit"), "!team".into(), Act::Redact { of: key(&answered) });
    store.receive(&arrived(&[&asked("$edit", ANNA)])).await.unwrap();
    store.commit(&cause("$edit"), at(3), &[], &[edit]).await.unwrap();
    store.receive(&arrived(&[&asked("$wish", ANNA), &asked("$after", ANNA)])).await.unwrap();
    let changes = [Change::ForgetPerson { user: user(ANNA) }];
    store.commit(&cause("$wish"), at(5), &changes, &[says("$wish", "!b", "weg")]).await.unwrap();

    let due = store.due(at(9), 9).await.unwrap();
    let targets: Vec<_> = due.iter().map(|due| due.target.clone()).collect();
    assert_eq!(targets, [Some(event("$answer-1")), None], "the removal finds what it is about");
    assert_eq!(store.pending().await.unwrap().unwrap().cause, cause("$after"), "said afterwards");
    assert_eq!(held(&store, ANNA).await, [], "and what waits counts for nothing");
    store.delivered(&key("$wish"), Some(&event("$gone")), at(9)).await.unwrap();
    assert_eq!(held(&store, ANNA).await, []);
}

async fn the_operator_forgets_also_what_waits(on: Engine) {
    let store = on.open().await;
    live(&store, ANNA, 1).await;
    live(&store, BOB, 2).await;
    store.receive(&arrived(&[&asked("$waits", ANNA)])).await.unwrap();
    let mut expected = ONE_OF_EACH.to_vec();
    expected[2] = (Held::Handled, 2);
    assert_eq!(store.forget_person(&user(ANNA), at(9)).await.unwrap(), expected);
    assert_eq!(store.forget_person(&user(ANNA), at(9)).await.unwrap(), []);
    assert_eq!(store.pending().await.unwrap(), None);
    let dump = on.dump().await;
    assert!(!dump.contains(ANNA) && dump.contains(BOB), "{dump}");
}

async fn everything_that_refers_to_a_person_can_be_read(on: Engine) {
    let store = on.open().await;
    live(&store, ANNA, 1).await;
    live(&store, BOB, 2).await;
    store.receive(&arrived(&[&asked("$waits", ANNA)])).await.unwrap();
    let records = store.records(&user(ANNA)).await.unwrap();
    let kinds: Vec<_> = records.iter().map(|record| record.held).collect();
    let mut expected: Vec<_> = ONE_OF_EACH.iter().map(|(held, _)| *held).collect();
    expected.insert(3, Held::Handled);
    assert_eq!(kinds, expected);
    let text = |n: usize, column: &str| records[n].columns[column].to_string();
    assert_eq!(text(0, "topic"), "\"stap-2\"");
    assert_eq!(text(0, "asked"), format!("\"{}\"", at(1)));
    assert!(text(3, "body").contains("vraag"), "what waits is opened: {:?}", records[3]);
    assert!(text(5, "body").contains("vraag van 1"), "{:?}", records[5]);
    assert_eq!(store.records(&user("@nobody:x")).await.unwrap(), []);
}

async fn a_person_is_remembered_as_warned(on: Engine) {
    let store = on.open().await;
    let offered = |name: &str, who: &str, seconds: i64, offer: Option<Offer>| {
        let exchange = exchange(name, "!team", who, at(seconds));
        Change::Exchange(meldmaat::vocab::Exchange { offer, ..exchange })
    };
    let changes = [
        offered("$1", ANNA, 1, Some(Offer::Overheard(vec![]))),
        offered("$2", ANNA, 2, Some(Offer::Remove(vec![event("$2")]))),
        offered("$3", ANNA, 3, Some(Offer::PassOn(event("$3")))),
        offered("$4", ANNA, 4, None),
        offered("$5", BOB, 5, Some(Offer::PassOn(event("$5")))),
    ];
    store.commit(&cause("a"), at(9), &changes, &[]).await.unwrap();
    let warned = async |room: &str, who: &str| -> Option<Timestamp> {
        let warned = Some(UserId::from(who));
        let scope = Scope { room: Some(room.into()), warned, ..Scope::default() };
        store.load(&scope).await.unwrap().warned
    };
    assert_eq!(warned("!team", ANNA).await, Some(at(2)));
    assert_eq!(warned("!team", BOB).await, None);
    assert_eq!(warned("!other", ANNA).await, None);
}

async fn each_kind_has_its_own_time(on: Engine) {
    let store = on.open().await;
    live(&store, ANNA, 1).await;
    live(&store, BOB, 2).await;
    let day = 24 * 3_600;
    let keep = Retention { handled: 1, conversations: 2, gaps: 3, counts: 31, log: 4 };
    let all = ["inbox", "undecrypted", "exchange", "outbox", "matter"];
    for (days, expected) in [(1, [2, 2, 2, 2, 2]), (2, [0, 0, 2, 2, 2]), (3, [0, 0, 0, 0, 2])] {
        // Events of the test's own are not counted.
        let prune = [Change::Prune { at: at(days * day), keep }];
        let name = format!("prune {days}");
        store.commit(&cause(&name), at(days * day), &prune, &[]).await.unwrap();
        on.execute("delete from inbox where cause like 'prune%'").await;
        let mut found = [0; 5];
        for (n, table) in all.iter().enumerate() {
            found[n] = on.rows(table).await;
        }
        assert_eq!(found, expected, "after {days} days: {all:?}");
    }
    let prune = [Change::Prune { at: at(3 * day + 9), keep }];
    store.commit(&cause("last"), at(3 * day), &prune, &[]).await.unwrap();
    assert_eq!(on.rows("matter").await, 0, "nobody closed them in time");
    assert_eq!(on.rows("action").await, 2);
    let prune = [Change::Prune { at: at(5 * day), keep }];
    store.receive(&arrived(&[&asked("$later", BOB)])).await.unwrap();
    store.commit(&cause("$later"), at(5 * day), &prune, &[]).await.unwrap();
    assert_eq!(on.rows("action").await, 0);
    let matters = Scope { room: Some("!team".into()), matters: true, ..Scope::default() };
    assert_eq!(store.load(&matters).await.unwrap().next_number, 3, "their numbers stay given");
}
