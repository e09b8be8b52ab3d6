//! How is a found piece of personal data taken out of a text?

use super::personal::Found;

/// Takes the place of what was found. Must itself never be found.
const NEUTRAL: &str = "gegeven";

/// Passes after which what is still found is given up on; two have always been enough.
const PASSES: usize = 4;

/// Covers all that `find` finds, until it finds nothing more: what stood beside a covered piece may
/// read differently without it.
pub(super) fn cover(text: &str, find: impl Fn(&str) -> Vec<Found>) -> String {
    let mut text = text.to_owned();
    for _ in 0..PASSES {
        let found = find(&text);
        if found.is_empty() {
            break;
        }
        text = once(&text, &found);
    }
    text
}

/// One pass. Pieces that overlap become one.
fn once(text: &str, found: &[Found]) -> String {
    let mut spans: Vec<_> = found.iter().map(|f| f.span.clone()).collect();
    spans.sort_by_key(|s| (s.start, s.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        if span.end <= at {
            continue;
        }
        if span.start >= at {
            out.push_str(&text[at..span.start]);
            out.push_str(NEUTRAL);
        }
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}
