//! What does a message say to the question of a walk: a choice, or something of its own?

use super::way;
use crate::engine::{World, command};
use crate::knowledge::Next;
use crate::vocab::Walk;

/// How a question begins in Dutch, folded.
const ASKING: [&str; 36] = [
    "wat", "wie", "waar", "wanneer", "waarom", "waarvoor", "waarmee", "waarop", "welk", "welke",
    "hoe", "hoeveel", "hoelang", "hoezo", "mag", "moet", "moeten", "kan", "kun", "kunnen", "mogen",
    "is", "zijn", "ben", "heb", "heeft", "hebben", "geldt", "telt", "bestaat", "weet", "leg",
    "vertel", "klopt", "doe", "hoef",
];

/// How somebody asks without asking, folded.
const WONDERING: [&str; 4] = ["ik wil weten", "ik vraag me af", "ik weet niet", "uitleg"];

/// So many words are looked up among the choices, at most.
const MOST_WORDS: usize = 5;

/// So many words may be the name of a topic.
const SHORT: usize = 3;

/// The choice, from 0, that a text or a reaction makes in what a walk asks.
pub fn choice(world: &World, walk: &Walk, text: &str) -> Option<usize> {
    let bare = match command::bare(text).as_str() {
        "✅" => "ja".to_owned(),
        "❌" => "nee".to_owned(),
        bare => bare.to_owned(),
    };
    if walk.resuming {
        return command::choice(text).filter(|n| *n < 2);
    }
    let at = way::at(&world.base.route, walk);
    // A way that is gone has no choices: whoever chooses hears that it changed.
    let Some(at) = at else { return command::choice(text) };
    let Next::Ask { ways, .. } = &at.next else { return None };
    if let Some(n) = command::choice(text) {
        return (n < ways.len()).then_some(n);
    }
    ways.iter()
        .position(|way| way.words.iter().chain([&way.text]).any(|word| command::bare(word) == bare))
}

/// Whether a text is one of the words by which some point of the route is answered.
pub fn may_choose(world: &World, text: &str) -> bool {
    let bare = command::bare(text);
    // Most of what is said in a room is longer.
    if bare.split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let ways = world.base.route.points.values().flat_map(|point| match &point.next {
        Next::Ask { ways, .. } => ways.as_slice(),
        Next::End { .. } => &[],
    });
    ways.flat_map(|way| &way.words).any(|word| command::bare(word) == bare)
}

/// Whether a text is a question by its form.
pub fn asks(text: &str) -> bool {
    let folded = command::bare(text);
    let mut words = folded.split_whitespace().filter(|word| !["en", "maar", "ok"].contains(word));
    let wonders = WONDERING.iter().any(|words| folded.starts_with(words));
    text.contains('?') || wonders || words.next().is_some_and(|word| ASKING.contains(&word))
}

/// Whether a text tells something rather than asks: too long for the name of a topic.
pub fn tells(text: &str) -> bool {
    !asks(text) && text.split_whitespace().count() > SHORT
}
