//! Does every delivery go out once, in the order of its room?

use super::{Engine, at, cause, due, event, key, on_both_engines, queue, says, speech};
use meldmaat::ports::{Batch, Delivery, Store};
use meldmaat::storage::seal::Seal;
use meldmaat::storage::{Place, open};
use meldmaat::vocab::{Act, Change, Outgoing, Retention, Scope, Urgency};
use proptest::prelude::*;

on_both_engines! {
    one_delivery_a_room_and_the_oldest_first
    a_delivery_comes_back_as_it_was_queued
    what_is_urgent_goes_first_but_no_change_before_what_it_changes
    a_head_that_is_put_off_holds_up_its_own_room_only
    what_is_of_one_moment_goes_side_by_side
    the_next_due_is_that_of_a_head
    a_delivery_that_is_given_up_lets_the_next_one_through
    an_edit_finds_the_event_that_it_is_about
    an_echo_is_proof_of_delivery
    what_is_done_stays_done
    the_backlog_counts_what_waits
    what_has_not_begun_to_go_is_changed_where_it_waits
    what_was_sent_lately_and_what_waits_are_counted
}

async fn one_delivery_a_room_and_the_oldest_first(on: Engine) {
    let store = on.open().await;
    let all = [("$1", "!b"), ("$2", "!a"), ("$3", "!b"), ("$4", "!a"), ("$5", "!c")];
    queue(&store, &all.map(|(name, room)| says(name, room, name)), at(0)).await;
    assert_eq!(due(&store, at(0)).await, ["$1/0", "$2/0", "$5/0"]);
    assert_eq!(store.due(at(0), 2).await.unwrap().len(), 2);
    assert_eq!(store.due(at(0), 0).await.unwrap(), []);
    store.delivered(&key("$1"), Some(&event("$e1")), at(1)).await.unwrap();
    assert_eq!(due(&store, at(1)).await, ["$2/0", "$3/0", "$5/0"]);
    for name in ["$2", "$3", "$4", "$5"] {
        store.delivered(&key(name), None, at(2)).await.unwrap();
    }
    assert_eq!(due(&store, at(9)).await, [""; 0]);
}

async fn a_delivery_comes_back_as_it_was_queued(on: Engine) {
    let store = on.open().await;
    let several = [
        says("$1", "!a", "één\0 'aanhaling' \"dubbel\" 👩‍👧 \u{202e}"),
        Outgoing::new(key("$2"), "!b".into(), Act::Redact { of: key("$0") }),
        Outgoing::new(key("$3"), "!c".into(), Act::Join { via: "@u:x".into() }),
        Outgoing::new(
            key("$4"),
            "!d".into(),
            Act::Edit { of: key("$0"), speech: speech("beter"), unsent: None },
        ),
    ];
    queue(&store, &several, at(0)).await;
    let again = on.open().await.due(at(3), 9).await.unwrap();
    assert_eq!(again.iter().map(|due| due.delivery.clone()).collect::<Vec<_>>(), several);
    assert!(again.iter().all(|due| due.target.is_none() && due.attempts == 0));
    assert!(again.iter().all(|due| due.queued == at(0)));
}

async fn what_is_urgent_goes_first_but_no_change_before_what_it_changes(on: Engine) {
    let store = on.open().await;
    let with = |urgency, said: Delivery| Delivery { urgency, ..said };
    let edit = Act::Edit { of: key("$broadcast"), speech: speech("beter"), unsent: None };
    let all = [
        with(Urgency::Broadcast, says("$broadcast", "!a", "x")),
        with(Urgency::Correction, Outgoing::new(key("$corrected"), "!a".into(), edit)),
        with(Urgency::Reminder, says("$reminder", "!a", "x")),
        with(Urgency::Answer, says("$answer", "!a", "x")),
        with(Urgency::Reminder, says("$other", "!b", "x")),
        with(Urgency::Danger, says("$danger", "!c", "x")),
    ];
    queue(&store, &all, at(0)).await;
    let mut order = Vec::new();
    // Each time only the very first is delivered; one that is put off stops nothing more urgent.
    store.postpone(&key("$reminder"), at(60)).await.unwrap();
    for second in [1, 2, 3, 4, 60, 61, 62] {
        order.extend(due(&store, at(second)).await.first().cloned());
        if let Some(last) = order.last() {
            let last = last.trim_end_matches("/0");
            store.delivered(&key(last), Some(&event(last)), at(second)).await.unwrap();
        }
    }
    let names = ["$danger", "$answer", "$other", "$reminder", "$broadcast", "$corrected"];
    assert_eq!(order, names.map(|name| format!("{name}/0")));
}

