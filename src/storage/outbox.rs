//! What is still to be delivered, in which order, and what became of the rest?

use super::fault::Trouble;
use super::lease::{Lease, now};
use super::pool::{Pool, Row, Transaction};
use super::seal::Seal;
use super::store::{misshapen, moment, open_body, seal_body};
use crate::ports::{Delivery, Doubt, Due};
use crate::text::document::Document;
use crate::vocab::{Act, Cause, DeliveryKey, EventId, Timestamp, Traffic, Urgency};

/// The reason of a change that needs no message of its own: what it changes had not begun to go.
const IN_PLACE: &str = "in place";

/// The device of what waited when the backup was made.
const RESTORED: &str = "restored";

/// After a restore: what waits may have been sent since the backup was made. Gives how many wait.
pub async fn doubt_all(tx: &mut Transaction) -> Result<u64, Trouble> {
    let doubt = "update outbox set begun = queued, device = $1 where state = 'waiting'";
    Ok(tx.run(doubt, &[RESTORED.into()]).await?)
}

/// Queues a delivery behind those of its room. A known key is left as it is. What has not begun to go is
/// changed where it waits.
pub async fn queue(
    tx: &mut Transaction,
    seal: &Seal,
    cause: &Cause,
    delivery: &Delivery,
    at: Timestamp,
) -> Result<(), Trouble> {
    let key = delivery.key.as_str();
    let target = match &delivery.act {
        Act::Edit { of, .. }
        | Act::Amend { of, .. }
        | Act::EndPoll { of, .. }
        | Act::Redact { of } => Some(of.as_str()),
        Act::Say(_)
        | Act::Poll { .. }
        | Act::Attach { .. }
        | Act::Remove { .. }
        | Act::Join { .. } => None,
    };
    let in_place = match &delivery.act {
        Act::Edit { of, unsent: Some(text), .. } => put_in_place(tx, seal, of, text).await?,
        _ => false,
    };
    let body = if in_place { None } else { Some(seal_body(seal, &row_name(key), delivery)?) };
    let purpose = delivery.errand.and_then(|errand| errand.purpose);
    let misfit = |e| misshapen(&row_name(key), e);
    let purpose = purpose.map(|p| serde_json::to_string(&p)).transpose().map_err(misfit)?;
    // What goes to many rooms is nobody's.
    let cause = if delivery.errand.is_some() { "" } else { cause.as_str() };
    let insert =
        "insert into outbox (key, room, target, queued, body, person, urgency, number, purpose,
                             state, reason, finished, moment)
                  values ($1, $2, $3, $4, $5, (select person from inbox where cause = $6), $7, $8,
                          $9, $10, $11, $12, $13)
                  on conflict (key) do nothing";
    let values = [
        key.into(),
        delivery.room.as_str().into(),
        target.into(),
        at.as_millisecond().into(),
        body.as_deref().into(),
        cause.into(),
        (delivery.urgency as i64).into(),
        delivery.errand.map(|errand| i64::from(errand.number)).into(),
        purpose.as_deref().into(),
        (if in_place { "done" } else { "waiting" }).into(),
        in_place.then_some(IN_PLACE).into(),
        in_place.then_some(at.as_millisecond()).into(),
        delivery.moment.map(Timestamp::as_millisecond).into(),
    ];
    tx.run(insert, &values).await?;
    Ok(())
}

/// Gives a message another text, if it has not begun to go.
async fn put_in_place(
    tx: &mut Transaction,
    seal: &Seal,
    of: &DeliveryKey,
    text: &Document,
) -> Result<bool, Trouble> {
    let name = row_name(of.as_str());
    let select = "select body from outbox where key = $1 and state = 'waiting' and begun = 0";
    let Some(row) = tx.row(select, &[of.as_str().into()]).await? else { return Ok(false) };
    let sealed: Option<Vec<u8>> = row.get("body")?;
    let mut waiting: Delivery = open_body(seal, &name, &sealed.unwrap_or_default())?;
    let Act::Say(speech) = &mut waiting.act else { return Ok(false) };
    speech.body = text.clone();
    let body = seal_body(seal, &name, &waiting)?;
    // Who begins to send it reads it in the same breath: either this text, or this is too late.
    let set = "update outbox set body = $2
               where key = $1 and state = 'waiting' and begun = 0";
    Ok(tx.run(set, &[of.as_str().into(), body.as_slice().into()]).await? > 0)
}

