//! Is a round counted right and told once, whoever answers in which way, and whenever the bot stops?

use crate::world::{Room, Way, killed_after};
use meldmaat::engine::World;
use meldmaat::knowledge::{Base, Choice, Item, Kind, Source};
use meldmaat::storage::Place;
use meldmaat::vocab::{
    Access, Cause, EventId, Incoming, Message, Poll, Sender, Timestamp, UserId, Vote, What,
};
use proptest::prelude::*;

const TEAM: &str = "!team:wijk.test";

/// Twelve items; of each the second of three options is best.
fn world() -> World {
    let mut base = Base::default();
    for number in 1..=12 {
        let option = |text: &str, best| Choice {
            text: text.into(),
            best,
            explanation: format!("Uitleg bij {text}."),
        };
        let item = Item {
            id: format!("item-{number:02}").as_str().into(),
            topic: "stap-2".into(),
            kind: Kind::Apply,
            difficulty: 2,
            importance: 5,
            why: String::new(),
            question: format!("Vraag {number}?"),
            options: vec![option("wachten", false), option("bellen", true), option("niets", false)],
            source: Source { name: "Bron".into(), url: String::new(), date: "2026".into() },
            facts: Vec::new(),
        };
        base.items.insert(item.id.clone(), item);
    }
    World::new(UserId::new("@meldmaat:wijk.test"), "meldmaat", base, Access::default(), |_| None)
}

/// A team in its room, where things happen one after another.
struct Team {
    room: Room,
    events: u32,
}

impl Team {
    async fn new() -> Self {
        Self { room: Room::with(world()).await, events: 0 }
    }

    /// A round that begins at ten and closes the next day at four.
    async fn with_round() -> Self {
        let mut team = Self::new().await;
        let quiz = Message { text: "!meld quiz".into(), ..Message::default() };
        team.does("anna", What::Message(quiz)).await;
        team
    }

    async fn does(&mut self, person: &str, what: What) -> EventId {
        self.at(self.room.clock_now(), person, what).await
    }

    async fn at(&mut self, at: Timestamp, person: &str, what: What) -> EventId {
        self.events += 1;
        let cause = Cause::new(format!("$event-{}", self.events));
        let user = UserId::new(format!("@{person}:wijk.test"));
        let event = EventId::new(cause.as_str());
        let from = Sender { user, moderator: false };
        self.room
            .happen(Incoming { cause, at, room: TEAM.into(), direct: false, from, what })
            .await;
        event
    }

    /// Somebody chooses an option of an item (both from 0) with a reaction or in the poll.
    async fn votes(&mut self, person: &str, item: usize, option: u8) -> EventId {
        let key = char::from(b'a' + option).to_string();
        let to = self.item(item);
        self.does(person, What::Reaction { to, key }).await
    }

    /// The message of an item.
    fn item(&self, item: usize) -> EventId {
        let said = self.room.way.speeches();
        let nth = said
            .iter()
            .position(|(text, _)| text.starts_with(&format!("Vraag {} van 3", item + 1)));
        EventId::new(format!("$bot-{}", nth.expect("the item was asked") + 1))
    }

    async fn until(&self, moment: &str) {
        self.room.wait_until(moment.parse().unwrap()).await;
    }

    /// How the items went, as the room was told.
    fn told(&self) -> Vec<String> {
        results(&self.room.way)
    }
}

fn results(way: &Way) -> Vec<String> {
    let said = way.said_in(TEAM).into_iter().filter(|text| text.contains("Het beste:"));
    let line = |text: String| {
        let line = text.lines().find(|line| line.starts_with("Jullie:")).map(str::to_owned);
        line.unwrap_or_default()
    };
    said.map(line).collect()
}

