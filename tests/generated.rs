//! Files that are made from the command line's definition: completion scripts and the reference page. A difference fails;
//! `UPDATE_GENERATED=1 cargo test --test generated` (or `make completions`) writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::Path;

use clap_complete::Shell;

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
    let commands = root.get_subcommands().filter(|command| command.get_name() != "help").cloned();
    for mut command in std::iter::once(root.clone()).chain(commands.collect::<Vec<_>>()) {
        let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        page += &format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    check("docs/cli.md", &page);
}
