//! What would the bot say to this question, and why? The same way as in a room, laid open.

use super::answer::Ranked;
use super::{World, reply};
use crate::vocab::{
    Because, Cause, DeliveryKey, Exchange, GuardKind, Incoming, Message, RoomState, Say, Sender,
    Snapshot, SourceWords, Timestamp, TopicId, What,
};

/// A reply with its reasons.
pub struct Explained {
    /// What is said.
    pub says: Vec<Say>,
    /// `answer`, `clarify` or `dont_know`.
    pub outcome: &'static str,
    /// Which guards spoke.
    pub guards: Vec<GuardKind>,
    /// The topic that was answered.
    pub topic: Option<TopicId>,
    /// The topics that came nearest, best first; what was offered when it is a `clarify`.
    pub options: Vec<TopicId>,
    /// All topics that came near, with their scores.
    pub ranking: Vec<Ranked>,
    /// The names of the safety rules that applied.
    pub rules: Vec<String>,
}

impl Explained {
    /// The sources of the answer.
    pub fn sources(&self) -> impl Iterator<Item = &SourceWords> {
        self.says.iter().flat_map(Say::sources)
    }
}

/// Thinks about a question as if it was asked in a direct chat at `now`.
pub fn explain(world: &World, question: &str, gemeente: Option<&str>, now: Timestamp) -> Explained {
    explain_after(world, question, None, gemeente, now)
}

/// The same for a question that is asked right after the answer on a topic.
pub fn explain_after(
    world: &World,
    question: &str,
    before: Option<&TopicId>,
    gemeente: Option<&str>,
    now: Timestamp,
) -> Explained {
    let message = Message { text: question.to_owned(), ..Message::default() };
    let input = Incoming {
        cause: Cause::new("ask"),
        at: now,
        room: "ask".into(),
        direct: true,
        from: Sender { user: "ask".into(), moderator: false },
        what: What::Message(message.clone()),
    };
    let room = RoomState { gemeente: gemeente.map(str::to_owned), ..RoomState::default() };
    let exchange = before.map(|topic| Exchange {
        question: "before".into(),
        room: "ask".into(),
        asker: "ask".into(),
        asked: now,
        thread: None,
        answer: DeliveryKey::new("before"),
        options: Vec::new(),
        topic: Some(topic.clone()),
        offer: None,
        walk: false,
    });
    let seen = Snapshot { room, exchange, ..Snapshot::default() };
    let reply = reply::think(world, &seen, &input, &message);
    let (guards, ranking) = (reply.guards, reply.ranking);
    let mut kinds = Vec::new();
    if guards.danger {
        kinds.push(GuardKind::Danger);
    }
    if !guards.personal.is_empty() {
        kinds.push(GuardKind::PersonalData);
    }
    let topic = match &reply.because {
        Because::Answer(topic, _) => Some(topic.clone()),
        _ => None,
    };
    let outcome = match &reply.because {
        Because::Clarify(_) => "clarify",
        Because::DontKnow => "dont_know",
        Because::Answer(..) | Because::Rule(_) | Because::Nothing => "answer",
    };
    let options = match &reply.because {
        Because::Clarify(topics) => topics.clone(),
        _ => ranking.iter().take(3).map(|ranked| ranked.topic.clone()).collect(),
    };
    Explained {
        says: reply.says,
        outcome,
        guards: kinds,
        topic,
        options,
        ranking,
        rules: guards.because,
    }
}
