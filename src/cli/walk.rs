//! Which files are linted: those that the user names, and those in folders whose names count. What is in them is looked at
//! by whoever reads them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use ignore::gitignore::Gitignore;

use super::input::{STDIN, reason, shown};
use super::repository;
use crate::lint::input::{is_named_for_yaml, is_named_like_a_corefile};
use crate::mesh::LayerKind;

/// What to look for, and where not.
#[derive(Debug, Default)]
pub struct Rules {
    /// Further endings of names that count, with or without the dot.
    pub extensions: Vec<String>,
    /// Globs for what is left out, and the folder that they are relative to, without symbolic links.
    pub excluded: Option<(PathBuf, Gitignore)>,
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// What messages call it: with forward slashes, without `./` before it, and `<stdin>`.
    pub shown: String,
    /// The user has named it, so that it is linted whatever it is.
    pub named: bool,
    /// Whose template it is, where the user says so.
    pub layer: Option<LayerKind>,
}

impl Found {
    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path == Path::new(STDIN)
    }
}

/// What is not linted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// What messages call it.
    pub shown: String,
    /// Why.
    pub reason: String,
}

/// Everything that the arguments come to.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, sorted by path, each once.
    pub files: Vec<Found>,
    /// For each argument the files that it brought, as indexes into `files`.
    pub of_argument: Vec<Vec<usize>>,
    /// What is there, would count and is no file: symbolic links, pipes.
    pub skipped: Vec<PassedOver>,
    /// What the operating system would not show.
    pub unreadable: Vec<PassedOver>,
}

/// The files that `paths` stand for; without any the working folder. A file is taken whatever its name is. In a folder these
/// names count: `Corefile*` and `*.corefile*` in small and large letters (unless they end like programs, prose or left-overs),
/// `*.yaml`, `*.yml` and `*.json`, which are then looked into, and the further extensions. Passed over there: what is hidden,
/// what a `.gitignore` or `.ignore` names (in a repository of git or not), what is excluded, and symbolic links.
#[must_use]
pub fn list(paths: &[OsString], rules: Rules) -> Listing {
    let here = [OsString::from(".")];
    let paths = if paths.is_empty() { here.as_slice() } else { paths };
    let mut search = Search {
        extensions: rules
            .extensions
            .iter()
            .map(|extension| format!(".{}", extension.trim_start_matches('.')))
            .collect(),
        excluded: rules.excluded.map(Arc::new),
        several: paths.len() > 1,
        found: BTreeMap::new(),
        listing: Listing::default(),
    };
    for (argument, path) in paths.iter().enumerate() {
        let path = Path::new(path);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && path != Path::new(STDIN) => search.walk(path, argument),
            // What cannot be seen is said by whoever reads it.
            _ => search.take(path.to_path_buf(), true, argument),
        }
    }
    search.finish(paths.len())
}

struct Search {
    extensions: Vec<String>,
    excluded: Option<Arc<(PathBuf, Gitignore)>>,
    /// More than one argument was given, so that a file may come up twice.
    several: bool,
    found: BTreeMap<PathBuf, Taken>,
    listing: Listing,
}

struct Taken {
    path: PathBuf,
    named: bool,
    arguments: Vec<usize>,
}

