//! What does a bot do that cannot start with its base, its configuration or its database?

use super::reload::copy;
use super::{OTHER_ANSWER, OTHER_QUESTION, QUESTION, assert_answered};
use crate::bot::{Bot, Home};
use crate::colleague::{Colleague, encrypted};
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::fs;
use std::path::Path;

/// A bot with a control room and a team, that has run once and stands still.
struct Scene {
    anna: Colleague,
    control: String,
    team: String,
    home: Home,
}

impl Scene {
    fn played_once(knowledge: Option<&Path>) -> Self {
        let world = World::shared();
        let anna = world.colleague("anna");
        let control = anna.make_room(&[], encrypted());
        let access = json!({
            "invites_from": {"servers": [], "users": [anna.user]},
            "administrators": [anna.user],
        });
        let mut home = Home::new(&world.server.url, &world.account("bot"))
            .with("access", access)
            .with("control_room", json!(control));
        if let Some(folder) = knowledge {
            home = home.with("knowledge", json!(folder));
        }
        let bot = home.start();
        anna.invite(&control, &home.user);
        anna.wait(&control, "the bot's welcome", |e| e.sender() == home.user && e.is_message());
        let team = anna.encrypted_team(&home.user);
        let scene = Self { anna, control, team, home };
        assert!(scene.asks(OTHER_QUESTION).contains(OTHER_ANSWER));
        assert!(bot.terminate().success());
        scene
    }

    fn asks(&self, question: &str) -> String {
        let message = Message::to(&self.home.user, question);
        self.anna.ask_bot(&self.team, message).body().to_owned()
    }

    /// It is told, once; contact is answered, the rest is not; it is not ready, and says why.
    fn plays_safe(&self, bot: &Bot, told: &str, complaint: &str) {
        self.anna.wait(&self.control, told, |event| {
            event.sender() == self.home.user && event.body().contains(told)
        });
        let message = Message::to(&self.home.user, QUESTION);
        assert_answered(&self.anna.ask_bot(&self.team, message));
        let calm = self.asks(OTHER_QUESTION);
        assert!(calm.contains("0800-2000") && calm.contains("112"), "{calm}");
        assert!(!calm.contains(OTHER_ANSWER), "{calm}");
        let danger = self.asks("Hij staat hier met een mes en slaat haar nu, help");
        assert!(danger.contains("Is iemand nu in gevaar?"), "{danger}");
        let page = bot.page("/readyz");
        assert!(page.contains(" 503 ") && page.contains(complaint), "{page}");
        let status = self.anna.ask_bot(&self.control, Message::text("!meld status"));
        assert!(status.body().contains("Er is iets mis"), "{}", status.body());
        let times = self.anna.said_by(&self.control, &self.home.user);
        // The machine of the test may have an ailment of its own.
        let tells = |text: &str| text.contains("Let op:") && text.contains(told);
        assert_eq!(times.iter().filter(|event| tells(event.body())).count(), 1, "told once");
    }
}

#[test]
fn with_a_broken_base_it_names_the_mistake_and_goes_on_by_itself_when_that_is_mended() {
    let knowledge = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), knowledge.path());
    let scene = Scene::played_once(Some(knowledge.path()));
    let file = knowledge.path().join("onderwerpen/stap-2.yaml");
    let entry = fs::read_to_string(&file).expect("an entry");
    fs::write(&file, entry.replace("bronnen:", "bronen:")).expect("a mistake");
    let bot = scene.home.launch();
    scene.plays_safe(&bot, "onderwerpen/stap-2.yaml, regel ", "the knowledge base is broken");
    fs::write(&file, &entry).expect("the mistake mended");
    scene.anna.wait(&scene.control, "that it is good", |event| {
        event.sender() == scene.home.user && event.body().contains("weer goed")
    });
    assert!(scene.asks(OTHER_QUESTION).contains(OTHER_ANSWER));
    assert!(bot.page("/readyz").contains(" 200 "));
}

#[test]
fn with_a_broken_configuration_it_is_in_its_rooms_with_the_last_good_account() {
    let mut scene = Scene::played_once(None);
    scene.home.change("sending", json!("veel"));
    scene.home.change("password", json!(null));
    let bot = scene.home.launch();
    scene.plays_safe(&bot, "config.yaml, regel 1", "the configuration is broken");
}

#[test]
fn with_a_broken_database_it_answers_from_memory_and_leaves_the_file_as_it_is() {
    let scene = Scene::played_once(None);
    let file = scene.home.data().join("meldmaat.db");
    let good = fs::read(&file).expect("a database");
    let rubbish = b"geen database ".repeat(1_000);
    fs::write(&file, &rubbish).expect("our own file");
    let bot = scene.home.launch();
    scene.plays_safe(&bot, "beschadigd", "the database cannot be used");
    let refused = scene.asks("herinner morgen 9.00 teamoverleg");
    assert!(refused.contains("0800-2000"), "{refused}");
    assert!(bot.terminate().success());
    assert_eq!(fs::read(&file).expect("the same file"), rubbish);

    fs::write(&file, good).expect("the file from a backup");
    let _bot = scene.home.start();
    assert!(scene.asks(OTHER_QUESTION).contains(OTHER_ANSWER));
}
