//! When are two spellings the same word? After folding: lower case, no accents, nothing invisible.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, zero-width and direction marks; white space becomes one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(letters) {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// What one character folds to; nothing for one without a width.
pub fn letters(c: char) -> impl Iterator<Item = char> {
    let visible = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c) && !invisible(*c));
    visible.flat_map(char::to_lowercase)
}

/// Characters that nobody sees: joiners, direction marks, soft hyphens, tags. They hide in pasted text
/// and split words for no reader.
pub fn invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
        || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_together() {
        for (text, folded) in [
            ("  Cliënt \n ÉÉN ", "client een"),
            ("st\u{200B}ap\u{202E} 2", "stap 2"),
            ("ﬁjn", "fijn"),
            ("2\u{FE0F}\u{20E3}", "2"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }
}
