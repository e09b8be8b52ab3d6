//! Are places found in questions, and ordinary words left alone?

use super::*;
use crate::knowledge::{Gemeente, Region, Source};

fn base() -> Base {
    let source = Source { name: "b".into(), url: "u".into(), date: "d".into() };
    let region = |name: &str| Region {
        name: name.into(),
        website: None,
        remarks: vec![],
        source: source.clone(),
    };
    let gemeenten = [
        ("Hengelo", "twente", vec![]),
        ("Borne", "twente", vec!["Zenderen", "Hertme"]),
        ("Enschede", "twente", vec!["Boekelo"]),
        ("Bronckhorst", "nog", vec!["Vorden", "Hengelo (Gld)"]),
        ("Huizen", "gooi", vec![]),
        ("Best", "brabant", vec![]),
        ("Buren", "gelderland-zuid", vec!["Rijswijk (Gld)"]),
        ("Kampen", "ijsselland", vec![]),
        ("'s-Hertogenbosch", "brabant", vec!["Den Bosch"]),
        ("De Wolden", "drenthe", vec!["de Wijk"]),
        ("Rozendaal", "gelderland-midden", vec![]),
        ("Roosendaal", "brabant", vec![]),
        ("Súdwest-Fryslân", "friesland", vec!["Sneek"]),
        ("Goes", "zeeland", vec![]),
    ];
    let set = |words: &str| words.split(", ").map(str::to_owned).collect();
    let words = PlaceWords {
        ordinary: set("huizen, best, buren, kampen, de wolden, de wijk, goes"),
        treacherous: set("huizen, best, buren, kampen, de wijk"),
        before: set("in, te, uit, voor, van, naar, regio, gemeente, vt, thuis, bij"),
        certain: set("gemeente, regio, vt, thuis"),
        cues: set("vt, veilig, thuis, bel, bellen, nummer, regio, gemeente, welke, wie, woont"),
        beside: set("veilig, thuis, vt, in, te, voor, van, gemeente, regio, nummer, bel, en, is"),
        leads: set("hoe, dan, wat"),
        asks: set("veilig, thuis, vt, nummer, bel"),
    };
    let mut places = Places { words, ..Places::default() };
    for (name, id, aliases) in gemeenten {
        let aliases = aliases.into_iter().map(str::to_owned).collect();
        let gemeente = Gemeente { region: id.into(), aliases, remark: None };
        places.gemeenten.insert(name.into(), gemeente);
    }
    places.regions.insert("twente".into(), region("Veilig Thuis Twente"));
    places.regions.insert("friesland".into(), region("Veilig Thuis Fryslân"));
    let namesake =
        |label: &str, gemeente: &str| Namesake { label: label.into(), gemeente: gemeente.into() };
    places.namesakes.insert(
        "Hengelo".into(),
        vec![
            namesake("Hengelo in Overijssel", "Hengelo"),
            namesake("Hengelo in Gelderland", "Bronckhorst"),
        ],
    );
    Base { places, ..Base::default() }
}

/// What was found, in short: the gemeente, `~region`, `name?`, `unknown`, `-`.
fn find(text: &str, alone: bool) -> String {
    let base = base();
    let known = ["weekend", "bellen", "noodgeval", "gezin"].map(str::to_owned).into();
    match PlaceNames::new(&base.places).find(&base, &known, text, alone) {
        PlaceFound::Known { gemeente, .. } => gemeente,
        PlaceFound::Region { region, .. } => format!("~{region}"),
        PlaceFound::Ambiguous { name, .. } => format!("{name}?"),
        PlaceFound::Unknown => "unknown".into(),
        PlaceFound::Missing => "-".into(),
    }
}

#[test]
fn a_place_is_found_in_a_question() {
    let table = [
        ("wie bel ik in Enschede?", "Enschede"),
        ("nummer VT borne", "Borne"),
        ("Veilig Thuis Enschede", "Enschede"),
        ("cliënt woont in zenderen, welke VT", "Borne"),
        ("VT den bosch", "'s-Hertogenbosch"),
        ("welk nummer voor s hertogenbosch", "'s-Hertogenbosch"),
        ("VT sudwest fryslan", "Súdwest-Fryslân"),
        ("Sneek", "Súdwest-Fryslân"),
        ("vt twente", "~twente"),
        ("Veilig Thuis Friesland?", "~friesland"),
        ("gezin in Borne, regio Twente", "Borne"),
        ("wie bel ik in Hengelo?", "Hengelo?"),
        ("hengelo (gld) welke VT", "Bronckhorst"),
        ("wie bel ik in Hengelo in Overijssel", "Hengelo"),
        ("VT hengelo in gelderland", "Bronckhorst"),
        ("gezin in Borne, ik werk in Sneek", "Borne / Sneek?"),
        ("welke VT in Enschde", "Enschede"),
        ("VT Rosendaal", "Roosendaal / Rozendaal?"),
        ("wie bel ik in Verweggistan", "unknown"),
        ("wie bel ik in het weekend", "-"),
        ("wie bel ik in noodgeval", "-"),
        ("hoe bel ik Veilig Thuis", "-"),
        ("", "-"),
    ];
    for (text, expected) in table {
        assert_eq!(find(text, false), expected, "{text}");
    }
}

#[test]
fn ordinary_words_are_not_places() {
    let table = [
        ("wat kan ik het best doen, VT bellen?", "-"),
        ("de buren bellen VT", "-"),
        ("mag ik VT bellen voor buren", "-"),
        ("er wonen kinderen in huizen met schimmel, wie bel ik", "-"),
        ("gezin heeft te kampen met schulden, wie bel ik", "-"),
        ("wie bel ik in de wijk", "-"),
        ("VT Best", "Best"),
        ("best", "Best"),
        ("gemeente buren", "Buren"),
        ("welke VT is er in Huizen", "Huizen"),
        ("VT voor Kampen", "Kampen"),
        ("wie bel ik in goes", "Goes"),
        ("wie goes daar", "-"),
    ];
    for (text, expected) in table {
        assert_eq!(find(text, false), expected, "{text}");
    }
}

#[test]
fn a_place_stands_alone_beside_small_words_only() {
    let base = base();
    for (text, expected) in [
        ("Enschede", true),
        ("en in Hengelo?", true),
        ("en hoe dan in den bosch", true),
        ("Enschde", true),
        ("en het nummer in Enschede", false),
        ("en in Enschede en Atlantis", false),
        ("wie betaalt dat in Enschede", false),
        ("en in noodgevallen of vakanties", false),
        ("hoe dan", false),
        ("", false),
    ] {
        assert_eq!(PlaceNames::new(&base.places).stands_alone(text), expected, "{text}");
    }
}

#[test]
fn the_answer_to_which_place_needs_no_more_words() {
    let table = [
        ("best", "Best"),
        ("in huizen", "Huizen"),
        ("de wijk", "De Wolden"),
        ("Atlantis", "unknown"),
    ];
    for (text, expected) in table {
        assert_eq!(find(text, true), expected, "{text}");
    }
}
