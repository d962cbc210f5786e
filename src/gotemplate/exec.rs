//! Executes a program: a machine with a stack of values, one of variables and one of frames, so that neither loops nor
//! calls nor parentheses use the stack of the process. Messages are Go's.

mod context;
mod fail;
mod field;

use std::cell::Cell;

use super::ast::{Ast, OperandKind, PipelineId, StatementId, StatementKind};
use super::error::{Cause, Error, Phase};
use super::fmt::{self, Argument};
use super::functions::Function;
use super::program::{Instruction, Node, Op, Program};
use super::value::{IntType, Interface, Kind, List, Map, Text, UintType, Value};
use super::version::GoVersion;
use super::{Limits, Lookup, builtin};
use crate::source::Span;
use crate::source::provenance::Provenance;

/// Go's bound on calls within calls.
const MAX_CALL_DEPTH: usize = 100_000;

/// What the machine works on.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub name: &'a [u8],
    pub text: &'a [u8],
    pub ast: &'a Ast,
    pub program: &'a Program,
    pub go: GoVersion,
    pub limits: Limits,
    pub lookup: Lookup<'a>,
}

/// The rendered text, which is partial if an error comes with it.
pub(super) struct Outcome {
    pub text: Vec<u8>,
    pub provenance: Provenance,
    pub fields_read: u32,
    pub error: Option<Box<Error>>,
}

pub(super) type Executed<T> = Result<T, Box<Error>>;

struct Machine<'a> {
    job: Job<'a>,
    output: Vec<u8>,
    provenance: Provenance,
    dot: Value<'a>,
    values: Vec<Value<'a>>,
    variables: Vec<(&'a [u8], Value<'a>)>,
    // Where the variables of the current tree start.
    base: usize,
    frames: Vec<Frame<'a>>,
    calls: usize,
    // Index of the current tree.
    tree: usize,
    node: Node,
    steps: u64,
    strings: usize,
    // Which fields of the root struct have been looked at, as bits.
    fields_read: Cell<u32>,
}

