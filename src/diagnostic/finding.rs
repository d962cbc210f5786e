//! What a rule found: a diagnostic with the rule's code, where it holds, and how to mend it.

use super::{Diagnostic, Points, Severity};
use crate::source::{Edit, Source, Span};

/// What a rule found in one file. All spans are places in that file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code: `CF203`.
    pub code: &'static str,
    /// The rule's name: `outside-unreachable`.
    pub name: &'static str,
    /// What is wrong; its first label is the place, further labels are other places in the same file.
    pub diagnostic: Diagnostic,
    /// The rendered text at the place, where it differs from the template's.
    pub rendered: Option<RenderedLine>,
    /// On which releases, platforms and branches it holds.
    pub holds: Holds,
    /// The mechanical mend, if there is one.
    pub fix: Option<Fix>,
    /// The walk of a query that shows it, a hop each; empty where it is about no query.
    pub walk: Vec<Hop>,
}

/// A hop of a query that shows what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What happens, in a few words.
    pub text: String,
    /// The words in the same file that are responsible, if any are.
    pub span: Option<Span>,
}

/// A line of the rendered Corefile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, without the end of the line.
    pub text: String,
}

/// Where a finding holds. Empty lists say nothing: it holds wherever the file was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holds {
    /// Runs of releases: `2.8.0–2.14.3`.
    pub releases: Vec<String>,
    /// Platforms: `universal`, `kubernetes`.
    pub platforms: Vec<String>,
    /// Values that decide: `CoreDNSLogging=true`, `embedded DNS pod-off`.
    pub branches: Vec<String>,
    /// The data planes themselves, where they are numbered; empty where a finding is not about data planes.
    pub points: Points,
}

/// A mechanical mend: edits that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// The changes of the file.
    pub edits: Vec<Edit>,
}

/// A file with what was found in it, in the order of the places.
#[derive(Debug)]
pub struct FileFindings {
    /// Name (a path with forward slashes, or `<stdin>`) and text.
    pub source: Source,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Finding {
    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.diagnostic.severity
    }

    /// The place; a finding about a whole file stands at its start.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.labels.first().map_or(Span::at(0), |label| label.span)
    }
}

impl Holds {
    /// In words: `on 2.8–2.14, kubernetes, where CoreDNSLogging=true`; empty if it holds everywhere.
    #[must_use]
    pub fn text(&self) -> String {
        let places = [&self.releases, &self.platforms];
        let places: Vec<_> =
            places.into_iter().filter(|list| !list.is_empty()).map(|list| list.join(" and ")).collect();
        let places = (!places.is_empty()).then(|| format!("on {}", places.join(", ")));
        let branches = (!self.branches.is_empty()).then(|| format!("where {}", self.branches.join(" and ")));
        places.into_iter().chain(branches).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_holds_in_words() {
        let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        let mut holds = Holds::default();
        assert_eq!(holds.text(), "");
        holds.releases = list(&["2.7.0–2.7.3", "2.9.0"]);
        holds.branches = list(&["CoreDNSLogging=true"]);
        assert_eq!(holds.text(), "on 2.7.0–2.7.3 and 2.9.0, where CoreDNSLogging=true");
    }
}
