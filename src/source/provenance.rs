//! Which part of a template made which bytes of the rendered text. Segments follow one another without gaps, so that
//! every rendered byte has exactly one origin.

use super::Span;

/// A run of rendered bytes that one piece of the template made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where the run lies in the rendered text.
    pub rendered: Span,
    /// The text or action of the template that wrote it.
    pub template: Span,
    /// Which fields of the root value flowed into it: bit `n` stands for the struct's `n`-th field; literal text has none.
    pub fields: u32,
}

/// The map from rendered bytes to the template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    pieces: Vec<Piece>,
}

// A segment starts where the one before it ends, so its start is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    end: u32,
    template: Span,
    fields: u32,
}

impl Provenance {
    /// A map with room for `segments` segments.
    #[must_use]
    pub fn with_capacity(segments: usize) -> Self {
        Self { pieces: Vec::with_capacity(segments) }
    }

    /// Says that the rendered text, which now ends at `end`, grew by what `template` wrote. Does nothing if it did not grow.
    pub fn grow_to(&mut self, end: u32, template: Span, fields: u32) {
        match self.pieces.last_mut() {
            Some(last) if end <= last.end => {}
            Some(last) if last.template == template && last.fields == fields => last.end = end,
            None if end == 0 => {}
            _ => self.pieces.push(Piece { end, template, fields }),
        }
    }

    /// All segments, in the order of the rendered text.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        let mut start = 0;
        self.pieces.iter().map(move |piece| {
            let rendered = Span::new(start, piece.end);
            start = piece.end;
            Segment { rendered, template: piece.template, fields: piece.fields }
        })
    }

    /// The segment that made the rendered byte at `offset`, or `None` behind the end.
    #[must_use]
    pub fn segment_at(&self, offset: u32) -> Option<Segment> {
        let index = self.pieces.partition_point(|piece| piece.end <= offset);
        let piece = self.pieces.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.pieces[before].end);
        Some(Segment { rendered: Span::new(start, piece.end), template: piece.template, fields: piece.fields })
    }

    /// The bytes of the template that made a span of the rendered text: the very bytes where they are literal text, else
    /// whole actions.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        let len = self.rendered_len();
        let Some(first) = self.segment_at(span.start.min(len.saturating_sub(1))) else {
            return Span::at(0);
        };
        let inside = |segment: Segment, at: u32| {
            let is_literal = segment.rendered.len() == segment.template.len() && segment.fields == 0;
            let into = at.saturating_sub(segment.rendered.start).min(segment.template.len());
            if is_literal { Span::at(segment.template.start + into) } else { segment.template }
        };
        let start = inside(first, span.start).start;
        let last = span.end.checked_sub(1).filter(|last| *last >= span.start);
        let end = last.and_then(|last| self.segment_at(last).map(|segment| inside(segment, last + 1)));
        // A template can call its parts in any order.
        let end = end.map_or(start, |end| end.end);
        if end >= start { Span::new(start, end) } else { inside(first, first.rendered.end.min(span.end)) }
    }

    /// The map of a text that is its own template.
    #[must_use]
    pub fn of_itself(len: usize) -> Self {
        let mut provenance = Self::default();
        let end = u32::try_from(len).unwrap_or(u32::MAX);
        provenance.grow_to(end, Span::new(0, end), 0);
        provenance
    }

    /// Whether two maps lead to the same places, whichever fields flowed in: the bits of fields are another struct's in
    /// another release.
    #[must_use]
    pub fn leads_to_the_same(&self, other: &Self) -> bool {
        let place = |piece: &Piece| (piece.end, piece.template);
        self.pieces.len() == other.pieces.len()
            && self.pieces.iter().zip(&other.pieces).all(|(one, two)| place(one) == place(two))
    }

    /// How long the mapped text is.
    #[must_use]
    pub fn rendered_len(&self) -> u32 {
        self.pieces.last().map_or(0, |piece| piece.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_found_by_rendered_offset() {
        let mut map = Provenance::default();
        map.grow_to(0, Span::new(0, 1), 0);
        map.grow_to(3, Span::new(0, 3), 0);
        map.grow_to(3, Span::new(3, 9), 1);
        map.grow_to(8, Span::new(9, 20), 2);
        map.grow_to(9, Span::new(9, 20), 2);
        assert_eq!(map.segments().count(), 2);
        assert_eq!(map.segment_at(2).map(|s| s.template), Some(Span::new(0, 3)));
        assert_eq!(map.segment_at(3).map(|s| s.rendered), Some(Span::new(3, 9)));
        assert_eq!(map.segment_at(9), None);
        assert_eq!(map.rendered_len(), 9);
    }
}
