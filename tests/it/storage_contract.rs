//! Does the memory keep the promises of the store port, the same on SQLite and on PostgreSQL?

mod broadcasts;
mod copy;
mod curating;
mod inbox;
mod memory;
mod opening;
mod outbox;
mod person;
mod replicas;
mod rounds;
mod sessions;
mod wakes;
mod walks;

use meldmaat::ports::{Batch, Delivery, Store};
use meldmaat::storage::seal::Seal;
use meldmaat::storage::{Database, OpenError, Place, open};
use meldmaat::text::document::{Block, Document, Inline};
use meldmaat::vocab::{
    Act, Cause, Change, Choice, DeliveryKey, EventId, Exchange, Incoming, Message, Offer,
    OnHoliday, Outgoing, PersonalData, Plan, Reminder, RoomId, Sender, Speech, Timestamp, TopicId,
    UserId, Wake, What, When,
};
use sqlx::{Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

const KEY: [u8; 32] = [7; 32];

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("src/storage/migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("src/storage/migrations/postgres");

/// Runs each case once on each engine; the failure's path names the engine.
macro_rules! on_both_engines {
    ($($case:ident)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $case() {
                super::$case(crate::storage_contract::Engine::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(crate::storage_contract::Engine::postgres()).await;
            })*
        }
    };
}
use on_both_engines;

/// An empty database of its own for each case.
pub struct Engine {
    pub place: Place,
    folder: TempDir,
}

impl Engine {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { place: Place::Sqlite(folder.path().to_owned()), folder }
    }

    pub fn postgres() -> Self {
        let url = crate::postgres::shared().database();
        Self { place: Place::Postgres(url), folder: tempfile::tempdir().unwrap() }
    }

    /// Where SQLite's files are.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    async fn open(&self) -> Database {
        self.open_with(KEY).await.unwrap()
    }

    async fn open_with(&self, key: [u8; 32]) -> Result<Database, OpenError> {
        open(&self.place, Seal::new(key)).await
    }

    /// An empty database of the same kind.
    fn another(&self) -> Self {
        match self.place {
            Place::Postgres(_) => Self::postgres(),
            _ => Self::sqlite(),
        }
    }

    /// Every version that the tables ever had, oldest first.
    fn versions(&self) -> Vec<i64> {
        let migrator = if matches!(self.place, Place::Postgres(_)) { &POSTGRES } else { &SQLITE };
        migrator.iter().map(|migration| migration.version).collect()
    }

    /// Makes the tables as this version left them.
    async fn migrate_to(&self, version: i64) {
        match &self.place {
            Place::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                POSTGRES.run_to(version, &mut connection).await.unwrap();
            }
            _ => {
                let mut file = self.file().await;
                SQLITE.run_to(version, &mut file).await.unwrap();
                file.close().await.unwrap();
            }
        }
    }

    /// Bytes as a statement writes them.
    fn hex(&self, bytes: Vec<u8>) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let postgres = matches!(self.place, Place::Postgres(_));
        if postgres { format!(r"'\x{digits}'") } else { format!("x'{digits}'") }
    }

    /// Runs statements past the store.
    pub async fn execute(&self, sql: &str) {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
        match &self.place {
            Place::Postgres(url) => {
                sql.execute(&mut PgConnection::connect(url).await.unwrap()).await.unwrap();
            }
            _ => {
                let mut file = self.file().await;
                sql.execute(&mut file).await.unwrap();
                // One that is only dropped may outlive the store, and hold its journal.
                file.close().await.unwrap();
            }
        }
    }

    /// The first column of all rows, past the store.
    async fn bytes(&self, sql: &'static str) -> Vec<Option<Vec<u8>>> {
        match &self.place {
            Place::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            _ => {
                let mut file = self.file().await;
                let bytes = sqlx::query_scalar(sql).fetch_all(&mut file).await.unwrap();
                file.close().await.unwrap();
                bytes
            }
        }
    }

    /// How many rows a table has.
    async fn rows(&self, table: &str) -> usize {
        self.dump().await.lines().filter(|line| line.starts_with(&format!("{table}: "))).count()
    }

    /// Every row of every table as text, a line each, after the name of its table.
    pub async fn dump(&self) -> String {
        let lines = match &self.place {
            Place::Postgres(url) => dump_postgres(url).await,
            _ => {
                let mut file = self.file().await;
                let lines = dump_sqlite(&mut file).await;
                file.close().await.unwrap();
                lines
            }
        };
        lines.concat()
    }

    async fn file(&self) -> SqliteConnection {
        let path = self.folder.path().join("meldmaat.db");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        SqliteConnection::connect_with(&options.create_if_missing(true)).await.unwrap()
    }
}

