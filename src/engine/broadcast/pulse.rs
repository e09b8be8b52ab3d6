//! What do many rooms think of one question? A message to them that is answered by choosing, with one
//! total and no names.

use super::{report, say};
use crate::engine::ballot::{self, Ballot};
use crate::engine::reply::Reply;
use crate::engine::sending::Sending;
use crate::engine::{audience, calendar, dates};
use crate::vocab::{
    Act, Ask, Because, Broadcast, BroadcastWords, Change, Decision, DeliveryKey, Errand, Incoming,
    Outgoing, Plan, Poll, Pulse, PulseWords, Purpose, RoomId, Say, Snapshot, Speech, Stage,
    Timestamp, Urgency, Wake,
};
use jiff::ToSpan;
use jiff::civil::DateTime;
use std::collections::BTreeSet;

/// Fewer answers than this say who thinks what: nothing of them is told.
const ENOUGH: u32 = 5;

/// What can be chosen from, and how long each may be; in characters.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=6;
const LONGEST: usize = 60;

/// A poll is open for a week unless it says otherwise, never for longer than four; it closes in the
/// afternoon.
const DAYS: i64 = 7;
const MOST_DAYS: i64 = 28;
const HOUR: i8 = 16;

/// What a day alone is read as.
const MORNING: jiff::civil::Time = jiff::civil::time(9, 0, 0, 0);

/// A poll as it was typed: for whom, what is asked, what can be chosen, until when.
pub struct Typed {
    pub audience: String,
    pub question: String,
    pub pulse: Pulse,
}

/// Reads `regio twente tot vrijdag 16.00: Wat houdt je tegen? Geen tijd / Twijfel`.
pub fn read(rest: &str, now: Timestamp) -> Result<Typed, PulseWords> {
    let mut quoted = false;
    let divides = |(at, c): &(usize, char)| {
        quoted ^= audience::QUOTES.contains(c);
        // Not the one in 16:00.
        let ends = rest[at + c.len_utf8()..].starts_with(char::is_whitespace);
        !quoted && (*c == '\n' || *c == ':' && ends)
    };
    let (at, _) = rest.char_indices().find(divides).ok_or(PulseWords::How)?;
    let (head, tail) = (rest[..at].trim(), rest[at + 1..].trim());
    let until = head.to_lowercase().rfind(" tot ").filter(|at| head.is_char_boundary(*at));
    let (audience, closes) = match until {
        Some(at) => (&head[..at], closing(&head[at + " tot ".len()..], now)?),
        None => (head, in_a_week(now).ok_or(PulseWords::How)?),
    };
    let end = tail.find('?').map(|at| at + 1).or_else(|| tail.find('\n'));
    let (question, options) = tail.split_at(end.unwrap_or(tail.len()));
    let bare =
        |option: &str| option.trim().trim_start_matches(['-', '*', '\u{2022}']).trim().to_owned();
    let options: Vec<String> =
        options.split(['/', '\n']).map(bare).filter(|option| !option.is_empty()).collect();
    if question.trim().is_empty() || !OPTIONS.contains(&options.len()) {
        return Err(PulseWords::How);
    }
    if let Some(long) = options.iter().find(|option| option.chars().count() > LONGEST) {
        return Err(PulseWords::TooLong { option: long.clone(), most: LONGEST });
    }
    let pulse = Pulse { options, closes, counts: None };
    let audience = audience.trim_matches([' ', ',']).to_owned();
    Ok(Typed { audience, question: question.trim().to_owned(), pulse })
}

/// When it closes, as it was typed; a day alone means its afternoon.
fn closing(typed: &str, now: Timestamp) -> Result<DateTime, PulseWords> {
    let when = dates::read(typed, now).when.map_err(PulseWords::Unclear)?;
    let day = !typed.contains(['.', ':']) && when.start.time() == MORNING;
    let closes = if day { when.start.date().at(HOUR, 0, 0, 0) } else { when.start };
    match when.rule {
        Some(_) => Err(PulseWords::Unclear(Ask::NoOccurrence)),
        None if fits(closes, now) => Ok(closes),
        _ => Err(DOES_NOT_FIT),
    }
}

fn in_a_week(now: Timestamp) -> Option<DateTime> {
    let day = calendar::today(now).checked_add(DAYS.days()).ok()?;
    Some(calendar::working(day)?.at(HOUR, 0, 0, 0))
}

/// Whether it can be open from now until then.
pub fn fits(closes: DateTime, now: Timestamp) -> bool {
    let now = calendar::local(now);
    closes > now && closes <= now.saturating_add(MOST_DAYS.days())
}

/// What is said when it cannot.
pub const DOES_NOT_FIT: PulseWords = PulseWords::Closes { most: MOST_DAYS };

/// A poll that was sent, and is not counted yet.
pub fn open(broadcast: &Broadcast) -> Option<(&Broadcast, &Pulse)> {
    let sent = matches!(broadcast.stage, Stage::Sent | Stage::Corrected);
    let pulse = broadcast.pulse.as_ref().filter(|pulse| sent && pulse.counts.is_none())?;
    Some((broadcast, pulse))
}

/// What a room gets.
pub fn act(broadcast: &Broadcast, pulse: &Pulse) -> Act {
    let words = PulseWords::Question(Box::new((broadcast.text.clone(), pulse.clone())));
    Act::Poll {
        speech: Speech { loud: true, ..Speech::unasked(vec![of(words)]) },
        question: broadcast.text.clone(),
        options: pulse.options.clone(),
    }
}

/// What its message is for.
pub const PURPOSE: Purpose = Purpose::Asks(Poll::Pulse);

