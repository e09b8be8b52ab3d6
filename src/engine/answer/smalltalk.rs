//! Is this only a greeting, thanks, or a question who the bot is? Whole messages only: whatever
//! holds anything else is a question.

use super::normalise::tokens;

/// What a message without a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmallTalk {
    /// A greeting.
    Hello,
    /// Thanks, or satisfaction.
    Thanks,
    /// Who are you?
    WhoAreYou,
}

/// Whole messages, as plain words.
const HELLO: &[&str] = &[
    "hoi",
    "hallo",
    "hai",
    "hey",
    "hi",
    "heej",
    "hoihoi",
    "hello",
    "dag",
    "goedemorgen",
    "goeiemorgen",
    "goede morgen",
    "goedemiddag",
    "goede middag",
    "goedenmiddag",
    "goedenavond",
    "goedeavond",
    "goede avond",
    "goedendag",
    "goeden dag",
    "mogge",
    "moin",
    "morgen",
    "gm",
    "ben je daar",
    "ben je er",
];
const THANKS: &[&str] = &[
    "dank",
    "dank je",
    "dank je wel",
    "dankje",
    "dankjewel",
    "dank u",
    "dank u wel",
    "dankuwel",
    "bedankt",
    "thanks",
    "thank you",
    "thx",
    "tnx",
    "merci",
    "top",
    "fijn",
    "super",
    "ok",
    "oke",
    "okay",
    "okidoki",
    "helder",
    "duidelijk",
    "prima",
    "mooi",
    "heel erg bedankt",
    "hartelijk dank",
    "tof",
    "hartelijk bedankt",
    "veel dank",
    "alvast bedankt",
    "daar heb ik wat aan",
    "daar kan ik wat mee",
    "hier kan ik wat mee",
    "hier heb ik wat aan",
    "dat helpt",
    "fijn dat je er bent",
    "goed antwoord",
];
const WHO: &[&str] = &[
    "wie ben jij",
    "wie ben je",
    "wie bent u",
    "wat ben jij",
    "wat ben je",
    "wie of wat ben jij",
    "hoe heet je",
    "hoe heet jij",
    "stel je voor",
    "stel jezelf voor",
    "wie is dit",
    "wat is meldmaat",
    "wie is meldmaat",
    "wat doe je",
    "wat doe jij",
    "who are you",
];

/// Words that may stand around small talk without making it a question.
const FILLING: &[&str] = &[
    "hoor",
    "zeg",
    "nou",
    "he",
    "hee",
    "allemaal",
    "allen",
    "iedereen",
    "bot",
    "meldmaat",
    "team",
    "collega",
    "collegas",
    "s",
    "eigenlijk",
    "dan",
    "maar",
    "weer",
    "en",
    "ja",
    "je",
    "heel",
    "erg",
    "alvast",
    "weet",
    "ik",
    "genoeg",
    "dit",
    "is",
    "dat",
    "was",
    "zo",
    "even",
    "nog",
    "voor",
    "antwoord",
    "het",
    "snelle",
    "uitleg",
    "hulp",
    "informatie",
    "info",
    "aan",
    "daar",
];

/// Longer messages hold more than small talk.
const MOST_WORDS: usize = 9;

/// What small talk a message is, if it is nothing else.
pub fn smalltalk(text: &str) -> Option<SmallTalk> {
    let words: Vec<String> = tokens(text).into_iter().map(|t| t.text).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    let mut rest: &[String] = &words;
    let mut found = None;
    while !rest.is_empty() {
        if let Some((kind, length)) = phrase(rest) {
            // "hoi, wie ben jij": the last one decides, unless it is a mere greeting.
            found = match (found, kind) {
                (Some(earlier), SmallTalk::Hello) => Some(earlier),
                _ => Some(kind),
            };
            rest = &rest[length..];
        } else if FILLING.contains(&rest[0].as_str()) {
            rest = &rest[1..];
        } else {
            return None;
        }
    }
    found
}

/// The longest known phrase at the start.
fn phrase(words: &[String]) -> Option<(SmallTalk, usize)> {
    let lists =
        [(SmallTalk::Hello, HELLO), (SmallTalk::Thanks, THANKS), (SmallTalk::WhoAreYou, WHO)];
    let starts = |phrase: &str| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let fits = parts.len() <= words.len() && parts.iter().zip(words).all(|(p, w)| p == w);
        fits.then_some(parts.len())
    };
    lists
        .into_iter()
        .flat_map(|(kind, list)| list.iter().filter_map(move |p| Some((kind, starts(p)?))))
        .max_by_key(|(_, length)| *length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_messages_are_small_talk() {
        use SmallTalk::{Hello, Thanks, WhoAreYou};
        let table = [
            ("hoi", Some(Hello)),
            ("Goedemorgen allemaal!", Some(Hello)),
            ("Hoi 👋", Some(Hello)),
            ("dank je wel!", Some(Thanks)),
            ("top, bedankt", Some(Thanks)),
            ("Oké, helder", Some(Thanks)),
            ("hoi, wie ben jij?", Some(WhoAreYou)),
            ("wie ben je eigenlijk", Some(WhoAreYou)),
            ("hoi, wat is stap 2", None),
            ("dank je, en hoe lang duurt dat?", None),
            ("wie ben ik verplicht te bellen", None),
            ("ok maar mag dat zonder toestemming", None),
            ("het is voor nu", None),
            ("", None),
            ("👍", None),
        ];
        for (text, expected) in table {
            assert_eq!(smalltalk(text), expected, "{text}");
        }
    }
}
