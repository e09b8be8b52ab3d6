//! Is what curators and operators wrote in order? All findings at once, exit code 1 on errors.

use super::{Knowledge, base};
use crate::clock::System;
use crate::config;
use crate::knowledge::{self, Base};
use crate::ports::Clock;
use crate::vocab::{Access, Findings, Severity};
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    knowledge: Knowledge,
    /// Controleer ook deze configuratie
    #[arg(long, value_name = "BESTAND")]
    config: Option<PathBuf>,
    /// Stel de kennisbank ook haar eigen titels en vragen: vinden ze hun eigen antwoord?
    #[arg(long)]
    grondig: bool,
}

impl Check {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut errors = 0;
        let mut folder = self.knowledge.knowledge;
        if let Some(path) = &self.config {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} kan niet worden gelezen", path.display()))?;
            match config::read(&text, path, &super::run::environment()) {
                Ok(config) => {
                    folder = folder.or(config.knowledge);
                    anstream::println!("{}: in orde", path.display());
                }
                Err(findings) => errors += show(&findings, ""),
            }
        }
        let folder = base::folder(folder.as_deref())?;
        let texts = base::texts(&folder)?;
        let (base, mut findings) = knowledge::read(&texts);
        if let Some(base) = &base {
            let today = System.now().to_zoned(jiff::tz::TimeZone::UTC).date();
            findings.extend(knowledge::overdue(base, &texts, today));
            findings.extend(knowledge::school_holidays(base, &texts, today));
            if self.grondig {
                findings.extend(collisions(base, &texts));
            }
        }
        errors += show(&findings, &format!("{}/", folder.display()));
        if let Some(base) = base {
            let phrasings: usize = base.phrasings.values().map(Vec::len).sum();
            anstream::println!(
                "{}: {} onderwerpen, {phrasings} vraagzinnen, {} quizvragen, {} gemeenten",
                folder.display(),
                base.entries.len(),
                base.items.len(),
                base.places.gemeenten.len()
            );
        }
        if errors == 0 {
            anstream::println!("\u{1b}[32mGeen fouten.\u{1b}[0m");
            return Ok(ExitCode::SUCCESS);
        }
        let word = if errors == 1 { "fout" } else { "fouten" };
        anstream::println!("\u{1b}[31m{errors} {word}.\u{1b}[0m");
        Ok(ExitCode::FAILURE)
    }
}

/// The questions of the base that another entry answers.
fn collisions(base: &Base, texts: &[(String, String)]) -> Findings {
    let (base, cache) = (base.clone(), base::cache(None));
    let world = base::world("meldmaat".into(), "meldmaat", base, Access::default(), cache.as_ref());
    let collisions = world.index.collisions(&world.base);
    let notes = collisions
        .iter()
        .filter_map(|(asked, question, found)| knowledge::collision(texts, asked, question, found));
    notes.collect()
}

/// Prints the findings and counts the errors among them.
fn show(findings: &Findings, folder: &str) -> usize {
    for finding in findings {
        let kind = match finding.severity {
            Severity::Error => "\u{1b}[31mfout\u{1b}[0m",
            Severity::Note => "\u{1b}[33mlet op\u{1b}[0m",
        };
        anstream::println!("{kind} {folder}{finding}\n");
    }
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}
