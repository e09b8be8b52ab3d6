//! How does a story start, kill and question a bot? The built binary, its folder and its log.

use crate::colleague::PATIENCE;
use crate::homeserver::Account;
use serde_json::{Value, json};
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Condvar, LazyLock, Mutex, Weak};
use std::time::Duration;
use tempfile::TempDir;

/// The name of another bot, which every bot of these stories knows to be one.
pub const OTHER_BOT: &str = "rooster";

/// The file with which a new device of the account becomes a trusted one.
const RECOVERY_KEY: &str = "recovery-key.txt";

/// Where a bot lives: a configuration and a data folder. It can be started any number of times.
pub struct Home {
    /// The bot's user id.
    pub user: String,
    folder: TempDir,
    config: Value,
    environment: Vec<(&'static str, String)>,
    http: String,
}

impl Home {
    /// A home for an account on the homeserver at this URL; everyone of the homeserver may invite.
    pub fn new(url: &str, account: &Account) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = account.user.split(':').nth(1).expect("a user id");
        let config = json!({
            "homeserver": url,
            "user": account.user,
            "password": account.password,
            "data": folder.path().join("data"),
            "knowledge": Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"),
            "sending": "unlimited",
            // Stories and benches ask faster than people do.
            "questions": {"per_minute": 100_000},
            "access": {
                "invites_from": {"servers": [server], "users": []},
                "bots": [format!("@{OTHER_BOT}:{server}")],
            },
        });
        let (user, http) = (account.user.clone(), free_address());
        Self { user, folder, config, environment: Vec::new(), http }
    }

    /// The same with a key of the configuration set, or taken away with `null`.
    pub fn with(mut self, key: &str, value: Value) -> Self {
        let config = self.config.as_object_mut().expect("a map");
        match value {
            Value::Null => config.remove(key),
            value => config.insert(key.to_owned(), value),
        };
        self
    }

    /// A home for a replica of the same account: with the same keys, and files of its own.
    pub fn replica(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Self {
            user: self.user.clone(),
            folder,
            config: self.config.clone(),
            environment: Vec::new(),
            http: free_address(),
        };
        std::fs::create_dir(home.data()).expect("a data folder");
        std::fs::copy(self.data().join(RECOVERY_KEY), home.data().join(RECOVERY_KEY))
            .expect("the first start wrote it");
        let data = json!(home.data());
        home.with("data", data).with("store_key_file", json!(self.data().join("store.key")))
    }

