//! What may the bot never say? Rules on each sentence: that reporting is not needed, a judgement on
//! a case, to speak to the family first where that can kill, a promise of secrecy.
//!
//! A sentence is folded (no capitals, accents or marks) and cut into clauses, so that a negation
//! reaches no further than its own. What is harmless in a clause is taken out (`aside`); a rule then
//! names what must stand in the rest, and what must not.

use super::never_rules::{self as rules, Sort};
use super::readable;
use regex::{Regex, RegexBuilder};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The four things that no text of the bot may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {
    /// That reporting is not needed, can wait, or is somebody else's task.
    NoReport,
    /// A judgement on a case: it is nothing, it is abuse, the child is safe.
    Judgement,
    /// Advice to speak to family, parents or partner where Veilig Thuis comes first.
    FamilyFirst,
    /// A promise of anonymity or secrecy that the facts do not support.
    Promise,
}

/// A sentence that may not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden<'t> {
    /// What is wrong with it.
    pub never: Never,
    /// The sentence as it was written, with the marks at its end.
    pub sentence: &'t str,
}

impl Never {
    /// What a curator can do about it, in Dutch.
    pub fn remedy(self) -> &'static str {
        match self {
            Never::NoReport => {
                "Meldmaat zegt nooit dat melden niet hoeft. Noem de norm, of verwijs naar Veilig Thuis: 0800-2000."
            }
            Never::Judgement => {
                "Meldmaat oordeelt niet over een zaak. Schrijf waar je op let, of laat Veilig Thuis meekijken: 0800-2000."
            }
            Never::FamilyFirst => {
                "Bij deze vorm kan dat gevaarlijk zijn. Schrijf: praat pas met familie, ouders of partner na advies van Veilig Thuis."
            }
            Never::Promise => {
                "Beloof geen anonimiteit of geheimhouding. Schrijf wie wat hoort en wanneer, of: vraag het Veilig Thuis."
            }
        }
    }
}

/// With which a line of a list begins.
const MARKS: [char; 4] = ['-', '*', '•', ' '];

static SORTS: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| rules::SORTS.iter().map(Compiled::new).collect());

static FORM: LazyLock<Regex> = LazyLock::new(|| expression(rules::FORM));

static NO_FORM: LazyLock<Regex> = LazyLock::new(|| expression(rules::NO_FORM));

static DENIED: LazyLock<Regex> = LazyLock::new(|| expression(rules::DENIED));

static ANSWERED: LazyLock<Regex> = LazyLock::new(|| expression(rules::ANSWERED));

static WARNED: LazyLock<Regex> = LazyLock::new(|| expression(rules::WARNED));

/// What in `text` the bot may not say. `about` is the id or the title of its topic, or nothing. In
/// front of an answer the question that it answers may stand.
pub fn forbidden<'t>(about: Option<&str>, text: &'t str) -> Vec<Forbidden<'t>> {
    let always = about.is_some_and(|about| FORM.is_match(&folded(about)));
    let mut claims = Vec::new();
    // Whether a dangerous form is spoken of in the line above a list.
    let mut list = false;
    for block in blocks(text) {
        list &= item(block);
        let mut form = always || list;
        for sentence in readable::sentences(block.trim_start_matches(MARKS)) {
            let words = folded(sentence);
            form |= FORM.is_match(&words) && !NO_FORM.is_match(&words);
            claims.push((sentence, words, form));
        }
        list |= form && block.trim_end().ends_with(':');
    }
    let mut found = Vec::new();
    for (index, (sentence, words, form)) in claims.iter().enumerate() {
        let next = claims.get(index + 1).map_or("", |(_, words, _)| words);
        let Some(words) = claimed(sentence, words, next) else { continue };
        let around = format!("{words} {next}");
        let clauses: Vec<_> = words.split(" , ").collect();
        let sorts = SORTS.iter().filter(|sort| *form || sort.never != Never::FamilyFirst);
        for sort in
            sorts.filter(|sort| clauses.iter().any(|clause| sort.says(clause, &words, &around)))
        {
            found.push(Forbidden { never: sort.never, sentence });
        }
    }
    found
}

/// What a sentence claims, folded: a question claims what its "ja" or "nee" makes of it, and a quote
/// that is denied claims nothing.
fn claimed(sentence: &str, words: &str, next: &str) -> Option<String> {
    let bare = sentence.trim_end_matches(['"', '”', '’', '\'', ')']);
    let quoted = sentence.starts_with(['"', '“', '„', '\'', '‘']);
    if quoted && DENIED.is_match(next) || WARNED.is_match(words) {
        return None;
    }
    if !bare.ends_with('?') {
        return Some(words.to_owned());
    }
    match next.split(' ').next() {
        _ if ANSWERED.is_match(next) => Some(format!("{words} {next}")),
        Some("nee") => Some(format!("{words} niet")),
        Some("ja" | "jawel" | "zeker" | "natuurlijk") => Some(words.to_owned()),
        _ => None,
    }
}

/// The paragraphs and the items of lists in a text.
fn blocks(text: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let (mut at, mut fresh) = (0, true);
    for line in text.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        if !empty && (fresh || item(line)) {
            starts.push(at);
        }
        (at, fresh) = (at + line.len(), empty);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim()).collect()
}

