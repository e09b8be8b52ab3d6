//! Which file does an attachment become: its name, its kind, its bytes, and itself in words?

use super::chart::{self, Unpainted};
use super::{calendar, nl, table};
use crate::vocab::Attachment;

/// A file as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// Its MIME type.
    pub kind: &'static str,
    /// All of it.
    pub bytes: Vec<u8>,
    /// Of a picture: how wide and high, in pixels, and what it shows in words.
    pub picture: Option<(u32, u32, String)>,
}

/// What the file is called.
pub fn name(attachment: &Attachment) -> String {
    let named = |month: &str, region: Option<&str>, end: &str| {
        let region = region.map(|region| format!("-{region}")).unwrap_or_default();
        format!("inzicht-{month}{region}.{end}")
    };
    match attachment {
        Attachment::Calendar(entry) => entry.file.clone(),
        Attachment::Chart(words) => named(&words.month, words.region.as_deref(), "png"),
        Attachment::Table(words) => named(&words.month, words.region.as_deref(), "csv"),
    }
}

/// What it shows or holds, for who reads it on a screen of text.
pub fn words(attachment: &Attachment) -> Option<String> {
    match attachment {
        Attachment::Calendar(_) => None,
        Attachment::Chart(words) => Some(nl::chart::alt(&nl::chart::chart(words))),
        Attachment::Table(words) => Some(table::csv(words).trim_start_matches(table::MARK).into()),
    }
}

/// The file.
///
/// # Errors
/// When a chart cannot be painted.
pub fn file(attachment: &Attachment) -> Result<File, Unpainted> {
    let (kind, bytes, picture) = match attachment {
        Attachment::Calendar(entry) => ("text/calendar", calendar::ics(entry).into_bytes(), None),
        Attachment::Table(words) => ("text/csv", table::csv(words).into_bytes(), None),
        Attachment::Chart(words) => {
            let chart = nl::chart::chart(words);
            let painted = chart::png(&chart::svg(&chart))?;
            let shown = (painted.width, painted.height, nl::chart::alt(&chart));
            ("image/png", painted.bytes, Some(shown))
        }
    };
    Ok(File { name: name(attachment), kind, bytes, picture })
}
