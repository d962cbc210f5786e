//! What can be folded: server blocks, the blocks of directives, control structures, runs of comments.

use lsp_types::{FoldingRange, FoldingRangeKind};

use super::document::Document;
use super::navigation::structures;
use super::view::View;
use crate::source::Span;

/// More are not sent; no editor folds so much.
const MAX_RANGES: usize = 5_000;

/// The ranges of a document, in the order in which they start.
#[must_use]
pub fn ranges(document: &Document) -> Vec<FoldingRange> {
    let mut ranges = Vec::new();
    for view in View::all(document) {
        for block in &view.outline.blocks {
            push(&mut ranges, &view, Span::new(block.open, block.close), None);
            let bodies = block.directives.iter().filter_map(|directive| directive.body.as_ref());
            for body in bodies {
                push(&mut ranges, &view, Span::new(body.open, body.close), None);
            }
        }
        for structure in structures(&view) {
            if let (Some(first), Some(last)) = (structure.first(), structure.last()) {
                push(&mut ranges, &view, Span::new(first.start, last.end), None);
            }
        }
        for comments in comments(view.text) {
            push(&mut ranges, &view, comments, Some(FoldingRangeKind::Comment));
        }
    }
    ranges.sort_by_key(|range| (range.start_line, range.end_line));
    ranges.dedup_by_key(|range| range.start_line);
    ranges.truncate(MAX_RANGES);
    ranges
}

fn push(ranges: &mut Vec<FoldingRange>, view: &View<'_>, span: Span, kind: Option<FoldingRangeKind>) {
    let range = view.range(span);
    // The line with the brace stays in sight.
    let last = if kind.is_some() { range.end.line } else { range.end.line.saturating_sub(1) };
    if last > range.start.line {
        ranges.push(FoldingRange { start_line: range.start.line, end_line: last, kind, ..FoldingRange::default() });
    }
}

/// Runs of lines that are comments and nothing else.
fn comments(text: &[u8]) -> Vec<Span> {
    let (mut runs, mut run, mut at): (Vec<Span>, Option<Span>, u32) = (Vec::new(), None, 0);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let end = at.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let trimmed = at.saturating_add(u32::try_from(line.trim_ascii_end().len()).unwrap_or(u32::MAX));
        if line.trim_ascii_start().starts_with(b"#") {
            run = Some(Span::new(run.map_or(at, |run| run.start), trimmed));
        } else {
            runs.extend(run.take());
        }
        at = end;
    }
    runs.extend(run);
    runs
}
