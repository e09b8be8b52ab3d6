//! Do the files fit together? What no file can know alone: references, doubles, numbers.

use super::read::Draft;
use super::{facts, never_check, prose, quiz_check, readable, route_check};
use crate::vocab::{Findings, Severity};
use crate::yaml::{File, Place, Spanned, meant};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Checks everything that crosses the border of one file.
pub(super) fn check(draft: &Draft<'_>) -> Findings {
    let mut findings = Findings::new();
    see_also(draft, &mut findings);
    additions(draft, &mut findings);
    phrasings(draft, &mut findings);
    gemeenten(draft, &mut findings);
    aliases(draft, &mut findings);
    namesakes(draft, &mut findings);
    texts(draft, &mut findings);
    never_check::check(draft, &mut findings);
    facts::check(draft, &mut findings);
    if let Some(route) = &draft.route {
        let topics = draft.entries.iter().map(|placed| placed.entry.id.as_str()).collect();
        route_check::check(route, &topics, &mut findings);
    }
    quiz_check::check(draft, &mut findings);
    reads_easily(draft, &mut findings);
    findings
}

fn see_also(draft: &Draft<'_>, findings: &mut Findings) {
    let ids: BTreeSet<&str> = draft.entries.iter().map(|placed| placed.entry.id.as_str()).collect();
    for placed in &draft.entries {
        for topic in &placed.see_also {
            let (message, advice) = if topic.value == placed.entry.id.as_str() {
                ("Dit onderwerp verwijst naar zichzelf.".to_owned(), "Haal het weg.".to_owned())
            } else if ids.contains(&*topic.value) {
                continue;
            } else {
                let message = format!("Dit onderwerp is er niet: `{}`.", topic.value);
                (message, closest(&topic.value, ids.iter().copied()))
            };
            findings.push(placed.file.finding(Severity::Error, topic.place, message, advice));
        }
    }
}

/// An addition stands in the folder of a region, in a file with the name of a topic.
fn additions(draft: &Draft<'_>, findings: &mut Findings) {
    let topics: BTreeSet<&str> = draft.entries.iter().map(|p| p.entry.id.as_str()).collect();
    let regions: BTreeSet<&str> = draft.regions.iter().map(|placed| &*placed.id).collect();
    for placed in &draft.additions {
        let names =
            [("regio", &*placed.region, &regions), ("onderwerp", placed.topic.as_str(), &topics)];
        for (kind, name, known) in
            names.into_iter().filter(|(_, name, known)| !known.contains(name))
        {
            let message =
                format!("Dit {kind} is er niet: `{name}`.").replace("Dit regio", "Deze regio");
            let advice = format!(
                "{} Het bestand heet regio/<regio>/<onderwerp>.yaml.",
                closest(name, known.iter().copied())
            );
            findings.push(placed.file.finding(
                Severity::Error,
                Place { line: 1, column: 1 },
                message,
                advice,
            ));
        }
    }
}

fn phrasings(draft: &Draft<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for placed in draft.phrasings.iter().chain(&draft.outside) {
        for phrasing in &placed.phrasings {
            let (topic, line) = (placed.topic.as_str(), phrasing.place.line);
            // The first place is told, however often a phrasing comes back.
            let (other, first) = *seen.entry(folded(&phrasing.value)).or_insert((topic, line));
            let (severity, message) = if (other, first) == (topic, line) {
                continue;
            } else if other == topic {
                (Severity::Note, format!("Deze vraag staat er al, op regel {first}."))
            } else {
                let message = format!("Deze vraag staat ook in vragen/{other}.yaml:{first}.");
                (Severity::Error, message)
            };
            let advice = "Houd er één over, bij het onderwerp dat het beste past.";
            findings.push(placed.file.finding(severity, phrasing.place, message, advice));
        }
    }
    let ids: BTreeSet<_> = draft.entries.iter().map(|placed| &placed.entry.id).collect();
    let without = draft.phrasings.iter().filter(|placed| !ids.contains(&placed.topic));
    let without: Vec<_> = without.map(|placed| placed.topic.as_str()).collect();
    if !without.is_empty() {
        let whole = File { name: "vragen", text: "" };
        let message = format!(
            "{} onderwerpen hebben wel vragen, maar nog geen antwoord: {}.",
            without.len(),
            without.join(", ")
        );
        let advice = "De bot zegt daar dat hij het nog niet weet. Schrijf een antwoord.";
        findings.push(whole.finding(Severity::Note, Place::default(), message, advice));
    }
}

