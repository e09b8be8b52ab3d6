//! What does a region find hard? Counts of a month, of teams that are large enough to hide in.

use super::{ENOUGH, item, measure, say};
use crate::engine::audience;
use crate::engine::fold::fold;
use crate::engine::reply::Reply;
use crate::engine::{World, calendar, dates, entry};
use crate::knowledge::{Item, Kind};
use crate::vocab::{
    Act, Asked, Attachment, CaseWords, Counted, DeliveryKey, Incoming, InsightWords, Outgoing,
    QuizWords, RoomId, RoomState, Say, Snapshot, Speech, TableWords, Tally, Timestamp, TopicId,
    TopicShare, TopicWords, UserId,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many of the topics that were asked most are named.
const NAMED: usize = 5;

/// What `!meld inzicht [csv] [regio] [maand]` asks for.
struct Wish {
    region: Option<String>,
    month: String,
    table: bool,
}

impl Wish {
    /// None when a word names neither a region nor a month.
    fn read(world: &World, rest: &str, at: Timestamp) -> Option<Self> {
        let mut wish = Self { region: None, month: calendar::month(at), table: false };
        for word in rest.split_whitespace().map(fold) {
            if world.base.places.regions.contains_key(&word) {
                wish.region = Some(word);
            } else if matches!(word.as_str(), "csv" | "excel" | "bestand") {
                wish.table = true;
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

/// `!meld inzicht [csv] [regio] [maand]`.
pub fn command(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let Some(Wish { region, month, table }) = Wish::read(world, rest, input.at) else {
        return say(QuizWords::NoSuchMonth);
    };
    let reach = Reach { world, seen, user: Some(&input.from.user), region, at: input.at };
    if table {
        let words = reach.table(month);
        let (month, region, rows) = (words.month.clone(), words.region.clone(), words.rows.len());
        let file = (rows > 0).then_some(Attachment::Table(words));
        let reply = say(QuizWords::Table { month, region, rows });
        return Reply { files: file.into_iter().collect(), ..reply };
    }
    let words = reach.insight(month);
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
    let words = Reach { world, seen, user: None, region: None, at: input.at }.insight(month);
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

/// Whose rooms are looked at: those that somebody reaches, or all; of one region, or all.
struct Reach<'a> {
    world: &'a World,
    seen: &'a Snapshot,
    user: Option<&'a UserId>,
    region: Option<String>,
    at: Timestamp,
}

impl<'a> Reach<'a> {
    fn state(&self, room: &RoomId) -> Option<&'a RoomState> {
        self.seen.states.iter().find(|(known, _)| known == room).map(|(_, state)| state)
    }

    fn region_of(&self, room: &RoomId) -> Option<&'a str> {
        audience::region_of(self.world, self.state(room)?)
    }

    fn holds(&self, room: &RoomId) -> bool {
        let Some(state) = self.state(room) else { return false };
        let reached = self.user.is_none_or(|user| audience::reaches(self.world, user, state));
        let there = self.region.is_none() || self.region.as_deref() == self.region_of(room);
        // Nobody answers a quiz in the control room.
        reached && there && self.world.control_room.as_ref() != Some(room)
    }

    fn asked(&self, when: impl Fn(&str) -> bool) -> Vec<&'a Asked> {
        let then = |asked: &&Asked| when(&calendar::month_of(asked.day));
        self.seen.asked.iter().filter(|asked| self.holds(&asked.room)).filter(then).collect()
    }

    /// How each topic went, the best known first.
    fn shares(&self, now: &[&Asked], before: &[&Asked]) -> Vec<TopicShare> {
        let (shares, earlier) = (by_topic(self.world, now), by_topic(self.world, before));
        let share = |(topic, (answers, right)): (&TopicId, &(u32, u32))| {
            let before = earlier.get(topic);
            Some(TopicShare {
                topic: entry::title(self.world, topic, self.at)?,
                answers: *answers,
                right: *right,
                before: before.map(|(answers, right)| TopicShare::percent(*right, *answers)),
            })
        };
        let mut topics: Vec<TopicShare> = shares.iter().filter_map(share).collect();
        topics.sort_by(|a, b| {
            b.share().cmp(&a.share()).then_with(|| a.topic.title.cmp(&b.topic.title))
        });
        topics
    }

    /// All that a region's coordinators may know of a month.
    fn insight(self, month: String) -> InsightWords {
        let joined = self.seen.joined.iter().filter(|joined| !joined.direct);
        let rooms = joined.filter(|joined| self.holds(&joined.room)).count();
        let now = self.asked(|then| then == month);
        let before = calendar::month_before(&month).unwrap_or_default();
        let before = self.asked(|then| then == before);
        // The measurement goes over months: all of it until the end of this one.
        let until = self.asked(|then| then <= month.as_str());
        let answered = now.iter().filter(|asked| asked.took_part > 0);
        let took_part: BTreeSet<&RoomId> = answered.map(|asked| &asked.room).collect();
        let topics = self.shares(&now, &before);
        let topic = |asked: &&Asked| Some(&item(self.world, &asked.item)?.topic);
        let all: BTreeSet<&TopicId> = now.iter().filter_map(topic).collect();
        InsightWords {
            month,
            rooms,
            took_part: took_part.len(),
            answers: topics.iter().map(|share| share.answers).sum(),
            hidden: all.len().saturating_sub(topics.len()),
            topics,
            asked: self.asked_most(),
            measured: measure::shown(&until),
            region: self.region,
        }
    }

    fn asked_most(&self) -> Vec<(TopicWords, u32)> {
        let of = |tally: &Tally| match &tally.what {
            Counted::Asked(topic) => Some((entry::title(self.world, topic, self.at)?, tally.times)),
            _ => None,
        };
        let mut asked: Vec<_> = self.seen.tallies.iter().filter_map(of).collect();
        asked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.title.cmp(&b.0.title)));
        asked.truncate(NAMED);
        asked
    }

    /// The same, region by region, for a spreadsheet.
    fn table(self, month: String) -> TableWords {
        let mut regions: BTreeMap<Option<&str>, Vec<&Asked>> = BTreeMap::new();
        for asked in self.asked(|then| then == month) {
            regions.entry(self.region_of(&asked.room)).or_default().push(asked);
        }
        let of_region = |(region, asked): (Option<&str>, Vec<&Asked>)| {
            let region = region.map(str::to_owned);
            self.shares(&asked, &[]).into_iter().map(move |share| (region.clone(), share))
        };
        let rows = regions.into_iter().flat_map(of_region).collect();
        TableWords { month, rows, region: self.region }
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
