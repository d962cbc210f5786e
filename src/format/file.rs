//! A whole file: a template by itself, or the templates in block scalars of a YAML file, of which nothing else changes by a
//! byte. What has been written is read again before it counts: the same YAML, but for the templates.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Refusal;
use crate::lint::input::{Input, Template};
use crate::lint::{Kind, kind};
use crate::source::Span;

/// A file in canonical layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// All bytes of the file.
    pub bytes: Vec<u8>,
    /// Templates that were left as they are, and why.
    pub left: Vec<String>,
}

/// A template of a YAML file before and after.
struct Change<'i> {
    template: Template<'i>,
    formatted: Vec<u8>,
}

/// The file in canonical layout; `kind` is what its templates are, if somebody says it.
///
/// # Errors
/// A template that does not parse, for each one that is in the file; spans are places of the file.
pub fn file(input: &Input, kind: Option<Kind>) -> Result<Formatted, Vec<Refusal>> {
    let (mut changes, mut refusals) = (Vec::new(), Vec::new());
    for template in input.templates() {
        let kind = kind.unwrap_or_else(|| kind::of(template.text));
        match super::text(template.text, kind) {
            Ok(formatted) => changes.push(Change { template, formatted }),
            Err(refusal) => refusals.push(in_file(*refusal, &template)),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let bytes = input.source.text();
    match changes.as_slice() {
        [Change { template: Template { offsets: None, .. }, formatted }] => {
            Ok(Formatted { bytes: formatted.clone(), left: Vec::new() })
        }
        changes => Ok(embedded(bytes, changes)),
    }
}

fn in_file(mut refusal: Refusal, template: &Template<'_>) -> Refusal {
    if let Some(offsets) = template.offsets {
        // What is missing at the end is missing in the last line, not in what follows the scalar.
        let last = u32::try_from(template.text.len()).unwrap_or(u32::MAX).saturating_sub(1);
        let span = Span::new(refusal.span.start.min(last), refusal.span.end.min(last + 1));
        refusal.span = offsets.outer_span(span);
    }
    if let Some(label) = template.label {
        refusal.message = format!("{label}: {}", refusal.message);
    }
    refusal
}

/// A YAML file with its templates in canonical layout, as far as they can be written there.
fn embedded(file: &[u8], changes: &[Change<'_>]) -> Formatted {
    let mut formatted = Formatted { bytes: Vec::with_capacity(file.len() + file.len() / 8), left: Vec::new() };
    let (mut done, mut written) = (0, Vec::new());
    for change in changes {
        let mut text = change.formatted.clone();
        // Whether a scalar ends with a line's end is its header's to say.
        if !change.template.text.ends_with(b"\n") && text.ends_with(b"\n") {
            text.pop();
        }
        if text == change.template.text {
            continue;
        }
        let label = change.template.label.unwrap_or_default();
        let Some((place, indent)) = lines_of(file, &change.template).filter(|(place, _)| place.start as usize >= done)
        else {
            formatted.left.push(format!(
                "{label}: written as a quoted, plain or folded scalar; only block scalars (|) are formatted"
            ));
            continue;
        };
        let Some(lines) = spelt(file, place, indent, &text) else {
            formatted.left.push(format!("{label}: YAML would not read the same text out of the block scalar again"));
            continue;
        };
        formatted.bytes.extend_from_slice(file.get(done..place.start as usize).unwrap_or_default());
        formatted.bytes.extend_from_slice(&lines);
        done = place.end as usize;
        written.push((change.template.text, text));
    }
    formatted.bytes.extend_from_slice(file.get(done..).unwrap_or_default());
    if !reads_alike(file, &formatted.bytes, &written) {
        formatted.bytes = file.to_vec();
        formatted.left.push("YAML would not read the same texts out of the file again".to_owned());
    }
    formatted
}

/// The lines of a block scalar, from the indentation of the first one to behind the end of the last one, and how far they
/// are indented.
fn lines_of<'t>(file: &[u8], template: &Template<'t>) -> Option<(Span, &'t str)> {
    let offsets = template.offsets?;
    let indent = offsets.indent()?;
    let len = u32::try_from(template.text.len()).ok()?;
    let first = offsets.outer(0) as usize;
    let start = file.get(..first)?.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'))? + 1;
    let end =
        if template.text.ends_with(b"\n") { offsets.outer(len) } else { offsets.outer_span(Span::new(0, len)).end };
    Some((Span::new(u32::try_from(start).ok()?, end), indent))
}

/// The text as lines of the file, with line ends as the scalar has them.
fn spelt(file: &[u8], place: Span, indent: &str, text: &[u8]) -> Option<Vec<u8>> {
    let lines = place.of(file);
    let end_of_line: &[u8] = match memchr::memchr(b'\n', lines) {
        Some(at) if at > 0 && lines.get(at - 1) == Some(&b'\r') => b"\r\n",
        _ => b"\n",
    };
    let mut spelt = Vec::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let (line, ends) = line.strip_suffix(b"\n").map_or((line, false), |line| (line, true));
        if line.contains(&b'\r') {
            return None;
        }
        if !line.is_empty() {
            spelt.extend_from_slice(indent.as_bytes());
            spelt.extend_from_slice(line);
        }
        if ends {
            spelt.extend_from_slice(end_of_line);
        }
    }
    Some(spelt)
}

/// Whether two files are the same YAML but for these texts, which come in order.
fn reads_alike(old: &[u8], new: &[u8], changes: &[(&[u8], Vec<u8>)]) -> bool {
    let text = |bytes| std::str::from_utf8(bytes).ok().map(|text: &str| text.strip_prefix('\u{feff}').unwrap_or(text));
    let (Some(old), Some(new)) = (text(old), text(new)) else { return false };
    let (mut before, mut after) = (Parser::new_from_str(old), Parser::new_from_str(new));
    let mut changes = changes.iter().peekable();
    loop {
        let (before, after) = match (before.next_event(), after.next_event()) {
            (None, None) => return changes.next().is_none(),
            (Some(Ok((before, _))), Some(Ok((after, _)))) => (before, after),
            _ => return false,
        };
        if before == after {
            continue;
        }
        let (
            Event::Scalar(one, ScalarStyle::Literal, anchor, tag),
            Event::Scalar(other, ScalarStyle::Literal, same_anchor, same_tag),
            Some((from, to)),
        ) = (&before, &after, changes.next())
        else {
            return false;
        };
        // At the end of a file that stops within a line, YAML adds a line's end.
        let is = |value: &str, text: &[u8]| {
            std::str::from_utf8(text).is_ok_and(|text| value == text || value.strip_suffix('\n') == Some(text))
        };
        if !is(one, from) || !is(other, to) || anchor != same_anchor || tag != same_tag {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::input::{Reading, read};

    fn formatted(yaml: &str) -> (String, usize) {
        let input = read("x.yaml", yaml.as_bytes().to_vec(), Reading { named: true, ..Reading::default() }).unwrap();
        let Formatted { bytes, left } = file(&input, None).unwrap();
        let again = read("x.yaml", bytes.clone(), Reading { named: true, ..Reading::default() }).unwrap();
        assert_eq!(file(&again, None).unwrap().bytes, bytes, "twice");
        (String::from_utf8(bytes).unwrap(), left.len())
    }

    fn config_map(header: &str, body: &str) -> String {
        format!("kind: ConfigMap\ndata:\n  corefile: {header}\n{body}  z: 1\n")
    }

    #[test]
    fn lines_are_written_as_the_block_has_them() {
        for (header, body, expected) in [
            ("|", "    a:1 {\n      log\n\n    }\n", "    a:1 {\n        log\n    }\n"),
            ("|", "   a:1 {\n   log\n   }\n\n\n", "   a:1 {\n       log\n   }\n\n\n"),
            ("|-", "    a:1 {\n\n    log\n    }\n", "    a:1 {\n        log\n    }\n"),
            ("|+", "    a:1 {\n    log\n    }\n\n\n", "    a:1 {\n        log\n    }\n"),
            ("|2", "    a:1 {\n     log\n    }\n", "    a:1 {\n        log\n    }\n"),
            ("|4-  # c", "        a:1 {\n      log\n      }\n", "      a:1 {\n          log\n      }\n"),
            ("&x |", "\n    a:1 {\n    log\n    }\n", "    a:1 {\n        log\n    }\n"),
            ("|", "    a:1 {\r\n    log\r\n    }\r\n", "    a:1 {\r\n        log\r\n    }\r\n"),
            (
                "|",
                "    a:1 {\n    log\n    }\n    b:1 {\n    log\n    }\n",
                "    a:1 {\n        log\n    }\n\n    b:1 {\n        log\n    }\n",
            ),
        ] {
            let (done, left) = formatted(&config_map(header, body));
            assert_eq!((done, left), (config_map(header, expected), 0), "{header} {body:?}");
        }
        let open = "kind: ConfigMap\ndata:\n  corefile: |\n    a:1 {\n    log\n    }";
        assert_eq!(formatted(open).0, open.replace("    log", "        log"));
    }

    #[test]
    fn other_scalars_are_left() {
        for scalar in [
            "\"a:1 {\\n log\\n}\\n\"",
            "'a:1 {\n\n    log\n\n    }'",
            ">\n    a:1 {\n\n    log\n\n    }",
            "a:1 {\n\n    log\n\n    }",
        ] {
            let yaml = format!("kind: ConfigMap\ndata:\n  corefile: {scalar}\n");
            assert_eq!(formatted(&yaml), (yaml.clone(), 1));
        }
        let binary = "kind: ConfigMap\nbinaryData:\n  corefile: YToxIHsKbG9nCn0K\n";
        assert_eq!(formatted(binary), (binary.to_owned(), 1));
        let neat = "kind: ConfigMap\ndata:\n  corefile: \"a:1 {\\n    log\\n}\\n\"\n";
        assert_eq!(formatted(neat), (neat.to_owned(), 0));
    }

    #[test]
    fn other_yaml_is_noticed() {
        let old = b"a: |\n  x\n  y\nb: 1\n";
        let change = |new: &str| vec![(&b"x\ny\n"[..], new.as_bytes().to_vec())];
        assert!(reads_alike(old, b"a: |\n  x\n\n  y\nb: 1\n", &change("x\n\ny\n")));
        assert!(!reads_alike(old, b"a: |\n  x\n\n  y\nb: 1\n", &change("x\ny\n")));
        assert!(!reads_alike(old, b"a: |\n  x\n\n  y\nb: 2\n", &change("x\n\ny\n")));
        assert!(!reads_alike(old, b"a: >\n  x\n\n  y\nb: 1\n", &change("x\n\ny\n")));
        assert!(!reads_alike(old, b"a: |\n  x\n\n  y\nb: 1\n---\n", &change("x\n\ny\n")));
        assert!(!reads_alike(old, old, &change("x\n\ny\n")));
    }
}