    /// The same with a variable in the environment of its bots.
    pub fn with_variable(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Every file in the data folder, whole.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = vec![self.data()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a readable folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                // A journal may vanish between the two calls.
                } else if let Ok(bytes) = std::fs::read(&path) {
                    files.push((path, bytes));
                }
            }
        }
        files
    }

    /// Runs another command of the program on this configuration; gives what it printed.
    pub fn command(&self, words: &[&str]) -> String {
        let done = self.outcome(words);
        let told = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
        told
    }

    /// What the doctor finds, without what is different each time; and whether all is well.
    pub fn doctor(&self) -> (bool, String) {
        let done = self.outcome(&["doctor"]);
        let mut told = String::from_utf8_lossy(&done.stdout).into_owned();
        let root = env!("CARGO_MANIFEST_DIR").to_owned();
        let folder = self.folder.path().to_str().expect("a plain name").to_owned();
        let server = self.config["homeserver"].as_str().expect("a text").to_owned();
        for (it, name) in [
            (root, "<project>"),
            (folder, "<map>"),
            (server, "<homeserver>"),
            (self.user.clone(), "<bot>"),
            (self.http.clone(), "<adres>"),
        ] {
            told = told.replace(&it, name);
        }
        for (it, name) in [
            (r"\d+ GB", "<n> GB"),
            (r"\d+ onderwerpen", "<n> onderwerpen"),
            (r"v1\.\d+", "v1.<n>"),
            (r"SQLite, versie \d+", "SQLite, versie <n>"),
        ] {
            let it = regex::Regex::new(it).expect("a pattern");
            told = it.replace_all(&told, name).into_owned();
        }
        (done.status.success(), told)
    }

    fn outcome(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_meldmaat"))
            .args(words)
            .arg("--config")
            .arg(self.write("config.yaml", &self.http))
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .output()
            .expect("the binary starts")
    }

    /// Starts the bot and does not wait for it.
    pub fn launch(&self) -> Bot {
        self.launch_from("config.yaml", &self.http)
    }

    /// Starts a second one on the same data folder.
    pub fn launch_another(&self) -> Bot {
        self.launch_from("another.yaml", &free_address())
    }

    fn launch_from(&self, name: &str, http: &str) -> Bot {
        Bot::launch(&self.write(name, http), &self.user, http, &self.environment)
    }

    fn write(&self, name: &str, http: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        let mut config = self.config.clone();
        config["http"] = json!(http);
        // JSON is YAML.
        std::fs::write(&file, config.to_string()).expect("a config file");
        // It holds a password.
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("our own file");
        file
    }

    /// Changes a key of the configuration under a running bot.
    pub fn change(&mut self, key: &str, value: Value) {
        self.config[key] = value;
        self.write("config.yaml", &self.http);
    }

    /// Starts the bot and waits until it is ready.
    pub fn start(&self) -> Bot {
        let bot = self.launch();
        bot.wait_until_ready();
        bot
    }

    /// Runs another command of the program, which may fail; gives all that it printed.
    pub fn try_command(&self, words: &[&str]) -> String {
        let config = self.write("config.yaml", &self.http);
        let done = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
            .args(words)
            .arg("--config")
            .arg(config)
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .output()
            .expect("the binary starts");
        let [out, err] =
            [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        format!("{out}{err}")
    }
}

/// A running bot. Killed when dropped, and also when the test run dies.
pub struct Bot {
    /// Its user id.
    pub user: String,
    http: String,
    child: Child,
    log: Arc<Log>,
    leash: Child,
}

static LOGS: Mutex<Vec<(String, Weak<Log>)>> = Mutex::new(Vec::new());

#[derive(Default)]
struct Log {
    state: Mutex<LogState>,
    news: Condvar,
}

#[derive(Default, Clone)]
struct LogState {
    lines: Vec<String>,
    streams_ended: usize,
}

