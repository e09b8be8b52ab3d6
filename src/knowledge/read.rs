//! How do the files become one base? Each is read by its path, then all are checked together.

use super::entries::{
    self, PlacedAddition, PlacedEntry, PlacedPhrasings, PlacedWords, WHOLE, values,
};
use super::facts::{self, Facts};
use super::places::{self, PlacedGemeente, PlacedNamesake, PlacedRegion};
use super::quiz::{self, PlacedItem, PlacedMeasured};
use super::route::{self, PlacedRoute};
use super::{
    Base, PlaceWords, Places, Safety, SafetyExamples, SchoolYear, Source, Words, check, school,
    signs,
};
use crate::vocab::{Findings, Severity};
use crate::yaml::{File, Reading};
use std::collections::BTreeMap;

/// Everything that was read, with places, before it is known to fit together.
#[derive(Default)]
pub(super) struct Draft<'t> {
    pub entries: Vec<PlacedEntry<'t>>,
    pub additions: Vec<PlacedAddition<'t>>,
    pub phrasings: Vec<PlacedPhrasings<'t>>,
    pub outside: Vec<PlacedPhrasings<'t>>,
    pub words: Words,
    pub listed: Vec<PlacedWords<'t>>,
    pub facts: Option<Facts>,
    /// A hard word, and a plainer one.
    pub hard_words: BTreeMap<String, String>,
    pub safety: Safety,
    pub examples: SafetyExamples,
    pub route: Option<PlacedRoute<'t>>,
    pub items: Vec<PlacedItem<'t>>,
    pub measured: Option<PlacedMeasured<'t>>,
    pub school_years: BTreeMap<i16, SchoolYear>,
    pub division: Option<Source>,
    pub regions: Vec<PlacedRegion<'t>>,
    pub gemeenten: Vec<PlacedGemeente<'t>>,
    pub namesakes: Vec<PlacedNamesake<'t>>,
    pub place_words: PlaceWords,
    pub numbers: Vec<String>,
}

/// Files without which there is no base.
const NEEDED: [&str; 10] = [
    "contact/dubbele-namen.yaml",
    "contact/gemeenten.yaml",
    "contact/landelijk.yaml",
    "contact/plaatswoorden.yaml",
    "contact/regios.yaml",
    "feiten.yaml",
    "moeilijke-woorden.yaml",
    "stappenplan.yaml",
    "veiligheid.yaml",
    "voorbeelden/gevaar.yaml",
];

/// Reads the whole base from `(path relative to the knowledge folder with /, text)`.
///
/// The base is there when no finding is an [`Severity::Error`]. All findings of all files come out
/// at once, in the order of the files and of the lines.
pub fn read(files: &[(String, String)]) -> (Option<Base>, Findings) {
    let (draft, mut findings) = draft(files);
    for needed in NEEDED {
        if !files.iter().any(|(name, _)| name == needed) {
            let missing = File { name: needed, text: "" };
            let advice = "Zet het terug; zie README.md in de kennismap.";
            let message = "Dit bestand ontbreekt.";
            findings.push(missing.finding(Severity::Error, WHOLE, message, advice));
        }
    }
    findings.append(&mut check::check(&draft));
    let rank = |name: &str| files.iter().position(|(file, _)| file == name);
    findings.sort_by_cached_key(|finding| (rank(&finding.file), finding.line, finding.column));
    (sound(&findings).then(|| draft.into_base()), findings)
}

/// The base of files in which [`read`] found no error, without looking for errors between them again:
/// that is two thirds of the work.
pub fn read_again(files: &[(String, String)]) -> Option<Base> {
    let (draft, findings) = draft(files);
    sound(&findings).then(|| draft.into_base())
}

fn draft(files: &[(String, String)]) -> (Draft<'_>, Findings) {
    let mut draft = Draft::default();
    let mut findings = Findings::new();
    for (name, text) in files {
        let (mut reading, root) = Reading::open(File { name, text });
        if let Some(root) = root {
            draft.take(&mut reading, &root);
        }
        findings.append(&mut reading.findings);
    }
    (draft, findings)
}

