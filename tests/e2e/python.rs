//! How do the stories talk to their Python? A child that answers JSON lines.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};

type Waiting = Arc<Mutex<Option<HashMap<u64, Sender<Value>>>>>;

/// A running script. It ends when this process does, because its stdin closes.
pub struct Python {
    /// What it said when it was ready.
    pub hello: Value,
    stdin: Mutex<ChildStdin>,
    waiting: Waiting,
    next: AtomicU64,
    _child: Child,
}

impl Python {
    /// Starts a script of this folder and waits for its first line.
    pub fn start(script: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(interpreter())
            .arg(folder().join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{script} does not start: {error}"));
        let stdin = Mutex::new(child.stdin.take().expect("piped above"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped above")).lines();
        let Some(Ok(first)) = lines.next() else {
            panic!("{script} ended before it was ready; what it said stands above");
        };
        let hello = serde_json::from_str(&first).expect("a line of JSON");
        let waiting: Waiting = Arc::new(Mutex::new(Some(HashMap::new())));
        let theirs = Arc::clone(&waiting);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let answer: Value = serde_json::from_str(&line).expect("a line of JSON");
                let id = answer["id"].as_u64().expect("answers carry their id");
                let mut waiting = theirs.lock().expect("nobody panics with this lock");
                if let Some(asker) = waiting.as_mut().and_then(|map| map.remove(&id)) {
                    // An asker that gave up needs no answer.
                    let _gone = asker.send(answer);
                }
            }
            // Whoever still waits learns at once that nothing will come.
            theirs.lock().expect("nobody panics with this lock").take();
        });
        Self { hello, stdin, waiting, next: AtomicU64::new(1), _child: child }
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What the script says went wrong.
    pub fn ask(&self, mut request: Value) -> Result<Value, String> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        request["id"] = json!(id);
        let (asker, answer) = channel();
        self.waiting
            .lock()
            .expect("nobody panics with this lock")
            .as_mut()
            .ok_or("the Python process has ended")?
            .insert(id, asker);
        writeln!(self.stdin.lock().expect("nobody panics with this lock"), "{request}")
            .map_err(|error| format!("the Python process has ended: {error}"))?;
        let mut answer = answer.recv().map_err(|_| "the Python process has ended")?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].take()),
        }
    }
}

/// Where the scripts are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e")
}

/// The interpreter that has Synapse and matrix-nio; made on first use.
fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        // The folder for tests' files stands in the target folder, wherever that is.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target/tmp");
        let made = Command::new("python3")
            .arg(folder().join("environment.py"))
            .arg(target.join("e2e-venv"))
            .output()
            .unwrap_or_else(|error| {
                panic!(
                    "The end-to-end stories need Python 3.11 or newer with venv ({error}).\n\
                     Install it: apt-get install python3 python3-venv"
                )
            });
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        PathBuf::from(String::from_utf8_lossy(&made.stdout).trim())
    })
}
