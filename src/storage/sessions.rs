//! Which sessions are there, and who answered what?

use super::fault::Trouble;
use super::pool::{Row, Transaction};
use super::seal::Seal;
use super::store::{misshapen, moment, open_body, seal_body};
use crate::vocab::{EventId, Poll, Progress, Response, RoomId, Session, Snapshot, UserId};

/// Remembers a session in place of the one with its number.
pub async fn keep(tx: &mut Transaction, seal: &Seal, session: &Session) -> Result<(), Trouble> {
    let number = i64::from(session.number);
    // Whose it is stands beside the seal, where it can be taken away.
    let body = seal_body(seal, &row_name(number), &Session { by: None, ..session.clone() })?;
    let set = "insert into session (number, at, person, body) values ($1, $2, $3, $4)
               on conflict (number) do update set at = excluded.at, person = excluded.person,
                   body = excluded.body";
    let at = session.at.as_millisecond();
    let person = session.by.as_ref().map(UserId::as_str);
    tx.run(set, &[number.into(), at.into(), person.into(), body.as_slice().into()]).await?;
    super::curating::given(tx, session.number).await
}

/// All of them, by number.
pub async fn all(tx: &mut Transaction, seal: &Seal) -> Result<Vec<Session>, Trouble> {
    let rows = tx.rows("select * from session order by number", &[]).await?;
    let open = |row: &Row| {
        let name = row_name(row.get("number")?);
        let body: Vec<u8> = row.get("body")?;
        let session: Session = open_body(seal, &name, &body)?;
        let by = row.get::<Option<String>>("person")?.map(UserId::new);
        Ok(Session { by, at: moment(&name, row.get("at")?)?, ..session })
    };
    rows.iter().map(open).collect()
}

/// The sessions that belong together with one; of a broadcast only itself.
pub fn programme(snapshot: &Snapshot, number: u32) -> Vec<u32> {
    let found = snapshot.sessions.iter().find(|session| session.number == number);
    let Some(found) = found else { return vec![number] };
    let together = snapshot.sessions.iter().filter(|s| s.programme == found.programme);
    together.map(|session| session.number).collect()
}

/// The sessions that are announced in a room.
pub fn announced_in(snapshot: &Snapshot, room: &RoomId) -> Vec<u32> {
    let here = |session: &&Session| {
        session.stage == Progress::Announced
            && session.targets.iter().any(|target| target.room == *room)
    };
    snapshot.sessions.iter().filter(here).map(|session| session.number).collect()
}

/// It is gone, with all answers to it.
pub async fn over(tx: &mut Transaction, number: u32) -> Result<(), Trouble> {
    tx.run("delete from session where number = $1", &[i64::from(number).into()]).await?;
    forget_responses(tx, number).await
}

/// Remembers an answer in place of an earlier one of the same person.
pub async fn respond(tx: &mut Transaction, response: &Response) -> Result<(), Trouble> {
    let set = "insert into response (session, poll, person, room, choice, at, event)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (session, poll, person) do update set room = excluded.room,
                   choice = excluded.choice, at = excluded.at, event = excluded.event";
    let poll = serde_json::to_string(&response.poll).map_err(|e| misshapen("response", e))?;
    let values = [
        i64::from(response.session).into(),
        poll.as_str().into(),
        response.person.as_str().into(),
        response.room.as_str().into(),
        i64::from(response.choice).into(),
        response.at.as_millisecond().into(),
        response.event.as_str().into(),
    ];
    tx.run(set, &values).await?;
    Ok(())
}

/// Who answered what to a session, the first answer first.
pub async fn responses(tx: &mut Transaction, session: u32) -> Result<Vec<Response>, Trouble> {
    let select = "select * from response where session = $1 order by at, event";
    tx.rows(select, &[i64::from(session).into()]).await?.iter().map(response).collect()
}

/// The answer that came with an event.
pub async fn answered(tx: &mut Transaction, event: &EventId) -> Result<Option<Response>, Trouble> {
    let select = "select * from response where event = $1 limit 1";
    let row = tx.row(select, &[event.as_str().into()]).await?;
    row.map(|row| response(&row)).transpose()
}

/// The answer that came with an event does not count any more.
pub async fn take_back(tx: &mut Transaction, event: &EventId) -> Result<(), Trouble> {
    tx.run("delete from response where event = $1", &[event.as_str().into()]).await?;
    Ok(())
}

/// Who answered what to a session is forgotten.
pub async fn forget_responses(tx: &mut Transaction, session: u32) -> Result<(), Trouble> {
    tx.run("delete from response where session = $1", &[i64::from(session).into()]).await?;
    Ok(())
}

/// What was about a room is about the one that follows it.
pub async fn moved(
    tx: &mut Transaction,
    seal: &Seal,
    from: &RoomId,
    to: &RoomId,
) -> Result<(), Trouble> {
    for mut session in all(tx, seal).await? {
        let mut changed = session.room == *from;
        if changed {
            session.room = to.clone();
        }
        for target in session.targets.iter_mut().filter(|target| target.room == *from) {
            target.room = to.clone();
            changed = true;
        }
        if changed {
            keep(tx, seal, &session).await?;
        }
    }
    let moved = "update response set room = $2 where room = $1";
    tx.run(moved, &[from.as_str().into(), to.as_str().into()]).await?;
    Ok(())
}

fn response(row: &Row) -> Result<Response, Trouble> {
    let event: String = row.get("event")?;
    let name = format!("response {event}");
    let whole = |column| -> Result<u32, Trouble> {
        u32::try_from(row.get::<i64>(column)?).map_err(|e| misshapen(&name, e))
    };
    let poll: String = row.get("poll")?;
    let poll: Poll = serde_json::from_str(&poll).map_err(|e| misshapen(&name, e))?;
    Ok(Response {
        session: whole("session")?,
        poll,
        person: UserId::new(row.get::<String>("person")?),
        room: RoomId::new(row.get::<String>("room")?),
        choice: whole("choice")?,
        at: moment(&name, row.get("at")?)?,
        event: EventId::new(event),
    })
}

fn row_name(number: i64) -> String {
    format!("session {number}")
}
