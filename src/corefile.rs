//! The Corefile language, read as CoreDNS's own parser reads it (coredns/caddy: caddyfile): tokens, server blocks with
//! their directives, snippets, imports and environment placeholders, with the place of everything. Knows nothing about any
//! plugin: which words are directives is an argument.

pub mod address;
pub mod dispenser;
pub mod environment;
pub mod lexer;
pub mod parser;
pub mod token;
pub mod tree;

pub use dispenser::Dispenser;
pub use environment::Surroundings;
pub use parser::{Corefile, Directive, ImportLimit, Key, ParseError, ParseErrorKind, ServerBlock};
pub use token::{FileId, MAIN, Place, Token};
pub use tree::Tree;
