//! Turns a syntax tree into a flat program for the machine in `exec`: operands before their function, jumps for control
//! structures. What Go decides by the shape of the template alone (missing arguments, arguments of a value that is no
//! function) becomes an instruction that fails, because Go fails only when it gets there.

use super::ast::{Ast, Branch, CommandId, List, OperandId, OperandKind, PipelineId, StatementId, StatementKind, Tree};
use super::functions::{Function, Parameter};
use super::value::Kind;
use super::version::GoVersion;
use crate::source::Span;

/// The instructions of all trees.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) instructions: Vec<Instruction>,
    /// Where each tree starts, in the order of [`Ast::trees`]; the main one, the first, starts at 0.
    pub(super) entries: Vec<u32>,
}

/// One step of the machine.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    pub(super) op: Op,
    /// The node that messages name from here on.
    pub(super) node: Node,
}

/// A node as Go's executor remembers it for its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// The last one stays.
    Same,
    /// A statement.
    Statement(StatementId),
    /// A pipeline.
    Pipeline(PipelineId),
    /// A command.
    Command(CommandId),
    /// An operand.
    Operand(OperandId),
}

/// What an [`Instruction`] does. "Pushes" and "takes" are about the stack of values.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// Writes literal text.
    Text(Span),
    /// Remembers the node.
    At,
    /// Pushes the dot.
    Dot,
    /// Pushes the operand's constant.
    Literal(OperandId),
    /// Pushes the variable called as the span says.
    Variable(Span),
    /// Takes a value (the dot, if `of_dot`) and pushes its field at the end of the chain that the span spells.
    Fields { names: Span, of_dot: bool, arguments: u16, piped: bool },
    /// Fails with a message that the template's shape decides.
    Fail(Failure),
    /// Makes sure that the value on top can be a `string`.
    WantString,
    /// Calls a function with what has been pushed.
    Call { function: Function, arguments: u32, piped: bool },
    /// Leaves the arguments of `and` and `or` with the value on top if it decides; else takes it.
    Decide { on: bool, target: u32 },
    /// The value of a command: an interface gives what it holds.
    EndCommand,
    /// Declares a variable with the value on top, which stays.
    Declare(Span),
    /// Assigns the value on top, which stays, to a variable.
    Assign(Span),
    /// Takes a value and prints it; the span is the action's.
    Print(Span),
    /// Prints a field of the dot; both spans as in [`Op::Fields`] and [`Op::Print`].
    PrintFields { names: Span, span: Span },
    /// Takes a value.
    Drop,
    /// Takes the value below the top.
    DropBelow,
    /// Goes on elsewhere.
    Jump(u32),
    /// Opens a scope of variables and dot.
    Enter,
    /// Closes it.
    Leave,
    /// Takes a value and goes on elsewhere if it is not true.
    JumpUnless(u32),
    /// The same, but a true value becomes the dot.
    DotUnless(u32),
    /// Takes what is ranged over and prepares the first round, or goes on elsewhere.
    RangeStart { pipeline: PipelineId, otherwise: u32 },
    /// Prepares the next round and goes back, or ends the loop.
    RangeNext(u32),
    /// Closes as many scopes and loops as `frames` says and goes on elsewhere: `break` and `continue`.
    Unwind { frames: u32, target: u32 },
    /// Looks for the tree that the statement names and checks the depth of calls.
    FindTree(StatementId),
    /// Takes the dot and enters the tree that the statement names.
    CallTree(StatementId),
    /// Pushes Go's zero value: a nil argument, or the dot of a call without one.
    Invalid,
    /// Ends a tree.
    Return,
}

/// A failure known from the template's shape. Go's texts are made in `exec`.
#[derive(Clone, Copy, Debug)]
pub enum Failure {
    /// `can't give argument to non-function …`
    NotAFunction(OperandId),
    /// `nil is not a command`
    NilCommand,
    /// `wrong number of args for …`
    ArgumentCount { function: Function, got: u32 },
    /// `… overflows int`
    Overflow(OperandId),
    /// `cannot assign nil to string`
    NilString,
    /// `expected string; found …`
    ExpectedString(OperandId),
}

