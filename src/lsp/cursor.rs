//! What stands at a place of a template: in which action, server block, directive or comment, behind which words, and in which
//! word. Looks at the neighbourhood of the place only.

use super::outline::{Block, Directive, Line};
use super::view::View;
use crate::corefile::tree::{PieceKind, Tree};
use crate::source::Span;

/// Of a longer line only so many bytes before the place are looked at.
const MAX_LINE: usize = 16 << 10;

/// The word that starts a comment for us.
pub const ALLOW: &str = "corefilectl:";

/// A place.
#[derive(Debug)]
pub struct Cursor<'d> {
    /// The word around the place, or the empty span there.
    pub word: Span,
    /// The part of it before the place.
    pub prefix: Span,
    /// Where it is.
    pub place: Place<'d>,
}

/// Where a place is.
#[derive(Debug)]
pub enum Place<'d> {
    /// Between the delimiters of an action.
    Action {
        /// The action.
        action: Span,
        /// Whether a dot stands before the word.
        is_field: bool,
        /// Whether the place is within quotes or a comment.
        is_text: bool,
    },
    /// In a comment for corefilectl: what stands between its start and the word.
    Allow(String),
    /// In another comment.
    Comment,
    /// Outside of all server blocks.
    Top {
        /// The words before on the line.
        words: Vec<Span>,
    },
    /// In a server block.
    Block {
        /// The block.
        block: &'d Block,
        /// The words before on the line.
        words: Vec<Span>,
    },
    /// In the block of a directive.
    Body {
        /// The directive.
        directive: &'d Directive,
        /// The words before on the line.
        words: Vec<Span>,
    },
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The run of bytes around a place for which `belongs` holds.
fn run(text: &[u8], at: usize, belongs: impl Fn(u8) -> bool) -> Span {
    let back = text[..at].iter().rev().take(MAX_LINE).take_while(|byte| belongs(**byte)).count();
    let on = text[at..].iter().take(MAX_LINE).take_while(|byte| belongs(**byte)).count();
    Span::new(offset(at - back), offset(at + on))
}

/// What stands at `at`.
#[must_use]
pub fn cursor<'d>(view: &View<'d>, at: u32) -> Cursor<'d> {
    let text = view.text;
    let here = (at as usize).min(text.len());
    let at = offset(here);
    if let Some((word, before)) = allowance(text, here) {
        return Cursor { word, prefix: Span::new(word.start, at), place: Place::Allow(before) };
    }
    if let Some(action) = view.outline.action_at(at, text) {
        let word = run(text, here, is_name);
        let before = Span::new(action.start, word.start).of(text);
        let is_text = is_within_text(before);
        let place = Place::Action { action, is_field: before.ends_with(b"."), is_text };
        return Cursor { word, prefix: Span::new(word.start, at), place };
    }
    let painted = &view.outline.painted;
    let mut word = run(painted, here, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b','));
    let line = painted[..here].iter().rev().take(MAX_LINE).take_while(|byte| **byte != b'\n').count();
    let from = here - line;
    // Up to the word, so that it does not count among those before it.
    let upto = (word.start as usize).max(from);
    let words = match words(&painted[from..upto], offset(from)) {
        Some(words) => words,
        None => return Cursor { word, prefix: Span::new(word.start, at), place: Place::Comment },
    };
    if word.of(painted) == b"{" || word.of(painted) == b"}" {
        word = Span::at(at);
    }
    let outline = view.outline;
    let place = match outline.block_at(at) {
        None => Place::Top { words },
        Some(block) => match block.body_at(at) {
            None => Place::Block { block, words },
            Some((directive, _)) => Place::Body { directive, words },
        },
    };
    Cursor { word, prefix: Span::new(word.start, at.max(word.start)), place }
}

// The words of a piece of a line, from the last brace on; none where a comment has begun. A list with commas is one word as
// far as it goes before the place.
fn words(line: &[u8], from: u32) -> Option<Vec<Span>> {
    let tree = Tree::of(line);
    let mut words = Vec::new();
    for piece in tree.pieces() {
        match piece.kind {
            PieceKind::Comment => return None,
            PieceKind::Space => {}
            PieceKind::Word | PieceKind::Quoted => match piece.span.of(line) {
                b"{" | b"}" => words.clear(),
                _ => words.push(Span::new(from + piece.span.start, from + piece.span.end)),
            },
        }
    }
    if line.ends_with(b",") {
        words.pop();
    }
    Some(words)
}

