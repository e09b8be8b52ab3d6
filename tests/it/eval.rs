//! Does the bot still find what it found? Figures on questions that nothing learns from, beside those
//! that were written down. Two questions more or less are noise.

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Falling by more than this is a fault; rising by more is written down.
const NOISE: u64 = 2;

#[test]
fn the_figures_are_those_that_were_written_down() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/eval");
    let output = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
        .args(["eval", "--json", "--knowledge"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge"))
        .args(
            ["questions", "messages", "short", "voices", "followups"]
                .map(|name| folder.join(name).with_extension("yaml")),
        )
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("the program starts");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaints}");
    let measured = String::from_utf8(output.stdout).expect("text");
    let now: Value = serde_json::from_str(&measured).expect("figures");
    let path = folder.join("figures.json");
    let written = fs::read_to_string(&path).expect("the figures written down");
    let before: Value = serde_json::from_str(&written).expect("figures");
    let (now, before) = (hits(&now), hits(&before));
    let same = now.len() == before.len()
        && now.iter().zip(&before).all(|(now, before)| {
            now.0 == before.0 && now.2 == before.2 && now.1.abs_diff(before.1) <= NOISE
        });
    assert!(same, "other than in {}:\n{measured}Better? Write it down there.", path.display());
}

/// Every figure with its name: how many, of how many.
fn hits(figures: &Value) -> Vec<(String, u64, u64)> {
    let mut out = Vec::new();
    let mut open = vec![(String::new(), figures)];
    while let Some((name, value)) = open.pop() {
        match (value["hits"].as_u64(), value["of"].as_u64(), value.as_object()) {
            (Some(hits), Some(of), _) => out.push((name, hits, of)),
            (_, _, Some(parts)) => {
                open.extend(parts.iter().map(|(part, value)| (format!("{name}.{part}"), value)));
            }
            _ => panic!("{name} is no figure: {value}"),
        }
    }
    out.sort();
    out
}
