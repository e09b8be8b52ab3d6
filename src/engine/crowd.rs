//! What if somebody asks more than one person can? The answers stop for a moment, calmly, so that they
//! keep coming for everybody else. Danger is always answered.

use super::World;
use crate::vocab::{
    Act, Because, Change, Crowd, Decision, DeliveryKey, EventId, Incoming, Lately, Outgoing, Say,
    Speech, Urgency, What,
};

/// Why something was not answered.
const TOO_MANY: Because = Because::Rule("too many");

/// What is left of a decision when its person or room has had enough answers for this minute.
pub fn calm(world: &World, lately: Lately, input: &Incoming, decision: Decision) -> Decision {
    let asked = input.what.asks();
    match world.crowd {
        Some(crowd) if asked && !decision.outgoing.is_empty() => {
            limit(crowd, lately, input, decision)
        }
        _ => decision,
    }
}

fn limit(crowd: Crowd, lately: Lately, input: &Incoming, mut decision: Decision) -> Decision {
    let danger = decision.tells_danger();
    if danger || (lately.person < crowd.person && lately.room < crowd.room()) {
        let many = match danger {
            true => lately.danger >= crowd.at_once(),
            false => lately.person >= crowd.at_once() || lately.room >= crowd.person,
        };
        for outgoing in decision.outgoing.iter_mut().filter(|_| many) {
            outgoing.urgency = outgoing.urgency.max(Urgency::Correction);
        }
        return decision;
    }
    if decision.outgoing.iter().any(|outgoing| matches!(outgoing.act, Act::Remove { .. })) {
        return decision;
    }
    // What somebody chose counts, also when nothing is said to it.
    let chose = decision.changes.iter().any(|change| matches!(change, Change::Response(_)));
    let kept = |change: &Change| chose && !matches!(change, Change::Exchange(_));
    let changes = decision.changes.into_iter().filter(kept).collect();
    let room = lately.room >= crowd.room();
    let told = if room { lately.room_told } else { lately.person_told };
    let outgoing = (!told).then(|| notice(input, room)).into_iter().collect();
    Decision { changes, outgoing, because: TOO_MANY, ..Decision::default() }
}

fn notice(input: &Incoming, room: bool) -> Outgoing<Vec<Say>> {
    let thread = match &input.what {
        What::Message(message) | What::Edit { message, .. } => message.thread.clone(),
        _ => None,
    };
    let reply_to = match &input.what {
        What::Reaction { to, .. } => to.clone(),
        _ => EventId::new(input.cause.as_str()),
    };
    let speech =
        Speech { reply_to: Some(reply_to), thread, ..Speech::unasked(vec![Say::TooMany { room }]) };
    // Behind the answers before it.
    let urgency = Urgency::Correction;
    let key = DeliveryKey::of(&input.cause, 0);
    Outgoing { urgency, ..Outgoing::new(key, input.room.clone(), Act::Say(speech)) }
}
