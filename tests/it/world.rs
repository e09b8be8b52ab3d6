//! Does the whole loop keep its promises when the way to the rooms fails and time passes?

use meldmaat::app::{App, Limits};
use meldmaat::clock::Simulated;
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ports::{Batch, Channel, Delivery, Found, Inbox, Refusal};
use meldmaat::storage::{self, Database, Place, seal::Seal};
use meldmaat::text::attached;
use meldmaat::vocab::{
    Access, Act, DeliveryKey, EventId, Incoming, JoinedRoom, Link, Message, Poll as Asked, RoomId,
    Sender, Speech, Timestamp, UserId, Vote, What,
};
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use tokio::sync::watch;

/// A way to the rooms that fails as often as it is told, and remembers what got through.
#[derive(Clone, Default)]
pub struct Way {
    refusals: Arc<Mutex<VecDeque<Refusal>>>,
    arrived: Arc<Mutex<Vec<Delivery>>>,
    readable: Arc<Mutex<HashMap<EventId, (UserId, String)>>>,
    rooms: Arc<Mutex<Vec<JoinedRoom>>>,
    closed: Arc<Mutex<HashMap<RoomId, Refusal>>>,
    votes: Arc<Mutex<Vec<(EventId, Vote)>>>,
    slow: Arc<AtomicBool>,
    another_device: Arc<AtomicBool>,
    link: Arc<Mutex<Link>>,
}

impl Channel for Way {
    async fn deliver(
        &self,
        delivery: &Delivery,
        _target: Option<&EventId>,
    ) -> Result<Option<EventId>, Refusal> {
        self.under_way().await;
        if let Some(refusal) = self.refusals.lock().unwrap().pop_front() {
            return Err(refusal);
        }
        if let Some(refusal) = self.closed.lock().unwrap().get(&delivery.room) {
            return Err(refusal.clone());
        }
        let place = self.arrive(delivery);
        self.under_way().await;
        Ok(Some(event_of(place)))
    }

    async fn read(
        &self,
        _room: &RoomId,
        event: &EventId,
    ) -> Result<Option<(UserId, String)>, Refusal> {
        Ok(self.readable.lock().unwrap().get(event).cloned())
    }

    async fn find(&self, _: &RoomId, key: &DeliveryKey, _: Timestamp) -> Result<Found, Refusal> {
        let arrived = self.arrived.lock().unwrap();
        let place = arrived.iter().position(|known| known.key == *key);
        Ok(place.map_or(Found::NotThere, |place| Found::There(event_of(place))))
    }

    fn link(&self) -> Link {
        *self.link.lock().unwrap()
    }

    async fn votes(&self, _: &RoomId, event: &EventId, poll: Asked) -> Result<Vec<Vote>, Refusal> {
        let votes = self.votes.lock().unwrap();
        let of = votes.iter().filter(|(on, _)| on == event);
        Ok(of.map(|(_, vote)| Vote { poll, ..vote.clone() }).collect())
    }

    async fn rooms(&self, _user: &UserId) -> Vec<JoinedRoom> {
        self.rooms.lock().unwrap().clone()
    }
}

/// The event of what arrived in this place.
fn event_of(place: usize) -> EventId {
    EventId::new(format!("$bot-{}", place + 1))
}

impl Way {
    /// A homeserver knows a device's transaction that comes again. Gives its place among all that arrived.
    fn arrive(&self, delivery: &Delivery) -> usize {
        let mut arrived = self.arrived.lock().unwrap();
        let known = arrived.iter().position(|known| known.key == delivery.key);
        let known = known.filter(|_| !self.another_device.load(Ordering::Relaxed));
        known.unwrap_or_else(|| {
            arrived.push(delivery.clone());
            arrived.len() - 1
        })
    }

    /// From now on another device sends: to the homeserver each of its transactions is new.
    pub fn know_no_transactions(&self) {
        self.another_device.store(true, Ordering::Relaxed);
    }

    /// From now on it takes a while to get through, and to hear that it did.
    pub fn slow_down(&self) {
        self.slow.store(true, Ordering::Relaxed);
    }

