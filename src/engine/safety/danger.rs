//! Does a message say that someone is in danger now?
//!
//! Signs (phrases, or groups near each other) are sought in the plain reading; each sign that is found
//! is then weighed against what can take its force away: a denial nearby, the past, a hypothesis, a
//! question about danger in general. What the message as a whole sounds like (see [`super::learned`])
//! is weighed beside it: it can raise the alarm without a sign, and silence a sign that stands alone
//! among harmless words.

use super::learned::Learned;
use super::phrase::{Phrases, literals};
use super::plain::Reading;
use crate::engine::learnt::{Reader, Writer};
use crate::knowledge::{Reach, Safety, SafetyExamples};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Groups of one sign stand within this many bytes of plain text of each other (about 14 words).
const WINDOW: usize = 90;
/// A sentence without punctuation is looked at this far on either side (about 20 words).
const SENTENCE: usize = 130;
/// A denial works over this many words before a sign, and this many after it.
const NEAR: (usize, usize) = (4, 2);
/// More occurrences than this of one thing in one message say nothing new.
const MOST: usize = 200;

/// From this sound on a message is danger without any sign,
const UNSIGNED: f32 = 0.6;
/// with a sign that has lost its force,
const DEFUSED: f32 = 0.65;
/// and with a sign that stands.
const SIGNED: f32 = 0.1;

/// What the learnt score is called among the reasons.
const SOUND: &str = "klank";

/// The compiled signs and defusers, and what was learnt.
#[derive(Debug)]
pub(super) struct Danger {
    reading: Reading,
    joints: BTreeSet<String>,
    figures: Option<Regex>,
    groups: BTreeMap<String, Regex>,
    signs: Vec<Sign>,
    defusers: Vec<Defuser>,
    learned: Option<Learned>,
}

#[derive(Debug)]
struct Sign {
    name: String,
    phrases: Option<Regex>,
    together: Vec<Vec<String>>,
    regardless: BTreeSet<String>,
}

#[derive(Debug)]
struct Defuser {
    name: String,
    reach: Reach,
    phrases: Regex,
    except: Vec<String>,
    unless: Vec<String>,
}

/// What came of it, and the names of the signs.
pub(super) struct Verdict {
    pub(super) danger: bool,
    pub(super) because: Vec<String>,
}

type Spans = Vec<Range<usize>>;

impl Danger {
    pub(super) fn compile(safety: &Safety) -> Danger {
        let phrases = Phrases::new(&safety.groups, &safety.deniers);
        let signs = safety.danger.iter().map(|sign| Sign {
            name: sign.name.clone(),
            phrases: phrases.compile(&sign.phrases),
            together: sign.together.clone(),
            regardless: sign.regardless.iter().cloned().collect(),
        });
        let defusers = safety.defusers.iter().filter_map(|d| {
            Some(Defuser {
                name: d.name.clone(),
                reach: d.reach,
                phrases: phrases.compile(&d.phrases)?,
                except: d.except.clone(),
                unless: d.unless.clone(),
            })
        });
        let named = safety.danger.iter().flat_map(|s| s.together.iter().flatten());
        let named =
            named.chain(safety.defusers.iter().flat_map(|d| d.except.iter().chain(&d.unless)));
        let groups = named.filter_map(|name| Some((name.clone(), phrases.group(name)?))).collect();
        let sources = safety.groups.values().flatten();
        let sources = sources.chain(safety.danger.iter().flat_map(|s| &s.phrases));
        let others = safety.defusers.iter().flat_map(|d| &d.phrases).chain(&safety.figures);
        let known = literals(others.chain(&safety.well_spelled));
        Danger {
            reading: Reading::new(&safety.deniers, known, &literals(sources)),
            joints: safety.joints.iter().cloned().collect(),
            figures: phrases.compile(&safety.figures),
            groups,
            signs: signs.collect(),
            defusers: defusers.collect(),
            learned: None,
        }
    }

