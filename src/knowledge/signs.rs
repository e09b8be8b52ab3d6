//! How does `veiligheid.yaml` become signs of danger, and what is wrong in it? All mistakes at once.

use super::entries::values;
use super::{Defuser, PersonalWords, Reach, Safety, SafetyExamples, Sign};
use crate::yaml::{Kind, Map, Node, Reading, Spanned, meant};
use std::collections::{BTreeMap, BTreeSet};

/// How far a defuser works, as curators write it.
const REACHES: [(&str, Reach); 5] = [
    ("dichtbij", Reach::Near),
    ("zin", Reach::Sentence),
    ("ervoor", Reach::Before),
    ("erna", Reach::After),
    ("bericht", Reach::Message),
];

/// What the file names, to be sought when the whole file is read.
#[derive(Default)]
struct Named {
    groups: Vec<Spanned<String>>,
    defusers: Vec<Spanned<String>>,
}

/// `knowledge/veiligheid.yaml`.
pub(super) fn safety(reading: &mut Reading<'_>, root: &Node) -> Safety {
    let mut named = Named::default();
    let safety = reading.map(root, |map, reading| {
        let safety = Safety {
            deniers: list(map, "ontkenners", reading),
            joints: list(map, "voegwoorden", reading),
            well_spelled: list(map, "geen_typefout", reading),
            figures: phrases(map.must("figuurlijk"), &mut named, reading),
            groups: groups(map.must("groepen"), &mut named, reading),
            danger: each(map.must("gevaar"), reading, |node, reading| {
                sign(node, &mut named, reading)
            }),
            defusers: each(map.must("ontkracht"), reading, |node, reading| {
                defuser(node, &mut named, reading)
            }),
            public_numbers: list(map, "openbare_nummers", reading),
            personal: map
                .must("persoonsgegevens")
                .and_then(|node| personal(node, reading))
                .unwrap_or_default(),
        };
        Some(safety)
    });
    let safety = safety.unwrap_or_default();
    references(&safety, &named, reading);
    safety
}

/// `knowledge/veiligheid-voorbeelden.yaml`.
pub(super) fn examples(reading: &mut Reading<'_>, root: &Node) -> SafetyExamples {
    let examples = reading.map(root, |map, reading| {
        Some(SafetyExamples {
            danger: list(map, "gevaar", reading),
            harmless: list(map, "geen_gevaar", reading),
        })
    });
    examples.unwrap_or_default()
}

/// What is named must be there.
fn references(safety: &Safety, named: &Named, reading: &mut Reading<'_>) {
    let groups: BTreeSet<&str> = safety.groups.keys().map(String::as_str).collect();
    let defusers: BTreeSet<&str> = safety.defusers.iter().map(|d| d.name.as_str()).collect();
    let kinds = [
        ("Deze groep", &named.groups, groups),
        ("Dit woord onder `ontkracht`", &named.defusers, defusers),
    ];
    for (kind, names, known) in kinds {
        for name in names.iter().filter(|name| !known.contains(&*name.value)) {
            let advice = match meant(&name.value, known.iter().copied()) {
                Some(meant) => format!("Bedoel je `{meant}`?"),
                None => "Schrijf de naam zoals hij elders in dit bestand staat.".to_owned(),
            };
            reading.error(name.place, format!("{kind} is er niet: `{}`.", name.value), advice);
        }
    }
}

fn groups(
    node: Option<&Node>,
    named: &mut Named,
    reading: &mut Reading<'_>,
) -> BTreeMap<String, Vec<String>> {
    let entries = node.and_then(|node| reading.entries(node)).unwrap_or_default();
    let groups = entries.iter();
    groups.map(|(name, node)| (name.value.clone(), phrases(Some(node), named, reading))).collect()
}

fn sign(node: &Node, named: &mut Named, reading: &mut Reading<'_>) -> Option<Sign> {
    reading.map(node, |map, reading| {
        let name = map.must("naam").and_then(|node| reading.spanned(node));
        let phrases = phrases(map.get("zinnen"), named, reading);
        let together = each(map.get("samen"), reading, |row, reading| {
            let row = reading.texts(row);
            named.groups.extend(row.iter().cloned());
            Some(values(row))
        });
        let regardless = map.get("ongeacht").map_or_else(Vec::new, |node| reading.texts(node));
        named.defusers.extend(regardless.iter().cloned());
        let name = name?;
        if phrases.is_empty() && together.is_empty() {
            let message = format!("`{}` heeft geen `zinnen` en geen `samen`.", name.value);
            reading.error(name.place, message, "Schrijf waaraan de bot dit gevaar herkent.");
        }
        Some(Sign { name: name.value, phrases, together, regardless: values(regardless) })
    })
}

