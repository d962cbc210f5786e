//! Messages of failed executions: `template: NAME:LINE:COLUMN: executing "NAME" at <NODE>: …`.

use super::super::ast::{OperandId, OperandKind};
use super::super::error::{Cause, Error, Phase};
use super::super::fmt::{self, Argument};
use super::super::program::Failure;
use super::{Executed, Job, Machine};

// What a message about a limit shows of the node.
const MAX_NODE_TEXT: usize = 200;

impl<'a> Machine<'a> {
    pub(super) fn fail<T>(&self, format: &str, arguments: &[&[u8]]) -> Executed<T> {
        let arguments: Vec<Argument<'_>> = arguments.iter().map(|bytes| Argument::Text(bytes)).collect();
        self.fail_with(format, &arguments)
    }

    /// Go builds the format with the template's name in it, so a percent sign in the name takes part in formatting;
    /// that is reproduced.
    pub(super) fn fail_with<T>(&self, format: &str, arguments: &[Argument<'_>]) -> Executed<T> {
        Err(self.error(Phase::Execute, format, arguments))
    }

    pub(super) fn over_limit<T>(&self, what: &str, limit: u64) -> Executed<T> {
        let limit = limit.to_string();
        let arguments = [limit.as_str(), what].map(|text| Argument::Text(text.as_bytes()));
        Err(self.error(Phase::Limit, "more than %s %s", &arguments))
    }

    pub(super) fn unknown_field<T>(&self, name: &'a [u8], type_name: &'static str) -> Executed<T> {
        let arguments = [Argument::Text(name), Argument::type_named(type_name)];
        let mut error = self.error(Phase::Execute, "can't evaluate field %s in type %s", &arguments);
        error.cause = Cause::UnknownField { name: name.into(), type_name };
        Err(error)
    }

    fn error(&self, phase: Phase, format: &str, arguments: &[Argument<'_>]) -> Box<Error> {
        let span = self.node_span();
        let (line, column) = self.go_position();
        let Job { ast, name, text, .. } = self.job;
        let tree = ast.trees().get(self.tree).map_or(name, |tree| ast.tree_name(tree, name, text));
        let mut whole = b"template: ".to_vec();
        whole.extend_from_slice(self.job.name);
        whole.extend_from_slice(format!(":{line}:{column}: executing ").as_bytes());
        whole.extend_from_slice(&doubled_percent(&fmt::quote(tree, self.job.go)));
        whole.extend_from_slice(b" at <");
        let mut node = self.node_text();
        if phase == Phase::Limit {
            // The message is ours, and the node can be as large as the template.
            node.truncate(MAX_NODE_TEXT);
        }
        whole.extend_from_slice(&doubled_percent(&node));
        whole.extend_from_slice(b">: ");
        whole.extend_from_slice(format.as_bytes());
        let (mut message, mut detail) = (Vec::new(), Vec::new());
        let go = self.job.go;
        fmt::errorf(&mut message, &whole, arguments, go);
        fmt::errorf(&mut detail, format.as_bytes(), arguments, go);
        Box::new(Error { phase, message, detail, span, cause: Cause::Other })
    }

    pub(super) fn fail_as<T>(&self, failure: Failure) -> Executed<T> {
        match failure {
            Failure::NotAFunction(operand) => {
                self.fail_with("can't give argument to non-function %s", &[self.node_argument(operand)])
            }
            Failure::NilCommand => self.fail("nil is not a command", &[]),
            Failure::ArgumentCount { function, got } => {
                let want = i64::try_from(function.required()).unwrap_or(i64::MAX);
                self.argument_count(function.name().as_bytes(), function.is_variadic(), want, i64::from(got))
            }
            Failure::Overflow(operand) => {
                let text = self.job.ast.operand(operand).span.of(self.job.text);
                self.fail("%s overflows int", &[text])
            }
            Failure::NilString => self.fail_with("cannot assign nil to %s", &[Argument::type_named("string")]),
            Failure::ExpectedString(operand) => {
                self.fail_with("expected string; found %s", &[self.node_argument(operand)])
            }
        }
    }

    pub(super) fn argument_count<T>(&self, name: &[u8], at_least: bool, want: i64, got: i64) -> Executed<T> {
        let format = if at_least {
            "wrong number of args for %s: want at least %d got %d"
        } else {
            "wrong number of args for %s: want %d got %d"
        };
        self.fail_with(format, &[Argument::Text(name), Argument::Int(want), Argument::Int(got)])
    }

    fn node_argument(&self, id: OperandId) -> Argument<'static> {
        let type_name = match self.job.ast.operand(id).kind {
            OperandKind::Dot => "*parse.DotNode",
            OperandKind::Nil => "*parse.NilNode",
            OperandKind::Bool(_) => "*parse.BoolNode",
            OperandKind::Field => "*parse.FieldNode",
            OperandKind::Variable(_) => "*parse.VariableNode",
            OperandKind::Function(_) => "*parse.IdentifierNode",
            OperandKind::Chain { .. } => "*parse.ChainNode",
            OperandKind::Number(_) => "*parse.NumberNode",
            OperandKind::String(_) => "*parse.StringNode",
            OperandKind::Pipeline(_) => "*parse.PipeNode",
        };
        Argument::pointer(type_name, self.operand_text(id))
    }
}

fn doubled_percent(text: &[u8]) -> Vec<u8> {
    let mut doubled = Vec::with_capacity(text.len());
    for &byte in text {
        doubled.push(byte);
        if byte == b'%' {
            doubled.push(byte);
        }
    }
    doubled
}
