//! Which names in a message are a client's?
//!
//! Each word is judged by itself and by what stands around it: how it is written, whether the base
//! knows it as an ordinary word, who comes before it and what after. Which of these tell a client's
//! name from a colleague's, an author's or a town's is learnt from the curator's examples.

use super::folded::Folded;
use super::logistic::{Course, Features, Logistic, place};
use super::personal::Found;
use crate::engine::hashing;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Marked, Safety};
use crate::vocab::PersonalData;
use std::collections::BTreeSet;
use std::ops::Range;

/// From this chance on a word is a client's name,
const NAME: f32 = 0.5;
/// and from this one where a name must be expected.
const EXPECTED: f32 = 0.08;
/// How is learnt.
const COURSE: Course = Course { places: 1 << 18, epochs: 8, decay: 1e-4, balance: 1.5 };
/// Places in which it is counted how often an ordinary word is used.
const USES: usize = 1 << 19;
/// A place is as ordinary as a word that is used so often.
const PLACE_COUNTS: u8 = 5;
/// A word that is used no more often may be a name.
const RARE: u8 = 3;
/// A name stands within so many bytes of the word that announces it.
const REACH: usize = 14;
/// Small words within a surname.
const PARTICLES: [&str; 10] = ["van", "de", "der", "den", "el", "al", "ten", "ter", "ben", "bin"];
/// A message is searched for names in its first words.
const WORDS: usize = 2000;

/// Finds names.
#[derive(Debug)]
pub(super) struct Names {
    roles: BTreeSet<String>,
    titles: BTreeSet<String>,
    first_names: BTreeSet<String>,
    last_names: BTreeSet<String>,
    not_names: BTreeSet<String>,
    colleagues: BTreeSet<String>,
    learned: Option<Learned>,
}

#[derive(Debug)]
struct Learned {
    /// How often a word is used in texts without names, by the hash of the word.
    uses: Vec<u8>,
    names: Logistic,
}

/// A word or a sign of a message.
struct Token {
    span: Range<usize>,
    /// In lower case; every number is `0`.
    low: String,
    shape: &'static str,
}

impl Names {
    pub(super) fn build(safety: &Safety) -> Names {
        let set = |words: &[String]| words.iter().cloned().collect();
        let words = &safety.personal;
        Names {
            roles: set(&words.roles),
            titles: set(&words.titles),
            first_names: set(&words.first_names),
            last_names: set(&words.last_names),
            not_names: set(&words.not_names),
            colleagues: set(&words.colleagues),
            learned: None,
        }
    }

