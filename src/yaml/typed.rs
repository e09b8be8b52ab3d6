//! How does a file of one fixed form become a type? By serde; its one error in plain Dutch.

use super::{File, Place};
use crate::vocab::{Finding, Severity};
use serde::de::DeserializeOwned;
use serde_yaml::Error;

/// Reads a whole file as a `T`.
///
/// # Errors
/// The first thing that does not fit.
pub fn typed<T: DeserializeOwned>(file: File<'_>) -> Result<T, Finding> {
    serde_yaml::from_str(file.text).map_err(|error| finding(file, &error))
}

fn finding(file: File<'_>, error: &Error) -> Finding {
    let place = error.location().map_or(Place { line: 1, column: 1 }, |at| Place {
        line: usize::try_from(at.line()).unwrap_or(1),
        column: usize::try_from(at.column()).unwrap_or(1),
    });
    let (message, advice) = match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => (
            format!("Dit ken ik niet: `{field}`."),
            format!("Hier kan staan: {}.", expected.join(", ")),
        ),
        Error::SerdeMissingField { field, .. } => {
            (format!("Hier ontbreekt `{field}`."), format!("Voeg `{field}:` toe."))
        }
        _ => (
            "Dit past niet in dit bestand.".to_owned(),
            "Kijk hoe het een regel eerder is opgeschreven.".to_owned(),
        ),
    };
    file.finding(Severity::Error, place, message, advice)
}
