//! Values of kuma-cp's configuration with who wrote them: nobody, the file at some place, or a variable of the environment.
//! And what kuma-cp says when it refuses one.

use super::release::Release;
use super::validation::beginning;
use crate::source::Span;

/// A value and who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Who wrote it.
    pub author: Author,
}

/// Who wrote a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// Nobody: it is kuma-cp's default.
    Default,
    /// The configuration file, at this place.
    File(Span),
    /// The variable of this name, which beats the file.
    Environment(&'static str),
}

impl Author {
    /// The place in the file.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Self::File(span) => Some(span),
            Self::Default | Self::Environment(_) => None,
        }
    }
}

impl<T> Written<T> {
    /// kuma-cp's default.
    pub fn default(value: impl Into<T>) -> Self {
        Self { value: value.into(), author: Author::Default }
    }

    /// Out of the file.
    pub fn in_file(value: T, span: Span) -> Self {
        Self { value, author: Author::File(span) }
    }

    /// Out of the environment.
    pub fn in_variable(value: T, name: &'static str) -> Self {
        Self { value, author: Author::Environment(name) }
    }
}

/// kuma-cp refuses to start over a value. Its Display is kuma-cp's own message (kuma: pkg/config/loader.go,
/// pkg/config/app/kuma-cp/config.go).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {} validation failed: {message}", beginning(release), self.section())]
pub struct Refused {
    /// The path of the key in kuma-cp's YAML: `dnsServer.CIDR`.
    pub key: &'static str,
    /// kuma-cp's words about it.
    pub message: String,
    /// Who wrote it.
    pub author: Author,
    /// The release, on which the beginning of the message depends.
    pub release: Release,
}

impl Refused {
    /// How kuma-cp calls the block.
    fn section(&self) -> &'static str {
        if self.key.starts_with("ipam") { "IPAM" } else { "DNSServer" }
    }
}
