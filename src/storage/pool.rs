//! How does one statement run on both engines? It is written once, with `$1`, and bound here.

use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Decode, PgPool, Postgres, Row as _, SqlSafeStr, Sqlite, Type, postgres::PgRow};

/// The connections to one of the two engines.
#[derive(Debug, Clone)]
pub enum Pool {
    /// One connection: SQLite has one writer, and so has the bot.
    Sqlite(SqlitePool),
    /// A few.
    Postgres(PgPool),
}

/// A transaction; rolled back when it is dropped without [`commit`](Self::commit).
pub enum Transaction {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A row of a result.
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
}

/// What is bound to a placeholder.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text.
    Text(Option<&'a str>),
    /// A whole number.
    Number(Option<i64>),
    /// Bytes.
    Bytes(Option<&'a [u8]>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(bytes: Option<&'a [u8]>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Some(bytes))
    }
}

/// The statement with its values bound, for the engine that the context names.
macro_rules! bound {
    ($sql:expr, $values:expr) => {
        $values.iter().fold(sqlx::query($sql), |query, value| match *value {
            Value::Text(text) => query.bind(text.map(str::to_owned)),
            Value::Number(number) => query.bind(number),
            Value::Bytes(bytes) => query.bind(bytes.map(<[u8]>::to_vec)),
        })
    };
}

impl Pool {
    /// Begins to write.
    pub async fn write(&self) -> sqlx::Result<Transaction> {
        Ok(match self {
            // At once the writer: a lock taken half-way cannot be waited for.
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Begins to read: everything as of one moment.
    pub async fn read(&self) -> sqlx::Result<Transaction> {
        const SNAPSHOT: &str = "begin isolation level repeatable read read only";
        Ok(match self {
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin_with(SNAPSHOT).await?),
        })
    }

    /// Runs one statement as a transaction of its own; gives how many rows it touched.
    pub async fn run(&self, sql: &'static str, values: &[Value<'_>]) -> sqlx::Result<u64> {
        Ok(match self {
            Self::Sqlite(pool) => bound!(sql, values).execute(pool).await?.rows_affected(),
            Self::Postgres(pool) => bound!(sql, values).execute(pool).await?.rows_affected(),
        })
    }

    /// Asks one question; gives all rows.
    pub async fn rows(&self, sql: &'static str, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>> {
        Ok(match self {
            Self::Sqlite(pool) => rows(bound!(sql, values).fetch_all(pool).await?, Row::Sqlite),
            Self::Postgres(pool) => rows(bound!(sql, values).fetch_all(pool).await?, Row::Postgres),
        })
    }

    /// Lets go of all connections, after what is under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Transaction {
    /// Runs a statement; gives how many rows it touched.
    pub async fn run(&mut self, sql: impl SqlSafeStr, values: &[Value<'_>]) -> sqlx::Result<u64> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// The first row of the answer.
    pub async fn row(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> sqlx::Result<Option<Row>> {
        Ok(match self {
            Self::Sqlite(tx) => {
                bound!(sql, values).fetch_optional(&mut **tx).await?.map(Row::Sqlite)
            }
            Self::Postgres(tx) => {
                bound!(sql, values).fetch_optional(&mut **tx).await?.map(Row::Postgres)
            }
        })
    }

    /// All rows of the answer.
    pub async fn rows(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> sqlx::Result<Vec<Row>> {
        Ok(match self {
            Self::Sqlite(tx) => rows(bound!(sql, values).fetch_all(&mut **tx).await?, Row::Sqlite),
            Self::Postgres(tx) => {
                rows(bound!(sql, values).fetch_all(&mut **tx).await?, Row::Postgres)
            }
        })
    }

    /// Makes it final.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

fn rows<R>(rows: Vec<R>, row: fn(R) -> Row) -> Vec<Row> {
    rows.into_iter().map(row).collect()
}

impl Row {
    /// The value of a column.
    pub fn get<T>(&self, column: &str) -> sqlx::Result<T>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite>,
        T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}
