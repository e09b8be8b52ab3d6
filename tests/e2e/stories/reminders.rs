//! Does a room on a real homeserver hear each reminder once, mentioned as it allows?

use crate::bot::Home;
use crate::colleague::Seen;
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::time::Duration;

/// A minute to wait, and what the machine needs besides.
const A_MINUTE: Duration = Duration::from_secs(100);

/// What a reminder says, if it is one.
fn reminded(event: &Seen) -> Option<&str> {
    event.body().lines().next()?.split_once("Herinnering: ").map(|(_, text)| text)
}

#[test]
fn killed_twenty_times_when_reminders_are_due_each_comes_once() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    let mut bot = home.start();
    let rooms = [anna.team(&home.user, json!({})), anna.encrypted_team(&home.user)];
    for number in 0..10 {
        for room in &rooms {
            let wish = format!("!meld herinner over 1 minuut nummer {number}");
            let planned = anna.ask_bot(room, Message::text(wish));
            assert!(planned.body().contains("Gepland"), "{}", planned.body());
        }
    }
    anna.wait_at_most(A_MINUTE, &rooms[0], &|event| reminded(event).is_some());
    for kill in 0..20 {
        bot.kill();
        bot = home.launch();
        // A later moment each time: from before it reads its memory to after it sends.
        bot.runs_for(Duration::from_millis(100 + kill * 80));
    }
    bot.wait_until_ready();
    let expected: Vec<String> = (0..10).map(|number| format!("nummer {number}")).collect();
    for room in &rooms {
        for text in &expected {
            anna.wait_at_most(A_MINUTE, room, &|event| reminded(event) == Some(text));
        }
        let seen = anna.said_by(room, &home.user);
        let mut came: Vec<&str> = seen.iter().filter_map(reminded).collect();
        // Those of the same minute go side by side.
        came.sort_unstable();
        assert_eq!(came, expected);
    }
}

#[test]
fn everybody_is_mentioned_only_where_the_planner_and_the_bot_may() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let bot = world.bot();
    let power = |bot_level: i64| {
        json!({"power_level_content_override": {
            "users": {bot: bot_level}, "notifications": {"room": 50},
        }})
    };
    let rooms = [anna.team(bot, power(50)), anna.team(bot, power(0))];
    let answers = rooms
        .each_ref()
        .map(|room| anna.ask_bot(room, Message::text("!meld herinner @room over 1 minuut de map")));
    assert!(!answers[0].body().contains("@room mag hier niet"), "{}", answers[0].body());
    assert!(answers[1].body().contains("@room mag hier niet"), "{}", answers[1].body());
    for (room, expected) in rooms.iter().zip([json!({"room": true}), json!({})]) {
        let came = anna.wait_at_most(A_MINUTE, room, &|event| reminded(event).is_some());
        let came = came.expect("the reminder comes");
        assert_eq!((came.kind(), &came.0["content"]["m.mentions"]), ("m.text", &expected));
    }
}
