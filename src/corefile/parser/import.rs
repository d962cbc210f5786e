//! Snippets and imports: what `import` stands for is put in its place.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Import, ImportLimit, ParseError, ParseErrorKind, Parser, filled};
use crate::corefile::environment::fill;
use crate::corefile::lexer::lex;
use crate::corefile::token::{FileId, MAIN, Place, Token};

/// CoreDNS's own bound, from 1.13.0 on.
const MAX_SNIPPET_IMPORTS: usize = 10_000;
/// Ours, for words that imports bring in; CoreDNS has none.
pub const MAX_IMPORTED: usize = 1 << 20;
/// Ours, for the bytes of words out of imported files, counted as often as they are brought in.
pub const MAX_IMPORTED_BYTES: usize = 16 << 20;
/// Ours, for files, counted as often as they are imported: CoreDNS never ends with one that imports itself.
pub const MAX_FILES: usize = 1_000;

impl<'a> Parser<'_, 'a> {
    /// Keeps the words of a snippet, up to its closing brace.
    pub(super) fn define_snippet(&mut self, name: String, place: Place) -> Result<(), ParseError> {
        if self.snippets.contains_key(&name) {
            let message = format!("redeclaration of previously declared snippet {name}");
            return Err(self.error(&message, ParseErrorKind::Syntax));
        }
        if self.val() != "{" {
            return Err(self.expected("{"));
        }
        let (mut tokens, mut nesting) = (Vec::new(), 1_usize);
        while self.cursor.next() {
            match self.val() {
                "}" => nesting -= 1,
                "{" => nesting += 1,
                _ => {}
            }
            if nesting == 0 {
                break;
            }
            tokens.extend(self.cursor.current().cloned());
        }
        if nesting > 0 {
            return Err(self.expected("}"));
        }
        if self.limit == ImportLimit::TenThousand && self.imports_itself(&name, &tokens) {
            return Err(self.too_deep());
        }
        self.corefile.snippets.push((name.clone(), place.to(self.place())));
        self.snippets.insert(name, tokens.into());
        Ok(())
    }

    fn imports_itself(&self, name: &str, tokens: &[Token<'a>]) -> bool {
        tokens.windows(2).enumerate().any(|(index, pair)| {
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            let starts_line =
                before.is_none_or(|before| before.place.file != pair[0].place.file || before.line != pair[0].line);
            pair[0].text == "import" && starts_line && filled(&pair[1], self.surroundings) == name
        })
    }

    /// Puts what the current `import` names in its place, and stands in front of it.
    pub(super) fn import(&mut self) -> Result<(), ParseError> {
        if !self.cursor.next_arg() {
            return Err(self.complain(|at| at.argument_error(), ParseErrorKind::Syntax));
        }
        let pattern = fill(self.val(), self.surroundings).into_owned();
        if pattern.is_empty() {
            return Err(self.error("Import requires a non-empty filepath", ParseErrorKind::Import));
        }
        if self.cursor.next_arg() {
            let message = "Import takes only one argument (glob pattern or file)";
            return Err(self.error(message, ParseErrorKind::Import));
        }
        let argument = self.place();
        let keyword = self.cursor.before_current().map_or(argument, |token| token.place);
        let import = Some(keyword.import.unwrap_or_else(|| keyword.to(argument).in_main()));
        let place = move |token: Token<'a>| {
            let import = token.place.import.or(import);
            Token { place: Place { import, ..token.place }, ..token }
        };
        if let Some(tokens) = self.snippets.get(&pattern).map(Rc::clone) {
            if self.limit == ImportLimit::TenThousand && self.snippet_imports >= MAX_SNIPPET_IMPORTS {
                return Err(self.too_deep());
            }
            self.snippet_imports += 1;
            self.check_endless(&tokens)?;
            self.cursor.splice(tokens.iter().cloned().map(place));
            return Ok(());
        }
        let mut tokens = Vec::new();
        for path in self.files(&pattern, argument)? {
            let read = self.read(&path)?;
            self.check_endless(&read)?;
            tokens.extend(read);
        }
        self.cursor.splice(tokens.into_iter().map(place));
        Ok(())
    }

    fn too_deep(&self) -> ParseError {
        let message = format!("maximum snippet import depth ({MAX_SNIPPET_IMPORTS}) exceeded");
        self.error(&message, ParseErrorKind::ImportCycle)
    }

    // Snippets that import each other may bring in nothing, so every import counts as a word.
    fn check_endless(&mut self, tokens: &[Token<'_>]) -> Result<(), ParseError> {
        self.imported = self.imported.saturating_add(tokens.len()).saturating_add(1);
        let owned = tokens.iter().map(|token| if let Cow::Owned(text) = &token.text { text.len() } else { 0 });
        self.imported_bytes = self.imported_bytes.saturating_add(owned.sum());
        if self.imported_bytes > MAX_IMPORTED_BYTES {
            let message = format!("imports bring in more than {MAX_IMPORTED_BYTES} bytes: a limit of corefilectl");
            return Err(self.error(&message, ParseErrorKind::Endless));
        }
        if self.imported > MAX_IMPORTED {
            let message = format!("imports bring in more than {MAX_IMPORTED} words: a limit of corefilectl");
            return Err(self.error(&message, ParseErrorKind::Endless));
        }
        Ok(())
    }

    /// The files that a pattern names.
    fn files(&mut self, pattern: &str, place: Place) -> Result<Vec<String>, ParseError> {
        let file = self.corefile.files.get(usize::from(place.file)).filter(|_| place.file != MAIN);
        let folder = file.and_then(|file| file.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
        let folder = folder.unwrap_or_else(|| self.surroundings.folder());
        let path = if pattern.starts_with('/') { clean(pattern) } else { clean(&format!("{folder}/{pattern}")) };
        let count = |c| path.matches(c).count();
        if count('*') > 1 || count('?') > 1 || (path.contains('[') && path.contains(']')) {
            let message = format!("Glob pattern may only contain one wildcard (*), but has others: {path}");
            return Err(self.error(&message, ParseErrorKind::Import));
        }
        let found = self.surroundings.glob(&path).map_err(|reason| {
            self.error(&format!("Failed to use import pattern {pattern}: {reason}"), ParseErrorKind::Import)
        })?;
        let is_outside = self.surroundings.is_outside(&path);
        let import = Import { pattern: pattern.to_owned(), path, files: found.len(), is_outside, place };
        let is_glob = import.path.contains(['*', '?', '[', ']']);
        self.corefile.imports.push(import);
        if found.is_empty() && !is_glob {
            return Err(self.error(&format!("File to import not found: {pattern}"), ParseErrorKind::Import));
        }
        Ok(found)
    }

    fn read(&mut self, path: &str) -> Result<Vec<Token<'a>>, ParseError> {
        let text = self
            .surroundings
            .read(path)
            .map_err(|reason| self.error(&format!("Could not import {path}: {reason}"), ParseErrorKind::Import))?;
        if text.is_empty() {
            let message = format!("Could not read tokens while importing {path}: EOF");
            return Err(self.error(&message, ParseErrorKind::Import));
        }
        let endless = || {
            let message = format!("imports bring in more than {MAX_FILES} files: a limit of corefilectl");
            self.error(&message, ParseErrorKind::Endless)
        };
        let count = self.corefile.files.len();
        let file = FileId::try_from(count).ok().filter(|_| count <= MAX_FILES).ok_or_else(endless)?;
        self.corefile.files.push(path.to_owned());
        let owned = |token: Token<'_>| Token { text: Cow::Owned(token.text.into_owned()), ..token };
        Ok(lex(&text, file).into_iter().map(owned).collect())
    }
}

/// Go's filepath.Clean for an absolute path.
fn clean(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned() {
        for (path, cleaned) in [("/a/./b//c", "/a/b/c"), ("/a/../../b", "/b"), ("/", "/")] {
            assert_eq!(clean(path), cleaned);
        }
    }
}