/// The wake that closes it.
pub fn wake(broadcast: &Broadcast) -> Option<Change> {
    let pulse = broadcast.pulse.as_ref()?;
    Some(Change::Wake(Wake {
        key: key(broadcast.number),
        due: calendar::moment(pulse.closes)?,
        room: RoomId::new(""),
        person: broadcast.by.clone(),
        plan: Some(Plan::Broadcast { number: broadcast.number }),
    }))
}

/// The name of that wake.
pub fn key(number: u32) -> String {
    format!("peiling:{number}")
}

/// What a vote in this room is cast in.
pub fn ballot(seen: &Snapshot, room: &RoomId, number: u32, poll: Poll) -> Option<Ballot> {
    let broadcast = seen.broadcasts.iter().find(|b| b.number == number && poll == Poll::Pulse)?;
    let pulse = broadcast.pulse.as_ref()?;
    let open = pulse.counts.is_none() && !matches!(broadcast.stage, Stage::Withdrawn);
    let closes = calendar::moment(pulse.closes).filter(|_| open);
    Some(Ballot { number, poll, room: room.clone(), options: pulse.options.len(), closes })
}

/// Its time has come: one total, and the votes are forgotten.
pub fn closing_time(
    seen: &Snapshot,
    input: &Incoming,
    broadcast: &Broadcast,
    pulse: &Pulse,
) -> Decision {
    let number = broadcast.number;
    let closes = calendar::moment(pulse.closes).unwrap_or(input.at);
    let votes = ballot::last(seen, number, closes, |_| pulse.options.len());
    let mut counts = vec![0_u32; pulse.options.len()];
    for vote in &votes {
        if let Some(count) = counts.get_mut(vote.choice as usize) {
            *count += 1;
        }
    }
    let all: u32 = counts.iter().sum();
    let counts = if all >= ENOUGH { counts } else { Vec::new() };
    let closed = Pulse { counts: Some(counts.clone()), ..pulse.clone() };
    // Who answered under four eyes did so in none of them.
    let asked = |room: &&RoomId| broadcast.targets.iter().any(|target| target.room == **room);
    let rooms = votes.iter().map(|vote| &vote.room).filter(asked).collect::<BTreeSet<_>>().len();
    let question = broadcast.text.clone();
    let words = match all >= ENOUGH {
        true => {
            let counts = pulse.options.iter().cloned().zip(counts).collect();
            PulseWords::Result { question, counts, rooms }
        }
        false => PulseWords::TooFew { question },
    };
    let told = report::outcomes(broadcast, &seen.sent)
        .filter(|(_, outcome)| matches!(outcome, report::Outcome::Sent(_)))
        .map(|(target, _)| target.room.clone())
        .filter(|room| *room != broadcast.room);
    // Who sees a poll closed sees how its room chose.
    let enough =
        |room: &RoomId| votes.iter().filter(|vote| vote.room == *room).count() >= ENOUGH as usize;
    let told: Vec<RoomId> = told.collect();
    let ends = told.iter().filter(|room| enough(room)).filter_map(|room| {
        let of = ballot::sent_as(seen, number, room, Poll::Pulse)?;
        let speech = Speech::unasked(vec![self::of(PulseWords::Ended)]);
        Some((room.clone(), Act::EndPoll { of, speech }))
    });
    let tells = std::iter::once(&broadcast.room)
        .chain(&told)
        .map(|room| (room.clone(), Act::Say(Speech::unasked(vec![of(words.clone())]))));
    let errand = Errand { number, purpose: Some(Purpose::Tells) };
    let sends = ends.chain(tells);
    let sends = sends.map(|(room, act)| Sending { room, act, urgency: Urgency::Quiz, errand });
    let outgoing: Vec<Outgoing> = sends
        .enumerate()
        .map(|(index, sending)| sending.into_outgoing(DeliveryKey::of(&input.cause, index)))
        .collect();
    let closed = Broadcast { pulse: Some(closed), ..broadcast.clone() };
    Decision {
        outgoing,
        changes: vec![Change::Broadcast(closed), Change::ResponsesOver { session: number }],
        because: Because::Rule("pulse closed"),
        ..Decision::default()
    }
}

/// Under four eyes: the polls that are open in this person's rooms.
pub fn unseen(seen: &Snapshot, input: &Incoming) -> Option<Reply> {
    let own: Vec<RoomId> = seen
        .rooms()
        .filter(|known| known.joined.member && !known.joined.direct)
        .map(|known| known.joined.room)
        .collect();
    let open = seen.broadcasts.iter().filter_map(|broadcast| {
        let (broadcast, pulse) = self::open(broadcast)?;
        let here = broadcast.targets.iter().any(|t| t.missed.is_none() && own.contains(&t.room));
        (here && fits(pulse.closes, input.at)).then_some((broadcast, pulse))
    });
    let sends: Vec<Sending> = open
        .map(|(broadcast, pulse)| {
            let words = PulseWords::Copy(Box::new((broadcast.text.clone(), pulse.clone())));
            Sending {
                room: input.room.clone(),
                act: Act::Say(Speech::unasked(vec![of(words)])),
                urgency: Urgency::Answer,
                errand: Errand { number: broadcast.number, purpose: Some(PURPOSE) },
            }
        })
        .collect();
    (!sends.is_empty()).then(|| Reply { sends, ..say(BroadcastWords::Pulse(PulseWords::Unseen)) })
}

fn of(words: PulseWords) -> Say {
    Say::Broadcast(BroadcastWords::Pulse(words))
}
