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
        refusal.span = offsets.outer_span(refusal.span);
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
