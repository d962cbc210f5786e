//! What the actions of a template can print, as far as it matters for where CoreDNS's words begin and end: nothing, a known
//! text, a piece of a word, or anything. Only what follows from the types of kuma-dp's fields and from literals is known;
//! a path, an element of a list, a text that a function makes can be anything, quotes and line ends included.

use std::collections::{HashMap, HashSet};

use super::pieces::{PieceKind, Pieces, Role};
use crate::gotemplate::{Ast, Command, Function, Operand, OperandKind, Pipeline, StatementKind, StringId};
use crate::mesh::setting::{Setting, SettingValue};
use crate::source::Span;

/// How often assumptions about variables are given up one after the other before all are.
const MAX_ROUNDS: usize = 8;

/// What an action prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// Nothing.
    Nothing,
    /// At least one character, and none that is white space, a quote, a backslash or a number sign.
    Word,
    /// What the literal says.
    Literal(StringId),
    /// Anything.
    Unknown,
}

/// What is known about all actions that print, and the names that go with `define`, `block` and `template`.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    prints: HashMap<u32, Output>,
    names: HashMap<u32, StringId>,
}

impl Outputs {
    /// Looks at all actions.
    pub fn of(text: &[u8], ast: &Ast, pieces: &Pieces) -> Self {
        let mut outputs = Self::default();
        for tree in ast.trees() {
            outputs.names.extend(tree.name.map(|name| (tree.span.start, name)));
        }
        let mut analysis = Analysis::new(text, ast, pieces);
        analysis.settle();
        for statement in ast.statements() {
            match statement.kind {
                StatementKind::Action(id) => {
                    let pipeline = ast.pipeline(id);
                    let silent = !ast.variables_of(pipeline).is_empty();
                    let value = analysis.values.get(id.index()).copied().unwrap_or(Output::Unknown);
                    outputs.prints.insert(statement.span.start, if silent { Output::Nothing } else { value });
                }
                StatementKind::Template { name, .. } => {
                    outputs.names.insert(statement.span.start, name);
                }
                _ => {}
            }
        }
        outputs
    }

    /// What the action prints that starts at `start`.
    pub fn at(&self, start: u32) -> Output {
        self.prints.get(&start).copied().unwrap_or(Output::Unknown)
    }

    /// The name that the `define`, `block` or `template` at `start` gives or calls.
    pub fn name_at(&self, start: u32) -> Option<StringId> {
        self.names.get(&start).copied()
    }
}

struct Analysis<'a> {
    text: &'a [u8],
    ast: &'a Ast,
    /// Where the dot is not the template's, and where the dollar sign is not.
    other_dot: Vec<Span>,
    other_root: Vec<Span>,
    /// What `range` goes over: its variables are elements.
    ranges: HashSet<usize>,
    /// Names of variables that can hold anything.
    unknown: HashSet<&'a [u8]>,
    /// The value of every pipeline, by index.
    values: Vec<Output>,
}

