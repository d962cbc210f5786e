//! From bytes to characters, as goyaml's reader does it: byte order marks, UTF-8 and UTF-16, forbidden characters.
//! Keeps for every character where it stood, so that spans point into the file as it is.
//!
//! Left out: goyaml reads in pieces and never sees what is wrong far behind the first document; here the whole input
//! must be sound.

use super::MAX_BYTES;
use super::error::{YamlError, YamlErrorKind};
use crate::source::Span;

/// Where the input stands in a larger text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    /// Bytes before it.
    pub offset: u32,
    /// The line of its first byte, from 1.
    pub line: u32,
}

/// The decoded input.
pub(super) struct Text {
    /// The characters. U+0085 stands as a line feed, which is what goyaml makes of it.
    pub chars: String,
    /// The same for the scanner, with the tabs blanked that it would refuse and goyaml would not.
    pub scanned: String,
    /// Byte offset in the input of every character, and the input's length at the end.
    offsets: Vec<u32>,
    /// The same for `chars`.
    starts: Vec<u32>,
    base: Base,
}

impl Text {
    /// Spans and lines are those of the text that the input stands in.
    pub fn decode(input: &[u8], base: Base) -> Result<Self, YamlError> {
        let (chars, scanned) = (String::new(), String::new());
        let mut text = Text { chars, scanned, offsets: Vec::new(), starts: Vec::new(), base };
        if input.len() > MAX_BYTES {
            text.offsets.push(base.offset);
            let what = if base.line == 1 { "the file" } else { "the document" };
            return Err(text.error(
                YamlErrorKind::Limit,
                format!("{what} is larger than {MAX_BYTES} bytes"),
                Span::at(base.offset),
            ));
        }
        match input {
            [0xff, 0xfe, ..] => text.decode_utf16(input, u16::from_le_bytes)?,
            [0xfe, 0xff, ..] => text.decode_utf16(input, u16::from_be_bytes)?,
            [0xef, 0xbb, 0xbf, rest @ ..] => text.decode_utf8(rest, 3)?,
            _ => text.decode_utf8(input, 0)?,
        }
        text.offsets.push(text.outer(input.len()));
        text.starts.push(offset(text.chars.len()));
        text.scanned.clone_from(&text.chars);
        Ok(text)
    }

    fn decode_utf8(&mut self, input: &[u8], base: usize) -> Result<(), YamlError> {
        let (sound, bad) = match std::str::from_utf8(input) {
            Ok(sound) => (sound, None),
            Err(error) => {
                let at = error.valid_up_to();
                (std::str::from_utf8(&input[..at]).unwrap_or_default(), Some(at))
            }
        };
        for (at, c) in sound.char_indices() {
            self.push(c, base + at)?;
        }
        match bad {
            Some(at) => Err(self.refuse(utf8_problem(&input[at..]), base + at)),
            None => Ok(()),
        }
    }

