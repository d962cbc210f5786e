//! The edits that lead from one text to another, as small as they are cheap to find: whole lines, the equal ones at both ends
//! and in between left alone.

use std::time::{Duration, Instant};

use lsp_types::TextEdit;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::text::Text;
use crate::source::Span;

/// So long is looked for small changes; then larger ones do.
const PATIENCE: Duration = Duration::from_millis(8);

/// The edits, in order. What is not UTF-8 in the new text would not come from UTF-8: then there are none.
#[must_use]
pub fn between(old: &Text, new: &[u8]) -> Vec<TextEdit> {
    let (before, Ok(after)) = (old.as_str(), std::str::from_utf8(new)) else { return Vec::new() };
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let starts = |lines: &[&str]| {
        let mut at = 0;
        let mut starts = vec![0];
        starts.extend(lines.iter().map(|line| {
            at += line.len();
            at
        }));
        starts
    };
    let (old_at, new_at) = (starts(&old_lines), starts(&new_lines));
    let deadline = Some(Instant::now() + PATIENCE);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old_lines, &new_lines, deadline);
    let change = |op: &DiffOp| {
        let (from, to) = (op.old_range(), op.new_range());
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(number(*old_at.get(from.start)?), number(*old_at.get(from.end)?));
        let text = after.get(*new_at.get(to.start)?..*new_at.get(to.end)?)?;
        Some(TextEdit::new(old.range(span), text.to_owned()))
    };
    ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::text::Encoding;

    #[test]
    fn edits_lead_there() {
        let texts =
            ["", "a\n", "a\nb\nc\n", "a\nx\nc", "b\n", "\u{e4}\n\u{1f600}\nc\n", "a\nb\nc\nd\ne\nf\n", "a\r\nb\r\n"];
        for old in texts {
            for new in texts {
                let mut text = Text::new(old.to_owned(), Encoding::Utf16);
                let edits = between(&text, new.as_bytes());
                assert!(old != new || edits.is_empty());
                for edit in edits.iter().rev() {
                    text.edit(Some(edit.range), &edit.new_text);
                }
                assert_eq!(text.as_str(), new, "{old:?}");
            }
        }
    }
}
