//! Which place does a question name? Gemeenten, villages and namesakes, told from ordinary words.

mod near;
mod resolve;

use super::normalise::{Token, tokens};
use crate::knowledge::{Base, Namesake, PlaceWords, Places};
use resolve::resolve;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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

fn plain(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|t| t.text).collect()
}

#[cfg(test)]
mod tests;
