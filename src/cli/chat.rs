//! How is the bot tried at the keyboard? The whole loop, on a store in memory and a clock that obeys.

use super::{Knowledge, base, runtime};
use crate::app::{App, Limits};
use crate::clock::{Simulated, System};
use crate::knowledge::Base;
use crate::ports::{Batch, Clock, Inbox};
use crate::storage::{self, seal::Seal};
use crate::terminal::{CONTROL_ROOM, Line, Room, Screen, Terminal};
use crate::text::document::Style;
use crate::vocab::{Access, Broken, Incoming, Rate, Timestamp, What};
use jiff::tz::TimeZone;
use rustyline::error::ReadlineError;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::watch;

#[derive(clap::Args)]
pub struct Chat {
    #[command(flatten)]
    knowledge: Knowledge,
    /// De tijd bij het begin, in Nederland (de klok staat dan stil tot /klok) [anders: nu]
    #[arg(long, value_name = "2026-12-08T09:00")]
    now: Option<jiff::civil::DateTime>,
}

/// Where the bot works.
pub const ZONE: &str = "Europe/Amsterdam";

/// The clock at the keyboard: the system's, moved by what `/klok` said; or standing still.
struct Keyboard {
    clock: Arc<Simulated>,
    running: bool,
    moved: jiff::SignedDuration,
}

impl Keyboard {
    /// The present moment, after the clock was set to it.
    fn tick(&self) -> Timestamp {
        if self.running {
            self.clock.set(System.now().saturating_add(self.moved).unwrap_or(Timestamp::MAX));
        }
        self.clock.now()
    }

    fn set(&mut self, moment: Timestamp) {
        self.moved = moment.duration_since(System.now());
        self.clock.set(moment);
    }
}

type Bot = App<storage::Database, Terminal, Arc<Simulated>>;

