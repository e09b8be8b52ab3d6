//! How does the memory keep its promises? Each call of the [`Store`] port as one transaction.

use super::fault::Trouble;
use super::lease::Lease;
use super::person::Record;
use super::pool::Pool;
use super::seal::Seal;
use super::{actions, inbox, memory, outbox, person, wakes};
use crate::ports::{Batch, Delivery, Due, Fault, Store, Undecrypted};
use crate::vocab::{
    Acted, Action, Cause, Change, DeliveryKey, EventId, Holdings, Incoming, Scope, Snapshot,
    Timestamp, UserId, Wake,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;

/// The bot's memory on SQLite or PostgreSQL. Times are kept in whole milliseconds.
#[derive(Debug, Clone)]
pub struct Database {
    pub(super) pool: Pool,
    pub(super) seal: Seal,
    /// Where its files are, when they are on this machine.
    folder: Option<PathBuf>,
    /// The device that works with it.
    device: String,
    lease: Lease,
}

impl Database {
    pub(super) fn new(pool: Pool, seal: Seal, folder: Option<PathBuf>) -> Self {
        Self { pool, seal, folder, device: String::new(), lease: Lease::default() }
    }

    /// The memory as this device has it: its place in the homeserver's stream, what it cannot read, and
    /// what it began to send.
    #[must_use]
    pub fn of_device(mut self, device: impl Into<String>) -> Self {
        self.device = device.into();
        self
    }

    /// Ends orderly: waits for what is under way and lets go of the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Everything that refers to a person, as of one moment.
    ///
    /// # Errors
    /// The database fails, or a row cannot be opened.
    pub async fn records(&self, user: &UserId) -> Result<Vec<Record>, Fault> {
        let records = async {
            let mut tx = self.pool.read().await?;
            let records = person::records(&mut tx, &self.seal, user).await?;
            tx.commit().await?;
            Ok(records)
        };
        records.await.map_err(|e: Trouble| e.fault("reading what refers to a person"))
    }

    /// The newest rows of the log of who did what, the newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn actions(&self, most: u32) -> Result<Vec<Action>, Fault> {
        let read = async {
            let mut tx = self.pool.read().await?;
            let all = actions::newest(&mut tx, most).await?;
            tx.commit().await?;
            Ok(all)
        };
        read.await.map_err(|e: Trouble| e.fault("reading the log"))
    }

    /// Removes everything that refers to a person, also what is not decided yet, while no bot works
    /// here, and writes in the log that it was done. Gives what there was; nothing is left, or nothing
    /// was changed.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget_person(&self, user: &UserId, at: Timestamp) -> Result<Holdings, Fault> {
        let forget = async {
            let mut tx = self.pool.write().await?;
            let gone = person::forget_all(&mut tx, user).await?;
            let what = Acted::Forgotten;
            let action = Action { at, person: None, what, number: None, room: None };
            actions::keep(&mut tx, &action).await?;
            tx.commit().await?;
            Ok(gone)
        };
        forget.await.map_err(|e: Trouble| e.fault("forgetting a person"))
    }
}

impl Store for Database {
    async fn load(&self, scope: &Scope) -> Result<Snapshot, Fault> {
        memory::load(&self.pool, &self.seal, scope)
            .await
            .map_err(|e| e.fault("loading what is known"))
    }

    async fn receive(&self, batch: &Batch) -> Result<usize, Fault> {
        inbox::receive(&self.pool, &self.seal, &self.device, batch)
            .await
            .map_err(|e| e.fault("keeping what was received"))
    }

    async fn waits(&self, cause: &Cause) -> Result<bool, Fault> {
        inbox::waits(&self.pool, cause).await.map_err(|e| e.fault("looking for an event"))
    }

    async fn pending(&self) -> Result<Option<Incoming>, Fault> {
        inbox::pending(&self.pool, &self.seal).await.map_err(|e| e.fault("reading the next event"))
    }