    async fn under_way(&self) {
        if self.slow.load(Ordering::Relaxed) {
            tokio::task::yield_now().await;
        }
    }

    /// What the homeserver gives when a message is read again.
    pub fn remember(&self, event: &str, sender: &str, text: &str) {
        let mut readable = self.readable.lock().unwrap();
        readable.insert(event.into(), (sender.into(), text.into()));
    }

    /// The homeserver shows this vote when it is asked again.
    pub fn vote(&self, on: &EventId, vote: Vote) {
        self.votes.lock().unwrap().push((on.clone(), vote));
    }

    /// The bot is in these rooms.
    pub fn enter(&self, rooms: Vec<JoinedRoom>) {
        *self.rooms.lock().unwrap() = rooms;
    }

    /// The bot is not in this room any more.
    pub fn leave(&self, room: &str) {
        self.rooms.lock().unwrap().retain(|joined| joined.room.as_str() != room);
    }

    /// It is in this room again.
    pub fn come_back(&self, room: &str) {
        self.rooms.lock().unwrap().push(JoinedRoom {
            room: room.into(),
            name: Some(room.to_owned()),
            direct: false,
            writes: true,
            mentions: true,
            member: true,
        });
    }

    /// Everything to this room fails like this, until it is opened again.
    pub fn close(&self, room: &str, refusal: Option<Refusal>) {
        let mut closed = self.closed.lock().unwrap();
        match refusal {
            Some(refusal) => closed.insert(room.into(), refusal),
            None => closed.remove(&RoomId::new(room)),
        };
    }

    /// The way says this of itself.
    pub fn be(&self, link: Link) {
        *self.link.lock().unwrap() = link;
    }

    /// The next delivery fails like this.
    pub fn refuse(&self, refusal: Refusal) {
        self.refusals.lock().unwrap().push_back(refusal);
    }

    /// What was said in one room.
    pub fn said_in(&self, room: &str) -> Vec<String> {
        let arrived = self.arrived.lock().unwrap();
        let here = arrived.iter().filter(|delivery| delivery.room.as_str() == room);
        here.filter_map(|delivery| match &delivery.act {
            Act::Say(speech) => Some(speech.body.plain()),
            _ => None,
        })
        .collect()
    }

    /// Everything that got through, in order, with the event that the homeserver made of it.
    pub fn arrived(&self) -> Vec<(EventId, Delivery)> {
        let arrived = self.arrived.lock().unwrap();
        let event = |place: usize| EventId::new(format!("$bot-{}", place + 1));
        arrived.iter().enumerate().map(|(place, known)| (event(place), known.clone())).collect()
    }

    /// The same rooms and the same that got through, for another course of events.
    pub fn fork(&self) -> Self {
        let copy = Self::default();
        *copy.arrived.lock().unwrap() = self.arrived.lock().unwrap().clone();
        *copy.rooms.lock().unwrap() = self.rooms.lock().unwrap().clone();
        copy
    }

    /// Everything that got through, with whether it was loud.
    pub fn speeches(&self) -> Vec<(String, bool)> {
        let said = |delivery: &Delivery| match &delivery.act {
            Act::Say(Speech { body, loud, .. })
            | Act::Edit { speech: Speech { body, loud, .. }, .. } => (body.plain(), *loud),
            Act::Amend { now, .. } => (format!("(amended) {}", now.plain()), false),
            Act::Redact { .. } => ("(removed)".to_owned(), false),
            Act::Remove { event, .. } => (format!("(removed {event})"), false),
            Act::Poll { speech, .. } => (speech.body.plain(), speech.loud),
            Act::EndPoll { speech, .. } => (speech.body.plain(), speech.loud),
            Act::Attach { file } => (format!("(file {})", attached::name(file)), false),
            Act::Join { .. } => ("(joined)".to_owned(), false),
        };
        self.arrived.lock().unwrap().iter().map(said).collect()
    }
}

/// A bot in a room, at ten o'clock.
pub struct Room {
    pub bot: App<Database, Way, Arc<Simulated>>,
    pub way: Way,
    pub clock: Arc<Simulated>,
    world: watch::Sender<Arc<World>>,
}

