//! What is said about a change to somebody whose override or configuration meets it: a finding with the places where it was
//! seen, and what becomes of it on the way.

use super::change::{Change, Effect};
use crate::diagnostic::{Diagnostic, Finding, Holds, Severity};
use crate::lint::rules;
use crate::mesh::Platform;

/// One thing that a step changes.
#[derive(Clone, Debug)]
pub struct Item {
    /// The change's name; for what a rule of lint finds the rule's.
    pub id: &'static str,
    /// What becomes of it.
    pub effect: Effect,
    /// What it is about: `field`, `flag`, `key`, `lint`.
    pub about: &'static str,
    /// What is said, where, and how to mend it. Without a rule its code is empty.
    pub finding: Finding,
    /// A later step on the way makes it void.
    pub is_passing: bool,
    /// Where upstream the fact was read.
    pub source: &'static str,
}

/// The weight of what only matters to who stops on the way.
const PASSING: Severity = Severity::Info;

impl Item {
    /// What a change says, about no place yet. `subject` is what was seen, if it has a name.
    #[must_use]
    pub fn of(change: &'static Change, subject: Option<&str>) -> Self {
        let message = subject.map_or_else(|| change.message.to_owned(), |name| format!("{name}: {}", change.message));
        let mut diagnostic = Diagnostic::new(change.severity, message);
        diagnostic.notes.extend(change.patches().map(|patches| format!("from {patches} on")));
        diagnostic.notes.extend(change.notes.iter().map(|note| (*note).to_owned()));
        diagnostic.help.extend(change.instead.iter().map(|instead| (*instead).to_owned()));
        let holds = Holds { platforms: change.platform.iter().map(Platform::to_string).collect(), ..Holds::default() };
        let finding =
            Finding { code: "", name: change.id, diagnostic, rendered: None, holds, fix: None, walk: Vec::new() };
        Self {
            id: change.id,
            effect: change.effect,
            about: change.subject.kind(),
            finding,
            is_passing: false,
            source: change.source,
        }
    }

    /// What a rule of lint finds from a step on.
    #[must_use]
    pub fn of_rule(finding: Finding) -> Self {
        let effect = match finding.severity() {
            Severity::Error => Effect::Breaks,
            Severity::Warning => Effect::Changed,
            Severity::Info => Effect::Note,
        };
        let source = rules::find(finding.code).map_or("", |rule| rule.info.source);
        Self { id: finding.name, effect, about: "lint", finding, is_passing: false, source }
    }

    /// Says that a later step makes it void: it only matters to who stops on the way.
    pub fn pass(&mut self) {
        if self.is_passing {
            return;
        }
        self.is_passing = true;
        let Diagnostic { severity, notes, .. } = &mut self.finding.diagnostic;
        if *severity > PASSING {
            notes.push("matters only where the upgrade stops on the way: what comes later makes it void".to_owned());
            *severity = PASSING;
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.finding.severity()
    }
}
