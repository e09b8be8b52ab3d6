//! How does a round begin? The schedule chooses, and each item goes as a poll.

use super::schedule::{self, Counts, RULE};
use super::{item, measure, open_in, say};
use crate::engine::answer::Outcome;
use crate::engine::audience;
use crate::engine::fold::fold;
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::engine::{World, calendar};
use crate::knowledge::Item;
use crate::vocab::{
    Act, Asked, Change, Errand, Incoming, ItemId, Plan, Poll, Progress, Purpose, QuizWords, RoomId,
    Round, Say, Snapshot, Speech, Timestamp, TopicId, Urgency, Wake,
};
use jiff::ToSpan;
use jiff::civil::Date;

/// So many items at once.
const ITEMS: usize = 3;

/// So many days before a session, items on its topic come first.
const BEFORE_SESSION: i64 = 21;

/// A round closes at this hour of the next working day.
const CLOSES: i8 = 16;

/// A round now.
pub fn now(world: &World, seen: &Snapshot, input: &Incoming) -> Reply {
    if let Some(round) = open_in(seen, &input.room) {
        return say(QuizWords::Open { closes: round.closes });
    }
    let Some(begun) = begin(world, seen, &input.room, input.at) else {
        return say(QuizWords::NothingLeft);
    };
    Reply { changes: begun.changes, sends: begun.sends, ..say(begun.words) }
}

/// What a round begins with.
pub struct Begun {
    /// The round, and its end.
    pub changes: Vec<Change>,
    /// How it goes.
    pub words: QuizWords,
    /// Its items.
    pub sends: Vec<Sending>,
}

/// A round in a room; none when nothing may be asked.
pub fn begin(world: &World, seen: &Snapshot, room: &RoomId, at: Timestamp) -> Option<Begun> {
    let chosen = choose(world, seen, room, calendar::today(at));
    open(seen, room, at, &chosen, None)
}

/// A round of these items; `measured`: so many months after the start of a measurement, which of its rounds.
pub fn open(
    seen: &Snapshot,
    room: &RoomId,
    at: Timestamp,
    chosen: &[&Item],
    measured: Option<(u8, u8)>,
) -> Option<Begun> {
    let tomorrow = calendar::today(at).tomorrow().ok()?;
    let closes = calendar::working(tomorrow)?.at(CLOSES, 0, 0, 0);
    if chosen.is_empty() {
        return None;
    }
    let round = Round {
        number: seen.next_number,
        room: room.clone(),
        at,
        closes,
        items: chosen.iter().map(|item| item.id.clone()).collect(),
        open: true,
        measured: measured.map(|(months, _)| months),
    };
    let first = !seen.asked.iter().any(|asked| asked.room == *room);
    let words = QuizWords::Begins {
        items: chosen.len(),
        closes,
        first,
        measured: measured.map(|(_, round)| measure::place(round)),
    };
    let sends = chosen.iter().enumerate().map(|(index, item)| {
        let act = Act::Poll {
            speech: Speech::unasked(vec![words_of(item, index, chosen.len(), None)]),
            question: item.question.clone(),
            options: item.options.iter().map(|option| option.text.clone()).collect(),
        };
        sending(&round, room, act, index)
    });
    let sends = sends.collect();
    let close = Wake {
        key: format!("ronde:{}", round.number),
        due: calendar::moment(closes)?,
        room: room.clone(),
        person: None,
        plan: Some(Plan::Round { number: round.number }),
    };
    Some(Begun { changes: vec![Change::Round(round), Change::Wake(close)], words, sends })
}

fn words_of(item: &Item, index: usize, of: usize, team: Option<String>) -> Say {
    let options = item.options.iter().map(|option| option.text.clone()).collect();
    let question = item.question.clone();
    Say::Quiz(QuizWords::Item { nth: index + 1, of, question, options, team })
}

fn sending(round: &Round, room: &RoomId, act: Act, index: usize) -> Sending {
    let item = u8::try_from(index).unwrap_or(u8::MAX);
    let purpose = Some(Purpose::Asks(Poll::Item(item)));
    let errand = Errand { number: round.number, purpose };
    Sending { room: room.clone(), act, urgency: Urgency::Quiz, errand }
}

