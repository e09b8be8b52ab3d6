//! What stands in the table of a month? CSV as Dutch spreadsheets open it.

use super::nl::chart::{HEAD, place};
use crate::vocab::TableWords;

/// Tells Excel that what follows is UTF-8.
pub const MARK: char = '\u{feff}';

/// A line for each region and topic: `;` between the fields, CRLF behind each line.
pub fn csv(words: &TableWords) -> String {
    let mut file = format!("{MARK}{}\r\n", HEAD.join(";"));
    for (region, share) in &words.rows {
        let region = region.as_deref().map(place).unwrap_or_default();
        let (month, title) = (quoted(&words.month), quoted(&share.topic.title));
        let (answers, right, share) = (share.answers, share.right, share.share());
        let line = format!("{month};{};{title};{answers};{right};{share}\r\n", quoted(&region));
        file.push_str(&line);
    }
    file
}

/// A field that stays one field, and text: what begins like a formula is not reckoned out.
fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if field.contains([';', '"', '\r', '\n']) {
        return format!("\"{guard}{}\"", field.replace('"', "\"\""));
    }
    format!("{guard}{field}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::{TopicShare, TopicWords};

    #[test]
    fn a_spreadsheet_reads_what_was_meant_and_reckons_nothing_out() {
        let titles = ["Kindcheck: wat; \"wanneer\"", "=HYPERLINK(1;2)", "-2 é", "één\nregel"];
        let row = |title: &str| {
            let topic = TopicWords { topic: "x".into(), title: title.into(), doubtful: false };
            (Some("twente".to_owned()), TopicShare { topic, answers: 3, right: 2, before: None })
        };
        let rows = titles.map(row).into();
        let file = csv(&TableWords { month: "2026-10".into(), region: None, rows });
        let read = file.strip_prefix(MARK).unwrap().as_bytes();
        let mut read = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(read);
        assert_eq!(read.headers().unwrap(), &HEAD[..]);
        let read: Vec<Vec<String>> = read.deserialize().map(|row| row.unwrap()).collect();
        let shown: Vec<&str> = read.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(shown, [titles[0], "'=HYPERLINK(1;2)", "'-2 é", titles[3]]);
        assert_eq!(read[0][..2], ["2026-10", "Twente"]);
        assert_eq!(read[0][3..], ["3", "2", "67"]);
    }
}
