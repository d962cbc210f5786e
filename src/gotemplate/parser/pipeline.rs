//! Pipelines, commands and operands. What is read of an open pipeline waits on stacks, and moves into the tree in one
//! piece when the pipeline is complete.

use super::super::ast::{Branch, Command, Operand, OperandId, OperandKind, Pipeline, PipelineId};
use super::super::error::Cause;
use super::super::fmt::Argument;
use super::super::functions::Function;
use super::super::number::{Number, NumberError};
use super::super::token::{Token, TokenKind};
use super::{Parsed, Parser, index};
use crate::source::Span;

// Since Go 1.25; before, the stack of the process was the bound, here it is the length of the text.
const MAX_PAREN_DEPTH: u32 = 10_000;

/// What a pipeline belongs to; Go's messages name it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Command,
    Branch(Branch),
    Template,
    Block,
    Parenthesized,
}

impl Context {
    fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Branch(branch) => branch.keyword(),
            Self::Template => "template clause",
            Self::Block => "block clause",
            Self::Parenthesized => "parenthesized pipeline",
        }
    }
}

/// A pipeline that is being read.
pub(super) struct Pending {
    context: Context,
    end: TokenKind,
    start: u32,
    pos: u32,
    assigns: bool,
    variables: usize,
    commands: usize,
    command_pos: u32,
    operands: usize,
}

enum State {
    // Behind a command or at the start.
    Stage,
    // Within a command, before an operand.
    Operand,
    // Behind an operand.
    Behind,
}

