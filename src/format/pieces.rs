//! A text in pieces: actions and comments of the template, and between them white space and all else. Nothing is left out,
//! and nothing is said about what the pieces mean to CoreDNS.

use super::state::BYTE_ORDER_MARK;
use crate::gotemplate::{GoVersion, Lexer, Token, TokenKind};
use crate::lint::Kind;
use crate::source::Span;

/// A run of bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub kind: PieceKind,
    pub span: Span,
}

/// What a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A byte order mark at the very start, which counts for nothing.
    Mark,
    /// Anything but white space; CoreDNS may see several words in it.
    Solid,
    /// White space that Go can trim: blanks, tabs, carriage returns, line ends.
    Gap {
        class: Class,
        /// A trim marker takes it away.
        trimmed: bool,
    },
    /// `{{/* … */}}`.
    Comment,
    /// Another action; its tokens, spaces left out, are those with these numbers.
    Action { role: Role, first: u32, last: u32 },
}

/// What white space does to CoreDNS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// It separates words of one line.
    Blank,
    /// It ends a line.
    Break,
    /// It separates words, or does nothing within one: carriage returns only.
    Return,
}

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Prints, declares or assigns.
    Print,
    If,
    With,
    Range,
    /// `else`, and whether a condition follows it.
    Else {
        chained: bool,
    },
    End,
    Define,
    Block,
    Template,
    Break,
    Continue,
}

impl Role {
    /// Whether it opens what an `end` closes, or the next part of it.
    pub fn opens(self) -> bool {
        matches!(self, Self::If | Self::With | Self::Range | Self::Else { .. } | Self::Define | Self::Block)
    }

    /// Whether it closes what another action opened.
    pub fn closes(self) -> bool {
        matches!(self, Self::Else { .. } | Self::End)
    }
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub list: Vec<Piece>,
    pub tokens: Vec<Token>,
}

/// An action or comment before the text around it is known.
struct Frame {
    span: Span,
    kind: PieceKind,
    trims: (bool, bool),
}

impl Pieces {
    /// Takes `text` apart. Of a template that does not parse nothing is right behind the first thing that is wrong.
    pub fn of(text: &[u8], kind: Kind) -> Self {
        let mut pieces = Self::default();
        let frames = if kind == Kind::Template { pieces.frames(text) } else { Vec::new() };
        pieces.list.reserve(text.len() / 4);
        let (mut at, mut trims) = (0, false);
        if text.starts_with(BYTE_ORDER_MARK) {
            at = number(BYTE_ORDER_MARK.len());
            pieces.list.push(Piece { kind: PieceKind::Mark, span: Span::new(0, at) });
        }
        for Frame { span, kind, trims: (left, right) } in frames {
            pieces.between(text, Span::new(at, span.start), (trims, left));
            pieces.list.push(Piece { kind, span });
            (at, trims) = (span.end, right);
        }
        pieces.between(text, Span::new(at, number(text.len())), (trims, false));
        pieces
    }

    /// Whether nothing that counts stands in front of a piece.
    pub fn is_first(&self, index: usize) -> bool {
        index == 0 || index == 1 && self.list.first().is_some_and(|first| first.kind == PieceKind::Mark)
    }

    /// The tokens of an action.
    pub fn tokens(&self, first: u32, last: u32) -> &[Token] {
        self.tokens.get(first as usize..last as usize).unwrap_or_default()
    }

    fn frames(&mut self, text: &[u8]) -> Vec<Frame> {
        let mut lexer = Lexer::new(text, GoVersion::NEWEST);
        let mut frames = Vec::new();
        loop {
            let token = lexer.next_token();
            match token.kind {
                TokenKind::LeftDelimiter => frames.extend(self.action(text, token.span.start, &mut lexer)),
                TokenKind::Eof | TokenKind::Error(_) => break,
                _ => {}
            }
        }
        frames.extend(lexer.comments().iter().map(|inside| comment(text, *inside)));
        frames.sort_by_key(|frame| frame.span.start);
        frames
    }

    fn action(&mut self, text: &[u8], start: u32, lexer: &mut Lexer<'_>) -> Option<Frame> {
        let first = number(self.tokens.len());
        let end = loop {
            let token = lexer.next_token();
            match token.kind {
                TokenKind::RightDelimiter => break token.span,
                TokenKind::Space => {}
                TokenKind::Eof | TokenKind::Error(_) => return None,
                _ => self.tokens.push(token),
            }
        };
        let role = role(self.tokens.get(first as usize..).unwrap_or_default());
        let kind = PieceKind::Action { role, first, last: number(self.tokens.len()) };
        // A minus sign that is none of a number's stands there only as a marker.
        let marker = |at: u32| text.get(at as usize) == Some(&b'-');
        let behind_marker = text.get(start as usize + 3).is_some_and(u8::is_ascii_whitespace);
        let trims = (marker(start + 2) && behind_marker, end.start.checked_sub(1).is_some_and(marker));
        Some(Frame { span: Span::new(start, end.end), kind, trims })
    }

