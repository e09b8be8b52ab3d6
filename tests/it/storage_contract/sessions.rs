//! Is a session kept with the answers to it, found by the messages about it, and forgotten in time?

use super::{Engine, apply, at, event, key, on_both_engines, queue, says};
use meldmaat::ports::{Delivery, Store};
use meldmaat::vocab::{
    Change, Errand, Fate, Held, Outgoing, Poll, Progress, Purpose, Response, Retention, Scope,
    Session, Snapshot, Target,
};

on_both_engines! {
    a_session_is_kept_sealed_with_the_answers_to_it
    its_messages_lead_to_it_and_to_nothing_else
    an_answer_counts_once_and_goes_with_its_event
    a_programme_is_loaded_together
    it_goes_along_with_its_room
    who_answered_is_forgotten_and_the_session_stays
    it_goes_in_time_with_its_answers_and_messages
}

fn session(number: u32) -> Session {
    let target = |room: &str| Target { room: room.into(), name: room.into(), missed: None };
    Session {
        number,
        at: at(5),
        programme: number,
        title: "GEHEIM".into(),
        targets: vec![target("!a"), target("!b")],
        stage: Progress::Announced,
        ..Session::sample()
    }
}

fn answer(session: u32, person: &str, choice: u32, event: &str) -> Response {
    Response {
        session,
        poll: Poll::Coming,
        person: person.into(),
        room: "!a".into(),
        choice,
        at: at(i64::from(choice) + 6),
        event: event.into(),
    }
}

fn asks(number: u32, delivery: Delivery) -> Delivery {
    let purpose = Some(Purpose::Asks(Poll::Coming));
    Outgoing { errand: Some(Errand { number, purpose }), ..delivery }
}

async fn look(store: &impl Store, sent: Option<u32>, events: &[&str]) -> Snapshot {
    let events = events.iter().map(|event| (*event).into()).collect();
    let room = Some("!a".into());
    let scope = Scope { room, events, sessions: sent.is_some(), sent, ..Scope::default() };
    store.load(&scope).await.unwrap()
}

async fn a_session_is_kept_sealed_with_the_answers_to_it(on: Engine) {
    let store = on.open().await;
    let (first, second) = (session(12), session(14));
    let response = answer(12, "@bea:x", 0, "$r");
    let changes = [
        Change::Session(first.clone()),
        Change::Session(second.clone()),
        Change::Response(response.clone()),
    ];
    apply(&store, "a", &changes).await;
    let seen = look(&store, Some(12), &[]).await;
    assert_eq!(seen.sessions, [first.clone(), second.clone()]);
    assert_eq!((seen.responses, seen.next_number), (vec![response], 15));
    assert!(!on.dump().await.contains("GEHEIM"));
    let again = Session { stage: Progress::Cancelled, by: None, ..first };
    apply(&store, "b", &[Change::Session(again.clone())]).await;
    assert_eq!(look(&store, Some(12), &[]).await.sessions, [again, second.clone()]);
    apply(&store, "c", &[Change::SessionOver { number: 12 }]).await;
    let seen = look(&store, Some(12), &[]).await;
    assert_eq!((seen.sessions, seen.responses, seen.next_number), (vec![second], Vec::new(), 15));
}

async fn its_messages_lead_to_it_and_to_nothing_else(on: Engine) {
    let store = on.open().await;
    let response = answer(12, "@bea:x", 0, "$r");
    let all = [Change::Session(session(12)), Change::Response(response.clone())];
    apply(&store, "a", &all).await;
    queue(&store, &[asks(12, says("x", "!a", "Kom je?")), says("y", "!a", "Hoi.")], at(1)).await;
    store.delivered(&key("x"), Some(&event("$x")), at(6)).await.unwrap();
    store.delivered(&key("y"), Some(&event("$y")), at(6)).await.unwrap();

    let seen = look(&store, None, &["$x"]).await;
    let purpose = Some(Purpose::Asks(Poll::Coming));
    assert_eq!(seen.errand, Some(Errand { number: 12, purpose }));
    assert_eq!((seen.sessions.len(), seen.responses), (1, vec![response.clone()]));
    let of = &seen.sent[0];
    assert_eq!((of.number, &of.fate, of.purpose), (12, &Fate::Done, purpose));
    // The reaction itself leads there, too: it can be taken back.
    let seen = look(&store, None, &["$r"]).await;
    assert_eq!((seen.answered, seen.sessions.len()), (Some(response), 1));
    // What belongs to no session, or stands elsewhere, does not.
    let seen = look(&store, None, &["$y"]).await;
    assert_eq!((seen.errand, seen.sessions.len()), (None, 0));
    let room = Some("!b".into());
    let scope = Scope { room, events: vec![event("$x")], ..Scope::default() };
    assert_eq!(store.load(&scope).await.unwrap().errand, None);
}

