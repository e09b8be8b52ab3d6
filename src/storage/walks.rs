//! How far has who come in the guided walk? One row a person and room, until it ends or grows old.

use super::fault::Trouble;
use super::pool::Transaction;
use super::seal::Seal;
use super::store::{moment, open_body, seal_body};
use crate::vocab::{DeliveryKey, EventId, PointId, RoomId, Taken, Timestamp, UserId, Walk};
use serde::{Deserialize, Serialize};

/// What is sealed: where they are, and what they chose.
#[derive(Serialize, Deserialize)]
struct Body {
    at: PointId,
    path: Vec<Taken>,
    resuming: bool,
    /// Walks that began before there was such a thing have not ended.
    #[serde(default)]
    ended: bool,
}

/// The walk of a person in a room, and the message that asked last in it.
pub async fn of(
    tx: &mut Transaction,
    seal: &Seal,
    room: &RoomId,
    owner: &UserId,
) -> Result<Option<(Walk, Option<EventId>)>, Trouble> {
    let select = "select w.begun, w.thread, w.asked, w.updated, w.body, o.event_id
                  from walk w left join outbox o on o.key = w.asked
                  where w.room = $1 and w.owner = $2";
    let values = [room.as_str().into(), owner.as_str().into()];
    let Some(row) = tx.row(select, &values).await? else { return Ok(None) };
    let begun: String = row.get("begun")?;
    let name = row_name(&begun);
    let Body { at, path, resuming, ended } = open_body(seal, &name, &row.get::<Vec<u8>>("body")?)?;
    let walk = Walk {
        room: room.clone(),
        thread: row.get::<Option<String>>("thread")?.map(EventId::new),
        owner: owner.clone(),
        at,
        path,
        resuming,
        ended,
        asked: DeliveryKey::new(row.get::<String>("asked")?),
        updated: moment(&name, row.get("updated")?)?,
        begun: EventId::new(begun),
    };
    Ok(Some((walk, row.get::<Option<String>>("event_id")?.map(EventId::new))))
}

/// Keeps a walk in place of the one that this person had in this room.
pub async fn keep(tx: &mut Transaction, seal: &Seal, walk: &Walk) -> Result<(), Trouble> {
    let set = "insert into walk (room, owner, begun, thread, asked, updated, body)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (room, owner) do update set begun = excluded.begun,
                   thread = excluded.thread, asked = excluded.asked,
                   updated = excluded.updated, body = excluded.body";
    let Walk { at, path, resuming, ended, .. } = walk.clone();
    let body = Body { at, path, resuming, ended };
    let body = seal_body(seal, &row_name(walk.begun.as_str()), &body)?;
    let values = [
        walk.room.as_str().into(),
        walk.owner.as_str().into(),
        walk.begun.as_str().into(),
        walk.thread.as_ref().map(EventId::as_str).into(),
        walk.asked.as_str().into(),
        walk.updated.as_millisecond().into(),
        body.as_slice().into(),
    ];
    tx.run(set, &values).await?;
    Ok(())
}

/// Forgets a walk that was not answered after this moment; without a moment in any case.
pub async fn over(
    tx: &mut Transaction,
    begun: &EventId,
    answered_until: Option<Timestamp>,
) -> Result<(), Trouble> {
    let until = answered_until.unwrap_or(Timestamp::MAX).as_millisecond();
    let delete = "delete from walk where begun = $1 and updated <= $2";
    tx.run(delete, &[begun.as_str().into(), until.into()]).await?;
    Ok(())
}

/// Forgets all walks of a room.
pub async fn leave(tx: &mut Transaction, room: &RoomId) -> Result<(), Trouble> {
    tx.run("delete from walk where room = $1", &[room.as_str().into()]).await?;
    Ok(())
}

fn row_name(begun: &str) -> String {
    format!("walk {begun}")
}