pub fn ten() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

pub fn after(seconds: i64) -> Timestamp {
    ten() + jiff::SignedDuration::from_secs(seconds)
}

impl Room {
    async fn new() -> Self {
        let me = UserId::new("@meldmaat:wijk.test");
        Self::with(World::new(me, "meldmaat", Base::default(), Access::default(), |_| None)).await
    }

    pub async fn with(world: World) -> Self {
        Self::at(&Place::Memory, world).await
    }

    /// A bot with its memory in this place.
    pub async fn at(place: &Place, world: World) -> Self {
        Self::again(place, world, Way::default()).await
    }

    /// A bot that starts again, in a world where some of its messages have arrived.
    pub async fn again(place: &Place, world: World, way: Way) -> Self {
        let (keep, world) = watch::channel(Arc::new(world));
        let store = storage::open(place, Seal::new([7; 32])).await.unwrap();
        let clock = Arc::new(Simulated::new(ten()));
        let bot = App::new(store, way.clone(), clock.clone(), world, Limits::default());
        Self { bot, way, clock, world: keep }
    }

    /// The config or the base changed.
    pub fn change(&self, world: World) {
        self.world.send_replace(Arc::new(world));
    }

    pub async fn hear(&self, event: &str, at: Timestamp, what: What) {
        let from = Sender { user: "@anna:wijk.test".into(), moderator: false };
        let room = "!team:wijk.test".into();
        self.happen(Incoming { cause: event.into(), at, room, direct: false, from, what }).await;
    }

    pub async fn happen(&self, incoming: Incoming) {
        let batch = Batch { incoming: vec![incoming], ..Batch::default() };
        self.bot.receive(batch).await.unwrap();
        self.bot.settle().await.unwrap();
    }

    pub async fn ask(&self, event: &str, text: &str) {
        let message = Message { text: text.into(), ..Message::default() };
        self.hear(event, self.clock_now(), What::Message(message)).await;
    }

    /// Says something as a moderator.
    pub async fn moderate(&self, event: &str, text: &str) {
        let message = Message { text: text.into(), ..Message::default() };
        self.happen(Incoming {
            cause: event.into(),
            at: self.clock_now(),
            room: "!team:wijk.test".into(),
            direct: false,
            from: Sender { user: "@anna:wijk.test".into(), moderator: true },
            what: What::Message(message),
        })
        .await;
    }

    pub fn clock_now(&self) -> Timestamp {
        use meldmaat::ports::Clock;
        self.clock.now()
    }

    pub async fn wait_until(&self, moment: Timestamp) {
        self.clock.set(moment);
        self.bot.settle().await.unwrap();
    }
}

/// Lets time pass until a moment, as it does when the bot is awake all the while.
pub async fn pass(room: &Room, until: Timestamp) {
    while let Some(wake) = room.bot.next_wake().await.unwrap().filter(|wake| *wake <= until) {
        room.clock.set(wake.max(room.clock_now()));
        room.bot.settle().await.unwrap();
    }
    room.clock.set(until);
    room.bot.settle().await.unwrap();
}

/// A copy of a folder's files, which nobody writes to now.
pub fn copied(from: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten() {
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
    }
    copy
}

/// Lets something happen for so many steps, and no more: as when the process is killed there. None when
/// it came to its end before that.
pub async fn killed_after(steps: usize, work: impl Future<Output = ()>) -> Option<()> {
    let mut work = pin!(work);
    let mut left = steps;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(Some(()));
        }
        left -= 1;
        work.as_mut().poll(context).map(|()| None)
    })
    .await
}

#[tokio::test]
async fn an_answer_at_once_is_quiet_and_one_after_half_a_minute_is_heard() {
    let room = Room::new().await;
    room.ask("$1", "!meld help").await;
    assert!(!room.way.speeches()[0].1, "nobody's phone rings for an answer at once");

    room.way.refusals.lock().unwrap().extend([Refusal::Later(None), Refusal::Later(None)]);
    room.ask("$2", "!meld help").await;
    assert_eq!(room.way.speeches().len(), 1, "the homeserver is away");
    room.wait_until(after(5)).await;
    room.wait_until(after(40)).await;
    let said = room.way.speeches();
    assert_eq!(said.len(), 2);
    assert!(said[1].1, "the asker stopped waiting");
}

