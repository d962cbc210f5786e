//! The comments that speak to corefilectl: where they stand, what they name, and how they are taken away.

use memchr::memmem;

use crate::source::{Edit, Span};

const WORD: &[u8] = b"corefilectl:";

/// What stands behind that many codes in one comment is taken for its reason.
const MAX_NAMES: usize = 64;

/// One comment.
#[derive(Debug)]
pub(super) struct Comment {
    /// From `#` or `{{` to the end of the line or behind `}}`.
    pub span: Span,
    /// `allow` or `allow-file`, as it is written.
    pub verb: String,
    pub verb_span: Span,
    /// Whether it is `allow-file`; nothing for another verb.
    pub whole_file: Option<bool>,
    /// The codes or names.
    pub names: Vec<Named>,
    pub has_reason: bool,
    /// What goes with the comment; nothing where its removal would join lines.
    removal: Option<Span>,
}

/// A code or name in a comment.
#[derive(Debug)]
pub(super) struct Named {
    pub text: String,
    pub span: Span,
}

impl Comment {
    /// The edit that takes the names with these indexes away, or the whole comment where none is left.
    pub fn without(&self, indexes: &[usize]) -> Option<Edit> {
        let left: Vec<_> = (0..self.names.len()).filter(|index| !indexes.contains(index)).collect();
        if left.is_empty() {
            return self.removal.map(|span| Edit::new(span, ""));
        }
        let left: Vec<_> =
            left.into_iter().filter_map(|index| self.names.get(index)).map(|name| name.text.as_str()).collect();
        let (first, last) = (self.names.first()?, self.names.last()?);
        Some(Edit::new(Span::new(first.span.start, last.span.end), left.join(",")))
    }
}

/// All comments of a template, in order. Without the word in the text this costs one search.
pub(super) fn all(text: &[u8]) -> Vec<Comment> {
    let (mut last_end, mut closer) = (0, 0);
    let comments = memmem::find_iter(text, WORD).filter_map(|at| {
        if closer < at {
            closer = memmem::find(&text[at..], b"*/").map_or(text.len(), |len| at + len);
        }
        let comment = (at >= last_end).then(|| comment_at(text, at, closer))??;
        last_end = comment.span.end as usize;
        Some(comment)
    });
    comments.collect()
}

fn span(start: usize, end: usize) -> Span {
    let number = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(number(start), number(end))
}

/// Where the bytes stand before which only what `skip` takes stands up to `end`.
fn before(text: &[u8], end: usize, skip: impl Fn(u8) -> bool) -> usize {
    text[..end].iter().rposition(|&byte| !skip(byte)).map_or(0, |at| at + 1)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

fn is_space(byte: u8) -> bool {
    is_blank(byte) || byte == b'\n'
}

/// The delimiters of a comment.
struct Frame {
    start: usize,
    /// Behind the text of the comment.
    text_end: usize,
    end: usize,
    /// The left and the right trim marker.
    trims: (bool, bool),
}

/// The comment around `word`, where `closer` is the next `*/`.
fn comment_at(text: &[u8], word: usize, closer: usize) -> Option<Comment> {
    let frame = action(text, word, closer).or_else(|| hash(text, word))?;
    let blank_from = before(text, frame.start, is_blank);
    let blank_to = frame.end + text[frame.end..].iter().take_while(|&&byte| is_blank(byte)).count();
    let starts_line = blank_from == 0 || text[blank_from - 1] == b'\n';
    let own_line = starts_line && text.get(blank_to).is_none_or(|&byte| byte == b'\n');
    let joins = match frame.trims {
        (left, true) => left || !own_line,
        (_, false) => false,
    };
    let gone = match own_line {
        true => span(blank_from, (blank_to + 1).min(text.len())),
        false => span(blank_from, frame.end),
    };
    let mut reader = Reader { text: &text[..frame.text_end], at: word + WORD.len() };
    let (verb, verb_span) = reader.verb();
    let whole_file = match verb.as_str() {
        "allow" => Some(false),
        "allow-file" => Some(true),
        _ => None,
    };
    let names = if whole_file.is_some() { reader.names() } else { Vec::new() };
    let has_reason = String::from_utf8_lossy(&text[reader.at..frame.text_end]).contains(char::is_alphanumeric);
    let removal = (!joins).then_some(gone);
    Some(Comment { span: span(frame.start, frame.end), verb, verb_span, whole_file, names, has_reason, removal })
}

/// `# corefilectl: …`; the number sign begins a word.
fn hash(text: &[u8], word: usize) -> Option<Frame> {
    let start = before(text, word, is_blank).checked_sub(1).filter(|&at| text[at] == b'#')?;
    if start > 0 && !is_space(text[start - 1]) && !text[..start].ends_with(b"}}") {
        return None;
    }
    let end = memchr::memchr(b'\n', &text[word..]).map_or(text.len(), |at| word + at);
    let end = before(text, end, |byte| byte == b'\r');
    Some(Frame { start, text_end: end, end, trims: (false, false) })
}

/// `{{/* corefilectl: … */}}`, with or without trim markers and a number sign.
fn action(text: &[u8], word: usize, text_end: usize) -> Option<Frame> {
    let mut at = before(text, word, is_space);
    if text[..at].ends_with(b"#") {
        at = before(text, at - 1, is_space);
    }
    let opened = text[..at].strip_suffix(b"/*")?;
    let (start, left) = match opened.strip_suffix(b"{{") {
        Some(rest) => (rest.len(), false),
        None => {
            let marker = before(text, opened.len(), is_space);
            let rest = text[..marker].strip_suffix(b"{{-").filter(|_| marker < opened.len())?;
            (rest.len(), true)
        }
    };
    let rest = text.get(text_end + 2..)?;
    if rest.starts_with(b"}}") {
        return Some(Frame { start, text_end, end: text_end + 4, trims: (left, false) });
    }
    let blanks = rest.iter().take_while(|&&byte| is_space(byte)).count();
    let closed = blanks > 0 && rest[blanks..].starts_with(b"-}}");
    closed.then(|| Frame { start, text_end, end: text_end + 2 + blanks + 3, trims: (left, true) })
}

/// Words of a comment from left to right.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.at += self.text[self.at..].iter().take_while(|&&byte| is_space(byte)).count();
    }

    fn word(&mut self) -> Option<Named> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let len = rest.iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        let text = String::from_utf8_lossy(&rest[..len]).into_owned();
        let named = Named { text, span: span(self.at, self.at + len) };
        self.at += len;
        (len > 0).then_some(named)
    }

    /// The first word, whatever it consists of.
    fn verb(&mut self) -> (String, Span) {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let len = rest.iter().take_while(|&&byte| !is_space(byte)).count();
        let verb = (String::from_utf8_lossy(&rest[..len]).into_owned(), span(self.at, self.at + len));
        self.at += len;
        verb
    }

    /// Codes with commas between them.
    fn names(&mut self) -> Vec<Named> {
        let mut names = Vec::new();
        while let Some(name) = self.word().filter(|_| names.len() < MAX_NAMES) {
            names.push(name);
            let here = self.at;
            self.skip_blanks();
            if self.text.get(self.at) != Some(&b',') {
                self.at = here;
                break;
            }
            self.at += 1;
        }
        names
    }
}
