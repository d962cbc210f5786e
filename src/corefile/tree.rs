//! The whole text in pieces, so that nothing is lost: words, white space, comments. Printing the pieces gives the text byte
//! for byte. What the words mean is [`super::parser`]'s business.

use super::lexer::lex;
use super::token::{MAIN, Token};
use crate::source::Span;

/// What a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// White space, a byte order mark at the start, and what an unterminated empty quote leaves.
    Space,
    /// From `#` to where it stops hiding text: the end of the line, or behind a word the next white space.
    Comment,
    /// A word as written.
    Word,
    /// A word in quotes, with them.
    Quoted,
}

/// A run of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// The bytes.
    pub span: Span,
}

/// A text in pieces.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    text: &'a [u8],
    pieces: Vec<Piece>,
}

impl<'a> Tree<'a> {
    /// Takes a text apart. There is no text for which this fails.
    #[must_use]
    pub fn of(text: &'a [u8]) -> Self {
        Self::around(text, &lex(text, MAIN))
    }

    /// The same where the words of the text are known.
    #[must_use]
    pub fn around(text: &'a [u8], tokens: &[Token<'_>]) -> Self {
        let mut tree = Self { text, pieces: Vec::with_capacity(2 * tokens.len() + 1) };
        let mut end = 0;
        for token in tokens {
            let span = token.place.span;
            tree.between(end, span.start, end > 0);
            let kind = if token.quoted { PieceKind::Quoted } else { PieceKind::Word };
            tree.pieces.push(Piece { kind, span });
            end = span.end;
        }
        tree.between(end, u32::try_from(text.len()).unwrap_or(u32::MAX), end > 0);
        tree
    }

    /// The pieces, in order and without gaps.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The comments.
    pub fn comments(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces.iter().filter(|piece| piece.kind == PieceKind::Comment).map(|piece| piece.span)
    }

    /// The text again.
    #[must_use]
    pub fn print(&self) -> Vec<u8> {
        self.pieces.iter().flat_map(|piece| piece.span.of(self.text)).copied().collect()
    }

    // White space and comments; directly behind a word a comment ends with the next white space.
    fn between(&mut self, start: u32, end: u32, mut glued: bool) {
        let (mut at, mut space) = (start, start);
        let is_quote_before = |tree: &Self| tree.pieces.last().is_some_and(|piece| piece.kind == PieceKind::Quoted);
        glued &= !is_quote_before(self);
        while at < end {
            let rest = Span::new(at, end).of(self.text);
            if rest.first() != Some(&b'#') {
                glued = false;
                at += 1;
                continue;
            }
            let hidden = if glued { up_to_space(rest) } else { memchr::memchr(b'\n', rest).unwrap_or(rest.len()) };
            let hidden = u32::try_from(hidden).unwrap_or(u32::MAX);
            self.push(PieceKind::Space, space, at);
            self.push(PieceKind::Comment, at, at + hidden);
            at += hidden;
            space = at;
            glued = false;
        }
        self.push(PieceKind::Space, space, end);
    }

    fn push(&mut self, kind: PieceKind, start: u32, end: u32) {
        if start < end {
            self.pieces.push(Piece { kind, span: Span::new(start, end) });
        }
    }
}

fn up_to_space(text: &[u8]) -> usize {
    let mut len = 0;
    for chunk in text.utf8_chunks() {
        match chunk.valid().find(|c: char| c.is_whitespace() && c != '\r') {
            Some(at) => return len + at,
            None => len += chunk.valid().len() + chunk.invalid().len(),
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost() {
        for text in
            ["", "\u{feff}", "a#b c # d\n}#\"x\"\n\"q\"#r s\n", "#\n\n#x", "\"", "a\r#b\rc d", "\u{2028}#a\u{2028}b"]
        {
            let tree = Tree::of(text.as_bytes());
            assert_eq!(tree.print(), text.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn comments_behind_words_are_short() {
        let text = b"a#b c # d e\n# f";
        let tree = Tree::of(text);
        let comments: Vec<_> = tree.comments().map(|span| span.of(text)).collect();
        assert_eq!(comments, [&b"#b"[..], b"# d e", b"# f"]);
    }
}
