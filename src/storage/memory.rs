//! What does the bot remember of rooms and exchanges?

use super::fault::Trouble;
use super::pool::{Pool, Row, Transaction};
use super::seal::Seal;
use super::store::{misshapen, moment};
use super::{broadcasts, curating, outbox, person, retention, rounds, sessions, wakes, walks};
use crate::vocab::{
    Cause, Change, DeliveryKey, Errand, EventId, Exchange, Poll, Purpose, RoomId, RoomState, Scope,
    Snapshot, Timestamp, TopicId, UserId,
};

/// Fills a snapshot. Events of other rooms count for nothing: a reply can name any event there is.
pub async fn load(pool: &Pool, seal: &Seal, scope: &Scope) -> Result<Snapshot, Trouble> {
    let Some(room) = &scope.room else {
        return Ok(Snapshot::default());
    };
    let mut tx = pool.read().await?;
    let mut snapshot = Snapshot { room: state(&mut tx, room).await?, ..Snapshot::default() };
    for event in &scope.events {
        if snapshot.exchange.is_none() {
            snapshot.exchange = about(&mut tx, room, event).await?;
        }
        look_at(&mut tx, room, event, &mut snapshot).await?;
        if snapshot.answered.is_none() {
            snapshot.answered = sessions::answered(&mut tx, event).await?;
        }
    }
    if let Some(root) = &scope.thread {
        if snapshot.exchange.is_none() {
            snapshot.exchange = in_thread(&mut tx, room, root).await?;
        }
        look_at(&mut tx, room, root, &mut snapshot).await?;
    }
    if let (None, Some(user)) = (&snapshot.exchange, &scope.last_of) {
        snapshot.exchange = last_of(&mut tx, room, user).await?;
    }
    if scope.matters {
        snapshot.matters = curating::matters(&mut tx, seal).await?;
    }
    if scope.planned {
        snapshot.planned = wakes::planned(&mut tx, seal, room).await?;
    }
    if scope.rooms_for.is_some() {
        snapshot.states = states(&mut tx).await?;
    }
    let answered = snapshot.answered.as_ref().map(|answered| answered.poll);
    let asks = snapshot.errand.and_then(|errand| errand.purpose);
    let pulse = answered == Some(Poll::Pulse) || asks == Some(Purpose::Asks(Poll::Pulse));
    if scope.broadcasts || pulse {
        snapshot.broadcasts = broadcasts::all(&mut tx, seal).await?;
    }
    let errand = snapshot.errand.filter(|errand| errand.purpose.is_some());
    let answered = snapshot.answered.as_ref().map(|response| response.session);
    let about = errand.map(|errand| errand.number).or(answered);
    if scope.sessions || about.is_some() {
        snapshot.sessions = sessions::all(&mut tx, seal).await?;
    }
    let wanted = scope.sent.or(about).map(|number| sessions::programme(&snapshot, number));
    let here = || sessions::announced_in(&snapshot, room);
    let wanted = wanted.or_else(|| scope.answers_here.then(here));
    if let Some(numbers) = wanted {
        for number in numbers {
            snapshot.sent.extend(broadcasts::sent(&mut tx, number).await?);
            snapshot.responses.extend(sessions::responses(&mut tx, number).await?);
        }
    }
    let item =
        snapshot.errand.is_some_and(|e| matches!(e.purpose, Some(Purpose::Asks(Poll::Item(_)))));
    if scope.quiz || item || about.is_some() {
        snapshot.rounds = rounds::open(&mut tx, about).await?;
    }
    if scope.quiz_of_all {
        snapshot.asked = rounds::asked(&mut tx, None).await?;
    } else if scope.quiz {
        snapshot.asked = rounds::asked(&mut tx, Some(room)).await?;
    }
    if scope.matters || scope.planned || scope.broadcasts || scope.sessions || scope.quiz {
        snapshot.next_number = curating::next_number(&mut tx).await?;
    }
    if scope.marks {
        snapshot.marks = curating::marks(&mut tx).await?;
    }
    if let Some(since) = scope.traffic_since {
        snapshot.traffic = outbox::traffic(&mut tx, since).await?;
    }
    if let Some(month) = &scope.tallies {
        snapshot.tallies = curating::tallies(&mut tx, month).await?;
    }
    if let Some(owner) = &scope.walk_of {
        (snapshot.walk, snapshot.walk_asked) = walks::of(&mut tx, seal, room, owner)
            .await?
            .map_or((None, None), |(w, a)| (Some(w), a));
    }
    if let Some(user) = &scope.held_of {
        snapshot.held = person::held(&mut tx, user).await?;
    }
    if let Some(user) = &scope.warned {
        snapshot.warned = warned(&mut tx, room, user).await?;
    }
    tx.commit().await?;
    Ok(snapshot)
}

