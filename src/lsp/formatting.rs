//! The canonical layout of a document, as edits. What cannot be laid out stays as it is, and the client is told why.

use lsp_types::TextEdit;

use super::changes;
use super::document::Document;
use super::rpc::{Code, RpcError};
use crate::format::file;

/// The edits that lay a document out; none where there is nothing to lay out.
///
/// # Errors
/// Why it cannot be done, with the place.
pub fn edits(document: &Document) -> Result<Option<Vec<TextEdit>>, RpcError> {
    let (Some(parsed), Some(setup)) = (document.parsed(), document.setup.as_deref()) else { return Ok(None) };
    let formatted = file::file(&parsed.input, setup.kind).map_err(|refusals| {
        let told = refusals.iter().map(|refusal| {
            let at = document.text.position(refusal.span.start as usize);
            format!("line {}: {refusal}; {}", at.line + 1, refusal.help)
        });
        let message = told.collect::<Vec<_>>().join("\n");
        RpcError::new(Code::RequestFailed, format!("corefilectl leaves the layout as it is: {message}"))
    })?;
    Ok(Some(changes::between(&document.text, &formatted.bytes)))
}
