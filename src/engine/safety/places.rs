//! Which addresses in a message are somebody's home?

use super::folded::Folded;
use super::personal::{Found, Told, any_word};
use crate::knowledge::Safety;
use crate::vocab::PersonalData;
use regex::Regex;
use std::ops::Range;

/// Context is sought this many bytes before and after an address.
const CONTEXT: (usize, usize) = (70, 50);

/// Finds addresses.
#[derive(Debug)]
pub(super) struct Places {
    postcode: Regex,
    street: Regex,
    bare_street: Regex,
    lived_in: Regex,
    home: Regex,
    client: Regex,
    organisation: Option<Regex>,
}

/// Endings of street names.
const ENDINGS: &str = "straat|str\\.?|laan|ln\\.?|laantje|straatje|plaats|promenade|boulevard|gaarde|weg|plein|hof|kade|dijk|singel|gracht|pad|dreef|markt|steeg|plantsoen|park|baan|ring|erf|brink|wal|hoek|kamp|es|veld|horst|donk|steen|burg|berg|oord|akker|weide|wei|tuin|lanen|haven|rade|stede|oever|bosch|bos|bult|brug|poort|maat|meen|slag|drift|zoom|waard|dam|vaart";

/// Words that end like a street and are none, even before a number.
const NO_STREETS: &[&str] = &[
    "onderweg",
    "halfweg",
    "vanweg",
    "snelweg",
    "uitweg",
    "omweg",
    "tijdpad",
    "stappad",
    "zorgpad",
    "deadline",
    "test",
    "proces",
    "advies",
    "les",
    "mes",
    "zes",
    "succes",
    "adres",
    "bewijs",
    "parkeer",
    "vergadering",
    "training",
    "melding",
    "kring",
    "spring",
    "ervaring",
    "ruimteveld",
    "invulveld",
    "tekstveld",
    "werkveld",
    "aandachtsveld",
    "voorlichting",
    "ziekenhuis",
    "opslag",
    "verslag",
    "toeslag",
    "beslag",
    "aanslag",
    "omslag",
    "bijslag",
    "dagslag",
    "toekomst",
    "vaststeen",
    "belang",
    "scenes",
    "fases",
    "cases",
    "casus",
    "mindmap",
    "kinderopvang",
    "intercedes",
    "mondeling",
    "amsterdam",
    "rotterdam",
    "zaandam",
    "schiedam",
    "edam",
    "volendam",
    "tilburg",
    "middelburg",
    "limburg",
    "culemborg",
    "voorburg",
    "doorsteen",
    "geelsteen",
    "oordeel",
    "voorwaard",
    "basis",
    "proefes",
    "baan",
    "werkbaan",
    "bijbaan",
    "loopbaan",
    "kantoorhoek",
    "invalshoek",
    "rechthoek",
    "driehoek",
    "vierhoek",
    "zoek",
    "boek",
    "ontwerpes",
    "actes",
    "notes",
    "minutes",
    "vrijes",
    "cijfers",
    "bladzijdes",
    "paginas",
];

/// Two letters behind four digits that make no postcode.
const SMALL: &[&str] = &[
    "in", "en", "is", "op", "of", "om", "we", "ik", "de", "zo", "nu", "ze", "te", "na", "al", "er",
    "ja", "je", "me", "hij", "km", "mg", "kg", "cm", "pm", "am", "st", "kb", "mb", "va", "ca",
];

impl Places {
    pub(super) fn build(safety: &Safety, client: Regex) -> Places {
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        Places {
            postcode: fixed(r"\b[1-9][0-9]{3} ?[a-z]{2}\b"),
            street: fixed(&format!(
                r"\b((?:[a-z.']+ ){{0,2}}?[a-z\-']*?[a-z]{{2,}}(?:{ENDINGS}))[ ,]{{1,2}}(?:nr\.? ?|nummer |huisnummer |no\.? ?)?(?:[1-9][0-9]{{0,3}}|[a-z]{{0,9}}(?:tien|tig)\b)(?: ?[a-h]\b| ?-[0-9a-z]{{1,3}}\b| ?bis\b| ?hs\b)?"
            )),
            bare_street: fixed(
                r"\b(?:(?:nummer|nr\.?|huisnummer) [0-9]{1,4} )?(?:uit|op|aan|in|van|bij) (?:de |het |'t )?([a-z\-']*[a-z]{3}(?:straat|laan|plein|singel|gracht|dreef|steeg|hof|kade|plantsoen|dijk|weg))\b",
            ),
            lived_in: fixed(
                r"\b(?i:woon[a-z]*|wonend[a-z]*|adres|verblijf[a-z]*|logeert)[^\n0-9]{0,20}? ((?:\p{Lu}[\p{L}'\-]+ ){1,3}[1-9][0-9]{0,3})\b",
            ),
            home: fixed(
                r"\b(?:woon[a-z]*|wonend|adres|verblijf[a-z]*|thuisadres|gezin|familie|fam)\b",
            ),
            client,
            organisation: any_word(&safety.personal.organisations),
        }
    }

