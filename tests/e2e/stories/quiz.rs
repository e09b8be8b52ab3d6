//! Is a quiz round counted right and told once, whichever way each colleague answers it?

use crate::bot::Home;
use crate::colleague::{Colleague, Seen, encrypted};
use crate::message::Message;
use crate::python::Python;
use crate::world::World;
use meldmaat::files::read_folder;
use meldmaat::knowledge::{self, Base};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

const START: &str = "org.matrix.msc3381.poll.start";
const VOTE: &str = "org.matrix.msc3381.poll.response";
const END: &str = "org.matrix.msc3381.poll.end";
const TEXT: &str = "org.matrix.msc1767.text";

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    knowledge::read(&read_folder(&folder).expect("the files")).0.expect("a base without mistakes")
});

/// One item of a round in a room.
struct Item {
    poll: Seen,
    /// The letter of its best option.
    best: &'static str,
    /// Another letter.
    other: &'static str,
}

impl Item {
    fn id(&self) -> &str {
        self.poll.id()
    }
}

/// Has somebody begin a round; gives its three items.
fn round(who: &Colleague, bot: &str, room: &str) -> [Item; 3] {
    let begins = who.ask_bot(room, Message::text("!meld quiz"));
    assert!(begins.body().starts_with("Quiz: 3 korte vragen"), "{}", begins.body());
    [1, 2, 3].map(|nth| {
        let poll = who.wait(room, "a poll", |event| {
            let text = event.0["content"][TEXT].as_str().unwrap_or_default();
            event.sender() == bot
                && event.0["type"] == START
                && text.starts_with(&format!("Vraag {nth} van 3: "))
        });
        let question = poll.0["content"][START]["question"][TEXT].as_str().expect("a question");
        let mut items = BASE.items.values();
        let item = items.find(|item| item.question == question).expect("an item of the base");
        let best = item.options.iter().position(|option| option.best).expect("a best option");
        let other = if best == 0 { "b" } else { "a" };
        Item { poll, best: ["a", "b", "c", "d"][best], other }
    })
}

/// Somebody votes in the poll, as clients of today do.
fn votes(who: &Colleague, room: &str, item: &Item, letter: &str) {
    let relation = json!({"rel_type": "m.reference", "event_id": item.id()});
    who.send(room, VOTE, json!({"m.relates_to": relation, VOTE: {"answers": [letter]}}));
}

/// The same in the form of the specification.
fn votes_stable(who: &Colleague, room: &str, item: &Item, letter: &str) {
    let relation = json!({"rel_type": "m.reference", "event_id": item.id()});
    who.send(room, "m.poll.response", json!({"m.relates_to": relation, "m.selections": [letter]}));
}

/// Somebody types the letter as a reply, and is heard.
fn types(who: &Colleague, room: &str, event: &str, letter: &str) {
    let heard = who.ask_bot(room, Message::text(letter).replying_to(event));
    assert!(heard.body().starts_with("Genoteerd"), "{}", heard.body());
}

/// A direct chat in which somebody got the round of their team; gives the chat and its first item.
fn under_four_eyes(who: &Colleague, bot: &str, mut settings: Value) -> (String, String) {
    settings["is_direct"] = json!(true);
    settings["name"] = json!("");
    settings["preset"] = json!("trusted_private_chat");
    let chat = who.team(bot, settings);
    let round = who.ask_bot(&chat, Message::text("!meld quiz"));
    assert!(round.body().starts_with("De ronde van Wijkteam"), "{}", round.body());
    let first =
        who.wait(&chat, "the first item", |event| event.body().starts_with("Vraag 1 van 3"));
    (chat, first.id().to_owned())
}

/// Colleagues who joined a room.
fn join<const N: usize>(anna: &Colleague, room: &str, names: [&str; N]) -> [Colleague; N] {
    names.map(|name| {
        let who = World::shared().colleague(name);
        anna.invite(room, &who.user);
        who.join(room);
        who
    })
}

/// Lets a round or poll close now and not in its time: its wake is moved in the memory of a bot that does
/// not run. Until when votes count stays as it was.
fn closes_now(home: &Home, wake: &str) {
    let options = SqliteConnectOptions::new().filename(home.data().join("meldmaat.db"));
    let moved = tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let mut memory = options.connect().await?;
        let update = "update wake set due = 1 where key like $1";
        let moved = sqlx::query(update).bind(wake).execute(&mut memory).await?;
        memory.close().await?;
        Ok::<u64, sqlx::Error>(moved.rows_affected())
    });
    assert_eq!(moved.expect("the memory"), 1, "one is open");
}

