//! Cuts a template into tokens, as Go does: text up to `{{`, trimmed where a marker says so, and what stands inside
//! actions. Comments are no tokens; they are collected on the side.

use memchr::memmem;

use super::token::{LexError, Token, TokenKind};
use super::unicode::is_letter_or_digit;
use super::version::GoVersion;
use crate::source::Span;

// The ASCII characters of names.
static IS_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize;
        byte += 1;
    }
    table
};

const LEFT: &[u8] = b"{{";
const RIGHT: &[u8] = b"}}";
// What Go reports for a byte that is not UTF-8.
const REPLACEMENT: u32 = 0xFFFD;
// What Go's lexer holds for the end of the text; %#U prints it as two's complement.
const END_OF_TEXT: u32 = u32::MAX;

/// The state of the lexer between two tokens.
#[derive(Debug)]
pub struct Lexer<'s> {
    text: &'s [u8],
    go: GoVersion,
    pos: usize,
    in_action: bool,
    open_parens: u32,
    comments: Vec<Span>,
}

impl<'s> Lexer<'s> {
    /// Starts at the beginning of `text`, outside of any action.
    #[must_use]
    pub fn new(text: &'s [u8], go: GoVersion) -> Self {
        Self { text, go, pos: 0, in_action: false, open_parens: 0, comments: Vec::new() }
    }

    /// The comments seen so far, from `/*` to `*/`.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Hands over the comments.
    #[must_use]
    pub fn into_comments(self) -> Vec<Span> {
        self.comments
    }

