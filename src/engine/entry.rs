//! What does the base say in answer to a question, in this room? The entry, what the region adds to
//! it, and which Veilig Thuis belongs to a place.

use super::answer::{Found, Outcome, PlaceFound, SmallTalk, smalltalk};
use super::reply::{Reply, rule};
use super::{World, calendar, command, follow};
use crate::knowledge::{Addition, Entry, Namesake, Source, numbers};
use crate::vocab::{
    AdditionWords, Because, Change, Choice, EntryWords, GemeenteWords, Incoming, PlaceWords,
    Report, Say, Snapshot, SourceWords, Timestamp, TopicId, TopicWords,
};
use std::collections::BTreeSet;

/// The topic whose entry is completed by the place that was named.
pub const REGION_TOPIC: &str = "veilig-thuis-regio";

/// From this score on the region may be what is asked for.
const POSSIBLE: f32 = 0.15;

/// From this score on a topic stands, whatever place is named beside it.
const SURE: f32 = 0.8;

/// Numbers that are right whatever the age of a text.
const CERTAIN: [&str; 2] = ["112", "0800-2000"];

/// What is asked, by whom and where.
pub struct Asked<'a> {
    pub world: &'a World,
    pub seen: &'a Snapshot,
    pub input: &'a Incoming,
    /// In a person's own words; empty when a topic was chosen.
    pub text: &'a str,
    /// The place that the text names.
    pub place: PlaceFound,
}

impl<'a> Asked<'a> {
    pub fn new(
        world: &'a World,
        seen: &'a Snapshot,
        input: &'a Incoming,
        text: &'a str,
    ) -> Asked<'a> {
        let place = world.index.place(&world.base, text, false);
        Asked { world, seen, input, text, place }
    }

    /// Whether it names a place that the base knows.
    pub fn names_place(&self) -> bool {
        known(&self.place)
    }

    /// The region that is named in a direct chat. In a team room a question never opens another region
    /// than the room's own.
    pub fn region(&self) -> Option<String> {
        match &self.place {
            _ if !self.input.direct => None,
            PlaceFound::Known { gemeente, .. } => region_of(self.world, gemeente),
            PlaceFound::Region { region, .. } => Some(region.clone()),
            PlaceFound::Ambiguous { .. } | PlaceFound::Unknown | PlaceFound::Missing => None,
        }
    }
}

/// Whether a place was found.
pub fn known(place: &PlaceFound) -> bool {
    !matches!(place, PlaceFound::Missing | PlaceFound::Unknown)
}

/// The answer from the base to a question, which may lean on the topic that was answered `before`.
pub fn answer_to(asked: &Asked, before: Option<&TopicId>) -> Reply {
    let Asked { world, text, .. } = *asked;
    match smalltalk(text) {
        Some(SmallTalk::Hello) => return rule("hello", Say::Hello),
        Some(SmallTalk::Thanks) => return rule("thanks", Say::Thanks),
        Some(SmallTalk::WhoAreYou) => return rule("who am i", Say::WhoAmI),
        None => {}
    }
    let there = before.and_then(|topic| follow::place(asked, topic));
    if let Some(reply) = there {
        return reply;
    }
    let mut found = match before {
        Some(topic) => world.index.find_after(&world.base, text, topic),
        None => world.index.find(&world.base, text),
    };
    if names_region(asked, &found) {
        found.outcome = Outcome::Answer(REGION_TOPIC.into());
    }
    let ranking = found.ranking.clone();
    Reply { ranking, ..answer_with(asked, before, found) }
}

/// Whether a place in the question settles it: an unsure question that may be about Veilig Thuis there.
fn names_region(asked: &Asked, found: &Found) -> bool {
    let near = found
        .ranking
        .iter()
        .any(|ranked| ranked.topic.as_str() == REGION_TOPIC && ranked.score >= POSSIBLE);
    let unsure = found.ranking.first().is_some_and(|ranked| ranked.score < SURE);
    near && unsure && found.outcome != Outcome::DontKnow && asked.names_place()
}

