//! The syntax tree of a template: nodes in arenas, named by index, so that nothing recurses and nothing is freed node by
//! node. Names and literal texts are spans of the source.

use std::num::NonZeroU32;

use super::functions::Function;
use super::number::Number;
use crate::source::Span;

/// Index of a [`Statement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementId(NonZeroU32);

/// Index of a [`Pipeline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PipelineId(pub(super) u32);

/// Index of an [`Operand`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperandId(pub(super) u32);

/// Index of a [`Command`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandId(pub(super) u32);

/// Everything that was parsed from one template text.
#[derive(Debug, Default)]
pub struct Ast {
    pub(super) statements: Vec<Statement>,
    pub(super) pipelines: Vec<Pipeline>,
    pub(super) commands: Vec<Command>,
    pub(super) operands: Vec<Operand>,
    pub(super) variables: Vec<Span>,
    pub(super) numbers: Vec<Number>,
    pub(super) strings: Vec<StringLiteral>,
    /// The trees, the main one first.
    pub(super) trees: Vec<Tree>,
    pub(super) comments: Vec<Span>,
}

/// A named tree: the template itself, or what `define` and `block` make.
#[derive(Debug)]
pub struct Tree {
    /// The name's literal; the main tree has the template's name, which is none of its text.
    pub name: Option<StringId>,
    /// Its first statement.
    pub body: List,
    /// The span of the whole definition; the main tree's is the whole text.
    pub span: Span,
}

/// A run of statements, linked through [`Statement::next`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The first statement, if there is any.
    pub first: Option<StatementId>,
}

/// Text or an action that stands by itself.
#[derive(Debug)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// The text as written out, or the whole action with its delimiters; of a control structure its opening action.
    pub span: Span,
    /// Go's position of the node, which is what its messages give.
    pub pos: u32,
    /// The statement behind it in its list.
    pub next: Option<StatementId>,
}

/// The kinds of [`Statement`].
#[derive(Clone, Copy, Debug)]
pub enum StatementKind {
    /// Literal text.
    Text,
    /// A pipeline whose value is printed, or that declares a variable.
    Action(PipelineId),
    /// `if`, `with` or `range`.
    Branch {
        /// Which of the three.
        branch: Branch,
        /// What decides.
        pipeline: PipelineId,
        /// The first list.
        body: List,
        /// The list behind `else`; `None` without one.
        otherwise: Option<List>,
    },
    /// A call of a named tree; `block` makes one, too.
    Template {
        /// The name's literal.
        name: StringId,
        /// The argument.
        pipeline: Option<PipelineId>,
    },
    /// `break`.
    Break,
    /// `continue`.
    Continue,
}

/// The control structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    /// `if`.
    If,
    /// `with`.
    With,
    /// `range`.
    Range,
}

impl Branch {
    /// The keyword.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::With => "with",
            Self::Range => "range",
        }
    }
}

/// Commands joined by `|`, perhaps with variables in front.
#[derive(Debug)]
pub struct Pipeline {
    /// Go's position of the node.
    pub pos: u32,
    /// From its first to behind its last token.
    pub span: Span,
    /// Whether the variables are assigned (`=`), not declared (`:=`).
    pub assigns: bool,
    pub(super) variables: (u32, u32),
    pub(super) commands: (u32, u32),
}

/// A function, field or value with its arguments.
#[derive(Debug)]
pub struct Command {
    /// Go's position of the node.
    pub pos: u32,
    pub(super) operands: (u32, u32),
}

/// A word of a command.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// What it is.
    pub kind: OperandKind,
    /// The bytes; of a parenthesized pipeline with its parentheses.
    pub span: Span,
    /// Go's position of the node: with more than one field that is the second one's dot.
    pub pos: u32,
}

/// The kinds of [`Operand`].
#[derive(Clone, Copy, Debug)]
pub enum OperandKind {
    /// `.`
    Dot,
    /// `nil`
    Nil,
    /// `true` or `false`
    Bool(bool),
    /// `.A.B`
    Field,
    /// `$x` or `$x.A`; the number of bytes of the name, dollar sign included.
    Variable(u32),
    /// A function's name.
    Function(Function),
    /// Fields of a parenthesized pipeline or of a function's result; the fields start at byte `fields`.
    Chain {
        /// What the fields are taken of.
        of: OperandId,
        /// Where the first dot stands.
        fields: u32,
    },
    /// A number or character.
    Number(u32),
    /// A string.
    String(StringId),
    /// A pipeline in parentheses.
    Pipeline(PipelineId),
}

/// Index of a [`StringLiteral`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringId(pub(super) u32);

