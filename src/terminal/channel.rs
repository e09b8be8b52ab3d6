//! What does the person at the keyboard see? Every delivery, in the order of the room.

use crate::ports::{Channel, Delivery, Found, Refusal};
use crate::text::attached;
use crate::text::document::{Document, Style};
use crate::vocab::{
    Act, DeliveryKey, EventId, Incoming, JoinedRoom, Link, Poll, RoomId, Timestamp, UserId, Vote,
    What,
};
use std::collections::{HashMap, VecDeque};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the control room.
pub const CONTROL_ROOM: &str = "regiekamer";

/// How many messages of people, and of the bot in a room, can still be answered or changed. A script may
/// be long.
const KEPT: usize = 500;

/// What was delivered and not yet shown, and what a homeserver would still know.
#[derive(Debug, Default)]
pub struct Screen {
    shown: String,
    style: Style,
    messages: u64,
    said_by_me: HashMap<RoomId, VecDeque<EventId>>,
    said: HashMap<EventId, (UserId, String)>,
    said_in_order: VecDeque<EventId>,
    told: HashMap<EventId, Document>,
    here: Option<RoomId>,
    rooms: Vec<JoinedRoom>,
}

impl Screen {
    /// Takes what is to be shown.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.shown)
    }

    /// The bot's messages in a room, the last one last.
    pub fn messages(&self, room: &RoomId) -> Vec<EventId> {
        self.said_by_me.get(room).map(|said| said.iter().cloned().collect()).unwrap_or_default()
    }

    /// What people say stays readable until they take it away, or much more was said.
    pub fn hear(&mut self, event: &Incoming) {
        self.here = Some(event.room.clone());
        match &event.what {
            What::Message(message) | What::Edit { message, .. } => {
                let said = (event.from.user.clone(), message.text.clone());
                let id = EventId::new(event.cause.as_str());
                self.said.insert(id.clone(), said);
                self.said_in_order.push_back(id);
                if self.said_in_order.len() > KEPT
                    && let Some(oldest) = self.said_in_order.pop_front()
                {
                    self.said.remove(&oldest);
                }
            }
            What::Joined if self.rooms.iter().all(|joined| joined.room != event.room) => {
                self.rooms.push(JoinedRoom {
                    room: event.room.clone(),
                    name: Some(event.room.as_str().to_owned()),
                    direct: event.direct,
                    writes: true,
                    mentions: true,
                    member: true,
                });
            }
            What::Redaction { of } => {
                self.said.remove(of);
            }
            _ => {}
        }
    }

    /// From now on the bot may write in this room, or not.
    pub fn allow(&mut self, room: &RoomId, writes: bool) {
        for joined in self.rooms.iter_mut().filter(|joined| joined.room == *room) {
            joined.writes = writes;
        }
    }

    fn keep(&mut self, room: &RoomId, event: &EventId) {
        let said = self.said_by_me.entry(room.clone()).or_default();
        said.push_back(event.clone());
        if said.len() > KEPT
            && let Some(oldest) = said.pop_front()
        {
            self.told.remove(&oldest);
        }
    }

    fn closed(&self, room: &RoomId) -> bool {
        self.rooms.iter().any(|joined| joined.room == *room && !joined.writes)
    }

    fn show(&mut self, room: &RoomId, heading: &str, body: &Document) {
        let text = body.terminal(self.style);
        let (on, off) = self.style.strong;
        let place = match self.here.as_ref() == Some(room) && room.as_str() != CONTROL_ROOM {
            true => String::new(),
            false => format!(" [{room}]"),
        };
        let _ = writeln!(self.shown, "{on}meldmaat{off}{place}{heading}");
        for line in text.lines() {
            let _ = writeln!(self.shown, "{}", format!("  {line}").trim_end());
        }
    }
}

