//! Does a year from a file show all that it will send, get planned once, and then happen?

use crate::world::Room;
use meldmaat::engine::World;
use meldmaat::files::read_folder;
use meldmaat::knowledge::{self, Base};
use meldmaat::ports::Store;
use meldmaat::storage::{self, Place, seal::Seal};
use meldmaat::vocab::{
    Access, Cause, Change, JoinedRoom, RoomState, Scope, Session, Timestamp, UserId,
};
use std::fs;
use std::path::Path;
use std::process::Command;

const CARLA: &str = "@carla:wijk.test";
const CONTROL: &str = "!regie:wijk.test";

/// What the test's rooms are like: name, gemeente, label, and whether it wants quiet.
const ROOMS: [(&str, &str, &str, bool); 6] = [
    ("!almelo:wijk.test", "Almelo", "", false),
    ("!borne:wijk.test", "Borne", "", true),
    ("!noord:wijk.test", "Enschede", "jeugd", false),
    ("!zuid:wijk.test", "Enschede", "", false),
    ("!hengelo:wijk.test", "Hengelo", "jeugd", false),
    ("!almere:wijk.test", "Almere", "jeugd", false),
];

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A bot's folder: a config, and a memory that knows the rooms.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
        let config = format!(
            "homeserver: https://wijk.test\nuser: \"@meldmaat:wijk.test\"\npassword: geheim\n\
             data: data\nknowledge: {}\ncontrol_room: \"{CONTROL}\"\naccess:\n  invites_from:\n    servers: [wijk.test]\n  \
             coordinators:\n    \
             - user: \"{CARLA}\"\n      regions: [twente]\n  administrators: []\n",
            knowledge.display()
        );
        fs::write(folder.path().join("config.yaml"), config).unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let office = Self { folder };
        let store = storage::open(&office.place(), Seal::new([7; 32])).await.unwrap();
        let rooms = ROOMS.iter().map(|(room, gemeente, label, quiet)| Change::Room {
            room: (*room).into(),
            state: RoomState {
                gemeente: Some((*gemeente).into()),
                labels: label.lines().map(str::to_owned).collect(),
                quiet: *quiet,
                ..RoomState::default()
            },
        });
        let rooms: Vec<Change> = rooms.collect();
        store.commit(&Cause::new("$rooms"), Timestamp::UNIX_EPOCH, &rooms, &[]).await.unwrap();
        store.close().await;
        office
    }

    fn place(&self) -> Place {
        Place::Sqlite(self.folder.path().join("data"))
    }

    /// A file in the folder.
    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Runs `meldmaat agenda import`; what it says, and whether all was well.
    fn import(&self, arguments: &[&str]) -> (String, bool) {
        let output = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
            .args(["agenda", "import"])
            .args(arguments)
            .args(["--now", "2026-11-23T10:00"])
            .current_dir(self.folder.path())
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .env("MELDMAAT_STORE_KEY", "07".repeat(32))
            .output()
            .expect("the program starts");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said)
            .expect("text")
            .replace(self.folder.path().join("data").to_str().unwrap(), "<data>");
        (said, output.status.success())
    }

    async fn sessions(&self) -> Vec<Session> {
        let store = storage::open(&self.place(), Seal::new([7; 32])).await.unwrap();
        let scope = Scope { room: Some(CONTROL.into()), sessions: true, ..Scope::default() };
        let sessions = store.load(&scope).await.unwrap().sessions;
        store.close().await;
        sessions
    }
}

const TOUR: &str = include_str!("year/tournee.yaml");

#[tokio::test]
async fn a_tour_along_fourteen_gemeenten_shows_every_message_first() {
    let office = Office::new().await;
    office.write("tournee.yaml", TOUR);
    let (said, fine) = office.import(&["tournee.yaml", "--namens", CARLA]);
    assert!(fine, "{said}");
    insta::assert_snapshot!(said);
    assert!(office.sessions().await.is_empty(), "a dry run plans nothing");
}

#[tokio::test]
async fn everything_that_is_wrong_in_a_sheet_comes_out_at_once() {
    let office = Office::new().await;
    // As Excel writes it.
    let sheet = include_str!("year/fouten.csv").replace('\n', "\r\n");
    office.write("fouten.csv", &format!("\u{feff}{sheet}"));
    let (said, fine) = office.import(&["fouten.csv", "--echt"]);
    assert!(!fine, "{said}");
    insta::assert_snapshot!(said);
    assert!(office.sessions().await.is_empty(), "nothing of a file with mistakes is planned");
}

#[tokio::test]
async fn a_file_is_planned_once_and_a_row_that_changed_is_told() {
    let office = Office::new().await;
    office.write("tournee.yaml", TOUR);
    let (said, fine) = office.import(&["tournee.yaml", "--echt"]);
    assert!(fine && said.contains("Gepland: 14 sessies en 1 herinnering."), "{said}");
    let planned = office.sessions().await;
    assert_eq!(planned.len(), 14);

    let (said, fine) = office.import(&["tournee.yaml", "--echt"]);
    assert!(fine && said.contains("Er is niets nieuws te plannen. 15 rijen"), "{said}");
    assert_eq!(office.sessions().await, planned);

    // Another day for Almelo, another text, and a row in front of all.
    let changed = TOUR
        .replace("di 12 jan 2027", "wo 13 jan 2027")
        .replace("Wie is er deze maand", "Wie is er nu")
        .replace(
            "sessies:\n",
            "sessies:\n  - titel: Kindcheck\n    wanneer: ma 8 mrt 2027 9.00-10.00\n    voor: alle kamers\n",
        );
    office.write("tournee.yaml", &changed);
    let (said, fine) = office.import(&["tournee.yaml", "--echt"]);
    assert!(fine, "{said}");
    assert!(said.contains("als sessie 1, en staat nu anders"), "{said}");
    assert!(said.contains("als herinnering, en staat nu anders"), "{said}");
    assert!(said.contains("Gepland: 1 sessie. 13 rijen waren al gepland."), "{said}");
    let after = office.sessions().await;
    assert_eq!(after.len(), 15);
    assert_eq!(after[..14], planned[..]);
}