async fn a_head_that_is_put_off_holds_up_its_own_room_only(on: Engine) {
    let store = on.open().await;
    let all = [("$1", "!a"), ("$2", "!a"), ("$3", "!b")];
    queue(&store, &all.map(|(name, room)| says(name, room, name)), at(0)).await;
    store.postpone(&key("$1"), at(60)).await.unwrap();
    assert_eq!(due(&store, at(59)).await, ["$3/0"]);
    let later = store.due(at(60), 9).await.unwrap();
    assert_eq!(later.iter().map(|due| due.attempts).collect::<Vec<_>>(), [1, 0]);
    store.postpone(&key("$1"), at(90)).await.unwrap();
    assert_eq!(store.due(at(90), 1).await.unwrap()[0].attempts, 2);
}

async fn what_is_of_one_moment_goes_side_by_side(on: Engine) {
    let store = on.open().await;
    let with = |name: &str, moment, urgency| Delivery {
        urgency,
        moment: Some(at(moment)),
        ..says(name, "!a", "x")
    };
    let nine = |number: u32| format!("$nine-{number:02}");
    let reminder = |number| with(&nine(number), 9, Urgency::Reminder);
    let keys = |numbers: &[u32]| -> Vec<String> {
        numbers.iter().map(|number| format!("{}/0", nine(*number))).collect()
    };
    let mut all = vec![with("$eight", 8, Urgency::Reminder)];
    all.extend((1..=13).map(reminder));
    all.push(Delivery { urgency: Urgency::Reminder, ..says("$plain", "!a", "x") });
    all.push(reminder(14));
    queue(&store, &all, at(9)).await;
    let gone = async |name: &str| store.delivered(&key(name), None, at(9)).await.unwrap();
    assert_eq!(due(&store, at(9)).await, ["$eight/0"], "an earlier moment goes first");
    gone("$eight").await;
    assert_eq!(due(&store, at(9)).await, keys(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    for number in 2..=11 {
        gone(&nine(number)).await;
    }
    store.postpone(&key(&nine(1)), at(60)).await.unwrap();
    assert_eq!(due(&store, at(9)).await, keys(&[12, 13, 14]));
    queue(&store, &[says("$answer", "!a", "x")], at(9)).await;
    assert_eq!(due(&store, at(9)).await, ["$answer/0"], "what is more urgent goes alone");
    gone("$answer").await;
    for number in 12..=14 {
        gone(&nine(number)).await;
    }
    assert_eq!(due(&store, at(9)).await, [""; 0], "the rest waits for what was put off");
    assert_eq!(due(&store, at(60)).await, keys(&[1]));
    gone(&nine(1)).await;
    assert_eq!(due(&store, at(60)).await, ["$plain/0"]);
}

async fn the_next_due_is_that_of_a_head(on: Engine) {
    let store = on.open().await;
    assert_eq!(store.next_due().await.unwrap(), None);
    queue(&store, &[says("$1", "!a", "x"), says("$2", "!a", "y")], at(5)).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(5)));
    store.postpone(&key("$1"), at(60)).await.unwrap();
    assert_eq!(
        store.next_due().await.unwrap(),
        Some(at(60)),
        "what waits behind it does not count"
    );
    store.give_up(&key("$1"), "403", at(61)).await.unwrap();
    assert_eq!(store.next_due().await.unwrap(), Some(at(5)));
    store.delivered(&key("$2"), None, at(62)).await.unwrap();
    assert_eq!(store.next_due().await.unwrap(), None);
}

