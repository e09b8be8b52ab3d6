//! How does the bot start, run and stop? In this order: config, lock, base, memory, account, loop.

use super::chat::ZONE;
use super::{base, runtime};
use crate::app::{App, Limits};
use crate::clock::System;
use crate::config::{self, Config, Environment};
use crate::engine::World;
use crate::engine::access::Access;
use crate::files;
use crate::knowledge::Base;
use crate::matrix;
use crate::ops::{self, Vitals};
use crate::ports::{Clock, Store};
use crate::storage::{self, seal};
use crate::vocab::{Finding, Severity, UserId};
use anyhow::{Context, bail};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

#[derive(clap::Args)]
pub struct Run {
    /// De configuratie; config.example.yaml legt elke instelling uit
    #[arg(long, value_name = "BESTAND", default_value = "config.yaml")]
    config: PathBuf,
    /// Schrijf het logboek als JSON
    #[arg(long)]
    log_json: bool,
}

/// The secrets that the environment may hold in place of the config.
pub fn environment() -> Environment {
    let secret = |name| std::env::var(name).ok().map(SecretString::from);
    Environment {
        password: secret("MELDMAAT_PASSWORD"),
        store_key: secret("MELDMAAT_STORE_KEY"),
    }
}
