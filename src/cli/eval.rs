//! How good is the finder? Figures on labelled questions, or by leaving out phrasings of the base.

use super::{Knowledge, base};
use crate::clock::System;
use crate::engine::World;
use crate::engine::answer::Index;
use crate::engine::answer::compare::{Comparison, Score, WAYS, without};
use crate::engine::measure::{
    Answers, Figures, FollowUp, Guarded, Labelled, Share, measure, measure_followups,
};
use crate::knowledge::Base;
use crate::ports::Clock;
use crate::vocab::{Access, TopicId};
use crate::yaml::{File, typed};
use anyhow::{Context, anyhow};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Parts into which the phrasings are split when no file is given.
const FOLDS: usize = 5;

/// The shares of wrong answers for which the table says how much is right.
const LIMITS: [f32; 4] = [0.01, 0.02, 0.05, 0.10];

#[derive(clap::Args)]
pub struct Eval {
    /// Gelabelde vragen (YAML); zonder bestand: elke vraagzin van de kennisbank, telkens zonder dat de
    /// bot die zin kende
    #[arg(value_name = "BESTAND")]
    files: Vec<PathBuf>,
    /// Alleen de aantallen, als één JSON-object
    #[arg(long, requires = "files")]
    json: bool,
    /// Zoveel missers laten zien
    #[arg(long, value_name = "AANTAL", default_value_t = 10)]
    misses: usize,
    #[command(flatten)]
    knowledge: Knowledge,
}

/// A file of labelled questions: whole questions, messages for the guards alone, or questions that
/// follow on an answer.
#[derive(Deserialize)]
struct Labels {
    #[serde(default)]
    questions: Vec<Question>,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    followups: Vec<Follow>,
}

#[derive(Deserialize)]
struct Follow {
    after: TopicId,
    q: String,
    topics: Vec<TopicId>,
}

#[derive(Deserialize)]
struct Question {
    q: String,
    expect: Expect,
    #[serde(default)]
    topics: Vec<TopicId>,
    gemeente: Option<String>,
    #[serde(default)]
    danger: bool,
    #[serde(default)]
    personal_data: bool,
}

#[derive(Deserialize, PartialEq, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Expect {
    Answer,
    Contact,
    NoAnswer,
    Danger,
    PersonalData,
}

#[derive(Deserialize)]
struct Message {
    q: String,
    danger: bool,
    personal_data: bool,
}

impl Eval {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let base = base::load(self.knowledge.knowledge.as_deref())?;
        if self.files.is_empty() {
            across(&base);
            return Ok(ExitCode::SUCCESS);
        }
        let (mut labelled, mut followups) = (Vec::new(), Vec::new());
        for path in &self.files {
            let (questions, following) = read(path)?;
            labelled.extend(questions);
            followups.extend(following);
        }
        let cache = base::cache(None);
        let world =
            base::world("meldmaat".into(), "meldmaat", base, Access::default(), cache.as_ref());
        let mut figures = measure(&world, &labelled, System.now());
        measure_followups(&world, &followups, System.now(), &mut figures);
        if self.json {
            anstream::println!("{}", serde_json::to_string(&figures)?);
            return Ok(ExitCode::SUCCESS);
        }
        print(&figures);
        compared(&world, &labelled);
        misses(&world, &labelled, &figures, self.misses);
        Ok(ExitCode::SUCCESS)
    }
}

/// The labelled questions of a file.
///
/// # Errors
/// The file cannot be read, or holds something else: with line and column.
pub fn read(path: &Path) -> anyhow::Result<(Vec<Labelled>, Vec<FollowUp>)> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{name} kan niet worden gelezen"))?;
    let labels: Labels =
        typed(File { name: &name, text: &text }).map_err(|finding| anyhow!("{finding}"))?;
    let questions = labels.questions.into_iter().map(|question| {
        let expect = question.expect;
        let accepted = match expect {
            Expect::Answer | Expect::Contact => Some(question.topics),
            Expect::NoAnswer => Some(Vec::new()),
            Expect::Danger | Expect::PersonalData => None,
        };
        Labelled {
            text: question.q,
            gemeente: question.gemeente,
            accepted,
            danger: Some(question.danger || expect == Expect::Danger),
            personal: Some(question.personal_data || expect == Expect::PersonalData),
        }
    });
    let messages = labels.messages.into_iter().map(|message| Labelled {
        text: message.q,
        danger: Some(message.danger),
        personal: Some(message.personal_data),
        ..Labelled::default()
    });
    let followups = labels.followups.into_iter();
    let followups = followups.map(|f| FollowUp { after: f.after, text: f.q, accepted: f.topics });
    Ok((questions.chain(messages).collect(), followups.collect()))
}

