//! Which place does a question name? Gemeenten, villages and namesakes, told from ordinary words.

use super::normalise::{Token, tokens};
use crate::knowledge::{Base, Namesake, PlaceWords, Places};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use strsim::osa_distance;

/// A place with so many words is its whole message.
const FEW: usize = 3;

/// A place in a question.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceFound {
    /// One place that the list knows.
    Known {
        /// Its name as the list writes it.
        place: String,
        /// Its gemeente.
        gemeente: String,
    },
    /// A whole Veilig Thuis region was named (`Twente`).
    Region {
        /// Its name without `Veilig Thuis`.
        name: String,
        /// Its id.
        region: String,
    },
    /// A name of several places, or several places in one question: ask back.
    Ambiguous {
        /// The name as the list writes it; several are joined by ` / `.
        name: String,
        /// What to choose from; at least two.
        options: Vec<Namesake>,
    },
    /// A place seems to be meant that the list does not know.
    Unknown,
    /// No place was named.
    Missing,
}

/// What a name leads to.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    Place { place: String, gemeente: String },
    Region { name: String, id: String },
    Namesakes(String),
}

/// All names, ready to be found in a row of words.
#[derive(Debug, Default)]
pub(super) struct PlaceNames {
    words: PlaceWords,
    /// First word -> (whole name, what it is), longest first.
    names: BTreeMap<String, Vec<(Vec<String>, Target)>>,
}

/// A name at a position in a question.
struct Hit<'a> {
    at: Range<usize>,
    target: &'a Target,
}

impl PlaceNames {
    /// Reads the base's list. A name with an addition in brackets is known with and without.
    pub(super) fn new(places: &Places) -> Self {
        let mut all: BTreeMap<Vec<String>, Target> = BTreeMap::new();
        for (id, region) in &places.regions {
            let name = region.name.trim_start_matches("Veilig Thuis").trim().to_owned();
            for words in [plain(&name), plain(id)] {
                all.insert(words, Target::Region { name: name.clone(), id: id.clone() });
            }
        }
        for (gemeente, details) in &places.gemeenten {
            for name in details.aliases.iter().chain([gemeente]) {
                let short = name.split('(').next().unwrap_or(name).trim();
                let gemeente = gemeente.clone();
                let target = Target::Place { place: short.to_owned(), gemeente };
                // A gemeente's own name goes before a village elsewhere, whatever the order.
                if name == &target.gemeente() || !all.contains_key(&plain(short)) {
                    all.insert(plain(short), target.clone());
                }
                all.insert(plain(name), target);
            }
        }
        for (name, same) in &places.namesakes {
            all.insert(plain(name), Target::Namesakes(name.clone()));
            // What is offered to choose from is understood when it is typed, too.
            for Namesake { label, gemeente } in same {
                let target = Target::Place { place: label.clone(), gemeente: gemeente.clone() };
                all.entry(plain(label)).or_insert(target);
            }
        }
        let mut names: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (words, target) in all {
            if let Some(first) = words.first() {
                names.entry(first.clone()).or_default().push((words, target));
            }
        }
        for list in names.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { words: places.words.clone(), names }
    }

    /// Which place a question names. `alone`: the whole text is the answer to "which place?".
    pub(super) fn find(
        &self,
        base: &Base,
        known: &BTreeSet<String>,
        text: &str,
        alone: bool,
    ) -> PlaceFound {
        let words = tokens(text);
        let mut targets: Vec<&Target> = Vec::new();
        for hit in self.hits(&words, alone) {
            if !targets.contains(&hit.target) {
                targets.push(hit.target);
            }
        }
        if targets.is_empty() {
            return self.nearly(base, known, &words, alone);
        }
        resolve(&base.places, &targets)
    }

    /// Whether a text is a name with at most some small words beside it, which ask for nothing else.
    pub(super) fn stands_alone(&self, text: &str) -> bool {
        let words = tokens(text);
        let hits = self.hits(&words, true);
        let mut rest = words.iter().enumerate().filter(|(at, token)| {
            let small =
                self.words.beside.contains(&token.text) || self.words.leads.contains(&token.text);
            let asks = self.words.asks.contains(&token.text);
            (!small || asks) && !hits.iter().any(|hit| hit.at.contains(at))
        });
        // A name with a typing error, or one that nobody knows, is the one strange word.
        match hits.is_empty() {
            true => rest.next().is_some() && rest.next().is_none() && words.len() <= FEW,
            false => rest.next().is_none(),
        }
    }

    /// The words with each certain place replaced by one and the same word, so that the ranking
    /// learns from "VT in Emmen" what to do with every place.
    pub(super) fn masked(&self, words: &[Token], mask: &str) -> Vec<String> {
        let mut out = Vec::with_capacity(words.len());
        let mut next = 0;
        for hit in self.hits(words, false) {
            out.extend(words[next..hit.at.start].iter().map(|t| t.text.clone()));
            out.push(mask.to_owned());
            next = hit.at.end;
        }
        out.extend(words[next..].iter().map(|t| t.text.clone()));
        out
    }

