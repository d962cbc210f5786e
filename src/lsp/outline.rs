//! A template as an editor sees it, broken or not: its actions, and the server blocks, directives and options around them.
//! Actions are painted over and the rest is read word by word, so that every place stays where it is. What CoreDNS makes of it
//! is [`crate::corefile`]'s business; here nothing is refused.

use crate::corefile::{MAIN, lexer};
use crate::lint::actions::Action;
use crate::source::Span;

/// A template's structure.
#[derive(Debug, Default)]
pub struct Outline {
    /// The text with every action painted over: blanks where it gives no word, letters where it does.
    pub painted: Vec<u8>,
    /// The actions, delimiters included, in order.
    pub actions: Vec<Span>,
    /// Server blocks and snippets.
    pub blocks: Vec<Block>,
    /// Imports beside them.
    pub imports: Vec<Line>,
}

/// A server block or a snippet.
#[derive(Debug)]
pub struct Block {
    /// What stands before its brace.
    pub labels: Vec<Span>,
    /// From the first label to behind the closing brace, or to the end of the text.
    pub span: Span,
    /// Behind the opening brace.
    pub open: u32,
    /// At the closing brace, or at the end of the text.
    pub close: u32,
    /// Its directives.
    pub directives: Vec<Directive>,
}

/// A directive with the options of its block.
#[derive(Debug)]
pub struct Directive {
    /// Its words.
    pub line: Line,
    /// Its block, if it has one.
    pub body: Option<Body>,
}

/// The block of a directive.
#[derive(Debug)]
pub struct Body {
    /// Behind the opening brace.
    pub open: u32,
    /// At the closing brace, or at the end of the text.
    pub close: u32,
    /// The options.
    pub options: Vec<Line>,
}

/// A word and what follows it on its line.
#[derive(Debug)]
pub struct Line {
    /// The word.
    pub name: Span,
    /// What follows, braces left out.
    pub arguments: Vec<Span>,
}

impl Line {
    fn new(name: Span) -> Self {
        Self { name, arguments: Vec::new() }
    }

    /// From the word to the end of what follows.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.name.start, self.arguments.last().unwrap_or(&self.name).end)
    }
}

impl Directive {
    /// From its word to behind its block.
    #[must_use]
    pub fn span(&self, len: usize) -> Span {
        let line = self.line.span();
        let end = self.body.as_ref().map_or(line.end, |body| behind(body.close, len));
        Span::new(line.start, end.max(line.end))
    }
}

impl Block {
    /// The name of the snippet that it is, without parentheses.
    #[must_use]
    pub fn snippet(&self, text: &[u8]) -> Option<Span> {
        let [label] = self.labels.as_slice() else { return None };
        let name = label.of(text).strip_prefix(b"(")?.strip_suffix(b")")?;
        (!name.is_empty()).then(|| Span::new(label.start + 1, label.end - 1))
    }
}

