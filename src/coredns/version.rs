//! Version numbers of Kuma and CoreDNS: `2.7.29`, and the line `2.7` that a patch belongs to. Pre-releases are left
//! out: the table of releases has none.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// A version of three numbers, ordered by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number; with the first it names the [`Line`].
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

/// A release line: every patch of one minor version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
}

/// The text is not a version: numbers joined by dots, without leading zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version")]
pub struct NotAVersion;

impl Version {
    /// The version `major.minor.patch`.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// The line that the version belongs to.
    #[must_use]
    pub const fn line(self) -> Line {
        Line { major: self.major, minor: self.minor }
    }
}

impl Line {
    /// The line `major.minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }
}

impl FromStr for Version {
    type Err = NotAVersion;

    /// Reads `2.7.29`.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        match split(text)? {
            (line, Some(patch)) => Ok(Self::new(line.major, line.minor, patch)),
            (_, None) => Err(NotAVersion),
        }
    }
}

impl FromStr for Line {
    type Err = NotAVersion;

    /// Reads `2.7`.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        match split(text)? {
            (line, None) => Ok(line),
            (_, Some(_)) => Err(NotAVersion),
        }
    }
}

/// Reads `2.7` or `2.7.29`.
///
/// # Errors
/// Anything else, a number above 65535 included.
pub fn split(text: &str) -> Result<(Line, Option<u16>), NotAVersion> {
    let mut parts = text.split('.').map(number);
    let (Some(major), Some(minor), patch, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(NotAVersion);
    };
    Ok((Line::new(major?, minor?), patch.transpose()?))
}

fn number(text: &str) -> Result<u16, NotAVersion> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().map_err(|_| NotAVersion) } else { Err(NotAVersion) }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        assert_eq!("2.7.29".parse(), Ok(Version::new(2, 7, 29)));
        assert_eq!("2.7".parse(), Ok(Line::new(2, 7)));
        assert_eq!(Version::new(1, 14, 6).to_string(), "1.14.6");
        assert_eq!(Version::new(2, 7, 29).line().to_string(), "2.7");
        assert!(Version::new(2, 10, 0) > Version::new(2, 9, 19));
    }

    #[test]
    fn refuses_what_is_no_version() {
        for text in
            ["", "2", "2.", ".7", "2.7.", "2.7.1.1", "2.07.1", "+2.7.1", "2.7.x", "2.7.1-rc1", "2.7.70000", " 2.7.1"]
        {
            assert_eq!(text.parse::<Version>(), Err(NotAVersion), "{text:?}");
            assert_eq!(text.parse::<Line>(), Err(NotAVersion), "{text:?}");
        }
        assert_eq!("2.7".parse::<Version>(), Err(NotAVersion));
        assert_eq!("2.7.1".parse::<Line>(), Err(NotAVersion));
    }
}
