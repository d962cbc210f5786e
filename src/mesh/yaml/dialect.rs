//! Where goyaml's scanner is narrower than YAML 1.2: what `saphyr-parser` lets pass and kuma-cp refuses.
//!
//! Left out: the places where goyaml is wider and the scanner refuses first. They are listed in the test of the
//! recordings.

use super::tree::Style;

/// goyaml's complaint about a scalar, if it has one. `source` is the file from the scalar on, `behind` from its end on.
pub(super) fn scalar_problem(
    style: Style,
    in_flow: bool,
    source: &str,
    behind: &str,
    value: &str,
) -> Option<&'static str> {
    match style {
        Style::DoubleQuoted => bad_escape(source).then_some("found unknown escape character"),
        Style::Plain if in_flow && source.starts_with(':') && !value.is_empty() => {
            Some("did not find expected node content")
        }
        Style::Plain if in_flow && value.starts_with(['|', '>']) => Some("found character that cannot start any token"),
        // goyaml may well accept it, with the colon in the text; no events could tell that.
        Style::Plain if in_flow && behind.starts_with(':') && behind[1..].starts_with([',', '[', ']', '{', '}']) => {
            Some("a ':' directly before a comma or bracket counts to the text before it; put a space between them")
        }
        Style::Plain if in_flow && value.contains('?') => Some("did not find expected ',' or ']'"),
        _ => None,
    }
}

/// YAML 1.2 added `\/`.
fn bad_escape(source: &str) -> bool {
    let mut chars = source.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '"' => return false,
            '\\' if chars.next() == Some('/') => return true,
            _ => {}
        }
    }
    false
}

/// How many characters the quoted scalar has with which `source` begins, quotes included.
pub(super) fn quoted_length(source: &str, double: bool) -> usize {
    let quote = if double { '"' } else { '\'' };
    let mut chars = source.chars().enumerate().skip(1).peekable();
    let mut length = 1;
    while let Some((at, c)) = chars.next() {
        length = at + 1;
        let escaped = match c {
            '\\' => double,
            _ if c != quote => false,
            _ if !double && chars.peek().is_some_and(|&(_, c)| c == quote) => true,
            _ => break,
        };
        if escaped {
            chars.next();
        }
    }
    length
}

/// Where the `|` or `>` of a block scalar stands in the gap before its text.
pub(super) fn block_header(gap: &str) -> Option<usize> {
    let mut comment = false;
    gap.chars().position(|c| {
        comment = c == '#' || comment && c != '\n';
        matches!(c, '|' | '>') && !comment
    })
}

/// goyaml's complaint about a block scalar with which `source` begins: a tab where it looks for the indentation.
pub(super) fn block_problem(source: &str) -> Option<&'static str> {
    let mut lines = source.lines();
    let header = lines.next()?.split('#').next()?;
    let line = lines.map(|line| line.trim_start_matches(' ')).find(|line| !line.is_empty())?;
    let found = line.starts_with('\t') && !header.contains(|c: char| c.is_ascii_digit());
    found.then_some("found a tab character where an indentation space is expected")
}

/// Whether the file stops within the last line of the block scalar with this value, to which the scanner adds an end.
pub(super) fn ends_without_line_end(file: &str, value: &str) -> bool {
    let Some(value) = value.strip_suffix('\n') else {
        return false;
    };
    let last = |text: &str| text.len() - text.rsplit(['\n', '\r']).next().map_or(0, str::len);
    let line = &value[last(value)..];
    !line.is_empty() && file[last(file)..].ends_with(line)
}

/// The problem of a file whose first line with a meaning is this one: a directive that goyaml does not know (`%TAG` and
/// `%YAML 1.1` it does), or the end of a document that has not begun.
pub(super) fn first_line_problem(line: &str) -> Option<&'static str> {
    if let Some(directive) = line.strip_prefix('%') {
        let mut words = directive.split_whitespace();
        return match (words.next(), words.next()) {
            (Some("YAML"), Some("1.1")) | (Some("TAG"), _) => None,
            (Some("YAML"), _) => Some("found incompatible YAML document"),
            _ => Some("found unknown directive name"),
        };
    }
    let ended = line.strip_prefix("...").is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
    ended.then_some("did not find expected node content")
}

/// What stands before a gap between two tokens of block style.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Before {
    /// A plain scalar in a collection that starts at this column, or alone; it takes blank lines behind it along.
    Plain(Option<usize>),
    /// The start of the file or a block scalar: a key may follow.
    Open,
    /// Anything else.
    Closed,
}

/// The first tab in a gap that goyaml does not take for a blank: one where a key could start. Its place in
/// characters, and the complaint.
pub(super) fn tab_problem(gap: &str, before: Before) -> Option<(usize, &'static str)> {
    let (mut key_may_start, mut column) = (before == Before::Open, 0);
    let mut swallowing = match before {
        Before::Plain(indent) => Some(indent),
        _ => None,
    };
    let mut new_line = before == Before::Open;
    let mut chars = gap.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' | '\r' => {
                (new_line, column, key_may_start) = (true, 0, swallowing.is_none());
                continue;
            }
            '\t' => match swallowing {
                Some(indent) if new_line && indent.is_some_and(|indent| column <= indent) => {
                    return Some((at, "found a tab character that violates indentation"));
                }
                None if key_may_start => {
                    return Some((at, "found character that cannot start any token"));
                }
                _ => {}
            },
            ' ' => {}
            '#' => {
                while chars.next_if(|(_, c)| !matches!(c, '\n' | '\r')).is_some() {}
                swallowing = None;
            }
            _ => {
                key_may_start |= swallowing.take().is_some() && new_line;
                let marker = new_line && column < 3 && matches!(c, '-' | '.') && gap_marker(gap, at, column);
                key_may_start = match c {
                    _ if marker => false,
                    '-' | '?' => true,
                    _ => key_may_start && c == ':',
                };
            }
        }
        column += 1;
    }
    None
}

/// Whether the character at `at` belongs to `---` or `...` at the start of a line.
fn gap_marker(gap: &str, at: usize, column: usize) -> bool {
    let line: String = gap.chars().skip(at - column.min(at)).take(3).collect();
    line == "---" || line == "..."
}

fn goyaml_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// The anchor's name that the text begins with.
pub(super) fn anchor_name(text: &str) -> &str {
    &text[..text.find(|c| !goyaml_name(c)).unwrap_or(text.len())]
}

/// Whether goyaml and the scanner see the same anchor or alias here: letters, digits, `_` and `-` up to a blank or bracket.
pub(super) fn accepts_anchor(text: &str) -> bool {
    let name = anchor_name(text);
    let ends = |c: char| c.is_whitespace() || ",]}".contains(c);
    !name.is_empty() && text[name.len()..].chars().next().is_none_or(ends)
}
