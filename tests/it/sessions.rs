//! Do sessions keep their promises: once, on time, to whom it concerns, and counted right?

mod answers;
mod kills;
mod places;
mod replies;
mod rights;
mod times;

use crate::world::{Room, Way, pass};
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ports::{Batch, Delivery, Inbox};
use meldmaat::storage::Place;
use meldmaat::vocab::{
    Access, Act, Attachment, CalendarEntry, EventId, Incoming, JoinedRoom, Message, RoomId, Sender,
    Timestamp, UserId, What,
};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

pub const TEAMS: [&str; 5] = [
    "!noord:wijk.test",
    "!oost:wijk.test",
    "!zuid:wijk.test",
    "!west:wijk.test",
    "!kern:wijk.test",
];
pub const CONTROL: &str = "!regie:wijk.test";
pub const CARLA: &str = "@carla:wijk.test";

/// A meeting on Tuesday 8 December 2026 from 9.30 to 11.00, for everybody.
pub const NEW: &str =
    r#"!meld sessie nieuw "Ouderen" di 8 dec 9.30-11.00 in zaal 2 voor alle kamers"#;

/// A bot in five teams and a control room, on Monday 23 November 2026 at ten; and all who talk to it.
pub struct Town {
    pub room: Room,
    events: AtomicU32,
    /// When each of the way's messages arrived.
    moments: Mutex<Vec<Timestamp>>,
}

/// Carla coordinates these regions.
pub fn world(base: Base, regions: &[&str]) -> World {
    let regions = regions.iter().map(|region| (*region).to_owned()).collect();
    let access =
        Access { coordinators: BTreeMap::from([(CARLA.into(), regions)]), ..Access::default() };
    World::new("@meldmaat:wijk.test".into(), "meldmaat", base, access, |_| None)
        .reporting_to(Some(CONTROL.into()))
}

pub fn everywhere() -> World {
    world(Base::default(), &["*"])
}

pub fn moment(text: &str) -> Timestamp {
    let there: jiff::civil::DateTime = text.parse().unwrap();
    there.in_tz("Europe/Amsterdam").unwrap().timestamp()
}

impl Town {
    pub async fn new() -> Self {
        Self::with(everywhere()).await
    }

    pub async fn with(world: World) -> Self {
        Self::at(&Place::Memory, world).await
    }

    pub async fn at(place: &Place, world: World) -> Self {
        let town = Self::again(place, world, Way::default(), 0).await;
        let joined = |name: &&str| JoinedRoom {
            room: RoomId::new(*name),
            name: Some(name.trim_start_matches('!').replace(":wijk.test", "")),
            direct: false,
            writes: true,
            mentions: true,
            member: true,
        };
        town.room.way.enter(TEAMS.iter().chain(&[CONTROL]).map(joined).collect());
        town
    }

    /// After a start in a town where things have happened; `events` of them were people's.
    pub async fn again(place: &Place, world: World, way: Way, events: u32) -> Self {
        let room = Room::again(place, world, way).await;
        let moments = Mutex::new(vec![room.clock_now(); room.way.arrived().len()]);
        Self { room, events: AtomicU32::new(events), moments }
    }

    /// So many things were done by people.
    pub fn events(&self) -> u32 {
        self.events.load(Ordering::Relaxed)
    }

    /// What somebody does now, before anybody knows of it.
    pub fn act(&self, room: &str, user: &str, what: What) -> Incoming {
        let number = self.events.fetch_add(1, Ordering::Relaxed) + 1;
        Incoming {
            cause: format!("$person-{number}").as_str().into(),
            at: self.room.clock_now(),
            room: room.into(),
            direct: room.starts_with("!direct"),
            from: Sender { user: UserId::new(user), moderator: user == "@mo:wijk.test" },
            what,
        }
    }

    async fn happens(&self, room: &str, user: &str, what: What) -> EventId {
        let act = self.act(room, user, what);
        let event = EventId::new(act.cause.as_str());
        self.room.happen(act).await;
        self.note();
        event
    }

    /// What arrived since the last time arrived now.
    pub fn note(&self) {
        let arrived = self.room.way.arrived().len();
        self.moments.lock().unwrap().resize(arrived, self.room.clock_now());
    }

    /// Everything that arrived, with its moment.
    pub fn arrivals(&self) -> Vec<(Timestamp, Delivery)> {
        let moments = self.moments.lock().unwrap().clone();
        let arrived = self.room.way.arrived().into_iter().map(|(_, known)| known);
        moments.into_iter().zip(arrived).collect()
    }

    pub async fn say(&self, room: &str, user: &str, text: &str) -> EventId {
        self.happens(room, user, What::Message(message(text))).await
    }

    pub async fn reply(&self, room: &str, user: &str, to: &EventId, text: &str) -> EventId {
        let message = Message { reply_to: Some(to.clone()), ..message(text) };
        self.happens(room, user, What::Message(message)).await
    }

