//! Compiles trees, statement by statement. Control structures nest as deeply as the template says, so what is still to be
//! done waits on a list of work.

use super::super::ast::{Ast, Branch, CommandId, List, OperandId, PipelineId, StatementId, StatementKind, Tree};
use super::super::functions::Parameter;
use super::super::version::GoVersion;
use super::{Instruction, Node, Op, Program};

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

pub(super) struct Compiler<'a> {
    pub(super) ast: &'a Ast,
    pub(super) text: &'a [u8],
    pub(super) go: GoVersion,
    pub(super) code: Vec<Instruction>,
    // The loops around the current statement.
    loops: Vec<Loop>,
    // How many scopes and loops of the current tree are open.
    depth: u32,
    pub(super) work: Vec<Work>,
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
pub(super) enum Work {
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

    pub(super) fn emit(&mut self, op: Op, node: Node) -> usize {
        self.code.push(Instruction { op, node });
        self.code.len() - 1
    }

    fn list(&mut self, list: List) {
        self.work.push(Work::List(list.first));
    }

    pub(super) fn drain(&mut self, floor: usize) {
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
    pub(super) fn fill(&mut self, at: usize) {
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
}
