//! Which moment does a phrase name, or a row of them, without a room?

use crate::clock::System;
use crate::engine::dates;
use crate::ports::Clock;
use crate::text;
use crate::text::document::Style;
use crate::vocab::{DateWords, Reading, Say, Timestamp};
use anyhow::Context;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Wanneer {
    /// De dag, tijd of reeks, in gewone woorden
    #[arg(required_unless_present = "batch", value_name = "TEKST")]
    text: Option<String>,
    /// Lees de tekst alsof het nu dit moment is: 2026-11-21T10:00
    #[arg(long, value_name = "MOMENT")]
    now: Option<DateTime>,
    /// Antwoord als JSON
    #[arg(long)]
    json: bool,
    /// Lees teksten van de invoer, een JSON-object per regel: {"text": "…", "now": "2026-11-21T10:00"}
    #[arg(long, requires = "json", conflicts_with = "text")]
    batch: bool,
}

#[derive(Deserialize)]
struct Asked {
    text: String,
    #[serde(default)]
    now: Option<DateTime>,
}

#[derive(Serialize)]
struct Answer {
    start: Option<String>,
    end: Option<String>,
    rule: Option<String>,
    ask: bool,
}

#[derive(Serialize)]
struct Wrong {
    error: String,
}

impl Wanneer {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.batch {
            return batch(self.now);
        }
        let text = self.text.unwrap_or_default();
        let reading = dates::read(&text, moment(self.now)?);
        if self.json {
            anstream::println!("{}", json(&reading)?);
            return Ok(ExitCode::SUCCESS);
        }
        let rule = reading.when.as_ref().ok().and_then(|when| when.rule.clone());
        let says = [Say::Dates(DateWords::of(&text, reading))];
        let style = Style { strong: ("\u{1b}[1m", "\u{1b}[0m"), small: ("\u{1b}[2m", "\u{1b}[0m") };
        anstream::println!("{}", text::message(&says).terminal(style));
        if let Some(rule) = rule {
            anstream::println!("\nRegel (RFC 5545): {rule}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The moment that counts as now.
pub fn moment(local: Option<DateTime>) -> anyhow::Result<Timestamp> {
    match local {
        Some(local) => dates::moment(local).context("dat moment valt buiten de kalender"),
        None => Ok(System.now()),
    }
}

/// One answer a line, in order. A line that is no question gets a line with what is wrong, and exit
/// code 1 at the end.
fn batch(now: Option<DateTime>) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut code = ExitCode::SUCCESS;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("de invoer kan niet worden gelezen")?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = serde_json::from_str(&line)
            .map_err(anyhow::Error::from)
            .and_then(|Asked { text, now: own }| json(&dates::read(&text, moment(own.or(now))?)));
        match answer {
            Ok(answer) => writeln!(out, "{answer}")?,
            Err(error) => {
                code = ExitCode::FAILURE;
                let error =
                    format!("regel {}: geen tekst als {{\"text\": …}}: {error}", number + 1);
                writeln!(out, "{}", serde_json::to_string(&Wrong { error })?)?;
            }
        }
    }
    Ok(code)
}

fn json(reading: &Reading) -> anyhow::Result<String> {
    let when = reading.when.as_ref().ok();
    let local = |time: DateTime| time.strftime("%Y-%m-%dT%H:%M").to_string();
    let answer = Answer {
        start: when.map(|when| local(when.start)),
        end: when.and_then(|when| when.end).map(local),
        rule: when.and_then(|when| when.rule.as_ref()).map(ToString::to_string),
        ask: when.is_none(),
    };
    Ok(serde_json::to_string(&answer)?)
}
