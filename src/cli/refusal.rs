//! Failures that are about a place in a file of the user, or have reasons and ways out of their own. They travel as errors
//! and are shown where the command ends.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// A failure that is shown as a diagnostic.
#[derive(Debug)]
pub struct Refusal {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// The text that its labels are about.
    pub text: Option<Source>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Refusal {}

impl From<Diagnostic> for Refusal {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, text: None }
    }
}
