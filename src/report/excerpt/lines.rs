//! An excerpt as lines and pieces of lines, for pages that mark places by themselves. Lines far from every mark are folded.

use serde::Serialize;

use super::{Excerpt, Mark};

/// Lines of an excerpt that are kept, and pieces of a line: what marks more is not read by anybody.
const MAX_LINES: usize = 24;

/// A line of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number, from 1; none where lines are left out.
    pub number: Option<usize>,
    /// Its text.
    pub pieces: Vec<Piece>,
    /// What is said at the marks that end in it.
    pub said: Vec<Said>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// How it is marked.
    pub mark: Kind,
    /// Its text.
    pub text: String,
}

/// What is said at a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Which mark.
    pub mark: Kind,
    /// What.
    pub text: String,
}

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Not marked.
    Plain,
    /// Another place that the finding is about.
    Other,
    /// The place.
    Main,
}

impl Excerpt<'_> {
    /// `path:line:column`, the path safe to be shown.
    pub fn address(&self) -> String {
        format!("{}:{}:{}", self.path, self.position.line, self.position.column)
    }

    /// The lines with marks and those next to them.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<(Line, bool)> = Vec::new();
        let mut start = 0;
        for (index, text) in self.text.split('\n').enumerate() {
            let end = start + text.len();
            let here =
                |mark: &&Mark<'_>| mark.from <= end && mark.to >= start && (mark.to > start || mark.from == start);
            let marks: Vec<&Mark<'_>> = self.marks.iter().filter(here).collect();
            // A mark ends in the last line that it reaches into.
            let ends_here = |mark: &&&Mark<'_>| mark.to <= end && !mark.text.is_empty();
            let said =
                marks.iter().filter(ends_here).map(|mark| Said { mark: kind(mark), text: mark.text.to_string() });
            let said = said.collect();
            let line = Line { number: Some(self.first_line + index), pieces: pieces(text, start, &marks), said };
            lines.push((line, !marks.is_empty()));
            start = end + 1;
        }
        folded(lines)
    }
}

fn kind(mark: &Mark<'_>) -> Kind {
    if mark.primary { Kind::Main } else { Kind::Other }
}

fn pieces(text: &str, start: usize, marks: &[&Mark<'_>]) -> Vec<Piece> {
    let clip = |at: usize| at.saturating_sub(start).min(text.len());
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [clip(mark.from), clip(mark.to)]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces: Vec<Piece> = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(text) = text.get(*from..*to) else { continue };
        let covers = |mark: &&&Mark<'_>| clip(mark.from) <= *from && *to <= clip(mark.to);
        let mark = marks.iter().filter(covers).map(|mark| kind(mark)).max().unwrap_or(Kind::Plain);
        match pieces.last_mut() {
            Some(last) if last.mark == mark => last.text += text,
            _ => pieces.push(Piece { mark, text: text.to_owned() }),
        }
    }
    // A place without width is marked, too.
    let points = marks.iter().filter(|mark| mark.from == mark.to);
    if let Some(point) = points.map(|mark| clip(mark.from)).min()
        && pieces.iter().all(|piece| piece.mark == Kind::Plain)
    {
        let (before, behind) = text.split_at_checked(point).unwrap_or((text, ""));
        let plain = |text: &str| Piece { mark: Kind::Plain, text: text.to_owned() };
        return vec![plain(before), Piece { mark: Kind::Main, text: String::new() }, plain(behind)];
    }
    pieces
}

fn folded(lines: Vec<(Line, bool)>) -> Vec<Line> {
    let marked: Vec<bool> = lines.iter().map(|(_, marked)| *marked).collect();
    let is_near = |index: usize| {
        let (from, to) = (index.saturating_sub(1), (index + 2).min(marked.len()));
        marked.get(from..to).is_some_and(|near| near.contains(&true))
    };
    let mut kept: Vec<Line> = Vec::new();
    for (index, (line, marked)) in lines.into_iter().enumerate() {
        let has_room = kept.len() < MAX_LINES || !line.said.is_empty();
        if is_near(index) && has_room && (marked || !line.pieces.is_empty() || index > 0) {
            kept.push(line);
        } else if kept.last().is_some_and(|last| last.number.is_some()) {
            kept.push(Line { number: None, pieces: Vec::new(), said: Vec::new() });
        }
    }
    if kept.last().is_some_and(|last| last.number.is_none()) {
        kept.pop();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::excerpts;
    use super::*;
    use crate::diagnostic::Label;
    use crate::source::{Source, Span};

    fn shown(text: &str, labels: &[(u32, u32, &str)]) -> Vec<String> {
        let labels: Vec<_> = labels
            .iter()
            .map(|(start, end, text)| Label { span: Span::new(*start, *end), text: (*text).to_owned() })
            .collect();
        let source = Source::new("t", text);
        let piece = |piece: &Piece| match piece.mark {
            Kind::Plain => piece.text.clone(),
            Kind::Other => format!("({})", piece.text),
            Kind::Main => format!("[{}]", piece.text),
        };
        let line = |line: &Line| {
            let number = line.number.map_or("…".to_owned(), |number| number.to_string());
            let said: String = line.said.iter().map(|said| format!(" <{}>", said.text)).collect();
            format!("{number} {}{said}", line.pieces.iter().map(piece).collect::<String>())
        };
        excerpts(&source, &labels).iter().flat_map(Excerpt::lines).map(|each| line(&each)).collect()
    }

    #[test]
    fn marks_lie_in_their_lines() {
        assert_eq!(shown("a bcd e\nx\n", &[(2, 5, "here")]), ["1 a [bcd] e <here>"]);
        assert_eq!(shown("abcdef", &[(2, 3, "m"), (1, 5, "o")]), ["1 a(b)[c](de)f <o> <m>"]);
        assert_eq!(shown("ab\ncd\nef", &[(1, 7, "all")]), ["1 a[b]", "2 [cd]", "3 [e]f <all>"]);
        assert_eq!(shown("ab", &[(1, 1, "")]), ["1 a[]b"]);
        assert_eq!(shown("", &[(0, 0, "empty")]), ["1 [] <empty>"]);
    }

    #[test]
    fn lines_far_from_marks_are_folded() {
        let text = "a\n".repeat(9);
        assert_eq!(shown(&text, &[(0, 1, ""), (14, 15, "")]), ["1 [a]", "2 a", "… ", "7 a", "8 (a)"]);
        let long = "a\n".repeat(400);
        assert!(shown(&long, &[(0, 799, "all")]).len() <= MAX_LINES + 2);
    }
}
