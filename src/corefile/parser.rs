//! Groups words into server blocks and their directives, resolves snippets and imports, and fills placeholders in, as
//! CoreDNS's parser does (coredns/caddy: caddyfile/parse.go). Where that has no bound, ours is said in the message.

mod cursor;
mod import;

pub use import::{MAX_FILES, MAX_IMPORTED, MAX_IMPORTED_BYTES};

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use super::dispenser::{Complaint, Dispenser};
use super::environment::{Surroundings, fill};
use super::lexer::lex;
use super::token::{MAIN, Place, Token};
use crate::source::Span;
use cursor::Cursor;

/// A parsed Corefile.
#[derive(Debug, Default)]
pub struct Corefile<'a> {
    /// The server blocks, in order. A block without keys is dropped, as CoreDNS does.
    pub blocks: Vec<ServerBlock<'a>>,
    /// The names of the texts, by [`super::FileId`]; the Corefile's own first.
    pub files: Vec<String>,
    /// Imports that named no snippet: what they name, and where they stand.
    pub imports: Vec<Import>,
    /// Where snippets are defined, with their names.
    pub snippets: Vec<(String, Place)>,
}

/// An `import` of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The pattern, placeholders filled in.
    pub pattern: String,
    /// The absolute path or glob that it comes to.
    pub path: String,
    /// How many files it found.
    pub files: usize,
    /// Whether they lie where nothing is opened.
    pub is_outside: bool,
    /// The pattern's place.
    pub place: Place,
}

/// Addresses with directives.
#[derive(Debug)]
pub struct ServerBlock<'a> {
    /// The addresses: at least one.
    pub keys: Vec<Key<'a>>,
    /// The directives in the order of the text.
    pub directives: Vec<Directive>,
    /// From the first key to the closing brace, or to the last word of a block without braces.
    pub place: Place,
    tokens: Vec<Token<'a>>,
}

/// An address of a server block.
#[derive(Clone, Debug)]
pub struct Key<'a> {
    /// The text, placeholders filled in, without the comma behind it.
    pub text: Cow<'a, str>,
    /// The word.
    pub place: Place,
}

/// A directive of a server block.
#[derive(Clone, Debug)]
pub struct Directive {
    /// Its name, placeholders filled in.
    pub name: String,
    /// From its name to its last word.
    pub place: Place,
    first: usize,
    last: usize,
}

/// How far snippets may be imported into each other; depends on the CoreDNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportLimit {
    /// No bound: CoreDNS before 1.13.0 hangs on a cycle.
    None,
    /// 10,000 imports of snippets, from CoreDNS 1.13.0 on.
    TenThousand,
}

/// Why CoreDNS's parser refuses the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// CoreDNS's message.
    pub message: String,
    /// What it is about.
    pub kind: ParseErrorKind,
    /// The word at which the parser stopped.
    pub place: Place,
}

/// What a [`ParseError`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// Braces, commas, the end of the file.
    Syntax,
    /// A word that is no directive, as a directive.
    UnknownDirective(String),
    /// A file that cannot be imported.
    Import,
    /// Snippets that import each other.
    ImportCycle,
    /// CoreDNS would not come to an end, or only with more memory than corefilectl allows itself.
    Endless,
}

