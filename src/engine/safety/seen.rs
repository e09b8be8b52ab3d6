//! What is to be seen of a word that may be a name?

use super::logistic::{Features, place};
use super::words::{COLLEAGUE, LISTS, ROLE, Token};
use std::ops::Range;

/// Features share so many places.
pub(super) const PLACES: usize = 1 << 19;
/// So many words before and after belong to the sentence.
const SENTENCE: usize = 12;

/// What is to be seen of a word; `before`: the word before it is a name.
pub(super) fn features(tokens: &[Token], at: usize, before: bool) -> Features {
    let edge =
        Token { span: 0..0, low: String::new(), shape: "-", lists: 0, common: "-", like: "-" };
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
    let mut add = |parts: &[&str]| out.push((place(parts, PLACES), 1.0));
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
    add(&["end four", &piece(many.saturating_sub(4)..many), written.1]);
    add(&["like", token.like, written.0, written.1]);
    add(&["like, kin", token.like, written.1, kin]);
    add(&["like, last", token.like, &last.low]);
    add(&["like, next", token.like, &next.low]);
    add(&["around, like", last.like, token.like, next.like]);
    let end = |token: &Token| {
        let from = token.low.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        token.low[from..].to_owned()
    };
    add(&["last end", &end(last), written.0, written.1]);
    add(&["next end", &end(next), written.0, written.1]);
    add(&["between, end", &last.low, &end(token), &next.low, written.0]);
    add(&["shapes", last_two.shape, last.shape, written.0, next.shape, next_two.shape]);
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
    // The whole sentence tells a colleague or a book from a client, but only of what can be a name.
    if token.shape != "xx" || matches!(token.common, "0" | "1") {
        let way = if token.shape == "xx" { "small" } else { "capital" };
        let sentence =
            tokens[at.saturating_sub(SENTENCE)..tokens.len().min(at + 1 + SENTENCE)].iter();
        for other in sentence.filter(|other| other.is_word() && other.span != token.span) {
            out.push((place(&["sentence", way, &other.low], PLACES), 1.0));
        }
    }
    out
}
