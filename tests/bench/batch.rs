//! How fast is finding itself? The binary answers a file of questions, without room or network.

use crate::figures::{median, percentile};
use crate::process::BINARY;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What answering a batch took.
pub struct Speed {
    /// From the first answer to the last.
    pub per_second: f64,
    /// The middle one, as the program itself says.
    pub median_micros: f64,
    /// All but one in a hundred are below this.
    pub p99_micros: f64,
    /// From launch to the first answer: mostly reading the base.
    pub first_ms: f64,
}

fn knowledge() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")
}

/// All phrasings of the base: how colleagues ask.
pub fn questions() -> Vec<String> {
    let folder = fs::read_dir(knowledge().join("vragen")).expect("knowledge/vragen");
    let mut files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut questions = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "yaml")) {
        let text = fs::read_to_string(file).expect("a readable file");
        let lists: BTreeMap<String, Vec<String>> =
            serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        questions.extend(lists.into_values().flatten());
    }
    assert!(!questions.is_empty(), "no questions in knowledge/vragen");
    questions
}

/// Has the binary answer these.
pub fn answer(questions: &[String]) -> Speed {
    let start = Instant::now();
    let mut child = Command::new(BINARY)
        .args(["ask", "--batch", "--json", "--knowledge"])
        .arg(knowledge())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped above");
    let lines: String = questions.iter().map(|q| format!("{}\n", json!({"q": q}))).collect();
    let writing = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let mut micros = Vec::new();
    let mut first = None;
    for line in BufReader::new(child.stdout.take().expect("piped above")).lines() {
        let answer: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        first.get_or_insert_with(Instant::now);
        micros.push(answer["micros"].as_f64().expect("a number"));
    }
    let first = first.expect("an answer");
    let took = first.elapsed().as_secs_f64();
    writing.join().expect("no panic").expect("it reads all questions");
    assert!(child.wait().expect("our own child").success(), "ask --batch failed");
    assert_eq!(micros.len(), questions.len(), "not every question has an answer");
    Speed {
        per_second: micros.len() as f64 / took,
        median_micros: median(&micros),
        p99_micros: percentile(&micros, 0.99),
        first_ms: first.duration_since(start).as_secs_f64() * 1e3,
    }
}
