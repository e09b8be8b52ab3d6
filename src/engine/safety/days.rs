//! Which days in a message can be a day of birth?
//!
//! Every form in which people write a day is taken; whether somebody was born on it is told by the words
//! beside it, or else judged by [`super::whose`].

use super::folded::Folded;
use super::personal::{Found, Told, any_word};
use crate::knowledge::Safety;
use crate::vocab::PersonalData;
use regex::Regex;

/// Context is sought this many bytes before and after a day.
const CONTEXT: (usize, usize) = (40, 25);

/// A day in any usual form.
const DAY: &str = r"(?:[0-3]?[0-9][ ]?[\-./ ][ ]?[01]?[0-9][ ]?[\-./ ][ ]?'?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[\-./ ]?[01][0-9][\-./ ]?[0-3][0-9]|[0-3]?[0-9](?:e|de|ste)?[ \-]?(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?[ \-]?'?(?:19|20)?[0-9]{2}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})";

/// Six digits are a day only beside a word that says so.
const SHORT_DAY: &str = "[0-3][0-9][01][0-9]{3}";

/// A month by its name.
const MONTH: &str =
    r"(?:jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]{0,6}\.?";

/// A day in a month: in digits, or said in a word.
const NUMBER: &str = r"(?:[0-3]?[0-9](?:e|de|ste|th|st|nd|rd)?|een|eerste|twee|drie|derde|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|[a-z]{3,6}tien|(?:[a-z]{3,5}[ae]n)?(?:twintig|dertig))";

/// A year: in digits, or said in a word or two.
const YEAR: &str = r"(?:'?(?:19|20)?[0-9]{2}|(?:tweeduizend|negentien|twintig) ?[a-z]{0,16}|[a-z]{0,9}(?:dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))";

/// Days that go by a name.
const FEAST: &str = r"(?:oudjaar|oudejaar|nieuwjaar|konings|koninginne|sinterklaas|kerst|eerste kerst|tweede kerst|1e kerst|2e kerst|valentijn|bevrijding|dieren|moeder|vader|sint maarten|hemelvaart|pinkster|paas)s?(?:dag|avond|nacht)?";

/// Finds days.
#[derive(Debug)]
pub(super) struct Days {
    born_before: Regex,
    born_after: Regex,
    born_beside: Regex,
    day: Regex,
    loose: Regex,
    client: Regex,
    event: Option<Regex>,
}

impl Days {
    pub(super) fn build(safety: &Safety, client: Regex) -> Days {
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        let words = &safety.personal;
        let people = words.roles.iter().map(|w| regex::escape(w));
        let people = people.chain(["gegeven".to_owned()]).collect::<Vec<_>>().join("|");
        let loose = [
            format!(r"{NUMBER} ?(?:van )?[\-/]?{MONTH}(?:[ \-,/]{{0,2}}(?:van |in )?{YEAR})?"),
            format!(r"{YEAR},? (?:op )?(?:de )?{NUMBER} (?:van )?{MONTH}"),
            format!(r"{MONTH} (?:19|20)[0-9]{{2}},? (?:op )?de {NUMBER}"),
            format!(r"{MONTH} [0-3]?[0-9](?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}"),
            r"[0-3]?[0-9](?:e|de|ste)? van de [01]?[0-9](?:e|de|ste)?(?: maand)?(?: van)?[ ,]+'?(?:19|20)?[0-9]{2}".into(),
            r"[0-3]?[0-9][ \-.](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[ \-.](?:19|20)[0-9]{2}".into(),
            format!("{FEAST} (?:van |in )?'?(?:19|20)?[0-9]{{2}}"),
            r"[0-3]?[0-9][ ]?[\-./, ][ ]?[0-3]?[0-9][ ]?[\-./, ][ ]?'?(?:19|20)?[0-9]{1,2}".into(),
            r"[0-3]?[0-9][ox][01]?[0-9][ox]?(?:19|20)?[0-9]{2}".into(),
            r"[0-3][0-9]{5}".into(),
            r"(?:19|20)[0-9]{6}".into(),
        ];
        Days {
            born_before: fixed(&format!(
                r"(?:\bgeboren|\bgeb\b|\bgeb\.|geboortedat[a-z]*|geboortedag|gebdat[a-z]*|geb\.? ?dat[a-z]*|\bd\.?o\.?b\b|\bborn|\bverjaart|\bjarig|ter wereld)[^\n]{{0,28}}?\b({DAY}|{SHORT_DAY})\b"
            )),
            born_after: fixed(&format!(
                r"\b({DAY})\b[^\n0-9]{{0,25}}\b(?:geboren|geboortedatum|geb\b|ter wereld|is (?:zijn|haar) verjaardag)"
            )),
            born_beside: fixed(&format!(
                r"(?:\b(?:{people})(?: [a-z'\-]+){{0,2}} ?[,(] ?|\b(?:hij|zij|ze|{people}) (?:is )?van |\bgd:? )({DAY})\b"
            )),
            day: fixed(&format!(r"\b{DAY}\b")),
            loose: fixed(&format!(r"(?-u:\b)(?:{})(?-u:\b)", loose.join("|"))),
            client,
            event: any_word(&words.events),
        }
    }

    /// All days; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        for regex in [&self.born_before, &self.born_after, &self.born_beside] {
            let days = regex.captures_iter(&folded.low).filter_map(|c| c.get(1));
            out.extend(
                days.map(|day| Found::new(PersonalData::BirthDate, day.range(), Told::Likely)),
            );
        }
        // Days beside a person, unless something else happened on them.
        for day in self.day.find_iter(&folded.low) {
            let before = folded.before(day.start(), CONTEXT.0);
            let after = folded.after(day.end(), CONTEXT.1);
            let told = self.client.is_match(before)
                || self.client.is_match(after)
                || before.contains("gegeven");
            let event = |text| self.event.as_ref().is_some_and(|r| r.is_match(text));
            let coming =
                ["2024", "2025", "2026", "2027"].iter().any(|year| day.as_str().ends_with(year));
            if told && !coming && !event(before) && !event(after) {
                out.push(Found::new(PersonalData::BirthDate, day.range(), Told::Likely));
            }
        }
        for day in self.loose.find_iter(&folded.low) {
            let known =
                |found: &Found| found.span.start < day.end() && day.start() < found.span.end;
            if !out.iter().any(known) {
                out.push(Found::new(PersonalData::BirthDate, day.range(), Told::Perhaps));
            }
        }
    }
}