/// The items that this room gets today.
fn choose<'w>(world: &'w World, seen: &Snapshot, room: &RoomId, today: Date) -> Vec<&'w Item> {
    // What a team is measured with, it does not practise meanwhile.
    let kept: &[ItemId] = match measure::planned(seen, room) {
        Some(_) => &world.base.measured,
        None => &[],
    };
    let items = world.base.items.values();
    let items: Vec<&Item> = items.filter(|item| !kept.contains(&item.id)).collect();
    let soon = topics_soon(world, seen, room, today);
    let epoch = Date::constant(1970, 1, 1);
    let day = |date: Date| epoch.until(date).map_or(0, |span| i64::from(span.get_days()));
    let counts = |asked: &Asked| Counts {
        day: day(asked.day),
        took_part: asked.took_part,
        right: asked.right,
    };
    let here = || seen.asked.iter().filter(|asked| asked.room == *room);
    let histories: Vec<Vec<Counts>> = items
        .iter()
        .map(|item| here().filter(|asked| asked.item == item.id).map(counts).collect())
        .collect();
    let known: Vec<schedule::Item> = items
        .iter()
        .zip(&histories)
        .map(|(item, history)| schedule::Item {
            importance: item.importance,
            options: u32::try_from(item.options.len()).unwrap_or(2),
            history,
            planned: soon.contains(&item.topic),
        })
        .collect();
    let chosen = schedule::choose(&known, day(today), ITEMS, seed(room), RULE);
    chosen.into_iter().filter_map(|index| items.get(index).copied()).collect()
}

/// The topics of the sessions that this room is soon invited to, by their titles.
fn topics_soon(world: &World, seen: &Snapshot, room: &RoomId, today: Date) -> Vec<TopicId> {
    let until = today.saturating_add(BEFORE_SESSION.days());
    let soon = seen.sessions.iter().filter(|session| {
        let day = session.when.map(|span| span.start.date());
        session.stage == Progress::Announced
            && session.targets.iter().any(|target| target.room == *room)
            && day.is_some_and(|day| day >= today && day <= until)
    });
    let topic = |title: &str| match world.index.find(&world.base, title).outcome {
        Outcome::Answer(topic) => Some(topic),
        _ => None,
    };
    soon.filter_map(|session| topic(&session.title)).collect()
}

/// The same for a room for ever: which of equal items it gets first (FNV-1a).
fn seed(room: &RoomId) -> u64 {
    room.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The round of somebody's team, under four eyes.
pub fn unseen(world: &World, seen: &Snapshot, input: &Incoming, rest: &str) -> Reply {
    let open: Vec<(String, &Round)> = seen
        .rooms()
        .filter(|known| known.joined.member && !known.joined.direct)
        .filter_map(|known| Some((audience::name(&known), open_in(seen, &known.joined.room)?)))
        .collect();
    let wanted = fold(rest);
    let named = open.iter().find(|(name, _)| !wanted.is_empty() && fold(name) == wanted);
    match (named, &open[..]) {
        (Some((name, round)), _) | (None, [(name, round)]) => items(world, input, name, round),
        (None, []) => say(QuizWords::NoRound),
        (None, many) => {
            let names = many.iter().map(|(name, _)| name.clone()).collect();
            say(QuizWords::WhichTeam(names))
        }
    }
}

fn items(world: &World, input: &Incoming, team: &str, round: &Round) -> Reply {
    let of = round.items.len();
    let mut reply = say(QuizWords::Unseen { team: team.to_owned(), closes: round.closes });
    for (index, item) in known(world, round) {
        let words = words_of(item, index, of, Some(team.to_owned()));
        let act = Act::Say(Speech::unasked(vec![words]));
        let sending = sending(round, &input.room, act, index);
        reply.sends.push(Sending { urgency: Urgency::Answer, ..sending });
    }
    reply
}

/// The items of a round that are still in the base.
pub fn known<'w>(world: &'w World, round: &Round) -> Vec<(usize, &'w Item)> {
    let found = |(index, id): (usize, &ItemId)| Some((index, item(world, id)?));
    round.items.iter().enumerate().filter_map(found).collect()
}
