//! Messages of failed executions: `template: NAME:LINE:COLUMN: executing "NAME" at <NODE>: …`.

use super::super::error::{Cause, Error, Phase};
use super::super::fmt;
use super::super::program::Failure;
use super::super::value::{Kind, Text, Value};
use super::{Executed, Job, Machine};

impl<'a> Machine<'a> {
    pub(super) fn fail<T>(&self, format: &str, arguments: &[&[u8]]) -> Executed<T> {
        let arguments: Vec<Value<'_>> =
            arguments.iter().map(|bytes| Value::of(Kind::String(Text::Borrowed(bytes)))).collect();
        self.fail_with(format, &arguments)
    }

    /// Go builds the format with the template's name in it, so a percent sign in the name takes part in formatting;
    /// that is reproduced.
    pub(super) fn fail_with<T>(&self, format: &str, arguments: &[Value<'_>]) -> Executed<T> {
        Err(self.error(Phase::Execute, format, arguments))
    }

    pub(super) fn over_limit<T>(&self, what: &str, limit: u64) -> Executed<T> {
        let limit = limit.to_string();
        let arguments = [limit.as_str(), what].map(|text| Value::of(Kind::String(Text::Borrowed(text.as_bytes()))));
        Err(self.error(Phase::Limit, "more than %s %s", &arguments))
    }

    pub(super) fn unknown_field<T>(&self, name: &'a [u8], type_name: &'static str) -> Executed<T> {
        let arguments = [name, type_name.as_bytes()].map(|bytes| Value::of(Kind::String(Text::Borrowed(bytes))));
        let mut error = self.error(Phase::Execute, "can't evaluate field %s in type %s", &arguments);
        error.cause = Cause::UnknownField { name: name.into(), type_name };
        Err(error)
    }

    fn error(&self, phase: Phase, format: &str, arguments: &[Value<'_>]) -> Box<Error> {
        let span = self.node_span();
        let (line, column) = self.go_position();
        let Job { ast, name, text, .. } = self.job;
        let tree = ast.trees().get(self.tree).map_or(name, |tree| ast.tree_name(tree, name, text));
        let mut whole = b"template: ".to_vec();
        whole.extend_from_slice(self.job.name);
        whole.extend_from_slice(format!(":{line}:{column}: executing ").as_bytes());
        whole.extend_from_slice(&doubled_percent(&fmt::quote(tree, self.job.go)));
        whole.extend_from_slice(b" at <");
        whole.extend_from_slice(&doubled_percent(&self.node_text()));
        whole.extend_from_slice(b">: ");
        whole.extend_from_slice(format.as_bytes());
        let (mut message, mut detail) = (Vec::new(), Vec::new());
        let go = self.job.go;
        let written = fmt::sprintf(&mut message, &whole, arguments, go, usize::MAX)
            .and_then(|()| fmt::sprintf(&mut detail, format.as_bytes(), arguments, go, usize::MAX));
        debug_assert!(written.is_ok());
        Box::new(Error { phase, message, detail, span, cause: Cause::Other })
    }

    pub(super) fn fail_as<T>(&self, failure: Failure) -> Executed<T> {
        match failure {
            Failure::NotAFunction(operand) => {
                let text = self.operand_text(operand);
                self.fail("can't give argument to non-function %s", &[&text])
            }
            Failure::NilCommand => self.fail("nil is not a command", &[]),
            Failure::ArgumentCount { function, got } => {
                let at_least = if function.is_variadic() { "at least " } else { "" };
                let want = function.required().to_string();
                let format = format!("wrong number of args for %s: want {at_least}%s got %s");
                self.fail(&format, &[function.name().as_bytes(), want.as_bytes(), got.to_string().as_bytes()])
            }
            Failure::Overflow(operand) => {
                let text = self.job.ast.operand(operand).span.of(self.job.text);
                self.fail("%s overflows int", &[text])
            }
            Failure::NilString => self.fail("cannot assign nil to %s", &[b"string"]),
            Failure::ExpectedString(operand) => {
                let text = self.operand_text(operand);
                self.fail("expected string; found %s", &[&text])
            }
        }
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
