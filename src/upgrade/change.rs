//! What one change of Kuma is about, as a row of data: since when it holds, where it would be seen, what it does, and what
//! to write instead. The rows stand in [`super::changes`].

use serde::Serialize;

use super::bound::Bound;
use crate::diagnostic::Severity;
use crate::mesh::version::{Line, Version, split};
use crate::mesh::{Platform, Setting};

/// A change.
#[derive(Debug)]
pub struct Change {
    /// A short name that stays.
    pub id: &'static str,
    /// The first releases that have it: lines, or patches where it came within lines, ascending.
    pub since: &'static [&'static str],
    /// The line that makes it void.
    pub until: Option<&'static str>,
    /// Where it would be seen.
    pub subject: Subject,
    /// For which values it matters.
    pub when: When,
    /// The platform, if it is about one only.
    pub platform: Option<Platform>,
    /// What becomes of the subject.
    pub effect: Effect,
    /// How bad that is.
    pub severity: Severity,
    /// What happens, in one sentence.
    pub message: &'static str,
    /// Why, and what comes of it.
    pub notes: &'static [&'static str],
    /// What to write or do instead.
    pub instead: &'static [&'static str],
    /// Where upstream it was read.
    pub source: &'static str,
}

/// Where a change would be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A field that a template reads.
    Field(Setting),
    /// Flags of kuma-dp.
    Flags(&'static [Setting]),
    /// Environment variables of kuma-dp.
    Variables(&'static [Setting]),
    /// A key of kuma-cp's configuration, and its variable.
    Key {
        /// From the root, with dots.
        path: &'static str,
        /// The environment variable of kuma-cp.
        variable: Option<&'static str>,
    },
    /// Something that is not among what is looked at here: an annotation, a Helm value, a policy.
    Elsewhere(&'static str),
    /// An override, whatever it says.
    Override,
    /// Whether a Corefile is in force at all.
    InForce,
    /// How the embedded DNS proxy behaves.
    Proxy,
    /// How the data plane behaves, whatever the override says.
    Behaviour,
}

/// For which values of its subject a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whenever it is given.
    Given,
    /// When it is on, and the embedded DNS proxy answers.
    OnUnderProxy,
    /// When it is 0.
    Zero,
    /// When it begins with a dot.
    LeadingDot,
    /// When it is another port than the embedded DNS proxy's own, and that proxy is told none.
    OtherPort,
    /// When it is a folder that a side-car cannot write to.
    OutsideTmp,
}

/// What becomes of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Somebody refuses to start.
    Breaks,
    /// Nobody reads it any more, and nobody says so.
    Ignored,
    /// It means or does something else.
    Changed,
    /// Worth knowing.
    Note,
}

impl Change {
    fn firsts(&self) -> impl Iterator<Item = (Line, u16)> {
        self.since.iter().filter_map(|since| split(since).ok()).map(|(line, patch)| (line, patch.unwrap_or_default()))
    }

    /// Whether a release has it. A patch of a line counts for that line; lines behind it have it, unless a patch of theirs is
    /// named.
    #[must_use]
    pub fn holds_in(&self, version: Version) -> bool {
        match self.firsts().find(|(line, _)| *line == version.line()) {
            Some((_, patch)) => version.patch >= patch,
            None => self.firsts().any(|(line, _)| line < version.line()),
        }
    }

    /// Whether somebody who goes from here to there can meet it.
    #[must_use]
    pub fn is_crossed(&self, from: &Bound, to: &Bound) -> bool {
        from.versions().any(|version| !self.holds_in(version)) && to.versions().any(|version| self.holds_in(version))
    }

    /// Whether it is void once somebody has arrived there.
    #[must_use]
    pub fn is_void_in(&self, to: &Bound) -> bool {
        self.until.and_then(|line| line.parse::<Line>().ok()).is_some_and(|line| to.line >= line)
    }

    /// The patches that it came with, in words; nothing where it came with lines.
    #[must_use]
    pub fn patches(&self) -> Option<String> {
        let patches: Vec<_> = self.since.iter().filter(|since| since.matches('.').count() > 1).copied().collect();
        (!patches.is_empty()).then(|| self.since.join(", "))
    }
}

impl Subject {
    /// The kind, for documents.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Field(_) => "field",
            Self::Flags(_) => "flag",
            Self::Variables(_) => "variable",
            Self::Key { .. } => "key",
            Self::Elsewhere(_) => "elsewhere",
            Self::Override => "override",
            Self::InForce => "in-force",
            Self::Proxy | Self::Behaviour => "behaviour",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upgrade::Journey;
    use crate::upgrade::changes;

    #[test]
    fn patches_count_in_their_lines() {
        let change = changes::find("tcp-not-redirected").unwrap();
        let version = |text: &str| text.parse::<Version>().unwrap();
        for (text, holds) in [
            ("2.10.0", false),
            ("2.11.5", false),
            ("2.11.6", true),
            ("2.12.0", false),
            ("2.12.1", true),
            ("2.13.0", true),
        ] {
            assert_eq!(change.holds_in(version(text)), holds, "{text}");
        }
        for (from, to, crossed) in [
            ("2.11", "2.12", true),
            ("2.11.6", "2.12.1", false),
            ("2.10", "2.12.0", false),
            ("2.11.3", "2.11.7", true),
            ("2.10", "3.0", true),
        ] {
            let journey = Journey::new(from, to).unwrap();
            assert_eq!(change.is_crossed(&journey.from, &journey.to), crossed, "{from} {to}");
        }
    }
}
