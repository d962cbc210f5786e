//! Diagnostics for people: the message, the excerpt with the place marked, reasons and ways out.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::visible::{visible, visible_with_offsets};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Position, Source};

// Excerpts longer than this are cut, so that a file without newlines does not end up on the terminal.
const MAX_EXCERPT: usize = 2_000;

/// Lays a diagnostic out. Its labels are places in `source`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, source: Option<&Source>, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let message = visible(diagnostic.message.as_bytes());
    let notes: Vec<_> = diagnostic.notes.iter().map(|note| visible(note.as_bytes())).collect();
    let help: Vec<_> = diagnostic.help.iter().map(|help| visible(help.as_bytes())).collect();
    let excerpt = source.and_then(|source| Some(Excerpt::new(source, diagnostic.labels.first()?)));

    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let title = Group::with_title(level.clone().primary_title(message.as_ref()));
    let Some(excerpt) = &excerpt else {
        // Without an excerpt there is no margin to line up with.
        let mut text = renderer.render(&[title]);
        for (word, lines) in [("note", &notes), ("help", &help)] {
            text.extend(lines.iter().map(|line| format!("\n  = {word}: {line}")));
        }
        return text;
    };
    let marked = AnnotationKind::Primary.span(excerpt.from..excerpt.to).label(excerpt.label.as_ref());
    let snippet = Snippet::source(excerpt.text.as_str()).line_start(excerpt.position.line).path(excerpt.path.as_ref());
    let mut group = title.element(snippet.annotation(marked));
    group = group.elements(notes.iter().map(|note| Level::NOTE.message(note.as_ref())));
    group = group.elements(help.iter().map(|help| Level::HELP.message(help.as_ref())));
    excerpt.with_true_column(renderer.render(&[group]))
}

// The lines around a place, safe to be shown, and where the place lies in them.
struct Excerpt<'a> {
    path: std::borrow::Cow<'a, str>,
    text: String,
    position: Position,
    from: usize,
    to: usize,
    label: std::borrow::Cow<'a, str>,
}

impl<'a> Excerpt<'a> {
    fn new(source: &'a Source, label: &'a Label) -> Self {
        let text = source.text();
        let place = |offset: u32| (offset as usize).min(text.len());
        let (start, end) = (place(label.span.start), place(label.span.end.max(label.span.start)));
        let line_start = memchr::memrchr(b'\n', &text[..start]).map_or(0, |newline| newline + 1);
        let from = line_start.max(start.saturating_sub(MAX_EXCERPT / 2));
        let to = memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |newline| end + newline);
        let to = to.min(from + MAX_EXCERPT).max(start);
        let (shown, places) = visible_with_offsets(&text[from..to], &[start - from, end.min(to) - from]);
        Self {
            path: visible(source.name().as_bytes()),
            text: shown,
            position: source.position(label.span.start),
            from: places.first().copied().unwrap_or(0),
            to: places.get(1).copied().unwrap_or(0),
            label: visible(label.text.as_bytes()),
        }
    }

    // The renderer counts the column from the beginning of the excerpt, which can lie within the line.
    fn with_true_column(&self, rendered: String) -> String {
        let Position { line, column } = self.position;
        let before = self.text.get(..self.from).unwrap_or_default();
        let counted = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = |column| format!("{}:{line}:{column}", self.path);
        match rendered.split_once("-->") {
            Some((title, rest)) if counted != column => {
                format!("{title}-->{}", rest.replacen(&place(counted), &place(column), 1))
            }
            _ => rendered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn shows_the_marked_excerpt() {
        let source = Source::new("dns.tmpl", "one\ntwo {{ .X }} \x1b[0m\nthree\n");
        let diagnostic = Diagnostic::error("no field").at(Span::new(11, 13), "here").note("because").help("do this");
        let shown = render(&diagnostic, Some(&source), false);
        assert!(shown.starts_with("error: no field\n"), "{shown}");
        for part in ["dns.tmpl:2:8", "two {{ .X }} \u{241b}[0m", "^^ here", "note: because", "help: do this"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }

    #[test]
    fn huge_lines_are_cut() {
        let source = Source::new("t", vec![b'a'; 1_000_000]);
        let diagnostic = Diagnostic::error("x").at(Span::new(500_000, 900_000), "");
        let shown = render(&diagnostic, Some(&source), false);
        assert!(shown.len() < 10_000);
        assert!(shown.contains("--> t:1:500001\n"), "{shown}");
    }
}
