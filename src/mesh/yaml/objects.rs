//! All objects of a file: its documents and, where one is a Kubernetes list, the items of the list, each read by itself. So a
//! dump of a whole cluster needs the memory of one object, objects can be read on several processors, and what is broken
//! costs one object only.
//!
//! A text is cut where lines say so: at `---` and `...`, and in a list at the dashes of `items` (in JSON at its commas). Left
//! out: anchors that reach from one item of a list to another; such a list is read as one document, if it is not too large.

use super::error::{YamlError, YamlErrorKind};
use super::tree::Node;
use super::{Stream, bytes, parse_part};
use crate::source::Span;

/// A part of a text that is read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes.
    pub span: Span,
    /// The line of its first byte, from 1.
    line: u32,
    /// The document that it is an item of, if it is one.
    list: Option<Span>,
}

/// What a piece holds.
#[derive(Debug)]
pub struct Read {
    /// The object, or as much of it as there is before an error; none in a piece without one.
    pub root: Option<Node>,
    /// Why that is not all.
    pub error: Option<YamlError>,
    /// The bytes that could be read: all of the piece, or what stands above an error.
    pub span: Span,
    /// The bytes of the piece.
    pub piece: Span,
}

/// Cuts a text into the pieces that are read by themselves. Nothing is decoded here.
#[must_use]
pub fn pieces(text: &[u8]) -> Vec<Piece> {
    let whole = Piece { span: Span::new(0, offset(text.len())), line: 1, list: None };
    // Two bytes a character: no line can be told apart, and nobody writes dumps in it.
    if matches!(text, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return vec![whole];
    }
    let mut pieces = Vec::new();
    let mut document = whole.span.start;
    let mut first_line = 1;
    for (number, (start, line)) in lines(text, 0).enumerate() {
        if start > 0 && is_marker(line) {
            push_document(text, Span::new(document, offset(start)), first_line, &mut pieces);
            // The line with `---` belongs to what follows it, the one with `...` to nothing.
            let is_end = line.starts_with(b"...");
            document = offset(if is_end { start + line.len() + 1 } else { start }).min(whole.span.end);
            first_line = offset(number + if is_end { 2 } else { 1 });
        }
    }
    push_document(text, Span::new(document, whole.span.end), first_line, &mut pieces);
    pieces
}

impl Piece {
    /// Reads the piece as [`super::parse`] does. After a broken line the object is what stands above it, if that is one.
    #[must_use]
    pub fn read(&self, text: &[u8]) -> Read {
        let read = |span: Span, line: u32, is_item: bool| {
            let part = text.get(span.start as usize..span.end as usize).unwrap_or_default();
            match is_item {
                true => parse_part(&without_dash(part), bytes::Base { offset: span.start, line }),
                false => parse_part(part, bytes::Base { offset: span.start, line }),
            }
        };
        let error = match read(self.span, self.line, self.list.is_some()) {
            Ok(Stream { root, .. }) => return Read { root, error: None, span: self.span, piece: self.span },
            Err(error) => error,
        };
        if let Some(list) = self.list
            && error.message.contains("unknown anchor")
        {
            return Read {
                root: None,
                error: Some(YamlError { span: list, ..error }),
                span: self.span,
                piece: self.span,
            };
        }
        // The parser may have come to its limit a line too late or too early.
        let mut end = line_end(text, error.span.start).min(self.span.end);
        for _ in 0..3 {
            if error.kind != YamlErrorKind::Syntax || end <= self.span.start {
                break;
            }
            let span = Span::new(self.span.start, end);
            let above = read(span, self.line, self.list.is_some());
            if let Ok(Stream { root: Some(root), .. }) = above
                && !root.is_null()
            {
                return Read { root: Some(root), error: Some(error), span, piece: self.span };
            }
            end = line_start(text, end.saturating_sub(1));
        }
        Read { root: None, error: Some(error), span: self.span, piece: self.span }
    }
}

/// All objects of a text with their errors, one after the other.
pub fn objects(text: &[u8]) -> impl Iterator<Item = Read> + '_ {
    pieces(text).into_iter().map(|piece| piece.read(text))
}