/// The people who are mentioned; none when nobody is.
fn named(people: &[UserId]) -> Option<String> {
    let names: Vec<&str> = people.iter().map(UserId::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// A channel that ends on a screen.
#[derive(Debug, Clone)]
pub struct Terminal(Arc<Mutex<Screen>>);

impl Terminal {
    /// A screen with this style.
    pub fn new(style: Style) -> Self {
        Self(Arc::new(Mutex::new(Screen { style, ..Screen::default() })))
    }

    /// Works on the screen.
    pub fn with<T>(&self, work: impl FnOnce(&mut Screen) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Channel for Terminal {
    async fn deliver(
        &self,
        delivery: &Delivery,
        target: Option<&EventId>,
    ) -> Result<Option<EventId>, Refusal> {
        let closed = self.with(|screen| screen.closed(&delivery.room));
        if closed && !matches!(delivery.act, Act::Join { .. }) {
            return Err(Refusal::Never("M_FORBIDDEN: the bot may not write here".into()));
        }
        self.with(|screen| match &delivery.act {
            Act::Say(speech) => {
                let heading = match (named(&speech.mention), speech.loud) {
                    (Some(users), true) => format!(" (met melding aan {users})"),
                    _ => String::new(),
                };
                screen.show(&delivery.room, &heading, &speech.body);
                screen.messages += 1;
                let event = EventId::new(format!("$meldmaat-{}", screen.messages));
                screen.keep(&delivery.room, &event);
                screen.told.insert(event.clone(), speech.body.clone());
                Ok(Some(event))
            }
            Act::Poll { speech, .. } => {
                screen.show(&delivery.room, " (poll)", &speech.body);
                screen.messages += 1;
                let event = EventId::new(format!("$meldmaat-{}", screen.messages));
                screen.keep(&delivery.room, &event);
                Ok(Some(event))
            }
            Act::EndPoll { .. } => {
                screen.shown.push_str("(meldmaat sluit een poll)\n");
                Ok(None)
            }
            Act::Edit { speech, .. } => {
                screen.show(&delivery.room, " (past het antwoord aan)", &speech.body);
                screen.told.extend(target.map(|event| (event.clone(), speech.body.clone())));
                Ok(target.cloned())
            }
            Act::Amend { was, now, .. } => {
                let told = target.and_then(|event| screen.told.get(event));
                let Some(body) = told.and_then(|told| told.amended(was, now)) else {
                    return Ok(None);
                };
                // What stays is not shown again.
                screen.show(&delivery.room, " (past de eerste regel aan)", now);
                screen.told.extend(target.map(|event| (event.clone(), body)));
                Ok(target.cloned())
            }
            Act::Redact { .. } => {
                let said = screen.messages(&delivery.room);
                let what = match target.is_some_and(|event| said.contains(event)) {
                    true => "(meldmaat haalt het antwoord weg)".to_owned(),
                    false => format!("(meldmaat haalt in {} het bestand weg)", delivery.room),
                };
                let _ = writeln!(screen.shown, "{what}");
                Ok(None)
            }
            Act::Remove { event, sender, .. } => {
                let theirs = screen.said.get(event).is_some_and(|(who, _)| who == sender);
                if !theirs {
                    return Err(Refusal::Never("nobody said that, or somebody else".into()));
                }
                screen.said.remove(event);
                let _ = writeln!(screen.shown, "(meldmaat haalt het bericht van {sender} weg)");
                Ok(None)
            }
            Act::Attach { file } => {
                let name = attached::name(file);
                let _ = writeln!(
                    screen.shown,
                    "(meldmaat stuurt in {} het bestand {name})",
                    delivery.room
                );
                for line in attached::words(file).iter().flat_map(|words| words.lines()) {
                    let _ = writeln!(screen.shown, "  {line}");
                }
                screen.messages += 1;
                Ok(Some(EventId::new(format!("$meldmaat-{}", screen.messages))))
            }
            Act::Join { .. } => {
                let _ = writeln!(screen.shown, "(meldmaat komt in {})", delivery.room);
                Ok(None)
            }
        })
    }

    async fn read(
        &self,
        _room: &RoomId,
        event: &EventId,
    ) -> Result<Option<(UserId, String)>, Refusal> {
        Ok(self.with(|screen| screen.said.get(event).cloned()))
    }

    async fn find(&self, _: &RoomId, _: &DeliveryKey, _: Timestamp) -> Result<Found, Refusal> {
        // What a keyboard's room shows was sent by this process.
        Ok(Found::NotThere)
    }

    fn link(&self) -> Link {
        let rooms = self.with(|screen| screen.rooms.len());
        Link { verified: true, rooms, ..Link::default() }
    }

    async fn votes(&self, _: &RoomId, _: &EventId, _: Poll) -> Result<Vec<Vote>, Refusal> {
        // The keyboard forgets nothing that the bot did not hear.
        Ok(Vec::new())
    }

    async fn rooms(&self, _user: &UserId) -> Vec<JoinedRoom> {
        self.with(|screen| screen.rooms.clone())
    }
}
