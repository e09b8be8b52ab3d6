//! What does a region find hard? Counts of a month, of teams that are large enough to hide in.

use super::{ENOUGH, item, measure, say};
use crate::engine::audience;
use crate::engine::fold::fold;
use crate::engine::reply::Reply;
use crate::engine::{World, calendar, entry};
use crate::vocab::{
    Asked, Counted, Incoming, InsightWords, QuizWords, RoomId, Snapshot, Timestamp, TopicId,
    TopicShare, UserId,
};
use std::collections::BTreeMap;

/// So many of the topics that were asked most are named.
const NAMED: usize = 5;

/// `!meld inzicht [regio] [maand]`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let mut region = None;
    let mut month = calendar::month(input.at);
    let words: Vec<String> = rest.split_whitespace().map(fold).collect();
    for word in words.iter().filter(|word| !matches!(word.as_str(), "regio" | "in" | "over")) {
        if let Some(known) = world.base.places.regions.keys().find(|id| *id == word) {
            region = Some(known.clone());
        } else if let Some(named) = named(word, input.at) {
            month = named;
        } else {
            return say(QuizWords::NoSuchMonth);
        }
    }
    let words = of_month(world, seen, Some(&input.from.user), region, month, input.at);
    say(QuizWords::Insight(Box::new(words)))
}

/// The month that a word names, as `2026-11`: the last of that name.
fn named(word: &str, at: Timestamp) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    if word == "vorige" || word == "maand" {
        return Some(calendar::month_before(at));
    }
    let written = word.len() == 7 && word.get(4..5) == Some("-") && word.is_ascii();
    if written && word.bytes().filter(u8::is_ascii_digit).count() == 6 {
        return Some(word.to_owned());
    }
    let month = MONTHS.iter().position(|month| *month == word)? + 1;
    let today = calendar::today(at);
    let year = if month > today.month() as usize { today.year() - 1 } else { today.year() };
    Some(format!("{year}-{month:02}"))
}

/// All that a region's coordinators may know of a month.
pub fn report(world: &World, seen: &Snapshot, month: String, at: Timestamp) -> Box<InsightWords> {
    Box::new(of_month(world, seen, None, None, month, at))
}

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
        let Some(state) = state(room) else { return false };
        let reached = user.is_none_or(|user| audience::reaches(world, user, state));
        let of = audience::region_of(world, state);
        reached && region.as_deref().is_none_or(|region| of == Some(region))
    };
    let rooms = seen.joined.iter().filter(|joined| !joined.direct && here(&joined.room)).count();
    let of = |month: &str| -> Vec<&Asked> {
        let that = |asked: &&Asked| asked.day.strftime("%Y-%m").to_string() == month;
        seen.asked.iter().filter(|asked| here(&asked.room)).filter(that).collect()
    };
    // The measurement goes over months: all of it until the end of this one.
    let then = |asked: &&Asked| asked.day.strftime("%Y-%m").to_string() <= month;
    let until: Vec<&Asked> =
        seen.asked.iter().filter(|asked| here(&asked.room)).filter(then).collect();
    let (now, before) = (of(&month), of(&month_before(&month)));
    let mut took_part: Vec<&RoomId> =
        now.iter().filter(|asked| asked.took_part > 0).map(|asked| &asked.room).collect();
    took_part.sort();
    took_part.dedup();
    let shares = by_topic(world, &now);
    let earlier = by_topic(world, &before);
    let mut topics: Vec<TopicShare> = shares
        .iter()
        .filter_map(|(topic, (answers, right))| {
            let share = |(answers, right): &(u32, u32)| right * 100 / (*answers).max(1);
            Some(TopicShare {
                topic: entry::title(world, topic, at)?,
                answers: *answers,
                right: *right,
                before: earlier.get(topic).map(share),
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

/// `2026-10` of `2026-11`.
fn month_before(month: &str) -> String {
    let day: Option<jiff::civil::Date> = format!("{month}-01").parse().ok();
    let before = day.and_then(|day| day.yesterday().ok());
    before.map_or_else(String::new, |day| day.strftime("%Y-%m").to_string())
}
