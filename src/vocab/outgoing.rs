//! What can the bot do to the outside world? Each act is data, delivered once.

use super::{
    CalendarEntry, DeliveryKey, EventId, InsightWords, Purpose, RoomId, Say, TableWords, Timestamp,
    UserId,
};
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
    /// When it is due; what its room hears at the same moment need not go one after another.
    #[serde(default)]
    pub moment: Option<Timestamp>,
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

impl Urgency {
    /// All of them, the soonest first.
    pub const ALL: [Urgency; 7] = [
        Urgency::Danger,
        Urgency::Answer,
        Urgency::Correction,
        Urgency::Reminder,
        Urgency::Broadcast,
        Urgency::Quiz,
        Urgency::Headcount,
    ];
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
    /// Replace the first paragraph of an earlier message of the bot's, as it stands in the room now. Of the
    /// rest nothing is kept, so it is read there.
    Amend {
        /// The delivery that sent it.
        of: DeliveryKey,
        /// How that paragraph begins; another one is left as it is.
        was: T,
        /// What takes its place.
        now: T,
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
        #[serde(alias = "entry")]
        file: Box<Attachment>,
    },
    /// Accept the invitation to the room, or join the room that follows an upgraded one.
    Join {
        /// A user whose server knows the room.
        via: UserId,
    },
}

impl<T> Act<T> {
    /// Whether what it makes in the room shows its delivery key. The rest can be done again unseen.
    pub fn leaves_its_key(&self) -> bool {
        !matches!(self, Self::Join { .. } | Self::Redact { .. } | Self::Remove { .. })
    }
}

/// What becomes a file when it is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attachment {
    /// A picture of a month of quiz.
    Chart(InsightWords),
    /// The same month as a table for a spreadsheet.
    Table(TableWords),
    /// A meeting for every calendar; stored without a name since before there were other files.
    #[serde(untagged)]
    Calendar(CalendarEntry),
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

    /// How many seconds it takes to send so many messages that nobody waits for, behind what counts
    /// already, if nothing else is sent.
    pub fn seconds_for(self, messages: usize, before: f64) -> u64 {
        let at_once = self.burst.saturating_sub(Self::KEPT).max(1);
        let later = before + messages as f64 - f64::from(at_once);
        // Nobody forecasts the thousandth part of a second.
        let seconds = (later.max(0.0) / self.per_second * 1e3).round() / 1e3;
        seconds.ceil() as u64
    }

    /// How many of the messages that were sent at these moments, in order, still count now.
    pub fn used(self, sent: &[Timestamp], now: Timestamp) -> f64 {
        let mut used: f64 = 0.0;
        let mut at = Timestamp::MIN;
        let mut pass = |used: f64, to: Timestamp| {
            let passed = to.duration_since(at).as_secs_f64().max(0.0);
            at = to.max(at);
            (used - passed * self.per_second).max(0.0)
        };
        for moment in sent {
            // Nothing is sent into a full bucket.
            used = (pass(used, *moment) + 1.0).min(f64::from(self.burst));
        }
        pass(used, now)
    }

    /// What was sent longer ago than this does not count any more.
    pub fn memory(self) -> jiff::SignedDuration {
        let seconds = f64::from(self.burst) / self.per_second;
        jiff::SignedDuration::try_from_secs_f64(seconds).unwrap_or(jiff::SignedDuration::MAX)
    }
}

/// What the account has sent lately, and what waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traffic {
    /// When each was sent, in order.
    pub sent: Vec<Timestamp>,
    /// How many wait, by urgency.
    pub waiting: Vec<(Urgency, usize)>,
}

impl Traffic {
    /// So many count before the next of this urgency.
    pub fn before(&self, rate: Rate, urgency: Urgency, now: Timestamp) -> f64 {
        let first = self.waiting.iter().filter(|(waiting, _)| *waiting <= urgency);
        let first: usize = first.map(|(_, count)| count).sum();
        rate.used(&self.sent, now) + first as f64
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
        Self { key, room, act, urgency: Urgency::Answer, errand: None, moment: None }
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
            Act::Amend { of, was, now } => Act::Amend { of, was: render(was), now: render(now) },
            Act::Redact { of } => Act::Redact { of },
            Act::Remove { event, sender, reason } => {
                Act::Remove { event, sender, reason: render(reason) }
            }
            Act::Attach { file } => Act::Attach { file },
            Act::Join { via } => Act::Join { via },
        };
        let Outgoing { key, room, urgency, errand, moment, .. } = self;
        Outgoing { key, room, act, urgency, errand, moment }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_file_that_waited_from_before_there_were_others_is_still_read() {
        let entry = r#"{"uid": "sessie-1@x", "sequence": 0, "stamp": "2026-11-23T09:00:00Z",
            "cancelled": false, "title": "Ouderen", "place": null, "description": null,
            "span": {"start": "2026-12-08T09:30:00", "end": "2026-12-08T11:00:00"},
            "file": "sessie-1.ics"}"#;
        let before = format!(r#"{{"Attach": {{"entry": {entry}}}}}"#);
        let act: Act = serde_json::from_str(&before).unwrap();
        let Act::Attach { file } = &act else { panic!("{act:?}") };
        assert!(matches!(&**file, Attachment::Calendar(entry) if entry.file == "sessie-1.ics"));
        let now = serde_json::to_string(&act).unwrap();
        assert_eq!(serde_json::from_str::<Act>(&now).unwrap(), act);
    }

    #[test]
    fn many_messages_take_as_long_as_the_homeserver_wants() {
        for (messages, before, seconds) in [
            (0, 0.0, 0),
            (8, 0.0, 0),
            (9, 0.0, 5),
            (50, 0.0, 210),
            (200, 0.0, 960),
            (14, 2.0, 40),
            (1, 0.5, 0),
            (8, 0.1, 1),
        ] {
            assert_eq!(Rate::default().seconds_for(messages, before), seconds, "{messages}");
        }
    }

    #[test]
    fn what_was_sent_counts_for_as_long_as_the_bucket_leaks() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let sent = [at(0), at(0), at(1), at(5)];
        // 1 and 1; a fifth leaked and one more; four fifths and one more.
        for (now, used) in [(5, 3.0), (10, 2.0), (20, 0.0), (90, 0.0)] {
            let found = Rate::default().used(&sent, at(now));
            assert!((found - used).abs() < 1e-9, "{now}: {found}");
        }
        assert!((Rate::default().used(&sent, at(0)) - 3.0).abs() < 1e-9, "a clock may go back");
        let waiting = vec![(Urgency::Answer, 1), (Urgency::Broadcast, 6), (Urgency::Quiz, 2)];
        let traffic = Traffic { sent: sent.to_vec(), waiting };
        for (urgency, before) in [(Urgency::Correction, 3.0), (Urgency::Broadcast, 9.0)] {
            let found = traffic.before(Rate::default(), urgency, at(10));
            assert!((found - before).abs() < 1e-9, "{urgency:?}: {found}");
        }
    }
}
