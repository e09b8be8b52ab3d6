//! Which telephone numbers stand in a text? None that nobody checked may be shown.

use crate::vocab::{Finding, Severity};
use crate::yaml::{File, Spanned};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What looks like a Dutch telephone number; 112 and 113 are too short to be mistaken.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+\s?31|\b0|\b14 0)(?:[ ./()\-]{0,2}\d){2,12}\b").expect("a fixed pattern")
});

/// A day such as 01-07-2026, which looks like a number.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{2}-\d{2}-(?:19|20)\d{2}$").expect("a fixed pattern"));

/// The digits of a number, with +31 as 0, so that one number has one form.
pub(super) fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("31") {
        Some(rest) if number.trim_start().starts_with('+') => format!("0{rest}"),
        _ => digits,
    }
}

/// The telephone numbers in a text, as they are written; also 112 and other short ones that are
/// among the `known`.
pub fn numbers<'t>(text: &'t str, known: &BTreeSet<String>) -> Vec<&'t str> {
    let long = NUMBER.find_iter(text).map(|found| found.as_str().trim());
    let long = long.filter(|number| !DAY.is_match(number) && digits(number).len() >= 5);
    let short = text.split(|c: char| !c.is_alphanumeric() && !"-./:".contains(c));
    let short = short.map(|word| word.trim_end_matches(['.', ':', '-', '/']));
    long.chain(short.filter(|word| word.len() == 3 && known.contains(*word))).collect()
}

/// The numbers in a text that people will read, but nobody checked. `known` holds [`digits`].
pub(super) fn check(
    file: File<'_>,
    text: &Spanned<String>,
    known: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) {
    for number in NUMBER.find_iter(&text.value).map(|found| found.as_str().trim()) {
        let day = DAY.is_match(number);
        if !day && digits(number).len() >= 5 && !known.contains(&digits(number)) {
            findings.push(file.finding(
                Severity::Error,
                file.find(text.place, number),
                format!("Dit telefoonnummer ken ik niet: `{number}`."),
                "Zet het met zijn bron in contact/landelijk.yaml, of haal het weg.",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{check, digits};
    use crate::yaml::{File, Place, Spanned};

    fn told(text: &str) -> Vec<String> {
        let known = ["0800-2000", "0900-8844", "112", "+31 88 208 00 80"].map(digits).into();
        let place = Place { line: 1, column: 1 };
        let (file, text) = (File { name: "a", text }, Spanned { value: text.to_owned(), place });
        let mut findings = Vec::new();
        check(file, &text, &known, &mut findings);
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn only_known_numbers_pass() {
        for text in [
            "Bel 112 of 0800-2000.",
            "Bel (0800) 2000, dag en nacht.",
            "Bel 0800 20 00 of +31 (0)88... of 088-2080080",
            "Artikel 1.1.1 Wmo, sinds 2019; op 01-07-2026; binnen 5 tot 10 dagen; 0 tot 18 jaar",
            "0,5 procent; 0.12; 24/7; norm 3; stap 0 1 2",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
        for text in [
            "Bel 0800-2001.",
            "Bel 088 308 36 36.",
            "Bel 06-12345678.",
            "Bel +31 6 1234 5678",
            "Bel (035) 123 45 67",
            "Bel 14 030",
            "Bel 0900/1234",
        ] {
            assert_eq!(told(text).len(), 1, "{text}: {:?}", told(text));
        }
    }
}