#[tokio::test]
async fn a_homeserver_that_is_away_for_an_hour_hears_everything_once_and_in_order() {
    let room = Room::new().await;
    // It comes back between the 70th attempt and the 71st: a minute apart, over an hour.
    room.way.refusals.lock().unwrap().extend(vec![Refusal::Later(None); 70]);
    room.ask("$1", "!meld help").await;
    room.ask("$2", "!meld instellingen").await;
    for minute in 1..=60 {
        room.wait_until(after(minute * 60)).await;
        assert!(room.way.speeches().is_empty(), "still away after {minute} minutes");
    }
    for minute in 61..=90 {
        room.wait_until(after(minute * 60)).await;
    }
    let said = room.way.speeches();
    assert_eq!(said.len(), 2, "each question is answered once");
    assert!(said[0].0.contains("!meld help") && !said[1].0.contains("!meld help:"), "in order");
    assert!(said.iter().all(|(_, loud)| *loud), "after an hour the asker must hear it");
}

#[tokio::test]
async fn what_cannot_be_delivered_for_a_day_is_given_up_and_the_next_goes_through() {
    let room = Room::new().await;
    room.way.refusals.lock().unwrap().extend(vec![Refusal::Later(None); 2]);
    room.ask("$1", "!meld help").await;
    room.wait_until(after(24 * 3_600)).await;
    assert!(room.way.speeches().is_empty(), "an answer a day late helps nobody");
    room.ask("$2", "!meld help").await;
    assert_eq!(room.way.speeches().len(), 1);
}

#[tokio::test]
async fn the_same_event_twice_is_answered_once() {
    let room = Room::new().await;
    room.ask("$1", "!meld help").await;
    room.ask("$1", "!meld help").await;
    assert_eq!(room.way.speeches().len(), 1);
}

#[tokio::test]
async fn a_question_from_the_day_before_yesterday_is_not_answered() {
    let room = Room::new().await;
    let message = Message { text: "!meld help".into(), ..Message::default() };
    room.hear("$1", after(-48 * 3_600), What::Message(message)).await;
    assert!(room.way.speeches().is_empty());
}

#[tokio::test]
async fn an_edit_changes_the_answer_and_a_removal_takes_it_along() {
    let room = Room::new().await;
    room.ask("$1", "!meld help").await;
    let message = Message { text: "!meld instellingen".into(), ..Message::default() };
    room.hear("$2", after(1), What::Edit { of: "$1".into(), message }).await;
    room.hear("$3", after(2), What::Redaction { of: "$1".into() }).await;
    let said = room.way.speeches();
    assert_eq!(said.len(), 3);
    assert!(said[1].0.contains("ingesteld"), "{}", said[1].0);
    assert_eq!(said[2].0, "(removed)");
}

#[tokio::test]
async fn somebody_elses_edit_changes_nothing() {
    let room = Room::new().await;
    room.ask("$1", "!meld help").await;
    let message = Message { text: "iets anders".into(), ..Message::default() };
    let from = Sender { user: "@eva:wijk.test".into(), moderator: true };
    let incoming = Incoming {
        cause: "$2".into(),
        at: after(1),
        room: "!team:wijk.test".into(),
        direct: false,
        from,
        what: What::Edit { of: "$1".into(), message },
    };
    let batch = Batch { incoming: vec![incoming], ..Batch::default() };
    room.bot.receive(batch).await.unwrap();
    room.bot.settle().await.unwrap();
    assert_eq!(room.way.speeches().len(), 1);
}

#[tokio::test]
async fn an_unreadable_message_gets_one_line_a_day() {
    let room = Room::new().await;
    for (event, hour) in [("$1", 0), ("$2", 5), ("$3", 25)] {
        room.clock.set(after(hour * 3_600));
        room.hear(event, after(hour * 3_600), What::Unreadable).await;
    }
    assert_eq!(room.way.speeches().len(), 2);
}
