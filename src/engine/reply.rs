//! How does the bot reply to a person? Safety first, then the command, the choice or the answer.

use super::answer::{Found, Outcome, PlaceFound, Ranked, SmallTalk, smalltalk};
use super::command::{self, Request};
use super::safety::Guards;
use super::{World, patience};
use crate::knowledge::{Entry, Source};
use crate::vocab::{
    Act, Because, Change, Choice, CommandName, Decision, DeliveryKey, EntryWords, EventId,
    Exchange, Incoming, Message, Outgoing, PlaceWords, RoomState, Say, SettingsWords, Snapshot,
    SourceWords, Speech, Timestamp, TopicId, TopicWords,
};

/// The topic whose entry is completed by the place that was named.
const REGION_TOPIC: &str = "veilig-thuis-regio";

/// What the 112 lines answer when nothing else was asked.
const EMERGENCY_TOPIC: &str = "contact-112";

/// From this score on a topic stands, whatever place is named beside it.
const SURE: f32 = 0.8;

/// A message longer than this is no question.
const TOO_LONG: usize = 4_000;

/// What will be said, and what follows from it.
#[derive(Default)]
pub struct Reply {
    /// In the order of saying.
    pub says: Vec<Say>,
    /// What the asker may choose from.
    pub options: Vec<Choice>,
    /// The room's new state, when it changes.
    pub room: Option<RoomState>,
    /// Why.
    pub because: Because,
    /// Whether a silent phone would harm.
    pub loud: bool,
    /// What the safety room saw.
    pub guards: Guards,
    /// The topics that came nearest, best first; empty when the base was not asked.
    pub ranking: Vec<Ranked>,
}

