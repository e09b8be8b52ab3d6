//! How does a bot come into the world, and who can tell that it is the same one later?

use super::{QUESTION, assert_answered};
use crate::bot::Home;
use crate::message::Message;
use crate::world::World;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

#[test]
fn the_device_of_a_fresh_account_is_signed_by_its_owner() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let (identity, devices) = anna.verify(world.bot());
    assert!(identity.is_some(), "no cross-signing identity");
    let unsigned: Vec<_> = devices.iter().filter(|(_, signed)| !signed).collect();
    assert!(!devices.is_empty() && unsigned.is_empty(), "{devices:?}");
}

#[test]
fn the_recovery_key_is_for_the_owner_of_the_file_only_and_the_log_says_where_it_is() {
    let (home, bot) = World::shared().shared_bot();
    let file = recovery_key(home);
    let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let name = file.to_str().expect("a plain name").to_owned();
    bot.wait_for_line("where the recovery key is", |line| line.contains(&name));
    let key = std::fs::read_to_string(&file).expect("a readable file");
    let told = bot.log().iter().any(|line| line.contains(key.trim()));
    assert!(!told, "the key itself stands in the log");
}

#[test]
fn a_later_start_restores_the_session_and_a_new_device_recovers_the_identity() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let account = world.account("bot");
    let home = Home::new(&world.server.url, &account);

    let bot = home.start();
    let (identity, first) = anna.verify(&home.user);
    let before = world.server.devices(&home.user);
    assert!(bot.terminate().success(), "an orderly end is a success");

    let bot = home.start();
    assert_eq!(world.server.devices(&home.user), before, "it signed in again");
    let room = anna.encrypted_team(&home.user);
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
    bot.terminate();

    let key = std::fs::read_to_string(recovery_key(&home)).expect("a readable file");
    let elsewhere = Home::new(&world.server.url, &account).with("device_id", json!("MELDMAAT2"));
    std::fs::create_dir_all(elsewhere.data()).expect("a folder");
    std::fs::write(recovery_key(&elsewhere), key).expect("a file");
    let _second = elsewhere.start();
    let (same, devices) = anna.verify(&home.user);
    assert_eq!(same, identity, "the identity was made anew");
    assert_eq!(devices.len(), first.len() + 1);
    assert!(devices.iter().all(|(_, signed)| *signed), "{devices:?}");
    let room = anna.encrypted_team(&home.user);
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

#[test]
fn a_token_and_a_device_id_serve_in_place_of_a_password() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let account = world.account("bot");
    let home = Home::new(&world.server.url, &account)
        .with("password", Value::Null)
        .with("access_token", json!(account.token))
        .with("device_id", json!(account.device));
    let _bot = home.start();
    assert_eq!(world.server.devices(&home.user), [account.device.as_str()]);
    let (_, devices) = anna.verify(&home.user);
    assert_eq!(devices, [(account.device.clone(), true)]);
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
}

/// The file with the recovery key.
fn recovery_key(home: &Home) -> PathBuf {
    home.data().join("recovery-key.txt")
}

#[test]
fn a_backup_comes_back_as_a_new_device_that_knows_its_rooms_and_sends_nothing_twice() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let account = world.account("bot");
    let home = Home::new(&world.server.url, &account);
    let bot = home.start();
    let room = anna.encrypted_team(&home.user);
    anna.ask_bot(&room, Message::text("!meld herinner over 3 uur het overleg"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("meldmaat.backup");
    let file = file.to_str().expect("a plain name");
    let told = home.command(&["backup", file]);
    assert!(told.contains("rijen, nageteld"), "{told}");
    assert!(bot.terminate().success());

    let again = Home::new(&world.server.url, &account).with("device_id", json!("MELDMAAT3"));
    std::fs::create_dir_all(again.data()).expect("a folder");
    for name in ["store.key", "recovery-key.txt"] {
        std::fs::copy(home.data().join(name), again.data().join(name)).expect("a copy");
    }
    let before = anna.stored(&room, &home.user);
    let restored = again.command(&["restore", file]);
    assert!(restored.contains("Teruggezet"), "{restored}");
    let _bot = again.start();
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));
    assert_eq!(anna.stored(&room, &home.user), before + 1, "no second welcome");
    let plans = anna.ask_bot(&room, Message::text("!meld herinneringen"));
    assert!(plans.body().contains("het overleg"), "{}", plans.body());
    let (_, devices) = anna.verify(&home.user);
    assert!(devices.iter().all(|(_, signed)| *signed), "{devices:?}");
}
