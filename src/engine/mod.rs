//! What does the bot decide? A pure function of the world, what was loaded, and what came in.
//!
//! The one place that orders the features: being addressed, safety, commands, the answer.

mod acted;
mod agenda;
pub mod answer;
mod audience;
mod ballot;
mod broadcast;
mod calendar;
mod choice;
mod command;
mod crowd;
mod curate;
pub mod dates;
mod doubt;
mod entry;
mod explain;
mod fold;
mod follow;
mod gemeente;
mod hashing;
mod health;
mod holidays;
mod learnt;
mod meant;
pub mod measure;
mod obey;
mod poll;
mod privacy;
pub mod quiz;
mod removal;
mod reply;
mod room;
mod safe;
pub mod safety;
mod sending;
mod session;
mod steps;
mod wake;

use crate::knowledge::Base;
use crate::vocab::{
    Access, Because, Broken, Change, Crowd, Decision, DeliveryKey, Incoming, Message, PersonalData,
    Plan, Rate, Retention, RoomId, Snapshot, Timestamp, Urgency, UserId, What,
};
pub use agenda::late_before;
use answer::Index;
pub use calendar::local;
pub use explain::{Explained, explain};
pub use health::{NEARLY_FULL, told};
use learnt::{Reader, Writer};
pub use meant::{agrees, meant, scope};
pub use removal::overheard;
use safety::Rules;
pub use session::{Year, may_plan, plan_year, without_names};
use std::collections::BTreeSet;
pub use wake::{skipped, standing};

/// Everything that stays the same between two events.
pub struct World {
    /// The bot's own user.
    pub me: UserId,
    /// The name by which it is called, without `@`.
    pub name: String,
    /// The curated base.
    pub base: Base,
    /// The base, ready to be searched.
    pub index: Index,
    /// What counts as danger and as personal data.
    pub rules: Rules,
    /// Who may do what.
    pub access: Access,
    /// Where those who look after the base hear what they must know.
    pub control_room: Option<RoomId>,
    /// How long what is kept is kept.
    pub keep: Retention,
    /// How much the homeserver lets the account send; none: as much as it likes.
    pub rate: Option<Rate>,
    /// A reminder that comes later than this after its moment is not said any more.
    pub late_until: jiff::SignedDuration,
    /// How much one person may ask in a minute; none: as much as they like.
    pub crowd: Option<Crowd>,
    /// What the bot could not start with; when there is any, it works in safe mode.
    pub broken: Vec<Broken>,
}

/// Unless the config says otherwise, this late is too late.
const LATE_UNTIL: jiff::SignedDuration = jiff::SignedDuration::from_hours(12);

impl World {
    /// The world of a base. Learning the base is most of the work: `recall` may give what
    /// [`Self::learnt`] gave for the same key before.
    pub fn new(
        me: UserId,
        name: impl Into<String>,
        base: Base,
        access: Access,
        recall: impl FnOnce(u64) -> Option<Vec<u8>>,
    ) -> Self {
        let recalled = recall(learnt::key(&base)).and_then(|bytes| {
            let reader = &mut Reader(&bytes);
            Some((Index::read(&base, reader)?, Rules::read(&base, reader)?))
        });
        let (index, rules) = recalled.unwrap_or_else(|| (Index::learn(&base), Rules::learn(&base)));
        Self {
            me,
            name: name.into(),
            base,
            index,
            rules,
            access,
            control_room: None,
            keep: Retention::default(),
            rate: None,
            late_until: LATE_UNTIL,
            crowd: None,
            broken: Vec::new(),
        }
    }

    /// What was learnt of the base, and the key under which it can be recalled.
    pub fn learnt(&self) -> (u64, Vec<u8>) {
        let mut writer = Writer::default();
        self.index.write(&mut writer);
        self.rules.write(&mut writer);
        (learnt::key(&self.base), writer.finish())
    }

    /// The same world with a control room.
    pub fn reporting_to(self, control_room: Option<RoomId>) -> Self {
        Self { control_room, ..self }
    }

    /// The same world with this much that may be sent.
    pub fn sending(self, rate: Option<Rate>) -> Self {
        Self { rate, ..self }
    }

    /// How many seconds it takes to send so many messages that nobody waits for, when nothing else is.
    fn seconds_for(&self, messages: usize) -> u64 {
        self.rate.map_or(0, |rate| rate.seconds_for(messages, 0.0))
    }

    /// The same from now on, behind what was sent and what waits, and after the reply that says so.
    fn seconds_from(
        &self,
        seen: &Snapshot,
        now: Timestamp,
        urgency: Urgency,
        messages: usize,
    ) -> u64 {
        let before = |rate| seen.traffic.before(rate, urgency, now) + 1.0;
        self.rate.map_or(0, |rate| rate.seconds_for(messages, before(rate)))
    }

    /// The same world with a limit to what comes late.
    pub fn late_until(self, late_until: jiff::SignedDuration) -> Self {
        Self { late_until, ..self }
    }

    /// The same world with a limit to what one person may ask.
    pub fn answering(self, crowd: Crowd) -> Self {
        Self { crowd: Some(crowd), ..self }
    }

    /// The same world in safe mode, when something is broken.
    pub fn without(self, broken: Vec<Broken>) -> Self {
        Self { broken, ..self }
    }

    /// The same world with a time for everything that is kept.
    pub fn keeping(self, keep: Retention) -> Self {
        Self { keep, ..self }
    }
}