impl<'a> Corefile<'a> {
    /// Parses `text`, which messages call `name`. `is_directive` says which words are directives.
    ///
    /// # Errors
    /// What CoreDNS's parser refuses.
    pub fn parse(
        name: &str,
        text: &'a [u8],
        is_directive: &dyn Fn(&str) -> bool,
        limit: ImportLimit,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, ParseError> {
        Self::from_tokens(name, lex(text, MAIN), is_directive, limit, surroundings)
    }

    /// The same for words that are there already.
    ///
    /// # Errors
    /// What CoreDNS's parser refuses.
    pub fn from_tokens(
        name: &str,
        tokens: Vec<Token<'a>>,
        is_directive: &dyn Fn(&str) -> bool,
        limit: ImportLimit,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, ParseError> {
        let mut parser = Parser {
            cursor: Cursor::new(tokens),
            corefile: Corefile { files: vec![name.to_owned()], ..Self::default() },
            snippets: HashMap::new(),
            snippet_imports: 0,
            imported: 0,
            imported_bytes: 0,
            limit,
            is_directive,
            surroundings,
        };
        parser.run()?;
        Ok(parser.corefile)
    }
}

impl<'a> ServerBlock<'a> {
    /// The words of a directive, its name first.
    #[must_use]
    pub fn tokens(&self, directive: &Directive) -> &[Token<'a>] {
        self.tokens.get(directive.first..directive.last).unwrap_or(&[])
    }

    /// All directives of a name as CoreDNS hands them to the plugin's set-up: their words one behind the other.
    #[must_use]
    pub fn dispenser<'t>(&'t self, name: &str, files: &'t [String]) -> Option<Dispenser<'t, 'a>> {
        let named = self.directives.iter().filter(|directive| directive.name == name);
        let tokens: Vec<_> = named.flat_map(|directive| self.tokens(directive)).collect();
        (!tokens.is_empty()).then(|| Dispenser::new(tokens, files))
    }
}

struct Parser<'p, 'a> {
    cursor: Cursor<'a>,
    corefile: Corefile<'a>,
    snippets: HashMap<String, Rc<[Token<'a>]>>,
    snippet_imports: usize,
    imported: usize,
    imported_bytes: usize,
    limit: ImportLimit,
    is_directive: &'p dyn Fn(&str) -> bool,
    surroundings: &'p dyn Surroundings,
}

impl<'a> Parser<'_, 'a> {
    fn run(&mut self) -> Result<(), ParseError> {
        while self.cursor.next() {
            let first = self.place();
            let keys = self.keys()?;
            if self.cursor.is_at_end() {
                self.finish(keys, Vec::new(), Vec::new(), first);
                break;
            }
            if let Some(name) = snippet_name(&keys) {
                self.define_snippet(name, first)?;
                continue;
            }
            let (directives, tokens) = self.contents()?;
            self.finish(keys, directives, tokens, first);
        }
        Ok(())
    }

    fn finish(&mut self, keys: Vec<Key<'a>>, directives: Vec<Directive>, tokens: Vec<Token<'a>>, first: Place) {
        if !keys.is_empty() {
            let place = first.to(self.place());
            self.corefile.blocks.push(ServerBlock { keys, directives, place, tokens });
        }
    }

