//! Where the bytes of a text that was taken out of another one (a block scalar of a YAML file) stand in that file.

use super::{Edit, Span};

/// The map from an inner text to the outer one: runs of bytes that stand in both, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    runs: Vec<Run>,
    indent: Option<String>,
    fixed: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    inner: u32,
    outer: u32,
    line: Option<Line>,
}

/// A run that starts a line of the inner text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Line {
    /// How much of the indentation stands before it; a blank line may have less than all.
    lead: u32,
    /// Nothing follows: the outer line belongs to something else.
    end: bool,
}

impl Offsets {
    /// A map without runs. `indent` is what a new line of the inner text needs before it in the outer one; without it the
    /// outer text cannot be changed through the inner one.
    #[must_use]
    pub fn new(indent: Option<String>) -> Self {
        Self { runs: Vec::new(), indent, fixed: None }
    }

    /// The map of a text that stands in the outer one in another form: all of it is at `outer`.
    #[must_use]
    pub fn fixed(outer: u32) -> Self {
        Self { runs: Vec::new(), indent: None, fixed: Some(outer) }
    }

    /// Says that from `inner` on, bytes stand at `outer` on. Runs come in ascending order.
    pub fn push(&mut self, inner: u32, outer: u32) {
        self.runs.push(Run { inner, outer, line: None });
    }

    /// [`Offsets::push`] for the start of an inner line, before which `lead` bytes of indentation stand in the outer one.
    pub fn push_line(&mut self, inner: u32, outer: u32, lead: u32) {
        self.runs.push(Run { inner, outer, line: Some(Line { lead, end: false }) });
    }

    /// Says that the inner text ends at `inner`, behind the end of a line, and that an outer line of something else starts
    /// at `outer`.
    pub fn push_end(&mut self, inner: u32, outer: u32) {
        self.runs.push(Run { inner, outer, line: Some(Line { lead: 0, end: true }) });
    }

    /// The map for an outer text that has `by` bytes more at its start.
    #[must_use]
    pub fn moved(mut self, by: u32) -> Self {
        self.runs.iter_mut().for_each(|run| run.outer = run.outer.saturating_add(by));
        self.fixed = self.fixed.map(|outer| outer.saturating_add(by));
        self
    }

    /// What a new line of the inner text needs before it in the outer one; none where lines cannot be written.
    #[must_use]
    pub fn indent(&self) -> Option<&str> {
        self.indent.as_deref()
    }

    /// Where the inner byte stands in the outer text.
    #[must_use]
    pub fn outer(&self, inner: u32) -> u32 {
        let run = || self.run(inner).map_or(inner, |run| run.outer + inner.saturating_sub(run.inner));
        self.fixed.unwrap_or_else(run)
    }

