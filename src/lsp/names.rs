//! What has a name in a template: snippets and their imports, defined templates and where they are put in, fields. The
//! occurrences of one of them, and which of them is the definition.

use super::outline::keyword;
use super::view::View;
use crate::source::Span;

/// A place where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name alone.
    pub span: Span,
    /// Whether it is defined here.
    pub is_definition: bool,
}

/// What a name is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Snippet,
    Defined,
    Field,
}

type Named<'d> = (Kind, &'d [u8], Occurrence);

/// All occurrences of the name at a place; the definitions stand among them. Empty where no name stands.
#[must_use]
pub fn occurrences(view: &View<'_>, at: u32) -> Vec<Occurrence> {
    let all: Vec<Named<'_>> = snippets(view).chain(in_actions(view)).collect();
    let here = all.iter().find(|(.., found)| found.span.start <= at && at <= found.span.end);
    let Some((kind, name, _)) = here.copied() else { return Vec::new() };
    let mut same: Vec<Occurrence> = all
        .into_iter()
        .filter(|(other, other_name, _)| *other == kind && *other_name == name)
        .map(|(.., found)| found)
        .collect();
    same.sort_by_key(|found| found.span);
    same
}

/// The names of the snippets, with the blocks that they are.
pub fn snippet_names<'d>(view: &View<'d>) -> impl Iterator<Item = Span> + use<'d> {
    let (text, outline) = (view.text, view.outline);
    outline.blocks.iter().filter_map(move |block| block.snippet(text))
}

/// The names of the defined templates, with the actions that define them.
pub fn defined_names<'d>(view: &View<'d>) -> impl Iterator<Item = (Span, Span)> + use<'d> {
    let (text, outline) = (view.text, view.outline);
    outline.actions.iter().filter_map(move |action| {
        let (word, _) = keyword(*action, text);
        let is_definition = matches!(word, b"define" | b"block");
        Some((quoted(*action, text).filter(|_| is_definition)?, *action))
    })
}

fn snippets<'d>(view: &View<'d>) -> impl Iterator<Item = Named<'d>> {
    let text = view.text;
    let named = |span: Span, is_definition| (Kind::Snippet, span.of(text), Occurrence { span, is_definition });
    let imports = view.outline.lines().filter(|line| line.name.of(text) == b"import");
    let imports = imports.filter_map(|line| line.arguments.first().copied());
    snippet_names(view).map(move |span| named(span, true)).chain(imports.map(move |span| named(span, false)))
}

fn in_actions<'d>(view: &View<'d>) -> impl Iterator<Item = Named<'d>> {
    let text = view.text;
    view.outline.actions.iter().flat_map(move |action| {
        let (word, _) = keyword(*action, text);
        let is_definition = matches!(word, b"define" | b"block");
        let name = quoted(*action, text).filter(|_| is_definition || word == b"template");
        let name = name.map(|span| (Kind::Defined, span.of(text), Occurrence { span, is_definition }));
        let fields = fields(*action, text);
        let fields = fields.map(move |span| (Kind::Field, span.of(text), Occurrence { span, is_definition: false }));
        name.into_iter().chain(fields)
    })
}

/// The first text in quotes of an action, without them.
fn quoted(action: Span, text: &[u8]) -> Option<Span> {
    let inside = action.of(text);
    let open = memchr::memchr2(b'"', b'`', inside)?;
    let len = memchr::memchr(inside[open], &inside[open + 1..])?;
    let start = action.start + number(open) + 1;
    Some(Span::new(start, start + number(len)))
}

/// The names behind dots, each by itself, outside of quotes and comments.
fn fields(action: Span, text: &[u8]) -> impl Iterator<Item = Span> + '_ {
    let inside = action.of(text);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let is_comment = super::outline::content(action, text).starts_with(b"/*");
    let (mut at, mut quote) = (0, None);
    std::iter::from_fn(move || {
        while let Some(byte) = inside.get(at).filter(|_| !is_comment) {
            at += 1;
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(b'"' | b'\''), b'\\') => at += 1,
                (Some(_), _) => {}
                (None, b'"' | b'\'' | b'`') => quote = Some(*byte),
                (None, b'.') => {
                    let len = inside[at..].iter().take_while(|byte| is_name(**byte)).count();
                    let is_field = len > 0 && !inside[at].is_ascii_digit();
                    let start = action.start + number(at);
                    at += len;
                    if is_field {
                        return Some(Span::new(start, start + number(len)));
                    }
                }
                (None, _) => {}
            }
        }
        None
    })
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
