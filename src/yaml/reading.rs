//! Does a tree have the form that is expected? Reads typed values and keeps every finding.

use super::{File, Kind, Node, Place, Spanned, parse};
use crate::vocab::{Findings, Severity};
use jiff::civil::Date;

/// The name that somebody who wrote `wrong` probably meant.
pub fn meant<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |name: &str| strsim::jaro_winkler(name, wrong);
    let closest = names.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    closest.filter(|name| likeness(name) > 0.8)
}

/// Reads one file: goes on after a finding, so that all of them come out at once.
#[derive(Debug)]
pub struct Reading<'t> {
    /// The file.
    pub file: File<'t>,
    /// What was found so far.
    pub findings: Findings,
}

/// A map of which the keys are being asked for.
#[derive(Debug)]
pub struct Map<'n> {
    /// Where it begins.
    pub place: Place,
    entries: &'n [(Spanned<String>, Node)],
    known: Vec<&'static str>,
    missing: Vec<(Place, &'static str)>,
}

impl<'n> Map<'n> {
    /// The value of a key; `None` when the key is absent or has nothing after it. Whoever asks for
    /// a key makes it a known one.
    pub fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        let (_, node) = self.entries.iter().find(|(name, _)| name.value == key)?;
        (node.kind != Kind::Empty).then_some(node)
    }

    /// As [`Map::get`]; when there is nothing, that becomes a finding.
    pub fn must(&mut self, key: &'static str) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            let written = self.entries.iter().find(|(name, _)| name.value == key);
            self.missing.push((written.map_or(self.place, |(name, _)| name.place), key));
        }
        found
    }
}

impl<'t> Reading<'t> {
    /// Begins to read; the tree is `None` when the file is no YAML.
    pub fn open(file: File<'t>) -> (Self, Option<Node>) {
        match parse(file) {
            Ok(node) => (Self { file, findings: Vec::new() }, Some(node)),
            Err(finding) => (Self { file, findings: vec![finding] }, None),
        }
    }

    /// Keeps an error.
    pub fn error(&mut self, at: Place, message: impl Into<String>, advice: impl Into<String>) {
        self.findings.push(self.file.finding(Severity::Error, at, message, advice));
    }

    /// Keeps a note.
    pub fn note(&mut self, at: Place, message: impl Into<String>, advice: impl Into<String>) {
        self.findings.push(self.file.finding(Severity::Note, at, message, advice));
    }

    /// Reads a map of known keys: those that `read` asks for. Others, and doubles, are findings.
    pub fn map<'n, T>(
        &mut self,
        node: &'n Node,
        read: impl FnOnce(&mut Map<'n>, &mut Self) -> Option<T>,
    ) -> Option<T> {
        let entries = self.entries(node)?;
        let (known, missing) = (Vec::new(), Vec::new());
        let mut map = Map { place: node.place, entries, known, missing };
        let value = read(&mut map, self);
        for (key, _) in entries.iter().filter(|(key, _)| !map.known.contains(&&*key.value)) {
            let mut advice = format!("Hier kan: {}.", map.known.join(", "));
            if let Some(meant) = meant(&key.value, map.known.iter().copied()) {
                advice = format!("Bedoel je `{meant}`? {advice}");
                // One mistake, one finding.
                map.missing.retain(|(_, missing)| *missing != meant);
            }
            self.error(key.place, format!("Dit ken ik niet: `{}`.", key.value), advice);
        }
        for (place, key) in map.missing {
            self.error(place, format!("`{key}` ontbreekt."), format!("Vul `{key}:` in."));
        }
        value
    }

    /// The keys and values of a map whose keys are names; doubles are findings.
    pub fn entries<'n>(&mut self, node: &'n Node) -> Option<&'n [(Spanned<String>, Node)]> {
        let Kind::Map(entries) = &node.kind else {
            self.shape(
                node,
                "`woord: waarde`",
                "Begin elke regel met een woord en een dubbele punt.",
            );
            return None;
        };
        let mut seen = std::collections::BTreeMap::new();
        for (key, _) in entries {
            if let Some(first) = seen.insert(&*key.value, key.place) {
                let message =
                    format!("`{}` staat er twee keer (ook op regel {}).", key.value, first.line);
                self.error(key.place, message, "Houd er één over.");
            }
        }
        Some(entries)
    }

    /// The items of a list; none, with a finding, when it is no list.
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        if let Kind::List(items) = &node.kind {
            return items;
        }
        self.shape(
            node,
            "een lijst",
            "Zet elk deel op een eigen regel met een streepje, of schrijf [een, twee].",
        );
        &[]
    }

    /// A text that is not blank.
    pub fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        match &node.kind {
            Kind::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            Kind::Text(_) | Kind::Empty => {
                self.error(
                    node.place,
                    "Hier staat niets.",
                    "Vul een tekst in, of haal de regel weg.",
                );
                None
            }
            Kind::List(_) | Kind::Map(_) => {
                self.shape(node, "een tekst", "Zet de tekst tussen aanhalingstekens.");
                None
            }
        }
    }

    /// As [`Reading::text`], with its place.
    pub fn spanned(&mut self, node: &Node) -> Option<Spanned<String>> {
        let value = self.text(node)?.to_owned();
        Some(Spanned { value, place: node.place })
    }

    /// A list of texts; the good ones when some are not.
    pub fn texts(&mut self, node: &Node) -> Vec<Spanned<String>> {
        self.list(node).iter().filter_map(|item| self.spanned(item)).collect()
    }

    /// A day, as `2027-05-21`.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node)?;
        let date = text.parse().ok();
        if date.is_none() {
            let message = format!("Dit is geen datum: `{text}`.");
            self.error(node.place, message, "Schrijf jaar-maand-dag, zoals 2027-05-21.");
        }
        date
    }

    fn shape(&mut self, node: &Node, expected: &str, advice: &str) {
        let found = match node.kind {
            Kind::Empty => "niets",
            Kind::Text(_) => "een tekst",
            Kind::List(_) => "een lijst",
            Kind::Map(_) => "`woord: waarde`",
        };
        self.error(
            node.place,
            format!("Hier hoort {expected} te staan, maar er staat {found}."),
            advice,
        );
    }
}
