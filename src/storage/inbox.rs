//! What arrived, and what of it is decided?

use super::fault::Trouble;
use super::outbox;
use super::pool::{Pool, Transaction};
use super::seal::Seal;
use super::store::{moment, open_body, seal_body};
use crate::ports::{Batch, Undecrypted};
use crate::vocab::{Cause, EventId, Incoming, RoomId, Timestamp, UserId};

/// Keeps a batch whole; gives how many events of it were new.
pub async fn receive(
    pool: &Pool,
    seal: &Seal,
    device: &str,
    batch: &Batch,
) -> Result<usize, Trouble> {
    let mut tx = pool.write().await?;
    let mut new = 0;
    for incoming in &batch.incoming {
        new += keep(&mut tx, seal, incoming).await?;
    }
    for event in &batch.undecrypted {
        let insert = "insert into undecrypted (event, room, sender, at, raw, device)
                      values ($1, $2, $3, $4, $5, $6) on conflict (event, device) do nothing";
        let values = [
            event.event.as_str().into(),
            event.room.as_str().into(),
            event.sender.as_str().into(),
            event.at.as_millisecond().into(),
            event.raw.as_str().into(),
            device.into(),
        ];
        tx.run(insert, &values).await?;
    }
    for event in &batch.settled {
        let delete = "delete from undecrypted where event = $1 and device in ('', $2)";
        tx.run(delete, &[event.as_str().into(), device.into()]).await?;
    }
    for (key, event) in &batch.echoes {
        outbox::echoed(&mut tx, key, event).await?;
    }
    if let Some(position) = &batch.position {
        let keep = "insert into position (device, token, at)
                    values ($1, $2, (select coalesce(max(at), 0) + 1 from position))
                    on conflict (device) do update set token = excluded.token, at = excluded.at";
        tx.run(keep, &[device.into(), position.as_str().into()]).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(new).unwrap_or(usize::MAX))
}

/// Keeps one event; 0 when its cause is known.
pub async fn keep(tx: &mut Transaction, seal: &Seal, incoming: &Incoming) -> Result<u64, Trouble> {
    let cause = incoming.cause.as_str();
    let body = seal_body(seal, &row_name(cause), incoming)?;
    let insert = "insert into inbox (cause, at, body, person) values ($1, $2, $3, $4)
                  on conflict (cause) do nothing";
    let at = incoming.at.as_millisecond();
    // What is made in the house is nobody's.
    let person = Some(incoming.from.user.as_str()).filter(|user| !user.is_empty());
    Ok(tx.run(insert, &[cause.into(), at.into(), body.as_slice().into(), person.into()]).await?)
}

/// Whether an event waits to be decided.
pub async fn waits(pool: &Pool, cause: &Cause) -> Result<bool, Trouble> {
    let waiting = "select cause from inbox where cause = $1 and decided_at is null";
    Ok(!pool.rows(waiting, &[cause.as_str().into()]).await?.is_empty())
}

/// The event that arrived first of those that are not decided.
pub async fn pending(pool: &Pool, seal: &Seal) -> Result<Option<Incoming>, Trouble> {
    let oldest = "select cause, body from inbox where decided_at is null order by arrival limit 1";
    let rows = pool.rows(oldest, &[]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let cause: String = row.get("cause")?;
    // A body that is gone although nothing was decided is damage like any other.
    let body: Option<Vec<u8>> = row.get("body")?;
    open_body(seal, &row_name(&cause), &body.unwrap_or_default()).map(Some)
}

/// Marks a cause as decided and erases its body; also a cause that never arrived. False when it was
/// decided before.
pub async fn decide(tx: &mut Transaction, cause: &Cause, at: Timestamp) -> Result<bool, Trouble> {
    let decide = "insert into inbox (cause, at, decided_at) values ($1, $2, $2)
                  on conflict (cause) do update set decided_at = excluded.decided_at, body = null
                  where inbox.decided_at is null";
    let touched = tx.run(decide, &[cause.as_str().into(), at.as_millisecond().into()]).await?;
    Ok(touched == 1)
}

/// The position of this device's last batch; a new device goes on from where another was.
pub async fn position(pool: &Pool, device: &str) -> Result<Option<String>, Trouble> {
    let last = "select token from position
                order by case device when $1 then 0 else 1 end, at desc limit 1";
    let rows = pool.rows(last, &[device.into()]).await?;
    Ok(rows.first().map(|row| row.get("token")).transpose()?)
}

/// What waits for a key on this device, oldest first.
pub async fn undecrypted(pool: &Pool, device: &str) -> Result<Vec<Undecrypted>, Trouble> {
    let all = "select event, room, sender, at, raw from undecrypted
               where device in ('', $1) order by at, event";
    let rows = pool.rows(all, &[device.into()]).await?;
    rows.iter()
        .map(|row| {
            let event: String = row.get("event")?;
            Ok(Undecrypted {
                at: moment(&format!("undecrypted {event}"), row.get("at")?)?,
                event: EventId::new(event),
                room: RoomId::new(row.get::<String>("room")?),
                sender: UserId::new(row.get::<String>("sender")?),
                raw: row.get("raw")?,
            })
        })
        .collect()
}

fn row_name(cause: &str) -> String {
    format!("inbox {cause}")
}
