//! The states of CoreDNS's lexer in front of every piece, over all ways that a template can take: both sides of `if` and
//! `with`, any number of rounds of a `range`, every call of a `define`. Looked at again and again until nothing is new.

use std::collections::{HashMap, HashSet};

use super::output::{Output, Outputs};
use super::pieces::{PieceKind, Pieces, Role};
use super::state::States;
use crate::gotemplate::{Ast, StatementKind, Tree};

/// Ways through a template that have not come to an end by then are not followed: everything is possible.
const MAX_ROUNDS: usize = 16;

/// What is known in front of every piece, and behind the last one.
#[derive(Debug)]
pub(super) struct Flow {
    states: Vec<States>,
    /// Whether something may be printed whose first character is not known.
    pub prints_anything: bool,
}

impl Flow {
    /// Of a text without actions.
    pub fn of_text(text: &[u8], pieces: &Pieces) -> Self {
        let mut states = Vec::with_capacity(pieces.list.len() + 1);
        let mut now = States::START;
        for piece in &pieces.list {
            states.push(now);
            if piece.kind != PieceKind::Mark {
                now = now.behind(piece.span.of(text));
            }
        }
        states.push(now);
        Self { states, prints_anything: false }
    }

    /// Of a template.
    pub fn of_template(text: &[u8], ast: &Ast, pieces: &Pieces) -> Self {
        let outputs = Outputs::of(text, ast, pieces);
        let mut walk = Walk::new(text, ast, pieces, &outputs);
        let settled = (0..MAX_ROUNDS).any(|_| {
            walk.round();
            !walk.is_changed
        });
        if !settled || may_call_itself(text, ast) {
            walk.states.fill(States::ANY);
        }
        Self { states: walk.states, prints_anything: walk.prints_anything }
    }

    /// The states in front of a piece; behind the last one with the number of pieces.
    pub fn before(&self, piece: usize) -> States {
        self.states.get(piece).copied().unwrap_or(States::ANY)
    }
}

/// Whether the whole text can be called by its name, which is the file's and not known here: where `template` names nothing
/// that is defined. A blank definition defines nothing that there is already.
fn may_call_itself(text: &[u8], ast: &Ast) -> bool {
    let named = |tree: &Tree| Some(ast.string(tree.name?, text)).filter(|_| !ast.is_blank(tree.body, text));
    let defined: HashSet<&[u8]> = ast.trees().iter().filter_map(named).collect();
    ast.statements().iter().any(|statement| match statement.kind {
        StatementKind::Template { name, .. } => !defined.contains(ast.string(name, text)),
        _ => false,
    })
}

struct Walk<'a> {
    text: &'a [u8],
    ast: &'a Ast,
    pieces: &'a Pieces,
    outputs: &'a Outputs,
    states: Vec<States>,
    /// What comes around to the start of a `range`, by piece.
    back: HashMap<usize, States>,
    /// In front of and behind what `define` and `block` give a name.
    called: HashMap<&'a [u8], (States, States)>,
    is_changed: bool,
    prints_anything: bool,
}

struct Open {
    role: Role,
    piece: usize,
    before: States,
    /// Behind the branches that have ended, and where `break` leads.
    ends: States,
    has_else: bool,
}

impl<'a> Walk<'a> {
    fn new(text: &'a [u8], ast: &'a Ast, pieces: &'a Pieces, outputs: &'a Outputs) -> Self {
        Self {
            text,
            ast,
            pieces,
            outputs,
            states: Vec::new(),
            back: HashMap::new(),
            called: HashMap::new(),
            is_changed: false,
            prints_anything: false,
        }
    }

    fn round(&mut self) {
        self.states.clear();
        self.is_changed = false;
        let (mut now, mut open) = (States::START, Vec::new());
        for (index, piece) in self.pieces.list.iter().enumerate() {
            self.states.push(now);
            now = match piece.kind {
                PieceKind::Mark | PieceKind::Comment | PieceKind::Gap { trimmed: true, .. } => now,
                PieceKind::Solid | PieceKind::Gap { .. } => now.behind(piece.span.of(self.text)),
                PieceKind::Action { role, .. } => self.action(index, role, now, &mut open),
            };
        }
        self.states.push(now);
    }

    fn action(&mut self, index: usize, role: Role, now: States, open: &mut Vec<Open>) -> States {
        let Some(piece) = self.pieces.list.get(index) else { return now };
        let start = piece.span.start;
        let entered = |before| Open { role, piece: index, before, ends: States::default(), has_else: false };
        match role {
            Role::Print => match self.outputs.at(start) {
                Output::Nothing => now,
                Output::Word => now.behind_word(),
                Output::Literal(literal) => {
                    let printed = self.ast.string(literal, self.text);
                    self.prints_anything |= !printed.is_ascii();
                    now.behind(printed)
                }
                Output::Unknown => {
                    self.prints_anything = true;
                    now.behind_anything()
                }
            },
            Role::If | Role::With => {
                open.push(entered(now));
                now
            }
            Role::Range => {
                open.push(entered(now));
                let mut inside = now;
                inside.join(self.back.get(&index).copied().unwrap_or_default());
                inside
            }
            Role::Else { chained } => {
                let Some(branch) = open.last_mut() else { return States::ANY };
                branch.ends.join(now);
                branch.has_else |= !chained;
                let (piece, before) = (branch.piece, branch.before);
                if branch.role == Role::Range {
                    self.come_back(piece, now);
                }
                before
            }
            Role::End => self.end(now, open.pop()),
            Role::Define | Role::Block => {
                open.push(entered(now));
                let name = self.name_at(start);
                // A definition can be given the name of the whole template, and is then all there is.
                let mut before = States::START;
                if role == Role::Block {
                    before.join(now);
                }
                self.call(name, before, States::default()).0
            }
            Role::Template => {
                let name = self.name_at(start);
                self.call(name, now, States::default()).1
            }
            Role::Break | Role::Continue => {
                // In the `else` of a range they are another one's; so all around it are taken for meant.
                for range in open.iter_mut().filter(|open| open.role == Role::Range) {
                    range.ends.join(now);
                    self.come_back(range.piece, now);
                }
                States::default()
            }
        }
    }

    fn end(&mut self, now: States, open: Option<Open>) -> States {
        let Some(Open { role, piece, before, mut ends, has_else }) = open else { return States::ANY };
        match role {
            Role::Define => {
                self.call(self.name_of(piece), States::default(), now);
                before
            }
            Role::Block => self.call(self.name_of(piece), States::default(), now).1,
            _ => {
                if role == Role::Range && !has_else {
                    self.come_back(piece, now);
                }
                ends.join(now);
                if !has_else {
                    ends.join(before);
                }
                ends
            }
        }
    }

    fn name_at(&self, start: u32) -> &'a [u8] {
        self.outputs.name_at(start).map_or(&[][..], |name| self.ast.string(name, self.text))
    }

    fn name_of(&self, piece: usize) -> &'a [u8] {
        self.pieces.list.get(piece).map_or(&[][..], |piece| self.name_at(piece.span.start))
    }

    fn come_back(&mut self, range: usize, states: States) {
        let known = self.back.entry(range).or_default();
        let before = *known;
        known.join(states);
        self.is_changed |= *known != before;
    }

    /// Adds what is in front of and behind the text of that name; gives all that is known.
    fn call(&mut self, name: &'a [u8], before: States, behind: States) -> (States, States) {
        let known = self.called.entry(name).or_default();
        let was = *known;
        known.0.join(before);
        known.1.join(behind);
        self.is_changed |= *known != was;
        *known
    }
}
