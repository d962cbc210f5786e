//! Why a YAML file is refused, and where. Leaves out what to do about it; that is the caller's to say.

use crate::source::Span;

/// Which part of Go's reader refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlErrorKind {
    /// The bytes are no UTF-8 (or no UTF-16 behind its mark), or hold a control character.
    Encoding,
    /// The text is no YAML. The message is ours, in goyaml's form `yaml: line N: …`.
    Syntax,
    /// A bound of this reader or of goyaml: depth, size, aliases.
    Limit,
    /// goyaml or the conversion to JSON refuses. The message is Go's.
    Value,
    /// `encoding/json` cannot put a value into its field. The message is Go's.
    Field,
}

/// A refusal with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// Who refuses.
    pub kind: YamlErrorKind,
    /// The text, without the prefix that `yaml.Unmarshal` puts before it.
    pub message: String,
    /// The bytes of the input that are to blame.
    pub span: Span,
    /// Line of the span's start, from 1.
    pub line: u32,
    /// Column of the span's start in characters, from 1.
    pub column: u32,
}

impl YamlError {
    /// The message as `yaml.Unmarshal` of `sigs.k8s.io/yaml` 1.4 returns it, which is what kuma-cp logs.
    #[must_use]
    pub fn as_unmarshal_error(&self) -> String {
        match self.kind {
            YamlErrorKind::Field => format!("error unmarshaling JSON: while decoding JSON: {}", self.message),
            _ => format!("error converting YAML to JSON: {}", self.message),
        }
    }
}
