//! YAML as kuma-cp reads it: `sigs.k8s.io/yaml` 1.4, non-strict. That is goyaml.v2 (YAML 1.1 scalars), a conversion to
//! JSON, and `encoding/json` for the fields.
//!
//! What another YAML reader would do differently, and this one does not: `yes`, `on` and `y` are booleans, `010` is 8,
//! `1:20` is text, a number or boolean becomes text where the field is a string, the last of several equal keys wins, a
//! key above `<<` loses against the merged mapping, field names match without regard to case, and only the first
//! document is read. The table `tests/conformance/data/yaml11.jsonl` holds recordings of the real libraries.
//!
//! Left out: writing YAML, struct tags, strict mode. Syntax comes from `saphyr-parser`, which reads YAML 1.2; the
//! places where it and Go's scanner part are listed with the test of the recordings. Messages of syntax errors are
//! ours, all others are Go's.

mod bytes;
mod compose;
mod dialect;
mod document;
mod error;
mod events;
mod fields;
mod number;
pub mod objects;
mod resolve;
mod timestamp;
mod tree;

pub use error::{YamlError, YamlErrorKind};
pub use fields::FieldError;
pub use objects::{Piece, Read, objects, pieces};
pub(crate) use tree::same_field;
pub use tree::{Entry, Node, Style, Value};

use crate::source::Span;

/// Nesting beyond this is refused. Go stops at 10,000 (the scanner used here at 255); no configuration comes near either.
pub const MAX_DEPTH: usize = 250;

/// Larger documents, and items of lists, are refused, in bytes. Go has no such bound.
pub const MAX_BYTES: usize = 4 << 20;

/// What a file holds: its first document, and whether text follows that nobody reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// The first document; `None` for a file without one (empty, comments only). `---` alone is a null node.
    pub root: Option<Node>,
    /// Where further documents begin, if they hold anything but markers and comments.
    pub rest: Option<Span>,
}

/// Reads the first document of `text` (UTF-8, or UTF-16 with a byte order mark). Spans are byte offsets in `text`.
///
/// # Errors
/// Where Go would refuse the file: broken encoding, syntax, an unknown anchor or one that contains itself, excessive
/// aliasing, a merge of something that is no mapping, a tag that its value does not fit, a key that JSON cannot have.
/// Beyond Go: nesting over [`MAX_DEPTH`], more than [`MAX_BYTES`].
/// Infinities and NaN pass here; [`Node::to_json`] refuses them as Go does where the target is not a string.
pub fn parse(text: &[u8]) -> Result<Option<Node>, YamlError> {
    parse_stream(text).map(|stream| stream.root)
}

/// [`parse`], and whether there is more behind the first document.
///
/// # Errors
/// As [`parse`].
pub fn parse_stream(text: &[u8]) -> Result<Stream, YamlError> {
    parse_part(text, bytes::Base { offset: 0, line: 1 })
}

fn parse_part(text: &[u8], base: bytes::Base) -> Result<Stream, YamlError> {
    let mut text = bytes::Text::decode(text, base)?;
    let document = document::first_document(&mut text)?;
    let root = match document.root {
        Some(root) => Some(compose::compose(&text, &document.nodes, root)?),
        None => None,
    };
    Ok(Stream { root, rest: document.rest })
}

/// Where the value at the end of a path of keys, and numbers from 0, stands in a text; the start for a text that is no YAML.
#[must_use]
pub fn place_of(text: &[u8], path: &[&str]) -> Span {
    parse(text).ok().flatten().map_or(Span::at(0), |root| root.at(path).place())
}

