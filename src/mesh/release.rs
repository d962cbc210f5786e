//! The Kuma releases with CoreDNS in the data plane, 1.1.3 to 2.14.3, read on demand from `releases.csv`: what each was
//! built with. Kong Mesh has patch numbers of its own, but its minor is Kuma's.

use std::fmt;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::era::Era;
use super::version::{Line, Version, split};
use crate::gotemplate::GoVersion;

/// The line that is meant when no release is named: the long-term-support line, still released, and the newest on which
/// the sample Corefile of the Kong Mesh DNS page runs (2.8 dropped `CoreDNSEmptyPort`, which the sample uses).
pub const DEFAULT_LINE: &str = "2.7";

/// One row a release, oldest line first and within a line oldest patch first, below one row of headings.
const TABLE: &str = include_str!("releases.csv");

/// The first release whose data plane has CoreDNS.
const FIRST: Version = Version::new(1, 1, 3);
/// The first release without it, of which there is a development version only (kumahq/kuma#17230).
pub const WITHOUT_COREDNS: Line = Line::new(3, 0);

/// A Kuma release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// Which fields and which default template it has.
    pub era: Era,
    /// The CoreDNS that it ships (kuma: mk/build.mk).
    pub coredns: Version,
    /// The Go that it asks for (kuma: go.mod).
    pub go: Go,
}

/// A Go release; Kuma named no patch until early 2023.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Go {
    /// The line, which decides how templates behave.
    pub line: GoVersion,
    /// The patch, where go.mod names one.
    pub patch: Option<u16>,
}

/// The text names no release in the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownRelease {
    /// Not a version at all.
    #[error("{text:?} is no Kuma release: write a line, such as 2.7, or a release, such as 2.7.29")]
    NotAVersion {
        /// What was given.
        text: String,
    },
    /// The line is known, the patch is not.
    #[error(
        "Kuma {version} is not a known release: of this line {oldest} to {newest} are known; a bare {} means {newest} \
         (the patch numbers of Kong Mesh can differ from Kuma's)",
        version.line()
    )]
    UnknownPatch {
        /// What was given.
        version: Version,
        /// The oldest known patch of the line.
        oldest: Version,
        /// The newest one.
        newest: Version,
    },
    /// A number between two lines that was never used.
    #[error("there is no Kuma {line}: the line after {before} is {after}; choose one of these")]
    NoSuchLine {
        /// What was given.
        line: Line,
        /// The line before the gap.
        before: Line,
        /// The line behind it.
        after: Line,
    },
    /// Released after the table was made.
    #[error(
        "Kuma {line} is newer than this corefilectl knows: newest known is {newest}; choose {} if its DNS has not \
         changed since, or use a newer corefilectl",
        newest.line()
    )]
    TooNew {
        /// What was given.
        line: Line,
        /// The newest release of the table.
        newest: Version,
    },
    /// 3.0 and later.
    #[error(
        "Kuma {line} has no CoreDNS and no Corefile any more: since 3.0 the DNS proxy embedded in kuma-dp answers \
         instead (kumahq/kuma#17230); remove every Corefile template and its settings when you upgrade, or choose \
         {newest} or older"
    )]
    WithoutCoreDns {
        /// What was given.
        line: Line,
        /// The newest release of the table.
        newest: Version,
    },
    /// Older than 1.1.3.
    #[error("Kuma {text} has no CoreDNS in the data plane: that came with {FIRST}; choose {FIRST} or later")]
    TooOld {
        /// What was given.
        text: String,
    },
}

/// All releases, oldest line first, within a line oldest patch first.
pub fn all() -> impl DoubleEndedIterator<Item = Release> {
    // The headings are no release, so they drop out as well.
    static ALL: LazyLock<Vec<Release>> = LazyLock::new(|| TABLE.lines().filter_map(parse_row).collect());
    ALL.iter().copied()
}

/// The known lines, oldest first.
pub fn lines() -> impl Iterator<Item = Line> {
    let mut previous = None;
    all().map(|release| release.version.line()).filter(move |line| previous.replace(*line) != Some(*line))
}

/// The known releases of one line, oldest first; none when the line is unknown.
pub fn of_line(line: Line) -> impl DoubleEndedIterator<Item = Release> {
    // Only the rows of the line are parsed: a look-up costs a scan for line ends.
    let prefix = format!("{line}.");
    TABLE.lines().filter(move |row| row.starts_with(&prefix)).filter_map(parse_row)
}

