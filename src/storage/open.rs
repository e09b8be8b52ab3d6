//! How is the memory opened? Folder, pragmas, migrations, and the proof of the right key.

use super::fault::{DAMAGED, remedy};
use super::pool::Pool;
use super::seal::Seal;
use super::store::Database;
use crate::vocab::Ruin;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, SqliteConnection};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("src/storage/migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("src/storage/migrations/postgres");

/// How long a statement may wait for the database before it counts as away.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the memory is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `meldmaat.db` in this folder, which exists and is [locked](super::Lock) by the caller.
    Sqlite(PathBuf),
    /// In this process only, gone with it.
    Memory,
    /// A PostgreSQL database: `postgres://user:password@host:port/database`.
    Postgres(String),
}

/// Why the memory cannot be opened: for the operator, complete. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {cause}\n   → {remedy}")]
pub struct OpenError {
    /// What does not work.
    pub what: String,
    /// Why not.
    pub cause: String,
    /// What to do.
    pub remedy: String,
    /// Set when a memory is there that waiting does not open.
    pub ruin: Option<Ruin>,
}

/// Of which version the tables are, as the numbers of the migrations go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema {
    /// Those that are there; 0: none yet.
    pub found: i64,
    /// Those that this version of the bot works with.
    pub fits: i64,
}

/// Looks at the tables of a memory that exists, and changes nothing, whether or not a bot uses it.
///
/// # Errors
/// The place cannot be reached, or is damaged.
pub async fn schema(place: &Place) -> Result<Schema, OpenError> {
    let (pool, name) = connect(place, true).await?;
    let migrator = if matches!(pool, Pool::Sqlite(_)) { &SQLITE } else { &POSTGRES };
    let fits = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
    let count = || async {
        let tables = match pool {
            Pool::Sqlite(_) => "select 1 from sqlite_master where name = '_sqlx_migrations'",
            Pool::Postgres(_) => "select 1 where to_regclass('_sqlx_migrations') is not null",
        };
        if pool.rows(tables, &[]).await?.is_empty() {
            return Ok(0);
        }
        let newest = "select max(version) as version from _sqlx_migrations where success";
        let rows = pool.rows(newest, &[]).await?;
        let newest: Option<Option<i64>> = rows.first().map(|row| row.get("version")).transpose()?;
        Ok(newest.flatten().unwrap_or(0))
    };
    let found = count().await.map_err(|error| failure(&name, &error))?;
    pool.close().await;
    Ok(Schema { found, fits })
}

/// Opens the memory, brings its tables up to date, and proves that `seal` is the one that closed it.
///
/// # Errors
/// The place cannot be reached or written, was made by a newer version, or by another key.
pub async fn open(place: &Place, seal: Seal) -> Result<Database, OpenError> {
    let (pool, name) = connect(place, false).await?;
    whole(&pool, &name).await?;
    let migrated = match &pool {
        Pool::Sqlite(pool) => SQLITE.run(pool).await,
        Pool::Postgres(pool) => POSTGRES.run(pool).await,
    };
    migrated.map_err(|e| outdated(&name, &e))?;
    prove(&pool, &seal, &name).await?;
    let folder = match place {
        Place::Sqlite(folder) => Some(folder.clone()),
        Place::Memory | Place::Postgres(_) => None,
    };
    Ok(Database::new(pool, seal, folder))
}

/// The connections, and what the place is called.
async fn connect(place: &Place, only_look: bool) -> Result<(Pool, String), OpenError> {
    let (pool, name) = match place {
        Place::Sqlite(folder) => {
            let path = folder.join("meldmaat.db");
            let name = format!("the database {}", path.display());
            let opened = if only_look {
                let options = SqliteConnectOptions::new().filename(&path).read_only(true);
                sqlite(PoolOptions::new(), options).await
            } else {
                file(&path).await
            };
            (opened.map(Pool::Sqlite), name)
        }
        Place::Memory => {
            let options = SqliteConnectOptions::new().in_memory(true);
            let opened = sqlite(PoolOptions::new(), options).await;
            (opened.map(Pool::Sqlite), "the database in memory".to_owned())
        }
        Place::Postgres(url) => {
            let options: PgConnectOptions = url.parse().map_err(|e: sqlx::Error| OpenError {
                ruin: None,
                what: "`database` is no address of a PostgreSQL database".into(),
                cause: e.to_string(),
                remedy: "write postgres://user:password@host:5432/database".into(),
            })?;
            let database = options.get_database().unwrap_or("(default)");
            let name = format!("the database {database} at {}", options.get_host());
            (postgres(options).await.map(Pool::Postgres), name)
        }
    };
    match pool {
        Ok(pool) => Ok((pool, name)),
        Err(error) => Err(failure(&name, &error)),
    }
}

