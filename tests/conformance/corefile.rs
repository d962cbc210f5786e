//! CoreDNS's lexer and parser: words with their lines, server blocks with their directives, and the message where the parser
//! refuses, as recorded from CoreDNS 1.14.2.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corefilectl::corefile::{Corefile, ImportLimit, Tree, lexer};
use serde::Deserialize;

pub use crate::surroundings::Recorded;

/// Kuma's build.
pub const DIRECTIVES: [&str; 6] = ["prometheus", "errors", "log", "template", "alternate", "forward"];

/// A line of the corpus, as far as the parser goes.
#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub corefile: String,
    pub corefile_b64: Option<String>,
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    tokens: Option<Vec<Word>>,
    blocks: Option<Vec<Block>>,
    parse_error: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Word {
    line: u32,
    text: String,
}

impl Word {
    /// A long word is recorded as its length.
    fn is_abridged(&self) -> bool {
        self.text.starts_with('(') && self.text.ends_with(" chars)")
    }

    fn is(&self, found: &Self) -> bool {
        let abridged = || format!("({} chars)", found.text.chars().count());
        self.line == found.line && (self.text == found.text || (self.is_abridged() && self.text == abridged()))
    }
}

#[derive(Debug, Deserialize, PartialEq)]
struct Block {
    keys: Vec<String>,
    directives: Option<BTreeMap<String, Vec<Word>>>,
}

impl Case {
    pub fn text(&self) -> Vec<u8> {
        let decode = |text: &String| STANDARD.decode(text).expect("base64");
        self.corefile_b64.as_ref().map_or_else(|| self.corefile.as_bytes().to_vec(), decode)
    }
}

fn check(case: &Case) -> Result<(), String> {
    let text = case.text();
    let miss = |what: &str, found: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
        Err(format!("{}: {what}\n  found  {found:?}\n  wanted {wanted:?}", case.name))
    };
    if Tree::of(&text).print() != text {
        return Err(format!("{}: the tree does not print back", case.name));
    }
    let word = |token: &corefilectl::corefile::Token<'_>| Word { line: token.line, text: token.text.to_string() };
    let words: Vec<_> = lexer::lex(&text, 0).iter().map(word).collect();
    let wanted = case.tokens.clone().unwrap_or_default();
    let is_abridged = wanted.iter().any(Word::is_abridged);
    if words.len() != wanted.len() || !words.iter().zip(&wanted).all(|(found, wanted)| wanted.is(found)) {
        return miss("words", &words, &wanted);
    }
    let surroundings = Recorded { env: &case.env, files: &case.files };
    let known = |name: &str| DIRECTIVES.contains(&name);
    let parsed = Corefile::parse("Corefile", &text, &known, ImportLimit::TenThousand, &surroundings);
    let corefile = match parsed {
        Err(error) if error.message == case.parse_error => return Ok(()),
        Err(error) => return miss("message", &error.message, &case.parse_error),
        // The blocks of a word that is too long to be recorded are not recorded either.
        Ok(_) if is_abridged => return Ok(()),
        Ok(corefile) if case.parse_error.is_empty() => corefile,
        Ok(_) => return miss("message", &"", &case.parse_error),
    };
    let blocks = corefile.blocks.iter().map(|block| {
        let mut directives = BTreeMap::<String, Vec<Word>>::new();
        for directive in &block.directives {
            directives.entry(directive.name.clone()).or_default().extend(block.tokens(directive).iter().map(word));
        }
        Block { keys: block.keys.iter().map(|key| key.text.to_string()).collect(), directives: Some(directives) }
    });
    let blocks: Vec<_> = blocks.collect();
    let same = |found: &Block, wanted: &Block| {
        found.keys == wanted.keys
            && found.directives.as_ref() == Some(wanted.directives.as_ref().unwrap_or(&BTreeMap::new()))
    };
    let wanted = case.blocks.as_deref().unwrap_or_default();
    if blocks.len() != wanted.len() || !blocks.iter().zip(wanted).all(|(found, wanted)| same(found, wanted)) {
        return miss("blocks", &blocks, &wanted);
    }
    Ok(())
}

#[test]
fn words_and_blocks_are_coredns_own() {
    crate::corpus::run("corefile_accept.jsonl", check);
}