async fn state(tx: &mut Transaction, room: &RoomId) -> Result<RoomState, Trouble> {
    let select = "select * from room where room = $1";
    let row = tx.row(select, &[room.as_str().into()]).await?;
    row.map_or_else(|| Ok(RoomState::default()), |row| room_state(&row))
}

/// How every room is set that the bot ever knew.
async fn states(tx: &mut Transaction) -> Result<Vec<(RoomId, RoomState)>, Trouble> {
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

/// The exchange that has this event as its question, else as its answer, else the newest in the
/// thread below it.
async fn about(
    tx: &mut Transaction,
    room: &RoomId,
    event: &EventId,
) -> Result<Option<Exchange>, Trouble> {
    // The room stands in each part, not around them: SQLite would walk through the whole room.
    let select = "select * from (
            select 1 as rank, e.* from exchange e where e.question = $1 and e.room = $2
            union all
            select 2 as rank, e.* from exchange e
            where e.answer = (select key from outbox where event_id = $1 and room = $2 limit 1)
            union all
            select 3 as rank, e.* from exchange e where e.thread = $1 and e.room = $2
        ) as found order by rank, asked desc, id desc limit 1";
    let row = tx.row(select, &[event.as_str().into(), room.as_str().into()]).await?;
    row.map(|row| exchange(&row)).transpose()
}

/// The newest exchange in a thread of the person to whom it belongs.
async fn in_thread(
    tx: &mut Transaction,
    room: &RoomId,
    root: &EventId,
) -> Result<Option<Exchange>, Trouble> {
    let Some(first) = about(tx, room, root).await? else { return Ok(None) };
    let select = "select * from exchange where thread = $1 and room = $2 and asker = $3
                  order by asked desc, id desc limit 1";
    let values = [root.as_str().into(), room.as_str().into(), first.asker.as_str().into()];
    let newest = tx.row(select, &values).await?;
    Ok(Some(newest.map(|row| exchange(&row)).transpose()?.unwrap_or(first)))
}

async fn last_of(
    tx: &mut Transaction,
    room: &RoomId,
    user: &UserId,
) -> Result<Option<Exchange>, Trouble> {
    let select = "select * from exchange where room = $1 and asker = $2
                  order by asked desc, id desc limit 1";
    let row = tx.row(select, &[room.as_str().into(), user.as_str().into()]).await?;
    row.map(|row| exchange(&row)).transpose()
}

/// When this person last heard that a message of theirs held personal data.
async fn warned(
    tx: &mut Transaction,
    room: &RoomId,
    user: &UserId,
) -> Result<Option<Timestamp>, Trouble> {
    let select = "select max(asked) as last from exchange where room = $1 and asker = $2
                  and offer not like '{\"pass_on\"%'";
    let row = tx.row(select, &[room.as_str().into(), user.as_str().into()]).await?;
    let last: Option<i64> = row.map(|row| row.get("last")).transpose()?.flatten();
    last.map(|last| moment("exchange", last)).transpose()
}

/// Whether the event is a message of the bot's own, and what it belongs to.
async fn look_at(
    tx: &mut Transaction,
    room: &RoomId,
    event: &EventId,
    snapshot: &mut Snapshot,
) -> Result<(), Trouble> {
    let select = "select number, purpose from outbox where event_id = $1 and room = $2 limit 1";
    let Some(row) = tx.row(select, &[event.as_str().into(), room.as_str().into()]).await? else {
        return Ok(());
    };
    snapshot.mine.push(event.clone());
    let number = row.get::<Option<i64>>("number")?.and_then(|number| u32::try_from(number).ok());
    if let (None, Some(number)) = (&snapshot.errand, number) {
        snapshot.errand = Some(Errand { number, purpose: broadcasts::purpose(&row)? });
    }
    Ok(())
}

fn exchange(row: &Row) -> Result<Exchange, Trouble> {
    let question: String = row.get("question")?;
    let name = format!("exchange {question}");
    let options: String = row.get("options")?;
    let offer: Option<String> = row.get("offer")?;
    let misfit = |e| misshapen(&name, e);
    Ok(Exchange {
        asked: moment(&name, row.get("asked")?)?,
        options: serde_json::from_str(&options).map_err(misfit)?,
        question: EventId::new(question),
        room: RoomId::new(row.get::<String>("room")?),
        asker: UserId::new(row.get::<String>("asker")?),
        thread: row.get::<Option<String>>("thread")?.map(EventId::new),
        answer: DeliveryKey::new(row.get::<String>("answer")?),
        topic: row.get::<Option<String>>("topic")?.map(TopicId::new),
        offer: offer.map(|text| serde_json::from_str(&text)).transpose().map_err(misfit)?,
        walk: row.get::<i64>("walk")? != 0,
    })
}

