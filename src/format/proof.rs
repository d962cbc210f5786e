//! Looks at a result before anybody gets it: the same words, comments and actions in the same order, white space of the
//! same kind between them; and for a template of a usual size the same words out of every kuma-dp. A difference would be a
//! mistake of corefilectl, and is refused.

use std::sync::LazyLock;

use super::Refusal;
use super::flow::Flow;
use super::pieces::{Piece, PieceKind, Pieces};
use crate::corefile::{MAIN, lexer};
use crate::gotemplate::{Data, GoVersion, Limits, Template};
use crate::lint::Kind;
use crate::mesh::{Injector, Matrix, Mode, Scope, release};
use crate::source::Span;

/// Larger templates are not rendered.
const MAX_RENDERED: usize = 64 << 10;

/// What a template may spend here.
const LIMITS: Limits = Limits { template: MAX_RENDERED * 4, output: 1 << 20, steps: 100_000, strings: 1 << 20 };

/// Refuses a result that is not the same but for its layout.
pub(super) fn check(
    text: &[u8],
    formatted: &[u8],
    kind: Kind,
    pieces: &Pieces,
    flow: &Flow,
) -> Result<(), Box<Refusal>> {
    let changed = Pieces::of(formatted, kind);
    let difference = first_difference(text, formatted, pieces, &changed, flow);
    let difference = match difference {
        None if kind == Kind::Template && text.len() <= MAX_RENDERED => {
            (!renders_alike(text, formatted)).then_some(Span::at(0))
        }
        difference => difference,
    };
    match difference {
        None => Ok(()),
        Some(span) => Err(Box::new(Refusal {
            message: "not formatted: the result would not be the same to CoreDNS".to_owned(),
            span,
            help: "this is a mistake of corefilectl: please report it with this file".to_owned(),
        })),
    }
}

/// Where the texts differ in more than layout.
fn first_difference(text: &[u8], formatted: &[u8], old: &Pieces, new: &Pieces, flow: &Flow) -> Option<Span> {
    let (mut before, mut after) = (inner(old), inner(new));
    loop {
        match (before.next(), after.next()) {
            (None, None) => return None,
            (Some((index, one)), Some((_, other))) => {
                let may_be_quoted = flow.before(index).may_be_quoted();
                if !is_same((text, old, one), (formatted, new, other), may_be_quoted) {
                    return Some(one.span);
                }
            }
            (Some((_, one)), None) => return Some(one.span),
            (None, Some(_)) => return Some(Span::at(u32::try_from(text.len()).unwrap_or(u32::MAX))),
        }
    }
}

/// The pieces without white space at both ends of the text, where it means nothing.
fn inner(pieces: &Pieces) -> impl Iterator<Item = (usize, &Piece)> {
    let is_gap = |piece: &Piece| matches!(piece.kind, PieceKind::Gap { .. });
    let last = pieces.list.len().saturating_sub(1);
    pieces
        .list
        .iter()
        .enumerate()
        .filter(move |(index, piece)| !(is_gap(piece) && (pieces.is_first(*index) || *index == last)))
}

fn is_same(
    (text, pieces, one): (&[u8], &Pieces, &Piece),
    (formatted, others, other): (&[u8], &Pieces, &Piece),
    may_be_quoted: bool,
) -> bool {
    match (one.kind, other.kind) {
        (PieceKind::Action { first, last, .. }, PieceKind::Action { first: from, last: to, .. }) => {
            let (tokens, others) = (pieces.tokens(first, last), others.tokens(from, to));
            let pairs = || tokens.iter().zip(others);
            tokens.len() == others.len()
                && pairs().all(|(one, other)| one.kind == other.kind && one.span.of(text) == other.span.of(formatted))
        }
        (PieceKind::Gap { class, trimmed }, PieceKind::Gap { class: laid_out, trimmed: still }) => {
            let is_equal = || one.span.of(text) == other.span.of(formatted);
            class == laid_out && trimmed == still && (!may_be_quoted || is_equal())
        }
        (one_kind, other_kind) => one_kind == other_kind && one.span.of(text) == other.span.of(formatted),
    }
}

/// Every value of the dot that a kuma-dp with CoreDNS gives, settings aside.
static DATA: LazyLock<Vec<Data>> = LazyLock::new(|| {
    let injector = Injector::default();
    let scope = Scope {
        releases: release::all().collect(),
        modes: Mode::ALL.to_vec(),
        injector: &injector,
        logging_is_set: false,
        flags: &[],
    };
    Matrix::new(scope, |_| None).map(|matrix| matrix.data).unwrap_or_default()
});

fn renders_alike(text: &[u8], formatted: &[u8]) -> bool {
    let parse = |text: &[u8]| Template::parse("Corefile", text, GoVersion::NEWEST, LIMITS).ok();
    let (Some(before), Some(after)) = (parse(text), parse(formatted)) else { return false };
    DATA.iter().all(|data| match (before.execute(data), after.execute(data)) {
        (Ok(before), Ok(after)) => before.text == after.text || words(&before.text) == words(&after.text),
        (before, after) => before.is_err() == after.is_err(),
    })
}

/// What CoreDNS sees of a text: the words, whether they are quoted, and whether they start a line.
fn words(text: &[u8]) -> Vec<(Vec<u8>, bool, bool)> {
    let mut end = 0;
    let seen = |token: crate::corefile::Token<'_>| {
        let starts_line = token.line > end;
        end = token.last_line();
        (token.text.as_bytes().to_vec(), token.quoted, starts_line)
    };
    lexer::lex(text, MAIN).into_iter().map(seen).collect()
}
