//! Does the report of a broadcast always add up: while it is sent, corrected, stopped and withdrawn?

use crate::world::{Room, pass};
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ports::{Batch, Inbox, Refusal};
use meldmaat::vocab::{
    Access, Act, Cause, Fate, Incoming, JoinedRoom, Message, RoomId, Sender, UserId, What,
};
use regex::Regex;
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;

const ANNA: &str = "@anna:wijk.test";

/// The chat of one person with a bot that is in these rooms.
struct Chat {
    room: Room,
    events: u32,
}

impl Chat {
    async fn new(access: Access, rooms: &[&str]) -> Self {
        let me = UserId::new("@meldmaat:wijk.test");
        let world = World::new(me, "meldmaat", Base::default(), access, |_| None);
        let room = Room::with(world).await;
        let joined = |name: &&str| JoinedRoom {
            room: RoomId::new(*name),
            name: Some((*name).to_owned()),
            direct: name.starts_with("direct"),
            writes: true,
            mentions: true,
            member: true,
        };
        room.way.enter(rooms.iter().map(joined).collect());
        Self { room, events: 0 }
    }

    fn administered() -> Access {
        Access { administrators: vec![ANNA.into()], ..Access::default() }
    }

    /// Types something; gives what the bot said last in this chat.
    async fn types(&mut self, text: &str) -> String {
        self.events += 1;
        let message = Message { text: text.into(), ..Message::default() };
        self.room
            .happen(Incoming {
                cause: Cause::new(format!("$event-{}", self.events)),
                at: "2026-11-23T09:00:00Z".parse().unwrap(),
                room: "direct-anna".into(),
                direct: true,
                from: Sender { user: ANNA.into(), moderator: true },
                what: What::Message(message),
            })
            .await;
        self.room.way.said_in("direct-anna").pop().unwrap_or_default()
    }

    /// Rooms, sent, waiting and missed, as the report has them; they always add up.
    async fn report(&mut self) -> [usize; 4] {
        let report = self.types("!meld bericht 1").await;
        Self::counts(&report)
    }

    fn counts(report: &str) -> [usize; 4] {
        let found = |pattern: &str| {
            let found = Regex::new(pattern).unwrap().captures(report);
            found.map(|found| found[1].parse::<usize>().unwrap())
        };
        let (waiting, missed) = (found(r"(\d+) wacht"), found(r"(\d+) krijg"));
        let counts = match (found(r": (\d+) kamers?\."), found(r"van de (\d+) kamer")) {
            (Some(rooms), None) => [rooms, 0, rooms, 0],
            (_, rooms) => {
                let sent = found(r"Verstuurd naar (\d+)").unwrap_or_else(|| panic!("{report}"));
                [rooms.unwrap_or(1), sent, waiting.unwrap_or(0), missed.unwrap_or(0)]
            }
        };
        assert_eq!(counts[0], counts[1] + counts[2] + counts[3], "{report}");
        counts
    }
}

#[tokio::test]
async fn the_report_adds_up_all_the_way() {
    let rooms = ["a", "b", "c", "d", "e", "direct-anna", "direct-bob"];
    let mut chat = Chat::new(Chat::administered(), &rooms).await;
    let later = Refusal::Later(Some(std::time::Duration::from_secs(3_600)));
    let way = chat.room.way.clone();
    way.close("c", Some(later));
    way.close("d", Some(Refusal::Never("M_FORBIDDEN".into())));
    way.close("e", Some(Refusal::Never(Fate::NOT_THERE.into())));
    let draft = chat.types("!meld bericht voor alle kamers: Hoi").await;
    assert!(draft.contains("Zo zien 5 kamers het"), "no direct chat: {draft}");
    assert_eq!(chat.report().await, [5, 0, 5, 0], "not sent yet");
    chat.types("!meld bericht 1 verstuur").await;
    assert_eq!(chat.report().await, [5, 2, 1, 2]);
    let again = chat.types("!meld bericht 1 verstuur").await;
    assert!(again.contains("is al verstuurd"), "{again}");
    assert_eq!(way.said_in("a"), ["Bericht van de coördinatoren: Hoi"], "once");

    chat.types("!meld bericht 1 corrigeer: Hallo").await;
    assert_eq!(chat.report().await, [5, 2, 1, 2]);
    let report = chat.types("!meld bericht 1").await;
    assert!(report.contains("Aangepast in 2 kamers; 1 wacht nog."), "{report}");
    assert!(report.contains("hier kan ik niet meer schrijven: d"), "{report}");
    assert!(report.contains("hier ben ik niet meer: e"), "{report}");

    chat.types("!meld bericht 1 stop").await;
    assert_eq!(chat.report().await, [5, 2, 0, 3]);
    way.close("c", None);
    chat.types("!meld bericht 1 trek in").await;
    assert_eq!(chat.report().await, [5, 2, 0, 3]);
    let report = chat.types("!meld bericht 1").await;
    assert!(report.contains("Weggehaald in 2 kamers."), "{report}");
    assert!(way.said_in("c").is_empty(), "what was taken back never went");
    assert!(way.said_in("direct-bob").is_empty());
}

