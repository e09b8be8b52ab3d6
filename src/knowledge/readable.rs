//! Does a text read easily on a phone? Short sentences, plain words, one screen. Only notes: a
//! curator may know better.

use crate::vocab::{Findings, Severity};
use crate::yaml::{File, Place, Spanned};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The most words in a sentence.
const LONGEST_SENTENCE: usize = 20;

/// The most words in the mean sentence of a text.
const MEAN_SENTENCE: usize = 12;

/// The most characters on one phone screen.
const SCREEN: usize = 800;

/// Where a sentence ends: a closing mark before a space.
static END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"[.!?]["”')]*\s+"#).expect("a fixed pattern"));

/// What of an answer does not read easily; `hard` holds hard words and plainer ones.
pub(super) fn check(
    file: File<'_>,
    texts: &[Spanned<String>],
    hard: &BTreeMap<String, String>,
    findings: &mut Findings,
) {
    let mut note = |place, message: String, advice: String| {
        findings.push(file.finding(Severity::Note, place, message, advice));
    };
    let (mut total, mut count) = (0, 0);
    for text in texts {
        for line in text.value.lines().map(|line| line.trim().trim_start_matches("- ")) {
            for sentence in sentences(line) {
                let length = words(sentence).count();
                (total, count) = (total + length, count + 1);
                let place = || file.find(text.place, sentence);
                if length > LONGEST_SENTENCE {
                    let message = format!("Deze zin is lang: {length} woorden.");
                    let advice =
                        format!("Maak er twee van, met hooguit {LONGEST_SENTENCE} woorden.");
                    note(place(), message, advice);
                }
                for word in words(sentence) {
                    let Some(plain) = hard.get(&word.to_lowercase()) else { continue };
                    let message = format!("Dit is een moeilijk woord: `{word}`.");
                    note(file.find(place(), word), message, format!("Schrijf liever: {plain}."));
                }
            }
        }
    }
    let Some(first) = texts.first().filter(|_| total > MEAN_SENTENCE * count) else { return };
    let mean = format!("{:.1}", f64::from(total as u32) / f64::from(count as u32));
    let message = format!("De zinnen zijn gemiddeld {} woorden lang.", mean.replace('.', ","));
    let advice = format!("Streef naar hooguit {MEAN_SENTENCE}: één mededeling in een zin.");
    note(first.place, message, advice);
}

/// An answer that must be scrolled through.
pub(super) fn length(file: File<'_>, place: Place, answer: &str, findings: &mut Findings) {
    let length = answer.chars().count();
    if length > SCREEN {
        let message = format!("Dit past niet op het scherm van een telefoon: {length} tekens.");
        let advice = format!("Houd het bij {SCREEN} tekens, of splits het onderwerp.");
        findings.push(file.finding(Severity::Note, place, message, advice));
    }
}

/// The sentences of a line or a paragraph, as they were written.
pub(super) fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = END.find_iter(line).map(|end| end.end()).chain([line.len()]);
    let sentences = ends.map(move |end| line[std::mem::replace(&mut from, end)..end].trim());
    sentences.filter(|sentence| words(sentence).next().is_some())
}

/// The words of a sentence, without the marks around them.
fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let words = sentence.split_whitespace();
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{sentences, words};

    #[test]
    fn sentences_end_at_marks_before_a_space() {
        let table = [
            ("Bel 0800-2000. \"Mag dat?\" Ja!", vec!["Bel 0800-2000.", "\"Mag dat?\"", "Ja!"]),
            ("Artikel 5.2.6 Wmo", vec!["Artikel 5.2.6 Wmo"]),
            ("Klaar. - ", vec!["Klaar."]),
            ("", vec![]),
        ];
        for (line, expected) in table {
            assert_eq!(sentences(line).collect::<Vec<_>>(), expected, "{line}");
        }
        assert_eq!(words("(Bel: \"112\" – nu.)").collect::<Vec<_>>(), ["Bel", "112", "nu"]);
    }
}
