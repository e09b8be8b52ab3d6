//! What does somebody reach who means harm: a member of a room, or a server that others trust?

use crate::world::Room;
use meldmaat::engine::World;
use meldmaat::ports::{Batch, Inbox, Refusal};
use meldmaat::vocab::{
    Act, Crowd, EventId, Incoming, Message, Sender, Timestamp, Urgency, UserId, What,
};
use std::time::Duration;

const TEAM: &str = "!team:wijk.test";
const OTHER: &str = "!ander:wijk.test";
const EVE: &str = "@eve:wijk.test";
const BEA: &str = "@bea:wijk.test";
const DANGER: &str = "!meld hij slaat haar nu, ze is bang, wat moet ik doen";
const TOO_MANY: &str = "te veel vragen achter elkaar";

/// A base with one topic; a bot that answers one person so often in a minute.
async fn room(person: u32) -> Room {
    let world = crate::control::world(crate::control::base().clone(), true);
    Room::with(world.answering(Crowd { person })).await
}

fn said(cause: &str, room: &str, who: &str, at: Timestamp, what: What) -> Incoming {
    Incoming {
        cause: cause.into(),
        at,
        room: room.into(),
        direct: false,
        from: Sender { user: UserId::new(who), moderator: false },
        what,
    }
}

fn text(text: &str) -> What {
    What::Message(Message { text: text.into(), ..Message::default() })
}

/// What many events bring: all of it is received before anything is decided.
async fn flood(room: &Room, events: Vec<Incoming>) {
    room.bot.receive(Batch { incoming: events, ..Batch::default() }).await.unwrap();
    room.bot.settle().await.unwrap();
}

fn questions(room: &Room, many: usize, words: &str) -> Vec<Incoming> {
    let at = room.clock_now();
    (0..many).map(|n| said(&format!("$eve-{n}"), TEAM, EVE, at, text(words))).collect()
}

