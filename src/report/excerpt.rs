//! The lines around the places of a diagnostic, safe to be shown, with the places marked. Places that lie far apart stand
//! in excerpts of their own. What is said beside the excerpts is `human`'s business.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Element, Origin, Snippet};

use super::visible::{visible, visible_with_offsets};
use crate::diagnostic::Label;
use crate::source::{Position, Source};

// Bytes; a file without newlines must not end up on the terminal.
const MAX_EXCERPT: usize = 2_000;

/// Places of one diagnostic that are marked; laying out many over each other takes time and shows nothing.
pub(super) const MAX_MARKS: usize = 12;

/// Some lines of a text with marks in them.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    path: Cow<'a, str>,
    position: Position,
    first_line: usize,
    text: String,
    marks: Vec<Mark<'a>>,
}

// Where a label lies in the shown text.
#[derive(Debug)]
struct Mark<'a> {
    from: usize,
    to: usize,
    text: Cow<'a, str>,
    primary: bool,
}

// A label with its place, cut to the text.
#[derive(Clone, Copy)]
struct Place<'a> {
    start: usize,
    end: usize,
    label: &'a Label,
    primary: bool,
}

/// The excerpts that show the first [`MAX_MARKS`] of `labels`; the one with the first label comes first, the others follow
/// in the order of the text.
pub(super) fn excerpts<'a>(source: &'a Source, labels: &'a [Label]) -> Vec<Excerpt<'a>> {
    let len = source.text().len();
    let cut = |(index, label): (usize, &'a Label)| {
        let start = (label.span.start as usize).min(len);
        Place { start, end: (label.span.end as usize).clamp(start, len), label, primary: index == 0 }
    };
    let mut places: Vec<_> = labels.iter().take(MAX_MARKS).enumerate().map(cut).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut excerpts = Vec::new();
    let mut rest = places.as_slice();
    while let Some(first) = rest.first() {
        let from = start_of_excerpt(source.text(), first.start);
        // Behind the last mark half of an excerpt is left to show what it marks.
        let joined = rest.iter().take_while(|place| place.start <= first.start.max(from + MAX_EXCERPT / 2)).count();
        let (together, others) = rest.split_at(joined);
        excerpts.push(Excerpt::new(source, from, together));
        rest = others;
    }
    excerpts.sort_by_key(|excerpt| !excerpt.marks.iter().any(|mark| mark.primary));
    excerpts
}

// The line's start, or a place within a long line.
fn start_of_excerpt(text: &[u8], offset: usize) -> usize {
    let earliest = offset.saturating_sub(MAX_EXCERPT / 2);
    let before = text.get(earliest..offset).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(earliest, |newline| earliest + newline + 1)
}

impl<'a> Excerpt<'a> {
    fn new(source: &'a Source, from: usize, places: &[Place<'a>]) -> Self {
        let text = source.text();
        let limit = text.len().min(from + MAX_EXCERPT);
        let end = places.iter().map(|place| place.end).max().unwrap_or(from).min(limit);
        let to = memchr::memchr(b'\n', text.get(end..limit).unwrap_or_default()).map_or(limit, |newline| end + newline);

        let mut offsets: Vec<_> = places.iter().flat_map(|place| [place.start, place.end.min(to)]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let relative: Vec<_> = offsets.iter().map(|offset| offset - from).collect();
        let (shown, shown_at) = visible_with_offsets(text.get(from..to).unwrap_or_default(), &relative);
        let in_shown = |offset: usize| {
            let index = offsets.binary_search(&offset).ok();
            index.and_then(|index| shown_at.get(index)).copied().unwrap_or(shown.len())
        };
        let mark = |place: &Place<'a>| Mark {
            from: in_shown(place.start),
            to: in_shown(place.end.min(to)),
            text: visible(place.label.text.as_bytes()),
            primary: place.primary,
        };
        let marks = places.iter().map(mark).collect();
        let main = places.iter().find(|place| place.primary).or(places.first());
        let position = |offset: usize| source.position(u32::try_from(offset).unwrap_or(u32::MAX));
        Self {
            path: visible(source.name().as_bytes()),
            position: position(main.map_or(from, |place| place.start)),
            first_line: position(from).line,
            text: shown,
            marks,
        }
    }

    /// The place's address, then the lines.
    pub(super) fn elements(&self) -> [Element<'_>; 2] {
        let annotations = self.marks.iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(mark.from..mark.to).label(mark.text.as_ref())
        });
        let lines = Snippet::source(self.text.as_str()).line_start(self.first_line).annotations(annotations);
        [origin(self.path.as_ref(), self.position).into(), lines.into()]
    }
}

/// The address of a place. The renderer would count the column from the excerpt's start, which can lie within the line.
pub(super) fn origin(path: &str, position: Position) -> Origin<'_> {
    Origin::path(path).line(position.line).char_column(position.column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn label(start: u32, end: u32, text: &str) -> Label {
        Label { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn far_places_stand_apart_and_the_first_label_comes_first() {
        let text = format!("one\n{}two\nthree\n", "x\n".repeat(1_000));
        let source = Source::new("t", text);
        let labels = [label(2_008, 2_013, "main"), label(0, 3, "far"), label(2_004, 2_007, "near")];
        let shown = excerpts(&source, &labels);
        let lines: Vec<_> = shown.iter().map(|excerpt| (excerpt.first_line, excerpt.position.line)).collect();
        assert_eq!(lines, [(1_002, 1_003), (1, 1)]);
        assert_eq!(shown[0].text, "two\nthree");
        assert_eq!(shown[0].marks.iter().map(|mark| (mark.from, mark.to)).collect::<Vec<_>>(), [(0, 3), (4, 9)]);
        assert_eq!(shown[1].text, "one");
    }

    #[test]
    fn places_outside_the_text_stand_at_its_end() {
        for text in ["", "\n", "ab", "é"] {
            let source = Source::new("t", text);
            for label in [label(0, 0, ""), label(7, 9, ""), label(1, 0, ""), label(1, 99, "")] {
                let shown = excerpts(&source, std::slice::from_ref(&label));
                let mark = &shown[0].marks[0];
                assert!(mark.from <= mark.to && mark.to <= shown[0].text.len(), "{text:?} {label:?} {mark:?}");
            }
        }
    }
}
