//! `corefilectl upgrade`: will an override and the configuration around it survive the way from one Kuma release to another.

mod chart_values;
mod document;
mod human;
mod inputs;
mod markdown;
mod mend;
mod run;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::choices::KindChoice;
use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::rule_options::SeverityChoice;
use super::target::TargetOptions;

/// Say what breaks on the way from one Kuma release to another, and mend what is mechanical
///
/// Goes through every line between --from and --to and says what of the override and of the configuration around it breaks
/// there, is ignored, or means something else, with what to write instead. A bare line stands for all of its patches. Where
/// the DNS proxy embedded in kuma-dp answers at the end (on Kubernetes from 2.11 on by default, everywhere from 3.0 on), a
/// migration report says what becomes of each thing that the override did. The configuration is --cp-config, kuma-dp's flags
/// as given here, and the variables of kuma-dp and kuma-cp in the environment.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 something (or a difference, with --diff), 2 the work \
                        could not be done: unknown releases, a downgrade, a template that does not start on --from."
)]
pub struct UpgradeCommand {
    /// The Kuma release or line that runs now
    #[arg(long, value_name = "X.Y[.Z]")]
    from: String,
    /// The release or line to go to, 3.0 included
    #[arg(long, value_name = "X.Y[.Z]")]
    to: String,
    /// Files, folders, or - for standard input [default: the working folder, unless --cp-config or a template is given]
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// What the inputs are
    #[arg(long = "as", value_enum, value_name = "KIND", default_value = "auto", help_heading = "Inputs")]
    kind: KindChoice,
    /// Further endings of file names that count in folders; repeatable
    #[arg(long, value_name = "EXT", value_delimiter = ',', help_heading = "Inputs")]
    extension: Vec<String>,
    /// Read imported files outside of the working folder, too
    #[arg(long, help_heading = "Inputs")]
    allow_import_outside: bool,
    /// Changes from this severity on make the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<SeverityChoice>,
    /// Changes from this severity on are printed
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "info", help_heading = "Output")]
    show: SeverityChoice,
    /// Exit with 0 instead of 1
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    /// Mend what can be mended mechanically, in place
    #[arg(long, help_heading = "Mends")]
    fix: bool,
    /// Print what --fix would change, and change nothing
    #[arg(long, help_heading = "Mends", conflicts_with_all = ["fix", "output", "output_file"])]
    diff: bool,
    /// Output format
    #[arg(
        short,
        long,
        visible_alias = "format",
        value_enum,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output: FormatChoice,
    /// Write to FILE, atomically, instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    target: TargetOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// Excerpts, reasons, ways out
    Human,
    /// Versioned JSON (docs/upgrade.md)
    Json,
    /// Markdown, for an issue or a merge request
    Markdown,
}

impl UpgradeCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        run::run(&self, io)
    }
}
