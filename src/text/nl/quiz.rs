//! What does the bot say about the quiz: a round, an item, how it went, and what a region finds hard?

use super::broadcast_report::{count, small};
use super::session::capital;
use super::{dates, dialable, entry, enumeration, measure, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{CaseWords, InsightWords, QuizWords, ResultWords, TopicShare};

/// The blocks of what is said about the quiz.
pub fn quiz(words: &QuizWords) -> Vec<Block> {
    use QuizWords as W;
    match words {
        W::Begins { items, closes, first, measured } => begins(*items, *closes, *first, *measured),
        W::Measure(words) => measure::measure(words),
        W::Item { nth, of, question, options, team } => {
            item((*nth, *of), question, options, team.as_deref())
        }
        W::Result(words) => result(words),
        W::Ended { nth } => {
            vec![paragraph(format!("Vraag {nth} is gesloten. De uitleg staat hieronder."))]
        }
        W::NobodyAnswered { again: false } => {
            vec![paragraph("De quizronde is voorbij. Er kwam geen antwoord, en dat geeft niet.")]
        }
        W::NobodyAnswered { again: true } => vec![
            paragraph(
                "Twee rondes op rij kwam er geen antwoord. Ik stop met vragen tot jullie weer willen.",
            ),
            small("Doorgaan: !meld quiz verder. Helemaal stoppen: !meld quiz uit"),
        ],
        W::Open { closes } => vec![
            paragraph(format!(
                "Er loopt al een ronde. Die sluit {}.",
                dates::moment(*closes, None)
            )),
            small(format!("Zie je geen vragen? {ALONE}")),
        ],
        W::Planned { when, changed } => vec![
            Block::Paragraph(vec![
                text(if *changed { "Aangepast. Quiz: " } else { "Goed. Quiz: " }),
                strong(dates::moment_or_series(when)),
                text(". Op feestdagen sla ik over, en als alle scholen vakantie hebben."),
            ]),
            small("Stoppen: !meld quiz uit"),
        ],
        W::Off { was: true } => vec![paragraph(
            "Goed. Er komen geen rondes meer vanzelf. Zelf beginnen kan altijd: !meld quiz",
        )],
        W::Off { was: false } => vec![
            paragraph("Er komen hier geen rondes vanzelf."),
            small("Elke week een ronde? !meld quiz elke dinsdag 9.00"),
        ],
        W::On => vec![paragraph("Goed, ik ga verder op de gewone tijd.")],
        W::Unclear(ask) => vec![
            paragraph(dates::question(*ask)),
            small("Zo kan het: !meld quiz elke dinsdag 9.00"),
        ],
        W::NoSeries => vec![
            paragraph("Hoe vaak wil je een ronde? Bijvoorbeeld: !meld quiz elke dinsdag 9.00"),
            small("Nu een ronde: !meld quiz"),
        ],
        W::NothingLeft => {
            vec![paragraph("Er is nu niets te vragen: alles kwam de laatste vier weken al langs.")]
        }
        W::WhichTeam(teams) => vec![
            paragraph("Voor welk team doe je mee? Typ de naam erachter:"),
            Block::List(
                teams.iter().map(|team| vec![strong(format!("!meld quiz {team}"))]).collect(),
            ),
        ],
        W::NoRound => vec![paragraph("Er loopt nu geen ronde in een kamer waar jij in zit.")],
        W::Unseen { team, closes } => vec![paragraph(format!(
            "De ronde van {team}, open tot {}. Antwoord op een vraag met de letter, of reageer \
             met een cijfer (1\u{fe0f}\u{20e3} is A). Niemand in de kamer ziet wat je hier kiest. Het \
             telt voor je team.",
            dates::moment(*closes, None)
        ))],
        W::Quiet => vec![paragraph(
            "Genoteerd. Deze kamer staat op stil: de rondes beginnen als dat uit is (!meld stil uit).",
        )],
        W::Insight(words) => insight(words),
        W::Case(words) => case(words),
        W::Table { month, region, rows } => table(month, region.as_deref(), *rows),
        W::NoSuchMonth => vec![
            paragraph("Welke regio of maand bedoel je?"),
            small("Zo kan het: !meld inzicht twente oktober"),
        ],
    }
}

/// Where polls are not shown, or everybody sees who chose what, there is another way.
const ALONE: &str = "Typ in een gesprek met mij alleen: !meld quiz";

fn begins(
    items: usize,
    closes: jiff::civil::DateTime,
    first: bool,
    measured: Option<(usize, usize)>,
) -> Vec<Block> {
    let what = match measured {
        Some((nth, of)) => format!("Nulmeting, ronde {nth} van {of}"),
        None => "Quiz".to_owned(),
    };
    let mut out = vec![paragraph(format!(
        "{what}: {items} korte vragen, open tot {}. Kies in de poll, reageer met een cijfer \
         (1\u{fe0f}\u{20e3} is A), of antwoord op de vraag met een letter. Het laatste antwoord telt.",
        dates::moment(closes, None)
    ))];
    let first = match first {
        true => {
            "Fout is niet erg: daarna komt de uitleg. Er zijn geen punten en geen namen. Wie in de kamer \
             zit, kan stemmen en reacties zien. "
        }
        false => "",
    };
    out.push(small(format!("{first}Zie je geen vragen, of antwoord je liever ongezien? {ALONE}")));
    out
}

fn item(
    (nth, of): (usize, usize),
    question: &str,
    options: &[String],
    team: Option<&str>,
) -> Vec<Block> {
    let team = team.map(|team| format!(" ({team})")).unwrap_or_default();
    vec![
        Block::Paragraph(vec![strong(format!("Vraag {nth} van {of}{team}: ")), text(question)]),
        lettered(options),
    ]
}

fn lettered(options: &[String]) -> Block {
    let mut lines = Vec::new();
    for (place, option) in options.iter().enumerate() {
        if place > 0 {
            lines.push(Inline::Break);
        }
        lines.push(text(format!("{}. {option}", letter(place))));
    }
    Block::Paragraph(lines)
}

fn case(words: &CaseWords) -> Vec<Block> {
    let CaseWords { question, options, best, why, source: (name, date), topic } = words;
    let title = topic.title.trim_end_matches('.');
    let option = options.get(*best).map(String::as_str).unwrap_or_default();
    vec![
        Block::Paragraph(vec![strong(format!("Casus voor de sessie: {title}"))]),
        paragraph("Lees voor, en laat iedereen eerst zelf kiezen. Bespreek dan waarom."),
        paragraph(question),
        lettered(options),
        the_best("Daarna: het beste is ", *best, option, why),
        small(format!("Bron: {name} ({}). Meer weten? !meld {title}", entry::day(date))),
    ]
}

fn result(words: &ResultWords) -> Vec<Block> {
    let ResultWords { nth, question, best, options, team, source, topic } = words;
    let mut out = vec![Block::Paragraph(vec![strong(format!("Vraag {nth}: ")), text(question)])];
    let why_best = options.get(*best).map_or("", |(_, why)| why);
    if let Some((option, why)) = options.get(*best) {
        out.push(the_best("Het beste: ", *best, option, why));
    }
    // Right under the best option: “dit” is that one.
    if let Some((right, all)) = team {
        out.push(paragraph(match (right, all) {
            (right, all) if right == all => {
                format!("Jullie: alle {all} kozen dit. {}", bar(*right, *all))
            }
            (0, all) => format!("Jullie: van de {all} koos nog niemand dit. {}", bar(0, *all)),
            (1, all) => format!("Jullie: 1 van de {all} koos dit. {}", bar(1, *all)),
            (right, all) => {
                format!("Jullie: {right} van de {all} kozen dit. {}", bar(*right, *all))
            }
        }));
    }
    let mut told = why_best.contains(NUMBER);
    let others = options.iter().enumerate().filter(|(place, _)| place != best);
    let line = |(place, (_, why)): (usize, &(String, String))| {
        let short = if told { without_number(why) } else { why.clone() };
        told |= why.contains(NUMBER);
        vec![strong(format!("Niet {}.", letter(place))), text(format!(" {short}"))]
    };
    out.push(Block::List(others.map(line).collect()));
    let (name, date) = source;
    out.push(small(format!(
        "Bron: {name} ({}). Meer weten? !meld {}",
        entry::day(date),
        topic.title.trim_end_matches('.')
    )));
    out
}

/// The best option as a sentence of its own, and why below it.
fn the_best(lead: &str, place: usize, option: &str, why: &str) -> Block {
    let why = why.strip_prefix("Klopt. ").unwrap_or(why);
    let option = strong(format!("{}. {}", letter(place), sentence(option)));
    Block::Paragraph([vec![text(lead), option, Inline::Break], dialable(why)].concat())
}

/// Veilig Thuis: said once in a message, it need not be said with every option.
const NUMBER: &str = "0800-2000";

/// The same without the number, where it only stands behind a name.
fn without_number(why: &str) -> String {
    why.replace(&format!(" ({NUMBER})"), "").replace(&format!(": {NUMBER}"), "")
}

/// With the full stop that it may have within its quotes.
fn sentence(option: &str) -> String {
    let ends = option.trim_end_matches(['\'', '\u{2019}', '"']).ends_with(['.', '!', '?']);
    if ends { option.to_owned() } else { format!("{option}.") }
}

/// One small bar of ten; the numbers stand beside it.
pub(super) fn bar(right: u32, all: u32) -> String {
    let full = (right * 10 + all / 2).checked_div(all).unwrap_or(0).min(10) as usize;
    format!("{}{}", "\u{25a0}".repeat(full), "\u{25a1}".repeat(10 - full))
}

pub(super) fn letter(place: usize) -> char {
    ['A', 'B', 'C', 'D', 'E', 'F'].get(place).copied().unwrap_or('?')
}

fn table(month: &str, region: Option<&str>, rows: usize) -> Vec<Block> {
    let title = super::chart::title(month, region);
    let told = match rows {
        0 => format!("{title}: er is niets te laten zien, dus ik stuur geen bestand."),
        1 => format!("{title}: het bestand volgt, met 1 regel. Je kunt het openen in Excel."),
        many => {
            format!("{title}: het bestand volgt, met {many} regels. Je kunt het openen in Excel.")
        }
    };
    let few = "Ik tel alleen wat minstens vijf mensen in een team beantwoordden, zonder namen.";
    vec![paragraph(told), small(few)]
}

fn insight(words: &InsightWords) -> Vec<Block> {
    let InsightWords {
        month,
        region: of,
        rooms,
        took_part,
        answers,
        topics,
        hidden,
        asked,
        measured,
    } = words;
    let mut out = vec![
        Block::Paragraph(vec![strong(super::chart::title(month, of.as_deref()))]),
        paragraph(format!(
            "Van {} {} mee. Ik mag {} laten zien.",
            count(*rooms),
            match took_part {
                0 => "deed er geen".to_owned(),
                1 => "deed er 1".to_owned(),
                many => format!("deden er {many}"),
            },
            match answers {
                0 => "geen antwoorden".to_owned(),
                1 => "1 antwoord".to_owned(),
                many => format!("{many} antwoorden"),
            }
        )),
    ];
    let half = topics.len().div_ceil(2).min(5);
    let line = |share: &TopicShare| {
        let before = share.before.map(|before| format!(", was {before} %")).unwrap_or_default();
        vec![text(format!("{}: {} %{before}", share.topic.title, share.share()))]
    };
    if !topics.is_empty() {
        // What goes as well as the last of them is not hard.
        let lowest = topics.get(half - 1).map_or(0, TopicShare::share);
        let well = topics.iter().filter(|share| share.share() >= lowest);
        let hard = topics.iter().rev().filter(|share| share.share() < lowest);
        let hard: Vec<&TopicShare> = hard.take(5).collect();
        // One topic, or all alike: none is the best.
        out.push(paragraph(if hard.is_empty() { "Zo ging het:" } else { "Gaat het best:" }));
        out.push(Block::List(well.take(5).map(line).collect()));
        if !hard.is_empty() {
            out.push(paragraph("Is het lastigst:"));
            out.push(Block::List(hard.iter().map(|share| line(share)).collect()));
        }
        let ideas: Vec<String> =
            words.hardest().map(|share| format!("\u{201c}{}\u{201d}", share.topic.title)).collect();
        out.push(paragraph(format!("Idee voor de volgende sessie: {}.", enumeration(&ideas))));
    }
    if !asked.is_empty() {
        // Questions are counted without their room.
        out.push(paragraph("Het meest gevraagd, in alle kamers samen:"));
        let line = |(topic, times): &(crate::vocab::TopicWords, u32)| {
            vec![text(format!("{} ({times} keer)", capital(&topic.title)))]
        };
        out.push(Block::List(asked.iter().map(line).collect()));
    }
    out.extend(measured.iter().flat_map(|words| measure::shown(words.clone())));
    let few = match hidden {
        0 => String::new(),
        1 => " Over 1 onderwerp zeg ik niets: te weinig mensen per team.".to_owned(),
        hidden => format!(" Over {hidden} onderwerpen zeg ik niets: te weinig mensen per team."),
    };
    out.push(small(format!(
        "Ik tel alleen wat minstens vijf mensen in een team beantwoordden, zonder namen. Het zegt iets \
         over vragen, niet over mensen.{few}"
    )));
    out
}
