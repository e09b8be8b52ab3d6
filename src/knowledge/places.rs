//! Which regions, gemeenten, shared names and telephone numbers stand in the contact files?

use super::entries::{source, values, web_address};
use super::{Gemeente, Namesake, PlaceWords, Region, Source};
use crate::yaml::{File, Node, Reading, Spanned};

/// A region with the places that later checks point at.
pub(super) struct PlacedRegion<'t> {
    pub file: File<'t>,
    pub id: String,
    pub region: Region,
    pub prose: Vec<Spanned<String>>,
}

/// A gemeente with the places that later checks point at.
pub(super) struct PlacedGemeente<'t> {
    pub file: File<'t>,
    pub name: Spanned<String>,
    pub region: Spanned<String>,
    pub aliases: Vec<Spanned<String>>,
    pub remark: Option<Spanned<String>>,
}

/// A name that stands for several places.
pub(super) struct PlacedNamesake<'t> {
    pub file: File<'t>,
    pub name: String,
    pub choices: Vec<(String, Spanned<String>)>,
}

impl PlacedGemeente<'_> {
    pub fn into_gemeente(self) -> (String, Gemeente) {
        let remark = self.remark.map(|text| text.value);
        let aliases = values(self.aliases);
        (self.name.value, Gemeente { region: self.region.value, aliases, remark })
    }
}

impl PlacedNamesake<'_> {
    pub fn into_namesakes(self) -> (String, Vec<Namesake>) {
        let choices = self.choices.into_iter();
        let choices = choices.map(|(label, place)| Namesake { label, gemeente: place.value });
        (self.name, choices.collect())
    }
}

/// `knowledge/contact/plaatswoorden.yaml`.
pub(super) fn words(reading: &mut Reading<'_>, root: &Node) -> PlaceWords {
    let words = reading.map(root, |map, reading| {
        let mut set = |key| {
            let words = map.must(key).map_or_else(Vec::new, |node| reading.texts(node));
            values(words).into_iter().collect()
        };
        Some(PlaceWords {
            ordinary: set("gewone_woorden"),
            treacherous: set("verraderlijk"),
            before: set("ervoor"),
            certain: set("zeker"),
            cues: set("vraagt"),
            beside: set("ernaast"),
            leads: set("aanloop"),
            asks: set("om_wie"),
        })
    });
    words.unwrap_or_default()
}

/// `knowledge/contact/regios.yaml`.
pub(super) fn regions<'t>(reading: &mut Reading<'t>, root: &Node) -> Vec<PlacedRegion<'t>> {
    let file = reading.file;
    let read = reading.map(root, |map, reading| {
        let entries = reading.entries(map.must("regios")?)?;
        let regions = entries.iter().filter_map(|(id, node)| {
            reading.map(node, |map, reading| {
                let name = map.must("naam").and_then(|node| reading.spanned(node));
                let website = map.get("website").and_then(|node| web_address(reading, node));
                let remarks = map.get("opmerkingen").map(|node| reading.texts(node));
                let source = map.must("bron").and_then(|node| source(reading, node));
                let remarks = remarks.unwrap_or_default();
                let prose = remarks.iter().cloned().chain(name.clone()).collect();
                let (name, remarks) = (name?.value, values(remarks));
                let region = Region { name, website, remarks, source: source? };
                Some(PlacedRegion { file, id: id.value.clone(), region, prose })
            })
        });
        Some(regions.collect())
    });
    read.unwrap_or_default()
}

/// `knowledge/contact/gemeenten.yaml`: the gemeenten and the source of the division.
pub(super) fn gemeenten<'t>(
    reading: &mut Reading<'t>,
    root: &Node,
) -> (Option<Source>, Vec<PlacedGemeente<'t>>) {
    let file = reading.file;
    let read = reading.map(root, |map, reading| {
        let division = map.must("bron").and_then(|node| source(reading, node));
        let entries = reading.entries(map.must("gemeenten")?)?;
        let gemeenten = entries.iter().filter_map(|(name, node)| {
            reading.map(node, |map, reading| {
                let region = map.must("regio").and_then(|node| reading.spanned(node));
                let aliases = map.get("namen").map(|node| reading.texts(node));
                let remark = map.get("opmerking").and_then(|node| reading.spanned(node));
                let (name, aliases) = (name.clone(), aliases.unwrap_or_default());
                Some(PlacedGemeente { file, name, region: region?, aliases, remark })
            })
        });
        let gemeenten = gemeenten.collect();
        Some((division, gemeenten))
    });
    read.unwrap_or_default()
}

/// `knowledge/contact/dubbele-namen.yaml`.
pub(super) fn namesakes<'t>(reading: &mut Reading<'t>, root: &Node) -> Vec<PlacedNamesake<'t>> {
    let file = reading.file;
    let read = reading.map(root, |map, reading| {
        let entries = reading.entries(map.must("dubbele_namen")?)?;
        let namesakes = entries.iter().map(|(name, node)| {
            let items = reading.list(node);
            if items.len() < 2 {
                let message = format!("`{}` heeft geen twee keuzes.", name.value);
                reading.error(name.place, message, "Noem minstens twee plaatsen met deze naam.");
            }
            let choices = items.iter().filter_map(|item| {
                reading.map(item, |map, reading| {
                    let label = map.must("keuze").and_then(|node| reading.text(node));
                    let place = map.must("gemeente").and_then(|node| reading.spanned(node));
                    Some((label?.to_owned(), place?))
                })
            });
            PlacedNamesake { file, name: name.value.clone(), choices: choices.collect() }
        });
        Some(namesakes.collect())
    });
    read.unwrap_or_default()
}

/// `knowledge/contact/landelijk.yaml`: the telephone numbers that were seen at their owners, or in
/// a good second source. No other number may stand in any text.
pub(super) fn numbers(reading: &mut Reading<'_>, root: &Node) -> Vec<String> {
    let read = reading.map(root, |map, reading| {
        let items = reading.list(map.must("nummers")?);
        let numbers = items.iter().filter_map(|item| {
            reading.map(item, |map, reading| {
                let number = map.must("nummer").and_then(|node| reading.text(node));
                map.must("naam").and_then(|node| reading.text(node));
                map.must("bron").and_then(|node| source(reading, node));
                Some(number?.to_owned())
            })
        });
        Some(numbers.collect())
    });
    read.unwrap_or_default()
}
