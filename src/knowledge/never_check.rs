//! Does any text of the base say what the bot may never say? Each is judged with its topic.

use super::never::{Forbidden, Never, forbidden};
use super::read::Draft;
use super::readable;
use crate::vocab::{Finding, Findings, Severity};
use crate::yaml::{File, Place};

/// Checks each text that the bot can say.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    items(draft, findings);
    let mut check = |file: File<'_>, about: Option<&str>, place: Place, text: &str, allowed| {
        for found in forbidden(about, text).into_iter().filter(|f| Some(f.never) != allowed) {
            findings.push(told(file, place, found));
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

/// What the quiz teaches: every explanation, and the best option. What it asks may be wrong, and so may
/// the other options be: colleagues think so.
fn items(draft: &Draft<'_>, findings: &mut Findings) {
    for placed in &draft.items {
        let question = &*placed.question.value;
        // A dangerous form in the situation holds for what is said of it.
        let about = format!("{} {question}", placed.topic.value);
        let told = |place, found| told(placed.file, place, found);
        for option in &placed.options {
            let why = &option.explanation;
            let found = forbidden(Some(&about), &why.value).into_iter();
            findings.extend(found.map(|found| told(why.place, found)));
        }
        let Some(best) = placed.best().map(|best| &best.text) else { continue };
        // "Moet ik melden?" may be asked, and "Nee" the best option.
        let answered = format!("{question}\n{}", best.value);
        let found = forbidden(Some(&about), &answered);
        let asked = if found.is_empty() { Vec::new() } else { forbidden(Some(&about), question) };
        let found = found.into_iter().filter(|found| !asked.contains(found));
        findings.extend(found.map(|found| {
            let of_question = question.contains(found.sentence);
            told(if of_question { placed.question.place } else { best.place }, found)
        }));
    }
}

fn told(file: File<'_>, place: Place, found: Forbidden<'_>) -> Finding {
    // A sentence may go on in the next line of the file.
    let line = found.sentence.lines().next().unwrap_or_default();
    let whole = found.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("Dit mag hier niet staan: `{whole}`.");
    file.finding(Severity::Error, file.find(place, line), message, found.never.remedy())
}
