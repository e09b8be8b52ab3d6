//! What does a process cost, and where does the one to compare with come from?

use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::bot::leash;
use crate::homeserver::Account;
use crate::http::PATIENCE;

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

/// A program that goes with this one, however that ends.
pub struct Leashed {
    child: Child,
    leash: Child,
    lines: Receiver<String>,
}

impl Leashed {
    /// Starts it in this folder.
    pub fn launch(program: &Path, arguments: &[&str], folder: &Path) -> Self {
        // The shell makes one stream of two, and becomes the program.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 2>&1"])
            .arg(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh starts");
        let leash = leash(&child);
        let out = BufReader::new(child.stdout.take().expect("piped above"));
        let (say, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                // Nobody reads it any more; the pipe must be emptied all the same.
                let _gone = say.send(line);
            }
        });
        Self { child, leash, lines }
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it said last.
    pub fn last_words(&self) -> String {
        let lines: Vec<String> = self.lines.try_iter().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    /// Waits until it says this.
    pub fn wait_for_line(&self, part: &str) {
        let mut told = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            let found = line.contains(part);
            told.push(line);
            if found {
                return;
            }
        }
        panic!("it did not say \"{part}\":\n{}", told.join("\n"));
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ended = self.child.kill();
        let _status = self.child.wait();
        if let Some(mut hand) = self.leash.stdin.take() {
            let _gone = hand.write_all(b"\n");
        }
        let _status = self.leash.wait();
    }
}

/// Sends a signal (`STOP`, `CONT`) to a process.
pub fn signal(id: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {id}")]).status();
    assert!(sent.expect("sh runs").success(), "no process {id}");
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

/// How the binary was built, from the folder that it stands in.
pub fn profile() -> &'static str {
    let folder = Path::new(BINARY).parent().and_then(Path::file_name);
    folder.and_then(|name| name.to_str()).expect("a plain name")
}