/// Waits for the result; gives of each item how the team did, and the ends of its polls.
fn told(who: &Colleague, bot: &str, room: &str) -> (Vec<String>, Vec<Seen>) {
    who.wait(room, "the result", |event| event.body().starts_with("Vraag 3: "));
    let mut said = who.said_by(room, bot);
    // A client may be able to read one later than the next; the homeserver knows their order.
    said.sort_by_key(|event| event.0["origin_server_ts"].as_i64());
    let results = said.iter().filter(|event| event.body().contains("Het beste: "));
    let team = |event: &Seen| {
        let line = event.body().lines().find(|line| line.starts_with("Jullie: "));
        line.unwrap_or_default().to_owned()
    };
    let results = results.map(team).collect();
    said.retain(|event| event.0["type"] == END);
    (results, said)
}

#[test]
fn an_encrypted_team_answers_in_every_way_and_the_bot_is_away_and_killed_at_closing() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    let bot = home.start();
    let room = anna.encrypted_team(&home.user);
    let [bea, cor, dirk, eva, fien, gijs, hans] =
        join(&anna, &room, ["bea", "cor", "dirk", "eva", "fien", "gijs", "hans"]);
    let items = round(&anna, &home.user, &room);
    let first = &items[0];

    votes(&bea, &room, first, first.other);
    cor.react(&room, first.id(), first.best);
    types(&dirk, &room, first.id(), first.best);
    let (chat, unseen) = under_four_eyes(&eva, &home.user, encrypted());
    types(&eva, &chat, &unseen, first.other);
    votes_stable(&fien, &room, first, first.other);
    votes(&bea, &room, first, first.best);
    cor.react(&room, items[1].id(), items[1].best);
    assert!(bot.terminate().success());

    // While it is away: a first vote, whose key it has never seen, a letter, and a change of mind.
    votes(&gijs, &room, first, first.best);
    hans.say(&room, Message::text(first.other).replying_to(first.id()));
    eva.say(&chat, Message::text(first.best).replying_to(&unseen));
    closes_now(&home, "ronde:%");
    for kill in 0..10_u64 {
        let mut bot = home.start();
        // A later moment each time: from before the round is closed to after it is told.
        bot.runs_for(Duration::from_millis(kill * kill * 15));
        bot.kill();
    }
    // Those that were killed have told it all.
    let (results, ends) = told(&anna, &home.user, &room);
    assert_eq!(results, ["Jullie: 5 van de 7 kozen dit. ■■■■■■■□□□", "", ""]);
    assert_eq!(ends.len(), 1, "only the poll that five answered shows its counts");

    let _bot = home.start();
    let late = dirk.ask_bot(&room, Message::text(first.other).replying_to(first.id()));
    assert!(late.body().contains("al gesloten"), "{}", late.body());
    assert_eq!(told(&anna, &home.user, &room).0.len(), 3, "told once");
    let polls = items.iter().map(|item| &item.poll).chain(&ends);
    assert!(polls.into_iter().all(Seen::was_encrypted));
    assert_read(&anna, &room, first, &[&bea, &gijs]);
}

/// The poll, its votes and its end, as the model of another SDK reads them.
fn assert_read(who: &Colleague, room: &str, item: &Item, voted: &[&Colleague]) {
    let seen = who.seen(room);
    let related = seen.iter().filter(|event| {
        let relation = &event.0["content"]["m.relates_to"];
        relation["rel_type"] == "m.reference" && relation["event_id"] == item.id()
    });
    let related: Vec<&Value> = related.map(|event| &event.0).collect();
    let reader = Python::start("readback/polls.py", &[]);
    let asked = json!({"room": room, "start": item.poll.0, "related": related});
    let read = reader.ask(asked).expect("the SDK reads the poll");
    let content = &item.poll.0["content"];
    let question = content[START]["question"][TEXT].as_str().expect("a question");
    let item_of_base = BASE.items.values().find(|known| known.question == question);
    let options = item_of_base.expect("an item of the base").options.iter().zip("abcd".chars());
    let answers = options.map(|(option, letter)| {
        let shown = format!("{}. {}", letter.to_ascii_uppercase(), option.text);
        json!([letter.to_string(), shown])
    });
    let votes: serde_json::Map<String, Value> =
        voted.iter().map(|who| (who.user.clone(), json!([item.best]))).collect();
    let expected = json!({
        "question": question,
        "kind": "org.matrix.msc3381.poll.undisclosed",
        "max_selections": 1,
        "answers": answers.collect::<Vec<_>>(),
        "fallback": content[TEXT],
        "votes": votes,
        "ended": true,
        "closing": "Vraag 1 is gesloten. De uitleg staat hieronder.",
    });
    assert_eq!(read, expected);
}

