//! Which numbers in a message point at a person? BSN, telephone, bank account, V-number.

use super::folded::Folded;
use super::personal::{Found, Told, any_word};
use crate::knowledge::Safety;
use crate::vocab::PersonalData;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;

/// Context is sought this many bytes before and after a number.
const CONTEXT: (usize, usize) = (45, 30);

/// Numbers that are told aloud,
const ALOUD: &str = "nul|zero|oh|een|one|twee|two|drie|three|vier|four|vijf|five|zes|six|zeven|seven|acht|eight|negen|nine|tien|elf|twaalf|[a-z]{3,6}tien|[a-z]{0,11}(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)";
/// and what is said between them.
const BETWEEN: &str =
    "(?:twee|drie|vier)?(?:maal|keer)|en dan|daarna|dan|en|streepje|nog eens|nog|dubbel";

/// Finds numbers.
#[derive(Debug)]
pub(super) struct Numbers {
    digits: Regex,
    phone: Regex,
    foreign_phone: Regex,
    spoken_phone: Regex,
    iban: Regex,
    v_number: Regex,
    bare_v_number: Regex,
    foreigner: Regex,
    theirs: Regex,
    bsn_label: Regex,
    client: Regex,
    other: Option<Regex>,
    organisation: Option<Regex>,
    public: BTreeSet<String>,
}

impl Numbers {
    pub(super) fn build(safety: &Safety, client: Regex) -> Numbers {
        let words = &safety.personal;
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        Numbers {
            digits: fixed(r"[0-9](?:[ .\-/_]{0,2}[0-9])*"),
            phone: fixed(
                r"(?:(?:\+|00)31[ .\-]?(?:\(0\))?[ .\-]?|\(?0)[1-9](?:[ .\-/()]{0,3}[0-9]){8}|6[ \-][1-9](?:[ \-]?[0-9]){7}",
            ),
            foreign_phone: fixed(r"(?:\+|\b00)[1-9][0-9](?:[ .\-/()]{0,2}[0-9]){7,11}"),
            spoken_phone: fixed(&format!(
                r"(?:\+ ?)?(?:[0-9]{{2,7}}|nul|zero|een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:[ ,.\-/]{{0,2}}(?:[0-9]{{1,6}}x?|{ALOUD}|{BETWEEN})){{1,15}}[ ,.\-/]{{0,2}}(?:[0-9]{{1,6}}|{ALOUD})(?-u:\b)"
            )),
            iban: fixed(r"[a-z]{2}[0-9]{2}(?:[ .\-]?[a-z0-9]){11,40}"),
            v_number: fixed(
                r"\b(?:v[ .:\-]{0,3}|(?:v[ .\-]{0,2}(?:nummers?|numbers?|nrs?|num)|vreemdelingen(?:nummers?|nr)|ind[ \-]?(?:nummer|nr))\b[^0-9\n]{0,25})([0-9](?:[ .\-]?[0-9]){7,9})\b",
            ),
            bare_v_number: fixed(r"\b2[0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{4}\b"),
            foreigner: fixed(
                r"\b(?:ind|azc|coa|vreemdeling[a-z]*|verblijf[a-z]*|v[ \-]?(?:nummers?|nrs?)|eritrea|syrie|asielzoeker|status ?houder[a-z]*|asiel[a-z]*|vluchteling[a-z]*)\b",
            ),
            theirs: fixed(
                r"\b(?:haar|zijn|hun|zn|z'n|d'r) (?:eigen |prive)?(?:06|tel|mob|nummer|telefoon|num)",
            ),
            bsn_label: fixed(r"\b(?:bsn|burger ?service|sofi|b\.s\.n)"),
            client,
            other: any_word(&words.other_numbers),
            organisation: any_word(&words.organisations),
            public: safety.public_numbers.iter().map(|n| national(n)).collect(),
        }
    }

