//! Which broadcasts are there, and what became of one?

use super::fault::Trouble;
use super::pool::Transaction;
use super::seal::Seal;
use super::store::{misshapen, moment, open_body, seal_body};
use crate::vocab::{
    Broadcast, DeliveryKey, EventId, Fate, Purpose, RoomId, Sent, Stage, Timestamp, UserId,
};

/// Remembers a broadcast in place of the one with its number.
pub async fn keep(tx: &mut Transaction, seal: &Seal, broadcast: &Broadcast) -> Result<(), Trouble> {
    let number = i64::from(broadcast.number);
    // Whose it is stands beside the seal, where it can be taken away.
    let body = seal_body(seal, &row_name(number), &Broadcast { by: None, ..broadcast.clone() })?;
    let set = "insert into broadcast (number, at, person, body) values ($1, $2, $3, $4)
               on conflict (number) do update set at = excluded.at, person = excluded.person,
                   body = excluded.body";
    let at = broadcast.at.as_millisecond();
    let person = broadcast.by.as_ref().map(UserId::as_str);
    tx.run(set, &[number.into(), at.into(), person.into(), body.as_slice().into()]).await?;
    super::curating::given(tx, broadcast.number).await
}

/// All of them, by number.
pub async fn all(tx: &mut Transaction, seal: &Seal) -> Result<Vec<Broadcast>, Trouble> {
    let rows = tx.rows("select * from broadcast order by number", &[]).await?;
    let open = |row: &super::pool::Row| {
        let name = row_name(row.get("number")?);
        let body: Vec<u8> = row.get("body")?;
        let broadcast: Broadcast = open_body(seal, &name, &body)?;
        let by = row.get::<Option<String>>("person")?.map(UserId::new);
        Ok(Broadcast { by, at: moment(&name, row.get("at")?)?, ..broadcast })
    };
    rows.iter().map(open).collect()
}

/// What the outbox knows of one, in the order in which it was decided.
pub async fn sent(tx: &mut Transaction, number: u32) -> Result<Vec<Sent>, Trouble> {
    let select =
        "select key, room, target, state, reason, purpose, event_id from outbox where number = $1
                  order by id";
    let rows = tx.rows(select, &[i64::from(number).into()]).await?;
    rows.iter()
        .map(|row| {
            let state: String = row.get("state")?;
            let reason: Option<String> = row.get("reason")?;
            let fate = match state.as_str() {
                "waiting" => Fate::Waiting,
                "done" => Fate::Done,
                "given up" => Fate::GivenUp(reason.unwrap_or_default()),
                _ => return Err(misshapen(&row_name(number.into()), "no such state")),
            };
            let of = row.get::<Option<String>>("target")?.map(DeliveryKey::new);
            let (key, room): (String, String) = (row.get("key")?, row.get("room")?);
            let purpose = purpose(row)?;
            let (key, room) = (DeliveryKey::new(key), RoomId::new(room));
            let event = row.get::<Option<String>>("event_id")?.map(EventId::new);
            Ok(Sent { key, number, room, of, fate, event, purpose })
        })
        .collect()
}

/// What a delivery is for, where that was kept.
pub fn purpose(row: &super::pool::Row) -> Result<Option<Purpose>, Trouble> {
    let kept: Option<String> = row.get("purpose")?;
    let read = |text: String| serde_json::from_str(&text).map_err(|e| misshapen("outbox", e));
    kept.map(read).transpose()
}

/// It is gone.
pub async fn over(tx: &mut Transaction, number: u32) -> Result<(), Trouble> {
    tx.run("delete from broadcast where number = $1", &[i64::from(number).into()]).await?;
    Ok(())
}

/// What still has to go does not go any more; changes of what went before still do.
pub async fn take_back(tx: &mut Transaction, number: u32, at: Timestamp) -> Result<(), Trouble> {
    let back = "update outbox set state = 'given up', body = null, reason = $2, finished = $3
                where number = $1 and state = 'waiting' and target is null";
    let values = [i64::from(number).into(), Fate::TAKEN_BACK.into(), at.as_millisecond().into()];
    tx.run(back, &values).await?;
    Ok(())
}

/// What was not sent yet goes to the room that follows.
pub async fn moved(
    tx: &mut Transaction,
    seal: &Seal,
    from: &RoomId,
    to: &RoomId,
) -> Result<(), Trouble> {
    for mut broadcast in all(tx, seal).await? {
        let waits = matches!(broadcast.stage, Stage::Draft | Stage::Planned(_));
        let mut changed = broadcast.room == *from;
        if changed {
            broadcast.room = to.clone();
        }
        for target in broadcast.targets.iter_mut().filter(|t| waits && t.room == *from) {
            target.room = to.clone();
            changed = true;
        }
        if changed {
            keep(tx, seal, &broadcast).await?;
        }
    }
    Ok(())
}

fn row_name(number: i64) -> String {
    format!("broadcast {number}")
}
