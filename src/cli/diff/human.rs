//! Differences for people: server block by server block, a sign and a place for every directive, and what differs in it.

use std::fmt::Write as _;

use super::side::Side;
use super::{Difference, Relation};
use crate::corefile::Place;
use crate::diff::{BlockChange, BlockSide, Counts, Detail, DirectiveChange, DirectiveSide, Kind, Moved, RCODES, What};
use crate::report::visible::{visible_line, visible_start};

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const CYAN: &str = "\u{1b}[36m";
const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// Bytes of a line that are shown, and columns up to which places are lined up.
const MAX_LINE: usize = 240;
const MAX_COLUMN: usize = 64;

/// A line of what is shown.
struct Row {
    sign: char,
    text: String,
    place: String,
}

/// Lays a difference out; empty where there is none.
pub fn render(difference: &Difference<'_>, color: bool) -> String {
    let Difference { old, new, comparison, .. } = difference;
    if comparison.blocks.is_empty() && !difference.is_about_force() {
        return String::new();
    }
    let paint = |color_of: &str, text: &str| {
        if color { format!("{color_of}{text}{RESET}\n") } else { format!("{text}\n") }
    };
    let mut out = paint(BOLD, &format!("--- {}", shown(&old.title())));
    out += &paint(BOLD, &format!("+++ {}", shown(&new.title())));
    for (side, sign) in [(old, '+'), (new, '-')] {
        if let Err(reason) = &side.rendered {
            let _ = writeln!(out, "\n{sign} no Corefile is in force for {}", shown(&side.title()));
            let _ = writeln!(out, "  = note: {}", visible_line(reason.to_string().as_bytes()));
            for way in reason.ways_out() {
                let _ = writeln!(out, "  = help: {}", visible_line(way.as_bytes()));
            }
        }
    }
    for block in &comparison.blocks {
        out.push('\n');
        let rows = rows(block, old, new);
        let placed = rows.iter().filter(|row| !row.place.is_empty());
        let width = placed.map(|row| row.text.chars().count()).filter(|length| *length <= MAX_COLUMN).max();
        let width = width.unwrap_or(0);
        for Row { sign, text, place } in rows {
            let line = format!("{sign} {text:width$}   {place}");
            let line = line.trim_end();
            out += &match sign {
                '+' => paint(GREEN, line),
                '-' => paint(RED, line),
                '~' => paint(YELLOW, line),
                '>' => paint(CYAN, line),
                _ => format!("{line}\n"),
            };
        }
    }
    let _ = writeln!(out, "\n{}", summary(comparison.counts(), difference));
    out
}

/// Why two texts without differences are the same.
pub fn likeness(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "the texts are the same",
        Relation::SameWords => "the words are the same, comments and layout are not (-o unified shows them)",
        Relation::Different => "CoreDNS reads the same, although the texts are not the same (-o unified shows them)",
    }
}