/// Compiles all trees.
#[must_use]
pub fn compile(ast: &Ast, text: &[u8], go: GoVersion) -> Program {
    let mut compiler = Compiler {
        ast,
        text,
        go,
        code: Vec::with_capacity(2 * ast.statements.len() + 2 * ast.operands.len() + 1),
        loops: Vec::new(),
        depth: 0,
        work: Vec::new(),
    };
    let entries = ast.trees().iter().map(|tree| compiler.tree(tree)).collect();
    Program { instructions: compiler.code, entries }
}

struct Compiler<'a> {
    ast: &'a Ast,
    text: &'a [u8],
    go: GoVersion,
    code: Vec<Instruction>,
    // The loops around the current statement.
    loops: Vec<Loop>,
    // How many scopes and loops of the current tree are open.
    depth: u32,
    work: Vec<Work>,
}

// What `break` and `continue` need to know of a loop; their jumps are filled in at its end. In its `else` list a `break`
// still ends the loop, as nothing stands between, but a `continue` is the outer loop's.
struct Loop {
    in_else: bool,
    // Open scopes and loops with the loop's own scope.
    depth: u32,
    breaks: Vec<usize>,
    continues: Vec<usize>,
}

// What is still to be compiled, last first: lists and operands nest as deeply as the template says.
enum Work {
    List(Option<StatementId>),
    Else { statement: StatementId, jump: usize, start: usize },
    EndLoop,
    End { jump: Option<usize> },
    Operands { command: CommandId, piped: bool, next: u32, decisions: Option<Vec<usize>> },
    Stages { pipeline: PipelineId, next: u32 },
    Chain { operand: OperandId, command: Option<(CommandId, bool)> },
    Emit(Instruction),
    OperandDone { parameter: Parameter },
}

