//! Who has a place, who waits, and does every room see how many come, whatever people answer and when?

use super::{CONTROL, NEW, TEAMS, Town};
use meldmaat::vocab::{Act, EventId, Urgency, UserId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ROOMS: [&str; 2] = [TEAMS[0], TEAMS[1]];

/// What somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// A person answers in a room: 0 yes, 1 no, 2 perhaps.
    Answer(usize, usize, u32),
    /// A person takes their last answer back.
    TakeBack(usize),
    /// So many come from outside.
    Guests(u32),
    /// There are so many places.
    Most(u32),
    /// The coordinator moves it.
    Move,
}

/// Deeds, each so many seconds after the one before.
fn deeds(most: usize) -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let answer = (0..7_usize, 0..2_usize, 0..3_u32);
    let deed = prop_oneof![
        10 => answer.prop_map(|(who, room, choice)| Deed::Answer(who, room, choice)),
        // A yes is what fills it.
        6 => (0..7_usize, 0..2_usize).prop_map(|(who, room)| Deed::Answer(who, room, 0)),
        4 => (0..7_usize).prop_map(Deed::TakeBack),
        1 => (0..4_u32).prop_map(Deed::Guests),
        1 => (1..6_u32).prop_map(Deed::Most),
        1 => Just(Deed::Move),
    ];
    prop::collection::vec((1..50_i64, deed), 1..most)
}

fn person(who: usize) -> String {
    format!("@p{who}:wijk.test")
}

/// What should be known: the answers, the first yes first.
#[derive(Clone)]
struct Book {
    most: u32,
    guests: u32,
    answers: Vec<(usize, usize, u32)>,
    last: BTreeMap<usize, EventId>,
}

impl Book {
    fn answer(&mut self, who: usize, room: usize, choice: u32) {
        match self.answers.iter_mut().find(|(known, _, before)| *known == who && *before == choice)
        {
            // Who says the same keeps the place in the row.
            Some(known) => known.1 = room,
            None => {
                self.answers.retain(|(known, ..)| *known != who);
                self.answers.push((who, room, choice));
            }
        }
    }

    /// Who said yes and has a place, and who waits for one.
    fn places(&self) -> (Vec<usize>, Vec<usize>) {
        let mut yes = self.answers.iter().filter(|(.., choice)| *choice == 0).map(|(who, ..)| *who);
        let free = self.most.saturating_sub(self.guests) as usize;
        (yes.by_ref().take(free).collect(), yes.collect())
    }

    /// What stands behind "Uit dit team: ", of one room or of all.
    fn count(&self, room: Option<usize>) -> String {
        let (placed, _) = self.places();
        let here = self.answers.iter().filter(|(_, at, _)| room.is_none_or(|room| *at == room));
        let (mut yes, mut waits, mut no, mut maybe) = (0, 0, 0, 0);
        for (who, _, choice) in here {
            match choice {
                0 if placed.contains(who) => yes += 1,
                0 => waits += 1,
                1 => no += 1,
                _ => maybe += 1,
            }
        }
        let verb = |count: i32, one: &str, many: &str| {
            if count == 1 { one.into() } else { many.to_string() }
        };
        let mut said = Vec::new();
        let komt = |count| verb(count, "komt", "komen");
        said.extend((yes > 0).then(|| format!("{yes} {}", komt(yes))));
        said.extend((waits > 0).then(|| format!("{waits} op de wachtlijst")));
        said.extend((no > 0).then(|| format!("{no} {} niet", komt(no))));
        said.extend((maybe > 0).then(|| format!("{maybe} misschien")));
        if said.is_empty() { "nog geen antwoord".into() } else { said.join(", ") }
    }

    fn full(&self) -> bool {
        let yes = self.answers.iter().filter(|(.., choice)| *choice == 0).count();
        yes >= self.most.saturating_sub(self.guests) as usize
    }
}

/// Who was told since then that there is a place for them.
fn told(town: &Town, since: usize) -> Vec<String> {
    let arrived = town.room.way.arrived().split_off(since);
    let mentions = arrived.into_iter().filter_map(|(_, known)| match known.act {
        Act::Say(speech) if speech.body.plain().contains("er is een plek vrij") => {
            Some(speech.mention)
        }
        _ => None,
    });
    mentions.flatten().map(|user: UserId| user.to_string()).collect()
}

