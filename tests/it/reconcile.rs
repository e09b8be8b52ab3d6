//! What another device began to send and never marked: is it in its room once, whatever became of it?

use crate::world::{Room, after, ten};
use meldmaat::engine::World;
use meldmaat::knowledge::Base;
use meldmaat::ports::{Batch, Channel, Inbox, Store};
use meldmaat::storage::{self, Place, seal::Seal};
use meldmaat::vocab::{Access, Incoming, Message, Sender, UserId, What};
use tempfile::TempDir;

/// A bot with an answer that another device began to send; `arrived` says whether it got there, `restored`
/// whether this memory comes from a backup.
async fn half_sent(arrived: bool, restored: bool) -> (Room, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().to_owned());
    let me = UserId::new("@meldmaat:wijk.test");
    let world = World::new(me, "meldmaat", Base::default(), Access::default(), |_| None);
    let room = Room::at(&place, world).await;
    let question = Incoming {
        cause: "$q".into(),
        at: ten(),
        room: "!team:wijk.test".into(),
        direct: false,
        from: Sender { user: "@anna:wijk.test".into(), moderator: false },
        what: What::Message(Message { text: "!meld help".into(), ..Message::default() }),
    };
    let batch = Batch { incoming: vec![question], ..Batch::default() };
    room.bot.receive(batch).await.unwrap();
    while room.bot.decide_next().await.unwrap() {}

    let other = storage::open(&place, Seal::new([7; 32])).await.unwrap().of_device("OTHER");
    let due = other.due(ten(), 1).await.unwrap().remove(0);
    let delivery = other.begin(&due.delivery.key, ten()).await.unwrap().unwrap();
    if arrived {
        room.way.deliver(&delivery, None).await.unwrap();
    }
    room.way.know_no_transactions();
    if restored {
        assert_eq!(other.hold_back(&[], &[]).await.unwrap(), 1);
    }
    other.close().await;
    (room, folder)
}

/// How much is in the room a second later, and half a minute later; then nothing waits any more.
async fn in_the_room(room: &Room) -> [usize; 2] {
    let mut there = [0; 2];
    for (seconds, there) in [1, 31].into_iter().zip(&mut there) {
        room.wait_until(after(seconds)).await;
        *there = room.way.arrived().len();
    }
    assert_eq!(room.bot.store().backlog().await.unwrap(), (0, None));
    there
}

#[tokio::test]
async fn what_arrived_is_found_and_what_did_not_is_sent() {
    let (room, _folder) = half_sent(true, false).await;
    assert_eq!(in_the_room(&room).await, [1, 1]);
    let (room, _folder) = half_sent(false, false).await;
    assert_eq!(in_the_room(&room).await, [0, 1], "it may still have been under way");
}

#[tokio::test]
async fn after_a_restore_what_is_not_there_is_not_sent() {
    let (room, _folder) = half_sent(true, true).await;
    assert_eq!(in_the_room(&room).await, [1, 1]);
    let (room, _folder) = half_sent(false, true).await;
    assert_eq!(in_the_room(&room).await, [0, 0]);
}
