//! What does a message ask? Text becomes a typed [`Request`] once, on word boundaries.

mod help;
mod signs;
mod table;

pub use help::of_use;
pub use signs::{EVERYONE, bare, choice, consents, declines, letter, number, thumb, wrong};
pub use table::TABLE;

use super::fold::fold;
use crate::vocab::{CommandName, Message, Need};

/// What a message that is meant for the bot asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A command with what follows it.
    Command(CommandName, String),
    /// A question in a person's own words.
    Question(String),
    /// The n-th option (from 0) of what was offered.
    Choice(usize),
    /// Named, but nothing asked.
    Empty,
}

/// The command prefix. What follows may also be a question.
const PREFIX: &str = "!meld";

/// Whether the text itself calls the bot: by prefix or by name.
pub fn calls(text: &str, name: &str) -> bool {
    let text = text.trim_start();
    strip_prefix(text).is_some() || find_name(text, name).is_some()
}

/// Reads a message. `name` is the bot's own, as it stands in `@name`.
pub fn read(message: &Message, name: &str) -> Request {
    let text = message.text.trim();
    let (rest, prefixed) = match strip_prefix(text) {
        Some(rest) => (rest.to_owned(), true),
        None => (without_name(text, name), false),
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return Request::Empty;
    }
    if let Some(choice) = choice(rest) {
        return Request::Choice(choice);
    }
    let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    // Without the prefix a command word stands alone: "help" is a command, "help mij met stap 2" not.
    if prefixed || after.is_empty() {
        let word = fold(first);
        if let Some(row) = TABLE.iter().find(|row| row.words.contains(&word.as_str()))
            && row.takes.fits(after.trim())
        {
            return Request::Command(row.name, after.trim().to_owned());
        }
    }
    Request::Question(rest.to_owned())
}

/// The usage of the command that a word nearly is.
pub fn nearest(word: &str) -> Option<&'static str> {
    let word = fold(word);
    TABLE
        .iter()
        .filter(|row| !matches!(row.needs, Need::Curator | Need::Coordinator))
        .flat_map(|row| row.words.iter().map(move |w| (row, *w)))
        .filter(|(_, w)| w.len() > 2)
        .map(|(row, w)| (row.usage, strsim::jaro_winkler(w, &word)))
        .filter(|(_, near)| *near > 0.84)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(usage, _)| usage)
}

fn strip_prefix(text: &str) -> Option<&str> {
    let head = text.get(..PREFIX.len())?;
    let rest = &text[PREFIX.len()..];
    let boundary = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    (head.eq_ignore_ascii_case(PREFIX) && boundary)
        .then(|| rest.trim_start_matches([':', ',', ' ', '\t', '\n']))
}

/// Where `@name` stands as a whole word, or `name` as an address at the very start.
fn find_name(text: &str, name: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let whole = |end: usize| lower[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let at = format!("@{name}");
    let free = |i: usize| lower[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let mentions = lower.match_indices(&at).map(|(i, _)| i);
    if let Some(start) = mentions.into_iter().find(|i| free(*i) && whole(i + at.len())) {
        return Some((start, start + at.len()));
    }
    let addressed = lower.starts_with(&name) && lower[name.len()..].starts_with([':', ',']);
    addressed.then_some((0, name.len() + 1))
}

fn without_name(text: &str, name: &str) -> String {
    let Some((start, mut end)) = find_name(text, name) else {
        return plain_name(text, name).to_owned();
    };
    // A full user id (`@name:server`) goes whole; a lone colon or comma after the name, too.
    let rest = &text[end..];
    if rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        end += rest.find(char::is_whitespace).unwrap_or(rest.len());
    } else if rest.starts_with([':', ',']) {
        end += 1;
    }
    format!("{} {}", text[..start].trim_end(), text[end..].trim_start())
}

/// A pill's body is the display name without `@`: drop it at the start of the text.
fn plain_name<'a>(text: &'a str, name: &str) -> &'a str {
    match text.get(..name.len()) {
        Some(head) if head.eq_ignore_ascii_case(name) => {
            let rest = &text[name.len()..];
            if rest.chars().next().is_none_or(|c| !c.is_alphanumeric()) {
                rest.trim_start_matches([':', ',', ' '])
            } else {
                text
            }
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(text: &str) -> Request {
        read(&Message { text: text.into(), ..Message::default() }, "meldmaat")
    }

    #[test]
    fn texts_become_requests() {
        let question = |q: &str| Request::Question(q.into());
        let command = |name, rest: &str| Request::Command(name, rest.into());
        for (text, expected) in [
            ("!meld help", command(CommandName::Help, "")),
            ("!MELD: Help", command(CommandName::Help, "")),
            ("!meld", Request::Empty),
            ("!meldcode wat is dat", question("!meldcode wat is dat")),
            ("!meld wat is stap 2", question("wat is stap 2")),
            ("!meld help mij met stap 2", question("help mij met stap 2")),
            ("help mij met stap 2", question("help mij met stap 2")),
            ("@meldmaat help", command(CommandName::Help, "")),
            ("@meldmaat", Request::Empty),
            ("@meldmaat:zorg.nl wat is stap 2", question("wat is stap 2")),
            ("Meldmaat: wat is stap 2", question("wat is stap 2")),
            ("hoi @Meldmaat, wat is stap 2", question("hoi wat is stap 2")),
            ("wat doet meldmaatje", question("wat doet meldmaatje")),
            ("!meld stil uit", command(CommandName::Quiet, "uit")),
            ("!meld stil", command(CommandName::Quiet, "")),
            ("!meld stil blijven of melden", question("stil blijven of melden")),
            ("2", Request::Choice(1)),
            ("b)", Request::Choice(1)),
            ("Optie 3.", Request::Choice(2)),
            ("2️⃣", Request::Choice(1)),
        ] {
            assert_eq!(asked(text), expected, "{text}");
        }
    }

    #[test]
    fn a_call_is_a_whole_word() {
        for (text, expected) in [
            ("!meld", true),
            ("  !meld x", true),
            ("!melding doen", false),
            ("ik vroeg @meldmaat iets", true),
            ("@meldmaatje", false),
            ("mail naar info@meldmaat.nl", false),
            ("meldmaat is handig", false),
            ("Meldmaat, hoe zit dat", true),
        ] {
            assert_eq!(calls(text, "meldmaat"), expected, "{text}");
        }
    }

    #[test]
    fn nearly_a_command_is_recognised() {
        assert_eq!(nearest("hlep"), Some("!meld help"));
        assert_eq!(nearest("instelingen"), Some("!meld instellingen"));
        assert_eq!(nearest("veiligheid"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,60}", name in "[a-z]{1,8}") {
            let message = Message { text: text.clone(), ..Message::default() };
            read(&message, &name);
            calls(&text, &name);
            choice(&text);
        }
    }
}