/// The release that `text` names: `2.7` is the newest patch of that line, `2.7.3` that very release; a leading `v` is
/// allowed.
///
/// # Errors
/// Each of [`UnknownRelease`], whose text says what to choose instead.
pub fn find(text: &str) -> Result<Release, UnknownRelease> {
    let number = text.strip_prefix('v').unwrap_or(text);
    let not_a_version = || UnknownRelease::NotAVersion { text: text.to_owned() };
    let (line, patch) = split(number).map_err(|_| not_a_version())?;
    let mut releases = of_line(line);
    match patch {
        None => releases.next_back(),
        Some(patch) => releases.find(|release| release.version.patch == patch),
    }
    .ok_or_else(|| why_unknown(number, line, patch).unwrap_or_else(not_a_version))
}

fn why_unknown(text: &str, line: Line, patch: Option<u16>) -> Option<UnknownRelease> {
    let version = Version::new(line.major, line.minor, patch.unwrap_or_default());
    let newest = all().next_back()?.version;
    if line >= WITHOUT_COREDNS {
        return Some(UnknownRelease::WithoutCoreDns { line, newest });
    }
    if line > newest.line() {
        return Some(UnknownRelease::TooNew { line, newest });
    }
    if version < FIRST {
        return Some(UnknownRelease::TooOld { text: text.to_owned() });
    }
    if let Some(oldest) = of_line(line).next() {
        let newest = of_line(line).next_back()?.version;
        return Some(UnknownRelease::UnknownPatch { version, oldest: oldest.version, newest });
    }
    let before = lines().take_while(|known| *known < line).last()?;
    let after = lines().find(|known| *known > line)?;
    Some(UnknownRelease::NoSuchLine { line, before, after })
}

fn parse_row(row: &str) -> Option<Release> {
    let mut cells = row.split(',');
    let version = cells.next()?.parse().ok()?;
    let era = Era::named(cells.next()?)?;
    let coredns = cells.next()?.parse().ok()?;
    let go = cells.next()?;
    let patch = go.split('.').nth(2).and_then(|patch| patch.parse().ok());
    Some(Release { version, era, coredns, go: Go { line: go.parse().ok()?, patch } })
}

impl Release {
    /// kuma-dp's errors about its settings have other beginnings from 2.9 on (kuma: pkg/config/loader.go).
    #[must_use]
    pub fn has_new_config_errors(&self) -> bool {
        self.version.line() >= Line::new(2, 9)
    }
}

impl Release {
    /// Whether its allocator gives new addresses to services whose virtual IPs lie outside of a changed CIDR: from 2.11 on
    /// (kuma#13678). Before, it stops.
    #[must_use]
    pub fn moves_vips(&self) -> bool {
        self.version.line() >= Line::new(2, 11)
    }

    /// Whether its kuma-cp refuses a mesh domain that starts with a dot: from 2.14 on (kuma: UPGRADE.md).
    #[must_use]
    pub fn checks_mesh_domain(&self) -> bool {
        self.version.line() >= Line::new(2, 14)
    }

    /// Whether its iptables rules send TCP queries to port 53 to CoreDNS, too: until 2.10, 2.11.0 to 2.11.5 and 2.12.0
    /// (kuma#14557).
    #[must_use]
    pub fn redirects_tcp(&self) -> bool {
        const WITHOUT: [Version; 2] = [Version::new(2, 11, 6), Version::new(2, 12, 1)];
        let line = WITHOUT.iter().find(|first| first.line() == self.version.line());
        line.map_or(self.version.line() < WITHOUT[0].line(), |first| self.version < *first)
    }

    /// Whether its iptables rules let TCP queries to port 53 go where the client sends them: 2.11.9, 2.12.6, 2.13.1 and
    /// later (kuma#15401). In between they go to Envoy's outbound listener, like all TCP.
    #[must_use]
    pub fn returns_tcp(&self) -> bool {
        const WITH: [Version; 3] = [Version::new(2, 11, 9), Version::new(2, 12, 6), Version::new(2, 13, 1)];
        let line = WITH.iter().find(|first| first.line() == self.version.line());
        line.map_or(self.version.line() > WITH[2].line(), |first| self.version >= *first)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.version.fmt(f)
    }
}

