//! How does an operator plan a whole year from a file? First everything that it would send, then once.

use super::world::Worlds;
use super::{person, run, runtime, wanneer};
use crate::config::Config;
use crate::engine::{self, World, Year};
use crate::files::{self, Unreadable};
use crate::ports::Store;
use crate::storage::{Database, Lock};
use crate::text;
use crate::text::document::Style;
use crate::vocab::{
    Dispatched, Findings, RoomId, Say, Scope, Severity, Slip, Timestamp, UserId, YearFile,
    YearWords,
};
use crate::yaml::{File, Place};
use anyhow::{Context, bail};
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(arg_required_else_help = true)]
pub struct Agenda {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Laat zien wat een bestand met sessies en herinneringen zou versturen, of plant het
    #[command(after_help = FORM)]
    Import(Import),
}

const FORM: &str = "Zonder --echt verandert er niets: je ziet elk bericht, wanneer het gaat, naar welke kamers, en de
totalen. Met --echt staat alles in het geheugen van de bot; stop daarvoor eerst de bot. Hetzelfde bestand
nog eens verandert niets. Een rij die intussen anders is, wordt gemeld en niet dubbel gepland.

Kolommen van een CSV-bestand (eerste regel; met ; of , ertussen; UTF-8), of woorden in een YAML-bestand:
  titel         waar het over gaat
  wanneer       alles wat `meldmaat wanneer` leest: een dag, meer dagen, of een reeks
  voor          regio twente, gemeente Enschede, label jeugd, alle kamers; ook met en ertussen
  waar          plek of link                                      (mag weg, net als wat volgt)
  max           hoeveel mensen er kunnen komen
  door          wie de sessie geeft
  materiaal     wat wie er was achteraf krijgt
  aankondigen   4 weken, 10 dagen, of een moment                  [anders: 4 weken]
  herinneren    7 dagen, 1 dag en 1 uur; of: niet                 [anders: 7 dagen, 1 dag en 1 uur]

In YAML:
  sessies:
    - titel: Meldcode en ouderen
      wanneer: di 8 dec 2026 9.30-11.00
      voor: regio twente
  herinneringen:
    - tekst: Neem de map mee
      wanneer: elke eerste maandag van de maand 9.00
      voor: label jeugd
      feestdagen: werkdag       (of: overslaan, gewoon)           [anders: gewoon]
      iedereen: ja              (@room, waar dat mag)             [anders: nee]

Voorbeelden:
  meldmaat agenda import 2027.yaml --namens @carla:example.org
  meldmaat agenda import 2027.csv --namens @carla:example.org --echt";

#[derive(clap::Args)]
struct Import {
    /// Het bestand: eindigt op .yaml of .csv
    #[arg(value_name = "BESTAND")]
    file: PathBuf,
    /// De configuratie van de bot
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
    /// Wie dit plant: een coördinator of beheerder uit de configuratie [anders: de enige die er is]
    #[arg(long, value_name = "@NAAM:SERVER", value_parser = person::user)]
    namens: Option<String>,
    /// Plan het ook echt; stop eerst de bot
    #[arg(long)]
    echt: bool,
    /// Lees alsof het nu dit moment is: 2026-11-21T10:00
    #[arg(long, value_name = "MOMENT")]
    now: Option<DateTime>,
}

impl Agenda {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let Verb::Import(import) = self.verb;
        import.run()
    }
}

impl Import {
    fn run(self) -> anyhow::Result<ExitCode> {
        let name = self.file.display().to_string();
        let (bytes, file, findings) = read(&self.file, &name)?;
        let config = run::load(&self.config)?;
        let _lock = match self.echt {
            true => Some(Lock::take(&config.data).context(
                "eerst moet de bot stoppen, anders kan hij intussen dezelfde nummers uitdelen",
            )?),
            false => None,
        };
        let worlds = Worlds::open(&self.config, &config)?;
        let world = worlds.reader().borrow().clone();
        let planner = planner(&world, self.namens.as_deref())?;
        let now = wanneer::moment(self.now)?;
        let control_room = config.control_room.clone().context(
            "zonder `control_room` in de configuratie hoort niemand hoe het met de sessies gaat",
        )?;
        let plan = Plan { world: &world, planner, room: control_room, now, echt: self.echt };
        let outcome = runtime()?.block_on(async {
            let store = person::open(&config).await?;
            let outcome = plan.carry_out(&store, &file, findings.is_empty()).await;
            store.close().await;
            outcome
        })?;
        match outcome {
            Ok(year) => {
                show(&year, self.echt, &config);
                Ok(ExitCode::SUCCESS)
            }
            Err(slips) => {
                // The text was UTF-8, or it would not have been read.
                let text = String::from_utf8_lossy(&bytes);
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                Ok(refuse(findings, &slips, File { name: &name, text }))
            }
        }
    }
}

