//! What in the memory refers to a person, and how does it go?

use super::fault::Trouble;
use super::pool::{Row, Transaction};
use super::seal::Seal;
use super::store::{misshapen, moment, open_body};
use crate::vocab::{Cause, Held, Holdings, UserId};
use serde_json::{Map, Value};

/// Rows that refer to a person; `$1` is the person in each statement.
struct Table {
    held: Held,
    name: &'static str,
    /// For who looks at what is kept; the first column names the row.
    columns: &'static [(&'static str, Kind)],
    list: &'static str,
    count: &'static str,
    remove: &'static str,
}

/// What stands in a column.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Moment,
    Sealed,
}
use Kind::{Moment, Number, Sealed, Text};

/// A table, the column that names the person, and what can go while the bot works.
macro_rules! rows {
    ($held:ident, $table:literal, $person:literal, $gone:literal, $columns:expr) => {
        Table {
            held: Held::$held,
            name: $table,
            columns: $columns,
            list: concat!("select * from ", $table, " where ", $person, " = $1"),
            count: concat!(
                "select count(*) as held from ",
                $table,
                " where ",
                $person,
                " = $1 and ",
                $gone
            ),
            remove: concat!("delete from ", $table, " where ", $person, " = $1 and ", $gone),
        }
    };
}

/// Every table that refers to a person. One line more, and it is counted, shown and removed.
const TABLES: [Table; 11] = [
    rows!(
        Conversations,
        "exchange",
        "asker",
        "1 = 1",
        &[
            ("question", Text),
            ("room", Text),
            ("asked", Moment),
            ("thread", Text),
            ("answer", Text),
            ("options", Text),
            ("topic", Text),
            ("offer", Text),
            ("walk", Number),
        ]
    ),
    // What waits is still to be delivered, with what it is about; then nothing says whose it is.
    rows!(
        Answers,
        "outbox",
        "person",
        "state <> 'waiting' and key not in
              (select target from outbox where state = 'waiting' and target is not null)",
        &[
            ("key", Text),
            ("room", Text),
            ("target", Text),
            ("queued", Moment),
            ("state", Text),
            ("finished", Moment),
            ("event_id", Text),
            ("reason", Text),
            ("body", Sealed),
        ]
    ),
    // What is not decided yet was said after the wish to be forgotten.
    rows!(
        Handled,
        "inbox",
        "person",
        "decided_at is not null",
        &[("cause", Text), ("at", Moment), ("decided_at", Moment), ("body", Sealed),]
    ),
    rows!(
        Walks,
        "walk",
        "owner",
        "1 = 1",
        &[
            ("begun", Text),
            ("room", Text),
            ("thread", Text),
            ("asked", Text),
            ("updated", Moment),
            ("body", Sealed),
        ]
    ),
    Table {
        remove: "update matter set closed = coalesce(closed, at), body = null, person = null
                 where person = $1",
        ..rows!(
            PassedOn,
            "matter",
            "person",
            "1 = 1",
            &[("number", Number), ("at", Moment), ("closed", Moment), ("body", Sealed),]
        )
    },
    Table {
        // What a room is reminded of stays; nobody knows any more who planned it.
        remove: "update wake set person = null where person = $1",
        ..rows!(
            Plans,
            "wake",
            "person",
            "1 = 1",
            &[("key", Text), ("due", Moment), ("room", Text), ("body", Sealed),]
        )
    },
    Table {
        // The rooms have it; nobody knows any more who wrote it.
        remove: "update broadcast set person = null where person = $1",
        ..rows!(
            Broadcasts,
            "broadcast",
            "person",
            "1 = 1",
            &[("number", Number), ("at", Moment), ("body", Sealed),]
        )
    },
    Table {
        // The rooms know of it; nobody knows any more who planned it.
        remove: "update session set person = null where person = $1",
        ..rows!(
            Sessions,
            "session",
            "person",
            "1 = 1",
            &[("number", Number), ("at", Moment), ("body", Sealed),]
        )
    },
    rows!(
        Responses,
        "response",
        "person",
        "1 = 1",
        &[
            ("session", Number),
            ("poll", Text),
            ("room", Text),
            ("choice", Number),
            ("at", Moment),
            ("event", Text),
        ]
    ),
    Table {
        // It was done; nobody knows any more by whom.
        remove: "update action set person = null where person = $1",
        ..rows!(
            Actions,
            "action",
            "person",
            "1 = 1",
            &[("id", Number), ("at", Moment), ("what", Text), ("number", Number), ("room", Text),]
        )
    },
    rows!(
        Undecrypted,
        "undecrypted",
        "sender",
        "1 = 1",
        &[("event", Text), ("room", Text), ("at", Moment), ("raw", Text),]
    ),
];