    fn hits(&self, words: &[Token], alone: bool) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let known = self.names.get(&words[at].text).and_then(|list| {
                list.iter().find(|(name, _)| {
                    let end = at + name.len();
                    end <= words.len()
                        && words[at..end].iter().zip(name).all(|(t, n)| t.text == *n)
                        && (alone || self.is_place(words, at..end))
                })
            });
            if let Some((name, target)) = known {
                hits.push(Hit { at: at..at + name.len(), target });
                at += name.len();
            } else {
                at += 1;
            }
        }
        hits
    }

    /// A typing error in a name, or a name that nobody knows.
    fn nearly(
        &self,
        base: &Base,
        known: &BTreeSet<String>,
        words: &[Token],
        alone: bool,
    ) -> PlaceFound {
        let only = words.iter().filter(|t| !self.words.beside.contains(&t.text)).count() == 1;
        let cue = alone || self.cue(words, &(0..0));
        let candidates = words.iter().enumerate().filter(|(at, token)| {
            let before = at.checked_sub(1).map(|b| words[b].text.as_str());
            let led = before.is_some_and(|b| {
                matches!(b, "in" | "te" | "uit") || self.words.certain.contains(b)
            });
            let named = token.capital && !token.opening;
            // A name that was passed over is an ordinary word here, no typing error.
            let strange = !known.contains(&token.text)
                && !self.names.contains_key(&token.text)
                && !self.words.beside.contains(&token.text)
                && !self.words.cues.contains(&token.text);
            token.text.len() >= 4
                && strange
                && token.text.chars().all(char::is_alphabetic)
                && cue
                && (led || only || (named && before.is_some_and(|b| self.words.before.contains(b))))
        });
        let mut unknown = false;
        for (_, token) in candidates {
            unknown = true;
            let near = self.near(&token.text);
            if !near.is_empty() {
                return resolve(&base.places, &near);
            }
        }
        if unknown { PlaceFound::Unknown } else { PlaceFound::Missing }
    }

    /// Names one typing error away (two in a long name).
    fn near(&self, word: &str) -> Vec<&Target> {
        let length = word.chars().count();
        let allowed = match length {
            0..=4 => return Vec::new(),
            5..=8 => 1,
            _ => 2,
        };
        let single = self.names.values().flatten().filter(|(name, _)| name.len() == 1);
        let mut best = allowed;
        let mut found: Vec<&Target> = Vec::new();
        for (name, target) in single {
            if name[0].chars().count().abs_diff(length) > best {
                continue;
            }
            let distance = osa_distance(&name[0], word);
            if distance < best {
                best = distance;
                found.clear();
            }
            if distance == best && !found.contains(&target) {
                found.push(target);
            }
        }
        // More than a few alike is guessing.
        if found.len() > 3 { Vec::new() } else { found }
    }

    /// Whether a name that was found means the place.
    fn is_place(&self, words: &[Token], at: Range<usize>) -> bool {
        let name = words[at.clone()].iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
        if !self.words.ordinary.contains(&name) {
            return true;
        }
        let before = at.start.checked_sub(1).map(|b| words[b].text.as_str());
        // "de buren": an article makes it an ordinary word.
        if before.is_some_and(|before| matches!(before, "de" | "het" | "een" | "t" | "n")) {
            return false;
        }
        if words
            .iter()
            .enumerate()
            .all(|(i, t)| at.contains(&i) || self.words.beside.contains(&t.text))
        {
            return true;
        }
        let Some(before) = before else { return false };
        if self.words.certain.contains(before) {
            return true;
        }
        let first = &words[at.start];
        let named = first.capital && !first.opening;
        let leads = self.words.before.contains(before);
        if self.words.treacherous.contains(&name) {
            return leads && named && self.cue(words, &at);
        }
        leads && (named || (before == "in" && self.cue(words, &at)))
    }

    /// Whether a question asks whom to reach, apart from the words at a position.
    fn cue(&self, words: &[Token], except: &Range<usize>) -> bool {
        words
            .iter()
            .enumerate()
            .any(|(i, t)| !except.contains(&i) && self.words.cues.contains(&t.text))
    }
}

impl Target {
    fn gemeente(&self) -> String {
        match self {
            Self::Place { gemeente, .. } => gemeente.clone(),
            Self::Region { .. } | Self::Namesakes(_) => String::new(),
        }
    }
}

/// One place, or a question back.
fn resolve(places: &Places, targets: &[&Target]) -> PlaceFound {
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

fn plain(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|t| t.text).collect()
}

#[cfg(test)]
mod tests {
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
            beside: set(
                "veilig, thuis, vt, in, te, voor, van, gemeente, regio, nummer, bel, en, is",
            ),
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
        let namesake = |label: &str, gemeente: &str| Namesake {
            label: label.into(),
            gemeente: gemeente.into(),
        };
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
}