/// The file's bytes and what they hold.
fn read(path: &Path, name: &str) -> anyhow::Result<(Vec<u8>, YearFile, Findings)> {
    let about =
        std::fs::metadata(path).with_context(|| format!("{name} kan niet worden gelezen"))?;
    if about.len() > files::MOST_BYTES {
        bail!("{name} is groter dan 1 MB: dat is geen jaar aan sessies");
    }
    let bytes = std::fs::read(path).with_context(|| format!("{name} kan niet worden gelezen"))?;
    match files::read_year(name, &bytes) {
        Ok((file, findings)) => Ok((bytes, file, findings)),
        Err(Unreadable::Kind) => bail!("{name} eindigt niet op .yaml of .csv"),
        Err(Unreadable::Encoding) => bail!(
            "{name} is geen UTF-8. Kies in Excel bij Opslaan als: CSV UTF-8 (door lijstscheidingsteken \
             gescheiden)"
        ),
    }
}

/// On whose behalf: who was named, or the only one who may.
fn planner(world: &World, named: Option<&str>) -> anyhow::Result<UserId> {
    let access = &world.access;
    let all: Vec<&UserId> = access.coordinators.keys().chain(&access.administrators).collect();
    let planner = match (named, &all[..]) {
        (Some(named), _) => UserId::new(named),
        (None, [only]) => (*only).clone(),
        (None, _) => bail!("zeg wie dit plant, met --namens @naam:server"),
    };
    if !engine::may_plan(world, &planner) {
        bail!("{planner} staat in de configuratie niet bij `coordinators` of `administrators`");
    }
    Ok(planner)
}

/// What is to be done with a file.
struct Plan<'a> {
    world: &'a World,
    planner: UserId,
    room: RoomId,
    now: Timestamp,
    echt: bool,
}

impl Plan<'_> {
    /// Reads what the bot remembers, plans, and with `echt` commits it: all of it, or nothing.
    async fn carry_out(
        &self,
        store: &Database,
        file: &YearFile,
        sound: bool,
    ) -> anyhow::Result<Result<Year, Vec<Slip>>> {
        let scope = Scope {
            room: Some(self.room.clone()),
            rooms_for: Some(self.planner.clone()),
            sessions: true,
            marks: true,
            ..Scope::default()
        };
        let seen = engine::without_names(store.load(&scope).await?);
        let year = engine::plan_year(self.world, &seen, &self.planner, &self.room, self.now, file);
        let year = match year {
            Ok(year) if sound => year,
            Ok(_) => return Ok(Err(Vec::new())),
            Err(slips) => return Ok(Err(slips)),
        };
        if let (true, Some(cause)) = (self.echt, &year.cause)
            && !store.commit(cause, self.now, &year.changes, &[]).await?
        {
            bail!("precies dit is al gepland");
        }
        Ok(Ok(year))
    }
}

const STYLE: Style =
    Style { strong: ("\u{1b}[1m", "\u{1b}[0m"), small: ("\u{1b}[2m", "\u{1b}[0m") };

/// Every message, unless it is planned now; what should be known; and all in numbers.
fn show(year: &Year, done: bool, config: &Config) {
    let say = |words: YearWords| text::message(&[Say::Year(words)]).terminal(STYLE);
    if !done {
        for Dispatched { words, says } in &year.messages {
            anstream::println!("{}", say(YearWords::Dispatch(words.clone())));
            for message in says {
                let message = text::message(message).terminal(STYLE);
                let lines: Vec<String> = message.lines().map(indented).collect();
                anstream::println!("\n{}", lines.join("\n"));
            }
            anstream::println!();
        }
    }
    for remark in &year.remarks {
        anstream::println!("{}\n", say(remark.clone()));
    }
    anstream::println!("{}", say(YearWords::Totals { totals: year.totals.clone(), done }));
    if done && year.cause.is_some() {
        let folder = config.data.display();
        anstream::println!("\nHet staat in {folder}. Start de bot weer: meldmaat run");
    }
}

fn indented(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("    {line}") }
}

/// Everything that is wrong, in the order of the file.
fn refuse(mut findings: Findings, slips: &[Slip], file: File<'_>) -> ExitCode {
    findings.extend(slips.iter().map(|slip| {
        let (message, advice) = text::slip(&slip.wrong);
        let place = Place { line: slip.line, column: slip.column };
        file.finding(Severity::Error, place, message, advice)
    }));
    findings.sort_by_key(|finding| (finding.line, finding.column));
    for finding in &findings {
        anstream::println!("\u{1b}[31mfout\u{1b}[0m {finding}\n");
    }
    let word = if findings.len() == 1 { "fout" } else { "fouten" };
    anstream::println!("\u{1b}[31m{} {word}. Er is niets gepland.\u{1b}[0m", findings.len());
    ExitCode::FAILURE
}
