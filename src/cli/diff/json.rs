//! Differences for programs. Version 1; fields are added, never taken away. `docs/diff.md` describes them.

use serde::Serialize;

use super::side::Side;
use super::{Difference, Relation};
use crate::corefile::Place;
use crate::diff::{BlockChange, BlockSide, Detail, DirectiveChange, DirectiveSide, Kind, What};

const VERSION: u32 = 1;

/// A difference.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    version: u32,
    old: SideEntry<'a>,
    new: SideEntry<'a>,
    /// Whether something differs that CoreDNS looks at.
    differs: bool,
    /// `same`, `same-words` or `different`.
    texts: &'static str,
    counts: CountsEntry,
    blocks: Vec<BlockEntry<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SideEntry<'a> {
    path: &'a str,
    name: &'a str,
    /// None for a finished Corefile.
    target: Option<String>,
    in_force: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_in_force: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ways_into_force: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CountsEntry {
    added: usize,
    removed: usize,
    changed: usize,
    moved: usize,
    without_effect: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct BlockEntry<'a> {
    kind: &'static str,
    matters: bool,
    moved: bool,
    old: Option<BlockSideEntry<'a>>,
    new: Option<BlockSideEntry<'a>>,
    directives: Vec<DirectiveEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct BlockSideEntry<'a> {
    addresses: &'a [String],
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DirectiveEntry<'a> {
    kind: &'static str,
    name: &'a str,
    matters: bool,
    moved: bool,
    old: Option<DirectiveSideEntry<'a>>,
    new: Option<DirectiveSideEntry<'a>>,
    details: Vec<DetailEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct DirectiveSideEntry<'a> {
    text: &'a str,
    options: &'a [String],
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct DetailEntry<'a> {
    /// `argument`, `option`, `option-order` or `layout`.
    kind: &'static str,
    /// The argument's part or the option's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    matters: bool,
    old: &'a [String],
    new: &'a [String],
}

impl<'a> Document<'a> {
    /// The whole of it.
    pub fn new(difference: &'a Difference<'a>) -> Self {
        let Difference { old, new, comparison, relation } = difference;
        let counts = comparison.counts();
        Self {
            version: VERSION,
            old: side(old),
            new: side(new),
            differs: difference.matters(),
            texts: match relation {
                Relation::Same => "same",
                Relation::SameWords => "same-words",
                Relation::Different => "different",
            },
            counts: CountsEntry {
                added: counts.added,
                removed: counts.removed,
                changed: counts.changed,
                moved: counts.moved,
                without_effect: counts.without_effect,
            },
            blocks: comparison.blocks.iter().map(|block| block_entry(block, old, new)).collect(),
        }
    }
}

fn side(side: &Side) -> SideEntry<'_> {
    let reason = side.rendered.as_ref().err();
    SideEntry {
        path: side.source.name(),
        name: &side.name,
        target: (!side.is_finished).then(|| side.target.to_string()),
        in_force: reason.is_none(),
        not_in_force: reason.map(ToString::to_string),
        ways_into_force: reason.map(|reason| reason.ways_into_force()).unwrap_or_default(),
    }
}

fn block_entry<'a>(block: &'a BlockChange, old: &Side, new: &Side) -> BlockEntry<'a> {
    let of = |side: &'a BlockSide, place: (usize, usize)| BlockSideEntry {
        addresses: &side.addresses,
        line: place.0,
        column: place.1,
    };
    BlockEntry {
        kind: word(block.kind()),
        matters: block.matters(),
        moved: block.is_moved,
        old: block.old.as_ref().map(|one| of(one, at(old, one.place))),
        new: block.new.as_ref().map(|one| of(one, at(new, one.place))),
        directives: block.directives.iter().map(|directive| directive_entry(directive, old, new)).collect(),
    }
}

fn directive_entry<'a>(directive: &'a DirectiveChange, old: &Side, new: &Side) -> DirectiveEntry<'a> {
    let of = |side: &'a DirectiveSide, place: (usize, usize)| DirectiveSideEntry {
        text: &side.head,
        options: &side.options,
        line: place.0,
        column: place.1,
    };
    DirectiveEntry {
        kind: word(directive.kind()),
        name: &directive.name,
        matters: directive.matters(),
        moved: directive.moved.is_some(),
        old: directive.old.as_ref().map(|one| of(one, at(old, one.place))),
        new: directive.new.as_ref().map(|one| of(one, at(new, one.place))),
        details: directive.details.iter().map(detail).collect(),
    }
}

fn detail(detail: &Detail) -> DetailEntry<'_> {
    let (kind, name) = match &detail.what {
        What::Argument(role) => ("argument", Some(*role)),
        What::Option(name) => ("option", Some(name.as_str())),
        What::OptionOrder => ("option-order", None),
        What::Layout => ("layout", None),
    };
    DetailEntry { kind, name, matters: detail.matters, old: &detail.old, new: &detail.new }
}

fn at(side: &Side, place: Place) -> (usize, usize) {
    let position = side.position(place);
    (position.line, position.column)
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Changed => "changed",
        Kind::Moved => "moved",
        Kind::Kept => "kept",
    }
}