// Behind the brace at `close`, unless the text is over.
fn behind(close: u32, len: usize) -> u32 {
    (close + 1).min(offset(len))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Outline {
    /// Takes a text apart. There is no text for which this fails.
    #[must_use]
    pub fn of(text: &[u8]) -> Self {
        let actions = actions(text);
        let mut painted = text.to_vec();
        for span in &actions {
            let paint = if is_word(*span, text) { b'x' } else { b' ' };
            painted[span.start as usize..span.end as usize].fill(paint);
        }
        let mut outline = Self { actions, ..Self::default() };
        outline.read(&painted);
        outline.painted = painted;
        outline
    }

    fn read(&mut self, painted: &[u8]) {
        let end = offset(painted.len());
        let (mut labels, mut depth, mut line, mut starts) = (Vec::new(), 0_usize, 0, true);
        let mut is_import = false;
        for token in lexer::lex(painted, MAIN) {
            let span = token.place.span;
            let is_first = starts || token.line != line;
            line = token.last_line();
            starts = matches!(token.text.as_ref(), "{" | "}");
            match (depth, token.text.as_ref()) {
                (0, "{") => {
                    let start = labels.first().map_or(span.start, |first: &Span| first.start);
                    let labels = std::mem::take(&mut labels);
                    let span = Span::new(start, end);
                    self.blocks.push(Block {
                        labels,
                        span,
                        open: token.place.span.end,
                        close: end,
                        directives: vec![],
                    });
                    depth = 1;
                }
                (0, "}") => {}
                (0, "import") if is_first && labels.is_empty() => {
                    self.imports.push(Line::new(span));
                    is_import = true;
                    continue;
                }
                (0, _) if is_import && !is_first => {
                    if let Some(import) = self.imports.last_mut() {
                        import.arguments.push(span);
                    }
                    continue;
                }
                (0, _) => {
                    // Labels go on in the next line behind a comma only.
                    if is_first && labels.last().is_some_and(|last: &Span| !last.of(painted).ends_with(b",")) {
                        labels.clear();
                    }
                    labels.push(span);
                }
                (1, "{") => {
                    if let Some(directive) = self.directive() {
                        let body = Body { open: span.end, close: end, options: Vec::new() };
                        directive.body.get_or_insert(body);
                    }
                    depth = 2;
                }
                (1, "}") => {
                    if let Some(block) = self.blocks.last_mut() {
                        (block.close, block.span.end) = (span.start, span.end);
                    }
                    depth = 0;
                }
                (1, _) if is_first => {
                    if let Some(block) = self.blocks.last_mut() {
                        block.directives.push(Directive { line: Line::new(span), body: None });
                    }
                }
                (1, _) => {
                    if let Some(directive) = self.directive() {
                        directive.line.arguments.push(span);
                    }
                }
                (_, "{") => depth += 1,
                (2, "}") => {
                    if let Some(body) = self.directive().and_then(|directive| directive.body.as_mut()) {
                        body.close = span.start;
                    }
                    depth = 1;
                }
                (_, "}") => depth -= 1,
                (_, _) => {
                    let Some(body) = self.directive().and_then(|directive| directive.body.as_mut()) else { continue };
                    match body.options.last_mut() {
                        Some(option) if !is_first => option.arguments.push(span),
                        _ => body.options.push(Line::new(span)),
                    }
                }
            }
            is_import = false;
        }
    }

    fn directive(&mut self) -> Option<&mut Directive> {
        self.blocks.last_mut()?.directives.last_mut()
    }

    /// The block in whose braces a byte stands.
    #[must_use]
    pub fn block_at(&self, at: u32) -> Option<&Block> {
        let index = self.blocks.partition_point(|block| block.open <= at);
        self.blocks.get(index.checked_sub(1)?).filter(|block| at <= block.close)
    }

    /// The action within whose delimiters a byte stands.
    #[must_use]
    pub fn action_at(&self, at: u32, text: &[u8]) -> Option<Span> {
        let index = self.actions.partition_point(|action| action.start + 2 <= at);
        let action = *self.actions.get(index.checked_sub(1)?)?;
        let is_closed = action.of(text).ends_with(b"}}") && action.len() >= 4;
        let end = if is_closed { action.end - 2 } else { action.end };
        (at <= end).then_some(action)
    }

    /// All directives and imports with their blocks.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let directives = self.blocks.iter().flat_map(|block| &block.directives).map(|directive| &directive.line);
        self.imports.iter().chain(directives)
    }
}

impl Block {
    /// The directive in whose braces a byte stands.
    #[must_use]
    pub fn body_at(&self, at: u32) -> Option<(&Directive, &Body)> {
        let within =
            |directive: &&Directive| directive.body.as_ref().is_some_and(|body| body.open <= at && at <= body.close);
        let found = self.directives.iter().find(within)?;
        Some((found, found.body.as_ref()?))
    }
}

/// What stands between the delimiters of an action.
#[must_use]
pub fn content(action: Span, text: &[u8]) -> &[u8] {
    let all = action.of(text);
    let inside = all.strip_prefix(b"{{").unwrap_or(all);
    let inside = inside.strip_suffix(b"}}").unwrap_or(inside);
    Action { span: action, inside }.content()
}

/// The first word of an action and what follows it.
#[must_use]
pub fn keyword(action: Span, text: &[u8]) -> (&[u8], &[u8]) {
    let content = content(action, text);
    let len = content.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    content.split_at(len)
}

// Control structures, comments and assignments give no word.
fn is_word(action: Span, text: &[u8]) -> bool {
    let content = content(action, text);
    let inside = Action { span: action, inside: content };
    !(content.is_empty()
        || inside.is_control()
        || content.starts_with(b"/*")
        || content.starts_with(b"$") && memchr::memmem::find(content, b"=").is_some())
}

/// The actions of a text. One that is not closed ends with its line, or where the next one begins.
fn actions(text: &[u8]) -> Vec<Span> {
    let (mut actions, mut at) = (Vec::new(), 0);
    // Where the next one of each is known to be missing, nobody looks again.
    let mut no_comment_end = false;
    while let Some(start) = memchr::memmem::find(&text[at..], b"{{").map(|found| at + found) {
        let inside = text[start + 2..].strip_prefix(b"- ").map_or(start + 2, |_| start + 4);
        let comment = text[inside..].starts_with(b"/*") && !no_comment_end;
        let closer = if comment { memchr::memmem::find(&text[inside..], b"*/") } else { None };
        no_comment_end |= comment && closer.is_none();
        at = end_of_action(text, closer.map_or(inside, |closer| inside + closer + 2));
        actions.push(Span::new(offset(start), offset(at)));
    }
    actions
}