/// Does it, in the town and in the book; gives who did.
async fn done(town: &Town, book: &mut Book, deed: &Deed) -> Option<usize> {
    match *deed {
        Deed::Answer(who, room, choice) => {
            let to = town.announcement(ROOMS[room]);
            let key = ["1️⃣", "2️⃣", "3️⃣"][choice as usize];
            let event = town.react(ROOMS[room], &person(who), &to, key).await;
            book.answer(who, room, choice);
            book.last.insert(who, event);
            Some(who)
        }
        Deed::TakeBack(who) => {
            let (event, (_, room, _)) =
                (book.last.remove(&who)?, *book.answers.iter().find(|(known, ..)| *known == who)?);
            town.redact(ROOMS[room], &person(who), &event).await;
            book.answers.retain(|(known, ..)| *known != who);
            Some(who)
        }
        Deed::Guests(guests) => {
            book.guests = guests;
            town.command(&format!("!meld sessie 1 gasten {guests}")).await;
            None
        }
        Deed::Most(most) => {
            book.most = most;
            town.command(&format!("!meld sessie 1 max {most}")).await;
            None
        }
        Deed::Move => {
            let day = 9 + town.events() % 12;
            town.command(&format!("!meld sessie 1 verplaats naar {day} dec 2026 13.00")).await;
            None
        }
    }
}

async fn lived(deeds: Vec<(i64, Deed)>) -> Result<(), TestCaseError> {
    let town = Town::new().await;
    town.announced(&format!("{NEW}, max 2")).await;
    let mut book = Book { most: 2, guests: 0, answers: Vec::new(), last: BTreeMap::new() };
    for (seconds, deed) in deeds {
        town.wait(seconds).await;
        let (since, before) = (town.room.way.arrived().len(), book.clone());
        let actor = done(&town, &mut book, &deed).await;
        let (placed, _) = book.places();
        prop_assert!(placed.len() as u32 <= book.most.saturating_sub(book.guests));
        let (_, waited) = before.places();
        let moved = placed.iter().filter(|who| waited.contains(who) && Some(**who) != actor);
        let moved: BTreeSet<String> = moved.map(|who| person(*who)).collect();
        let told = told(&town, since);
        prop_assert_eq!(told.len(), moved.len(), "once each after {:?}: {:?}", &deed, &told);
        prop_assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), moved, "after {:?}", &deed);
        let report = town.command("!meld sessie 1").await;
        let total = format!("In totaal: {}", book.count(None));
        let total = total.replace("nog geen antwoord", "");
        prop_assert!(report.contains(&total), "after {:?}: {} in\n{}", &deed, total, report);
    }
    town.wait(241).await;
    for (nth, room) in ROOMS.iter().enumerate() {
        prop_assert_eq!(town.count(room), book.count(Some(nth)), "in {}", room);
        prop_assert_eq!(town.shown(room).contains("Vol:"), book.full(), "in {}", room);
    }
    for room in TEAMS {
        let edits = town.arrivals().into_iter().filter(|(_, known)| {
            known.room.as_str() == room
                && known.urgency == Urgency::Headcount
                && matches!(known.act, Act::Edit { .. })
        });
        let at: Vec<_> = edits.map(|(at, _)| at).collect();
        for pair in at.windows(2) {
            let apart = pair[1].duration_since(pair[0]).as_secs();
            prop_assert!(apart >= 60, "two new headcounts in {} within {} s", room, apart);
        }
    }
    // Nobody but the coordinator hears of all this in the control room.
    prop_assert_eq!(told_in_control(&town), 0);
    Ok(())
}

fn told_in_control(town: &Town) -> usize {
    town.began(CONTROL, "plek vrij")
}

fn run(future: impl Future<Output = Result<(), TestCaseError>>) -> Result<(), TestCaseError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn who_said_yes_first_has_a_place_and_every_room_sees_the_right_count(deeds in deeds(40)) {
        run(lived(deeds))?;
    }
}

#[tokio::test]
async fn a_hundred_votes_in_two_minutes_are_three_edits() {
    let town = Town::new().await;
    town.announced(NEW).await;
    let to = town.announcement(TEAMS[0]);
    let before = town.room.way.arrived().len();
    let mut last = [0; 31];
    for vote in 0..100 {
        let key = ["1️⃣", "2️⃣", "3️⃣"][vote % 3];
        last[vote % 31] = vote % 3;
        town.react(TEAMS[0], &person(vote % 31), &to, key).await;
        town.wait(1).await;
    }
    town.wait(61).await;
    let [yes, no, maybe] =
        [0, 1, 2].map(|choice| last.iter().filter(|chosen| **chosen == choice).count());
    let after = town.room.way.arrived().len();
    assert_eq!(after - before, 3, "at once, after a minute, and the rest");
    assert_eq!(town.count(TEAMS[0]), format!("{yes} komen, {no} komen niet, {maybe} misschien"));
}
