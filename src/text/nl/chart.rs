//! Which words stand in the chart of a month, and what is it in words for who cannot see it?

use super::broadcast_report::region;
use super::control;
use crate::text::chart::{Chart, Row, shown};
use crate::vocab::InsightWords;

/// Beside a bar.
pub const RIGHT: &str = "goed beantwoord";

/// Beside the marker.
pub const BEFORE: &str = "de maand ervoor";

/// Above the columns of the table.
pub const HEAD: [&str; 6] = ["maand", "regio", "onderwerp", "antwoorden", "goed", "procent goed"];

/// What a region is called.
pub fn place(id: &str) -> String {
    region(id)
}

/// What a month is called: "Quiz in oktober 2026, regio Twente".
pub fn title(month: &str, of: Option<&str>) -> String {
    let place = of.map(|id| format!(", regio {}", region(id))).unwrap_or_default();
    format!("Quiz in {}{place}", control::month(month))
}

/// The chart of a month, the hardest topic first: it is what a session is about.
pub fn chart(words: &InsightWords) -> Chart {
    let row = |share: &crate::vocab::TopicShare| Row {
        label: share.topic.title.clone(),
        share: share.share(),
        before: share.before,
        answers: share.answers,
    };
    Chart {
        title: title(&words.month, words.region.as_deref()),
        note: "Het lastigste onderwerp staat bovenaan.".to_owned(),
        rows: words.topics.iter().rev().map(row).collect(),
    }
}

/// The chart in words, for a screen reader: one sentence with all figures, then the note; one line, no
/// markup.
pub fn alt(chart: &Chart) -> String {
    let rows: Vec<String> = chart.drawn().map(figures).collect();
    let told = [
        format!("Staafdiagram. {}.", shown(&chart.title)),
        shown(&chart.note),
        format!("Goed beantwoord: {}.", rows.join("; ")),
        left_out(chart.more()),
    ];
    told.join(" ").trim_end().to_owned()
}

/// The figures before the label: "stap 5 66 %" would be heard as one number.
fn figures(row: &Row) -> String {
    let was = row.before().map(|before| format!(" (was {before})")).unwrap_or_default();
    let (share, label) = (percent(row.share()), shown(&row.label));
    format!("{share}{was} bij {label}, {}", answers(row.answers))
}

/// `72 %`
pub fn percent(share: u32) -> String {
    format!("{share} %")
}

/// Behind the share: the month before.
pub fn was(before: u32) -> String {
    format!(", was {before}")
}

/// How many answers.
pub fn answers(answers: u32) -> String {
    format!("{answers} {}", if answers == 1 { "antwoord" } else { "antwoorden" })
}

/// How many topics do not stand in the chart; nothing when all do.
pub fn left_out(topics: usize) -> String {
    match topics {
        0 => String::new(),
        1 => "Nog 1 onderwerp staat niet in de grafiek.".to_owned(),
        more => format!("Nog {more} onderwerpen staan niet in de grafiek."),
    }
}
