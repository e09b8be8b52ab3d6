//! Is a broadcast kept, found with what became of it, and dropped in time?

use super::{Engine, apply, at, event, key, on_both_engines, queue, says};
use meldmaat::ports::{Delivery, Store};
use meldmaat::storage::Database;
use meldmaat::vocab::{
    Act, Broadcast, Change, Errand, Fate, Held, Outgoing, Part, Retention, RoomState, Scope, Sent,
    Snapshot, Stage, Target, Timestamp, Urgency, Whom,
};

on_both_engines! {
    a_broadcast_is_kept_sealed_until_it_is_replaced
    its_deliveries_tell_what_became_of_it
    what_waits_is_taken_back_but_no_change_of_what_went
    what_was_not_sent_goes_along_with_its_room
    who_wrote_it_is_forgotten_and_it_stays
    it_goes_in_time_and_before_its_deliveries
    how_rooms_are_set_is_found_with_their_labels
}

const DAY: i64 = 24 * 3_600;

pub fn broadcast(number: u32, stage: Stage) -> Broadcast {
    let target = |name: &str| Target { room: name.into(), name: name.into(), missed: None };
    Broadcast {
        number,
        at: at(0),
        by: Some("@anna:x".into()),
        room: "!regie".into(),
        source: event("$source"),
        pulse: None,
        text: "GEHEIM".into(),
        audience: vec![Part { whom: Whom::All, labelled: Some("jeugd".into()) }],
        everyone: true,
        also_quiet: false,
        targets: vec![target("!a"), target("!b")],
        stage,
    }
}

async fn look(store: &Database, number: u32) -> Snapshot {
    let rooms_for = Some("@anna:x".into());
    let sent = Some(number);
    let scope = Scope {
        room: Some("!regie".into()),
        rooms_for,
        broadcasts: true,
        sent,
        ..Scope::default()
    };
    store.load(&scope).await.unwrap()
}

fn of(number: u32, delivery: Delivery) -> Delivery {
    Outgoing {
        urgency: Urgency::Broadcast,
        errand: Some(Errand { number, purpose: None }),
        ..delivery
    }
}

fn removes(name: &str, room: &str, of: &str) -> Delivery {
    Outgoing::new(key(name), room.into(), Act::Redact { of: key(of) })
}

fn sent(name: &str, room: &str, of: Option<&str>, fate: Fate) -> Sent {
    let event = (fate == Fate::Done).then(|| event(&format!("${name}")));
    let (key, room, of) = (key(name), room.into(), of.map(key));
    Sent { key, number: 31, room, of, fate, event, purpose: None }
}

async fn a_broadcast_is_kept_sealed_until_it_is_replaced(on: Engine) {
    let store = on.open().await;
    let (first, second) = (broadcast(31, Stage::Draft), broadcast(30, Stage::Sent));
    apply(&store, "a", &[Change::Broadcast(first.clone()), Change::Broadcast(second.clone())])
        .await;
    let seen = look(&store, 31).await;
    assert_eq!((seen.broadcasts, seen.next_number), (vec![second.clone(), first.clone()], 32));
    let dump = on.dump().await;
    assert!(dump.contains("@anna:x") && !dump.contains("GEHEIM") && !dump.contains("$source"));
    let again = Broadcast { stage: Stage::Withdrawn, by: None, at: at(9), ..first };
    apply(&store, "b", &[Change::Broadcast(again.clone())]).await;
    assert_eq!(look(&store, 31).await.broadcasts, [second.clone(), again]);
    apply(&store, "c", &[Change::BroadcastOver { number: 31 }]).await;
    let seen = look(&store, 31).await;
    assert_eq!((seen.broadcasts, seen.next_number), (vec![second], 32), "never given twice");
}

async fn its_deliveries_tell_what_became_of_it(on: Engine) {
    let store = on.open().await;
    let all = [
        of(31, says("a", "!a", "x")),
        of(31, says("b", "!b", "x")),
        of(31, says("c", "!c", "x")),
        of(31, removes("d", "!a", "a")),
        of(32, says("e", "!a", "x")),
        says("f", "!a", "x"),
    ];
    queue(&store, &all, at(0)).await;
    store.delivered(&key("a"), Some(&event("$a")), at(1)).await.unwrap();
    store.give_up(&key("c"), "M_FORBIDDEN", at(1)).await.unwrap();
    let expected = [
        sent("a", "!a", None, Fate::Done),
        sent("b", "!b", None, Fate::Waiting),
        sent("c", "!c", None, Fate::GivenUp("M_FORBIDDEN".into())),
        sent("d", "!a", Some("a"), Fate::Waiting),
    ];
    assert_eq!(look(&store, 31).await.sent, expected);
}

