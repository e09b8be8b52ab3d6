//! Which Dutch sentences are the bot's own? All of them stand in this folder.

mod ahead;
mod broadcast;
mod broadcast_report;
pub mod chart;
mod control;
mod curate;
mod dates;
mod entry;
mod health;
mod measure;
mod privacy;
mod pulse;
mod quiz;
mod reminder;
mod room;
mod school;
mod session;
mod session_report;
mod session_room;
mod walk;
mod year;

use super::document::{Block, Inline};
use crate::vocab::Say;
pub use year::slip;

/// `a`, `a en b`, `a, b en c`; nothing of nothing.
fn enumeration(words: &[impl AsRef<str>]) -> String {
    joined(words, "en")
}

/// The same with another word before the last.
fn joined(words: &[impl AsRef<str>], before_last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

/// The blocks of one utterance.
pub fn blocks(say: &Say) -> Vec<Block> {
    match say {
        Say::Danger => room::danger(),
        Say::Privacy(words) => privacy::privacy(words),
        Say::Entry(words) => entry::entry(words),
        Say::Addition(words) => entry::addition(words),
        Say::GemeenteHelps => curate::gemeente_helps(),
        Say::Place(place) => entry::place(place),
        Say::Clarify(options) => entry::clarify(options),
        Say::Said { title, options } => entry::said(title, options),
        Say::NoAddition { title, region } => entry::no_addition(title, region),
        Say::ClarifyPlace { name, options } => entry::clarify_place(name, options),
        Say::DontKnow => entry::dont_know(),
        Say::OnlyContact => health::only_contact(),
        Say::Help { here, commands } => room::help(*here, commands),
        Say::Settings(settings) => room::settings(settings),
        Say::Quiet { on } => room::quiet(*on),
        Say::Gemeente { gemeente, changed, direct } => {
            curate::gemeente(gemeente.as_ref(), *changed, *direct)
        }
        Say::NoSuchGemeente => curate::no_such_gemeente(),
        Say::GemeenteUndone { gemeente } => curate::gemeente_undone(gemeente.as_ref()),
        Say::Reminder(words) => reminder::reminder(words),
        Say::Broadcast(words) => broadcast::broadcast(words),
        Say::Quiz(words) => quiz::quiz(words),
        Say::Status(words) => health::status(words),
        Say::Ballot(words) => pulse::ballot(*words),
        Say::Session(words) => session::session(words),
        Say::Year(words) => year::year(words),
        Say::Walk(words) => walk::walk(words),
        Say::Dates(words) => dates::dates(words),
        Say::Moments(both) => dates::either(both),
        Say::Report(report) => control::report(report),
        Say::NotRight { why } => curate::not_right(*why),
        Say::OfferToPassOn => curate::offer_to_pass_on(),
        Say::PassedOn { number } => curate::passed_on(*number),
        Say::NotPassedOn => curate::not_passed_on(),
        Say::CannotPassOn => curate::cannot_pass_on(),
        Say::CuratorsOnly => curate::curators_only(),
        Say::ModeratorsOnly => room::moderators_only(),
        Say::UnknownCommand { suggestion } => room::unknown_command(suggestion.as_deref()),
        Say::AskAway => room::ask_away(),
        Say::NothingAsked { direct } => room::nothing_asked(*direct),
        Say::Hello => room::hello(),
        Say::Thanks => room::thanks(),
        Say::WhoAmI => room::who_am_i(),
        Say::Welcome { direct } => room::welcome(*direct),
        Say::Unreadable => room::unreadable(),
        Say::TooLong => room::too_long(),
        Say::TooMany { room } => room::too_many(*room),
        Say::NoSuchOption { options } => room::no_such_option(*options),
        Say::Fault { reference } => room::fault(reference),
    }
}

fn text(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

fn strong(text: impl Into<String>) -> Inline {
    Inline::Strong(text.into())
}

fn paragraph(line: impl AsRef<str>) -> Block {
    Block::Paragraph(dialable(line.as_ref()))
}

/// The text with each telephone number as one that a phone can dial.
fn dialable(line: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let digit = |c: char| c.is_ascii_digit() || c == '-';
        let next = if rest.starts_with(digit) {
            rest.find(|c: char| !digit(c))
        } else {
            rest.find(|c: char| c.is_ascii_digit())
        };
        let (piece, after) = rest.split_at(next.unwrap_or(rest.len()));
        let number = piece.trim_end_matches('-');
        let whole = !plain.ends_with(|c: char| c.is_alphanumeric() || "/.".contains(c))
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '/');
        if whole && is_number(number) {
            if !plain.is_empty() {
                out.push(text(std::mem::take(&mut plain)));
            }
            out.push(phone(number));
            plain.push_str(&piece[number.len()..]);
        } else {
            plain.push_str(piece);
        }
        rest = after;
    }
    if !plain.is_empty() || out.is_empty() {
        out.push(text(plain));
    }
    out
}

/// 112, or a number with its area: the check of the base lets no other numbers in.
fn is_number(digits: &str) -> bool {
    digits == "112"
        || (digits.starts_with('0') && digits.bytes().filter(|b| *b != b'-').count() >= 8)
}

/// Lines under each other in one paragraph.
fn lines<const N: usize>(rows: [Vec<Inline>; N]) -> Block {
    let mut all = Vec::new();
    for (i, row) in rows.into_iter().enumerate() {
        if i > 0 {
            all.push(Inline::Break);
        }
        all.extend(row);
    }
    Block::Paragraph(all)
}

/// A telephone number that a phone can dial.
fn phone(number: &str) -> Inline {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    Inline::Link { text: number.to_owned(), url: format!("tel:{digits}") }
}
