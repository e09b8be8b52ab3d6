//! Is a quiz round kept while it is open, and how the items went?

use super::{Engine, apply, at, event, key, on_both_engines, queue, says};
use meldmaat::ports::Store;
use meldmaat::storage::Database;
use meldmaat::vocab::{
    Asked, Change, Errand, Outgoing, Poll, Purpose, Response, Retention, Round, Scope, Snapshot,
};

on_both_engines! {
    a_round_is_found_while_it_is_open
    a_vote_leads_to_its_round
    how_items_went_is_kept_by_room_and_day
    a_round_goes_along_with_its_room
    it_goes_in_time
}

fn round(number: u32, room: &str, open: bool) -> Round {
    Round {
        number,
        room: room.into(),
        at: at(5),
        closes: jiff::civil::date(2026, 12, 9).at(16, 0, 0, 0),
        items: vec!["een".into(), "twee".into()],
        open,
        measured: (number > 13).then_some(3),
    }
}

fn asked(room: &str, item: &str, day: i8, took_part: u32) -> Asked {
    let day = jiff::civil::date(2027, 1, day + 15);
    Asked {
        room: room.into(),
        item: item.into(),
        day,
        took_part,
        right: 2,
        measured: (took_part > 5).then_some(12),
    }
}

async fn look(store: &Database, room: &str) -> Snapshot {
    let scope = Scope { room: Some(room.into()), quiz: true, ..Scope::default() };
    store.load(&scope).await.unwrap()
}

async fn a_round_is_found_while_it_is_open(on: Engine) {
    let store = on.open().await;
    let (first, second) = (round(12, "!a", true), round(14, "!b", true));
    apply(&store, "a", &[Change::Round(first.clone()), Change::Round(second.clone())]).await;
    let seen = look(&store, "!a").await;
    assert_eq!((seen.rounds, seen.next_number), (vec![first.clone(), second.clone()], 15));
    apply(&store, "b", &[Change::Round(Round { open: false, ..first })]).await;
    assert_eq!(look(&store, "!a").await.rounds, [second]);
}

async fn a_vote_leads_to_its_round(on: Engine) {
    let store = on.open().await;
    let vote = Response {
        session: 12,
        poll: Poll::Item(1),
        person: "@bea:x".into(),
        room: "!a".into(),
        choice: 2,
        at: at(6),
        event: "$v".into(),
    };
    let closed = round(12, "!a", false);
    apply(&store, "a", &[Change::Round(closed.clone()), Change::Response(vote.clone())]).await;
    let errand = Errand { number: 12, purpose: Some(Purpose::Asks(Poll::Item(1))) };
    let item = Outgoing { errand: Some(errand), ..says("x", "!a", "Wat doe je?") };
    queue(&store, &[item], at(1)).await;
    store.delivered(&key("x"), Some(&event("$x")), at(6)).await.unwrap();
    for named in ["$x", "$v"] {
        let (room, events) = (Some("!a".into()), vec![event(named)]);
        let seen = store.load(&Scope { room, events, ..Scope::default() }).await.unwrap();
        assert_eq!(seen.rounds, std::slice::from_ref(&closed), "{named}: also when it is closed");
        assert_eq!(seen.responses, std::slice::from_ref(&vote), "{named}");
        let sent = &seen.sent[0];
        assert_eq!((sent.event.clone(), sent.purpose), (Some(event("$x")), errand.purpose));
    }
}

async fn how_items_went_is_kept_by_room_and_day(on: Engine) {
    let store = on.open().await;
    let (first, again) = (asked("!a", "een", 5, 4), asked("!a", "een", 9, 6));
    let other = asked("!b", "een", 7, 5);
    let all = [&again, &first, &other].map(|asked| Change::Asked(asked.clone()));
    apply(&store, "a", &all).await;
    // The same day twice is the same.
    apply(&store, "b", &[Change::Asked(first.clone())]).await;
    assert_eq!(look(&store, "!a").await.asked, [first.clone(), again.clone()]);
    let (room, quiz_of_all) = (Some("!c".into()), true);
    let seen = store.load(&Scope { room, quiz_of_all, ..Scope::default() }).await.unwrap();
    assert_eq!(seen.asked, [first, other, again]);
}

async fn a_round_goes_along_with_its_room(on: Engine) {
    let store = on.open().await;
    let all = [Change::Round(round(12, "!a", true)), Change::Asked(asked("!a", "een", 5, 4))];
    apply(&store, "a", &all).await;
    apply(&store, "b", &[Change::Moved { from: "!a".into(), to: "!new".into() }]).await;
    let seen = look(&store, "!new").await;
    assert_eq!((seen.rounds[0].room.as_str(), seen.asked.len()), ("!new", 1));
}

async fn it_goes_in_time(on: Engine) {
    let store = on.open().await;
    let keep = Retention { conversations: 30, counts: 40, ..Retention::default() };
    let all = [Change::Round(round(12, "!a", true)), Change::Asked(asked("!a", "een", 5, 4))];
    apply(&store, "a", &all).await;
    let prune = |day: i64| [Change::Prune { at: at(day * 24 * 3_600), keep }];
    apply(&store, "b", &prune(31)).await;
    let seen = look(&store, "!a").await;
    // What a team remembers is chosen by for two years of what is counted otherwise.
    assert_eq!((seen.rounds.len(), seen.asked.len()), (0, 1));
    apply(&store, "c", &prune(86)).await;
    assert_eq!(look(&store, "!a").await.asked, []);
}
