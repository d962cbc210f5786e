//! The manual pages as man and mandoc show them.

use std::path::PathBuf;
use std::process::Command;

use crate::packed::{said, succeeds, tool};

/// All pages, in a folder.
fn pages() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    succeeds(Command::new(env!("CARGO_BIN_EXE_corefilectl")).args(["man", "--dir"]).arg(folder.path()));
    let mut pages: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 20, "{pages:?}");
    (folder, pages)
}

#[test]
fn man_shows_them_without_a_warning() {
    if tool("groff", "the layout of the manual pages").is_none() {
        return;
    }
    let (_folder, pages) = pages();
    for page in pages {
        // Wide, and without hyphens: a long word that fills a line would be a warning about this terminal.
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-ww", "-rLL=130n", "-rHY=0", "-dAD=l", "-P-cbou"]).arg(&page);
        let output = succeeds(&mut groff);
        assert_eq!(said(&output.stderr), "", "{}", page.display());
        let shown = said(&output.stdout);
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"] {
            assert!(shown.contains(heading), "{}: {heading}", page.display());
        }
        assert!(shown.contains(&format!("corefilectl {}", env!("CARGO_PKG_VERSION"))), "{}", page.display());
    }
}

#[test]
fn mandoc_has_nothing_against_them() {
    if tool("mandoc", "the form of the manual pages").is_none() {
        return;
    }
    let (_folder, pages) = pages();
    // The pages have no date, so that they are the same whenever they are made; the crate that writes them likes `.br`.
    let known = ["missing date", "skipping paragraph macro: br"];
    let output = Command::new("mandoc").args(["-Tlint", "-Wwarning"]).args(&pages).output().unwrap();
    let said = said(&output.stdout);
    let unknown: Vec<_> = said.lines().filter(|line| !known.iter().any(|known| line.contains(known))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(said.contains("missing date"), "the test has gone blind: {said}");
}
