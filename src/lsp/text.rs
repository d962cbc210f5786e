//! The text of a document as the protocol addresses it: lines that end with `\n`, `\r\n` or `\r`, columns in the units that
//! client and server agreed on. Positions out of range are clamped, as the protocol says.

use std::ops::Range as Bytes;
use std::sync::OnceLock;

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: the protocol's default.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The cheapest of what a client offers.
    #[must_use]
    pub fn chosen(offered: &[PositionEncodingKind]) -> Self {
        let known = [
            (PositionEncodingKind::UTF8, Self::Utf8),
            (PositionEncodingKind::UTF32, Self::Utf32),
            (PositionEncodingKind::UTF16, Self::Utf16),
        ];
        known.into_iter().find(|(kind, _)| offered.contains(kind)).map_or(Self::default(), |(_, encoding)| encoding)
    }

    /// Its name in the protocol.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// How many units stand before every so many bytes, so that long lines cost no more than short ones.
const STRIDE: usize = 1024;

/// A text with its lines.
#[derive(Debug)]
pub struct Text {
    text: String,
    encoding: Encoding,
    starts: Vec<u32>,
    milestones: OnceLock<Vec<Milestone>>,
}

#[derive(Clone, Copy, Debug)]
struct Milestone {
    offset: usize,
    units: usize,
}

impl Clone for Text {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            encoding: self.encoding,
            starts: self.starts.clone(),
            milestones: OnceLock::new(),
        }
    }
}