/// The same event without personal data in its text: only this may be stored.
pub fn withheld(world: &World, seen: &Snapshot, mut input: Incoming) -> Incoming {
    let found = match &input.what {
        What::Message(message) | What::Edit { message, .. } => {
            personal(world, seen, &input, message)
        }
        _ => return input,
    };
    if let What::Message(message) | What::Edit { message, .. } = &mut input.what
        && !found.is_empty()
    {
        message.text = world.rules.mask(&message.text);
        message.withheld = found.into_iter().collect();
    }
    input
}

/// Which personal data a message holds. Of a command whose words could be taken for some ("31 verstuur
/// morgen 9.00": a street?), the parts that people chose freely are judged, each on its own.
fn personal(
    world: &World,
    seen: &Snapshot,
    input: &Incoming,
    message: &Message,
) -> BTreeSet<PersonalData> {
    let found = world.rules.personal(&message.text);
    if found.is_empty() {
        return found;
    }
    let request = command::read(message, &world.name);
    if session::plans(seen, input, &request) {
        return found.into_iter().filter(|kind| session::private(*kind)).collect();
    }
    let parts = broadcast::free(&request, input.at);
    match parts {
        Some(parts) if parts.iter().all(|part| world.rules.personal(part).is_empty()) => {
            BTreeSet::new()
        }
        _ => found,
    }
}

/// The same event after the message that the asker agreed to pass on was read again: `read` is its
/// sender and text, if it can be read. Only what is masked here may be stored.
pub fn agreed(
    world: &World,
    seen: &Snapshot,
    input: Incoming,
    read: Option<(UserId, String)>,
) -> Incoming {
    let Some(exchange) = &seen.exchange else { return input };
    // Only what the asker wrote; an event of somebody else can be named by anyone.
    let text = read.filter(|(sender, _)| *sender == exchange.asker).map(|(_, text)| text);
    let text = text.and_then(|text| curate::masked(world, &text));
    Incoming { what: What::Agreed { question: exchange.question.clone(), text }, ..input }
}

/// The whole bot.
pub fn decide(world: &World, seen: &Snapshot, input: &Incoming) -> Decision {
    let decision = consider(world, seen, input);
    let mut decision = crowd::calm(world, seen.lately, input, decision);
    let done = acted::acted(seen, input, &decision);
    decision.changes.extend(done.into_iter().map(Change::Acted));
    if let (Some(room), false) = (&world.control_room, decision.reports.is_empty()) {
        let key = DeliveryKey::of(&input.cause, decision.outgoing.len());
        let reports = std::mem::take(&mut decision.reports);
        decision.outgoing.push(curate::report(key, room.clone(), reports));
    }
    decision
}

fn consider(world: &World, seen: &Snapshot, input: &Incoming) -> Decision {
    let removed = seen
        .exchange
        .as_ref()
        .and_then(|exchange| removal::agreed(input, exchange, meant::agrees(world, seen, input)?));
    if let Some(decision) = removed {
        return decision;
    }
    match &input.what {
        What::Message(message) => reply::to_message(world, seen, input, message),
        What::Edit { of, message } => reply::to_edit(world, seen, input, of, message),
        What::Reaction { key, .. } => reply::to_reaction(world, seen, input, key),
        What::Redaction { .. } => reply::to_redaction(seen, input),
        What::Unreadable => room::unreadable(seen, input),
        What::Invited => room::invited(world, input),
        What::Joined => room::joined(world, seen, input),
        What::Left => room::left(seen, input),
        What::Upgraded { successor } => room::upgraded(world, input, successor),
        What::Agreed { question, text } => {
            curate::agreed(world, seen, input, question, text.as_deref())
        }
        What::Removed { event } => removal::removed(seen, input, event),
        What::NotRemoved { event } => removal::refused(seen, input, event),
        What::Overheard { kinds, removable, thread, .. } => {
            removal::warn(seen, input, kinds, *removable, thread.as_ref())
        }
        What::ReadAgain { wrong, more } => curate::read_again(world, wrong, *more),
        What::Wake { due, person, plan: Some(plan), .. } => {
            let wake = agenda::Due { input, due: *due, planner: person.as_ref() };
            match plan {
                Plan::Reminder(reminder) => agenda::due(world, seen, &wake, reminder),
                Plan::Broadcast { number } => broadcast::due(world, seen, &wake, *number),
                Plan::Through { number } => broadcast::through(world, seen, input, *number),
                // Nobody chose: the words are not kept any longer.
                Plan::Doubt(_) => change("doubt: over", Vec::new()),
                Plan::Quiz(rhythm) => quiz::due(world, seen, &wake, rhythm),
                Plan::Measure(measure) => quiz::measured(world, seen, &wake, *measure),
                Plan::Round { number } => quiz::closing(world, seen, input, *number),
                Plan::Session { number, moment } => {
                    session::due(world, seen, &wake, *number, moment)
                }
            }
        }
        What::Wake { key, due, .. } => wake::woken(world, seen, input, key, *due),
        What::Ailing { ailment } => health::ailing(ailment.clone()),
        What::Late { plans } => agenda::late(world, seen, input, plans),
    }
}

/// The moment from which an answer to something said at `at` must be heard: half a minute later the
/// asker has put the phone away.
fn patience(at: Timestamp) -> Option<Timestamp> {
    at.checked_add(jiff::SignedDuration::from_secs(30)).ok()
}

/// A decision that says nothing.
fn change(because: &'static str, changes: Vec<Change>) -> Decision {
    Decision { changes, because: Because::Rule(because), ..Decision::default() }
}
