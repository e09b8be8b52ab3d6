//! Which names in a message are a client's, and which are of the street where one lives?
//!
//! Each word is judged by itself and by what stands around it: how it is written, whether the base
//! knows it as an ordinary word, who comes before it and what after. Which of these tell a client's
//! name from a colleague's, an author's or a town's is learnt from the curator's examples.

use super::folded::Folded;
use super::likeness::Likeness;
use super::logistic::{Course, Logistic};
use super::personal::{Found, Told};
use super::seen::{PLACES, features};
use super::words::{COLLEAGUE, FIRST_NAME, Lists, ROLE, SURNAME, TITLE, Token, tokens};
use crate::engine::hashing;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Marked, Safety};
use crate::vocab::PersonalData;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// From this chance on a word is a client's name: with a capital,
const CAPITAL: f32 = 0.45;
/// without one,
const SMALL: f32 = 0.35;
/// as a part of an address,
const STREET: f32 = 0.7;
/// as a part of one that seems to be of anybody else,
const OTHERS: f32 = 0.95;
/// and where a name must be expected.
const EXPECTED: f32 = 0.05;
/// or can be nothing else.
const SURELY: f32 = 0.0;
/// How is learnt.
const COURSE: Course = Course { places: PLACES, epochs: 4, decay: 1e-4, balance: 1.5 };
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
/// And before a title, within so many.
const NEAR_TITLE: usize = 3;
/// Words before the name of a family.
const FAMILIES: [&str; 8] =
    ["gezin", "gezinnetje", "familie", "fam", "huishouden", "huize", "achternaam", "echtpaar"];
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
    /// Does a word sound like a name?
    likeness: Likeness,
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
        let mut ordinary_words = BTreeSet::new();
        let mut names: BTreeSet<String> = self.lists.names().map(str::to_owned).collect();
        let mut count = |token: &Token, times| {
            let uses = &mut uses[used(&token.low)];
            *uses = uses.saturating_add(times);
            if token.is_word() {
                ordinary_words.insert(token.low.clone());
            }
        };
        plain.clone().for_each(|text| {
            tokens(&Folded::new(text)).iter().for_each(|token| count(token, 1));
        });
        for text in marked {
            let folded = Folded::new(&text.text);
            for token in tokens(&folded) {
                match piece_of(text, &folded.place(&token.span)) {
                    None => count(&token, 1),
                    Some((PersonalData::Name, _)) if token.is_word() => {
                        names.insert(token.low.clone());
                    }
                    Some(_) => {}
                }
            }
        }
        places.for_each(|text| {
            tokens(&Folded::new(text)).iter().for_each(|token| count(token, PLACE_COUNTS));
        });
        let likeness = Likeness::learn(&names, &ordinary_words);
        let (mut lessons, mut kinds) = (Vec::new(), Vec::new());
        let mut lesson = |text: &str, marked: Option<&Marked>| {
            let folded = Folded::new(text);
            let piece = |token: &Token| {
                marked.and_then(|marked| piece_of(marked, &folded.place(&token.span)))
            };
            // A text that is met for the first time has not been counted either.
            let mut own: BTreeMap<String, u8> = BTreeMap::new();
            for token in tokens(&folded).into_iter().filter(|token| piece(token).is_none()) {
                let own = own.entry(token.low).or_default();
                *own = own.saturating_add(1);
            }
            let tokens = self.tokens(&folded, &uses, &own, &likeness);
            let mut before = false;
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
                let kind = piece(token).map(|(kind, _)| *kind).filter(|kind| KINDS.contains(kind));
                let features = features(&tokens, at, before);
                if let Some(kind) = kind {
                    kinds.push((features.clone(), kind == PersonalData::Address));
                }
                lessons.push((features, kind.is_some()));
                before = kind.is_some();
            }
        };
        marked.iter().for_each(|text| lesson(&text.text, Some(text)));
        for text in plain.filter(|text| hashing::place([text.as_bytes()], ordinary) == 0) {
            lesson(text, None);
        }
        let names = Logistic::train(&COURSE, &lessons);
        let streets = Logistic::train(&KIND, &kinds);
        self.learned = Some(Learned { uses, likeness, names, streets });
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            writer.bytes(&learned.uses);
            learned.likeness.write(writer);
            learned.names.write(writer);
            learned.streets.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let uses = reader.bytes().filter(|uses| uses.len() == USES)?.to_vec();
        let likeness = Likeness::read(reader)?;
        let names = Logistic::read(reader, COURSE.places)?;
        let streets = Logistic::read(reader, KIND.places)?;
        self.learned = Some(Learned { uses, likeness, names, streets });
        Some(())
    }

    /// All names of clients; spans in the folded text. What is in `others` was judged to be the address
    /// of somebody else.
    pub(super) fn find(&self, folded: &Folded, others: &[Range<usize>], out: &mut Vec<Found>) {
        let Some(learned) = &self.learned else { return };
        let tokens = self.tokens(folded, &learned.uses, &BTreeMap::new(), &learned.likeness);
        // A word or two is an answer or a slip, and says nothing of anybody.
        let bare = tokens.iter().filter(|token| token.is_word()).count() < SENTENCE;
        let others = |span: &Range<usize>| {
            others.iter().any(|other| other.start < span.end && span.start < other.end)
        };
        // What is found already, and can be nothing but a client's.
        let sure: Vec<Range<usize>> =
            out.iter().filter(|f| f.told == Told::Sure).map(|f| f.span.clone()).collect();
        let mut before = false;
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
            // A mention is a colleague, and `gemeente Hof van Twente` a place.
            let last = at.checked_sub(1).map_or("", |last| tokens[last].low.as_str());
            let never =
                matches!(last, "@" | "gemeente" | "regio") || self.not_names.contains(&token.low);
            // The letter of a house number goes with its street.
            let letter = at.checked_sub(1).is_some_and(|last| {
                tokens[last].shape == "0" && tokens[last].span.end == token.span.start
            });
            if letter && !before {
                continue;
            }
            let features = features(&tokens, at, before);
            let expected = expects_name(&tokens, at, before, &sure);
            let street = learned.streets.chance(&features) >= 0.5;
            let needed = match (expected, token.shape) {
                (Some(expected), _) => expected,
                _ if bare => continue,
                _ if street && others(&token.span) => OTHERS,
                _ if street => STREET,
                (None, "xx") => SMALL,
                _ => CAPITAL,
            };
            before = !never && learned.names.chance(&features) >= needed;
            if !before {
                continue;
            }
            let kind = match expected {
                None if street => PersonalData::Address,
                _ => PersonalData::Name,
            };
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

    /// The words and signs of a message, with what is known of them; uses of its `own` do not count.
    fn tokens(
        &self,
        folded: &Folded,
        uses: &[u8],
        own: &BTreeMap<String, u8>,
        likeness: &Likeness,
    ) -> Vec<Token> {
        let mut tokens = tokens(folded);
        for token in &mut tokens {
            token.lists = self.lists.of(&token.low);
            let own = own.get(&token.low).copied().unwrap_or(0);
            token.common = match uses[used(&token.low)].saturating_sub(own) {
                0 => "0",
                1..=2 => "1",
                3..=15 => "2",
                _ => "3",
            };
            if token.is_word() {
                token.like = likeness.of(&token.low);
            }
        }
        tokens
    }
}

