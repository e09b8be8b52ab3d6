//! Where does a PostgreSQL for the tests come from? From the machine's own binaries, thrown away
//! when the test process ends. The stories of the built binary use it, too.

use std::io::{Read as _, Seek as _};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `nobody` on every Linux: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;

/// A PostgreSQL server of the tests' own, on a port of 127.0.0.1.
pub struct Server {
    folder: PathBuf,
    binaries: PathBuf,
    as_root: bool,
    port: u16,
    /// Waits until this process is gone, however it ends, then stops the server and removes the
    /// folder. A static is never dropped, and a killed test drops nothing.
    guard: Child,
}

impl Server {
    /// Makes and starts one; takes about a second.
    pub fn start() -> Self {
        // One that nobody listens on at this moment.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let binaries = binaries();
        let folder = tempfile::Builder::new().prefix("meldmaat-pg").tempdir().unwrap().keep();
        let as_root = folder.metadata().unwrap().uid() == 0;
        if as_root {
            chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let guard = guard(&folder, &binaries, as_root);
        let server = Self { folder, binaries, as_root, port, guard };
        let data = server.folder.join("data");
        let mut initdb = server.command("initdb");
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-D"]);
        finish(initdb.arg(&data));
        server.go_on();
        server
    }

    /// Where its files are.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts it (again).
    pub fn go_on(&self) {
        let options = format!(
            "-k {} -p {} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
             -c synchronous_commit=off -c max_connections=200 -c shared_buffers=16MB",
            self.folder.display(),
            self.port
        );
        let mut start = self.pg_ctl("start");
        finish(start.arg("-l").arg(self.folder.join("log")).args(["-o", &options]));
    }

    /// Stops it and breaks off whoever is connected.
    pub fn halt(&self) {
        finish(self.pg_ctl("stop").args(["-m", "fast"]));
    }

    /// Makes an empty database; gives its URL.
    pub fn database(&self) -> String {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut create = self.command("createdb");
        create.arg("-h").arg(&self.folder).args(["-p", &self.port.to_string()]);
        finish(create.args(["-U", "postgres", "-T", "template0", &name]));
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    fn pg_ctl(&self, verb: &str) -> Command {
        let mut command = self.command("pg_ctl");
        command.args(["-w", "-s", "-D"]).arg(self.folder.join("data")).arg(verb);
        command
    }

    fn command(&self, name: &str) -> Command {
        let mut command = as_user(&self.binaries.join(name), self.as_root);
        command.current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// The one server of this test process.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

fn binaries() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    debian.sort();
    debian
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&on_path))
        .find(|folder| {
            ["initdb", "pg_ctl", "createdb"].iter().all(|name| folder.join(name).is_file())
        })
        .expect(
            "the storage tests need PostgreSQL's own programs (initdb, pg_ctl), which are not on \
             this machine: apt-get install postgresql",
        )
}

fn as_user(program: &Path, as_root: bool) -> Command {
    if !as_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let nobody = NOBODY.to_string();
    command.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]).arg(program);
    command
}

fn guard(folder: &Path, binaries: &Path, as_root: bool) -> Child {
    // End of its input is the end of this process.
    let script = r#"cat >/dev/null; "$@" >/dev/null 2>&1; rm -rf "$FOLDER""#;
    let stop = as_user(&binaries.join("pg_ctl"), as_root);
    Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(stop.get_program())
        .args(stop.get_args())
        .args(["-s", "-w", "-m", "immediate", "stop", "-D"])
        .arg(folder.join("data"))
        .env("FOLDER", folder)
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh starts")
}

/// Runs it to its end, with its output in the failure. What it leaves running must not hold this
/// process's own output open.
fn finish(command: &mut Command) {
    let mut errors = tempfile::tempfile().unwrap();
    command.stdout(errors.try_clone().unwrap()).stderr(errors.try_clone().unwrap());
    let status = command.status().unwrap_or_else(|e| panic!("{command:?} does not start: {e}"));
    let mut text = String::new();
    errors.rewind().unwrap();
    errors.read_to_string(&mut text).unwrap();
    assert!(status.success(), "{command:?} failed: {text}");
}
