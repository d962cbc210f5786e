//! The outline of a document: server blocks with their directives, snippets, defined templates.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind};

use super::document::Document;
use super::names::defined_names;
use super::outline::Block;
use super::view::View;
use crate::source::Span;

/// More symbols than this are not sent.
const MAX_SYMBOLS: usize = 2_500;

/// Longer names are cut, in characters.
const MAX_NAME: usize = 80;

/// The symbols of a document, nested if the client can show that.
#[must_use]
pub fn symbols(document: &Document, nested: bool) -> DocumentSymbolResponse {
    let mut left = MAX_SYMBOLS;
    let mut symbols = Vec::new();
    for view in View::all(document) {
        let mut own: Vec<DocumentSymbol> =
            view.outline.blocks.iter().map_while(|block| of_block(&view, block, &mut left)).collect();
        let defined = defined_names(&view).map_while(|(name, action)| {
            left = left.checked_sub(1)?;
            Some(symbol(view.str(name), SymbolKind::FUNCTION, view.range(action), view.range(name), None))
        });
        own.extend(defined);
        own.sort_by_key(|symbol| symbol.range.start);
        match view.label {
            Some(label) => {
                let range = view.range(Span::new(0, u32::try_from(view.text.len()).unwrap_or(u32::MAX)));
                symbols.push(symbol(label, SymbolKind::FILE, range, range, Some(own)));
            }
            None => symbols.extend(own),
        }
    }
    if nested {
        return DocumentSymbolResponse::Nested(symbols);
    }
    let mut flat = Vec::new();
    flatten(symbols, None, document, &mut flat);
    DocumentSymbolResponse::Flat(flat)
}

fn of_block(view: &View<'_>, block: &Block, left: &mut usize) -> Option<DocumentSymbol> {
    *left = left.checked_sub(1)?;
    let labels: Vec<&str> = block.labels.iter().map(|label| view.str(*label)).collect();
    let first = block.labels.first().copied().unwrap_or(Span::at(block.span.start));
    let selection = Span::new(first.start, block.labels.last().map_or(first.end, |last| last.end));
    let children = block.directives.iter().map_while(|directive| {
        *left = left.checked_sub(1)?;
        let range = view.range(directive.span(view.text.len()));
        let mut child =
            symbol(view.str(directive.line.name), SymbolKind::PROPERTY, range, view.range(directive.line.name), None);
        let arguments: Vec<&str> = directive.line.arguments.iter().take(8).map(|word| view.str(*word)).collect();
        child.detail = (!arguments.is_empty()).then(|| cut(&arguments.join(" ")));
        Some(child)
    });
    let children = children.collect();
    let kind = if block.snippet(view.text).is_some() { SymbolKind::MODULE } else { SymbolKind::NAMESPACE };
    Some(symbol(&labels.join(" "), kind, view.range(block.span), view.range(selection), Some(children)))
}

fn cut(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

fn symbol(
    name: &str,
    kind: SymbolKind,
    range: Range,
    selection_range: Range,
    children: Option<Vec<DocumentSymbol>>,
) -> DocumentSymbol {
    // An empty name is refused by some clients, and so is a selection that lies outside.
    let name = if name.trim().is_empty() { "…".to_owned() } else { cut(name) };
    let (start, end) = (range.start.min(selection_range.start), range.end.max(selection_range.end));
    #[allow(deprecated, reason = "the struct has the field")]
    DocumentSymbol {
        name,
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: Range::new(start, end),
        selection_range,
        children,
    }
}

// Symbols are three deep at most.
fn flatten(
    symbols: Vec<DocumentSymbol>,
    container: Option<&str>,
    document: &Document,
    flat: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        #[allow(deprecated, reason = "the struct has the field")]
        flat.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location::new(document.uri.clone(), symbol.range),
            container_name: container.map(str::to_owned),
        });
        flatten(symbol.children.unwrap_or_default(), Some(&symbol.name), document, flat);
    }
}
