//! The version of CoreDNS that a question is asked for. Every question about it goes through [`Probe::at_least`], which
//! keeps the threshold: another version that answers them all alike gives the same result.

use std::cell::RefCell;

use super::version::Version;

/// A version that remembers what it was asked.
#[derive(Debug)]
pub struct Probe {
    version: Version,
    asked: RefCell<Vec<Version>>,
}

impl Probe {
    /// Nothing was asked yet.
    #[must_use]
    pub const fn new(version: Version) -> Self {
        Self { version, asked: RefCell::new(Vec::new()) }
    }

    /// Whether the version is `threshold` or later.
    pub fn at_least(&self, threshold: Version) -> bool {
        let mut asked = self.asked.borrow_mut();
        if let Err(index) = asked.binary_search(&threshold) {
            asked.insert(index, threshold);
        }
        self.version >= threshold
    }

    /// The thresholds, sorted and without duplicates.
    #[must_use]
    pub fn into_asked(self) -> Vec<Version> {
        self.asked.into_inner()
    }
}

/// Whether a result that was found for `version` holds for `other`, given what was asked on the way.
#[must_use]
pub fn holds_for(asked: &[Version], version: Version, other: Version) -> bool {
    asked.iter().all(|&threshold| (version >= threshold) == (other >= threshold))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_kept() {
        let version = Version::new(1, 14, 2);
        let probe = Probe::new(version);
        assert!(probe.at_least(Version::new(1, 14, 2)) && !probe.at_least(Version::new(1, 14, 3)));
        assert!(probe.at_least(Version::new(1, 13, 0)) && probe.at_least(Version::new(1, 13, 0)));
        let asked = probe.into_asked();
        assert_eq!(asked, [Version::new(1, 13, 0), Version::new(1, 14, 2), Version::new(1, 14, 3)]);
        assert!(
            !holds_for(&asked, version, Version::new(1, 14, 1)) && !holds_for(&asked, version, Version::new(1, 14, 6))
        );
        assert!(holds_for(&asked[..1], version, Version::new(1, 13, 1)));
    }
}
