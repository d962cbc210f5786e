//! What can be done about findings: their mends, all mends at once, a comment that allows one.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges, NumberOrString,
    OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::changes;
use super::diagnostics::{Data, SOURCE};
use super::document::{Document, Found};
use super::view::View;
use crate::diagnostic::Finding;
use crate::source::{Edit, Span};

/// Makes all mends; also what editors ask for when a file is saved.
pub const FIX_ALL: &str = "source.fixAll.corefilectl";

/// Findings that are looked at for one request.
const MAX_FINDINGS: usize = 50;

/// The actions for a range of a document. Only what was found in the text as it is now can be mended.
#[must_use]
pub fn actions(document: &Document, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let Some(found) = document.found_now() else { return Vec::new() };
    let wanted = |kind: &str| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|only| covers(only.as_str(), kind)))
    };
    let mut actions = Vec::new();
    if wanted(CodeActionKind::QUICKFIX.as_str()) {
        let chosen = chosen(document, found, params);
        for (number, finding) in &chosen {
            actions.extend(mend(document, finding, diagnostic(params, *number, finding)));
        }
        let mut seen = std::collections::BTreeSet::new();
        let apart = |finding: &&Finding| {
            seen.insert((finding.code, document.text.position(finding.span().start as usize).line))
        };
        for finding in chosen.iter().map(|(_, finding)| *finding).filter(apart) {
            actions.extend(allow(document, finding, params));
        }
    }
    // Nobody asks for it by name while the lamp is lit: there it would be one line too many.
    let is_named = params.context.only.is_some();
    if is_named && wanted(FIX_ALL) {
        actions.extend(found.mended.as_ref().map(|mended| {
            let edits = changes::between(&document.text, mended);
            action("Make all mends of corefilectl", CodeActionKind::from(FIX_ALL.to_owned()), document, edits)
        }));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

// `source` covers `source.fixAll`, and so on.
fn covers(wanted: &str, kind: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

/// The findings that the client names, or those in its range.
fn chosen<'d>(document: &Document, found: &'d Found, params: &CodeActionParams) -> Vec<(usize, &'d Finding)> {
    let named = params.context.diagnostics.iter().filter_map(|diagnostic| number(diagnostic, found.revision));
    let named: Vec<_> =
        named.filter_map(|number| Some((number, found.findings.get(number)?))).take(MAX_FINDINGS).collect();
    if !named.is_empty() {
        return named;
    }
    let wanted = document.text.span(params.range);
    let touches = |span: Span| span.start as usize <= wanted.end && wanted.start <= span.end as usize;
    found.findings.iter().enumerate().filter(|(_, finding)| touches(finding.span())).take(MAX_FINDINGS).collect()
}

fn number(diagnostic: &Diagnostic, revision: u64) -> Option<usize> {
    let data: Data = serde_json::from_value(diagnostic.data.clone()?).ok()?;
    (data.revision == revision).then_some(data.finding)
}

// The diagnostic as the client has it, so that it can be taken off its list.
fn diagnostic(params: &CodeActionParams, wanted: usize, finding: &Finding) -> Option<Diagnostic> {
    let is_it = |diagnostic: &&Diagnostic| {
        let data = diagnostic.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
        let is_code = diagnostic.code == Some(NumberOrString::String(finding.code.to_owned()));
        data.map_or_else(|| is_code && diagnostic.source.as_deref() == Some(SOURCE), |data| data.finding == wanted)
    };
    params.context.diagnostics.iter().find(is_it).cloned()
}

fn mend(document: &Document, finding: &Finding, diagnostic: Option<Diagnostic>) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let edits = fix.edits.iter().map(|edit| text_edit(document, edit)).collect();
    let title = format!("{} ({})", capitalised(&fix.title), finding.code);
    let mut action = action(&title, CodeActionKind::QUICKFIX, document, edits);
    action.diagnostics = diagnostic.map(|diagnostic| vec![diagnostic]);
    action.is_preferred = Some(true);
    Some(action)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A comment on a line of its own above the finding. Findings about the tool itself cannot be allowed.
fn allow(document: &Document, finding: &Finding, params: &CodeActionParams) -> Option<CodeAction> {
    if finding.code.starts_with("CF9") {
        return None;
    }
    let start = document.text.position(finding.span().start as usize);
    let (view, at) = View::at(document, start)?;
    // Within an action over several lines, and within quotes, a comment would be text.
    let line = view.text[..at as usize].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = u32::try_from(line).ok()?;
    let is_inside = view.outline.action_at(line, view.text).is_some_and(|action| action.start < line);
    if is_inside {
        return None;
    }
    let written = view.text[line as usize..].trim_ascii_start();
    // A comment is for the next directive; what no directive holds is allowed for the whole file.
    let is_directive = !["{{", "#", "}", "\n", "\r"].iter().any(|start| written.starts_with(start.as_bytes()));
    if !is_directive || written.is_empty() {
        let comment = format!("# corefilectl: allow-file {} TODO: say why\n", finding.code);
        return allowing(document, finding, params, &view, (Edit::new(Span::at(0), comment), "in the whole file"));
    }
    let indent: String = view.text[line as usize..]
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .map(|byte| char::from(*byte))
        .collect();
    let comment = format!("{indent}# corefilectl: allow {} TODO: say why\n", finding.code);
    allowing(document, finding, params, &view, (Edit::new(Span::at(line), comment), "here"))
}

fn allowing(
    document: &Document,
    finding: &Finding,
    params: &CodeActionParams,
    view: &View<'_>,
    (edit, place): (Edit, &str),
) -> Option<CodeAction> {
    let edit = match view.offsets {
        None => edit,
        Some(offsets) => offsets.outer_edit(&edit)?,
    };
    let title = format!("Allow {} {place} with a comment", finding.code);
    let mut action = action(&title, CodeActionKind::QUICKFIX, document, vec![text_edit(document, &edit)]);
    let is_it = |diagnostic: &&Diagnostic| diagnostic.code == Some(NumberOrString::String(finding.code.to_owned()));
    action.diagnostics = params.context.diagnostics.iter().find(is_it).map(|diagnostic| vec![diagnostic.clone()]);
    Some(action)
}

fn text_edit(document: &Document, edit: &Edit) -> TextEdit {
    TextEdit::new(document.text.range(edit.span), edit.text.clone())
}

fn action(title: &str, kind: CodeActionKind, document: &Document, mut edits: Vec<TextEdit>) -> CodeAction {
    edits.sort_by_key(|edit| order(&edit.range));
    let identifier =
        OptionalVersionedTextDocumentIdentifier { uri: document.uri.clone(), version: Some(document.version) };
    let edit = TextDocumentEdit { text_document: identifier, edits: edits.into_iter().map(OneOf::Left).collect() };
    let document_changes = Some(DocumentChanges::Edits(vec![edit]));
    CodeAction {
        title: title.to_owned(),
        kind: Some(kind),
        edit: Some(WorkspaceEdit { document_changes, ..WorkspaceEdit::default() }),
        ..CodeAction::default()
    }
}

/// The same actions for a client that knows no versions of documents.
pub fn without_versions(actions: &mut [CodeActionOrCommand]) {
    for action in actions {
        let CodeActionOrCommand::CodeAction(CodeAction { edit: Some(edit), .. }) = action else { continue };
        let Some(DocumentChanges::Edits(documents)) = edit.document_changes.take() else { continue };
        #[allow(clippy::mutable_key_type, reason = "the protocol's own type")]
        let changes = documents.into_iter().map(|document| {
            let edits = document.edits.into_iter().map(|edit| match edit {
                OneOf::Left(edit) => edit,
                OneOf::Right(annotated) => annotated.text_edit,
            });
            (document.text_document.uri, edits.collect())
        });
        edit.changes = Some(changes.collect());
    }
}

fn order(range: &Range) -> (Position, Position) {
    (range.start, range.end)
}
