//! Does whoever watches the bot hear how it is?

use super::{QUESTION, assert_answered};
use crate::bot::Home;
use crate::colleague::PATIENCE;
use crate::gate::{Door, Gate};
use crate::message::Message;
use crate::world::World;
use serde_json::json;
use std::os::unix::net::UnixDatagram;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A systemd that only listens.
struct Systemd {
    heard: Receiver<String>,
    folder: TempDir,
}

impl Systemd {
    fn listening() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = UnixDatagram::bind(folder.path().join("notify")).expect("a socket");
        let (tell, heard) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length) = socket.recv(&mut bytes) {
                let words = String::from_utf8_lossy(&bytes[..length]).into_owned();
                if tell.send(words).is_err() {
                    return;
                }
            }
        });
        Self { heard, folder }
    }

    fn path(&self) -> String {
        self.folder.path().join("notify").to_str().expect("a plain name").to_owned()
    }

    /// Everything that it hears up to what holds this.
    fn told_until(&self, wanted: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        while all.last().is_none_or(|last| !last.contains(wanted)) {
            match self.heard.recv_timeout(PATIENCE) {
                Ok(words) => all.push(words),
                Err(_) => panic!("no {wanted} in {all:?}"),
            }
        }
        all
    }

    /// What it has heard so far is of no interest any more.
    fn forget(&self) {
        while self.heard.try_recv().is_ok() {}
    }
}

#[test]
fn systemd_hears_that_it_is_ready_lives_and_stops_also_while_the_homeserver_is_away() {
    let world = World::shared();
    let anna = world.colleague("anna");
    let systemd = Systemd::listening();
    let gate = Gate::before(&world.server.url, Door::Away);
    let home = Home::new(&gate.url, &world.account("bot"))
        .with_variable("NOTIFY_SOCKET", &systemd.path())
        .with_variable("WATCHDOG_USEC", "1000000");
    let mut bot = home.launch();
    // A start that waits asks for time; who is not ready is not watched yet.
    let before = systemd.told_until("EXTEND_TIMEOUT_USEC=");
    assert!(!before.concat().contains("READY=1"), "{before:?}");
    gate.turned_away(2, PATIENCE);
    gate.set(Door::Open);
    systemd.told_until("READY=1");
    bot.wait_until_ready();
    systemd.told_until("WATCHDOG=1");
    systemd.told_until("STATUS=ready; 0 messages wait to be sent");

    gate.set(Door::Away);
    gate.turned_away(2, PATIENCE);
    systemd.forget();
    let away = Instant::now();
    for _ in 0..6 {
        systemd.told_until("WATCHDOG=1");
    }
    assert!(away.elapsed() < 6 * Duration::from_secs(1), "too seldom: {:?}", away.elapsed());
    assert!(bot.runs());
    gate.set(Door::Open);
    let room = anna.team(&home.user, json!({}));
    assert_answered(&anna.ask_bot(&room, Message::to(&home.user, QUESTION)));

    // Under way at the end: a long poll, an answer, and somebody who holds a line and asks nothing.
    let _line = bot.idle_line();
    let question = anna.say(&room, Message::to(&home.user, QUESTION));
    let told = Instant::now();
    assert!(bot.terminate().success());
    let took = told.elapsed();
    assert!(took < Duration::from_secs(5), "it took {took:?} to stop");
    systemd.told_until("STOPPING=1");
    let _bot = home.start();
    assert_answered(&anna.answer(&room, &question));
    let seen = anna.seen(&room);
    assert_eq!(seen.iter().filter(|event| anna.is_answer(event, &question)).count(), 1);
}