#[tokio::test]
async fn only_who_coordinates_plans_and_only_for_their_own_regions() {
    let office = Office::new().await;
    let row = |audience: &str| {
        format!("titel,wanneer,voor\nOuderen,di 8 dec 2026 9.30-11.00,{audience}\n")
    };
    office.write("jaar.csv", &row("regio twente"));
    let (said, fine) = office.import(&["jaar.csv", "--namens", "@eva:wijk.test", "--echt"]);
    assert!(!fine && said.contains("@eva:wijk.test staat in de configuratie niet"), "{said}");
    office.write("jaar.csv", &row("gemeente Almere"));
    let (said, fine) = office.import(&["jaar.csv", "--echt"]);
    assert!(!fine && said.contains("1 fout. Er is niets gepland."), "{said}");
    assert!(office.sessions().await.is_empty());
}

/// A world in which carla coordinates these regions.
fn world(regions: &[&str]) -> World {
    let files = read_folder(Path::new("knowledge")).unwrap();
    let places = knowledge::read(&files).0.expect("a sound base").places;
    let base = Base { places, ..Base::default() };
    let regions = regions.iter().map(|region| (*region).to_owned()).collect();
    let access = Access { coordinators: [(CARLA.into(), regions)].into(), ..Access::default() };
    World::new(UserId::new("@meldmaat:wijk.test"), "meldmaat", base, access, |_| None)
        .reporting_to(Some(CONTROL.into()))
}

/// A bot on the memory of an office, in all its rooms; time passes until a moment.
async fn live(office: &Office, world: World, until: &str) -> Room {
    let room = Room::at(&office.place(), world).await;
    let joined = ROOMS.iter().map(|(room, ..)| JoinedRoom {
        room: (*room).into(),
        name: None,
        direct: false,
        writes: true,
        mentions: true,
        member: true,
    });
    room.way.enter(joined.collect());
    let until = moment(until);
    while let Some(wake) = room.bot.next_wake().await.unwrap().filter(|wake| *wake <= until) {
        room.clock.set(wake.max(room.clock_now()));
        room.bot.settle().await.unwrap();
    }
    room
}

#[tokio::test]
async fn what_was_imported_is_announced_and_reminded_in_its_time() {
    let office = Office::new().await;
    office.write("tournee.yaml", TOUR);
    let (shown, _) = office.import(&["tournee.yaml"]);
    let (said, fine) = office.import(&["tournee.yaml", "--echt"]);
    assert!(fine, "{said}");
    let room = live(&office, world(&["twente"]), "2027-11-01T09:00:00Z").await;
    let begins = |room: &Room, name: &str| -> Vec<String> {
        let said = room.way.said_in(name);
        said.iter().map(|said| said.lines().next().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(
        begins(&room, "!almelo:wijk.test"),
        [
            "Sessie 1: Meldcode op tournee",
            "@room Over 7 dagen: sessie 1, Meldcode op tournee",
            "@room Morgen, 9.30 uur: sessie 1, Meldcode op tournee",
            "@room Over 1 uur: sessie 1, Meldcode op tournee",
        ]
    );
    // What arrives is what was shown.
    for said in room.way.said_in("!almelo:wijk.test") {
        let lines: Vec<String> = said
            .lines()
            .map(|l| if l.is_empty() { String::new() } else { format!("    {l}") })
            .collect();
        assert!(shown.contains(&lines.join("\n")), "{said}");
    }
    let young = begins(&room, "!hengelo:wijk.test");
    let reminder = "@room Herinnering: Wie is er deze maand aandachtsfunctionaris?";
    assert_eq!(young.iter().filter(|said| *said == reminder).count(), 4, "{young:?}");
    assert!(young.contains(&"Sessie 7: Meldcode op tournee".to_owned()), "{young:?}");
    assert!(begins(&room, "!borne:wijk.test").is_empty(), "it wants quiet");
    assert!(begins(&room, "!almere:wijk.test").is_empty(), "it is not carla's");
}

#[tokio::test]
async fn who_lost_a_region_reaches_it_no_more_when_the_moment_has_come() {
    let office = Office::new().await;
    office.write("tournee.yaml", TOUR);
    let (said, fine) = office.import(&["tournee.yaml", "--echt"]);
    assert!(fine, "{said}");
    let room = live(&office, world(&["ijsselland"]), "2027-04-05T09:00:00Z").await;
    for (name, ..) in ROOMS {
        assert!(room.way.said_in(name).is_empty(), "{name}: {:?}", room.way.said_in(name));
    }
}