fn later(room: &Room, seconds: i64) -> Timestamp {
    room.clock_now() + jiff::SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn five_hundred_questions_in_a_minute_get_twenty_answers_and_one_calm_line() {
    let room = room(20).await;
    // As many as there are times: whatever the sender's server says of them.
    let mut events = questions(&room, 500, "!meld help");
    for (n, event) in events.iter_mut().enumerate() {
        event.at = later(&room, -40 * n as i64);
    }
    flood(&room, events).await;
    let here = room.way.said_in(TEAM);
    assert_eq!(here.len(), 21, "{here:#?}");
    let calm = here.iter().filter(|said| said.contains(TOO_MANY)).count();
    assert!(calm == 1 && here[20].contains(TOO_MANY), "{here:#?}");

    // Somebody else is answered, here and elsewhere.
    let now = room.clock_now();
    flood(&room, vec![said("$bea", TEAM, BEA, now, text("!meld help"))]).await;
    flood(&room, vec![said("$bea2", OTHER, BEA, now, text("!meld help"))]).await;
    assert_eq!((room.way.said_in(TEAM).len(), room.way.said_in(OTHER).len()), (22, 1));
    // Not Eve, also elsewhere; and a minute later as before.
    flood(&room, vec![said("$eve-o", OTHER, EVE, now, text("!meld help"))]).await;
    assert_eq!(room.way.said_in(OTHER).len(), 1);
    room.wait_until(later(&room, 61)).await;
    flood(&room, vec![said("$eve-l", OTHER, EVE, later(&room, 0), text("!meld help"))]).await;
    assert!(room.way.said_in(OTHER)[1].contains("!meld"));
}

#[tokio::test]
async fn who_asks_once_goes_before_who_asks_without_end() {
    let room = room(20).await;
    // Nothing gets through while both ask; then one goes at a time.
    let mut events = questions(&room, 500, "!meld help");
    let now = room.clock_now();
    events.push(said("$bea", OTHER, BEA, now, text("!meld help")));
    room.way.close(TEAM, Some(Refusal::Later(Some(Duration::from_secs(5)))));
    room.way.close(OTHER, Some(Refusal::Later(Some(Duration::from_secs(5)))));
    flood(&room, events).await;
    room.way.close(TEAM, None);
    room.way.close(OTHER, None);
    room.wait_until(later(&room, 6)).await;
    let order: Vec<_> = room.way.arrived().into_iter().map(|(_, sent)| sent.room).collect();
    let place = order.iter().position(|room| room.as_str() == OTHER).unwrap();
    assert!(place <= 5, "after {place} of Eve's");
    let urgencies = room.way.arrived().into_iter().map(|(_, sent)| sent.urgency);
    let behind = urgencies.filter(|urgency| *urgency > Urgency::Answer).count();
    assert_eq!(behind, 16, "five at once; the others and the line let Bea go first");
}

#[tokio::test]
async fn danger_is_answered_with_112_however_much_was_asked() {
    let room = room(20).await;
    flood(&room, questions(&room, 100, "!meld help")).await;
    let now = room.clock_now();
    for n in 0..30 {
        flood(&room, vec![said(&format!("$d{n}"), TEAM, EVE, now, text(DANGER))]).await;
    }
    let here = room.way.said_in(TEAM).split_off(21);
    assert_eq!(here.len(), 30);
    assert!(here.iter().all(|said| said.contains("Bel 112")), "{here:#?}");
    let told: Vec<_> = room.way.arrived().into_iter().skip(21).map(|(_, sent)| sent).collect();
    let loud = |act: &Act<_>| matches!(act, Act::Say(speech) if speech.loud);
    assert!(told.iter().all(|sent| loud(&sent.act)), "all of it is heard");
    let first = told.iter().take_while(|sent| sent.urgency == Urgency::Danger).count();
    assert_eq!(first, 5, "the next of that minute let another's danger go first");
}

#[tokio::test]
async fn a_room_full_of_them_is_quiet_and_the_next_room_is_not() {
    let room = room(5).await;
    let now = room.clock_now();
    let by = |n: usize| format!("@eve{n}:wijk.test");
    let all = |n: usize| said(&format!("$e{n}"), TEAM, &by(n % 50), now, text("!meld help"));
    flood(&room, (0..200).map(all).collect()).await;
    let here = room.way.said_in(TEAM);
    assert_eq!(here.len(), 26, "five times what one gets, and a line");
    assert!(here[25].contains("In deze kamer"), "{}", here[25]);
    flood(&room, vec![said("$bea", OTHER, BEA, now, text("!meld help"))]).await;
    assert_eq!(room.way.said_in(OTHER).len(), 1);
}

#[tokio::test]
async fn edits_and_reactions_without_end_are_bounded_too() {
    let room = room(20).await;
    let now = room.clock_now();
    flood(&room, vec![said("$q", TEAM, EVE, now, text("!meld wie bel ik in Hengelo"))]).await;
    let before = room.way.arrived().len();
    let edit = |n: usize| {
        let message = Message { text: format!("!meld help {n}"), ..Message::default() };
        said(&format!("$edit{n}"), TEAM, EVE, now, What::Edit { of: "$q".into(), message })
    };
    flood(&room, (0..300).map(edit).collect()).await;
    assert_eq!(room.way.arrived().len() - before, 20, "19 versions and a line");
    let storm = |n: usize| {
        let keys = ["✅", "👍", "❌", "1️⃣", "2️⃣", "a", "🎉", "\u{202e}", "x", ""];
        let (to, key) = (EventId::from("$bot-1"), keys[n % keys.len()].to_owned());
        let who = format!("@eve{}:wijk.test", n % 7);
        said(&format!("$react{n}"), TEAM, &who, now, What::Reaction { to, key })
    };
    let before = room.way.arrived().len();
    flood(&room, (0..500).map(storm).collect()).await;
    assert_eq!(room.way.arrived().len(), before, "whoever asked nothing chooses nothing");
    let asker = |n: usize| Incoming { from: said("", "", EVE, now, text("")).from, ..storm(n) };
    let again = |n: usize| Incoming { cause: format!("$again{n}").as_str().into(), ..asker(n) };
    flood(&room, (0..500).map(again).collect()).await;
    let more: Vec<_> = room.way.speeches().split_off(before);
    assert!(more.len() <= 21, "as often as anybody is answered: {}", more.len());
}

#[tokio::test]
async fn two_hundred_invitations_keep_nobody_waiting_and_strangers_bring_it_nowhere() {
    let room = room(20).await;
    let now = room.clock_now();
    let invites = |n: usize, who: &str| {
        said(&format!("invite:{who}{n}"), &format!("!new{n}:wijk.test"), who, now, What::Invited)
    };
    flood(&room, (0..200).map(|n| invites(n, "@eve:elders.test")).collect()).await;
    assert!(room.way.arrived().is_empty());
    let mut events: Vec<_> = (0..200).map(|n| invites(n, "@beheer:wijk.test")).collect();
    events.push(said("$bea", OTHER, BEA, now, text("!meld help")));
    flood(&room, events).await;
    let arrived = room.way.arrived();
    assert_eq!(arrived[0].1.room.as_str(), OTHER, "the answer goes first");
    assert_eq!(arrived.len(), 201, "each room once, at the pace of what may be sent");
}

#[tokio::test]
async fn a_room_is_followed_only_when_somebody_who_may_moved_it() {
    for (who, follows) in [("@anna:wijk.test", true), ("@eve:elders.test", false)] {
        let room = room(20).await;
        room.moderate("$set", "!meld gemeente Zwolle").await;
        let away = What::Upgraded { successor: "!val:elders.test".into() };
        let now = room.clock_now();
        flood(&room, vec![said("$up", TEAM, who, now, away)]).await;
        let joins = |sent: &Act<_>| matches!(sent, Act::Join { .. });
        let joined = room.way.arrived().iter().any(|(_, sent)| joins(&sent.act));
        assert_eq!(joined, follows, "{who}");
        room.moderate("$ask", "!meld instellingen").await;
        let kept = room.way.said_in(TEAM).pop().unwrap().contains("Zwolle");
        assert_eq!(kept, !follows, "{who}: what is known of the room stays with it");
    }
}

#[tokio::test]
async fn a_name_that_looks_like_a_coordinators_is_not_one() {
    let world = |_| crate::sessions::everywhere();
    let room = Room::with(world(())).await;
    let now = room.clock_now();
    let looks = [
        "@сarla:wijk.test", // Cyrillic es
        "@carla:wijk.test.evil.org",
        "@CARLA:wijk.test",
        "@carla\u{200b}:wijk.test",
        "@carla:wijк.test",
        "@carla",
        "@ｃarla:wijk.test",
        "carla:wijk.test",
    ];
    for (n, who) in looks.iter().enumerate() {
        for (m, words) in [
            crate::sessions::NEW,
            "!meld bericht voor alle kamers: hoi",
            "!meld gaten",
            "!meld kamers",
            "!meld status",
        ]
        .iter()
        .enumerate()
        {
            for (place, direct) in [(crate::sessions::CONTROL, false), ("!dm:wijk.test", true)] {
                let cause = format!("$look-{n}-{m}-{direct}");
                let input = said(&cause, place, who, now, text(words));
                room.happen(Incoming { direct, ..input }).await;
                let told = room.way.said_in(place).pop().unwrap();
                assert!(
                    told.contains("alleen") || told.contains("Alleen"),
                    "{who}: {words}: {told}"
                );
            }
        }
    }
    let seen: &World = &crate::sessions::everywhere();
    assert!(looks.iter().all(|who| !seen.access.may_invite(&UserId::new(*who))));
}

#[tokio::test]
async fn a_question_that_goes_before_its_answer_does_takes_it_along() {
    let room = room(20).await;
    let now = room.clock_now();
    // The answer is decided and waits; then the question is removed.
    room.way.refuse(Refusal::Later(Some(Duration::from_secs(2))));
    flood(&room, vec![said("$q", TEAM, EVE, now, text("!meld help"))]).await;
    let redaction = || What::Redaction { of: "$q".into() };
    flood(&room, vec![said("$r", TEAM, EVE, now, redaction())]).await;
    for seconds in [3, 8, 90] {
        room.wait_until(later(&room, seconds)).await;
    }
    let acts: Vec<_> = room.way.arrived().into_iter().map(|(_, sent)| sent.act).collect();
    let redacted = acts.iter().filter(|act| matches!(act, Act::Redact { .. })).count();
    let answered = acts.iter().filter(|act| matches!(act, Act::Say(_))).count();
    assert_eq!((answered, redacted), (1, 1), "it goes, and goes away again");
    // Twice, or by somebody else, or of what was never there.
    let count = room.way.arrived().len();
    for (n, of) in ["$q", "$never", "$bot-1", "$q/0"].into_iter().enumerate() {
        let what = What::Redaction { of: of.into() };
        flood(&room, vec![said(&format!("$r{n}"), TEAM, BEA, now, what)]).await;
    }
    assert_eq!(room.way.arrived().len(), count);
}

#[tokio::test]
async fn a_question_that_goes_before_it_is_decided_takes_its_answer_along() {
    for together in [true, false] {
        let room = room(20).await;
        let now = room.clock_now();
        let asked = said("$q", TEAM, EVE, now, text("!meld help"));
        let gone = said("$r", TEAM, EVE, now, What::Redaction { of: "$q".into() });
        let batches =
            if together { vec![vec![asked, gone]] } else { vec![vec![asked], vec![gone]] };
        for incoming in batches {
            room.bot.receive(Batch { incoming, ..Batch::default() }).await.unwrap();
        }
        room.bot.settle().await.unwrap();
        let acts = room.way.arrived();
        let left = acts.last().map(|(_, sent)| matches!(sent.act, Act::Redact { .. }));
        assert_eq!((acts.len(), left), (2, Some(true)), "in one response: {together}");
    }
}
