//! What does the bot say of days in a school holiday?

use super::enumeration;
use super::{dates, paragraph};
use crate::text::document::Block;
use crate::vocab::{SchoolHoliday, SchoolRegion, SchoolWords};

/// A line for each holiday that days fall in, and one for the years that are not known. `one`: all of
/// it is about one day, which was named before.
pub(super) fn school(words: &SchoolWords, one: bool) -> Vec<Block> {
    let mut lines: Vec<(SchoolHoliday, &[SchoolRegion], Vec<String>)> = Vec::new();
    for (day, holiday, regions) in &words.within {
        let day = dates::day(*day);
        match lines.iter_mut().find(|(known, there, _)| (known, *there) == (holiday, regions)) {
            Some((_, _, days)) => days.push(day),
            None => lines.push((*holiday, regions, vec![day])),
        }
    }
    let mut out: Vec<Block> = Vec::new();
    for (holiday, regions, days) in lines {
        let fall = if days.len() == 1 { "valt" } else { "vallen" };
        let days = if one { "dit".to_owned() } else { enumeration(&days) };
        out.push(paragraph(format!(
            "Let op: {days} {fall} in de {} ({}).",
            name(holiday),
            places(regions)
        )));
    }
    if !words.unknown.is_empty() {
        let years = words.unknown.iter().map(|year| format!("{year}-{}", year + 1));
        let years = enumeration(&years.collect::<Vec<_>>());
        out.push(paragraph(format!("Schoolvakanties voor {years} ken ik niet.")));
    }
    out
}

fn name(holiday: SchoolHoliday) -> &'static str {
    match holiday {
        SchoolHoliday::Autumn => "herfstvakantie",
        SchoolHoliday::Christmas => "kerstvakantie",
        SchoolHoliday::Spring => "voorjaarsvakantie",
        SchoolHoliday::May => "meivakantie",
        SchoolHoliday::Summer => "zomervakantie",
    }
}

fn places(regions: &[SchoolRegion]) -> String {
    let name = |region: &SchoolRegion| match region {
        SchoolRegion::North => "noord".to_owned(),
        SchoolRegion::Middle => "midden".to_owned(),
        SchoolRegion::South => "zuid".to_owned(),
    };
    match regions.len() == SchoolRegion::ALL.len() {
        true => "in heel Nederland".to_owned(),
        false => format!("regio {}", enumeration(&regions.iter().map(name).collect::<Vec<_>>())),
    }
}
