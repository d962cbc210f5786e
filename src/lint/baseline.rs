//! Findings that are known already: a file that lists them, so that only new ones count. It does not depend on line numbers:
//! a finding is known by its file, its rule and the text of its line, and equal ones are counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::fingerprint::Likes;
use crate::diagnostic::{FileFindings, Finding};
use crate::source::Source;

/// Larger files are not read, in bytes; some 400,000 findings have room.
pub const MAX_BYTES: usize = 64 << 20;

/// The version of the file's layout.
const VERSION: u32 = 1;

/// Path, code and fingerprint.
type Key = (String, String, String);

/// The known findings, with how many there are of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Key, u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    code: String,
    fingerprint: String,
    count: u32,
}

/// A file that is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a baseline: {message}")]
pub struct BaselineError {
    /// What is wrong.
    pub message: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl Baseline {
    /// Everything that was found, as known.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f FileFindings>) -> Self {
        let mut baseline = Self::default();
        for FileFindings { source, findings } in files {
            let mut likes = Likes::new(source);
            for finding in findings {
                *baseline.known.entry(key(finding, source, &mut likes)).or_default() += 1;
            }
        }
        baseline
    }

    /// Reads what [`Baseline::to_json`] wrote. Equal entries add up.
    ///
    /// # Errors
    /// What is no JSON, has other fields or another version.
    pub fn parse(text: &[u8]) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_slice(text).map_err(|error| {
            let said = error.to_string();
            let message = said.split(" at line ").next().unwrap_or_default().to_owned();
            BaselineError { message, line: error.line().max(1), column: error.column().max(1) }
        })?;
        if file.version != VERSION {
            let message = format!("its version is {}, this program reads {VERSION}", file.version);
            return Err(BaselineError { message, line: 1, column: 1 });
        }
        let mut baseline = Self::default();
        for Entry { path, code, fingerprint, count } in file.findings {
            let known = baseline.known.entry((path, code, fingerprint)).or_default();
            *known = known.saturating_add(count);
        }
        Ok(baseline)
    }

    /// The file: JSON, sorted by path, code and fingerprint, so that equal findings make equal files.
    #[must_use]
    pub fn to_json(&self) -> String {
        let entry = |((path, code, fingerprint), &count): (&Key, &u32)| Entry {
            path: path.clone(),
            code: code.clone(),
            fingerprint: fingerprint.clone(),
            count,
        };
        let file = File { version: VERSION, findings: self.known.iter().map(entry).collect() };
        // Strings and numbers can always be written.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Leaves of the file's findings those that are not known, and says how many were. Each known one covers one finding:
    /// of four equal ones the fourth is new where three are known.
    pub fn strike(&mut self, file: &mut FileFindings) -> usize {
        let (before, mut likes) = (file.findings.len(), Likes::new(&file.source));
        file.findings.retain(|finding| match self.known.get_mut(&key(finding, &file.source, &mut likes)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        before - file.findings.len()
    }

    /// How many known findings were not found again.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.known.values().map(|&count| u64::from(count)).sum()
    }
}

fn key(finding: &Finding, source: &Source, likes: &mut Likes<'_>) -> Key {
    let path = source.name();
    let path = path.strip_prefix("./").unwrap_or(path).to_owned();
    (path, finding.code.to_owned(), format!("{:016x}", likes.of(finding)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Holds};
    use crate::source::Span;

    fn file(name: &str, text: &str, found: &[(&'static str, u32)]) -> FileFindings {
        let findings = found.iter().map(|&(code, at)| Finding {
            code,
            name: "",
            diagnostic: Diagnostic::error("x").at(Span::at(at), ""),
            rendered: None,
            holds: Holds::default(),
            fix: None,
            walk: Vec::new(),
        });
        FileFindings { source: Source::new(name, text), findings: findings.collect() }
    }

    /// Where the findings stand that are not known.
    fn new_ones(baseline: &Baseline, mut file: FileFindings) -> Vec<u32> {
        let known = baseline.clone().strike(&mut file);
        assert!(known <= 3);
        file.findings.iter().map(|finding| finding.span().start).collect()
    }

    #[test]
    fn equal_findings_are_counted() {
        let known = file("a/Corefile", "log\nlog\nlog\n", &[("CF305", 0), ("CF305", 4), ("CF305", 8)]);
        let baseline = Baseline::of([&known]);
        let now = file(
            "./a/Corefile",
            "errors\nlog\n  log\nlog\nlog\n",
            &[("CF305", 7), ("CF305", 13), ("CF305", 17), ("CF305", 21)],
        );
        assert_eq!(new_ones(&baseline, now), [21]);
        assert_eq!(new_ones(&baseline, file("b/Corefile", "log\n", &[("CF305", 0)])), [0]);
        assert_eq!(new_ones(&baseline, file("a/Corefile", "log\n", &[("CF304", 0)])), [0]);
        assert_eq!(baseline.left(), 3);
    }

    #[test]
    fn what_is_written_is_read_and_always_the_same() {
        let (a, b) = (file("a", "x\ny\n", &[("CF2", 2), ("CF1", 0)]), file("b", "x\n", &[("CF1", 0)]));
        let baseline = Baseline::of([&b, &a]);
        let json = baseline.to_json();
        assert_eq!(json, Baseline::of([&a, &b]).to_json());
        assert_eq!(Baseline::parse(json.as_bytes()).unwrap(), baseline);
        assert!(json.starts_with("{\n  \"version\": 1,\n  \"findings\": [\n    {\n      \"path\": \"a\",\n"), "{json}");
        assert_eq!(Baseline::parse(Baseline::default().to_json().as_bytes()).unwrap(), Baseline::default());
    }

    #[test]
    fn other_files_are_refused_with_the_place() {
        for (text, place, part) in [
            ("", (1, 1), "EOF"),
            ("{\n  \"version\": 1,\n  \"found\": []\n}", (3, 9), "unknown field `found`"),
            ("{\"version\": 2, \"findings\": []}", (1, 1), "its version is 2"),
            ("{\"version\": 1, \"findings\": [{\"path\": 1}]}", (1, 38), "invalid type"),
        ] {
            let error = Baseline::parse(text.as_bytes()).unwrap_err();
            assert_eq!((error.line, error.column), place, "{error}");
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
