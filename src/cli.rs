//! The command line: flags, environment, files, colour and exit codes. Each command has a file of its own; what they
//! share stands beside them. Nothing below this floor touches the process.

mod choices;
mod completion;
mod config_file;
mod control_plane;
mod diff;
mod doctor;
mod envoy;
mod exit;
mod explain;
mod explain_rule;
mod fmt;
mod graph;
mod imports;
mod input;
mod install;
mod io;
mod limits;
mod lint;
mod lsp;
mod man;
mod mesh_source;
mod names;
mod output_file;
mod persisted_file;
mod probe;
mod progress;
mod refusal;
mod releases;
mod render;
mod repository;
mod resources;
mod rule_options;
mod rules;
mod scene;
mod show;
mod side_car;
mod source_map;
mod stops;
mod target;
mod template;
mod termination_log;
mod test;
mod trace;
mod unified;
mod upgrade;
mod version;
mod vips;
mod walk;
mod workers;

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::mesh::DEFAULT_LINE;

pub use exit::Exit;
pub use io::{Io, Terminal};

/// Everything that can be written behind `corefilectl`.
#[derive(Debug, Parser)]
#[command(
    name = "corefilectl",
    version,
    about = "Render and check the DNS configuration (Corefile) of Kuma and Kong Mesh data planes",
    long_about = "Render and check the DNS configuration (Corefile) of Kuma and Kong Mesh data planes: picks the template \
                  that wins, executes it as kuma-dp would with the values that release and platform give it, says why \
                  kuma-dp or CoreDNS would not start where they would not, and what becomes of queries where they do.",
    after_help = "Exit codes: 0 success, 1 something was found (lint, doctor, names, upgrade), differs (diff --exit-code) or is not as \
                  expected (test, probe), 2 the work could not be done.",
    propagate_version = true,
    arg_required_else_help = true,
    subcommand_required = true
)]
pub struct Cli {
    /// When to colour messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    color: choices::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Render(Box<render::RenderCommand>),
    #[command(visible_alias = "check")]
    Lint(Box<lint::LintCommand>),
    Fmt(fmt::FmtCommand),
    Lsp(Box<lsp::LspCommand>),
    Trace(Box<trace::TraceCommand>),
    Test(test::TestCommand),
    Graph(Box<graph::GraphCommand>),
    Probe(Box<probe::ProbeCommand>),
    Diff(Box<diff::DiffCommand>),
    Doctor(Box<doctor::DoctorCommand>),
    Names(Box<names::NamesCommand>),
    Vips(Box<vips::VipsCommand>),
    Envoy(Box<envoy::EnvoyCommand>),
    Install(install::InstallCommand),
    Upgrade(Box<upgrade::UpgradeCommand>),
    Rules(rules::RulesCommand),
    Explain(explain_rule::ExplainCommand),
    Template(template::TemplateCommand),
    Releases(releases::ReleasesCommand),
    Completion(completion::CompletionCommand),
    Man(man::ManCommand),
    Version(version::VersionCommand),
}

/// The command line as clap knows it, for completions and reference pages.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
        .mut_subcommand("lint", |lint| {
            for_all_data_planes(lint).mut_arg("embedded_dns", |state| {
                state.help(
                    "The DNS proxy embedded in kuma-dp 2.11 and later [default: off, as for a Corefile it has to be]",
                )
            })
        })
        .mut_subcommand("lsp", |lsp| {
            for_all_data_planes(lsp)
                .mut_arg("dp_template", |template| template.hide(true))
                .mut_arg("cp_template", |template| template.hide(true))
        })
        .mut_subcommand("upgrade", |upgrade| {
            upgrade
                .mut_arg("mesh_version", |version| version.hide(true))
                .mut_arg("platform", |platform| platform.help("Where the data plane runs [default: both]"))
        })
        // Who answers does not decide what there is to answer.
        .mut_subcommand("names", |names| names.mut_arg("embedded_dns", |state| state.hide(true)))
        .mut_subcommand("vips", |vips| vips.mut_arg("embedded_dns", |state| state.hide(true)))
        // No template decides about Envoy's listener; they are refused with a reason.
        .mut_subcommand("envoy", |envoy| {
            envoy
                .mut_arg("dp_template", |template| template.hide(true))
                .mut_arg("cp_template", |template| template.hide(true))
        })
        .mut_subcommand("install", install::without_idle_flags)
}

/// What is left open is looked at in all its forms.
fn for_all_data_planes(command: clap::Command) -> clap::Command {
    command
        .mut_arg("mesh_version", |version| {
            version.help(format!(
                "Kuma release, or a line for all of its patches [default: {DEFAULT_LINE} and all later lines]"
            ))
        })
        .mut_arg("platform", |platform| platform.help("Where the data plane runs [default: both]"))
}

/// Runs what `arguments` (the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Exit {
    let matches = command().try_get_matches_from(arguments);
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return show::usage(&error, io),
    };
    io.choose_color(cli.color);
    let done = match cli.command {
        Command::Render(command) => command.run(io),
        Command::Lint(command) => command.run(io),
        Command::Fmt(command) => command.run(io),
        Command::Lsp(command) => command.run(io),
        Command::Trace(command) => command.run(io),
        Command::Test(command) => command.run(io),
        Command::Graph(command) => command.run(io),
        Command::Upgrade(command) => command.run(io),
        Command::Rules(command) => command.run(io),
        Command::Explain(command) => command.run(io),
        Command::Template(command) => command.run(io),
        Command::Probe(command) => command.run(io),
        Command::Diff(command) => command.run(io),
        Command::Doctor(command) => command.run(io),
        Command::Names(command) => command.run(io),
        Command::Vips(command) => command.run(io),
        Command::Envoy(command) => command.run(io),
        Command::Install(command) => command.run(io),
        Command::Releases(command) => command.run(io),
        Command::Completion(command) => command.run(io),
        Command::Man(command) => command.run(io),
        Command::Version(command) => command.run(io),
    };
    done.unwrap_or_else(|error| show::failure(&error, io))
}
