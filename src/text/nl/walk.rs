//! What does the bot say on the guided walk through the five steps?

use super::{control, dialable, entry, paragraph, phone, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{EndWords, ListWords, Outcome, Place, PointWords, WalkWords};

pub fn walk(words: &WalkWords) -> Vec<Block> {
    match words {
        WalkWords::Point(words) => point(words),
        WalkWords::Resume(place) => resume(place),
        WalkWords::Open(place) => vec![paragraph(format!(
            "Je stappenplan staat nog open bij {}. Doorgaan? Zeg \u{201c}verder\u{201d}. Vooraan \
             beginnen? Zeg \u{201c}opnieuw\u{201d}.",
            standing(place)
        ))],
        WalkWords::Choose { choices } => choose(choices),
        WalkWords::First => vec![paragraph("Dit is de eerste vraag. Terug kan hier niet.")],
        WalkWords::Stopped => vec![paragraph(
            "Goed, we stoppen. Je keuzes zijn gewist. Opnieuw beginnen: !meld stappenplan",
        )],
        WalkWords::Changed => vec![paragraph(
            "Het stappenplan is intussen bijgewerkt. Daarom beginnen we weer vooraan. Sorry voor het \
             dubbele werk.",
        )],
        WalkWords::Edited { over: false } => vec![paragraph(
            "Een bericht dat je aanpast, telt in het stappenplan niet mee. Stuur je keuze in een \
             nieuw bericht. Een vraag terug? Zeg \u{201c}terug\u{201d}.",
        )],
        WalkWords::Edited { over: true } => vec![paragraph(
            "Dit stappenplan is klaar. Een bericht dat je nu aanpast, verandert er niets meer aan. \
             Opnieuw beginnen: !meld stappenplan",
        )],
        WalkWords::Beside => vec![paragraph(
            "Hoort dit bij je stappenplan? Antwoord dan in de draad daarvan, of als antwoord op mijn \
             laatste vraag. Zo haal ik het niet door elkaar met het gesprek hier.",
        )],
        WalkWords::NotOpen => {
            vec![paragraph("Er staat voor jou geen stappenplan open. Beginnen: !meld stappenplan")]
        }
        WalkWords::End(words) => end(words),
        WalkWords::List(words) => list(words),
    }
}

fn point(words: &PointWords) -> Vec<Block> {
    let mut out = Vec::new();
    if words.first {
        out.push(paragraph(
            "We lopen de vijf stappen langs. Vertel niets over de zaak zelf: geen namen, geen \
             details. Ik bewaar alleen je keuzes, hooguit 7 dagen.",
        ));
    }
    let place = &words.place;
    let heading = match place.step {
        Some(step) => format!("Stap {step} van 5: {}", place.title),
        None => place.title.clone(),
    };
    out.push(Block::Paragraph(vec![strong(heading)]));
    if words.overdue {
        out.push(entry::overdue());
    }
    out.extend(entry::prose(&words.text));
    let lines =
        [("Wie: ", &words.who), ("Schrijf op: ", &words.write_down), ("Valkuil: ", &words.pitfall)];
    let lines = lines.into_iter().filter_map(|(lead, line)| Some((lead, line.as_ref()?)));
    let lines: Vec<Vec<Inline>> =
        lines.map(|(lead, line)| [vec![strong(lead)], dialable(line)].concat()).collect();
    if !lines.is_empty() {
        out.push(Block::Paragraph(lines.join(&Inline::Break)));
    }
    out.push(Block::Paragraph(vec![strong(&words.question)]));
    out.push(numbered(&words.choices));
    let place = if words.threaded { " in deze draad" } else { "" };
    out.push(Block::Small(vec![text(if words.first {
        format!(
            "Antwoord{place} met een nummer of met het woord zelf, of met een reactie zoals \
             1️⃣. Ook: terug, verder, opnieuw, stop."
        )
    } else {
        "Ook: terug, opnieuw, stop.".to_owned()
    })]));
    out
}

fn numbered(choices: &[String]) -> Block {
    Block::Numbered(choices.iter().map(|choice| vec![text(choice)]).collect())
}

fn resume(place: &Place) -> Vec<Block> {
    vec![
        paragraph(format!("Je was al bezig, bij {}. Wat wil je?", standing(place))),
        numbered(&["Verder waar ik was".to_owned(), "Opnieuw beginnen".to_owned()]),
    ]
}

/// `stap 3 (Gesprek)`, or the title alone.
fn standing(place: &Place) -> String {
    match place.step {
        Some(step) => format!("stap {step} (\u{201c}{}\u{201d})", place.title),
        None => format!("\u{201c}{}\u{201d}", place.title),
    }
}

fn choose(choices: &[String]) -> Vec<Block> {
    vec![
        paragraph(
            "Kies een van deze. Vertel hier niets over de zaak zelf, dat is veiliger voor je cliënt:",
        ),
        numbered(choices),
        Block::Small(vec![text("Ook: terug, verder, opnieuw, stop. Een vraag stellen mag ook.")]),
    ]
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Report => "melden is de norm",
        Outcome::Advice => "nog niet te zeggen, bel Veilig Thuis voor advies",
        Outcome::Close => "afsluiten en vastleggen",
        Outcome::Danger => "direct gevaar, bel 112",
    }
}