fn gemeenten(draft: &Draft<'_>, findings: &mut Findings) {
    let ids: BTreeSet<&str> = draft.regions.iter().map(|placed| &*placed.id).collect();
    for placed in draft.gemeenten.iter().filter(|placed| !ids.contains(&*placed.region.value)) {
        let message = format!("Deze regio is er niet: `{}`.", placed.region.value);
        let advice = closest(&placed.region.value, ids.iter().copied());
        findings.push(placed.file.finding(Severity::Error, placed.region.place, message, advice));
    }
}

fn aliases(draft: &Draft<'_>, findings: &mut Findings) {
    let shared: BTreeSet<String> =
        draft.namesakes.iter().map(|placed| plain(&placed.name)).collect();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for placed in &draft.gemeenten {
        owners.insert(plain(&placed.name.value), &placed.name.value);
    }
    for placed in &draft.gemeenten {
        for alias in &placed.aliases {
            let name = plain(&alias.value);
            let gemeente = &*placed.name.value;
            let (severity, message) = match owners.insert(name.clone(), gemeente) {
                None => continue,
                Some(_) if shared.contains(&name) => continue,
                Some(owner) if owner == gemeente => {
                    (Severity::Note, format!("`{}` staat er al.", alias.value))
                }
                Some(owner) => {
                    (Severity::Error, format!("`{}` hoort ook bij {owner}.", alias.value))
                }
            };
            let advice = "Haal het weg, of zet de naam in contact/dubbele-namen.yaml.";
            findings.push(placed.file.finding(severity, alias.place, message, advice));
        }
    }
}

fn namesakes(draft: &Draft<'_>, findings: &mut Findings) {
    let names: BTreeSet<&str> = draft.gemeenten.iter().map(|placed| &*placed.name.value).collect();
    for placed in &draft.namesakes {
        for (_, gemeente) in placed.choices.iter().filter(|(_, at)| !names.contains(&*at.value)) {
            let message = format!("Deze gemeente is er niet: `{}`.", gemeente.value);
            let advice = closest(&gemeente.value, names.iter().copied());
            findings.push(placed.file.finding(Severity::Error, gemeente.place, message, advice));
        }
    }
}

fn texts(draft: &Draft<'_>, findings: &mut Findings) {
    let known: BTreeSet<String> =
        draft.numbers.iter().map(|number| prose::digits(number)).collect();
    let mut check = |file, texts: &[Spanned<String>]| {
        for text in texts {
            prose::check(file, text, &known, findings);
        }
    };
    for placed in &draft.entries {
        check(placed.file, &placed.prose);
    }
    for placed in &draft.additions {
        check(placed.file, std::slice::from_ref(&placed.prose));
    }
    for placed in &draft.regions {
        check(placed.file, &placed.prose);
    }
    if let Some(route) = &draft.route {
        for point in &route.points {
            check(route.file, &point.prose);
            check(route.file, &point.answers);
        }
    }
    for placed in &draft.gemeenten {
        check(placed.file, placed.remark.as_slice());
    }
    for placed in &draft.listed {
        check(placed.file, &placed.prose);
    }
}

fn reads_easily(draft: &Draft<'_>, findings: &mut Findings) {
    for placed in &draft.entries {
        readable::check(placed.file, &placed.sentences, &draft.hard_words, findings);
        if let Some(answer) = placed.sentences.first() {
            readable::length(placed.file, answer.place, &answer.value, findings);
        }
    }
    for placed in &draft.additions {
        let text = std::slice::from_ref(&placed.prose);
        readable::check(placed.file, text, &draft.hard_words, findings);
    }
    if let Some(route) = &draft.route {
        for point in &route.points {
            readable::check(route.file, &point.sentences, &draft.hard_words, findings);
            readable::length(route.file, point.screen.place, &point.screen.value, findings);
        }
    }
    for placed in &draft.items {
        readable::check(placed.file, &placed.prose(), &draft.hard_words, findings);
    }
}

/// How two ways of asking become one: letters and digits without accents or capitals.
pub(super) fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let words = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// How two ways of writing a name become one: lower case, single spaces, no closing mark.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().trim_end_matches(['?', '.', '!', ' ']).to_owned()
}

pub(super) fn closest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> String {
    match meant(wrong, names) {
        Some(name) => format!("Bedoel je `{name}`?"),
        None => "Kijk of de naam goed is geschreven.".to_owned(),
    }
}
