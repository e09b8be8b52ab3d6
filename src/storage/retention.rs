//! What is past its time?

use super::fault::Trouble;
use super::pool::Transaction;
use crate::vocab::{Retention, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;

/// What goes when it is older than so many days; `$1` is that moment in milliseconds, or the month of
/// it where months are kept.
struct Rule {
    what: &'static str,
    days: fn(&Retention) -> u16,
    monthly: bool,
    drop: &'static str,
}

/// Of everything that is kept; in this order.
const RULES: [Rule; 13] = [
    rule("handled events", |keep| keep.handled, "delete from inbox where decided_at < $1"),
    rule("undecrypted events", |keep| keep.handled, "delete from undecrypted where at < $1"),
    rule("conversations", |keep| keep.conversations, "delete from exchange where asked < $1"),
    // Before its deliveries: a report adds up for as long as it can be asked for.
    rule("broadcasts", |keep| keep.conversations, "delete from broadcast where at < $1"),
    rule("sessions", |keep| keep.conversations, "delete from session where at < $1"),
    rule(
        "responses",
        |keep| keep.conversations,
        "delete from response where at < $1 and session not in (select number from session)
         and session not in (select number from round)",
    ),
    // Except what a waiting edit or removal is about.
    rule(
        "answers",
        |keep| keep.conversations,
        "delete from outbox where finished < $1 and key not in
         (select target from outbox where state = 'waiting' and target is not null)
         and (number is null or number not in (select number from session)
              and number not in (select number from round))",
    ),
    rule("rounds", |keep| keep.conversations, "delete from round where at < $1"),
    rule("quiz counts", Retention::quiz_counts, "delete from asked where at < $1"),
    rule("matters", |keep| keep.gaps, "delete from matter where coalesce(closed, at) < $1"),
    rule("actions", |keep| keep.log, "delete from action where at < $1"),
    rule("marks", |keep| keep.counts, "delete from mark where at < $1"),
    Rule {
        monthly: true,
        ..rule("counts", |keep| keep.counts, "delete from tally where month < $1")
    },
];

const fn rule(what: &'static str, days: fn(&Retention) -> u16, drop: &'static str) -> Rule {
    Rule { what, days, monthly: false, drop }
}

/// Drops what is past its time, and logs how much of what.
pub async fn prune(tx: &mut Transaction, at: Timestamp, keep: &Retention) -> Result<(), Trouble> {
    for rule in &RULES {
        let days = (rule.days)(keep);
        let before = at.to_zoned(TimeZone::UTC).saturating_sub(i64::from(days).days());
        let rows = if rule.monthly {
            let month = before.strftime("%Y-%m").to_string();
            tx.run(rule.drop, &[month.as_str().into()]).await?
        } else {
            tx.run(rule.drop, &[before.timestamp().as_millisecond().into()]).await?
        };
        if rows > 0 {
            tracing::info!(what = rule.what, days, rows, "forgot what is past its time");
        }
    }
    Ok(())
}
