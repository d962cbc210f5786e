//! The options that say which rules count and what of their findings is printed or makes the exit code 1: those of `lint` and of
//! `doctor`.

use clap::{Args, ValueEnum};

use super::repository::Repository;
use crate::diagnostic::Severity;
use crate::lint::select::{Selection, Thresholds};
use crate::lint::{RULES, RuleInfo};

/// Which rules count, and how much.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub struct RuleOptions {
    /// Rules that run: codes, beginnings of codes, names, ALL; repeatable
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Rules that do not run
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Findings from this severity on make the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<SeverityChoice>,
    /// Findings from this severity on are printed
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "info")]
    show: SeverityChoice,
    /// Exit with 0 instead of 1
    #[arg(long)]
    pub exit_zero: bool,
}

/// `--fail-on` and `--show`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SeverityChoice {
    /// Worth knowing
    Info,
    /// Some queries go wrong, or a later release breaks it
    Warning,
    /// The data plane does not start, or names do not resolve
    Error,
}

impl From<SeverityChoice> for Severity {
    fn from(choice: SeverityChoice) -> Self {
        match choice {
            SeverityChoice::Info => Self::Info,
            SeverityChoice::Warning => Self::Warning,
            SeverityChoice::Error => Self::Error,
        }
    }
}

/// What the rules say about themselves, in the order of their codes.
pub fn rules() -> Vec<&'static RuleInfo> {
    RULES.iter().map(|rule| &rule.info).collect()
}

impl RuleOptions {
    /// The rules that run, with the severities of the repository.
    ///
    /// # Errors
    /// A selector that matches no rule, here or in the repository's file.
    pub fn selection(&self, rules: &[&'static RuleInfo], repository: &Repository) -> anyhow::Result<Selection> {
        Ok(Selection::new(rules, &self.select, &self.ignore, &repository.levels(rules)?)?)
    }

    /// From which severities on findings count.
    pub fn thresholds(&self, repository: &Repository) -> Thresholds {
        let fail_on = self.fail_on.map(Severity::from).or(repository.fail_on);
        Thresholds { show: self.show.into(), fail_on: fail_on.unwrap_or(Thresholds::default().fail_on) }
    }
}