/// A row that refers to a person, by column, with its body opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is.
    pub held: Held,
    /// Its columns; those without a value are left out.
    pub columns: Map<String, Value>,
}

/// How much refers to a person, and can go.
pub async fn held(tx: &mut Transaction, user: &UserId) -> Result<Holdings, Trouble> {
    let mut all = Vec::new();
    for table in &TABLES {
        let row = tx.row(table.count, &[user.as_str().into()]).await?;
        let rows: i64 = row.map(|row| row.get("held")).transpose()?.unwrap_or(0);
        if rows > 0 {
            all.push((table.held, u64::try_from(rows).unwrap_or(0)));
        }
    }
    Ok(all)
}

/// Removes what refers to a person, and looks again: something left is a fault, and nothing changes.
/// The event that is being decided stays known as handled, without its person.
pub async fn forget(
    tx: &mut Transaction,
    user: &UserId,
    deciding: Option<&Cause>,
) -> Result<(), Trouble> {
    if let Some(cause) = deciding {
        let unlink = "update inbox set person = null where cause = $1";
        tx.run(unlink, &[cause.as_str().into()]).await?;
    }
    // Words that waited for a choice were nobody else's.
    let words = "delete from wake where person = $1 and key like 'twijfel:%'";
    tx.run(words, &[user.as_str().into()]).await?;
    for table in &TABLES {
        tx.run(table.remove, &[user.as_str().into()]).await?;
    }
    tx.run("update outbox set person = null where person = $1", &[user.as_str().into()]).await?;
    match held(tx, user).await?.first() {
        None => Ok(()),
        Some((left, rows)) => Err(misshapen(&format!("{left:?}"), format!("{rows} rows are left"))),
    }
}

/// The same while no bot works on it: what was not decided goes, too. Gives what was there.
pub async fn forget_all(tx: &mut Transaction, user: &UserId) -> Result<Holdings, Trouble> {
    let decided = "update inbox set decided_at = at where person = $1 and decided_at is null";
    tx.run(decided, &[user.as_str().into()]).await?;
    let before = held(tx, user).await?;
    forget(tx, user, None).await?;
    Ok(before)
}

/// Everything that refers to a person.
pub async fn records(
    tx: &mut Transaction,
    seal: &Seal,
    user: &UserId,
) -> Result<Vec<Record>, Trouble> {
    let mut all = Vec::new();
    for table in &TABLES {
        for row in tx.rows(table.list, &[user.as_str().into()]).await? {
            all.push(Record { held: table.held, columns: columns(table, seal, &row)? });
        }
    }
    Ok(all)
}

fn columns(table: &Table, seal: &Seal, row: &Row) -> Result<Map<String, Value>, Trouble> {
    let mut found = Map::new();
    let mut name = String::new();
    for &(column, kind) in table.columns {
        let value = match kind {
            Text => row.get::<Option<String>>(column)?.map(Value::from),
            Number => row.get::<Option<i64>>(column)?.map(Value::from),
            Moment => {
                let at = row.get::<Option<i64>>(column)?.map(|at| moment(&name, at)).transpose()?;
                at.map(|at| at.to_string().into())
            }
            Sealed => {
                let body: Option<Vec<u8>> = row.get(column)?;
                body.map(|body| open_body(seal, &name, &body)).transpose()?
            }
        };
        let Some(value) = value else { continue };
        if name.is_empty() {
            let key = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            name = format!("{} {key}", table.name);
        }
        found.insert(column.to_owned(), value);
    }
    Ok(found)
}
