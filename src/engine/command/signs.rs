//! What do the shortest messages mean? A number, "ja", "nee", "klopt niet", a thumb.

use super::fold;

/// Words that mean everybody in the room.
pub const EVERYONE: [&str; 3] = ["@room", "@kamer", "@iedereen"];

/// The option that a text chooses, from 0: `2`, `2.`, `b`, `B)`, `optie 2`, `2️⃣`, 🅱️.
pub fn choice(text: &str) -> Option<usize> {
    let folded: String = fold(text).chars().map(drawn).collect();
    let mut core = folded.trim_matches(|c: char| !c.is_alphanumeric());
    for lead in ["optie ", "nummer ", "nr ", "antwoord "] {
        core = core.strip_prefix(lead).unwrap_or(core);
    }
    match core.strip_prefix("de ").unwrap_or(core) {
        "eerste" => return Some(0),
        "tweede" => return Some(1),
        "derde" => return Some(2),
        _ => {}
    }
    let mut chars = core.chars().filter(|c| c.is_alphanumeric());
    match (chars.next(), chars.next()) {
        (Some(c @ '1'..='9'), None) => Some(c as usize - '1' as usize),
        (Some(c @ 'a'..='f'), None) => Some(c as usize - 'a' as usize),
        _ => None,
    }
}

/// The letter that a few words name: `ik denk A`, `volgens mij b`.
pub fn letter(text: &str) -> Option<char> {
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let letter = |word: &String| match word.as_str() {
        "a" | "b" | "c" | "d" | "e" | "f" => word.chars().next(),
        _ => None,
    };
    let mut letters = words.iter().filter_map(letter);
    match (letters.next(), letters.next()) {
        (Some(letter), None) if words.len() <= 4 => Some(letter),
        _ => None,
    }
}

/// The letter that an emoji draws, as phones offer them for a reaction: 🇧 and 🅱️.
fn drawn(c: char) -> char {
    let nth = match c {
        '\u{1F1E6}'..='\u{1F1EB}' => c as u32 - 0x1F1E6,
        '\u{1F170}'..='\u{1F175}' => c as u32 - 0x1F170,
        _ => return c,
    };
    char::from_u32('a' as u32 + nth).unwrap_or(c)
}

/// Whether somebody agrees: `ja`, `ja graag`, ✅.
pub fn consents(text: &str) -> bool {
    const YES: [&str; 12] = [
        "ja",
        "ja graag",
        "ja hoor",
        "ja prima",
        "ja is goed",
        "ja dat is goed",
        "ja doe maar",
        "ja mag",
        "ja dat mag",
        "graag",
        "doe maar",
        "✅",
    ];
    YES.contains(&bare(text).as_str())
}

/// Whether somebody does not: `nee`, `nee dank je`, ❌.
pub fn declines(text: &str) -> bool {
    const NO: [&str; 8] = [
        "nee",
        "nee hoor",
        "nee dank je",
        "nee dankje",
        "nee dankjewel",
        "nee bedankt",
        "liever niet",
        "❌",
    ];
    NO.contains(&bare(text).as_str())
}

/// What follows on "klopt niet"; empty when nothing does.
pub fn wrong(text: &str) -> Option<String> {
    let folded = fold(text);
    let lead = ["dat klopt niet", "dit klopt niet", "klopt niet"]
        .into_iter()
        .find(|lead| folded.starts_with(lead))?;
    // Only ASCII letters and single spaces: the lead is as long in the text itself.
    let rest = text.trim_start().get(lead.len()..)?;
    let rest = rest.trim_start();
    match rest.chars().next() {
        None => Some(String::new()),
        Some(':' | ',' | '.' | ';' | '-' | '!') => {
            Some(rest.trim_start_matches([':', ',', '.', ';', '-', '!', ' ']).trim().to_owned())
        }
        Some(_) => None,
    }
}

/// Up (true) or down, whatever the colour of the hand.
pub fn thumb(key: &str) -> Option<bool> {
    let plain: String = key
        .chars()
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}'))
        .collect();
    match plain.trim() {
        "👍" => Some(true),
        "👎" => Some(false),
        _ => None,
    }
}

/// The number at the start of what follows a command; 0 is no number of anything.
pub fn number(rest: &str) -> u32 {
    rest.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Folded, without marks around it.
pub fn bare(text: &str) -> String {
    let folded = fold(text);
    folded.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ').replace(',', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_chosen_by_its_letter_or_number_in_any_form() {
        for text in ["b", "B.", "optie 2", "2", "2\u{FE0F}\u{20E3}", "🇧", "🅱\u{FE0F}"] {
            assert_eq!(choice(text), Some(1), "{text}");
        }
        for text in ["", "🇧🇪", "🇿", "👍", "0", "bel", "ik kies b"] {
            assert_eq!(choice(text), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_whole_messages() {
        for (text, yes, no) in [
            ("ja", true, false),
            ("Ja!", true, false),
            ("Ja, graag.", true, false),
            ("✅", true, false),
            ("✅\u{FE0F}", true, false),
            ("nee", false, true),
            ("Nee, dank je", false, true),
            ("ja maar mag dat wel", false, false),
            ("jan", false, false),
            ("👍", false, false),
        ] {
            assert_eq!((consents(text), declines(text)), (yes, no), "{text}");
        }
    }

    #[test]
    fn a_remark_follows_on_klopt_niet() {
        for (text, expected) in [
            ("klopt niet", Some("")),
            ("Klopt niet!", Some("")),
            ("klopt niet: het nummer is anders", Some("het nummer is anders")),
            ("Dat klopt niet, bel 112", Some("bel 112")),
            ("klopt niet altijd toch", None),
            ("klopt nietes", None),
            ("klopt dit", None),
        ] {
            assert_eq!(wrong(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_thumb_has_any_colour() {
        for (key, expected) in [
            ("👍", Some(true)),
            ("👍\u{FE0F}", Some(true)),
            ("👍\u{1F3FD}", Some(true)),
            ("👎\u{1F3FB}", Some(false)),
            ("👋", None),
            ("ja", None),
        ] {
            assert_eq!(thumb(key), expected, "{key}");
        }
    }
}
