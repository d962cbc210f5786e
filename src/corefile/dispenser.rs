//! Reads the tokens of one directive word by word, as a plugin's set-up does, with the messages of CoreDNS (coredns/caddy:
//! caddyfile/dispenser.go).

use super::token::{MAIN, Place, Token};
use crate::source::Span;

/// A cursor over tokens. It starts before the first one.
#[derive(Clone, Debug)]
pub struct Dispenser<'t, 'a> {
    tokens: Vec<&'t Token<'a>>,
    files: &'t [String],
    // One more than the index of the current token.
    cursor: usize,
    nesting: usize,
}

/// A message of the parser or of a plugin's set-up, and the token that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// CoreDNS's message.
    pub message: String,
    /// The token, if there is one.
    pub place: Option<Place>,
}

impl<'t, 'a> Dispenser<'t, 'a> {
    /// A cursor before the first of `tokens`; `files` are the names of the texts, by [`super::FileId`].
    #[must_use]
    pub fn new(tokens: Vec<&'t Token<'a>>, files: &'t [String]) -> Self {
        Self { tokens, files, cursor: 0, nesting: 0 }
    }

    /// The current token.
    #[must_use]
    pub fn token(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.cursor.checked_sub(1)?).copied()
    }

    /// The text of the current token; empty without one.
    #[must_use]
    pub fn val(&self) -> &'t str {
        self.token().map_or("", |token| &token.text)
    }

    /// The place of the current token.
    #[must_use]
    pub fn place(&self) -> Place {
        self.token().map_or(Place::main(Span::at(0)), |token| token.place)
    }

    /// Goes to the next token, wherever it stands; stays where there is none.
    pub fn next_token(&mut self) -> bool {
        let there = self.cursor < self.tokens.len();
        if there {
            self.cursor += 1;
        }
        there
    }

    /// Goes to the next token if it stands on the same line.
    pub fn next_arg(&mut self) -> bool {
        if self.cursor == 0 {
            self.cursor = 1;
            return true;
        }
        let (Some(current), Some(next)) = (self.token(), self.tokens.get(self.cursor)) else { return false };
        let same_line = current.place.file == next.place.file && current.last_line() == next.line;
        if same_line {
            self.cursor += 1;
        }
        same_line
    }

    /// Goes one token back.
    pub fn back(&mut self) {
        self.cursor = self.cursor.saturating_sub(1);
    }

    /// Goes to the next token within a block: opens it if `{` stands on the same line, and is false at its `}`.
    pub fn next_block(&mut self) -> bool {
        if self.nesting == 0 {
            if !self.next_arg() {
                return false;
            }
            if self.val() != "{" {
                self.back();
                return false;
            }
            self.next_token();
            if self.val() == "}" {
                return false;
            }
            self.nesting += 1;
            return true;
        }
        // CoreDNS never returns from a block without an end; its parser lets none pass.
        if !self.next_token() || self.val() == "}" {
            self.nesting -= 1;
            return false;
        }
        true
    }

    /// The tokens that are left on the line, up to a `{`.
    pub fn remaining_args(&mut self) -> Vec<&'t Token<'a>> {
        let mut arguments = Vec::new();
        while self.next_arg() {
            if self.val() == "{" {
                self.back();
                break;
            }
            arguments.extend(self.token());
        }
        arguments
    }

    /// A complaint about the current token, with its file and line in front.
    #[must_use]
    pub fn error(&self, message: &str) -> Complaint {
        self.at_line(format_args!("Error during parsing: {message}"))
    }

    /// The complaint about missing or superfluous arguments.
    #[must_use]
    pub fn argument_error(&self) -> Complaint {
        match self.val() {
            "{" => self.error("Unexpected token '{', expecting argument"),
            val => self.error(&format!("Wrong argument count or unexpected line ending after '{val}'")),
        }
    }

    /// The complaint about a token that is not the expected one.
    #[must_use]
    pub fn syntax_error(&self, expected: &str) -> Complaint {
        self.at_line(format_args!("Syntax error: Unexpected token '{}', expecting '{expected}'", self.val()))
    }

    /// A complaint whose message stands alone.
    #[must_use]
    pub fn bare(&self, message: impl Into<String>) -> Complaint {
        Complaint { message: message.into(), place: self.token().map(|token| token.place) }
    }

    fn at_line(&self, message: std::fmt::Arguments<'_>) -> Complaint {
        let token = self.token();
        let file = token.map_or(MAIN, |token| token.place.file);
        let file = self.files.get(usize::from(file)).map_or("", String::as_str);
        let message = format!("{file}:{} - {message}", token.map_or(0, |token| token.line));
        Complaint { message, place: token.map(|token| token.place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corefile::lexer::lex;

    #[test]
    fn arguments_end_with_the_line() {
        let tokens = lex(b"a b \"c\nd\" e\nf", 0);
        let files = ["Corefile".to_owned()];
        let mut cursor = Dispenser::new(tokens.iter().collect(), &files);
        assert!(cursor.next_token());
        let arguments: Vec<_> = cursor.remaining_args().into_iter().map(|token| token.text.as_ref()).collect();
        assert_eq!(arguments, ["b", "c\nd", "e"]);
        assert_eq!(
            cursor.argument_error().message,
            "Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'e'"
        );
        assert!(cursor.next_token() && !cursor.next_token());
        assert_eq!(cursor.val(), "f");
    }

    #[test]
    fn blocks_open_on_the_line() {
        let tokens = lex(b"a {\n b c\n d\n}\na {\n}\na\n{ x\n}", 0);
        let files = ["Corefile".to_owned()];
        let mut cursor = Dispenser::new(tokens.iter().collect(), &files);
        let mut seen = Vec::new();
        while cursor.next_token() {
            seen.push(cursor.val());
            while cursor.next_block() {
                seen.push(cursor.val());
                cursor.remaining_args();
            }
        }
        assert_eq!(seen, ["a", "b", "d", "a", "a", "{", "x", "}"]);
    }
}
