//! The lines around the places of a diagnostic, safe to be shown, with the places marked. Places that lie far apart stand
//! in excerpts of their own. What is said beside the excerpts is `human`'s business.

pub(super) mod lines;

use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::visible::{visible_line, visible_start, visible_with_offsets};
use crate::diagnostic::Label;
use crate::source::{Position, Source};

// Bytes; a file without newlines must not end up on the terminal.
const MAX_EXCERPT: usize = 2_000;

// Bytes of what is said at a place.
const MAX_LABEL: usize = 500;

// Stands for the address of an excerpt while it is laid out; no shown text holds it.
const ADDRESS: char = '\0';

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
    let mut earliest = offset.saturating_sub(MAX_EXCERPT / 2);
    let furthest = offset.min(earliest + 3);
    while earliest > 0 && earliest < furthest && is_inside_character(text, earliest) {
        earliest += 1;
    }
    let before = text.get(earliest..offset).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(earliest, |newline| earliest + newline + 1)
}

// In a text that is not UTF-8 every byte can look like that, so that callers must not go far.
fn is_inside_character(text: &[u8], offset: usize) -> bool {
    text.get(offset).is_some_and(|byte| byte & 0xc0 == 0x80)
}

impl<'a> Excerpt<'a> {
    fn new(source: &'a Source, from: usize, places: &[Place<'a>]) -> Self {
        let text = source.text();
        let mut limit = text.len().min(from + MAX_EXCERPT);
        while limit > from + MAX_EXCERPT - 4 && is_inside_character(text, limit) {
            limit -= 1;
        }
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
            text: label_text(place.label),
            primary: place.primary,
        };
        let marks = places.iter().map(mark).collect();
        let main = places.iter().find(|place| place.primary).or(places.first());
        let position = |offset: usize| source.position(u32::try_from(offset).unwrap_or(u32::MAX));
        Self {
            path: visible_line(source.name().as_bytes()),
            position: position(main.map_or(from, |place| place.start)),
            first_line: position(from).line,
            text: shown,
            marks,
        }
    }

    /// The lines with their marks, under [`ADDRESS`] instead of the path.
    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotations = self.marks.iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(mark.from..mark.to).label(mark.text.as_ref())
        });
        let path = ADDRESS.to_string();
        Snippet::source(self.text.as_str()).line_start(self.first_line).path(path).annotations(annotations)
    }
}

fn label_text(label: &Label) -> Cow<'_, str> {
    match visible_start(label.text.as_bytes(), MAX_LABEL) {
        Cow::Borrowed(text) => visible_line(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(visible_line(text.as_bytes()).into_owned()),
    }
}

/// Writes the addresses of the excerpts where they were laid out. The renderer cannot: it counts columns from the start of
/// the excerpt, which can lie within the line, and takes the leftmost mark of a line for the place.
pub(super) fn with_addresses(laid_out: &str, excerpts: &[Excerpt<'_>]) -> String {
    let mut parts = laid_out.split(ADDRESS);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, excerpt) in parts.zip(excerpts) {
        let Position { line, column } = excerpt.position;
        text += &format!("{}:{line}:{column}", excerpt.path);
        text += part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    }
    text
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
    fn long_lines_are_cut_between_characters() {
        for start in 0..6_u32 {
            let text = format!("{}{}", "a".repeat(start as usize), "é€😀".repeat(2_000));
            let source = Source::new("t", text);
            for at in [start, start + 2, start + 9_000, start + 9_005] {
                let shown = excerpts(&source, &[label(at, at + 1, "")])[0].text.clone();
                assert!(!shown.contains('\u{fffd}') && shown.len() > MAX_EXCERPT / 2, "{start} {at}");
            }
        }
        let source = Source::new("t", vec![0x80; 9_000]);
        assert_eq!(excerpts(&source, &[label(5_000, 5_001, "")])[0].text.chars().count(), MAX_EXCERPT - 4);
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
