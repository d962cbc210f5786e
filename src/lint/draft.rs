//! A finding as a rule writes it: places are still those of the rendered text or of the template, whichever the rule knows.

use super::holds::Points;
use crate::chain::{Step, Walk, Way};
use crate::diagnostic::Severity;
use crate::source::Span;

/// A place that a rule points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the template's text.
    Template(Span),
    /// In the rendered Corefile.
    Rendered(Span),
}

/// A finding on its way.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) severity: Option<Severity>,
    pub(super) message: String,
    pub(super) labels: Vec<(Where, String)>,
    pub(super) notes: Vec<String>,
    pub(super) help: Vec<String>,
    pub(super) fix: Option<(String, Vec<(Where, String)>)>,
    pub(super) block: Option<usize>,
    pub(super) points: Option<Points>,
    pub(super) yields_to: &'static [&'static str],
    pub(super) walk: Told,
}

/// A way of a query, told hop by hop.
pub type Told = Vec<(String, Option<Where>)>;

/// Tells a way.
#[must_use]
pub fn told(walk: &Walk<'_>, way: &Way<'_>) -> Told {
    let query = std::iter::once((walk.query.to_string(), None));
    let hop = |step: &Step<'_>| (step.to_string(), step.place.map(|place| Where::Rendered(place.in_main())));
    query.chain(way.steps.iter().take(MAX_HOPS).map(hop)).collect()
}

/// More hops of a way are not told.
const MAX_HOPS: usize = 100;

impl Where {
    /// Where a finding about a whole file points.
    pub const START: Self = Self::Template(Span::at(0));
}

impl Draft {
    /// What is wrong, in one sentence without a full stop, and where. Findings of one rule with the same place and message
    /// are one: what differs between releases and platforms belongs into a note.
    pub fn new(place: Where, message: impl Into<String>) -> Self {
        Self {
            severity: None,
            message: message.into(),
            labels: vec![(place, String::new())],
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            block: None,
            points: None,
            yields_to: &[],
            walk: Told::new(),
        }
    }

    /// Says something at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.1 = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, place: Where, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    /// The way of a query that shows it.
    #[must_use]
    pub fn along(mut self, walk: &Walk<'_>, way: &Way<'_>) -> Self {
        self.walk = told(walk, way);
        self
    }

    /// The same, told already.
    #[must_use]
    pub fn along_told(mut self, told: Told) -> Self {
        self.walk = told;
        self
    }

    /// Another severity than the rule's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The server block that it is about, by its index: findings with the same cause are looked for there.
    #[must_use]
    pub fn in_block(mut self, block: usize) -> Self {
        self.block = Some(block);
        self
    }

    /// Where it holds, if not everywhere that the rule was asked about.
    #[must_use]
    pub fn holding_at(mut self, points: Points) -> Self {
        self.points = Some(points);
        self
    }

    /// Rules that this one finding is silent beside, besides those of its rule.
    #[must_use]
    pub fn yields_to(mut self, codes: &'static [&'static str]) -> Self {
        self.yields_to = codes;
        self
    }

    /// A mechanical mend. It is dropped where a place was not written literally in the template.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<(Where, String)>) -> Self {
        self.fix = Some((title.into(), edits));
        self
    }
}
