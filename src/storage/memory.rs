//! What does the bot remember of rooms and exchanges?

use super::fault::Trouble;
use super::pool::{Pool, Row, Transaction};
use super::seal::Seal;
use super::store::{misshapen, moment};
use super::{
    actions, broadcasts, curating, outbox, person, retention, rooms, rounds, sessions, wakes, walks,
};
use crate::vocab::{
    Cause, Change, Choice, DeliveryKey, Errand, EventId, Exchange, Poll, Purpose, RoomId, Scope,
    Snapshot, Timestamp, TopicId, UserId,
};

/// Fills a snapshot. Events of other rooms count for nothing: a reply can name any event there is.
pub async fn load(pool: &Pool, seal: &Seal, scope: &Scope) -> Result<Snapshot, Trouble> {
    let Some(room) = &scope.room else {
        return Ok(Snapshot::default());
    };
    let mut tx = pool.read().await?;
    let mut snapshot = Snapshot { room: rooms::state(&mut tx, room).await?, ..Snapshot::default() };
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
    // Who chooses between two moments goes on with what they typed.
    let chosen = snapshot.exchange.iter().flat_map(|exchange| &exchange.options);
    let mut chosen = chosen.filter_map(|choice| match choice {
        Choice::Moment { about, .. } => Some(*about),
        _ => None,
    });
    let chosen = chosen.next();
    let doubt = chosen.is_some();
    if let Some(most) = scope.actions {
        snapshot.actions = actions::newest(&mut tx, most).await?;
    }
    if scope.matters {
        snapshot.matters = curating::matters(&mut tx, seal).await?;
    }
    if scope.planned || doubt {
        snapshot.planned = wakes::planned(&mut tx, seal, room).await?;
        if scope.sent.is_some() {
            // What is about a session and all its rooms.
            let all = wakes::planned(&mut tx, seal, &RoomId::new("")).await?;
            snapshot.planned.extend(all);
        }
    }
    if scope.rooms_for.is_some() || doubt {
        snapshot.states = rooms::states(&mut tx).await?;
    }
    let answered = snapshot.answered.as_ref().map(|answered| answered.poll);
    let asks = snapshot.errand.and_then(|errand| errand.purpose);
    let pulse = answered == Some(Poll::Pulse) || asks == Some(Purpose::Asks(Poll::Pulse));
    if scope.broadcasts || doubt || pulse {
        snapshot.broadcasts = broadcasts::all(&mut tx, seal).await?;
    }
    let errand = snapshot.errand.filter(|errand| errand.purpose.is_some());
    let answered = snapshot.answered.as_ref().map(|response| response.session);
    let about = errand.map(|errand| errand.number).or(answered);
    if scope.sessions || doubt || about.is_some() {
        snapshot.sessions = sessions::all(&mut tx, seal).await?;
    }
    let wanted = scope
        .sent
        .or(chosen.flatten())
        .or(about)
        .map(|number| sessions::programme(&snapshot, number));
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
    let plans = scope.planned || scope.broadcasts || scope.sessions || doubt;
    if scope.matters || plans || scope.quiz {
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
        Change::Room { room, state } => rooms::keep(tx, room, state).await?,
        Change::Gemeente { room, gemeente } => {
            rooms::set_gemeente(tx, room, gemeente.as_deref()).await?;
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
        Change::Acted(action) => actions::keep(tx, action).await?,
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
            rooms::moved(tx, from, to).await?;
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
