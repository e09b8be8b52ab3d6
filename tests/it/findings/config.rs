//! What does an operator read who made a mistake in the config?

use meldmaat::config::{self, Environment};
use std::path::Path;

const CONFIG: &str = "homeserver: https://matrix.example.org
user: \"@meldmaat:example.org\"
password: zeer-geheim
data: data
access:
  invites_from: {servers: [example.org]}
";

fn of_config(text: &str, environment: &Environment) -> String {
    match config::read(text, Path::new("config.yaml"), environment) {
        Ok(_) => String::new(),
        Err(findings) => findings.iter().map(|finding| format!("{finding}\n")).collect(),
    }
}

#[test]
fn mistakes_in_the_config() {
    assert_eq!(of_config(CONFIG, &Environment::default()), "");
    let changes = [
        ("a key with a typing error, over a secret", "password:", "pasword:"),
        ("two ways to sign in", "data:", "access_token: ook-geheim\ndevice_id: A\ndata:"),
        ("a token without a device", "password:", "access_token:"),
        ("an address without https", "https://matrix.example.org", "matrix.example.org"),
        ("a server as a user", "@meldmaat:", "meldmaat."),
        ("no data", "data: data\n", ""),
        ("no access", "access:\n  invites_from: {servers: [example.org]}\n", ""),
        ("a user as a server", "servers: [example.org]", "servers: [\"@anna:example.org\"]"),
        ("a server with https", "servers: [example.org]", "servers: [https://example.org]"),
        (
            "wrong types",
            "data: data",
            "data: [a]\nhttp: 9110\ncontrol_room: beheer\nquestions: {answer_until_hours: veel}",
        ),
        (
            "a database that is none",
            "data: data",
            "data: data\ndatabase: mysql://root:zeer-geheim@db",
        ),
        (
            "days that are too few, too many, none, and of what",
            "data: data",
            "data: data\nkeep_days:\n  handled: 7\n  gaps: 9999\n  counts: altijd\n  vragen: 3",
        ),
        ("a rate that is none", "data: data", "data: data\nsending: {per_second: 0, burst: veel}"),
        ("a word for a rate", "data: data", "data: data\nsending: snel"),
        (
            "a coordinator without regions",
            "access:",
            "access:\n  coordinators: [{user: \"@a:b.nl\"}]",
        ),
        ("a secret whose quote is not closed", "password: zeer-geheim", "password: \"zeer-geheim"),
        (
            "a secret over two lines",
            "password: zeer-geheim",
            "password: |\n  zeer-geheim\n\tgeheim",
        ),
        (
            "everything at once",
            "homeserver: https://matrix.example.org\nuser:",
            "home_server: x\nusser:",
        ),
    ];
    let told = changes.map(|(name, from, to)| {
        assert!(CONFIG.contains(from), "{name}");
        format!("# {name}\n{}\n", of_config(&CONFIG.replace(from, to), &Environment::default()))
    });
    let given = Environment { password: Some("x".into()), store_key: None };
    let both = format!("# the password in the environment too\n{}", of_config(CONFIG, &given));
    let told = [told.concat(), both].concat();
    assert!(!told.contains("geheim"), "{told}");
    insta::assert_snapshot!(told);
}
