//! The sections of a manual page that the definition of the command line does not hold: examples, exit status,
//! environment, files and what else to read.

use clap::Command;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use crate::cli::repository;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{Setting, dns_server};

/// Command, what is typed, what it is for. All run in the folder `examples` of the repository.
const EXAMPLES: [(&str, &str, &str); 16] = [
    (
        "render",
        "corefilectl render --mesh-version 2.7 --platform universal",
        "The Corefile of a side-car, here the built-in one.",
    ),
    (
        "render",
        "corefilectl render --mesh-version 2.7 --platform universal --dp-template stub-domain.tmpl --output-file Corefile",
        "A template of one's own, written as kuma-dp would write it.",
    ),
    ("lint", "corefilectl lint stub-domain.tmpl", "Check a template for all releases from 2.7 on and both platforms."),
    (
        "lint",
        "corefilectl lint --mesh-version 2.14 -o sarif .",
        "Check all templates of a folder for one release, for a CI.",
    ),
    ("lint", "corefilectl lint kong-mesh-page.tmpl -o html --output-file page.html", "A page that stands alone."),
    ("fmt", "corefilectl fmt --diff kong-mesh-page.tmpl", "What the canonical layout would change."),
    ("trace", "corefilectl trace --mesh-version 2.7 backend.mesh A", "Where the query for a name of the mesh goes."),
    ("graph", "corefilectl graph --mesh-version 2.7 -o mermaid", "The chain as a picture for a page of Markdown."),
    ("test", "corefilectl test default.dns-test.yaml", "Run tests of queries."),
    ("diff", "corefilectl diff --mesh-version 2.7 --dp-template stub-domain.tmpl", "What an override changes."),
    (
        "doctor",
        "corefilectl doctor control-plane-as-documented.yaml",
        "Whether an override is in force, and if not, why.",
    ),
    ("upgrade", "corefilectl upgrade --from 2.7 --to 3.0 stub-domain.tmpl", "What the way to another release breaks."),
    (
        "install",
        "corefilectl install kubernetes corp-example.tmpl --mesh-version 2.14",
        "A ConfigMap with the template.",
    ),
    ("explain", "corefilectl explain CF203", "What a rule is about."),
    ("template", "corefilectl template hostname.tmpl --go 1.21", "The template engine by itself."),
    ("man", "corefilectl man --dir man", "All manual pages, for a package."),
];

/// The page of the documentation about a command.
const DOCUMENTS: [(&str, &str); 16] = [
    ("corefilectl", "README.md"),
    ("lint", "docs/lint.md"),
    ("fmt", "docs/fmt.md"),
    ("lsp", "docs/editors.md"),
    ("trace", "docs/trace.md"),
    ("graph", "docs/graph.md"),
    ("test", "docs/test.md"),
    ("probe", "docs/probe.md"),
    ("diff", "docs/diff.md"),
    ("doctor", "docs/doctor.md"),
    ("install", "docs/install.md"),
    ("upgrade", "docs/upgrade.md"),
    ("names", "docs/names.md"),
    ("vips", "docs/names.md"),
    ("rules", "docs/rules/README.md"),
    ("explain", "docs/rules/README.md"),
];

const EXIT_CODES: &str = "0 success, 2 the work could not be done.";

/// What follows the options of a page.
pub fn of(command: &Command) -> Roff {
    let mut roff = Roff::new();
    examples(command, &mut roff);
    exit_status(command, &mut roff);
    environment(command, &mut roff);
    files(command, &mut roff);
    see_also(command, &mut roff);
    roff
}

fn section(roff: &mut Roff, heading: &str) {
    roff.control("SH", [heading]);
}

/// How the command is written, as the help has it.
pub fn synopsis(command: &Command) -> Roff {
    let mut roff = Roff::new();
    section(&mut roff, "SYNOPSIS");
    let usage = command.clone().render_usage().to_string();
    for (number, line) in usage.trim_start_matches("Usage:").lines().map(str::trim).enumerate() {
        if number > 0 {
            roff.control("br", []);
        }
        roff.text([roman(line)]);
    }
    roff
}

/// A paragraph under a word of its own.
fn entry(roff: &mut Roff, word: Inline, text: &str) {
    roff.control("TP", []);
    roff.text([word]);
    roff.text([roman(text)]);
}