fn push_document(text: &[u8], span: Span, line: u32, pieces: &mut Vec<Piece>) {
    let document = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    if document.iter().all(u8::is_ascii_whitespace) {
        return;
    }
    let whole = Piece { span, line, list: None };
    let cuts = items_of_list(document);
    // An anchor would be out of sight for the other items.
    if cuts.is_empty() || (memchr::memmem::find(document, b": &").is_some() && document.len() <= super::MAX_BYTES) {
        pieces.push(whole);
        return;
    }
    let mut counted = (0, line);
    for item in cuts {
        let before = document.get(counted.0..item.start as usize).unwrap_or_default();
        counted = (item.start as usize, counted.1 + offset(memchr::memchr_iter(b'\n', before).count()));
        let span = Span::new(span.start + item.start, span.start + item.end);
        pieces.push(Piece { span, line: counted.1, list: Some(whole.span) });
    }
}

/// The items of a Kubernetes list, by the lines of the document; none where it is no list, or not laid out like one.
fn items_of_list(document: &[u8]) -> Vec<Span> {
    let first = document.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'{') {
        return items_of_json(document);
    }
    let is_list = |line: &[u8]| line.strip_prefix(b"kind:").is_some_and(|kind| kind.trim_ascii().ends_with(b"List"));
    // The kind stands above or below the items, and to look at all lines of a large file costs little.
    if !lines(document, 0).any(|(_, line)| is_list(line)) {
        return Vec::new();
    }
    let Some((start, line)) = lines(document, 0).find(|(_, line)| line.trim_ascii_end() == b"items:") else {
        return Vec::new();
    };
    let mut items: Vec<Span> = Vec::new();
    let mut indentation = None;
    let mut end = document.len();
    for (at, line) in lines(document, start + line.len() + 1) {
        let text = line.trim_ascii_start();
        let indent = line.len() - text.len();
        if text.is_empty() || text.starts_with(b"#") {
            continue;
        }
        let dash = text == b"-" || text.starts_with(b"- ");
        match indentation {
            None if !dash => return Vec::new(),
            None => indentation = Some(indent),
            Some(column) if indent < column || indent == column && !dash => {
                end = at;
                break;
            }
            Some(column) if indent > column => continue,
            Some(_) => {}
        }
        if let Some(last) = items.last_mut() {
            last.end = offset(at);
        }
        items.push(Span::new(offset(at), offset(at)));
    }
    if let Some(last) = items.last_mut() {
        last.end = offset(end);
    }
    items
}

/// The elements of the array `items` of a JSON object that is a list.
fn items_of_json(document: &[u8]) -> Vec<Span> {
    let (mut items, mut depth, mut start, mut is_list) = (Vec::new(), 0_u32, None, false);
    let (mut key, mut in_items, mut at) = (None, false, 0);
    while let Some(&byte) = document.get(at) {
        match byte {
            b'"' => {
                let from = at + 1;
                at = end_of_string(document, from);
                let string = document.get(from..at).unwrap_or_default();
                if depth == 1 {
                    match key.take() {
                        Some(name) => is_list |= name == b"kind" && string.ends_with(b"List"),
                        None => key = Some(string),
                    }
                }
            }
            b',' if depth == 1 => key = None,
            b'[' | b'{' => {
                if byte == b'[' && depth == 1 && key == Some(b"items".as_slice()) {
                    in_items = true;
                } else if depth == 2 && in_items {
                    start = Some(at);
                }
                depth += 1;
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                match (depth, start) {
                    (2, Some(from)) if in_items => items.push(Span::new(offset(from), offset(at + 1))),
                    (1, _) => (in_items, key) = (false, None),
                    _ => {}
                }
            }
            _ => {}
        }
        at += 1;
    }
    if is_list { items } else { Vec::new() }
}

fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        match text.get(at) {
            Some(b'\\') => at += 2,
            _ => return at,
        }
    }
    text.len()
}

/// The item with a space for its dash: a mapping that is indented, or any other value.
fn without_dash(item: &[u8]) -> Vec<u8> {
    let mut item = item.to_vec();
    if let Some(dash) = item.iter_mut().find(|byte| **byte != b' ').filter(|byte| **byte == b'-') {
        *dash = b' ';
    }
    item
}

