//! Does the safety room see danger and personal data, and let look-alikes pass?

mod sentences;

use meldmaat::engine::safety::Rules;
use meldmaat::files::read_folder;
use meldmaat::knowledge::read;
use meldmaat::vocab::PersonalData;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The rules of the base in this repository; learning takes a moment, so once for all tests.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let files = read_folder(Path::new("knowledge")).unwrap();
    let (base, _) = read(&files);
    Rules::learn(&base.expect("the base is sound"))
});

/// Nothing that is learnt is always right: of so many sentences one may be judged wrongly.
const ONE_IN: usize = 20;

fn nearly_none<T: std::fmt::Debug>(wrong: impl Iterator<Item = T>, of: usize) {
    let wrong: Vec<T> = wrong.collect();
    assert!(wrong.len() * ONE_IN <= of, "{} of {of}: {wrong:#?}", wrong.len());
}

#[test]
fn danger_is_seen_however_it_is_told() {
    let all = sentences::DANGER;
    nearly_none(all.iter().filter(|text| !RULES.look(text).danger), all.len());
}

#[test]
fn what_only_looks_like_danger_is_not() {
    let all = sentences::HARMLESS;
    nearly_none(all.iter().filter(|text| RULES.look(text).danger), all.len());
}

#[test]
fn a_word_alone_tells_of_nobody() {
    for word in ["dankjewel", "bedankt", "nu", "vandaag", "morgen", "nee", "mes", "thuis", "👍"] {
        assert!(!RULES.look(word).danger, "{word}");
    }
}

#[test]
fn personal_data_are_seen_by_their_kind() {
    let all = sentences::PERSONAL;
    let missed = all.iter().filter(|(kind, text)| !RULES.look(text).personal.contains(kind));
    nearly_none(missed, all.len());
}

#[test]
fn what_only_looks_like_personal_data_is_not() {
    let all = sentences::IMPERSONAL;
    nearly_none(all.iter().filter(|text| !RULES.look(text).personal.is_empty()), all.len());
}

#[test]
fn the_reasons_are_names_and_never_the_text() {
    let guards = RULES.look("hij heeft een mes, zegt Xaveria");
    assert!(guards.because.iter().any(|reason| reason == "wapen"), "{:?}", guards.because);
    assert!(guards.because.iter().all(|reason| !reason.contains("Xaveria")));
}

#[test]
fn numbers_that_the_bot_names_itself_are_public() {
    let text = "bel 112, 113, 0800-2000, 0800-0113, 0900-8844, 0800-0432, 0343-578844 of 14 053";
    assert_eq!(RULES.mask(text), text);
}

#[test]
fn masking_keeps_the_rest() {
    let text = "mag ik bsn 111222333 melden? \u{1f44d} tel 06-12345678";
    assert_eq!(RULES.mask(text), "mag ik bsn gegeven melden? \u{1f44d} tel gegeven");
}

#[test]
fn a_number_hidden_by_invisible_or_wide_characters_is_found() {
    for text in
        ["bsn 111\u{200b}222\u{200d}333", "bsn １１１２２２３３３", "06\u{2011}1234\u{a0}5678"]
    {
        assert!(!RULES.look(text).personal.is_empty(), "{text}");
        assert!(!RULES.mask(text).contains("222") && !RULES.mask(text).contains("1234"));
    }
}

#[test]
fn a_message_of_60_kb_takes_bounded_time() {
    let texts = [
        "hij slaat haar niet ".repeat(3000),
        "1 2 3 4 5 6 7 8 9 0 - ".repeat(2700),
        "a".repeat(60_000),
        "Jan van de van de ".repeat(3300),
        "kind .. ".repeat(7500),
    ];
    // Learning is not part of it.
    LazyLock::force(&RULES);
    for text in &texts {
        let start = Instant::now();
        RULES.look(text);
        RULES.mask(text);
        let taken = start.elapsed();
        // Generous: an unoptimised build on a busy machine. Backtracking would take hours.
        assert!(taken < Duration::from_secs(60), "{taken:?} for {:?}", &text[..20]);
    }
}

/// The nine digits of a number that passes the elfproef.
fn bsn() -> impl Strategy<Value = String> {
    prop::collection::vec(0u32..10, 8).prop_filter_map("no ninth digit fits", |head| {
        let sum: u32 = head.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
        let last = sum % 11;
        let number: String = head.iter().map(ToString::to_string).collect();
        (last < 10 && sum > 0).then(|| format!("{number}{last}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bsn_with_separators_is_masked(
        number in bsn(),
        separators in prop::collection::vec(prop::sample::select(vec!["", " ", ".", "-", " - "]), 8),
    ) {
        let mut written = String::new();
        for (at, digit) in number.chars().enumerate() {
            written.push(digit);
            // A mark of three characters is not a separator within one number.
            written.push_str(separators.get(at).filter(|s| s.len() < 3).copied().unwrap_or_default());
        }
        let masked = RULES.mask(&format!("het bsn is {written} en verder niets"));
        prop_assert!(!masked.contains(|c: char| c.is_ascii_digit()), "{masked}");
        let bare = RULES.mask(&format!("het gaat om {number}, kun je kijken"));
        prop_assert!(!bare.contains(&number), "{bare}");
    }

    #[test]
    fn nine_digits_that_fail_the_elfproef_are_no_bsn(number in bsn(), slip in 1u32..9) {
        // Another last digit always fails; a number that starts with 06 is short of one digit.
        let last = number.chars().last().and_then(|c| c.to_digit(10)).unwrap_or(0);
        let wrong = format!("{}{}", &number[..8], (last + slip) % 10);
        prop_assume!(wrong != number);
        let guards = RULES.look(&format!("het gaat om {wrong}, kun je kijken"));
        prop_assert!(!guards.personal.contains(&PersonalData::Bsn));
    }

    #[test]
    fn masking_twice_changes_nothing(text in "[a-zA-Z0-9 .,@+()/-]{0,80}") {
        let once = RULES.mask(&text);
        prop_assert_eq!(RULES.mask(&once), once);
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}") {
        RULES.look(&text);
        RULES.mask(&text);
    }
}
