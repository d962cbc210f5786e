//! Where the bytes of a text that was taken out of another one (a block scalar of a YAML file) stand in that file.

use super::{Edit, Span};

/// The map from an inner text to the outer one: runs of bytes that stand in both, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    runs: Vec<Run>,
    indent: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    inner: u32,
    outer: u32,
}

impl Offsets {
    /// A map without runs. `indent` is what a new line of the inner text needs before it in the outer one; without it the
    /// outer text cannot be changed through the inner one.
    #[must_use]
    pub fn new(indent: Option<String>) -> Self {
        Self { runs: Vec::new(), indent }
    }

    /// Says that from `inner` on, bytes stand at `outer` on. Runs come in ascending order.
    pub fn push(&mut self, inner: u32, outer: u32) {
        self.runs.push(Run { inner, outer });
    }

    /// Where the inner byte stands in the outer text.
    #[must_use]
    pub fn outer(&self, inner: u32) -> u32 {
        let index = self.runs.partition_point(|run| run.inner <= inner);
        let run = index.checked_sub(1).and_then(|index| self.runs.get(index)).or(self.runs.first());
        run.map_or(inner, |run| run.outer + inner.saturating_sub(run.inner))
    }

    /// The outer span from the first to behind the last byte of the inner one.
    #[must_use]
    pub fn outer_span(&self, inner: Span) -> Span {
        let start = self.outer(inner.start);
        let end = inner.end.checked_sub(1).filter(|last| *last >= inner.start);
        Span::new(start, end.map_or(start, |last| self.outer(last) + 1))
    }

    /// The edit of the outer text that makes `edit` of the inner one; none where lines cannot be written.
    #[must_use]
    pub fn outer_edit(&self, edit: &Edit) -> Option<Edit> {
        let indent = self.indent.as_ref()?;
        let span = self.outer_span(edit.span);
        Some(Edit::new(span, edit.text.replace('\n', &format!("\n{indent}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_edits_follow_the_lines() {
        // "a: |\n  xy\n  z\n" holds "xy\nz\n".
        let mut offsets = Offsets::new(Some("  ".to_owned()));
        offsets.push(0, 7);
        offsets.push(3, 12);
        assert_eq!(offsets.outer(1), 8);
        assert_eq!(offsets.outer_span(Span::new(1, 4)), Span::new(8, 13));
        assert_eq!(offsets.outer_span(Span::at(3)), Span::at(12));
        let edit = offsets.outer_edit(&Edit::new(Span::new(3, 4), "p\nq")).unwrap();
        assert_eq!(edit, Edit::new(Span::new(12, 13), "p\n  q"));
        assert_eq!(Offsets::default().outer(4), 4);
        assert_eq!(Offsets::default().outer_edit(&Edit::new(Span::at(0), "")), None);
    }
}
