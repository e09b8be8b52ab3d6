//! What does the event at hand answer, or take back?

use crate::vocab::{Errand, Incoming, Poll, Purpose, Response, Snapshot, What};

/// The number and the poll of the message that an event is attached to, or that it is a new version of an
/// answer to.
pub fn asked(seen: &Snapshot, input: &Incoming) -> Option<(u32, Poll)> {
    let about = |errand: Errand| Some((errand.number, errand.purpose.and_then(Purpose::answers)?));
    match (seen.errand.and_then(about), &input.what) {
        (Some(asked), _) => Some(asked),
        // Only by who gave it: what is put to a colleague's answer is theirs to read.
        (_, What::Edit { .. }) => {
            let own = |answered: &&Response| answered.person == input.from.user;
            taken(seen, input).filter(own).map(|answered| (answered.session, answered.poll))
        }
        _ => None,
    }
}

/// The answer that an event is a new version of, or takes away. Under four eyes it may count for a team's
/// room.
pub fn taken<'s>(seen: &'s Snapshot, input: &Incoming) -> Option<&'s Response> {
    let (What::Edit { of, .. } | What::Redaction { of }) = &input.what else { return None };
    let there = |answered: &&Response| answered.room == input.room || input.direct;
    seen.answered.as_ref().filter(|answered| answered.event == *of).filter(there)
}
