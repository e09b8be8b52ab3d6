//! Is a message with personal data removed once, for its sender alone, and is a refusal told?

use crate::world::Room;
use meldmaat::ports::{Clock, Refusal};
use meldmaat::vocab::{Incoming, Message, Sender, What};

const ANNA: &str = "@anna:wijk.test";
const QUESTION: &str = "!meld wat is een ondertoezichtstelling, bsn 111222333";

async fn room() -> Room {
    Room::with(crate::control::world(crate::control::base().clone(), true)).await
}

fn message(text: &str) -> Message {
    Message { text: text.into(), removable: true, ..Message::default() }
}

async fn say(room: &Room, event: &str, who: &str, what: What) {
    let from = Sender { user: who.into(), moderator: false };
    let (at, team) = (room.clock.now(), "!team:wijk.test".into());
    room.happen(Incoming { cause: event.into(), at, room: team, direct: false, from, what }).await;
}

fn texts(room: &Room) -> Vec<String> {
    room.way.speeches().into_iter().map(|(text, _)| text).collect()
}

#[tokio::test]
async fn a_removal_is_sent_once_whatever_the_homeserver_does() {
    let room = room().await;
    say(&room, "$1", ANNA, What::Message(message(QUESTION))).await;
    room.way.refuse(Refusal::Later(None));
    for _ in 0..3 {
        say(&room, "$ja", ANNA, What::Message(message("ja"))).await;
        say(&room, "$ja2", ANNA, What::Message(message("ja"))).await;
    }
    room.wait_until(room.clock.now() + jiff::SignedDuration::from_secs(90)).await;
    let texts = texts(&room);
    let times = |what: &dyn Fn(&String) -> bool| texts.iter().filter(|text| what(text)).count();
    assert_eq!(times(&|text| text == "(removed $1)"), 1, "{texts:?}");
    assert_eq!(times(&|text| text.starts_with("(amended) Je bericht is weg.")), 1, "{texts:?}");
}

#[tokio::test]
async fn a_refusal_is_told_once_in_one_line() {
    let room = room().await;
    say(&room, "$1", ANNA, What::Message(message("!meld wat is een kindcheck"))).await;
    let edit = What::Edit { of: "$1".into(), message: message(QUESTION) };
    say(&room, "$2", ANNA, edit).await;
    room.way.refuse(Refusal::Never("403".into()));
    room.way.refuse(Refusal::Never("403".into()));
    let yes = What::Reaction { to: "$1".into(), key: "✅".into() };
    say(&room, "$yes", ANNA, yes).await;
    let told = texts(&room).split_off(2);
    assert!(!told.iter().any(|text| text.contains("is weg")), "{told:?}");
    assert_eq!(told.len(), 1, "both versions stay, and that is told once: {told:?}");
    assert!(told[0].contains("Het lukt mij niet") && !told[0].contains('\n'), "{}", told[0]);
    assert!(!told[0].contains("111222333"));
}

#[tokio::test]
async fn nobody_else_can_have_a_message_removed() {
    let room = room().await;
    say(&room, "$1", ANNA, What::Message(message(QUESTION))).await;
    for (event, what) in [
        ("$2", What::Message(message("ja"))),
        ("$3", What::Reaction { to: "$1".into(), key: "✅".into() }),
        ("$4", What::Reaction { to: "$bot-1".into(), key: "✅".into() }),
        ("$5", What::Message(Message { reply_to: Some("$bot-1".into()), ..message("ja") })),
    ] {
        say(&room, event, "@eva:wijk.test", what).await;
    }
    assert!(!texts(&room).iter().any(|text| text.starts_with("(removed")), "{:?}", texts(&room));
}