impl Search {
    fn walk(&mut self, root: &Path, argument: usize) {
        let mut builder = WalkBuilder::new(root);
        builder.require_git(false).follow_links(false);
        // What only one machine ignores is linted on all.
        builder.git_global(false).git_exclude(false);
        if let Some(excluded) = self.excluded.clone()
            && let Some(below) = root.canonicalize().ok().and_then(|root| {
                let (folder, _) = excluded.as_ref();
                root.strip_prefix(folder).map(Path::to_path_buf).ok()
            })
        {
            let root = root.to_path_buf();
            builder.filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let path = entry.path().strip_prefix(&root).map(|path| below.join(path));
                entry.depth() == 0 || !path.is_ok_and(|path| excluded.1.matched(path, is_folder).is_ignore())
            });
        }
        for entry in builder.build() {
            match entry {
                Ok(entry) => {
                    if let Some(error) = entry.error() {
                        self.unreadable(entry.path(), error);
                    }
                    if let Some(kind) = entry.file_type().filter(|_| self.counts(entry.path())) {
                        self.offer(entry.into_path(), kind, argument);
                    }
                }
                Err(error) => self.unreadable(root, &error),
            }
        }
    }

    /// Whether the name counts in a folder.
    fn counts(&self, path: &Path) -> bool {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
        let extended = |extension: &String| name.len() > extension.len() && name.ends_with(extension.as_str());
        let named = is_named_like_a_corefile(&name) || is_named_for_yaml(&name) || self.extensions.iter().any(extended);
        named && name != repository::NAME
    }

    fn offer(&mut self, path: PathBuf, kind: FileType, argument: usize) {
        if kind.is_file() {
            return self.take(path, false, argument);
        }
        let reason = match () {
            () if kind.is_dir() => return,
            () if kind.is_symlink() => "a symbolic link",
            () => "no regular file",
        };
        self.listing.skipped.push(PassedOver { shown: shown_path(&path), reason: reason.to_owned() });
    }

    fn take(&mut self, path: PathBuf, named: bool, argument: usize) {
        // With one argument nothing can come up twice.
        let identity = self.several.then(|| path.canonicalize().ok()).flatten();
        let taken = Taken { path: path.clone(), named, arguments: Vec::new() };
        let taken = self.found.entry(identity.unwrap_or(path)).or_insert(taken);
        taken.named |= named;
        if taken.arguments.last() != Some(&argument) {
            taken.arguments.push(argument);
        }
    }

    fn unreadable(&mut self, path: &Path, error: &ignore::Error) {
        let (path, reason) = explain(path, error);
        self.listing.unreadable.push(PassedOver { shown: shown_path(&path), reason });
    }

    fn finish(self, arguments: usize) -> Listing {
        let mut listing = self.listing;
        let mut found: Vec<_> = self.found.into_values().collect();
        found.sort_by(|one, other| bare(&one.path).cmp(bare(&other.path)));
        listing.of_argument = vec![Vec::new(); arguments];
        for Taken { path, named, arguments } in found {
            for argument in arguments {
                if let Some(files) = listing.of_argument.get_mut(argument) {
                    files.push(listing.files.len());
                }
            }
            listing.files.push(Found { shown: shown_path(&path), path, named, layer: None });
        }
        listing.skipped.sort_by(|one, other| one.shown.cmp(&other.shown));
        listing
    }
}

/// The path and the reason in an error of the walk.
fn explain(path: &Path, error: &ignore::Error) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => explain(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => explain(path, err),
        ignore::Error::Partial(errors) if errors.len() == 1 => explain(path, &errors[0]),
        ignore::Error::Io(error) => (path.to_path_buf(), reason(error)),
        other => (path.to_path_buf(), other.to_string()),
    }
}

/// The path without `./` before it.
fn bare(path: &Path) -> &Path {
    path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path)
}

