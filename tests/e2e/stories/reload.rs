//! What happens when a file changes under a running bot?

use super::{QUESTION, assert_answered};
use crate::bot::Home;
use crate::colleague::encrypted;
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::fs;
use std::path::Path;

#[test]
fn who_may_invite_changes_without_a_restart() {
    let world = World::shared();
    let (anna, eva) = (world.colleague("anna"), world.colleague("eva"));
    let mut home =
        Home::new(&world.server.url, &world.account("bot")).with("access", only(&anna.user));
    let bot = home.start();
    home.change("access", only(&eva.user));
    bot.wait_for_line("the files read again", |line| line.contains("read the files again"));
    let room = eva.team(&home.user, json!({}));
    assert_answered(&eva.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

#[test]
fn a_typing_error_in_the_base_is_named_and_the_last_good_base_stays() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let knowledge = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), knowledge.path());
    let control = anna.make_room(&[], encrypted());
    let home = Home::new(&world.server.url, &world.account("bot"))
        .with("knowledge", json!(knowledge.path()))
        .with("access", only(&anna.user))
        .with("control_room", json!(control));
    let bot = home.start();
    anna.invite(&control, &home.user);
    anna.wait(&control, "the bot's welcome", |e| e.sender() == home.user && e.is_message());
    let file = knowledge.path().join("onderwerpen/stap-2.yaml");
    let entry = fs::read_to_string(&file).expect("an entry");
    fs::write(&file, entry.replace("bronnen:", "bronen:")).expect("a mistake");
    let told = |part: &str| {
        anna.wait(&control, part, |e| e.sender() == home.user && e.body().contains(part))
    };
    let wrong = told("onderwerpen/stap-2.yaml, regel ");
    assert!(wrong.body().contains("bronen"), "{}", wrong.body());
    bot.wait_for_line("the file, line and column of the mistake", |line| {
        line.contains("onderwerpen/stap-2.yaml:") && line.contains("bronen")
    });
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
    fs::write(&file, &entry).expect("the mistake mended");
    told("weer goed");
    assert_eq!(anna.said_by(&control, &home.user).len(), 3, "welcome, wrong, good");
}

/// Only this colleague may invite the bot.
fn only(user: &str) -> serde_json::Value {
    json!({"invites_from": {"servers": [], "users": [user]}})
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a readable folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