    /// All numbers that point at a person; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        let low = folded.low.as_str();
        for found in self.iban.find_iter(low).filter(|f| starts_word(low, f.start())) {
            if let Some(end) = iban_end(found.as_str()) {
                out.push(Found::new(
                    PersonalData::Iban,
                    found.start()..found.start() + end,
                    Told::Sure,
                ));
            }
        }
        for found in self.v_number.captures_iter(low).filter_map(|c| c.get(1)) {
            out.push(Found::new(PersonalData::VNumber, found.range(), Told::Sure));
        }
        for found in self.bare_v_number.find_iter(low) {
            let before = folded.before(found.start(), CONTEXT.0);
            let after = folded.after(found.end(), CONTEXT.1);
            if self.foreigner.is_match(before) || self.foreigner.is_match(after) {
                out.push(Found::new(PersonalData::VNumber, found.range(), Told::Sure));
            }
        }
        for found in self.spoken_phone.find_iter(low) {
            let words = found.as_str();
            let starts = ["0", "+", "nul", "zero"].iter().any(|start| words.starts_with(start));
            let spoken = words.contains(|c: char| c.is_ascii_alphabetic());
            let said = words.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2);
            let many = digits(words).len() + said.count();
            let bare = !words.contains(|c: char| c.is_ascii_digit());
            if spoken && (starts && many >= 6 || bare && many >= 8) {
                out.push(Found::new(PersonalData::Phone, found.range(), Told::Likely));
            }
        }
        for regex in [&self.phone, &self.foreign_phone] {
            for found in regex.find_iter(low) {
                let taken =
                    out.iter().any(|f| f.span.start < found.end() && found.start() < f.span.end);
                if taken || !whole(low, &found.range()) {
                    continue;
                }
                if let Some(told) = self.is_private_phone(folded, &found.range()) {
                    out.push(Found::new(PersonalData::Phone, found.range(), told));
                }
            }
        }
        for run in self.digits.find_iter(low) {
            self.bsn(folded, run.range(), out);
        }
    }

    /// Whether it is somebody's own; `None` for a help line or a service number.
    fn is_private_phone(&self, folded: &Folded, span: &Range<usize>) -> Option<Told> {
        let number = national(&folded.low[span.clone()]);
        let service = ["0800", "0900", "0906", "0909", "088", "085", "084", "14"];
        if self.public.contains(&number) || service.iter().any(|s| number.starts_with(s)) {
            return None;
        }
        let (before, after) =
            (folded.before(span.start, CONTEXT.0), folded.after(span.end, CONTEXT.1));
        // A number of a case, an order, a meeting, unless it has the look of a mobile phone.
        let another =
            self.other.as_ref().is_some_and(|r| r.is_match(folded.before(span.start, 25)));
        if another && !number.starts_with("06") {
            return Some(Told::Perhaps);
        }
        let ours =
            self.organisation.as_ref().is_some_and(|r| r.is_match(before) || r.is_match(after));
        let theirs = !ours || self.client.is_match(before) || self.theirs.is_match(before);
        Some(if theirs { Told::Likely } else { Told::Perhaps })
    }

    /// Burgerservicenummers in a run of digits with separators.
    fn bsn(&self, folded: &Folded, run: Range<usize>, out: &mut Vec<Found>) {
        let low = folded.low.as_str();
        let before = folded.before(run.start, 70);
        let labelled =
            self.bsn_label.is_match(before) || self.bsn_label.is_match(folded.after(run.end, 25));
        let another = self.other.as_ref().is_some_and(|r| r.is_match(folded.before(run.start, 30)));
        // A label says more than the look of a telephone number.
        let taken = |span: &Range<usize>| {
            let here = |f: &&Found| f.span.start < span.end && span.start < f.span.end;
            out.iter().filter(here).any(|f| !labelled || f.told == Told::Sure)
        };
        let glued = low[..run.start]
            .ends_with(|c: char| c.is_ascii_alphanumeric() || "€+".contains(c))
            || low[run.end..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let mut hits = Vec::new();
        for span in windows(low, &run) {
            let digits = digits(&low[span.clone()]);
            let all = span == run;
            let named = labelled && (digits.len() == 9 || digits.len() == 8 && all);
            let bare = digits.len() == 9 && all && !glued && !another;
            if taken(&span) || !(named || bare) || (named && glued && !all) {
                continue;
            }
            if elfproef(&digits) || (named && all && digits.len() == 9) {
                hits.push(Found::new(PersonalData::Bsn, span, Told::Sure));
            }
        }
        out.append(&mut hits);
    }
}

