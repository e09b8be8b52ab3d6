//! Who did what? The log of actions that concern others, for an operator: newest first, never a text.

use super::{person, run, runtime};
use anyhow::bail;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Logboek {
    /// De configuratie van de bot
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
    /// Hoeveel regels, de nieuwste eerst
    #[arg(long, value_name = "AANTAL", default_value_t = 1_000)]
    aantal: u32,
    /// Als JSON: een lijst
    #[arg(long)]
    json: bool,
    /// Als CSV, met een kop
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// A row as it is written out; the names of its fields are those of the columns.
#[derive(Serialize)]
struct Row {
    at: String,
    person: Option<String>,
    what: &'static str,
    number: Option<u32>,
    room: Option<String>,
}

impl Row {
    fn fields(&self) -> [String; 5] {
        [
            self.at.clone(),
            self.person.clone().unwrap_or_default(),
            self.what.to_owned(),
            self.number.map(|number| number.to_string()).unwrap_or_default(),
            self.room.clone().unwrap_or_default(),
        ]
    }
}

impl Logboek {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.aantal == 0 {
            bail!("vraag minstens één regel");
        }
        let config = run::load(&self.config)?;
        let actions = runtime()?.block_on(async {
            let store = person::open(&config).await?;
            let actions = store.actions(self.aantal).await;
            store.close().await;
            anyhow::Ok(actions?)
        })?;
        let row = |action: crate::vocab::Action| Row {
            at: action.at.to_string(),
            person: action.person.map(|user| user.as_str().to_owned()),
            what: action.what.name(),
            number: action.number,
            room: action.room.map(|room| room.as_str().to_owned()),
        };
        let rows: Vec<Row> = actions.into_iter().map(row).collect();
        if self.json {
            anstream::println!("{}", serde_json::to_string_pretty(&rows)?);
        } else if self.csv {
            anstream::println!("at,person,what,number,room");
            for row in &rows {
                anstream::println!("{}", row.fields().map(|field| quoted(&field)).join(","));
            }
        } else {
            for row in &rows {
                anstream::println!("{}", row.fields().join("  ").trim_end());
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A field of CSV. A spreadsheet would run what begins with one of these signs.
fn quoted(field: &str) -> String {
    let runs = field.starts_with(['=', '+', '-', '@', '\t']);
    format!("\"{}{}\"", if runs { "'" } else { "" }, field.replace('"', "\"\""))
}
