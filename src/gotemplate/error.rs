//! Why a template does not parse or execute, in Go's own words, with the place that Go does not always give.

use std::fmt;

use crate::source::Span;

/// A template that does not parse or does not execute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where the work stopped.
    pub phase: Phase,
    /// The whole message, byte for byte as Go prints it; it quotes the template, so it may not be UTF-8.
    pub message: Vec<u8>,
    /// The message without the template's name and line.
    pub detail: Vec<u8>,
    /// The offending part of the template.
    pub span: Span,
    /// What went wrong, where somebody can give advice on it.
    pub cause: Cause,
}

/// What a template asked for that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Something else.
    Other,
    /// A field or method that the type of the receiver does not have.
    UnknownField {
        /// The name.
        name: Box<[u8]>,
        /// Go's name of the type.
        type_name: &'static str,
    },
    /// A function that does not exist.
    UnknownFunction(Box<[u8]>),
}

/// When a template failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is not a template.
    Parse,
    /// It is one, but cannot be executed with this data.
    Execute,
    /// Go panics out of `Execute`: the process that renders it would crash.
    Panic,
    /// It would take more time or memory than [`super::Limits`] allow; Go has no such bound.
    Limit,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.message))
    }
}

impl std::error::Error for Error {}
