//! Words of a shell, each with its place: quotes and backslashes undone, comments and here-documents left out, commands told
//! apart. Left out are substitutions: `$NAME` and `$(command)` stay as they are written, and their word is not known.

use std::collections::BTreeMap;

use crate::source::Span;

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its text, without quotes.
    pub text: String,
    /// Where it is written, quotes included.
    pub span: Span,
    /// Whether its text is all there is; else a part of it comes from elsewhere.
    pub is_known: bool,
}

impl Word {
    /// Whether a part of the word is what it says.
    #[must_use]
    pub fn knows(&self, part: &str) -> bool {
        self.is_known || !part.contains(['$', '`', '%'])
    }
}

/// The commands of a text, each with its words. A line that ends in a backslash goes on in the next one. A quote that nobody
/// closes ends with its line.
#[must_use]
pub fn commands(text: &[u8]) -> Vec<Vec<Word>> {
    let mut reader = Reader {
        text,
        at: if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 },
        commands: Vec::new(),
        words: Vec::new(),
        documents: Vec::new(),
        lines: [None, None],
        unclosed: Vec::new(),
    };
    while let Some(byte) = reader.peek() {
        match byte {
            b'\n' => {
                reader.at += 1;
                reader.end();
                reader.pass_documents();
            }
            b';' | b'|' | b'&' | b'(' | b')' => {
                reader.at += 1;
                reader.end();
            }
            b' ' | b'\t' | b'\r' => reader.at += 1,
            b'\\' if reader.is_continued() => reader.at += reader.continuation(),
            b'#' => reader.at = reader.end_of_line(),
            b'<' if reader.rest().starts_with(b"<<<") => reader.at += 3,
            b'<' if reader.rest().starts_with(b"<<") => reader.here_document(),
            _ => reader.word(),
        }
    }
    reader.end();
    reader.commands
}

/// Where lines of a text end, by what stands in them, in order.
type Lines<'t> = BTreeMap<&'t [u8], Vec<usize>>;

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    commands: Vec<Vec<Word>>,
    words: Vec<Word>,
    /// Here-documents that begin behind this line: their last lines, and whether tabs before it do not count.
    documents: Vec<(Vec<u8>, bool)>,
    /// The lines of the text, as they are and without tabs before them.
    lines: [Option<Lines<'t>>; 2],
    /// What opened once and never closed, so that nobody looks for its end again.
    unclosed: Vec<u8>,
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

    fn end_of_line(&self) -> usize {
        memchr::memchr(b'\n', self.rest()).map_or(self.text.len(), |length| self.at + length)
    }

    fn end(&mut self) {
        if !self.words.is_empty() {
            self.commands.push(std::mem::take(&mut self.words));
        }
    }

    fn here_document(&mut self) {
        self.at += 2;
        let is_indented = self.peek() == Some(b'-');
        self.at += usize::from(is_indented);
        self.at += self.rest().iter().take_while(|byte| b" \t".contains(byte)).count();
        if self.peek().is_some_and(|byte| !b"\r\n;|&()<>".contains(&byte)) {
            self.word();
            self.documents.extend(self.words.pop().map(|word| (word.text.into_bytes(), is_indented)));
        }
    }

    /// Leaves here-documents out. One without its last line is none.
    fn pass_documents(&mut self) {
        for (last, is_indented) in std::mem::take(&mut self.documents) {
            let text = self.text;
            let slot = self.lines.get_mut(usize::from(is_indented));
            let lines = slot.map(|lines| lines.get_or_insert_with(|| lines_of(text, is_indented)));
            let ends = lines.and_then(|lines| lines.get(last.as_slice()));
            let end = ends.and_then(|ends| ends.get(ends.partition_point(|end| *end <= self.at)));
            self.at = end.map_or(self.at, |end| *end);
        }
    }

    /// The end of what opens here and closes with `close`, quotes inside left alone; none where nothing closes it.
    fn group(&mut self, open: u8, close: u8, from: usize) -> Option<usize> {
        if self.unclosed.contains(&open) {
            return None;
        }
        let (mut depth, mut quote, mut at) = (1_usize, None, from);
        while let Some(byte) = self.text.get(at).copied() {
            at += 1;
            match (quote, byte) {
                (None | Some(b'"'), b'\\') => at += 1,
                (Some(open), _) => quote = Some(open).filter(|_| open != byte),
                (None, _) if byte == close => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                (None, _) if byte == open => depth += 1,
                (None, b'\'' | b'"') if open != b'`' => quote = Some(byte),
                _ => {}
            }
        }
        self.unclosed.push(open);
        None
    }

    /// Where a quote that opens here ends at the latest.
    fn limit(&mut self, quote: u8) -> usize {
        let behind = self.at + 1;
        let closes = match quote {
            _ if self.unclosed.contains(&quote) => false,
            b'\'' => memchr::memchr(quote, self.text.get(behind..).unwrap_or_default()).is_some(),
            _ => {
                let mut is_escaped = false;
                let mut rest = self.text.get(behind..).unwrap_or_default().iter();
                rest.any(|byte| {
                    let closes = *byte == quote && !is_escaped;
                    is_escaped = *byte == b'\\' && !is_escaped;
                    closes
                })
            }
        };
        if closes {
            return self.text.len();
        }
        self.unclosed.push(quote);
        self.end_of_line()
    }

    /// Passes over what the shell puts something else in place of, if that begins here.
    fn expansion(&mut self) -> Option<&'t [u8]> {
        let start = self.at;
        let next = self.text.get(start + 1).copied();
        let end = match (self.peek()?, next) {
            (b'`', _) => self.group(b'`', b'`', start + 1).unwrap_or(start + 1),
            (b'$', Some(b'(')) => self.group(b'(', b')', start + 2).unwrap_or(start + 1),
            (b'$', Some(b'{')) => self.group(b'{', b'}', start + 2).unwrap_or(start + 1),
            (b'$', Some(byte)) if byte.is_ascii_alphanumeric() || b"_@*#?!".contains(&byte) => start + 1,
            _ => return None,
        };
        self.at = end.min(self.text.len());
        self.text.get(start..self.at)
    }

    fn word(&mut self) {
        let start = self.at;
        let (mut text, mut is_known) = (Vec::new(), true);
        let mut quote: Option<(u8, usize)> = None;
        while let Some(byte) = self.peek() {
            if quote.is_some_and(|(_, limit)| self.at >= limit) {
                quote = None;
            }
            let open = quote.map(|(open, _)| open);
            if open != Some(b'\'')
                && let Some(written) = self.expansion()
            {
                text.extend_from_slice(written);
                is_known = false;
                continue;
            }
            match (open, byte) {
                // `2>&1` is no end of a command.
                (None, b'&') if text.ends_with(b">") || text.ends_with(b"<") => text.push(byte),
                (None, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b'&' | b')' | b'(') => break,
                (None, b'<') if self.rest().starts_with(b"<<") => break,
                (None, b'\'' | b'"') => quote = Some((byte, self.limit(byte))),
                (Some(open), _) if byte == open => quote = None,
                (None | Some(b'"'), b'\\') if self.is_continued() => {
                    self.at += self.continuation();
                    continue;
                }
                (None, b'\\') => {
                    self.at += 1;
                    text.extend(self.peek());
                }
                (Some(b'"'), b'\\') if self.rest().get(1).is_some_and(|byte| b"$`\"\\".contains(byte)) => {
                    self.at += 1;
                    text.extend(self.peek());
                }
                _ => text.push(byte),
            }
            self.at += 1;
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(offset(start), offset(self.at.min(self.text.len())));
        self.words.push(Word { text: String::from_utf8_lossy(&text).into_owned(), span, is_known });
    }
}