#[test]
fn a_plain_team_below_five_sees_no_counts_and_its_poll_is_not_ended() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = world.coordinated_by(&anna);
    let bot = home.start();
    let room = anna.team(&home.user, json!({}));
    let [bea, cor, dirk, eva] = join(&anna, &room, ["bea", "cor", "dirk", "eva"]);
    let items = round(&anna, &home.user, &room);
    let [first, second, _] = &items;

    for item in [first, second] {
        votes(&bea, &room, item, item.best);
        votes_stable(&cor, &room, item, item.best);
        types(&dirk, &room, item.id(), item.best);
    }
    let (chat, unseen) = under_four_eyes(&eva, &home.user, json!({}));
    types(&eva, &chat, &unseen, first.best);
    eva.react(&room, second.id(), second.best);
    bea.react(&room, second.id(), second.other);
    assert!(bot.terminate().success());

    anna.react(&room, second.id(), second.best);
    closes_now(&home, "ronde:%");
    let _bot = home.start();
    let (results, ends) = told(&anna, &home.user, &room);
    assert_eq!(results, ["", "Jullie: 4 van de 5 kozen dit. ■■■■■■■■□□", ""]);
    let ended: Vec<&Value> =
        ends.iter().map(|end| &end.0["content"]["m.relates_to"]["event_id"]).collect();
    assert_eq!(ended, [second.id()]);
    insight(&anna, &home.user);
}

/// What a coordinator sees of the month: text, a picture and a table, encrypted as the chat is.
fn insight(anna: &Colleague, bot: &str) {
    let mut settings = encrypted();
    settings["is_direct"] = json!(true);
    let chat = anna.team(bot, settings);
    let told = anna.ask_bot(&chat, Message::text("!meld inzicht"));
    assert!(told.body().contains("80 %"), "{}", told.body());
    let picture = anna.wait(&chat, "the chart", |event| event.kind() == "m.image");
    let content = &picture.0["content"];
    assert!(content["file"].is_object() && content["info"]["w"].is_u64(), "{content}");
    assert!(picture.body().contains("80 %"), "in words, too: {}", picture.body());
    let png = "iVBORw0KGgo";
    assert!(anna.download_bytes(&picture).starts_with(png), "a picture");
    anna.say(&chat, Message::text("!meld inzicht csv"));
    let table = anna.wait(&chat, "the table", |event| event.kind() == "m.file");
    assert!(anna.download(&table).contains(";5;4;80"), "{}", anna.download(&table));
}

#[test]
fn one_question_in_two_rooms_has_one_total_and_no_names() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = world.coordinated_by(&anna);
    let bot = home.start();
    let direct = json!({"is_direct": true, "name": "", "preset": "trusted_private_chat"});
    let direct = anna.team(&home.user, direct);
    let (plain, secret) = (anna.team(&home.user, json!({})), anna.encrypted_team(&home.user));
    let [bea, cor] = join(&anna, &plain, ["bea", "cor"]);
    let [dirk, eva, fien] = join(&anna, &secret, ["dirk", "eva", "fien"]);

    let draft = "!meld peiling voor alle kamers: Wat houdt je tegen? Geen tijd / Ik twijfel";
    let draft = anna.ask_bot(&direct, Message::text(draft));
    assert!(draft.body().contains("2 kamers"), "{}", draft.body());
    let number: String = draft.body().chars().filter(char::is_ascii_digit).take(1).collect();
    let go = Message::text(format!("!meld bericht {number} verstuur nu"));
    anna.ask_bot(&direct, go);
    let poll = |room: &str| anna.wait(room, "the poll", |event| event.0["type"] == START);
    let (here, there) = (poll(&plain), poll(&secret));
    assert!(there.was_encrypted() && !here.was_encrypted());
    bea.react(&plain, here.id(), "1\u{fe0f}\u{20e3}");
    types(&cor, &plain, here.id(), "ik denk B");
    let vote = |poll: &Seen, letter: &str| {
        let relation = json!({"rel_type": "m.reference", "event_id": poll.id()});
        json!({"m.relates_to": relation, VOTE: {"answers": [letter]}})
    };
    dirk.send(&secret, VOTE, vote(&there, "a"));
    dirk.send(&secret, VOTE, vote(&there, "b"));
    types(&eva, &secret, there.id(), "b");
    assert!(bot.terminate().success());

    // While it is away; the key of this vote it has never seen.
    fien.send(&secret, VOTE, vote(&there, "b"));
    closes_now(&home, "peiling:%");
    let _bot = home.start();
    for room in [&plain, &secret, &direct] {
        let total = anna.wait(room, "the total", |event| {
            event.sender() == home.user && event.body().contains("5 antwoorden uit 2 kamers")
        });
        assert!(total.body().contains("Geen tijd: 1") && total.body().contains("Ik twijfel: 4"));
    }
}