impl fmt::Display for Go {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.fmt(f)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

impl Serialize for Go {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_release_and_they_are_in_order() {
        assert_eq!(all().count(), TABLE.lines().count() - 1);
        assert!(all().map(|release| release.version).is_sorted());
        for line in lines() {
            let patches: Vec<_> = of_line(line).map(|release| release.version.patch).collect();
            let expected: Vec<_> = (patches[0]..).take(patches.len()).collect();
            assert_eq!(patches, expected, "no gaps in {line}");
        }
        assert_eq!(all().next().unwrap().version, FIRST);
        let known: Vec<_> = lines().collect();
        for pair in known.windows(2) {
            let next_minor = Line::new(pair[0].major, pair[0].minor + 1);
            let next_major = Line::new(pair[0].major + 1, 0);
            assert!([next_minor, next_major].contains(&pair[1]), "{} follows {}", pair[1], pair[0]);
        }
        assert!(known.contains(&Line::new(2, 14)) && known.iter().all(|line| *line < WITHOUT_COREDNS));
        let default = find(DEFAULT_LINE).unwrap();
        let has_empty_port = |era| crate::mesh::Setting::CoreDnsEmptyPort.exists_in(era);
        assert!(has_empty_port(default.era) && !has_empty_port(find("2.8").unwrap().era));
    }

    #[test]
    fn where_tcp_goes() {
        for (text, redirected, returned) in [
            ("2.7", true, false),
            ("2.10.11", true, false),
            ("2.11.5", true, false),
            ("2.11.6", false, false),
            ("2.11.9", false, true),
            ("2.12.0", true, false),
            ("2.12.5", false, false),
            ("2.12.6", false, true),
            ("2.13.0", false, false),
            ("2.13.1", false, true),
            ("2.14.0", false, true),
        ] {
            let release = find(text).unwrap();
            assert_eq!((release.redirects_tcp(), release.returns_tcp()), (redirected, returned), "{text}");
        }
    }

    #[test]
    fn finds_releases() {
        for (text, version, era, coredns, go) in [
            ("2.7", "2.7.29", Era::V2_6, "1.14.6", "1.26.5"),
            ("2.7.3", "2.7.3", Era::V2_6, "1.11.1", "1.21.10"),
            ("v2.7.0", "2.7.0", Era::V2_6, "1.11.1", "1.21.9"),
            ("1.1", "1.1.6", Era::V1_1_3, "1.8.3", "1.16"),
            ("1.3", "1.3.1", Era::V1_3_1, "1.8.3", "1.16"),
            ("2.1", "2.1.7", Era::V1_3_1, "1.11.1", "1.21.3"),
            ("2.10", "2.10.11", Era::V2_8, "1.14.1", "1.24.13"),
            ("v2.14", "2.14.3", Era::V2_11, "1.14.6", "1.26.5"),
        ] {
            let release = find(text).unwrap();
            let found = (release.to_string(), release.era, release.coredns.to_string(), release.go.to_string());
            assert_eq!(found, (version.to_owned(), era, coredns.to_owned(), go.to_owned()), "{text}");
        }
    }

    #[test]
    fn says_what_to_choose_instead() {
        let newest = all().next_back().unwrap().version;
        let too_new = Line::new(newest.major, newest.minor + 1);
        let message = format!(
            "Kuma {too_new} is newer than this corefilectl knows: newest known is {newest}; choose {} if its DNS has \
             not changed since, or use a newer corefilectl",
            newest.line()
        );
        assert_eq!(find(&format!("{too_new}.1")).unwrap_err().to_string(), message);
        let message = format!(
            "Kuma 3.0 has no CoreDNS and no Corefile any more: since 3.0 the DNS proxy embedded in kuma-dp answers \
             instead (kumahq/kuma#17230); remove every Corefile template and its settings when you upgrade, or \
             choose {newest} or older"
        );
        assert_eq!(find("3.0.0").unwrap_err().to_string(), message);
        for (text, message) in [
            ("latest", "\"latest\" is no Kuma release: write a line, such as 2.7, or a release, such as 2.7.29"),
            ("2", "\"2\" is no Kuma release: write a line, such as 2.7, or a release, such as 2.7.29"),
            ("kuma,era", "\"kuma,era\" is no Kuma release: write a line, such as 2.7, or a release, such as 2.7.29"),
            (
                "2.7.40",
                "Kuma 2.7.40 is not a known release: of this line 2.7.0 to 2.7.29 are known; a bare 2.7 means 2.7.29 \
                 (the patch numbers of Kong Mesh can differ from Kuma's)",
            ),
            ("1.9", "there is no Kuma 1.9: the line after 1.8 is 2.0; choose one of these"),
            ("1.1.2", "Kuma 1.1.2 has no CoreDNS in the data plane: that came with 1.1.3; choose 1.1.3 or later"),
            ("0.7", "Kuma 0.7 has no CoreDNS in the data plane: that came with 1.1.3; choose 1.1.3 or later"),
        ] {
            assert_eq!(find(text).unwrap_err().to_string(), message);
        }
        assert!(matches!(find("2.14.9"), Err(UnknownRelease::UnknownPatch { .. })));
        assert!(matches!(find("4.0"), Err(UnknownRelease::WithoutCoreDns { .. })));
    }
}
