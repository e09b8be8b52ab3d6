//! What stands in a YAML file, and where? Text in, a tree with positions or Dutch findings out.
//!
//! The only file that names `serde_yaml` (the living crate serde-saphyr under that name). It takes
//! the crate's event parser and not serde's derive: serde stops at the first mistake of a file,
//! reads `2.10` as a number where a tree is wanted, and speaks English; curators and operators get
//! all mistakes of all files at once, in Dutch, with line and column.

mod reading;
mod typed;

pub use reading::{Map, Reading, meant};
pub use typed::typed;

use crate::vocab::{Finding, Severity};
use serde_yaml::granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError};

/// Deeper nesting than any file of ours has; bounds the stack of whoever walks the tree.
const MAX_DEPTH: usize = 12;

/// What is said of nesting deeper than that.
const TOO_DEEP: (&str, &str) =
    ("Dit zit te diep genest.", "Kijk of er haakjes of spaties te veel staan.");

/// How much of a long line is shown, in characters; more when the place lies further.
const EXCERPT: usize = 120;

/// A position in a file: line and column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it begins.
    pub place: Place,
}

/// A piece of YAML and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// What a piece of YAML is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: an empty value, `~` or `null`.
    Empty,
    /// Text, exactly as it was written: `no`, `0123` and `2.10` stay text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file; a key may occur twice here.
    Map(Vec<(Spanned<String>, Node)>),
}

/// A file that is being read.
#[derive(Debug, Clone, Copy)]
pub struct File<'t> {
    /// Its name, as the reader knows it.
    pub name: &'t str,
    /// Its text.
    pub text: &'t str,
}

impl File<'_> {
    /// A finding at `place`, with the line that is meant.
    pub fn finding(
        &self,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let line = place.line.checked_sub(1).and_then(|above| self.text.lines().nth(above));
        let line: String =
            line.unwrap_or_default().chars().take(EXCERPT.max(place.column + 20)).collect();
        Finding {
            severity,
            file: self.name.to_owned(),
            line: place.line,
            column: place.column,
            message: message.into(),
            advice: advice.into(),
            // A tab would put the caret in the wrong column.
            excerpt: line.replace('\t', " "),
        }
    }

    /// Where `needle` stands in the value that begins at `place`; `place` itself when the value
    /// was written otherwise (folded over lines, escaped).
    pub fn find(&self, place: Place, needle: &str) -> Place {
        let skipped = self.text.lines().enumerate().skip(place.line.saturating_sub(1));
        for (index, line) in skipped.take(40) {
            if let Some(at) = line.find(needle) {
                return Place { line: index + 1, column: line[..at].chars().count() + 1 };
            }
        }
        place
    }
}

/// A list or map that is not closed yet.
enum Open {
    List(Place, Vec<Node>),
    Map(Place, Vec<(Spanned<String>, Node)>, Option<Spanned<String>>),
}

/// Reads one YAML document as a tree. An empty file is [`Kind::Empty`].
///
/// # Errors
/// The first mistake against YAML's own grammar: what follows it cannot be trusted. Anchors,
/// aliases and a second document are mistakes too.
pub fn parse(file: File<'_>) -> Result<Node, Finding> {
    let mut open: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    for event in Parser::new_from_str(file.text) {
        let (event, span) = event.map_err(|error| grammar(file, &error))?;
        let place = place_of(&span.start);
        let mistake = |message: &str, advice: &str| {
            Err(file.finding(Severity::Error, place, message, advice))
        };
        let finished = match event {
            Event::Scalar(text, style, ..) => {
                let empty = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let kind = if empty { Kind::Empty } else { Kind::Text(text.into_owned()) };
                Node { place, kind }
            }
            Event::SequenceStart(..) if open.len() < MAX_DEPTH => {
                open.push(Open::List(place, Vec::new()));
                continue;
            }
            Event::MappingStart(..) if open.len() < MAX_DEPTH => {
                open.push(Open::Map(place, Vec::new(), None));
                continue;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                return mistake(TOO_DEEP.0, TOO_DEEP.1);
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(place, items)) => Node { place, kind: Kind::List(items) },
                Some(Open::Map(place, entries, _)) => Node { place, kind: Kind::Map(entries) },
                None => continue,
            },
            Event::Alias(_) => {
                return mistake(
                    "Verwijzingen met * gebruik ik hier niet.",
                    "Schrijf de waarde voluit, of zet de tekst tussen aanhalingstekens.",
                );
            }
            Event::DocumentStart(..) if root.is_some() => {
                return mistake(
                    "Hier begint een tweede document.",
                    "Haal de regel met --- weg: één document per bestand.",
                );
            }
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(finished),
            Some(Open::List(_, items)) => items.push(finished),
            Some(Open::Map(_, entries, key)) => match key.take() {
                Some(key) => entries.push((key, finished)),
                None => *key = Some(key_of(file, finished)?),
            },
        }
    }
    let start = Place { line: 1, column: 1 };
    Ok(root.unwrap_or(Node { place: start, kind: Kind::Empty }))
}

