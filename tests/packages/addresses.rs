//! One place knows where the project lives, `repository` in Cargo.toml: every address in what is handed out is below it.

use std::fs;
use std::path::Path;

use regex::Regex;

use crate::packed::{REPOSITORY, packed, root};

/// An identifier of the form of Debian's copyright files, which is compared and not fetched.
const FORM: &str = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/";

/// Texts of the project that are handed out or read by others' systems.
fn texts() -> Vec<(String, String)> {
    let mut places = ["Dockerfile", "action.yml", ".pre-commit-hooks.yaml", ".github", "packaging"]
        .map(|name| root().join(name))
        .to_vec();
    places.extend(["corefilectl.rb", "corefilectl-gitlab.yml"].map(|name| packed().join(name)));
    let mut texts = Vec::new();
    while let Some(place) = places.pop() {
        if place.is_dir() {
            places.extend(fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            texts.push((place.display().to_string(), fs::read_to_string(&place).unwrap()));
        }
    }
    assert!(texts.len() > 10);
    texts
}

#[test]
fn every_address_is_the_repositorys() {
    let address = Regex::new(r#"[a-z+]+://[^\s"'`)>]+"#).unwrap();
    let mut seen = 0;
    for (name, text) in texts() {
        for found in address.find_iter(&text).map(|found| found.as_str()).filter(|found| *found != FORM) {
            assert!(found.starts_with(REPOSITORY) || found.starts_with("@REPOSITORY@"), "{name}: {found}");
            seen += 1;
        }
    }
    assert!(seen >= 4, "only {seen} addresses were found: the test has gone blind");
}

/// Sources take it from Cargo.toml instead of writing it down.
#[test]
fn no_source_writes_it_down() {
    let address = REPOSITORY.trim_start_matches("https://");
    for (name, text) in texts() {
        if Path::new(&name).starts_with(root()) && !Path::new(&name).starts_with(packed()) {
            assert!(!text.contains(address), "{name}");
        }
    }
}