async fn dump_postgres(url: &str) -> Vec<String> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let tables = "select tablename::text from pg_tables where schemaname = 'public'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    let mut lines = Vec::new();
    for table in tables {
        let sql = format!("select '{table}: ' || t::text || chr(10) from {table} t");
        let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql));
        lines.extend(rows.fetch_all(&mut connection).await.unwrap());
    }
    lines
}

async fn dump_sqlite(file: &mut SqliteConnection) -> Vec<String> {
    let tables = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *file).await.unwrap();
    let mut lines = Vec::new();
    for table in tables {
        let columns = format!(
            "select group_concat('quote(' || name || ')', '||'' ''||')
                               from pragma_table_info('{table}')"
        );
        let columns = sqlx::query_scalar(sqlx::AssertSqlSafe(columns));
        let columns: String = columns.fetch_one(&mut *file).await.unwrap();
        let sql = format!("select '{table}: ' || {columns} || char(10) from {table}");
        let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql));
        lines.extend(rows.fetch_all(&mut *file).await.unwrap());
    }
    lines
}

/// So many seconds after a fixed moment.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn cause(name: &str) -> Cause {
    Cause::new(name)
}

fn key(name: &str) -> DeliveryKey {
    DeliveryKey::of(&cause(name), 0)
}

fn question(name: &str, text: &str) -> Incoming {
    Incoming {
        cause: cause(name),
        at: at(0),
        room: "!team".into(),
        direct: false,
        from: Sender { user: "@anna:x".into(), moderator: true },
        what: What::Message(Message {
            text: text.into(),
            withheld: vec![PersonalData::Phone],
            removable: true,
            may_mention_room: false,
            mentions_me: true,
            reply_to: Some("$before".into()),
            thread: None,
        }),
    }
}

fn arrived(incoming: &[&Incoming]) -> Batch {
    Batch { incoming: incoming.iter().map(|&i| i.clone()).collect(), ..Batch::default() }
}

fn speech(text: &str) -> Speech<Document> {
    Speech {
        body: Document(vec![Block::Paragraph(vec![Inline::Text(text.into())])]),
        reply_to: Some("$q".into()),
        thread: None,
        mention: vec!["@anna:x".into()],
        everyone_for: None,
        loud: false,
        loud_from: Some(at(30)),
    }
}

/// The delivery `name/0`.
fn says(name: &str, room: &str, text: &str) -> Delivery {
    Outgoing::new(key(name), room.into(), Act::Say(speech(text)))
}

/// Decides `name` with these changes.
async fn apply(store: &Database, name: &str, changes: &[Change]) {
    assert!(store.commit(&cause(name), at(0), changes, &[]).await.unwrap());
}

/// The wake of a reminder that Anna planned in `!team`.
fn plan(number: u32, due: Timestamp, text: &str) -> Wake {
    let start = jiff::civil::date(2027, 1, 15).at(9, 0, 0, 0);
    let reminder = Reminder {
        number,
        source: event("$source"),
        text: text.into(),
        when: When { start, end: None, rule: "FREQ=WEEKLY;BYDAY=FR".parse().ok() },
        next: start,
        holidays: OnHoliday::Skip,
        everyone: true,
    };
    Wake {
        key: format!("herinnering:{number}"),
        due,
        room: "!team".into(),
        person: Some("@anna:x".into()),
        plan: Some(Plan::Reminder(Box::new(reminder))),
    }
}

/// The exchange of question `name`, answered by the delivery `name/0`.
fn exchange(name: &str, room: &str, user: &str, asked: Timestamp) -> Exchange {
    Exchange {
        question: name.into(),
        room: room.into(),
        asker: user.into(),
        asked,
        thread: None,
        answer: key(name),
        options: vec![
            Choice::Topic(TopicId::new("stap-2")),
            Choice::Place { label: "Den Bosch".into(), gemeente: "'s-Hertogenbosch".into() },
        ],
        topic: Some(TopicId::new("stap-2")),
        offer: Some(Offer::PassOn(event("$offered"))),
        walk: true,
    }
}

/// Queues deliveries as decisions of their own.
async fn queue(store: &Database, deliveries: &[Delivery], at: Timestamp) {
    for delivery in deliveries {
        let cause = cause(delivery.key.as_str());
        assert!(store.commit(&cause, at, &[], std::slice::from_ref(delivery)).await.unwrap());
    }
}

/// The keys that are due.
async fn due(store: &Database, now: Timestamp) -> Vec<String> {
    let due = store.due(now, 100).await.unwrap();
    due.iter().map(|due| due.delivery.key.to_string()).collect()
}

fn event(name: &str) -> EventId {
    name.into()
}

fn room(name: &str) -> RoomId {
    name.into()
}

fn user(name: &str) -> UserId {
    name.into()
}