fn key_of(file: File<'_>, node: Node) -> Result<Spanned<String>, Finding> {
    match node.kind {
        Kind::Text(value) => Ok(Spanned { value, place: node.place }),
        Kind::Empty | Kind::List(_) | Kind::Map(_) => Err(file.finding(
            Severity::Error,
            node.place,
            "Hier hoort een woord met een dubbele punt te staan.",
            "Begin de regel met een bekend woord, zoals `titel:`.",
        )),
    }
}

fn place_of(marker: &Marker) -> Place {
    Place { line: marker.line(), column: marker.col() + 1 }
}

/// A mistake against YAML's grammar, with its place.
fn grammar(file: File<'_>, error: &ScanError) -> Finding {
    let mut place = place_of(error.marker());
    if matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent) && place.line > 1 {
        // The parser stumbles over the line after the one where the quote is missing.
        place = Place { line: place.line - 1, column: 0 };
    }
    // The end of the file lies below its last line: show that one.
    place.line = place.line.min(file.text.lines().count().max(1));
    let (message, advice) = sentence(error.kind());
    file.finding(Severity::Error, place, message, advice)
}

/// What is wrong and what to do, in plain Dutch.
fn sentence(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as K;
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar
        | K::InvalidBlockEntryWhitespace
        | K::InvalidMappingValueWhitespace => {
            ("Hier staat een tab.", "Vervang de tab door spaties: twee voor elke stap naar rechts.")
        }
        K::UnclosedQuotedScalar
        | K::DocumentIndicatorInQuotedScalar
        | K::InvalidQuotedScalarIndent => (
            "Een aanhalingsteken is niet gesloten.",
            "Zet een \" (of ') aan het eind van de tekst.",
        ),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            "Na het sluitende aanhalingsteken staat nog tekst.",
            "Zet de hele tekst tussen aanhalingstekens. Schrijf een \" in de tekst als \\\".",
        ),
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape => (
            "Een backslash heeft tussen dubbele aanhalingstekens een bijzondere betekenis.",
            "Schrijf \\\\ voor een gewone backslash.",
        ),
        K::MappingValueNotAllowed => (
            "Hier staat een dubbele punt waar YAML er geen verwacht.",
            "Zet tekst met een dubbele punt tussen aanhalingstekens: titel: \"Stap 2: overleg\".",
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (
            "Deze regel is geen `woord: waarde` en hoort ook niet bij de regel erboven.",
            "Zet er een dubbele punt achter, of spring in zoals de regel erboven.",
        ),
        K::UnclosedFlowCollection { .. }
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::ExpectedFlowSequenceSeparator
        | K::ExpectedFlowMappingSeparator
        | K::MismatchedFlowCollectionEnd { .. }
        | K::MisplacedFlowCollectionEnd
        | K::InvalidColonPlacement
        | K::BlockEntryInFlowCollection => (
            "Een [ of { is niet goed gesloten, of er mist een komma.",
            "Schrijf een lijst als [een, twee] en sluit met hetzelfde soort haak.",
        ),
        K::UnexpectedCharacter { .. } | K::ExpectedNodeContent | K::UnknownAnchor => (
            "Dit teken heeft in YAML een bijzondere betekenis.",
            "Zet de hele tekst tussen aanhalingstekens.",
        ),
        K::RecursionLimitExceeded => TOO_DEEP,
        K::BlockSequenceEntryNotAllowed => (
            "Dit streepje hoort hier niet.",
            "Zet de streepjes van een lijst recht onder elkaar, op een eigen regel.",
        ),
        _ => (
            "Het inspringen klopt hier niet, of er staat een teken te veel.",
            "Zet wat bij elkaar hoort recht onder elkaar, met spaties.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Kind, Node, Place, parse};
    use proptest::prelude::*;

    fn tree(text: &str) -> Node {
        parse(File { name: "a.yaml", text }).expect("sound YAML")
    }

    #[test]
    fn scalars_stay_as_they_were_written() {
        let Kind::List(items) = tree("[no, 0123, 2.10, 12:30, 1e3, '', ~, null, 2026-01-01]").kind
        else {
            panic!("a list");
        };
        let texts = items.iter().map(|item| match &item.kind {
            Kind::Text(text) => text.as_str(),
            _ => "-",
        });
        let expected = ["no", "0123", "2.10", "12:30", "1e3", "", "-", "-", "2026-01-01"];
        assert_eq!(texts.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn places_count_characters_from_one() {
        let Kind::Map(entries) = tree("één:\n  twéé: {drie: vier}\n").kind else {
            panic!("a map");
        };
        let Kind::Map(inner) = &entries[0].1.kind else { panic!("a map") };
        assert_eq!(inner[0].0.place, Place { line: 2, column: 3 });
        let Kind::Map(inner) = &inner[0].1.kind else { panic!("a map") };
        assert_eq!(inner[0].1.place, Place { line: 2, column: 16 });
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[a-c:\\-\\[\\]{}\"'|>&*!%@#~ ,?\\n\\t\\\\é]{0,60}") {
            let file = File { name: "a.yaml", text: &text };
            if let Err(finding) = parse(file) {
                // What is missing at the very end is missing on the line after the last.
                prop_assert!(finding.line <= text.lines().count() + 1, "{finding}");
            }
        }
    }
}