/// An error of this file for a caller that decodes the tree, with line and column counted.
pub(crate) fn error_at(text: &[u8], kind: YamlErrorKind, message: String, span: Span) -> YamlError {
    match bytes::Text::decode(text, bytes::Base { offset: 0, line: 1 }) {
        Ok(text) => text.error(kind, message, span),
        Err(error) => error,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn slice(text: &str, span: Span) -> &str {
        &text[span.start as usize..span.end as usize]
    }

    #[test]
    fn spans_cover_what_is_written() {
        let text = "\u{feff}é: &x 'ö' # c\nb:\n  - 1\n  - {k: [v], 'l': ~}\nc: *x\nd:\ne: |\n  t\n  u\nf: !!str 010\ng: [ 'a' , b ] # c\nh: p q  # c\ni:\n- [x]\n- - y\n";
        let root = parse(text.as_bytes()).unwrap().unwrap();
        let entry = |key: &str| root.get(key).unwrap();
        assert_eq!(slice(text, entry("é").key_span), "é");
        assert_eq!(slice(text, entry("é").value.span), "&x 'ö'");
        assert!(entry("é").value.is_quoted());
        assert_eq!(slice(text, entry("b").value.span), "- 1\n  - {k: [v], 'l': ~}");
        let map = &entry("b").value.items()[1];
        assert_eq!(slice(text, map.span), "{k: [v], 'l': ~}");
        assert_eq!(slice(text, map.entries()[0].value.span), "[v]");
        assert_eq!(slice(text, map.entries()[1].key_span), "'l'");
        assert_eq!(slice(text, entry("c").value.place()), "*x");
        assert_eq!(slice(text, entry("c").value.span), "&x 'ö'");
        assert_eq!(entry("d").value.span.start, entry("d").value.span.end);
        assert_eq!(slice(text, Span::new(entry("d").key_span.start, entry("d").value.span.end)), "d:");
        assert_eq!(slice(text, entry("f").value.span), "!!str 010");
        assert_eq!(entry("f").value.text, "010");
        assert_eq!(slice(text, entry("e").value.span), "|\n  t\n  u");
        assert_eq!(slice(text, entry("g").value.span), "[ 'a' , b ]");
        assert_eq!(slice(text, entry("g").value.items()[0].span), "'a'");
        assert_eq!(slice(text, entry("h").value.span), "p q");
        assert_eq!(slice(text, entry("i").value.span), "- [x]\n- - y");
    }

    #[test]
    fn spans_of_utf16_are_of_the_bytes() {
        let text: Vec<u8> = "\u{feff}a: é😀b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let root = parse(&text).unwrap().unwrap();
        assert_eq!(root.get("a").unwrap().value.span, Span::new(8, 16));
    }

    #[test]
    fn the_last_of_equal_keys_wins_and_the_others_are_kept() {
        let root = parse(b"a: 1\nd: &d {a: 2, b: 3}\n<<: *d\nb: 4\n").unwrap().unwrap();
        let seen: Vec<_> = root.entries().iter().map(|e| (e.key.as_str(), e.shadowed, e.merged.is_some())).collect();
        assert_eq!(
            seen,
            [("a", true, false), ("d", false, false), ("a", false, true), ("b", true, true), ("b", false, false)]
        );
        assert_eq!(root.to_json().unwrap(), r#"{"a":2,"b":4,"d":{"a":2,"b":3}}"#);
    }

    #[test]
    fn errors_know_their_place() {
        let error = parse(b"a: 1\r\nb: [\r\n").unwrap_err();
        assert_eq!((error.kind, error.line), (YamlErrorKind::Syntax, 3));
        let error = parse("a: 1\nbé: *nope\n".as_bytes()).unwrap_err();
        assert_eq!((error.line, error.column), (2, 5));
        assert_eq!(error.as_unmarshal_error(), "error converting YAML to JSON: yaml: unknown anchor 'nope' referenced");
    }

    #[test]
    fn only_the_first_document_is_read() {
        for (text, rest) in [
            ("a: 1\n", None),
            ("a: 1\n---\n# nothing\n...\n", None),
            ("a: 1\n---\nb: 2\n", Some("---\nb: 2")),
            ("a: 1\n...\n}[ no yaml\n", Some("}[ no yaml")),
        ] {
            let stream = parse_stream(text.as_bytes()).unwrap();
            assert_eq!(stream.root.unwrap().to_json().unwrap(), r#"{"a":1}"#);
            let found = stream.rest.map(|span| slice(text, span).trim_start_matches("...").trim());
            assert_eq!(found, rest, "{text:?}");
        }
        assert_eq!(parse_stream(b"# only\n").unwrap().root, None);
    }
}