    /// All addresses; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        let low = folded.low.as_str();
        for found in self.postcode.find_iter(low) {
            let span = self.with_number(folded, &found.range());
            let span = span.or_else(|| self.alone(folded, &found.range()));
            if let Some(span) = span {
                self.add(folded, span, out);
            }
        }
        for found in self.street.captures_iter(low) {
            let (Some(all), Some(street)) = (found.get(0), found.get(1)) else { continue };
            let street = street.as_str().rsplit(' ').next().unwrap_or_default();
            let ends =
                !low[all.end()..].starts_with(|c: char| c.is_alphanumeric() || "%:".contains(c));
            let measure = [
                "uur", "min", "keer", "jaar", "dagen", "weken", "maanden", "%", "procent", "km",
                "euro",
            ];
            let counted = measure.iter().any(|m| low[all.end()..].trim_start().starts_with(m));
            if ends && !counted && !NO_STREETS.contains(&street) {
                self.add(folded, all.range(), out);
            }
        }
        for house in self.lived_in.captures_iter(&folded.text).filter_map(|c| c.get(1)) {
            self.add(folded, house.range(), out);
        }
        for street in self.bare_street.captures_iter(low).filter_map(|c| c.get(1)) {
            let told = self.client.is_match(folded.before(street.start(), CONTEXT.0));
            let capital =
                folded.text[street.start()..].starts_with(|c: char| c.is_ascii_uppercase());
            if told && capital && !NO_STREETS.contains(&street.as_str()) {
                self.add(folded, street.range(), out);
            }
        }
    }

    /// Adds an address, a home as far as the words around it tell.
    fn add(&self, folded: &Folded, span: Range<usize>, out: &mut Vec<Found>) {
        let told = if self.is_home(folded, &span) { Told::Likely } else { Told::Perhaps };
        out.push(Found::new(PersonalData::Address, span, told));
    }

    /// A postcode without a house number, where it can be nothing else: in capitals, or named.
    fn alone(&self, folded: &Folded, postcode: &Range<usize>) -> Option<Range<usize>> {
        let letters = &folded.text[postcode.end - 2..postcode.end];
        let before = folded.before(postcode.start, CONTEXT.0);
        let named = ["postcode", "pc ", "ingeschreven", "woont", "adres"];
        let capitals = letters.bytes().all(|b| b.is_ascii_uppercase());
        let abbreviation = ["EU", "NL", "VN", "VS", "BC", "CE", "AD"].contains(&letters);
        let told = !SMALL.contains(&&folded.low[postcode.end - 2..postcode.end])
            && named.iter().any(|word| before.contains(word));
        (capitals && !abbreviation || told).then(|| postcode.clone())
    }

    /// The postcode together with a house number after or before it.
    fn with_number(&self, folded: &Folded, postcode: &Range<usize>) -> Option<Range<usize>> {
        let low = &folded.low;
        let letters = &low[postcode.end - 2..postcode.end];
        let lower = folded.text[postcode.clone()].ends_with(|c: char| c.is_ascii_lowercase());
        if lower && SMALL.contains(&letters) {
            return None;
        }
        let after = folded.after(postcode.end, 30);
        let bare = after.trim_start_matches([' ', ',', '-', '/', '.', ':', '+']);
        let label = [
            "huisnummer",
            "huisnr",
            "nummer",
            "nr.",
            "nr",
            "no.",
            "op nummer",
            "met nummer",
            "met huisnummer",
            "en huisnummer",
            "en nummer",
            "en nr",
        ];
        let bare = label
            .iter()
            .filter_map(|l| bare.strip_prefix(l))
            .min_by_key(|r| r.len())
            .unwrap_or(bare);
        let bare = bare.trim_start_matches([' ', ':', '.', '-']);
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=4).contains(&digits) && bare.len() < after.len() {
            let end = postcode.end + (after.len() - bare.len()) + digits;
            return Some(postcode.start..end);
        }
        let before = folded.before(postcode.start, 30);
        let at = before.rfind(|c: char| c.is_ascii_digit())?;
        let tail = &before[at + 1..];
        let joined = tail.len() <= 6 && tail.bytes().all(|b| b" ,-abcdefgh.(in".contains(&b));
        joined.then_some(postcode.start - (before.len() - at)..postcode.end)
    }

    /// Not the address of an organisation, unless a client is said to live there.
    fn is_home(&self, folded: &Folded, span: &Range<usize>) -> bool {
        let (before, after) =
            (folded.before(span.start, CONTEXT.0), folded.after(span.end, CONTEXT.1));
        let office =
            self.organisation.as_ref().is_some_and(|r| r.is_match(before) || r.is_match(after));
        !office || (self.client.is_match(before) && self.home.is_match(before))
    }
}