    pub async fn react(&self, room: &str, user: &str, to: &EventId, key: &str) -> EventId {
        self.happens(room, user, What::Reaction { to: to.clone(), key: key.into() }).await
    }

    pub async fn edit(&self, room: &str, user: &str, of: &EventId, text: &str) {
        let what = What::Edit { of: of.clone(), message: message(text) };
        self.happens(room, user, what).await;
    }

    pub async fn redact(&self, room: &str, user: &str, of: &EventId) {
        self.happens(room, user, What::Redaction { of: of.clone() }).await;
    }

    /// What the bot says to the coordinator when she types this in the control room.
    pub async fn command(&self, text: &str) -> String {
        self.say(CONTROL, CARLA, text).await;
        self.room.way.said_in(CONTROL).pop().unwrap_or_default()
    }

    /// Session 1 is announced in all rooms.
    pub async fn announced(&self, new: &str) {
        let draft = self.command(new).await;
        assert!(draft.contains("Sessie 1"), "{draft}");
        let going = self.command("!meld sessie 1 aankondigen nu").await;
        assert!(going.contains("Sessie 1 gaat naar"), "{going}");
    }

    pub async fn until(&self, moment: Timestamp) {
        let next = async || self.room.bot.next_wake().await.unwrap();
        while let Some(wake) = next().await.filter(|wake| *wake <= moment) {
            pass(&self.room, wake.max(self.room.clock_now())).await;
            self.note();
        }
        pass(&self.room, moment).await;
        self.note();
    }

    /// The bot is away until a moment.
    pub async fn away_until(&self, moment: Timestamp) {
        self.room.wait_until(moment).await;
        self.note();
    }

    /// So many seconds pass.
    pub async fn wait(&self, seconds: i64) {
        self.until(self.room.clock_now() + jiff::SignedDuration::from_secs(seconds)).await;
    }

    /// The message that announced session 1 in a room.
    pub fn announcement(&self, room: &str) -> EventId {
        let arrived = self.room.way.arrived();
        let found = arrived.into_iter().find(|(_, known)| {
            known.room.as_str() == room
                && matches!(&known.act, Act::Say(speech) if speech.body.plain().contains("Kom je?"))
        });
        found.expect("it is announced there").0
    }

    /// How that message reads now.
    pub fn shown(&self, room: &str) -> String {
        let event = self.announcement(room);
        let arrived = self.room.way.arrived();
        let (_, first) = arrived.iter().find(|(known, _)| *known == event).unwrap();
        let mut versions = arrived.iter().filter_map(|(_, known)| match &known.act {
            Act::Say(speech) if known.key == first.key => Some(speech.body.plain()),
            Act::Edit { of, speech, .. } if *of == first.key => Some(speech.body.plain()),
            _ => None,
        });
        versions.next_back().unwrap()
    }

    /// Who comes according to that message: what stands behind "Uit dit team: ".
    pub fn count(&self, room: &str) -> String {
        let shown = self.shown(room);
        let (_, count) = shown.split_once("Uit dit team: ").expect("a headcount");
        count.split_once('.').unwrap().0.to_owned()
    }

    /// All that came into a room, in order: messages, new versions and files.
    pub fn transcript(&self, room: &str) -> Vec<String> {
        let arrived = self.room.way.arrived();
        let here = arrived.iter().filter(|(_, known)| known.room.as_str() == room);
        let line = |(_, known): &(EventId, Delivery)| match &known.act {
            Act::Say(speech) => format!("say {}", speech.body.plain()),
            Act::Edit { speech, .. } => format!("edit {}", speech.body.plain()),
            Act::Attach { file } => match &**file {
                Attachment::Calendar(entry) => format!("file {} {}", entry.file, entry.sequence),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        };
        here.map(line).collect()
    }

    /// The calendar files that came into a room.
    pub fn files(&self, room: &str) -> Vec<CalendarEntry> {
        let arrived = self.room.way.arrived();
        let here = arrived.into_iter().filter(|(_, known)| known.room.as_str() == room);
        here.filter_map(|(_, known)| match known.act {
            Act::Attach { file } => match *file {
                Attachment::Calendar(entry) => Some(entry),
                _ => None,
            },
            _ => None,
        })
        .collect()
    }

    /// So many messages of a room began with this.
    pub fn began(&self, room: &str, with: &str) -> usize {
        self.room.way.said_in(room).iter().filter(|said| said.contains(with)).count()
    }
}

pub fn message(text: &str) -> Message {
    Message { text: text.into(), ..Message::default() }
}

pub fn batch(act: &Incoming) -> Batch {
    Batch { incoming: vec![act.clone()], ..Batch::default() }
}

/// Receives what somebody did, and does what is to be done.
pub async fn takes(room: &Room, act: Option<&Incoming>) {
    if let Some(act) = act {
        room.bot.receive(batch(act)).await.unwrap();
    }
    room.bot.settle().await.unwrap();
}
