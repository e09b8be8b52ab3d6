//! What does the bot say about reminders, and how does it remind?

use super::broadcast_report::small;
use super::{dates, paragraph, strong, text};
use crate::text::document::{Block, Inline};
use crate::vocab::{Mind, OnHoliday, Reminder, ReminderWords, When};
use jiff::civil::DateTime;

/// The blocks of what is said about reminders.
pub fn reminder(words: &ReminderWords) -> Vec<Block> {
    match words {
        ReminderWords::How => how(),
        ReminderWords::Planned { reminder, changed, mind } => planned(reminder, *changed, mind),
        ReminderWords::Unclear(ask) => vec![
            paragraph(dates::question(*ask)),
            small("Pas je bericht aan, of typ het opnieuw. Er is nog niets gepland."),
        ],
        ReminderWords::NoText => vec![
            paragraph("Waar zal ik aan herinneren? Zet het erachter, bijvoorbeeld:"),
            example("!meld herinner di 9.00 neem de map mee"),
        ],
        ReminderWords::TooLong { most } => vec![paragraph(format!(
            "Dit is te lang voor een herinnering. Houd het onder {most} tekens."
        ))],
        ReminderWords::CaseDetails => vec![paragraph(
            "Ik plan dit niet, want er staan gegevens van iemand in. Schrijf de herinnering zonder \
             namen, nummers en adressen van cliënten.",
        )],
        ReminderWords::List(planned) if planned.is_empty() => {
            vec![paragraph("Er staan hier geen herinneringen gepland.")]
        }
        ReminderWords::List(planned) => vec![
            paragraph("Gepland in deze kamer:"),
            Block::List(planned.iter().map(row).collect()),
            small(format!("Weghalen, bijvoorbeeld: !meld herinner {} weg", planned[0].number)),
        ],
        ReminderWords::Enough => vec![paragraph(
            "Er staan hier al 100 herinneringen. Haal er eerst een weg: !meld herinner lijst",
        )],
        ReminderWords::Gone { number } => {
            vec![paragraph(format!("Herinnering {number} is weg."))]
        }
        ReminderWords::NotFound { number } => vec![paragraph(format!(
            "Herinnering {number} staat hier niet gepland. Kijk wat er staat: !meld herinner lijst"
        ))],
        ReminderWords::NotYours => vec![paragraph(
            "Dit kan alleen wie de herinnering plande, of een moderator van deze kamer.",
        )],
        ReminderWords::Due { reminder, late } => due(reminder, *late),
    }
}

fn how() -> Vec<Block> {
    let row = |command: &str| vec![strong(command)];
    vec![
        paragraph("Ik herinner deze kamer ergens aan. Typ wanneer, en dan waaraan:"),
        Block::List(vec![
            row("!meld herinner di 9.00 neem de map mee"),
            row("!meld herinner elke maandag 8.45 weekstart"),
            row("!meld herinner over 3 kwartier bellen met de school"),
        ]),
        small("Wat staat er gepland? !meld herinner lijst"),
    ]
}

fn planned(reminder: &Reminder, changed: bool, mind: &[Mind]) -> Vec<Block> {
    let begin = if changed { "Aangepast: " } else { "Gepland: " };
    let mut out = vec![Block::Paragraph(vec![
        text(begin),
        strong(dates::moment_or_series(&When { start: reminder.next, ..reminder.when.clone() })),
        text(format!(". Dan zeg ik hier: \u{201c}{}\u{201d}", reminder.text)),
    ])];
    match reminder.holidays {
        OnHoliday::AsUsual => {}
        OnHoliday::Skip => out.push(paragraph("Op feestdagen sla ik over.")),
        OnHoliday::Move => {
            out.push(paragraph("Valt het op een feestdag, dan kom ik op de volgende werkdag."));
        }
    }
    let number = reminder.number;
    out.extend(mind.iter().map(|mind| match mind {
        Mind::Quiet => paragraph(
            "Let op: deze kamer staat op stil. Ik zeg het pas als dat uit is: !meld stil uit",
        ),
        Mind::MayNotMention => paragraph(
            "Let op: @room mag hier niet, van jou of van mij. Ik stuur de herinnering zonder.",
        ),
        Mind::Holiday => paragraph(format!(
            "Let op: dat is een feestdag. Liever niet? !meld herinner {number} feestdagen overslaan"
        )),
    }));
    out.push(small(format!("Nummer {number}. Weghalen: !meld herinner {number} weg")));
    out
}

/// `12: dinsdag 8 december 2026, 9.00 uur "Neem de map mee."`
fn row(reminder: &Reminder) -> Vec<Inline> {
    let series = if reminder.when.rule.is_some() { " (komt terug)" } else { "" };
    vec![
        strong(format!("{}", reminder.number)),
        text(format!(
            ": {}{series} \u{201c}{}\u{201d}",
            dates::moment(reminder.next, None),
            reminder.text
        )),
    ]
}

fn due(reminder: &Reminder, late: Option<DateTime>) -> Vec<Block> {
    let everyone = if reminder.everyone { "@room " } else { "" };
    let mut out =
        vec![Block::Paragraph(vec![text(everyone), strong("Herinnering: "), text(&reminder.text)])];
    if let Some(planned) = late {
        out.push(small(format!("Later dan gepland: {}", dates::moment(planned, None))));
    }
    if reminder.when.rule.is_some() {
        out.push(small(format!("Stoppen: !meld herinner {} weg", reminder.number)));
    }
    out
}

fn example(command: &str) -> Block {
    Block::Paragraph(vec![strong(command)])
}
