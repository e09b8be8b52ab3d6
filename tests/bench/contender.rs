//! Which bots are compared, and how is each of them started, asked and given a reminder?

use crate::bot::{self, Bot, Home};
use crate::homeserver::Account;
use crate::http::{Asker, Line};
use crate::install;
use crate::message::Message;
use crate::process::{self, Leashed};
use crate::world::World;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long a bot may take before its row says that it did not answer.
const PATIENCE: Duration = Duration::from_secs(90);
/// Whoever gets no answer asks again after this.
const AGAIN: Duration = Duration::from_millis(250);

/// A bot that is measured.
pub struct Contender {
    /// With its version.
    pub name: String,
    /// Its account.
    pub user: String,
    kind: Kind,
    home: Lives,
    running: Option<Running>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Meldmaat,
    ReminderBot,
    /// With which of its plugins.
    Maubot {
        echo: bool,
        reminder: bool,
    },
}

enum Lives {
    Home(Home),
    Folder { folder: TempDir, program: PathBuf, arguments: Vec<&'static str> },
}

enum Running {
    Bot(Bot),
    Program(Leashed),
}

impl Contender {
    /// The binary under test.
    pub fn meldmaat(world: &World) -> Self {
        let account = world.account("meldmaat");
        let home = Home::new(&world.server.url, &account);
        let name = format!("meldmaat {}", env!("CARGO_PKG_VERSION"));
        let user = account.user;
        Self { name, user, kind: Kind::Meldmaat, home: Lives::Home(home), running: None }
    }

    /// matrix-reminder-bot, as its README configures it.
    ///
    /// # Errors
    /// Why it cannot be installed.
    pub fn reminder_bot(world: &World) -> Result<Self, String> {
        let programs = install::programs("matrix-reminder-bot")?;
        let account = world.account("reminder-bot");
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let config = json!({
            "command_prefix": "!",
            "matrix": {
                "user_id": account.user, "user_password": account.password,
                "device_id": "REMINDER", "homeserver_url": world.server.url,
            },
            "reminders": {"timezone": "Etc/UTC"},
            "storage": {"database": format!("sqlite://{}", path("bot.db")), "store_path": path("store")},
            "logging": {
                "level": "INFO", "file_logging": {"enabled": false, "filepath": "bot.log"},
                "console_logging": {"enabled": true},
            },
            "allowlist": {"enabled": false, "regexes": []},
            "blocklist": {"enabled": false, "regexes": []},
        });
        // JSON is YAML.
        fs::write(path("config.yaml"), config.to_string()).expect("a file");
        let program = programs.join("matrix-reminder-bot");
        let name = format!("matrix-reminder-bot {}", install::version("matrix-reminder-bot"));
        let home = Lives::Folder { folder, program, arguments: vec!["config.yaml"] };
        Ok(Self { name, user: account.user, kind: Kind::ReminderBot, home, running: None })
    }