fn end(words: &EndWords) -> Vec<Block> {
    let mut out = vec![Block::Paragraph(match words.outcome {
        Outcome::Danger => vec![strong("Bel nu "), phone("112")],
        other => vec![strong(format!("Uitkomst: {}", outcome(other)))],
    })];
    if words.outcome != Outcome::Danger {
        out.push(Block::Paragraph(vec![
            text(format!("{}. ", words.title)),
            text("Dit volgt uit je antwoorden. De zaak zelf ken ik niet."),
        ]));
    }
    if words.overdue {
        out.push(entry::overdue());
    }
    out.extend(entry::prose(&words.text));
    if words.outcome != Outcome::Danger {
        out.push(Block::Paragraph(vec![
            text("Veilig Thuis: "),
            phone("0800-2000"),
            text(" (gratis, dag en nacht). Direct gevaar: "),
            phone("112"),
            text("."),
        ]));
    }
    out.push(Block::Small(entry::sources(&words.sources)));
    if words.outcome == Outcome::Danger {
        let slip = "Per ongeluk gekozen? Zeg binnen een kwartier \u{201c}terug\u{201d}.";
        out.push(Block::Small(vec![text(slip)]));
    }
    if !words.see_also.is_empty() {
        let titles = words.see_also.iter().map(|topic| entry::title(&topic.title, topic.doubtful));
        let titles: Vec<String> = titles.collect();
        out.push(Block::Small(vec![text(format!("Zie ook: {}", titles.join(" · ")))]));
    }
    out
}

fn list(words: &ListWords) -> Vec<Block> {
    let mut lines = vec![format!("Meldcode doorlopen op {}", day(&words.day))];
    lines.extend(words.lines.iter().map(|(step, line)| match step {
        Some(step) => format!("Stap {step}: {line}"),
        None => format!("Vooraf: {line}"),
    }));
    lines.push(format!("Uitkomst van het stappenplan: {}", outcome(words.outcome)));
    // Typed, not marked up: that is how it arrives in the file where it is pasted.
    let line = |line: String| vec![text(format!("- {line}"))];
    let lines: Vec<Vec<Inline>> = lines.into_iter().map(line).collect();
    vec![
        Block::Paragraph(vec![strong("Lijst voor je dossier")]),
        Block::Paragraph(lines.join(&Inline::Break)),
        Block::Small(vec![text(
            "Kopieer dit naar je eigen dossier. Vul daar aan: wie, wanneer en waarom. Ik heb je \
             keuzes gewist.",
        )]),
    ]
}

/// `2026-11-23` as `23 november 2026`.
fn day(day: &str) -> String {
    match day.rsplit_once('-') {
        Some((month, day)) => format!("{} {}", day.trim_start_matches('0'), control::month(month)),
        None => day.to_owned(),
    }
}