impl Compiler<'_> {
    fn tree(&mut self, tree: &Tree) -> u32 {
        let entry = self.here();
        self.work.push(Work::Emit(Instruction { op: Op::Return, node: Node::Same }));
        self.list(tree.body);
        self.drain(0);
        entry
    }

    fn here(&self) -> u32 {
        u32::try_from(self.code.len()).unwrap_or(u32::MAX)
    }

    fn emit(&mut self, op: Op, node: Node) -> usize {
        self.code.push(Instruction { op, node });
        self.code.len() - 1
    }

    fn fail(&mut self, failure: Failure, node: Node) {
        self.emit(Op::Fail(failure), node);
    }

    fn list(&mut self, list: List) {
        self.work.push(Work::List(list.first));
    }

    fn drain(&mut self, floor: usize) {
        while self.work.len() > floor {
            let Some(work) = self.work.pop() else { return };
            match work {
                Work::List(next) => self.statements(next),
                Work::Else { statement, jump, start } => self.otherwise(statement, jump, start),
                Work::EndLoop => {
                    for at in self.loops.pop().map_or_else(Vec::new, |ended| ended.breaks) {
                        self.fill(at);
                    }
                }
                Work::End { jump } => {
                    if let Some(jump) = jump {
                        self.fill(jump);
                    }
                    self.emit(Op::Leave, Node::Same);
                    self.depth -= 1;
                }
                Work::Stages { pipeline, next } => self.stage(pipeline, next),
                Work::Operands { command, piped, next, decisions } => self.operands(command, piped, next, decisions),
                Work::Chain { operand, command } => self.chain_fields(operand, command),
                Work::Emit(instruction) => self.code.push(instruction),
                Work::OperandDone { parameter } => self.operand_done(parameter),
            }
        }
    }

    fn statements(&mut self, mut next: Option<StatementId>) {
        while let Some(id) = next {
            let ast = self.ast;
            let statement = ast.statement(id);
            next = statement.next;
            let node = Node::Statement(id);
            match statement.kind {
                StatementKind::Text => {
                    self.emit(Op::Text(statement.span), node);
                }
                StatementKind::Action(pipeline) => {
                    let declares = !ast.variables_of(ast.pipeline(pipeline)).is_empty();
                    let op = if declares { Op::Drop } else { Op::Print(statement.span) };
                    if let Some(field) = self.lone_field(pipeline) {
                        let names = ast.operand(field).span;
                        self.emit(Op::PrintFields { names, span: statement.span }, Node::Operand(field));
                        continue;
                    }
                    self.work.push(Work::List(next));
                    self.work.push(Work::Emit(Instruction { op, node }));
                    self.pipeline(pipeline);
                    return;
                }
                StatementKind::Branch { branch, pipeline, body, .. } => {
                    self.emit(Op::Enter, node);
                    self.depth += 1;
                    if next.is_some() {
                        self.work.push(Work::List(next));
                    }
                    match self.lone_field(pipeline) {
                        Some(field) => {
                            self.value(field, 0, false);
                            self.emit(Op::EndCommand, Node::Same);
                        }
                        None => self.pipeline_now(pipeline),
                    }
                    let op = match branch {
                        Branch::If => Op::JumpUnless(0),
                        Branch::With => Op::DotUnless(0),
                        Branch::Range => Op::RangeStart { pipeline, otherwise: 0 },
                    };
                    let jump = self.emit(op, Node::Same);
                    if branch == Branch::Range {
                        let depth = self.depth;
                        self.loops.push(Loop { in_else: false, depth, breaks: Vec::new(), continues: Vec::new() });
                        self.depth += 1;
                    }
                    let start = self.code.len();
                    self.work.push(Work::Else { statement: id, jump, start });
                    self.list(body);
                    return;
                }
                StatementKind::Template { pipeline, .. } => {
                    self.emit(Op::FindTree(id), node);
                    match pipeline {
                        Some(pipeline) => self.pipeline_now(pipeline),
                        None => {
                            self.emit(Op::Invalid, Node::Same);
                        }
                    }
                    self.emit(Op::CallTree(id), Node::Same);
                }
                StatementKind::Break => {
                    let at = self.code.len();
                    if let Some(left) = self.loops.last_mut() {
                        left.breaks.push(at);
                        let frames = self.depth - left.depth;
                        self.emit(Op::Unwind { frames, target: 0 }, node);
                    }
                }
                StatementKind::Continue => {
                    let at = self.code.len();
                    if let Some(continued) = self.loops.iter_mut().rev().find(|around| !around.in_else) {
                        continued.continues.push(at);
                        let frames = self.depth - continued.depth - 1;
                        self.emit(Op::Unwind { frames, target: 0 }, node);
                    }
                }
            }
        }
    }

    // Behind the body of a control structure.
    fn otherwise(&mut self, statement: StatementId, jump: usize, start: usize) {
        let StatementKind::Branch { branch, otherwise, .. } = self.ast.statement(statement).kind else { return };
        let ranges = branch == Branch::Range;
        if let Some(mut ended) = ranges.then(|| self.loops.pop()).flatten() {
            for at in std::mem::take(&mut ended.continues) {
                self.fill(at);
            }
            let target = u32::try_from(start).unwrap_or(u32::MAX);
            self.emit(Op::RangeNext(target), Node::Same);
            self.depth -= 1;
            self.loops.push(Loop { in_else: true, ..ended });
        }
        let skip = otherwise.is_some().then(|| self.emit(Op::Jump(0), Node::Same));
        self.fill(jump);
        self.work.push(Work::End { jump: skip });
        if ranges {
            self.work.push(Work::EndLoop);
        }
        self.list(otherwise.unwrap_or_default());
    }

    // Lets the jump at `at` lead here.
    fn fill(&mut self, at: usize) {
        let here = self.here();
        match &mut self.code[at].op {
            Op::Jump(target)
            | Op::JumpUnless(target)
            | Op::DotUnless(target)
            | Op::Unwind { target, .. }
            | Op::Decide { target, .. }
            | Op::RangeStart { otherwise: target, .. } => *target = here,
            _ => {}
        }
    }

    fn pipeline_now(&mut self, pipeline: PipelineId) {
        let floor = self.work.len();
        self.pipeline(pipeline);
        self.drain(floor);
    }

    // The one shape that nearly all pipelines have: a single field.
    fn lone_field(&self, id: PipelineId) -> Option<OperandId> {
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

    fn pipeline(&mut self, id: PipelineId) {
        self.work.push(Work::Stages { pipeline: id, next: 0 });
    }

    // Compiles the command at `next`, or what follows the last one.
    fn stage(&mut self, id: PipelineId, next: u32) {
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
    fn value(&mut self, id: OperandId, arguments: usize, piped: bool) {
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

    fn chain_fields(&mut self, id: OperandId, command: Option<(CommandId, bool)>) {
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
    fn operands(&mut self, command: CommandId, piped: bool, mut next: u32, mut decisions: Option<Vec<usize>>) {
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

    fn operand_done(&mut self, parameter: Parameter) {
        if parameter == Parameter::String {
            self.emit(Op::WantString, Node::Same);
        }
    }
}
