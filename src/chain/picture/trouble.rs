//! Where trouble belongs: the part whose place in the user's text holds the place of the finding.

use super::{End, Picture, Trouble};
use crate::corefile::Place;
use crate::diagnostic::Finding;
use crate::source::Span;

impl Picture {
    /// Puts a finding to the part that it is about; `origin` leads from a place of the Corefile to the user's text, and
    /// `line` is the finding's line there.
    pub fn mark(&mut self, finding: &Finding, line: usize, origin: impl Fn(Place) -> Span) {
        let trouble = Trouble {
            code: finding.code,
            severity: finding.severity(),
            message: finding.diagnostic.message.clone(),
            line,
        };
        let is_about_all = finding.diagnostic.labels.is_empty();
        let end = if is_about_all { None } else { self.end_at(finding.span(), origin) };
        let part = end.and_then(|end| {
            let node = self.nodes.get_mut(end.node)?;
            match end.rule {
                None => Some(&mut node.head),
                Some(rule) => node.rules.get_mut(rule),
            }
        });
        match part {
            Some(part) => part.trouble.push(trouble),
            None => self.elsewhere.push(trouble),
        }
    }

    /// The smallest part that holds `span`; else the one that overlaps most with it, of equal ones the largest.
    fn end_at(&self, span: Span, origin: impl Fn(Place) -> Span) -> Option<End> {
        let places: Vec<(End, Span)> =
            self.parts().filter_map(|(end, part)| Some((end, origin(part.place?)))).collect();
        let holds = |place: &Span| place.start <= span.start && span.end <= place.end;
        let overlap = |place: &Span| place.end.min(span.end).saturating_sub(place.start.max(span.start));
        let holding = places.iter().filter(|(_, place)| holds(place)).min_by_key(|(_, place)| place.len());
        let overlapping = || {
            let touching = places.iter().filter(|(_, place)| overlap(place) > 0);
            touching.max_by_key(|(_, place)| (overlap(place), place.len()))
        };
        holding.or_else(overlapping).map(|(end, _)| *end)
    }
}
