//! Which names in a message are a client's, and which are of the street where one lives?
//!
//! Each word is judged by itself and by what stands around it: how it is written, whether the base
//! knows it as an ordinary word, who comes before it and what after. Which of these tell a client's
//! name from a colleague's, an author's or a town's is learnt from the curator's examples.

use super::folded::Folded;
use super::logistic::{Course, Features, Logistic, place};
use super::personal::{Found, Told};
use super::words::{COLLEAGUE, FIRST_NAME, LISTS, Lists, ROLE, SURNAME, TITLE, Token, tokens};
use crate::engine::hashing;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Marked, Safety};
use crate::vocab::PersonalData;
use std::collections::BTreeSet;
use std::ops::Range;

/// From this chance on a word is a client's name: with a capital,
const CAPITAL: f32 = 0.45;
/// without one,
const SMALL: f32 = 0.6;
/// as a part of an address,
const STREET: f32 = 0.7;
/// and where a name must be expected.
const EXPECTED: f32 = 0.05;
/// How is learnt.
const COURSE: Course = Course { places: 1 << 18, epochs: 4, decay: 1e-4, balance: 1.5 };
/// How is learnt what it is a name of.
const KIND: Course = Course { places: COURSE.places, epochs: 4, decay: 1e-4, balance: 1.0 };
/// What has a name.
const KINDS: [PersonalData; 2] = [PersonalData::Name, PersonalData::Address];
/// Places in which it is counted how often an ordinary word is used.
const USES: usize = 1 << 19;
/// A place is as ordinary as a word that is used so often.
const PLACE_COUNTS: u8 = 5;
/// So many words make a sentence.
const SENTENCE: usize = 3;
/// A colleague is named within so many words.
const NEAR: usize = 5;
/// A name stands within so many bytes of the word that announces it.
const REACH: usize = 14;
/// Small words within a surname.
const PARTICLES: [&str; 10] = ["van", "de", "der", "den", "el", "al", "ten", "ter", "ben", "bin"];

/// Finds names.
#[derive(Debug)]
pub(super) struct Names {
    lists: Lists,
    not_names: BTreeSet<String>,
    learned: Option<Learned>,
}

#[derive(Debug)]
struct Learned {
    /// How often a word is used in texts without names, by the hash of the word.
    uses: Vec<u8>,
    /// Is a word a part of a client's name or address,
    names: Logistic,
    /// and if so, of the address?
    streets: Logistic,
}

impl Names {
    pub(super) fn build(safety: &Safety) -> Names {
        let words = &safety.personal;
        let lists = Lists::build(words);
        Names { lists, not_names: words.not_names.iter().cloned().collect(), learned: None }
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
        let (mut lessons, mut kinds) = (Vec::new(), Vec::new());
        let mut lesson = |text: &str, pieces: &[&(PersonalData, Range<usize>)]| {
            let folded = Folded::new(text);
            let tokens = self.tokens(&folded, &uses);
            let mut before = false;
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
                let place = folded.place(&token.span);
                let piece = pieces
                    .iter()
                    .find(|(_, span)| span.start < place.end && place.start < span.end);
                let features = features(&tokens, at, before);
                if let Some((kind, _)) = piece {
                    kinds.push((features.clone(), *kind == PersonalData::Address));
                }
                lessons.push((features, piece.is_some()));
                before = piece.is_some();
            }
        };
        for text in marked {
            let pieces = text.pieces.iter();
            let pieces = pieces.filter(|(kind, _)| KINDS.contains(kind));
            lesson(&text.text, &pieces.collect::<Vec<_>>());
        }
        for text in plain.filter(|text| hashing::place([text.as_bytes()], ordinary) == 0) {
            lesson(text, &[]);
        }
        let names = Logistic::train(&COURSE, &lessons);
        self.learned = Some(Learned { uses, names, streets: Logistic::train(&KIND, &kinds) });
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            writer.bytes(&learned.uses);
            learned.names.write(writer);
            learned.streets.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let uses = reader.bytes().filter(|uses| uses.len() == USES)?.to_vec();
        let names = Logistic::read(reader, COURSE.places)?;
        let streets = Logistic::read(reader, KIND.places)?;
        self.learned = Some(Learned { uses, names, streets });
        Some(())
    }

    /// All names of clients; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        let Some(learned) = &self.learned else { return };
        let tokens = self.tokens(folded, &learned.uses);
        // A word or two is an answer or a slip, and says nothing of anybody.
        let bare = tokens.iter().filter(|token| token.is_word()).count() < SENTENCE;
        let mut before = false;
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
            // A mention is a colleague, and `gemeente Hof van Twente` a place.
            let last = at.checked_sub(1).map_or("", |last| tokens[last].low.as_str());
            let never =
                matches!(last, "@" | "gemeente" | "regio") || self.not_names.contains(&token.low);
            let features = features(&tokens, at, before);
            let expected = expects_name(&tokens, at, before);
            let street = learned.streets.chance(&features) >= 0.5;
            let needed = match token.shape {
                _ if expected => EXPECTED,
                _ if bare => continue,
                _ if street => STREET,
                "xx" => SMALL,
                _ => CAPITAL,
            };
            before = !never && learned.names.chance(&features) >= needed;
            if !before {
                continue;
            }
            let kind = if street { PersonalData::Address } else { PersonalData::Name };
            // The house number goes with its street, `de Boer` with `Jan`.
            let particle = |next: &&Token| PARTICLES.contains(&next.low.as_str());
            let between = tokens[at + 1..].iter().take_while(particle).count();
            let rest = tokens.get(at + 1 + between).filter(|next| match next.shape {
                "Xx" => between > 0,
                shape => street && between == 0 && shape == "0",
            });
            let end = rest.map_or(token.span.end, |rest| rest.span.end);
            out.push(Found::new(kind, token.span.start..end, Told::Sure));
        }
    }

    /// The words and signs of a message, with what is known of them.
    fn tokens(&self, folded: &Folded, uses: &[u8]) -> Vec<Token> {
        let mut tokens = tokens(folded);
        for token in &mut tokens {
            token.lists = self.lists.of(&token.low);
            token.common = match uses[used(&token.low)] {
                0 => "0",
                1..=2 => "1",
                3..=15 => "2",
                _ => "3",
            };
        }
        tokens
    }
}

