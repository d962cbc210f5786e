//! A word of a Corefile and the place where it stands.

use std::borrow::Cow;

use crate::source::Span;

/// Which text a token comes from: 0 is the Corefile itself, the others are imported files.
pub type FileId = u16;

/// The Corefile itself.
pub const MAIN: FileId = 0;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The text.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
    /// The `import` that brought it in, if any: the outermost one, a place in the Corefile itself.
    pub import: Option<Span>,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it says, without quotes and escapes. The parser puts the values of environment variables in.
    pub text: Cow<'a, str>,
    /// The line on which it starts, from 1.
    pub line: u32,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Where it stands.
    pub place: Place,
}

impl Place {
    /// A place in the Corefile itself.
    #[must_use]
    pub const fn main(span: Span) -> Self {
        Self { file: MAIN, span, import: None }
    }

    /// The bytes of the Corefile itself that are to blame: the place, or the import that brought it in.
    #[must_use]
    pub fn in_main(self) -> Span {
        if self.file == MAIN { self.span } else { self.import.unwrap_or_default() }
    }

    /// From the start of this place to the end of `last`, where both are in one text.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        if self.file != last.file || last.span.end < self.span.start {
            return self;
        }
        Self { span: Span::new(self.span.start, last.span.end), ..self }
    }
}

impl Token<'_> {
    /// The line on which it ends: a quoted word can hold line breaks.
    #[must_use]
    pub fn last_line(&self) -> u32 {
        // The value of a variable can hold line breaks, too; it is never borrowed.
        if !self.quoted && matches!(self.text, Cow::Borrowed(_)) {
            return self.line;
        }
        let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
    }
}
