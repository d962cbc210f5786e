//! The canonical layout of templates and finished Corefiles. What is changed is white space that means nothing: CoreDNS
//! reads the same words on the same lines before and after, on every way through a template and for every value of its
//! fields. How that is known stands in [`flow`]; a text that does not parse is refused. Which files are formatted, and
//! where the result goes, is the caller's business.

mod action;
mod comments;
pub mod file;
mod flow;
mod layout;
mod output;
mod pieces;
mod proof;
mod state;
mod syntax;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::gotemplate::{GoVersion, Limits, Template};
use crate::lint::Kind;
use crate::source::Span;
use flow::Flow;
use pieces::Pieces;

/// Why a text was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in one sentence.
    pub message: String,
    /// The bytes of the text that it is about.
    pub span: Span,
    /// What to do.
    pub help: String,
}

impl Refusal {
    /// The refusal as it is shown.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.message.as_str()).at(self.span, "").help(self.help.as_str())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// `text`, which is a `kind`, in canonical layout; the whole of it, equal to `text` where that has the layout already.
/// Takes time in proportion to the text.
///
/// # Errors
/// A template that no Go parses, a Corefile whose braces do not fit together: nothing is to be changed then.
pub fn text(text: &[u8], kind: Kind) -> Result<Vec<u8>, Box<Refusal>> {
    if let Some(at) = memchr::memchr(0, text) {
        return Err(Box::new(Refusal {
            message: "not formatted: a NUL byte: this is no text, or one in UTF-16".to_owned(),
            span: Span::at(u32::try_from(at).unwrap_or(u32::MAX)),
            help: "save it as UTF-8".to_owned(),
        }));
    }
    let pieces = Pieces::of(text, kind);
    let flow = match kind {
        Kind::Template => {
            let template = parse(text)?;
            Flow::of_template(text, template.ast(), &pieces)
        }
        Kind::Corefile => {
            syntax::check(text)?;
            Flow::of_text(text, &pieces)
        }
    };
    let formatted = layout::lay_out(text, &pieces, &flow);
    if formatted != text {
        proof::check(text, &formatted, kind, &pieces, &flow)?;
    }
    Ok(formatted)
}

fn parse(text: &[u8]) -> Result<Template, Box<Refusal>> {
    let limits = Limits { template: usize::MAX, ..Limits::default() };
    Template::parse("Corefile", text, GoVersion::NEWEST, limits).map_err(|error| {
        Box::new(Refusal {
            message: format!("not formatted: {}", String::from_utf8_lossy(&error.detail)),
            span: error.span,
            help: "kuma-dp stops with this message; mend the template first, or say --as corefile for a finished one"
                .to_owned(),
        })
    })
}
