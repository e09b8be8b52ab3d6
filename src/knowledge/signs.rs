//! What stands in `veiligheid.yaml` and in `voorbeelden/`, and what is wrong in it? All mistakes at once.

use super::entries::values;
use super::{Marked, PersonalWords, Safety, SafetyExamples};
use crate::vocab::PersonalData;
use crate::yaml::{Kind, Map, Node, Reading, Spanned, meant};
use std::collections::BTreeMap;

/// `knowledge/veiligheid.yaml`.
pub(super) fn safety(reading: &mut Reading<'_>, root: &Node) -> Safety {
    let mut named = Vec::new();
    let safety = reading.map(root, |map, reading| {
        let safety = Safety {
            deniers: list(map, "ontkenners", reading),
            well_spelled: list(map, "geen_typefout", reading),
            figures: phrases(map.must("figuurlijk"), &mut named, reading),
            groups: groups(map.must("groepen"), &mut named, reading),
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

/// One file of `knowledge/voorbeelden`, added to what the others hold.
pub(super) fn examples(reading: &mut Reading<'_>, root: &Node, all: &mut SafetyExamples) {
    reading.map(root, |map, reading| {
        let mut texts = |key| map.get(key).map_or_else(Vec::new, |node| reading.texts(node));
        all.danger.extend(values(texts("gevaar")));
        all.harmless.extend(values(texts("geen_gevaar")));
        let (with, without) = (texts("persoonsgegevens"), texts("geen_persoonsgegevens"));
        let without = values(without).into_iter().map(|text| Marked { text, pieces: Vec::new() });
        all.marked.extend(without);
        all.marked.extend(with.iter().filter_map(|text| marked(text, reading)));
        Some(())
    });
}

/// The kinds of personal data, as curators mark them.
const KINDS: [(&str, PersonalData); 9] = [
    ("naam", PersonalData::Name),
    ("bsn", PersonalData::Bsn),
    ("telefoon", PersonalData::Phone),
    ("email", PersonalData::Email),
    ("iban", PersonalData::Iban),
    ("geboortedatum", PersonalData::BirthDate),
    ("adres", PersonalData::Address),
    ("kenteken", PersonalData::NumberPlate),
    ("vnummer", PersonalData::VNumber),
];

/// A text in which each piece stands as `{{naam:Fatima el A.}}`.
fn marked(text: &Spanned<String>, reading: &mut Reading<'_>) -> Option<Marked> {
    let mut marked = Marked { text: String::new(), pieces: Vec::new() };
    let mut rest = text.value.as_str();
    while let Some((before, piece)) = rest.split_once("{{") {
        marked.text.push_str(before);
        let piece = piece.split_once("}}").and_then(|(piece, after)| {
            let (kind, piece) = piece.split_once(':')?;
            let (_, kind) = KINDS.iter().find(|(name, _)| *name == kind)?;
            Some((*kind, piece, after))
        });
        let Some((kind, piece, after)) = piece else {
            let message = format!("Dit gegeven is niet goed aangewezen: `{}`.", text.value);
            let kinds = KINDS.map(|(name, _)| name).join(", ");
            let advice = format!("Schrijf {{{{soort:gegeven}}}}; de soorten zijn: {kinds}.");
            reading.error(text.place, message, advice);
            return None;
        };
        let start = marked.text.len();
        marked.text.push_str(piece);
        marked.pieces.push((kind, start..marked.text.len()));
        rest = after;
    }
    marked.text.push_str(rest);
    Some(marked)
}

/// The groups that are named must be there.
fn references(safety: &Safety, named: &[Spanned<String>], reading: &mut Reading<'_>) {
    for name in named.iter().filter(|name| !safety.groups.contains_key(&name.value)) {
        let advice = match meant(&name.value, safety.groups.keys().map(String::as_str)) {
            Some(meant) => format!("Bedoel je `{meant}`?"),
            None => "Schrijf de naam zoals hij elders in dit bestand staat.".to_owned(),
        };
        reading.error(name.place, format!("Deze groep is er niet: `{}`.", name.value), advice);
    }
}

fn groups(
    node: Option<&Node>,
    named: &mut Vec<Spanned<String>>,
    reading: &mut Reading<'_>,
) -> BTreeMap<String, Vec<String>> {
    let entries = node.and_then(|node| reading.entries(node)).unwrap_or_default();
    let groups = entries.iter();
    groups.map(|(name, node)| (name.value.clone(), phrases(Some(node), named, reading))).collect()
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
fn phrases(
    node: Option<&Node>,
    named: &mut Vec<Spanned<String>>,
    reading: &mut Reading<'_>,
) -> Vec<String> {
    let phrases = node.map_or_else(Vec::new, |node| reading.texts(node));
    for phrase in &phrases {
        let parts = phrase.value.split([' ', '/', '(', ')', '?']);
        let names = parts.filter_map(|part| part.strip_prefix('@'));
        named.extend(names.map(|name| {
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