async fn what_waits_is_taken_back_but_no_change_of_what_went(on: Engine) {
    let store = on.open().await;
    let all = [
        of(31, says("a", "!a", "x")),
        of(31, says("b", "!b", "GEHEIM")),
        of(31, removes("c", "!a", "a")),
        of(31, removes("d", "!b", "b")),
        of(32, says("e", "!b", "x")),
    ];
    queue(&store, &all, at(0)).await;
    store.delivered(&key("a"), Some(&event("$a")), at(1)).await.unwrap();
    apply(&store, "stop", &[Change::TakeBack { number: 31, at: at(2) }]).await;
    let back = Fate::GivenUp(Fate::TAKEN_BACK.into());
    let fates: Vec<_> = look(&store, 31).await.sent.into_iter().map(|sent| sent.fate).collect();
    assert_eq!(fates, [Fate::Done, back, Fate::Waiting, Fate::Waiting]);
    assert_eq!(look(&store, 32).await.sent[0].fate, Fate::Waiting, "another one goes on");
    // What was under way at that moment did go.
    store.delivered(&key("b"), Some(&event("$b")), at(3)).await.unwrap();
    assert_eq!(look(&store, 31).await.sent[1].fate, Fate::Done);
}

async fn what_was_not_sent_goes_along_with_its_room(on: Engine) {
    let store = on.open().await;
    let planned = Stage::Planned(jiff::civil::date(2027, 1, 15).at(9, 0, 0, 0));
    let all = [broadcast(1, planned), broadcast(2, Stage::Sent)].map(Change::Broadcast);
    apply(&store, "a", &all).await;
    let moved = |from: &str, to: &str| Change::Moved { from: from.into(), to: to.into() };
    apply(&store, "b", &[moved("!a", "!new"), moved("!regie", "!regie2")]).await;
    let seen = look(&store, 1).await.broadcasts;
    let rooms = |n: usize| seen[n].targets.iter().map(|t| t.room.as_str()).collect::<Vec<_>>();
    assert_eq!((rooms(0), rooms(1)), (vec!["!new", "!b"], vec!["!a", "!b"]));
    assert_eq!((seen[0].room.as_str(), seen[1].room.as_str()), ("!regie2", "!regie2"));
}

async fn who_wrote_it_is_forgotten_and_it_stays(on: Engine) {
    let store = on.open().await;
    apply(&store, "a", &[Change::Broadcast(broadcast(31, Stage::Sent))]).await;
    queue(&store, &[of(31, says("b", "!a", "x"))], at(0)).await;
    store.delivered(&key("b"), Some(&event("$b")), at(1)).await.unwrap();
    let user = || "@anna:x".into();
    let scope = Scope { room: Some("!a".into()), held_of: Some(user()), ..Scope::default() };
    let held = store.load(&scope).await.unwrap().held;
    assert_eq!(held, [(Held::Broadcasts, 1)], "the messages in the rooms are nobody's");
    apply(&store, "forget", &[Change::ForgetPerson { user: user() }]).await;
    assert!(!on.dump().await.contains("@anna:x"));
    let seen = look(&store, 31).await;
    assert_eq!(seen.broadcasts, [Broadcast { by: None, ..broadcast(31, Stage::Sent) }]);
    assert_eq!(seen.sent, [sent("b", "!a", None, Fate::Done)]);
}

async fn it_goes_in_time_and_before_its_deliveries(on: Engine) {
    let store = on.open().await;
    let later = Broadcast { at: at(9 * DAY), ..broadcast(32, Stage::Draft) };
    apply(&store, "a", &[Change::Broadcast(broadcast(31, Stage::Sent)), Change::Broadcast(later)])
        .await;
    queue(&store, &[of(31, says("b", "!a", "x"))], at(0)).await;
    store.delivered(&key("b"), Some(&event("$b")), at(60)).await.unwrap();
    let keep = Retention { conversations: 2, ..Retention::default() };
    let prune = async |name: &str, now: Timestamp| {
        apply(&store, name, &[Change::Prune { at: now, keep }]).await;
        let seen = look(&store, 31).await;
        (seen.broadcasts.iter().map(|b| b.number).collect::<Vec<_>>(), seen.sent.len())
    };
    assert_eq!(prune("c", at(2 * DAY)).await, (vec![31, 32], 1));
    assert_eq!(prune("d", at(2 * DAY + 30)).await, (vec![32], 1));
    assert_eq!(prune("e", at(2 * DAY + 61)).await, (vec![32], 0));
}

async fn how_rooms_are_set_is_found_with_their_labels(on: Engine) {
    let store = on.open().await;
    let labelled =
        RoomState { labels: vec!["jeugd".into(), "wmo team".into()], ..RoomState::default() };
    let set =
        |room: &str, state: &RoomState| Change::Room { room: room.into(), state: state.clone() };
    apply(&store, "a", &[set("!b", &labelled), set("!a", &RoomState::default())]).await;
    apply(&store, "b", &[Change::Moved { from: "!b".into(), to: "!c".into() }]).await;
    let states = look(&store, 1).await.states;
    assert_eq!(states, [("!a".into(), RoomState::default()), ("!c".into(), labelled)]);
}