impl Parser<'_> {
    /// Reads a pipeline up to and including the token `end`.
    pub(super) fn pipeline(&mut self, context: Context, end: TokenKind) -> Parsed<PipelineId> {
        let start = self.peek_non_space().span.start;
        if let Some(id) = self.lone_field(end) {
            return Ok(id);
        }
        let outermost = self.pending.len();
        self.begin_pipeline(context, end, start)?;
        let mut state = State::Stage;
        loop {
            state = match state {
                State::Stage => {
                    let token = self.next_non_space();
                    if self.pending.last().is_some_and(|pending| pending.end == token.kind) {
                        let (id, span) = self.finish_pipeline(token)?;
                        if self.pending.len() == outermost {
                            return Ok(id);
                        }
                        self.paren_depth -= 1;
                        let pos = self.ast.pipeline(id).pos;
                        self.push_operand(Operand { kind: OperandKind::Pipeline(id), span, pos })?;
                        State::Behind
                    } else if token.kind.starts_operand() {
                        self.backup();
                        let (pos, operands) = (self.peek_non_space().span.start, self.open_operands.len());
                        if let Some(pending) = self.pending.last_mut() {
                            (pending.command_pos, pending.operands) = (pos, operands);
                        }
                        State::Operand
                    } else {
                        let context = self.pending.last().map_or("", |pending| pending.context.name());
                        return self.unexpected(token, context);
                    }
                }
                State::Operand => self.operand()?,
                State::Behind => {
                    let token = self.next();
                    match token.kind {
                        TokenKind::Space => State::Operand,
                        TokenKind::RightDelimiter | TokenKind::RightParen => {
                            self.backup();
                            self.finish_command(token)?
                        }
                        TokenKind::Pipe => self.finish_command(token)?,
                        _ => return self.unexpected(token, "operand"),
                    }
                }
            };
        }
    }

    // Nearly every pipeline is a single field, which needs none of the stacks. Anything else is left as it was.
    fn lone_field(&mut self, end: TokenKind) -> Option<PipelineId> {
        if self.peek().kind != TokenKind::Field {
            return None;
        }
        let field = self.next();
        let behind = self.next();
        if behind.kind == TokenKind::Space {
            if self.next().kind != end {
                self.backup_three(field, behind);
                return None;
            }
        } else if behind.kind != end {
            self.backup_two(field);
            return None;
        }
        let (span, pos) = (field.span, field.span.start);
        let (operand, command) = (index(self.ast.operands.len()), index(self.ast.commands.len()));
        let variables = index(self.ast.variables.len());
        self.ast.operands.push(Operand { kind: OperandKind::Field, span, pos });
        self.ast.commands.push(Command { pos, operands: (operand, operand + 1) });
        self.ast.pipelines.push(Pipeline {
            pos,
            span,
            assigns: false,
            variables: (variables, variables),
            commands: (command, command + 1),
        });
        Some(PipelineId(index(self.ast.pipelines.len() - 1)))
    }

    fn begin_pipeline(&mut self, context: Context, end: TokenKind, start: u32) -> Parsed<()> {
        let pos = self.peek_non_space().span.start;
        let mut pending = Pending {
            context,
            end,
            start,
            pos,
            assigns: false,
            variables: self.open_variables.len(),
            commands: self.open_commands.len(),
            command_pos: pos,
            operands: self.open_operands.len(),
        };
        self.declarations(&mut pending)?;
        self.pending.push(pending);
        Ok(())
    }

    fn declarations(&mut self, pending: &mut Pending) -> Parsed<()> {
        loop {
            let variable = self.peek_non_space();
            if variable.kind != TokenKind::Variable {
                return Ok(());
            }
            self.next();
            let behind = self.peek();
            let next = self.peek_non_space();
            match next.kind {
                TokenKind::Assign | TokenKind::Declare => {
                    pending.assigns = next.kind == TokenKind::Assign;
                    self.next_non_space();
                    self.declare(variable);
                    return Ok(());
                }
                TokenKind::Char if next.span.of(self.text) == b"," => {
                    self.next_non_space();
                    self.declare(variable);
                    let declared = self.open_variables.len() - pending.variables;
                    if pending.context == Context::Branch(Branch::Range) && declared < 2 {
                        match self.peek_non_space().kind {
                            TokenKind::Variable | TokenKind::RightDelimiter | TokenKind::RightParen => continue,
                            _ => return self.fail(next.span, "range can only initialize variables", &[]),
                        }
                    }
                    let context = pending.context.name().as_bytes();
                    return self.fail(variable.span, "too many declarations in %s", &[context]);
                }
                _ if behind.kind == TokenKind::Space => {
                    self.backup_three(variable, behind);
                    return Ok(());
                }
                _ => {
                    self.backup_two(variable);
                    return Ok(());
                }
            }
        }
    }

    fn declare(&mut self, variable: Token) {
        self.open_variables.push(variable.span);
        self.variables.push(variable.span);
    }

    // Closes the command before `token`.
    fn finish_command(&mut self, token: Token) -> Parsed<State> {
        let Some(pending) = self.pending.last() else { return Ok(State::Stage) };
        let (pos, operands) = (pending.command_pos, pending.operands);
        if self.open_operands.len() == operands {
            return self.fail(token.span, "empty command", &[]);
        }
        let first = index(self.ast.operands.len());
        self.ast.operands.extend(self.open_operands.drain(operands..));
        let command = Command { pos, operands: (first, index(self.ast.operands.len())) };
        self.open_commands.push(command);
        Ok(State::Stage)
    }

    // Closes the pipeline at `end`, its last token.
    fn finish_pipeline(&mut self, end: Token) -> Parsed<(PipelineId, Span)> {
        let Some(pending) = self.pending.pop() else { return self.unexpected(end, "operand") };
        if self.open_commands.len() == pending.commands {
            let context = pending.context.name().as_bytes();
            return self.fail(Span::new(pending.start, end.span.end), "missing value for %s", &[context]);
        }
        for (stage, command) in self.open_commands[pending.commands..].iter().enumerate().skip(1) {
            let operand = self.ast.operand(OperandId(command.operands.0));
            let is_constant = matches!(
                operand.kind,
                OperandKind::Bool(_)
                    | OperandKind::Dot
                    | OperandKind::Nil
                    | OperandKind::Number(_)
                    | OperandKind::String(_)
            );
            if is_constant {
                let stage = Argument::Int(i64::from(index(stage + 1)));
                return self.fail_with(operand.span, "non executable command in pipeline stage %d", &[stage]);
            }
        }
        let commands = index(self.ast.commands.len());
        self.ast.commands.extend(self.open_commands.drain(pending.commands..));
        let variables = index(self.ast.variables.len());
        self.ast.variables.extend(self.open_variables.drain(pending.variables..));
        let whole = Span::new(pending.start, end.span.end);
        self.ast.pipelines.push(Pipeline {
            pos: pending.pos,
            span: Span::new(pending.pos, end.span.start.max(pending.pos)),
            assigns: pending.assigns,
            variables: (variables, index(self.ast.variables.len())),
            commands: (commands, index(self.ast.commands.len())),
        });
        Ok((PipelineId(index(self.ast.pipelines.len() - 1)), whole))
    }

    fn function(&self, name: &[u8]) -> Option<Function> {
        let foreign = || self.foreign.iter().find(|foreign| foreign.name().as_bytes() == name);
        Function::named(name).or_else(|| foreign().copied())
    }

    // Reads an operand or opens a parenthesized pipeline.
    fn operand(&mut self) -> Parsed<State> {
        self.peek_non_space();
        let token = self.next_non_space();
        let text = self.text;
        let kind = match token.kind {
            TokenKind::Identifier => match self.function(token.span.of(text)) {
                Some(function) => OperandKind::Function(function),
                None => {
                    let name = token.span.of(text);
                    return self.fail(token.span, "function %q not defined", &[name]).map_err(|mut error| {
                        error.cause = Cause::UnknownFunction(name.into());
                        error
                    });
                }
            },
            TokenKind::Dot => OperandKind::Dot,
            TokenKind::Nil => OperandKind::Nil,
            TokenKind::Variable => {
                if !self.is_declared(token.span) {
                    return self.fail(token.span, "undefined variable %q", &[token.span.of(text)]);
                }
                OperandKind::Variable(token.span.len())
            }
            TokenKind::Field => OperandKind::Field,
            TokenKind::Bool => OperandKind::Bool(token.span.of(text) == b"true"),
            TokenKind::CharConstant | TokenKind::Complex | TokenKind::Number => {
                let number = self.number(token)?;
                self.ast.numbers.push(number);
                OperandKind::Number(index(self.ast.numbers.len() - 1))
            }
            TokenKind::String | TokenKind::RawString => OperandKind::String(self.string(token)?),
            TokenKind::LeftParen => {
                if self.paren_depth >= MAX_PAREN_DEPTH && self.go.at_least(25) {
                    return self.fail(token.span, "max expression depth exceeded", &[]);
                }
                self.paren_depth += 1;
                self.begin_pipeline(Context::Parenthesized, TokenKind::RightParen, token.span.start)?;
                return Ok(State::Stage);
            }
            _ => {
                self.backup();
                return Ok(State::Behind);
            }
        };
        self.push_operand(Operand { kind, span: token.span, pos: token.span.start })?;
        Ok(State::Behind)
    }

    fn is_declared(&self, name: Span) -> bool {
        let name = name.of(self.text);
        name == b"$" || self.variables[self.variables_base..].iter().any(|variable| variable.of(self.text) == name)
    }

    // Adds an operand with the fields that are glued to it.
    fn push_operand(&mut self, mut operand: Operand) -> Parsed<()> {
        let first = self.peek();
        if first.kind == TokenKind::Field {
            while self.peek().kind == TokenKind::Field {
                operand.span.end = self.next().span.end;
            }
            let fields = first.span.start;
            match operand.kind {
                OperandKind::Field | OperandKind::Variable(_) => operand.pos = fields,
                OperandKind::Function(_) | OperandKind::Pipeline(_) | OperandKind::Chain { .. } => {
                    let of = OperandId(index(self.ast.operands.len()));
                    let inner = Operand { span: Span::new(operand.span.start, fields), ..operand };
                    self.ast.operands.push(inner);
                    operand.kind = OperandKind::Chain { of, fields };
                    operand.pos = fields;
                }
                _ => {
                    let term = Span::new(operand.span.start, fields).of(self.text);
                    return self.fail(first.span, "unexpected . after term %q", &[term]);
                }
            }
        }
        self.open_operands.push(operand);
        Ok(())
    }

    fn number(&self, token: Token) -> Parsed<Number> {
        let text = token.span.of(self.text);
        let parsed = match token.kind {
            TokenKind::CharConstant => Number::character(text),
            TokenKind::Complex => Number::complex(text),
            _ => Number::parse(text),
        };
        // Go builds these messages first and then prints them through %s.
        let quoted = || super::fmt::quote(text, self.go);
        parsed.or_else(|error| {
            let message = match error {
                NumberError::Syntax => b"invalid syntax".to_vec(),
                NumberError::MalformedCharacter => [b"malformed character constant: ", text].concat(),
                NumberError::Overflow => [b"integer overflow: ".to_vec(), quoted()].concat(),
                NumberError::Illegal => [b"illegal number syntax: ".to_vec(), quoted()].concat(),
                NumberError::Complex => b"syntax error scanning complex number".to_vec(),
                NumberError::ComplexPart(from, to, error) => {
                    let mut message = b"strconv.ParseFloat: parsing ".to_vec();
                    message.extend_from_slice(&super::fmt::quote(&text[from..to], self.go));
                    message.extend_from_slice(format!(": {error}").as_bytes());
                    message
                }
            };
            let argument = match error {
                NumberError::ComplexPart(..) => Argument::pointer("*strconv.NumError", message),
                _ => Argument::error(message),
            };
            self.fail_with(token.span, "%s", &[argument])
        })
    }
}
