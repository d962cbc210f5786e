//! From a name to where it is defined and where else it stands.

use lsp_types::{DocumentHighlight, DocumentHighlightKind, Location};

use super::names::{Occurrence, occurrences};
use super::outline::keyword;
use super::view::View;
use crate::source::Span;

fn location(view: &View<'_>, found: Occurrence) -> Location {
    Location::new(view.document.uri.clone(), view.range(found.span))
}

/// Where the name at a place is defined.
#[must_use]
pub fn definition(view: &View<'_>, at: u32) -> Option<Vec<Location>> {
    let found = occurrences(view, at).into_iter().filter(|found| found.is_definition);
    let found: Vec<_> = found.map(|found| location(view, found)).collect();
    (!found.is_empty()).then_some(found)
}

/// Where the name at a place stands.
#[must_use]
pub fn references(view: &View<'_>, at: u32, with_definition: bool) -> Option<Vec<Location>> {
    let found = occurrences(view, at).into_iter().filter(|found| with_definition || !found.is_definition);
    let found: Vec<_> = found.map(|found| location(view, found)).collect();
    (!found.is_empty()).then_some(found)
}

/// The same for the eye; on the keyword of a control structure the actions that belong to it.
#[must_use]
pub fn highlights(view: &View<'_>, at: u32) -> Option<Vec<DocumentHighlight>> {
    let highlight = |span, is_definition| DocumentHighlight {
        range: view.range(span),
        kind: Some(if is_definition { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    let named: Vec<_> =
        occurrences(view, at).into_iter().map(|found| highlight(found.span, found.is_definition)).collect();
    if !named.is_empty() {
        return Some(named);
    }
    let action = view.outline.action_at(at, view.text)?;
    let group = structures(view).into_iter().find(|group| group.contains(&action))?;
    Some(group.into_iter().map(|span| DocumentHighlight { range: view.range(span), kind: None }).collect())
}

/// The control structures: each the actions from the one that opens it to the one that ends it, in the order in which they
/// are closed. What is never closed is left out.
#[must_use]
pub fn structures(view: &View<'_>) -> Vec<Vec<Span>> {
    let (mut open, mut closed): (Vec<Vec<Span>>, Vec<Vec<Span>>) = (Vec::new(), Vec::new());
    for action in &view.outline.actions {
        match keyword(*action, view.text).0 {
            b"if" | b"range" | b"with" | b"define" | b"block" => open.push(vec![*action]),
            b"else" => {
                if let Some(last) = open.last_mut() {
                    last.push(*action);
                }
            }
            b"end" => {
                if let Some(mut last) = open.pop() {
                    last.push(*action);
                    closed.push(last);
                }
            }
            _ => {}
        }
    }
    closed
}