    /// Learns how danger sounds; without an example of it, nothing is learnt.
    pub(super) fn learn<'q>(
        &mut self,
        examples: &'q SafetyExamples,
        ordinary: impl Iterator<Item = &'q String>,
    ) {
        if examples.danger.is_empty() {
            return;
        }
        let harmless = examples.harmless.iter().chain(ordinary);
        self.learned = Some(Learned::train(&examples.danger, harmless, |text| {
            let plain = self.plain(text);
            let marks = self.marks(&plain);
            (plain, marks)
        }));
    }

    /// Writes down what was learnt.
    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(learned) = &self.learned {
            learned.write(writer);
        }
    }

    /// Takes over what [`Self::write`] wrote. Without examples that is nothing, and learnt at once.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.learned = Some(Learned::read(reader)?);
        Some(())
    }

    /// Weighs a message.
    pub(super) fn judge(&self, text: &str) -> Verdict {
        let plain = self.plain(text);
        let mut verdict = self.signs(&plain);
        if let Some(learned) = &self.learned {
            let sounds = learned.danger(&plain, &self.marks(&plain));
            let needed = match (verdict.danger, verdict.because.is_empty()) {
                (true, _) => SIGNED,
                (false, true) => UNSIGNED,
                (false, false) => DEFUSED,
            };
            verdict.danger = sounds >= needed;
            verdict.because.push(format!("{SOUND} {sounds:.2}"));
        }
        verdict
    }

    /// The plain reading without sayings.
    fn plain(&self, text: &str) -> String {
        let plain = self.reading.read(text);
        match &self.figures {
            Some(figures) => figures.replace_all(&plain, " _").into_owned(),
            None => plain,
        }
    }

    /// The names of all defusers in a plain reading, wherever they stand.
    fn marks(&self, plain: &str) -> Vec<&str> {
        let standing = self.defusers.iter().filter(|d| d.phrases.is_match(plain));
        standing.map(|d| d.name.as_str()).collect()
    }

    /// The signs in a plain reading.
    fn signs(&self, plain: &str) -> Verdict {
        let found: BTreeMap<&str, Spans> =
            self.groups.iter().map(|(name, r)| (name.as_str(), spans(r, plain))).collect();
        let brakes: Vec<(&Defuser, Spans)> =
            self.defusers.iter().map(|d| (d, self.standing(d, &found, plain))).collect();
        let mut verdict = Verdict { danger: false, because: Vec::new() };
        for sign in &self.signs {
            let mut stopped = None;
            let mut stands = false;
            for hit in sign.hits(&found, plain) {
                match self.stopped(sign, &hit, &brakes, &found, plain) {
                    Some(name) => stopped = Some(name),
                    None => {
                        stands = true;
                        break;
                    }
                }
            }
            if stands {
                verdict.danger = true;
                verdict.because.push(sign.name.clone());
            } else if let Some(name) = stopped {
                verdict.because.push(format!("{} ({name})", sign.name));
            }
        }
        verdict
    }

    /// Where a defuser stands, apart from the phrases in which it means nothing.
    fn standing(&self, defuser: &Defuser, found: &BTreeMap<&str, Spans>, plain: &str) -> Spans {
        let mut at = spans(&defuser.phrases, plain);
        for group in &defuser.except {
            let idle = found.get(group.as_str()).map_or(&[][..], Vec::as_slice);
            at.retain(|s| !idle.iter().any(|i| i.start <= s.start && s.end <= i.end));
        }
        at
    }

    /// The defuser that takes the force of this hit, if any does.
    fn stopped<'a>(
        &self,
        sign: &Sign,
        hit: &Range<usize>,
        brakes: &[(&'a Defuser, Spans)],
        found: &BTreeMap<&str, Spans>,
        plain: &str,
    ) -> Option<&'a str> {
        let sentence = sentence(plain, hit);
        let inside = |span: &Range<usize>| sentence.start <= span.start && span.end <= sentence.end;
        brakes.iter().find_map(|(defuser, at)| {
            if sign.regardless.contains(&defuser.name) {
                return None;
            }
            let lifted = defuser.unless.iter().filter_map(|g| found.get(g.as_str())).any(|spans| {
                spans
                    .iter()
                    .any(|s| inside(s) && !at.iter().any(|a| a.start <= s.start && s.end <= a.end))
            });
            let works = !lifted
                && at.iter().any(|span| match defuser.reach {
                    Reach::Near => self.near(plain, hit, span),
                    Reach::Sentence => inside(span),
                    Reach::Before => inside(span) && span.start <= hit.start,
                    Reach::After => span.start >= hit.start,
                    Reach::Message => true,
                });
            works.then_some(defuser.name.as_str())
        })
    }

    /// Whether a denial stands so close, in the same clause, that it is about the hit.
    fn near(&self, plain: &str, hit: &Range<usize>, span: &Range<usize>) -> bool {
        let (between, most) = if span.end <= hit.start {
            (&plain[span.end..hit.start], NEAR.0)
        } else if span.start >= hit.end {
            (&plain[hit.end..span.start], NEAR.1)
        } else {
            return false;
        };
        let mut words = 0;
        for word in between.split_ascii_whitespace() {
            if matches!(word, "." | "," | "?") || self.joints.contains(word) {
                return false;
            }
            words += 1;
        }
        words <= most
    }
}

impl Sign {
    /// Where the sign stands.
    fn hits(&self, found: &BTreeMap<&str, Spans>, plain: &str) -> Spans {
        let mut hits = self.phrases.as_ref().map_or_else(Vec::new, |r| spans(r, plain));
        for row in &self.together {
            hits.extend(together(row, found));
        }
        hits
    }
}

/// Where all groups of a row stand within one window, seen from each occurrence of the first.
fn together(row: &[String], found: &BTreeMap<&str, Spans>) -> Spans {
    let spans = |name: &String| found.get(name.as_str()).map_or(&[][..], Vec::as_slice);
    let Some((first, others)) = row.split_first() else { return Vec::new() };
    let mut hits = Vec::new();
    for start in spans(first) {
        let mut hit = start.clone();
        let complete = others.iter().all(|name| {
            let nearest = spans(name)
                .iter()
                .filter(|s| s.end + WINDOW >= start.start && s.start <= start.end + WINDOW)
                // One word cannot be two signs at once.
                .filter(|s| s.end <= start.start || s.start >= start.end)
                .min_by_key(|s| s.start.abs_diff(start.start));
            if let Some(s) = nearest {
                hit = hit.start.min(s.start)..hit.end.max(s.end);
            }
            nearest.is_some()
        });
        if complete {
            hits.push(hit);
        }
    }
    hits
}

/// All places where an expression matches, also those that overlap an earlier one.
fn spans(regex: &Regex, plain: &str) -> Spans {
    let mut at = 0;
    let mut out = Vec::new();
    while let Some(found) = regex.find_at(plain, at) {
        out.push(found.range());
        if out.len() >= MOST {
            break;
        }
        at = found.start() + 1;
    }
    out
}

/// The sentence around a hit, or as much of it as lies near.
fn sentence(plain: &str, hit: &Range<usize>) -> Range<usize> {
    let from = hit.start.saturating_sub(SENTENCE);
    let to = (hit.end + SENTENCE).min(plain.len());
    // The plain reading is ASCII, so every byte is a boundary.
    let start = plain[from..hit.start].rfind(['.', '?']);
    let end = plain[hit.end..to].find(['.', '?']);
    start.map_or(from, |at| from + at)..end.map_or(to, |at| hit.end + at + 1)
}
