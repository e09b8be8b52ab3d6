//! How does a file of one fixed form become a type? By serde; its one error in plain Dutch.

use super::{File, Place, meant, parse};
use crate::vocab::{Finding, Severity};
use serde::de::DeserializeOwned;
use serde_yaml::Error;

/// Reads a whole file as a `T`.
///
/// # Errors
/// The first thing that does not fit: serde goes no further. Where people make many mistakes,
/// [`super::Reading`] finds them all at once.
pub fn typed<T: DeserializeOwned>(file: File<'_>) -> Result<T, Finding> {
    // First by the own parser, which tells mistakes against the grammar apart.
    parse(file)?;
    serde_yaml::from_str(file.text).map_err(|error| finding(file, &error))
}

fn finding(file: File<'_>, error: &Error) -> Finding {
    let place = error.location().map_or(Place { line: 1, column: 1 }, |at| Place {
        line: usize::try_from(at.line()).unwrap_or(1),
        column: usize::try_from(at.column()).unwrap_or(1),
    });
    let (message, advice) = match error.without_snippet() {
        Error::SerdeUnknownField { field: wrong, expected, .. }
        | Error::SerdeUnknownVariant { variant: wrong, expected, .. } => {
            let meant = meant(wrong, expected.iter().copied());
            let meant = meant.map_or_else(String::new, |name| format!("Bedoel je `{name}`? "));
            let advice = format!("{meant}Hier kan: {}.", expected.join(", "));
            (format!("Dit ken ik niet: `{wrong}`."), advice)
        }
        Error::SerdeMissingField { field, .. } => {
            (format!("`{field}` ontbreekt."), format!("Vul `{field}:` in."))
        }
        Error::DuplicateMappingKey { key, .. } => (
            format!("`{}` staat er twee keer.", key.as_deref().unwrap_or("Dit")),
            "Houd er één over.".to_owned(),
        ),
        _ => (
            "Dit heeft niet de vorm die hier hoort.".to_owned(),
            "Kijk of hier een tekst, een lijst of `woord: waarde` moet staan.".to_owned(),
        ),
    };
    file.finding(Severity::Error, place, message, advice)
}
