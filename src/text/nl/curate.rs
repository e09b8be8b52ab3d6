//! What does the bot say about a room's gemeente, and about passing questions on?

use super::{paragraph, strong, text};
use crate::text::document::Block;
use crate::vocab::GemeenteWords;

pub fn gemeente_helps() -> Vec<Block> {
    vec![Block::Small(vec![text(
        "Dit kan per regio anders zijn. Noem je gemeente, of bewaar hem: !meld gemeente Utrecht",
    )])]
}

pub fn gemeente(gemeente: Option<&GemeenteWords>, changed: bool, direct: bool) -> Vec<Block> {
    let place = if direct { "dit gesprek" } else { "deze kamer" };
    let line = match (gemeente, changed) {
        (Some(words), true) => vec![
            text(format!("Goed. Voor {place} geldt nu: gemeente ")),
            strong(&words.gemeente),
            text(format!(" ({}). Weghalen: !meld gemeente weg", words.organisation)),
        ],
        (Some(words), false) => vec![
            text(format!("Voor {place} geldt: gemeente ")),
            strong(&words.gemeente),
            text(format!(
                " ({}). Een andere kiezen: !meld gemeente Enschede. Weghalen: !meld gemeente weg",
                words.organisation
            )),
        ],
        (None, true) => vec![text(format!("Goed. Voor {place} geldt nu geen gemeente."))],
        (None, false) => vec![
            text(format!("Voor {place} is nog geen gemeente gekozen. Kiezen, bijvoorbeeld: ")),
            strong("!meld gemeente Enschede"),
        ],
    };
    vec![Block::Paragraph(line)]
}

pub fn no_such_gemeente() -> Vec<Block> {
    vec![paragraph(
        "Die gemeente ken ik niet. Schrijf de naam van één gemeente, bijvoorbeeld: !meld gemeente \
         Enschede",
    )]
}

pub fn gemeente_undone(gemeente: Option<&GemeenteWords>) -> Vec<Block> {
    vec![paragraph(match gemeente {
        Some(words) => format!(
            "Een coördinator heeft de gemeente van deze kamer teruggezet: {} ({}).",
            words.gemeente, words.organisation
        ),
        None => {
            "Een coördinator heeft de gemeente van deze kamer weggehaald. Vragen? Neem contact \
                 op met je coördinator."
                .to_owned()
        }
    })]
}

pub fn not_right(why: bool) -> Vec<Block> {
    vec![paragraph(if why {
        "Dank je dat je het zegt. Twijfel je over wat je nu moet doen? Vraag Veilig Thuis: \
         0800-2000."
    } else {
        "Dank je dat je het zegt. Wil je erbij schrijven wat er niet klopt? Begin dan met: klopt \
         niet:"
    })]
}

pub fn offer_to_pass_on() -> Vec<Block> {
    vec![paragraph(
        "Zal ik je bericht zonder namen doorgeven aan de beheerders? Zeg \u{201c}ja\u{201d} of \
         reageer met ✅.",
    )]
}

pub fn passed_on(number: u32) -> Vec<Block> {
    vec![paragraph(format!(
        "Doorgegeven, zonder namen. De beheerders kijken ernaar (nummer {number})."
    ))]
}

pub fn not_passed_on() -> Vec<Block> {
    vec![paragraph("Goed, ik geef niets door.")]
}

pub fn cannot_pass_on() -> Vec<Block> {
    vec![paragraph(
        "Ik kan je bericht niet meer lezen. Er is niets doorgegeven. Stel je vraag nog een keer als \
         je dat wilt.",
    )]
}

pub fn curators_only() -> Vec<Block> {
    vec![paragraph("Dit kan alleen een coördinator of beheerder, in de regiekamer.")]
}