/// A delivery begins to go from this device: from now on its text stands. None when it does not wait any
/// more, or another process leads.
pub async fn begin(
    pool: &Pool,
    seal: &Seal,
    lease: &Lease,
    device: &str,
    (key, at): (&DeliveryKey, Timestamp),
) -> Result<Option<Delivery>, Trouble> {
    const ALONE: &str = "update outbox set begun = $2, device = $3
                         where key = $1 and state = 'waiting' returning body";
    const LEADING: &str = concat!(
        "update outbox set begun = $2, device = $3
         where key = $1 and state = 'waiting' and ($4 < 0 or exists
               (select 1 from lease where fence = $4 and ends > ",
        now!(),
        ")) returning body"
    );
    let values =
        [key.as_str().into(), at.as_millisecond().into(), device.into(), lease.fence().into()];
    let rows = match pool {
        Pool::Sqlite(_) => pool.rows(ALONE, &values[..3]).await?,
        Pool::Postgres(_) => pool.rows(LEADING, &values).await?,
    };
    let Some(row) = rows.first() else { return Ok(None) };
    let body: Option<Vec<u8>> = row.get("body")?;
    open_body(seal, &row_name(key.as_str()), &body.unwrap_or_default()).map(Some)
}

/// The first of every room's queue: the most urgent, then the oldest, with what is as urgent and of the
/// same moment, at most twelve. What is equally or less urgent waits for it, also while it is put off:
/// nobody reads an answer before what it follows on. What changes a message waits for that message.
macro_rules! heads {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " where o.id in (select id from (
                select id, rank() over (partition by room order by urgency, first) as place,
                       row_number() over (partition by room order by urgency, first, id) as nth
                from (
                  select id, room, urgency, case when moment is null then id else
                         min(id) over (partition by room, urgency, moment) end as first
                  from outbox q where state = 'waiting' and not exists
                      (select 1 from outbox t where t.key = q.target and t.state = 'waiting')
                ) as waiting
              ) as queued where place = 1 and nth <= 12)",
            $rest
        )
    };
}

