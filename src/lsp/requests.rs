//! Which request is answered by whom. A document that is not open, or in which there is nothing to look at, has no answer:
//! null, which is no error.

use lsp_types::{
    CodeActionParams, CompletionParams, DocumentFormattingParams, DocumentHighlightParams, DocumentSymbolParams,
    FoldingRangeParams, GotoDefinitionParams, HoverParams, ReferenceParams, TextDocumentPositionParams,
};
use serde::Serialize;
use serde_json::Value;

use super::document::Document;
use super::rpc::{Code, RpcError};
use super::server::{Server, parameters};
use super::view::View;
use super::{code_actions, completion, folding, formatting, hover, navigation, symbols};

/// The answer to a request, as JSON.
///
/// # Errors
/// A method that nobody knows, or parameters that are none of it.
pub fn answer(server: &Server<'_>, method: &str, params: Value) -> Result<String, RpcError> {
    let features = &server.features;
    match method {
        "textDocument/hover" => {
            let params: HoverParams = parameters(params)?;
            let at = &params.text_document_position_params;
            Ok(at_place(server, at, |view, at| hover::hover(view, at, features)))
        }
        "textDocument/completion" => {
            let params: CompletionParams = parameters(params)?;
            Ok(at_place(server, &params.text_document_position, |view, at| completion::complete(view, at, features)))
        }
        "textDocument/definition" => {
            let params: GotoDefinitionParams = parameters(params)?;
            Ok(at_place(server, &params.text_document_position_params, navigation::definition))
        }
        "textDocument/references" => {
            let params: ReferenceParams = parameters(params)?;
            let with_definition = params.context.include_declaration;
            Ok(at_place(server, &params.text_document_position, |view, at| {
                navigation::references(view, at, with_definition)
            }))
        }
        "textDocument/documentHighlight" => {
            let params: DocumentHighlightParams = parameters(params)?;
            Ok(at_place(server, &params.text_document_position_params, navigation::highlights))
        }
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = parameters(params)?;
            let document = server.document(&params.text_document.uri);
            Ok(value(document.map(|document| symbols::symbols(document, features.nested_symbols))))
        }
        "textDocument/foldingRange" => {
            let params: FoldingRangeParams = parameters(params)?;
            Ok(value(server.document(&params.text_document.uri).map(folding::ranges)))
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = parameters(params)?;
            let document = server.document(&params.text_document.uri).filter(|_| features.literal_actions);
            let mut actions = document.map(|document| code_actions::actions(document, &params));
            if !features.versioned_edits {
                actions.iter_mut().for_each(|actions| code_actions::without_versions(actions));
            }
            Ok(value(actions))
        }
        "textDocument/formatting" => {
            let params: DocumentFormattingParams = parameters(params)?;
            let edits = server.document(&params.text_document.uri).map(formatting::edits).transpose()?;
            Ok(value(edits.flatten()))
        }
        _ => Err(RpcError::new(Code::MethodNotFound, format!("{method} is not known here"))),
    }
}

fn at_place<T: Serialize>(
    server: &Server<'_>,
    place: &TextDocumentPositionParams,
    answer: impl FnOnce(&View<'_>, u32) -> Option<T>,
) -> String {
    let at = |document: &Document| {
        let (view, at) = View::at(document, place.position)?;
        answer(&view, at)
    };
    value(server.document(&place.text_document.uri).and_then(at))
}

// Written at once: a tree of values would cost more than all the rest of a long answer.
fn value<T: Serialize>(answer: Option<T>) -> String {
    answer.and_then(|answer| serde_json::to_string(&answer).ok()).unwrap_or_else(|| "null".to_owned())
}
