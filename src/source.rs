//! Source texts and the places in them: byte spans, lines and columns, and the map from rendered bytes back to the
//! template ([`provenance`]). Knows nothing about what the texts mean.

pub mod edit;
pub mod offsets;
pub mod provenance;

pub use edit::Edit;
pub use offsets::Offsets;

use std::sync::OnceLock;

/// A half-open range of bytes in one source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The bytes of `text` that the span covers; what lies beyond the text is left out.
    #[must_use]
    pub fn of(self, text: &[u8]) -> &[u8] {
        let end = (self.end as usize).min(text.len());
        text.get(self.start as usize..end).unwrap_or(&[])
    }
}

/// A place as people count: both numbers start at 1, the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Character in the line, from 1; a byte that is not UTF-8 counts as one character.
    pub column: usize,
}

/// A named text with an index of its lines.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: Vec<u8>,
    line_starts: OnceLock<Vec<u32>>,
    milestones: OnceLock<Vec<Milestone>>,
}

/// How many characters lie before an offset. One stands about every [`STRIDE`] bytes, so that a place in a line of any
/// length is found without counting from its start.
#[derive(Clone, Copy, Debug)]
struct Milestone {
    offset: usize,
    characters: usize,
}

const STRIDE: usize = 1024;

impl Source {
    /// Names `text`; the name is what messages show (a path, or `<stdin>`).
    pub fn new(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), text: text.into(), line_starts: OnceLock::new(), milestones: OnceLock::new() }
    }

    /// The name that messages show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Line and column of a byte offset; an offset behind the end is taken for the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = starts.get(line.wrapping_sub(1)).map_or(0, |&start| start as usize);
        Position { line, column: 1 + self.characters_before(offset) - self.characters_before(start) }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let milestones = self.milestones.get_or_init(|| milestones(&self.text));
        let passed = milestones.partition_point(|milestone| milestone.offset <= offset);
        let last = milestones.get(passed.wrapping_sub(1)).copied().unwrap_or(Milestone { offset: 0, characters: 0 });
        last.characters + characters(self.text.get(last.offset..offset).unwrap_or(&[]))
    }
}

fn line_starts(text: &[u8]) -> Vec<u32> {
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', text).map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)));
    starts
}

fn milestones(text: &[u8]) -> Vec<Milestone> {
    let (mut milestones, mut offset, mut characters) = (Vec::new(), 0, 0);
    let mut pass = |len| {
        if offset >= milestones.len() * STRIDE {
            milestones.push(Milestone { offset, characters });
        }
        offset += len;
        characters += 1;
    };
    for chunk in text.utf8_chunks() {
        chunk.valid().chars().for_each(|character| pass(character.len_utf8()));
        chunk.invalid().iter().for_each(|_| pass(1));
    }
    milestones
}

fn characters(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("t", "ab\nçd\n");
        for (offset, line, column) in [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (7, 3, 1), (99, 3, 1)] {
            assert_eq!(source.position(offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!(Source::new("t", b"\xe2\x82x").position(2).column, 3);
        let long = Source::new("t", "ç\n".repeat(2_000) + &"€".repeat(9_000));
        for (offset, line, column) in [(5_997, 2_000, 1), (6_000, 2_001, 1), (6_003, 2_001, 2), (32_997, 2_001, 9_000)]
        {
            assert_eq!(long.position(offset), Position { line, column }, "offset {offset}");
        }
    }

    #[test]
    fn spans_never_reach_beyond_the_text() {
        assert_eq!(Span::new(1, 9).of(b"abc"), b"bc");
        assert_eq!(Span::new(7, 9).of(b"abc"), b"");
        assert!(Span::at(3).is_empty());
    }
}
