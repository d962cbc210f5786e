//! Where and what the current node is, for messages: its place, and its text as Go writes nodes back (one space between
//! words, literals as they stand in the template).

use super::super::ast::{CommandId, OperandId, OperandKind, PipelineId, StatementKind};
use super::super::fmt;
use super::super::program::Node;
use super::super::value::Kind;
use super::Machine;
use crate::source::Span;

// A piece of a node that is still to be written, last first.
enum Piece<'a> {
    Text(&'a [u8]),
    Pipeline(PipelineId),
    Command(CommandId),
    Operand(OperandId),
}

impl<'a> Machine<'a> {
    fn go_offset(&self) -> u32 {
        let ast = self.job.ast;
        match self.node {
            Node::Same => 0,
            Node::Statement(id) => ast.statement(id).pos,
            Node::Pipeline(id) => ast.pipeline(id).pos,
            Node::Command(id) => ast.command(id).pos,
            Node::Operand(id) => ast.operand(id).pos,
        }
    }

    /// Line from 1 and column from 0, counted in bytes, as Go prints them.
    pub(super) fn go_position(&self) -> (usize, usize) {
        let before = Span::new(0, self.go_offset()).of(self.job.text);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        (memchr::memchr_iter(b'\n', before).count() + 1, before.len() - line_start)
    }

    /// The part of the template that the current node covers.
    pub(super) fn node_span(&self) -> Span {
        let ast = self.job.ast;
        match self.node {
            Node::Same => Span::at(0),
            Node::Statement(id) => ast.statement(id).span,
            Node::Pipeline(id) => ast.pipeline(id).span,
            Node::Command(id) => {
                let mut operands = ast.operands_of(ast.command(id));
                let first = operands.next().map_or(Span::at(0), |id| ast.operand(id).span);
                let last = operands.next_back().map_or(first, |id| ast.operand(id).span);
                Span::new(first.start, last.end)
            }
            Node::Operand(id) => ast.operand(id).span,
        }
    }

    pub(super) fn node_text(&self) -> Vec<u8> {
        match self.node {
            Node::Same => Vec::new(),
            Node::Statement(id) => self.statement_text(id),
            Node::Pipeline(id) => self.written(Piece::Pipeline(id)),
            Node::Command(id) => self.written(Piece::Command(id)),
            Node::Operand(id) => self.operand_text(id),
        }
    }

    pub(super) fn operand_text(&self, id: OperandId) -> Vec<u8> {
        self.written(Piece::Operand(id))
    }

    // Only calls of trees fail as statements.
    fn statement_text(&self, id: super::super::ast::StatementId) -> Vec<u8> {
        let ast = self.job.ast;
        let StatementKind::Template { name, pipeline } = ast.statement(id).kind else {
            return ast.statement(id).span.of(self.job.text).to_vec();
        };
        let mut text = b"{{template ".to_vec();
        text.extend_from_slice(&fmt::quote(ast.string(name, self.job.text), self.job.go));
        if let Some(pipeline) = pipeline {
            text.push(b' ');
            text.extend_from_slice(&self.written(Piece::Pipeline(pipeline)));
        }
        text.extend_from_slice(b"}}");
        text
    }

    fn written(&self, piece: Piece<'a>) -> Vec<u8> {
        let mut text = Vec::new();
        let mut pieces = vec![piece];
        while let Some(piece) = pieces.pop() {
            match piece {
                Piece::Text(piece) => text.extend_from_slice(piece),
                Piece::Pipeline(id) => self.push_pipeline(id, &mut pieces),
                Piece::Command(id) => {
                    let first = self.job.ast.command(id).operands.0;
                    for operand in self.job.ast.operands_of(self.job.ast.command(id)).rev() {
                        self.push_parenthesized(operand, &mut pieces);
                        if operand.0 != first {
                            pieces.push(Piece::Text(b" "));
                        }
                    }
                }
                Piece::Operand(id) => self.push_operand(id, &mut pieces),
            }
        }
        text
    }

    fn push_pipeline(&self, id: PipelineId, pieces: &mut Vec<Piece<'a>>) {
        let ast = self.job.ast;
        let pipeline = ast.pipeline(id);
        let first = pipeline.commands.0;
        for command in ast.commands_of(pipeline).rev() {
            pieces.push(Piece::Command(command));
            if command.0 != first {
                pieces.push(Piece::Text(b" | "));
            }
        }
        let variables = ast.variables_of(pipeline);
        if !variables.is_empty() {
            // Before Go 1.23 an assignment was written back as a declaration.
            let assigns = pipeline.assigns && self.job.go.at_least(23);
            pieces.push(Piece::Text(if assigns { b" = " } else { b" := " }));
        }
        for (index, variable) in variables.iter().enumerate().rev() {
            pieces.push(Piece::Text(variable.of(self.job.text)));
            if index > 0 {
                pieces.push(Piece::Text(b", "));
            }
        }
    }

    fn push_parenthesized(&self, id: OperandId, pieces: &mut Vec<Piece<'a>>) {
        if matches!(self.job.ast.operand(id).kind, OperandKind::Pipeline(_)) {
            pieces.push(Piece::Text(b")"));
            pieces.push(Piece::Operand(id));
            pieces.push(Piece::Text(b"("));
        } else {
            pieces.push(Piece::Operand(id));
        }
    }

    fn push_operand(&self, id: OperandId, pieces: &mut Vec<Piece<'a>>) {
        let operand = self.job.ast.operand(id);
        match operand.kind {
            OperandKind::Pipeline(inner) => pieces.push(Piece::Pipeline(inner)),
            OperandKind::Chain { of, fields } => {
                pieces.push(Piece::Text(Span::new(fields, operand.span.end).of(self.job.text)));
                self.push_parenthesized(of, pieces);
            }
            _ => pieces.push(Piece::Text(operand.span.of(self.job.text))),
        }
    }

    /// The name that `call` gives its function in messages: the first argument's text, or how Go prints a piped value.
    pub(super) fn callee(&self, node: Node, arguments: usize, piped: bool) -> Option<Vec<u8>> {
        if arguments > 0 {
            let Node::Command(command) = node else { return Some(Vec::new()) };
            let first = self.job.ast.operands_of(self.job.ast.command(command)).nth(1);
            return Some(first.map_or_else(Vec::new, |operand| self.operand_text(operand)));
        }
        let value = self.values.last().filter(|_| piped && self.job.go.at_least(24))?;
        Some(match &value.kind {
            Kind::String(text) => text.bytes().to_vec(),
            Kind::Invalid => b"<invalid Value>".to_vec(),
            kind => format!("<{} Value>", kind.type_name()).into_bytes(),
        })
    }
}
