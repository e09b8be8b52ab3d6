//! Can an operator show and remove what is kept of a person?

use meldmaat::ports::{Batch, Store};
use meldmaat::storage::{self, Lock, Place, seal};
use meldmaat::vocab::{Incoming, Message, Sender, Timestamp, What};
use std::path::Path;
use std::process::{Command, Output};

const CONFIG: &str = "homeserver: https://matrix.example.org
user: \"@meldmaat:example.org\"
password: x
data: data
access:
  invites_from: {servers: [example.org]}
";

fn asked(cause: &str, user: &str) -> Incoming {
    Incoming {
        cause: cause.into(),
        at: Timestamp::UNIX_EPOCH,
        room: "!team:example.org".into(),
        direct: false,
        from: Sender { user: user.into(), moderator: false },
        what: What::Message(Message { text: "wat is stap 2".into(), ..Message::default() }),
    }
}

fn meldmaat(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meldmaat"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complaint(output: &Output) -> String {
    assert!(!output.status.success(), "{}", out(output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn an_operator_shows_and_removes_what_is_kept_of_one_person() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("config.yaml"), CONFIG).unwrap();
    let export = ["export", "--user", "@anna:example.org"];
    let forget = ["forget", "--user", "@anna:example.org"];
    for command in [export, forget] {
        let told = complaint(&meldmaat(folder, &command));
        assert!(told.contains("geen geheugen"), "{told}");
        let told = complaint(&meldmaat(folder, &[command[0], "--user", "anna"]));
        assert!(told.contains("@anna:example.org"), "teaches the form: {told}");
    }

    let data = folder.join("data");
    let lock = Lock::take(&data).unwrap();
    let key = seal::key_file(&data.join("store.key")).unwrap();
    let store = storage::open(&Place::Sqlite(data), seal::Seal::new(key)).await.unwrap();
    let incoming = vec![asked("$a", "@anna:example.org"), asked("$b", "@bob:example.org")];
    store.receive(&Batch { incoming, ..Batch::default() }).await.unwrap();

    // While the bot runs: showing is fine, removing is not.
    let shown = out(&meldmaat(folder, &export));
    assert!(
        shown.contains("bewaart de bot 1 rij(en)") && shown.contains("wat is stap 2"),
        "{shown}"
    );
    let told = complaint(&meldmaat(folder, &forget));
    assert!(told.contains("eerst moet de bot stoppen") && told.contains("vergeet mij"), "{told}");
    store.close().await;
    drop(lock);

    let json: serde_json::Value =
        serde_json::from_slice(&meldmaat(folder, &[&export[..], &["--json"]].concat()).stdout)
            .unwrap();
    assert_eq!((&json[0]["held"], &json[0]["cause"]), (&"handled".into(), &"$a".into()));
    let gone = meldmaat(folder, &forget);
    assert!(gone.status.success());
    assert!(out(&gone).contains("     1  afgehandelde"), "{}", out(&gone));
    assert!(out(&gone).contains("Nageteld: 0 over."), "{}", out(&gone));
    assert_eq!(out(&meldmaat(folder, &[&export[..], &["--json"]].concat())).trim(), "[]");
    let others = out(&meldmaat(folder, &["export", "--user", "@bob:example.org"]));
    assert!(others.contains("bewaart de bot 1 rij(en)"), "{others}");
}