enum Frame<'a> {
    Scope { variables: usize, dot: Value<'a> },
    Range(Box<Range<'a>>),
    Call { back: usize, base: usize, variables: usize, dot: Value<'a>, tree: usize },
}

struct Range<'a> {
    over: Over<'a>,
    next: u64,
    variables: usize,
    pipeline: PipelineId,
    origin: u32,
}

#[derive(Clone, Copy)]
enum Over<'a> {
    List(List<'a>),
    Map(&'a Map),
    Int(IntType, i64),
    Uint(UintType, u64),
}

/// Executes the main tree with `root` as the dot.
pub(super) fn execute<'a>(job: Job<'a>, root: Value<'a>) -> Outcome {
    let mut machine = Machine {
        job,
        output: Vec::with_capacity(job.text.len() + job.text.len() / 4),
        provenance: Provenance::with_capacity(job.ast.statements.len()),
        dot: root.clone(),
        values: Vec::with_capacity(8),
        variables: Vec::with_capacity(4),
        base: 0,
        frames: Vec::with_capacity(4),
        calls: 0,
        tree: 0,
        node: Node::Same,
        steps: 0,
        strings: 0,
        fields_read: Cell::new(0),
    };
    machine.variables.push((b"$", root));
    let error = machine.run(0).err();
    let fields_read = machine.fields_read.get();
    Outcome { text: machine.output, provenance: machine.provenance, fields_read, error }
}

impl<'a> Machine<'a> {
    fn run(&mut self, start: usize) -> Executed<()> {
        let code = &self.job.program.instructions;
        let mut at = start;
        while let Some(&Instruction { op, node }) = code.get(at) {
            at += 1;
            // A call's node counts only if the call fails.
            if node != Node::Same && !matches!(op, Op::Call { .. }) {
                self.node = node;
            }
            self.spend(1)?;
            match op {
                Op::Text(span) => {
                    self.output.extend_from_slice(span.of(self.job.text));
                    self.wrote(span, 0)?;
                }
                Op::At => {}
                Op::Dot => self.values.push(self.dot.clone()),
                Op::Invalid => self.values.push(Value::INVALID),
                Op::Literal(operand) => {
                    let value = self.literal(operand);
                    self.values.push(value);
                }
                Op::Variable(name) => {
                    let name = name.of(self.job.text);
                    let found = self.variable(name).map(|index| self.variables[index].1.clone());
                    match found {
                        Some(value) => self.values.push(value),
                        None => return self.fail("undefined variable: %s", &[name]),
                    }
                }
                Op::Fields { names, of_dot, arguments, piped } => {
                    let arguments = usize::from(arguments) + usize::from(piped);
                    let names = names.of(self.job.text);
                    let value = if of_dot {
                        self.fields(&self.dot, names, arguments)?
                    } else {
                        let receiver = self.pop();
                        self.fields(&receiver, names, arguments)?
                    };
                    if piped {
                        self.pop();
                    }
                    self.values.push(value);
                }
                Op::Fail(failure) => return self.fail_as(failure),
                Op::WantString => self.want_string()?,
                Op::Call { function, arguments, piped } => self.call(node, function, arguments as usize, piped)?,
                Op::Decide { on, target } => {
                    if self.values.last().is_some_and(|value| value.kind.is_true()) == on {
                        at = target as usize;
                    } else {
                        self.pop();
                    }
                }
                Op::EndCommand => {
                    let value = self.pop();
                    self.values.push(value.out_of_interface());
                }
                Op::Declare(name) => {
                    let value = self.values.last().cloned().unwrap_or(Value::INVALID);
                    self.variables.push((name.of(self.job.text), value));
                }
                Op::Assign(name) => {
                    let value = self.values.last().cloned().unwrap_or(Value::INVALID);
                    self.assign(name, value)?;
                }
                Op::Print(span) => {
                    let value = self.pop();
                    self.print(&value, span)?;
                }
                Op::PrintFields { names, span } => {
                    let value = self.fields(&self.dot, names.of(self.job.text), 0)?.out_of_interface();
                    self.print(&value, span)?;
                }
                Op::Drop => {
                    self.pop();
                }
                Op::DropBelow => {
                    let top = self.pop();
                    self.pop();
                    self.values.push(top);
                }
                Op::Jump(target) => at = target as usize,
                Op::Enter => self.frames.push(Frame::Scope { variables: self.variables.len(), dot: self.dot.clone() }),
                Op::Leave => {
                    if let Some(Frame::Scope { variables, dot }) = self.frames.pop() {
                        self.variables.truncate(variables);
                        self.dot = dot;
                    }
                }
                Op::JumpUnless(target) => {
                    if !self.pop().kind.is_true() {
                        at = target as usize;
                    }
                }
                Op::DotUnless(target) => {
                    let value = self.pop();
                    if value.kind.is_true() {
                        self.dot = value;
                    } else {
                        at = target as usize;
                    }
                }
                Op::RangeStart { pipeline, otherwise } => {
                    if !self.begin_range(pipeline)? {
                        at = otherwise as usize;
                    }
                }
                Op::RangeNext(target) => {
                    if self.next_round()? {
                        at = target as usize;
                    } else {
                        self.frames.pop();
                    }
                }
                Op::Unwind { frames, target } => {
                    self.frames.truncate(self.frames.len().saturating_sub(frames as usize));
                    at = target as usize;
                }
                Op::FindTree(statement) => self.find_tree(statement)?,
                Op::CallTree(statement) => at = self.enter_tree(statement, at)?,
                Op::Return => match self.frames.pop() {
                    Some(Frame::Call { back, base, variables, dot, tree }) => {
                        at = back;
                        self.variables.truncate(variables);
                        (self.base, self.dot, self.tree) = (base, dot, tree);
                        self.calls -= 1;
                    }
                    _ => return Ok(()),
                },
            }
        }
        Ok(())
    }

    fn pop(&mut self) -> Value<'a> {
        self.values.pop().unwrap_or(Value::INVALID)
    }

    #[inline]
    fn spend(&mut self, steps: u64) -> Executed<()> {
        self.steps += steps;
        if self.steps > self.job.limits.steps {
            return self.over_limit("steps", self.job.limits.steps);
        }
        Ok(())
    }

    // Notes who wrote what has been added to the output.
    #[inline]
    fn wrote(&mut self, template: Span, fields: u32) -> Executed<()> {
        if self.output.len() > self.job.limits.output {
            return self.over_limit("bytes of output", self.job.limits.output as u64);
        }
        self.provenance.grow_to(u32::try_from(self.output.len()).unwrap_or(u32::MAX), template, fields);
        Ok(())
    }

    // Printing a struct or passing it on shows all its fields.
    fn looked_at(&self, value: &Value<'a>) -> u32 {
        let fields = value.visible_fields();
        self.fields_read.set(self.fields_read.get() | fields);
        fields
    }

    fn literal(&self, operand: super::ast::OperandId) -> Value<'a> {
        let ast = self.job.ast;
        Value::of(match ast.operand(operand).kind {
            OperandKind::Bool(value) => Kind::Bool(value),
            OperandKind::String(id) => Kind::String(Text::Borrowed(ast.string(id, self.job.text))),
            OperandKind::Number(index) => ast.number(index).constant(ast.operand(operand).span.of(self.job.text)),
            _ => Kind::Invalid,
        })
    }

    fn variable(&self, name: &[u8]) -> Option<usize> {
        (self.base..self.variables.len()).rev().find(|&index| self.variables[index].0 == name)
    }

    fn assign(&mut self, name: Span, value: Value<'a>) -> Executed<()> {
        let name = name.of(self.job.text);
        match self.variable(name) {
            Some(index) => {
                self.variables[index].1 = value;
                Ok(())
            }
            None => self.fail("undefined variable: %s", &[name]),
        }
    }

    fn print(&mut self, value: &Value<'a>, span: Span) -> Executed<()> {
        let Machine { output, job, .. } = self;
        let max = job.limits.output;
        let written = if value.is_invalid() {
            output.extend_from_slice(b"<no value>");
            Ok(())
        } else {
            fmt::sprint(output, std::slice::from_ref(value), job.go, max)
        };
        if written.is_err() {
            return self.over_limit("bytes of output", max as u64);
        }
        let fields = self.looked_at(value);
        self.wrote(span, fields)
    }

    // A `string` parameter takes a string, also out of an interface.
    fn want_string(&mut self) -> Executed<()> {
        let Some(value) = self.values.last_mut() else { return Ok(()) };
        match &value.kind {
            Kind::String(_) => {
                value.interface = Interface::None;
                Ok(())
            }
            Kind::Invalid if value.interface == Interface::None => {
                self.fail_with("invalid value; expected %s", &[Argument::type_named("string")])
            }
            kind => {
                let got = if matches!(kind, Kind::Invalid) { value.static_type() } else { kind.type_name() };
                let arguments = ["string", got].map(Argument::type_named);
                self.fail_with("wrong type for value; expected %s; got %s", &arguments)
            }
        }
    }

    fn call(&mut self, node: Node, function: Function, arguments: usize, piped: bool) -> Executed<()> {
        if piped {
            // The piped value was pushed first and is the last argument.
            let at = self.values.len().saturating_sub(arguments + 1);
            let value = self.values.remove(at);
            self.values.push(value);
            if matches!(function, Function::Printf | Function::Lookup(_)) && arguments == 0 {
                self.want_string()?;
            }
        }
        let from = self.values.len().saturating_sub(arguments + usize::from(piped));
        let origin = self.values[from..].iter().fold(0, |origin, value| origin | self.looked_at(value));
        let room = self.job.limits.strings.saturating_sub(self.strings);
        let callee = || self.callee(node, arguments, piped);
        match builtin::call(function, &self.values[from..], self.job.go, room, &callee, self.job.lookup) {
            Ok(mut result) => {
                result.value.origin |= origin;
                self.strings += result.made;
                self.values.truncate(from);
                self.values.push(result.value);
                self.spend(result.steps)
            }
            Err(builtin::Failure::TooLong) => self.over_limit("bytes of strings", self.job.limits.strings as u64),
            Err(builtin::Failure::Panic(message)) => self.panic(message),
            Err(builtin::Failure::Message(message)) => {
                self.node = node;
                let error = match builtin::panicked_method(&message) {
                    Some(method) => Argument::value_error(&message, method),
                    None => Argument::error(&message),
                };
                self.fail_with("error calling %s: %w", &[Argument::Text(function.name().as_bytes()), error])
            }
        }
    }

    fn begin_range(&mut self, pipeline: PipelineId) -> Executed<bool> {
        let value = self.pop();
        let ranges_over_integers = self.job.go.at_least(24);
        let (over, rounds) = match &value.kind {
            Kind::List(list) => (Over::List(*list), list.len as u64),
            Kind::Map(map) => (Over::Map(map), map.entries().len() as u64),
            Kind::Int(kind, count) if ranges_over_integers => {
                self.one_variable(pipeline, &value)?;
                (Over::Int(*kind, *count), u64::try_from(*count).unwrap_or(0))
            }
            Kind::Uint(kind, count) if ranges_over_integers => {
                self.one_variable(pipeline, &value)?;
                (Over::Uint(*kind, *count), *count)
            }
            Kind::Invalid if value.interface != Interface::Error => return Ok(false),
            _ => return self.fail_with("range can't iterate over %v", &[Argument::Reflected(&value)]),
        };
        if rounds == 0 {
            return Ok(false);
        }
        let range = Range { over, next: 0, variables: self.variables.len(), pipeline, origin: value.origin };
        self.frames.push(Frame::Range(Box::new(range)));
        self.next_round()
    }

    fn one_variable(&self, pipeline: PipelineId, value: &Value<'a>) -> Executed<()> {
        if self.job.ast.variables_of(self.job.ast.pipeline(pipeline)).len() > 1 {
            let value = Argument::Reflected(value);
            return self.fail_with("can't use %v to iterate over more than one variable", &[value]);
        }
        Ok(())
    }

    // Sets dot and variables for the next round; false if there is none.
    fn next_round(&mut self) -> Executed<bool> {
        self.spend(1)?;
        let Some(Frame::Range(range)) = self.frames.last_mut() else { return Ok(false) };
        let index = range.next;
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        let (mut key, mut element) = match range.over {
            Over::List(list) => match list.elements().get(at) {
                Some(data) => {
                    (Value::of(Kind::Int(IntType::Int, i64::try_from(index).unwrap_or(i64::MAX))), Value::element(data))
                }
                None => return Ok(false),
            },
            Over::Map(map) => match map.entries().get(at) {
                Some((name, data)) => (Value::of(Kind::String(Text::Borrowed(name))), Value::of_map(map, data)),
                None => return Ok(false),
            },
            Over::Int(kind, count) => match i64::try_from(index) {
                Ok(index) if index < count => (Value::INVALID, Value::of(Kind::Int(kind, index))),
                _ => return Ok(false),
            },
            Over::Uint(kind, count) if index < count => (Value::INVALID, Value::of(Kind::Uint(kind, index))),
            Over::Uint(..) => return Ok(false),
        };
        range.next += 1;
        key.origin |= range.origin;
        element.origin |= range.origin;
        let (variables, pipeline) = (range.variables, range.pipeline);
        self.variables.truncate(variables);
        self.dot = element.clone();
        let ast = self.job.ast;
        let pipeline = ast.pipeline(pipeline);
        match (ast.variables_of(pipeline), pipeline.assigns) {
            ([], _) => {}
            ([one], true) => self.assign(*one, element)?,
            ([one, two, ..], true) => {
                self.assign(*one, key)?;
                self.assign(*two, element)?;
            }
            (declared, false) => {
                let top = self.variables.len();
                if declared.len() > 1 {
                    self.set_from_top(top, 2, key);
                }
                self.set_from_top(top, 1, element);
            }
        }
        Ok(true)
    }

    fn set_from_top(&mut self, top: usize, below: usize, value: Value<'a>) {
        if let Some(variable) = top.checked_sub(below).and_then(|index| self.variables.get_mut(index)) {
            variable.1 = value;
        }
    }

    fn tree_named(&self, statement: StatementId) -> Result<usize, &'a [u8]> {
        let ast = self.job.ast;
        let StatementKind::Template { name, .. } = ast.statement(statement).kind else { return Err(b"") };
        let name = ast.string(name, self.job.text);
        ast.trees().iter().position(|tree| ast.tree_name(tree, self.job.name, self.job.text) == name).ok_or(name)
    }

    fn find_tree(&mut self, statement: StatementId) -> Executed<()> {
        if let Err(name) = self.tree_named(statement) {
            return self.fail("template %q not defined", &[name]);
        }
        if self.calls == MAX_CALL_DEPTH {
            let depth = Argument::Int(MAX_CALL_DEPTH as i64);
            return self.fail_with("exceeded maximum template depth (%v)", &[depth]);
        }
        Ok(())
    }

    fn enter_tree(&mut self, statement: StatementId, back: usize) -> Executed<usize> {
        let argument = self.pop();
        let Ok(tree) = self.tree_named(statement) else { return Ok(back) };
        let dot = std::mem::replace(&mut self.dot, argument.clone());
        let variables = self.variables.len();
        self.frames.push(Frame::Call { back, base: self.base, variables, dot, tree: self.tree });
        self.base = variables;
        self.variables.push((b"$", argument));
        self.tree = tree;
        self.calls += 1;
        Ok(self.job.program.entries.get(tree).map_or(back, |&entry| entry as usize))
    }

    fn panic<T>(&self, message: Vec<u8>) -> Executed<T> {
        let span = self.node_span();
        Err(Box::new(Error { phase: Phase::Panic, detail: message.clone(), message, span, cause: Cause::Other }))
    }
}
