//! Is the base in this repository sound?

use meldmaat::engine::answer::PlaceFound;
use meldmaat::files::read_folder;
use meldmaat::knowledge::{Kind, read};
use std::path::Path;

#[test]
fn the_base_has_no_findings_and_all_places() {
    let files = read_folder(Path::new("knowledge")).unwrap();
    let (base, findings) = read(&files);
    let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let base = base.expect("no errors");
    assert_eq!(base.places.regions.len(), 25);
    assert_eq!(base.places.gemeenten.len(), 342);
    let aliases: usize = base.places.gemeenten.values().map(|place| place.aliases.len()).sum();
    assert_eq!(aliases, 1665);
    assert_eq!(base.places.namesakes.len(), 45);
    assert!(base.entries.len() >= 45);
    assert!(base.additions.contains_key("utrecht"));
    assert!(base.items.len() >= 150);
    let situations = base.items.values().filter(|item| item.kind == Kind::Apply).count();
    assert!(situations * 2 > base.items.len(), "application before definition: {situations}");
}

#[test]
fn a_namesake_that_is_offered_is_understood_when_it_is_typed() {
    let world = crate::control::world(crate::control::base().clone(), false);
    for offered in world.base.places.namesakes.values().flatten() {
        match world.index.place(&world.base, &offered.label, true) {
            PlaceFound::Known { gemeente, .. } => assert_eq!(gemeente, offered.gemeente),
            other => panic!("{}: {other:?}", offered.label),
        }
    }
}