fn answer_with(asked: &Asked, before: Option<&TopicId>, found: Found) -> Reply {
    let Asked { world, input, text, .. } = *asked;
    match found.outcome {
        Outcome::Answer(topic) if topic.as_str() == REGION_TOPIC => {
            regional(asked).unwrap_or_else(|| placed(asked, &topic, &asked.place))
        }
        Outcome::Answer(topic) => {
            let score = found.ranking.first().map_or(0.0, |ranked| ranked.score);
            entry(asked, &topic).map_or_else(dont_know, |reply| Reply {
                because: Because::Answer(topic, score),
                ..reply
            })
        }
        Outcome::Clarify(topics) => Reply {
            says: vec![Say::Clarify(
                topics.iter().filter_map(|t| title(world, t, input.at)).collect(),
            )],
            options: topics.iter().cloned().map(Choice::Topic).collect(),
            topic: before.cloned(),
            because: Because::Clarify(topics),
            ..Reply::default()
        },
        Outcome::Said(near) => {
            let Some(before) = before else { return dont_know() };
            follow::elsewhere(asked, before).unwrap_or_else(|| follow::said(asked, before, near))
        }
        Outcome::DontKnow => {
            let nearly = (!text.contains(' ')).then(|| command::nearest(text)).flatten();
            match nearly.map(str::to_owned) {
                Some(usage) => Reply {
                    says: vec![Say::UnknownCommand { suggestion: Some(usage) }],
                    because: Because::DontKnow,
                    ..Reply::default()
                },
                None => dont_know(),
            }
        }
    }
}

/// A question under four eyes that names a place sounds like the question who to call there. When it
/// asks, without the place, for something that this region does in its own way, that is the answer.
fn regional(asked: &Asked) -> Option<Reply> {
    let world = asked.world;
    let region = asked.region()?;
    let found = world.index.find(&world.base, &world.index.without_place(asked.text));
    let Outcome::Answer(topic) = found.outcome else { return None };
    world.base.addition(&region, &topic)?;
    entry(asked, &topic)
}

/// Nothing in the base answers it.
pub fn dont_know() -> Reply {
    Reply { says: vec![Say::DontKnow], because: Because::DontKnow, ..Reply::default() }
}

/// The entry on a topic with what the region adds: in a direct chat that of the place in the question,
/// else that of the room's gemeente.
pub fn entry(asked: &Asked, topic: &TopicId) -> Option<Reply> {
    let Asked { world, seen, input, .. } = *asked;
    let entry = world.base.entries.get(topic)?;
    let mut reply = Reply { because: Because::Answer(topic.clone(), 1.0), ..Reply::default() };
    let words = words_of(world, entry, input.at);
    if words.overdue {
        let file = format!("onderwerpen/{topic}.yaml");
        overdue(asked, entry, (None, file, entry.review_by), &mut reply);
    }
    reply.says.push(Say::Entry(words));
    if !world.base.differs(topic) {
        return Some(reply);
    }
    let of_room = || region_of(world, seen.room.gemeente.as_deref()?);
    match asked.region().or_else(of_room) {
        Some(region) => {
            add(asked, entry, &region, &mut reply);
        }
        None if input.direct => reply.says.push(Say::GemeenteHelps),
        None => {}
    }
    Some(reply)
}

/// Says what a region adds to an entry. False when it adds nothing.
fn add(asked: &Asked, entry: &Entry, region: &str, reply: &mut Reply) -> bool {
    let world = asked.world;
    let topic = &entry.id;
    let Some(addition) = world.base.addition(region, topic) else { return false };
    let words = addition_words(world, region, addition, asked.input.at);
    if words.overdue {
        let file = format!("regio/{region}/{topic}.yaml");
        let named = (Some(words.region.clone()), file, addition.review_by);
        overdue(asked, entry, named, reply);
    }
    reply.says.push(Say::Addition(words));
    true
}

/// Only what a region adds to the entry, which was said already.
pub fn added(asked: &Asked, topic: &TopicId, region: &str) -> Option<Reply> {
    let world = asked.world;
    let entry = world.base.entries.get(topic)?;
    let mut reply = Reply { because: Because::Answer(topic.clone(), 1.0), ..Reply::default() };
    if !add(asked, entry, region, &mut reply) {
        let (title, region) = (title(world, topic, asked.input.at)?, region_name(world, region));
        reply.says.push(Say::NoAddition { title, region });
    }
    Some(reply)
}

fn region_of(world: &World, gemeente: &str) -> Option<String> {
    Some(world.base.places.gemeenten.get(gemeente)?.region.clone())
}

/// The control room hears once that a text is overdue.
fn overdue(
    asked: &Asked,
    entry: &Entry,
    (region, file, since): (Option<String>, String, jiff::civil::Date),
    reply: &mut Reply,
) {
    let Asked { world, seen, input, .. } = *asked;
    let mark = format!("overdue:{file}:{since}");
    if world.control_room.is_none() || seen.marks.contains(&mark) {
        return;
    }
    let report = Report::Overdue { title: entry.title.clone(), region, file };
    reply.reports.push(report);
    reply.changes.push(Change::Told { mark, at: input.at });
}