#[tokio::test]
async fn the_last_answer_of_each_person_counts_whichever_way_it_came() {
    let mut team = Team::with_round().await;
    for person in ["bea", "cor", "dirk", "eva"] {
        team.votes(person, 0, 1).await;
    }
    // One changes, one takes it back, one answers with a letter, and one in words that say nothing.
    team.votes("eva", 0, 0).await;
    let taken = team.votes("finn", 0, 1).await;
    team.does("finn", What::Redaction { of: taken }).await;
    let reply_to = Some(team.item(0));
    let letter = Message { text: "B".into(), reply_to: reply_to.clone(), ..Message::default() };
    let typed = team.does("gijs", What::Message(letter)).await;
    let words = Message { text: "lastig!".into(), reply_to, ..Message::default() };
    team.does("hans", What::Message(words)).await;
    // A new version of the letter counts in its place.
    let message = Message { text: "c".into(), ..Message::default() };
    team.does("gijs", What::Edit { of: typed.clone(), message }).await;
    // A thumb or a letter under a colleague's answer is no vote.
    team.does("ilse", What::Reaction { to: typed, key: "b".into() }).await;
    team.until("2026-11-24T15:01:00Z").await;
    assert_eq!(team.told()[0], "Jullie: 3 van de 5 kozen dit. ■■■■■■□□□□");
}

#[tokio::test]
async fn below_five_answers_nothing_but_the_explanation_is_shown() {
    let mut team = Team::with_round().await;
    for person in ["bea", "cor", "dirk", "eva"] {
        team.votes(person, 0, 1).await;
        team.votes(person, 1, 1).await;
    }
    team.votes("finn", 1, 2).await;
    team.until("2026-11-24T15:01:00Z").await;
    assert_eq!(team.told(), ["", "Jullie: 4 van de 5 kozen dit. ■■■■■■■■□□", ""]);
    let ended = team.room.way.speeches().iter().filter(|(t, _)| t.contains("gesloten")).count();
    assert_eq!(ended, 1, "a poll that ends shows its counts");
}

#[tokio::test]
async fn what_comes_after_closing_counts_for_nothing_also_when_the_bot_was_away() {
    let mut team = Team::with_round().await;
    for person in ["bea", "cor", "dirk", "eva", "finn"] {
        team.votes(person, 0, 1).await;
    }
    // It is away at closing time, and hears everything afterwards.
    let closes: Timestamp = "2026-11-24T15:00:00Z".parse().unwrap();
    let later = |seconds| closes + jiff::SignedDuration::from_secs(seconds);
    let to = team.item(0);
    let reaction = |key: &str| What::Reaction { to: to.clone(), key: key.into() };
    team.at(later(-60), "gijs", reaction("a")).await;
    team.at(later(60), "bea", reaction("a")).await;
    team.at(later(90), "hans", reaction("b")).await;
    team.until("2026-11-24T17:00:00Z").await;
    assert_eq!(team.told()[0], "Jullie: 5 van de 6 kozen dit. ■■■■■■■■□□");
    team.votes("ilse", 0, 0).await;
    team.until("2026-11-25T09:00:00Z").await;
    assert_eq!(team.told().len(), 3, "told once");
}

#[tokio::test]
async fn votes_that_never_reached_the_bot_are_read_again_at_closing() {
    let mut team = Team::with_round().await;
    for person in ["bea", "cor", "dirk"] {
        team.votes(person, 0, 1).await;
    }
    let seen = |person: &str, minutes: i64, key: &str| Vote {
        event: EventId::new(format!("$seen-{person}-{key}")),
        person: UserId::new(format!("@{person}:wijk.test")),
        at: team.room.clock_now() + jiff::SignedDuration::from_mins(minutes),
        room: TEAM.into(),
        poll: Poll::Item(0),
        key: key.into(),
    };
    let on = team.item(0);
    for vote in [
        seen("eva", 5, "a"),
        seen("eva", 9, "b"),
        seen("finn", 5, "b"),
        // Known already; too late; no option of this item.
        seen("bea", 0, "b"),
        seen("gijs", 60 * 40, "b"),
        seen("hans", 5, "f"),
    ] {
        team.room.way.vote(&on, vote);
    }
    team.until("2026-11-24T15:01:00Z").await;
    assert_eq!(team.told()[0], "Jullie: alle 5 kozen dit. ■■■■■■■■■■");
}

