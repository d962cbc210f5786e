//! Which lines a comment is about: the directive on a line, with its block. A template is no Corefile yet, so actions and
//! comments are taken out and braces are counted as CoreDNS counts them: one that opens ends a line, one that closes begins
//! one.

use crate::source::Span;

/// The lines of a template by what they are for blocks.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Vec<Line>,
    len: u32,
}

#[derive(Debug)]
struct Line {
    start: u32,
    /// Something is left without actions and comments.
    speaks: bool,
    /// The line behind the one that closes what this one opens.
    behind_block: Option<usize>,
}

impl Lines {
    pub fn new(text: &[u8]) -> Self {
        let bare = bare(text);
        let (mut lines, mut open, mut start) = (Vec::new(), Vec::new(), 0);
        for line in bare.split_inclusive(|&byte| byte == b'\n') {
            let words = line.trim_ascii();
            let number = lines.len();
            let begins_with_brace = words.first() == Some(&b'}') && words.get(1).is_none_or(u8::is_ascii_whitespace);
            if begins_with_brace && let Some(opened) = open.pop() {
                let opened: &mut Line = &mut lines[opened];
                opened.behind_block = Some(number + 1);
            }
            let mut this = Line { start, speaks: !words.is_empty(), behind_block: None };
            if words.last() == Some(&b'{') && words.iter().rev().nth(1).is_none_or(u8::is_ascii_whitespace) {
                // Until its brace is found the block goes on to the end.
                this.behind_block = Some(usize::MAX);
                open.push(number);
            }
            lines.push(this);
            start += u32::try_from(line.len()).unwrap_or(u32::MAX);
        }
        Self { lines, len: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// The next directive on a line that starts at `offset` or behind.
    pub fn directive_after(&self, offset: u32) -> Span {
        let from = self.lines.partition_point(|line| line.start < offset);
        let next = self.lines.iter().skip(from).position(|line| line.speaks);
        next.map_or(Span::at(self.len), |next| self.directive(from + next))
    }

    /// The directive on the line of `offset`.
    pub fn directive_at(&self, offset: u32) -> Span {
        self.directive(self.line_at(offset))
    }

    /// Whether there is a directive on the line of `offset`.
    pub fn speaks_at(&self, offset: u32) -> bool {
        self.lines.get(self.line_at(offset)).is_some_and(|line| line.speaks)
    }

    fn line_at(&self, offset: u32) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    fn directive(&self, number: usize) -> Span {
        let start = |number: usize| self.lines.get(number).map_or(self.len, |line| line.start);
        let behind = self.lines.get(number).and_then(|line| line.behind_block).unwrap_or(number + 1);
        Span::new(start(number), start(behind))
    }
}

/// The text with blanks for actions and comments, and letters for what stands between quotes; every byte keeps its place.
fn bare(text: &[u8]) -> Vec<u8> {
    let mut bare = text.to_vec();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let begins_word = at == 0 || text[at - 1].is_ascii_whitespace() || text[..at].ends_with(b"}}");
        let (end, filler) = match byte {
            b'{' if text[at..].starts_with(b"{{") => (action_end(text, at), b' '),
            b'#' if begins_word => (comment_end(text, at), b' '),
            b'"' if begins_word => (quote_end(text, at), b'q'),
            _ => (at + 1, byte),
        };
        bare[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = filler);
        at = end;
    }
    bare
}

/// The end of the line. An action that a number sign hides is still one, and may go on behind the line.
fn comment_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'\n' {
        at = if text[at..].starts_with(b"{{") { action_end(text, at) } else { at + 1 };
    }
    at
}

/// Behind the `}}` of the action that starts at `at`; braces in its strings and comments do not count.
fn action_end(text: &[u8], at: usize) -> usize {
    let mut place = at + 2;
    while let Some(&byte) = text.get(place) {
        place = match byte {
            b'}' if text[place..].starts_with(b"}}") => return place + 2,
            b'/' if text[place..].starts_with(b"/*") => {
                memchr::memmem::find(&text[place..], b"*/").map_or(text.len(), |len| place + len + 2)
            }
            b'`' => memchr::memchr(b'`', &text[place + 1..]).map_or(text.len(), |len| place + len + 2),
            b'"' | b'\'' => literal_end(text, place),
            _ => place + 1,
        };
    }
    text.len()
}

/// Behind a string or character of Go, which ends with its line at the latest.
fn literal_end(text: &[u8], at: usize) -> usize {
    let mut place = at + 1;
    while let Some(&byte) = text.get(place) {
        match byte {
            b'\\' => place += 1,
            b'\n' => return place,
            _ if byte == text[at] => return place + 1,
            _ => {}
        }
        place += 1;
    }
    text.len()
}

/// Behind a quoted word of the Corefile, or before the first action in it.
fn quote_end(text: &[u8], at: usize) -> usize {
    let mut place = at + 1;
    while let Some(&byte) = text.get(place) {
        match byte {
            b'\\' => place += 1,
            b'"' => return place + 1,
            b'{' if text[place..].starts_with(b"{{") => place = action_end(text, place) - 1,
            _ => {}
        }
        place += 1;
    }
    text.len()
}
