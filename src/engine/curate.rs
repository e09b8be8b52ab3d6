//! How does the base become better by use? Thumbs, "klopt niet", gaps that people pass on, and the
//! list of what is to be done.

use super::reply::{Reply, rule};
use super::{World, calendar, command, steps};
use crate::vocab::{
    About, Act, Because, Change, Counted, CurationWords, Decision, DeliveryKey, EventId, Exchange,
    GapWords, Incoming, Matter, Message, Misread, Offer, Outgoing, PrivacyWords, Report, RoomId,
    Say, Snapshot, Speech, Thumbs, Timestamp, TopicId,
};
use std::collections::BTreeMap;

/// The longest text that is passed on, in characters.
const LONGEST_GAP: usize = 400;

/// From so many choices of another topic on, two topics are called confused.
const CONFUSED: u32 = 2;

/// A thumb on an answer counts for its entry; who gave it is not kept.
pub fn thumb(seen: &Snapshot, input: &Incoming, key: &str) -> Option<Decision> {
    let topic = judged(seen)?.clone();
    let what = match command::thumb(key)? {
        true => Counted::Up(topic),
        false => Counted::Down(topic),
    };
    let changes = vec![count(input, what)];
    Some(Decision { changes, because: Because::Rule("thumb"), ..Decision::default() })
}

/// The topic of the answer that was given; an offer to choose is no answer.
pub fn judged(seen: &Snapshot) -> Option<&TopicId> {
    let exchange = seen.exchange.as_ref().filter(|exchange| exchange.options.is_empty())?;
    exchange.topic.as_ref()
}

/// One more of something in the month of the event.
pub fn count(input: &Incoming, what: Counted) -> Change {
    Change::Count { month: calendar::month(input.at), what }
}

/// "klopt niet" about an answer; with what follows, it can be passed on.
pub fn wrong(seen: &Snapshot, input: &Incoming, text: &str) -> Option<Reply> {
    let remark = command::wrong(text)?;
    let exchange = seen.exchange.as_ref()?;
    let topic = exchange.topic.clone()?;
    let mut reply = rule("klopt niet", Say::NotRight { why: !remark.is_empty() });
    reply.changes.push(count(input, Counted::Wrong(topic.clone())));
    reply.topic = Some(topic);
    Some(reply)
}

/// Offers to pass the message on, where there is somebody to pass it on to.
pub fn offer(world: &World, input: &Incoming, reply: &mut Reply) {
    if world.control_room.as_ref().is_some_and(|room| *room != input.room) {
        reply.says.push(Say::OfferToPassOn);
        reply.offer = Some(Offer::PassOn(EventId::new(input.cause.as_str())));
    }
}

/// The reason of the reply to who does not want what was offered.
pub const DECLINED: &str = "declined";

/// The asker does not want it.
pub fn declined(seen: &Snapshot, text: &str) -> Option<Reply> {
    let offer = seen.exchange.as_ref()?.offer.as_ref().filter(|offer| offer.open())?;
    let say = match offer {
        Offer::PassOn(_) => Say::NotPassedOn,
        Offer::Remove(_) | Offer::Overheard(_) => Say::Privacy(PrivacyWords::LeftStanding),
    };
    command::declines(text).then(|| rule(DECLINED, say))
}

/// What of a message that was read again may lie in the control room: the question itself, without
/// personal data, and not endless. None when nothing is left.
pub fn masked(world: &World, text: &str) -> Option<String> {
    let message = Message { text: text.to_owned(), ..Message::default() };
    let asked = match command::read(&message, &world.name) {
        command::Request::Question(asked) => asked,
        _ => return None,
    };
    let asked = command::wrong(&asked).filter(|remark| !remark.is_empty()).unwrap_or(asked);
    let masked = world.rules.mask(&asked);
    let mut line = masked.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST_GAP) {
        line.truncate(cut);
        line.push('…');
    }
    Some(line)
}

/// The asker agreed: the message lies in the control room, and the asker hears its number.
pub fn agreed(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    question: &EventId,
    text: Option<&str>,
) -> Decision {
    let offered = |exchange: &&Exchange| {
        exchange.question == *question
            && matches!(exchange.offer, Some(Offer::PassOn(_)))
            && exchange.asker == input.from.user
    };
    let (Some(exchange), Some(_)) = (seen.exchange.as_ref().filter(offered), &world.control_room)
    else {
        // Agreed twice, or the question is gone.
        return Decision { because: Because::Rule("no offer"), ..Decision::default() };
    };
    let mut decision = Decision { because: Because::Rule("agreed"), ..Decision::default() };
    let say = match text {
        // The offer stays: perhaps it was only the homeserver that was away.
        None => Say::CannotPassOn,
        Some(text) => {
            let number = seen.next_number;
            let (text, topic) = (text.to_owned(), exchange.topic.clone());
            let about = About::Gap { text, topic };
            let matter = Matter { number, at: input.at, about };
            decision.reports.extend(gap_words(world, &matter).map(Report::Gap));
            decision.changes.push(Change::Open(matter));
            let done = Exchange { offer: None, ..exchange.clone() };
            decision.changes.push(Change::Exchange(done));
            Say::PassedOn { number }
        }
    };
    let speech = Speech {
        reply_to: Some(exchange.question.clone()),
        thread: exchange.thread.clone(),
        mention: vec![input.from.user.clone()],
        loud_from: super::patience(input.at),
        ..Speech::unasked(vec![say])
    };
    let key = DeliveryKey::of(&input.cause, 0);
    decision.outgoing.push(Outgoing::new(key, input.room.clone(), Act::Say(speech)));
    decision
}

