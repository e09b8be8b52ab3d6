//! How does the memory move to another place, whole? Row by row, as of one moment, and counted again there.

use super::fault::Trouble;
use super::open::{OpenError, Place, open};
use super::pool::{Transaction, Value};
use super::seal::Seal;
use super::store::Database;
use super::{outbox, wakes};
use crate::ports::Fault;
use crate::vocab::{Plan, Timestamp, Wake};
use sqlx::AssertSqlSafe;
use std::path::Path;

/// What is in every memory from its beginning: taken over in place of what stands there.
const ALWAYS: [&str; 3] = ["seal", "number", "position"];

/// What the migrations keep for themselves, and who works here at this moment.
const NOT_OURS: [&str; 4] = ["_sqlx_migrations", "sqlite_sequence", "lease", "replica"];

/// How many rows a table has.
pub type Counts = Vec<(String, u64)>;

/// A column and what it holds.
struct Column {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Bytes,
}

impl Database {
    /// Writes all that is kept into one file, as of one moment, while the bot may work. The file holds a
    /// memory of SQLite whatever this one is; it is written whole or not at all, for this user alone.
    ///
    /// # Errors
    /// The file cannot be written, or the database fails.
    pub async fn back_up(&self, file: &Path) -> Result<Counts, OpenError> {
        let refused = |cause: String| OpenError {
            ruin: None,
            what: format!("cannot write the backup {}", file.display()),
            cause,
            remedy: "name a file in a folder that exists and that this user may write".into(),
        };
        let beside = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = tempfile::tempdir_in(beside.unwrap_or(Path::new(".")));
        let folder = folder.map_err(|e| refused(e.to_string()))?;
        let copy = open(&Place::Sqlite(folder.path().to_owned()), self.seal.clone()).await?;
        let counts = self.copy_to(&copy).await.map_err(|e| refused(told(&e)))?;
        copy.one_file().await.map_err(|e| refused(e.to_string()))?;
        copy.close().await;
        std::fs::rename(folder.path().join("meldmaat.db"), file)
            .map_err(|e| refused(e.to_string()))?;
        Ok(counts)
    }

    /// Opens a backup, brought up to date in a folder of its own; the file stays as it is.
    ///
    /// # Errors
    /// It is no backup, of a newer version, or sealed with another key.
    pub async fn of_backup(
        file: &Path,
        seal: Seal,
    ) -> Result<(Self, tempfile::TempDir), OpenError> {
        let refused = |cause: std::io::Error| OpenError {
            ruin: None,
            what: format!("cannot read the backup {}", file.display()),
            cause: cause.to_string(),
            remedy: "name a file that `meldmaat backup` wrote".into(),
        };
        let folder = tempfile::tempdir().map_err(refused)?;
        std::fs::copy(file, folder.path().join("meldmaat.db")).map_err(refused)?;
        let backup = open(&Place::Sqlite(folder.path().to_owned()), seal).await?;
        Ok((backup, folder))
    }

    /// Copies every row to an empty memory, and counts again there. Gives the counts, table by table.
    ///
    /// # Errors
    /// The other memory is not empty, the counts differ, or a database fails; then nothing was copied.
    pub async fn copy_to(&self, other: &Self) -> Result<Counts, Fault> {
        let copy = async {
            let mut from = self.pool.read().await?;
            let mut to = other.pool.write().await?;
            let mut counts = Counts::new();
            for table in tables(&mut from).await? {
                let columns = columns(&mut from, &table).await?;
                let rows = rows(&mut from, &table, &columns).await?;
                if ALWAYS.contains(&table.as_str()) {
                    to.run(AssertSqlSafe(format!("delete from {table}")), &[]).await?;
                } else if count(&mut to, &table).await? > 0 {
                    return Err(Trouble::from(sqlx::Error::Protocol(format!(
                        "the other memory is not empty: {table} has rows"
                    ))));
                }
                write(&mut to, &table, &columns, &rows).await?;
                let copied = count(&mut to, &table).await?;
                if copied != rows.len() as u64 {
                    return Err(Trouble::from(sqlx::Error::Protocol(format!(
                        "{table}: {} rows became {copied}",
                        rows.len()
                    ))));
                }
                counts.push((table, copied));
            }
            to.commit().await?;
            Ok(counts)
        };
        copy.await.map_err(|e: Trouble| e.fault("copying the memory"))
    }

    /// All in the one file, nothing beside it.
    async fn one_file(&self) -> sqlx::Result<()> {
        self.pool.rows("pragma wal_checkpoint(truncate)", &[]).await?;
        self.pool.rows("pragma journal_mode = delete", &[]).await?;
        Ok(())
    }

    /// After a restore: what waited to be sent may have been sent since the backup, so it is looked for in
    /// its room and not sent any more; nor is what `fell_due` since then, in whose place come the wakes of
    /// `instead`. Rounds that are over are closed, and the homeserver's stream is followed from now on.
    /// Gives how many waited.
    ///
    /// # Errors
    /// The database fails.
    pub async fn hold_back(&self, fell_due: &[Wake], instead: &[Wake]) -> Result<u64, Fault> {
        let hold = async {
            let mut tx = self.pool.write().await?;
            let waited = outbox::doubt_all(&mut tx).await?;
            for wake in fell_due {
                let key = wake.key.as_str();
                tx.run("delete from wake where key = $1", &[key.into()]).await?;
                if let Some(Plan::Round { number }) = wake.plan {
                    let close = "update round set open = 0 where number = $1";
                    tx.run(close, &[i64::from(number).into()]).await?;
                }
            }
            for wake in instead {
                wakes::replace(&mut tx, &self.seal, wake).await?;
            }
            tx.run("delete from position", &[]).await?;
            tx.commit().await?;
            Ok(waited)
        };
        hold.await.map_err(|e: Trouble| e.fault("holding back what may have been sent"))
    }

