//! Which sentences can the bot itself say? All of them in one place, as people will see them.

use meldmaat::text;
use meldmaat::vocab::{PrivacyWords, Say};
use std::fmt::Write;

#[test]
fn the_phrasebook_reads_as_it_did_when_somebody_last_read_it() {
    let mut book = String::new();
    for say in Say::samples() {
        let name = format!("{say:?}");
        let name = name.trim_start_matches("Report(").trim_end_matches(')');
        let name = name.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
        let document = text::message(std::slice::from_ref(&say));
        let _ = writeln!(book, "== {name}\n{}\n-- html\n{}\n", document.plain(), document.html());
    }
    insta::assert_snapshot!(book);
}

#[test]
fn what_is_kept_fits_on_a_phone_and_is_told_without_jargon() {
    let kept = |say: &Say| matches!(say, Say::Privacy(PrivacyWords::Kept { .. }));
    for say in Say::samples().into_iter().filter(kept) {
        let told = text::message(&[say]).plain();
        assert!(told.chars().count() <= 900, "{} characters:\n{told}", told.chars().count());
        let low = told.to_lowercase();
        for word in ["verzegel", "ontsleutel", "homeserver", "sleutels", "event", "log"] {
            assert!(!low.contains(word), "{word}:\n{told}");
        }
    }
}
