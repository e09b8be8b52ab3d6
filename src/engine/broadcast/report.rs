//! What became of a broadcast? Read from the outbox, room by room, so that it always adds up.

use crate::vocab::{
    Broadcast, ChangeWords, DeliveryKey, Fate, Missed, ReportWords, Sent, Stage, Target,
};

/// How far it is in one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there, by this delivery.
    Sent(DeliveryKey),
    /// It has yet to go; by this delivery, if it was given to the outbox.
    Waiting(Option<DeliveryKey>),
    /// It does not go.
    Missed(Missed),
}

/// Every room of the audience, once.
pub fn outcomes<'b>(
    broadcast: &'b Broadcast,
    sent: &'b [Sent],
) -> impl Iterator<Item = (&'b Target, Outcome)> {
    broadcast.targets.iter().map(move |target| (target, outcome(broadcast.stage, target, sent)))
}

fn outcome(stage: Stage, target: &Target, sent: &[Sent]) -> Outcome {
    if let Some(missed) = target.missed {
        return Outcome::Missed(missed);
    }
    if stage.before_sending() {
        return Outcome::Waiting(None);
    }
    let first = sent.iter().find(|sent| sent.room == target.room && sent.of.is_none());
    match first.map(|sent| (&sent.fate, &sent.key)) {
        None => Outcome::Missed(Missed::Unknown),
        Some((Fate::Waiting, key)) => Outcome::Waiting(Some(key.clone())),
        Some((Fate::Done, key)) => Outcome::Sent(key.clone()),
        Some((Fate::GivenUp(reason), _)) => Outcome::Missed(why(reason)),
    }
}

/// What a reason in the outbox means to people.
pub fn why(reason: &str) -> Missed {
    match reason {
        Fate::TAKEN_BACK => Missed::TakenBack,
        Fate::TOO_LATE => Missed::TooLate,
        Fate::NOT_THERE => Missed::Left,
        reason if reason.contains("M_FORBIDDEN") || reason.contains("403") => Missed::NoAccess,
        _ => Missed::Refused,
    }
}

/// The report of one.
pub fn report(broadcast: &Broadcast, sent: &[Sent]) -> ReportWords {
    let mut words = ReportWords {
        number: broadcast.number,
        stage: broadcast.stage,
        text: broadcast.text.clone(),
        pulse: broadcast.pulse.clone(),
        audience: broadcast.audience.clone(),
        rooms: broadcast.targets.len(),
        sent: 0,
        waiting: 0,
        missed: Vec::new(),
        change: None,
    };
    // The last change has the cause of the last delivery that changes something.
    let cause = |sent: &Sent| sent.key.as_str().rsplit_once('/').map(|(cause, _)| cause.to_owned());
    let last = sent.iter().rev().find(|sent| sent.of.is_some()).and_then(cause);
    let mut change = ChangeWords::default();
    for (target, outcome) in outcomes(broadcast, sent) {
        // What changed while it waited is there when the message is.
        let waits = matches!(outcome, Outcome::Waiting(_));
        let key = match outcome {
            Outcome::Sent(key) => {
                words.sent += 1;
                key
            }
            Outcome::Waiting(key) => {
                words.waiting += 1;
                let Some(key) = key else { continue };
                key
            }
            Outcome::Missed(missed) => {
                words.missed.push(Target { missed: Some(missed), ..target.clone() });
                continue;
            }
        };
        let changed = sent.iter().find(|s| s.of.as_ref() == Some(&key) && cause(s) == last);
        match changed.map(|sent| &sent.fate) {
            Some(Fate::Waiting) => change.waiting += 1,
            Some(Fate::Done) if waits => change.waiting += 1,
            Some(Fate::Done) => change.done += 1,
            Some(Fate::GivenUp(_)) => change.failed += 1,
            None => change.untouched += 1,
        }
    }
    words.change = last.map(|_| change);
    words
}
