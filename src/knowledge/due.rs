//! What must a curator look at, of what only the clock or the finder can tell?

use super::{Base, school};
use crate::vocab::{Finding, Findings, Severity, TopicId};
use crate::yaml::{File, Place};
use jiff::civil::Date;

/// A note on each entry, addition and route that should have been looked at before `today`. `files` are
/// those that `base` was read from.
pub fn overdue(base: &Base, files: &[(String, String)], today: Date) -> Findings {
    let entries = base.entries.iter().map(|(id, entry)| (entry_file(id), entry.review_by));
    let additions = base.additions.iter().flat_map(|(region, of_region)| {
        let named = move |id: &TopicId| format!("regio/{region}/{id}.yaml");
        of_region.iter().map(move |(id, addition)| (named(id), addition.review_by))
    });
    let route = [("stappenplan.yaml".to_owned(), base.route.review_by)];
    let overdue = entries.chain(additions).chain(route).filter(|(_, review_by)| *review_by < today);
    let notes = overdue.filter_map(|(name, review_by)| {
        let message = format!("Deze tekst moest voor {review_by} worden nagekeken.");
        let advice = "Kijk tekst, nummers en bronnen na en zet een nieuwe datum.";
        let (file, place) = at(files, &name, "herzien_voor")?;
        Some(file.finding(Severity::Note, place, message, advice))
    });
    notes.collect()
}

/// The first school year that should be known at `today` and is not, by the calendar year in which it
/// begins.
pub fn missing_school_year(base: &Base, today: Date) -> Option<i16> {
    school::missing(&base.school_years, today)
}

/// A note when the school holidays of the coming year are not all known at `today`. `files` are those that
/// `base` was read from.
pub fn school_holidays(base: &Base, files: &[(String, String)], today: Date) -> Option<Finding> {
    let missing = missing_school_year(base, today)?;
    let name = "schoolvakanties.yaml";
    let text = files.iter().find(|(file, _)| file == name).map_or("", |(_, text)| text);
    let message = format!("De schoolvakanties van {missing}-{} ontbreken.", missing + 1);
    let advice = "Neem ze over van rijksoverheid.nl. Tot dan zegt de bot dat hij ze niet kent.";
    Some(File { name, text }.finding(Severity::Note, Place::default(), message, advice))
}

/// A note on a title or phrasing of `asked` that is answered with `found`; `None` when it stands
/// nowhere in the files.
pub fn collision(
    files: &[(String, String)],
    asked: &TopicId,
    question: &str,
    found: &TopicId,
) -> Option<Finding> {
    let message = format!("Deze vraag van `{asked}` krijgt het antwoord `{found}`.");
    let advice = format!(
        "Hoort hij daar? Verplaats hem. Maak anders in vragen/{asked}.yaml en vragen/{found}.yaml het verschil duidelijker."
    );
    let said = files.iter().find(|(name, _)| *name == format!("vragen/{asked}.yaml"));
    let (file, place) = said
        .and_then(|(name, text)| {
            let line = text.lines().position(|line| item(line) == question)?;
            Some((File { name, text }, Place { line: line + 1, column: 5 }))
        })
        .or_else(|| at(files, &entry_file(asked), "titel"))?;
    Some(file.finding(Severity::Note, place, message, advice))
}

/// What a line of a list says.
fn item(line: &str) -> &str {
    line.trim_start_matches([' ', '-']).trim().trim_matches('"')
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
