//! Is a reply to any message about a session an answer to it, and does everybody see what belongs together?

use super::{CARLA, CONTROL, NEW, TEAMS, Town, moment};
use meldmaat::vocab::{Act, Attachment, DeliveryKey, EventId};

const ANNA: &str = "@anna:wijk.test";
const BOB: &str = "@bob:wijk.test";
const HOME: &str = TEAMS[0];
const MOVE: &str = "!meld sessie 1 verplaats naar do 10 dec 13.00";

async fn announced(new: &str) -> Town {
    let town = Town::new().await;
    town.announced(new).await;
    town
}

/// The last message in a room that says this.
fn last(town: &Town, room: &str, with: &str) -> EventId {
    let arrived = town.room.way.arrived().into_iter();
    let mut found = arrived.filter(|(_, known)| {
        known.room.as_str() == room
            && matches!(&known.act, Act::Say(speech) if speech.body.plain().contains(with))
    });
    found.next_back().unwrap_or_else(|| panic!("nothing says {with}")).0
}

async fn counted(town: &Town) -> String {
    town.wait(121).await;
    town.count(HOME)
}

#[tokio::test]
async fn a_reply_or_reaction_to_any_message_about_a_session_answers_it() {
    let town = announced(&NEW.replace("voor alle", "max 1 voor alle")).await;
    let to = town.announcement(HOME);
    town.react(HOME, ANNA, &to, "👍").await;
    town.react(HOME, BOB, &to, "👍").await;
    assert_eq!(counted(&town).await, "1 komt, 1 op de wachtlijst");
    let waits = last(&town, HOME, "Je staat op de wachtlijst");
    town.reply(HOME, BOB, &waits, "ik kom niet").await;
    assert_eq!(counted(&town).await, "1 komt, 1 komt niet");
    let noted = last(&town, HOME, "Genoteerd: je komt niet");
    town.reply(HOME, BOB, &noted, "1").await;
    assert_eq!(counted(&town).await, "1 komt, 1 op de wachtlijst");
    town.command(MOVE).await;
    let moved = last(&town, HOME, "Verplaatst naar");
    town.reply(HOME, ANNA, &moved, "ik kom niet").await;
    assert_eq!(counted(&town).await, "1 komt, 1 komt niet");
    let place = last(&town, HOME, "er is een plek vrij");
    town.react(HOME, BOB, &place, "❓").await;
    assert_eq!(counted(&town).await, "1 komt niet, 1 misschien");
    town.until(moment("2026-12-09T13:00")).await;
    let reminder = last(&town, HOME, "Kom je? Antwoord op dit bericht");
    town.reply(HOME, ANNA, &reminder, "1").await;
    assert_eq!(counted(&town).await, "1 komt, 1 misschien");
    town.command("!meld sessie 1 annuleer").await;
    let over = last(&town, HOME, "gaat niet door");
    town.reply(HOME, ANNA, &over, "ik kom niet").await;
    let said = town.room.way.said_in(HOME).pop().unwrap();
    assert!(said.starts_with("Sessie 1 gaat niet door."), "{said}");
}

#[tokio::test]
async fn a_reply_to_a_message_never_chooses_from_what_another_offered() {
    let town = announced(NEW).await;
    let draft = town.say(CONTROL, CARLA, "!meld herinner morgen 7.30 neem de map mee").await;
    let offered = town.room.way.said_in(CONTROL).pop().unwrap();
    assert!(offered.contains("Welk moment bedoel je?"), "{offered}");
    let other = last(&town, CONTROL, "Sessie 1 gaat naar");
    town.reply(CONTROL, CARLA, &other, "2").await;
    let said = town.room.way.said_in(CONTROL).pop().unwrap();
    assert!(said.contains("Ik weet niet bij welke vraag dat hoort"), "{said}");
    // What was offered is still open.
    town.reply(CONTROL, CARLA, &draft, "2").await;
    let said = town.room.way.said_in(CONTROL).pop().unwrap();
    assert!(said.contains("19.30 uur"), "{said}");
}

/// What a room has of calendar files: the names of those that are still there.
fn left(town: &Town, room: &str) -> Vec<String> {
    let mut files: Vec<(DeliveryKey, String)> = Vec::new();
    for (_, known) in town.room.way.arrived() {
        match known.act {
            Act::Attach { file } if known.room.as_str() == room => {
                let Attachment::Calendar(entry) = *file else { continue };
                files.push((known.key, entry.file));
            }
            Act::Redact { of } => files.retain(|(key, _)| *key != of),
            _ => {}
        }
    }
    files.into_iter().map(|(_, name)| name).collect()
}

#[tokio::test]
async fn a_change_takes_the_old_file_away_and_is_told_in_every_room() {
    let town = announced(NEW).await;
    town.react(HOME, ANNA, &town.announcement(HOME), "👍").await;
    assert_eq!(left(&town, HOME), ["sessie-1.ics"]);
    for (command, name, told, asked) in [
        (MOVE, "sessie-1-nieuwe-tijd.ics", "Verplaatst naar donderdag 10 december", true),
        ("!meld sessie 1 waar: zaal 3", "sessie-1-gewijzigd.ics", "is gewijzigd", true),
        ("!meld sessie 1 annuleer", "sessie-1-gaat-niet-door.ics", "gaat niet door", false),
    ] {
        town.command(command).await;
        for room in TEAMS {
            assert_eq!(left(&town, room), [name], "{room}");
            let event = last(&town, room, told);
            let arrived = town.room.way.arrived();
            let (_, known) = arrived.iter().find(|(known, _)| *known == event).unwrap();
            let Act::Say(speech) = &known.act else { panic!() };
            let home = room == HOME;
            assert_eq!(speech.loud, home, "nobody is called where nobody comes: {room}");
            let said = speech.body.plain();
            assert_eq!(said.contains("Zei je dat je komt?"), home && asked, "{said}");
        }
    }
    // A client shows a new version as loud as the first.
    for (_, known) in town.room.way.arrived() {
        if let Act::Edit { speech, .. } = &known.act {
            assert!(speech.loud && speech.mention.is_empty() && speech.everyone_for.is_none());
        }
    }
}

#[tokio::test]
async fn a_report_names_who_comes_and_who_waits_each_behind_their_number() {
    let town = announced(&NEW.replace("voor alle", "max 1 voor alle")).await;
    let to = town.announcement(HOME);
    for (who, key) in [("bob", "2️⃣"), ("fien", "👍"), ("gijs", "✅"), ("eva", "❌")] {
        town.react(HOME, &format!("@{who}:wijk.test"), &to, key).await;
    }
    let report = town.command("!meld sessie 1").await;
    let line = "noord: 1 komt (fien), 1 op de wachtlijst (gijs), 2 komen niet\n";
    assert!(report.contains(line), "{report}");
}
