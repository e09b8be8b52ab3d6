//! Who can get at the bot's files, and is there room for more?

use super::Report;
use crate::config::{Config, Login, StoreKey};
use crate::engine::NEARLY_FULL;
use std::fs::{File, Metadata, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Whether a bot uses the folder at this moment; looking takes nothing.
pub fn in_use(data: &Path) -> bool {
    let lock = File::open(data.join("meldmaat.lock"));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

pub fn examine(report: &mut Report, config: &Config, file: &Path) {
    let data = &config.data;
    match std::fs::metadata(data) {
        Ok(found) if !found.is_dir() => {
            report.bad("datamap", &format!("{} is geen map", data.display()), "Kies een andere.");
            return;
        }
        Ok(found) => folder(report, data, &found),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let found = format!("{} is er nog niet", data.display());
            report.note("datamap", &found, "De eerste start maakt hem.");
        }
        Err(error) => {
            report.bad("datamap", &error.to_string(), "Doctor als de gebruiker van de bot.")
        }
    }
    let mut open = Vec::new();
    let own = ["session.json", "recovery-key.txt", "meldmaat.db", "matrix"];
    let mut secrets: Vec<PathBuf> = own.iter().map(|name| data.join(name)).collect();
    if let StoreKey::File(path) = &config.store_key {
        secrets.push(path.clone());
    }
    match &config.login {
        Login::PasswordFile(path) => secrets.push(path.clone()),
        // One from the environment does not stand in the file.
        Login::Password(_) if std::env::var_os("MELDMAAT_PASSWORD").is_some() => {}
        Login::Password(_) | Login::Token(_) => secrets.push(file.to_owned()),
    }
    // What systemd hands out, it guards; the mode shows its way of doing so.
    secrets.retain(|path| !path.starts_with("/run/credentials"));
    for path in secrets {
        if let Ok(found) = std::fs::metadata(&path)
            && found.permissions().mode() & 0o077 != 0
        {
            open.push(path);
        }
    }
    if open.is_empty() {
        report.good("geheimen", "alleen te lezen voor de gebruiker van de bot");
    }
    for path in open {
        let path = path.display();
        report.bad("geheimen", &format!("anderen kunnen bij {path}"), &format!("chmod go= {path}"));
    }
    recovery_key(report, data);
    disk(report, data);
}

fn folder(report: &mut Report, data: &Path, found: &Metadata) {
    let shown = data.display();
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let found = format!("anderen kunnen in {shown} ({mode:04o})");
        report.bad("datamap", &found, &format!("chmod 700 {shown}"));
    } else if rustix::fs::access(data, rustix::fs::Access::WRITE_OK).is_err() {
        report.bad(
            "datamap",
            &format!("in {shown} kan deze gebruiker niet schrijven"),
            "Start doctor als de gebruiker van de bot, of geef die de map: chown -R.",
        );
    } else {
        report.good("datamap", &shown.to_string());
    }
}

fn recovery_key(report: &mut Report, data: &Path) {
    let part = "herstelsleutel";
    if data.join("recovery-key.txt").is_file() {
        report.good(part, "recovery-key.txt is er; bewaar ook een kopie op een andere plek");
    } else if data.join("session.json").is_file() {
        report.note(
            part,
            "recovery-key.txt is er niet",
            "Zet hem terug uit de kopie. Zonder wordt de bot na verlies van deze map niet meer vertrouwd.",
        );
    }
}

fn disk(report: &mut Report, data: &Path) {
    // A folder that is still to be made lies on the disk of the one above it.
    let there = data.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let Ok(disk) = rustix::fs::statvfs(there) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < NEARLY_FULL {
        let found = format!("nog {} MB vrij", free / 1_000_000);
        report.bad("schijf", &found, "Maak ruimte: op een volle schijf staat de bot stil.");
    } else {
        report.good("schijf", &format!("{} GB vrij", free / 1_000_000_000));
    }
}
