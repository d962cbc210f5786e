//! The floors of the house: a module uses what lies below it, never what lies above or beside it, except that `lint` asks
//! `chain`. And every file says first what it is for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Lowest floor first; a module that is not listed may not exist.
const FLOORS: [&[&str]; 10] = [
    &["source"],
    &["diagnostic"],
    &["gotemplate", "corefile"],
    &["coredns"],
    &["mesh"],
    &["chain", "lint"],
    &["install", "format", "expect", "probe", "doctor", "upgrade", "diff", "report"],
    &["lsp"],
    &["cli"],
    &["main"],
];

const BESIDE: [(&str, &str); 1] = [("lint", "chain")];

/// A file of one idea; tables that a generator writes may be longer.
const MAX_LINES: usize = 500;
const LONGER: [&str; 1] = ["src/gotemplate/unicode_tables.rs"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All source files, with their paths below the project's folder.
fn sources() -> Vec<(PathBuf, String)> {
    let (mut folders, mut files) = (vec![root().join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(root()).unwrap().to_path_buf(), text));
            }
        }
    }
    assert!(files.len() > 40, "the sources were not found");
    files
}

/// The module at the top that a file belongs to: `src/cli/render.rs` and `src/cli.rs` are `cli`.
fn module_of(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules at the top that a line of code names. Unit tests may look anywhere.
fn used(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().enumerate().flat_map(|(index, line)| {
        let code = line.split("//").next().unwrap_or("");
        let roots = code.match_indices("crate::").chain(code.match_indices("corefilectl::"));
        roots
            .map(move |(at, root)| {
                let rest = &code[at + root.len()..];
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                (index + 1, name)
            })
            .collect::<Vec<_>>()
    })
}

#[test]
fn imports_go_down() {
    let mut seen = 0;
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        let own = floor(&module).unwrap_or_else(|| panic!("{}: {module} is on no floor", path.display()));
        for (line, name) in used(&text) {
            let place = format!("{}:{line}", path.display());
            assert!(!name.is_empty(), "{place}: name the module in the same line as `crate::`");
            let Some(other) = floor(&name) else { panic!("{place}: {name} is on no floor") };
            seen += 1;
            let allowed = name == module || other < own || BESIDE.contains(&(module.as_str(), name.as_str()));
            assert!(allowed, "{place}: {module} (floor {own}) uses {name} (floor {other})");
        }
    }
    assert!(seen > 50, "only {seen} uses were found: the test has gone blind");
}

/// `super` must not be a way around: no chain of them leaves the module at the top.
#[test]
fn nobody_leaves_through_the_parent() {
    for (path, text) in sources() {
        let depth = path.components().count() - 2;
        let code = text.split("#[cfg(test)]").next().unwrap();
        let chain = "super::".repeat(depth + 1);
        assert!(!code.contains(&chain), "{}: {chain} leaves the module; write crate::", path.display());
    }
}

#[test]
fn files_are_one_idea() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{}: says not what it is for", path.display());
        let lines = text.lines().count();
        let may_be_longer = LONGER.iter().any(|longer| Path::new(longer) == path);
        assert!(lines <= MAX_LINES || may_be_longer, "{}: {lines} lines, more than {MAX_LINES}", path.display());
        for word in ["utils", "helpers", "common", "manager"] {
            assert!(path.file_stem().is_none_or(|stem| stem != word), "{}: no name for an idea", path.display());
        }
    }
}

#[test]
fn the_address_of_the_project_stands_in_one_place() {
    let address = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://");
    for (path, text) in sources() {
        assert!(!text.contains(address), "{}: take it from CARGO_PKG_REPOSITORY", path.display());
    }
}
