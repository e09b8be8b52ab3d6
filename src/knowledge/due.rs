//! What must a curator look at, of what only the clock or the finder can tell?

use super::Base;
use crate::vocab::{Findings, Severity, TopicId};
use crate::yaml::{File, Place};
use jiff::civil::Date;

/// A note on each entry and addition that should have been looked at before `today`. `files` are
/// those that `base` was read from.
pub fn overdue(base: &Base, files: &[(String, String)], today: Date) -> Findings {
    let entries = base.entries.iter().map(|(id, entry)| (entry_file(id), entry.review_by));
    let additions = base.additions.iter().flat_map(|(region, of_region)| {
        let named = move |id: &TopicId| format!("regio/{region}/{id}.yaml");
        of_region.iter().map(move |(id, addition)| (named(id), addition.review_by))
    });
    let overdue = entries.chain(additions).filter(|(_, review_by)| *review_by < today);
    let notes = overdue.filter_map(|(name, review_by)| {
        let message = format!("Deze tekst moest voor {review_by} worden nagekeken.");
        let advice = "Kijk tekst, nummers en bronnen na en zet een nieuwe datum.";
        let (file, place) = at(files, &name, "herzien_voor")?;
        Some(file.finding(Severity::Note, place, message, advice))
    });
    notes.collect()
}

/// A note on each entry whose own title is answered with another entry: `(asked, found)`.
pub fn collisions(files: &[(String, String)], pairs: &[(TopicId, TopicId)]) -> Findings {
    let notes = pairs.iter().filter_map(|(asked, found)| {
        let message = format!("Wie dit vraagt, krijgt `{found}` en niet `{asked}`.");
        let advice = format!(
            "Maak de titel duidelijker, of schrijf vraagzinnen bij die het verschil laten zien: vragen/{asked}.yaml en vragen/{found}.yaml."
        );
        let (file, place) = at(files, &entry_file(asked), "titel")?;
        Some(file.finding(Severity::Note, place, message, advice))
    });
    notes.collect()
}

fn entry_file(id: &TopicId) -> String {
    format!("onderwerpen/{id}.yaml")
}

/// A file, and where the value of one of its outermost keys begins.
fn at<'f>(files: &'f [(String, String)], name: &str, key: &str) -> Option<(File<'f>, Place)> {
    let (name, text) = files.iter().find(|(file, _)| file == name)?;
    let line = text
        .lines()
        .position(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
    let place = line.map_or_else(Place::default, |line| Place {
        line: line + 1,
        column: key.chars().count() + 3,
    });
    Some((File { name, text }, place))
}