async fn file(path: &Path) -> sqlx::Result<SqlitePool> {
    // SQLite itself would make it readable for everybody; its side files take over this mode.
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // After a power cut the newest transactions may be gone, position and all: the homeserver
        // then gives the same events again, and knows the deliveries by their keys.
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE);
    let pool = PoolOptions::new().before_acquire(|connection: &mut SqliteConnection, _| {
        // On a full disk SQLite rolls back by itself; sqlx then believes for ever that the
        // transaction goes on, and refuses to begin another. Such a connection is replaced.
        let usable = !connection.is_in_transaction();
        Box::pin(std::future::ready(Ok(usable)))
    });
    sqlite(pool, options).await
}

async fn sqlite(
    pool: PoolOptions<Sqlite>,
    options: SqliteConnectOptions,
) -> sqlx::Result<SqlitePool> {
    let options = options
        .foreign_keys(true)
        // What is erased is erased, not only unlinked.
        .pragma("secure_delete", "on")
        .disable_statement_logging();
    pool.max_connections(1)
        .acquire_timeout(PATIENCE)
        // A database in memory lives as long as its one connection.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await
}

async fn postgres(options: PgConnectOptions) -> sqlx::Result<PgPool> {
    let options = options
        .application_name("meldmaat")
        .options([("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "60s")])
        .disable_statement_logging();
    PoolOptions::new().max_connections(4).acquire_timeout(PATIENCE).connect_with(options).await
}

/// Fails for a file of SQLite that was damaged since, before anything is written to it.
async fn whole(pool: &Pool, name: &str) -> Result<(), OpenError> {
    if matches!(pool, Pool::Postgres(_)) {
        return Ok(());
    }
    let check = || async {
        let rows = pool.rows("pragma quick_check(1)", &[]).await?;
        rows.first().map_or(Ok("ok".to_owned()), |row| row.get::<String>("quick_check"))
    };
    let found = check().await.map_err(|e| failure(name, &e))?;
    if found == "ok" {
        return Ok(());
    }
    Err(OpenError {
        what: format!("cannot open {name}"),
        cause: found,
        remedy: DAMAGED.into(),
        ruin: Some(Ruin::Damaged),
    })
}

/// Keeps a sealed word at the first start, and opens it at every later one.
async fn prove(pool: &Pool, seal: &Seal, name: &str) -> Result<(), OpenError> {
    const ROW: &str = "seal 1";
    let failed = |e: sqlx::Error| failure(name, &e);
    let unsealed = |cause: super::seal::SealError| OpenError {
        ruin: Some(Ruin::Key),
        what: format!("{name} was sealed with another store key"),
        cause: format!("its probe {cause}"),
        remedy: "use the key of the first start (`store_key_file` or MELDMAAT_STORE_KEY), from \
                 your backup if need be; or start with an empty data folder and database"
            .into(),
    };
    let fresh = seal.seal(ROW, b"meldmaat").map_err(unsealed)?;
    let insert = "insert into seal (id, probe) values (1, $1) on conflict (id) do nothing";
    pool.run(insert, &[fresh.as_slice().into()]).await.map_err(failed)?;
    for row in pool.rows("select probe from seal", &[]).await.map_err(failed)? {
        let probe: Vec<u8> = row.get("probe").map_err(failed)?;
        seal.open(ROW, &probe).map_err(unsealed)?;
    }
    Ok(())
}

fn failure(name: &str, error: &sqlx::Error) -> OpenError {
    let remedy = match remedy(error) {
        "" => "check that it exists and that this user may write it".into(),
        known => known.to_owned(),
    };
    let ruin = (remedy == DAMAGED).then_some(Ruin::Damaged);
    OpenError { ruin, what: format!("cannot open {name}"), cause: error.to_string(), remedy }
}

fn outdated(name: &str, error: &MigrateError) -> OpenError {
    if let MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) = error {
        return failure(name, e);
    }
    OpenError {
        ruin: Some(Ruin::Version),
        what: format!("{name} does not fit this version of meldmaat"),
        cause: error.to_string(),
        remedy: "start the version that used it last, or a newer one; or restore a backup from \
                 this version"
            .into(),
    }
}
