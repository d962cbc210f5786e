//! One file that has been read: the templates in it, the rules that count, the comments that allow findings, and the places in
//! the file.

use super::engine::{Linter, Seen, Verdict};
use super::input::Input;
use super::rendering::Kind;
use super::rule::RuleInfo;
use super::select::Selection;
use super::suppress::Suppressions;
use crate::diagnostic::Finding;
use crate::mesh::LayerKind;

/// What counts in a file.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// All rules.
    pub rules: &'a [&'static RuleInfo],
    /// Those that count.
    pub selection: &'a Selection,
    /// What the templates are, where the user says it.
    pub kind: Option<Kind>,
    /// Whose they are, if that is known.
    pub layer: Option<LayerKind>,
}

/// What is found in a file, in the order of the places, at which data planes it was looked for, and how many findings a
/// comment allows.
#[must_use]
pub fn judge(input: &Input, linter: &Linter<'_>, counted: Counted<'_>) -> (Verdict, usize) {
    let (mut findings, mut suppressed, mut all_seen) = (Vec::new(), 0, Seen::default());
    let selection = counted.selection;
    for template in input.templates() {
        let Verdict { findings: mut found, seen } = linter.judge(template.text, counted.kind, counted.layer);
        all_seen.extend(&seen);
        found.retain(|finding| selection.runs(finding.code));
        let mut suppressions = Suppressions::parse(template.text, counted.rules);
        let before = found.len();
        found.retain(|finding| !suppressions.silences(finding.code, finding.span()));
        suppressed += before - found.len();
        let leftovers = suppressions.leftovers(|code| selection.runs(code));
        found.extend(leftovers.into_iter().filter(|finding| selection.runs(finding.code)));
        findings.extend(found.into_iter().map(|finding| template.in_file(finding)));
    }
    findings.iter_mut().for_each(|finding| selection.set_severity(finding));
    findings.sort_by_key(Finding::span);
    (Verdict { findings, seen: all_seen }, suppressed)
}
