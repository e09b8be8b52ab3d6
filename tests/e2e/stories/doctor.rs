//! Does the doctor find what is wrong, and nothing where all is well?

use crate::bot::Home;
use crate::gate::{Door, Gate};
use crate::world::World;
use serde_json::{Value, json};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;

/// A home whose output is the same each time.
fn home(world: &World, url: &str) -> Home {
    Home::new(url, &world.account("bot")).with("device_id", json!("MELDMAAT"))
}

#[test]
fn a_healthy_bot_is_healthy_before_its_first_start_while_it_runs_and_when_it_stands_still() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let mut home = home(world, &world.server.url);
    let (well, before) = home.doctor();
    assert!(well, "{before}");
    insta::assert_snapshot!("before the first start", before);
    assert!(!home.data().exists(), "looking made the data folder");

    let bot = home.start();
    let room = anna.encrypted_team(&home.user);
    home.change("control_room", json!(room));
    let (well, running) = home.doctor();
    assert!(well, "{running}");
    insta::assert_snapshot!("while it runs", running);

    assert!(bot.terminate().success());
    home.change("sending", json!({"per_second": 0.2, "burst": 10}));
    let (well, still) = home.doctor();
    assert!(well, "{still}");
    insta::assert_snapshot!("standing still", still);
}

#[test]
fn each_thing_that_is_wrong_is_named_with_what_to_do() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let gate = Gate::before(&world.server.url, Door::Open);
    let mut home = home(world, &gate.url);
    let bot = home.start();
    let plain = anna.team(&home.user, json!({}));
    assert!(bot.terminate().success());

    home.change("control_room", json!(plain));
    set_permissions(home.data(), Permissions::from_mode(0o755)).expect("our own folder");
    let key = home.data().join("recovery-key.txt");
    set_permissions(&key, Permissions::from_mode(0o644)).expect("our own file");
    let (well, open) = home.doctor();
    assert!(!well, "{open}");
    insta::assert_snapshot!("open to others", open);

    set_permissions(home.data(), Permissions::from_mode(0o700)).expect("our own folder");
    std::fs::remove_file(&key).expect("our own file");
    for device in world.server.devices(&home.user) {
        world.server.sign_out(&home.user, &device);
    }
    let (well, out) = home.doctor();
    assert!(!well, "{out}");
    insta::assert_snapshot!("signed out", out);

    gate.set(Door::Away);
    home.change("knowledge", Value::from("/nowhere"));
    let (well, away) = home.doctor();
    assert!(!well, "{away}");
    insta::assert_snapshot!("without a homeserver", away);
}
