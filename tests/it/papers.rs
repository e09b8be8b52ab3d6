//! Is what a municipality reads before it installs the bot true to the code?

use meldmaat::engine::quiz::ENOUGH;
use meldmaat::vocab::Retention;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAPERS: [&str; 4] = ["privacy", "algoritmeregister", "ondernemingsraad", "toegankelijkheid"];

/// Two pages, with their tables.
const MOST_WORDS: usize = 1_150;

/// What the municipality writes itself begins so.
const OPEN: &str = "[in te vullen";

fn printed(paper: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_meldmaat")).args(["print", paper]).output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{paper}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The row of a table that begins with this.
#[track_caller]
fn row<'a>(paper: &'a str, begins: &str) -> &'a str {
    let found = paper.lines().find(|line| line.starts_with(&format!("| {begins}")));
    found.unwrap_or_else(|| panic!("no row \"{begins}\""))
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn each_is_printed_whole_short_and_leaves_open_what_only_the_municipality_knows() {
    for name in PAPERS {
        let paper = printed(name);
        let first = format!("Hoort bij versie {}.", env!("CARGO_PKG_VERSION"));
        assert!(paper.contains(&first), "{name} has no version");
        assert!(!paper.contains(['{', '}']), "{name} has a number that was not filled in");
        assert!(paper.matches(OPEN).count() > 2, "{name} leaves nothing open");
        let words = paper.split_whitespace().filter(|word| *word != "|").count();
        assert!(words <= MOST_WORDS, "{name} has {words} words");
    }
}

#[test]
fn days_and_thresholds_are_those_that_the_code_goes_by() {
    // The example of a config shows the same ones: `config.rs` tests that.
    let keep = Retention::default();
    let (privacy, council) = (printed("privacy"), printed("ondernemingsraad"));
    let rows = [
        ("wie wanneer in welke kamer iets vroeg", keep.conversations, &privacy),
        ("berichten aan veel kamers", keep.conversations, &privacy),
        ("sessies", keep.conversations, &privacy),
        ("welke berichten en reacties", keep.handled, &privacy),
        ("berichten die de bot nog niet", keep.handled, &privacy),
        ("een vraag of opmerking", keep.gaps, &privacy),
        ("per maand", keep.counts, &privacy),
        ("per team en quizvraag", keep.quiz_counts(), &privacy),
        ("wie een bericht of sessie plande", keep.log, &privacy),
        ("wie voor anderen iets plande", keep.log, &council),
        ("wie wanneer wat vroeg", keep.conversations, &council),
        ("van wie een bericht", keep.handled, &council),
        ("een doorgegeven vraag", keep.gaps, &council),
        ("aantallen per maand", keep.counts, &council),
        ("aantallen per team", keep.quiz_counts(), &council),
    ];
    for (what, days, paper) in rows {
        assert!(row(paper, what).contains(&format!(" {days} dagen")), "{}", row(paper, what));
    }
    for paper in [&privacy, &council] {
        assert!(paper.contains(&format!("vanaf {ENOUGH} antwoorden")), "{paper}");
    }
}

#[test]
fn figures_are_those_that_were_measured() {
    let path = repository().join("tests/it/eval/figures.json");
    let figures = fs::read_to_string(path).expect("the figures");
    let figures: Value = serde_json::from_str(&figures).expect("figures");
    let of = |at: &str| {
        let share = figures.pointer(at).expect("a figure");
        format!(" {} van {}", share["hits"], share["of"])
    };
    let register = printed("algoritmeregister");
    for (what, at) in [
        ("meteen het juiste", "/right"),
        ("juist, of juist bij", "/within"),
        ("met zekerheid", "/wrong"),
        ("geen antwoord", "/refused"),
        ("gevaar gezien", "/danger/found"),
        ("vals alarm bij gevaar", "/danger/false_alarms"),
        ("gegevens van cliënten gezien", "/personal/found"),
        ("vals alarm bij gegevens", "/personal/false_alarms"),
    ] {
        let line = row(&register, what);
        assert!(line.contains(&of(at)), "{line} is{}", of(at));
    }
    assert!(printed("privacy").contains(&format!("gezien:{}", of("/personal/found"))));
}

#[test]
fn only_law_that_the_base_cites_is_linked() {
    let register = printed("algoritmeregister");
    let mut cited = String::new();
    let mut folders: Vec<PathBuf> = vec![repository().join("knowledge")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => cited.push_str(&fs::read_to_string(path).expect("text")),
            }
        }
    }
    let links: Vec<&str> =
        register.split_whitespace().filter(|word| word.starts_with("https://")).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(cited.contains(&format!("\"{link}\"")), "{link}");
    }
}
