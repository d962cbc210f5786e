//! What a rule says about itself. `explain`, the pages in docs, the catalogue and the rule tables of the reports are made
//! from it.

use crate::diagnostic::Severity;

/// A rule without its check.
#[derive(Debug)]
pub struct RuleInfo {
    /// `CF203`; never reused, never renumbered.
    pub code: &'static str,
    /// `outside-unreachable`.
    pub name: &'static str,
    /// The severity, unless a finding has a reason for another one.
    pub severity: Severity,
    /// One line, without a full stop.
    pub summary: &'static str,
    /// Releases and platforms that it is about, in words.
    pub applies: &'static str,
    /// What happens and why it matters: Markdown paragraphs.
    pub why: &'static str,
    /// Where the fact is from.
    pub source: &'static str,
    /// What fires it, and what must not.
    pub examples: &'static [Example],
}

/// An example of a rule; a test runs every one of them.
#[derive(Debug)]
pub struct Example {
    /// Whether it fires the rule.
    pub fires: bool,
    /// What is to be seen, in a few words.
    pub title: &'static str,
    /// The template.
    pub template: &'static str,
    /// Arguments of `lint` that it needs: `--mesh-version 2.8`; between blanks.
    pub arguments: &'static str,
}
