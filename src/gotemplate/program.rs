//! What the machine in `exec` runs: a flat program with operands before their function and jumps for control structures,
//! which [`compile`] makes of a syntax tree. What Go decides by the shape of the template alone (missing arguments,
//! arguments of a value that is no function) is an instruction that fails, because Go fails only when it gets there.

mod compile;
mod pipeline;

use super::ast::{CommandId, OperandId, PipelineId, StatementId};
use super::functions::Function;
use crate::source::Span;

pub use compile::compile;

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
