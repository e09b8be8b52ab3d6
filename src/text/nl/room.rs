//! What does the bot say about itself, the room and danger?

use super::{lines, paragraph, phone, strong, text};
use crate::text::document::Block;
use crate::vocab::{CommandName, SettingsWords, Spot};

pub fn danger() -> Vec<Block> {
    vec![lines([
        vec![strong("Is iemand nu in gevaar? Bel "), phone("112"), strong(".")],
        vec![
            text("Bel daarna Veilig Thuis: "),
            phone("0800-2000"),
            text(" (gratis, dag en nacht)."),
        ],
        vec![text("Wacht niet op een antwoord in deze chat.")],
    ])]
}

pub fn help(here: Spot, commands: &[(CommandName, String)]) -> Vec<Block> {
    let said = |(name, usage): &(CommandName, String)| {
        let alone = (here == Spot::Direct).then(|| meaning_alone(*name)).flatten();
        vec![strong(usage), text(format!(": {}", alone.unwrap_or_else(|| meaning(*name))))]
    };
    let how = match here {
        Spot::Room => vec![
            paragraph("Stel je vraag gewoon in een zin. Noem mij, of begin met !meld."),
            lines([vec![text("Bijvoorbeeld: "), strong("!meld wat is stap 2")]]),
        ],
        Spot::Direct => vec![lines([vec![
            text("Typ gewoon je vraag, bijvoorbeeld: "),
            strong("wat is stap 2"),
        ]])],
        Spot::Control => vec![paragraph("Dit kun je hier doen:")],
    };
    let list = Block::List(commands.iter().map(said).collect());
    let safe = [
        paragraph("Zet geen gegevens van cliënten in de chat."),
        Block::Paragraph(vec![
            text("Direct gevaar: "),
            phone("112"),
            text(". Advies of melden: Veilig Thuis "),
            phone("0800-2000"),
            text("."),
        ]),
    ];
    how.into_iter().chain([list]).chain(safe).collect()
}

/// What a command does under four eyes, where that is not the same.
fn meaning_alone(command: CommandName) -> Option<&'static str> {
    Some(match command {
        CommandName::Quiz => "de vragen van je team, zonder dat iemand meekijkt",
        CommandName::Agenda => "wat er komt",
        CommandName::Remind => "je ergens aan herinneren",
        CommandName::Settings => "hoe dit gesprek is ingesteld",
        CommandName::Gemeente => {
            "voor welke gemeente dit gesprek geldt (kiezen: !meld gemeente Enschede)"
        }
        _ => return None,
    })
}

fn meaning(command: CommandName) -> &'static str {
    match command {
        CommandName::Help => "dit overzicht",
        CommandName::Broadcast => "een bericht aan veel kamers",
        CommandName::Broadcasts => "je berichten aan kamers",
        CommandName::Session => "een sessie plannen (zelf komen: !meld sessie kom)",
        CommandName::Sessions => "je sessies",
        CommandName::Quiz => "een quizronde (elke week: !meld quiz elke dinsdag 9.00)",
        CommandName::Poll => "een vraag aan veel kamers, met één totaal",
        CommandName::Status => "hoe het met mij gaat",
        CommandName::Measure => "tien vragen: nu, over 3 en over 12 maanden",
        CommandName::Insight => "wat teams lastig vinden (voor Excel: !meld inzicht csv)",
        CommandName::Agenda => "wat er in deze kamer komt",
        CommandName::Rooms => "welke kamers je bereikt",
        CommandName::Label => "wat voor team dit is (weg: !meld label jeugd weg)",
        CommandName::Remind => "deze kamer ergens aan herinneren",
        CommandName::Steps => "samen de vijf stappen van de meldcode langs",
        CommandName::Settings => "hoe deze kamer is ingesteld",
        CommandName::Gemeente => {
            "voor welke gemeente deze kamer werkt (kiezen: !meld gemeente Enschede)"
        }
        CommandName::Curation => "oordeel over antwoorden en wat er te doen is",
        CommandName::Log => "wie wat deed (meer: !meld logboek 50)",
        CommandName::Gaps => "vragen die iemand heeft doorgegeven",
        CommandName::Gap => "dit gat is opgelost",
        CommandName::Undo => "de gemeente van een kamer terugzetten",
        CommandName::Watch => {
            "ik wijs op gegevens van cliënten in alle berichten (stoppen: !meld meekijken uit)"
        }
        CommandName::Privacy => "wat ik bewaar, en hoe lang",
        CommandName::Forget => "alles weghalen wat ik over je bewaar",
        CommandName::Quiet => "geen herinneringen en quiz in deze kamer (weer aan: !meld stil uit)",
    }
}

