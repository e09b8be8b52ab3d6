//! Which words did somebody type? Any text in, plain lower-case words out.

use crate::engine::fold::invisible;
use crate::knowledge::Words;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that ranking reads of the start and of the end of a message: the question often comes
/// after the story, and no message may take longer than a long question does.
const HEAD: usize = 600;
const TAIL: usize = 1400;

/// Letters of a word that are looked at; nobody's word is longer.
const LONGEST_WORD: usize = 48;

/// A word as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, without accents; letters and digits only.
    pub text: String,
    /// Whether it began with a capital.
    pub capital: bool,
    /// Whether a sentence begins here, so that a capital says nothing.
    pub opening: bool,
}

/// The words of any text; at most about 2,000 characters of it are read. Who is called (`@room`,
/// `@anna:example.org`) is no word of it.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let cut = shorten(text);
    let mut found = Vec::new();
    let mut word = String::new();
    let (mut capital, mut opening) = (false, true);
    let mut length = 0;
    let (mut called, mut before) = (false, ' ');
    for c in cut.nfkd().filter(|c| !is_combining_mark(*c) && !invisible(*c)) {
        // In an address (`info@example.org`) the sign calls nobody.
        called = match called {
            true => c.is_alphanumeric() || "@._=-/+:".contains(c),
            false => c == '@' && !before.is_alphanumeric(),
        };
        before = c;
        if called {
            continue;
        }
        if c.is_alphanumeric() {
            // "stap2" is two words; so is "4jaar".
            if word.chars().last().is_some_and(|last| last.is_numeric() != c.is_numeric()) {
                found.push(Token { text: std::mem::take(&mut word), capital, opening });
                (length, opening) = (0, false);
            }
            if word.is_empty() {
                capital = c.is_uppercase();
            }
            if length < LONGEST_WORD {
                word.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
                length += 1;
            }
            continue;
        }
        if !word.is_empty() {
            found.push(Token { text: std::mem::take(&mut word), capital, opening });
            (length, opening) = (0, false);
        }
        opening |= matches!(c, '.' | '!' | '?' | '\n');
    }
    if !word.is_empty() {
        found.push(Token { text: word, capital, opening });
    }
    found
}

/// The start and the end of a long text.
fn shorten(text: &str) -> String {
    if text.chars().nth(HEAD + TAIL).is_none() {
        return text.to_owned();
    }
    let mut tail: Vec<char> = text.chars().rev().take(TAIL).collect();
    tail.reverse();
    text.chars().take(HEAD).chain([' ']).chain(tail).collect()
}

/// A row of words.
type Phrase = Vec<String>;

/// Words that mean the same, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// First word of a phrase -> (the whole phrase, what it is brought back to), longest first.
    phrases: BTreeMap<String, Vec<(Phrase, Phrase)>>,
    stop: BTreeSet<String>,
}

impl Lexicon {
    /// Reads the base's lists.
    pub(super) fn new(words: &Words) -> Self {
        let split = |s: &String| -> Vec<String> { tokens(s).into_iter().map(|t| t.text).collect() };
        let mut phrases: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for group in &words.synonyms {
            let Some(leading) = group.first().map(split) else { continue };
            for phrase in group.iter().skip(1).map(split) {
                if let Some(first) = phrase.first() {
                    phrases.entry(first.clone()).or_default().push((phrase, leading.clone()));
                }
            }
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { phrases, stop: words.stop.iter().flat_map(split).collect() }
    }

    /// Brings each word or phrase back to the leading one of its group.
    pub(super) fn apply(&self, words: Vec<String>) -> Vec<String> {
        let mut out = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let known = self
                .phrases
                .get(&words[at])
                .and_then(|list| list.iter().find(|(phrase, _)| words[at..].starts_with(phrase)));
            if let Some((phrase, leading)) = known {
                out.extend(leading.iter().cloned());
                at += phrase.len();
            } else {
                out.push(words[at].clone());
                at += 1;
            }
        }
        out
    }

    /// Whether a word tells no topics apart.
    pub(super) fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn any_typing_gives_plain_words() {
        let table = [
            ("accents and capitals", "Cliënt belt VT", vec!["client", "belt", "vt"]),
            ("zero width and direction", "me\u{200b}ld\u{202e}code", vec!["meldcode"]),
            ("emoji", "stap 3? 😱👍🏽", vec!["stap", "3"]),
            ("no space", "stap2 4jaar", vec!["stap", "2", "4", "jaar"]),
            ("apostrophes", "'t gezin z’n", vec!["t", "gezin", "z", "n"]),
            ("compatibility forms", "ﬁne ＶＴ", vec!["fine", "vt"]),
            ("mentions", "@room Stap 2? @anna:wijk.test, @everyone", vec!["stap", "2"]),
            ("an address", "mail info@wijk.test", vec!["mail", "info", "wijk", "test"]),
            ("nothing", " \u{202e}!? ", vec![]),
        ];
        for (name, text, expected) in table {
            assert_eq!(words(text), expected, "{name}");
        }
    }

    #[test]
    fn a_long_story_keeps_its_question() {
        let text = format!("begin {} einde", "bla ".repeat(20_000));
        let found = words(&text);
        assert!(found.len() < 700, "{}", found.len());
        assert_eq!(found.first().map(String::as_str), Some("begin"));
        assert_eq!(found.last().map(String::as_str), Some("einde"));
    }

    #[test]
    fn phrases_go_back_to_the_leading_one() {
        let group = |g: &[&str]| g.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let lexicon = Lexicon::new(&Words {
            synonyms: vec![group(&["veilig thuis", "vt"]), group(&["stap twee", "stap 2"])],
            ..Words::default()
        });
        assert_eq!(
            lexicon.apply(words("bel VT na stap 2")),
            words("bel veilig thuis na stap twee")
        );
    }
}
