//! Who did what? A row for each thing that was done, and never a text.

use super::fault::Trouble;
use super::pool::{Row, Transaction};
use super::store::{misshapen, moment};
use crate::vocab::{Acted, Action, RoomId, UserId};

/// Keeps one.
pub async fn keep(tx: &mut Transaction, action: &Action) -> Result<(), Trouble> {
    let insert = "insert into action (at, person, what, number, room) values ($1, $2, $3, $4, $5)";
    let values = [
        action.at.as_millisecond().into(),
        action.person.as_ref().map(UserId::as_str).into(),
        action.what.name().into(),
        action.number.map(i64::from).into(),
        action.room.as_ref().map(RoomId::as_str).into(),
    ];
    tx.run(insert, &values).await?;
    Ok(())
}

/// The newest so many, the newest first.
pub async fn newest(tx: &mut Transaction, most: u32) -> Result<Vec<Action>, Trouble> {
    let select = "select id, at, person, what, number, room from action order by id desc limit $1";
    let rows = tx.rows(select, &[i64::from(most).into()]).await?;
    rows.iter().map(action).collect()
}

fn action(row: &Row) -> Result<Action, Trouble> {
    let name = format!("action {}", row.get::<i64>("id")?);
    let what: String = row.get("what")?;
    Ok(Action {
        at: moment(&name, row.get("at")?)?,
        person: row.get::<Option<String>>("person")?.map(UserId::new),
        what: Acted::named(&what).ok_or_else(|| misshapen(&name, format!("what is {what}?")))?,
        number: row.get::<Option<i64>>("number")?.and_then(|number| u32::try_from(number).ok()),
        room: row.get::<Option<String>>("room")?.map(RoomId::new),
    })
}