fn summary(counts: Counts, difference: &Difference<'_>) -> String {
    if difference.is_about_force() {
        return "1 difference: a Corefile is in force on one side only".to_owned();
    }
    let kinds =
        [(counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"), (counts.moved, "moved")];
    let kinds: Vec<_> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
    let total = match counts.total() {
        0 => "no difference for CoreDNS".to_owned(),
        1 => format!("1 difference: {}", kinds.join(", ")),
        total => format!("{total} differences: {}", kinds.join(", ")),
    };
    if counts.without_effect == 0 { total } else { format!("{total}; {} without effect", counts.without_effect) }
}

fn rows(block: &BlockChange, old: &Side, new: &Side) -> Vec<Row> {
    let kind = block.kind();
    let addresses = |side: &Option<BlockSide>| side.as_ref().map(|side| side.addresses.join(" "));
    let (before, after) = (addresses(&block.old), addresses(&block.new));
    let addresses = match (&before, &after) {
        (Some(before), Some(after)) if kind == Kind::Changed => format!("{before} -> {after}"),
        (before, after) => after.as_ref().or(before.as_ref()).cloned().unwrap_or_default(),
    };
    let places = [&block.old, &block.new].map(|side| side.as_ref().map(|side| side.place));
    let place = if kind == Kind::Kept { String::new() } else { place(places, old, new) };
    let mut rows = vec![Row { sign: sign(kind), text: shown(&format!("server block {addresses}")), place }];
    if block.is_moved {
        rows.push(said("    moved, without effect: the order of server blocks does not count"));
    }
    for directive in &block.directives {
        rows.extend(directive_rows(directive, old, new));
    }
    rows
}

fn directive_rows(directive: &DirectiveChange, old: &Side, new: &Side) -> Vec<Row> {
    let kind = directive.kind();
    let Some(side) = directive.new.as_ref().or(directive.old.as_ref()) else { return Vec::new() };
    let places =
        [&directive.old, &directive.new].map(|side: &Option<DirectiveSide>| side.as_ref().map(|side| side.place));
    let text = shown(&format!("  {}", side.head));
    let mut rows = vec![Row { sign: sign(kind), text, place: place(places, old, new) }];
    if matches!(kind, Kind::Added | Kind::Removed) {
        let option =
            |option: &String| Row { sign: sign(kind), text: shown(&format!("    {option}")), place: String::new() };
        rows.extend(side.options.iter().map(option));
    }
    match directive.moved {
        Some(Moved::AmongItsOwn) => {
            rows.push(said(&format!("    moved: among {} directives the order counts", directive.name)));
        }
        Some(Moved::WithoutEffect) if kind == Kind::Moved => {
            rows.push(said("    moved, without effect: the order of the text does not count here"));
        }
        _ => {}
    }
    rows.extend(directive.details.iter().flat_map(detail_rows));
    rows
}

fn detail_rows(detail: &Detail) -> Vec<Row> {
    let idle = if detail.matters { "" } else { ", without effect: " };
    match &detail.what {
        What::Argument(role) => {
            let list = |words: &[String]| if words.is_empty() { "none".to_owned() } else { words.join(" ") };
            let why = match *role {
                RCODES => "the same rcodes",
                _ => "CoreDNS does not look at it",
            };
            let why = match detail.matters {
                true if *role == RCODES => more(detail),
                true => String::new(),
                false => format!("{idle}{why}"),
            };
            vec![said(&format!("    {role}: {} -> {}{why}", list(&detail.old), list(&detail.new)))]
        }
        What::Option(_) => {
            let idle = if detail.matters { "" } else { "   without effect: CoreDNS does not look at it" };
            let line =
                |sign, line: &String| Row { sign, text: shown(&format!("    {line}{idle}")), place: String::new() };
            let removed = detail.old.iter().map(|old| line('-', old));
            removed.chain(detail.new.iter().map(|new| line('+', new))).collect()
        }
        What::OptionOrder => vec![said("    options in another order, without effect")],
        What::Layout => vec![said("    braces or line breaks stand elsewhere, and CoreDNS reads them")],
    }
}

/// What has come to a list of rcodes, and what has gone.
fn more(detail: &Detail) -> String {
    let ([old], [new]) = (detail.old.as_slice(), detail.new.as_slice()) else { return String::new() };
    let missing = |in_this: &str, of: &str| {
        let missing = of.split(',').filter(|part| in_this.split(',').all(|other| other != *part));
        missing.map(str::to_owned).collect::<Vec<_>>().join(", ")
    };
    let parts = [(missing(old, new), "added"), (missing(new, old), "removed")];
    let parts: Vec<_> =
        parts.into_iter().filter(|(what, _)| !what.is_empty()).map(|(what, how)| format!("{what} {how}")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

fn said(text: &str) -> Row {
    Row { sign: ' ', text: shown(text), place: String::new() }
}

const fn sign(kind: Kind) -> char {
    match kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Changed => '~',
        Kind::Moved => '>',
        Kind::Kept => ' ',
    }
}

/// `old.tmpl:3:5 -> new.tmpl:8:5`; a file that is on both sides is named once.
fn place(places: [Option<Place>; 2], old: &Side, new: &Side) -> String {
    let at = |side: &Side, place: Place| {
        let position = side.position(place);
        (side.source.name().to_owned(), format!("{}:{}", position.line, position.column))
    };
    let [before, after] = places;
    let text = match (before.map(|place| at(old, place)), after.map(|place| at(new, place))) {
        (Some((one, before)), Some((other, after))) if one == other && before == after => format!("{one}:{before}"),
        (Some((one, before)), Some((other, after))) if one == other => format!("{one}:{before} -> {after}"),
        (Some((one, before)), Some((other, after))) => format!("{one}:{before} -> {other}:{after}"),
        (Some((name, at)), None) | (None, Some((name, at))) => format!("{name}:{at}"),
        (None, None) => String::new(),
    };
    visible_line(text.as_bytes()).into_owned()
}

fn shown(text: &str) -> String {
    visible_start(text.as_bytes(), MAX_LINE).replace('\n', "\u{240a}")
}