#[tokio::test]
async fn who_answers_nothing_is_left_alone_and_no_round_is_asked_twice() {
    let mut team = Team::with_round().await;
    let again = Message { text: "!meld quiz".into(), ..Message::default() };
    team.does("bea", What::Message(again.clone())).await;
    let said = team.room.way.said_in(TEAM);
    assert!(said.last().unwrap().contains("loopt al een ronde"), "{said:?}");
    team.until("2026-11-24T15:01:00Z").await;
    assert!(team.room.way.said_in(TEAM).last().unwrap().contains("geen antwoord"));
    // Twelve items, three a round, none twice within four weeks: four rounds.
    for (day, hour) in [(24, 16), (25, 16), (26, 16)] {
        team.until(&format!("2026-11-{day}T{hour}:00:00Z")).await;
        team.does("bea", What::Message(again.clone())).await;
    }
    team.until("2026-11-27T16:00:00Z").await;
    team.does("bea", What::Message(again)).await;
    assert!(team.room.way.said_in(TEAM).last().unwrap().contains("niets te vragen"));
    let mut asked: Vec<String> = team
        .room
        .way
        .speeches()
        .into_iter()
        .filter_map(|(text, _)| Some(text.split_once(" van 3: ")?.1.to_owned()))
        .collect();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), 12);
}

#[tokio::test]
async fn killed_at_any_step_of_closing_the_result_is_right_and_told_once() {
    let mut kills = 0;
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().to_owned());
        let mut team = Team { room: Room::at(&place, world()).await, events: 0 };
        let quiz = Message { text: "!meld quiz".into(), ..Message::default() };
        team.does("anna", What::Message(quiz)).await;
        for (person, option) in [("bea", 1), ("cor", 1), ("dirk", 0), ("eva", 1), ("finn", 1)] {
            team.votes(person, 0, option).await;
        }
        let closed: Timestamp = "2026-11-24T15:01:00Z".parse().unwrap();
        team.room.clock.set(closed);
        let killed = killed_after(steps, async { team.room.bot.settle().await.unwrap() }).await;
        let way = team.room.way.clone();
        drop(team);
        let again = Room::again(&place, world(), way).await;
        again.clock.set(closed);
        again.bot.settle().await.unwrap();
        again.wait_until("2026-11-25T15:01:00Z".parse().unwrap()).await;
        let told = results(&again.way);
        let expected = ["Jullie: 4 van de 5 kozen dit. ■■■■■■■■□□", "", ""];
        assert_eq!(told, expected, "killed after {steps} steps");
        if killed.is_none() {
            break;
        }
        kills += 1;
    }
    assert!(kills >= 20, "only {kills} places to be killed at");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_people_press_the_count_is_that_of_their_last_answers(
        presses in prop::collection::vec((0_u8..8, 0_u8..5, 0_i64..3_000), 0..30)
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let mut team = Team::with_round().await;
            let begun = team.room.clock_now();
            let closes: Timestamp = "2026-11-24T15:00:00Z".parse().unwrap();
            let mut presses = presses;
            presses.sort_by_key(|(_, _, minute)| *minute);
            let mut last = std::collections::BTreeMap::new();
            for (person, option, minute) in &presses {
                let at = begun + jiff::SignedDuration::from_mins(*minute);
                let key = char::from(b'a' + option).to_string();
                let to = team.item(0);
                team.at(at, &format!("p{person}"), What::Reaction { to, key }).await;
                if at <= closes && *option < 3 {
                    last.insert(*person, *option);
                }
            }
            team.until("2026-11-26T15:01:00Z").await;
            let (all, right) = (last.len(), last.values().filter(|option| **option == 1).count());
            let told = team.told();
            let first = told.first().cloned().unwrap_or_default();
            match all {
                0..=4 => assert_eq!(first, ""),
                all if right == all => assert!(first.starts_with(&format!("Jullie: alle {all} "))),
                all if right == 0 => assert!(first.starts_with(&format!("Jullie: van de {all} "))),
                all => assert!(first.starts_with(&format!("Jullie: {right} van de {all} ")), "{first}"),
            }
        });
    }
}
