//! Which quiz rounds are open, and how did the items go? Counts only: who voted what stands with the
//! answers until the round is closed.

use super::fault::Trouble;
use super::pool::{Row, Transaction};
use super::store::{misshapen, moment};
use crate::vocab::{Asked, ItemId, RoomId, Round};
use jiff::civil::{Date, DateTime};
use std::str::FromStr;

/// Remembers a round in place of the one with its number.
pub async fn keep(tx: &mut Transaction, round: &Round) -> Result<(), Trouble> {
    let set = "insert into round (number, room, at, closes, items, open, measured)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (number) do update set room = excluded.room, at = excluded.at,
                   closes = excluded.closes, items = excluded.items, open = excluded.open,
                   measured = excluded.measured";
    let items: Vec<&str> = round.items.iter().map(ItemId::as_str).collect();
    let (items, closes) = (items.join("\n"), round.closes.to_string());
    let values = [
        i64::from(round.number).into(),
        round.room.as_str().into(),
        round.at.as_millisecond().into(),
        closes.as_str().into(),
        items.as_str().into(),
        i64::from(round.open).into(),
        round.measured.map(i64::from).into(),
    ];
    tx.run(set, &values).await?;
    super::curating::given(tx, round.number).await
}

/// The open rounds of all rooms, and the one with this number, by number.
pub async fn open(tx: &mut Transaction, number: Option<u32>) -> Result<Vec<Round>, Trouble> {
    let select = "select * from round where open = 1 or number = $1 order by number";
    let number = number.map_or(-1, i64::from);
    tx.rows(select, &[number.into()]).await?.iter().map(round).collect()
}

/// Remembers how an item went; twice is the same as once.
pub async fn remember(tx: &mut Transaction, asked: &Asked) -> Result<(), Trouble> {
    let set = "insert into asked (room, item, day, at, took_part, right_ones, measured)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (room, item, day) do update set took_part = excluded.took_part,
                   right_ones = excluded.right_ones, measured = excluded.measured";
    let at = asked.day.in_tz("UTC").map_err(|e| misshapen("asked", e))?.timestamp();
    let day = asked.day.to_string();
    let values = [
        asked.room.as_str().into(),
        asked.item.as_str().into(),
        day.as_str().into(),
        at.as_millisecond().into(),
        i64::from(asked.took_part).into(),
        i64::from(asked.right).into(),
        asked.measured.map(i64::from).into(),
    ];
    tx.run(set, &values).await?;
    Ok(())
}

/// How the items went in a room, or in all, in the order of days.
pub async fn asked(tx: &mut Transaction, room: Option<&RoomId>) -> Result<Vec<Asked>, Trouble> {
    let rows = match room {
        Some(room) => {
            let of_room = "select * from asked where room = $1 order by day, item";
            tx.rows(of_room, &[room.as_str().into()]).await?
        }
        None => tx.rows("select * from asked order by day, item, room", &[]).await?,
    };
    let read = |row: &Row| {
        let name = format!("asked {}", row.get::<String>("item")?);
        Ok(Asked {
            room: RoomId::new(row.get::<String>("room")?),
            item: ItemId::new(row.get::<String>("item")?),
            day: read::<Date>(&name, &row.get::<String>("day")?)?,
            took_part: whole(&name, row.get("took_part")?)?,
            right: whole(&name, row.get("right_ones")?)?,
            measured: months(&name, row)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What was asked in a room was asked in the one that follows it.
pub async fn moved(tx: &mut Transaction, from: &RoomId, to: &RoomId) -> Result<(), Trouble> {
    let both = [from.as_str().into(), to.as_str().into()];
    tx.run("update round set room = $2 where room = $1", &both).await?;
    tx.run("update asked set room = $2 where room = $1", &both).await?;
    Ok(())
}

fn round(row: &Row) -> Result<Round, Trouble> {
    let number: i64 = row.get("number")?;
    let name = format!("round {number}");
    let items: String = row.get("items")?;
    Ok(Round {
        number: whole(&name, number)?,
        room: RoomId::new(row.get::<String>("room")?),
        at: moment(&name, row.get("at")?)?,
        closes: read::<DateTime>(&name, &row.get::<String>("closes")?)?,
        items: items.lines().map(ItemId::new).collect(),
        open: row.get::<i64>("open")? != 0,
        measured: months(&name, row)?,
    })
}

fn months(name: &str, row: &Row) -> Result<Option<u8>, Trouble> {
    let kept: Option<i64> = row.get("measured")?;
    kept.map(|months| u8::try_from(months).map_err(|e| misshapen(name, e))).transpose()
}

fn whole(name: &str, number: i64) -> Result<u32, Trouble> {
    u32::try_from(number).map_err(|e| misshapen(name, e))
}

fn read<T: FromStr<Err = jiff::Error>>(name: &str, text: &str) -> Result<T, Trouble> {
    text.parse().map_err(|e| misshapen(name, e))
}