fn examples(command: &Command, roff: &mut Roff) {
    let of_command: Vec<_> = EXAMPLES.iter().filter(|(of, ..)| *of == command.get_name()).collect();
    if of_command.is_empty() {
        return;
    }
    section(roff, "EXAMPLES");
    for (_, line, what) in of_command {
        entry(roff, bold(*line), what);
    }
}

/// The help ends with the exit codes of the command, in words of one form: `Exit codes: 0 …, 1 …, 2 …. More.`
fn exit_status(command: &Command, roff: &mut Roff) {
    section(roff, "EXIT STATUS");
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let codes = help.strip_prefix("Exit codes: ").unwrap_or(EXIT_CODES);
    roff.text([roman(codes)]);
}

fn has(command: &Command, argument: &str) -> bool {
    command.get_arguments().any(|known| known.get_id() == argument && !known.is_hide_set())
}

fn environment(command: &Command, roff: &mut Roff) {
    section(roff, "ENVIRONMENT");
    if has(command, "dns_coredns_port") {
        for setting in Setting::ALL {
            let flag = format!("As --{}, which beats it.", setting.flag());
            entry(roff, bold(setting.variable()), &flag);
        }
    }
    if has(command, "cp_template") {
        entry(roff, bold(CONTROL_PLANE_VARIABLE), "The control plane's template, as kuma-cp reads it.");
    }
    if ["names", "vips"].contains(&command.get_name()) {
        for variable in dns_server::VARIABLES {
            entry(roff, bold(variable), "As kuma-cp reads it.");
        }
    }
    if ["lint", "doctor"].contains(&command.get_name()) {
        entry(
            roff,
            bold("GITHUB_ACTIONS"),
            "If it is true, findings are printed as -o github does unless -o is given.",
        );
    }
    entry(roff, bold("NO_COLOR"), "If it is not empty, nothing is coloured.");
    entry(
        roff,
        bold("CLICOLOR_FORCE"),
        "If it is neither empty nor 0, colours are used where there is no terminal, too.",
    );
}

fn files(command: &Command, roff: &mut Roff) {
    let pins = has(command, "mesh_version");
    let walks = command.get_name() == "lint";
    if !pins && !walks {
        return;
    }
    section(roff, "FILES");
    if pins {
        let text = "Searched for from the working folder upwards; pins release and platform, and says for lint which \
                    rules count how much and which files are left out.";
        entry(roff, italic(repository::NAME), text);
    }
    if walks {
        entry(roff, italic(".gitignore"), "Files that it leaves out are not looked for in folders.");
        entry(roff, italic(".ignore"), "The same, whatever git says.");
    }
}

fn see_also(command: &Command, roff: &mut Roff) {
    section(roff, "SEE ALSO");
    let words: Vec<_> = command.get_bin_name().unwrap_or(command.get_name()).split(' ').collect();
    if let [above @ .., _] = &words[..]
        && !above.is_empty()
    {
        roff.control("BR", [above.join("-").as_str(), "(1)"]);
        roff.control("PP", []);
    }
    let main = words.get(1).or(words.first()).copied().unwrap_or_default();
    let page = DOCUMENTS.iter().find(|(of, _)| *of == main).map_or("docs/cli.md", |(_, page)| page);
    roff.text([roman(format!("{}/blob/main/{page}", env!("CARGO_PKG_REPOSITORY")))]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_about_commands_and_pages_that_exist() {
        let root = super::super::documented();
        let commands = EXAMPLES.iter().map(|(of, ..)| *of).chain(DOCUMENTS.iter().map(|(of, _)| *of));
        for name in commands {
            assert!(name == root.get_name() || root.find_subcommand(name).is_some(), "{name}");
        }
        for (_, page) in DOCUMENTS {
            assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page).is_file(), "{page}");
        }
    }

    /// What the help says last is taken for exit codes.
    #[test]
    fn every_help_ends_with_exit_codes() {
        let root = super::super::documented();
        for command in root.get_subcommands().chain([&root]) {
            let help = command.get_after_help().map(ToString::to_string);
            assert!(help.is_none_or(|help| help.starts_with("Exit codes: 0 ")), "{}", command.get_name());
        }
    }
}
