//! Can the items of the quiz be asked? Their topics, doubles, and what gives the best option away.

use super::check::{closest, folded};
use super::entries::{PlacedEntry, WHOLE};
use super::prose::{digits, numbers};
use super::quiz::{PlacedItem, PlacedMeasured};
use super::read::Draft;
use crate::vocab::{Findings, Severity};
use crate::yaml::File;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Two items that share more than this of their words are looked at, in percent.
const ALIKE: usize = 50;

/// In more than this of the items the best option may not stand first, or be the longest; in percent.
const GUESSED: usize = 40;

/// A team is measured with so many items.
const MEASURED: usize = 10;

/// Of fewer items no share is told.
const FEW: usize = 10;

/// The only telephone numbers of an item, as digits: what it teaches is whom to call first.
const NUMBERS: [&str; 2] = ["112", "08002000"];

/// An option that speaks of the other options, folded.
static OF_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let others = "antwoorden|antwoord|opties|mogelijkheden|keuzes|bovenstaande|onderstaande";
    let pattern = format!(
        r"\b(?:alle|al|alles|beide|geen van|een van)(?: \w+){{0,2}} (?:{others})\b|\b(?:alle(?: \w+)?|geen van(?: alle)?|allemaal|allebei)(?: (?:zijn|is))? (?:juist|goed|waar|beide|deze|drie|vier)$|\b[a-d](?: [a-d])? (?:en|of) [a-d]\b|\b(?:antwoord|optie) [a-d]\b|^geen van (?:beide|deze)"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Checks the items of all files together.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let entries = draft.entries.iter().map(|placed| (placed.entry.id.as_str(), placed)).collect();
    let known = draft.numbers.iter().map(|number| digits(number)).collect();
    let mut ids: BTreeMap<&str, &PlacedItem<'_>> = BTreeMap::new();
    for placed in &draft.items {
        if let Some(first) = ids.get(&*placed.id.value) {
            let (file, line) = (first.file.name, first.id.place.line);
            let message = format!("Deze naam is er al, in {file}:{line}.");
            let advice = "Geef de vraag een andere naam.";
            findings.push(placed.file.finding(Severity::Error, placed.id.place, message, advice));
        } else {
            ids.insert(&placed.id.value, placed);
        }
        topic(placed, &entries, findings);
        of_others(placed, findings);
        calls(placed, &known, findings);
    }
    if let Some(placed) = &draft.measured {
        measured(placed, &ids, findings);
    }
    alike(draft, findings);
    for of_file in draft.items.chunk_by(|a, b| a.file.name == b.file.name) {
        guessed(of_file[0].file, of_file, findings);
        if of_file.len() == draft.items.len() {
            return;
        }
    }
    guessed(File { name: "quiz", text: "" }, &draft.items, findings);
}

/// The measure is ten different items that are there.
fn measured(
    placed: &PlacedMeasured<'_>,
    items: &BTreeMap<&str, &PlacedItem<'_>>,
    findings: &mut Findings,
) {
    let mut error = |place, message: String, advice: String| {
        findings.push(placed.file.finding(Severity::Error, place, message, advice));
    };
    let mut seen = BTreeSet::new();
    for id in &placed.ids {
        if !items.contains_key(&*id.value) {
            let message = format!("Deze vraag is er niet: `{}`.", id.value);
            error(id.place, message, closest(&id.value, items.keys().copied()));
        } else if !seen.insert(&*id.value) {
            let message = format!("Deze vraag staat er al: `{}`.", id.value);
            error(id.place, message, "Haal er een weg.".to_owned());
        }
    }
    if placed.ids.len() != MEASURED {
        let message = format!("De nulmeting heeft {} vragen.", placed.ids.len());
        error(WHOLE, message, format!("Zet er {MEASURED} in, niet meer en niet minder."));
    }
}

/// The topic has an entry, and the two rest on something in common: no machine sees whether one
/// contradicts the other.
fn topic(
    placed: &PlacedItem<'_>,
    entries: &BTreeMap<&str, &PlacedEntry<'_>>,
    findings: &mut Findings,
) {
    let topic = &placed.topic;
    let Some(PlacedEntry { entry, .. }) = entries.get(&*topic.value) else {
        let message = format!("Dit onderwerp is er niet: `{}`.", topic.value);
        let advice = closest(&topic.value, entries.keys().copied());
        findings.push(placed.file.finding(Severity::Error, topic.place, message, advice));
        return;
    };
    let fact = placed.item.facts.iter().any(|fact| entry.facts.contains(fact));
    let source = entry.sources.iter().any(|source| source.url == placed.item.source.url);
    if !fact && !source {
        let message = format!("Deze vraag deelt met `{}` geen feit en geen bron.", topic.value);
        let advice = "Kijk of het onderwerp hetzelfde zegt, en noem een feit of bron van daar.";
        findings.push(placed.file.finding(Severity::Note, topic.place, message, advice));
    }
}

