//! Comments in a template that allow a finding: `# corefilectl: allow CF203 reason` for the next directive,
//! `# corefilectl: allow-file CF203 reason` for the whole template, both in `{{/* … */}}` too. Spans are places in the
//! template as it is written, before anything is rendered.

mod comment;
mod cover;
mod scope;
#[cfg(test)]
mod tests;

use comment::{Comment, Named};
use cover::{Cover, Place};

use super::rule::RuleInfo;
use crate::diagnostic::{Diagnostic, Finding, Fix, Holds, Severity};
use crate::source::{Edit, Span};

/// `CF901`.
pub const UNUSED: &str = "CF901";
/// `CF902`.
pub const UNKNOWN: &str = "CF902";

/// Findings about the tool itself.
const OURS: &str = "CF9";

/// What a template allows.
#[derive(Debug, Default)]
pub struct Suppressions {
    allowances: Vec<Allowance>,
    cover: Cover,
    findings: Vec<Finding>,
}

/// What one comment allows.
#[derive(Debug)]
struct Allowance {
    comment: Comment,
    rules: Vec<Allowed>,
}

#[derive(Debug)]
struct Allowed {
    code: &'static str,
    /// Its place among the codes of the comment.
    index: usize,
    used: bool,
}

impl Suppressions {
    /// Reads the comments of a template; `rules` are all rules that exist.
    #[must_use]
    pub fn parse(text: &[u8], rules: &[&'static RuleInfo]) -> Self {
        let mut suppressions = Self::default();
        let comments = comment::all(text);
        if comments.is_empty() {
            return suppressions;
        }
        let lines = scope::Lines::new(text);
        for comment in comments {
            suppressions.take(comment, &lines, rules);
        }
        suppressions.cover.index();
        suppressions
    }

    fn take(&mut self, comment: Comment, lines: &scope::Lines, rules: &[&'static RuleInfo]) {
        let Some(whole_file) = comment.whole_file else {
            let diagnostic = Diagnostic::warning(format!("`corefilectl: {}` means nothing", comment.verb))
                .at(comment.verb_span, "")
                .help("write `corefilectl: allow CODE reason` or `corefilectl: allow-file CODE reason`");
            self.findings.push(finding(UNKNOWN, diagnostic, None));
            return;
        };
        let mut allowed = Vec::new();
        for (index, Named { text: name, span }) in comment.names.iter().enumerate() {
            let rule = rules.iter().find(|rule| rule.code == name || rule.name == name);
            let diagnostic = match rule {
                Some(rule) if !rule.code.starts_with(OURS) || whole_file && rule.code == UNUSED => {
                    allowed.push(Allowed { code: rule.code, index, used: rule.code == UNUSED });
                    continue;
                }
                Some(rule) => Diagnostic::warning(format!("{} cannot be allowed here", rule.code)).at(*span, "").note(
                    format!("of the findings about the tool itself only {UNUSED} can be allowed, with allow-file"),
                ),
                None => {
                    let unknown = Diagnostic::warning(format!("there is no rule {name:?}")).at(*span, "");
                    match super::select::nearest(name, rules) {
                        Some(near) => unknown.help(format!("did you mean {near}?")),
                        None => unknown,
                    }
                }
            };
            self.findings.push(finding(UNKNOWN, diagnostic, comment.without(&[index])));
        }
        if comment.names.is_empty() {
            let diagnostic = Diagnostic::warning("nothing is allowed here: a code is missing")
                .at(comment.verb_span, "")
                .help("write `corefilectl: allow CODE reason`");
            self.findings.push(finding(UNKNOWN, diagnostic, comment.without(&[])));
        } else if !comment.has_reason {
            let diagnostic = Diagnostic::warning("it is not said why this is allowed")
                .at(comment.verb_span, "")
                .help("write the reason behind the code, for whoever reads this next");
            self.findings.push(finding(UNKNOWN, diagnostic, None));
        }
        let scope = match whole_file {
            true => None,
            false if lines.speaks_at(comment.span.start) => Some(lines.directive_at(comment.span.start)),
            false => Some(lines.directive_after(comment.span.end)),
        };
        for (rule, Allowed { code, .. }) in allowed.iter().enumerate() {
            self.cover.add(code, scope, Place { allowance: self.allowances.len(), rule });
        }
        self.allowances.push(Allowance { comment, rules: allowed });
    }

    /// Whether a finding of the rule `code` at `span` is allowed. The closest of several comments counts as used.
    pub fn silences(&mut self, code: &str, span: Span) -> bool {
        let Some(Place { allowance, rule }) = self.cover.closest(code, span.start) else { return false };
        if let Some(allowed) = self.allowances.get_mut(allowance).and_then(|allowance| allowance.rules.get_mut(rule)) {
            allowed.used = true;
        }
        true
    }

    /// What is wrong with the comments themselves: CF901 for what silenced nothing, CF902 for what cannot be understood.
    /// Rules that did not run (`ran` is false) are not missed. The order is that of the text.
    #[must_use]
    pub fn leftovers(self, ran: impl Fn(&str) -> bool) -> Vec<Finding> {
        let mut findings = self.findings;
        let unused_allowed =
            self.allowances.iter().flat_map(|allowance| &allowance.rules).any(|rule| rule.code == UNUSED);
        for Allowance { comment, rules, .. } in self.allowances.iter().filter(|_| !unused_allowed) {
            let unused: Vec<_> = rules.iter().filter(|allowed| !allowed.used && ran(allowed.code)).collect();
            let Some(first) = unused.first().and_then(|first| comment.names.get(first.index)) else { continue };
            let mut codes: Vec<_> = unused.iter().map(|allowed| allowed.code).collect();
            codes.sort_unstable();
            codes.dedup();
            let indexes: Vec<_> = unused.iter().map(|allowed| allowed.index).collect();
            let scope = if comment.whole_file == Some(true) { "in this template" } else { "here" };
            let message = format!("there is nothing to allow {scope}: {} found nothing", codes.join(" and "));
            let diagnostic = Diagnostic::warning(message).at(first.span, "");
            findings.push(finding(UNUSED, diagnostic, comment.without(&indexes)));
        }
        findings.sort_by_key(Finding::span);
        findings
    }
}

fn finding(code: &'static str, diagnostic: Diagnostic, edit: Option<Edit>) -> Finding {
    debug_assert_eq!(diagnostic.severity, Severity::Warning);
    let (name, title) = match code {
        UNUSED => ("unused-allow", "remove what allows nothing"),
        _ => ("unknown-or-reasonless-allow", "remove what is not understood"),
    };
    let fix = edit.map(|edit| Fix { title: title.to_owned(), edits: vec![edit] });
    Finding { code, name, diagnostic, rendered: None, holds: Holds::default(), fix, walk: Vec::new() }
}
