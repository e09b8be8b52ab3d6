//! One place, or a question back?

use super::{PlaceFound, Target};
use crate::knowledge::{Namesake, Places};
use std::collections::BTreeSet;

/// One place, or a question back.
pub(super) fn resolve(places: &Places, targets: &[&Target]) -> PlaceFound {
    match targets {
        [Target::Place { place, gemeente }] => {
            PlaceFound::Known { place: place.clone(), gemeente: gemeente.clone() }
        }
        [Target::Region { name, id }] => {
            PlaceFound::Region { name: name.clone(), region: id.clone() }
        }
        // "Borne in Twente": the region only says where the place is.
        [place, Target::Region { .. }] | [Target::Region { .. }, place]
            if !matches!(place, Target::Region { .. }) =>
        {
            resolve(places, &[place])
        }
        _ => {
            let mut name = Vec::new();
            let mut options: Vec<Namesake> = Vec::new();
            for target in targets {
                match target {
                    Target::Place { place, gemeente } => {
                        name.push(place.clone());
                        options.push(Namesake { label: place.clone(), gemeente: gemeente.clone() });
                    }
                    Target::Namesakes(same) => {
                        name.push(same.clone());
                        options.extend(places.namesakes.get(same).into_iter().flatten().cloned());
                    }
                    Target::Region { .. } => {}
                }
            }
            let mut seen = BTreeSet::new();
            options.retain(|o| seen.insert((o.label.clone(), o.gemeente.clone())));
            match options.as_slice() {
                [] => PlaceFound::Missing,
                [one] => {
                    PlaceFound::Known { place: one.label.clone(), gemeente: one.gemeente.clone() }
                }
                _ => PlaceFound::Ambiguous { name: name.join(" / "), options },
            }
        }
    }
}