    fn decode_utf16(&mut self, input: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(), YamlError> {
        let units = input.chunks_exact(2).skip(1).map(|pair| unit([pair[0], pair[1]]));
        let mut at = 2;
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => {
                    self.push(c, at)?;
                    at += 2 * c.len_utf16();
                }
                Err(lone) => {
                    let problem = match lone.unpaired_surrogate() {
                        0xdc00.. => "unexpected low surrogate area",
                        _ if at + 4 > input.len() => "incomplete UTF-16 surrogate pair",
                        _ => "expected low surrogate area",
                    };
                    return Err(self.refuse(problem, at));
                }
            }
        }
        if input.len() % 2 == 1 { Err(self.refuse("incomplete UTF-16 character", at)) } else { Ok(()) }
    }

    fn push(&mut self, c: char, at: usize) -> Result<(), YamlError> {
        let allowed = matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
        if !allowed {
            return Err(self.refuse("control characters are not allowed", at));
        }
        self.offsets.push(self.outer(at));
        self.starts.push(offset(self.chars.len()));
        self.chars.push(if c == '\u{85}' { '\n' } else { c });
        Ok(())
    }

    fn refuse(&mut self, problem: &str, at: usize) -> YamlError {
        let place = self.outer(at);
        self.offsets.push(place);
        let error = self.error(YamlErrorKind::Encoding, format!("yaml: {problem}"), Span::at(place));
        self.offsets.pop();
        error
    }

    fn outer(&self, at: usize) -> u32 {
        self.base.offset.saturating_add(offset(at))
    }

    /// The byte offset of the character with number `index`; the end of the input beyond the last.
    pub fn offset(&self, index: usize) -> u32 {
        self.offsets.get(index).or(self.offsets.last()).copied().unwrap_or(0)
    }

    /// The decoded text from the character with number `index` on.
    pub fn at(&self, index: usize) -> &str {
        let start = self.starts.get(index).map_or(self.chars.len(), |&at| at as usize);
        self.chars.get(start..).unwrap_or_default()
    }

    /// The decoded text between two characters.
    pub fn between(&self, start: usize, end: usize) -> &str {
        let rest = self.at(start);
        let length = self.at(end).len();
        rest.get(..rest.len().saturating_sub(length)).unwrap_or_default()
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Lets the scanner see spaces for the tabs around the character `index`. Whether there were any.
    pub fn blank_tabs(&mut self, index: usize) -> bool {
        let at = self.chars.len() - self.at(index).len();
        let blank = |b: &u8| matches!(b, b' ' | b'\t');
        let bytes = self.scanned.as_bytes();
        let start = at - bytes[..at].iter().rev().take_while(|b| blank(b)).count();
        let end = at + bytes[at..].iter().take_while(|b| blank(b)).count();
        let tabs = bytes[start..end].contains(&b'\t');
        self.scanned.replace_range(start..end, &" ".repeat(end - start));
        tabs
    }

    /// Puts spaces before the character `index`; they take its place in the input.
    pub fn indent(&mut self, index: usize) {
        const SPACES: &str = "                ";
        let at = self.chars.len() - self.at(index).len();
        self.chars.insert_str(at, SPACES);
        self.scanned.insert_str(at, SPACES);
        let offset_there = self.offset(index);
        self.offsets.splice(index..index, [offset_there; SPACES.len()]);
        self.starts = self.chars.char_indices().map(|(at, _)| offset(at)).collect();
        self.starts.push(offset(self.chars.len()));
    }

    /// The decoded text from a byte offset of the input on.
    pub fn at_offset(&self, at: u32) -> &str {
        self.at(self.offsets.partition_point(|&start| start < at))
    }

    /// An error at `span`, with line and column counted.
    pub fn error(&self, kind: YamlErrorKind, message: String, span: Span) -> YamlError {
        let index = self.offsets.partition_point(|&at| at < span.start);
        let (mut line, mut column, mut after_return) = (self.base.line, 1, false);
        for c in self.chars.chars().take(index) {
            match c {
                '\n' if after_return => {}
                '\n' | '\r' => (line, column) = (line + 1, 1),
                _ => column += 1,
            }
            after_return = c == '\r';
        }
        let message = match kind {
            YamlErrorKind::Syntax => format!("yaml: line {line}: {message}"),
            _ => message,
        };
        YamlError { kind, message, span, line, column }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// goyaml's words for the first bytes that are no UTF-8.
fn utf8_problem(bytes: &[u8]) -> &'static str {
    let width = match bytes.first() {
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf7) => 4,
        _ => return "invalid leading UTF-8 octet",
    };
    let Some(sequence) = bytes.get(..width) else {
        return "incomplete UTF-8 octet sequence";
    };
    if sequence[1..].iter().any(|b| b & 0xc0 != 0x80) {
        return "invalid trailing UTF-8 octet";
    }
    match (sequence[0], sequence[1]) {
        (0xc0 | 0xc1, _) | (0xe0, ..0xa0) | (0xf0, ..0x90) => "invalid length of a UTF-8 sequence",
        _ => "invalid Unicode character",
    }
}