fn print(figures: &Figures) {
    answers("Het antwoord", figures.answers);
    answers("Vervolgvragen", figures.followups);
    answers("Vervolgvragen, los gesteld", figures.followups_alone);
    anstream::println!("\u{1b}[1mDe wachters\u{1b}[0m");
    let guard = |name: &str, Guarded { found, false_alarms }: Guarded| {
        line(&format!("{name} gezien"), found);
        line(&format!("{name}: vals alarm"), false_alarms);
    };
    guard("gevaar", figures.danger);
    guard("persoonsgegevens", figures.personal);
}

fn answers(heading: &str, answers: Answers) {
    if answers.is_empty() {
        return;
    }
    anstream::println!("\u{1b}[1m{heading}\u{1b}[0m");
    line("meteen goed", answers.right);
    line("goed na hoogstens één keuze", answers.within);
    line("stellig fout", answers.wrong);
    line("buiten bereik, en dat gezegd", answers.refused);
    anstream::println!();
}

fn line(name: &str, share: Share) {
    if share.of > 0 {
        let percent = 100.0 * share.hits as f64 / share.of as f64;
        anstream::println!("  {name:<32} {percent:>5.1} %  {:>4} van {}", share.hits, share.of);
    }
}

/// The same questions by simpler ways of finding.
fn compared(world: &World, labelled: &[Labelled]) {
    let comparison = Comparison::new(&world.base, &world.index);
    let mut scores = WAYS.map(|_| Score::default());
    for question in labelled {
        let Some(accepted) = &question.accepted else { continue };
        for (score, ranking) in scores.iter_mut().zip(comparison.rankings(&question.text)) {
            score.add(&ranking, accepted);
        }
    }
    table(&scores);
}

/// Cross-validation: every phrasing is asked of a bot that learnt from the others.
fn across(base: &Base) {
    let mut scores = WAYS.map(|_| Score::default());
    for fold in 0..FOLDS {
        anstream::eprintln!("deel {} van {FOLDS}", fold + 1);
        let (rest, left_out) = without(base, fold, FOLDS);
        let index = Index::learn(&rest);
        let comparison = Comparison::new(&rest, &index);
        for (text, topic) in left_out {
            let accepted: Vec<TopicId> = topic.into_iter().collect();
            for (score, ranking) in scores.iter_mut().zip(comparison.rankings(&text)) {
                score.add(&ranking, &accepted);
            }
        }
    }
    table(&scores);
}

fn table(scores: &[Score]) {
    if scores.iter().all(|score| score.inside + score.outside == 0) {
        return;
    }
    let percent = |hits: usize, of: usize| 100.0 * hits as f64 / (of as f64).max(1.0);
    anstream::println!("\n\u{1b}[1mManieren van vinden\u{1b}[0m (procenten)");
    let limits = LIMITS.map(|limit| format!("{:>5}", format!("{:.0} %", limit * 100.0))).join(" ");
    anstream::println!(
        "  {:<11} eerste  bij 3  buiten | meteen goed bij hoogstens zoveel fout",
        ""
    );
    anstream::println!("  {:<11} {:>6} {:>6} {:>7} | {limits}", "", "", "", "");
    for (way, score) in WAYS.iter().zip(scores) {
        let curve = LIMITS.map(|limit| format!("{:>5.1}", 100.0 * score.right_at(limit))).join(" ");
        anstream::println!(
            "  {way:<11} {:>6.1} {:>6.1} {:>7.1} | {curve}",
            percent(score.first, score.inside),
            percent(score.three, score.inside),
            percent(score.recognised, score.outside),
        );
    }
}

/// The surest misses, with what spoke for them.
fn misses(world: &World, labelled: &[Labelled], figures: &Figures, most: usize) {
    if figures.misses.is_empty() || most == 0 {
        return;
    }
    anstream::println!("\n\u{1b}[1mDe stelligste missers\u{1b}[0m");
    for miss in figures.misses.iter().take(most) {
        let question = &labelled[miss.number];
        let accepted = question.accepted.iter().flatten().map(TopicId::as_str);
        let accepted = accepted.collect::<Vec<_>>().join(", ");
        let wanted = if accepted.is_empty() { "geen antwoord" } else { &accepted };
        anstream::println!("  {}", question.text);
        let Some((topic, score)) = &miss.first else { continue };
        anstream::println!("    {} {topic} {:.0} %, goed is {wanted}", miss.outcome, score * 100.0);
        for reason in world.index.why(&world.base, &question.text, topic) {
            anstream::println!("    {reason}");
        }
    }
}
