//! What does the bot hold of a person, and how does an operator show or remove it?

use super::{run, runtime};
use crate::clock::System;
use crate::config::{Config, StoreKey};
use crate::ports::Clock;
use crate::storage::{self, Database, Lock, Place, Record, seal};
use crate::vocab::{Held, UserId};
use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
struct Whose {
    /// De gebruiker, voluit: @anna:example.org
    #[arg(long, value_name = "@NAAM:SERVER", value_parser = user)]
    user: String,
    /// De configuratie van de bot
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
}

#[derive(clap::Args)]
pub struct Export {
    #[command(flatten)]
    whose: Whose,
    /// Als JSON: een lijst met per rij wat het is en wat erin staat
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub struct Forget {
    #[command(flatten)]
    whose: Whose,
}

#[derive(Serialize)]
struct Row {
    held: Held,
    #[serde(flatten)]
    columns: Map<String, Value>,
}

impl Export {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let config = run::load(&self.whose.config)?;
        let user = UserId::new(self.whose.user);
        let records = runtime()?.block_on(async {
            let store = open(&config).await?;
            let records = store.records(&user).await;
            store.close().await;
            anyhow::Ok(records?)
        })?;
        if self.json {
            let row = |Record { held, columns }| Row { held, columns };
            let rows: Vec<Row> = records.into_iter().map(row).collect();
            anstream::println!("{}", serde_json::to_string_pretty(&rows)?);
            return Ok(ExitCode::SUCCESS);
        }
        anstream::println!("Over {user} bewaart de bot {} rij(en).", records.len());
        for Record { held, columns } in records {
            anstream::println!("\n\u{1b}[1m{}\u{1b}[0m", name(held));
            for (column, value) in columns {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                anstream::println!("  {column}: {value}");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Forget {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let config = run::load(&self.whose.config)?;
        let _lock = Lock::take(&config.data).context(
            "eerst moet de bot stoppen, anders kan er tijdens het weghalen iets bij komen. Zonder \
             stoppen kan deze persoon zelf in een kamer typen: !meld vergeet mij",
        )?;
        let user = UserId::new(self.whose.user);
        let (gone, left) = runtime()?.block_on(async {
            let store = open(&config).await?;
            let gone = store.forget_person(&user, System.now()).await?;
            let left = store.records(&user).await?.len();
            store.close().await;
            anyhow::Ok((gone, left))
        })?;
        for (held, rows) in &gone {
            anstream::println!("{rows:>6}  {}", name(*held));
        }
        anstream::println!("Weggehaald over {user}. Nageteld: {left} over.");
        anstream::println!(
            "De berichten zelf staan nog op de homeserver, tot ze daar worden verwijderd."
        );
        Ok(if left == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A whole Matrix user id: a part of one would find nothing, and look like an answer.
pub fn user(text: &str) -> Result<String, String> {
    let parts = text.strip_prefix('@').and_then(|rest| rest.split_once(':'));
    match parts {
        Some((name, server)) if !name.is_empty() && !server.is_empty() => Ok(text.to_owned()),
        _ => Err("schrijf de gebruiker voluit, met server: @anna:example.org".into()),
    }
}

/// The memory that is there; none is made.
pub async fn open(config: &Config) -> anyhow::Result<Database> {
    let place = run::place(config);
    if let Place::Sqlite(folder) = &place
        && !folder.join("meldmaat.db").is_file()
    {
        bail!("in {} staat geen geheugen van een bot: klopt `data`?", folder.display());
    }
    if let StoreKey::File(path) = &config.store_key
        && !path.is_file()
    {
        bail!("de sleutel {} is er niet: klopt `store_key_file`?", path.display());
    }
    Ok(storage::open(&place, seal::Seal::new(run::store_key(config)?)).await?)
}

fn name(held: Held) -> &'static str {
    match held {
        Held::Conversations => "gesprek: wie wanneer vroeg, welk onderwerp, wat is aangeboden",
        Held::Answers => "bericht van de bot: de tekst alleen tot het bezorgd is",
        Held::Handled => "afgehandelde gebeurtenis: de tekst alleen tot zij is afgehandeld",
        Held::Actions => "regel in het logboek van wie wat deed",
        Held::PassedOn => "doorgegeven vraag, zonder persoonsgegevens",
        Held::Plans => "gepland: waaraan die persoon een kamer laat herinneren",
        Held::Broadcasts => "bericht dat die persoon aan kamers schreef",
        Held::Sessions => "sessie die die persoon plande",
        Held::Responses => "antwoord op een sessie: of die persoon komt, of hoe het was",
        Held::Walks => "stappenplan: waar die persoon is en wat is gekozen",
        Held::Undecrypted => "bericht dat nog niet kon worden ontsleuteld",
    }
}