/// The heads that are due, the most urgent first, then the oldest.
pub async fn due(
    pool: &Pool,
    seal: &Seal,
    device: &str,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Due>, Trouble> {
    let heads = heads!(
        "select o.key, o.body, o.attempts, o.queued, o.begun, o.device, t.event_id as target
         from outbox o left join outbox t on t.key = o.target",
        " and (o.not_before is null or o.not_before <= $1) order by o.urgency, o.id limit $2"
    );
    let values = [now.as_millisecond().into(), i64::from(limit).into()];
    pool.rows(heads, &values).await?.iter().map(|row| due_row(seal, device, row)).collect()
}

fn due_row(seal: &Seal, device: &str, row: &Row) -> Result<Due, Trouble> {
    let key: String = row.get("key")?;
    let body: Option<Vec<u8>> = row.get("body")?;
    let attempts: i64 = row.get("attempts")?;
    Ok(Due {
        delivery: open_body(seal, &row_name(&key), &body.unwrap_or_default())?,
        target: row.get::<Option<String>>("target")?.map(EventId::new),
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        queued: moment(&row_name(&key), row.get("queued")?)?,
        doubt: match (row.get::<i64>("begun")?, row.get::<String>("device")?.as_str()) {
            (0, _) => None,
            (_, began) if began == device => None,
            (begun, RESTORED) => Some(Doubt::Restored(moment(&row_name(&key), begun)?)),
            (begun, _) => Some(Doubt::HalfSent(moment(&row_name(&key), begun)?)),
        },
    })
}

/// When the first of the heads becomes due; one that was never put off is due since it was queued.
pub async fn next_due(pool: &Pool) -> Result<Option<Timestamp>, Trouble> {
    let first = heads!("select min(coalesce(o.not_before, o.queued)) as next from outbox o", "");
    let rows = pool.rows(first, &[]).await?;
    let next: Option<i64> = rows.first().map(|row| row.get("next")).transpose()?.flatten();
    next.map(|next| moment("outbox", next)).transpose()
}

/// Marks a delivery as done. The event that was known first stays.
pub async fn delivered(
    pool: &Pool,
    key: &DeliveryKey,
    event: Option<&EventId>,
    at: Timestamp,
) -> Result<(), Trouble> {
    let done = "update outbox set state = 'done', body = null, reason = null,
                    event_id = coalesce(event_id, $2), finished = coalesce(finished, $3)
                where key = $1";
    let event = event.map(EventId::as_str);
    pool.run(done, &[key.as_str().into(), event.into(), at.as_millisecond().into()]).await?;
    Ok(())
}

/// The same, from what the homeserver shows: it says which event, not when.
pub async fn echoed(
    tx: &mut Transaction,
    key: &DeliveryKey,
    event: &EventId,
) -> Result<(), Trouble> {
    let done = "update outbox set state = 'done', body = null, reason = null,
                    event_id = $2, finished = coalesce(finished, queued)
                where key = $1 and event_id is null";
    tx.run(done, &[key.as_str().into(), event.as_str().into()]).await?;
    Ok(())
}

/// When each was sent since a moment.
pub async fn sent_since(tx: &mut Transaction, since: Timestamp) -> Result<Vec<Timestamp>, Trouble> {
    let select = "select finished from outbox
                  where finished > $1 and state = 'done' and reason is null order by finished";
    let rows = tx.rows(select, &[since.as_millisecond().into()]).await?;
    rows.iter().map(|row| moment("outbox", row.get("finished")?)).collect()
}

/// The same, and how many wait. What was put off has a time of its own.
pub async fn traffic(tx: &mut Transaction, since: Timestamp) -> Result<Traffic, Trouble> {
    let sent = sent_since(tx, since).await?;
    let count = "select urgency, count(*) as waiting from outbox
                 where state = 'waiting' and attempts = 0 group by urgency";
    let mut waiting = Vec::new();
    for row in tx.rows(count, &[]).await? {
        let (known, many): (i64, i64) = (row.get("urgency")?, row.get("waiting")?);
        let urgency = Urgency::ALL.into_iter().find(|urgency| *urgency as i64 == known);
        let urgency = urgency.ok_or_else(|| misshapen("outbox", "no such urgency"))?;
        waiting.push((urgency, usize::try_from(many).unwrap_or(0)));
    }
    Ok(Traffic { sent, waiting })
}

/// Puts a waiting delivery off.
pub async fn postpone(pool: &Pool, key: &DeliveryKey, until: Timestamp) -> Result<(), Trouble> {
    let later = "update outbox set not_before = $2, attempts = attempts + 1
                 where key = $1 and state = 'waiting'";
    pool.run(later, &[key.as_str().into(), until.as_millisecond().into()]).await?;
    Ok(())
}

/// Gives a waiting delivery up.
pub async fn give_up(
    pool: &Pool,
    key: &DeliveryKey,
    reason: &str,
    at: Timestamp,
) -> Result<(), Trouble> {
    let never = "update outbox set state = 'given up', body = null, reason = $2, finished = $3
                 where key = $1 and state = 'waiting'";
    pool.run(never, &[key.as_str().into(), reason.into(), at.as_millisecond().into()]).await?;
    Ok(())
}

/// How many wait, and since when the oldest does.
pub async fn backlog(pool: &Pool) -> Result<(u64, Option<Timestamp>), Trouble> {
    let count = "select count(*) as waiting, min(queued) as since from outbox
                 where state = 'waiting'";
    let rows = pool.rows(count, &[]).await?;
    let Some(row) = rows.first() else {
        return Ok((0, None));
    };
    let since: Option<i64> = row.get("since")?;
    let waiting = u64::try_from(row.get::<i64>("waiting")?).unwrap_or(0);
    Ok((waiting, since.map(|since| moment("outbox", since)).transpose()?))
}

fn row_name(key: &str) -> String {
    format!("outbox {key}")
}
