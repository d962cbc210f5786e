//! Compiles pipelines, commands and operands; parentheses nest as deeply as the template says.

use super::super::ast::{CommandId, OperandId, OperandKind, PipelineId};
use super::super::functions::{Function, Parameter};
use super::super::value::Kind;
use super::compile::{Compiler, Work};
use super::{Failure, Instruction, Node, Op};
use crate::source::Span;

impl Compiler<'_> {
    fn fail(&mut self, failure: Failure, node: Node) {
        self.emit(Op::Fail(failure), node);
    }

    pub(super) fn pipeline_now(&mut self, pipeline: PipelineId) {
        let floor = self.work.len();
        self.pipeline(pipeline);
        self.drain(floor);
    }

    // The one shape that nearly all pipelines have: a single field.
    pub(super) fn lone_field(&self, id: PipelineId) -> Option<OperandId> {
        let pipeline = self.ast.pipeline(id);
        let (first, end) = pipeline.commands;
        if end - first != 1 || !self.ast.variables_of(pipeline).is_empty() {
            return None;
        }
        let (operand, end) = self.ast.command(CommandId(first)).operands;
        let operand = OperandId(operand);
        let is_field = matches!(self.ast.operand(operand).kind, OperandKind::Field);
        (is_field && end - operand.0 == 1).then_some(operand)
    }

    pub(super) fn pipeline(&mut self, id: PipelineId) {
        self.work.push(Work::Stages { pipeline: id, next: 0 });
    }

    // Compiles the command at `next`, or what follows the last one.
    pub(super) fn stage(&mut self, id: PipelineId, next: u32) {
        let ast = self.ast;
        let pipeline = ast.pipeline(id);
        let Some(command) = ast.commands_of(pipeline).nth(next as usize) else {
            for &variable in ast.variables_of(pipeline) {
                let op = if pipeline.assigns { Op::Assign(variable) } else { Op::Declare(variable) };
                self.emit(op, Node::Same);
            }
            return;
        };
        self.work.push(Work::Stages { pipeline: id, next: next + 1 });
        self.work.push(Work::Emit(Instruction { op: Op::EndCommand, node: Node::Same }));
        self.command(id, command, next > 0);
    }

    fn command(&mut self, pipeline: PipelineId, id: CommandId, piped: bool) {
        let ast = self.ast;
        let mut operands = ast.operands_of(ast.command(id));
        let arguments = operands.len() - 1;
        let Some(first) = operands.next() else { return };
        let has_arguments = arguments > 0 || piped;
        let node = Node::Operand(first);
        match ast.operand(first).kind {
            OperandKind::Field => self.value(first, arguments, piped),
            OperandKind::Variable(_) => {
                self.value(first, arguments, piped);
            }
            OperandKind::Chain { of, .. } => {
                self.emit(Op::At, node);
                self.work.push(Work::Chain { operand: first, command: Some((id, piped)) });
                self.inner(of);
            }
            OperandKind::Function(function) => self.call(function, id, first, piped),
            OperandKind::Pipeline(inner) => {
                if !piped {
                    self.emit(Op::At, Node::Pipeline(pipeline));
                }
                if has_arguments {
                    self.fail(Failure::NotAFunction(first), Node::Same);
                }
                self.emit(Op::At, Node::Pipeline(inner));
                self.pipeline(inner);
            }
            OperandKind::Nil
            | OperandKind::Dot
            | OperandKind::Bool(_)
            | OperandKind::Number(_)
            | OperandKind::String(_) => {
                if has_arguments {
                    self.fail(Failure::NotAFunction(first), node);
                }
                match ast.operand(first).kind {
                    OperandKind::Nil => self.fail(Failure::NilCommand, node),
                    _ => self.value(first, 0, false),
                }
            }
        }
    }

    // An operand that needs no nested pipeline. `arguments` and `piped` say what would be passed to it as a command.
    pub(super) fn value(&mut self, id: OperandId, arguments: usize, piped: bool) {
        let operand = self.ast.operand(id);
        let node = Node::Operand(id);
        let arguments = u16::try_from(arguments).unwrap_or(u16::MAX);
        match operand.kind {
            OperandKind::Dot => {
                self.emit(Op::Dot, node);
            }
            OperandKind::Field => {
                self.emit(Op::Fields { names: operand.span, of_dot: true, arguments, piped }, node);
            }
            OperandKind::Variable(len) => {
                let name_end = operand.span.start + len;
                self.emit(Op::Variable(Span::new(operand.span.start, name_end)), node);
                let names = Span::new(name_end, operand.span.end);
                if !names.is_empty() {
                    self.emit(Op::Fields { names, of_dot: false, arguments, piped }, Node::Same);
                } else if arguments > 0 || piped {
                    self.fail(Failure::NotAFunction(id), Node::Same);
                }
            }
            OperandKind::Number(number) => {
                let constant = self.ast.number(number).constant(operand.span.of(self.text));
                if matches!(constant, Kind::Invalid) {
                    self.fail(Failure::Overflow(id), node);
                }
                self.emit(Op::Literal(id), node);
            }
            _ => {
                self.emit(Op::Literal(id), node);
            }
        }
    }

    // What a chain takes its fields of: a pipeline or a function without arguments.
    fn inner(&mut self, of: OperandId) {
        match self.ast.operand(of).kind {
            OperandKind::Pipeline(inner) => {
                self.emit(Op::At, Node::Operand(of));
                self.emit(Op::At, Node::Pipeline(inner));
                self.pipeline(inner);
            }
            OperandKind::Function(function) => self.bare_call(function, of),
            _ => self.value(of, 0, false),
        }
    }

    pub(super) fn chain_fields(&mut self, id: OperandId, command: Option<(CommandId, bool)>) {
        let operand = self.ast.operand(id);
        let OperandKind::Chain { fields, .. } = operand.kind else { return };
        let (arguments, piped) = match command {
            Some((command, piped)) => (self.ast.operands_of(self.ast.command(command)).len() - 1, piped),
            None => (0, false),
        };
        let arguments = u16::try_from(arguments).unwrap_or(u16::MAX);
        let names = Span::new(fields, operand.span.end);
        self.emit(Op::Fields { names, of_dot: false, arguments, piped }, Node::Same);
    }

    // A function as an argument or before a dot: it gets no arguments.
    fn bare_call(&mut self, function: Function, operand: OperandId) {
        let node = Node::Operand(operand);
        if function.required() > 0 {
            self.fail(Failure::ArgumentCount { function, got: 0 }, node);
        }
        self.emit(Op::At, node);
        self.emit(Op::Call { function, arguments: 0, piped: false }, node);
    }

    fn call(&mut self, function: Function, command: CommandId, operand: OperandId, piped: bool) {
        let arguments = self.ast.operands_of(self.ast.command(command)).len() - 1;
        let given = arguments + usize::from(piped);
        let node = Node::Operand(operand);
        self.emit(Op::At, node);
        let enough = if function.is_variadic() { given >= function.required() } else { given == function.required() };
        if !enough {
            let got = if function.is_variadic() { arguments } else { given };
            let got = u32::try_from(got).unwrap_or(u32::MAX);
            self.fail(Failure::ArgumentCount { function, got }, Node::Same);
            return;
        }
        let decides = matches!(function, Function::And | Function::Or) && self.go.at_least(18);
        self.work.push(Work::Operands { command, piped, next: 1, decisions: decides.then(Vec::new) });
    }

    // Compiles the argument at `next`, or the call behind the last one.
    pub(super) fn operands(
        &mut self,
        command: CommandId,
        piped: bool,
        mut next: u32,
        mut decisions: Option<Vec<usize>>,
    ) {
        let ast = self.ast;
        let (first, end) = ast.command(command).operands;
        let count = end - first;
        let OperandKind::Function(function) = ast.operand(OperandId(first)).kind else { return };
        while next < count {
            if let Some(decisions) = decisions.as_mut().filter(|_| next > 1) {
                decisions.push(self.emit(Op::Decide { on: function == Function::Or, target: 0 }, Node::Same));
            }
            let id = OperandId(first + next);
            let parameter = function.parameter(next as usize - 1);
            next += 1;
            if self.argument(id, parameter, (command, piped, next), &mut decisions) {
                return;
            }
        }
        let Some(mut decisions) = decisions else {
            let arguments = count - 1;
            self.emit(Op::Call { function, arguments, piped }, Node::Command(command));
            return;
        };
        if piped {
            // The piped value lies below the arguments and counts if none of them decides.
            if count > 1 {
                decisions.push(self.emit(Op::Decide { on: function == Function::Or, target: 0 }, Node::Same));
            }
            let done = self.emit(Op::Jump(0), Node::Same);
            for at in decisions {
                self.fill(at);
            }
            self.emit(Op::DropBelow, Node::Same);
            self.fill(done);
        } else {
            for at in decisions {
                self.fill(at);
            }
        }
    }

    // Compiles one argument; true if it left work behind, after which the remaining operands are due.
    fn argument(
        &mut self,
        id: OperandId,
        parameter: Parameter,
        rest: (CommandId, bool, u32),
        decisions: &mut Option<Vec<usize>>,
    ) -> bool {
        let operand = self.ast.operand(id);
        let node = Node::Operand(id);
        match operand.kind {
            OperandKind::Nil if parameter == Parameter::String => self.fail(Failure::NilString, node),
            OperandKind::Nil => {
                self.emit(Op::Invalid, node);
            }
            OperandKind::Bool(_) | OperandKind::Number(_) if parameter == Parameter::String => {
                self.fail(Failure::ExpectedString(id), node);
            }
            OperandKind::Function(function) => {
                self.bare_call(function, id);
                self.operand_done(parameter);
            }
            OperandKind::Pipeline(_) | OperandKind::Chain { .. } => {
                let (command, piped, next) = rest;
                self.work.push(Work::Operands { command, piped, next, decisions: decisions.take() });
                self.work.push(Work::OperandDone { parameter });
                self.emit(Op::At, node);
                match operand.kind {
                    OperandKind::Chain { of, .. } => {
                        self.work.push(Work::Chain { operand: id, command: None });
                        self.inner(of);
                    }
                    OperandKind::Pipeline(inner) => {
                        self.emit(Op::At, Node::Pipeline(inner));
                        self.pipeline(inner);
                    }
                    _ => {}
                }
                return true;
            }
            _ => {
                self.value(id, 0, false);
                self.operand_done(parameter);
            }
        }
        false
    }

    pub(super) fn operand_done(&mut self, parameter: Parameter) {
        if parameter == Parameter::String {
            self.emit(Op::WantString, Node::Same);
        }
    }
}
