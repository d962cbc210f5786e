//! What the control plane refuses a resource for: a field and a message, as kumactl and kubectl show them
//! (kuma: pkg/core/validators/types.go).

use crate::source::Span;

/// One of the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field: `spec.template`.
    pub field: String,
    /// The control plane's words.
    pub message: String,
    /// Where it stands in the file.
    pub place: Span,
}

impl Violation {
    /// A violation.
    pub fn new(field: impl Into<String>, message: impl Into<String>, place: Span) -> Self {
        Self { field: field.into(), message: message.into(), place }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}
