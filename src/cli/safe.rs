//! With what does the bot start when its configuration, its base or its database is broken? With what was
//! last good: it then says in the control room what is wrong, and whom to call.

use super::{base, run};
use crate::config::{self, Config};
use crate::files::{LastGood, SealedAccount};
use crate::knowledge::{self, Base};
use crate::storage::{self, Database, Place, seal::Seal};
use crate::vocab::{Broken, Finding, Findings, Misread, Pillar, Severity};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// Binds the sealed account to its purpose.
const ROW: &str = "last good account";

/// So much is told of what is wrong: the control room is read on a phone.
const FIRST: usize = 3;

/// The files of a base, as `(path, text)`.
pub type Texts = Vec<(String, String)>;

/// A configuration, and what is wrong with the newest.
pub type Configured = (Config, Findings);

/// The configuration; of a broken one the account and the rights of the last good one.
///
/// # Errors
/// It is broken, and nothing was kept in the data folder that it names; all findings are on stderr.
pub fn config(path: &Path) -> anyhow::Result<Configured> {
    let text = run::text(path)?;
    let environment = run::environment();
    let findings = match config::read(&text, path, &environment) {
        Ok(config) => return Ok((config, Findings::new())),
        Err(findings) => findings,
    };
    run::show(&findings);
    let kept = config::data_folder(&text, path).and_then(|data| {
        let SealedAccount { key_file, sealed } = LastGood::new(&data).account()?;
        // A key that is not there is not made.
        if key_file.as_ref().is_some_and(|file| !file.is_file()) {
            return None;
        }
        let store_key = config::kept_key(key_file, &environment)?;
        let key = run::key(&store_key).ok()?;
        let kept = Seal::new(key).open(ROW, &sealed).ok()?;
        Config::from_kept(&kept, data, store_key)
    });
    let mistakes = findings.len();
    let config = kept.with_context(|| format!("de configuratie heeft {mistakes} fout(en)"))?;
    tracing::error!(
        mistakes,
        "safe mode: the configuration is broken, the last good account is used"
    );
    Ok((config, findings))
}

/// Keeps what safe mode needs of a configuration that is good.
pub fn keep_account(config: &Config) {
    let kept = || -> anyhow::Result<()> {
        let sealed = Seal::new(run::store_key(config)?).seal(ROW, &config.kept())?;
        let key_file = match &config.store_key {
            config::StoreKey::File(path) => Some(std::path::absolute(path)?),
            config::StoreKey::Given(_) => None,
        };
        Ok(LastGood::new(&config.data).keep_account(&SealedAccount { key_file, sealed })?)
    };
    if let Err(error) = kept() {
        tracing::warn!(%error, "the account is not kept for a start with a broken configuration");
    }
}

/// Keeps the files of a base that is good.
pub fn keep_base(data: &Path, texts: &[(String, String)]) {
    if let Err(error) = LastGood::new(data).keep_base(texts) {
        tracing::warn!(%error, "the base is not kept for a start with a broken one");
    }
}

/// The base of a folder, and its files unless they are kept already; else what is wrong with it. What this
/// program found good before is not checked again.
pub fn read_base(folder: &Path, data: &Path) -> Result<(Base, Option<Texts>), Findings> {
    let texts = base::texts(folder).map_err(|error| vec![unreadable(folder, error)])?;
    let known = LastGood::new(data).knows(&texts);
    if let Some(base) = known.then(|| knowledge::read_again(&texts)).flatten() {
        return Ok((base, None));
    }
    match knowledge::read(&texts) {
        (Some(base), _) => Ok((base, Some(texts))),
        (None, findings) => Err(findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect()),
    }
}

/// The base that was kept; one without any entry when this version cannot read it. None when there is
/// none.
pub fn last_base(data: &Path) -> Option<Base> {
    let texts = LastGood::new(data).base()?;
    Some(knowledge::read(&texts).0.unwrap_or_default())
}

/// The memory; one that ends with the process when the file of SQLite is there and cannot be used. Others
/// may use a server at the same time, and answer.
///
/// # Errors
/// It cannot be reached, or is on a server.
pub async fn memory(config: &Config, key: [u8; 32]) -> anyhow::Result<(Database, Option<Broken>)> {
    let place = run::place(config);
    let error = match storage::open(&place, Seal::new(key)).await {
        Ok(store) => return Ok((store, None)),
        Err(error) => error,
    };
    let (Place::Sqlite(_), Some(ruin)) = (&place, error.ruin) else { return Err(error.into()) };
    tracing::error!("safe mode: nothing is remembered. {error}");
    let store = storage::open(&Place::Memory, Seal::new(key)).await?;
    let pillar = Pillar::Database(ruin);
    Ok((store, Some(Broken { pillar, first: Vec::new(), more: 0 })))
}

/// What is told of a broken part; none when nothing is wrong with it.
pub fn broken(pillar: Pillar, wrong: &[Finding]) -> Option<Broken> {
    let first = wrong.iter().take(FIRST).map(Misread::from).collect();
    (!wrong.is_empty()).then(|| Broken { pillar, first, more: wrong.len().saturating_sub(FIRST) })
}

/// A file or folder that cannot be read at all.
pub fn unreadable(path: &Path, error: impl std::fmt::Display) -> Finding {
    Finding {
        severity: Severity::Error,
        file: path.display().to_string(),
        line: 0,
        column: 0,
        message: "Dit kan niet worden gelezen.".into(),
        advice: error.to_string(),
        excerpt: String::new(),
    }
}

/// The folder of the base, also when it is not there (any more).
pub fn folder(config: &Config) -> PathBuf {
    base::folder(config.knowledge.as_deref()).unwrap_or_else(|_| "knowledge".into())
}
