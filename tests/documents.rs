//! The commands that README and docs show are run, and what they print is compared with what the page says. In a block
//! marked `console`, a line behind `$ ` is a command for the shell, what follows is its output, standard error included.
//! `UPDATE_GENERATED=1 cargo test --test documents` writes the outputs anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use corefilectl::chain::{mesh_file, picture, samples, walker};
use corefilectl::coredns::setup;
use corefilectl::corefile::parser;
use corefilectl::diff;
use corefilectl::expect::suite;
use corefilectl::lint::{baseline, fix, input, probes};
use corefilectl::mesh::{meaning, virtual_outbound};

const PAGES: [&str; 13] = [
    "README.md",
    "docs/diff.md",
    "docs/doctor.md",
    "docs/fmt.md",
    "docs/graph.md",
    "docs/install.md",
    "docs/lint.md",
    "docs/mesh-file.md",
    "docs/names.md",
    "docs/probe.md",
    "docs/test.md",
    "docs/trace.md",
    "docs/upgrade.md",
];

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
    for line in page.lines() {
        if line.starts_with("```") {
            in_block = line == "```console";
            skipping = false;
        }
        match line.strip_prefix("$ ").filter(|_| in_block) {
            Some(command) => {
                fresh += &format!("{line}\n{}", output_of(command, folder));
                commands += 1;
                skipping = true;
            }
            None if skipping => {}
            None => fresh += &format!("{line}\n"),
        }
    }
    (fresh, commands)
}

#[test]
fn what_the_pages_show_is_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in PAGES {
        let folder = tempfile::tempdir().unwrap();
        for example in fs::read_dir(root.join("examples")).unwrap() {
            let example = example.unwrap();
            fs::copy(example.path(), folder.path().join(example.file_name())).unwrap();
        }
        let page = fs::read_to_string(root.join(name)).unwrap();
        let (fresh, commands) = refreshed(&page, folder.path());
        assert!(commands > 0, "{name} shows no command");
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(root.join(name), &fresh).unwrap();
        } else if fresh != page {
            let (number, (old, new)) =
                page.lines().zip(fresh.lines()).enumerate().find(|(_, (old, new))| old != new).unwrap_or_default();
            panic!("{name}:{}: the page says {old:?}, the program {new:?}; UPDATE_GENERATED=1 mends it", number + 1);
        }
    }
}

/// Every page that belongs to the project.
fn pages() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let in_folder = |name: &str| fs::read_dir(root.join(name)).unwrap().map(|entry| entry.unwrap().path());
    let in_docs = in_folder("docs").chain(in_folder("docs/rules"));
    let in_docs = in_docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let in_root = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    in_docs.filter(|path| path.is_file()).chain(in_root).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.starts_with("http") {
                links += 1;
                let target = page.parent().unwrap().join(link.split('#').next().unwrap());
                assert!(target.exists(), "{}: {link} leads nowhere", page.display());
            }
        }
    }
    assert!(links > 5, "only {links} links were found");
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
        ("dots of a name", meaning::MAX_DOTS.to_string()),
    ] {
        let cell = format!("| {row}");
        let line = page.lines().find(|line| line.starts_with(&cell)).unwrap_or_else(|| panic!("no row for {row}"));
        assert!(line.contains(&format!("| {number}")), "{row}: {number} is not in {line}");
    }
    assert_eq!(limits.steps, 20_000_000);
}
