//! When does the bot wake by itself, and how does a wake become an event, once?

use super::fault::Trouble;
use super::inbox;
use super::pool::{Pool, Transaction};
use super::seal::Seal;
use super::store::{moment, open_body, seal_body};
use crate::vocab::{RoomId, Timestamp, Wake};

/// Plans a wake in place of an earlier one of its key.
pub async fn replace(tx: &mut Transaction, seal: &Seal, wake: &Wake) -> Result<(), Trouble> {
    tx.run("delete from wake where key = $1", &[wake.key.as_str().into()]).await?;
    insert(tx, seal, wake).await
}

/// Plans what is not planned yet.
pub async fn plan(pool: &Pool, seal: &Seal, wakes: &[Wake]) -> Result<(), Trouble> {
    if wakes.is_empty() {
        return Ok(());
    }
    let mut tx = pool.write().await?;
    for wake in wakes {
        insert(&mut tx, seal, wake).await?;
    }
    Ok(tx.commit().await?)
}

async fn insert(tx: &mut Transaction, seal: &Seal, wake: &Wake) -> Result<(), Trouble> {
    let (key, due) = (wake.key.as_str(), wake.due.as_millisecond());
    let insert = "insert into wake (key, due, room, body) values ($1, $2, $3, $4)
                  on conflict (key) do nothing";
    let body = seal_body(seal, &row_name(key), &wake.body)?;
    let values = [key.into(), due.into(), wake.room.as_str().into(), body.as_slice().into()];
    tx.run(insert, &values).await?;
    Ok(())
}

/// Turns what is due into events of the inbox, the oldest first; gives how many were new.
pub async fn wake(pool: &Pool, seal: &Seal, now: Timestamp) -> Result<usize, Trouble> {
    let mut tx = pool.write().await?;
    let due = "select key, due, room, body from wake where due <= $1 order by due, key";
    let mut new = 0;
    for row in tx.rows(due, &[now.as_millisecond().into()]).await? {
        let key: String = row.get("key")?;
        let name = row_name(&key);
        let body: Option<Vec<u8>> = row.get("body")?;
        let wake = Wake {
            due: moment(&name, row.get("due")?)?,
            room: RoomId::new(row.get::<String>("room")?),
            body: open_body(seal, &name, &body.unwrap_or_default())?,
            key,
        };
        tx.run("delete from wake where key = $1", &[wake.key.as_str().into()]).await?;
        new += inbox::keep(&mut tx, seal, &wake.into_incoming(now)).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(new).unwrap_or(usize::MAX))
}

/// When the next one is due.
pub async fn next(pool: &Pool) -> Result<Option<Timestamp>, Trouble> {
    let rows = pool.rows("select min(due) as next from wake", &[]).await?;
    let next: Option<i64> = rows.first().map(|row| row.get("next")).transpose()?.flatten();
    next.map(|next| moment("wake", next)).transpose()
}

fn row_name(key: &str) -> String {
    format!("wake {key}")
}