fn end_of_action(text: &[u8], from: usize) -> usize {
    let (mut at, mut line_end, mut quote) = (from, None, None);
    while let Some(byte) = text.get(at) {
        match (quote, byte) {
            (Some(b'`'), b'`') | (Some(b'"'), b'"') | (Some(b'\''), b'\'') => quote = None,
            (Some(b'"' | b'\''), b'\\') => at += 1,
            (Some(b'"' | b'\''), b'\n') => return at,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            // One without a partner is somebody still typing.
            (None, b'`') if memchr::memchr(b'`', &text[at + 1..]).is_some() => quote = Some(*byte),
            (None, b'\n') => {
                line_end.get_or_insert(at);
            }
            (None, b'}') if text.get(at + 1) == Some(&b'}') => return at + 2,
            (None, b'{') if text.get(at + 1) == Some(&b'{') => return line_end.unwrap_or(at),
            (None, _) => {}
        }
        at += 1;
    }
    line_end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(spans: &[Span], text: &str) -> Vec<String> {
        spans.iter().map(|span| String::from_utf8_lossy(span.of(text.as_bytes())).into_owned()).collect()
    }

    #[test]
    fn actions_end_where_they_are_closed() {
        for (text, expected) in [
            ("a {{ .X }} b {{- if .Y -}}", &["{{ .X }}", "{{- if .Y -}}"][..]),
            ("{{ `{{ .Name }}` }} {{ \"}}\" }}", &["{{ `{{ .Name }}` }}", "{{ \"}}\" }}"]),
            ("{{/* }} */}}x", &["{{/* }} */}}"]),
            ("{{ .\n  log {{ .X }}", &["{{ .", "{{ .X }}"]),
            ("{{ .X {{ .Y }}", &["{{ .X ", "{{ .Y }}"]),
            ("{{ if\n.X }}", &["{{ if\n.X }}"]),
            ("{{", &["{{"]),
            ("{{ \"a\nb", &["{{ \"a"]),
        ] {
            assert_eq!(texts(&actions(text.as_bytes()), text), expected, "{text}");
        }
    }

    #[test]
    fn blocks_directives_and_options() {
        let text = "(s) {\n  errors\n}\nimport s\n.:{{ .CoreDNSPort }} mesh:53 {\n  forward . 127.0.0.1:{{ .P }} {\n    \
                    max_fails 0\n    policy random\n  }\n  {{ if .L }}log{{ end }}\n  import s a\n}\nx {\n  log";
        let outline = Outline::of(text.as_bytes());
        assert_eq!(outline.blocks.len(), 3);
        let name = outline.blocks[0].snippet(text.as_bytes()).unwrap();
        assert_eq!(name.of(text.as_bytes()), b"s");
        assert_eq!(texts(&outline.imports[0].arguments, text), ["s"]);
        let block = &outline.blocks[1];
        assert_eq!(texts(&block.labels, text), [".:{{ .CoreDNSPort }}", "mesh:53"]);
        let names: Vec<_> = block.directives.iter().map(|directive| directive.line.name).collect();
        assert_eq!(texts(&names, text), ["forward", "log", "import"]);
        let body = block.directives[0].body.as_ref().unwrap();
        let options: Vec<_> = body.options.iter().map(Line::span).collect();
        assert_eq!(texts(&options, text), ["max_fails 0", "policy random"]);
        assert_eq!(outline.blocks[2].close as usize, text.len());
        let inside = u32::try_from(text.find("policy").unwrap()).unwrap();
        assert_eq!(outline.block_at(inside).unwrap().body_at(inside).unwrap().0.line.name, names[0]);
        assert!(outline.block_at(0).is_none());
    }

    #[test]
    fn nothing_is_refused() {
        for text in
            ["", "}", "{", "{{", "{ {", "a { b { c { d } } }", "import", "} } {", "\u{feff}x {\r\n}\r\n", "\"", "{{ ` "]
        {
            let outline = Outline::of(text.as_bytes());
            assert_eq!(outline.painted.len(), text.len());
        }
        let nested = "{ a ".repeat(200_000);
        assert_eq!(Outline::of(nested.as_bytes()).blocks.len(), 1);
        for hostile in ["{{/* ", "{{ ` ", "{{ \"", "{{"] {
            let _ = Outline::of(hostile.repeat(200_000).as_bytes());
        }
    }
}
