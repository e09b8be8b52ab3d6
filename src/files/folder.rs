//! Which YAML files lie in the knowledge folder, and where is that folder?

use crate::ports::Fault;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// No file of the base comes near this; a larger one is a mistake (a dump, a video).
const MAX_BYTES: u64 = 4 << 20;
/// The base has one level of folders; this also ends a loop of links.
const MAX_DEPTH: usize = 4;

/// Reads every `.yaml` file under `folder` as `(path relative to it with /, text)`, sorted by path.
/// Names that begin with a dot are passed over (editors and Kubernetes keep their own things there).
///
/// # Errors
/// A folder or file that cannot be read, is larger than 4 MiB or is not UTF-8; it names the path.
pub fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Fault> {
    let mut files = Vec::new();
    descend(folder, "", 0, &mut files)?;
    files.sort_unstable();
    Ok(files)
}

fn descend(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<(String, String)>,
) -> Result<(), Fault> {
    let fault = |path: &Path, error: io::Error| Fault::new(path.display().to_string(), error);
    for entry in fs::read_dir(folder).map_err(|error| fault(folder, error))? {
        let entry = entry.map_err(|error| fault(folder, error))?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        // Follows links: a mounted ConfigMap is made of them.
        let about = fs::metadata(&path).map_err(|error| fault(&path, error))?;
        let relative = format!("{prefix}{name}");
        if about.is_dir() && depth < MAX_DEPTH {
            descend(&path, &format!("{relative}/"), depth + 1, files)?;
        } else if about.is_file() && name.ends_with(".yaml") {
            if about.len() > MAX_BYTES {
                let error = io::Error::new(io::ErrorKind::FileTooLarge, "larger than 4 MiB");
                return Err(fault(&path, error));
            }
            let text = fs::read_to_string(&path).map_err(|error| fault(&path, error))?;
            files.push((relative, text));
        }
    }
    Ok(())
}

/// The knowledge folder when nobody named one: `knowledge` here, or next to `program`, the path of
/// the running program as the command line knows it.
pub fn find_knowledge(program: Option<&Path>) -> Option<PathBuf> {
    let beside = program.and_then(Path::parent).map(|folder| folder.join("knowledge"));
    std::iter::once(PathBuf::from("knowledge")).chain(beside).find(|folder| folder.is_dir())
}

#[cfg(test)]
mod tests {
    use super::read_folder;
    use std::fs;

    #[test]
    fn takes_yaml_files_sorted_and_passes_over_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("vragen")).unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        for (name, text) in [
            ("woorden.yaml", "b"),
            ("vragen/stap-2.yaml", "a"),
            ("README.md", "-"),
            ("vragen/.stap-2.yaml", "-"),
            (".git/x.yaml", "-"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let files = read_folder(folder.path()).unwrap();
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(files, [pair("vragen/stap-2.yaml", "a"), pair("woorden.yaml", "b")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        fs::write(folder.path().join("a.yaml"), "a").unwrap();
        assert_eq!(read_folder(folder.path()).unwrap().len(), 5);
    }

    #[test]
    fn a_fault_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("latin.yaml"), b"caf\xe9").unwrap();
        let fault = read_folder(folder.path()).unwrap_err();
        assert!(fault.what.ends_with("latin.yaml"), "{fault}");
    }
}
