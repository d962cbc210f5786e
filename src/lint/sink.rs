//! Takes what rules write and makes findings of it: places become places of the template, equal findings of several
//! renderings become one, and of findings with one cause the most specific stays.

use std::collections::{HashMap, HashSet};

use super::draft::{Draft, Where};
use super::holds::{Points, describe};
use super::rendering::Rendering;
use super::rule::Rule;
use crate::diagnostic::{Diagnostic, Finding, Fix, Holds, Hop, Label, RenderedLine};
use crate::mesh::Matrix;
use crate::source::{Edit, Span};

/// Collects the findings of one file.
#[derive(Debug)]
pub struct Findings<'a> {
    matrix: &'a Matrix,
    template: &'a [u8],
    raw: Vec<Raw>,
    // Those of a rule at a place.
    places: HashMap<(&'static str, Span), Vec<usize>>,
}

#[derive(Debug)]
struct Raw {
    rule: &'static Rule,
    finding: Finding,
    points: Points,
    block: Option<usize>,
    yields_to: &'static [&'static str],
}

/// Where a rule writes to.
#[derive(Debug)]
pub struct Sink<'s> {
    findings: &'s mut Vec<Raw>,
    template: &'s [u8],
    rule: &'static Rule,
    points: &'s Points,
    rendering: Option<&'s Rendering>,
}

impl<'a> Findings<'a> {
    /// No findings in `template` yet.
    #[must_use]
    pub fn new(matrix: &'a Matrix, template: &'a [u8]) -> Self {
        Self { matrix, template, raw: Vec::new(), places: HashMap::new() }
    }

    /// A sink for what `rule` finds at `points`, in `rendering` if it looks at one.
    pub fn sink<'s>(
        &'s mut self,
        rule: &'static Rule,
        points: &'s Points,
        rendering: Option<&'s Rendering>,
    ) -> Sink<'s> {
        Sink { findings: &mut self.raw, template: self.template, rule, points, rendering }
    }

    /// How many there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether there is none so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Drops of the findings from `from` on, which were made of one Corefile, those whose cause another one tells better,
    /// and makes one of those that were there already.
    pub fn resolve(&mut self, from: usize) {
        let fresh = self.raw.split_off(from);
        let mut said: HashMap<&str, HashSet<Option<usize>>> = HashMap::new();
        for raw in &fresh {
            said.entry(raw.rule.info.code).or_default().insert(raw.block);
        }
        let is_told_better = |raw: &Raw| {
            let in_same_block = |blocks: &HashSet<Option<usize>>| {
                raw.block.is_none() || blocks.contains(&None) || blocks.contains(&raw.block)
            };
            raw.rule.yields_to.iter().chain(raw.yields_to).any(|code| said.get(code).is_some_and(in_same_block))
        };
        let silent: Vec<bool> = fresh.iter().map(is_told_better).collect();
        for (raw, _) in fresh.into_iter().zip(silent).filter(|(_, silent)| !silent) {
            self.merge(raw);
        }
    }

    fn merge(&mut self, raw: Raw) {
        let known = self.places.entry((raw.rule.info.code, raw.finding.span())).or_default();
        let message = &raw.finding.diagnostic.message;
        match known.iter().find(|index| self.raw[**index].finding.diagnostic.message == *message) {
            // What some data planes refuse is one finding, as bad as it is there.
            Some(index) => {
                let known = &mut self.raw[*index];
                known.points.extend(&raw.points);
                if known.finding.severity() < raw.finding.severity() {
                    known.finding = raw.finding;
                }
            }
            None => {
                known.push(self.raw.len());
                self.raw.push(raw);
            }
        }
    }

    /// The findings, in the order of their places, each with where it holds within `examined`.
    #[must_use]
    pub fn finish(self, examined: &Points) -> Vec<Finding> {
        let matrix = self.matrix;
        // Most findings hold at the same points.
        let mut told: HashMap<Points, Holds> = HashMap::new();
        let finding = |raw: Raw| {
            let holds = told.entry(raw.points).or_insert_with_key(|points| describe(matrix, points, examined)).clone();
            Finding { holds, ..raw.finding }
        };
        let mut findings: Vec<_> = self.raw.into_iter().map(finding).collect();
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.span(), std::cmp::Reverse(finding.severity()), finding.code);
            key(a).cmp(&key(b)).then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
        });
        findings
    }
}

impl Sink<'_> {
    /// Takes a finding.
    pub fn report(&mut self, draft: Draft) {
        let severity = draft.severity.unwrap_or(self.rule.info.severity);
        let mut diagnostic = Diagnostic::new(severity, draft.message);
        let rendered = draft.labels.first().and_then(|(place, _)| self.rendered_line(*place));
        diagnostic.labels =
            draft.labels.into_iter().map(|(place, text)| Label { span: self.span(place), text }).collect();
        diagnostic.notes = draft.notes;
        diagnostic.help = draft.help;
        let fix = draft.fix.and_then(|(title, edits)| {
            let edit = |(place, text): (Where, String)| Some(Edit::new(self.literal_span(place)?, text));
            Some(Fix { title, edits: edits.into_iter().map(edit).collect::<Option<_>>()? })
        });
        let info = &self.rule.info;
        let hop = |(text, place): (String, Option<Where>)| Hop { text, span: place.map(|place| self.span(place)) };
        let walk = draft.walk.into_iter().map(hop).collect();
        let (code, name, holds) = (info.code, info.name, Holds::default());
        let finding = Finding { code, name, diagnostic, rendered, holds, fix, walk };
        let points = draft.points.unwrap_or_else(|| self.points.clone());
        let (block, yields_to) = (draft.block, draft.yields_to);
        self.findings.push(Raw { rule: self.rule, finding, points, block, yields_to });
    }

    fn span(&self, place: Where) -> Span {
        match (place, self.rendering) {
            (Where::Template(span), _) | (Where::Rendered(span), None) => span,
            (Where::Rendered(span), Some(rendering)) => rendering.origin(span),
        }
    }

    fn literal_span(&self, place: Where) -> Option<Span> {
        match (place, self.rendering) {
            (Where::Template(span), _) => Some(span),
            (Where::Rendered(span), Some(rendering)) => rendering.literal_origin(self.template, span),
            (Where::Rendered(_), None) => None,
        }
    }

    /// The rendered line, where the template's line says something else.
    fn rendered_line(&self, place: Where) -> Option<RenderedLine> {
        let (Where::Rendered(span), Some(rendering)) = (place, self.rendering) else { return None };
        let text = &rendering.rendered.text;
        let line = line_at(text, span.start)?;
        if line_at(self.template, rendering.origin(span).start) == Some(line) {
            return None;
        }
        let number = rendering.line_number(span.start);
        Some(RenderedLine { number, text: String::from_utf8_lossy(line).into_owned() })
    }
}

/// A longer line is shown to nobody, and would be copied for each finding in it.
const MAX_LINE: usize = 4096;

fn line_at(text: &[u8], offset: u32) -> Option<&[u8]> {
    let at = (offset as usize).min(text.len());
    let (first, last) = (at.saturating_sub(MAX_LINE), at.saturating_add(MAX_LINE).min(text.len()));
    let start = match memchr::memrchr(b'\n', &text[first..at]) {
        Some(newline) => first + newline + 1,
        None if first == 0 => 0,
        None => return None,
    };
    let end = match memchr::memchr(b'\n', &text[at..last]) {
        Some(newline) => at + newline,
        None if last == text.len() => last,
        None => return None,
    };
    Some(&text[start..end])
}
