//! Splits a text into words as CoreDNS does (coredns/caddy: caddyfile/lexer.go). Its oddities are kept: a `#` within a word
//! hides text up to the next white space only, a carriage return is dropped, only `"` at the start of a word quotes, and
//! only `\"` escapes. What lies between the words is not reported here; see [`super::tree`].

use std::borrow::Cow;

use super::token::{FileId, Place, Token};
use crate::source::Span;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The words of `text`, in order.
#[must_use]
pub fn lex(text: &[u8], file: FileId) -> Vec<Token<'_>> {
    let mut lexer = Lexer::new(text, file);
    let mut tokens = Vec::with_capacity(text.len() / 8);
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
    tokens
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
    file: FileId,
}

/// The word so far: a run of the text as long as it can be borrowed.
struct Word {
    start: usize,
    end: usize,
    made: Option<String>,
}

impl Word {
    fn push(&mut self, text: &[u8], at: usize, c: char, width: usize) {
        let is_replaced = c == char::REPLACEMENT_CHARACTER && width == 1;
        match &mut self.made {
            Some(made) => made.push(c),
            None if at == self.end && !is_replaced => self.end = at + width,
            None => {
                let mut made = self.borrowed(text).to_owned();
                made.push(c);
                self.made = Some(made);
            }
        }
    }

    fn borrowed<'a>(&self, text: &'a [u8]) -> &'a str {
        text.get(self.start..self.end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl<'a> Lexer<'a> {
    fn new(text: &'a [u8], file: FileId) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Self { text, at, line: 1, file }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_to_word()?;
        if self.text.get(self.at) == Some(&b'"') { self.quoted() } else { Some(self.plain()) }
    }

    // To the first character of a word; a `#` where no word has begun hides the rest of the line.
    fn skip_to_word(&mut self) -> Option<()> {
        loop {
            match self.text.get(self.at) {
                Some(b' ') => {
                    self.at += 1;
                    continue;
                }
                Some(byte) if is_simple(*byte) => return Some(()),
                _ => {}
            }
            let (c, width) = decode(self.text, self.at)?;
            match c {
                '\n' => self.line += 1,
                '#' => {
                    let rest = self.text.get(self.at..)?;
                    self.at += memchr::memchr(b'\n', rest)?;
                    continue;
                }
                c if c.is_whitespace() => {}
                _ => return Some(()),
            }
            self.at += width;
        }
    }

    fn plain(&mut self) -> Token<'a> {
        let (start, line) = (self.at, self.line);
        // Most words are plain ASCII up to a blank.
        let rest = self.text.get(start..).unwrap_or(&[]);
        let len = rest.iter().position(|byte| !is_simple(*byte)).unwrap_or(rest.len());
        self.at += len;
        let mut word = Word { start, end: self.at, made: None };
        let mut end = self.at;
        let mut hidden = false;
        while let Some((c, width)) = decode(self.text, self.at) {
            match c {
                '\r' => {}
                '\n' => {
                    self.line += 1;
                    self.at += width;
                    break;
                }
                c if c.is_whitespace() => {
                    self.at += width;
                    break;
                }
                _ => {
                    hidden |= c == '#';
                    if !hidden {
                        word.push(self.text, self.at, c, width);
                        end = self.at + width;
                    }
                }
            }
            self.at += width;
        }
        self.token(word, line, false, Span::new(offset(start), offset(end)))
    }

    fn quoted(&mut self) -> Option<Token<'a>> {
        let (start, line) = (self.at, self.line);
        self.at += 1;
        let mut word = Word { start: self.at, end: self.at, made: None };
        let mut escape = None;
        let mut closed = false;
        while let Some((c, width)) = decode(self.text, self.at) {
            let at = self.at;
            self.at += width;
            match (escape.take(), c) {
                (None, '\\') => escape = Some(at),
                (None, '"') => {
                    closed = true;
                    break;
                }
                (backslash, c) => {
                    if c == '\n' {
                        self.line += 1;
                    }
                    if let Some(backslash) = backslash.filter(|_| c != '"') {
                        word.push(self.text, backslash, '\\', 1);
                    }
                    word.push(self.text, at, c, width);
                }
            }
        }
        // An unterminated quote runs to the end of the file, and is no word if nothing stands in it.
        let is_empty = word.made.is_none() && word.start == word.end;
        (closed || !is_empty).then(|| self.token(word, line, true, Span::new(offset(start), offset(self.at))))
    }

    fn token(&self, word: Word, line: u32, quoted: bool, span: Span) -> Token<'a> {
        let text = match word.made {
            Some(made) => Cow::Owned(made),
            None => Cow::Borrowed(word.borrowed(self.text)),
        };
        Token { text, line, quoted, place: Place { file: self.file, span, import: None } }
    }
}

// A character of a word that means nothing else and is one byte.
fn is_simple(byte: u8) -> bool {
    byte > b' ' && byte < 0x7f && byte != b'#'
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

// The character at a byte and its width, as Go reads it: a byte that is not UTF-8 is a replacement character.
fn decode(text: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *text.get(at)?;
    if first.is_ascii() {
        return Some((char::from(first), 1));
    }
    let width = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 0,
    };
    let c = text.get(at..at + width).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
    Some(c.map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, width)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &[u8]) -> Vec<(u32, String, &[u8])> {
        lex(text, 0).into_iter().map(|token| (token.line, token.text.into_owned(), token.place.span.of(text))).collect()
    }

    #[test]
    fn words_lines_and_spans() {
        let text = b"a {\n  b \"c d\"e # x\n}\n";
        let lexed = words(text);
        let texts: Vec<_> = lexed.iter().map(|(line, text, _)| (*line, text.as_str())).collect();
        assert_eq!(texts, [(1, "a"), (1, "{"), (2, "b"), (2, "c d"), (2, "e"), (3, "}")]);
        assert_eq!(lexed[3].2, b"\"c d\"");
    }

    #[test]
    fn oddities() {
        for (text, expected) in [
            ("a#b c d", &["a", "c", "d"][..]),
            ("#b c d\ne", &["e"]),
            ("a\rb\r\nc", &["ab", "c"]),
            ("a\"b c", &["a\"b", "c"]),
            (r#""a\"b\\" c"#, &["a\"b\\\\", "c"]),
            (r#""\d""#, &["\\d"]),
            ("\"\" x", &["", "x"]),
            ("\"", &[]),
            ("\"a\nb", &["a\nb"]),
            ("\"\\", &[]),
            ("\u{feff}a\u{feff}", &["a\u{feff}"]),
            ("a\u{a0}b\u{3000}c\u{2028}d\u{85}e", &["a", "b", "c", "d", "e"]),
            ("a\0b\u{200b}c", &["a\0b\u{200b}c"]),
            ("a#\rb\nc", &["a", "c"]),
        ] {
            let found: Vec<_> = words(text.as_bytes()).into_iter().map(|(_, text, _)| text).collect();
            assert_eq!(found, expected, "{text:?}");
        }
        let broken: Vec<_> = words(b"a\xff\xe2\x82b").into_iter().map(|(_, text, _)| text).collect();
        assert_eq!(broken, ["a\u{fffd}\u{fffd}\u{fffd}b"]);
    }
}
