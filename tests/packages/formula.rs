//! The Homebrew formula of a release. Homebrew itself is not asked.

use std::fs;
use std::process::Command;

use crate::packed::{REPOSITORY, VERSION, packed, said, stem, succeeds, tool, unpacked};

fn formula() -> String {
    fs::read_to_string(packed().join("corefilectl.rb")).unwrap()
}

/// What stands between quotes behind a word of the formula.
fn value(formula: &str, word: &str) -> String {
    let line = formula.lines().find_map(|line| line.trim().strip_prefix(&format!("{word} \"")));
    line.unwrap_or_else(|| panic!("{word} is missing")).trim_end_matches('"').to_owned()
}

#[test]
fn it_fetches_the_archive_and_checks_it() {
    let formula = formula();
    assert!(formula.contains("\nclass Corefilectl < Formula\n"));
    assert_eq!(value(&formula, "homepage"), REPOSITORY);
    assert_eq!(value(&formula, "version"), VERSION);
    let archive = format!("{}.tar.gz", stem());
    assert_eq!(value(&formula, "url"), format!("{REPOSITORY}/releases/download/v{VERSION}/{archive}"));
    let sum = succeeds(Command::new("sha256sum").arg(packed().join(&archive)));
    assert_eq!(value(&formula, "sha256"), said(&sum.stdout)[..64]);
    // Homebrew's bound on descriptions.
    assert!(value(&formula, "desc").len() <= 80 && !value(&formula, "desc").starts_with("A "));
}

#[test]
fn it_installs_files_of_the_archive() {
    let (formula, folder) = (formula(), tempfile::tempdir().unwrap());
    let inside = unpacked(folder.path());
    let steps: Vec<_> = formula.lines().filter(|line| line.contains(".install ")).collect();
    assert_eq!(steps.len(), 6, "{steps:?}");
    for step in steps {
        let sources = step.split(" => ").next().unwrap().split('"').skip(1).step_by(2);
        for source in sources.filter(|source| !source.contains('*')) {
            assert!(inside.join(source).is_file(), "{step}");
        }
    }
}

#[test]
fn its_own_test_passes() {
    let folder = tempfile::tempdir().unwrap();
    let program = unpacked(folder.path()).join("corefilectl");
    let mut commands = 0;
    for line in formula().lines().filter(|line| line.contains("shell_output(\"#{bin}/corefilectl ")) {
        let command = line.split("#{bin}/corefilectl ").nth(1).unwrap().split('"').next().unwrap();
        let output = said(&succeeds(Command::new(&program).args(command.split(' '))).stdout);
        let wanted = if line.contains("version.to_s") { VERSION } else { line.split('"').nth(1).unwrap() };
        assert!(output.contains(wanted), "{line}\n{output}");
        commands += 1;
    }
    assert_eq!(commands, 2);
}

#[test]
fn ruby_can_read_it() {
    let Some(mut ruby) = tool("ruby", "the syntax of the formula") else { return };
    succeeds(ruby.arg("-c").arg(packed().join("corefilectl.rb")));
}
