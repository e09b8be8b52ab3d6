//! Which of several processes that share this memory decides and delivers? The one that holds the lease.
//! Only the database's clock counts: a machine's own may be wrong, and a process may have slept.

use super::fault::Trouble;
use super::pool::{Pool, Transaction, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// How long the lead lasts without a sign of life, in milliseconds.
const LASTS: i64 = 6_000;

/// A process that was not seen for so long, in milliseconds, cannot take the lead.
const GONE: i64 = 5_000;

/// This process shares with nobody: it never asked for the lead.
const ALONE: i64 = -1;

/// Another process leads, or nobody does.
const FOLLOWS: i64 = 0;

/// What this process knows of its lead; clones share it.
#[derive(Debug, Clone)]
pub struct Lease {
    /// Of all who ever led, the how-manieth this lead is; or one of the above.
    fence: Arc<AtomicI64>,
}

impl Default for Lease {
    fn default() -> Self {
        Self { fence: Arc::new(AtomicI64::new(ALONE)) }
    }
}

/// The database's clock, in milliseconds.
macro_rules! now {
    () => {
        "(extract(epoch from clock_timestamp()) * 1000)::bigint"
    };
}
pub(super) use now;

/// Another process that lives and hears the homeserver goes before one that does not hear it.
macro_rules! fit {
    () => {
        concat!(
            "($2 = 1 or not exists (select 1 from replica where device <> $1 and hears = 1
                                      and seen > ",
            now!(),
            " - $3))"
        )
    };
}

impl Lease {
    /// Shows that this device lives and whether it `hears` the homeserver; takes the lead when nobody has
    /// it, or keeps it. Whether it leads now, and went on leading: who lost the lead in between must begin
    /// anew with what it read before.
    pub async fn hold(&self, pool: &Pool, device: &str, hears: bool) -> Result<bool, Trouble> {
        const SEEN: &str = concat!(
            "insert into replica (device, seen, hears) values ($1, ",
            now!(),
            ", $2) on conflict (device) do update set seen = excluded.seen, hears = excluded.hears"
        );
        const KEEP: &str = concat!(
            "update lease set ends = ",
            now!(),
            " + $4 where holder = $1 and fence = $5 and ends > ",
            now!(),
            " and ",
            fit!()
        );
        const TAKE: &str = concat!(
            "update lease set holder = $1, fence = fence + 1, ends = ",
            now!(),
            " + $4 where ends <= ",
            now!(),
            " and ",
            fit!(),
            " returning fence"
        );
        let Pool::Postgres(_) = pool else { return Ok(true) };
        let hears = Value::from(i64::from(hears));
        pool.run(SEEN, &[device.into(), hears]).await?;
        let fence = self.fence();
        let values = [device.into(), hears, GONE.into(), LASTS.into()];
        let mut keep = values.to_vec();
        keep.push(fence.into());
        if fence > FOLLOWS && pool.run(KEEP, &keep).await? > 0 {
            return Ok(true);
        }
        // Who led until now begins anew, also when it takes the lead again.
        if self.fence.swap(FOLLOWS, Ordering::Relaxed) > FOLLOWS {
            return Ok(false);
        }
        let taken = pool.rows(TAKE, &values).await?;
        let Some(row) = taken.first() else { return Ok(false) };
        self.fence.store(row.get("fence")?, Ordering::Relaxed);
        Ok(true)
    }

    /// Lets another take the lead at once.
    pub async fn resign(&self, pool: &Pool, device: &str) -> Result<(), Trouble> {
        let Pool::Postgres(_) = pool else { return Ok(()) };
        let fence = self.fence.swap(FOLLOWS, Ordering::Relaxed);
        let end = "update lease set ends = 0 where holder = $1 and fence = $2";
        pool.run(end, &[device.into(), fence.into()]).await?;
        pool.run("delete from replica where device = $1", &[device.into()]).await?;
        Ok(())
    }

    /// The number of this lead, for a statement that checks it: below 0 there is nothing to check.
    pub fn fence(&self) -> i64 {
        self.fence.load(Ordering::Relaxed)
    }

    /// Whether this process leads, for as long as the transaction lasts: who takes the lead waits for it.
    pub async fn leads(&self, tx: &mut Transaction) -> Result<bool, Trouble> {
        const HELD: &str = concat!(
            "select 1 as held from lease where fence = $1 and ends > ",
            now!(),
            " for share"
        );
        let Transaction::Postgres(_) = tx else { return Ok(true) };
        let fence = self.fence();
        if fence == ALONE {
            return Ok(true);
        }
        Ok(tx.row(HELD, &[fence.into()]).await?.is_some())
    }
}
