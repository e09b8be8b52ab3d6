//! What does a region find hard? Counts of a month, of teams that are large enough to hide in.

use super::{ENOUGH, item, measure, say};
use crate::engine::audience;
use crate::engine::fold::fold;
use crate::engine::reply::Reply;
use crate::engine::{World, calendar, dates, entry};
use crate::knowledge::{Item, Kind};
use crate::vocab::{
    Act, Asked, Attachment, CaseWords, Counted, DeliveryKey, Incoming, InsightWords, Outgoing,
    QuizWords, RoomId, Say, Snapshot, Speech, Timestamp, TopicId, TopicShare, UserId,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many of the topics that were asked most are named.
const NAMED: usize = 5;

/// What `!meld inzicht [regio] [maand]` asks for.
struct Wish {
    region: Option<String>,
    month: String,
}

impl Wish {
    /// None when a word names neither a region nor a month.
    fn read(world: &World, rest: &str, at: Timestamp) -> Option<Self> {
        let mut wish = Self { region: None, month: calendar::month(at) };
        for word in rest.split_whitespace().map(fold) {
            if world.base.places.regions.contains_key(&word) {
                wish.region = Some(word);
            } else if !matches!(word.as_str(), "regio" | "in" | "over" | "van" | "deze" | "maand") {
                wish.month = named(&word, at)?;
            }
        }
        Some(wish)
    }
}

/// The month that a command asks for.
pub fn month(world: &World, rest: &str, at: Timestamp) -> Option<String> {
    Wish::read(world, rest, at).map(|wish| wish.month)
}

/// `!meld inzicht [regio] [maand]`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let Some(Wish { region, month }) = Wish::read(world, rest, input.at) else {
        return say(QuizWords::NoSuchMonth);
    };
    let words = of_month(world, seen, Some(&input.from.user), region, month, input.at);
    let after = case(world, &words).into_iter().collect();
    let files = chart(&words).into_iter().collect();
    Reply { after, files, ..say(QuizWords::Insight(Box::new(words))) }
}

/// All of a month, for the control room.
pub fn monthly(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    month: String,
    room: &RoomId,
) -> Vec<Outgoing> {
    let words = of_month(world, seen, None, None, month, input.at);
    let (case, chart) = (case(world, &words), chart(&words));
    let insight = Say::Quiz(QuizWords::Insight(Box::new(words)));
    let says = [insight].into_iter().chain(case);
    let acts = says.map(|say| Act::Say(Speech::unasked(vec![say])));
    let acts = acts.chain(chart.map(|file| Act::Attach { file: Box::new(file) }));
    let key = |index| DeliveryKey::of(&input.cause, index);
    acts.enumerate().map(|(nth, act)| Outgoing::new(key(nth), room.clone(), act)).collect()
}

/// A month without figures has no chart.
fn chart(words: &InsightWords) -> Option<Attachment> {
    (!words.topics.is_empty()).then(|| Attachment::Chart(words.clone()))
}

/// The most important situation on the hardest topic that has one; of equals the first by name. An item
/// of the measurement is not given away.
fn case(world: &World, words: &InsightWords) -> Option<Say> {
    let (share, item) = words.hardest().find_map(|share| {
        let on = |item: &&Item| {
            let measured = world.base.measured.contains(&item.id);
            item.topic == share.topic.topic && item.kind == Kind::Apply && !measured
        };
        let items = world.base.items.values().filter(on);
        Some((share, items.min_by_key(|item| (Reverse(item.importance), &item.id))?))
    })?;
    let best = item.options.iter().position(|option| option.best)?;
    Some(Say::Quiz(QuizWords::Case(Box::new(CaseWords {
        question: item.question.clone(),
        options: item.options.iter().map(|option| option.text.clone()).collect(),
        best,
        why: item.options[best].explanation.clone(),
        source: (item.source.name.clone(), item.source.date.clone()),
        topic: share.topic.clone(),
    }))))
}

/// The month that a word names, as `2026-11`: the last of that name.
fn named(word: &str, at: Timestamp) -> Option<String> {
    if let Ok(first) = format!("{word}-01").parse() {
        return Some(calendar::month_of(first));
    }
    if matches!(word, "vorige" | "afgelopen") {
        return calendar::month_before(&calendar::month(at));
    }
    let month = dates::month(word)?;
    let today = calendar::today(at);
    let year = if month > today.month() { today.year() - 1 } else { today.year() };
    Some(format!("{year}-{month:02}"))
}