/// The marked piece that a place in a text belongs to.
fn piece_of<'m>(
    text: &'m Marked,
    place: &Range<usize>,
) -> Option<&'m (PersonalData, Range<usize>)> {
    text.pieces.iter().find(|(_, span)| span.start < place.end && place.start < span.end)
}

/// The chance that is enough where a name must be expected: with a capital after `mevrouw`, `cliënt` or
/// `naam:`, as a first name before or after another name, or with an age; and where it can be nothing else.
/// Not where a colleague is named.
fn expects_name(tokens: &[Token], at: usize, before: bool, sure: &[Range<usize>]) -> Option<f32> {
    let token = &tokens[at];
    let named = |t: &&Token| t.is_word() && !PARTICLES.contains(&t.low.as_str());
    let ahead = tokens[..at].iter().rev().find(named);
    let ahead = ahead.filter(|ahead| token.span.start - ahead.span.end <= REACH);
    // `de jurist, mevrouw Smit` is a colleague; of `de huisarts belde over mevrouw Smit` one is not.
    let near = if ahead.is_some_and(|ahead| ahead.is_on(TITLE)) { NEAR_TITLE } else { NEAR };
    let around = &tokens[at.saturating_sub(near)..tokens.len().min(at + NEAR)];
    if around.iter().any(|token| token.is_on(COLLEAGUE)) {
        return None;
    }
    let first_name = token.is_on(FIRST_NAME);
    let low = |at: usize| tokens.get(at).map_or("", |token| token.low.as_str());
    let aged = matches!(low(at + 1), "van" | "," | "(" | "is") && low(at + 2) == "0";
    if first_name && aged {
        return Some(EXPECTED);
    }
    let next = tokens[at + 1..].iter().find(named);
    let next = next.filter(|next| next.span.start - token.span.end <= REACH);
    // `gezin yilmaz`: also in small letters, when nobody uses the word otherwise.
    let family =
        ahead.is_some_and(|ahead| ahead.is_on(TITLE) || FAMILIES.contains(&ahead.low.as_str()));
    let told = family
        || ahead.is_some_and(|ahead| {
            ahead.is_on(ROLE) || matches!(ahead.low.as_str(), "naam" | "heet" | "heten" | "genaamd")
        });
    let full = first_name && next.is_some_and(|next| next.shape == "Xx");
    // `Jan de Boer, bsn 111222333`
    let beside = next.is_some_and(|next| {
        let end = next.span.end;
        full && sure.iter().any(|sure| (end..=end + REACH).contains(&sure.start))
    });
    // `mevrouw Jansen uit Goor`
    let from = low(at + 1) == "uit" && tokens.get(at + 2).is_some_and(|place| place.shape == "Xx");
    let listed = first_name || token.is_on(SURNAME);
    let strange = listed || matches!(token.common, "0" | "1");
    let expected = match token.shape {
        // `cliënt Femke Hendriks` can be nobody else, whatever the rest is about.
        "Xx" if told && (full || from) || beside => return Some(SURELY),
        "Xx" => full || (before || told) && (listed || token.common != "3"),
        _ => family && strange || told && first_name,
    };
    expected.then_some(EXPECTED)
}

/// Where the uses of a word are counted.
fn used(low: &str) -> usize {
    hashing::place([low.as_bytes()], USES)
}
