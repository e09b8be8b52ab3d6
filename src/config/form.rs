//! Does a value look like what it should be: an address, a user, a server, a room?

use crate::yaml::{Node, Reading, Spanned};

/// A text of the right form, or a finding.
fn formed(
    reading: &mut Reading<'_>,
    node: &Node,
    right: impl Fn(&str) -> bool,
    message: &str,
    advice: &str,
) -> Option<Spanned<String>> {
    let text = reading.spanned(node)?;
    if right(&text.value) {
        return Some(text);
    }
    // Never the value: it may be a secret in the wrong place.
    reading.error(node.place, message, advice);
    None
}

/// `https://host[:port]`, without the slash at the end.
pub(super) fn homeserver(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let right = |text: &str| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| is_server(rest.trim_end_matches('/')))
    };
    let advice = "Schrijf het zo: https://matrix.example.org";
    let text = formed(reading, node, right, "Dit is geen adres van een homeserver.", advice)?;
    Some(text.value.trim_end_matches('/').to_owned())
}

/// `@name:server`.
pub(super) fn user(reading: &mut Reading<'_>, node: &Node) -> Option<Spanned<String>> {
    let right = |text: &str| {
        let parts = text.strip_prefix('@').and_then(|rest| rest.split_once(':'));
        parts.is_some_and(|(name, server)| is_word(name) && is_server(server))
    };
    let advice = "Schrijf de volledige naam, tussen aanhalingstekens: \"@anna:example.org\"";
    formed(reading, node, right, "Dit is geen Matrix-gebruiker.", advice)
}

/// `example.org`, perhaps with a port.
pub(super) fn server(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let advice = "Schrijf alleen de naam, zonder https://: example.org";
    let text = formed(reading, node, is_server, "Dit is geen naam van een server.", advice)?;
    Some(text.value)
}

/// `!abc:example.org`; newer rooms have no server in their id.
pub(super) fn room(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let right = |text: &str| text.strip_prefix('!').is_some_and(is_word);
    let advice = "Neem de interne kamer-id, tussen aanhalingstekens: \"!abc:example.org\"";
    let text = formed(reading, node, right, "Dit is geen id van een kamer.", advice)?;
    Some(text.value)
}

/// `postgres://…`.
pub(super) fn database(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let right = |text: &str| text.starts_with("postgres://") || text.starts_with("postgresql://");
    let advice =
        "Schrijf postgres://gebruiker:wachtwoord@server/naam, of laat het weg voor SQLite.";
    let text = formed(reading, node, right, "Dit is geen adres van een database.", advice)?;
    Some(text.value)
}

/// A value that `T` can read, such as an address with a port or a number.
pub(super) fn parsed<T: std::str::FromStr>(
    reading: &mut Reading<'_>,
    node: &Node,
    right: impl Fn(&T) -> bool,
    message: &str,
    advice: &str,
) -> Option<T> {
    let read = |text: &str| text.parse().ok().filter(&right);
    let text = formed(reading, node, |text| read(text).is_some(), message, advice)?;
    read(&text.value)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

fn is_server(text: &str) -> bool {
    is_word(text) && !text.contains(['/', '@', '#', '?', ',']) && !text.starts_with(':')
}