    /// What people planned and fell due before this.
    ///
    /// # Errors
    /// The database fails.
    pub async fn fell_due(&self, now: Timestamp) -> Result<Vec<Wake>, Fault> {
        let read = async {
            let mut tx = self.pool.read().await?;
            let wakes = wakes::fell_due(&mut tx, &self.seal, now).await?;
            tx.commit().await?;
            Ok(wakes)
        };
        read.await.map_err(|e: Trouble| e.fault("reading what fell due"))
    }
}

fn told(fault: &Fault) -> String {
    match &fault.source {
        Some(source) => format!("{fault}: {source}"),
        None => fault.to_string(),
    }
}

async fn tables(tx: &mut Transaction) -> sqlx::Result<Vec<String>> {
    let list = match tx {
        Transaction::Sqlite(_) => {
            "select name from sqlite_schema where type = 'table' order by name"
        }
        Transaction::Postgres(_) => {
            "select table_name::text as name from information_schema.tables
             where table_schema = current_schema() order by table_name"
        }
    };
    let mut tables = Vec::new();
    for row in tx.rows(list, &[]).await? {
        let name: String = row.get("name")?;
        if !NOT_OURS.contains(&name.as_str()) {
            tables.push(name);
        }
    }
    Ok(tables)
}

async fn columns(tx: &mut Transaction, table: &str) -> sqlx::Result<Vec<Column>> {
    let list = match tx {
        Transaction::Sqlite(_) => "select name, lower(type) as kind from pragma_table_info($1)",
        Transaction::Postgres(_) => {
            "select column_name::text as name, data_type::text as kind
             from information_schema.columns
             where table_schema = current_schema() and table_name = $1 order by ordinal_position"
        }
    };
    let rows = tx.rows(list, &[table.into()]).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.get("kind")?;
            let kind = match kind.as_str() {
                "text" => Kind::Text,
                "blob" | "bytea" => Kind::Bytes,
                "integer" | "bigint" | "smallint" => Kind::Number,
                other => {
                    return Err(sqlx::Error::Protocol(format!("{table}: a column of {other}")));
                }
            };
            Ok(Column { name: row.get("name")?, kind })
        })
        .collect()
}

/// A value that is not borrowed.
enum Owned {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

async fn rows(
    tx: &mut Transaction,
    table: &str,
    columns: &[Column],
) -> sqlx::Result<Vec<Vec<Owned>>> {
    // Small numbers are read like large ones.
    let wide = |column: &Column| match column.kind {
        Kind::Number => format!("cast({} as bigint) as {}", column.name, column.name),
        Kind::Text | Kind::Bytes => column.name.clone(),
    };
    let names: Vec<String> = columns.iter().map(wide).collect();
    let select = format!("select {} from {table}", names.join(", "));
    let rows = tx.rows(AssertSqlSafe(select), &[]).await?;
    let owned = |row: &super::pool::Row| {
        let value = |column: &Column| {
            Ok(match column.kind {
                Kind::Text => Owned::Text(row.get(&column.name)?),
                Kind::Number => Owned::Number(row.get(&column.name)?),
                Kind::Bytes => Owned::Bytes(row.get(&column.name)?),
            })
        };
        columns.iter().map(value).collect()
    };
    rows.iter().map(owned).collect()
}

async fn write(
    tx: &mut Transaction,
    table: &str,
    columns: &[Column],
    rows: &[Vec<Owned>],
) -> sqlx::Result<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    // Numbers that the database gave stay what they are.
    let given = match tx {
        Transaction::Sqlite(_) => "",
        Transaction::Postgres(_) => "overriding system value",
    };
    let (names, places) = (names.join(", "), places.join(", "));
    let insert = format!("insert into {table} ({names}) {given} values ({places})");
    for row in rows {
        let values: Vec<Value<'_>> = row
            .iter()
            .map(|value| match value {
                Owned::Text(text) => text.as_deref().into(),
                Owned::Number(number) => (*number).into(),
                Owned::Bytes(bytes) => bytes.as_deref().into(),
            })
            .collect();
        tx.run(AssertSqlSafe(insert.clone()), &values).await?;
    }
    if let Transaction::Postgres(_) = tx {
        let given = "select column_name::text as name from information_schema.columns
                     where table_schema = current_schema() and table_name = $1
                       and is_identity = 'YES'";
        for row in tx.rows(given, &[table.into()]).await? {
            let column: String = row.get("name")?;
            let go_on = format!(
                "select setval(pg_get_serial_sequence('{table}', '{column}'),
                               (select coalesce(max({column}), 1) from {table}))"
            );
            tx.rows(AssertSqlSafe(go_on), &[]).await?;
        }
    }
    Ok(())
}

async fn count(tx: &mut Transaction, table: &str) -> sqlx::Result<u64> {
    let count = format!("select count(*) as rows_there from {table}");
    let row = tx.row(AssertSqlSafe(count), &[]).await?;
    let rows: i64 = row.map_or(Ok(0), |row| row.get("rows_there"))?;
    Ok(u64::try_from(rows).unwrap_or(0))
}