fn defuser(node: &Node, named: &mut Named, reading: &mut Reading<'_>) -> Option<Defuser> {
    reading.map(node, |map, reading| {
        let name = map.must("naam").and_then(|node| reading.text(node)).map(str::to_owned);
        let reach = map.must("bereik").and_then(|node| reach(node, reading));
        let phrases = phrases(map.must("zinnen"), named, reading);
        let mut groups = |key| {
            let groups = map.get(key).map_or_else(Vec::new, |node| reading.texts(node));
            named.groups.extend(groups.iter().cloned());
            values(groups)
        };
        let (except, unless) = (groups("behalve"), groups("tenzij"));
        Some(Defuser { name: name?, reach: reach?, phrases, except, unless })
    })
}

fn reach(node: &Node, reading: &mut Reading<'_>) -> Option<Reach> {
    let word = reading.text(node)?;
    let found = REACHES.iter().find(|(name, _)| *name == word);
    if found.is_none() {
        let names = REACHES.map(|(name, _)| name);
        let near = meant(word, names).map_or_else(String::new, |n| format!("Bedoel je `{n}`? "));
        let advice = format!("{near}Hier kan: {}.", names.join(", "));
        reading.error(node.place, format!("Dit bereik ken ik niet: `{word}`."), advice);
    }
    found.map(|(_, reach)| *reach)
}

fn personal(node: &Node, reading: &mut Reading<'_>) -> Option<PersonalWords> {
    reading.map(node, |map, reading| {
        Some(PersonalWords {
            roles: list(map, "rollen", reading),
            titles: list(map, "aanspreekvormen", reading),
            first_names: list(map, "voornamen", reading),
            last_names: list(map, "achternamen", reading),
            not_names: list(map, "geen_namen", reading),
            colleagues: list(map, "collegas_en_auteurs", reading),
            organisations: list(map, "organisaties", reading),
            events: list(map, "gebeurtenissen", reading),
            other_numbers: list(map, "andere_nummers", reading),
            mailboxes: list(map, "functionele_mailboxen", reading),
            work_domains: list(map, "werkdomeinen", reading),
        })
    })
}

/// The texts under a key that must be there, with their outer spaces: a word that ends in one (`"id "`)
/// is a whole word where others are the start of one.
fn list(map: &mut Map<'_>, key: &'static str, reading: &mut Reading<'_>) -> Vec<String> {
    each(map.must(key), reading, |node, reading| match &node.kind {
        Kind::Text(text) => reading.text(node).map(|_| text.clone()),
        Kind::Empty | Kind::List(_) | Kind::Map(_) => reading.text(node).map(str::to_owned),
    })
}

/// What `read` makes of each item of a list.
fn each<T>(
    node: Option<&Node>,
    reading: &mut Reading<'_>,
    mut read: impl FnMut(&Node, &mut Reading<'_>) -> Option<T>,
) -> Vec<T> {
    let items = node.map_or(&[][..], |node| reading.list(node));
    items.iter().filter_map(|item| read(item, reading)).collect()
}

/// Phrases, with the groups that they name.
fn phrases(node: Option<&Node>, named: &mut Named, reading: &mut Reading<'_>) -> Vec<String> {
    let phrases = node.map_or_else(Vec::new, |node| reading.texts(node));
    for phrase in &phrases {
        let parts = phrase.value.split([' ', '/', '(', ')', '?']);
        let names = parts.filter_map(|part| part.strip_prefix('@'));
        named.groups.extend(names.map(|name| {
            let place = reading.file.find(phrase.place, &format!("@{name}"));
            Spanned { value: name.to_owned(), place }
        }));
        if phrase.value.matches('(').count() != phrase.value.matches(')').count() {
            let message = format!("De haakjes kloppen niet in: `{}`.", phrase.value);
            reading.error(phrase.place, message, "Bij elke ( hoort een ).");
        }
    }
    values(phrases)
}

#[cfg(test)]
mod tests {
    use super::list;
    use crate::yaml::{File, Reading};

    #[test]
    fn a_space_at_the_end_of_a_word_stays() {
        let (mut reading, root) =
            Reading::open(File { name: "a", text: "andere_nummers: [\"id \", zaak, \" \"]" });
        let words = root.and_then(|root| {
            reading.map(&root, |map, reading| Some(list(map, "andere_nummers", reading)))
        });
        assert_eq!(words, Some(vec!["id ".to_owned(), "zaak".to_owned()]));
        assert_eq!(reading.findings.len(), 1);
    }
}
