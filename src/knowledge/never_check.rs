//! Does any text of the base say what the bot may never say? Each is judged with its topic.

use super::never::{Never, forbidden};
use super::read::Draft;
use super::readable;
use crate::vocab::{Findings, Severity};
use crate::yaml::{File, Place};

/// Checks each text that the bot can say.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let mut check = |file: File<'_>, about: Option<&str>, place: Place, text: &str, allowed| {
        for found in forbidden(about, text).into_iter().filter(|f| Some(f.never) != allowed) {
            // A sentence may go on in the next line of the file.
            let line = found.sentence.lines().next().unwrap_or_default();
            let whole = found.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let message = format!("Dit mag hier niet staan: `{whole}`.");
            let place = file.find(place, line);
            findings.push(file.finding(Severity::Error, place, message, found.never.remedy()));
        }
    };
    for placed in &draft.entries {
        let title = &*placed.entry.title;
        let about = format!("{} {title}", placed.entry.id.as_str());
        for text in &placed.prose {
            check(placed.file, Some(&about), text.place, &text.value, None);
        }
        // "Moet ik melden?" may be a title, and "Nee." the answer below it.
        let answer = placed.sentences.first().filter(|_| title.ends_with('?'));
        let first = answer.and_then(|answer| readable::sentences(&answer.value).next());
        if let (Some(title), Some(first)) = (placed.prose.first(), first) {
            check(
                placed.file,
                Some(&about),
                title.place,
                &format!("{}\n{first}", title.value),
                None,
            );
        }
    }
    if let Some(route) = &draft.route {
        for placed in &route.points {
            let about = format!("{} {}", placed.id.value, placed.point.title);
            // A pitfall is what not to do.
            let pitfall = placed.point.pitfall.as_ref();
            for text in placed.prose.iter().filter(|text| pitfall != Some(&text.value)) {
                check(route.file, Some(&about), text.place, &text.value, None);
            }
            // What a colleague answers may be a judgement: theirs.
            for text in &placed.answers {
                check(route.file, Some(&about), text.place, &text.value, Some(Never::Judgement));
            }
        }
    }
    for placed in &draft.additions {
        let (about, text) = (Some(placed.topic.as_str()), &placed.prose);
        check(placed.file, about, text.place, &text.value, None);
    }
    let regions =
        draft.regions.iter().flat_map(|placed| placed.prose.iter().map(|text| (placed.file, text)));
    let gemeenten = draft
        .gemeenten
        .iter()
        .flat_map(|placed| placed.remark.iter().map(|text| (placed.file, text)));
    for (file, text) in regions.chain(gemeenten) {
        check(file, None, text.place, &text.value, None);
    }
}
