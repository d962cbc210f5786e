//! The Go release whose text/template is reproduced. Recorded are 1.21 to 1.27; earlier ones behave as 1.21 less what
//! Go's release notes say came later, which is not recorded.

use std::fmt;
use std::str::FromStr;

/// A Go release line, 1.15 to 1.27.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoVersion(u8);

impl GoVersion {
    /// The oldest line that a Kuma release with a Corefile was built with.
    pub const OLDEST: Self = Self(15);
    /// The newest line that is recorded.
    pub const NEWEST: Self = Self(27);
    /// The oldest line that is recorded.
    pub const OLDEST_RECORDED: Self = Self(21);

    /// The line that brought `break` and `continue`.
    pub const LOOP_CONTROL: Self = Self(18);

    /// Go 1.`minor`, if it is known.
    #[must_use]
    pub const fn new(minor: u8) -> Option<Self> {
        if minor >= Self::OLDEST.0 && minor <= Self::NEWEST.0 { Some(Self(minor)) } else { None }
    }

    /// Whether the behaviour was recorded from the real program.
    #[must_use]
    pub fn is_recorded(self) -> bool {
        self >= Self::OLDEST_RECORDED
    }

    /// Whether this is Go 1.`minor` or later.
    #[must_use]
    pub const fn at_least(self, minor: u8) -> bool {
        self.0 >= minor
    }

    /// The lines after this one, oldest first.
    pub fn newer(self) -> impl Iterator<Item = Self> {
        (self.0 + 1..=Self::NEWEST.0).map(Self)
    }

    /// Identifiers and printing follow Unicode 17 from Go 1.27 on, Unicode 15 before.
    #[must_use]
    pub const fn has_unicode_17(self) -> bool {
        self.at_least(27)
    }
}

impl fmt::Display for GoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// The text names no known Go release.
#[derive(Debug, thiserror::Error)]
#[error("unknown Go version {text:?}: known are {} to {}", GoVersion::OLDEST, GoVersion::NEWEST)]
pub struct UnknownGoVersion {
    text: String,
}

impl FromStr for GoVersion {
    type Err = UnknownGoVersion;

    /// Reads `1.21` or `1.21.13`; a leading `go` is allowed.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.strip_prefix("go").unwrap_or(text).split('.');
        let (major, minor, patch) = (parts.next(), parts.next(), parts.next());
        let patch_is_number = patch.is_none_or(|patch| patch.parse::<u16>().is_ok());
        minor
            .and_then(|minor| minor.parse().ok())
            .and_then(Self::new)
            .filter(|_| major == Some("1") && patch_is_number && parts.next().is_none())
            .ok_or_else(|| UnknownGoVersion { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_and_patches() {
        for (text, minor) in [("1.21", 21), ("1.21.13", 21), ("go1.27.3", 27), ("1.15", 15)] {
            assert_eq!(text.parse::<GoVersion>().unwrap(), GoVersion(minor));
        }
        for text in ["", "1", "2.21", "1.14", "1.28", "1.21.x", "1.21.1.1", "1.21rc1"] {
            assert!(text.parse::<GoVersion>().is_err(), "{text}");
        }
    }
}