async fn an_answer_counts_once_and_goes_with_its_event(on: Engine) {
    let store = on.open().await;
    let first = answer(12, "@bea:x", 0, "$1");
    let useful = Response { poll: Poll::Useful, ..answer(12, "@bea:x", 1, "$2") };
    let last = answer(12, "@bea:x", 2, "$3");
    let all = [&first, &useful, &last].map(|response| Change::Response(response.clone()));
    apply(&store, "a", &all).await;
    let kept = look(&store, Some(12), &[]).await.responses;
    assert_eq!(kept, [useful.clone(), last], "in the order in which they came");
    // An earlier answer that is removed now counts for nothing.
    apply(&store, "b", &[Change::ResponseOver { event: event("$1") }]).await;
    assert_eq!(look(&store, Some(12), &[]).await.responses.len(), 2);
    apply(&store, "c", &[Change::ResponseOver { event: event("$3") }]).await;
    assert_eq!(look(&store, Some(12), &[]).await.responses, [useful]);
    apply(&store, "d", &[Change::ResponsesOver { session: 12 }]).await;
    assert_eq!(look(&store, Some(12), &[]).await.responses, []);
}

async fn a_programme_is_loaded_together(on: Engine) {
    let store = on.open().await;
    let second = Session { programme: 12, ..session(13) };
    let all = [Change::Session(session(12)), Change::Session(second), Change::Session(session(14))];
    apply(&store, "a", &all).await;
    let answers = [12, 13, 14].map(|n| Change::Response(answer(n, "@bea:x", 0, &format!("${n}"))));
    apply(&store, "b", &answers).await;
    let numbers = |seen: Snapshot| seen.responses.iter().map(|r| r.session).collect::<Vec<_>>();
    assert_eq!(numbers(look(&store, Some(13), &[]).await), [12, 13]);
    let scope =
        Scope { room: Some("!a".into()), sessions: true, answers_here: true, ..Scope::default() };
    assert_eq!(numbers(store.load(&scope).await.unwrap()), [12, 13, 14]);
    let elsewhere = Scope { room: Some("!c".into()), ..scope };
    assert_eq!(numbers(store.load(&elsewhere).await.unwrap()), [0; 0]);
}

async fn it_goes_along_with_its_room(on: Engine) {
    let store = on.open().await;
    let planned = Session { room: "!a".into(), ..session(12) };
    let all = [Change::Session(planned), Change::Response(answer(12, "@bea:x", 0, "$r"))];
    apply(&store, "a", &all).await;
    apply(&store, "b", &[Change::Moved { from: "!a".into(), to: "!new".into() }]).await;
    let seen = look(&store, Some(12), &[]).await;
    let rooms: Vec<&str> = seen.sessions[0].targets.iter().map(|t| t.room.as_str()).collect();
    assert_eq!((seen.sessions[0].room.as_str(), rooms), ("!new", vec!["!new", "!b"]));
    assert_eq!(seen.responses[0].room.as_str(), "!new");
}

async fn who_answered_is_forgotten_and_the_session_stays(on: Engine) {
    let store = on.open().await;
    let carla = Session { by: Some("@carla:x".into()), ..session(12) };
    let all = [Change::Session(carla), Change::Response(answer(12, "@carla:x", 0, "$r"))];
    apply(&store, "a", &all).await;
    async fn held(store: &meldmaat::storage::Database) -> meldmaat::vocab::Holdings {
        let (room, held_of) = (Some("!a".into()), Some("@carla:x".into()));
        store.load(&Scope { room, held_of, ..Scope::default() }).await.unwrap().held
    }
    assert_eq!(held(&store).await, [(Held::Sessions, 1), (Held::Responses, 1)]);
    apply(&store, "b", &[Change::ForgetPerson { user: "@carla:x".into() }]).await;
    assert_eq!(held(&store).await, []);
    let seen = look(&store, Some(12), &[]).await;
    assert_eq!((seen.sessions[0].by.clone(), seen.responses), (None, Vec::new()));
}

async fn it_goes_in_time_with_its_answers_and_messages(on: Engine) {
    let store = on.open().await;
    let keep = Retention { conversations: 30, ..Retention::default() };
    let day = 24 * 3_600;
    let later = Session { at: at(40 * day), ..session(12) };
    apply(&store, "a", &[Change::Session(later), Change::Response(answer(12, "@bea:x", 0, "$r"))])
        .await;
    queue(&store, &[asks(12, says("x", "!a", "Kom je?"))], at(1)).await;
    store.delivered(&key("x"), Some(&event("$x")), at(6)).await.unwrap();
    let prune = |at| [Change::Prune { at, keep }];
    // It is announced long before it is: it can be answered all the time.
    apply(&store, "b", &prune(at(60 * day))).await;
    let seen = look(&store, Some(12), &["$x"]).await;
    assert_eq!((seen.sessions.len(), seen.responses.len(), seen.sent.len()), (1, 1, 1));
    assert!(seen.errand.is_some());
    apply(&store, "c", &prune(at(71 * day))).await;
    let seen = look(&store, Some(12), &["$x"]).await;
    assert_eq!((seen.sessions.len(), seen.responses.len(), seen.sent.len()), (0, 0, 0));
}
