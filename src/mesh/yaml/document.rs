//! The first document as a list of nodes, and what is behind it. Reads the file again where the scanner is narrower
//! than goyaml about blanks.

use super::bytes::Text;
use super::dialect::first_line_problem;
use super::error::{YamlError, YamlErrorKind};
use super::events::Reader;
use super::tree::Style;
use crate::source::Span;

/// A node as written.
pub(super) struct Written {
    pub kind: Kind,
    /// The tag in full, `!` for the non-specific one.
    pub tag: Option<String>,
    pub span: Span,
}

/// What is written; numbers are places in the list of nodes.
pub(super) enum Kind {
    Scalar(String, Style),
    Seq(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
    Alias(String, usize),
}

/// The nodes of the first document and the number of its root.
pub(super) struct Document {
    pub nodes: Vec<Written>,
    pub root: Option<usize>,
    pub rest: Option<Span>,
}

/// The scanner refuses some blanks that goyaml takes. The file is then read again with other blanks, as long as all
/// readings together stay below this many characters.
const MOST_READ: usize = 8 << 20;

/// Reads up to the end of the first document.
pub(super) fn first_document(text: &mut Text) -> Result<Document, YamlError> {
    check_first_line(text)?;
    let mut read = text.len();
    loop {
        let stop = match Reader::new(text).document() {
            Ok(document) => return Ok(document),
            Err(stop) => stop,
        };
        read += text.len();
        let changed = match stop.wider {
            _ if read > MOST_READ => false,
            Some(Wider::Tab) => text.blank_tabs(stop.at),
            Some(Wider::Indentation) => {
                text.indent(stop.at);
                true
            }
            None => false,
        };
        if !changed {
            return Err(stop.error);
        }
    }
}

/// What goyaml lets pass and the scanner does not.
#[derive(Clone, Copy)]
pub(super) enum Wider {
    /// A tab for a space; whether goyaml really does is checked apart.
    Tab,
    /// Lines between brackets that are indented less than the block around them.
    Indentation,
}

/// Why and where reading stops.
pub(super) struct Stop {
    pub error: YamlError,
    pub at: usize,
    /// The root node is whole, and only the way on is not clear.
    pub between_documents: bool,
    pub wider: Option<Wider>,
}

impl From<YamlError> for Stop {
    fn from(error: YamlError) -> Self {
        Stop { error, at: 0, between_documents: false, wider: None }
    }
}

/// The text behind the first document, if there is any that says something.
pub(super) fn rest(text: &Text, index: usize) -> Option<Span> {
    let rest = text.at(index);
    let spoken = rest.lines().any(|line| {
        let line = line.trim();
        let line = line.strip_prefix("---").or(line.strip_prefix("...")).unwrap_or(line).trim_start();
        !line.is_empty() && !line.starts_with('#')
    });
    let start = text.offset(index);
    let end = text.offset(index + rest.trim_end().chars().count());
    spoken.then(|| Span::new(start, end))
}

fn check_first_line(text: &Text) -> Result<(), YamlError> {
    let mut index = 0;
    for line in text.chars.split_inclusive('\n') {
        if let Some(problem) = first_line_problem(line) {
            let span = Span::new(text.offset(index), text.offset(index + line.trim_end().chars().count()));
            return Err(text.error(YamlErrorKind::Syntax, problem.to_owned(), span));
        }
        let silent = line.trim_start();
        if !silent.is_empty() && !line.starts_with('%') && !silent.starts_with('#') {
            break;
        }
        index += line.chars().count();
    }
    Ok(())
}