    /// Learns from texts in which the names are marked, and from `plain` ones that hold none. One in
    /// `ordinary` of those is learnt from as a whole, of the others only the words. The names of
    /// `places` are ordinary words.
    pub(super) fn learn<'t>(
        &mut self,
        marked: &[Marked],
        plain: impl Iterator<Item = &'t String> + Clone,
        places: impl Iterator<Item = &'t String>,
        ordinary: usize,
    ) {
        if marked.is_empty() {
            return;
        }
        let mut uses = vec![0u8; USES];
        let mut count = |text: &String, times| {
            for token in tokens(&Folded::new(text)) {
                let uses = &mut uses[used(&token.low)];
                *uses = uses.saturating_add(times);
            }
        };
        plain.clone().for_each(|text| count(text, 1));
        places.for_each(|text| count(text, PLACE_COUNTS));
        let mut lessons = Vec::new();
        let mut lesson = |text: &str, names: &[Range<usize>]| {
            let folded = Folded::new(text);
            let tokens = tokens(&folded);
            let mut before = false;
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
                let place = folded.place(&token.span);
                let name = names.iter().any(|n| n.start < place.end && place.start < n.end);
                lessons.push((self.features(&uses, &tokens, at, before), name));
                before = name;
            }
        };
        for text in marked {
            let names = text.pieces.iter().filter(|(kind, _)| *kind == PersonalData::Name);
            let names: Vec<Range<usize>> = names.map(|(_, span)| span.clone()).collect();
            lesson(&text.text, &names);
        }
        for text in plain.filter(|text| hashing::place([text.as_bytes()], ordinary) == 0) {
            lesson(text, &[]);
        }
        self.learned = Some(Learned { uses, names: Logistic::train(&COURSE, &lessons) });
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            writer.bytes(&learned.uses);
            learned.names.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let uses = reader.bytes().filter(|uses| uses.len() == USES)?.to_vec();
        self.learned = Some(Learned { uses, names: Logistic::read(reader, COURSE.places)? });
        Some(())
    }

    /// All names of clients; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        let Some(learned) = &self.learned else { return };
        let tokens = tokens(folded);
        let mut before = false;
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
            let mention = at > 0 && tokens[at - 1].low == "@";
            let never = mention || self.not_names.contains(&token.low);
            let features = self.features(&learned.uses, &tokens, at, before);
            let expected = self.expects_name(&learned.uses, &tokens, at, before);
            let needed = if expected { EXPECTED } else { NAME };
            before = !never && learned.names.chance(&features) >= needed;
            if before {
                out.push(Found::new(PersonalData::Name, token.span.clone()));
            }
        }
    }

    /// Whether a name must be expected here: with a capital after `mevrouw`, `cliënt` or `naam:`, after
    /// a first name, or as a first name with an age.
    fn expects_name(&self, uses: &[u8], tokens: &[Token], at: usize, before: bool) -> bool {
        let token = &tokens[at];
        let first_name = self.first_names.contains(&token.low);
        let low = |at: usize| tokens.get(at).map_or("", |token| token.low.as_str());
        let aged = matches!(low(at + 1), "van" | "," | "(" | "is") && low(at + 2) == "0";
        if first_name && aged {
            return true;
        }
        let capital = token.shape == "Xx" && (first_name || uses[used(&token.low)] <= RARE);
        let mut ahead = tokens[..at].iter().rev();
        let ahead = ahead.find(|t| !PARTICLES.contains(&t.low.as_str()) && t.is_word());
        let told = ahead.is_some_and(|ahead| {
            self.roles.contains(&ahead.low)
                || self.titles.contains(&ahead.low)
                || matches!(ahead.low.as_str(), "naam" | "heet" | "genaamd")
        });
        let near = |ahead: &Token| token.span.start - ahead.span.end <= REACH;
        capital && (before || told && ahead.is_some_and(near))
    }

    /// What is to be seen of a word; `before`: the word before it is a name.
    fn features(&self, uses: &[u8], tokens: &[Token], at: usize, before: bool) -> Features {
        let edge = Token { span: 0..0, low: String::new(), shape: "-" };
        let beside = |step: isize| {
            at.checked_add_signed(step).and_then(|at| tokens.get(at)).unwrap_or(&edge)
        };
        let token = &tokens[at];
        let low = token.low.as_str();
        let common = |token: &Token| match uses[used(&token.low)] {
            0 => "0",
            1..=2 => "1",
            3..=15 => "2",
            _ => "3",
        };
        let (last, last_two, next, next_two) = (beside(-1), beside(-2), beside(1), beside(2));
        let opening = if matches!(last.low.as_str(), "" | "." | "!" | "?") { "o" } else { "" };
        let kin = if before { "n" } else { "" };
        let written = (token.shape, common(token));
        let letters: Vec<char> = low.chars().collect();
        let many = letters.len();
        let piece = |range: Range<usize>| letters[range].iter().collect::<String>();
        let mut out = Features::new();
        let mut add = |parts: &[&str]| out.push((place(parts, COURSE.places), 1.0));
        add(&["w", low]);
        add(&["shape", written.0, written.1, opening, kin]);
        add(&["last", &last.low]);
        add(&["next", &next.low]);
        add(&["last two", &last_two.low]);
        add(&["next two", &next_two.low]);
        add(&["last, shape", &last.low, written.0, written.1]);
        add(&["next, shape", &next.low, written.0, written.1]);
        add(&["both", &last.low, &next.low]);
        add(&["both lasts", &last_two.low, &last.low, written.1]);
        add(&["both nexts", &next.low, &next_two.low, written.1]);
        add(&["around", last.shape, common(last), written.0, written.1, next.shape, common(next)]);
        add(&["start", &piece(0..many.min(3)), written.1]);
        add(&["end", &piece(many.saturating_sub(3)..many), written.1]);
        add(&["end two", &piece(many.saturating_sub(2)..many), written.1]);
        let lists = [
            ("first", &self.first_names),
            ("surname", &self.last_names),
            ("role", &self.roles),
            ("title", &self.titles),
            ("colleague", &self.colleagues),
        ];
        for (name, list) in lists {
            for (where_, other) in [("here", token), ("last", last), ("next", next)] {
                if list.contains(&other.low) {
                    add(&["list", name, where_]);
                    add(&["list, shape", name, where_, written.0, written.1]);
                }
            }
        }
        for step in -6..=6 {
            let other = beside(step);
            if self.colleagues.contains(&other.low) {
                add(&["colleague near", written.1]);
            }
            if self.roles.contains(&other.low) {
                add(&["role near", written.1]);
            }
        }
        out
    }
}

impl Token {
    fn is_word(&self) -> bool {
        self.shape != "." && self.shape != "0"
    }
}

/// Where the uses of a word are counted.
fn used(low: &str) -> usize {
    hashing::place([low.as_bytes()], USES)
}

/// The words and signs of a message. An initial keeps its dot, a name its dash and apostrophe.
fn tokens(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = folded.text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if tokens.len() >= WORDS {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let inside = |next: char| match (c.is_alphabetic(), c.is_ascii_digit()) {
            (true, _) => next.is_alphabetic() || matches!(next, '\'' | '-'),
            (_, true) => next.is_ascii_digit(),
            _ => false,
        };
        while let Some((at, next)) = chars.next_if(|(_, next)| inside(*next)) {
            end = at + next.len_utf8();
        }
        // A quotation mark or a dash at the end is none of the word.
        let text = folded.text[start..end].trim_end_matches(['\'', '-']);
        let text = if text.is_empty() { &folded.text[start..end] } else { text };
        end = start + text.len();
        let single = text.chars().count() == 1;
        if single && c.is_uppercase() && chars.next_if(|(_, next)| *next == '.').is_some() {
            tokens.push(Token { span: start..end + 1, low: text.to_lowercase(), shape: "X." });
            continue;
        }
        let shape = match c {
            c if c.is_ascii_digit() => "0",
            c if !c.is_alphabetic() => ".",
            c if c.is_lowercase() => "xx",
            _ if single => "X",
            _ if text.chars().all(|c| !c.is_lowercase()) => "XX",
            _ => "Xx",
        };
        let low = if shape == "0" { "0".to_owned() } else { text.to_lowercase() };
        tokens.push(Token { span: start..end, low, shape });
    }
    tokens
}
