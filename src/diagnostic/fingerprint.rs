//! What a finding is recognised by when lines move: the rule, the text of its line, and the how many-th of its like it is
//! in the file. Neither the path nor the line's number takes part, nor the message, which may be reworded.

use std::collections::BTreeMap;

use super::{FileFindings, Finding};
use crate::source::Source;

/// The fingerprints of the findings of a file, in their order; unique within the file.
#[must_use]
pub fn fingerprints(file: &FileFindings) -> Vec<u64> {
    let mut likes = Likes::new(&file.source);
    let mut seen = BTreeMap::new();
    let numbered = file.findings.iter().map(|finding| {
        let like = Fnv(likes.of(finding));
        let occurrence = seen.entry(like.0).or_insert(0_u64);
        *occurrence += 1;
        like.bytes(&occurrence.to_be_bytes()).0
    });
    numbered.collect()
}

/// A fingerprint that is unique among all files: the path takes part.
#[must_use]
pub fn with_path(path: &str, fingerprint: u64) -> u64 {
    Fnv::new().bytes(path.as_bytes()).bytes(&[0]).bytes(&fingerprint.to_be_bytes()).0
}

// FNV-1a, 64 bits: the same on every machine and in every version of Rust.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)))
    }
}

/// The fingerprints of findings of one file without their numbers: equal findings on equal lines have the same. A line is
/// hashed once, however many findings stand on it.
#[derive(Debug)]
pub struct Likes<'a> {
    source: &'a Source,
    starts: Vec<usize>,
    hashes: Vec<Option<u64>>,
}

impl<'a> Likes<'a> {
    /// For findings in `source`.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        let starts: Vec<_> =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', source.text()).map(|newline| newline + 1)).collect();
        Self { source, hashes: vec![None; starts.len()], starts }
    }

    /// The fingerprint of what is like `finding`.
    pub fn of(&mut self, finding: &Finding) -> u64 {
        // A finding about the whole file has no line that it could be recognised by.
        let line = finding.diagnostic.labels.first().map_or(Fnv::new().0, |label| self.hash(label.span.start));
        Fnv::new().bytes(finding.code.as_bytes()).bytes(&line.to_be_bytes()).0
    }

    fn hash(&mut self, offset: u32) -> u64 {
        let line = self.starts.partition_point(|start| *start <= offset as usize).saturating_sub(1);
        if let Some(Some(hash)) = self.hashes.get(line) {
            return *hash;
        }
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.source.text().len());
        let text = self.source.text().get(start..end).unwrap_or_default();
        let hash = Fnv::new().bytes(text.trim_ascii()).0;
        if let Some(slot) = self.hashes.get_mut(line) {
            *slot = Some(hash);
        }
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Finding, Holds};
    use crate::source::Span;

    fn file(text: &str, places: &[(&'static str, &str)]) -> FileFindings {
        let mut findings = Vec::new();
        for (code, place) in places {
            for (at, _) in text.match_indices(place) {
                let diagnostic = Diagnostic::error("x").at(Span::at(u32::try_from(at).unwrap()), "");
                let holds = Holds::default();
                findings.push(Finding {
                    code,
                    name: "n",
                    diagnostic,
                    rendered: None,
                    holds,
                    fix: None,
                    walk: Vec::new(),
                });
            }
        }
        FileFindings { source: Source::new("t", text), findings }
    }

    #[test]
    fn fnv_1a_as_published() {
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(Fnv::new().bytes(text.as_bytes()).0, hash, "{text}");
        }
    }

    #[test]
    fn moved_and_indented_lines_keep_their_fingerprints() {
        let before = fingerprints(&file("a\nb\na\n", &[("CF1", "a"), ("CF2", "a")]));
        let after = fingerprints(&file("new\n\n  a \t\nother\na", &[("CF1", "a"), ("CF2", "a")]));
        assert_eq!(before, after);
        assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{before:x?}");
        assert_ne!(before[0], fingerprints(&file("a b\n", &[("CF1", "a")]))[0]);
        assert_ne!(with_path("x", before[0]), with_path("y", before[0]));
    }

    #[test]
    fn a_published_fingerprint_stays() {
        assert_eq!(fingerprints(&file("forward . 127.0.0.1\n", &[("CF203", "forward")])), [0x3f8a_e957_1950_2831]);
    }
}