impl Chat {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let base = base::load(self.knowledge.knowledge.as_deref())?;
        runtime()?.block_on(Box::pin(self.talk(base)))
    }

    async fn talk(self, base: Base) -> anyhow::Result<ExitCode> {
        let zone = TimeZone::get(ZONE)?;
        let start = match self.now {
            Some(there) => zone.to_timestamp(there)?,
            None => System.now(),
        };
        let clock = Arc::new(Simulated::new(start));
        let mut keyboard = Keyboard {
            clock: clock.clone(),
            running: self.now.is_none(),
            moved: jiff::SignedDuration::ZERO,
        };
        let screen = Terminal::new(Style {
            strong: ("\u{1b}[1m", "\u{1b}[0m"),
            small: ("\u{1b}[2m", "\u{1b}[0m"),
        });
        let cache = base::cache(None);
        let world = base::world("meldmaat".into(), "meldmaat", base, access(), cache.as_ref())
            .reporting_to(Some(CONTROL_ROOM.into()))
            .sending(Some(Rate::default()));
        let (worlds, world) = watch::channel(Arc::new(world));
        let store = storage::open(&storage::Place::Memory, Seal::new([0; 32])).await?;
        let bot = App::new(store, screen.clone(), clock, world, Limits::default());
        let mut room = Room::default();
        let entering = room.joined(keyboard.tick());
        happen(&bot, &screen, entering).await?;

        let mut lines = Lines::new()?;
        while let Some(line) = lines.next(&room.prompt())? {
            let said = screen.with(|screen| screen.messages(&room.id()));
            match room.read(&line, keyboard.tick(), &said) {
                Line::Event(event) => {
                    let silent = matches!(event.what, What::Message(_));
                    if !happen(&bot, &screen, event).await? && silent {
                        dim("(niet aan Meldmaat gericht: begin met @meldmaat of !meld)");
                    }
                }
                Line::Later(span) => {
                    let there = keyboard.tick().to_zoned(zone.clone()).checked_add(span)?;
                    move_clock(&mut keyboard, &bot, &screen, there.timestamp()).await?;
                }
                Line::Away(span) => {
                    let there = keyboard.tick().to_zoned(zone.clone()).checked_add(span)?;
                    keyboard.set(there.timestamp());
                    move_clock(&mut keyboard, &bot, &screen, there.timestamp()).await?;
                }
                Line::At(there) => {
                    let moment = zone.to_timestamp(there)?;
                    move_clock(&mut keyboard, &bot, &screen, moment).await?;
                }
                Line::Writing(room, allowed) => {
                    screen.with(|screen| screen.allow(&room, allowed));
                    let none = if allowed { "" } else { "niet " };
                    dim(&format!("Meldmaat mag hier {none}schrijven."));
                }
                Line::Safe(pillar) => {
                    let broken = pillar.map(|pillar| Broken { pillar, first: Vec::new(), more: 0 });
                    // Nobody else has it between two lines.
                    worlds.send_if_modified(|world| {
                        Arc::get_mut(world)
                            .map(|world| world.broken = broken.into_iter().collect())
                            .is_some()
                    });
                    bot.look_after().await?;
                    settle(&bot, &screen).await?;
                }
                Line::Note(note) => dim(&note),
                Line::Nothing => {}
                Line::Stop => break,
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Who looks after the bot at the keyboard.
fn access() -> Access {
    Access {
        administrators: vec!["beheer".into()],
        coordinators: BTreeMap::from([("carla".into(), vec!["twente".into()])]),
        ..Access::default()
    }
}

/// Lets an event take its whole way and shows what came of it. False when nothing did.
async fn happen(bot: &Bot, screen: &Terminal, event: Incoming) -> anyhow::Result<bool> {
    screen.with(|screen| screen.hear(&event));
    bot.receive(Batch { incoming: vec![event], ..Batch::default() }).await?;
    settle(bot, screen).await
}

async fn settle(bot: &Bot, screen: &Terminal) -> anyhow::Result<bool> {
    bot.settle().await?;
    let shown = screen.with(Screen::take);
    anstream::print!("{shown}");
    std::io::stdout().flush()?;
    Ok(!shown.is_empty())
}

async fn move_clock(
    keyboard: &mut Keyboard,
    bot: &Bot,
    screen: &Terminal,
    moment: Timestamp,
) -> anyhow::Result<()> {
    // What the bot planned in between happens at its own moment.
    let start = keyboard.tick();
    while let Some(wake) = bot.next_wake().await?.filter(|wake| *wake > start && *wake <= moment) {
        keyboard.set(wake);
        settle(bot, screen).await?;
    }
    keyboard.set(moment);
    settle(bot, screen).await?;
    let there = moment.to_zoned(TimeZone::get(ZONE)?);
    dim(&format!("(het is nu {})", there.strftime("%d-%m-%Y %H:%M")));
    Ok(())
}

fn dim(note: &str) {
    anstream::println!("\u{1b}[2m{note}\u{1b}[0m");
}

/// Where lines come from: an editor with history, or a script, which is echoed.
enum Lines {
    Editor(rustyline::DefaultEditor),
    Script(std::io::Lines<std::io::StdinLock<'static>>),
}

impl Lines {
    fn new() -> anyhow::Result<Self> {
        if !std::io::stdin().is_terminal() {
            return Ok(Self::Script(std::io::stdin().lines()));
        }
        dim("Typ een bericht, /help voor wat hier kan, /stop om te stoppen.");
        Ok(Self::Editor(rustyline::DefaultEditor::new()?))
    }

    /// The next line; none at the end.
    fn next(&mut self, prompt: &str) -> anyhow::Result<Option<String>> {
        match self {
            Self::Editor(editor) => match editor.readline(prompt) {
                Ok(line) => {
                    editor.add_history_entry(&line)?;
                    Ok(Some(line))
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(error) => Err(error.into()),
            },
            Self::Script(lines) => {
                let line = lines.next().transpose()?;
                if let Some(line) = &line {
                    anstream::println!("{prompt}{line}");
                }
                Ok(line)
            }
        }
    }
}
