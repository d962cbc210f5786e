//! Go's text/template: parsed and executed natively, with the bytes and the messages of the Go release that is asked
//! for. Knows nothing about DNS. Recorded behaviour of Go 1.21 to 1.27 is held by `tests/conformance`.
//!
//! What is not part of Kuma's language is left out: delimiters, options, and custom functions beyond knowing
//! their names and looking texts up.

mod ast;
mod builtin;
mod data;
mod error;
mod exec;
pub mod fmt;
mod functions;
pub mod integer;
pub mod keywords;
mod lexer;
mod limits;
mod literal;
mod number;
mod parser;
mod program;
pub mod schema;
mod token;
mod unicode;
mod unicode_tables;
pub mod value;
mod version;

pub use ast::{
    Ast, Branch, Command, CommandId, List, Operand, OperandId, OperandKind, Pipeline, PipelineId, Statement,
    StatementId, StatementKind, StringId, StringLiteral, Tree,
};
pub use data::MAX_DATA_DEPTH;
pub use error::{Cause, Error, Phase};
pub use functions::Function;
pub use lexer::Lexer;
pub use limits::Limits;
pub use number::Number;
pub use token::{LexError, Token, TokenKind};
pub use value::Data;
pub use version::{GoVersion, UnknownGoVersion};

use crate::source::Span;
use crate::source::provenance::Provenance;
use exec::Outcome;
use program::Program;
use value::Value;

// Room for what a message quotes of the data.
const MAX_MESSAGE: usize = 1 << 20;

/// A parsed template, ready to be executed any number of times.
#[derive(Debug)]
pub struct Template {
    name: Vec<u8>,
    text: Vec<u8>,
    ast: Ast,
    program: Program,
    go: GoVersion,
    limits: Limits,
}

/// What the program that embeds the engine has for [`Function::Lookup`]: for the function's name and the text that it is given,
/// another text, or why there is none.
pub type Lookup<'a> = &'a dyn Fn(&str, &[u8]) -> Result<Vec<u8>, Vec<u8>>;

/// What a template rendered to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text: any bytes.
    pub text: Vec<u8>,
    /// Which part of the template made which bytes; covers the text without gaps.
    pub provenance: Provenance,
    /// Which fields of the root struct were looked at, conditions included: bit `n` stands for the `n`-th field.
    pub fields_read: u32,
}

/// A failed execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub error: Box<Error>,
    /// What had been rendered until then. Go has written it by that time; kuma-dp throws it away.
    pub rendered: Rendered,
}

impl Template {
    /// Parses `text` as Go `go` does; `name` is what messages call it.
    ///
    /// # Errors
    /// Go's message for what is no template, or a limit's for a text that is too long.
    pub fn parse(
        name: impl Into<Vec<u8>>,
        text: impl Into<Vec<u8>>,
        go: GoVersion,
        limits: Limits,
    ) -> Result<Self, Box<Error>> {
        Self::parse_with(name, text, go, limits, &[])
    }

    /// The same for a program that has functions of its own: [`Function::Foreign`] or [`Function::Lookup`].
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_with(
        name: impl Into<Vec<u8>>,
        text: impl Into<Vec<u8>>,
        go: GoVersion,
        limits: Limits,
        foreign: &'static [Function],
    ) -> Result<Self, Box<Error>> {
        let (name, text) = (name.into(), text.into());
        if text.len() > limits.template.min(u32::MAX as usize) {
            return Err(too_long(&name, text.len(), limits.template));
        }
        let ast = parser::parse(&name, &text, go, foreign)?;
        let program = program::compile(&ast, &text, go);
        Ok(Self { name, text, ast, program, go, limits })
    }

    /// Executes the template with `data` as the dot.
    ///
    /// # Errors
    /// Go's message for what cannot be executed, or a limit's, with what had been rendered.
    pub fn execute(&self, data: &Data) -> Result<Rendered, Failure> {
        self.execute_with(data, &|name, _| Err(format!("{name} is known by name only").into_bytes()))
    }

    /// The same where `lookup` answers for the functions that look texts up.
    ///
    /// # Errors
    /// As [`Self::execute`]; what `lookup` cannot find is an error of the function.
    pub fn execute_with(&self, data: &Data, lookup: Lookup<'_>) -> Result<Rendered, Failure> {
        let job = exec::Job {
            name: &self.name,
            text: &self.text,
            ast: &self.ast,
            program: &self.program,
            go: self.go,
            limits: self.limits,
            lookup,
        };
        let Outcome { text, provenance, fields_read, error } = exec::execute(job, Value::concrete(data));
        let rendered = Rendered { text, provenance, fields_read };
        match error {
            None => Ok(rendered),
            Some(error) => Err(Failure { error, rendered }),
        }
    }

    /// Whether every newer Go, too, reads the template so, and renders it so or says that it lacks the same field: recorded
    /// differences are about `range`, about functions that fail, and about parentheses nested by the thousand.
    #[must_use]
    pub fn is_the_same_in_newer_go(&self) -> bool {
        const SHORT: usize = 10_000;
        let ranges = |kind| matches!(kind, StatementKind::Branch { branch: Branch::Range, .. });
        let calls =
            |kind| matches!(kind, OperandKind::Function(Function::Call | Function::Foreign(_) | Function::Lookup(_)));
        self.text.len() < SHORT
            && self.go.is_recorded()
            && !self.ast.statements.iter().any(|statement| ranges(statement.kind))
            && !self.ast.operands.iter().any(|operand| calls(operand.kind))
    }

    /// The syntax tree.
    #[must_use]
    pub fn ast(&self) -> &Ast {
        &self.ast
    }

    /// Where the template first reads the field `name`, of whichever value; also in a branch that is never taken.
    #[must_use]
    pub fn reads_field(&self, name: &str) -> Option<Span> {
        let operands = self.ast.operands.iter().filter(|operand| {
            let names = match operand.kind {
                OperandKind::Field => operand.span,
                OperandKind::Variable(len) => Span::new(operand.span.start + len, operand.span.end),
                OperandKind::Chain { fields, .. } => Span::new(fields, operand.span.end),
                _ => return false,
            };
            names.of(&self.text).split(|&byte| byte == b'.').any(|field| field == name.as_bytes())
        });
        operands.map(|operand| operand.span).min()
    }

    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }
}

fn too_long(name: &[u8], len: usize, limit: usize) -> Box<Error> {
    let detail = format!("the template has {len} bytes, more than the limit of {limit}").into_bytes();
    let message = [b"template: ", name, b": ", &detail].concat();
    Box::new(Error { phase: Phase::Limit, message, detail, span: Span::at(0), cause: Cause::Other })
}