/// One message to the control room.
pub fn report(key: DeliveryKey, room: RoomId, reports: Vec<Report>) -> Outgoing {
    let loud = reports.iter().any(Report::loud);
    let body = reports.into_iter().map(Say::Report).collect();
    let speech = Speech { loud, ..Speech::unasked(body) };
    Outgoing::new(key, room, Act::Say(speech))
}

/// The files of the bot were read again: what is wrong with them, or that they are good.
pub fn read_again(world: &World, wrong: &[Misread], more: usize) -> Decision {
    let report = match wrong.is_empty() {
        true => Report::FilesGood { entries: world.base.entries.len() },
        false => Report::FilesWrong { first: wrong.to_vec(), more },
    };
    Decision {
        reports: vec![report],
        because: Because::Rule("files read again"),
        ..Decision::default()
    }
}

/// `!meld gaten`.
pub fn gaps(world: &World, seen: &Snapshot) -> Reply {
    rule("command:gaten", Say::Report(Report::Gaps(open_gaps(world, seen))))
}

/// `!meld gat 12 klaar`.
pub fn close(seen: &Snapshot, at: Timestamp, number: u32) -> Reply {
    let open = seen
        .matters
        .iter()
        .any(|matter| matter.number == number && matches!(matter.about, About::Gap { .. }));
    if !open {
        return rule("command:gat", Say::Report(Report::NoSuchNumber { number }));
    }
    Reply {
        changes: vec![Change::Close { number, at }],
        ..rule("command:gat", Say::Report(Report::GapClosed { number }))
    }
}

/// `!meld curatie`: the counts that were loaded are those of this month.
pub fn curation(world: &World, seen: &Snapshot, month: String, at: Timestamp) -> Report {
    let of =
        |topic: &TopicId| title_of(world, topic).map_or_else(|| topic.to_string(), str::to_owned);
    let mut thumbs: BTreeMap<&TopicId, Thumbs> = BTreeMap::new();
    let mut confused = Vec::new();
    for tally in &seen.tallies {
        let (topic, place): (_, fn(&mut Thumbs) -> &mut u32) = match &tally.what {
            // How often is a matter of the quiz's insight.
            Counted::Asked(_) => continue,
            Counted::Up(topic) => (topic, |thumbs| &mut thumbs.up),
            Counted::Down(topic) => (topic, |thumbs| &mut thumbs.down),
            Counted::Wrong(topic) => (topic, |thumbs| &mut thumbs.wrong),
            Counted::Chosen { first, chosen } => {
                if first != chosen && tally.times >= CONFUSED {
                    confused.push((of(first), of(chosen), tally.times));
                }
                continue;
            }
        };
        let empty = || Thumbs { title: of(topic), up: 0, down: 0, wrong: 0 };
        *place(thumbs.entry(topic).or_insert_with(empty)) += tally.times;
    }
    let mut thumbs: Vec<Thumbs> = thumbs.into_values().collect();
    thumbs.sort_by_key(|t| (std::cmp::Reverse(t.down + t.wrong), t.up, t.title.clone()));
    confused.sort_by_key(|(first, chosen, times)| {
        (std::cmp::Reverse(*times), first.clone(), chosen.clone())
    });
    let overdue = overdue(world, at);
    let walk_overdue = steps::overdue(world, at);
    Report::Curation(CurationWords {
        month,
        thumbs,
        confused,
        gaps: open_gaps(world, seen),
        overdue,
        walk_overdue,
    })
}

/// The titles of what is past the date by which it had to be looked at again.
pub fn overdue(world: &World, at: Timestamp) -> Vec<String> {
    let today = calendar::today(at);
    let entries = world.base.entries.values().filter(|entry| entry.review_by < today);
    let entries = entries.map(|entry| entry.title.clone());
    let additions = world.base.additions.iter().flat_map(|(region, of_region)| {
        let old = of_region.iter().filter(|(_, addition)| addition.review_by < today);
        old.filter_map(move |(topic, _)| Some(format!("{} ({region})", title_of(world, topic)?)))
    });
    entries.chain(additions).collect()
}

fn open_gaps(world: &World, seen: &Snapshot) -> Vec<GapWords> {
    seen.matters.iter().filter_map(|matter| gap_words(world, matter)).collect()
}

fn gap_words(world: &World, matter: &Matter) -> Option<GapWords> {
    let About::Gap { text, topic } = &matter.about else { return None };
    let title = topic.as_ref().and_then(|topic| title_of(world, topic)).map(str::to_owned);
    Some(GapWords { number: matter.number, text: text.clone(), title })
}

fn title_of<'w>(world: &'w World, topic: &TopicId) -> Option<&'w str> {
    Some(&world.base.entries.get(topic)?.title)
}
