//! Did anything change? Events of the file system call for a look; only contents decide.

use super::read_folder;
use notify::{EventKind, RecursiveMode, Watcher};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch as channel};

/// Editors and `git pull` write in bursts: look when they are done.
const REST: Duration = Duration::from_millis(300);
/// Some file systems (NFS, some mounts) tell nothing: look anyway.
const LOOK: Duration = Duration::from_secs(60);

/// Tells when the contents of the watched files have changed. Dropping it ends the watching.
#[derive(Debug)]
pub struct Watch(channel::Receiver<()>);

impl Watch {
    /// Waits for the next change. Cancelling loses nothing; changes during a reload count as one.
    pub async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            // The watching task lives as long as this receiver; without it nothing changes any more.
            std::future::pending().await
        }
    }
}

/// Watches files and whole folders from now on, on the current tokio runtime.
pub fn watch(paths: Vec<PathBuf>) -> Watch {
    let (sender, receiver) = channel::channel(());
    let hint = Arc::new(Notify::new());
    let watcher = listen(&paths, &hint);
    let mut last = fingerprint(&paths);
    tokio::spawn(async move {
        let _watcher = watcher;
        loop {
            tokio::select! {
                () = sender.closed() => return,
                () = tokio::time::sleep(LOOK) => {}
                () = hint.notified() => tokio::time::sleep(REST).await,
            }
            let looking = paths.clone();
            let Ok(now) = tokio::task::spawn_blocking(move || fingerprint(&looking)).await else {
                continue;
            };
            if now != last {
                last = now;
                sender.send_replace(());
            }
        }
    });
    Watch(receiver)
}

/// Asks the file system for events. Folders are watched, not files: a file that is replaced by
/// another (as editors and Kubernetes do) would be lost.
fn listen(paths: &[PathBuf], hint: &Arc<Notify>) -> Option<notify::RecommendedWatcher> {
    let hint = Arc::clone(hint);
    let ours = paths.to_owned();
    let told = move |event: notify::Result<notify::Event>| {
        // Our own look opens files: such events would never end.
        let matters = event.is_ok_and(|event| {
            !matches!(event.kind, EventKind::Access(_))
                && event.paths.iter().any(|path| concerns(path, &ours))
        });
        if matters {
            hint.notify_one();
        }
    };
    let watching = notify::recommended_watcher(told).and_then(|mut watcher| {
        for path in paths {
            let (folder, mode) = if path.is_dir() {
                (path.as_path(), RecursiveMode::Recursive)
            } else {
                (folder_of(path), RecursiveMode::NonRecursive)
            };
            watcher.watch(folder, mode)?;
        }
        Ok(watcher)
    });
    let told = |error| tracing::warn!(%error, "no events of the file system; looking every minute");
    watching.map_err(told).ok()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether an event is about one of our files; `..data` is how Kubernetes swaps a whole folder.
fn concerns(event: &Path, ours: &[PathBuf]) -> bool {
    let name = event.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with("..")
        || ours.iter().any(|path| event.starts_with(path) || path.file_name() == Some(name))
}

/// One number for the contents of everything that is watched; what cannot be read has one too.
fn fingerprint(paths: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        if path.is_dir() {
            read_folder(path).map_err(|fault| fault.what).hash(&mut hasher);
        } else {
            fs::read(path).map_err(|error| error.kind()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{concerns, fingerprint, watch};
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    #[tokio::test]
    async fn tells_of_a_change_in_a_folder_and_in_a_file() {
        let place = tempfile::tempdir().unwrap();
        let (folder, file) = (place.path().join("knowledge"), place.path().join("config.yaml"));
        fs::create_dir(&folder).unwrap();
        fs::write(&file, "a").unwrap();
        let mut watch = watch(vec![folder.clone(), file.clone()]);
        let limit = Duration::from_secs(10);
        fs::write(folder.join("new.yaml"), "a").unwrap();
        tokio::time::timeout(limit, watch.changed()).await.expect("the new file is seen");
        fs::write(place.path().join("config.tmp"), "b").unwrap();
        fs::rename(place.path().join("config.tmp"), &file).unwrap();
        tokio::time::timeout(limit, watch.changed()).await.expect("the replaced file is seen");
    }

    #[test]
    fn only_contents_count() {
        let place = tempfile::tempdir().unwrap();
        let paths = [place.path().to_owned(), PathBuf::from("no/such/file")];
        fs::write(place.path().join("a.yaml"), "a").unwrap();
        let before = fingerprint(&paths);
        fs::write(place.path().join("a.yaml"), "a").unwrap();
        fs::write(place.path().join("a.yaml.swp"), "b").unwrap();
        assert_eq!(fingerprint(&paths), before);
        fs::write(place.path().join("a.yaml"), "b").unwrap();
        assert_ne!(fingerprint(&paths), before);
    }

    #[test]
    fn a_neighbour_of_the_config_does_not_concern_us() {
        let ours = ["/etc/meldmaat/config.yaml", "/srv/knowledge"].map(PathBuf::from);
        for (event, expected) in [
            ("/srv/knowledge/vragen/stap-2.yaml", true),
            ("/etc/meldmaat/config.yaml", true),
            ("/etc/meldmaat/..data", true),
            ("/etc/meldmaat/meldmaat.db-wal", false),
        ] {
            assert_eq!(concerns(Path::new(event), &ours), expected, "{event}");
        }
    }
}
