//! Files that are made from the command line's definition and from the rules: completion scripts, the reference page, a
//! page for every rule; and from the tables of releases, fields and plugins. A difference fails;
//! `UPDATE_GENERATED=1 cargo test --test generated` (or `make completions`) writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::Path;

use clap_complete::Shell;
use corefilectl::lint::catalogue::{self, FOLDER};
use corefilectl::mesh::Setting;
use corefilectl::report::{reference_page, rule_page};

fn check(path: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, wanted).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == wanted, "{path} is out of date: run `make completions` and commit what changes");
}

#[test]
fn completions_are_up_to_date() {
    for (shell, file) in [
        (Shell::Bash, "corefilectl.bash"),
        (Shell::Zsh, "_corefilectl"),
        (Shell::Fish, "corefilectl.fish"),
        (Shell::PowerShell, "_corefilectl.ps1"),
        (Shell::Elvish, "corefilectl.elv"),
    ] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut corefilectl::cli::command(), "corefilectl", &mut script);
        check(&format!("completions/{file}"), &String::from_utf8(script).unwrap());
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let mut page = String::from(
        "# Command line reference\n\nMade from the program's own help by `make completions`; do not edit.\n",
    );
    let mut root = corefilectl::cli::command().term_width(100);
    root.build();
    let below = |command: &clap::Command| -> Vec<clap::Command> {
        command.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect()
    };
    let with_its_own = |command: clap::Command| std::iter::once(command.clone()).chain(below(&command));
    for mut command in std::iter::once(root.clone()).chain(below(&root).into_iter().flat_map(with_its_own)) {
        let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        page += &format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    check("docs/cli.md", &page);
}

#[test]
fn the_pages_of_the_rules_are_up_to_date() {
    let rules = catalogue::entries();
    let mut pages = vec![("README.md".to_owned(), rule_page::index(&rules).unwrap())];
    pages.extend(rules.iter().map(|rule| (rule.page.clone(), rule_page::page(rule).unwrap())));
    for (name, page) in &pages {
        check(&format!("{FOLDER}/{name}"), page);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap();
        if pages.iter().any(|(page, _)| page == name) {
            continue;
        }
        assert!(std::env::var_os("UPDATE_GENERATED").is_some(), "{FOLDER}/{name} is about no rule: remove it");
        fs::remove_file(&file).unwrap();
    }
}

/// What the help of the field's flag says it is.
fn meaning(setting: Setting) -> String {
    let root = corefilectl::cli::command();
    let render = root.find_subcommand("render").unwrap();
    let is_its = |argument: &&clap::Arg| {
        let aliases = argument.get_all_aliases().unwrap_or_default();
        argument.get_long() == Some(setting.flag()) || aliases.contains(&setting.flag())
    };
    let help = render.get_arguments().find(is_its).unwrap().get_help().unwrap().to_string();
    let text = help.split_once(": ").filter(|(field, _)| field.starts_with('.')).map_or(&*help, |(_, text)| text);
    // Releases and variables have columns of their own.
    let text = text.split(" [").next().unwrap().split(';').next().unwrap().split(", 2.").next().unwrap();
    text.replacen("The ", "the ", 1)
}

#[test]
fn the_pages_of_tables_are_up_to_date() {
    check("docs/releases.md", &reference_page::releases().unwrap());
    check("docs/fields.md", &reference_page::fields(meaning).unwrap());
    check("docs/plugins.md", &reference_page::plugins().unwrap());
}