async fn a_delivery_that_is_given_up_lets_the_next_one_through(on: Engine) {
    let store = on.open().await;
    queue(&store, &[says("$1", "!a", "x"), says("$2", "!a", "y")], at(0)).await;
    store.give_up(&key("$1"), "M_FORBIDDEN", at(1)).await.unwrap();
    assert_eq!(due(&store, at(1)).await, ["$2/0"]);
    let bodies = on.bytes("select body from outbox order by id").await;
    assert_eq!(bodies.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
    let kept = on.bytes("select body from outbox where reason = 'M_FORBIDDEN'").await;
    assert_eq!(kept.len(), 1, "the reason stays");
}

async fn an_edit_finds_the_event_that_it_is_about(on: Engine) {
    let store = on.open().await;
    let edit = |name: &str, of: &str| {
        let act = Act::Edit { of: key(of), speech: speech("beter"), unsent: None };
        Outgoing::new(key(name), "!a".into(), act)
    };
    queue(&store, &[says("$1", "!a", "x"), edit("$2", "$1"), edit("$3", "$gone")], at(0)).await;
    let first = store.due(at(0), 9).await.unwrap();
    assert_eq!((first.len(), &first[0].target), (1, &None), "the edit waits for what it edits");
    store.delivered(&key("$1"), Some(&event("$sent")), at(1)).await.unwrap();
    assert_eq!(store.due(at(1), 9).await.unwrap()[0].target, Some(event("$sent")));
    let keep = Retention { conversations: 0, handled: 0, ..Retention::default() };
    let prune = [Change::Prune { at: at(100), keep }];
    assert!(store.commit(&cause("prune"), at(100), &prune, &[]).await.unwrap());
    assert_eq!(on.rows("outbox").await, 3, "$1 is still needed");
    assert_eq!(store.due(at(1), 9).await.unwrap()[0].target, Some(event("$sent")));
    store.delivered(&key("$2"), Some(&event("$edit")), at(2)).await.unwrap();
    assert_eq!(store.due(at(2), 9).await.unwrap()[0].target, None, "never delivered");
}

async fn an_echo_is_proof_of_delivery(on: Engine) {
    let store = on.open().await;
    queue(&store, &[says("$1", "!a", "x"), says("$2", "!a", "y")], at(0)).await;
    let echo = |name: &str, sent: &str| Batch {
        echoes: vec![(key(name), event(sent)), (key("$foreign"), event("$f"))],
        ..Batch::default()
    };
    store.receive(&echo("$1", "$sent")).await.unwrap();
    assert_eq!(due(&store, at(1)).await, ["$2/0"]);
    assert_eq!(on.bytes("select body from outbox where key = '$1/0'").await, [None]);

    store.delivered(&key("$1"), Some(&event("$other")), at(2)).await.unwrap();
    store.receive(&echo("$1", "$other")).await.unwrap();
    let act = Act::Redact { of: key("$1") };
    queue(&store, &[Outgoing::new(key("$3"), "!b".into(), act)], at(3)).await;
    let redaction = store.due(at(3), 9).await.unwrap().pop().unwrap();
    assert_eq!(redaction.target, Some(event("$sent")), "the event that was known first stays");

    store.give_up(&key("$2"), "timed out for ever", at(4)).await.unwrap();
    store.receive(&echo("$2", "$sent2")).await.unwrap();
    let act = Act::Redact { of: key("$2") };
    queue(&store, &[Outgoing::new(key("$4"), "!c".into(), act)], at(5)).await;
    let redaction = store.due(at(5), 9).await.unwrap().pop().unwrap();
    assert_eq!(redaction.target, Some(event("$sent2")), "it had arrived after all");
}

async fn what_is_done_stays_done(on: Engine) {
    let store = on.open().await;
    queue(&store, &[says("$1", "!a", "x")], at(0)).await;
    store.delivered(&key("$1"), None, at(1)).await.unwrap();
    store.delivered(&key("$1"), None, at(2)).await.unwrap();
    store.postpone(&key("$1"), at(3)).await.unwrap();
    store.give_up(&key("$1"), "late", at(3)).await.unwrap();
    assert_eq!(due(&store, at(9)).await, [""; 0]);
    assert_eq!(store.backlog().await.unwrap(), (0, None));
    // Keys that nobody knows are no error: the row may be forgotten by now.
    store.delivered(&key("$no"), Some(&event("$e")), at(1)).await.unwrap();
    store.postpone(&key("$no"), at(1)).await.unwrap();
    store.give_up(&key("$no"), "x", at(1)).await.unwrap();
}

async fn the_backlog_counts_what_waits(on: Engine) {
    let store = on.open().await;
    assert_eq!(store.backlog().await.unwrap(), (0, None));
    queue(&store, &[says("$1", "!a", "x")], at(7)).await;
    queue(&store, &[says("$2", "!a", "x"), says("$3", "!b", "x")], at(8)).await;
    store.postpone(&key("$1"), at(99)).await.unwrap();
    assert_eq!(store.backlog().await.unwrap(), (3, Some(at(7))));
    store.delivered(&key("$1"), None, at(99)).await.unwrap();
    assert_eq!(store.backlog().await.unwrap(), (2, Some(at(8))));
}

/// What can happen to the heads of the queues.
#[derive(Debug, Clone)]
enum Step {
    Queue(u8),
    Deliver,
    Echo,
    PutOff(u8),
    GiveUp,
    Wait(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..3u8).prop_map(Step::Queue),
        2 => Just(Step::Deliver),
        1 => Just(Step::Echo),
        2 => (1..20u8).prop_map(Step::PutOff),
        1 => Just(Step::GiveUp),
        1 => (1..10u8).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// Whatever happens: each delivery ends once, and each room sees its own in the order in which
    /// they were queued.
    #[test]
    fn no_delivery_is_lost_doubled_or_overtaken(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (queued, ended) = runtime.block_on(play(&steps));
        for room in 0..3 {
            let of_room = |list: &[(u8, usize)]| {
                list.iter().filter(|(r, _)| *r == room).copied().collect::<Vec<_>>()
            };
            prop_assert_eq!(of_room(&queued), of_room(&ended));
        }
    }
}

/// Plays the steps and then delivers the rest; gives room and number of what was queued and of what
/// ended, in order.
async fn play(steps: &[Step]) -> (Vec<(u8, usize)>, Vec<(u8, usize)>) {
    let store = open(&Place::Memory, Seal::new(super::KEY)).await.unwrap();
    let (mut queued, mut ended, mut now) = (Vec::new(), Vec::new(), 0);
    for step in steps {
        let head = store.due(at(now), 1).await.unwrap().pop().map(|due| due.delivery);
        match (step, head) {
            (Step::Wait(seconds), _) => now += i64::from(*seconds),
            (Step::Queue(room), _) => {
                let name = queued.len().to_string();
                queue(&store, &[says(&name, &format!("!{room}"), "x")], at(now)).await;
                queued.push((*room, queued.len()));
            }
            (_, None) => {}
            (Step::PutOff(seconds), Some(head)) => {
                store.postpone(&head.key, at(now + i64::from(*seconds))).await.unwrap();
            }
            (Step::GiveUp, Some(head)) => {
                store.give_up(&head.key, "403", at(now)).await.unwrap();
                ended.push(number(&head));
            }
            (Step::Deliver, Some(head)) => {
                store.delivered(&head.key, Some(&event("$e")), at(now)).await.unwrap();
                ended.push(number(&head));
            }
            (Step::Echo, Some(head)) => {
                let echoes = vec![(head.key.clone(), event("$e"))];
                store.receive(&Batch { echoes, ..Batch::default() }).await.unwrap();
                ended.push(number(&head));
            }
        }
    }
    // As the loop does it: what is due now, then whatever the next moment brings.
    while let Some(next) = store.next_due().await.unwrap() {
        for due in store.due(next.max(at(now)), 2).await.unwrap() {
            store.delivered(&due.delivery.key, None, at(now)).await.unwrap();
            ended.push(number(&due.delivery));
        }
    }
    (queued, ended)
}

fn number(delivery: &Delivery) -> (u8, usize) {
    let digits = |text: &str| text.trim_matches(['!', '/']).parse::<usize>().unwrap();
    let name = delivery.key.as_str().strip_suffix("/0").unwrap();
    (u8::try_from(digits(delivery.room.as_str())).unwrap(), digits(name))
}

async fn what_has_not_begun_to_go_is_changed_where_it_waits(on: Engine) {
    let store = on.open().await;
    let all = [says("$1", "!a", "oud"), says("$2", "!b", "oud"), says("$3", "!c", "oud")];
    queue(&store, &all, at(0)).await;
    let begun = store.begin(&key("$1"), at(40)).await.unwrap().unwrap();
    assert_eq!(begun, all[0], "it comes as it is at that moment");
    store.delivered(&key("$3"), Some(&event("$e3")), at(1)).await.unwrap();
    assert_eq!(store.begin(&key("$3"), at(40)).await.unwrap(), None, "it does not wait any more");
    let edit = |name: &str, of: &str, room: &str| {
        let unsent = Some(speech("nieuw").body);
        let act = Act::Edit { of: key(of), speech: speech("beter"), unsent };
        Outgoing::new(key(name), room.into(), act)
    };
    let edits = [edit("$4", "$1", "!a"), edit("$5", "$2", "!b"), edit("$6", "$3", "!c")];
    queue(&store, &edits, at(2)).await;
    // Its own text went, or may have gone: the edit follows. The other is new at once.
    assert_eq!(due(&store, at(3)).await, ["$1/0", "$2/0", "$6/0"]);
    let second = store.begin(&key("$2"), at(40)).await.unwrap().unwrap();
    assert_eq!(second, says("$2", "!b", "nieuw"));
    for (name, second) in [("$1", 4), ("$2", 5), ("$6", 6)] {
        store.delivered(&key(name), Some(&event(name)), at(second)).await.unwrap();
    }
    assert_eq!(due(&store, at(7)).await, ["$4/0"]);
    let sent = store.sent_since(at(1)).await.unwrap();
    assert_eq!(sent, [at(4), at(5), at(6)], "what changed in place was not sent");
}

async fn what_was_sent_lately_and_what_waits_are_counted(on: Engine) {
    let store = on.open().await;
    let with = |urgency, said: Delivery| Delivery { urgency, ..said };
    let all = [
        says("$1", "!a", "x"),
        says("$2", "!b", "x"),
        with(Urgency::Broadcast, says("$3", "!a", "x")),
        with(Urgency::Broadcast, says("$4", "!b", "x")),
        with(Urgency::Broadcast, says("$5", "!c", "x")),
        with(Urgency::Danger, says("$6", "!d", "x")),
    ];
    queue(&store, &all, at(0)).await;
    store.delivered(&key("$1"), Some(&event("$e1")), at(10)).await.unwrap();
    store.delivered(&key("$2"), Some(&event("$e2")), at(20)).await.unwrap();
    store.give_up(&key("$4"), "403", at(21)).await.unwrap();
    store.postpone(&key("$5"), at(90)).await.unwrap();
    let scope = Scope { room: Some("!a".into()), traffic_since: Some(at(10)), ..Scope::default() };
    let mut traffic = store.load(&scope).await.unwrap().traffic;
    traffic.waiting.sort_unstable();
    assert_eq!(traffic.sent, [at(20)]);
    assert_eq!(traffic.waiting, [(Urgency::Danger, 1), (Urgency::Broadcast, 1)]);
}