fn is_marker(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"---").or_else(|| line.strip_prefix(b"..."));
    rest.is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

/// The lines from an offset on, with their offsets and without their ends.
fn lines(text: &[u8], mut start: usize) -> impl Iterator<Item = (usize, &[u8])> {
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
        let at = start;
        start += line.len() + 1;
        Some((at, line))
    })
}

fn line_start(text: &[u8], at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or(text);
    memchr::memrchr(b'\n', before).map_or(0, |newline| offset(newline + 1))
}

fn line_end(text: &[u8], at: u32) -> u32 {
    let behind = text.get(at as usize..).unwrap_or_default();
    memchr::memchr(b'\n', behind).map_or(offset(text.len()), |newline| at + offset(newline + 1))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// The JSON of every object, its place in the text, and the line of its error.
    fn read(text: &str) -> Vec<(String, &str, Option<u32>)> {
        let piece = |piece: Piece| {
            let Read { root, error, .. } = piece.read(text.as_bytes());
            let place = root.as_ref().map_or("", |root| &text[root.span.start as usize..root.span.end as usize]);
            let json = root.map_or_else(String::new, |root| root.to_json().unwrap());
            (json, place, error.map(|error| error.line))
        };
        pieces(text.as_bytes()).into_iter().map(piece).collect()
    }

    fn jsons(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(json, ..)| json).collect()
    }

    #[test]
    fn documents_and_items() {
        let list = "apiVersion: v1\nitems:\n- a: 1\n  b: [x]\n# c\n-\n  a: 2\n- text: |\n    - a\n    items:\nkind: List\nmetadata: {}\n";
        for (text, expected) in [
            ("", vec![]),
            ("\n---\n\n---\n", vec!["null", "null"]),
            ("a: 1\n--- # c\nb: 2\n...\nc: 3\n", vec![r#"{"a":1}"#, r#"{"b":2}"#, r#"{"c":3}"#]),
            ("a: |\n  ---\n  x\n---x: 1\n", vec![r#"{"---x":1,"a":"---\nx\n"}"#]),
            (list, vec![r#"{"a":1,"b":["x"]}"#, r#"{"a":2}"#, r#"{"text":"- a\nitems:\n"}"#]),
            ("items:\n  - a: 1\n  - 2\nkind: PodList", vec![r#"{"a":1}"#, "2"]),
            ("items:\n- a: 1\nkind: Shop", vec![r#"{"items":[{"a":1}],"kind":"Shop"}"#]),
            ("kind: List\nitems: []\n", vec![r#"{"items":[],"kind":"List"}"#]),
            (
                r#"{"kind": "List", "items": [{"a": "}]\"", "items": [1]}, {"b": 2}], "x": []}"#,
                vec![r#"{"a":"}]\"","items":[1]}"#, r#"{"b":2}"#],
            ),
            (r#"{"kind": "Shop", "items": [{"a": 1}]}"#, vec![r#"{"items":[{"a":1}],"kind":"Shop"}"#]),
        ] {
            assert_eq!(jsons(text), expected, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "# é\nx: 1\n---\nkind: List\nitems:\n- a: &b ö\n---\nkind: List\nitems:\n-  a: ö\n   b: ü\n- c\n";
        let places: Vec<_> = read(text).into_iter().map(|(_, place, _)| place).collect();
        assert_eq!(places, ["x: 1", "kind: List\nitems:\n- a: &b ö", "a: ö\n   b: ü", "c"]);
    }

    #[test]
    fn what_stands_above_a_broken_line_is_read() {
        let text = "a: 1\n---\nkind: List\nitems:\n- a: 1\n  b: [\n- c: 2\n  d: 'x\n- e: 3\n---\nf: 4\n\tg: 5\n";
        let found: Vec<_> = read(text).into_iter().map(|(json, _, line)| (json, line.is_some())).collect();
        let expected = [
            (r#"{"a":1}"#, false),
            (r#"{"a":1}"#, true),
            (r#"{"c":2}"#, true),
            (r#"{"e":3}"#, false),
            (r#"{"f":4}"#, true),
        ];
        assert_eq!(found, expected.map(|(json, broken)| (json.to_owned(), broken)));
        assert_eq!(read(text)[4].2, Some(11));
    }
}