fn shown_path(path: &Path) -> String {
    let name = shown(bare(path).as_os_str());
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt as _;
    use std::os::unix::fs::symlink;

    use ignore::gitignore::GitignoreBuilder;
    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    /// What is listed, relative to the folder.
    fn names(folder: &TempDir, paths: &[&str], rules: Rules) -> Vec<String> {
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path).into_os_string()).collect();
        let prefix = format!("{}/", folder.path().display());
        list(&paths, rules).files.into_iter().map(|found| found.shown.replace(&prefix, "")).collect()
    }

    #[test]
    fn names_count_in_folders() {
        let folder = folder(&[
            "b/Corefile",
            "a/corefile.tmpl",
            "a/x.corefile",
            "Corefile.md",
            "corefile.go",
            "v.yaml",
            "v.yml",
            "v.json",
            "x.tmpl",
            "README",
            ".hidden/Corefile",
            ".corefilectl.yaml",
            "tmpl",
        ]);
        let usual = ["a/corefile.tmpl", "a/x.corefile", "b/Corefile", "v.json", "v.yaml", "v.yml"];
        assert_eq!(
            names(&folder, &["."], Rules::default())
                .iter()
                .map(|name| name.trim_start_matches("./"))
                .collect::<Vec<_>>(),
            usual
        );
        let rules = Rules { extensions: vec!["tmpl".to_owned()], excluded: None };
        assert!(names(&folder, &[""], rules).iter().any(|name| name == "x.tmpl"));
        assert_eq!(names(&folder, &["README", "a"], Rules::default()), ["README", "a/corefile.tmpl", "a/x.corefile"]);
        assert_eq!(names(&folder, &[".hidden"], Rules::default()), [".hidden/Corefile"]);
    }

    #[test]
    fn ignored_and_excluded_files_are_left_out() {
        let folder = folder(&["Corefile", "out/Corefile", "b/x/Corefile", "b/Corefile", "b/c/vendor/Corefile"]);
        fs::write(folder.path().join(".gitignore"), "/out\n").unwrap();
        fs::write(folder.path().join("b/.gitignore"), "x/\n").unwrap();
        assert_eq!(names(&folder, &[""], Rules::default()), ["Corefile", "b/Corefile", "b/c/vendor/Corefile"]);
        // Who names it wants it.
        assert_eq!(names(&folder, &["out/Corefile"], Rules::default()), ["out/Corefile"]);
        let rules = || {
            let mut globs = GitignoreBuilder::new("");
            globs.add_line(None, "/b/c").unwrap();
            Rules {
                extensions: vec![],
                excluded: Some((folder.path().canonicalize().unwrap(), globs.build().unwrap())),
            }
        };
        assert_eq!(names(&folder, &[""], rules()), ["Corefile", "b/Corefile"]);
        assert_eq!(names(&folder, &["b"], rules()), ["b/Corefile"]);
        assert_eq!(names(&folder, &["b/c"], rules()), ["b/c/vendor/Corefile"]);
    }

    #[test]
    fn a_file_is_linted_once() {
        let folder = folder(&["a/Corefile", "b/Corefile", "z"]);
        symlink("a/Corefile", folder.path().join("link")).unwrap();
        let paths =
            ["a", "a/Corefile", "./b/../a", "link", "b", "z"].map(|path| folder.path().join(path).into_os_string());
        let listing = list(&paths, Rules::default());
        assert_eq!(listing.files.len(), 3);
        assert_eq!(listing.of_argument, [vec![0], vec![0], vec![0], vec![0], vec![1], vec![2]]);
        assert_eq!(listing.files.iter().map(|found| found.named).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn what_is_no_file_is_skipped_with_a_reason() {
        let folder = folder(&["Corefile", "other"]);
        symlink("other", folder.path().join("Corefile.link")).unwrap();
        symlink(".", folder.path().join("loop.yaml")).unwrap();
        symlink("other", folder.path().join("unrelated")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.corefile")).unwrap();
        let listing = list(&[folder.path().into()], Rules::default());
        let skipped: Vec<_> = listing.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert_eq!(skipped, ["a symbolic link", "a symbolic link", "no regular file"]);
        assert_eq!(listing.files.len(), 1);
    }

    #[test]
    fn standard_input_missing_files_and_odd_names() {
        let listing = list(&["-".into(), "./no/such".into(), OsString::from_vec(b"x\xff".to_vec())], Rules::default());
        let shown: Vec<_> = listing.files.iter().map(|found| found.shown.as_str()).collect();
        assert_eq!(shown, ["<stdin>", "no/such", "x\u{fffd}"]);
        assert!(listing.files.iter().all(|found| found.named));
        assert!(!list(&[], Rules::default()).files.iter().any(|found| found.shown.starts_with("./")));
    }

    #[test]
    fn folders_that_cannot_be_read_are_reported() {
        let error = ignore::Error::WithDepth {
            depth: 1,
            err: Box::new(ignore::Error::WithPath {
                path: "a/b".into(),
                err: Box::new(ignore::Error::Io(std::io::Error::from_raw_os_error(13))),
            }),
        };
        assert_eq!(explain(Path::new("a"), &error), ("a/b".into(), "permission denied".to_owned()));
    }
}
