//! What is learnt from use? Open matters, what was told once, and counts.

use super::fault::Trouble;
use super::pool::Transaction;
use super::seal::Seal;
use super::store::{misshapen, moment, open_body, seal_body};
use crate::vocab::{About, Cause, Counted, Matter, Tally, Timestamp, TopicId};

/// The open matters, oldest first.
pub async fn matters(tx: &mut Transaction, seal: &Seal) -> Result<Vec<Matter>, Trouble> {
    let open = "select number, at, body from matter where closed is null order by number";
    let mut matters = Vec::new();
    for row in tx.rows(open, &[]).await? {
        let number: i64 = row.get("number")?;
        let name = row_name(number);
        let body: Option<Vec<u8>> = row.get("body")?;
        let about: About = open_body(seal, &name, &body.unwrap_or_default())?;
        let at = moment(&name, row.get("at")?)?;
        matters.push(Matter { number: as_number(number)?, at, about });
    }
    Ok(matters)
}

/// The number that the next matter or plan gets.
pub async fn next_number(tx: &mut Transaction) -> Result<u32, Trouble> {
    let last = tx.row("select last from number", &[]).await?;
    let last: i64 = last.map(|row| row.get("last")).transpose()?.unwrap_or(0);
    as_number(last + 1)
}

/// A number is given, and never again.
pub async fn given(tx: &mut Transaction, number: u32) -> Result<(), Trouble> {
    let number = i64::from(number);
    tx.run("update number set last = $1 where last < $1", &[number.into()]).await?;
    Ok(())
}

/// Lays a matter on the table. A number that is taken is a fault: it would be another matter.
/// What was passed on is its asker's until it is closed.
pub async fn open(
    tx: &mut Transaction,
    seal: &Seal,
    cause: &Cause,
    matter: &Matter,
) -> Result<(), Trouble> {
    let number = i64::from(matter.number);
    let body = seal_body(seal, &row_name(number), &matter.about)?;
    let insert = "insert into matter (number, at, body, person)
                  values ($1, $2, $3, (select person from inbox where cause = $4))";
    let theirs = if matches!(matter.about, About::Gap { .. }) { cause.as_str() } else { "" };
    let at = matter.at.as_millisecond();
    let values = [number.into(), at.into(), body.as_slice().into(), theirs.into()];
    tx.run(insert, &values).await?;
    given(tx, matter.number).await
}

/// A matter is done: its body goes, its number stays.
pub async fn close(tx: &mut Transaction, number: u32, at: Timestamp) -> Result<(), Trouble> {
    let close = "update matter set closed = $2, body = null, person = null
                 where number = $1 and closed is null";
    tx.run(close, &[i64::from(number).into(), at.as_millisecond().into()]).await?;
    Ok(())
}

/// What was told once.
pub async fn marks(tx: &mut Transaction) -> Result<Vec<String>, Trouble> {
    let rows = tx.rows("select mark from mark order by mark", &[]).await?;
    rows.iter().map(|row| Ok(row.get("mark")?)).collect()
}

/// It was told.
pub async fn told(tx: &mut Transaction, mark: &str, at: Timestamp) -> Result<(), Trouble> {
    let insert = "insert into mark (mark, at) values ($1, $2) on conflict (mark) do nothing";
    tx.run(insert, &[mark.into(), at.as_millisecond().into()]).await?;
    Ok(())
}

/// One more in this month.
pub async fn count(tx: &mut Transaction, month: &str, what: &Counted) -> Result<(), Trouble> {
    let (kind, topic, chosen) = match what {
        Counted::Asked(topic) => ("asked", topic, ""),
        Counted::Up(topic) => ("up", topic, ""),
        Counted::Down(topic) => ("down", topic, ""),
        Counted::Wrong(topic) => ("wrong", topic, ""),
        Counted::Chosen { first, chosen } => ("chosen", first, chosen.as_str()),
    };
    let add = "insert into tally (month, kind, topic, chosen, times) values ($1, $2, $3, $4, 1)
               on conflict (month, kind, topic, chosen) do update set times = tally.times + 1";
    tx.run(add, &[month.into(), kind.into(), topic.as_str().into(), chosen.into()]).await?;
    Ok(())
}

/// The counts of a month.
pub async fn tallies(tx: &mut Transaction, month: &str) -> Result<Vec<Tally>, Trouble> {
    let all = "select kind, topic, chosen, times from tally where month = $1
               order by kind, topic, chosen";
    let rows = tx.rows(all, &[month.into()]).await?;
    rows.iter()
        .map(|row| {
            let (kind, topic): (String, String) = (row.get("kind")?, row.get("topic")?);
            let topic = TopicId::new(topic);
            let what = match kind.as_str() {
                "asked" => Counted::Asked(topic),
                "up" => Counted::Up(topic),
                "down" => Counted::Down(topic),
                "wrong" => Counted::Wrong(topic),
                "chosen" => {
                    let chosen = TopicId::new(row.get::<String>("chosen")?);
                    Counted::Chosen { first: topic, chosen }
                }
                _ => return Err(misshapen(&format!("tally {month}"), "no such kind")),
            };
            Ok(Tally { what, times: as_number(row.get("times")?)? })
        })
        .collect()
}

fn as_number(number: i64) -> Result<u32, Trouble> {
    u32::try_from(number).map_err(|error| misshapen(&row_name(number), error))
}

fn row_name(number: i64) -> String {
    format!("matter {number}")
}
