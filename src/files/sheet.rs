//! What does a CSV file with a year of sessions hold, as a spreadsheet writes it?

use crate::vocab::{Findings, SessionRow, Severity, Written, YearFile};
use crate::yaml::{File, Place, meant};
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

/// The columns, as the first line names them.
const COLUMNS: [&str; 9] =
    ["titel", "wanneer", "waar", "voor", "max", "door", "materiaal", "aankondigen", "herinneren"];

/// Without these there is no session.
const NEEDED: [&str; 3] = ["titel", "wanneer", "voor"];

/// A file that is being read, and what was found in it.
struct Sheet<'t> {
    file: File<'t>,
    findings: Findings,
}

/// Reads a file: a line with names, then a line for each session.
pub fn read(file: File<'_>) -> (YearFile, Findings) {
    let mut sheet = Sheet { file, findings: Findings::new() };
    let mut records = records(file.text, separator(file.text)).into_iter();
    let Some(header) = records.next() else {
        let advice = format!("Zet op de eerste regel: {}.", COLUMNS.join(";"));
        sheet.error(Place { line: 1, column: 0 }, "Dit bestand is leeg.".into(), advice);
        return (YearFile::default(), sheet.findings);
    };
    let columns = sheet.columns(&header);
    let complete = columns.is_some();
    let columns = columns.unwrap_or_default();
    let sessions = match complete {
        true => records.filter_map(|record| sheet.row(&columns, &record)).collect(),
        // Without its columns every row would be wrong.
        false => Vec::new(),
    };
    (YearFile { sessions, reminders: Vec::new() }, sheet.findings)
}

/// A semicolon, as Dutch spreadsheets write, or a comma: whichever divides the first line into more names
/// that are known.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let known = |separator: char| {
        first.split(separator).filter(|name| COLUMNS.contains(&plain(name).as_str())).count()
    };
    if known(',') > known(';') { b',' } else { b';' }
}

/// A name of a column as it is compared.
fn plain(name: &str) -> String {
    name.trim_matches(|c: char| c.is_whitespace() || c == '"').to_lowercase()
}

/// A line of the sheet: its cells, each with where it begins.
struct Record {
    cells: Vec<Written>,
    place: Place,
}

/// The lines that hold anything.
fn records(text: &str, separator: u8) -> Vec<Record> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let lines = Lines::of(text);
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    // The text is UTF-8 and rows may be of any length: nothing is left that could fail.
    while let Ok(true) = reader.read_record(&mut record) {
        let begin = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut at = begin;
        let cells = record.iter().map(|cell| {
            let cell = cell.trim();
            // A cell with doubled quotes stands otherwise in the file: then only its line is known.
            let found = text.get(at..end).and_then(|rest| rest.find(cell)).map(|skip| at + skip);
            at = found.map_or(at, |found| found + cell.len());
            let place = match found {
                Some(found) => lines.place(text, found),
                None => Place { column: 0, ..lines.place(text, at) },
            };
            Written { text: cell.to_owned(), line: place.line, column: place.column }
        });
        let cells: Vec<Written> = cells.collect();
        let line = cells.iter().find(|cell| !cell.text.is_empty()).map_or(1, |cell| cell.line);
        records.push(Record { cells, place: Place { line, column: 0 } });
    }
    records
}

/// Where the lines of a text begin, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(after).collect())
    }

    fn place(&self, text: &str, at: usize) -> Place {
        let line = self.0.partition_point(|begin| *begin <= at);
        let begin = line.checked_sub(1).and_then(|line| self.0.get(line)).copied().unwrap_or(0);
        let column = text.get(begin..at).map_or(0, |before| before.chars().count() + 1);
        Place { line, column }
    }
}