fn sound(findings: &Findings) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

impl<'t> Draft<'t> {
    /// Reads one file by its path.
    fn take(&mut self, reading: &mut Reading<'t>, root: &crate::yaml::Node) {
        let name = reading.file.name;
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let stem = file.strip_suffix(".yaml").unwrap_or(file);
        match (folder, stem) {
            ("onderwerpen", stem) => self.entries.extend(entries::entry(reading, root, stem)),
            (folder, stem) if folder.strip_prefix("regio/").is_some_and(|id| !id.contains('/')) => {
                let region = folder.trim_start_matches("regio/");
                self.additions.extend(entries::addition(reading, root, region, stem));
            }
            ("vragen", "_buiten") => {
                self.outside.extend(entries::phrasings(reading, root, stem));
            }
            ("vragen", stem) => self.phrasings.extend(entries::phrasings(reading, root, stem)),
            ("quiz", _) => self.items.extend(quiz::items(reading, root)),
            ("", "nulmeting") => self.measured = quiz::measured(reading, root),
            ("", "woorden") => {
                if let Some((words, placed)) = entries::words(reading, root) {
                    self.words = words;
                    self.listed.push(placed);
                }
            }
            ("", "feiten") => self.facts = facts::facts(reading, root),
            ("", "moeilijke-woorden") => self.hard_words = entries::hard_words(reading, root),
            ("", "stappenplan") => self.route = route::route(reading, root),
            ("", "schoolvakanties") => self.school_years = school::years(reading, root),
            ("", "veiligheid") => self.safety = signs::safety(reading, root),
            ("voorbeelden", _) => signs::examples(reading, root, &mut self.examples),
            ("contact", "regios") => self.regions = places::regions(reading, root),
            ("contact", "gemeenten") => {
                (self.division, self.gemeenten) = places::gemeenten(reading, root);
            }
            ("contact", "dubbele-namen") => self.namesakes = places::namesakes(reading, root),
            ("contact", "plaatswoorden") => self.place_words = places::words(reading, root),
            ("contact", "landelijk") => self.numbers = places::numbers(reading, root),
            _ => reading.error(
                WHOLE,
                "Dit bestand ken ik niet.",
                "Zet het in onderwerpen/, vragen/, quiz/, voorbeelden/, regio/<regio>/ of contact/, of haal het weg.",
            ),
        }
    }

    fn into_base(self) -> Base {
        let mut safety = self.safety;
        safety.public_numbers.extend(self.numbers);
        let entries = self.entries.into_iter().map(|placed| placed.entry);
        let regions = self.regions.into_iter();
        let gemeenten = self.gemeenten.into_iter().map(PlacedGemeente::into_gemeente);
        let namesakes = self.namesakes.into_iter().map(PlacedNamesake::into_namesakes);
        let phrasings = self.phrasings.into_iter();
        let items = self.items.into_iter().map(|placed| placed.item);
        let mut additions: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
        for placed in self.additions {
            additions.entry(placed.region).or_default().insert(placed.topic, placed.addition);
        }
        Base {
            entries: entries.map(|entry| (entry.id.clone(), entry)).collect(),
            additions,
            phrasings: phrasings.map(|placed| (placed.topic, values(placed.phrasings))).collect(),
            outside: self.outside.into_iter().flat_map(|placed| values(placed.phrasings)).collect(),
            places: Places {
                regions: regions.map(|placed| (placed.id, placed.region)).collect(),
                gemeenten: gemeenten.collect(),
                namesakes: namesakes.collect(),
                source: self.division,
                words: self.place_words,
            },
            words: self.words,
            safety,
            examples: self.examples,
            route: self.route.map(PlacedRoute::into_route).unwrap_or_default(),
            items: items.map(|item| (item.id.clone(), item)).collect(),
            measured: self.measured.map(PlacedMeasured::into_ids).unwrap_or_default(),
            school_years: self.school_years,
        }
    }
}
