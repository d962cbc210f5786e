//! Diagnostics for people: the message, the excerpt with the place marked, reasons and ways out.

use annotate_snippets::{Group, Level, Message, Renderer, Title};

use super::excerpt::{Excerpt, excerpts, with_addresses};
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

/// Lays a diagnostic out. Its labels are places in `source`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, source: Option<&Source>, color: bool) -> String {
    let message = visible(diagnostic.message.as_bytes());
    let notes: Vec<_> = diagnostic.notes.iter().map(|note| visible(note.as_bytes())).collect();
    let help: Vec<_> = diagnostic.help.iter().map(|help| visible(help.as_bytes())).collect();
    let excerpts = source.map(|source| excerpts(source, &diagnostic.labels)).unwrap_or_default();

    let title = level(diagnostic.severity).primary_title(message.as_ref());
    if excerpts.is_empty() {
        // Without an excerpt there is no margin to line up with.
        let mut text = renderer(color).render(&[Group::with_title(title)]);
        for (word, lines) in [("note", &notes), ("help", &help)] {
            text.extend(lines.iter().map(|line| format!("\n  = {word}: {line}")));
        }
        return text;
    }
    let notes = notes.iter().map(|note| Level::NOTE.message(note.as_ref()));
    let help = help.iter().map(|help| Level::HELP.message(help.as_ref()));
    lay_out(title, &excerpts, notes.chain(help), color)
}

pub(super) fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

pub(super) fn renderer(color: bool) -> Renderer {
    if color { Renderer::styled() } else { Renderer::plain() }
}

/// The title, the excerpts, and what is said below them.
pub(super) fn lay_out<'a>(
    title: Title<'a>,
    excerpts: &'a [Excerpt<'a>],
    below: impl Iterator<Item = Message<'a>>,
    color: bool,
) -> String {
    let group = Group::with_title(title).elements(excerpts.iter().map(Excerpt::snippet)).elements(below);
    with_addresses(&renderer(color).render(&[group]), excerpts)
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
