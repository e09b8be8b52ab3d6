//! How is each room set that the bot ever knew?

use super::fault::Trouble;
use super::pool::{Row, Transaction};
use super::store::moment;
use crate::vocab::{RoomId, RoomState, Timestamp};

/// How a room is set.
pub async fn state(tx: &mut Transaction, room: &RoomId) -> Result<RoomState, Trouble> {
    let select = "select * from room where room = $1";
    let row = tx.row(select, &[room.as_str().into()]).await?;
    row.map_or_else(|| Ok(RoomState::default()), |row| room_state(&row))
}

/// How every room is set that the bot ever knew.
pub async fn states(tx: &mut Transaction) -> Result<Vec<(RoomId, RoomState)>, Trouble> {
    let rows = tx.rows("select * from room order by room", &[]).await?;
    let state = |row: &Row| Ok((RoomId::new(row.get::<String>("room")?), room_state(row)?));
    rows.iter().map(state).collect()
}

fn room_state(row: &Row) -> Result<RoomState, Trouble> {
    let name = format!("room {}", row.get::<String>("room")?);
    let labels: String = row.get("labels")?;
    let optional = |column| -> Result<Option<Timestamp>, Trouble> {
        let at: Option<i64> = row.get(column)?;
        at.map(|at| moment(&name, at)).transpose()
    };
    Ok(RoomState {
        gemeente: row.get("gemeente")?,
        quiet: row.get::<i64>("quiet")? != 0,
        watch: row.get::<i64>("watch")? != 0,
        labels: labels.lines().map(str::to_owned).collect(),
        welcomed: optional("welcomed")?,
        unreadable_said: optional("unreadable_said")?,
        gone: optional("gone")?,
    })
}

/// A room is set like this from now on.
pub async fn keep(tx: &mut Transaction, room: &RoomId, state: &RoomState) -> Result<(), Trouble> {
    let set = "insert into room
                   (room, quiet, welcomed, unreadable_said, gemeente, watch, labels, gone)
               values ($1, $2, $3, $4, $5, $6, $7, $8)
               on conflict (room) do update set quiet = excluded.quiet,
                   welcomed = excluded.welcomed,
                   unreadable_said = excluded.unreadable_said,
                   gemeente = excluded.gemeente,
                   watch = excluded.watch, labels = excluded.labels,
                   gone = excluded.gone";
    let labels = state.labels.join("\n");
    let values = [
        room.as_str().into(),
        i64::from(state.quiet).into(),
        state.welcomed.map(Timestamp::as_millisecond).into(),
        state.unreadable_said.map(Timestamp::as_millisecond).into(),
        state.gemeente.as_deref().into(),
        i64::from(state.watch).into(),
        labels.as_str().into(),
        state.gone.map(Timestamp::as_millisecond).into(),
    ];
    tx.run(set, &values).await?;
    Ok(())
}

/// A room that is known has this gemeente from now on.
pub async fn set_gemeente(
    tx: &mut Transaction,
    room: &RoomId,
    gemeente: Option<&str>,
) -> Result<(), Trouble> {
    let set = "update room set gemeente = $2 where room = $1";
    tx.run(set, &[room.as_str().into(), gemeente.into()]).await?;
    Ok(())
}

/// How a room is set goes along to the one that follows it.
pub async fn moved(tx: &mut Transaction, from: &RoomId, to: &RoomId) -> Result<(), Trouble> {
    let copy = "insert into room
                    (room, quiet, welcomed, unreadable_said, gemeente, watch, labels)
                select $2, quiet, welcomed, unreadable_said, gemeente, watch, labels
                from room where room = $1
                on conflict (room) do update set quiet = excluded.quiet,
                    welcomed = excluded.welcomed,
                    unreadable_said = excluded.unreadable_said,
                    gemeente = excluded.gemeente,
                    watch = excluded.watch, labels = excluded.labels";
    tx.run(copy, &[from.as_str().into(), to.as_str().into()]).await?;
    tx.run(
        "delete from room where room = $1 and room <> $2",
        &[from.as_str().into(), to.as_str().into()],
    )
    .await?;
    Ok(())
}