/// A quoted string.
#[derive(Debug)]
pub struct StringLiteral {
    /// With its quotes.
    pub quoted: Span,
    /// The unquoted bytes where they differ from what stands between the quotes.
    pub unquoted: Option<Box<[u8]>>,
}

impl PipelineId {
    /// Its place in [`Ast::pipelines`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl StatementId {
    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Ast {
    /// An empty tree with room for about as many `actions` with text between them.
    pub(super) fn with_room_for(actions: usize) -> Self {
        Self {
            statements: Vec::with_capacity(2 * actions + 1),
            pipelines: Vec::with_capacity(actions),
            commands: Vec::with_capacity(actions),
            operands: Vec::with_capacity(actions + 2),
            trees: Vec::with_capacity(1),
            ..Self::default()
        }
    }

    pub(super) fn push_statement(&mut self, statement: Statement) -> StatementId {
        self.statements.push(statement);
        let count = u32::try_from(self.statements.len()).unwrap_or(u32::MAX);
        StatementId(NonZeroU32::new(count).unwrap_or(NonZeroU32::MAX))
    }

    pub(super) fn statement_mut(&mut self, id: StatementId) -> &mut Statement {
        &mut self.statements[id.index()]
    }

    /// A statement.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> &Statement {
        &self.statements[id.index()]
    }

    /// A pipeline.
    #[must_use]
    pub fn pipeline(&self, id: PipelineId) -> &Pipeline {
        &self.pipelines[id.0 as usize]
    }

    /// A command.
    #[must_use]
    pub fn command(&self, id: CommandId) -> &Command {
        &self.commands[id.0 as usize]
    }

    /// An operand.
    #[must_use]
    pub fn operand(&self, id: OperandId) -> &Operand {
        &self.operands[id.0 as usize]
    }

    /// All statements of all trees; what a control structure holds comes behind it.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// All pipelines; those in parentheses come before the one that they stand in.
    #[must_use]
    pub fn pipelines(&self) -> &[Pipeline] {
        &self.pipelines
    }

    /// The commands of a pipeline, in order.
    pub fn commands_of(&self, pipeline: &Pipeline) -> impl DoubleEndedIterator<Item = CommandId> + ExactSizeIterator {
        (pipeline.commands.0..pipeline.commands.1).map(CommandId)
    }

    /// The operands of a command, in order; there is at least one.
    pub fn operands_of(&self, command: &Command) -> impl DoubleEndedIterator<Item = OperandId> + ExactSizeIterator {
        (command.operands.0..command.operands.1).map(OperandId)
    }

    /// The variables that a pipeline declares or assigns, each with its dollar sign.
    #[must_use]
    pub fn variables_of(&self, pipeline: &Pipeline) -> &[Span] {
        &self.variables[pipeline.variables.0 as usize..pipeline.variables.1 as usize]
    }

    /// The statements of a list, in order.
    pub fn statements_of(&self, list: List) -> impl Iterator<Item = StatementId> + '_ {
        std::iter::successors(list.first, |&id| self.statement(id).next)
    }

    /// The parsed number.
    #[must_use]
    pub fn number(&self, index: u32) -> &Number {
        &self.numbers[index as usize]
    }

    /// The bytes that a string literal stands for.
    #[must_use]
    pub fn string<'a>(&'a self, id: StringId, text: &'a [u8]) -> &'a [u8] {
        let literal = &self.strings[id.0 as usize];
        match &literal.unquoted {
            Some(bytes) => bytes,
            None => {
                let quoted = literal.quoted.of(text);
                quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or(&[])
            }
        }
    }

    /// The literal with its quotes.
    #[must_use]
    pub fn quoted<'a>(&self, id: StringId, text: &'a [u8]) -> &'a [u8] {
        self.strings[id.0 as usize].quoted.of(text)
    }

    /// The trees, the main one first.
    #[must_use]
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The name of a tree in a template that is called `template`.
    #[must_use]
    pub fn tree_name<'a>(&'a self, tree: &Tree, template: &'a [u8], text: &'a [u8]) -> &'a [u8] {
        tree.name.map_or(template, |name| self.string(name, text))
    }

    /// The comments, from `/*` to `*/`.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Whether a list holds nothing but blank text, which Go lets a later definition replace.
    #[must_use]
    pub fn is_blank(&self, list: List, text: &[u8]) -> bool {
        self.statements_of(list).all(|id| {
            let statement = self.statement(id);
            matches!(statement.kind, StatementKind::Text) && is_go_blank(statement.span.of(text))
        })
    }
}

// bytes.TrimSpace goes by Unicode, not by the four characters that trim markers know.
fn is_go_blank(text: &[u8]) -> bool {
    text.utf8_chunks().all(|chunk| chunk.invalid().is_empty() && chunk.valid().chars().all(char::is_whitespace))
}
