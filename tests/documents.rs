//! The commands that README and docs show are run, and what they print is compared with what the page says. In a block
//! marked `console`, a line behind `$ ` is a command for the shell, what follows is its output, standard error included.
//! A here-document goes on in lines behind `> `, as a shell shows it. How-to guides run in `examples/how-to`, all others in
//! `examples`. `UPDATE_GENERATED=1 cargo test --test documents` writes the outputs anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corefilectl::chain::{mesh_file, picture, samples, walker};
use corefilectl::coredns::setup;
use corefilectl::corefile::parser;
use corefilectl::diff;
use corefilectl::expect::suite;
use corefilectl::lint::{baseline, fix, input, probes};
use corefilectl::lsp::{frame, server, worker};
use corefilectl::mesh::{meaning, virtual_outbound};

/// What a shell prints for `line`, in a folder that holds the project's examples.
fn output_of(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_corefilectl"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let shell = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .output()
        .expect("a shell");
    String::from_utf8(shell.stdout).expect("text")
}

/// The page with the output of every command as it is now.
fn refreshed(page: &str, folder: &Path) -> (String, usize) {
    let (mut fresh, mut commands, mut in_block, mut skipping) = (String::new(), 0, false, false);
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            in_block = line == "```console";
            skipping = false;
        }
        match line.strip_prefix("$ ").filter(|_| in_block) {
            Some(first) => {
                let (mut command, mut shown) = (first.to_owned(), format!("{line}\n"));
                while let Some(next) = lines.next_if(|next| first.contains("<<") && next.starts_with('>')) {
                    command += &format!("\n{}", next.strip_prefix("> ").unwrap_or_default());
                    shown += &format!("{next}\n");
                }
                fresh += &format!("{shown}{}", output_of(&command, folder));
                commands += 1;
                skipping = true;
            }
            None if skipping => {}
            None => fresh += &format!("{line}\n"),
        }
    }
    (fresh, commands)
}

/// Copies a folder with what lies below it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

#[test]
fn what_the_pages_show_is_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        if !page.contains("\n```console\n") {
            continue;
        }
        let name = path.strip_prefix(root).unwrap().display();
        let folder = tempfile::tempdir().unwrap();
        copy(&root.join("examples"), folder.path());
        let below = if path.parent().unwrap().ends_with("how-to") { "how-to" } else { "." };
        let (fresh, commands) = refreshed(&page, &folder.path().join(below));
        assert!(commands > 0, "{name} shows no command");
        shown += 1;
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(&path, &fresh).unwrap();
        } else if fresh != page {
            let (number, (old, new)) =
                page.lines().zip(fresh.lines()).enumerate().find(|(_, (old, new))| old != new).unwrap_or_default();
            panic!("{name}:{}: the page says {old:?}, the program {new:?}; UPDATE_GENERATED=1 mends it", number + 1);
        }
    }
    assert!(shown > 20, "only {shown} pages show commands: the test has gone blind");
}

/// Every page that belongs to the project.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name)).to_vec();
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

#[test]
fn the_limits_are_those_of_the_page() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md")).unwrap();
    let limits = corefilectl::gotemplate::Limits::default();
    let mebibytes = |bytes: usize| format!("{} MiB", bytes >> 20);
    let thousands = |number: usize| {
        let digits = number.to_string();
        let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join(",")
    };
    for (row, number) in [
        ("bytes of a template", mebibytes(limits.template)),
        ("bytes of rendered text", mebibytes(limits.output)),
        ("steps of execution", "20,000,000".to_owned()),
        ("bytes of strings", mebibytes(limits.strings)),
        ("nesting of data", corefilectl::gotemplate::MAX_DATA_DEPTH.to_string()),
        ("bytes of a kuma-cp configuration", mebibytes(corefilectl::mesh::yaml::MAX_BYTES)),
        ("bytes of a file that is linted", mebibytes(limits.template)),
        ("nesting of YAML", input::MAX_DEPTH.to_string()),
        ("documents in a YAML file", thousands(input::MAX_DOCUMENTS)),
        ("words that imports bring in", thousands(parser::MAX_IMPORTED)),
        ("bytes of words out of imported files", mebibytes(parser::MAX_IMPORTED_BYTES)),
        ("imported files", thousands(parser::MAX_FILES)),
        ("zones of a Corefile that are walked", samples::MAX_ZONES.to_string()),
        ("steps of all walks", thousands(probes::MAX_STEPS)),
        ("ways of one walk", walker::MAX_WAYS.to_string()),
        ("steps of one way", thousands(walker::MAX_STEPS)),
        ("rounds of one query to CoreDNS itself", walker::MAX_DEPTH.to_string()),
        ("bytes of a mesh file or a file of tests", mebibytes(mesh_file::MAX_BYTES.max(suite::MAX_BYTES))),
        ("zones that CIDR labels come to", thousands(setup::MAX_ZONES)),
        ("parts of a picture", picture::MAX_PARTS.to_string()),
        ("rules of a server block in a picture", picture::MAX_RULES.to_string()),
        ("steps of all walks of a picture", thousands(picture::MAX_STEPS)),
        ("words that `diff` looks at", thousands(diff::MAX_LOOKS)),
        ("pairs of server blocks that `diff`", thousands(diff::MAX_CANDIDATES)),
        ("rounds of mends", fix::MAX_ROUNDS.to_string()),
        ("bytes of a baseline", mebibytes(baseline::MAX_BYTES)),
        ("steps of a HostnameGenerator's", thousands(virtual_outbound::MAX_STEPS)),
        ("bytes of a message to the language server", mebibytes(frame::MAX_MESSAGE)),
        ("open documents", thousands(server::MAX_OPEN)),
        ("findings that are published", thousands(worker::MAX_FINDINGS)),
        ("dots of a name", meaning::MAX_DOTS.to_string()),
    ] {
        let cell = format!("| {row}");
        let line = page.lines().find(|line| line.starts_with(&cell)).unwrap_or_else(|| panic!("no row for {row}"));
        assert!(line.contains(&format!("| {number}")), "{row}: {number} is not in {line}");
    }
    assert_eq!(limits.steps, 20_000_000);
}
