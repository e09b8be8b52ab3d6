//! When may the account send its next message? One budget for everything, kept a little below what the
//! homeserver allows, so that an answer never waits for what went to many rooms.

use crate::vocab::{Rate, Timestamp, Urgency};
use std::time::Duration;

/// What was sent lately, as the homeserver counts: a bucket that leaks. Full is too much.
pub(super) struct Budget {
    rate: Option<Rate>,
    used: f64,
    at: Timestamp,
}

impl Budget {
    /// These were sent before, in order. Without a rate nothing is ever too much.
    pub(super) fn new(rate: Option<Rate>, sent: &[Timestamp], now: Timestamp) -> Self {
        let used = rate.map_or(0.0, |rate| {
            // An answer is tried at once also after a restart; the homeserver says if it is too much.
            let kept = rate.burst.saturating_sub(Rate::KEPT);
            rate.used(sent, now).min(f64::from(kept))
        });
        Self { rate, used, at: now }
    }

    /// From when on one more of this urgency may be sent.
    pub(super) fn free_at(&self, urgency: Urgency, now: Timestamp) -> Timestamp {
        let Some(rate) = self.rate else { return now };
        let kept = if urgency <= Urgency::Answer { 0.0 } else { f64::from(Rate::KEPT) };
        // Never less than one at a time, however small the burst is.
        let room = (f64::from(rate.burst) - kept).max(1.0);
        let over = self.left(rate, now) + 1.0 - room;
        if over <= 0.0 {
            return now;
        }
        later(now, Duration::from_secs_f64(over / rate.per_second))
    }

    /// One is sent.
    pub(super) fn spend(&mut self, now: Timestamp) {
        let Some(rate) = self.rate else { return };
        self.used = self.left(rate, now) + 1.0;
        self.at = now;
    }

    /// The homeserver says that it was too much: it knows better.
    pub(super) fn exhaust(&mut self, now: Timestamp) {
        let Some(rate) = self.rate else { return };
        self.used = f64::from(rate.burst);
        self.at = now;
    }

    fn left(&self, rate: Rate, now: Timestamp) -> f64 {
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        (self.used - passed * rate.per_second).max(0.0)
    }
}

/// A moment later.
pub(super) fn later(now: Timestamp, pause: Duration) -> Timestamp {
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Traffic;

    const RATE: Rate = Rate { per_second: 0.2, burst: 10 };

    /// Sends as soon as it may; gives the second of each.
    fn sent(budget: &mut Budget, urgency: Urgency, count: usize, from: i64) -> Vec<i64> {
        let mut now = Timestamp::from_second(from).unwrap();
        let send = |_| {
            now = budget.free_at(urgency, now);
            budget.spend(now);
            now.as_second()
        };
        (0..count).map(send).collect()
    }

    fn fresh() -> Budget {
        Budget::new(Some(RATE), &[], Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_goes_to_many_rooms_uses_what_there_is_but_for_two() {
        let moments = sent(&mut fresh(), Urgency::Broadcast, 11, 0);
        assert_eq!(moments, [0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 15]);
    }

    #[test]
    fn an_answer_in_between_does_not_wait() {
        let mut budget = fresh();
        sent(&mut budget, Urgency::Reminder, 12, 0);
        assert_eq!(sent(&mut budget, Urgency::Answer, 3, 20), [20, 20, 25]);
        // What goes to many rooms waits for as long as the answers took.
        assert_eq!(sent(&mut budget, Urgency::Broadcast, 1, 25), [40]);
    }

    #[test]
    fn after_a_refusal_nothing_is_left() {
        let mut budget = fresh();
        budget.exhaust(Timestamp::UNIX_EPOCH);
        assert_eq!(sent(&mut budget, Urgency::Danger, 1, 0), [5]);
    }

    #[test]
    fn what_was_sent_before_a_restart_still_counts() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let before: Vec<Timestamp> = [0; 8].map(at).to_vec();
        let mut budget = Budget::new(Some(RATE), &before, at(10));
        assert_eq!(sent(&mut budget, Urgency::Broadcast, 3, 10), [10, 10, 15]);
    }

    #[test]
    fn the_forecast_is_what_happens() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (before, waiting, rooms) in
            [(vec![], 0, 14), (vec![at(99)], 0, 14), (vec![at(60); 9], 20, 50), (vec![], 0, 3)]
        {
            let mut budget = Budget::new(Some(RATE), &before, at(100));
            let behind = Traffic { sent: before, waiting: vec![(Urgency::Correction, waiting)] };
            let behind = behind.before(RATE, Urgency::Broadcast, at(100)) + 1.0;
            let forecast = RATE.seconds_for(rooms, behind);
            // The reply that says so, what waited, and the rooms; each answer meanwhile is one more.
            sent(&mut budget, Urgency::Answer, 1, 100);
            let all = sent(&mut budget, Urgency::Broadcast, waiting + rooms, 100);
            let took = all.last().map_or(0, |last| last - 100);
            assert!(took.abs_diff(forecast as i64) <= 1, "{rooms}: {took} for {forecast}");
        }
    }

    #[test]
    fn a_small_burst_still_sends_and_no_rate_sends_all() {
        let slow = Some(Rate { per_second: 1.0, burst: 1 });
        let mut budget = Budget::new(slow, &[], Timestamp::UNIX_EPOCH);
        assert_eq!(sent(&mut budget, Urgency::Quiz, 3, 0), [0, 1, 2]);
        let mut free = Budget::new(None, &[], Timestamp::UNIX_EPOCH);
        assert_eq!(sent(&mut free, Urgency::Quiz, 3, 0), [0, 0, 0]);
    }
}