/// Applies a change; twice is the same as once, but for a count.
pub async fn apply(
    tx: &mut Transaction,
    seal: &Seal,
    cause: &Cause,
    change: &Change,
) -> Result<(), Trouble> {
    match change {
        Change::Exchange(exchange) => remember(tx, exchange).await?,
        Change::Forget { question } => {
            tx.run("delete from exchange where question = $1", &[question.as_str().into()]).await?;
        }
        Change::Room { room, state } => {
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
        }
        Change::Gemeente { room, gemeente } => {
            let set = "update room set gemeente = $2 where room = $1";
            tx.run(set, &[room.as_str().into(), gemeente.as_deref().into()]).await?;
        }
        Change::Count { month, what } => curating::count(tx, month, what).await?,
        Change::Open(matter) => curating::open(tx, seal, cause, matter).await?,
        Change::Close { number, at } => curating::close(tx, *number, *at).await?,
        Change::Told { mark, at } => curating::told(tx, mark, *at).await?,
        Change::ForgetPerson { user } => person::forget(tx, user, Some(cause)).await?,
        Change::Prune { at, keep } => retention::prune(tx, *at, keep).await?,
        Change::Wake(wake) => {
            if let Some(plan) = &wake.plan {
                curating::given(tx, plan.number()).await?;
            }
            wakes::replace(tx, seal, wake).await?;
        }
        Change::WakeUnlessPlanned(wake) => wakes::plan_once(tx, seal, wake).await?,
        Change::Broadcast(broadcast) => broadcasts::keep(tx, seal, broadcast).await?,
        Change::BroadcastOver { number } => broadcasts::over(tx, *number).await?,
        Change::TakeBack { number, at } => broadcasts::take_back(tx, *number, *at).await?,
        Change::Round(round) => rounds::keep(tx, round).await?,
        Change::Asked(asked) => rounds::remember(tx, asked).await?,
        Change::Session(session) => sessions::keep(tx, seal, session).await?,
        Change::SessionOver { number } => sessions::over(tx, *number).await?,
        Change::Response(response) => sessions::respond(tx, response).await?,
        Change::ResponseOver { event } => sessions::take_back(tx, event).await?,
        Change::ResponsesOver { session } => sessions::forget_responses(tx, *session).await?,
        Change::WakeOver { key } => wakes::over(tx, key).await?,
        Change::Walk(walk) => walks::keep(tx, seal, walk).await?,
        Change::WalkOver { begun, answered_until } => {
            walks::over(tx, begun, *answered_until).await?;
        }
        Change::RoomOver { room } => {
            walks::leave(tx, room).await?;
            wakes::leave(tx, room).await?;
        }
        Change::Moved { from, to } => {
            wakes::moved(tx, from, to).await?;
            broadcasts::moved(tx, seal, from, to).await?;
            sessions::moved(tx, seal, from, to).await?;
            rounds::moved(tx, from, to).await?;
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
        }
    }
    Ok(())
}

async fn remember(tx: &mut Transaction, exchange: &Exchange) -> Result<(), Trouble> {
    let set = "insert into exchange
                   (question, room, asker, asked, thread, answer, options, topic, offer, walk)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
               on conflict (question) do update set room = excluded.room, asker = excluded.asker,
                   asked = excluded.asked, thread = excluded.thread, answer = excluded.answer,
                   options = excluded.options, topic = excluded.topic, offer = excluded.offer,
                   walk = excluded.walk";
    let misfit = |e| misshapen(&format!("exchange {}", exchange.question), e);
    let options = serde_json::to_string(&exchange.options).map_err(misfit)?;
    let offer = exchange.offer.as_ref().map(serde_json::to_string).transpose().map_err(misfit)?;
    let values = [
        exchange.question.as_str().into(),
        exchange.room.as_str().into(),
        exchange.asker.as_str().into(),
        exchange.asked.as_millisecond().into(),
        exchange.thread.as_ref().map(EventId::as_str).into(),
        exchange.answer.as_str().into(),
        options.as_str().into(),
        exchange.topic.as_ref().map(TopicId::as_str).into(),
        offer.as_deref().into(),
        i64::from(exchange.walk).into(),
    ];
    tx.run(set, &values).await?;
    Ok(())
}