/// The spans from one group of digits to another within a run that hold 8 or 9 digits.
fn windows(low: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = low.as_bytes();
    let digit = |i: usize| bytes[i].is_ascii_digit();
    let starts = run.clone().filter(|&i| digit(i) && (i == run.start || !digit(i - 1)));
    let mut out = Vec::new();
    for start in starts {
        let mut count = 0;
        for i in start..run.end {
            if !digit(i) {
                continue;
            }
            count += 1;
            let last = i + 1 == run.end || !digit(i + 1);
            if count > 9 {
                break;
            }
            if last && count >= 8 {
                out.push(start..i + 1);
            }
        }
    }
    out
}

/// The digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A telephone number as digits in the national form: `+31 (0)6…` is `06…`.
fn national(number: &str) -> String {
    let number = number.replace("(0)", "");
    let all = digits(&number);
    let foreign = number.trim_start_matches(['(', ' ']).starts_with('+');
    match (foreign, all.strip_prefix("0031"), all.strip_prefix("31")) {
        (_, Some(rest), _) | (true, None, Some(rest)) => format!("0{rest}"),
        _ => all,
    }
}

/// Whether 8 or 9 digits can be a burgerservicenummer.
fn elfproef(digits: &str) -> bool {
    let padded = format!("{digits:0>9}");
    let mut sum = 0i32;
    for (i, b) in padded.bytes().enumerate() {
        let weight = if i == 8 { -1 } else { 9 - i as i32 };
        sum += weight * i32::from(b - b'0');
    }
    padded.len() == 9 && sum % 11 == 0 && padded.bytes().any(|b| b != b'0')
}

/// Where an IBAN that starts this text ends: the longest prefix of a valid length that passes mod 97.
fn iban_end(text: &str) -> Option<usize> {
    let mut best = None;
    let mut compact = String::new();
    let exact = match text.get(..2) {
        Some("nl") => Some(18),
        Some("be") => Some(16),
        Some("de" | "gb") => Some(22),
        Some("fr" | "it") => Some(27),
        Some("es" | "se") => Some(24),
        Some("pl") => Some(28),
        Some("tr") => Some(26),
        _ => None,
    };
    for (at, b) in text.bytes().enumerate() {
        if !b.is_ascii_alphanumeric() {
            continue;
        }
        compact.push(char::from(b));
        let ends = text.as_bytes().get(at + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
        let fits = exact.map_or((15..=34).contains(&compact.len()) && ends, |n| n == compact.len());
        if fits && (mod97(&compact) == 1 || is_dutch(&compact)) {
            best = Some(at + 1);
        }
    }
    best
}

/// Written like a Dutch account: nothing else looks so, and a mistyped one is still somebody's.
fn is_dutch(iban: &str) -> bool {
    let digits = |range: Range<usize>| iban.as_bytes()[range].iter().all(u8::is_ascii_digit);
    iban.starts_with("nl")
        && iban.len() == 18
        && digits(2..4)
        && iban.as_bytes()[4..8].iter().all(u8::is_ascii_alphabetic)
        && digits(8..18)
}

/// The check of an IBAN without separators, in lower case.
fn mod97(iban: &str) -> u32 {
    let (head, tail) = iban.split_at(4);
    tail.bytes().chain(head.bytes()).fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b - b'a') + 10) % 97,
    })
}

/// Whether no letter or digit stands right before.
fn starts_word(low: &str, at: usize) -> bool {
    !low[..at].ends_with(|c: char| c.is_alphanumeric())
}

/// Whether no letter or digit stands right before or after, nor digits past a separator.
fn whole(low: &str, span: &Range<usize>) -> bool {
    starts_word(low, span.start) && !low[span.end..].starts_with(|c: char| c.is_alphanumeric())
}