#[tokio::test]
async fn a_room_whose_turn_has_not_come_gets_the_new_text_at_once() {
    let mut chat = Chat::new(Chat::administered(), &["a", "c", "direct-anna"]).await;
    let way = chat.room.way.clone();
    way.close("c", Some(Refusal::Later(Some(std::time::Duration::from_secs(600)))));
    for text in ["Eerst", "Hoi"] {
        chat.types(&format!("!meld bericht voor alle kamers: {text}")).await;
    }
    chat.types("!meld bericht 1 verstuur").await;
    chat.types("!meld bericht 2 verstuur").await;
    // The first has been tried there: nobody knows whether it came. The second has not.
    chat.types("!meld bericht 1 corrigeer: Eerder").await;
    chat.types("!meld bericht 2 corrigeer: Hallo").await;
    let report = chat.types("!meld bericht 2").await;
    assert_eq!(Chat::counts(&report), [2, 1, 1, 0]);
    assert!(report.contains("Aangepast in 1 kamer; 1 wacht nog."), "{report}");
    way.close("c", None);
    pass(&chat.room, "2026-11-23T09:20:00Z".parse().unwrap()).await;
    let all = way.arrived().into_iter().filter(|(_, delivery)| delivery.room.as_str() == "c");
    let all: Vec<String> = all
        .map(|(_, delivery)| match delivery.act {
            Act::Say(speech) => speech.body.plain(),
            Act::Edit { speech, .. } => format!("edit: {}", speech.body.plain()),
            other => panic!("{other:?}"),
        })
        .collect();
    let edit = "edit: Bericht van de coördinatoren: Eerder\n\nDeze tekst is aangepast.";
    assert_eq!(
        all,
        ["Bericht van de coördinatoren: Eerst", edit, "Bericht van de coördinatoren: Hallo"]
    );
    let report = chat.types("!meld bericht 2").await;
    assert!(report.contains("Aangepast in 2 kamers."), "{report}");
}

#[tokio::test]
async fn who_sent_it_hears_once_when_it_is_through() {
    let mut chat = Chat::new(Chat::administered(), &["a", "b", "c", "d", "direct-anna"]).await;
    let way = chat.room.way.clone();
    way.close("c", Some(Refusal::Later(Some(std::time::Duration::from_secs(900)))));
    way.close("d", Some(Refusal::Never("M_FORBIDDEN".into())));
    chat.types("!meld bericht voor alle kamers: Hoi").await;
    chat.types("!meld bericht 1 verstuur").await;
    let before = way.said_in("direct-anna").len();
    pass(&chat.room, "2026-11-23T09:14:00Z".parse().unwrap()).await;
    assert_eq!(way.said_in("direct-anna").len(), before, "one room still waits");
    way.close("c", None);
    // Looked again a few times, further and further apart, until it is there.
    let mut looks = 0;
    while let Some(wake) = chat.room.bot.next_wake().await.unwrap() {
        if wake > "2026-11-23T12:00:00Z".parse().unwrap() {
            break;
        }
        looks += 1;
        chat.room.wait_until(wake).await;
    }
    assert!(looks <= 3, "{looks}");
    let told = way.said_in("direct-anna")[before..].to_vec();
    assert_eq!(told, ["Bericht 1 is in 3 van 4 kamers. 1 niet: !meld bericht 1"]);

    // What was stopped is through with that.
    chat.types("!meld bericht voor alle kamers: Dag").await;
    way.close("c", Some(Refusal::Later(Some(std::time::Duration::from_secs(900)))));
    chat.types("!meld bericht 2 verstuur").await;
    chat.types("!meld bericht 2 stop").await;
    let before = way.said_in("direct-anna").len();
    pass(&chat.room, "2026-11-23T15:00:00Z".parse().unwrap()).await;
    assert_eq!(way.said_in("direct-anna").len(), before);
}

