//! Words of a shell, each with its place: quotes and backslashes undone, comments left out, commands told apart. Left out are
//! substitutions: `$NAME` stays as it is written.

use crate::source::Span;

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its text, without quotes.
    pub text: String,
    /// Where it is written, quotes included.
    pub span: Span,
}

/// The commands of a text, each with its words. A line that ends in a backslash goes on in the next one.
#[must_use]
pub fn commands(text: &[u8]) -> Vec<Vec<Word>> {
    let mut reader = Reader { text, at: 0, commands: Vec::new(), words: Vec::new() };
    while let Some(byte) = reader.peek() {
        match byte {
            b'\n' | b';' | b'|' | b'&' | b'(' | b')' => {
                reader.at += 1;
                reader.end();
            }
            b' ' | b'\t' | b'\r' => reader.at += 1,
            b'\\' if reader.is_continued() => reader.at += reader.continuation(),
            b'#' => reader.at += reader.rest().iter().take_while(|byte| **byte != b'\n').count(),
            _ => reader.word(),
        }
    }
    reader.end();
    reader.commands
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    commands: Vec<Vec<Word>>,
    words: Vec<Word>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn is_continued(&self) -> bool {
        self.rest().starts_with(b"\\\n") || self.rest().starts_with(b"\\\r\n")
    }

    fn continuation(&self) -> usize {
        if self.rest().starts_with(b"\\\r\n") { 3 } else { 2 }
    }

    fn end(&mut self) {
        if !self.words.is_empty() {
            self.commands.push(std::mem::take(&mut self.words));
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let (mut text, mut quote) = (Vec::new(), None);
        while let Some(byte) = self.peek() {
            match (quote, byte) {
                (None, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b'&' | b')' | b'(') => break,
                (None, b'\'' | b'"') => quote = Some(byte),
                (Some(open), _) if byte == open => quote = None,
                (None | Some(b'"'), b'\\') if self.is_continued() => {
                    self.at += self.continuation();
                    continue;
                }
                (None | Some(b'"'), b'\\') => {
                    self.at += 1;
                    text.extend(self.peek());
                }
                _ => text.push(byte),
            }
            self.at += 1;
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(offset(start), offset(self.at.min(self.text.len())));
        self.words.push(Word { text: String::from_utf8_lossy(&text).into_owned(), span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_a_shell_splits() {
        let text = "A=1 kuma-dp run \\\n  --dns-enabled='fal'\"se\" # no\n\n(b \"c\\\"d\" 'e\\f'); g\\ h & \"i\nj";
        let words: Vec<Vec<String>> = commands(text.as_bytes())
            .into_iter()
            .map(|words| words.into_iter().map(|word| word.text).collect())
            .collect();
        assert_eq!(
            words,
            [
                vec!["A=1", "kuma-dp", "run", "--dns-enabled=false"],
                vec!["b", "c\"d", "e\\f"],
                vec!["g h"],
                vec!["i\nj"]
            ]
        );
        let span = commands(text.as_bytes())[0][3].span;
        assert_eq!(&text[span.start as usize..span.end as usize], "--dns-enabled='fal'\"se\"");
    }
}
