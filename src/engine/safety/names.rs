//! Which names in a message are a client's?

use super::folded::Folded;
use super::personal::{Found, any_whole_word, any_word};
use crate::knowledge::Safety;
use crate::vocab::PersonalData;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;

/// Context is sought this many bytes before and after a name.
const CONTEXT: (usize, usize) = (40, 45);

/// Finds names in a telling position.
#[derive(Debug)]
pub(super) struct Names {
    after_role: Regex,
    called: Regex,
    aged: Regex,
    full: Regex,
    living: Regex,
    aged_in: Regex,
    role: Regex,
    first_names: BTreeSet<String>,
    not_names: BTreeSet<String>,
    colleague: Option<Regex>,
    team: Regex,
}

/// A name as written: capitals, `el`, `van der`, an initial with a dot.
const NAME: &str = r"(?:\p{Lu}[\p{L}'\-]+|\p{Lu}\.)(?:(?: (?:van|de|der|den|el|al|ten|ter|van de|van der|van den|ben|bin|op de|in 't))* (?:\p{Lu}[\p{L}'\-]+|\p{Lu}\.)){0,3}";
/// A surname on its own: `de Vries`, `el Amrani`.
const SURNAME: &str = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Ee]l|[Aa]l|[Tt]en|[Tt]er|[Oo]p) ){0,3}(?:\p{Lu}[\p{L}'\-]+|\p{Lu}\.)";

/// Small words within a surname.
const PARTICLES: &[&str] =
    &["van", "de", "der", "den", "el", "al", "ten", "ter", "ben", "bin", "op", "in", "'t", "het"];

impl Names {
    pub(super) fn build(safety: &Safety) -> Names {
        let words = &safety.personal;
        let fixed =
            |pattern: &str| Regex::new(pattern).expect("a fixed pattern, compiled by every test");
        let roles: Vec<String> =
            words.roles.iter().chain(&words.titles).map(|w| regex::escape(w)).collect();
        let roles = if roles.is_empty() { r"[^\s\S]".into() } else { roles.join("|") };
        let last: Vec<String> = words.last_names.iter().map(|w| regex::escape(w)).collect();
        let last = if last.is_empty() {
            r"[^\s\S]".into()
        } else {
            format!("(?:(?:van|de|der|den|el|al) )*(?:{})", last.join("|"))
        };
        let firsts = &words.first_names;
        let first: Vec<String> = firsts.iter().map(|w| regex::escape(w)).collect();
        let first = if first.is_empty() { r"[^\s\S]".into() } else { first.join("|") };
        Names {
            after_role: fixed(&format!(
                r"\b(?i:{roles})(?:\.|,|:)? (?:(?i:genaamd|heet|heten|is|met de naam|van) )?({NAME}|{SURNAME}|(?i:{last})\b|[a-z]\. ?(?:(?:van|de|der|den|el|al|ten|ter) )*[a-z]{{3,}}\b|(?i:{first})\b)"
            )),
            called: fixed(&format!(
                r"\b(?i:heet|genaamd|heten|naam is|naam:|noemt zich) ({NAME}|(?i:{first})\b)"
            )),
            aged: fixed(&format!(
                r"\b({NAME}|(?i:{first}))(?:,? \(?| van (?:bijna )?|,? is |,? al )(?:[0-9]{{1,2}}\b|[0-9]{{1,2}} ?(?:jr|jaar|mnd|maanden|weken))"
            )),
            full: fixed(&format!(
                r"\b((?i:{first}) (?:(?i:van|de|der|den|el|al|ten|ter) ){{0,2}}(?:\p{{Lu}}[\p{{L}}'\-]+|\p{{Lu}}\.))"
            )),
            living: fixed(&format!(
                r"\b({NAME}|(?i:{first}))(?:,? (?:die )?)(?:woont|wonend|uit) "
            )),
            aged_in: fixed(&format!(
                r"\b({NAME})(?:,? \(?| van (?:bijna )?)[0-9]{{1,2}}(?: ?jr| ?jaar)?[),]{{0,2}} (?:uit|in|woont|wonend) "
            )),
            role: any_whole_word(words.roles.iter()),
            first_names: firsts.iter().cloned().collect(),
            not_names: words.not_names.iter().cloned().collect(),
            colleague: any_word(&words.colleagues),
            team: fixed(
                r"\b(?:jeugd|ouder|moeder|vader|huis|school|werk)(?:s|-)?(?: ?(?:en|&|-) ?|, )(?:het )?(?:gezin|kind)\W*$",
            ),
        }
    }

    /// All names of clients; spans in the folded text.
    pub(super) fn find(&self, folded: &Folded, out: &mut Vec<Found>) {
        for (regex, needs_first) in [
            (&self.after_role, false),
            (&self.called, false),
            (&self.aged_in, false),
            (&self.aged, true),
            (&self.full, true),
            (&self.living, true),
        ] {
            for name in regex.captures_iter(&folded.text).filter_map(|c| c.get(1)) {
                if self.is_client(folded, &name.range(), needs_first) {
                    out.push(Found::new(PersonalData::Name, name.range()));
                }
            }
        }
    }

    /// Whether this is a name at all, and not a colleague's or an author's.
    fn is_client(&self, folded: &Folded, span: &Range<usize>, needs_first: bool) -> bool {
        let low = &folded.low[span.clone()];
        let words: Vec<&str> = low.split(' ').map(|w| w.trim_end_matches('.')).collect();
        let particle = |w: &str| PARTICLES.contains(&w);
        if words.iter().any(|w| !particle(w) && self.not_names.contains(*w))
            || words.iter().all(|w| particle(w))
        {
            return false;
        }
        let first_known = words.first().is_some_and(|w| self.first_names.contains(*w));
        let (before, after) =
            (folded.before(span.start, CONTEXT.0), folded.after(span.end, CONTEXT.1));
        let told = self.role.is_match(before) || self.role.is_match(after);
        if needs_first && !first_known && !told {
            return false;
        }
        if self.team.is_match(before) {
            return false;
        }
        let mention = folded.text[..span.start].ends_with('@');
        let colleague =
            self.colleague.as_ref().is_some_and(|r| r.is_match(before) || r.is_match(after));
        !mention && (!colleague || self.role.is_match(before))
    }
}