impl<'a> Analysis<'a> {
    fn new(text: &'a [u8], ast: &'a Ast, pieces: &Pieces) -> Self {
        let (mut other_dot, mut other_root, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for piece in &pieces.list {
            let PieceKind::Action { role, .. } = piece.kind else { continue };
            match role {
                Role::If | Role::With | Role::Range | Role::Define | Role::Block => open.push((role, piece.span.end)),
                Role::End => match open.pop() {
                    Some((Role::With | Role::Range, start)) => other_dot.push(Span::new(start, piece.span.start)),
                    Some((Role::Define | Role::Block, start)) => {
                        other_dot.push(Span::new(start, piece.span.start));
                        other_root.push(Span::new(start, piece.span.start));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let over = |kind| match kind {
            StatementKind::Branch { branch: crate::gotemplate::Branch::Range, pipeline, .. } => Some(pipeline.index()),
            _ => None,
        };
        Self {
            text,
            ast,
            other_dot: outermost(other_dot),
            other_root: outermost(other_root),
            ranges: ast.statements().iter().filter_map(|statement| over(statement.kind)).collect(),
            unknown: HashSet::new(),
            values: Vec::new(),
        }
    }

    /// Takes variables for known until one of their values is not.
    fn settle(&mut self) {
        for round in 0..=MAX_ROUNDS {
            self.values.clear();
            let mut found = HashSet::new();
            for (index, pipeline) in self.ast.pipelines().iter().enumerate() {
                let value = self.pipeline(pipeline);
                self.values.push(value);
                if self.ranges.contains(&index) || !self.is_word(value) {
                    let names = self.ast.variables_of(pipeline).iter().map(|name| name.of(self.text));
                    found.extend(names.filter(|name| !self.unknown.contains(name)));
                }
            }
            if found.is_empty() {
                return;
            }
            self.unknown.extend(found);
            if round + 1 == MAX_ROUNDS {
                let all = self.ast.pipelines().iter().flat_map(|pipeline| self.ast.variables_of(pipeline));
                self.unknown.extend(all.map(|name| name.of(self.text)));
            }
        }
    }

    fn pipeline(&self, pipeline: &Pipeline) -> Output {
        let mut value = None;
        for id in self.ast.commands_of(pipeline) {
            value = Some(self.command(self.ast.command(id), value));
        }
        value.unwrap_or(Output::Unknown)
    }

    /// The value of a command that is given `piped` as its last argument.
    fn command(&self, command: &Command, piped: Option<Output>) -> Output {
        let mut operands = self.ast.operands_of(command).map(|id| self.ast.operand(id));
        let Some(first) = operands.next() else { return Output::Unknown };
        let OperandKind::Function(function) = first.kind else {
            let alone = operands.next().is_none() && piped.is_none();
            return if alone { self.operand(first) } else { Output::Unknown };
        };
        let arguments: Vec<Output> = operands.map(|operand| self.operand(operand)).chain(piped).collect();
        match (function, arguments.as_slice()) {
            (
                Function::Eq
                | Function::Ne
                | Function::Lt
                | Function::Le
                | Function::Gt
                | Function::Ge
                | Function::Not
                | Function::Len,
                _,
            ) => Output::Word,
            (Function::And | Function::Or, arguments) if arguments.iter().all(|value| self.is_word(*value)) => {
                Output::Word
            }
            (Function::Print, [value]) => *value,
            (Function::Printf, [Output::Literal(format), values @ ..])
                if self.is_word_format(*format, values.len()) && values.iter().all(|value| self.is_word(*value)) =>
            {
                Output::Word
            }
            _ => Output::Unknown,
        }
    }

    fn operand(&self, operand: &Operand) -> Output {
        let name = operand.span.of(self.text);
        match operand.kind {
            OperandKind::Bool(_) | OperandKind::Number(_) => Output::Word,
            OperandKind::String(literal) => Output::Literal(literal),
            OperandKind::Pipeline(inner) => self.values.get(inner.index()).copied().unwrap_or(Output::Unknown),
            OperandKind::Field if !is_within(&self.other_dot, operand.span.start) => field(name),
            OperandKind::Variable(1) if name.len() > 1 => {
                let is_root = !is_within(&self.other_root, operand.span.start) && !self.unknown.contains(&b"$"[..]);
                if is_root { field(&name[1..]) } else { Output::Unknown }
            }
            OperandKind::Variable(len) if len > 1 && len as usize == name.len() && !self.unknown.contains(name) => {
                Output::Word
            }
            _ => Output::Unknown,
        }
    }

    fn is_word(&self, value: Output) -> bool {
        match value {
            Output::Word => true,
            Output::Literal(literal) => {
                let text = self.ast.string(literal, self.text);
                !text.is_empty() && text.iter().all(|&byte| is_plain(byte))
            }
            Output::Nothing | Output::Unknown => false,
        }
    }

    /// Whether a format makes words of words: it has no flags and no verbs but the plainest, and one for each value.
    fn is_word_format(&self, format: StringId, values: usize) -> bool {
        let (mut bytes, mut verbs) = (self.ast.string(format, self.text).iter(), 0);
        let mut made = false;
        while let Some(&byte) = bytes.next() {
            match byte {
                b'%' => match bytes.next() {
                    Some(b'd' | b'v' | b's' | b't') => verbs += 1,
                    _ => return false,
                },
                byte if is_plain(byte) => {}
                _ => return false,
            }
            made = true;
        }
        made && verbs == values
    }
}

/// A field of kuma-dp's struct: numbers and switches print as words.
fn field(name: &[u8]) -> Output {
    let name = name.strip_prefix(b".").and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
    match Setting::of_field(name).map(Setting::default_value) {
        Some(SettingValue::Port(_) | SettingValue::Switch(_)) => Output::Word,
        Some(SettingValue::Text(_)) | None => Output::Unknown,
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b',' | b':' | b'/' | b'-' | b'_' | b'+' | b'*' | b'=' | b'@')
}

/// Of spans that lie within each other the outermost, by start. They come by their ends.
fn outermost(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut end = 0;
    spans.retain(|span| {
        let is_outer = span.start >= end;
        end = end.max(span.end);
        is_outer
    });
    spans
}

fn is_within(spans: &[Span], at: u32) -> bool {
    let before = spans.partition_point(|span| span.start <= at);
    before.checked_sub(1).and_then(|index| spans.get(index)).is_some_and(|span| at < span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gotemplate::{GoVersion, Limits, Template};
    use crate::lint::Kind;

    /// What the last action that prints is known to print.
    fn last(text: &str) -> &'static str {
        let template = Template::parse("t", text, GoVersion::NEWEST, Limits::default()).unwrap();
        let pieces = Pieces::of(text.as_bytes(), Kind::Template);
        let outputs = Outputs::of(text.as_bytes(), template.ast(), &pieces);
        let prints =
            |piece: &&super::super::pieces::Piece| matches!(piece.kind, PieceKind::Action { role: Role::Print, .. });
        match outputs.at(pieces.list.iter().rfind(prints).unwrap().span.start) {
            Output::Nothing => "nothing",
            Output::Word => "word",
            Output::Literal(_) => "literal",
            Output::Unknown => "unknown",
        }
    }

    #[test]
    fn what_actions_print() {
        for (text, expected) in [
            ("{{ .CoreDNSPort }}", "word"),
            ("{{ $.EnvoyDNSPort }}", "word"),
            ("{{ .ConfigDir }}", "unknown"),
            ("{{ . }}", "unknown"),
            ("{{ .Unheard }}", "unknown"),
            ("{{ .CoreDNSPort.X }}", "unknown"),
            ("{{ `{{ .Name }}` }}", "literal"),
            ("{{ print \"x\" }}", "literal"),
            ("{{ print 1 2 }}", "unknown"),
            ("{{ printf \"127.0.0.1:%d\" .EnvoyDNSPort }}", "word"),
            ("{{ .EnvoyDNSPort | printf \"%s:%d\" `a.b` }}", "word"),
            ("{{ printf \"%d\" 1 2 }}", "unknown"),
            ("{{ printf \"%5d\" 1 }}", "unknown"),
            ("{{ printf \"%c\" 34 }}", "unknown"),
            ("{{ printf \"%s\" `a b` }}", "unknown"),
            ("{{ printf \"\" }}", "unknown"),
            ("{{ $p := .CoreDNSPort }}", "nothing"),
            ("{{ $p := .CoreDNSPort }}{{ $p }}", "word"),
            ("{{ $p := 1 }}{{ $p }}{{ $p = .ConfigDir }}{{ $p }}", "unknown"),
            ("{{ $p := .ConfigDir }}{{ $q := $p }}{{ $q }}", "unknown"),
            ("{{ range $i, $p := 3 }}{{ $p }}{{ end }}", "unknown"),
            ("{{ with 1 }}{{ .CoreDNSPort }}{{ end }}", "unknown"),
            ("{{ with 1 }}{{ $.CoreDNSPort }}{{ end }}", "word"),
            ("{{ with 1 }}{{ end }}{{ .CoreDNSPort }}", "word"),
            ("{{ if .Enabled }}{{ with 1 }}{{ end }}{{ end }}{{ (.CoreDNSPort) }}", "word"),
            ("{{ define \"x\" }}{{ $.CoreDNSPort }}{{ end }}", "unknown"),
            ("{{ range $ := 3 }}{{ $.CoreDNSPort }}{{ end }}", "unknown"),
            ("{{ eq .ConfigDir \"\" }}", "word"),
            ("{{ or .CoreDNSPort 53 }}", "word"),
            ("{{ or .ConfigDir 53 }}", "unknown"),
            ("{{ html .CoreDNSPort }}", "unknown"),
            ("{{ println 1 }}", "unknown"),
            ("{{ ($x := .ConfigDir) }}{{ $x }}", "unknown"),
        ] {
            assert_eq!(last(text), expected, "{text}");
        }
    }
}
