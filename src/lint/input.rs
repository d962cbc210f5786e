//! What is linted: the template that a file is, or the templates that a YAML file carries. Which files are read at all is
//! the caller's business.

mod manifest;
mod names;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;

use memchr::memmem;

pub use names::{is_named_for_yaml, is_named_like_a_corefile, looks_like_a_corefile};
pub use scalar::offsets_of;
pub use tree::{MAX_DEPTH, MAX_DOCUMENTS};

use crate::diagnostic::Finding;
use crate::gotemplate::Limits;
use crate::source::{Offsets, Source, Span};

/// The rule about inputs that cannot be read, which the other rules never see.
pub const UNREADABLE: &str = "CF903";

/// One file with the templates in it.
#[derive(Debug)]
pub struct Input {
    /// The file: the name that messages show, and its bytes.
    pub source: Source,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Whole,
    Embedded(Vec<Embedded>),
}

/// A template that is a value of a YAML file.
#[derive(Debug)]
pub struct Embedded {
    /// The template.
    pub text: Vec<u8>,
    /// Where its bytes stand in the file.
    pub offsets: Offsets,
    /// What it is: `ConfigMap kuma-system/corefile-template, key corefile`.
    pub label: String,
    /// The file's name in the folder where it will be mounted: the key.
    pub key: String,
}

/// A template as the rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Template<'i> {
    /// The template.
    pub text: &'i [u8],
    /// Where its bytes stand in the file; nothing where it is the whole file.
    pub offsets: Option<&'i Offsets>,
    /// What it is, if it is not the whole file.
    pub label: Option<&'i str>,
    /// The key that it stands under, if it is not the whole file.
    pub key: Option<&'i str>,
}

impl Input {
    /// Whether templates are values in it.
    #[must_use]
    pub fn is_yaml(&self) -> bool {
        matches!(self.content, Content::Embedded(_))
    }

    /// The file as one template.
    #[must_use]
    pub fn whole(source: Source) -> Self {
        Self { source, content: Content::Whole }
    }

    /// The templates, in the order of the file; at least one.
    pub fn templates(&self) -> impl Iterator<Item = Template<'_>> {
        let (whole, embedded) = match &self.content {
            Content::Whole => {
                (Some(Template { text: self.source.text(), offsets: None, label: None, key: None }), &[][..])
            }
            Content::Embedded(embedded) => (None, embedded.as_slice()),
        };
        whole.into_iter().chain(embedded.iter().map(|embedded| Template {
            text: &embedded.text,
            offsets: Some(&embedded.offsets),
            label: Some(&embedded.label),
            key: Some(&embedded.key),
        }))
    }
}

impl Template<'_> {
    /// The place in the file that is behind a place in the template.
    #[must_use]
    pub fn span_in_file(&self, span: Span) -> Span {
        self.offsets.map_or(span, |offsets| offsets.outer_span(span))
    }

    /// A finding in the template as one in the file: all places are moved, a fix that cannot be written there is dropped,
    /// and a note says which template of the file it is.
    #[must_use]
    pub fn in_file(&self, mut finding: Finding) -> Finding {
        let Some(offsets) = self.offsets else { return finding };
        for label in &mut finding.diagnostic.labels {
            label.span = offsets.outer_span(label.span);
        }
        for hop in &mut finding.walk {
            hop.span = hop.span.map(|span| offsets.outer_span(span));
        }
        finding.fix = finding.fix.and_then(|mut fix| {
            fix.edits = fix.edits.iter().map(|edit| offsets.outer_edit(edit)).collect::<Option<_>>()?;
            Some(fix)
        });
        finding.diagnostic.notes.extend(self.label.map(|label| format!("in {label}")));
        finding
    }
}

/// How a file is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The user has named the file, so that it is linted whatever it is called, and what is usually passed over is not.
    pub named: bool,
    /// Larger files are refused, in bytes.
    pub max_bytes: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { named: false, max_bytes: Limits::default().template }
    }
}

/// A file in which nothing can be linted.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
pub struct Unfit {
    /// The file.
    pub file: Source,
    /// Why.
    pub problem: Problem,
}

/// Why nothing in a file can be linted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is YAML, and no value in it is a template.
    #[error(
        "no Corefile template in it: looked for in the data of ConfigMaps and in controlPlane.extraConfigMaps[].values"
    )]
    NoTemplate,
    /// It is the source of a Helm chart, which is YAML only after Helm has been over it.
    #[error("the template of a Helm chart: lint what `helm template` makes of it")]
    ChartTemplate {
        /// The first action of Helm.
        span: Span,
    },
    /// It is no YAML, or more than the bounds allow.
    #[error("not readable as YAML: {message}")]
    Yaml {
        /// What is wrong.
        message: String,
        /// Where.
        span: Span,
    },
    /// It is too large.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

/// What a caller does about a file in which nothing can be linted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It is only counted.
    Silent,
    /// It is listed among what was passed over, with the reason.
    Skipped,
    /// It is an error.
    Error,
}

impl Problem {
    /// Where, if it is about a place.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::ChartTemplate { span } | Self::Yaml { span, .. } => Some(*span),
            Self::NoTemplate | Self::TooLarge { .. } => None,
        }
    }
}

impl Unfit {
    /// How much it matters. Whoever names a file wants it linted; in a folder much is YAML that nobody meant.
    #[must_use]
    pub fn weight(&self, named: bool) -> Weight {
        match self.problem {
            _ if named => Weight::Error,
            Problem::NoTemplate => Weight::Silent,
            Problem::ChartTemplate { .. } => Weight::Skipped,
            Problem::Yaml { .. } if names::mentions_corefiles(self.file.text()) => Weight::Error,
            Problem::TooLarge { .. } if !is_named_for_yaml(self.file.name()) => Weight::Error,
            Problem::Yaml { .. } | Problem::TooLarge { .. } => Weight::Skipped,
        }
    }
}

/// The templates of a file. A name that ends in `.yaml`, `.yml` or `.json` says that it is YAML; under a name that says
/// nothing, such as `<stdin>`, a Kubernetes object is recognised by its `apiVersion` and `kind`. All else is a template
/// from the first to the last byte.
///
/// # Errors
/// YAML that cannot be read or holds no template, and files beyond the limit.
pub fn read(name: &str, bytes: Vec<u8>, reading: Reading) -> Result<Input, Box<Unfit>> {
    let is_yaml = is_named_for_yaml(name) || !is_named_like_a_corefile(name) && names::looks_like_yaml(&bytes);
    let source = Source::new(name, bytes);
    let outcome = match source.text() {
        text if text.len() > reading.max_bytes => Err(Problem::TooLarge { limit: reading.max_bytes }),
        _ if !is_yaml => Ok(Content::Whole),
        text => embedded(text, reading.named).map(Content::Embedded),
    };
    match outcome {
        Ok(content) => Ok(Input { source, content }),
        Err(problem) => Err(Box::new(Unfit { file: source, problem })),
    }
}

fn embedded(text: &[u8], named: bool) -> Result<Vec<Embedded>, Problem> {
    // Both places where templates are looked for have the word in their names.
    if memmem::find(text, b"ConfigMap").is_none() {
        return Err(Problem::NoTemplate);
    }
    let tree = tree::Tree::read(text).map_err(|problem| match (&problem, names::first_action(text)) {
        // Between quotes and in block scalars actions do no harm, so it is those outside that have.
        (Problem::Yaml { .. }, Some(span)) => Problem::ChartTemplate { span },
        _ => problem,
    })?;
    let found = manifest::templates(&tree, named)?;
    if found.is_empty() { Err(Problem::NoTemplate) } else { Ok(found) }
}