fn lines_of(text: &[u8], is_indented: bool) -> Lines<'_> {
    let mut lines = Lines::new();
    let mut end = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        end += line.len();
        let line = line.trim_ascii_end();
        let tabs = if is_indented { line.iter().take_while(|byte| **byte == b'\t').count() } else { 0 };
        lines.entry(line.get(tabs..).unwrap_or_default()).or_default().push(end);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<Vec<String>> {
        let words = |words: Vec<Word>| words.into_iter().map(|word| word.text).collect();
        commands(text.as_bytes()).into_iter().map(words).collect()
    }

    #[test]
    fn as_a_shell_splits() {
        let text =
            "A=1 kuma-dp run \\\n  --dns-enabled='fal'\"se\" # no\n\n(b \"c\\\"d\" 'e\\f'); g\\ h & \"i\nj\" 2>&1 k";
        assert_eq!(
            split(text),
            [
                vec!["A=1", "kuma-dp", "run", "--dns-enabled=false"],
                vec!["b", "c\"d", "e\\f"],
                vec!["g h"],
                vec!["i\nj", "2>&1", "k"]
            ]
        );
        let span = commands(text.as_bytes())[0][3].span;
        assert_eq!(&text[span.start as usize..span.end as usize], "--dns-enabled='fal'\"se\"");
    }

    #[test]
    fn what_is_open_swallows_nothing() {
        for (text, expected) in [
            ("a 'b c\nd", vec![vec!["a", "b c"], vec!["d"]]),
            ("a \"b\\\" c\nd \\\"", vec![vec!["a", "b\" c"], vec!["d", "\""]]),
            ("a <<E b\nit's\nE\nc", vec![vec!["a", "b"], vec!["c"]]),
            ("a <<-'E'\n\tit's\n\tE\nc", vec![vec!["a"], vec!["c"]]),
            ("a <<E\nb\n", vec![vec!["a"], vec!["b"]]),
            ("a <<< b\nc", vec![vec!["a", "b"], vec!["c"]]),
            ("a <<", vec![vec!["a"]]),
            ("a $(b c) d", vec![vec!["a", "$(b c)", "d"]]),
            ("a \"$(b \"c d\")\" ${e:-f g} `h i`", vec![vec!["a", "$(b \"c d\")", "${e:-f g}", "`h i`"]]),
            ("a `b\nc", vec![vec!["a", "`b"], vec!["c"]]),
            ("\u{feff}a \\", vec![vec!["a", ""]]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn what_comes_from_elsewhere_is_not_known() {
        for (text, is_known) in [
            ("$A", false),
            ("'$A'", true),
            ("\"$A\"", false),
            ("\\$A", true),
            ("a$", true),
            ("a`b`", false),
            ("$(a)", false),
        ] {
            assert_eq!(commands(text.as_bytes())[0][0].is_known, is_known, "{text}");
        }
    }
}
