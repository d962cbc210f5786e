//! `corefilectl lint`: what is wrong with templates and Corefiles, before kuma-dp or CoreDNS say it.

mod check;
mod mend;
pub mod one;
mod output;
mod page;
pub mod run;
pub mod scope;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::choices::KindChoice;
use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::rule_options::RuleOptions;
use super::target::TargetOptions;

/// Check templates and Corefiles for what would go wrong
///
/// Renders every template as kuma-dp would, for each release and platform that can meet it, reads the result as CoreDNS
/// does, and walks queries through it. A finding stands at the template's own line. Folders are walked (`.gitignore` is
/// respected): what is called Corefile* or *.corefile*, and templates inside ConfigMaps and Helm values. Silence a finding
/// with a comment for the next directive: `# corefilectl: allow CF203 reason`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 clean, 1 a finding at or above --fail-on (or a difference, with --diff), 2 the work \
                        could not be done. Rules: corefilectl rules, corefilectl explain CODE."
)]
pub struct LintCommand {
    /// Files, folders, or - for standard input [default: the working folder]
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
    #[command(flatten)]
    rules: RuleOptions,
    /// Leave out the findings that FILE lists
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    baseline: Option<PathBuf>,
    /// Write all findings to FILE, as a baseline for later runs
    #[arg(long, value_name = "FILE", help_heading = "Rules", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Mend what can be mended mechanically of what is shown, in place
    #[arg(long, help_heading = "Mends")]
    fix: bool,
    /// Print what --fix would change, and change nothing
    #[arg(long, help_heading = "Mends", conflicts_with_all = ["fix", "output", "output_template", "write_baseline"])]
    diff: bool,
    /// Output format [default: human; github in GitHub Actions]
    #[arg(short, long, visible_alias = "format", value_enum, value_name = "FORMAT", help_heading = "Output")]
    output: Option<FormatChoice>,
    /// Lay the findings out with a minijinja template
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with = "output")]
    output_template: Option<PathBuf>,
    /// Write to FILE, atomically, instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    target: TargetOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    /// Excerpts, reasons, ways out
    Human,
    /// One line a finding
    Concise,
    /// Versioned JSON (docs/findings.schema.json)
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit XML
    Junit,
    /// A page that stands alone, for browsers
    Html,
    /// For job summaries and merge requests
    Markdown,
}

impl LintCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        run::run(&self, io)
    }
}
