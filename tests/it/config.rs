//! Does `config.example.yaml` tell the whole truth?

use meldmaat::config::{self, Config, Environment, Login, StoreKey};
use meldmaat::vocab::Retention;
use secrecy::ExposeSecret;
use std::collections::BTreeSet;
use std::path::Path;

fn example() -> String {
    std::fs::read_to_string("config.example.yaml").unwrap()
}

fn read(text: &str) -> Result<Config, String> {
    let read = config::read(text, Path::new("etc/config.yaml"), &Environment::default());
    read.map_err(|findings| findings.iter().map(|finding| format!("{finding}\n")).collect())
}

#[test]
fn the_example_can_be_used_as_it_is() {
    let config = read(&example()).unwrap();
    assert_eq!(config.homeserver, "https://matrix.example.org");
    assert_eq!(config.data, Path::new("etc/data"));
    assert_eq!(config.knowledge.as_deref(), Some(Path::new("etc/knowledge")));
    assert_eq!(config.answer_until.as_secs(), 24 * 3600);
    assert_eq!(config.late_until.as_hours(), 12);
    assert_eq!(config.keep, Retention::default(), "what it shows is what holds without it");
    assert_eq!(config.http.unwrap().port(), 9110);
    assert_eq!(config.access.inviting_servers, ["example.org"]);
    assert_eq!(config.access.coordinators.len(), 1);
    assert!(matches!(&config.login, Login::PasswordFile(path) if path.is_absolute()));
    assert!(
        matches!(&config.store_key, StoreKey::File(path) if path == Path::new("etc/data/store.key"))
    );
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn its_regions_exist_and_others_are_told() {
    let config = read(&example()).unwrap();
    let files = meldmaat::files::read_folder(Path::new("knowledge")).unwrap();
    let base = meldmaat::knowledge::read(&files).0.unwrap();
    assert_eq!(config.unknown_regions(|region| base.places.regions.contains_key(region)), []);
    let unknown = config.unknown_regions(|region| region == "twente");
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].message, "Deze regio is er niet: `ijsselland`.");
    assert_eq!(unknown[0].excerpt.trim(), "regions: [twente, ijsselland]");
}

#[test]
fn what_it_leaves_out_works_too() {
    let file = "password_file: /run/secrets/meldmaat-password\n";
    let way = |from: &str, to: &str| {
        let text = example().replace(from, to);
        read(&text).unwrap_or_else(|told| panic!("{to}: {told}"))
    };
    let config = way(file, "password: \"zeer geheim\"\n");
    assert!(
        matches!(&config.login, Login::Password(text) if text.expose_secret() == "zeer geheim")
    );
    assert!(!format!("{config:?}").contains("geheim"));
    let config = way(file, "access_token: syt_x\ndevice_id: MELDMAAT\n");
    assert!(matches!(config.login, Login::Token(_)));
    assert_eq!(config.device_id.as_deref(), Some("MELDMAAT"));
    let config = way("# database: ", "database: ");
    assert!(config.database.is_some_and(|text| text.expose_secret().starts_with("postgres://")));
    let config = way("# store_key_file: ", "store_key_file: ");
    assert!(matches!(&config.store_key, StoreKey::File(path) if path.starts_with("/run/secrets")));
    let given = Environment { password: Some("x".into()), store_key: Some("y".into()) };
    let text = example().replace(file, "");
    let config = config::read(&text, Path::new("config.yaml"), &given).unwrap();
    assert!(matches!(config.login, Login::Password(_)));
    assert!(matches!(config.store_key, StoreKey::Given(_)));
}

/// Asks the reader itself which keys it knows: a key it does not know makes it list them.
#[test]
fn every_key_is_in_it() {
    let mut known = BTreeSet::new();
    for (from, to) in [
        ("\ndata: ", "\nzzz: 1\ndata: "),
        ("\n  invites_from:", "\n  zzz: 1\n  invites_from:"),
        ("\n    servers:", "\n    zzz: 1\n    servers:"),
        ("\n    - user:", "\n    - zzz: 1\n      user:"),
        ("\n  answer_until_hours:", "\n  zzz: 1\n  answer_until_hours:"),
        ("\n  late_until_hours:", "\n  zzz: 1\n  late_until_hours:"),
        ("\n  conversations:", "\n  zzz: 1\n  conversations:"),
    ] {
        assert!(example().contains(from), "{from}");
        let told = read(&example().replace(from, to)).unwrap_err();
        let (_, keys) = told.split_once("Hier kan: ").expect("the known keys are listed");
        let keys = keys.trim_end().trim_end_matches('.').split(", ");
        known.extend(keys.map(str::to_owned));
    }
    assert!(known.len() >= 20, "{known:?}");
    let example = example();
    let written = |key: &str| {
        example.lines().any(|line| {
            let line = line.trim_start().trim_start_matches(['#', '-', ' ']);
            line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
        })
    };
    let missing: Vec<_> = known.iter().filter(|key| !written(key)).collect();
    assert!(missing.is_empty(), "not in config.example.yaml: {missing:?}");
}