/// Which Veilig Thuis: by the place that was found, else by the room's gemeente.
pub fn placed(asked: &Asked, topic: &TopicId, found: &PlaceFound) -> Reply {
    let Asked { world, seen, .. } = *asked;
    let with_entry = |words| {
        let mut reply = entry(asked, topic).unwrap_or_default();
        reply.says.insert(0, Say::Place(words));
        Reply { because: Because::Answer(topic.clone(), 1.0), ..reply }
    };
    match found {
        PlaceFound::Known { place, gemeente } => {
            region(world, place, gemeente).unwrap_or_else(|| with_entry(PlaceWords::Unknown))
        }
        PlaceFound::Region { name, region } => organisation(world, name, name, region)
            .unwrap_or_else(|| with_entry(PlaceWords::Unknown)),
        PlaceFound::Ambiguous { name, options } => which_place(topic, name, options),
        PlaceFound::Unknown => with_entry(PlaceWords::Unknown),
        PlaceFound::Missing => seen
            .room
            .gemeente
            .as_ref()
            .and_then(|gemeente| region(world, gemeente, gemeente))
            .unwrap_or_else(|| with_entry(PlaceWords::Missing)),
    }
}

/// Asks which of the places of one name is meant.
pub fn which_place(topic: &TopicId, name: &str, options: &[Namesake]) -> Reply {
    let choice =
        |o: &Namesake| Choice::Place { label: o.label.clone(), gemeente: o.gemeente.clone() };
    Reply {
        options: options.iter().map(choice).collect(),
        says: vec![Say::ClarifyPlace {
            name: name.to_owned(),
            options: options.iter().map(|o| o.label.clone()).collect(),
        }],
        because: Because::Clarify(vec![topic.clone()]),
        ..Reply::default()
    }
}

/// The Veilig Thuis of a gemeente; `place` is how it was named.
pub fn region(world: &World, place: &str, gemeente: &str) -> Option<Reply> {
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

/// A gemeente by its official name, with its Veilig Thuis; none when the list does not know it.
pub fn gemeente_words(world: &World, gemeente: &str) -> Option<GemeenteWords> {
    let known = world.base.places.gemeenten.get(gemeente)?;
    let organisation = world.base.places.regions.get(&known.region)?.name.clone();
    Some(GemeenteWords { gemeente: gemeente.to_owned(), organisation })
}

/// A topic that has an entry, by its title.
pub fn title(world: &World, topic: &TopicId, at: Timestamp) -> Option<TopicWords> {
    let entry = world.base.entries.get(topic)?;
    let overdue = entry.review_by < calendar::today(at);
    let doubtful = overdue && !doubtful(world, [&entry.title]).is_empty();
    Some(TopicWords { topic: topic.clone(), title: entry.title.clone(), doubtful })
}

fn words_of(world: &World, entry: &Entry, at: Timestamp) -> EntryWords {
    let overdue = entry.review_by < calendar::today(at);
    let texts = [&entry.title, &entry.answer].into_iter().chain(&entry.now);
    EntryWords {
        topic: entry.id.clone(),
        title: entry.title.clone(),
        answer: entry.answer.clone(),
        now: entry.now.clone(),
        sources: entry.sources.iter().map(source).collect(),
        check_this: entry.check_this.clone(),
        doubtful: if overdue { doubtful(world, texts) } else { Vec::new() },
        overdue,
        see_also: entry.see_also.iter().filter_map(|topic| title(world, topic, at)).collect(),
    }
}

fn addition_words(
    world: &World,
    region: &str,
    addition: &Addition,
    at: Timestamp,
) -> AdditionWords {
    let overdue = addition.review_by < calendar::today(at);
    AdditionWords {
        region: region_name(world, region),
        text: addition.text.clone(),
        sources: addition.sources.iter().map(source).collect(),
        doubtful: if overdue { doubtful(world, [&addition.text]) } else { Vec::new() },
        overdue,
    }
}

/// A region as people call it: `Twente`.
fn region_name(world: &World, region: &str) -> String {
    let name = world.base.places.regions.get(region).map_or(region, |known| &known.name);
    name.trim_start_matches("Veilig Thuis").trim().to_owned()
}

/// The numbers in texts that are too old to be relied on.
fn doubtful<'t>(world: &World, texts: impl IntoIterator<Item = &'t String>) -> Vec<String> {
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect::<String>();
    let known = world.base.safety.public_numbers.iter().map(|number| digits(number)).collect();
    let found: BTreeSet<&str> = texts.into_iter().flat_map(|text| numbers(text, &known)).collect();
    let certain = CERTAIN.map(digits);
    let found = found.into_iter().filter(|number| !certain.contains(&digits(number)));
    found.map(str::to_owned).collect()
}

pub fn source(source: &Source) -> SourceWords {
    SourceWords { name: source.name.clone(), url: source.url.clone(), date: source.date.clone() }
}
