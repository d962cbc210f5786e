//! The parser's messages: Go's wording with the template's name and a line.

use super::super::error::{Cause, Error, Phase};
use super::super::fmt::{self, Argument, Field};
use super::super::token::{LexError, Token, TokenKind};
use super::super::value::{IntType, Kind, Value};
use super::{Parsed, Parser};
use crate::source::Span;

impl Parser<'_> {
    // The line that Go names is the one on which the newest token starts. Before Go 1.24 it did not count the lines
    // within comments.
    pub(super) fn line_of(&self, offset: u32) -> usize {
        let before = Span::new(0, offset).of(self.text);
        let mut newlines = memchr::memchr_iter(b'\n', before).count();
        if !self.go.at_least(24) {
            let comments = self.lexer.comments().iter().filter(|comment| comment.end <= offset);
            newlines -=
                comments.map(|comment| memchr::memchr_iter(b'\n', comment.of(self.text)).count()).sum::<usize>();
        }
        newlines + 1
    }

    /// Go's message from its format and arguments. Go builds the format with the template's name in it, so a percent
    /// sign in the name takes part; that is reproduced.
    pub(super) fn fail<T>(&self, span: Span, format: &str, arguments: &[&[u8]]) -> Parsed<T> {
        let arguments: Vec<Argument<'_>> = arguments.iter().map(|bytes| Argument::Text(bytes)).collect();
        self.fail_with(span, format, &arguments)
    }

    pub(super) fn fail_with<T>(&self, span: Span, format: &str, arguments: &[Argument<'_>]) -> Parsed<T> {
        let mut whole = b"template: ".to_vec();
        whole.extend_from_slice(self.name);
        whole.extend_from_slice(format!(":{}: {format}", self.line_of(self.tokens[0].span.start)).as_bytes());
        let (mut message, mut detail) = (Vec::new(), Vec::new());
        fmt::errorf(&mut message, &whole, arguments, self.go);
        fmt::errorf(&mut detail, format.as_bytes(), arguments, self.go);
        Err(Box::new(Error { phase: Phase::Parse, message, detail, span, cause: Cause::Other }))
    }

    pub(super) fn unexpected<T>(&self, token: Token, context: &str) -> Parsed<T> {
        let argument = self.token_argument(token);
        if let TokenKind::Error(error) = token.kind {
            let mut extra = Vec::new();
            if let Some(start) = self.action {
                let line = self.line_of(start);
                if line != self.line_of(token.span.start) {
                    let prefix = if error == LexError::UnclosedAction { "" } else { " in action" };
                    extra.extend_from_slice(format!("{prefix} started at ").as_bytes());
                    extra.extend_from_slice(self.name);
                    extra.extend_from_slice(format!(":{line}").as_bytes());
                }
            }
            let arguments = [argument, Argument::Text(&extra)];
            return self.fail_with(error_span(error, token.span), "%s%s", &arguments);
        }
        self.fail_with(token.span, "unexpected %s in %s", &[argument, Argument::Text(context.as_bytes())])
    }

    fn token_argument(&self, token: Token) -> Argument<'static> {
        let source = token.span.of(self.text);
        let value = match token.kind {
            TokenKind::Error(error) => self.lex_error_text(error, source),
            TokenKind::Eof => b"EOF".to_vec(),
            _ => source.to_vec(),
        };
        let shown = self.shown(token, &value);
        let line = i64::try_from(self.line_of(token.span.start)).unwrap_or(i64::MAX);
        let fields = vec![
            ("typ", Field::Number("parse.itemType", token.kind.go_number())),
            ("pos", Field::Number("parse.Pos", i64::from(token.span.start))),
            ("val", Field::Text(value.into())),
            ("line", Field::Number("int", line)),
        ];
        Argument::token(shown, fields)
    }

    // How Go's messages show a token.
    fn shown(&self, token: Token, value: &[u8]) -> Vec<u8> {
        match token.kind {
            TokenKind::Error(_) | TokenKind::Eof => value.to_vec(),
            kind if kind.is_keyword() => [b"<", value, b">"].concat(),
            _ if value.len() > 10 => {
                let mut quoted = fmt::quote(first_runes(value, 10), self.go);
                quoted.extend_from_slice(b"...");
                quoted
            }
            _ => fmt::quote(value, self.go),
        }
    }

    fn lex_error_text(&self, error: LexError, value: &[u8]) -> Vec<u8> {
        let character = |prefix: &str, character: u32| {
            let rune = i64::from(character.cast_signed());
            let argument = Value::of(Kind::Int(IntType::Int, rune));
            let mut text = prefix.as_bytes().to_vec();
            let written = fmt::sprintf(&mut text, b"%#U", &[argument], self.go, usize::MAX);
            debug_assert!(written.is_ok());
            text
        };
        let plain: &str = match error {
            LexError::UnclosedComment => "unclosed comment",
            LexError::CommentBeforeDelimiter => "comment ends before closing delimiter",
            LexError::UnclosedLeftParen => "unclosed left paren",
            LexError::UnclosedAction => "unclosed action",
            LexError::ExpectedDeclare => "expected :=",
            LexError::UnexpectedRightParen => "unexpected right paren",
            LexError::UnrecognizedCharacter(c) => return character("unrecognized character in action: ", c),
            LexError::BadCharacter(c) => return character("bad character ", c),
            LexError::BadNumber => {
                return [b"bad number syntax: ".to_vec(), fmt::quote(value, self.go)].concat();
            }
            LexError::UnterminatedCharacter => "unterminated character constant",
            LexError::UnterminatedString => "unterminated quoted string",
            LexError::UnterminatedRawString => "unterminated raw quoted string",
        };
        plain.into()
    }
}

// Where people should look: at the character that does not fit, not at the word before it.
fn error_span(error: LexError, span: Span) -> Span {
    match error {
        LexError::BadCharacter(_) => Span::at(span.end),
        _ => span,
    }
}

fn first_runes(text: &[u8], count: usize) -> &[u8] {
    let mut end = 0;
    for _ in 0..count {
        let rest = &text[end..];
        let Some(chunk) = rest[..rest.len().min(4)].utf8_chunks().next() else { break };
        end += chunk.valid().chars().next().map_or(1, char::len_utf8);
    }
    &text[..end]
}
