//! How is an answer from the base said: the point first, then what to do, then where it comes from?

use super::{dialable, paragraph, phone, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{AdditionWords, EntryWords, PlaceWords, SourceWords, TopicWords};
use std::borrow::Cow;

/// More would push the point off the screen.
const SEE_ALSO: usize = 2;

/// An entry: title, answer, what to do now, doubts, sources, neighbours.
pub fn entry(words: &EntryWords) -> Vec<Block> {
    let sure = |text: &str| doubting(text, &words.doubtful).into_owned();
    let doubted = sure(&words.title) != words.title;
    let mut out = vec![Block::Paragraph(vec![strong(title(&words.title, doubted))])];
    if words.overdue {
        out.push(overdue());
    }
    out.extend(prose(&sure(&words.answer)));
    if !words.now.is_empty() {
        out.push(Block::Paragraph(vec![strong("Nu doen")]));
        out.push(Block::List(words.now.iter().map(|line| dialable(&sure(line))).collect()));
    }
    if let Some(check) = &words.check_this {
        out.push(Block::Small(dialable(&format!("Controleer dit: {check}"))));
    }
    out.push(Block::Small(sources(&words.sources)));
    if !words.see_also.is_empty() {
        let nearest = words.see_also.iter().take(SEE_ALSO);
        let titles: Vec<String> = nearest.map(|t| title(&t.title, t.doubtful)).collect();
        out.push(Block::Small(vec![text(format!("Zie ook: {}", titles.join(" · ")))]));
    }
    out
}

/// A text is past the date by which it had to be looked at again.
pub fn overdue() -> Block {
    paragraph(
        "Let op: deze tekst moest opnieuw worden nagekeken. Controleer hem bij Veilig Thuis \
         (0800-2000) of je aandachtsfunctionaris.",
    )
}

/// What a region adds, marked as such.
pub fn addition(words: &AdditionWords) -> Vec<Block> {
    let mut blocks = prose(&doubting(&words.text, &words.doubtful));
    let lead = strong(format!("In regio {}: ", words.region));
    match blocks.first_mut() {
        Some(Block::Paragraph(line)) => line.insert(0, lead),
        _ => blocks.insert(0, Block::Paragraph(vec![lead])),
    }
    if words.overdue {
        blocks.push(paragraph(
            "Let op: deze regionale tekst moest opnieuw worden nagekeken. Vraag je \
             aandachtsfunctionaris of hij nog klopt.",
        ));
    }
    blocks.push(Block::Small(sources(&words.sources)));
    blocks
}

/// What stands behind a number that cannot be relied on.
const DOUBT: &str = " (controleer dit nummer eerst)";

/// A title; the warning stands once, at its end.
pub fn title(title: &str, doubtful: bool) -> String {
    if doubtful { format!("{title}{DOUBT}") } else { title.to_owned() }
}

/// Whether a number ends before this: "113.nl" is an address.
fn ends_there(after: &str) -> bool {
    let mut next = after.chars();
    match next.next() {
        Some('.') => !next.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// The text with a warning behind each number that cannot be relied on.
fn doubting<'t>(text: &'t str, doubtful: &[String]) -> Cow<'t, str> {
    if doubtful.is_empty() {
        return text.into();
    }
    let part_of_number = |c: char| c.is_alphanumeric() || c == '-';
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let fresh = !out.ends_with(part_of_number);
        let here = doubtful
            .iter()
            .filter(|number| fresh && rest.starts_with(number.as_str()))
            .filter(|number| ends_there(&rest[number.len()..]))
            .max_by_key(|number| number.len());
        match here {
            Some(number) => {
                out.push_str(number);
                out.push_str(DOUBT);
                rest = &rest[number.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out.into()
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
                let name = url.trim_start_matches("https://").trim_start_matches("www.");
                let name = name.trim_end_matches('/').to_owned();
                lead.extend([text(" Website: "), Inline::Link { text: name, url: url.clone() }]);
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
    vec![paragraph("Wat bedoel je? Antwoord met een nummer:"), numbered(options), not_there()]
}

pub fn said(topic: &TopicWords, options: &[TopicWords]) -> Vec<Block> {
    vec![
        paragraph(format!(
            "Wat ik weet over \u{201c}{}\u{201d} staat hierboven. Zoek je misschien dit? Antwoord \
             met een nummer:",
            topic.title
        )),
        numbered(options),
        not_there(),
    ]
}

fn not_there() -> Block {
    paragraph("Staat het er niet bij? Vraag het met andere woorden. Direct gevaar: 112.")
}

fn numbered(options: &[TopicWords]) -> Block {
    Block::Numbered(options.iter().map(|t| vec![text(title(&t.title, t.doubtful))]).collect())
}

pub fn no_addition(topic: &TopicWords, region: &str) -> Vec<Block> {
    vec![paragraph(format!(
        "Voor regio {region} heb ik niets extra\u{2019}s bij \u{201c}{}\u{201d}. Het antwoord \
         hierboven geldt.",
        topic.title
    ))]
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
        paragraph("Dat weet ik niet, en ik verzin niets."),
        paragraph(
            "Gaat het over een zorg of een melding? Vraag het met andere woorden, vraag je \
             aandachtsfunctionaris, of bel Veilig Thuis voor advies: 0800-2000.",
        ),
    ]
}

/// `Bron: KNMG (nov 2023) · Augeo (zonder datum)`, each name a link. A name that comes again is
/// numbered, so that no two links are called the same.
pub fn sources(sources: &[SourceWords]) -> Vec<Inline> {
    let mut line = vec![text(if sources.len() == 1 { "Bron: " } else { "Bronnen: " })];
    for (i, source) in sources.iter().enumerate() {
        if i > 0 {
            line.push(text(" · "));
        }
        let again = sources[..i].iter().filter(|earlier| earlier.name == source.name).count();
        let name = match again {
            0 => source.name.clone(),
            n => format!("{} {}", source.name, n + 1),
        };
        line.push(Inline::Link { text: name, url: source.url.clone() });
        line.push(text(format!(" ({})", day(&source.date))));
    }
    line
}

/// Curators write "z.d. (na 2019)"; people read "na 2019", or "zonder datum".
pub(super) fn day(date: &str) -> &str {
    let known = date.strip_prefix("z.d.").map(|rest| rest.trim().trim_matches(['(', ')']));
    match known {
        Some("") => "zonder datum",
        Some(rest) => rest,
        None => date,
    }
}

/// Paragraphs, lists with `- `, and single line ends as the curator wrote them.
pub fn prose(answer: &str) -> Vec<Block> {
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
                Some(Block::List(items)) if !fresh => items.push(dialable(item)),
                _ => out.push(Block::List(vec![dialable(item)])),
            }
        } else {
            match out.last_mut() {
                Some(Block::Paragraph(inlines)) if !fresh => {
                    inlines.push(Inline::Break);
                    inlines.extend(dialable(line));
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
    fn a_number_that_may_be_wrong_says_so_wherever_it_stands() {
        let doubtful = ["113", "0800-0113"].map(str::to_owned);
        for (text, expected) in [
            ("Bel 112.", "Bel 112."),
            ("Bel 113.", "Bel 113 (controleer dit nummer eerst)."),
            (
                "113 of 0800-0113",
                "113 (controleer dit nummer eerst) of 0800-0113 (controleer dit nummer eerst)",
            ),
            ("art. 1131, 2113, kijk op 113.nl", "art. 1131, 2113, kijk op 113.nl"),
        ] {
            assert_eq!(doubting(text, &doubtful), expected, "{text}");
        }
    }

    #[test]
    fn every_telephone_number_can_be_dialled_and_nothing_else() {
        let dialled = |line| {
            let link = |inline: Inline| match inline {
                Inline::Link { url, .. } => Some(url),
                _ => None,
            };
            dialable(line).into_iter().filter_map(link).collect::<Vec<_>>()
        };
        assert_eq!(
            dialled("Bel 112. Of 0800-2000, of 0900-8844-"),
            ["tel:112", "tel:08002000", "tel:09008844"]
        );
        let none =
            ["artikel 5.2.6", "24-12-2026", "2019-2020", "A112", "1121", "112/113", "zonder"];
        assert!(none.iter().all(|line| dialled(line).is_empty()));
    }

    #[test]
    fn a_date_reads_as_people_say_it() {
        assert_eq!(
            ["z.d.", "z.d. (na 2019)", "nov 2023"].map(day),
            ["zonder datum", "na 2019", "nov 2023"]
        );
    }

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
