//! Where do the peers come from? From PyPI, at fixed versions, into `target/peers` on first use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The requirements of a peer.
fn requirements(peer: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/bench/peers/{peer}.txt"))
}

/// Its version, as its requirements fix it.
pub fn version(peer: &str) -> String {
    let text = fs::read_to_string(requirements(peer)).expect("a file of this folder");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{peer}==")));
    line.expect("its own line").to_owned()
}

/// The folder with its programs.
///
/// # Errors
/// Why it cannot be installed, as the last line that pip or Python said.
pub fn programs(peer: &str) -> Result<PathBuf, String> {
    let wanted = fs::read_to_string(requirements(peer)).expect("a file of this folder");
    // The folder for tests' files stands in the target folder, wherever that is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target/tmp");
    let folder = target.join("peers").join(peer);
    let (programs, stamp) = (folder.join("bin"), folder.join("made-from.txt"));
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(programs);
    }
    eprintln!("installing {peer} (once)");
    // One that was interrupted half-way is made again.
    let _none = fs::remove_dir_all(&folder);
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let quiet =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
    run(Command::new(programs.join("python")).args(quiet).arg(requirements(peer)))?;
    fs::write(stamp, wanted).expect("our own folder");
    Ok(programs)
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(said.trim_end().lines().last().unwrap_or("it ended without a word").to_owned())
}
