//! Do conversations go as people expect? Each `.chat` file is typed into the terminal room, and the
//! whole transcript is kept beside it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What the person at the keyboard sees when this is typed, at a fixed time.
fn transcript(script: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut room = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
        .args(["chat", "--now", "2026-11-23T10:00", "--knowledge"])
        .arg(format!("{root}/knowledge"))
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    room.stdin.take().expect("a keyboard").write_all(script.as_bytes()).expect("typing");
    let output = room.wait_with_output().expect("the program ends");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the room ended badly: {complaints}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn conversations_go_as_they_did_when_somebody_last_read_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/conversations");
    let mut scripts: Vec<_> = fs::read_dir(&folder)
        .expect("the conversations")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "chat"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "no conversations in {}", folder.display());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for script in scripts {
            let name = script.file_stem().expect("a name").to_string_lossy().into_owned();
            let typed = fs::read_to_string(&script).expect("a script");
            insta::assert_snapshot!(name, transcript(&typed));
        }
    });
}