    /// The addresses in front of a block: up to a `{` or the end of the line, unless a comma asks for more.
    fn keys(&mut self) -> Result<Vec<Key<'a>>, ParseError> {
        let (mut keys, mut expects_another) = (Vec::new(), false);
        loop {
            let token = self.cursor.current();
            let text = token.map_or(Cow::Borrowed(""), |token| filled(token, self.surroundings));
            if text == "import" && self.cursor.is_new_line() {
                self.import()?;
                if !self.cursor.next() {
                    self.cursor.leave();
                }
                continue;
            }
            if text == "{" {
                if expects_another {
                    let message = format!("Expected another address but had '{text}' - check for extra comma");
                    return Err(self.error(&message, ParseErrorKind::Syntax));
                }
                return Ok(keys);
            }
            if !text.is_empty() {
                expects_another = text.ends_with(',');
                let text = match text {
                    Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix(',').unwrap_or(text)),
                    Cow::Owned(text) => Cow::Owned(text.strip_suffix(',').unwrap_or(&text).to_owned()),
                };
                keys.push(Key { text, place: self.place() });
            }
            let has_next = !self.cursor.is_left() && self.cursor.next();
            if !has_next {
                if expects_another {
                    return Err(self.error("Unexpected EOF", ParseErrorKind::Syntax));
                }
                self.cursor.end();
                return Ok(keys);
            }
            if !expects_another && self.cursor.is_new_line() {
                return Ok(keys);
            }
        }
    }

    /// The directives of a block, with or without braces.
    fn contents(&mut self) -> Result<(Vec<Directive>, Vec<Token<'a>>), ParseError> {
        let braced = self.val() == "{";
        if !braced {
            self.cursor.back();
        }
        let (mut directives, mut tokens) = (Vec::new(), Vec::new());
        while self.cursor.next() {
            match self.val() {
                "}" => break,
                "import" => self.import()?,
                _ => directives.push(self.directive(&mut tokens)?),
            }
        }
        if braced && self.val() != "}" {
            return Err(self.expected("}"));
        }
        Ok((directives, tokens))
    }

    /// One directive: to the end of its line, or of its block.
    fn directive(&mut self, tokens: &mut Vec<Token<'a>>) -> Result<Directive, ParseError> {
        let (first, start) = (tokens.len(), self.place());
        let name = self.cursor.current().map_or(Cow::Borrowed(""), |token| filled(token, self.surroundings));
        if !(self.is_directive)(&name) {
            let name = name.into_owned();
            return Err(self.error(&format!("Unknown directive '{name}'"), ParseErrorKind::UnknownDirective(name)));
        }
        tokens.extend(self.cursor.current().cloned());
        let mut nesting = 0_usize;
        while self.cursor.next() {
            match self.val() {
                "{" => nesting += 1,
                _ if nesting == 0 && self.cursor.is_new_line() => {
                    self.cursor.back();
                    break;
                }
                "}" if nesting > 0 => nesting -= 1,
                "}" => {
                    let message = "Unexpected '}' because no matching opening brace";
                    return Err(self.error(message, ParseErrorKind::Syntax));
                }
                "import" if self.cursor.is_new_line() => {
                    self.import()?;
                    continue;
                }
                _ => {}
            }
            if let Some(token) = self.cursor.current() {
                let text = filled(token, self.surroundings);
                tokens.push(Token { text, ..token.clone() });
            }
        }
        if nesting > 0 {
            return Err(self.error("Unexpected EOF", ParseErrorKind::Syntax));
        }
        let end = tokens.last().map_or(start, |token| token.place);
        Ok(Directive { name: name.into_owned(), place: start.to(end), first, last: tokens.len() })
    }

    fn val(&self) -> &str {
        self.cursor.val()
    }

    fn place(&self) -> Place {
        self.cursor.current().map_or(Place::main(Span::at(0)), |token| token.place)
    }

    // The messages are the dispenser's: one token is enough for it.
    fn complain(&self, complaint: impl Fn(&Dispenser<'_, 'a>) -> Complaint, kind: ParseErrorKind) -> ParseError {
        let mut dispenser = Dispenser::new(self.cursor.current().into_iter().collect(), &self.corefile.files);
        dispenser.next_token();
        let message = complaint(&dispenser).message;
        ParseError { message, kind, place: self.place() }
    }

    fn error(&self, message: &str, kind: ParseErrorKind) -> ParseError {
        self.complain(|at| at.error(message), kind)
    }

    fn expected(&self, token: &str) -> ParseError {
        self.complain(|at| at.syntax_error(token), ParseErrorKind::Syntax)
    }
}

/// A lone key in parentheses names a snippet.
fn snippet_name(keys: &[Key<'_>]) -> Option<String> {
    let [key] = keys else { return None };
    let rest = key.text.strip_prefix('(').filter(|_| key.text.ends_with(')'))?;
    Some(rest.strip_suffix(')').unwrap_or(rest).to_owned())
}

fn filled<'a>(token: &Token<'a>, surroundings: &dyn Surroundings) -> Cow<'a, str> {
    match &token.text {
        Cow::Borrowed(text) => fill(text, surroundings),
        Cow::Owned(text) => Cow::Owned(fill(text, surroundings).into_owned()),
    }
}
