//! The rules as data: what `rules` and `explain` print as JSON and YAML, and what the pages in `docs/rules` are laid out from.
//! A rule says these things once, in its own file.

use serde::Serialize;

use super::rule::{Check, Example, Rule, RuleInfo};
use super::rules::RULES;
use super::select;
use crate::diagnostic::Severity;

/// The folder of the pages, in the project.
pub const FOLDER: &str = "docs/rules";

/// A rule.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleEntry {
    /// `CF203`.
    pub code: &'static str,
    /// `outside-unreachable`.
    pub name: &'static str,
    /// How bad it is, unless a finding has a reason for another severity.
    pub severity: Severity,
    /// One line, without a full stop.
    pub summary: &'static str,
    /// Releases and platforms that it is about, in words.
    pub applies: &'static str,
    /// The command that checks it: `lint` or `doctor`.
    pub command: &'static str,
    /// Whether `--fix` can mend some of it.
    pub fixable: bool,
    /// The comments that can allow it: `allow` for the next directive, `allow-file` for the whole file.
    pub allowed_by: &'static [&'static str],
    /// What happens and why it matters: Markdown paragraphs.
    pub why: &'static str,
    /// Where the fact is from.
    pub source: &'static str,
    /// Rules that say more about the same cause: beside one of them this one is silent.
    pub yields_to: &'static [&'static str],
    /// What fires it, and what does not.
    pub examples: Vec<ExampleEntry>,
    /// The page's name in [`FOLDER`].
    pub page: String,
}

/// An example.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExampleEntry {
    /// Whether it fires the rule.
    pub fires: bool,
    /// What is to be seen, in a few words.
    pub title: &'static str,
    /// The template.
    pub template: &'static str,
    /// Environment variables that it needs, as in a shell; mostly none.
    pub environment: &'static str,
    /// Arguments of the command that it needs, between blanks; often none.
    pub arguments: &'static str,
    /// So many lines of comment, 64 bytes each, follow the template.
    pub comment_lines: usize,
}

impl RuleEntry {
    /// A rule as data.
    #[must_use]
    pub fn new(rule: &Rule) -> Self {
        let RuleInfo { code, name, severity, fixable, summary, applies, why, source, examples } = rule.info;
        Self {
            code,
            name,
            severity,
            summary,
            applies,
            command: command(rule),
            fixable,
            allowed_by: allowed_by(rule),
            why: why.trim(),
            source,
            yields_to: rule.yields_to,
            examples: examples.iter().map(ExampleEntry::new).collect(),
            page: page(&rule.info),
        }
    }
}

impl ExampleEntry {
    /// An example as data.
    #[must_use]
    pub fn new(example: &Example) -> Self {
        let Example { fires, title, template, arguments, comment_lines } = *example;
        let variables = arguments.split(' ').take_while(|word| !word.starts_with('-') && word.contains('='));
        let end = variables.map(|word| word.len() + 1).sum::<usize>().min(arguments.len());
        let (environment, arguments) = arguments.split_at(end);
        Self { fires, title, template, environment: environment.trim_end(), arguments, comment_lines }
    }
}

fn command(rule: &Rule) -> &'static str {
    if matches!(rule.check, Check::Doctor) { "doctor" } else { "lint" }
}

fn allowed_by(rule: &Rule) -> &'static [&'static str] {
    match (rule.check, rule.info.code) {
        (Check::Elsewhere, "CF901") => &["allow-file"],
        (Check::Elsewhere | Check::Doctor, _) => &[],
        _ => &["allow", "allow-file"],
    }
}

/// All rules, in the order of their codes.
#[must_use]
pub fn entries() -> Vec<RuleEntry> {
    RULES.iter().map(|rule| RuleEntry::new(rule)).collect()
}

/// The name of a rule's page in [`FOLDER`].
#[must_use]
pub fn page(rule: &RuleInfo) -> String {
    format!("{}-{}.md", rule.code, rule.name)
}

/// The web address of the page about a rule.
#[must_use]
pub fn address(rule: &RuleInfo) -> String {
    format!("{}/blob/main/{FOLDER}/{}", env!("CARGO_PKG_REPOSITORY"), page(rule))
}

/// The code or name that somebody meant who wrote `text`, which is neither.
#[must_use]
pub fn similar(text: &str) -> Option<&'static str> {
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let has_number = |rule: &&&Rule| !number.is_empty() && rule.info.code.strip_prefix("CF") == Some(number);
    let infos: Vec<_> = RULES.iter().map(|rule| &rule.info).collect();
    RULES.iter().find(has_number).map(|rule| rule.info.code).or_else(|| select::nearest(text, &infos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_understood() {
        for (text, meant) in [
            ("101", Some("CF101")),
            ("cf-101", Some("CF101")),
            ("corefile-syntx", Some("corefile-syntax")),
            ("template_syntax", Some("template-syntax")),
            ("", None),
            ("weather", None),
        ] {
            assert_eq!(similar(text), meant, "{text}");
        }
    }
}
