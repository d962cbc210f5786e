//! `corefilectl lint`: what is wrong with templates and Corefiles, before kuma-dp or CoreDNS say it.

mod scope;

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::input;
use super::io::Io;
use super::limits::LimitOptions;
use super::target::TargetOptions;
use crate::coredns::host::Host;
use crate::corefile::environment::Nothing;
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::lint::{Kind, Linter, RULES};
use crate::report::findings::{self, FindingFormat, Report, Style, Summary};
use crate::source::Source;

/// Check templates and Corefiles
#[derive(Debug, Args)]
pub struct LintCommand {
    /// Files, folders, or - for standard input [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// What the inputs are
    #[arg(long = "as", value_enum, value_name = "KIND", default_value = "auto")]
    kind: KindChoice,
    /// Output format
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value = "human")]
    output: FormatChoice,
    #[command(flatten)]
    target: TargetOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindChoice {
    Auto,
    Template,
    Corefile,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    Human,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
}

impl LintCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let scope = self.target.lint_scope(io)?;
        let linter = Linter {
            matrix: &scope.matrix,
            rules: RULES,
            surroundings: &Nothing,
            host: &Host::side_car(),
            limits: self.limits.limits(),
            is_unpinned: scope.is_unpinned,
        };
        let kind = match self.kind {
            KindChoice::Auto => None,
            KindChoice::Template => Some(Kind::Template),
            KindChoice::Corefile => Some(Kind::Corefile),
        };
        let mut files = Vec::new();
        for path in &self.paths {
            let text = input::read(path, self.limits.max_template, Some("--max-template"), io)?;
            let findings = linter.check(&text, kind);
            files.push(FileFindings { source: Source::new(input::shown(path), text), findings });
        }
        let rules: Vec<_> = RULES.iter().map(|rule| &rule.info).collect();
        let summary = Summary::of(&files);
        let report = Report { files: &files, rules: &rules, summary };
        let format = match self.output {
            FormatChoice::Human => FindingFormat::Human,
            FormatChoice::Concise => FindingFormat::Concise,
            FormatChoice::Json => FindingFormat::Json,
            FormatChoice::Sarif => FindingFormat::Sarif,
            FormatChoice::Github => FindingFormat::Github,
            FormatChoice::Gitlab => FindingFormat::Gitlab,
            FormatChoice::Junit => FindingFormat::Junit,
        };
        io.stdout.write_all(&findings::render(format, &report, Style { color: io.terminal.color })?)?;
        let fails = |finding: &Finding| finding.severity() >= Severity::Warning;
        Ok(if files.iter().flat_map(|file| &file.findings).any(fails) { Exit::Findings } else { Exit::Success })
    }
}