fn of_others(placed: &PlacedItem<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for option in &placed.options {
        let text = folded(&option.text.value);
        let (message, advice) = if OF_OTHERS.is_match(&text) {
            let advice = "Schrijf een antwoord dat op zichzelf staat.";
            ("Dit antwoord gaat over de andere antwoorden.", advice)
        } else if seen.insert(text) {
            continue;
        } else {
            ("Dit antwoord staat er al.", "Houd er één over.")
        };
        findings.push(placed.file.finding(Severity::Error, option.text.place, message, advice));
    }
}

fn calls(placed: &PlacedItem<'_>, known: &BTreeSet<String>, findings: &mut Findings) {
    for text in placed.prose().iter().chain([&placed.why]) {
        let numbers = numbers(&text.value, known).into_iter();
        for number in numbers.filter(|number| !NUMBERS.contains(&&*digits(number))) {
            findings.push(placed.file.finding(
                Severity::Error,
                placed.file.find(text.place, number),
                format!("Dit telefoonnummer hoort niet in een quizvraag: `{number}`."),
                "Noem alleen 112 en 0800-2000. Andere nummers staan bij het onderwerp.",
            ));
        }
    }
}

/// Items with nearly the same words in the question and the best option.
fn alike(draft: &Draft<'_>, findings: &mut Findings) {
    let stop: BTreeSet<String> = draft.words.stop.iter().map(|word| folded(word)).collect();
    let mut places = BTreeMap::new();
    let mut words = |text: &str| -> BTreeSet<usize> {
        let text = folded(text);
        let words = text.split(' ').filter(|word| !word.is_empty() && !stop.contains(*word));
        let mut place = |word: &str| {
            let next = places.len();
            *places.entry(word.to_owned()).or_insert(next)
        };
        words.map(&mut place).collect()
    };
    let mut seen: Vec<(&PlacedItem<'_>, String, BTreeSet<usize>)> = Vec::new();
    for placed in &draft.items {
        let best = placed.best().map_or("", |best| &best.text.value);
        let asked = folded(&placed.question.value);
        let said = words(&format!("{asked} {best}"));
        let twin = seen.iter().find(|(_, question, words)| {
            let shared = said.intersection(words).count();
            *question == asked || shared * 100 > ALIKE * (said.len() + words.len() - shared)
        });
        let twin = twin.map(|(other, question, _)| (*other, *question == asked));
        seen.push((placed, asked, said));
        let Some((other, same)) = twin else { continue };
        let (severity, how) = match same {
            true => (Severity::Error, "vraagt hetzelfde als"),
            false => (Severity::Note, "lijkt erg op"),
        };
        let (id, file, line) = (&other.id.value, other.file.name, other.question.place.line);
        let message = format!("Deze vraag {how} `{id}` ({file}:{line}).");
        let advice = "Houd er één over, of kies een andere situatie.";
        findings.push(placed.file.finding(severity, placed.question.place, message, advice));
    }
}

/// Whether the best option can be guessed from where it stands, or from its length.
fn guessed(file: File<'_>, items: &[PlacedItem<'_>], findings: &mut Findings) {
    let all = items.len();
    let first = items.iter().filter(|placed| placed.options.first().is_some_and(|o| o.best));
    let mut note = |count: usize, what: &str, advice: &str| {
        if all >= FEW && count * 100 > GUESSED * all {
            let message = format!("Het beste antwoord {what} bij {count} van de {all} vragen.");
            let advice = format!("{advice} Houd het op hooguit {GUESSED} %: anders valt het op.");
            findings.push(file.finding(Severity::Note, WHOLE, message, advice));
        }
    };
    note(first.count(), "staat vooraan", "Wissel de volgorde.");
    let longest = items.iter().filter(|placed| {
        let length = |text: &str| text.chars().count();
        let best = placed.best().map_or(0, |best| length(&best.text.value));
        let others = placed.options.iter().filter(|option| !option.best);
        others.map(|option| length(&option.text.value)).all(|other| other < best)
    });
    note(longest.count(), "is het langste", "Kort het in, of schrijf de andere verder uit.");
}

#[cfg(test)]
mod tests {
    use super::{OF_OTHERS, folded};

    #[test]
    fn an_option_that_needs_the_others_is_known() {
        let table = [
            ("Alle antwoorden zijn goed", true),
            ("Alle drie", true),
            ("Al het bovenstaande", true),
            ("Alle bovenstaande antwoorden.", true),
            ("Geen van beide", true),
            ("Geen van deze antwoorden", true),
            ("Geen van de antwoorden klopt", true),
            ("Beide antwoorden zijn juist", true),
            ("A en B", true),
            ("Zowel a als b: antwoord A", true),
            ("Per keer: geen van de zes momenten is op zichzelf ernstig", false),
            ("Ik bel met beide ouders", false),
            ("Ik stel alle drie de vragen", false),
            ("Alle ouders, want dat is beter", false),
            ("Ik wacht op antwoord en bel dan", false),
        ];
        for (text, expected) in table {
            assert_eq!(OF_OTHERS.is_match(&folded(text)), expected, "{text}");
        }
    }
}