/// Whether a name must be expected here: with a capital after `mevrouw`, `cliënt` or `naam:`, as a
/// first name before or after another name, or with an age. Not where a colleague is named.
fn expects_name(tokens: &[Token], at: usize, before: bool) -> bool {
    let token = &tokens[at];
    let around = &tokens[at.saturating_sub(NEAR)..tokens.len().min(at + NEAR)];
    if around.iter().any(|token| token.is_on(COLLEAGUE)) {
        return false;
    }
    let first_name = token.is_on(FIRST_NAME);
    let low = |at: usize| tokens.get(at).map_or("", |token| token.low.as_str());
    let aged = matches!(low(at + 1), "van" | "," | "(" | "is") && low(at + 2) == "0";
    if first_name && aged {
        return true;
    }
    let named = |t: &&Token| t.is_word() && !PARTICLES.contains(&t.low.as_str());
    let ahead = tokens[..at].iter().rev().find(named);
    let ahead = ahead.filter(|ahead| token.span.start - ahead.span.end <= REACH);
    let next = tokens[at + 1..].iter().find(named);
    let next = next.filter(|next| next.span.start - token.span.end <= REACH);
    // `gezin yilmaz`: also in small letters, when nobody uses the word otherwise.
    let family = ahead.is_some_and(|ahead| {
        ahead.is_on(TITLE) || matches!(ahead.low.as_str(), "gezin" | "familie" | "fam")
    });
    let told = family
        || ahead.is_some_and(|ahead| {
            ahead.is_on(ROLE) || matches!(ahead.low.as_str(), "naam" | "heet" | "genaamd")
        });
    let full = first_name && next.is_some_and(|next| next.shape == "Xx");
    let listed = first_name || token.is_on(SURNAME);
    let strange = listed || matches!(token.common, "0" | "1");
    match token.shape {
        "Xx" => full || (before || told) && (listed || token.common != "3"),
        _ => family && strange || told && first_name,
    }
}

/// What is to be seen of a word; `before`: the word before it is a name.
fn features(tokens: &[Token], at: usize, before: bool) -> Features {
    let edge = Token { span: 0..0, low: String::new(), shape: "-", lists: 0, common: "-" };
    let beside =
        |step: isize| at.checked_add_signed(step).and_then(|at| tokens.get(at)).unwrap_or(&edge);
    let token = &tokens[at];
    let low = token.low.as_str();
    let (last, last_two, next, next_two) = (beside(-1), beside(-2), beside(1), beside(2));
    let opening = if matches!(last.low.as_str(), "" | "." | "!" | "?") { "o" } else { "" };
    let kin = if before { "n" } else { "" };
    let written = (token.shape, token.common);
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
    add(&["around", last.shape, last.common, written.0, written.1, next.shape, next.common]);
    add(&["start", &piece(0..many.min(3)), written.1]);
    add(&["end", &piece(many.saturating_sub(3)..many), written.1]);
    add(&["end two", &piece(many.saturating_sub(2)..many), written.1]);
    for (name, bit) in LISTS {
        for (where_, other) in [("here", token), ("last", last), ("next", next)] {
            if other.is_on(bit) {
                add(&["list", name, where_]);
                add(&["list, shape", name, where_, written.0, written.1]);
            }
        }
    }
    for step in -6..=6 {
        let other = beside(step);
        if other.is_on(COLLEAGUE) {
            add(&["colleague near", written.1]);
        }
        if other.is_on(ROLE) {
            add(&["role near", written.1]);
        }
    }
    out
}

/// Where the uses of a word are counted.
fn used(low: &str) -> usize {
    hashing::place([low.as_bytes()], USES)
}