    /// maubot as a server, with these plugins; its account is signed in over its own interface.
    ///
    /// # Errors
    /// Why it cannot be installed.
    pub fn maubot(runtime: &Runtime, world: &World, plugins: &[PathBuf]) -> Result<Self, String> {
        let programs = install::programs("maubot")?;
        if plugins.is_empty() {
            return Err("no plugin was given: --plugin FILE.mbp, one for each".into());
        }
        let account = world.account("maubot");
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["plugins", "databases", "trash"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        for plugin in plugins {
            let name = plugin.file_name().ok_or("a plugin without a name")?;
            fs::copy(plugin, folder.path().join("plugins").join(name))
                .map_err(|error| format!("{}: {error}", plugin.display()))?;
        }
        let address = bot::free_address();
        let (_, port) = address.rsplit_once(':').expect("an address");
        let config = json!({
            "plugin_directories": {"upload": "./plugins", "load": ["./plugins"], "trash": "./trash"},
            "plugin_databases": {"sqlite": "./databases"},
            "server": {"hostname": "127.0.0.1", "port": port.parse::<u16>().expect("a port")},
            "homeservers": {},
            "admins": {"bench": account.password},
        });
        fs::write(folder.path().join("config.yaml"), config.to_string()).expect("a file");
        let program = programs.join("python");
        let arguments = vec!["-m", "maubot", "-c", "config.yaml"];
        let name = format!("maubot {}", install::version("maubot"));
        let kind = Kind::Maubot { echo: false, reminder: false };
        let home = Lives::Folder { folder, program, arguments };
        let mut maubot = Self { name, user: account.user.clone(), kind, home, running: None };
        maubot.launch();
        if let Some(Running::Program(program)) = &maubot.running {
            program.wait_for_line("Listening on");
        }
        let loaded =
            runtime.block_on(sign_in(&format!("http://{address}"), &world.server.url, &account));
        let has = |plugin: &str| loaded.iter().any(|name| name == plugin);
        let (echo, reminder) = (has("xyz.maubot.echo"), has("xyz.maubot.reminder"));
        if !echo && !reminder {
            return Err("neither of its plugins echo and reminder was given".into());
        }
        maubot.kind = Kind::Maubot { echo, reminder };
        Ok(maubot)
    }

    /// Starts it and does not wait.
    pub fn launch(&mut self) {
        self.running = Some(match &self.home {
            Lives::Home(home) => Running::Bot(home.launch()),
            Lives::Folder { folder, program, arguments } => {
                Running::Program(Leashed::launch(program, arguments, folder.path()))
            }
        });
    }

    /// The same unless it runs.
    pub fn launch_if_it_is_down(&mut self) {
        if self.running.is_none() {
            self.launch();
        }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        drop(self.running.take());
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        match self.running.as_ref().expect("it runs") {
            Running::Bot(bot) => bot.id(),
            Running::Program(program) => program.id(),
        }
    }

    fn last_words(&self) -> String {
        match &self.running {
            Some(Running::Program(program)) => program.last_words(),
            Some(Running::Bot(_)) => bot::last_words(),
            None => "it does not run".to_owned(),
        }
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> f64 {
        process::memory(self.id()).0
    }

    /// Something that it answers; to the peers a command.
    pub fn question(&self, question: &str) -> Value {
        match self.kind {
            Kind::Meldmaat => Message::to(&self.user, question).content(),
            Kind::ReminderBot => Message::text("!help").content(),
            Kind::Maubot { echo: true, .. } => Message::text("!echo wat is stap 2").content(),
            Kind::Maubot { echo: false, .. } => Message::text("!remind list").content(),
        }
    }

    /// Whether this event answers one of these. Not all peers say which command they answer.
    fn answers(&self, event: &Value, room: &str, asked: &[String]) -> bool {
        let to = event["content"]["m.relates_to"]["m.in_reply_to"]["event_id"].as_str();
        event["sender"] == self.user
            && event["room_id"] == room
            && (self.kind != Kind::Meldmaat || to.is_some_and(|to| asked.iter().any(|it| it == to)))
    }

    /// What plans a reminder in its room, to the second; `None` when it knows none.
    pub fn reminder(&self, due: Timestamp, text: &str) -> Option<Value> {
        let there = |zone: &str, form: &str| {
            due.in_tz(zone).expect("a time zone").strftime(form).to_string()
        };
        let command = match self.kind {
            Kind::Meldmaat => {
                format!("!meld herinner {} {text}", there("Europe/Amsterdam", "%-d-%-m-%Y %H.%M"))
            }
            Kind::ReminderBot => {
                format!("!remindme {}; {text}", there("UTC", "%Y-%m-%d %H:%M:%S"))
            }
            Kind::Maubot { reminder: true, .. } => {
                format!("!remind {} {text}", there("UTC", "%Y-%m-%d %H:%M:%S"))
            }
            Kind::Maubot { reminder: false, .. } => return None,
        };
        Some(Message::text(command).content())
    }

    /// Asks and waits for the answer; asks again when it was not there yet. Gives when the answer came.
    pub fn ask_until_answered(&self, asker: &mut Asker, room: &str) -> Instant {
        let mut asked = vec![asker.say(room, self.question("wat is stap 2"))];
        self.answer(asker, room, &mut asked)
    }

    /// The same when something was asked already.
    pub fn answer(&self, asker: &mut Asker, room: &str, asked: &mut Vec<String>) -> Instant {
        let begun = Instant::now();
        loop {
            let came = asker.wait_at_most(AGAIN, |event| self.answers(event, room, asked));
            if let Some((at, _)) = came {
                // What was asked more than once is answered more than once.
                while asker.wait_at_most(AGAIN, |event| event["sender"] == self.user).is_some() {}
                return at;
            }
            let late = begun.elapsed() > PATIENCE;
            assert!(!late, "{} does not answer in {room}:\n{}", self.name, self.last_words());
            asked.push(asker.say(room, self.question("wat is stap 2")));
        }
    }

    /// Asks once; gives how long the answer took.
    pub fn ask(&self, asker: &mut Asker, room: &str, question: &str) -> Duration {
        let begun = Instant::now();
        let asked = [asker.say(room, self.question(question))];
        let came = asker.wait_at_most(PATIENCE, |event| self.answers(event, room, &asked));
        let (at, _) = came.unwrap_or_else(|| panic!("{} does not answer {question}", self.name));
        at.duration_since(begun)
    }
}

/// Has a maubot take this account, with an instance of each plugin that it loaded; gives their names.
async fn sign_in(maubot: &str, homeserver: &str, account: &Account) -> Vec<String> {
    let post = reqwest::Method::POST;
    let api = "/_matrix/maubot/v1";
    let stranger = Line::new(maubot, "bench", "");
    let login = json!({"username": "bench", "password": account.password});
    let signed = stranger.call_at(post.clone(), &format!("{api}/auth/login"), &[], login).await;
    let root = Line::new(maubot, "bench", signed["token"].as_str().expect("a token"));
    let client = json!({"homeserver": homeserver, "access_token": account.token});
    root.call_at(post, &format!("{api}/client/new"), &[], client).await;
    let plugins = format!("{api}/plugins");
    let plugins = root.call_at(reqwest::Method::GET, &plugins, &[], Value::Null).await;
    let names = plugins.as_array().expect("a list").iter();
    let names: Vec<String> =
        names.filter_map(|plugin| plugin["id"].as_str().map(str::to_owned)).collect();
    for name in &names {
        let path = format!("{api}/instance/{}", name.rsplit('.').next().unwrap_or(name));
        let instance = json!({"type": name, "primary_user": account.user});
        root.call_at(reqwest::Method::PUT, &path, &[], instance).await;
    }
    names
}

/// The plugins of the command line, found from where it was given.
pub fn existing(file: &str) -> Result<PathBuf, String> {
    Path::new(file).canonicalize().map_err(|error| format!("{file}: {error}"))
}
