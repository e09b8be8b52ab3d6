//! How does a quarter of quiz go for one team: weekly rounds, the measurement, holidays, silence?

use crate::world::{Room, pass};
use meldmaat::engine::World;
use meldmaat::knowledge::{Base, Choice, Item, Kind, Source};
use meldmaat::vocab::{
    Access, Cause, Incoming, SchoolHoliday, SchoolRegion, Sender, Timestamp, UserId, What,
};
use std::collections::{BTreeMap, BTreeSet};

const TEAM: &str = "!team:wijk.test";

/// Sixty items, ten of them for the measurement; Christmas holidays in the whole country.
fn world() -> World {
    let mut base = Base::default();
    for number in 1..=60 {
        let option =
            |text: &str, best| Choice { text: text.into(), best, explanation: "Zo.".into() };
        let item = Item {
            id: format!("item-{number:02}").as_str().into(),
            topic: "stap-2".into(),
            kind: Kind::Apply,
            difficulty: 2,
            importance: if number % 2 == 0 { 5 } else { 3 },
            why: String::new(),
            question: format!("Vraag nummer {number}?"),
            options: vec![option("wachten", false), option("bellen", true)],
            source: Source { name: "Bron".into(), url: String::new(), date: "2026".into() },
            facts: Vec::new(),
        };
        if number <= 10 {
            base.measured.push(item.id.clone());
        }
        base.items.insert(item.id.clone(), item);
    }
    let day = jiff::civil::date;
    let christmas = (day(2026, 12, 19), day(2027, 1, 3));
    let regions = SchoolRegion::ALL.map(|region| ((SchoolHoliday::Christmas, region), christmas));
    base.school_years.insert(2026, BTreeMap::from(regions));
    World::new(UserId::new("@meldmaat:wijk.test"), "meldmaat", base, Access::default(), |_| None)
}

/// A team of six who answer what is asked, or do not.
struct Team {
    room: Room,
    events: u32,
    answered: usize,
}

impl Team {
    async fn new() -> Self {
        Self { room: Room::with(world()).await, events: 0, answered: 0 }
    }

    async fn says(&mut self, text: &str) {
        self.events += 1;
        self.room.moderate(&format!("$said-{}", self.events), text).await;
    }

    /// All six answer the polls that came since the last time: four of them right.
    async fn answers(&mut self) {
        let said = self.room.way.speeches();
        let new = std::mem::replace(&mut self.answered, said.len());
        for (place, (text, _)) in said.iter().enumerate().skip(new) {
            if !text.contains("Vraag nummer") || text.contains("Het beste") {
                continue;
            }
            for person in 0..6 {
                self.events += 1;
                let key = if person < 4 { "b" } else { "a" };
                let to = format!("$bot-{}", place + 1).as_str().into();
                let user = UserId::new(format!("@p{person}:wijk.test"));
                self.room
                    .happen(Incoming {
                        cause: Cause::new(format!("$vote-{}", self.events)),
                        at: self.room.clock_now(),
                        room: TEAM.into(),
                        direct: false,
                        from: Sender { user, moderator: false },
                        what: What::Reaction { to, key: key.into() },
                    })
                    .await;
            }
        }
    }

    /// Lets time pass until noon of a day, and gives what was said that day: first lines, items shortened.
    async fn noon(&mut self, day: jiff::civil::Date) -> Vec<String> {
        let before = self.room.way.speeches().len();
        let noon: Timestamp = format!("{day}T11:00:00Z").parse().unwrap();
        pass(&self.room, noon).await;
        let lines = |text: &String| text.lines().next().unwrap_or("").to_owned();
        let said = self.room.way.speeches();
        said[before..].iter().map(|(text, _)| lines(text)).collect()
    }
}

/// Which items a line asks.
fn asked(line: &str) -> Option<u32> {
    let (question, number) = line.split_once("Vraag nummer ")?;
    let asks = question.contains(" van ");
    number.trim_end_matches('?').parse().ok().filter(|_| asks)
}

#[tokio::test]
async fn a_quarter_of_weekly_rounds_with_a_measurement_and_a_holiday() {
    let mut team = Team::new().await;
    team.says("!meld quiz elke dinsdag 9.00").await;
    team.says("!meld nulmeting").await;
    let mut diary = Vec::new();
    let mut last: BTreeMap<u32, jiff::civil::Date> = BTreeMap::new();
    let mut day = jiff::civil::date(2026, 11, 24);
    while day < jiff::civil::date(2027, 3, 12) {
        let said = team.noon(day).await;
        for item in said.iter().filter_map(|line| asked(line)) {
            if let Some(before) = last.insert(item, day) {
                let apart = before.until(day).unwrap().get_days();
                assert!(apart >= 28, "item {item} on {before} and again on {day}");
            }
            let measuring = said.iter().any(|line| line.starts_with("Nulmeting"));
            assert_eq!(item <= 10, measuring, "item {item} on {day}");
        }
        let begins = |line: &&String| line.starts_with("Nulmeting, ") || line.starts_with("Quiz: ");
        let what = said.iter().find(begins).map(|line| line.split(" korte").next().unwrap_or(""));
        if let Some(what) = what {
            diary.push(format!("{} {what}", day.strftime("%a %-d %b")));
        }
        let told = |line: &&String| line.starts_with("Dat waren") || line.starts_with("Jullie bij");
        diary.extend(said.iter().filter(told).map(|line| format!("    {line}")));
        // In February nobody finds the time.
        if day.month() != 2 {
            team.answers().await;
        }
        let again = said.iter().any(|line| line.starts_with("Twee rondes op rij"));
        if again {
            diary.push(format!("{} asks whether to go on", day.strftime("%a %-d %b")));
            team.says("!meld quiz verder").await;
        }
        day = day.tomorrow().unwrap();
    }
    insta::assert_snapshot!(diary.join("\n"));
    let asked: BTreeSet<u32> = last.keys().copied().collect();
    assert!(asked.len() > 20, "only {} items were asked", asked.len());
}