/// The reply to a text, without regard to how it is delivered. `at` tells which entries are overdue.
pub fn think(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> Reply {
    let guards = world.rules.look(&message.text);
    // Already without personal data in a room; at the keyboard nobody took it out.
    let masked = (!guards.personal.is_empty())
        .then(|| Message { text: world.rules.mask(&message.text), ..message.clone() });
    let message = masked.as_ref().unwrap_or(message);
    let mut reply = if message.text.len() > TOO_LONG {
        rule("too long", Say::TooLong)
    } else {
        match command::read(message, &world.name) {
            Request::Empty => rule("empty", Say::AskAway),
            Request::Command(name, rest) => obey(world, seen, input, name, &rest),
            Request::Choice(n) => choose(world, seen, input, n)
                .unwrap_or_else(|| answer_to(world, &seen.room, &message.text, input.at)),
            Request::Question(text) => answer_to(world, &seen.room, &text, input.at),
        }
    };
    if guards.danger {
        if matches!(reply.because, Because::Clarify(_) | Because::DontKnow) {
            // Nothing was asked that the base knows: who is in danger is not asked to choose.
            let because = Because::Answer(EMERGENCY_TOPIC.into(), 1.0);
            reply = Reply { ranking: reply.ranking, because, ..Reply::default() };
        }
        reply.says.insert(0, Say::Danger);
        reply.loud = true;
    }
    let mut personal = message.withheld.clone();
    personal.extend(guards.personal.iter().copied());
    personal.sort_unstable();
    personal.dedup();
    if !personal.is_empty() {
        reply.says.insert(usize::from(guards.danger), Say::PersonalData(personal));
    }
    Reply { guards, ..reply }
}

/// A new message.
pub fn to_message(world: &World, seen: &Snapshot, input: &Incoming, message: &Message) -> Decision {
    let reply = think(world, seen, input, message);
    let question = EventId::new(input.cause.as_str());
    // In a thread the conversation stays there; the relation to the question is kept by the reply.
    let place = Standing { reply_to: question.clone(), question, thread: message.thread.clone() };
    deliver(input, reply, place, None)
}

/// A message that took the place of an earlier one: the answer changes with it.
pub fn to_edit(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    of: &EventId,
    message: &Message,
) -> Decision {
    let reply = think(world, seen, input, message);
    // Only the asker changes a question: others cannot, whatever they send.
    let own = |exchange: &&Exchange| exchange.question == *of && exchange.asker == input.from.user;
    let before = seen.exchange.as_ref().filter(own);
    let thread = before.map_or_else(|| message.thread.clone(), |exchange| exchange.thread.clone());
    let place = Standing { reply_to: of.clone(), question: of.clone(), thread };
    deliver(input, reply, place, before.map(|exchange| exchange.answer.clone()))
}

/// A reaction that chooses from what was offered.
pub fn to_reaction(world: &World, seen: &Snapshot, input: &Incoming, key: &str) -> Decision {
    let Some(exchange) = &seen.exchange else { return Decision::default() };
    let chosen = command::choice(key).and_then(|n| choose(world, seen, input, n));
    let Some(reply) = chosen else { return Decision::default() };
    let place = Standing {
        question: EventId::new(input.cause.as_str()),
        reply_to: exchange.question.clone(),
        thread: exchange.thread.clone(),
    };
    deliver(input, reply, place, None)
}

/// The question is gone: so is the answer.
pub fn to_redaction(seen: &Snapshot, input: &Incoming) -> Decision {
    let Some(exchange) = &seen.exchange else { return Decision::default() };
    Decision {
        changes: vec![Change::Forget { question: exchange.question.clone() }],
        outgoing: vec![Outgoing {
            key: DeliveryKey::of(&input.cause, 0),
            room: input.room.clone(),
            act: Act::Redact { of: exchange.answer.clone() },
        }],
        because: Because::Rule("redacted"),
    }
}

/// How a reply stands in the conversation.
struct Standing {
    /// The event that asks; its edit or removal changes the reply.
    question: EventId,
    /// The event that the reply is attached to.
    reply_to: EventId,
    /// The thread of both.
    thread: Option<EventId>,
}

/// Turns a reply into acts and memory. `answered` is the delivery to replace, if there is one.
fn deliver(
    input: &Incoming,
    reply: Reply,
    place: Standing,
    answered: Option<DeliveryKey>,
) -> Decision {
    let key = DeliveryKey::of(&input.cause, 0);
    let loud = reply.loud;
    let speech = |body| Speech {
        body,
        reply_to: Some(place.reply_to.clone()),
        thread: place.thread.clone(),
        mention: Some(input.from.user.clone()),
        loud,
        loud_from: patience(input.at),
    };
    let outgoing = |index, act| Outgoing {
        key: DeliveryKey::of(&input.cause, index),
        room: input.room.clone(),
        act,
    };
    let mut acts = Vec::new();
    if let Some(of) = &answered {
        // A replaced message makes no phone ring: danger is said anew as well.
        if loud {
            acts.push(outgoing(1, Act::Say(speech(vec![Say::Danger]))));
        }
        let quiet = Speech { loud: false, loud_from: None, ..speech(reply.says) };
        acts.push(outgoing(0, Act::Edit { of: of.clone(), speech: quiet }));
    } else {
        acts.push(outgoing(0, Act::Say(speech(reply.says))));
    }
    let exchange = Exchange {
        question: place.question.clone(),
        room: input.room.clone(),
        asker: input.from.user.clone(),
        asked: input.at,
        thread: place.thread.clone(),
        answer: answered.unwrap_or(key),
        options: reply.options,
    };
    let mut changes = vec![Change::Exchange(exchange)];
    changes.extend(reply.room.map(|state| Change::Room { room: input.room.clone(), state }));
    Decision { changes, outgoing: acts, because: reply.because }
}

fn obey(world: &World, seen: &Snapshot, input: &Incoming, name: CommandName, rest: &str) -> Reply {
    let row = command::TABLE.iter().find(|row| row.name == name);
    if !row.is_some_and(|row| world.access.allows(row.needs, &input.from, input.direct)) {
        return rule("moderators only", Say::ModeratorsOnly);
    }
    match name {
        CommandName::Help => {
            let allowed =
                |row: &&command::Row| world.access.allows(row.needs, &input.from, input.direct);
            let commands = command::TABLE
                .iter()
                .filter(allowed)
                .map(|row| (row.name, row.usage.to_owned()))
                .collect();
            rule("command:help", Say::Help { commands })
        }
        CommandName::Settings => {
            let words = SettingsWords { quiet: seen.room.quiet, direct: input.direct };
            rule("command:instellingen", Say::Settings(words))
        }
        CommandName::Quiet => {
            let on = !rest.eq_ignore_ascii_case("uit");
            let room = RoomState { quiet: on, ..seen.room.clone() };
            Reply { room: Some(room), ..rule("command:stil", Say::Quiet { on }) }
        }
    }
}

/// The option that was chosen; none when nothing was offered.
fn choose(world: &World, seen: &Snapshot, input: &Incoming, n: usize) -> Option<Reply> {
    let options = &seen.exchange.as_ref()?.options;
    if options.is_empty() {
        return None;
    }
    let Some(choice) = options.get(n) else {
        let reply = rule("no such option", Say::NoSuchOption { options: options.len() });
        return Some(Reply { options: options.clone(), ..reply });
    };
    Some(match choice {
        Choice::Topic(topic) => match world.base.entries.get(topic) {
            Some(entry) => Reply {
                says: vec![Say::Entry(words_of(world, entry, input.at))],
                because: Because::Answer(topic.clone(), 1.0),
                ..Reply::default()
            },
            None => Reply { says: vec![Say::DontKnow], ..Reply::default() },
        },
        Choice::Place { label, gemeente } => {
            region(world, label, gemeente).unwrap_or_else(|| rule("gone", Say::DontKnow))
        }
    })
}

/// The answer from the base to a question in a person's own words.
fn answer_to(world: &World, room: &RoomState, text: &str, at: Timestamp) -> Reply {
    match smalltalk(text) {
        Some(SmallTalk::Hello) => return rule("hello", Say::Hello),
        Some(SmallTalk::Thanks) => return rule("thanks", Say::Thanks),
        Some(SmallTalk::WhoAreYou) => return rule("who am i", Say::WhoAmI),
        None => {}
    }
    let mut found = world.index.find(&world.base, text);
    if names_region(world, text, &found) {
        found.outcome = Outcome::Answer(REGION_TOPIC.into());
    }
    Reply { ranking: found.ranking.clone(), ..answer_with(world, room, text, at, found) }
}

/// Whether a place in the question settles it: an unsure question that may be about Veilig Thuis there.
fn names_region(world: &World, text: &str, found: &Found) -> bool {
    let near = found.ranking.iter().take(3).any(|ranked| ranked.topic.as_str() == REGION_TOPIC);
    let unsure = found.ranking.first().is_some_and(|ranked| ranked.score < SURE);
    near && unsure
        && !matches!(
            world.index.place(&world.base, text, false),
            PlaceFound::Missing | PlaceFound::Unknown
        )
}

fn answer_with(world: &World, room: &RoomState, text: &str, at: Timestamp, found: Found) -> Reply {
    match found.outcome {
        Outcome::Answer(topic) if topic.as_str() == REGION_TOPIC => {
            place(world, room, text, at, &topic)
        }
        Outcome::Answer(topic) => {
            let score = found.ranking.first().map_or(0.0, |ranked| ranked.score);
            let Some(entry) = world.base.entries.get(&topic) else {
                return Reply {
                    says: vec![Say::DontKnow],
                    because: Because::DontKnow,
                    ..Reply::default()
                };
            };
            Reply {
                says: vec![Say::Entry(words_of(world, entry, at))],
                because: Because::Answer(topic, score),
                ..Reply::default()
            }
        }
        Outcome::Clarify(topics) => Reply {
            says: vec![Say::Clarify(topics.iter().filter_map(|t| title(world, t)).collect())],
            options: topics.iter().cloned().map(Choice::Topic).collect(),
            because: Because::Clarify(topics),
            ..Reply::default()
        },
        Outcome::DontKnow => {
            let nearly = (!text.contains(' ')).then(|| command::nearest(text)).flatten();
            let say = match nearly {
                Some(usage) => Say::UnknownCommand { suggestion: Some(usage.to_owned()) },
                None => Say::DontKnow,
            };
            Reply { says: vec![say], because: Because::DontKnow, ..Reply::default() }
        }
    }
}

/// Which Veilig Thuis: by the place in the question, else by the room's gemeente.
fn place(world: &World, room: &RoomState, text: &str, at: Timestamp, topic: &TopicId) -> Reply {
    let entry = || world.base.entries.get(topic).map(|e| Say::Entry(words_of(world, e, at)));
    let with_entry = |words| Reply {
        says: std::iter::once(Say::Place(words)).chain(entry()).collect(),
        because: Because::Answer(topic.clone(), 1.0),
        ..Reply::default()
    };
    match world.index.place(&world.base, text, false) {
        PlaceFound::Known { place, gemeente } => {
            region(world, &place, &gemeente).unwrap_or_else(|| with_entry(PlaceWords::Unknown))
        }
        PlaceFound::Region { name, region } => organisation(world, &name, &name, &region)
            .unwrap_or_else(|| with_entry(PlaceWords::Unknown)),
        PlaceFound::Ambiguous { name, options } => Reply {
            options: options
                .iter()
                .map(|o| Choice::Place { label: o.label.clone(), gemeente: o.gemeente.clone() })
                .collect(),
            says: vec![Say::ClarifyPlace {
                name,
                options: options.into_iter().map(|o| o.label).collect(),
            }],
            because: Because::Clarify(vec![topic.clone()]),
            ..Reply::default()
        },
        PlaceFound::Unknown => with_entry(PlaceWords::Unknown),
        PlaceFound::Missing => room
            .gemeente
            .as_ref()
            .and_then(|gemeente| region(world, gemeente, gemeente))
            .unwrap_or_else(|| with_entry(PlaceWords::Missing)),
    }
}

fn region(world: &World, place: &str, gemeente: &str) -> Option<Reply> {
    let known = world.base.places.gemeenten.get(gemeente)?;
    organisation(world, place, gemeente, &known.region)
}

fn organisation(world: &World, place: &str, gemeente: &str, region: &str) -> Option<Reply> {
    let region = world.base.places.regions.get(region)?;
    let words = PlaceWords::Known {
        place: place.to_owned(),
        gemeente: gemeente.to_owned(),
        organisation: region.name.clone(),
        website: region.website.clone(),
        remarks: region.remarks.clone(),
        source: source(&region.source),
    };
    Some(Reply {
        says: vec![Say::Place(words)],
        because: Because::Answer(REGION_TOPIC.into(), 1.0),
        ..Reply::default()
    })
}

fn rule(because: &'static str, say: Say) -> Reply {
    Reply { says: vec![say], because: Because::Rule(because), ..Reply::default() }
}

fn title(world: &World, topic: &TopicId) -> Option<TopicWords> {
    let entry = world.base.entries.get(topic)?;
    Some(TopicWords { topic: topic.clone(), title: entry.title.clone() })
}

fn words_of(world: &World, entry: &Entry, at: Timestamp) -> EntryWords {
    let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    EntryWords {
        topic: entry.id.clone(),
        title: entry.title.clone(),
        answer: entry.answer.clone(),
        now: entry.now.clone(),
        sources: entry.sources.iter().map(source).collect(),
        check_this: entry.check_this.clone(),
        overdue: entry.review_by < today,
        see_also: entry.see_also.iter().filter_map(|topic| title(world, topic)).collect(),
    }
}

fn source(source: &Source) -> SourceWords {
    SourceWords { name: source.name.clone(), url: source.url.clone(), date: source.date.clone() }
}
