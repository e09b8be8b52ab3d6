//! What can the bot do to the outside world? Each act is data, delivered once.

use super::{CalendarEntry, DeliveryKey, EventId, Purpose, RoomId, Say, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// One act to deliver. `T` is what is said: [`Say`]s in the engine, a document after rendering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing<T = Vec<Say>> {
    /// Names this delivery for ever.
    pub key: DeliveryKey,
    /// Where it goes.
    pub room: RoomId,
    /// What is to be done.
    pub act: Act<T>,
    /// What goes before it, and before what it goes.
    #[serde(default)]
    pub urgency: Urgency,
    /// What it belongs to that has a number.
    #[serde(default)]
    pub errand: Option<Errand>,
}

/// What a delivery belongs to: a broadcast or a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Its number.
    pub number: u32,
    /// What the message is for, where that matters later.
    pub purpose: Option<Purpose>,
}

/// How soon something must arrive, the soonest first: one budget serves all that is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Urgency {
    /// Somebody may be in danger.
    Danger,
    /// Somebody waits for it.
    #[default]
    Answer,
    /// What was sent to many rooms was wrong, changed or is cancelled.
    Correction,
    /// It has its own moment.
    Reminder,
    /// To many rooms.
    Broadcast,
    /// A quiz round.
    Quiz,
    /// How many people come.
    Headcount,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act<T = Vec<Say>> {
    /// Send a message.
    Say(Speech<T>),
    /// Replace an earlier message of the bot's.
    Edit {
        /// The delivery that sent it.
        of: DeliveryKey,
        /// What takes its place.
        speech: Speech<T>,
        /// What that message says from the start if it has not begun to go: then nothing is replaced.
        /// None: it goes as it was, and this after it.
        unsent: Option<T>,
    },
    /// Remove an earlier message of the bot's.
    Redact {
        /// The delivery that sent it.
        of: DeliveryKey,
    },
    /// Remove what somebody sent, because they asked for it. Nobody else's message is ever removed.
    Remove {
        /// What they sent.
        event: EventId,
        /// Who asked: only their own message goes.
        sender: UserId,
        /// Why, for who sees the gap in the room.
        reason: T,
    },
    /// Send a question that is answered by choosing: a poll where clients have them, else text.
    Poll {
        /// The question and the options as text.
        speech: Speech<T>,
        /// The question alone.
        question: String,
        /// What can be chosen.
        options: Vec<String>,
    },
    /// No more choosing: the poll shows how it went.
    EndPoll {
        /// The delivery that sent it.
        of: DeliveryKey,
        /// The same in words.
        speech: Speech<T>,
    },
    /// Send a file.
    Attach {
        /// What it holds.
        entry: Box<CalendarEntry>,
    },
    /// Accept the invitation to the room, or join the room that follows an upgraded one.
    Join {
        /// A user whose server knows the room.
        via: UserId,
    },
}

/// How much the homeserver lets one account send: a bucket of so many messages that leaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Messages a second, in the long run.
    pub per_second: f64,
    /// Messages at once.
    pub burst: u32,
}

impl Rate {
    /// So many messages are kept free for those who wait for an answer.
    pub const KEPT: u32 = 2;

    /// How many seconds it takes to send so many messages that nobody waits for, if nothing else is
    /// sent.
    pub fn seconds_for(self, messages: usize) -> u64 {
        let at_once = self.burst.saturating_sub(Self::KEPT).max(1) as usize;
        let later = messages.saturating_sub(at_once);
        (later as f64 / self.per_second).ceil() as u64
    }
}

impl Default for Rate {
    /// Synapse's `rc_message`, where nobody changed it.
    fn default() -> Self {
        Self { per_second: 0.2, burst: 10 }
    }
}

/// A message, and how it stands in the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech<T = Vec<Say>> {
    /// What is said.
    pub body: T,
    /// The message that it answers.
    pub reply_to: Option<EventId>,
    /// The root of the thread that it belongs in.
    pub thread: Option<EventId>,
    /// Who is mentioned when the message must be heard.
    #[serde(default)]
    pub mention: Vec<UserId>,
    /// On whose behalf everybody in the room is mentioned, where they and the bot may.
    #[serde(default)]
    pub everyone_for: Option<UserId>,
    /// Whether a silent phone would harm: `m.text` with the mention instead of `m.notice`.
    pub loud: bool,
    /// From this moment on it is loud in any case: the asker stopped waiting.
    pub loud_from: Option<Timestamp>,
}

impl<T> Speech<T> {
    /// A quiet message of its own: it answers nobody, and nobody's phone rings.
    pub fn unasked(body: T) -> Self {
        Self {
            body,
            reply_to: None,
            thread: None,
            mention: Vec::new(),
            everyone_for: None,
            loud: false,
            loud_from: None,
        }
    }
}

impl<T> Outgoing<T> {
    /// An act that somebody waits for.
    pub fn new(key: DeliveryKey, room: RoomId, act: Act<T>) -> Self {
        Self { key, room, act, urgency: Urgency::Answer, errand: None }
    }

    /// The same act with another body.
    pub fn map<U>(self, mut render: impl FnMut(T) -> U) -> Outgoing<U> {
        let speech = |s: Speech<T>, render: &mut dyn FnMut(T) -> U| Speech {
            body: render(s.body),
            reply_to: s.reply_to,
            thread: s.thread,
            mention: s.mention,
            everyone_for: s.everyone_for,
            loud: s.loud,
            loud_from: s.loud_from,
        };
        let act = match self.act {
            Act::Say(s) => Act::Say(speech(s, &mut render)),
            Act::Edit { of, speech: s, unsent } => {
                Act::Edit { of, speech: speech(s, &mut render), unsent: unsent.map(render) }
            }
            Act::Poll { speech: s, question, options } => {
                Act::Poll { speech: speech(s, &mut render), question, options }
            }
            Act::EndPoll { of, speech: s } => Act::EndPoll { of, speech: speech(s, &mut render) },
            Act::Redact { of } => Act::Redact { of },
            Act::Remove { event, sender, reason } => {
                Act::Remove { event, sender, reason: render(reason) }
            }
            Act::Attach { entry } => Act::Attach { entry },
            Act::Join { via } => Act::Join { via },
        };
        let (urgency, errand) = (self.urgency, self.errand);
        Outgoing { key: self.key, room: self.room, act, urgency, errand }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_messages_take_as_long_as_the_homeserver_wants() {
        for (messages, seconds) in [(0, 0), (8, 0), (9, 5), (50, 210), (200, 960)] {
            assert_eq!(Rate::default().seconds_for(messages), seconds, "{messages}");
        }
    }
}
