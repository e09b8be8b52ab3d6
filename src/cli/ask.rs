//! How is one question answered, or a row of them, without a room?

use super::{Knowledge, base};
use crate::clock::System;
use crate::engine::{self, Explained, World};
use crate::ports::Clock;
use crate::text;
use crate::text::document::Style;
use crate::vocab::{Access, GuardKind, TopicId};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Ask {
    /// De vraag, in gewone woorden
    #[arg(required_unless_present = "batch")]
    question: Option<String>,
    /// Laat zien waarom: de onderwerpen die het dichtst bij de vraag liggen
    #[arg(long, conflicts_with = "json")]
    why: bool,
    /// Antwoord als JSON
    #[arg(long)]
    json: bool,
    /// Lees vragen van de invoer, een JSON-object per regel: {"q": "…", "gemeente": "…"}
    #[arg(long, requires = "json", conflicts_with = "question")]
    batch: bool,
    /// De gemeente waar het team voor werkt
    #[arg(long)]
    gemeente: Option<String>,
    #[command(flatten)]
    knowledge: Knowledge,
}

#[derive(Deserialize)]
struct Question {
    q: String,
    #[serde(default)]
    gemeente: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    outcome: &'static str,
    guards: &'a [GuardKind],
    topic: Option<&'a TopicId>,
    options: &'a [TopicId],
    text: String,
    sources: Vec<Source<'a>>,
    micros: u128,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    url: &'a str,
    date: &'a str,
}

impl Ask {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let base = base::load(self.knowledge.knowledge.as_deref())?;
        let cache = base::cache(None);
        let world =
            base::world("meldmaat".into(), "meldmaat", base, Access::default(), cache.as_ref());
        if self.batch {
            return batch(&world, self.gemeente.as_deref());
        }
        let question = self.question.unwrap_or_default();
        if self.json {
            let line = json(&world, &question, self.gemeente.as_deref())?;
            anstream::println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        let explained = explain(&world, &question, self.gemeente.as_deref());
        let style = Style { strong: ("\u{1b}[1m", "\u{1b}[0m"), small: ("\u{1b}[2m", "\u{1b}[0m") };
        anstream::println!("{}", text::message(&explained.says).terminal(style));
        if self.why {
            why(&world, &question, &explained);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn explain(world: &World, question: &str, gemeente: Option<&str>) -> Explained {
    engine::explain(world, question, gemeente, System.now())
}

fn batch(world: &World, gemeente: Option<&str>) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("de invoer kan niet worden gelezen")?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Question = match serde_json::from_str(&line) {
            Ok(asked) => asked,
            Err(error) => bail!("regel {}: geen vraag als {{\"q\": …}}: {error}", number + 1),
        };
        let gemeente = asked.gemeente.as_deref().or(gemeente);
        writeln!(out, "{}", json(world, &asked.q, gemeente)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn json(world: &World, question: &str, gemeente: Option<&str>) -> anyhow::Result<String> {
    let start = Instant::now();
    let explained = explain(world, question, gemeente);
    let micros = start.elapsed().as_micros();
    let answer = Answer {
        outcome: explained.outcome,
        guards: &explained.guards,
        topic: explained.topic.as_ref(),
        options: &explained.options,
        text: text::message(&explained.says).plain(),
        sources: explained
            .sources()
            .map(|s| Source { name: &s.name, url: &s.url, date: &s.date })
            .collect(),
        micros,
    };
    Ok(serde_json::to_string(&answer)?)
}

fn why(world: &World, question: &str, explained: &Explained) {
    anstream::println!("\nWaarom: {}", explained.outcome);
    for ranked in explained.ranking.iter().take(5) {
        anstream::println!("  {:>5.1} %  {}", ranked.score * 100.0, ranked.topic);
        for reason in world.index.why(&world.base, question, &ranked.topic) {
            anstream::println!("           {reason}");
        }
    }
    for rule in &explained.rules {
        anstream::println!("  veiligheid: {rule}");
    }
}
