//! May this sentence be shown? No number that nobody checked, no sentence that can cost a child.

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

/// Sentences that take the duty of care away. Matched on lower case with single spaces.
static FORBIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"je hoeft (?:dit |dat |het |dan |nu )*(?:niet|nooit|geen)\b[a-z ]{0,24}\bmeld(?:en|ing)\b",
        r"|hoef je (?:dit |dat |het |dan |nu )*(?:niet|nooit)\b[a-z ]{0,24}\bmelden\b",
        r"|\bmelden (?:hoeft|is) (?:dan |nu |hier )*niet (?:nodig|verplicht)\b",
        r"|\bmelden hoeft (?:dan |nu |hier )*(?:niet|nooit)\b",
    ))
    .expect("a fixed pattern")
});

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

/// What is wrong with a text that people will read. `known` holds [`digits`].
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
    let plain = text.value.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(found) = FORBIDDEN.find(&plain) {
        findings.push(file.finding(
            Severity::Error,
            file.find(text.place, found.as_str()),
            format!("Dit mag hier niet staan: `{}`.", found.as_str()),
            "Meldmaat zegt nooit dat melden niet hoeft. Verwijs naar Veilig Thuis: 0800-2000.",
        ));
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

    #[test]
    fn no_sentence_takes_the_duty_away() {
        for text in [
            "Je hoeft niet te melden.",
            "Dan hoef je dit niet te melden.",
            "Je hoeft\nhet nooit  te melden",
            "Melden is hier niet nodig.",
            "Melden hoeft dan niet.",
            "Je hoeft geen melding te doen.",
        ] {
            assert_eq!(told(text).len(), 1, "{text}");
        }
        for text in [
            "Je hoeft geen bewijs te hebben.",
            "Je hoeft niet zeker te zijn. Melden kan altijd.",
            "\"Ik help al, dus ik meld niet.\" Nee, ook dan geldt die norm.",
            "Meld je niet? Leg dan vast waarom.",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
