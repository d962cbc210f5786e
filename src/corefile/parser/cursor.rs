//! The parser's place in the words: one list of those behind it and one of those before it, so that an import costs what it
//! brings in and not what follows it.

use crate::corefile::token::Token;

#[derive(Debug)]
pub(super) struct Cursor<'a> {
    // The current word is the last one.
    behind: Vec<Token<'a>>,
    // The next word is the last one.
    ahead: Vec<Token<'a>>,
    // An import at the end of the file brought nothing: the cursor stands behind the last word.
    left: bool,
    at_end: bool,
}

impl<'a> Cursor<'a> {
    pub fn new(mut tokens: Vec<Token<'a>>) -> Self {
        tokens.reverse();
        Self { behind: Vec::new(), ahead: tokens, left: false, at_end: false }
    }

    pub fn current(&self) -> Option<&Token<'a>> {
        if self.left { None } else { self.behind.last() }
    }

    pub fn val(&self) -> &str {
        self.current().map_or("", |token| &token.text)
    }

    pub fn next(&mut self) -> bool {
        let next = self.ahead.pop();
        let there = next.is_some();
        self.behind.extend(next);
        there
    }

    pub fn back(&mut self) {
        self.ahead.extend(self.behind.pop());
    }

    /// Whether the next word stands on the same line; goes there if so.
    pub fn next_arg(&mut self) -> bool {
        let (Some(current), Some(next)) = (self.behind.last(), self.ahead.last()) else { return false };
        let same = current.place.file == next.place.file && current.last_line() == next.line;
        same && self.next()
    }

    /// Whether the current word starts a line.
    pub fn is_new_line(&self) -> bool {
        match self.behind.as_slice() {
            _ if self.left => false,
            [.., before, current] => before.place.file != current.place.file || before.last_line() < current.line,
            _ => true,
        }
    }

    /// Replaces the current word and the one before it by `tokens`, and stands in front of them.
    pub fn splice(&mut self, tokens: impl DoubleEndedIterator<Item = Token<'a>>) {
        self.behind.pop();
        self.behind.pop();
        self.ahead.extend(tokens.rev());
    }

    pub fn leave(&mut self) {
        self.left = true;
    }

    pub fn is_left(&self) -> bool {
        self.left
    }

    /// Says that addresses ended with the file.
    pub fn end(&mut self) {
        self.at_end = true;
    }

    pub fn is_at_end(&self) -> bool {
        self.at_end
    }

    pub fn before_current(&self) -> Option<&Token<'a>> {
        self.behind.len().checked_sub(2).and_then(|index| self.behind.get(index))
    }
}
