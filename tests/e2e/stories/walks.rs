//! What if the bot is killed while somebody goes through the five steps with it?

use crate::bot::Home;
use crate::message::Message;
use crate::world::World;
use std::time::Duration;

/// What is answered, and how the step begins that must follow.
const WAY: [(&str, &str); 8] = [
    ("nee", "Eerst kijken of het anders moet"),
    ("geen van deze", "Stap 1 van 5: Signalen"),
    ("ja", "Stap 1 van 5: Kindcheck"),
    ("1", "Stap 1 van 5: Mantelzorg"),
    ("c", "Stap 2 van 5"),
    ("ja", "Stap 3 van 5"),
    ("ja", "Stap 4 van 5: Vraag 1"),
    ("weet niet", "Uitkomst"),
];

#[test]
fn killed_between_two_answers_it_goes_on_and_says_no_step_twice() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let home = Home::new(&world.server.url, &world.account("bot"));
    let mut bot = home.start();
    let room = anna.encrypted_team(&home.user);
    let root = anna.say(&room, Message::to(&home.user, "stappenplan"));
    let begin = anna.answer(&room, &root);
    assert!(begin.body().contains("Is er nu direct gevaar?"), "{}", begin.body());
    let welcome = anna.said_by(&room, &home.user).len() - 1;
    for (number, (answer, step)) in (0_u32..).zip(WAY) {
        let event = match number % 3 {
            // Between the answers.
            0 => {
                bot.kill();
                bot = home.start();
                anna.say(&room, Message::text(answer).in_thread(&root))
            }
            // The answer comes while there is no bot.
            1 => {
                bot.kill();
                let event = anna.say(&room, Message::text(answer).in_thread(&root));
                bot = home.start();
                event
            }
            // Somewhere between the answer and the step.
            _ => {
                let event = anna.say(&room, Message::text(answer).in_thread(&root));
                let moment = Duration::from_millis(u64::from(number) * 20);
                anna.wait_at_most(moment, &room, &|seen| anna.is_answer(seen, &event));
                bot.kill();
                bot = home.start();
                event
            }
        };
        let said = anna.answer(&room, &event);
        assert!(said.body().contains(step), "after {answer:?}: {}", said.body());
        let relation = &said.0["content"]["m.relates_to"];
        assert_eq!(relation["event_id"], root.as_str(), "{relation}");
    }
    anna.wait(&room, "the list", |seen| seen.body().contains("Lijst voor je dossier"));
    // What is asked after it comes after everything that was still on its way.
    let over = anna.ask_bot(&room, Message::to(&home.user, "verder"));
    assert!(over.body().contains("geen stappenplan open"), "{}", over.body());
    let said = anna.said_by(&room, &home.user);
    // The first question, one step an answer, the list, and the last line.
    assert_eq!(said.len(), welcome + 1 + WAY.len() + 2, "{said:#?}", said = bodies(&said));
}

fn bodies(said: &[crate::colleague::Seen]) -> Vec<String> {
    said.iter().map(|seen| seen.body().chars().take(60).collect()).collect()
}
