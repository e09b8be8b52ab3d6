//! What does a coordinator read who made a mistake in the school holidays?

use super::findings;
use meldmaat::knowledge::{Base, school_holidays};

const NAME: &str = "schoolvakanties.yaml";

fn year() -> String {
    std::fs::read_to_string("knowledge/schoolvakanties.yaml").unwrap()
}

#[test]
fn the_year_that_is_there_has_none() {
    assert_eq!(findings(NAME, &year()), "");
}

#[test]
fn mistakes_in_the_school_holidays() {
    let changes = [
        ("a year that is none", "2027-2028:", "2027-2029:"),
        ("a holiday with a typing error", "  kerst:", "  kerts:"),
        ("a holiday that is missing", "  mei:", "  # mei:"),
        ("a region that is missing", "    midden: [2027-12-25, 2028-01-09]\n", ""),
        ("one day", "[2027-10-23, 2027-10-31]", "[2027-10-23]"),
        ("no day", "2027-10-31", "31 oktober"),
        ("a day of another year", "2027-10-16", "2026-10-16"),
        ("the last day first", "[2028-04-29, 2028-05-07]", "[2028-05-07, 2028-04-29]"),
        ("a year too long", "[2028-07-22, 2028-09-03]", "[2028-05-22, 2028-09-03]"),
        ("before the one above", "[2028-02-19, 2028-02-27]", "[2028-01-05, 2028-01-12]"),
        ("no source", "  bron:\n", "  # bron:\n"),
    ];
    let told = changes.map(|(name, from, to)| {
        let text = year();
        assert!(text.contains(from), "{name}");
        format!("# {name}\n{}\n", findings(NAME, &text.replacen(from, to, 1)))
    });
    insta::assert_snapshot!(told.concat());
}

#[test]
fn a_coming_year_that_nobody_filled_in_is_told() {
    let files = [(NAME.to_owned(), year())];
    let years = [(2027, Default::default()), (2028, Default::default())];
    let base = Base { school_years: years.into_iter().collect(), ..Base::default() };
    for (today, missing) in [
        ("2027-09-09", Some("2026-2027")),
        ("2027-09-10", None),
        ("2028-09-09", None),
        ("2028-09-10", Some("2029-2030")),
    ] {
        let found = school_holidays(&base, &files, today.parse().unwrap());
        let expected = missing.map(|year| format!("De schoolvakanties van {year} ontbreken."));
        assert_eq!(found.map(|finding| finding.message), expected, "{today}");
    }
}