pub fn settings(settings: &SettingsWords) -> Vec<Block> {
    let place = if settings.direct { "dit gesprek" } else { "deze kamer" };
    let quiet = if settings.quiet {
        "Herinneringen en quiz: uit. Weer aan: !meld stil uit"
    } else {
        "Herinneringen en quiz: aan. Uit: !meld stil"
    };
    let gemeente = match &settings.gemeente {
        Some(words) => format!("Gemeente: {} ({})", words.gemeente, words.organisation),
        None => {
            "Gemeente: nog niet gekozen. Kiezen, bijvoorbeeld: !meld gemeente Enschede".to_owned()
        }
    };
    let watch = if settings.watch {
        "Meekijken op gegevens van cliënten: aan. Uit: !meld meekijken uit"
    } else {
        "Meekijken op gegevens van cliënten: uit. Aan: !meld meekijken aan"
    };
    let labels = match settings.labels.as_slice() {
        [] => "Labels: geen. Kiezen, bijvoorbeeld: !meld label jeugd".to_owned(),
        labels => format!("Labels: {}", labels.join(", ")),
    };
    let watch = (!settings.direct).then(|| vec![text(watch)]);
    let labels = (!settings.direct).then(|| vec![text(labels)]);
    vec![
        Block::Paragraph(vec![strong(format!("Zo staat {place} ingesteld"))]),
        Block::List(
            [vec![text(quiet)], vec![text(gemeente)]]
                .into_iter()
                .chain(labels)
                .chain(watch)
                .collect(),
        ),
    ]
}

pub fn quiet(on: bool) -> Vec<Block> {
    vec![paragraph(if on {
        "Goed. Ik stuur hier geen herinneringen en geen quiz. Je vragen beantwoord ik wel. Weer \
         aan: !meld stil uit"
    } else {
        "Goed. Herinneringen en quiz staan hier weer aan."
    })]
}

pub fn moderators_only() -> Vec<Block> {
    vec![paragraph("Dit kan alleen een moderator van deze kamer. Vraag het aan een van hen.")]
}

pub fn unknown_command(suggestion: Option<&str>) -> Vec<Block> {
    vec![paragraph(match suggestion {
        Some(command) => format!("Dat commando ken ik niet. Bedoel je {command}?"),
        None => "Dat commando ken ik niet. Met !meld help zie je wat ik kan.".to_owned(),
    })]
}

pub fn nothing_asked(direct: bool) -> Vec<Block> {
    vec![paragraph(if direct {
        "Ik weet niet bij welke vraag dat hoort. Antwoord op het bericht waarin ik iets vroeg, of \
         typ je vraag in een paar woorden."
    } else {
        "Ik weet niet bij welke vraag dat hoort. Alleen degene aan wie ik iets vroeg, kan daar ja of \
         nee op zeggen. Heb je zelf een vraag? Typ die achter !meld."
    })]
}

pub fn ask_away() -> Vec<Block> {
    vec![paragraph("Zeg het maar, in één bericht. Bijvoorbeeld: !meld wat is stap 2")]
}

pub fn hello() -> Vec<Block> {
    vec![paragraph("Hoi! Heb je een vraag over de meldcode of Veilig Thuis? Stel hem gerust.")]
}

pub fn thanks() -> Vec<Block> {
    vec![paragraph("Graag gedaan. Sterkte, en overleg op tijd.")]
}

pub fn who_am_i() -> Vec<Block> {
    vec![
        paragraph(
            "Ik ben Meldmaat, een bot. Ik beantwoord vragen over de meldcode en Veilig Thuis, met \
             de bron erbij.",
        ),
        paragraph(
            "Ik verzin niets en beslis niets: weet ik het niet, dan zeg ik dat. Ik vervang Veilig \
             Thuis en je aandachtsfunctionaris niet. Meer: !meld help",
        ),
    ]
}

pub fn welcome(direct: bool) -> Vec<Block> {
    let whom = if direct { "je" } else { "jullie" };
    let how = match direct {
        true => vec![text("Typ gewoon je vraag, bijvoorbeeld: "), strong("wat is stap 2")],
        false => vec![
            text("Noem mij of begin met "),
            strong("!meld"),
            text(", bijvoorbeeld: !meld wat is stap 2"),
        ],
    };
    vec![lines([
        vec![text(format!(
            "Hoi, ik ben Meldmaat. Ik help {whom} met de meldcode en Veilig Thuis."
        ))],
        how,
        vec![
            text("Zet geen gegevens van cliënten in deze chat. Direct gevaar: bel "),
            phone("112"),
            text("."),
        ],
    ])]
}

pub fn unreadable() -> Vec<Block> {
    vec![Block::Paragraph(vec![
        text(
            "Een bericht in deze kamer kan ik niet lezen (versleuteling). Was het een vraag aan \
             mij? Stuur hem dan nog een keer. Haast? Veilig Thuis: ",
        ),
        phone("0800-2000"),
        text(", direct gevaar: "),
        phone("112"),
        text("."),
    ])]
}

pub fn too_long() -> Vec<Block> {
    vec![paragraph(
        "Dit bericht is te lang voor mij. Stel je vraag in een of twee zinnen, zonder gegevens van \
         cliënten.",
    )]
}

pub fn too_many(room: bool) -> Vec<Block> {
    let much = match room {
        true => "In deze kamer krijg ik nu te veel vragen achter elkaar.",
        false => "Ik krijg nu te veel vragen achter elkaar van je.",
    };
    vec![Block::Paragraph(vec![
        text(format!(
            "{much} Over een minuut antwoord ik weer. Stel je vraag dan opnieuw. Direct gevaar: bel "
        )),
        phone("112"),
        text("."),
    ])]
}

pub fn no_such_option(options: usize) -> Vec<Block> {
    vec![paragraph(format!("Kies een nummer van 1 tot en met {options}, of stel je vraag anders."))]
}

pub fn fault(reference: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![
        text("Er ging bij mij iets mis. Probeer het straks opnieuw. Haast? Bel Veilig Thuis: "),
        phone("0800-2000"),
        text(format!(". (Voor de beheerder: {reference})")),
    ])]
}
