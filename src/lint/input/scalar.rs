//! Where the bytes of a YAML scalar's value stand in the file. The value is spelt again from what is written, by the rules
//! of YAML 1.2 for each style; where that does not give what the parser has read, only the beginning is known.

use saphyr_parser::ScalarStyle;

use crate::mesh::yaml::{Node, Style, Value};
use crate::source::Offsets;

/// Where the bytes of a scalar's value stand in the file that it was read from.
#[must_use]
pub fn offsets_of(file: &[u8], node: &Node) -> Offsets {
    let Value::Str(value) = &node.value else { return Offsets::fixed(node.place().start) };
    let start = node.span.start as usize;
    let behind = file.get(start..).unwrap_or_default();
    // What is kept of empty lines at its end stands behind the scalar's span.
    let most = (node.span.len() as usize).saturating_add(value.len()).saturating_add(64).min(behind.len());
    let behind = behind.get(..most).unwrap_or_default();
    let text = match std::str::from_utf8(behind) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(behind.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    };
    if text.starts_with(['!', '&']) {
        return Offsets::fixed(node.span.start);
    }
    let (style, from) = match node.style {
        Style::Plain => (ScalarStyle::Plain, 0),
        Style::SingleQuoted => (ScalarStyle::SingleQuoted, 0),
        Style::DoubleQuoted => (ScalarStyle::DoubleQuoted, 0),
        Style::Literal => (ScalarStyle::Literal, below_header(text)),
        Style::Folded => (ScalarStyle::Folded, below_header(text)),
    };
    offsets(text, from, style, value).moved(node.span.start)
}

fn below_header(text: &str) -> usize {
    memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1)
}

/// The place of `value`, which is written in `style` from `start` on. For block scalars `start` is the first byte behind
/// the line of `|` or `>`, for all others the first byte of the scalar itself, quote included.
pub(super) fn offsets(file: &str, start: usize, style: ScalarStyle, value: &str) -> Offsets {
    let found = match style {
        ScalarStyle::Literal => literal(file, start, value),
        ScalarStyle::Folded => folded(file, start, value),
        ScalarStyle::Plain => flow(file, start, None, value),
        ScalarStyle::SingleQuoted => flow(file, start + 1, Some('\''), value),
        ScalarStyle::DoubleQuoted => flow(file, start + 1, Some('"'), value),
    };
    found.unwrap_or_else(|| Offsets::fixed(number(start)))
}

fn number(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A line of the file: its start, its text without the line's end, and where the next one starts.
#[derive(Clone, Copy)]
struct Line<'f> {
    start: usize,
    text: &'f str,
    next: usize,
}

impl Line<'_> {
    fn indentation(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }
}

fn lines(file: &str, mut start: usize) -> impl Iterator<Item = Line<'_>> {
    std::iter::from_fn(move || {
        let rest = file.get(start..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let end = match rest.get(len..) {
            Some(behind) if behind.starts_with("\r\n") => 2,
            Some("") | None => 0,
            Some(_) => 1,
        };
        let line = Line { start, text: &rest[..len], next: start + len + end };
        start = line.next;
        Some(line)
    })
}

/// How far the scalar is indented: its first line with text has as many spaces more in the file than in the value.
fn indentation(file: &str, start: usize, value: &str) -> Option<usize> {
    let written = lines(file, start).find(|line| !line.text.trim().is_empty())?;
    let read = value.split('\n').find(|line| !line.trim().is_empty())?;
    let spaces = read.len() - read.trim_start_matches(' ').len();
    written.indentation().checked_sub(spaces)
}

/// Every line of the value is a line of the file without the indentation.
fn literal(file: &str, start: usize, value: &str) -> Option<Offsets> {
    let indent = indentation(file, start, value)?;
    let mut offsets = Offsets::new(Some(" ".repeat(indent)));
    let (mut inner, mut end) = (0, start);
    let mut written = lines(file, start);
    for text in value.split_inclusive('\n') {
        let line = written.next()?;
        let (text, ends) = text.strip_suffix('\n').map_or((text, false), |text| (text, true));
        let lead = line.indentation().min(indent);
        if line.text.get(lead..)? != text {
            return None;
        }
        offsets.push_line(number(inner), number(line.start + lead), number(lead));
        inner += text.len();
        end = line.next;
        if ends {
            // Between the text and its end there may be a carriage return.
            if line.next - line.start == line.text.len() {
                return None;
            }
            // An empty line is its end, and has to stay known as a line.
            if !text.is_empty() || line.start + lead != line.next - 1 {
                offsets.push(number(inner), number(line.next - 1));
            }
            inner += 1;
        }
    }
    if value.ends_with('\n') {
        offsets.push_end(number(inner), number(end));
    }
    Some(offsets)
}

