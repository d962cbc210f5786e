//! Files that a Corefile imports: those below the working folder are read, others only if the user says so.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::input::{read_file, reason};
use crate::corefile::Surroundings;

/// Imported files are Corefiles, too.
const MAX_BYTES: usize = 4 << 20;

/// The working folder, without symbolic links where that can be told.
///
/// # Errors
/// It is not there any more.
pub fn working_folder() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("the working folder")?;
    Ok(here.canonicalize().unwrap_or(here))
}

/// The files around one Corefile.
#[derive(Clone, Debug)]
pub struct Imports {
    /// The folder of the Corefile, absolute.
    folder: PathBuf,
    /// Below it files are read.
    tree: PathBuf,
    allow_outside: bool,
}

impl Imports {
    /// The surroundings of the file at `path`, which lies in or below `here`, or elsewhere.
    pub fn of(path: &Path, here: &Path, allow_outside: bool) -> Self {
        let folder = here.join(path.parent().unwrap_or(Path::new("")));
        Self { folder, tree: here.to_path_buf(), allow_outside }
    }

    // Symbolic links must not lead out, so the real path counts.
    fn is_read(&self, path: &Path) -> bool {
        self.allow_outside || path.canonicalize().is_ok_and(|path| path.starts_with(&self.tree))
    }

    fn may_look(&self, path: &Path) -> bool {
        self.allow_outside || path.starts_with(&self.tree)
    }
}

impl Surroundings for Imports {
    // Whose environment it will be is not known.
    fn variable(&self, _: &str) -> String {
        String::new()
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
        let path = Path::new(pattern);
        if !self.may_look(path) {
            // Taken for there, and not opened.
            return Ok(if pattern.contains(['*', '?']) { Vec::new() } else { vec![pattern.to_owned()] });
        }
        if !pattern.contains(['*', '?']) {
            return Ok(if path.exists() { vec![pattern.to_owned()] } else { Vec::new() });
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(Vec::new()) };
        if !self.is_read(folder) {
            return Ok(Vec::new());
        }
        let name = name.to_string_lossy();
        let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
        let mut found: Vec<_> = names
            .filter(|found| matches(&name, found))
            .map(|found| folder.join(found).to_string_lossy().into_owned())
            .collect();
        found.sort();
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = Path::new(path);
        if !self.is_read(file) {
            // Nothing that would be a word.
            return Ok(b"\n".to_vec());
        }
        match fs::metadata(file) {
            Ok(metadata) if metadata.is_dir() => return Err("is a directory".to_owned()),
            // A pipe that nobody writes into would hold up everything.
            Ok(metadata) if !metadata.is_file() => return Err("is no regular file".to_owned()),
            _ => {}
        }
        read_file(file, MAX_BYTES, None).map_err(|error| match error {
            crate::cli::input::InputError::Unreadable { operation, source, .. } => {
                format!("{operation} {path}: {}", reason(&source))
            }
            error => error.to_string(),
        })
    }

    fn folder(&self) -> String {
        self.folder.to_string_lossy().into_owned()
    }

    fn is_outside(&self, path: &str) -> bool {
        let path = Path::new(path);
        let real = if path.to_string_lossy().contains(['*', '?']) { path.parent().unwrap_or(path) } else { path };
        if self.may_look(real) && real.exists() { !self.is_read(real) } else { !self.may_look(path) }
    }
}

/// Go's filepath.Match with at most one `*` and one `?`, which is all that CoreDNS lets pass.
fn matches(pattern: &str, name: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let fits = |pattern: &str, text: &[char]| {
        pattern.chars().count() == text.len() && pattern.chars().zip(text).all(|(p, c)| p == '?' || p == *c)
    };
    let name: Vec<char> = name.chars().collect();
    match parts.as_slice() {
        [before, behind] => {
            let (start, end) = (before.chars().count(), behind.chars().count());
            name.len() >= start + end && fits(before, &name[..start]) && fits(behind, &name[name.len() - end..])
        }
        _ => fits(pattern, &name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, name, is_match) in [
            ("*.conf", "a.conf", true),
            ("*.conf", "a.con", false),
            ("a?c*", "abcd", true),
            ("a?c", "abcd", false),
            ("*", "", true),
            ("aa*aa", "aaa", false),
        ] {
            assert_eq!(matches(pattern, name), is_match, "{pattern} {name}");
        }
    }

    #[test]
    fn nothing_outside_is_opened() {
        let tree = tempfile::tempdir().unwrap();
        let here = tree.path().canonicalize().unwrap();
        fs::write(here.join("in.conf"), "errors\n").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", here.join("out.conf")).unwrap();
        let imports = Imports::of(Path::new("Corefile"), &here, false);
        let path = |name: &str| here.join(name).to_string_lossy().into_owned();
        assert_eq!(imports.read(&path("in.conf")), Ok(b"errors\n".to_vec()));
        assert_eq!(imports.read(&path("out.conf")), Ok(b"\n".to_vec()));
        assert_eq!(imports.read("/etc/passwd"), Ok(b"\n".to_vec()));
        assert_eq!(imports.glob("/etc/passwd").unwrap(), ["/etc/passwd"]);
        assert!(imports.is_outside("/etc/passwd") && !imports.is_outside(&path("in.conf")));
        assert!(imports.is_outside(&path("out.conf")) && !imports.is_outside(&path("*.conf")));
        assert_eq!(imports.glob(&path("*.conf")).unwrap().len(), 2);
        let open = Imports::of(Path::new("Corefile"), &here, true);
        assert!(open.read("/etc/passwd").is_ok_and(|text| text.len() > 1));
    }
}