/// All that a region's coordinators may know of a month.
fn of_month(
    world: &World,
    seen: &Snapshot,
    user: Option<&UserId>,
    region: Option<String>,
    month: String,
    at: Timestamp,
) -> InsightWords {
    let state = |room: &RoomId| seen.states.iter().find(|(known, _)| known == room).map(|(_, s)| s);
    let here = |room: &RoomId| {
        // Nobody answers a quiz in the control room.
        let Some(state) = state(room).filter(|_| world.control_room.as_ref() != Some(room)) else {
            return false;
        };
        let reached = user.is_none_or(|user| audience::reaches(world, user, state));
        let of = audience::region_of(world, state);
        reached && region.as_deref().is_none_or(|region| of == Some(region))
    };
    let rooms = seen.joined.iter().filter(|joined| !joined.direct && here(&joined.room)).count();
    let of = |month: &str| -> Vec<&Asked> {
        let that = |asked: &&Asked| calendar::month_of(asked.day) == month;
        seen.asked.iter().filter(|asked| here(&asked.room)).filter(that).collect()
    };
    // The measurement goes over months: all of it until the end of this one.
    let then = |asked: &&Asked| calendar::month_of(asked.day) <= month;
    let until: Vec<&Asked> =
        seen.asked.iter().filter(|asked| here(&asked.room)).filter(then).collect();
    let now = of(&month);
    let before = calendar::month_before(&month).map(|before| of(&before)).unwrap_or_default();
    let mut took_part: Vec<&RoomId> =
        now.iter().filter(|asked| asked.took_part > 0).map(|asked| &asked.room).collect();
    took_part.sort();
    took_part.dedup();
    let shares = by_topic(world, &now);
    let earlier = by_topic(world, &before);
    let mut topics: Vec<TopicShare> = shares
        .iter()
        .filter_map(|(topic, (answers, right))| {
            let before = earlier.get(topic);
            Some(TopicShare {
                topic: entry::title(world, topic, at)?,
                answers: *answers,
                right: *right,
                before: before.map(|(answers, right)| TopicShare::percent(*right, *answers)),
            })
        })
        .collect();
    topics
        .sort_by(|a, b| b.share().cmp(&a.share()).then_with(|| a.topic.title.cmp(&b.topic.title)));
    let all: std::collections::BTreeSet<&TopicId> =
        now.iter().filter_map(|asked| Some(&item(world, &asked.item)?.topic)).collect();
    let mut asked: Vec<_> = seen
        .tallies
        .iter()
        .filter_map(|tally| match &tally.what {
            Counted::Asked(topic) => Some((entry::title(world, topic, at)?, tally.times)),
            _ => None,
        })
        .collect();
    asked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.title.cmp(&b.0.title)));
    asked.truncate(NAMED);
    InsightWords {
        month,
        region,
        rooms,
        took_part: took_part.len(),
        answers: topics.iter().map(|share| share.answers).sum(),
        hidden: all.len().saturating_sub(topics.len()),
        topics,
        asked,
        measured: measure::shown(&until),
    }
}

/// Answers and right ones by topic, of items that enough people of a team answered.
fn by_topic(world: &World, asked: &[&Asked]) -> BTreeMap<TopicId, (u32, u32)> {
    let mut shares: BTreeMap<TopicId, (u32, u32)> = BTreeMap::new();
    for asked in asked.iter().filter(|asked| asked.took_part >= ENOUGH) {
        let Some(item) = item(world, &asked.item) else { continue };
        let share = shares.entry(item.topic.clone()).or_default();
        share.0 += asked.took_part;
        share.1 += asked.right;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_the_last_of_its_name_and_one_that_there_is() {
        let at: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for (word, month) in [
            ("oktober", Some("2026-10")),
            ("nov", Some("2026-11")),
            ("december", Some("2025-12")),
            ("vorige", Some("2026-10")),
            ("2026-09", Some("2026-09")),
            ("2026-99", None),
            ("2026-00", None),
            ("dinsdag", None),
            ("bla", None),
        ] {
            assert_eq!(named(word, at).as_deref(), month, "{word}");
        }
    }
}