    /// Which inner byte stands at `outer`; within the indentation of a line it is the line's first. None where the outer
    /// byte belongs to something else.
    #[must_use]
    pub fn inner(&self, outer: u32) -> Option<u32> {
        let next = self.runs.partition_point(|run| run.outer <= outer);
        let following = self.runs.get(next);
        let Some(run) = next.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            // The indentation of the first line.
            let lead = following?.line?.lead;
            return following.filter(|run| outer >= run.outer.saturating_sub(lead)).map(|run| run.inner);
        };
        if run.line.is_some_and(|line| line.end) {
            return None;
        }
        let inner = run.inner.saturating_add(outer - run.outer);
        Some(following.map_or(inner, |following| inner.min(following.inner)))
    }

    fn run(&self, inner: u32) -> Option<Run> {
        let index = self.runs.partition_point(|run| run.inner <= inner);
        index.checked_sub(1).and_then(|index| self.runs.get(index)).or(self.runs.first()).copied()
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
        let line_at = |inner| self.run(inner).filter(|run| run.inner == inner).and_then(|run| run.line);
        let (first, last) = (line_at(edit.span.start), line_at(edit.span.end));
        let mut text = edit.text.clone();
        if last.is_some_and(|line| line.end) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        if let (Some(first), Some(last)) = (first, last)
            && (text.is_empty() || text.ends_with('\n'))
        {
            let span = Span::new(self.outer(edit.span.start) - first.lead, self.outer(edit.span.end) - last.lead);
            let lines = text
                .split_inclusive('\n')
                .map(|line| if line == "\n" { line.to_owned() } else { format!("{indent}{line}") });
            return Some(Edit::new(span, lines.collect::<String>()));
        }
        let mut span = self.outer_span(edit.span);
        let mut text = text.replace('\n', &format!("\n{indent}"));
        match last {
            Some(Line { end: true, .. }) if !edit.span.is_empty() => {
                // The line that follows is not indented by us, and the end of the last one must stay.
                text.truncate(text.trim_end_matches(indent.as_str()).len());
                if text.is_empty() {
                    text.push('\n');
                }
            }
            Some(_) if !edit.span.is_empty() => span.end = self.outer(edit.span.end),
            _ => {}
        }
        if let Some(first) = first
            && !text.is_empty()
            && !text.starts_with('\n')
        {
            text.insert_str(0, indent.get(first.lead as usize..).unwrap_or_default());
        }
        Some(Edit::new(span, text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::edit;
    use super::*;

    // Three lines, the middle one blank and not indented, and the next entry.
    const OUTER: &str = "a: |\n  xy\n\n  z\nb: 1\n";
    const INNER: &str = "xy\n\nz\n";

    fn offsets() -> Offsets {
        let mut offsets = Offsets::new(Some("  ".to_owned()));
        offsets.push_line(0, 7, 2);
        offsets.push_line(3, 10, 0);
        offsets.push_line(4, 13, 2);
        offsets.push_end(6, 15);
        offsets
    }

    #[test]
    fn spans_follow_the_lines() {
        let offsets = offsets();
        assert_eq!(offsets.outer(1), 8);
        assert_eq!(offsets.outer_span(Span::new(1, 5)), Span::new(8, 14));
        assert_eq!(offsets.outer_span(Span::at(4)), Span::at(13));
        assert_eq!(Offsets::default().outer(4), 4);
        for (outer, inner) in [(4, None), (5, Some(0)), (6, Some(0)), (8, Some(1)), (9, Some(2)), (10, Some(3))] {
            assert_eq!(offsets.inner(outer), inner, "{outer}");
        }
        for (outer, inner) in [(11, Some(4)), (12, Some(4)), (13, Some(4)), (14, Some(5)), (15, None), (16, None)] {
            assert_eq!(offsets.inner(outer), inner, "{outer}");
        }
        assert_eq!(Offsets::fixed(7).moved(3).outer_span(Span::new(2, 5)), Span::new(10, 11));
        assert_eq!(Offsets::default().outer_edit(&Edit::new(Span::at(0), "")), None);
    }

    #[test]
    fn edits_keep_the_layout_of_the_outer_text() {
        let offsets = offsets();
        // Reads the value of `a` back; what the lines of something else are is not touched.
        let read = |outer: &str| {
            let body = outer.strip_prefix("a: |\n").unwrap().strip_suffix("b: 1\n").unwrap();
            let lines = body.split_inclusive('\n').map(|line| {
                assert!(line.trim().is_empty() || line.starts_with("  "), "{outer:?}");
                if line.trim().is_empty() { "\n" } else { &line[2..] }
            });
            lines.collect::<String>()
        };
        let len = u32::try_from(INNER.len()).unwrap();
        for start in 0..=len {
            for end in start..=len {
                for text in ["", "p", "p\n", "p\nq", "p\n\nq\n", "\np"] {
                    let inner = edit::apply(INNER.as_bytes(), &[Edit::new(Span::new(start, end), text)]).unwrap();
                    let mut inner = String::from_utf8(inner).unwrap();
                    if !inner.is_empty() && !inner.ends_with('\n') {
                        inner.push('\n');
                    }
                    let outer = offsets.outer_edit(&Edit::new(Span::new(start, end), text)).unwrap();
                    let outer = edit::apply(OUTER.as_bytes(), &[outer]).unwrap();
                    let outer = String::from_utf8(outer).unwrap();
                    assert_eq!(read(&outer), inner, "{start}..{end} {text:?} {outer:?}");
                }
            }
        }
    }
}