    /// The next token; behind the end of the text always [`TokenKind::Eof`].
    pub fn next_token(&mut self) -> Token {
        if self.in_action { self.action_token() } else { self.text_token() }
    }

    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token { kind, span: span(start, self.pos) }
    }

    // Go's lexer forgets the rest of the text after an error.
    fn error(&mut self, error: LexError, start: usize) -> Token {
        let token = self.token(TokenKind::Error(error), start);
        self.pos = self.text.len();
        token
    }

    fn text_token(&mut self) -> Token {
        loop {
            let start = self.pos;
            let rest = &self.text[start..];
            // Behind a text the delimiter stands right here.
            let found = if rest.starts_with(LEFT) { Some(0) } else { find_left(rest) };
            let Some(found) = found else {
                self.pos = self.text.len();
                let kind = if rest.is_empty() { TokenKind::Eof } else { TokenKind::Text };
                return self.token(kind, start);
            };
            let delimiter = start + found;
            let trims = self.has_left_trim_marker(delimiter + LEFT.len());
            let end = if trims { start + trimmed_end(&rest[..found]) } else { delimiter };
            self.pos = delimiter;
            if end > start {
                return Token { kind: TokenKind::Text, span: span(start, end) };
            }
            let after_marker = delimiter + LEFT.len() + if trims { 2 } else { 0 };
            if !self.text[after_marker..].starts_with(b"/*") {
                self.pos = after_marker;
                self.in_action = true;
                self.open_parens = 0;
                return Token { kind: TokenKind::LeftDelimiter, span: span(delimiter, delimiter + LEFT.len()) };
            }
            if let Err(error) = self.skip_comment(after_marker) {
                return self.error(error, after_marker);
            }
        }
    }

    fn skip_comment(&mut self, start: usize) -> Result<(), LexError> {
        let body = start + 2;
        let close = memmem::find(&self.text[body..], b"*/").ok_or(LexError::UnclosedComment)?;
        let end = body + close + 2;
        let trims = self.right_delimiter_at(end).ok_or(LexError::CommentBeforeDelimiter)?;
        self.comments.push(span(start, end));
        self.pos = end + RIGHT.len();
        if trims {
            self.pos += 2;
            self.pos += leading_space(&self.text[self.pos..]);
        }
        Ok(())
    }

    fn action_token(&mut self) -> Token {
        let start = self.pos;
        if let Some(trims) = self.right_delimiter_at(start) {
            return self.close_action(start, trims);
        }
        let Some(&byte) = self.text.get(start) else {
            return self.error(LexError::UnclosedAction, start);
        };
        if self.is_space(byte) {
            return self.space(start);
        }
        self.pos = start + 1;
        match byte {
            b'\r' | b'\n' => self.error(LexError::UnclosedAction, start),
            b'=' => self.token(TokenKind::Assign, start),
            b':' if self.text.get(self.pos) == Some(&b'=') => {
                self.pos += 1;
                self.token(TokenKind::Declare, start)
            }
            b':' => self.error(LexError::ExpectedDeclare, start),
            b'|' => self.token(TokenKind::Pipe, start),
            b'"' => self.quoted(start, b'"', TokenKind::String, LexError::UnterminatedString),
            b'\'' => self.quoted(start, b'\'', TokenKind::CharConstant, LexError::UnterminatedCharacter),
            b'`' => match memchr::memchr(b'`', &self.text[self.pos..]) {
                Some(close) => {
                    self.pos += close + 1;
                    self.token(TokenKind::RawString, start)
                }
                None => self.error(LexError::UnterminatedRawString, start),
            },
            b'$' => self.name_behind(start, TokenKind::Variable, TokenKind::Variable),
            b'.' if self.text.get(self.pos).is_some_and(|next| !next.is_ascii_digit()) => {
                self.name_behind(start, TokenKind::Dot, TokenKind::Field)
            }
            b'.' | b'+' | b'-' | b'0'..=b'9' => {
                self.pos = start;
                self.number(start)
            }
            b'(' => {
                self.open_parens += 1;
                self.token(TokenKind::LeftParen, start)
            }
            b')' if self.open_parens == 0 => self.error(LexError::UnexpectedRightParen, start),
            b')' => {
                self.open_parens -= 1;
                self.token(TokenKind::RightParen, start)
            }
            _ => {
                self.pos = start;
                let (character, len) = self.character();
                if self.is_alphanumeric(character) {
                    return self.identifier(start);
                }
                self.pos += len;
                if (0x20..0x7f).contains(&character) {
                    self.token(TokenKind::Char, start)
                } else {
                    self.error(LexError::UnrecognizedCharacter(character), start)
                }
            }
        }
    }

    fn close_action(&mut self, start: usize, trims: bool) -> Token {
        if self.open_parens > 0 {
            return self.error(LexError::UnclosedLeftParen, start);
        }
        let delimiter = start + if trims { 2 } else { 0 };
        self.pos = delimiter + RIGHT.len();
        let token = self.token(TokenKind::RightDelimiter, delimiter);
        if trims {
            self.pos += leading_space(&self.text[self.pos..]);
        }
        self.in_action = false;
        token
    }

    fn space(&mut self, start: usize) -> Token {
        while self.text.get(self.pos).is_some_and(|&byte| self.is_space(byte)) {
            self.pos += 1;
        }
        // The last space may belong to a closing trim marker.
        if self.right_delimiter_at(self.pos - 1) == Some(true) {
            self.pos -= 1;
        }
        self.token(TokenKind::Space, start)
    }

    fn quoted(&mut self, start: usize, quote: u8, kind: TokenKind, unterminated: LexError) -> Token {
        while let Some(&byte) = self.text.get(self.pos) {
            self.pos += 1;
            match byte {
                b'\\' => match self.text.get(self.pos) {
                    None | Some(b'\n') => break,
                    Some(_) => self.pos += 1,
                },
                b'\n' => break,
                _ if byte == quote => return self.token(kind, start),
                _ => {}
            }
        }
        self.error(unterminated, start)
    }

    // Behind a dot or a dollar sign; `alone` if no name follows.
    fn name_behind(&mut self, start: usize, alone: TokenKind, named: TokenKind) -> Token {
        if self.at_terminator() {
            return self.token(alone, start);
        }
        self.skip_alphanumeric();
        if !self.at_terminator() {
            let (character, _) = self.character();
            return self.error(LexError::BadCharacter(character), start);
        }
        self.token(named, start)
    }

    fn identifier(&mut self, start: usize) -> Token {
        self.skip_alphanumeric();
        let word = &self.text[start..self.pos];
        if !self.at_terminator() {
            let (character, _) = self.character();
            return self.error(LexError::BadCharacter(character), start);
        }
        let kind = match TokenKind::keyword(word, self.go.at_least(18)) {
            Some(keyword) => keyword,
            None if matches!(word, b"true" | b"false") => TokenKind::Bool,
            None => TokenKind::Identifier,
        };
        self.token(kind, start)
    }

    fn number(&mut self, start: usize) -> Token {
        if !self.scan_number() {
            return self.error(LexError::BadNumber, start);
        }
        if !matches!(self.text.get(self.pos), Some(b'+' | b'-')) {
            return self.token(TokenKind::Number, start);
        }
        if self.scan_number() && self.text[..self.pos].ends_with(b"i") {
            return self.token(TokenKind::Complex, start);
        }
        self.error(LexError::BadNumber, start)
    }

    fn scan_number(&mut self) -> bool {
        self.accept(b"+-");
        let (mut decimal, mut hexadecimal) = (true, false);
        let mut digits: &[u8] = b"0123456789_";
        if self.accept(b"0") {
            if self.accept(b"xX") {
                (decimal, hexadecimal, digits) = (false, true, b"0123456789abcdefABCDEF_");
            } else if self.accept(b"oO") {
                (decimal, digits) = (false, b"01234567_");
            } else if self.accept(b"bB") {
                (decimal, digits) = (false, b"01_");
            }
        }
        self.accept_run(digits);
        if self.accept(b".") {
            self.accept_run(digits);
        }
        if (decimal && self.accept(b"eE")) || (hexadecimal && self.accept(b"pP")) {
            self.accept(b"+-");
            self.accept_run(b"0123456789_");
        }
        self.accept(b"i");
        let (character, len) = self.character();
        if self.is_alphanumeric(character) {
            self.pos += len;
            return false;
        }
        true
    }

    fn accept(&mut self, valid: &[u8]) -> bool {
        let accepted = self.text.get(self.pos).is_some_and(|byte| valid.contains(byte));
        self.pos += usize::from(accepted);
        accepted
    }

    fn accept_run(&mut self, valid: &[u8]) {
        while self.accept(valid) {}
    }

    fn skip_alphanumeric(&mut self) {
        loop {
            let rest = &self.text[self.pos..];
            self.pos += rest.iter().position(|&byte| !IS_NAME[usize::from(byte)]).unwrap_or(rest.len());
            if self.text.get(self.pos).is_none_or(u8::is_ascii) {
                return;
            }
            let (character, len) = self.character();
            if !self.is_alphanumeric(character) {
                return;
            }
            self.pos += len;
        }
    }

    fn is_alphanumeric(&self, character: u32) -> bool {
        let unicode_17 = self.go.has_unicode_17();
        char::from_u32(character).is_some_and(|c| c == '_' || is_letter_or_digit(c, unicode_17))
    }

    fn at_terminator(&self) -> bool {
        match self.text.get(self.pos) {
            None | Some(b'.' | b',' | b'|' | b':' | b')' | b'(') => true,
            Some(b'}') => self.text[self.pos..].starts_with(RIGHT),
            Some(b'\r' | b'\n') => true,
            Some(&byte) => self.is_space(byte),
        }
    }

    // The character at the current place with its length in bytes.
    fn character(&self) -> (u32, usize) {
        let rest = &self.text[self.pos..];
        match rest.first() {
            None => (END_OF_TEXT, 0),
            Some(&byte) if byte.is_ascii() => (u32::from(byte), 1),
            Some(_) => match rest.get(..rest.len().min(4)).and_then(|head| head.utf8_chunks().next()) {
                Some(chunk) => match chunk.valid().chars().next() {
                    Some(c) => (u32::from(c), c.len_utf8()),
                    None => (REPLACEMENT, 1),
                },
                None => (REPLACEMENT, 1),
            },
        }
    }

    // Whether a closing delimiter stands at `at`, and if so, whether with a trim marker.
    fn right_delimiter_at(&self, at: usize) -> Option<bool> {
        let rest = self.text.get(at..)?;
        match *rest.first()? {
            b'}' => rest.starts_with(RIGHT).then_some(false),
            byte if self.is_trim_space(byte) => (rest.get(1..4) == Some(b"-}}")).then_some(true),
            _ => None,
        }
    }

    fn has_left_trim_marker(&self, at: usize) -> bool {
        self.text.get(at) == Some(&b'-') && self.text.get(at + 1).is_some_and(|&byte| self.is_trim_space(byte))
    }

    // Before Go 1.16 an action ended at the end of its line.
    fn is_space(&self, byte: u8) -> bool {
        match byte {
            b' ' | b'\t' => true,
            b'\r' | b'\n' => self.go.at_least(16),
            _ => false,
        }
    }

    fn is_trim_space(&self, byte: u8) -> bool {
        if self.go.at_least(16) { self.is_space(byte) } else { byte == b' ' }
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(offset(start), offset(end))
}

// Template::parse refuses texts that do not fit.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn find_left(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'{', &text[from..])?;
        if text.get(at + 1) == Some(&b'{') {
            return Some(at);
        }
        from = at + 1;
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn trimmed_end(text: &[u8]) -> usize {
    text.iter().rposition(|&byte| !is_blank(byte)).map_or(0, |last| last + 1)
}

fn leading_space(text: &[u8]) -> usize {
    text.iter().position(|&byte| !is_blank(byte)).unwrap_or(text.len())
}