impl Sheet<'_> {
    fn error(&mut self, place: Place, message: String, advice: String) {
        self.findings.push(self.file.finding(Severity::Error, place, message, advice));
    }

    /// Which column is which; none when one that is needed is not there.
    fn columns(&mut self, header: &Record) -> Option<BTreeMap<usize, &'static str>> {
        let mut columns = BTreeMap::new();
        for (at, cell) in header.cells.iter().enumerate() {
            let (name, place) = (plain(&cell.text), Place { line: cell.line, column: cell.column });
            match COLUMNS.into_iter().find(|known| *known == name) {
                Some(known) if columns.values().any(|other| *other == known) => {
                    let message = format!("De kolom `{known}` staat er twee keer.");
                    self.error(place, message, "Houd er één over.".into());
                }
                Some(known) => {
                    columns.insert(at, known);
                }
                None if name.is_empty() => {}
                None => {
                    let mut advice = format!("Hier kan: {}.", COLUMNS.join(", "));
                    if let Some(meant) = meant(&name, COLUMNS) {
                        advice = format!("Bedoel je `{meant}`? {advice}");
                    }
                    // One mistake, one finding: what stands below it is passed over.
                    columns.insert(at, "");
                    self.error(place, format!("Deze kolom ken ik niet: `{}`.", cell.text), advice);
                }
            }
        }
        let missing = |name: &&str| !columns.values().any(|known| known == name);
        let missing: Vec<&str> = NEEDED.into_iter().filter(missing).collect();
        for name in &missing {
            let advice = "Zet op de eerste regel de namen van de kolommen, met ; ertussen.";
            self.error(header.place, format!("De kolom `{name}` ontbreekt."), advice.into());
        }
        missing.is_empty().then_some(columns)
    }

    /// A session; none, with findings, when something that is needed is not there.
    fn row(
        &mut self,
        columns: &BTreeMap<usize, &'static str>,
        record: &Record,
    ) -> Option<SessionRow> {
        let before = self.findings.len();
        let mut cells: BTreeMap<&str, Written> = BTreeMap::new();
        for (at, cell) in record.cells.iter().enumerate().filter(|(_, c)| !c.text.is_empty()) {
            match columns.get(&at) {
                Some(name) => {
                    cells.insert(name, cell.clone());
                }
                None => {
                    let place = Place { line: cell.line, column: cell.column };
                    let advice = "Staat er een ; of , in een tekst? Zet die tekst dan tussen \
                                  aanhalingstekens.";
                    let message = "Deze cel hoort bij geen kolom.";
                    self.error(place, message.into(), advice.into());
                }
            }
        }
        for name in NEEDED.into_iter().filter(|name| !cells.contains_key(name)) {
            let advice = format!("Vul de kolom `{name}` in.");
            self.error(record.place, format!("`{name}` ontbreekt."), advice);
        }
        if self.findings.len() > before {
            return None;
        }
        let mut take = |name| cells.remove(name);
        Some(SessionRow {
            title: take("titel")?,
            when: take("wanneer")?,
            audience: take("voor")?,
            place: take("waar"),
            capacity: take("max"),
            speaker: take("door"),
            material: take("materiaal"),
            announce: take("aankondigen"),
            reminders: take("herinneren"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<SessionRow> {
        let (year, findings) = read(File { name: "jaar.csv", text });
        assert_eq!(findings, [], "{text}");
        year.sessions
    }

    #[test]
    fn semicolons_commas_quotes_and_line_ends_of_any_kind() {
        for text in [
            "titel;wanneer;voor;max\nOuderen;di 8 dec 9.30;regio twente;30\n",
            "Titel,Wanneer,Voor,Max\r\nOuderen,di 8 dec 9.30,regio twente,30\r\n",
            "\"titel\";\"wanneer\";\"voor\";\"max\"\r\n\"Ouderen\";\"di 8 dec 9.30\";\"regio twente\";30",
            "max;voor;titel;wanneer\n;;;\n30; regio twente ;Ouderen;di 8 dec 9.30;;\n\n",
        ] {
            let rows = rows(text);
            let [row] = &rows[..] else { panic!("{text}: {rows:?}") };
            assert_eq!(row.title.text, "Ouderen", "{text}");
            assert_eq!(row.when.text, "di 8 dec 9.30", "{text}");
            assert_eq!(row.audience.text, "regio twente", "{text}");
            assert_eq!(row.capacity.as_ref().unwrap().text, "30", "{text}");
            assert_eq!(row.place, None, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_cells_also_after_a_line_break_in_one() {
        let text =
            "titel;wanneer;voor\n\"Praten\nen \"\"doen\"\"\";di 8 dec 9.30;alle kamers\nÉén;x;y\n";
        let rows = rows(text);
        assert_eq!(rows[0].title.text, "Praten\nen \"doen\"");
        assert_eq!((rows[0].when.line, rows[0].when.column), (3, 14));
        assert_eq!((rows[1].title.line, rows[1].when.column), (4, 5));
    }
}
