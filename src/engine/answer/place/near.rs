//! Which place does a name with a typing error mean, or is it one that nobody knows?

use super::{PlaceFound, PlaceNames, Target, resolve};
use crate::engine::answer::normalise::Token;
use crate::knowledge::Base;
use std::collections::BTreeSet;
use strsim::osa_distance;

impl PlaceNames {
    /// A typing error in a name, or a name that nobody knows.
    pub(super) fn nearly(
        &self,
        base: &Base,
        known: &BTreeSet<String>,
        words: &[Token],
        alone: bool,
    ) -> PlaceFound {
        let only = words.iter().filter(|t| !self.words.beside.contains(&t.text)).count() == 1;
        let cue = alone || self.cue(words, &(0..0));
        let candidates = words.iter().enumerate().filter(|(at, token)| {
            let before = at.checked_sub(1).map(|b| words[b].text.as_str());
            let led = before.is_some_and(|b| {
                matches!(b, "in" | "te" | "uit") || self.words.certain.contains(b)
            });
            let named = token.capital && !token.opening;
            // A name that was passed over is an ordinary word here, no typing error.
            let strange = !known.contains(&token.text)
                && !self.names.contains_key(&token.text)
                && !self.words.beside.contains(&token.text)
                && !self.words.cues.contains(&token.text);
            token.text.len() >= 4
                && strange
                && token.text.chars().all(char::is_alphabetic)
                && cue
                && (led || only || (named && before.is_some_and(|b| self.words.before.contains(b))))
        });
        let mut unknown = false;
        for (_, token) in candidates {
            unknown = true;
            let near = self.near(&token.text);
            if !near.is_empty() {
                return resolve(&base.places, &near);
            }
        }
        if unknown { PlaceFound::Unknown } else { PlaceFound::Missing }
    }

    /// Names one typing error away (two in a long name).
    fn near(&self, word: &str) -> Vec<&Target> {
        let length = word.chars().count();
        let allowed = match length {
            0..=4 => return Vec::new(),
            5..=8 => 1,
            _ => 2,
        };
        let single = self.names.values().flatten().filter(|(name, _)| name.len() == 1);
        let mut best = allowed;
        let mut found: Vec<&Target> = Vec::new();
        for (name, target) in single {
            if name[0].chars().count().abs_diff(length) > best {
                continue;
            }
            let distance = osa_distance(&name[0], word);
            if distance < best {
                best = distance;
                found.clear();
            }
            if distance == best && !found.contains(&target) {
                found.push(target);
            }
        }
        // More than a few alike is guessing.
        if found.len() > 3 { Vec::new() } else { found }
    }
}