    async fn commit(
        &self,
        cause: &Cause,
        at: Timestamp,
        changes: &[Change],
        deliveries: &[Delivery],
    ) -> Result<bool, Fault> {
        let decide = async {
            let mut tx = self.pool.write().await?;
            if !self.lease.leads(&mut tx).await? {
                return Err(Trouble::Led);
            }
            if !inbox::decide(&mut tx, cause, at).await? {
                return Ok(false);
            }
            for change in changes {
                memory::apply(&mut tx, &self.seal, cause, change).await?;
            }
            for delivery in deliveries {
                outbox::queue(&mut tx, &self.seal, cause, delivery, at).await?;
            }
            tx.commit().await?;
            Ok(true)
        };
        decide.await.map_err(|e: Trouble| e.fault("keeping a decision"))
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<Due>, Fault> {
        outbox::due(&self.pool, &self.seal, &self.device, now, limit)
            .await
            .map_err(|e| e.fault("reading what is to be delivered"))
    }

    async fn begin(&self, key: &DeliveryKey, at: Timestamp) -> Result<Option<Delivery>, Fault> {
        outbox::begin(&self.pool, &self.seal, &self.lease, &self.device, (key, at))
            .await
            .map_err(|e| e.fault("beginning a delivery"))
    }

    async fn sent_since(&self, since: Timestamp) -> Result<Vec<Timestamp>, Fault> {
        let read = async {
            let mut tx = self.pool.read().await?;
            let sent = outbox::sent_since(&mut tx, since).await?;
            tx.commit().await?;
            Ok(sent)
        };
        read.await.map_err(|e: Trouble| e.fault("reading what was sent"))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, Fault> {
        outbox::next_due(&self.pool).await.map_err(|e| e.fault("reading what waits"))
    }

    async fn delivered(
        &self,
        key: &DeliveryKey,
        event: Option<&EventId>,
        at: Timestamp,
    ) -> Result<(), Fault> {
        outbox::delivered(&self.pool, key, event, at)
            .await
            .map_err(|e| e.fault("marking a delivery as done"))
    }

    async fn postpone(&self, key: &DeliveryKey, until: Timestamp) -> Result<(), Fault> {
        outbox::postpone(&self.pool, key, until)
            .await
            .map_err(|e| e.fault("putting a delivery off"))
    }

    async fn give_up(&self, key: &DeliveryKey, reason: &str, at: Timestamp) -> Result<(), Fault> {
        outbox::give_up(&self.pool, key, reason, at)
            .await
            .map_err(|e| e.fault("giving a delivery up"))
    }

    async fn position(&self) -> Result<Option<String>, Fault> {
        inbox::position(&self.pool, &self.device).await.map_err(|e| e.fault("reading the position"))
    }

    async fn undecrypted(&self) -> Result<Vec<Undecrypted>, Fault> {
        inbox::undecrypted(&self.pool, &self.device)
            .await
            .map_err(|e| e.fault("reading what waits for a key"))
    }

    async fn plan(&self, wakes: &[Wake]) -> Result<(), Fault> {
        wakes::plan(&self.pool, &self.seal, wakes).await.map_err(|e| e.fault("planning a wake"))
    }

    async fn wake(&self, now: Timestamp, late: Timestamp) -> Result<usize, Fault> {
        wakes::wake(&self.pool, &self.seal, now, late)
            .await
            .map_err(|e| e.fault("waking what is due"))
    }

    async fn next_wake(&self) -> Result<Option<Timestamp>, Fault> {
        wakes::next(&self.pool).await.map_err(|e| e.fault("reading the next wake"))
    }

    async fn lead(&self, hears: bool) -> Result<bool, Fault> {
        self.lease
            .hold(&self.pool, &self.device, hears)
            .await
            .map_err(|e| e.fault("holding the lead"))
    }

    async fn resign(&self) -> Result<(), Fault> {
        self.lease
            .resign(&self.pool, &self.device)
            .await
            .map_err(|e| e.fault("letting another lead"))
    }

    fn shared(&self) -> bool {
        matches!(self.pool, Pool::Postgres(_))
    }

    fn space(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.folder.as_ref()?).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    async fn backlog(&self) -> Result<(u64, Option<Timestamp>), Fault> {
        outbox::backlog(&self.pool).await.map_err(|e| e.fault("counting what waits"))
    }
}

/// The sealed form of a body; `row` is its table and key.
pub(super) fn seal_body(seal: &Seal, row: &str, body: &impl Serialize) -> Result<Vec<u8>, Trouble> {
    let plain = serde_json::to_vec(body).map_err(|e| misshapen(row, e))?;
    seal.seal(row, &plain).map_err(|source| Trouble::Seal { row: row.to_owned(), source })
}

/// A body again; `row` is its table and key.
pub(super) fn open_body<T: DeserializeOwned>(
    seal: &Seal,
    row: &str,
    sealed: &[u8],
) -> Result<T, Trouble> {
    let plain =
        seal.open(row, sealed).map_err(|source| Trouble::Seal { row: row.to_owned(), source })?;
    serde_json::from_slice(&plain).map_err(|e| misshapen(row, e))
}

/// The moment that `milliseconds` of `row` mean.
pub(super) fn moment(row: &str, milliseconds: i64) -> Result<Timestamp, Trouble> {
    Timestamp::from_millisecond(milliseconds).map_err(|e| misshapen(row, e))
}

/// A row whose data does not fit its type.
pub(super) fn misshapen(
    row: &str,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Trouble {
    Trouble::Shape { row: row.to_owned(), source: source.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{Place, open};
    use crate::vocab::{Message, Sender, What};

    fn question(length: usize) -> Batch {
        let message = Message { text: "x".repeat(length), mentions_me: true, ..Message::default() };
        let incoming = Incoming {
            cause: Cause::new(format!("${length}")),
            at: Timestamp::UNIX_EPOCH,
            room: "!team".into(),
            direct: false,
            from: Sender { user: "@anna:x".into(), moderator: false },
            what: What::Message(message),
        };
        Batch { incoming: vec![incoming], position: Some(format!("s{length}")), ..Batch::default() }
    }

    #[tokio::test]
    async fn a_full_disk_is_a_fault_with_its_remedy_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().to_owned());
        let store = open(&place, Seal::new([7; 32])).await.unwrap();
        store.receive(&question(10)).await.unwrap();
        // The connection that the store writes with may not let the file grow.
        store.pool.rows("pragma max_page_count = 1", &[]).await.unwrap();
        let fault = store.receive(&question(1_000_000)).await.unwrap_err().to_string();
        assert!(fault.contains("keeping what was received: the disk is full"), "{fault}");

        assert_eq!(store.position().await.unwrap().as_deref(), Some("s10"));
        // The limit went with its connection: now there is room.
        assert_eq!(store.receive(&question(1_000_000)).await.unwrap(), 1, "it goes on by itself");
        assert_eq!(store.pending().await.unwrap().unwrap().cause.as_str(), "$10");
    }
}
