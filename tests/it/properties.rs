//! Do the properties that are fuzzed hold for what the fuzzer found before, and for much that is near?

#[path = "../fuzz/properties.rs"]
mod fuzzed;

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|_| panic!("no corpus for {name}"));
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_was_kept_from_fuzzing_still_holds() {
    for (name, property) in fuzzed::ALL {
        let files = corpus(name);
        assert!((3..=40).contains(&files.len()), "{name}: {} files", files.len());
        for file in files {
            let data = fs::read(&file).unwrap();
            assert!(data.len() <= 4_096, "{} is no small file", file.display());
            let broken = std::panic::catch_unwind(|| property(&data)).is_err();
            assert!(!broken, "{}", file.display());
        }
    }
}

/// Something of the corpus with a few bytes changed, left out or put in.
fn near(name: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let seeds: Vec<Vec<u8>> = corpus(name).iter().map(|file| fs::read(file).unwrap()).collect();
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8, "\\PC{0,3}");
    (prop::sample::select(seeds), prop::collection::vec(change, 0..6)).prop_map(
        |(seed, changes)| {
            changes.into_iter().fold(seed, |mut data, (at, byte, way, text)| {
                let at = at.index(data.len() + 1);
                match way {
                    0 => data.insert(at, byte),
                    1 if at < data.len() => data[at] = byte,
                    2 => data.truncate(at),
                    _ => drop(data.splice(at..at, text.bytes())),
                }
                data
            })
        },
    )
}

macro_rules! holds {
    ($($test:ident: $property:ident of $corpus:literal;)*) => {
        proptest! {
            $(#[test]
            fn $test(data in near($corpus)) {
                fuzzed::$property(&data);
            })*
        }
    };
}

holds! {
    whatever_is_typed_is_answered_soundly: command of "command";
    whatever_is_taken_for_a_moment_lies_ahead: date of "dates";
    whatever_stands_in_a_file_is_read_or_told_with_its_place: yaml of "yaml";
    whatever_is_said_is_sound_html: html of "html";
    whatever_a_server_sends_is_understood_or_left: event of "event";
    whatever_stands_in_a_year_is_planned_or_told: year of "year";
    whatever_stands_in_a_session_stays_text_in_a_calendar: ics of "ics";
}