/// Whether a line is of a list.
fn item(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(MARKS) || after_number.len() < line.len() && after_number.starts_with(". ")
}

/// Words in lower case without accents, clauses divided by `" , "`.
fn folded(sentence: &str) -> String {
    // A command reports nobody.
    let sentence = sentence.replace("!meld", "!opdracht");
    let letters = sentence.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let letters: String = letters.map(|c| if ",;:()–—".contains(c) { ',' } else { c }).collect();
    let clauses = letters.split(',').map(|clause| {
        let words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.map(|word| if rules::NEW_CLAUSE.contains(&word) { "," } else { word });
        words.collect::<Vec<_>>().join(" ")
    });
    let clauses: Vec<_> = clauses.filter(|clause| !clause.is_empty()).collect();
    // One word, so that it is never taken for "veilig".
    clauses.join(" , ").replace("veilig thuis", rules::VT)
}

/// The rules of one sort, as expressions.
struct Compiled {
    never: Never,
    aside: Vec<Regex>,
    rules: Vec<Vec<(Wanted, Regex)>>,
}

/// Where the part of a rule must stand, or must not.
#[derive(Clone, Copy)]
enum Wanted {
    Here,
    NotHere,
    NotAround,
    InSentence,
}

impl Compiled {
    fn new(sort: &Sort) -> Self {
        let marks = [("!!", Wanted::NotAround), ("!", Wanted::NotHere), ("~", Wanted::InSentence)];
        let part = |part: &str| {
            let marked = marks.iter().find_map(|(mark, wanted)| {
                part.strip_prefix(mark).map(|part| (*wanted, expression(part)))
            });
            marked.unwrap_or_else(|| (Wanted::Here, expression(part)))
        };
        let rules = sort.rules.iter().map(|rule| rule.split(" & ").map(part).collect());
        let aside = sort.aside.iter().map(|aside| expression(aside)).collect();
        Self { never: sort.never, aside, rules: rules.collect() }
    }

    fn says(&self, clause: &str, sentence: &str, around: &str) -> bool {
        let mut rest = clause.to_owned();
        for aside in &self.aside {
            rest = aside.replace_all(&rest, "${1} _").into_owned();
        }
        let holds = |(wanted, part): &(Wanted, Regex)| match wanted {
            Wanted::Here => part.is_match(&rest),
            Wanted::NotHere => !part.is_match(&rest),
            Wanted::InSentence => part.is_match(sentence),
            Wanted::NotAround => !part.is_match(around),
        };
        self.rules.iter().any(|rule| rule.iter().all(holds))
    }
}

/// The expression of a part: whole words, `<name>` for a group of words, `…` for a few words.
fn expression(part: &str) -> Regex {
    let mut written = part.to_owned();
    for (name, words) in rules::WORDS {
        written = written.replace(&format!("<{name}>"), &format!("(?:{words})"));
    }
    // Accents are gone, so letters are ASCII: tables for all alphabets would take most of a start.
    let written = written.replace(" … ", r"(?: \w+){0,8} ").replace('.', "[ -~]");
    let whole = format!(r"\b(?:{written})(?:\b|$)");
    RegexBuilder::new(&whole).unicode(false).build().expect("a fixed pattern")
}

#[cfg(test)]
mod tests {
    use super::{Never, forbidden};

    fn told(about: Option<&str>, text: &str) -> Vec<Never> {
        forbidden(about, text).into_iter().map(|found| found.never).collect()
    }

    #[test]
    fn a_form_reaches_to_the_end_of_its_paragraph_or_list() {
        let table = [
            ("Denk je aan eerwraak? Handel snel. Praat met de ouders.", 1),
            ("Denk je aan eerwraak? Bel 112.\n\nPraat met de ouders.", 0),
            ("Denk je aan eerwraak:\n- bel 112\n- praat met de ouders\n\nPraat met vader.", 1),
            ("- Denk je aan eerwraak? Bel 112.\n- Praat met de ouders.", 0),
        ];
        for (text, count) in table {
            assert_eq!(told(None, text), vec![Never::FamilyFirst; count], "{text}");
        }
        assert_eq!(told(Some("vgv"), "Praat met de ouders."), [Never::FamilyFirst]);
    }

    #[test]
    fn a_question_claims_what_is_answered() {
        let table = [
            ("Moet ik dit melden?", 0),
            ("Moet ik dit melden?\nNee.", 1),
            ("Moet ik dit melden? Nee, want het is niet ernstig.", 2),
            ("Kan ik anoniem melden? Dat kan.", 1),
            ("Kan ik anoniem melden? Vraag het Veilig Thuis.", 0),
            ("\"Je hoeft niet te melden.\" Onwaar.", 0),
            ("\"Je hoeft niet te melden.\" Zo is het.", 1),
        ];
        for (text, count) in table {
            assert_eq!(told(None, text).len(), count, "{text}");
        }
    }

    #[test]
    fn lines_accents_and_odd_marks_hide_nothing() {
        for text in [
            "Je hoeft\nhet nooit  te melden",
            "JE HOEFT NÍET TE MELDEN!",
            "– “Je hoeft niet te melden”",
        ] {
            assert_eq!(told(None, text), [Never::NoReport], "{text}");
        }
        assert_eq!(told(None, "... ?! \" - \n\n - \n1. "), []);
    }
}