/// The lines of the file stand in the value one after the other, with a space or line ends between them.
fn folded(file: &str, start: usize, value: &str) -> Option<Offsets> {
    let indent = indentation(file, start, value)?;
    let mut offsets = Offsets::new(None);
    let (mut inner, mut ends) = (0, Vec::new());
    for line in lines(file, start) {
        let text = line.text.get(line.indentation().min(indent)..)?;
        let rest = &value[inner..];
        let gap = match rest.len() - rest.trim_start_matches('\n').len() {
            0 => usize::from(rest.starts_with(' ') && inner > 0),
            breaks => breaks,
        };
        if gap == rest.len() {
            break;
        }
        if !text.is_empty() {
            // Of several line ends the first one makes nothing.
            let made = ends.get(ends.len().checked_sub(gap)?..)?;
            made.iter().enumerate().for_each(|(at, &end)| offsets.push(number(inner + at), number(end)));
            inner += gap;
            if !value[inner..].starts_with(text) {
                return None;
            }
            offsets.push(number(inner), number(line.start + line.text.len() - text.len()));
            inner += text.len();
            ends.clear();
        }
        ends.push(line.next.saturating_sub(1));
    }
    Some(offsets)
}

/// The value spelt again, with the places.
struct Spelling {
    value: String,
    offsets: Offsets,
    /// What the last run adds to an inner offset.
    shift: Option<usize>,
}

impl Spelling {
    fn push(&mut self, c: char, at: usize) {
        // A run goes on as long as inner and outer offsets stay in step.
        let shift = at.wrapping_sub(self.value.len());
        if self.shift != Some(shift) {
            self.offsets.push(number(self.value.len()), number(at));
            self.shift = Some(shift);
        }
        self.value.push(c);
    }
}

/// Plain and quoted scalars: `start` is the first character inside.
fn flow(file: &str, start: usize, quote: Option<char>, value: &str) -> Option<Offsets> {
    let mut spelling = Spelling { value: String::with_capacity(value.len()), offsets: Offsets::new(None), shift: None };
    let text = file.get(start..)?;
    let mut at = 0;
    while spelling.value.len() < value.len() {
        let rest = text.get(at..)?;
        let c = rest.chars().next()?;
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blank..].starts_with(['\n', '\r']) {
            at += fold(rest, blank, start + at, &mut spelling);
            continue;
        }
        match (quote, c) {
            (Some('"'), '\\') => at += escape(rest, start + at, &mut spelling)?,
            (Some('\''), '\'') if rest.starts_with("''") => {
                spelling.push('\'', start + at);
                at += 2;
            }
            (Some(quote), _) if c == quote => return None,
            _ => {
                spelling.push(c, start + at);
                at += c.len_utf8();
            }
        }
    }
    (spelling.value == value).then_some(spelling.offsets)
}

/// The end of a line: with the blanks around it a space, and every further empty line a line's end. How many bytes it is.
fn fold(rest: &str, blank: usize, at: usize, spelling: &mut Spelling) -> usize {
    let (mut len, mut breaks) = (blank, Vec::new());
    while let Some(c) = rest[len..].chars().next() {
        match c {
            '\r' if rest[len..].starts_with("\r\n") => len += 1,
            '\n' | '\r' => {
                breaks.push(at + len);
                len += 1;
            }
            ' ' | '\t' => len += 1,
            _ => break,
        }
    }
    match breaks.as_slice() {
        [only] => spelling.push(' ', *only),
        [_, more @ ..] => more.iter().for_each(|&at| spelling.push('\n', at)),
        [] => {}
    }
    len
}

/// An escape in double quotes; how many bytes it is.
fn escape(rest: &str, at: usize, spelling: &mut Spelling) -> Option<usize> {
    let c = rest.chars().nth(1)?;
    let digits = match c {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' | '\r' => {
            // The line goes on; blanks at the start of the next one do not count.
            let behind = rest[1..].trim_start_matches('\r');
            let behind = behind.strip_prefix('\n').unwrap_or(behind).trim_start_matches([' ', '\t']);
            return Some(rest.len() - behind.len());
        }
        _ => {
            let meant = match c {
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                't' | '\t' => '\t',
                'n' => '\n',
                'v' => '\u{b}',
                'f' => '\u{c}',
                'r' => '\r',
                'e' => '\u{1b}',
                'N' => '\u{85}',
                '_' => '\u{a0}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                ' ' | '"' | '/' | '\\' => c,
                _ => return None,
            };
            spelling.push(meant, at);
            return Some(1 + c.len_utf8());
        }
    };
    let unit = |at: usize| u32::from_str_radix(rest.get(at..at + digits)?, 16).ok();
    let (first, len) = (unit(2)?, 2 + digits);
    // JSON writes characters beyond 16 bits as two halves.
    if let (0xd800..=0xdbff, Some(second)) = (first, unit(len + 2))
        && rest[len..].starts_with("\\u")
    {
        let code = 0x1_0000 + ((first - 0xd800) << 10) + second.checked_sub(0xdc00)?;
        spelling.push(char::from_u32(code)?, at);
        return Some(len + 2 + digits);
    }
    spelling.push(char::from_u32(first)?, at);
    Some(len)
}
