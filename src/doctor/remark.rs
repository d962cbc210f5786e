//! What the doctor has to say about a place, and how many of the same become one finding: a slip that a thousand pods share is
//! told once.

use std::collections::BTreeMap;

use super::evidence::Place;
use crate::diagnostic::{Diagnostic, Finding, Holds, Severity};
use crate::lint::rules;
use crate::source::Source;

/// Something to be said about a place.
#[derive(Clone, Debug)]
pub struct Remark {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The places, the most important one first.
    pub places: Vec<(Place, String)>,
    /// What is wrong; the same words for all that have the same slip.
    pub message: String,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// Who has it, where many may.
    pub subject: Option<String>,
}

impl Remark {
    /// A remark with the severity of its rule.
    pub fn new(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        let severity = rules::find(code).map_or(Severity::Error, |rule| rule.info.severity);
        let places = vec![(place, String::new())];
        Self { code, severity, places, message: message.into(), notes: Vec::new(), help: Vec::new(), subject: None }
    }

    /// Another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Another place that it is about.
    #[must_use]
    pub fn also_at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.places.push((place, text.into()));
        self
    }

    /// A reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// A way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Who has it.
    #[must_use]
    pub fn of(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// How many of those that share a slip are named.
const NAMED: usize = 3;

/// The findings of each input, in the order of their places. Remarks with the same words are one finding at the first place.
#[must_use]
pub fn findings(remarks: Vec<Remark>, files: &[Source]) -> Vec<Vec<Finding>> {
    let mut first: BTreeMap<(&'static str, String, Vec<String>), usize> = BTreeMap::new();
    let mut kept: Vec<(Remark, Vec<String>)> = Vec::new();
    for remark in remarks {
        let key = (remark.code, remark.message.clone(), remark.notes.clone());
        match first.get(&key).and_then(|index| kept.get_mut(*index)) {
            Some((_, others)) => others.extend(remark.subject),
            None => {
                first.insert(key, kept.len());
                kept.push((remark, Vec::new()));
            }
        }
    }
    let mut found: Vec<Vec<Finding>> = files.iter().map(|_| Vec::new()).collect();
    for (remark, mut others) in kept {
        let Some(file) = remark.places.first().map(|(place, _)| place.file) else { continue };
        others.retain(|other| Some(other) != remark.subject.as_ref());
        others.dedup();
        if let Some(found) = found.get_mut(file) {
            found.push(remark.finding(files, &others));
        }
    }
    for findings in &mut found {
        findings.sort_by_key(Finding::span);
    }
    found
}

fn printable(c: char) -> char {
    if c.is_control() { '\u{fffd}' } else { c }
}

impl Remark {
    fn finding(self, files: &[Source], others: &[String]) -> Finding {
        let mut diagnostic = Diagnostic::new(self.severity, self.message);
        let mut elsewhere = Vec::new();
        let file = self.places.first().map_or(0, |(place, _)| place.file);
        for (place, text) in self.places {
            match files.get(place.file).filter(|_| place.file != file) {
                None => diagnostic = diagnostic.at(place.span, text),
                Some(other) => {
                    let at = other.position(place.span.start);
                    elsewhere.push(format!("{text} ({}:{}:{})", other.name(), at.line, at.column));
                }
            }
        }
        diagnostic.notes = self.notes;
        diagnostic.notes.extend(elsewhere);
        diagnostic.notes.extend(self.subject.filter(|_| others.is_empty()).map(|subject| format!("in {subject}")));
        if !others.is_empty() {
            let named: Vec<_> = others.iter().take(NAMED).map(String::as_str).collect();
            let more = others.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            diagnostic.notes.push(format!("the same in {}{more}", named.join(", ")));
        }
        diagnostic.help = self.help;
        // Names out of the inputs stand in them; a line of theirs must not pass for one of ours.
        for text in diagnostic.notes.iter_mut().chain(&mut diagnostic.help) {
            *text = text.chars().map(printable).collect();
        }
        let name = rules::find(self.code).map_or("", |rule| rule.info.name);
        let holds = Holds::default();
        Finding { code: self.code, name, diagnostic, rendered: None, holds, fix: None, walk: Vec::new() }
    }
}
