//! The rules as data: what `rules` and `explain` print as JSON and YAML, and what the pages in `docs/rules` are laid out from.
//! A rule says these things once, in its own file.

use serde::Serialize;

use super::rule::{Check, Example, Rule, RuleInfo};
use super::rules::RULES;
use crate::diagnostic::Severity;

/// The folder of the pages, in the project.
pub const FOLDER: &str = "docs/rules";

/// Rules that can mend at least some of what they find; a test compares it with what their examples give.
const FIXABLE: [&str; 2] = ["CF901", "CF902"];

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
    /// Arguments of `lint` that it needs, between blanks; often none.
    pub arguments: &'static str,
}

impl RuleEntry {
    /// A rule as data.
    #[must_use]
    pub fn new(rule: &Rule) -> Self {
        let RuleInfo { code, name, severity, summary, applies, why, source, examples } = rule.info;
        Self {
            code,
            name,
            severity,
            summary,
            applies,
            fixable: FIXABLE.contains(&code),
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
    fn new(example: &Example) -> Self {
        let Example { fires, title, template, arguments } = *example;
        Self { fires, title, template, arguments }
    }
}

fn allowed_by(rule: &Rule) -> &'static [&'static str] {
    match (rule.check, rule.info.code) {
        (Check::Elsewhere, "CF901") => &["allow-file"],
        (Check::Elsewhere, _) => &[],
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

/// Names closer than this are taken for the same one misspelt.
const CLOSE: f64 = 0.75;

/// The code or name that somebody meant who wrote `text`, which is neither.
#[must_use]
pub fn similar(text: &str) -> Option<&'static str> {
    let (upper, lower) = (text.to_uppercase(), text.to_lowercase());
    // A code is a code with its letters left out, too.
    let number = upper.trim_start_matches(['C', 'F', '-', ' ']);
    if let Some(rule) =
        RULES.iter().find(|rule| !number.is_empty() && rule.info.code.strip_prefix("CF") == Some(number))
    {
        return Some(rule.info.code);
    }
    let likeness = |rule: &RuleInfo| {
        let code = (strsim::normalized_damerau_levenshtein(rule.code, &upper), rule.code);
        let name = (strsim::jaro_winkler(rule.name, &lower), rule.name);
        if code.0 > name.0 { code } else { name }
    };
    let best = RULES.iter().map(|rule| likeness(&rule.info)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness >= CLOSE).map(|(_, meant)| meant)
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
            ("CF1O1", Some("CF101")),
            ("", None),
            ("weather", None),
        ] {
            assert_eq!(similar(text), meant, "{text}");
        }
    }
}