/// Learning the base takes a debug build half a minute: once, before any story waits for a bot.
static LEARNT: LazyLock<()> = LazyLock::new(|| {
    let learning = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
        .args(["ask", "wat is stap 2", "--knowledge"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"))
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("the binary starts");
    assert!(learning.status.success(), "{}", String::from_utf8_lossy(&learning.stderr));
});

impl Bot {
    fn launch(config: &Path, user: &str, http: &str, environment: &[(&str, String)]) -> Self {
        LazyLock::force(&LEARNT);
        let mut child = Command::new(env!("CARGO_BIN_EXE_meldmaat"))
            .args(["run", "--config"])
            .arg(config)
            .env_remove("RUST_LOG")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let leash = leash(&child);
        let log = Arc::new(Log::default());
        let entry = (user.to_owned(), Arc::downgrade(&log));
        LOGS.lock().expect("nobody panics with this lock").push(entry);
        Log::follow(&log, child.stdout.take().expect("piped above"));
        Log::follow(&log, child.stderr.take().expect("piped above"));
        Self { user: user.to_owned(), http: http.to_owned(), child, log, leash }
    }

    /// Waits until it says that it is ready, and checks that its readiness page agrees.
    pub fn wait_until_ready(&self) {
        self.wait_for_line("that it is ready", |line| {
            line.contains("ready") && !line.contains("not ready")
        });
        let page = self.page("/readyz");
        assert!(page.starts_with("HTTP/1.1 200") || page.starts_with("HTTP/1.0 200"), "{page}");
    }

    /// The first line of the log, however old, on which this holds.
    pub fn wait_for_line(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let found = |state: &LogState| state.lines.iter().find(|line| holds(line)).cloned();
        let state =
            self.log.wait(PATIENCE, |state| found(state).is_some() || state.streams_ended == 2);
        found(&state)
            .unwrap_or_else(|| panic!("the bot did not say {what}:\n{}", state.lines.join("\n")))
    }

    /// Waits until the process has ended by itself.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let state = self.log.wait(PATIENCE, |state| state.streams_ended == 2);
        assert_eq!(state.streams_ended, 2, "it still runs:\n{}", state.lines.join("\n"));
        self.child.wait().expect("a child that ended")
    }

    /// Lets it run for a while; returns earlier when it ends by itself.
    pub fn runs_for(&mut self, time: Duration) {
        self.log.wait(time, |state| state.streams_ended == 2);
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("our own child").is_none()
    }

    /// What it has logged so far.
    pub fn log(&self) -> Vec<String> {
        self.log.state.lock().expect("nobody panics with this lock").lines.clone()
    }

    /// SIGSTOP: it stands still, until [`resume`](Self::resume).
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// SIGCONT: it goes on where it stood.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.id());
        let sent = Command::new("sh").args(["-c", &command]).status().expect("sh runs");
        assert!(sent.success());
    }

    /// SIGKILL: no chance to tidy up.
    pub fn kill(mut self) {
        self.end();
    }

    /// SIGTERM, and waits for the orderly end.
    pub fn terminate(mut self) -> ExitStatus {
        self.signal("TERM");
        self.wait_for_end()
    }

    /// A line to its HTTP address on which nobody asks anything.
    pub fn idle_line(&self) -> TcpStream {
        TcpStream::connect(&self.http).expect("it listens on `http`")
    }

    /// Gets a page of its HTTP address: status line, headers and body as one text.
    pub fn page(&self, path: &str) -> String {
        let mut line = TcpStream::connect(&self.http).expect("it listens on `http`");
        line.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        write!(line, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.http).expect("a request");
        let mut page = String::new();
        line.read_to_string(&mut page).expect("a page");
        page
    }

    fn end(&mut self) {
        // One that has ended already is as good.
        let _ended = self.child.kill();
        let _status = self.child.wait();
        if let Some(mut hand) = self.leash.stdin.take() {
            let _gone = hand.write_all(b"\n");
        }
        let _status = self.leash.wait();
    }
}

/// The last words of every bot that is alive, for the message of a story that fails.
pub fn last_words() -> String {
    let mut words = String::new();
    for (user, log) in LOGS.lock().expect("nobody panics with this lock").iter() {
        if let Some(log) = log.upgrade() {
            let state = log.state.lock().expect("nobody panics with this lock");
            let last = &state.lines[state.lines.len().saturating_sub(40)..];
            words.push_str(&format!("\n--- log of {user}:\n{}", last.join("\n")));
        }
    }
    words
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.end();
    }
}

impl Log {
    fn follow(log: &Arc<Self>, stream: impl Read + Send + 'static) {
        let log = Arc::clone(log);
        std::thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                log.state.lock().expect("nobody panics with this lock").lines.push(line);
                log.news.notify_all();
            }
            log.state.lock().expect("nobody panics with this lock").streams_ended += 1;
            log.news.notify_all();
        });
    }

    /// Waits until the condition holds or patience is over; gives the state then.
    fn wait(&self, patience: Duration, holds: impl Fn(&LogState) -> bool) -> LogState {
        let state = self.state.lock().expect("nobody panics with this lock");
        let (state, _) = self
            .news
            .wait_timeout_while(state, patience, |state| !holds(state))
            .expect("nobody panics with this lock");
        state.clone()
    }
}

/// A small process that kills the bot when this one dies: then its stdin closes without a line.
pub fn leash(child: &Child) -> Child {
    Command::new("sh")
        .args(["-c", &format!("read -r line || kill -KILL {}", child.id())])
        .stdin(Stdio::piped())
        .spawn()
        .expect("sh runs")
}

/// An address of this machine that nobody listens on at this moment.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").to_string()
}
