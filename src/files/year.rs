//! What does a file with a year of sessions hold? YAML or CSV in, typed rows and all findings out.

use super::sheet;
use crate::vocab::{Findings, ReminderRow, SessionRow, Severity, Written, YearFile};
use crate::yaml::{File, Map, Node, Place, Reading};

/// No year comes near this; a larger file is a mistake (a picture, a dump). In bytes.
pub const MOST_BYTES: u64 = 1 << 20;

/// So many rows are more than a year has.
const MOST_ROWS: usize = 1_000;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Its name ends in neither `.yaml` nor `.csv`.
    Kind,
    /// It is not UTF-8.
    Encoding,
}

/// Reads a file by the end of its name. The rows that are in order come out beside the findings, so that
/// what they hold can be judged, too.
///
/// # Errors
/// It is neither YAML nor CSV, or no UTF-8.
pub fn read_year(name: &str, bytes: &[u8]) -> Result<(YearFile, Findings), Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = File { name, text };
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    let (mut year, mut findings) = match end.as_deref() {
        Some("yaml" | "yml") => read_yaml(file),
        Some("csv") => sheet::read(file),
        _ => return Err(Unreadable::Kind),
    };
    if year.sessions.len() + year.reminders.len() > MOST_ROWS {
        let message = format!("Dit zijn meer dan {MOST_ROWS} rijen.");
        let advice = "Verdeel ze over meer bestanden.";
        findings.push(file.finding(Severity::Error, Place::default(), message, advice));
        year = YearFile::default();
    }
    Ok((year, findings))
}

fn read_yaml(file: File<'_>) -> (YearFile, Findings) {
    let (mut reading, root) = Reading::open(file);
    let mut year = YearFile::default();
    if let Some(root) = root {
        reading.map(&root, |map, reading| {
            let (sessions, reminders) = (map.get("sessies"), map.get("herinneringen"));
            if sessions.is_none() && reminders.is_none() {
                let advice = "Begin met `sessies:` of `herinneringen:`, en dan een lijst.";
                reading.error(root.place, "Hier staat niets om te plannen.", advice);
            }
            for node in sessions.map_or(&[][..], |node| reading.list(node)) {
                year.sessions.extend(reading.map(node, session));
            }
            for node in reminders.map_or(&[][..], |node| reading.list(node)) {
                year.reminders.extend(reading.map(node, reminder));
            }
            Some(())
        });
    }
    (year, reading.findings)
}

fn session(map: &mut Map<'_>, reading: &mut Reading<'_>) -> Option<SessionRow> {
    // Every key is asked for, also when an earlier one is missing: only then is it a known one.
    let must = |key, map: &mut Map<'_>, reading: &mut Reading<'_>| {
        map.must(key).and_then(|node| written(reading, node))
    };
    let title = must("titel", map, reading);
    let when = must("wanneer", map, reading);
    let mut get = |key| map.get(key).and_then(|node| written(reading, node));
    let (place, capacity, speaker) = (get("waar"), get("max"), get("door"));
    let (material, announce, reminders) = (get("materiaal"), get("aankondigen"), get("herinneren"));
    let audience = must("voor", map, reading)?;
    let (title, when) = (title?, when?);
    Some(SessionRow {
        title,
        when,
        audience,
        place,
        capacity,
        speaker,
        material,
        announce,
        reminders,
    })
}

fn reminder(map: &mut Map<'_>, reading: &mut Reading<'_>) -> Option<ReminderRow> {
    let mut must = |key| map.must(key).and_then(|node| written(reading, node));
    let (text, when, audience) = (must("tekst"), must("wanneer"), must("voor"));
    let mut get = |key| map.get(key).and_then(|node| written(reading, node));
    let (holidays, everyone) = (get("feestdagen"), get("iedereen"));
    Some(ReminderRow { text: text?, when: when?, audience: audience?, holidays, everyone })
}

fn written(reading: &mut Reading<'_>, node: &Node) -> Option<Written> {
    let text = reading.text(node)?;
    Some(Written { text: text.to_owned(), line: node.place.line, column: node.place.column })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines that come near both forms.
    const NEAR: &str = "((sessies|herinneringen|titel|wanneer|voor|max|tekst)[:;,]? ?|- |  |\"|;|,|\
                        \\r\\n|\\n|[a-z0-9é\u{feff}]{1,5}|\\[|\\]|\\{|\t){0,40}";

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in NEAR, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            for name in ["jaar.yaml", "jaar.csv", "jaar.YML", "jaar"] {
                let _ = read_year(name, &bytes);
                if let Ok((_, findings)) = read_year(name, text.as_bytes()) {
                    for finding in findings {
                        prop_assert!(finding.line <= text.lines().count() + 1, "{finding}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_file_of_another_kind_or_encoding_is_told_apart() {
        assert_eq!(read_year("jaar.xlsx", b"PK"), Err(Unreadable::Kind));
        assert_eq!(read_year("jaar", b"titel"), Err(Unreadable::Kind));
        assert_eq!(read_year("jaar.csv", b"titel;waar\ncaf\xe9;x"), Err(Unreadable::Encoding));
    }
}