impl Text {
    /// A text whose columns are counted so.
    #[must_use]
    pub fn new(text: String, encoding: Encoding) -> Self {
        let starts = line_starts(&text);
        Self { text, encoding, starts, milestones: OnceLock::new() }
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The bytes of a line, from 0, without its end.
    fn line(&self, line: usize) -> Bytes<usize> {
        let start = |line: usize| self.starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let (from, to) = (start(line), start(line + 1));
        let ended = self.text.get(from..to).unwrap_or_default();
        let without = ended.strip_suffix('\n').map(|rest| rest.strip_suffix('\r').unwrap_or(rest));
        let without = without.or_else(|| ended.strip_suffix('\r')).unwrap_or(ended);
        from..from + without.len()
    }

    /// The byte at a position. A column behind the line's end is its end, a line behind the last one the text's end; within a
    /// character it is the character's start.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.starts.len() {
            return self.text.len();
        }
        let Bytes { start, end } = self.line(line);
        let column = position.character as usize;
        let wanted = self.units_before(start).saturating_add(column);
        if self.is_plain() {
            return end.min(start.saturating_add(column));
        }
        let milestones = self.milestones();
        let passed = milestones.partition_point(|milestone| milestone.units <= wanted);
        let near = milestones.get(passed.wrapping_sub(1)).filter(|near| near.offset > start);
        let (mut at, mut units) = near.map_or((start, self.units_before(start)), |near| (near.offset, near.units));
        for c in self.text.get(at..end).unwrap_or_default().chars() {
            units += self.encoding.units(c);
            if units > wanted {
                break;
            }
            at += c.len_utf8();
        }
        at.min(end)
    }

    /// The position of a byte; behind the end it is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |start| *start as usize);
        let column = self.units_before(offset) - self.units_before(start);
        Position::new(number(line), number(column))
    }

    /// The positions of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        let start = self.position(span.start as usize);
        Range::new(start, self.position(span.end as usize).max(start))
    }

    /// The bytes between two positions, in whichever order they come.
    #[must_use]
    pub fn span(&self, range: Range) -> Bytes<usize> {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        one.min(other)..one.max(other)
    }

    /// Replaces what stands in `range`, or all of it.
    pub fn edit(&mut self, range: Option<Range>, new: &str) {
        match range {
            None => new.clone_into(&mut self.text),
            Some(range) => self.text.replace_range(self.span(range), new),
        }
        self.starts = line_starts(&self.text);
        self.milestones = OnceLock::new();
    }

    // Whether a byte is a unit everywhere.
    fn is_plain(&self) -> bool {
        self.milestones().is_empty()
    }

    // Empty where every character is one byte.
    fn milestones(&self) -> &[Milestone] {
        self.milestones.get_or_init(|| {
            if self.text.is_ascii() {
                return Vec::new();
            }
            let (mut milestones, mut units) = (Vec::new(), 0);
            for (offset, c) in self.text.char_indices() {
                if offset >= milestones.len() * STRIDE {
                    milestones.push(Milestone { offset, units });
                }
                units += self.encoding.units(c);
            }
            milestones
        })
    }

    fn units_before(&self, offset: usize) -> usize {
        let milestones = self.milestones();
        let passed = milestones.partition_point(|milestone| milestone.offset <= offset);
        let Some(near) = milestones.get(passed.wrapping_sub(1)) else { return offset };
        let rest = self.text.get(near.offset..offset).unwrap_or_default();
        near.units + rest.chars().map(|c| self.encoding.units(c)).sum::<usize>()
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    // The `\r` of `\r\n` ends nothing by itself.
    let starts = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map(|at| number(at + 1));
    std::iter::once(0).chain(starts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position::new(line, character)
    }

    #[test]
    fn columns_are_counted_in_units() {
        let text = |encoding| Text::new("a\u{e4}\u{1f600}b\r\nx\ry\n".to_owned(), encoding);
        for (encoding, columns) in
            [(Encoding::Utf8, [0, 1, 3, 7, 8]), (Encoding::Utf16, [0, 1, 2, 4, 5]), (Encoding::Utf32, [0, 1, 2, 3, 4])]
        {
            let text = text(encoding);
            for (offset, column) in [0, 1, 3, 7, 8].into_iter().zip(columns) {
                assert_eq!(text.position(offset), at(0, column), "{encoding:?} {offset}");
                assert_eq!(text.offset(at(0, column)), offset, "{encoding:?} {column}");
            }
            for (offset, line) in [(10, 1), (12, 2), (14, 3)] {
                assert_eq!(text.position(offset), at(line, 0), "{offset}");
                assert_eq!(text.offset(at(line, 0)), offset);
            }
            // Out of range, and within a character.
            assert_eq!(text.offset(at(0, 99)), 8);
            assert_eq!(text.offset(at(1, u32::MAX)), 11);
            assert_eq!(text.offset(at(9, 0)), 14);
            assert_eq!(text.position(99), at(3, 0));
            assert_eq!(text.position(4), text.position(3));
        }
        assert_eq!(text(Encoding::Utf16).offset(at(0, 3)), 3);
    }

    #[test]
    fn long_lines_are_counted_as_short_ones() {
        let long = "\u{20ac}\u{1f600}z".repeat(5_000);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let text = Text::new(format!("\u{e4}\n{long}"), encoding);
            let mut column = 0;
            for (offset, c) in long.char_indices() {
                if offset % 7 == 0 {
                    assert_eq!(text.position(offset + 3), at(1, number(column)));
                    assert_eq!(text.offset(at(1, number(column))), offset + 3);
                }
                column += encoding.units(c);
            }
            assert_eq!(text.offset(at(1, number(column) + 5)), long.len() + 3);
        }
    }

    /// What the protocol says about an edit, without any index.
    fn plain(text: &str, range: Range, new: &str) -> String {
        let offset = |position: Position| {
            let (mut lines, mut rest, mut start) = (0, text, 0);
            while lines < position.line {
                let Some(end) = rest.find(['\n', '\r']) else { return text.len() };
                let len = if rest[end..].starts_with("\r\n") { end + 2 } else { end + 1 };
                (lines, start, rest) = (lines + 1, start + len, &rest[len..]);
            }
            let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
            let (mut units, mut at) = (0, start);
            for c in line.chars() {
                units += c.len_utf16();
                if units > position.character as usize {
                    break;
                }
                at += c.len_utf8();
            }
            at
        };
        let (one, other) = (offset(range.start), offset(range.end));
        format!("{}{new}{}", &text[..one.min(other)], &text[one.max(other)..])
    }

    #[test]
    fn edits_are_those_of_a_plain_model() {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = move |below: u64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed % below
        };
        let pieces = ["a", "\n", "\r\n", "\r", "\u{e4}", "\u{1f600}", "{{ .X }}", "", "long words here", "\u{2028}"];
        let (mut text, mut model) = (Text::new(String::new(), Encoding::Utf16), String::new());
        for step in 0..20_000 {
            let mut position = || at(random(14) as u32, random(30) as u32);
            let range = Range::new(position(), position());
            let new: String = (0..random(4)).map(|_| pieces[random(pieces.len() as u64) as usize]).collect();
            if step % 50 == 0 || model.len() > 400 {
                text.edit(None, &new);
                model = new;
            } else {
                text.edit(Some(range), &new);
                model = plain(&model, range, &new);
            }
            assert_eq!(text.as_str(), model, "step {step}");
        }
    }
}
