//! What reaches the control room, and only when its asker agrees?

use crate::bot::Home;
use crate::colleague::encrypted;
use crate::message::Message;
use crate::world::World;
use serde_json::json;

/// Nothing in the base answers it; a name and a number in it must go nowhere.
const GAP: &str = "Hoe laat gaat de bakker open voor mijn client Kwartelaar met BSN 111222333?";

#[test]
fn a_question_is_passed_on_masked_after_its_asker_agrees() {
    let world = World::shared();
    let (anna, bea, eva) =
        (world.colleague("anna"), world.colleague("beheer"), world.colleague("eva"));
    let control = bea.make_room(&[], encrypted());
    let server = anna.user.split(':').nth(1).unwrap_or_default();
    let access = json!({
        "invites_from": {"servers": [server], "users": []},
        "administrators": [bea.user],
    });
    let home = Home::new(&world.server.url, &world.account("bot"))
        .with("access", access)
        .with("control_room", json!(control));
    let bot = home.start();
    bea.invite(&control, &home.user);
    bea.wait(&control, "the bot's welcome", |e| e.sender() == home.user && e.is_message());

    let room = anna.encrypted_team(&home.user);
    anna.invite(&room, &eva.user);
    eva.join(&room);
    let answer = anna.ask_bot(&room, Message::to(&home.user, GAP));
    assert!(answer.body().contains("✅"), "no offer: {}", answer.body());
    // Somebody else's mark is not the asker's; what is asked later is decided later.
    eva.react(&room, answer.id(), "✅");
    eva.ask_bot(&room, Message::text("!meld help"));
    assert_eq!(bea.said_by(&control, &home.user).len(), 1, "only the welcome");

    anna.react(&room, answer.id(), "✅");
    let gap = bea.wait(&control, "the gap", |event| {
        event.sender() == home.user && event.body().contains("bakker")
    });
    assert!(gap.was_encrypted(), "{}", gap.0);
    assert!(gap.body().contains("Gat 1"), "{}", gap.body());
    anna.wait(&room, "that it is passed on", |e| e.body().contains("nummer 1"));
    let closed = bea.ask_bot(&control, Message::text("!meld gat 1 klaar"));
    assert!(closed.body().contains("Gat 1"), "{}", closed.body());

    for secret in ["111222333", "Kwartelaar"] {
        assert!(!gap.0.to_string().contains(secret), "{}", gap.0);
        for (path, bytes) in home.files() {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", path.display());
        }
        let told = bot.log().into_iter().find(|line| line.contains(secret));
        assert_eq!(told, None, "{secret} stands in the log");
    }
}