/// The word in a comment for us, and what stands before it in the comment.
fn allowance(text: &[u8], at: usize) -> Option<(Span, String)> {
    let word = run(text, at, |byte| is_name(byte) || byte == b'-');
    let from = text[..at].iter().rev().take(MAX_LINE).take_while(|byte| **byte != b'\n').count();
    let line = &text[at - from..word.start.max(offset(at - from)) as usize];
    let found = memchr::memmem::rfind(line, ALLOW.as_bytes())?;
    let lead = line[..found].trim_ascii_end();
    let is_comment = lead.ends_with(b"#") || lead.ends_with(b"/*");
    let rest = &line[found + ALLOW.len()..];
    let is_over = memchr::memmem::find(rest, b"*/").is_some();
    (is_comment && !is_over).then(|| (word, String::from_utf8_lossy(rest).into_owned()))
}

// Whether the bytes of an action end within quotes or a comment.
fn is_within_text(action: &[u8]) -> bool {
    let (mut quote, mut escaped) = (None, false);
    let inside = action.strip_prefix(b"{{").unwrap_or(action);
    let inside = inside.strip_prefix(b"-").unwrap_or(inside).trim_ascii_start();
    if inside.starts_with(b"/*") {
        return true;
    }
    for byte in inside {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(b'"' | b'\''), b'\\') => escaped = true,
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'"' | b'\'' | b'`') => quote = Some(*byte),
            _ => {}
        }
    }
    quote.is_some()
}

/// The directive or option whose name or arguments a word is, with the number of the argument; none for the name.
#[must_use]
pub fn line_at<'o>(lines: impl Iterator<Item = &'o Line>, at: u32) -> Option<(&'o Line, Option<usize>)> {
    let within = |span: &Span| span.start <= at && at <= span.end;
    lines.into_iter().find_map(|line| {
        if within(&line.name) {
            return Some((line, None));
        }
        line.arguments.iter().position(within).map(|index| (line, Some(index)))
    })
}

#[cfg(test)]
mod tests {
    use lsp_types::Position;

    use super::*;
    use crate::lsp::document::Document;

    // The place of the bar, in words.
    fn place(text: &str) -> String {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let document = Document::for_tests(&text);
        let (view, at) = View::at(&document, document.text.position(at)).unwrap();
        let cursor = cursor(&view, at);
        let prefix = view.str(cursor.prefix);
        let list = |words: &[Span]| words.iter().map(|word| view.str(*word)).collect::<Vec<_>>().join(" ");
        let place = match &cursor.place {
            Place::Action { is_field, is_text, .. } => format!("action {is_field} {is_text}"),
            Place::Allow(before) => format!("allow {}", before.trim()),
            Place::Comment => "comment".to_owned(),
            Place::Top { words } => format!("top {}", list(words)),
            Place::Block { words, .. } => format!("block {}", list(words)),
            Place::Body { directive, words } => format!("{} {}", view.str(directive.line.name), list(words)),
        };
        format!("{}: {prefix}", place.trim())
    }

    #[test]
    fn places_in_words() {
        for (text, expected) in [
            ("|", "top: "),
            ("a:53 {\n  fo|rward . x\n}", "block: fo"),
            ("a:53 {\n  |\n}", "block: "),
            ("a:53 {\n  log\n  |", "block: "),
            ("a:53 {\n  alternate NXDOMAIN,S|ERV . x\n}", "block alternate: S"),
            ("a:53 {\n  alternate NXDOMAIN,| . x\n}", "block alternate: "),
            ("a:53 {\n  template IN A| .\n}", "block template IN: A"),
            ("a:53 {\n  forward . x {\n    pol|\n  }\n}", "forward: pol"),
            ("a:53 {\n  forward . x {\n    policy r|\n  }\n}", "forward policy: r"),
            ("a:53 {\n  forward . x { policy r| }\n}", "forward policy: r"),
            ("a:53 {\n} |\n", "top: "),
            ("a:53 {\n  # fo|\n}", "comment: fo"),
            ("a:{{ .Core| }}", "action true false: Core"),
            ("a:{{ .| }}", "action true false: "),
            ("a:{{ pri| }}", "action false false: pri"),
            ("a:{{ \"x|\" }}", "action false true: x"),
            ("{{ if .A }}lo|{{ end }}", "top: lo"),
            ("a {\n{{ if .A }}lo|{{ end }}\n}", "block: lo"),
            ("# corefilectl: allow CF2|", "allow allow: CF2"),
            ("{{/* corefilectl: al| */}}", "allow: al"),
        ] {
            assert_eq!(place(text), expected, "{text}");
        }
        let document = Document::for_tests("ab");
        assert_eq!(View::at(&document, Position::new(9, 9)).unwrap().1, 2);
    }
}
