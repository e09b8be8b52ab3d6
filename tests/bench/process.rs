//! What does a process cost, and where does the one to compare with come from?

use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::homeserver::Account;

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_meldmaat");

/// The example that the SDK is measured with, built like the binary. Cargo does not do it for a bench.
pub fn build_echo() -> PathBuf {
    let built = Path::new(BINARY).parent().expect("target/release");
    let folder = built.file_name().and_then(|name| name.to_str()).expect("a plain name");
    let profile = if folder == "debug" { "dev" } else { folder };
    let status = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "build",
            "--locked",
            "--example",
            "echo",
            "--features",
            "echo",
            "--profile",
            profile,
            "--target-dir",
        ])
        .arg(built.parent().expect("target"))
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the example `echo` does not build");
    built.join("examples/echo")
}

/// The SDK echo, running. It ends when this is dropped, because its stdin closes.
pub struct Echo {
    /// Its process.
    pub id: u32,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Echo {
    /// Starts it on this folder and does not wait for it.
    pub fn launch(binary: &Path, url: &str, account: &Account, data: &Path) -> Self {
        let mut child = Command::new(binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let mut stdin = child.stdin.take().expect("piped above");
        let line = json!({
            "homeserver": url, "user": account.user, "device": account.device,
            "token": account.token, "data": data,
        });
        writeln!(stdin, "{line}").expect("it reads");
        Self { id: child.id(), child, stdin: Some(stdin) }
    }

    /// Waits until it listens.
    pub fn wait_until_ready(&mut self) {
        let mut line = String::new();
        let out = self.child.stdout.as_mut().expect("piped above");
        BufReader::new(out).read_line(&mut line).expect("it writes");
        assert_eq!(line, "ready\n", "the echo ended; why stands above");
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _status = self.child.wait();
    }
}

/// The CPU seconds that a process has used so far, user and system.
pub fn cpu_seconds(id: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).expect("a running process on Linux");
    // The second field is a name in brackets that may hold anything; user and system are 14 and 15.
    let (_, rest) = stat.rsplit_once(')').expect("a name in brackets");
    let ticks = rest.split_whitespace().skip(11).take(2);
    // A tick is 10 ms on every Linux that is built the usual way.
    ticks.map(|ticks| ticks.parse::<f64>().expect("a number") / 100.0).sum()
}

/// The memory of a process in MB (2^20 bytes): resident now, and at most since its start.
pub fn memory(id: u32) -> (f64, f64) {
    let status =
        fs::read_to_string(format!("/proc/{id}/status")).expect("a running process on Linux");
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a known line");
        let kilobytes = line.split_whitespace().next().expect("a number");
        kilobytes.parse::<f64>().expect("a number") / 1024.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}
