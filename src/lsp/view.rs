//! One template of a document: the whole of it, or a value in a YAML file, with the way from its bytes to the places of the
//! document and back.

use lsp_types::{Position, Range};

use super::document::Document;
use super::outline::Outline;
use crate::source::{Offsets, Span};

/// A template.
#[derive(Clone, Copy, Debug)]
pub struct View<'d> {
    /// The document.
    pub document: &'d Document,
    /// The template.
    pub text: &'d [u8],
    /// Where its bytes stand in the document, if it is not all of it.
    pub offsets: Option<&'d Offsets>,
    /// What it is, if it is not all of the document.
    pub label: Option<&'d str>,
    /// Its structure.
    pub outline: &'d Outline,
}

impl<'d> View<'d> {
    /// All templates of a document.
    pub fn all(document: &'d Document) -> impl Iterator<Item = Self> {
        let parsed = document.parsed();
        let templates = parsed.into_iter().flat_map(|parsed| parsed.input.templates().enumerate());
        templates.filter_map(move |(index, template)| {
            let outline = parsed?.outline(index, template.text)?;
            let (text, offsets, label) = (template.text, template.offsets, template.label);
            Some(Self { document, text, offsets, label, outline })
        })
    }

    /// The template at a position, and the byte in it.
    #[must_use]
    pub fn at(document: &'d Document, position: Position) -> Option<(Self, u32)> {
        let outer = u32::try_from(document.text.offset(position)).ok()?;
        let parsed = document.parsed()?;
        let found = parsed.input.templates().enumerate().find_map(|(index, template)| match template.offsets {
            None => Some((index, template, outer)),
            Some(offsets) => {
                let inner = offsets.inner(outer).filter(|inner| *inner as usize <= template.text.len())?;
                Some((index, template, inner))
            }
        });
        let (index, template, at) = found?;
        let outline = parsed.outline(index, template.text)?;
        let (text, offsets, label) = (template.text, template.offsets, template.label);
        Some((Self { document, text, offsets, label, outline }, at))
    }

    /// A span of the template as one of the document.
    #[must_use]
    pub fn outer(&self, span: Span) -> Span {
        self.offsets.map_or(span, |offsets| offsets.outer_span(span))
    }

    /// Where a span of the template stands in the document.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        self.document.text.range(self.outer(span))
    }

    /// The bytes of a span as text.
    #[must_use]
    pub fn str(&self, span: Span) -> &'d str {
        std::str::from_utf8(span.of(self.text)).unwrap_or_default()
    }
}