    /// White space and all else from one action to the next, between the trim markers that look at it.
    fn between(&mut self, text: &[u8], span: Span, (left, right): (bool, bool)) {
        let bytes = span.of(text);
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let spaces = rest.iter().position(|&byte| !is_space(byte)).unwrap_or(rest.len());
            let kind = if spaces > 0 {
                let trimmed = left && at == 0 || right && at + spaces == bytes.len();
                PieceKind::Gap { class: class(&rest[..spaces]), trimmed }
            } else {
                PieceKind::Solid
            };
            let len =
                if spaces > 0 { spaces } else { rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len()) };
            let start = span.start + number(at);
            self.list.push(Piece { kind, span: Span::new(start, start + number(len)) });
            at += len;
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What trim markers take away.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn class(space: &[u8]) -> Class {
    if space.contains(&b'\n') {
        Class::Break
    } else if space.iter().all(|&byte| byte == b'\r') {
        Class::Return
    } else {
        Class::Blank
    }
}

fn role(tokens: &[Token]) -> Role {
    match tokens.first().map(|token| token.kind) {
        Some(TokenKind::If) => Role::If,
        Some(TokenKind::With) => Role::With,
        Some(TokenKind::Range) => Role::Range,
        Some(TokenKind::Else) => Role::Else { chained: tokens.len() > 1 },
        Some(TokenKind::End) => Role::End,
        Some(TokenKind::Define) => Role::Define,
        Some(TokenKind::Block) => Role::Block,
        Some(TokenKind::Template) => Role::Template,
        Some(TokenKind::Break) => Role::Break,
        Some(TokenKind::Continue) => Role::Continue,
        _ => Role::Print,
    }
}

/// The whole of the comment that goes from `/*` to `*/`.
fn comment(text: &[u8], inside: Span) -> Frame {
    let left = !text.get(..inside.start as usize).unwrap_or_default().ends_with(b"{{");
    let right = !text.get(inside.end as usize..).unwrap_or_default().starts_with(b"}}");
    let start = inside.start.saturating_sub(if left { 4 } else { 2 });
    let end = inside.end.saturating_add(if right { 4 } else { 2 });
    Frame { span: Span::new(start, end), kind: PieceKind::Comment, trims: (left, right) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let pieces = Pieces::of(text.as_bytes(), Kind::Template);
        let spelt: Vec<u8> = pieces.list.iter().flat_map(|piece| piece.span.of(text.as_bytes())).copied().collect();
        assert_eq!(spelt, text.as_bytes(), "pieces are the whole text");
        let show = |piece: &Piece| {
            let written = String::from_utf8_lossy(piece.span.of(text.as_bytes())).into_owned();
            match piece.kind {
                PieceKind::Mark => "mark".to_owned(),
                PieceKind::Solid => written,
                PieceKind::Gap { class, trimmed } => format!("{class:?}{}", if trimmed { "-" } else { "" }),
                PieceKind::Comment => format!("c{written}"),
                PieceKind::Action { role, .. } => format!("{role:?}"),
            }
        };
        pieces.list.iter().map(show).collect()
    }

    #[test]
    fn a_text_in_pieces() {
        assert_eq!(
            shown("a:{{.P}} {\r\n {{- /* c */ -}} \n b\r{{- if eq 1 1 -}}\n\n{{ else if -1 }} {{end -}} x "),
            [
                "a:",
                "Print",
                "Blank",
                "{",
                "Break-",
                "c{{- /* c */ -}}",
                "Break-",
                "b",
                "Return-",
                "If",
                "Break-",
                "Else { chained: true }",
                "Blank",
                "End",
                "Blank-",
                "x",
                "Blank"
            ]
        );
        assert_eq!(shown("{{/* a */}}{{ \"x }}"), ["c{{/* a */}}", "{{", "Blank", "\"x", "Blank", "}}"]);
        assert_eq!(shown("{{- 3 -}} \t{{-3}}"), ["Print", "Blank-", "Print"]);
        assert_eq!(shown("\u{feff}\u{feff} "), ["mark", "\u{feff}", "Blank"]);
        assert_eq!(shown(" "), ["Blank"]);
        assert_eq!(shown(""), [""; 0]);
    }
}
