//! Changes of a text: replacements of spans, applied together or not at all.

use super::Span;

/// The replacement of one span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; an empty span inserts.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Edit {
    /// Replaces `span` by `text`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// Two edits touch the same bytes, or one lies outside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the changes overlap or lie outside the text")]
pub struct Conflict;

/// `text` with all `edits` made; their order does not matter.
///
/// # Errors
/// Edits that overlap, or that lie outside the text.
pub fn apply(text: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Conflict> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut changed = Vec::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if start < at || end < start {
            return Err(Conflict);
        }
        changed.extend_from_slice(text.get(at..start).ok_or(Conflict)?);
        changed.extend_from_slice(edit.text.as_bytes());
        at = end;
    }
    changed.extend_from_slice(text.get(at..).ok_or(Conflict)?);
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(edits: &[(u32, u32, &str)]) -> Result<Vec<u8>, Conflict> {
        let edits: Vec<_> = edits.iter().map(|(start, end, text)| Edit::new(Span::new(*start, *end), *text)).collect();
        apply(b"abcdef", &edits)
    }

    #[test]
    fn edits_are_made_together() {
        assert_eq!(applied(&[(4, 5, "E"), (0, 1, "AA"), (2, 2, "-")]).unwrap(), b"AAb-cdEf");
        assert_eq!(applied(&[]).unwrap(), b"abcdef");
        assert_eq!(applied(&[(6, 6, "!")]).unwrap(), b"abcdef!");
    }

    #[test]
    fn overlaps_and_strays_are_refused() {
        for edits in [&[(0, 3, ""), (2, 4, "")][..], &[(5, 9, "")], &[(9, 9, "")], &[(3, 2, "")]] {
            assert_eq!(applied(edits), Err(Conflict), "{edits:?}");
        }
    }
}