#[tokio::test]
async fn a_room_that_the_bot_lost_is_shown_with_its_day() {
    let mut chat =
        Chat::new(Chat::administered(), &["Team Noord", "Team Zuid", "direct-anna"]).await;
    chat.types("!meld bericht voor alle kamers: Hoi").await;
    chat.types("!meld bericht 1 verstuur").await;
    let happens = |room: &str, what: What, direct| Incoming {
        cause: Cause::new(format!("{room}-{what:?}")),
        at: "2026-11-23T09:00:00Z".parse().unwrap(),
        room: room.into(),
        direct,
        from: Sender { user: ANNA.into(), moderator: true },
        what,
    };
    for (room, direct) in [("Team Noord", false), ("Team Zuid", false), ("direct-bob", true)] {
        chat.room.happen(happens(room, What::Joined, direct)).await;
    }
    for (room, direct) in [("Team Noord", false), ("direct-bob", true)] {
        chat.room.happen(happens(room, What::Left, direct)).await;
        chat.room.way.leave(room);
    }
    let rooms = chat.types("!meld kamers").await;
    assert!(rooms.contains("Je bereikt 1 kamer:"), "{rooms}");
    let lost = "Team Noord: geen toegang meer sinds maandag 23 november 2026";
    assert!(rooms.contains(lost) && !rooms.contains("zonder naam"), "{rooms}");
    chat.room.way.come_back("Team Noord");
    let again = happens("Team Noord", What::Joined, false);
    chat.room.happen(Incoming { cause: "$again".into(), ..again }).await;
    let rooms = chat.types("!meld kamers").await;
    assert!(rooms.contains("Je bereikt 2 kamers:") && !rooms.contains("geen toegang"), "{rooms}");
}

#[tokio::test]
async fn who_lost_the_right_in_between_reaches_nothing() {
    let everywhere = BTreeMap::from([(ANNA.into(), vec!["*".to_owned()])]);
    let access = Access { coordinators: everywhere, ..Access::default() };
    let mut chat = Chat::new(access, &["a", "b", "direct-anna"]).await;
    chat.types("!meld bericht voor alle kamers: Hoi").await;
    chat.types("!meld bericht 1 verstuur morgen 9.00").await;
    // The config changes before the moment comes.
    let me = UserId::new("@meldmaat:wijk.test");
    chat.room.change(World::new(me, "meldmaat", Base::default(), Access::default(), |_| None));
    chat.room.clock.set("2026-11-24T08:00:00Z".parse().unwrap());
    chat.room.bot.settle().await.unwrap();
    let way = &chat.room.way;
    assert!(way.said_in("a").is_empty() && way.said_in("b").is_empty());
    let told = way.said_in("direct-anna").pop().unwrap();
    assert!(told.contains("Niet naar 2 kamers: hoort niet (meer) bij je regio"), "{told}");
}

#[tokio::test]
async fn what_was_missed_in_the_evening_goes_in_the_morning() {
    let mut chat = Chat::new(Chat::administered(), &["a", "direct-anna"]).await;
    chat.types("!meld bericht voor alle kamers: Hoi").await;
    chat.types("!meld bericht 1 verstuur vandaag 19.30").await;
    // It is half past ten in the evening when the bot is back.
    chat.room.wait_until("2026-11-23T21:30:00Z".parse().unwrap()).await;
    assert!(chat.room.way.said_in("a").is_empty());
    chat.room.wait_until("2026-11-24T06:30:00Z".parse().unwrap()).await;
    assert_eq!(chat.room.way.said_in("a"), ["Bericht van de coördinatoren: Hoi"]);
    let told = chat.room.way.said_in("direct-anna").pop().unwrap();
    assert!(told.contains("Later dan gepland: maandag 23 november 2026, 19.30 uur"), "{told}");
}

#[tokio::test]
async fn while_many_rooms_are_told_at_once_none_keeps_the_memory_from_the_others() {
    let names: Vec<String> = (0..80).map(|nth| format!("room-{nth}")).collect();
    let rooms: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chat = Chat::new(Chat::administered(), &rooms).await;
    chat.types("!meld bericht voor alle kamers: Hoi").await;
    let go = Message { text: "!meld bericht 1 verstuur".into(), ..Message::default() };
    let go = Incoming {
        cause: Cause::new("$go"),
        at: chat.room.clock_now(),
        room: "direct-anna".into(),
        direct: true,
        from: Sender { user: ANNA.into(), moderator: true },
        what: What::Message(go),
    };
    let (bot, way) = (&chat.room.bot, &chat.room.way);
    way.slow_down();
    bot.receive(Batch { incoming: vec![go], ..Batch::default() }).await.unwrap();
    let all_came = async {
        while rooms.iter().any(|room| way.said_in(room).is_empty()) {
            tokio::task::yield_now().await;
        }
    };
    let stop = CancellationToken::new();
    let told = async {
        tokio::select! {
            () = all_came => {}
            _ = bot.run(&stop, std::future::ready(())) => panic!("it stopped"),
        }
    };
    // Who waits for the one connection while its holder stands still gives up after ten seconds.
    let most = std::time::Duration::from_secs(9);
    tokio::time::timeout(most, told).await.expect("nobody keeps the memory from the others");
}
