//! What the client can do, and what the server says that it can.

use lsp_types::{ClientCapabilities, MarkupKind, PositionEncodingKind};
use serde_json::{Value, json};

use super::diagnostics::Client;
use super::text::Encoding;

/// What a client can do, as far as it matters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features {
    /// What columns count.
    pub encoding: Encoding,
    /// What it understands of diagnostics.
    pub diagnostics: Client,
    /// Markdown in hovers.
    pub markdown: bool,
    /// Markdown in completion items.
    pub markdown_items: bool,
    /// Completions with places to fill in.
    pub snippets: bool,
    /// Symbols within symbols.
    pub nested_symbols: bool,
    /// Code actions that are no commands.
    pub literal_actions: bool,
    /// Edits that say which version they are for.
    pub versioned_edits: bool,
    /// It watches files for the server.
    pub watches_files: bool,
}

impl Features {
    /// What a client says of itself.
    #[must_use]
    pub fn of(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref();
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let markdown = |formats: Option<&Vec<MarkupKind>>| {
            formats.is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown))
        };
        let diagnostics = document.and_then(|document| document.publish_diagnostics.as_ref());
        let item = document
            .and_then(|document| document.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let hover = document.and_then(|document| document.hover.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let actions = document.and_then(|document| document.code_action.as_ref());
        let edits = client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        let watched = client.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files.as_ref());
        Self {
            encoding: Encoding::chosen(offered.unwrap_or_default()),
            diagnostics: Client {
                related: diagnostics.and_then(|d| d.related_information).unwrap_or_default(),
                description: diagnostics.and_then(|d| d.code_description_support).unwrap_or_default(),
                tags: diagnostics.is_some_and(|d| d.tag_support.is_some()),
                data: diagnostics.and_then(|d| d.data_support).unwrap_or_default(),
            },
            markdown: markdown(hover.and_then(|hover| hover.content_format.as_ref())),
            markdown_items: markdown(item.and_then(|item| item.documentation_format.as_ref())),
            snippets: item.and_then(|item| item.snippet_support).unwrap_or_default(),
            nested_symbols: symbols.and_then(|s| s.hierarchical_document_symbol_support).unwrap_or_default(),
            literal_actions: actions.is_some_and(|actions| actions.code_action_literal_support.is_some()),
            versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or_default(),
            watches_files: watched.and_then(|watched| watched.dynamic_registration).unwrap_or_default(),
        }
    }
}

/// The answer to `initialize`.
#[must_use]
pub fn answer(features: &Features) -> Value {
    let encoding: PositionEncodingKind = features.encoding.kind();
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
            "hoverProvider": true,
            "completionProvider": { "triggerCharacters": [".", "{", " ", ","], "resolveProvider": false },
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "documentFormattingProvider": true,
            "codeActionProvider": { "codeActionKinds": ["quickfix", super::code_actions::FIX_ALL] },
        },
        "serverInfo": { "name": "corefilectl", "version": env!("CARGO_PKG_VERSION") },
    })
}
