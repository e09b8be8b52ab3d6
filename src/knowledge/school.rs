//! When are the schools closed? Dated facts that coordinators keep, by school year and region.

use super::entries::source;
use crate::vocab::{SchoolHoliday, SchoolRegion};
use crate::yaml::{Node, Reading};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The holidays of one school year: each with its first and last day, by region.
pub type SchoolYear = BTreeMap<(SchoolHoliday, SchoolRegion), (Date, Date)>;

/// The holidays as they stand in the file, in the order of the year.
const HOLIDAYS: [(&str, SchoolHoliday); 5] = [
    ("herfst", SchoolHoliday::Autumn),
    ("kerst", SchoolHoliday::Christmas),
    ("voorjaar", SchoolHoliday::Spring),
    ("mei", SchoolHoliday::May),
    ("zomer", SchoolHoliday::Summer),
];

const REGIONS: [(&str, SchoolRegion); 3] = [
    ("noord", SchoolRegion::North),
    ("midden", SchoolRegion::Middle),
    ("zuid", SchoolRegion::South),
];

/// No school holiday is longer, in days.
const LONGEST: i32 = 60;

/// Reads `schoolvakanties.yaml`: school years by the calendar year in which they begin.
pub(super) fn years(reading: &mut Reading<'_>, root: &Node) -> BTreeMap<i16, SchoolYear> {
    let mut years = BTreeMap::new();
    for (key, node) in reading.entries(root).unwrap_or_default() {
        let Some(begins) = begins(&key.value) else {
            let message = format!("Dit is geen schooljaar: `{}`.", key.value);
            reading.error(key.place, message, "Schrijf twee jaren na elkaar, zoals 2027-2028.");
            continue;
        };
        if let Some(year) = year(reading, node, begins) {
            years.insert(begins, year);
        }
    }
    years
}

/// `2027-2028` begins in 2027.
fn begins(key: &str) -> Option<i16> {
    let (first, second) = key.split_once('-')?;
    let (first, second): (i16, i16) = (first.parse().ok()?, second.parse().ok()?);
    ((2000..=2200).contains(&first) && second == first + 1).then_some(first)
}

/// The school year that a day belongs to, by the calendar year in which it begins. A summer holiday
/// belongs to the year that it ends, and the latest ends in the first days of September.
pub fn school_year(day: Date) -> i16 {
    let begun = (day.month(), day.day()) >= (9, 10);
    if begun { day.year() } else { day.year() - 1 }
}

/// One school year: whole, or a finding for what is missing.
fn year(reading: &mut Reading<'_>, node: &Node, begins: i16) -> Option<SchoolYear> {
    reading.map(node, |map, reading| {
        map.must("bron").and_then(|node| source(reading, node));
        let mut year = SchoolYear::new();
        let mut before: BTreeMap<SchoolRegion, Date> = BTreeMap::new();
        for (name, holiday) in HOLIDAYS {
            let Some(node) = map.must(name) else { continue };
            reading.map(node, |map, reading| {
                for (name, region) in REGIONS {
                    let Some(node) = map.must(name) else { continue };
                    let Some((from, to)) = days(reading, node, begins) else { continue };
                    if before.get(&region).is_some_and(|before| from <= *before) {
                        let message = "Deze vakantie begint voordat die erboven voorbij is.";
                        reading.error(node.place, message, "Kijk beide data na.");
                    }
                    before.insert(region, to);
                    year.insert((holiday, region), (from, to));
                }
                Some(())
            });
        }
        Some(year)
    })
}

/// The first and the last day of a holiday.
fn days(reading: &mut Reading<'_>, node: &Node, begins: i16) -> Option<(Date, Date)> {
    let items = reading.list(node);
    let [from, to] = items else {
        if !items.is_empty() {
            let advice = "Schrijf de eerste en de laatste dag: [2027-10-16, 2027-10-24].";
            reading.error(node.place, "Hier horen twee data te staan.", advice);
        }
        return None;
    };
    let (first, last) = (reading.date(from)?, reading.date(to)?);
    for (day, at) in [(first, from), (last, to)] {
        if school_year(day) != begins {
            let message = format!("{day} valt niet in schooljaar {begins}-{}.", begins + 1);
            reading.error(at.place, message, "Kijk het jaartal na.");
            return None;
        }
    }
    if last < first || (last - first).get_days() > LONGEST {
        let message = "De laatste dag hoort na de eerste te komen, hooguit twee maanden later.";
        reading.error(to.place, message, "Kijk beide data na.");
        return None;
    }
    Some((first, last))
}

/// The first school year that a plan for the coming year needs and that is not known.
pub(super) fn missing(years: &BTreeMap<i16, SchoolYear>, today: Date) -> Option<i16> {
    let ahead = school_year(today.saturating_add(1.year()));
    (school_year(today)..=ahead).find(|year| !years.contains_key(year))
}
