//! When does the bot wake by itself, and how does a wake become an event, once?

use super::fault::Trouble;
use super::inbox;
use super::pool::{Pool, Row, Transaction};
use super::seal::Seal;
use super::store::{moment, open_body, seal_body};
use crate::vocab::{Cause, Incoming, Overdue, Plan, RoomId, Timestamp, UserId, Wake, What};

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

/// Plans a wake unless one of its key is planned; a moment later when one of its key has been at that
/// very moment: the two would be taken for the same event.
pub async fn plan_once(tx: &mut Transaction, seal: &Seal, wake: &Wake) -> Result<(), Trouble> {
    let mut wake = wake.clone();
    let been = "select cause from inbox where cause = $1";
    while tx.row(been, &[wake.cause().as_str().into()]).await?.is_some() {
        let Ok(later) = wake.due.checked_add(jiff::SignedDuration::from_millis(1)) else { break };
        wake.due = later;
    }
    insert(tx, seal, &wake).await
}

/// Plans a wake unless one of its key is planned.
async fn insert(tx: &mut Transaction, seal: &Seal, wake: &Wake) -> Result<(), Trouble> {
    let (key, due) = (wake.key.as_str(), wake.due.as_millisecond());
    let insert = "insert into wake (key, due, room, person, body) values ($1, $2, $3, $4, $5)
                  on conflict (key) do nothing";
    let body = seal_body(seal, &row_name(key), &wake.plan)?;
    let person = wake.person.as_ref().map(UserId::as_str);
    let room = wake.room.as_str();
    let values = [key.into(), due.into(), room.into(), person.into(), body.as_slice().into()];
    tx.run(insert, &values).await?;
    Ok(())
}

/// What people planned and is due.
pub async fn fell_due(
    tx: &mut Transaction,
    seal: &Seal,
    now: Timestamp,
) -> Result<Vec<Wake>, Trouble> {
    let due = "select * from wake where due <= $1 order by due, length(key), key";
    let rows = tx.rows(due, &[now.as_millisecond().into()]).await?;
    let mut wakes = Vec::new();
    for row in &rows {
        wakes.extend(Some(wake_row(seal, row)?).filter(|wake| wake.plan.is_some()));
    }
    Ok(wakes)
}

/// Turns what is due into events of the inbox, the oldest first, and one more that lists the plans that
/// were due before `late`; gives how many events were new.
pub async fn wake(
    pool: &Pool,
    seal: &Seal,
    now: Timestamp,
    late: Timestamp,
) -> Result<usize, Trouble> {
    let mut tx = pool.write().await?;
    // Of the same moment, number 9 comes before number 10.
    let due = "select * from wake where due <= $1 order by due, length(key), key";
    let mut new = 0;
    let mut plans = Vec::new();
    for row in tx.rows(due, &[now.as_millisecond().into()]).await? {
        let wake = wake_row(seal, &row)?;
        tx.run("delete from wake where key = $1", &[wake.key.as_str().into()]).await?;
        if let (Some(plan), true) = (&wake.plan, wake.due < late) {
            plans.push(Overdue { room: wake.room.clone(), due: wake.due, plan: plan.clone() });
        }
        new += inbox::keep(&mut tx, seal, &wake.into_incoming(now)).await?;
    }
    if let Some(first) = plans.first() {
        let (number, due) = (first.plan.number(), first.due.as_millisecond());
        let cause = Cause::new(format!("late:{number}:{due}"));
        let late = Incoming::of_the_house(cause, now, What::Late { plans });
        new += inbox::keep(&mut tx, seal, &late).await?;
    }
    tx.commit().await?;
    Ok(usize::try_from(new).unwrap_or(usize::MAX))
}

/// What people planned in a room, by number.
pub async fn planned(
    tx: &mut Transaction,
    seal: &Seal,
    room: &RoomId,
) -> Result<Vec<Wake>, Trouble> {
    let rows = tx.rows("select * from wake where room = $1", &[room.as_str().into()]).await?;
    let wakes: Result<Vec<Wake>, Trouble> = rows.iter().map(|row| wake_row(seal, row)).collect();
    let mut plans: Vec<Wake> = wakes?.into_iter().filter(|wake| wake.plan.is_some()).collect();
    plans.sort_by_key(|wake| wake.plan.as_ref().map(Plan::number));
    Ok(plans)
}

/// A wake is not planned any more.
pub async fn over(tx: &mut Transaction, key: &str) -> Result<(), Trouble> {
    tx.run("delete from wake where key = $1", &[key.into()]).await?;
    Ok(())
}

/// The bot is not in the room any more: nothing is planned there.
pub async fn leave(tx: &mut Transaction, room: &RoomId) -> Result<(), Trouble> {
    let leave = "delete from wake where room = $1";
    tx.run(leave, &[room.as_str().into()]).await?;
    Ok(())
}

/// What is planned in a room goes along to the one that follows it.
pub async fn moved(tx: &mut Transaction, from: &RoomId, to: &RoomId) -> Result<(), Trouble> {
    let moved = "update wake set room = $2 where room = $1";
    tx.run(moved, &[from.as_str().into(), to.as_str().into()]).await?;
    Ok(())
}

fn wake_row(seal: &Seal, row: &Row) -> Result<Wake, Trouble> {
    let key: String = row.get("key")?;
    let name = row_name(&key);
    let body: Option<Vec<u8>> = row.get("body")?;
    Ok(Wake {
        due: moment(&name, row.get("due")?)?,
        room: RoomId::new(row.get::<String>("room")?),
        person: row.get::<Option<String>>("person")?.map(UserId::new),
        plan: open_body(seal, &name, &body.unwrap_or_default())?,
        key,
    })
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
