//! What does an operator read when the memory fails? What was being done, and what helps.

use super::seal::SealError;
use crate::ports::Fault;
use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// What can go wrong inside the store.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The engine.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// Another process took the lead meanwhile.
    #[error("another process leads now: it goes on from here, nothing is lost")]
    Led,
    /// A body that does not open or close. `row` is table and key.
    #[error("row {row}: {source}")]
    Seal {
        /// Table and key.
        row: String,
        /// Why.
        source: SealError,
    },
    /// Kept data that does not fit its type. `row` is table and key.
    #[error("row {row}: {source}")]
    Shape {
        /// Table and key.
        row: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Trouble {
    /// For the operator: what was being done, and the remedy when there is one.
    pub fn fault(self, doing: &str) -> Fault {
        let remedy = match &self {
            Self::Sql(e) => remedy(e),
            Self::Led => "",
            Self::Seal { row, .. } | Self::Shape { row, .. } => {
                let what = format!(
                    "{doing}: row {row} cannot be read. Restore the database from a backup, or \
                     delete this row: its message is then lost"
                );
                return Fault::new(what, self);
            }
        };
        Fault::new(
            if remedy.is_empty() { doing.to_owned() } else { format!("{doing}: {remedy}") },
            self,
        )
    }
}

/// What to do about a file that is damaged.
pub const DAMAGED: &str = "the database file is damaged. Stop, and restore a backup";

/// What an operator can do about it; empty when there is nothing to say beyond the cause.
pub fn remedy(error: &sqlx::Error) -> &'static str {
    const FULL: &str = "the disk is full. Make room; nothing is lost, it goes on by itself";
    const AWAY: &str = "the database is away. Start it or check the network; it goes on by itself";
    const READ_ONLY: &str = "the database cannot be written. Check the disk, and whether the file \
                             and its folder belong to this user";
    const BUSY: &str = "another program holds the database. Close it (a sqlite3 shell, a backup)";
    let Some(refusal) = error.as_database_error() else {
        return match error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut => AWAY,
            _ => "",
        };
    };
    if let Some(refusal) = refusal.try_downcast_ref::<PgDatabaseError>() {
        return match refusal.code() {
            "53100" => FULL,
            "25006" => READ_ONLY,
            "XX001" | "XX002" => DAMAGED,
            code if code.starts_with("08") || code.starts_with("57P") => AWAY,
            code if code.starts_with("53") => {
                "the database has no room for more connections or memory"
            }
            _ => "",
        };
    }
    let code =
        refusal.try_downcast_ref::<SqliteError>().and_then(|e| e.code()?.parse::<u32>().ok());
    // The low byte is the kind, the rest says more.
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => BUSY,
        Some(8 | 14) => READ_ONLY,
        Some(10) => "the disk gives errors. Check it, and whether it is full",
        Some(11 | 26) => DAMAGED,
        Some(13) => FULL,
        _ => "",
    }
}
