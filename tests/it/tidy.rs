//! Does the house keep its own rules? Imports point down, files stay small and say what they answer.

use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// Module, what it may use of the crate, and which outside names it may not have.
const HOUSE: &[(&str, &[&str])] = &[
    ("vocab", &[]),
    ("yaml", &["vocab"]),
    ("text", &["vocab"]),
    ("knowledge", &["vocab", "yaml"]),
    ("config", &["vocab", "yaml"]),
    ("ports", &["vocab", "text"]),
    ("engine", &["vocab", "knowledge"]),
    ("clock", &["ports", "vocab", "text", "config"]),
    ("storage", &["ports", "vocab", "text", "config"]),
    ("matrix", &["ports", "vocab", "text", "config"]),
    ("terminal", &["ports", "vocab", "text", "config"]),
    ("files", &["ports", "vocab", "text", "config", "knowledge", "yaml"]),
    ("ops", &["ports", "vocab", "text", "config"]),
    ("app", &["ports", "vocab", "engine", "knowledge", "text"]),
    (
        "cli",
        &[
            "app",
            "clock",
            "config",
            "engine",
            "files",
            "knowledge",
            "matrix",
            "ops",
            "ports",
            "storage",
            "terminal",
            "text",
            "vocab",
            "yaml",
        ],
    ),
];

/// Names that one module alone may speak.
const ALONE: &[(&str, &[&str])] = &[
    (r"\bserde_yaml\b", &["yaml"]),
    (r"\bsqlx::", &["storage"]),
    (r"\b(matrix_sdk|ruma)(_\w+)?::", &["matrix"]),
    (r"\b(axum|sd_notify)::", &["ops"]),
    (r"\b(resvg|skrifa|png)::", &["text"]),
    (r"\b(notify|csv)::", &["files"]),
    (r"\b(clap|anyhow|tracing_subscriber)::", &["cli"]),
    (r"\bstd::env\b", &["cli"]),
    (r"\btokio(_util)?::", &["storage", "matrix", "terminal", "files", "ops", "app", "cli"]),
    (r"\btracing::", &["storage", "matrix", "terminal", "files", "ops", "app", "cli"]),
    (
        r"\bstd::(fs|net|thread)\b",
        &["storage", "matrix", "terminal", "files", "ops", "app", "cli", "clock"],
    ),
];

/// The most lines of code in one file, without its tests.
const LONGEST: usize = 330;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

/// Every source file: its path below `src`, its module, and its code without tests.
fn house() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).expect("below src");
            let name = name.to_string_lossy().into_owned();
            let module = name.split('/').next().unwrap_or("").trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).expect("a readable file");
            let code = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
            (name, module, code)
        })
        .collect()
}

#[test]
fn imports_point_down() {
    let import = Regex::new(r"crate::(\w+)").expect("a pattern");
    let mut wrong = Vec::new();
    for (file, module, code) in house() {
        let Some((_, allowed)) = HOUSE.iter().find(|(name, _)| *name == module) else { continue };
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for found in import.captures_iter(line) {
                let target = &found[1];
                let known = HOUSE.iter().any(|(name, _)| *name == target);
                if known && target != module && !allowed.contains(&target) {
                    wrong.push(format!("{file}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that the house does not allow:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_house() {
    for (file, module, _) in house() {
        let known = HOUSE.iter().any(|(name, _)| *name == module);
        assert!(known || ["lib", "main"].contains(&module.as_str()), "{file} has no row in HOUSE");
    }
}

#[test]
fn each_outside_world_has_one_door() {
    let mut wrong = Vec::new();
    for (pattern, doors) in ALONE {
        let name = Regex::new(pattern).expect("a pattern");
        for (file, module, code) in house() {
            let speaks = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| name.is_match(line));
            if speaks && !doors.contains(&module.as_str()) {
                wrong.push(format!("{file} names {pattern}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn features_of_the_engine_do_not_know_each_other() {
    let features = ["answer", "dates", "safety", "steps"];
    let mut wrong = Vec::new();
    for (file, _, code) in house() {
        for feature in features {
            if !file.starts_with(&format!("engine/{feature}/")) {
                continue;
            }
            for other in features.iter().filter(|other| **other != feature) {
                if code.contains(&format!("super::{other}"))
                    || code.contains(&format!("engine::{other}"))
                {
                    wrong.push(format!("{file} knows {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_which_question_it_answers_and_stays_small() {
    let mut wrong = Vec::new();
    for (file, _, code) in house() {
        if !code.starts_with("//! ") {
            wrong.push(format!("{file} does not begin with //!"));
        }
        let lines = code
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .count();
        if lines > LONGEST {
            wrong.push(format!("{file} has {lines} lines of code"));
        }
        let stem = file.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        if ["utils", "helpers", "common", "misc", "manager", "service", "handler"].contains(&stem) {
            wrong.push(format!("{file} names a drawer, not a thing"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let agreed = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "LICENSE",
        "config.example.yaml",
        "src",
        "knowledge",
        "tests",
        "target",
        "data",
        "config.yaml",
    ];
    for entry in fs::read_dir(root()).expect("the root").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || agreed.contains(&name.as_str()),
            "{name} stands at the top level"
        );
    }
}

#[test]
fn every_dependency_has_a_line_that_says_why() {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut section = "";
    let mut before = "";
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains('=') {
            assert!(before.starts_with("# "), "no reason above: {line}");
        }
        before = line;
    }
}
