//! The two ends of an upgrade and the lines between them. A bare line stands for all of its patches; the line without
//! CoreDNS has no releases yet and none to render for.

use std::fmt;

use crate::mesh::release::{self, WITHOUT_COREDNS};
use crate::mesh::version::{Line, Version, split};
use crate::mesh::{Release, UnknownRelease};

/// An end of an upgrade, or a line on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The line.
    pub line: Line,
    /// The releases that are meant, oldest first; none where there is no CoreDNS any more.
    pub releases: Vec<Release>,
    // What was asked for: a line or one release.
    text: String,
}

/// From here to there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Where it starts.
    pub from: Bound,
    /// Where it ends.
    pub to: Bound,
}

/// From a line to the next one, or from a patch to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Before.
    pub before: Bound,
    /// After.
    pub after: Bound,
}

/// The two ends do not make an upgrade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundError {
    /// No release of that name.
    #[error("--{flag} {error}")]
    Unknown {
        /// `from` or `to`.
        flag: &'static str,
        /// Why.
        error: UnknownRelease,
    },
    /// From a release without CoreDNS.
    #[error("--from {0}: there is no Corefile to bring along, as CoreDNS is gone since {WITHOUT_COREDNS}")]
    NothingLeft(Line),
    /// Backwards.
    #[error(
        "--from {from} is newer than --to {to}: what comes with a downgrade is not known; `corefilectl lint \
         --mesh-version {to}` says what an older release makes of a template"
    )]
    Downgrade {
        /// Where it would start.
        from: String,
        /// Where it would end.
        to: String,
    },
}

impl Bound {
    fn find(flag: &'static str, text: &str) -> Result<Self, BoundError> {
        let number = text.strip_prefix('v').unwrap_or(text);
        let line = split(number.strip_suffix("-dev").unwrap_or(number));
        if let Ok((line @ WITHOUT_COREDNS, None | Some(0))) = line {
            return Ok(Self { line, releases: Vec::new(), text: line.to_string() });
        }
        let found = release::find(text).map_err(|error| BoundError::Unknown { flag, error })?;
        let is_line = line.is_ok_and(|(_, patch)| patch.is_none());
        Ok(if is_line { Self::of_line(found.version.line()) } else { Self::of_release(found) })
    }

    fn of_line(line: Line) -> Self {
        Self { line, releases: release::of_line(line).collect(), text: line.to_string() }
    }

    fn of_release(release: Release) -> Self {
        Self { line: release.version.line(), releases: vec![release], text: release.to_string() }
    }

    /// Whether CoreDNS is there.
    #[must_use]
    pub fn has_coredns(&self) -> bool {
        !self.releases.is_empty()
    }

    /// The newest release that is meant.
    #[must_use]
    pub fn newest(&self) -> Option<&Release> {
        self.releases.last()
    }

    /// The versions that are meant; for the line without CoreDNS its first one.
    pub fn versions(&self) -> impl Iterator<Item = Version> + '_ {
        let unreleased = (!self.has_coredns()).then(|| Version::new(self.line.major, self.line.minor, 0));
        self.releases.iter().map(|release| release.version).chain(unreleased)
    }

    // From the oldest to the newest.
    fn range(&self) -> Option<(Version, Version)> {
        self.versions().next().zip(self.versions().last())
    }
}

impl fmt::Display for Bound {
    /// As it was asked for: `2.7`, `2.7.29`, `3.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Journey {
    /// The way from the release or line `from` to the release or line `to`.
    ///
    /// # Errors
    /// Names of no release, and a way back.
    pub fn new(from: &str, to: &str) -> Result<Self, BoundError> {
        let (from, to) = (Bound::find("from", from)?, Bound::find("to", to)?);
        if !from.has_coredns() {
            return Err(BoundError::NothingLeft(from.line));
        }
        let goes_back = match (from.range(), to.range()) {
            (Some((oldest, _)), Some((_, newest))) => newest < oldest,
            _ => false,
        };
        if goes_back {
            return Err(BoundError::Downgrade { from: from.to_string(), to: to.to_string() });
        }
        Ok(Self { from, to })
    }

    /// Step by step through all lines between; none where both ends are the same.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        if self.from == self.to {
            return Vec::new();
        }
        let between = release::lines().filter(|line| *line > self.from.line && *line < self.to.line);
        let stops: Vec<Bound> =
            [self.from.clone()].into_iter().chain(between.map(Bound::of_line)).chain([self.to.clone()]).collect();
        stops.windows(2).map(|pair| Step { before: pair[0].clone(), after: pair[1].clone() }).collect()
    }
}

impl Step {
    /// Whether the step leaves a line.
    #[must_use]
    pub fn is_to_another_line(&self) -> bool {
        self.before.line != self.after.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops(from: &str, to: &str) -> String {
        let steps = Journey::new(from, to).unwrap().steps();
        steps.iter().map(|step| step.after.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_line_is_a_stop() {
        assert_eq!(stops("2.7", "2.11"), "2.8 2.9 2.10 2.11");
        assert_eq!(stops("2.7.3", "2.8.1"), "2.8.1");
        assert_eq!(stops("2.13", "3.0"), "2.14 3.0");
        assert_eq!(stops("1.8", "2.1"), "2.0 2.1");
        assert_eq!(stops("2.11.5", "2.11.6"), "2.11.6");
        assert_eq!(stops("2.7", "v2.7"), "");
        assert_eq!(Journey::new("2.7", "v3.0-dev").unwrap().to, Journey::new("2.7", "3.0.0").unwrap().to);
    }

    #[test]
    fn what_is_no_upgrade() {
        for (from, to, part) in [
            ("2.8", "2.7", "--from 2.8 is newer than --to 2.7"),
            ("2.7.29", "2.7.3", "newer"),
            ("3.0", "3.0", "CoreDNS is gone since 3.0"),
            ("2.7", "3.1", "--to Kuma 3.1 has no CoreDNS"),
            ("2.7", "2.15", "newer than this corefilectl knows"),
            ("0.7", "2.7", "--from Kuma 0.7"),
            ("two", "2.7", "is no Kuma release"),
            ("2.7", "2.7.99", "not a known release"),
        ] {
            let error = Journey::new(from, to).unwrap_err().to_string();
            assert!(error.contains(part), "{from} {to}: {error}");
        }
    }
}
