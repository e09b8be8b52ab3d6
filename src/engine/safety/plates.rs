//! Which signs in a message are a number plate?

use super::folded::Folded;
use super::personal::{Found, Told};
use crate::vocab::PersonalData;
use regex::Regex;
use std::ops::Range;

/// Context is sought this many bytes before and after a plate.
const CONTEXT: (usize, usize) = (45, 30);

/// Groups of letters (`a`) and digits (`0`) of the plates that are or were given out.
const FORMS: &[&str] = &[
    "aa-00-00", "00-00-aa", "00-aa-00", "aa-00-aa", "aa-aa-00", "00-aa-aa", "00-aaa-0", "0-aaa-00",
    "aa-000-a", "a-000-aa", "aaa-00-a", "a-00-aaa", "0-aa-000", "000-aa-0",
];

/// Words that are about a car.
const CARS: &[&str] = &[
    "kenteken",
    "nummerbord",
    "busje",
    "nummerplaat",
    "auto",
    "bus ",
    "golf",
    "polo",
    "scooter",
    "rijdt",
    "bestel",
    "wagen",
    "volkswagen",
    "opel",
    "ford",
    "bmw",
    "audi",
    "toyota",
    "peugeot",
    "renault",
    "mercedes",
    "fiat",
    "seat",
    "skoda",
    "kia",
    "motor",
    "vw ",
    "parkeer",
    "geparkeerd",
    "clio",
    "citroen",
    "volvo",
    "hyundai",
    "suzuki",
    "aanhanger",
    "caravan",
    "bromfiets",
    "brommer",
    "taxi",
    " plaat",
    "platen",
    " reed ",
    "bolide",
    "camper",
    "wegreed",
    "kentk",
];

/// Small words that stand between numbers.
const WORDS: &[&str] = &[
    "en", "of", "in", "op", "om", "is", "de", "na", "al", "er", "ik", "we", "ze", "je", "uur",
    "tot", "met", "van", "per", "min", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug",
    "sep", "okt", "nov", "dec", "kwh", "cm", "kg", "km", "ml", "mg",
];

/// Finds number plates.
#[derive(Debug)]
pub(super) struct Plates {
    parted: Regex,
    joined: Regex,
    named: Regex,
}

impl Plates {
    pub(super) fn build() -> Plates {
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        let forms = |between: &str| {
            let form = |form: &&str| {
                form.replace('-', between).replace('a', "[a-z]").replace('0', "[0-9]")
            };
            FORMS.iter().map(form).collect::<Vec<_>>().join("|")
        };
        // `aa0000` and the like are numbers of anything.
        let joined = r"[a-z]{2}[0-9]{3}[a-z]|[a-z][0-9]{3}[a-z]{2}|[0-9]{2}[a-z]{3}[0-9]|[0-9][a-z]{3}[0-9]{2}|[0-9]{2}[a-z]{4}|[a-z]{4}[0-9]{2}|[a-z]{2}[0-9]{2}[a-z]{2}|[a-z]{3}[0-9]{2}[a-z]|[a-z][0-9]{2}[a-z]{3}|[0-9][a-z]{2}[0-9]{3}";
        Plates {
            parted: fixed(&format!(r"\b(?:{})\b", forms(r" ?[\- ./] ?"))),
            joined: fixed(&format!(r"\b(?:{joined})\b")),
            named: fixed(
                r"(?:kenteken[a-z]*|nummerbord|nummerplaat)[ :\-]{0,3}(?:is|was|van [a-z]+(?: [a-z]+)?)?[ :]{0,2}([a-z0-9]{6})\b",
            ),
        }
    }

    /// All number plates; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        let low = folded.low.as_str();
        let mut add = |span: Range<usize>, told: bool| {
            let told = if told { Told::Sure } else { Told::Perhaps };
            out.push(Found::new(PersonalData::NumberPlate, span, told));
        };
        for found in self.parted.find_iter(low) {
            let written = &folded.text[found.range()];
            let formal =
                written.contains('-') && !written.contains(|c: char| c.is_ascii_lowercase());
            let dashes = written.matches('-').count() == 2;
            let ends = !low[..found.start()].ends_with(|c: char| c.is_alphanumeric())
                && !low[found.end()..].starts_with(|c: char| c.is_alphanumeric());
            // `34 en 35` is none, and neither is `week 3 met 25`.
            let word = |part: &str| WORDS.contains(&part);
            if ends && !found.as_str().split(' ').any(word) {
                let told = formal && dashes || is_about_car(folded, &found.range());
                add(found.range(), told);
            }
        }
        for found in self.joined.find_iter(low) {
            add(found.range(), is_about_car(folded, &found.range()));
        }
        for found in self.named.captures_iter(low).filter_map(|c| c.get(1)) {
            let letters = found.as_str().bytes().filter(u8::is_ascii_alphabetic).count();
            if (1..6).contains(&letters) && found.as_str().bytes().any(|b| b.is_ascii_digit()) {
                add(found.range(), true);
            }
        }
    }
}

/// Whether the words around a place are about a car.
fn is_about_car(folded: &Folded, span: &Range<usize>) -> bool {
    let (before, after) = (folded.before(span.start, CONTEXT.0), folded.after(span.end, CONTEXT.1));
    CARS.iter().any(|word| before.contains(word) || after.contains(word))
}
