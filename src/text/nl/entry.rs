//! How is an answer from the base said: the point first, then what to do, then where it comes from?

use super::{paragraph, phone, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{EntryWords, PlaceWords, SourceWords, TopicWords};

/// An entry: title, answer, what to do now, doubts, sources, neighbours.
pub fn entry(words: &EntryWords) -> Vec<Block> {
    let mut out = vec![Block::Paragraph(vec![strong(&words.title)])];
    if words.overdue {
        out.push(paragraph(
            "Let op: deze tekst moest opnieuw worden nagekeken. Controleer hem bij Veilig Thuis \
             (0800-2000) of je aandachtsfunctionaris.",
        ));
    }
    out.extend(prose(&words.answer));
    if !words.now.is_empty() {
        out.push(Block::Paragraph(vec![strong("Nu doen")]));
        out.push(Block::List(words.now.iter().map(|line| vec![text(line)]).collect()));
    }
    if let Some(check) = &words.check_this {
        out.push(Block::Small(vec![text(format!("Controleer dit: {check}"))]));
    }
    out.push(Block::Small(sources(&words.sources)));
    if !words.see_also.is_empty() {
        let titles: Vec<&str> = words.see_also.iter().map(|t| t.title.as_str()).collect();
        out.push(Block::Small(vec![text(format!("Zie ook: {}", titles.join(" · ")))]));
    }
    out
}

/// Which Veilig Thuis belongs to a place.
pub fn place(words: &PlaceWords) -> Vec<Block> {
    match words {
        PlaceWords::Known { place, gemeente, organisation, website, remarks, source } => {
            let where_ = if place == gemeente {
                place.clone()
            } else {
                format!("{place} (gemeente {gemeente})")
            };
            let mut lead = vec![
                text(format!("{where_} hoort bij ")),
                strong(organisation),
                text(". Bel "),
                phone("0800-2000"),
                text(
                    " (gratis, dag en nacht) en noem de plaats waar de persoon woont om wie het gaat.",
                ),
            ];
            if let Some(url) = website {
                lead.extend([
                    text(" Website: "),
                    Inline::Link { text: url.clone(), url: url.clone() },
                ]);
            }
            let mut out = vec![Block::Paragraph(lead)];
            if !remarks.is_empty() {
                out.push(Block::List(remarks.iter().map(|line| vec![text(line)]).collect()));
            }
            out.push(Block::Small(sources(std::slice::from_ref(source))));
            out
        }
        PlaceWords::Unknown => vec![Block::Paragraph(vec![
            text("Die plaats staat niet in mijn lijst. Bel "),
            phone("0800-2000"),
            text(" en noem de plaats: je komt bij de goede Veilig Thuis uit."),
        ])],
        PlaceWords::Missing => vec![Block::Paragraph(vec![
            text(
                "Noem een gemeente of plaats, dan zeg ik welke Veilig Thuis erbij hoort. Bellen kan altijd: ",
            ),
            phone("0800-2000"),
            text("."),
        ])],
    }
}

pub fn clarify(options: &[TopicWords]) -> Vec<Block> {
    vec![
        paragraph("Wat bedoel je? Antwoord met een nummer:"),
        Block::Numbered(options.iter().map(|option| vec![text(&option.title)]).collect()),
    ]
}

pub fn clarify_place(name: &str, options: &[String]) -> Vec<Block> {
    vec![
        paragraph(format!("Welk {name} bedoel je? Antwoord met een nummer:")),
        Block::Numbered(options.iter().map(|option| vec![text(option)]).collect()),
        Block::Paragraph(vec![
            text("Bellen kan nu al: Veilig Thuis "),
            phone("0800-2000"),
            text(", noem de plaats. Direct gevaar: "),
            phone("112"),
            text("."),
        ]),
    ]
}

pub fn dont_know() -> Vec<Block> {
    vec![
        paragraph("Dat weet ik niet. Ik verzin niets, daarom zeg ik dat eerlijk."),
        Block::Paragraph(vec![
            text("Vraag je aandachtsfunctionaris, of bel Veilig Thuis voor advies: "),
            phone("0800-2000"),
            text(". Of stel je vraag met andere woorden."),
        ]),
    ]
}

/// `Bron: KNMG (nov 2023) · Augeo (z.d.)`, each name a link.
fn sources(sources: &[SourceWords]) -> Vec<Inline> {
    let mut line = vec![text(if sources.len() == 1 { "Bron: " } else { "Bronnen: " })];
    for (i, source) in sources.iter().enumerate() {
        if i > 0 {
            line.push(text(" · "));
        }
        line.push(Inline::Link { text: source.name.clone(), url: source.url.clone() });
        line.push(text(format!(" ({})", source.date)));
    }
    line
}

/// Paragraphs, lists with `- `, and single line ends as the curator wrote them.
fn prose(answer: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut fresh = true;
    for line in answer.trim().lines() {
        let line = line.trim();
        if line.is_empty() {
            fresh = true;
            continue;
        }
        if let Some(item) = line.strip_prefix("- ") {
            match out.last_mut() {
                Some(Block::List(items)) if !fresh => items.push(vec![text(item)]),
                _ => out.push(Block::List(vec![vec![text(item)]])),
            }
        } else {
            match out.last_mut() {
                Some(Block::Paragraph(inlines)) if !fresh => {
                    inlines.extend([Inline::Break, text(line)]);
                }
                _ => out.push(paragraph(line)),
            }
        }
        fresh = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curators_text_becomes_paragraphs_and_lists() {
        let blocks = prose("Eerst dit.\n\n- een\n- twee\nSlot.\nNog een regel.\n");
        assert_eq!(
            blocks,
            vec![
                paragraph("Eerst dit."),
                Block::List(vec![vec![text("een")], vec![text("twee")]]),
                Block::Paragraph(vec![text("Slot."), Inline::Break, text("Nog een regel.")]),
            ]
        );
    }
}
